"""From what stands in the ballot's fields to a ranking, or to what must be put right first.

Pure: numbers in, numbers out; the words are in words.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["FIELD", "Filled", "Unreadable", "field_of", "listed", "read_fields", "read_listed"]

FIELD = "mark"
"""Fields are ``mark-1``, ``mark-2``...: the candidate's number in the contest's own list."""


_UNMARKED = "none"


@dataclass(frozen=True, slots=True)
class Filled:
    """A paper as it was filled in.

    ``ranking`` has the candidates' numbers, first preference first. ``left_out`` are the places
    that were skipped; ``was`` says which place each ranked candidate had been given.
    """

    ranking: tuple[int, ...]
    left_out: tuple[int, ...] = ()
    was: Mapping[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What cannot stand: places given to several candidates, and fields that hold no place."""

    twice: Mapping[int, tuple[int, ...]]  # place -> candidates' numbers
    no_place: Mapping[int, str]  # candidate's number -> what stands there


def field_of(number: int) -> str:
    """The name of a candidate's field."""
    return f"{FIELD}-{number}"


def read_fields(posted: Mapping[str, str], *, candidates: int, choices: int) -> Filled | Unreadable:
    """The ranking that the fields hold; gaps close up and are told.

    ``choices`` is how many places may be given. Fields of nobody on the paper are not looked at.
    """
    given: dict[int, int] = {}
    no_place: dict[int, str] = {}
    for number in range(1, candidates + 1):
        text = posted.get(field_of(number), "").strip()
        place = _place(text, choices)
        if place:
            given[number] = place
        elif text:
            no_place[number] = text
    by_place: dict[int, list[int]] = {}
    for number, place in given.items():
        by_place.setdefault(place, []).append(number)
    twice = {p: tuple(numbers) for p, numbers in sorted(by_place.items()) if len(numbers) > 1}
    if twice or no_place:
        return Unreadable(twice, no_place)
    return _closed_up({place: numbers[0] for place, numbers in by_place.items()})


def _place(text: str, choices: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 3):
        return 0
    place = int(text)
    return place if 1 <= place <= choices else 0


def _closed_up(by_place: Mapping[int, int]) -> Filled:
    places = sorted(by_place)
    left_out = tuple(p for p in range(1, max(places, default=0)) if p not in by_place)
    return Filled(
        tuple(by_place[place] for place in places),
        left_out,
        {number: place for place, number in by_place.items()} if left_out else None,
    )


def listed(ranking: tuple[int, ...]) -> str:
    """A ranking as the check page carries it: ``3,1``; ``none`` for an unmarked paper."""
    return ",".join(map(str, ranking)) or _UNMARKED


def read_listed(text: str, *, candidates: int, choices: int) -> tuple[int, ...] | None:
    """The ranking that such a text holds; None if it is none, which no page of ours sends."""
    if text == _UNMARKED:
        return ()
    parts = text.split(",")
    if not all(part.isascii() and part.isdigit() and len(part) <= 3 for part in parts):
        return None
    ranking = tuple(map(int, parts))
    known = all(1 <= number <= candidates for number in ranking)
    return ranking if known and len(set(ranking)) == len(ranking) <= choices else None
