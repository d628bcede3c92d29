"""Sentences about one stage: who was elected or excluded and why, ties and lots."""

from __future__ import annotations

from collections.abc import Sequence

from hustings.contest import Base, Contest, Purpose, TieOrder
from hustings.count import Act, By, LotNeeded, Stage, Tie, rule_of
from hustings.declaration import Declaration
from hustings.declaration.wording.words import (
    amount,
    fate_words,
    is_chosen,
    listed,
    names_of,
    share,
)
from hustings.language import say, say_number, to_say

__all__ = [
    "deciding_tie",
    "lot_sentence",
    "settled_words",
    "stage_sentence",
    "tie_at",
    "tie_sentence",
    "ties_about",
]


def ties_about(stage: Stage, act: Act) -> tuple[Tie, ...]:
    """The ties of a stage that were about exclusion, or about election."""
    return tuple(t for t in stage.ties if t.act is act)


def deciding_tie(declaration: Declaration) -> Tie | None:
    """The tie that the one winner was elected from, if any."""
    return next(iter(ties_about(declaration.deciding_stage, Act.ELECT)), None)


def settled_words(contest: Contest, tie: Tie) -> str:
    """What told those who were level apart: an earlier stage, a lot, or the one and then a lot."""
    name = contest.name_of(tie.chosen)
    steps = [
        say("stage {stage} left {names}", stage=n, names=listed(names_of(contest, left)))
        for n, left in tie.narrowed
    ]
    if tie.by_lot and steps:
        between = ", ".join(steps)
        return say("{steps}, and the lot between them fell on {name}", steps=between, name=name)
    if tie.by_lot:
        return say("the lot fell on {name}", name=name)
    had = _had_words(contest, tie)
    if len(steps) > 1:
        return say("{steps}; of these {had}", steps=", ".join(steps[:-1]), had=had)
    return had


def _had_words(contest: Contest, tie: Tie) -> str:
    """What the one who was set apart had at the earlier stage that did so."""
    *before, (last, _) = tie.narrowed
    between = before[-1][1] if before else tie.candidates
    name = contest.name_of(tie.chosen)
    if tie.act is Act.EXCLUDE:
        if len(between) == 2:
            return say("{name} had fewer at stage {stage}", name=name, stage=last)
        return say("{name} had the fewest at stage {stage}", name=name, stage=last)
    if len(between) == 2:
        return say("{name} had more at stage {stage}", name=name, stage=last)
    return say("{name} had the most at stage {stage}", name=name, stage=last)


def tie_sentence(contest: Contest, tie: Tie) -> str:
    """How a tie was settled."""
    names, settled = listed(names_of(contest, tie.candidates)), settled_words(contest, tie)
    if not tie.by_lot:
        return say("{names} were level; {settled}.", names=names, settled=settled)
    if tie.act is Act.EXCLUDE:
        text = to_say("{names} were level; {settled} to be excluded.")
    else:
        text = _LEVEL_TO_BE[contest.purpose]
    return say(text, names=names, settled=settled)


def tie_at(contest: Contest, stage: Stage, tie: Tie) -> str:
    """How a tie was settled, after the number of its stage."""
    said = tie_sentence(contest, tie)
    return say("Stage {number}: {said}", number=stage.number, said=said)


_LEVEL_TO_BE = {
    Purpose.ADVISORY: to_say("{names} were level; {settled} to be chosen."),
    Purpose.NOMINATION: to_say("{names} were level; {settled} to be nominated."),
    Purpose.SELECTION: to_say("{names} were level; {settled} to be selected."),
    Purpose.ELECTION: to_say("{names} were level; {settled} to be elected."),
}


def lot_sentence(contest: Contest, needed: LotNeeded) -> str:
    """What is asked, and how to answer it."""
    names = listed(names_of(contest, needed.candidates))
    which = say("which of them is to be excluded")
    if needed.act is Act.ELECT:
        which = say(_WHICH_OF_THEM[contest.purpose])
    ordered = "tie_order" in rule_of(contest).options and contest.tie_order is not TieOrder.LOT
    if ordered and needed.stage > 1:
        return say(
            "At stage {stage} {names} are level and no earlier stage tells them apart: draw a lot "
            "to say {which}, record it and count again.",
            stage=needed.stage,
            names=names,
            which=which,
        )
    return say(
        "At stage {stage} {names} are level: draw a lot to say {which}, record it and count again.",
        stage=needed.stage,
        names=names,
        which=which,
    )


_WHICH_OF_THEM = {
    Purpose.ADVISORY: to_say("which of them is to be chosen"),
    Purpose.NOMINATION: to_say("which of them is to be nominated"),
    Purpose.SELECTION: to_say("which of them is to be selected"),
    Purpose.ELECTION: to_say("which of them is to be elected"),
}


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
        parts.append(say("This stage was not needed for the result."))
        if stage is declaration.stages[-1] and len(stage.votes) > 2:
            parts.append(
                say("The count stops here: the lowest are level, and nothing hangs on it.")
            )
    return " ".join(parts)


