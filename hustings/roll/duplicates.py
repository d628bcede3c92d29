"""Pairs of entries that may be one person, to be looked at by the officer; nothing is merged.

Only entries that share something are compared: a postcode, an e-mail address, or, where neither
has an address, a name. Within a large group only neighbours in the order of surnames and of first
names are, so time and memory grow with the number of entries and not with its square.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from hustings.roll.alike import SHORT_FORM, Likeness, likeness
from hustings.roll.entry import Entry
from hustings.roll.households import address_key
from hustings.roll.names import NameKey, name_key

__all__ = ["Pair", "likely_duplicates"]

_GROUP_MAX = 60
_NEIGHBOURS = 12
_ONE_ADDRESS, _ONE_POSTCODE, _ONE_EMAIL = 30, 10, 25
_EMAIL_ALONE, _EMAIL_ALONE_AT_HOME = 50, 30
_ENDINGS_DIFFER = 25
_POINTS_MIN = 30


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entries that may be one person: a score from 0 to 100, and the reasons in words."""

    a: Entry
    b: Entry
    score: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """An entry with what is compared of it, worked out once."""

    entry: Entry
    name: NameKey
    home: str
    order: tuple[str, ...]


def likely_duplicates(entries: Sequence[Entry]) -> list[Pair]:
    """The pairs that may be one person, the likeliest first, then in the order of their rows.

    Which pairs come out does not depend on the order of the entries. A father and a son of one name
    at one address are such a pair. RuleError where rapidfuzz is not installed.
    """
    known = [_know(entry) for entry in entries]
    found: dict[tuple[int, int], Pair] = {}
    for one, other in _candidates(known):
        key = (id(one), id(other))
        if key not in found and (pair := _compare(one, other)) is not None:
            found[key] = pair
    return sorted(found.values(), key=_place)


def _place(pair: Pair) -> tuple[int, int, int, int, int]:
    return (-pair.score, pair.a.row, pair.a.part, pair.b.row, pair.b.part)


def _know(entry: Entry) -> _Known:
    name = name_key(entry.name)
    home = address_key(entry.address, entry.postcode)
    order = (name.family, name.given, name.full, home, entry.email, entry.reference, entry.phone)
    return _Known(entry, name, home, order)


def _candidates(known: Sequence[_Known]) -> Iterator[tuple[_Known, _Known]]:
    """Pairs that share something, each with its earlier row first; some more than once."""
    for group in _groups(known):
        for one, other in _pairs_of(group):
            ahead = (one.entry.row, one.entry.part) <= (other.entry.row, other.entry.part)
            yield (one, other) if ahead else (other, one)


def _groups(known: Sequence[_Known]) -> Iterator[list[_Known]]:
    shared: dict[tuple[str, str], list[_Known]] = {}
    for one in known:
        for key in _keys(one):
            shared.setdefault(key, []).append(one)
    return (group for group in shared.values() if len(group) > 1)


def _keys(one: _Known) -> Iterator[tuple[str, str]]:
    entry = one.entry
    if entry.email:
        yield "email", entry.email
    if entry.postcode:
        yield "postcode", entry.postcode
    elif entry.address:
        yield "home", one.home
    if not entry.address:
        yield "name", one.name.full


def _pairs_of(group: list[_Known]) -> Iterator[tuple[_Known, _Known]]:
    if len(group) <= _GROUP_MAX:
        for number, one in enumerate(group):
            for other in group[number + 1 :]:
                yield one, other
        return
    for by in (_by_surname, _by_first_name):
        ordered = sorted(group, key=by)
        for number, one in enumerate(ordered):
            for other in ordered[number + 1 : number + 1 + _NEIGHBOURS]:
                yield one, other


def _by_surname(one: _Known) -> tuple[str, ...]:
    return one.order


def _by_first_name(one: _Known) -> tuple[str, ...]:
    return (one.name.formal_given, *one.order)


def _compare(one: _Known, other: _Known) -> Pair | None:
    names = likeness(one.name, other.name)
    if not names.points:
        return _with_one_email(one, other)
    points, reasons = _points_shared(one, other, names)
    if not _is_enough(one, other, names):
        return None
    if one.name.ending != other.name.ending:
        points -= _ENDINGS_DIFFER
        reasons.append("one is called Junior, Senior or the like, and the other is not")
    if points < _POINTS_MIN:
        return None
    return Pair(one.entry, other.entry, min(100, points), tuple(reasons))


def _is_enough(one: _Known, other: _Known, names: Likeness) -> bool:
    """Whether what two entries share beside alike names makes them worth a look."""
    if one.entry.email and one.entry.email == other.entry.email:
        return True
    if one.home or other.home:
        near = bool(one.entry.postcode) and one.entry.postcode == other.entry.postcode
        return one.home == other.home or (near and names.points >= SHORT_FORM)
    return True


def _points_shared(one: _Known, other: _Known, names: Likeness) -> tuple[int, list[str]]:
    points, reasons = names.points, [names.reason]
    for more, reason in _shared(one, other):
        points += more
        reasons.append(reason)
    return points, reasons


def _shared(one: _Known, other: _Known) -> Iterable[tuple[int, str]]:
    if one.home and one.home == other.home:
        yield _ONE_ADDRESS, "the same address"
    elif one.entry.postcode and one.entry.postcode == other.entry.postcode:
        yield _ONE_POSTCODE, "the same postcode"
    if one.entry.email and one.entry.email == other.entry.email:
        yield _ONE_EMAIL, "the same e-mail address"


def _with_one_email(one: _Known, other: _Known) -> Pair | None:
    """Different names and one e-mail address: families share one, so this says little."""
    if not one.entry.email or one.entry.email != other.entry.email:
        return None
    at_home = bool(one.home) and one.home == other.home
    reasons = ["the same e-mail address, with different names"]
    if at_home:
        reasons.append("at one address, where families share one")
    points = _EMAIL_ALONE_AT_HOME if at_home else _EMAIL_ALONE
    return Pair(one.entry, other.entry, points, tuple(reasons))
