"""The candidates that a file lists, set beside those of the contest that it belongs to.

For formats that number their candidates (BLT, PrefLib): the file's number is turned into the number
in the records. A bare file gives its own candidates; with a contest's, each must be one of them.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hustings.ballot import CastVoteRecords
from hustings.contest import WHOLE_SECTION, Candidate, Names, ids_for
from hustings.formats.format import Expected
from hustings.formats.reading import CONTROL, Defects
from hustings.formats.suggesting import did_you_mean

__all__ = [
    "Listed",
    "distinct_names",
    "on_one_line",
    "placed",
    "section_losses",
    "section_of",
    "some",
    "text_losses",
]


@dataclass(frozen=True, slots=True)
class Listed:
    """A candidate as a file lists it, and where; ``id`` is empty where the file gives none."""

    name: str
    line: int
    column: int
    id: str = ""
    withdrawn: bool = False


def placed(
    listed: Sequence[Listed], expected: Expected, defects: Defects
) -> tuple[tuple[Candidate, ...], list[int]]:
    """The candidates of the records, and for each listed one its number among them.

    A name that is empty, stands twice, or is none of the contest's is a defect; after one, the
    numbers are of no use and the caller raises what was found.
    """
    _check_names(listed, defects)
    if expected.candidates is not None:
        numbers = [_number_of(one, expected.candidates, defects) for one in listed]
        _check_numbers(numbers, listed, expected.candidates, defects)
        return expected.candidates, numbers
    if defects.errors:
        return (), []
    ids = ids_for(one.name for one in listed)
    own = (
        Candidate(one.id or i, one.name, one.withdrawn) for i, one in zip(ids, listed, strict=True)
    )
    return tuple(own), list(range(len(listed)))


def _check_names(listed: Sequence[Listed], defects: Defects) -> None:
    first: dict[str, int] = {}
    for number, one in enumerate(listed, start=1):
        if not one.name:
            defects.error(f"candidate {number} has no name; add it", one.line, one.column)
        elif one.name in first:
            defects.error(
                f"candidates {first[one.name]} and {number} are both called {one.name!r}; "
                "tell them apart, for example by party",
                one.line,
                one.column,
            )
        else:
            first[one.name] = number


def _number_of(one: Listed, candidates: Sequence[Candidate], defects: Defects) -> int:
    """The number of the contest's candidate who is meant, by id or name; -1 where it is nobody."""
    if not one.name:  # a defect already
        return -1
    whom = Names(candidates)
    found = sorted({n for text in (one.id, one.name) if text for n in whom.meant(text)})
    if len(found) == 1:
        return found[0]
    if found:
        both = " and ".join(candidates[n].name for n in found)
        message = f"{one.name!r} could be {both} of this contest; name each by one id or name only"
    else:
        names = [c.name for c in candidates]
        listing = f"; its candidates are {', '.join(names[:20])}"
        near = did_you_mean(one.name, names, listing)
        message = f"{one.name!r} is no candidate of this contest{near}"
    defects.error(message, one.line, one.column)
    return -1


def _check_numbers(
    numbers: Sequence[int],
    listed: Sequence[Listed],
    candidates: Sequence[Candidate],
    defects: Defects,
) -> None:
    taken: set[int] = set()
    for number, one in zip(numbers, listed, strict=True):
        if number in taken:
            who = candidates[number].name
            defects.error(f"{who} is listed twice in this file; keep one", one.line, one.column)
        elif number >= 0:
            taken.add(number)
            if one.withdrawn and not candidates[number].withdrawn:
                who = candidates[number].name
                defects.warn(
                    f"the file has {who} as withdrawn, the contest has not; "
                    "the contest stands, so this candidate is counted",
                    one.line,
                    one.column,
                )


def section_of(expected: Expected) -> tuple[str, ...]:
    """The one section of the records."""
    return (expected.section or WHOLE_SECTION,)


def on_one_line(text: str) -> str:
    """The text as a line of UTF-8 can hold it: no control signs, no white space around it."""
    encodable = text.encode("utf-8", "replace").decode("utf-8")
    return CONTROL.sub(" ", encodable).replace("\r", " ").replace("\n", " ").strip()


def distinct_names(names: Iterable[str]) -> list[str]:
    """The names, with a number where one is empty or stands already: no reader takes those."""
    own: dict[str, None] = {}
    for number, name in enumerate(names, start=1):
        free = itertools.chain([name], (f"{name} ({n})".strip() for n in itertools.count(number)))
        own[next(text for text in free if text and text not in own)] = None
    return list(own)


def text_losses(records: CastVoteRecords) -> list[str]:
    """What is lost of the title and the names where each must be a line by itself."""
    losses = []
    if on_one_line(records.title) != records.title:
        losses.append(f"{_SIGNS} the title")
    if odd := [repr(c.name) for c in records.candidates if on_one_line(c.name) != c.name]:
        losses.append(f"{_SIGNS} names: {some(odd)}")
    names = Counter(on_one_line(c.name) for c in records.candidates)
    if twice := [name for name, number in names.items() if number > 1]:
        losses.append(f"which candidate is which where two have one name: {some(twice)}")
    return losses


_SIGNS = "line breaks, control characters or white space around"


def section_losses(records: CastVoteRecords) -> list[str]:
    """What is lost of the sections in a format that knows none."""
    if records.sections == (WHOLE_SECTION,):
        return []
    if len(records.sections) == 1:
        return [f"the section's id ({records.sections[0]})"]
    return [f"which papers are whose: those of {some(records.sections)} are added up"]


def some(words: Iterable[str]) -> str:
    """The first five words, and how many more there are."""
    words = list(words)
    more = f" and {len(words) - 5} more" if len(words) > 5 else ""
    return ", ".join(words[:5]) + more
