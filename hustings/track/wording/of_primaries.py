"""Primaries side by side in sentences, generated from the figures and never going beyond them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from hustings.phrases import listed, number_words
from hustings.reported import Reported
from hustings.rounding import percent
from hustings.track.position import Position
from hustings.track.results import Placing, Result
from hustings.track.side_by_side import SideBySide
from hustings.track.wording.words import cited, place_words

__all__ = [
    "beside_the_count",
    "candidate_sentence",
    "double_figures",
    "figure_words",
    "unknown_sentences",
]

DOUBLE = 10


def candidate_sentence(table: SideBySide, candidate: str) -> str:
    """One candidate's place and share in each result of all votes."""
    told = [
        _placed(result, placing)
        for result in table.whole
        if (placing := result.of(candidate)) is not None
    ]
    name = table.contest.name_of(candidate)
    return f"{name}: {'; '.join(told)}." if told else f"{name}: no result is known."


def _placed(result: Result, placing: Placing) -> str:
    place = place_words(placing.best, placing.worst)
    said = f'; a source says "{placing.said}"' if placing.said else ""
    return (
        f"{place} of {number_words(result.stood)} in {result.primary.short} "
        f"({figure_words(placing)}, {result.how}{said}){cited(placing.sources)}"
    )


def figure_words(placing: Placing) -> str:
    """A share as printed: "50.3 per cent", "10+ per cent"; says where there is none."""
    return f"{placing.share} per cent" if placing.share else "no share known"


def unknown_sentences(table: SideBySide) -> Iterator[str]:
    """The primaries without a result: not found, or not out by the day."""
    for primary in table.unknown:
        told = primary.result.unknown if isinstance(primary.result, Reported) else ""
        yield f"{primary.short}: {told or 'no result is known.'}"
    for primary in table.to_come:
        yield f"{primary.short}: the result is not out by this day."


def double_figures(table: SideBySide) -> Iterator[str]:
    """Who alone, besides the first two, had ten per cent or more, where that is beyond doubt."""
    for result in table.whole:
        others = [p for p in result.placings if p.worst > 2]
        ten = [p for p in others if p.low >= DOUBLE]
        if len(ten) == 1 and all(p.high < DOUBLE for p in others if p is not ten[0]):
            name = table.contest.name_of(ten[0].candidate)
            yield (
                f"In {result.primary.short} {name} was the only one besides the first two in "
                f"double figures{cited(ten[0].sources)}."
            )


def beside_the_count(position: Position, table: SideBySide) -> Iterator[str]:
    """What a primary said of its first two beside what each section did, once that is counted."""
    count = position.college.count
    if count is None or not position.declared:
        return
    for result in table.whole:
        if (pair := _first_two(result)) is None:
            continue
        one, two = pair
        first, second = (table.contest.name_of(p.candidate) for p in pair)
        votes = count.stages[0].votes
        sections = [
            f"{section.name} {_percent(votes[one.candidate][n], live)} to "
            f"{_percent(votes[two.candidate][n], live)}"
            for n, section in enumerate(position.contest.sections)
            if (live := count.stages[0].live[n])
        ]
        yield (
            f"{first} to {second}: {result.primary.short} {one.share} to {two.share} per cent, "
            f"{result.how}{cited(dict.fromkeys((*one.sources, *two.sources)))}; at stage 1 of the "
            f"count {listed(sections)} per cent of the section's votes."
        )


def _first_two(result: Result) -> tuple[Placing, Placing] | None:
    """The first and the second, where both are beyond doubt and have a share."""
    two = [p for p in result.placings if p.place in (1, 2) and p.share]
    return (two[0], two[1]) if [p.place for p in two] == [1, 2] else None


def _percent(votes: int, live: int) -> str:
    return percent(Fraction(votes, live), 1)
