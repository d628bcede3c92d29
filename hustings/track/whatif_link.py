"""Assumptions as text: the query string of a link, and the words of single options.

    withdraw=balls&endorse=balls:e_miliband=1/2&weight=mps=0&pool=1&base=first&rule=plurality

The form is that of docs/spec/whatif.md. Equal assumptions give equal text, and reading what was
written gives the assumptions again. Whatever form, mail or shortener a link went through, a text
that was escaped once more is read all the same.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from fractions import Fraction
from urllib.parse import quote, unquote_plus

from hustings.contest import Base, Contest
from hustings.errors import Finding, FormatError, Place, RuleError
from hustings.track.whatif_assumptions import (
    Assumptions,
    Endorsement,
    Weight,
    candidate_meant,
    fitted,
    rule_meant,
    section_meant,
)

__all__ = [
    "assumptions_from_query",
    "assumptions_to_query",
    "base_of",
    "endorsement_of",
    "share_of",
    "weight_of",
]

LINK = "link"
"""What the query string is called where a message names a place in it."""

_KEYS = ("withdraw", "endorse", "weight", "pool", "base", "rule")
_LONGEST = 4096
_SHARE = re.compile(r"(\d{1,30})(?:\s*/\s*(\d{1,30})|\.(\d{1,30}))?\s*(%?)")


def share_of(text: str, what: str = "a share") -> Fraction:
    """The exact number that a text is: "1/2", "0.5", "50%", "12.5%", "1"; else RuleError."""
    found = _SHARE.fullmatch(text.strip())
    if not found or (found[2] and not int(found[2])):
        raise RuleError(f"expected {what} such as 1/2, 0.5 or 50%, found {text!r}")
    number = Fraction(int(found[1]), int(found[2] or 1))
    if found[3]:
        number += Fraction(int(found[3]), 10 ** len(found[3]))
    return number / 100 if found[4] else number


def endorsement_of(text: str, known: Collection[str] = ()) -> Endorsement:
    """The endorsement that "C:D=SHARE" is; ``known`` tells names with a colon in them apart.

    Raises RuleError for any other text.
    """
    names, equals, share = text.rpartition("=")
    if not equals or ":" not in names:
        raise RuleError(f"expected CANDIDATE:OTHER=SHARE, found {text!r}")
    cuts = [n for n, sign in enumerate(names) if sign == ":"]
    meant = [n for n in cuts if names[:n] in known and names[n + 1 :] in known]
    cut = (meant or cuts)[0]
    return Endorsement(names[:cut].strip(), names[cut + 1 :].strip(), share_of(share))


def weight_of(text: str) -> Weight:
    """The weight that "SECTION=NUMBER" is; else RuleError."""
    section, equals, weight = text.rpartition("=")
    if not equals or not section.strip():
        raise RuleError(f"expected SECTION=WEIGHT, found {text!r}")
    return Weight(section.strip(), share_of(weight, "a weight"))


def base_of(text: str) -> Base:
    """The base of that name; else RuleError."""
    if text not in {base.value for base in Base}:
        raise RuleError(f"there is no base {text!r}; a share is of live or first")
    return Base(text)


def assumptions_to_query(assumptions: Assumptions) -> str:
    """The one query string of the assumptions, without a question mark; empty where none are."""
    return "&".join(f"{key}={value}" for key, value in _pairs(assumptions))


def _pairs(assumptions: Assumptions) -> Iterator[tuple[str, str]]:
    for candidate in assumptions.withdrawn:
        yield "withdraw", _escaped(candidate)
    for one in assumptions.endorsements:
        yield "endorse", f"{_escaped(one.candidate)}:{_escaped(one.to)}={one.share}"
    for weight in assumptions.weights:
        yield "weight", f"{_escaped(weight.section)}={weight.weight}"
    if assumptions.pool:
        yield "pool", "1"
    if assumptions.base is not None:
        yield "base", assumptions.base.value
    if assumptions.rule is not None:
        yield "rule", _escaped(assumptions.rule)


def _escaped(text: str) -> str:
    return quote(text, safe="")


def assumptions_from_query(query: str, contest: Contest | None = None) -> Assumptions:
    """The assumptions of a query string, in any order, with or without its question mark.

    With a contest they are fitted to it. Raises FormatError with every defect, each with its
    column in the text as it was given.
    """
    if len(query) > _LONGEST:
        raise FormatError(Place(LINK), f"the link is longer than {_LONGEST} characters: cut it")
    defects: list[Finding] = []
    read = _Read(contest)
    for column, part in _parts(query):
        try:
            read.take(*_key_and_value(part))
        except RuleError as error:
            defects.append(Finding(Place(LINK, 1, column), f"{_shown(part)}: {error}"))
    if defects:
        raise FormatError.of(defects, all_shown=True)
    try:
        found = read.assumptions()
        return found if contest is None else fitted(found, contest)
    except RuleError as error:
        raise FormatError(Place(LINK), str(error), all_shown=True) from None


def _parts(query: str) -> Iterator[tuple[int, str]]:
    """Each part between ampersands that is not empty, with its column from 1."""
    column = 2 if query.startswith("?") else 1
    for part in query.removeprefix("?").split("&"):
        if part:
            yield column, part
        column += len(part) + 1


def _key_and_value(part: str) -> tuple[str, str]:
    key, equals, value = part.partition("=")
    key = unquote_plus(key)
    if key not in _KEYS:
        raise RuleError(f"there is no assumption {key!r}; there are {', '.join(_KEYS)}")
    if not equals or not value:
        raise RuleError(f"{key} says nothing: write {_FORMS[key]}, or leave it out")
    return key, value


_FORMS = {
    "withdraw": "withdraw=CANDIDATE",
    "endorse": "endorse=CANDIDATE:OTHER=SHARE",
    "weight": "weight=SECTION=NUMBER",
    "pool": "pool=1",
    "base": "base=live or base=first",
    "rule": "rule=RULE",
}


class _Read:
    """What was read so far of a query string."""

    def __init__(self, contest: Contest | None) -> None:
        self.contest = contest
        self.withdrawn: list[str] = []
        self.endorsements: list[Endorsement] = []
        self.weights: list[Weight] = []
        self.one: dict[str, str] = {}

    def take(self, key: str, value: str) -> None:
        """Take one part; RuleError for a value that is none, or a second one where one is said."""
        if key == "withdraw":
            self.withdrawn.append(self.candidate(unquote_plus(value)))
        elif key == "endorse":
            one = _endorsement(value)
            self.endorsements.append(
                Endorsement(self.candidate(one.candidate), self.candidate(one.to), one.share)
            )
        elif key == "weight":
            one_weight = _weight(value)
            section = section_meant(one_weight.section, self.contest) if self.contest else None
            self.weights.append(Weight(section or one_weight.section, one_weight.weight))
        else:
            self.take_one(key, unquote_plus(value))

    def candidate(self, text: str) -> str:
        """The candidate as written, or of a contest the id of whom it means."""
        return text if self.contest is None else candidate_meant(text, self.contest)

    def take_one(self, key: str, value: str) -> None:
        """Take what can be said once; saying it again alike is no contradiction."""
        if self.one.setdefault(key, value) != value:
            raise RuleError(f"{key} is given twice, {self.one[key]!r} before: keep one")
        if key == "pool" and value != "1":
            raise RuleError("write pool=1, or leave it out")
        if key == "base":
            base_of(value)
        if key == "rule":
            rule_meant(value)

    def assumptions(self) -> Assumptions:
        """What was read, put in order."""
        base = self.one.get("base")
        return Assumptions(
            tuple(self.withdrawn), tuple(self.endorsements), tuple(self.weights),
            "pool" in self.one, None if base is None else Base(base), self.one.get("rule"),
        )  # fmt: skip


def _endorsement(value: str) -> Endorsement:
    """An endorsement whose names are escaped, or which was escaped once more as a whole."""
    value = _unescaped_once(value, ":=")
    names, equals, share = value.rpartition("=")
    candidate, colon, other = names.partition(":")
    if not (equals and colon and candidate and other):
        raise RuleError(f"expected CANDIDATE:OTHER=SHARE, found {value!r}")
    return Endorsement(unquote_plus(candidate), unquote_plus(other), share_of(unquote_plus(share)))


def _weight(value: str) -> Weight:
    section, _, weight = _unescaped_once(value, "=").rpartition("=")
    return weight_of(f"{unquote_plus(section)}={unquote_plus(weight)}")


def _unescaped_once(value: str, signs: str) -> str:
    """The value as it is where it holds the signs that part it, else as it was before escaping."""
    return value if all(sign in value for sign in signs) else unquote_plus(value)


def _shown(part: str) -> str:
    return repr(part if len(part) <= 60 else f"{part[:60]}…")
