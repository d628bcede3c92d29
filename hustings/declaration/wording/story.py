"""The headline, and in two sentences what happened and why."""

from __future__ import annotations

from collections.abc import Sequence
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
    chosen_as,
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
from hustings.rounding import grouped, percents_apart, percents_of_two

__all__ = ["deciding_tie", "headline", "level_sentence", "story"]


def headline(declaration: Declaration) -> str:
    """One line that says what happened."""
    contest = declaration.contest
    if declaration.no_votes:
        if declaration.valid:
            return "No paper ranks a candidate who stands"
        return "No valid papers: nothing to count"
    if declaration.lot_needed:
        names = listed(names_of(contest, declaration.lot_needed.candidates))
        return f"A lot is needed between {names}"
    names = listed(names_of(contest, declaration.elected))
    word = chosen_as(contest)
    if contest.purpose is Purpose.ADVISORY:
        word = f"{'is' if len(declaration.elected) == 1 else 'are'} {word}"
    margin = declaration.margin
    if not margin:
        return f"{names} {word}{_drawn_words(declaration)}"
    if (tie := deciding_tie(declaration)) and not tie.by_lot and tie.stage is not None:
        return f"{names} {word}, {_level_words(declaration, tie, tie.stage)}"
    how = _by_how_much(declaration, margin)
    if len(needed_stages(declaration)) == 1:
        return f"{names} {word}, {how}"
    where = f"at the {ordinal(margin.stage)} stage"
    if contest.purpose is Purpose.ADVISORY:
        return f"{names} {word}, decided {where} {how}"
    return f"{names} {word} {where}, {how}"


def _drawn_words(declaration: Declaration) -> str:
    """Of several elected, on whom a lot fell."""
    drawn = [t.chosen for t in ties_about(declaration.deciding_stage, Act.ELECT) if t.by_lot]
    if not drawn:
        return ""
    if len(drawn) == len(declaration.elected):
        return ", by lot"
    return f", {listed(names_of(declaration.contest, drawn))} by lot"


def _by_how_much(declaration: Declaration, margin: Margin) -> str:
    if deciding_tie(declaration):
        return "by lot"
    if margin.votes is not None:
        return f"by {votes_words(margin.votes)}"
    return f"by {lead_words(margin.points)}"


def _level_words(declaration: Declaration, tie: Tie, earlier: int) -> str:
    """Of one who was level with others when the count was decided: with whom, and what told."""
    others = listed(names_of(declaration.contest, [c for c in tie.candidates if c != tie.chosen]))
    how = f"ahead at the {ordinal(earlier)}, which decided"
    if len(tie.narrowed) > 1:
        how = "chosen by earlier stages, which decided"
    return f"level with {others} at the {ordinal(declaration.deciding_stage.number)} stage, {how}"


def deciding_tie(declaration: Declaration) -> Tie | None:
    """The tie that the one winner was elected from, if any."""
    return next(iter(ties_about(declaration.deciding_stage, Act.ELECT)), None)


def story(declaration: Declaration) -> tuple[str, ...]:
    """What happened and why, in two sentences; one where there is no more to say."""
    contest, margin = declaration.contest, declaration.margin
    if declaration.no_votes:
        return ("No paper holds a preference for a standing candidate.",)
    if declaration.lot_needed:
        return (lot_sentence(contest, declaration.lot_needed),)
    if not margin:
        return (stage_sentence(declaration, declaration.deciding_stage),)
    tie = deciding_tie(declaration)
    if margin.stage == 1 and tie:
        return (level_sentence(declaration, tie, "on first preferences"),)
    if margin.stage == 1:
        return (_first_stage_sentence(declaration), _runner_up_sentence(declaration, margin))
    if tie:
        where = f"at the {ordinal(margin.stage)} stage"
        return (
            _lead_sentence(declaration, margin), level_sentence(declaration, tie, where)
        )  # fmt: skip
    return (_lead_sentence(declaration, margin), _turn_sentence(declaration, margin))


def level_sentence(declaration: Declaration, tie: Tie, where: str) -> str:
    """That the winner was level with others, and what decided."""
    contest, stage = declaration.contest, declaration.deciding_stage
    names = listed(names_of(contest, tie.candidates))
    has = amount(declaration, stage, tie.chosen)
    decided = "" if tie.by_lot else ", which decided"
    return f"{names} were level {where}, with {has} each; {settled_words(contest, tie)}{decided}."


def _first_stage_sentence(declaration: Declaration) -> str:
    contest, stage = declaration.contest, declaration.deciding_stage
    winner = stage.elected[0]
    assert stage.elected_by is not None
    why = {
        By.MAJORITY: "more than all others together",
        By.EQUAL_OR_EXCEED: "as many as all others together",
        By.MORE_OF_TWO: "the more of the two",
        By.MOST_VOTES: "the most, though not more than half",
    }[stage.elected_by]
    amounts = amount(declaration, stage, winner)
    return f"{contest.name_of(winner)} had {amounts} on first preferences, {why}."


def _runner_up_sentence(declaration: Declaration, margin: Margin) -> str:
    contest, stage, next_ones = declaration.contest, declaration.deciding_stage, margin.runners_up
    if not any(map(stage.total, next_ones)):
        return "Nobody else had a vote."
    has = amount(declaration, stage, next_ones[0])
    if len(next_ones) == 1:
        return f"{contest.name_of(next_ones[0])} came second with {has}."
    them = capital_first(listed_names(contest, next_ones))
    return f"{them} were level in second place with {has} each."


def _leaders(stage: Stage) -> tuple[str, ...]:
    """Those with most points at a stage: one alone in the lead, or several who share it."""
    top = max(stage.points.values())
    return tuple(c for c, p in stage.points.items() if p == top)


