"""The words that every sentence is made of: names, numbers, units and bases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from hustings.contest import Base, Contest, Purpose
from hustings.count import Stage, rule_of
from hustings.declaration import Declaration
from hustings.language import say, say_number, to_say
from hustings.phrases import listed, number_words, ordinal, papers_words, votes_words
from hustings.rounding import percent, percent_above_nought

__all__ = [
    "amount",
    "base_words",
    "capital_first",
    "chosen_as",
    "fate_words",
    "is_chosen",
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
    "rule_name",
    "share",
    "votes_words",
]

_CHOSEN = {
    Purpose.ADVISORY: to_say("the choice of those voting"),
    Purpose.NOMINATION: to_say("nominated"),
    Purpose.SELECTION: to_say("selected"),
    Purpose.ELECTION: to_say("elected"),
}


def chosen_as(contest: Contest) -> str:
    """What the winner is, by the contest's purpose: "elected", "the choice of those voting" ..."""
    return say(_CHOSEN[contest.purpose])


def is_chosen(contest: Contest, names: Sequence[str]) -> str:
    """That they are what the contest is about, a sentence without its stop: "Ash is elected"."""
    number, them = len(names), listed(names)
    match contest.purpose:
        case Purpose.ADVISORY:
            return say_number(
                "{names} is the choice of those voting",
                "{names} are the choice of those voting",
                number,
                names=them,
            )
        case Purpose.NOMINATION:
            return say_number("{names} is nominated", "{names} are nominated", number, names=them)
        case Purpose.SELECTION:
            return say_number("{names} is selected", "{names} are selected", number, names=them)
        case Purpose.ELECTION:
            return say_number("{names} is elected", "{names} are elected", number, names=them)


def fate_words(contest: Contest, number: int) -> str:
    """The same of those whom the sentence has named already, so many: "is elected"."""
    match contest.purpose:
        case Purpose.ADVISORY:
            return say_number(
                "is the choice of those voting", "are the choice of those voting", number
            )
        case Purpose.NOMINATION:
            return say_number("is nominated", "are nominated", number)
        case Purpose.SELECTION:
            return say_number("is selected", "are selected", number)
        case Purpose.ELECTION:
            return say_number("is elected", "are elected", number)


def rule_name(contest: Contest) -> str:
    """The contest's rule as it is called in a sentence."""
    return say(rule_of(contest).name)


def points_words(contest: Contest) -> str:
    """The unit of points as printed: points of the whole (100), or per cent."""
    return say("points") if contest.weighted else say("per cent")


def base_words(contest: Contest) -> str:
    """What printed points are a share of, to stand beside them wherever they are printed."""
    live = contest.base is Base.LIVE
    if contest.weighted and live:
        return say(
            "points of the whole (100), each section's share taken of its votes live at each stage"
        )
    if contest.weighted:
        return say(
            "points of the whole (100), each section's share taken of its votes live at the first "
            "stage"
        )
    if live:
        return say("per cent of the votes live at each stage")
    return say("per cent of the votes live at the first stage")


def share(points: Fraction, places: int = 2) -> str:
    """Points as a number per hundred of the whole; :func:`points_words` gives the unit."""
    return percent(points, places)


def amount(declaration: Declaration, stage: Stage, candidate: str) -> str:
    """What a candidate has at a stage: points if weighted, else votes and per cent."""
    points = stage.points[candidate]
    if declaration.contest.weighted:
        return say("{points} points", points=share(points))
    votes = votes_words(stage.total(candidate))
    return say("{votes} ({share} per cent)", votes=votes, share=share(points))


def lead_words(points: Fraction) -> str:
    """A lead in points of the whole, never printed as nought if it is more."""
    return say("{points} points", points=percent_above_nought(points))


def names_of(contest: Contest, ids: Iterable[str]) -> list[str]:
    """The names of candidates of these ids, in their order."""
    return [contest.name_of(c) for c in ids]


_MOST_NAMES = 4
"""More candidates level in one place than this are counted, not named."""


def listed_names(contest: Contest, ids: Sequence[str], last: str = "and") -> str:
    """Candidates who share a place, by name, or how many they are."""
    if len(ids) > _MOST_NAMES:
        return say("{number} candidates", number=number_words(len(ids)))
    return listed(names_of(contest, ids), last)


def capital_first(text: str) -> str:
    """The text as the beginning of a sentence."""
    return f"{text[:1].upper()}{text[1:]}"


def passive_words(contest: Contest) -> str:
    """What is done to the winner, by the purpose: "elected", "chosen" ..."""
    return say("chosen") if contest.purpose is Purpose.ADVISORY else chosen_as(contest)


def needed_stages(declaration: Declaration) -> tuple[Stage, ...]:
    """The stages that the result needed."""
    return tuple(s for s in declaration.stages if s.needed)
