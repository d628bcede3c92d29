"""Who led before the stage that decided, and what turned the lead or kept it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from hustings.count import Stage, Votes
from hustings.declaration import Declaration, Margin
from hustings.declaration.figures import worth_at
from hustings.declaration.wording.words import (
    capital_first,
    listed,
    listed_names,
    number_words,
    papers_words,
    votes_words,
)
from hustings.language import say, to_say
from hustings.rounding import grouped, percents_apart, percents_of_two

__all__ = ["lead_sentence", "turn_sentence"]


def _leaders(stage: Stage) -> tuple[str, ...]:
    """Those with most points at a stage: one alone in the lead, or several who share it."""
    top = max(stage.points.values())
    return tuple(c for c, p in stage.points.items() if p == top)


def lead_sentence(declaration: Declaration, margin: Margin) -> str:
    """Who led at the stages before the one that decided, and in how many sections at that."""
    contest, level = declaration.contest, not margin.points
    leaders = [_leaders(s) for s in declaration.stages[: margin.stage - 1]]
    if len(set(leaders)) > 1:
        return _lead_at_some(declaration, margin, leaders)
    number = number_words(len(leaders))
    if len(leaders[0]) > 1:
        where = say("at the first stage")
        if len(leaders) > 1:
            where = say("at the first {number} stages", number=number)
        names = listed_names(contest, leaders[0])
        return capital_first(say("{names} shared the lead {where}.", names=names, where=where))
    (leader,) = leaders[0]
    where = say("at the first stage")
    if len(leaders) > 1:
        where = say("for the first {number} stages", number=number)
    if leader == margin.winner and not level:
        last = _decided_last(declaration)
        where = say("at every stage") if last else say("at every stage needed")
    text, gaps = to_say("{name} led {where}."), {"name": contest.name_of(leader), "where": where}
    return say(text, **gaps) if level else _led_in_sections(declaration, leader, text, gaps)


def _decided_last(declaration: Declaration) -> bool:
    return declaration.deciding_stage is declaration.stages[-1]


def _lead_at_some(
    declaration: Declaration, margin: Margin, leaders: Sequence[tuple[str, ...]]
) -> str:
    """What the winner did where the lead before the deciding stage was not always the same."""
    number = len(leaders)
    alone = sum(found == (margin.winner,) for found in leaders)
    shared = sum(margin.winner in found for found in leaders) - alone
    return say(
        _led_text(number, alone, shared),
        name=declaration.contest.name_of(margin.winner),
        led=number_words(alone),
        level=number_words(shared),
        number=number_words(number),
        last=say("the last") if _decided_last(declaration) else say("the one that decided"),
    )


def _led_text(number: int, alone: int, shared: int) -> str:
    """Of so many stages: at how many the winner led alone, and at how many with others."""
    if alone and shared:
        return to_say(
            "{name} led at {led} and shared the lead at {level} of the {number} stages before "
            "{last}."
        )
    if alone:
        return to_say("{name} led at {led} of the {number} stages before {last}.")
    if shared == number:
        return to_say("{name} shared the lead at each of the {number} stages before {last}.")
    if shared:
        return to_say("{name} shared the lead at {level} of the {number} stages before {last}.")
    if number == 2:
        return to_say("{name} did not lead at either of the {number} stages before {last}.")
    return to_say("{name} did not lead at any of the {number} stages before {last}.")


def _led_in_sections(
    declaration: Declaration, candidate: str, plainly: str, gaps: Mapping[str, str]
) -> str:
    """That a candidate led, and in how many sections with most votes at the deciding stage."""
    contest, stage = declaration.contest, declaration.deciding_stage
    if not contest.weighted:
        return say(plainly, **gaps)
    led = sum(
        stage.votes[candidate][n] > max(v[n] for c, v in stage.votes.items() if c != candidate)
        for n in range(len(contest.sections))
    )
    total = len(contest.sections)
    how = "none" if not led else "every" if led == total else "some"
    text = _IN_SECTIONS[how][_decided_last(declaration)]
    return say(text, **gaps, led=number_words(led), total=number_words(total))


_IN_SECTIONS = {
    "none": (
        to_say("{name} led {where}, though in none of the sections at the one that decided."),
        to_say("{name} led {where}, though in none of the sections at the last."),
    ),
    "every": (
        to_say("{name} led {where} and in every section at the one that decided."),
        to_say("{name} led {where} and in every section at the last."),
    ),
    "some": (
        to_say("{name} led {where} and in {led} of the {total} sections at the one that decided."),
        to_say("{name} led {where} and in {led} of the {total} sections at the last."),
    ),
}
"""In how many sections; then whether the stage that decided was the last."""


def turn_sentence(declaration: Declaration, margin: Margin) -> str:
    """How the lead stood at the stage that decided, and whether transfers gave or kept it."""
    contest, stage = declaration.contest, declaration.deciding_stage
    section, lost = _strongest_section(declaration, margin), 0
    if _won_by_transfers(declaration, margin):
        text = _TRANSFERS[_kept_or_put(declaration, margin)][bool(section)]
    else:
        lost = _lost_papers(declaration, margin)
        text = _WENT_OUT[bool(lost)][bool(section)]
    return say(
        text,
        gone=listed_names(contest, declaration.stages[stage.number - 2].excluded),
        winner=contest.name_of(margin.winner),
        others=listed_names(contest, margin.runners_up),
        how_far=_how_far(declaration, margin),
        section=section,
        papers=papers_words(lost),
    )


_TRANSFERS = {
    "put": (
        to_say("Transfers from {gone} put {winner} ahead of {others}, {how_far}."),
        to_say("Transfers from {gone}, and {section}, put {winner} ahead of {others}, {how_far}."),
    ),
    "kept": (
        to_say("Transfers from {gone} kept {winner} ahead of {others}, {how_far}."),
        to_say("Transfers from {gone}, and {section}, kept {winner} ahead of {others}, {how_far}."),
    ),
    "left": (
        to_say("Transfers from {gone} left {winner} ahead of {others}, {how_far}."),
        to_say("Transfers from {gone}, and {section}, left {winner} ahead of {others}, {how_far}."),
    ),
}
"""What transfers did; then whether a section's lead is named."""
_WENT_OUT = (
    (
        to_say("After {gone} went out {winner} was ahead of {others}, {how_far}."),
        to_say("After {gone} went out {winner} was ahead of {others}, {how_far}, with {section}."),
    ),
    (
        to_say(
            "After {gone} went out {winner} was ahead of {others}, {how_far}; {papers} had no "
            "further preference that counts."
        ),
        to_say(
            "After {gone} went out {winner} was ahead of {others}, {how_far}, with {section}; "
            "{papers} had no further preference that counts."
        ),
    ),
)
"""Whether papers that went no further are named; then whether a section's lead is."""