def _lead_sentence(declaration: Declaration, margin: Margin) -> str:
    """Who led at the stages before the one that decided, and in how many sections at that."""
    contest, level = declaration.contest, not margin.points
    leaders = [_leaders(s) for s in declaration.stages[: margin.stage - 1]]
    if len(set(leaders)) > 1:
        return f"{contest.name_of(margin.winner)} {_lead_at_some(declaration, margin, leaders)}."
    if len(leaders[0]) > 1:
        names = capital_first(listed_names(contest, leaders[0]))
        return f"{names} shared the lead {_first_stages(len(leaders), 'at')}."
    (leader,) = leaders[0]
    where = _first_stages(len(leaders), "for")
    if leader == margin.winner and not level:
        where = "at every stage" if _decided_last(declaration) else "at every stage needed"
    sections = "" if level else _sections_led(declaration, leader)
    return f"{contest.name_of(leader)} led {where}{sections}."


def _first_stages(number: int, word: str) -> str:
    if number == 1:
        return "at the first stage"
    return f"{word} the first {number_words(number)} stages"


def _decided_last(declaration: Declaration) -> bool:
    return declaration.deciding_stage is declaration.stages[-1]


def _lead_at_some(
    declaration: Declaration, margin: Margin, leaders: Sequence[tuple[str, ...]]
) -> str:
    """What the winner did where the lead before the deciding stage was not always the same."""
    number = len(leaders)
    last = "the last" if _decided_last(declaration) else "the one that decided"
    alone = sum(found == (margin.winner,) for found in leaders)
    shared = sum(margin.winner in found for found in leaders) - alone
    stages = f"the {number_words(number)} stages before {last}"
    if alone and shared:
        led, level = number_words(alone), number_words(shared)
        return f"led at {led} and shared the lead at {level} of {stages}"
    if alone:
        return f"led at {number_words(alone)} of {stages}"
    if shared == number:
        return f"shared the lead at each of {stages}"
    if shared:
        return f"shared the lead at {number_words(shared)} of {stages}"
    return f"did not lead at {'either' if number == 2 else 'any'} of {stages}"


def _sections_led(declaration: Declaration, candidate: str) -> str:
    """In how many sections the candidate had most votes at the deciding stage."""
    contest, stage = declaration.contest, declaration.deciding_stage
    if not contest.weighted:
        return ""
    led = sum(
        stage.votes[candidate][n] > max(v[n] for c, v in stage.votes.items() if c != candidate)
        for n in range(len(contest.sections))
    )
    total = len(contest.sections)
    last = "at the last" if _decided_last(declaration) else "at the one that decided"
    if not led:
        return f", though in none of the sections {last}"
    if led == total:
        return f" and in every section {last}"
    return f" and in {number_words(led)} of the {number_words(total)} sections {last}"


def _turn_sentence(declaration: Declaration, margin: Margin) -> str:
    """How the lead stood at the stage that decided, and whether transfers gave or kept it."""
    contest, stage = declaration.contest, declaration.deciding_stage
    gone = listed_names(contest, declaration.stages[stage.number - 2].excluded)
    winner, others = contest.name_of(margin.winner), listed_names(contest, margin.runners_up)
    section, how_far = _strongest_section(declaration, margin), _how_far(declaration, margin)
    if _won_by_transfers(declaration, margin):
        told = f", and {section}," if section else ""
        verb = _kept_or_put(declaration, margin)
        return f"Transfers from {gone}{told} {verb} {winner} ahead of {others}, {how_far}."
    told = f", with {section}" if section else ""
    lost = _lost_sentence(declaration, margin)
    return f"After {gone} went out {winner} was ahead of {others}, {how_far}{told}{lost}."


def _how_far(declaration: Declaration, margin: Margin) -> str:
    contest, stage, other = declaration.contest, declaration.deciding_stage, margin.runners_up[0]
    each = " each" if len(margin.runners_up) > 1 else ""
    if contest.weighted:
        ours, theirs = percents_apart(stage.points[margin.winner], stage.points[other])
        return f"{ours} to {theirs} points of the whole{each}"
    return f"{votes_words(stage.total(margin.winner))} to {grouped(stage.total(other))}{each}"


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


def _lost_sentence(declaration: Declaration, margin: Margin) -> str:
    """The papers that could go no further, where they would have been enough to turn the lead."""
    stage, before = declaration.deciding_stage, declaration.stages[margin.stage - 2]
    lost = tuple(a - b for a, b in zip(before.live, stage.live, strict=True))
    lead = margin.points if margin.votes is None else margin.votes
    if not any(lost) or _weight_of(declaration, lost, before) < lead:
        return ""
    return f"; {papers_words(sum(lost))} had no further preference that counts"


def _strongest_section(declaration: Declaration, margin: Margin) -> str:
    """In a weighted contest of the last two: the sections that gave the winner the largest lead."""
    contest, stage, other = declaration.contest, declaration.deciding_stage, margin.runner_up
    if not contest.weighted or len(stage.votes) != 2 or other is None:
        return ""
    leads: dict[str, Fraction] = {}
    for n, section in enumerate(contest.sections):
        ours, theirs = stage.votes[margin.winner][n], stage.votes[other][n]
        if ours > theirs:
            leads[section.name] = Fraction(ours, ours + theirs)
    if not leads:
        return ""
    best = max(leads.values())
    names = listed([name for name, lead in leads.items() if lead == best])
    ours_words, theirs_words = percents_of_two(best)
    return f"a lead of {ours_words} to {theirs_words} per cent in {names}"