def _elected_sentences(declaration: Declaration, stage: Stage) -> list[str]:
    """Those elected outright, then those elected from a tie, each with the tie."""
    ties = ties_about(stage, Act.ELECT)
    outright = [c for c in stage.elected if c not in {t.chosen for t in ties}]
    said = [_outright_sentence(declaration, stage, outright)] if outright else []
    return [*said, *(_from_tie(declaration, stage, tie) for tie in ties)]


def _outright_sentence(declaration: Declaration, stage: Stage, elected: Sequence[str]) -> str:
    contest, number = declaration.contest, len(elected)
    names = names_of(contest, elected)
    if len(stage.votes) <= contest.seats > 1:
        result = is_chosen(contest, names)
        return say("{result}: there is a place for all who stand.", result=result)
    if contest.seats > 1:
        return _most_sentence(declaration, names)
    return say(
        "{names} has {amount}, {reason}, and {fate}.",
        names=listed(names),
        amount=amount(declaration, stage, elected[0]),
        reason=_reason(contest, stage),
        fate=fate_words(contest, number),
    )


def _most_sentence(declaration: Declaration, names: Sequence[str]) -> str:
    """Of those who fill several places: that they have most, and what that gives them."""
    contest, number = declaration.contest, len(names)
    fate = fate_words(contest, number)
    if declaration.lot_needed:
        fate = say_number(
            "has a place whatever the lot says", "have a place whatever the lot says", number
        )
    if contest.weighted:
        return say_number(
            "{names} has the most points and {fate}.",
            "{names} have the most points and {fate}.",
            number,
            names=listed(names),
            fate=fate,
        )
    return say_number(
        "{names} has the most votes and {fate}.",
        "{names} have the most votes and {fate}.",
        number,
        names=listed(names),
        fate=fate,
    )


def _reason(contest: Contest, stage: Stage) -> str:
    """Why a candidate who was level with nobody is elected."""
    if len(stage.votes) == 1:
        return say("as the only candidate")
    assert stage.elected_by is not None
    if contest.base is Base.FIRST and stage.elected_by in _OF_FIRST:
        return say(_OF_FIRST[stage.elected_by][contest.weighted])
    return say(_REASONS[stage.elected_by])


_REASONS = {
    By.MAJORITY: to_say("more than all other continuing candidates together"),
    By.EQUAL_OR_EXCEED: to_say("as many as all other continuing candidates together"),
    By.MORE_OF_TWO: to_say("the more of the two who remain, though not more than half of the base"),
    By.MOST_VOTES: to_say("the most, though not more than half"),
}
_OF_FIRST = {
    By.MAJORITY: (
        to_say("more than half of the first stage's votes"),
        to_say("more than half of the first stage's points"),
    ),
    By.EQUAL_OR_EXCEED: (
        to_say("half of the first stage's votes"),
        to_say("half of the first stage's points"),
    ),
}
"""On base first: the share of the first stage that elects, in votes and where points decide."""


def _from_tie(declaration: Declaration, stage: Stage, tie: Tie) -> str:
    """Who were level, and what set one of them apart to be excluded or elected."""
    return say(
        _from_tie_text(declaration, tie),
        names=listed(names_of(declaration.contest, tie.candidates)),
        amount=amount(declaration, stage, tie.chosen),
        settled=settled_words(declaration.contest, tie),
        fate=fate_words(declaration.contest, 1),
    )


def _from_tie_text(declaration: Declaration, tie: Tie) -> str:
    if tie.act is Act.EXCLUDE and tie.by_lot:
        return to_say("{names} have the fewest, {amount} each; {settled}, who is excluded.")
    if tie.act is Act.EXCLUDE:
        return to_say("{names} have the fewest, {amount} each; {settled} and is excluded.")
    if declaration.lot_needed:
        return to_say(
            "{names} are level, {amount} each; {settled}, who has a place whatever the next lot "
            "says."
        )
    if tie.by_lot:
        return _EACH_TO_BE[declaration.contest.purpose]
    return to_say("{names} are level, {amount} each; {settled} and {fate}.")


_EACH_TO_BE = {
    Purpose.ADVISORY: to_say("{names} are level, {amount} each; {settled} to be chosen."),
    Purpose.NOMINATION: to_say("{names} are level, {amount} each; {settled} to be nominated."),
    Purpose.SELECTION: to_say("{names} are level, {amount} each; {settled} to be selected."),
    Purpose.ELECTION: to_say("{names} are level, {amount} each; {settled} to be elected."),
}


def _nobody_sentence(declaration: Declaration, stage: Stage) -> str:
    contest = declaration.contest
    if contest.weighted:
        return say(
            "Nobody has more than half of the points in play ({half} is half).",
            half=share(stage.half),
        )
    if contest.base is Base.FIRST:
        return say("Nobody has more than half of the first stage's votes.")
    return say("Nobody has more than half of the votes in play.")


def _excluded_sentence(declaration: Declaration, stage: Stage) -> str:
    contest = declaration.contest
    names = listed(names_of(contest, stage.excluded))
    if len(stage.excluded) > 1:
        return say("{names} are excluded; the others go on.", names=names)
    if ties := ties_about(stage, Act.EXCLUDE):
        return _from_tie(declaration, stage, ties[0])
    has = amount(declaration, stage, stage.excluded[0])
    return say("{name} has the fewest, {amount}, and is excluded.", name=names, amount=has)
