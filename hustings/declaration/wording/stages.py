"""Sentences about one stage: who was elected or excluded and why, ties and lots."""

from __future__ import annotations

from collections.abc import Sequence

from hustings.contest import Base, Contest, TieOrder
from hustings.count import Act, By, LotNeeded, Stage, Tie, rule_of
from hustings.declaration import Declaration
from hustings.declaration.wording.words import (
    amount,
    chosen_as,
    listed,
    names_of,
    passive_words,
    share,
    unit_words,
)

__all__ = ["lot_sentence", "settled_words", "stage_sentence", "tie_sentence", "ties_about"]


def ties_about(stage: Stage, act: Act) -> tuple[Tie, ...]:
    """The ties of a stage that were about exclusion, or about election."""
    return tuple(t for t in stage.ties if t.act is act)


def settled_words(contest: Contest, tie: Tie) -> str:
    """What told those who were level apart: an earlier stage, a lot, or the one and then a lot."""
    chosen, fewer = contest.name_of(tie.chosen), tie.act is Act.EXCLUDE
    steps = [f"stage {n} left {listed(names_of(contest, left))}" for n, left in tie.narrowed]
    if tie.by_lot and steps:
        return f"{', '.join(steps)}, and the lot between them fell on {chosen}"
    if tie.by_lot:
        return f"the lot fell on {chosen}"
    *before, (last, _) = tie.narrowed
    between = before[-1][1] if before else tie.candidates
    words = ("fewer", "more") if len(between) == 2 else ("the fewest", "the most")
    had = f"{chosen} had {words[0] if fewer else words[1]} at stage {last}"
    return f"{', '.join(steps[:-1])}; of these {had}" if before else had


def tie_sentence(contest: Contest, tie: Tie) -> str:
    """How a tie was settled."""
    names = listed(names_of(contest, tie.candidates))
    act = "excluded" if tie.act is Act.EXCLUDE else passive_words(contest)
    to_be = f" to be {act}" if tie.by_lot else ""
    return f"{names} were level; {settled_words(contest, tie)}{to_be}."


def lot_sentence(contest: Contest, needed: LotNeeded) -> str:
    """What is asked, and how to answer it."""
    names = listed(names_of(contest, needed.candidates))
    act = "excluded" if needed.act is Act.EXCLUDE else passive_words(contest)
    ordered = "tie_order" in rule_of(contest).options and contest.tie_order is not TieOrder.LOT
    asked = ordered and needed.stage > 1
    earlier = " and no earlier stage tells them apart" if asked else ""
    return (
        f"At stage {needed.stage} {names} are level{earlier}: "
        f"draw a lot to say which of them is to be {act}, record it and count again."
    )


def stage_sentence(declaration: Declaration, stage: Stage) -> str:
    """Who was elected or excluded at a stage, and why."""
    contest = declaration.contest
    parts = []
    if stage.elected:
        parts.extend(_elected_sentences(declaration, stage))
    elif stage.excluded and stage.needed:
        parts.append(_nobody_sentence(declaration, stage))
    if stage.excluded:
        parts.append(_excluded_sentence(declaration, stage))
    if declaration.lot_needed and declaration.lot_needed.stage == stage.number:
        parts.append(lot_sentence(contest, declaration.lot_needed))
    if not stage.needed:
        parts.append("This stage was not needed for the result.")
        if stage is declaration.stages[-1] and len(stage.votes) > 2:
            parts.append("The count stops here: the lowest are level, and nothing hangs on it.")
    return " ".join(parts)


def _elected_sentences(declaration: Declaration, stage: Stage) -> list[str]:
    """Those elected outright, then those elected from a tie, each with the tie."""
    ties = ties_about(stage, Act.ELECT)
    outright = [c for c in stage.elected if c not in {t.chosen for t in ties}]
    said = [_outright_sentence(declaration, stage, outright)] if outright else []
    return [*said, *(_from_tie(declaration, stage, tie) for tie in ties)]


def _outright_sentence(declaration: Declaration, stage: Stage, elected: Sequence[str]) -> str:
    contest = declaration.contest
    names = listed(names_of(contest, elected))
    verb = "is" if len(elected) == 1 else "are"
    if len(stage.votes) <= contest.seats > 1:
        return f"{names} {verb} {chosen_as(contest)}: there is a place for all who stand."
    if contest.seats > 1:
        have = "has" if len(elected) == 1 else "have"
        fate = f"{verb} {chosen_as(contest)}"
        if declaration.lot_needed:
            fate = f"{have} a place whatever the lot says"
        return f"{names} {have} the most {unit_words(contest)} and {fate}."
    has = amount(declaration, stage, elected[0])
    return f"{names} has {has}, {_reason(contest, stage)}, and {verb} {chosen_as(contest)}."


def _reason(contest: Contest, stage: Stage) -> str:
    """Why a candidate who was level with nobody is elected."""
    if len(stage.votes) == 1:
        return "as the only candidate"
    assert stage.elected_by is not None
    if contest.base is Base.FIRST and stage.elected_by in _OF_FIRST:
        return f"{_OF_FIRST[stage.elected_by]} of the first stage's {unit_words(contest)}"
    return {
        By.MAJORITY: "more than all other continuing candidates together",
        By.EQUAL_OR_EXCEED: "as many as all other continuing candidates together",
        By.MORE_OF_TWO: "the more of the two who remain, though not more than half of the base",
        By.MOST_VOTES: "the most, though not more than half",
    }[stage.elected_by]


_OF_FIRST = {By.MAJORITY: "more than half", By.EQUAL_OR_EXCEED: "half"}
"""On base first: the share of the first stage that elects."""


def _from_tie(declaration: Declaration, stage: Stage, tie: Tie) -> str:
    """Who were level, and what set one of them apart to be excluded or elected."""
    contest, excluded = declaration.contest, tie.act is Act.EXCLUDE
    names = listed(names_of(contest, tie.candidates))
    has = amount(declaration, stage, tie.chosen)
    level = f"{names} {'have the fewest' if excluded else 'are level'}, {has} each"
    settled = settled_words(contest, tie)
    if excluded:
        return f"{level}; {settled}{', who' if tie.by_lot else ' and'} is excluded."
    if declaration.lot_needed:
        return f"{level}; {settled}, who has a place whatever the next lot says."
    fate = f"to be {passive_words(contest)}" if tie.by_lot else f"and is {chosen_as(contest)}"
    return f"{level}; {settled} {fate}."


def _nobody_sentence(declaration: Declaration, stage: Stage) -> str:
    contest = declaration.contest
    if contest.weighted:
        return f"Nobody has more than half of the points in play ({share(stage.half)} is half)."
    half = "the first stage's votes" if contest.base is Base.FIRST else "the votes in play"
    return f"Nobody has more than half of {half}."


def _excluded_sentence(declaration: Declaration, stage: Stage) -> str:
    contest = declaration.contest
    names = listed(names_of(contest, stage.excluded))
    if len(stage.excluded) > 1:
        return f"{names} are excluded; the others go on."
    if ties := ties_about(stage, Act.EXCLUDE):
        return _from_tie(declaration, stage, ties[0])
    has = amount(declaration, stage, stage.excluded[0])
    return f"{names} has the fewest, {has}, and is excluded."