def _how_far(declaration: Declaration, margin: Margin) -> str:
    contest, stage, other = declaration.contest, declaration.deciding_stage, margin.runners_up[0]
    each = len(margin.runners_up) > 1
    if contest.weighted:
        ours, theirs = percents_apart(stage.points[margin.winner], stage.points[other])
        text = to_say("{ours} to {theirs} points of the whole")
        if each:
            text = to_say("{ours} to {theirs} points of the whole each")
        return say(text, ours=ours, theirs=theirs)
    text = to_say("{votes} to {theirs} each") if each else to_say("{votes} to {theirs}")
    votes = votes_words(stage.total(margin.winner))
    return say(text, votes=votes, theirs=grouped(stage.total(other)))


def _kept_or_put(declaration: Declaration, margin: Margin) -> str:
    before = declaration.stages[margin.stage - 2]
    ahead = {before.points[margin.winner] > before.points[c] for c in margin.runners_up}
    return "left" if len(ahead) > 1 else "kept" if True in ahead else "put"


def _won_by_transfers(declaration: Declaration, margin: Margin) -> bool:
    """Whether the papers that moved at the stage that decided gave the winner most."""
    stage = declaration.deciding_stage
    gained = {
        c: sum((_weight_of(declaration, to[c], stage) for to in stage.transfers.values()), _NOUGHT)
        for c in (margin.winner, *margin.runners_up)
    }
    return all(gained[margin.winner] > gained[c] for c in margin.runners_up)


_NOUGHT = Fraction(0)


def _weight_of(declaration: Declaration, votes: Votes, stage: Stage) -> Fraction:
    """What votes weigh at a stage: their points where sections are weighed, else their number."""
    worth = worth_at(declaration.worths, stage.number)
    if worth is None:
        return Fraction(sum(votes))
    sections = zip(declaration.contest.sections, votes, strict=True)
    return sum((worth.points.get(s.id, _NOUGHT) * n for s, n in sections), _NOUGHT)


def _lost_papers(declaration: Declaration, margin: Margin) -> int:
    """The papers that could go no further, if they would have been enough to turn the lead."""
    stage, before = declaration.deciding_stage, declaration.stages[margin.stage - 2]
    lost = tuple(a - b for a, b in zip(before.live, stage.live, strict=True))
    lead = margin.points if margin.votes is None else margin.votes
    return 0 if _weight_of(declaration, lost, before) < lead else sum(lost)


def _strongest_section(declaration: Declaration, margin: Margin) -> str:
    """In a weighted contest of the last two: the sections that gave the winner the largest lead."""
    contest, stage, other = declaration.contest, declaration.deciding_stage, margin.runner_up
    if not contest.weighted or len(stage.votes) != 2 or other is None:
        return ""
    leads: dict[str, Fraction] = {}
    for n, section in enumerate(contest.sections):
        won, lost = stage.votes[margin.winner][n], stage.votes[other][n]
        if won > lost:
            leads[section.name] = Fraction(won, won + lost)
    if not leads:
        return ""
    best = max(leads.values())
    names = listed([name for name, lead in leads.items() if lead == best])
    ours, theirs = percents_of_two(best)
    return say(
        "a lead of {ours} to {theirs} per cent in {names}", ours=ours, theirs=theirs, names=names
    )
