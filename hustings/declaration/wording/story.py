"""In two sentences, what happened and why."""

from __future__ import annotations

from hustings.count import By, Tie
from hustings.declaration import Declaration, Margin
from hustings.declaration.wording.leads import lead_sentence, turn_sentence
from hustings.declaration.wording.stages import (
    deciding_tie,
    lot_sentence,
    settled_words,
    stage_sentence,
)
from hustings.declaration.wording.words import (
    amount,
    capital_first,
    listed,
    listed_names,
    names_of,
    ordinal,
)
from hustings.language import say, to_say

__all__ = ["level_sentence", "story"]


def story(declaration: Declaration) -> tuple[str, ...]:
    """What happened and why, in two sentences; one where there is no more to say."""
    contest, margin = declaration.contest, declaration.margin
    if declaration.no_votes:
        return (say("No paper holds a preference for a standing candidate."),)
    if declaration.lot_needed:
        return (lot_sentence(contest, declaration.lot_needed),)
    if not margin:
        return (stage_sentence(declaration, declaration.deciding_stage),)
    tie = deciding_tie(declaration)
    if margin.stage == 1 and tie:
        return (level_sentence(declaration, tie, say("on first preferences")),)
    if margin.stage == 1:
        return (_first_stage_sentence(declaration), _runner_up_sentence(declaration, margin))
    if tie:
        where = say("at the {ordinal} stage", ordinal=ordinal(margin.stage))
        return (
            lead_sentence(declaration, margin), level_sentence(declaration, tie, where)
        )  # fmt: skip
    return (lead_sentence(declaration, margin), turn_sentence(declaration, margin))


def level_sentence(declaration: Declaration, tie: Tie, where: str) -> str:
    """That the winner was level with others, and what decided; ``where`` is said already."""
    text = to_say("{names} were level {where}, with {amount} each; {settled}, which decided.")
    if tie.by_lot:
        text = to_say("{names} were level {where}, with {amount} each; {settled}.")
    contest = declaration.contest
    return say(
        text,
        names=listed(names_of(contest, tie.candidates)),
        where=where,
        amount=amount(declaration, declaration.deciding_stage, tie.chosen),
        settled=settled_words(contest, tie),
    )


_WHY_AT_FIRST = {
    By.MAJORITY: to_say("more than all others together"),
    By.EQUAL_OR_EXCEED: to_say("as many as all others together"),
    By.MORE_OF_TWO: to_say("the more of the two"),
    By.MOST_VOTES: to_say("the most, though not more than half"),
}


def _first_stage_sentence(declaration: Declaration) -> str:
    contest, stage = declaration.contest, declaration.deciding_stage
    winner = stage.elected[0]
    assert stage.elected_by is not None
    return say(
        "{name} had {amount} on first preferences, {why}.",
        name=contest.name_of(winner),
        amount=amount(declaration, stage, winner),
        why=say(_WHY_AT_FIRST[stage.elected_by]),
    )


def _runner_up_sentence(declaration: Declaration, margin: Margin) -> str:
    contest, stage, next_ones = declaration.contest, declaration.deciding_stage, margin.runners_up
    if not any(map(stage.total, next_ones)):
        return say("Nobody else had a vote.")
    has = amount(declaration, stage, next_ones[0])
    if len(next_ones) == 1:
        name = contest.name_of(next_ones[0])
        return say("{name} came second with {amount}.", name=name, amount=has)
    names = listed_names(contest, next_ones)
    said = say("{names} were level in second place with {amount} each.", names=names, amount=has)
    return capital_first(said)
