"""The headline, and in two sentences what happened and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from hustings.contest import Purpose
from hustings.count import Act, By, Stage, Tie, Votes
from hustings.declaration import Declaration, Margin
from hustings.declaration.figures import worth_at
from hustings.declaration.wording.stages import (
    lot_sentence,
    settled_words,
    stage_sentence,
    ties_about,
)
from hustings.declaration.wording.words import (
    amount,
    capital_first,
    is_chosen,
    lead_words,
    listed,
    listed_names,
    names_of,
    needed_stages,
    number_words,
    ordinal,
    papers_words,
    votes_words,
)
from hustings.language import say, to_say
from hustings.rounding import grouped, percents_apart, percents_of_two

__all__ = ["deciding_tie", "headline", "level_sentence", "story"]


def headline(declaration: Declaration) -> str:
    """One line that says what happened."""
    contest = declaration.contest
    if declaration.no_votes:
        if declaration.valid:
            return say("No paper ranks a candidate who stands")
        return say("No valid papers: nothing to count")
    if declaration.lot_needed:
        names = listed(names_of(contest, declaration.lot_needed.candidates))
        return say("A lot is needed between {names}", names=names)
    result, margin = _result_words(declaration), declaration.margin
    if not margin:
        return _drawn_words(declaration, result)
    tie = deciding_tie(declaration)
    if tie and not tie.by_lot and tie.stage is not None:
        return _level_words(declaration, result, tie, tie.stage)
    return say(
        _headline_text(declaration, by_lot=tie is not None),
        result=result,
        ordinal=ordinal(margin.stage),
        lead=_lead(margin),
    )


def _result_words(declaration: Declaration) -> str:
    """Who was chosen, as a headline says it."""
    contest = declaration.contest
    names = names_of(contest, declaration.elected)
    match contest.purpose:
        case Purpose.ADVISORY:
            return is_chosen(contest, names)
        case Purpose.NOMINATION:
            return say("{names} nominated", names=listed(names))
        case Purpose.SELECTION:
            return say("{names} selected", names=listed(names))
        case Purpose.ELECTION:
            return say("{names} elected", names=listed(names))


def _headline_text(declaration: Declaration, *, by_lot: bool) -> str:
    """The headline with gaps: where it was decided if there were several stages, and how."""
    if len(needed_stages(declaration)) == 1:
        return to_say("{result}, by lot") if by_lot else to_say("{result}, by {lead}")
    if declaration.contest.purpose is Purpose.ADVISORY:
        if by_lot:
            return to_say("{result}, decided at the {ordinal} stage by lot")
        return to_say("{result}, decided at the {ordinal} stage by {lead}")
    if by_lot:
        return to_say("{result} at the {ordinal} stage, by lot")
    return to_say("{result} at the {ordinal} stage, by {lead}")


def _lead(margin: Margin) -> str:
    return votes_words(margin.votes) if margin.votes is not None else lead_words(margin.points)


def _drawn_words(declaration: Declaration, result: str) -> str:
    """Of several elected, on whom a lot fell."""
    drawn = [t.chosen for t in ties_about(declaration.deciding_stage, Act.ELECT) if t.by_lot]
    if not drawn:
        return result
    if len(drawn) == len(declaration.elected):
        return say("{result}, by lot", result=result)
    names = listed(names_of(declaration.contest, drawn))
    return say("{result}, {names} by lot", result=result, names=names)


def _level_words(declaration: Declaration, result: str, tie: Tie, earlier: int) -> str:
    """Of one who was level with others when the count was decided: with whom, and what told."""
    text = to_say(
        "{result}, level with {others} at the {ordinal} stage, ahead at the {earlier}, which "
        "decided"
    )
    if len(tie.narrowed) > 1:
        text = to_say(
            "{result}, level with {others} at the {ordinal} stage, chosen by earlier stages, which "
            "decided"
        )
    return say(
        text,
        result=result,
        others=listed(
            names_of(declaration.contest, [c for c in tie.candidates if c != tie.chosen])
        ),
        ordinal=ordinal(declaration.deciding_stage.number),
        earlier=ordinal(earlier),
    )


def deciding_tie(declaration: Declaration) -> Tie | None:
    """The tie that the one winner was elected from, if any."""
    return next(iter(ties_about(declaration.deciding_stage, Act.ELECT)), None)


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
            _lead_sentence(declaration, margin), level_sentence(declaration, tie, where)
        )  # fmt: skip
    return (_lead_sentence(declaration, margin), _turn_sentence(declaration, margin))


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


def _leaders(stage: Stage) -> tuple[str, ...]:
    """Those with most points at a stage: one alone in the lead, or several who share it."""
    top = max(stage.points.values())
    return tuple(c for c, p in stage.points.items() if p == top)


def _lead_sentence(declaration: Declaration, margin: Margin) -> str:
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


def _turn_sentence(declaration: Declaration, margin: Margin) -> str:
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
