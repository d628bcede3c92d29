"""Somebody asks for a ballot: is there such a person on the uploaded register?

The answer is for the officer. Whoever asks is told the same whatever it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from hustings.roll.alike import SHORT_FORM, likeness
from hustings.roll.contact import plain_postcode, split_postcode
from hustings.roll.entry import Entry
from hustings.roll.households import address_key
from hustings.roll.names import NameKey, name_key
from hustings.roll.tidying import fold_letters, tidy, tidy_lines

__all__ = ["Applicant", "Kind", "Match", "Register", "match"]

_EXACT, _SAME_HOUSE, _SAME_NUMBER = 140, 90, 40


class Kind(StrEnum):
    """How surely the applicant is on the register."""

    EXACT = "exact"
    LIKELY = "likely"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Applicant:
    """What somebody typed, by hand and unchecked; the address with commas or line breaks."""

    name: str
    address: str
    postcode: str


@dataclass(frozen=True, slots=True)
class Match:
    """The entry that is meant, if any; ``others`` fit as well, so the officer has to look."""

    kind: Kind
    entry: Entry | None = None
    others: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Register:
    """Entries by postcode and by surname, ready to be searched; made once by :meth:`of`."""

    by_postcode: dict[str, tuple[Entry, ...]]
    by_surname: dict[str, tuple[Entry, ...]]

    @classmethod
    def of(cls, entries: Sequence[Entry]) -> Register:
        """Index the entries."""
        postcodes: dict[str, list[Entry]] = {}
        surnames: dict[str, list[Entry]] = {}
        for entry in entries:
            postcodes.setdefault(entry.postcode, []).append(entry)
            surnames.setdefault(name_key(entry.name).family, []).append(entry)
        return cls(
            {key: tuple(found) for key, found in postcodes.items()},
            {key: tuple(found) for key, found in surnames.items()},
        )


def match(applicant: Applicant, register: Register) -> Match:
    """Whom the applicant's name, address and postcode mean.

    Exact: one entry alone has the same name (or first name and surname, or the first name's usual
    short form) at the same address. Likely: the name is alike and the house is the same, or the
    postcode is, or several fit exactly. The best comes first; of equals, the earlier row.
    """
    name = name_key(tidy(applicant.name))
    address, held = split_postcode(_lines(applicant.address))
    postcode = plain_postcode(tidy(applicant.postcode)) or held
    if not name.full or not address:
        return Match(Kind.NONE)
    scored = [
        (points, entry)
        for entry in _near(name, postcode, register)
        if (points := _points(name, address, postcode, entry))
    ]
    scored.sort(key=lambda one: (-one[0], one[1].row, one[1].part))
    if not scored:
        return Match(Kind.NONE)
    best = [entry for points, entry in scored if points == scored[0][0]]
    if scored[0][0] >= _EXACT and len(best) == 1:
        return Match(Kind.EXACT, best[0])
    entry, *others = (entry for _, entry in scored)
    return Match(Kind.LIKELY, entry, tuple(others))


def _lines(address: str) -> tuple[str, ...]:
    lines = tidy_lines(address.replace(",", "\n"))
    if len(lines) > 1 and lines[0].isdigit():
        lines = (f"{lines[0]} {lines[1]}", *lines[2:])
    return lines


def _near(name: NameKey, postcode: str, register: Register) -> list[Entry]:
    """Entries at the postcode, and those of the surname elsewhere; each once."""
    at_postcode = register.by_postcode.get(postcode, ()) if postcode else ()
    namesakes = register.by_surname.get(name.family, ())
    known = {(entry.row, entry.part) for entry in at_postcode}
    return [*at_postcode, *(e for e in namesakes if (e.row, e.part) not in known)]


def _points(name: NameKey, address: tuple[str, ...], postcode: str, entry: Entry) -> int:
    """0 where this is not the person; from 140 the same name at the same address."""
    alike = likeness(name, name_key(entry.name))
    if not alike.points or not entry.address:
        return 0
    same_postcode = bool(postcode) and postcode == entry.postcode
    if same_postcode and address_key(address, postcode) == address_key(entry.address, postcode):
        sure = alike.points >= SHORT_FORM
        return alike.points + (_SAME_HOUSE if sure else _SAME_NUMBER)
    if _house(address) == _house(entry.address):
        return alike.points + _SAME_NUMBER // (1 if same_postcode else 2)
    return alike.points if same_postcode else 0


def _house(address: tuple[str, ...]) -> tuple[str, ...]:
    """The numbers of a house and flat and the word after them, such as 12 and high."""
    words = address_key(address, "").partition("|")[0].split()
    for number, word in enumerate(words):
        if word[0].isdigit():
            return tuple(words[number : number + 2])
    return tuple(fold_letters(address[0]).split()[:2])
