"""The words that every sentence is made of: names, numbers, units and bases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from hustings.contest import Base, Contest, Purpose
from hustings.count import Stage
from hustings.declaration import Declaration
from hustings.phrases import listed, number_words, ordinal, papers_words, votes_words
from hustings.rounding import percent, percent_above_nought

__all__ = [
    "amount",
    "base_words",
    "capital_first",
    "chosen_as",
    "lead_words",
    "listed",
    "listed_names",
    "names_of",
    "needed_stages",
    "number_words",
    "ordinal",
    "papers_words",
    "passive_words",
    "points_words",
    "share",
    "unit_words",
    "votes_words",
]

_CHOSEN = {
    Purpose.ADVISORY: "the choice of those voting",
    Purpose.NOMINATION: "nominated",
    Purpose.SELECTION: "selected",
    Purpose.ELECTION: "elected",
}


def chosen_as(contest: Contest) -> str:
    """What the winner is, by the contest's purpose: "elected", "the choice of those voting" ..."""
    return _CHOSEN[contest.purpose]


def points_words(contest: Contest) -> str:
    """The unit of points as printed: points of the whole (100), or per cent."""
    return "points" if contest.weighted else "per cent"


def base_words(contest: Contest) -> str:
    """What printed points are a share of, to stand beside them wherever they are printed."""
    which = "live at each stage" if contest.base is Base.LIVE else "live at the first stage"
    if contest.weighted:
        return f"points of the whole (100), each section's share taken of its votes {which}"
    return f"per cent of the votes {which}"


def share(points: Fraction, places: int = 2) -> str:
    """Points as a number per hundred of the whole; :func:`points_words` gives the unit."""
    return percent(points, places)


def amount(declaration: Declaration, stage: Stage, candidate: str) -> str:
    """What a candidate has at a stage: points if weighted, else votes and per cent."""
    points = stage.points[candidate]
    if declaration.contest.weighted:
        return f"{share(points)} points"
    votes = stage.total(candidate)
    return f"{votes_words(votes)} ({share(points)} per cent)"


def lead_words(points: Fraction) -> str:
    """A lead in points of the whole, never printed as nought if it is more."""
    return f"{percent_above_nought(points)} points"


def names_of(contest: Contest, ids: Iterable[str]) -> list[str]:
    """The names of candidates of these ids, in their order."""
    return [contest.name_of(c) for c in ids]


_MOST_NAMES = 4
"""More candidates level in one place than this are counted, not named."""


def listed_names(contest: Contest, ids: Sequence[str], last: str = "and") -> str:
    """Candidates who share a place, by name, or how many they are."""
    if len(ids) > _MOST_NAMES:
        return f"{number_words(len(ids))} candidates"
    return listed(names_of(contest, ids), last)


def capital_first(text: str) -> str:
    """The text as the beginning of a sentence."""
    return f"{text[:1].upper()}{text[1:]}"


def passive_words(contest: Contest) -> str:
    """What is done to the winner, by the purpose: "elected", "chosen" ..."""
    return "chosen" if contest.purpose is Purpose.ADVISORY else chosen_as(contest)


def unit_words(contest: Contest) -> str:
    """What decides: points where sections are weighted, else votes."""
    return "points" if contest.weighted else "votes"


def needed_stages(declaration: Declaration) -> tuple[Stage, ...]:
    """The stages that the result needed."""
    return tuple(s for s in declaration.stages if s.needed)
