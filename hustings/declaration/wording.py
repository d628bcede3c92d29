"""What a declaration says in sentences: plain British English, in the words of its purpose.

Nothing here counts: every figure comes from the declaration and is rounded only to print. A result
of an advisory primary is "the choice of those voting"; only an election elects.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from hustings.contest import Base, Contest, Purpose, TieOrder
from hustings.count import Act, By, LotNeeded, Stage, Tie, Votes, ignored_options, rule_of
from hustings.declaration import Declaration, Margin, Reversal
from hustings.declaration.figures import worth_at
from hustings.rounding import (
    grouped,
    percent,
    percent_above_nought,
    percent_enough,
    percents_apart,
    percents_of_two,
)

__all__ = [
    "amount",
    "base_words",
    "chosen_as",
    "headline",
    "listed",
    "lot_sentence",
    "margin_sentences",
    "ordinal",
    "points_words",
    "provisos",
    "share",
    "stage_sentence",
    "story",
    "tie_sentence",
]

_CHOSEN = {
    Purpose.ADVISORY: "the choice of those voting",
    Purpose.NOMINATION: "nominated",
    Purpose.SELECTION: "selected",
    Purpose.ELECTION: "elected",
}
_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
)  # fmt: skip
_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def chosen_as(contest: Contest) -> str:
    """What the winner is, by the contest's purpose: "elected", "the choice of those voting" ..."""
    return _CHOSEN[contest.purpose]


def ordinal(number: int) -> str:
    """first, second ... tenth, 11th, 12th ... 21st."""
    if number <= len(_ORDINALS):
        return _ORDINALS[number - 1]
    teens = 10 <= number % 100 <= 20
    return f"{number}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def _number(number: int) -> str:
    return _SMALL[number] if number < len(_SMALL) else grouped(number)


def listed(names: Sequence[str], last: str = "and") -> str:
    """Names in a sentence: "A", "A and B", "A, B and C"."""
    if len(names) <= 1:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"


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
    return f"{_votes(votes)} ({share(points)} per cent)"


def _lead(points: Fraction) -> str:
    """A lead in points of the whole, never printed as nought if it is more."""
    return f"{percent_above_nought(points)} points"


def _votes(votes: int) -> str:
    return f"{grouped(votes)} vote{'' if votes == 1 else 's'}"


def _papers(papers: int) -> str:
    return f"{grouped(papers)} paper{'' if papers == 1 else 's'}"


def _names(contest: Contest, ids: Iterable[str]) -> list[str]:
    return [contest.name_of(c) for c in ids]


_MOST_NAMES = 4
"""More candidates level in one place than this are counted, not named."""


def _named(contest: Contest, ids: Sequence[str], last: str = "and") -> str:
    """Candidates who share a place, by name, or how many they are."""
    if len(ids) > _MOST_NAMES:
        return f"{_number(len(ids))} candidates"
    return listed(_names(contest, ids), last)


def headline(declaration: Declaration) -> str:
    """One line that says what happened."""
    contest = declaration.contest
    if declaration.no_votes:
        if declaration.valid:
            return "No paper ranks a candidate who stands"
        return "No valid papers: nothing to count"
    if declaration.lot_needed:
        names = listed(_names(contest, declaration.lot_needed.candidates))
        return f"A lot is needed between {names}"
    names = listed(_names(contest, declaration.elected))
    word = chosen_as(contest)
    if contest.purpose is Purpose.ADVISORY:
        word = f"{'is' if len(declaration.elected) == 1 else 'are'} {word}"
    margin = declaration.margin
    if not margin:
        return f"{names} {word}{_drawn_words(declaration)}"
    how = _by_how_much(declaration, margin)
    if len(_rule_stages(declaration)) == 1:
        return f"{names} {word}, {how}"
    where = f"at the {ordinal(margin.stage)} stage"
    if contest.purpose is Purpose.ADVISORY:
        return f"{names} {word}, decided {where} {how}"
    return f"{names} {word} {where}, {how}"


def _rule_stages(declaration: Declaration) -> tuple[Stage, ...]:
    """The stages that the result needed."""
    return tuple(s for s in declaration.stages if s.needed)


def _ties(stage: Stage, act: Act) -> tuple[Tie, ...]:
    return tuple(t for t in stage.ties if t.act is act)


def _drawn_words(declaration: Declaration) -> str:
    """Of several elected, on whom a lot fell."""
    drawn = [t.chosen for t in _ties(declaration.deciding_stage, Act.ELECT) if t.by_lot]
    if not drawn:
        return ""
    if len(drawn) == len(declaration.elected):
        return ", by lot"
    return f", {listed(_names(declaration.contest, drawn))} by lot"


def _by_how_much(declaration: Declaration, margin: Margin) -> str:
    tie = _deciding_tie(declaration)
    if tie:
        if tie.by_lot or tie.stage is None:
            return "by lot"
        return f"after a tie settled at the {ordinal(tie.stage)} stage"
    if margin.votes is not None:
        return f"by {_votes(margin.votes)}"
    return f"by {_lead(margin.points)}"


def _deciding_tie(declaration: Declaration) -> Tie | None:
    """The tie that the one winner was elected from, if any."""
    return next(iter(_ties(declaration.deciding_stage, Act.ELECT)), None)


def story(declaration: Declaration) -> tuple[str, ...]:
    """What happened and why, in two sentences; one where there is no more to say."""
    contest, margin = declaration.contest, declaration.margin
    if declaration.no_votes:
        return ("No paper holds a preference for a standing candidate.",)
    if declaration.lot_needed:
        return (lot_sentence(contest, declaration.lot_needed),)
    if not margin:
        return (stage_sentence(declaration, declaration.deciding_stage),)
    tie = _deciding_tie(declaration)
    if margin.stage == 1 and tie:
        return (_level_sentence(declaration, tie, "on first preferences"),)
    if margin.stage == 1:
        return (_first_stage_sentence(declaration), _runner_up_sentence(declaration, margin))
    if tie:
        where = f"at the {ordinal(margin.stage)} stage"
        return (
            _lead_sentence(declaration, margin), _level_sentence(declaration, tie, where)
        )  # fmt: skip
    return (_lead_sentence(declaration, margin), _turn_sentence(declaration, margin))


def _level_sentence(declaration: Declaration, tie: Tie, where: str) -> str:
    """That the winner was level with others, and what decided."""
    contest, stage = declaration.contest, declaration.deciding_stage
    names = listed(_names(contest, tie.candidates))
    has = amount(declaration, stage, tie.chosen)
    return f"{names} were level {where}, with {has} each; {_settled(contest, tie)}."


def _settled(contest: Contest, tie: Tie) -> str:
    """What told those who were level apart: an earlier stage, a lot, or the one and then a lot."""
    chosen, fewer = contest.name_of(tie.chosen), tie.act is Act.EXCLUDE
    steps = [f"stage {n} left {listed(_names(contest, left))}" for n, left in tie.narrowed]
    if tie.by_lot and steps:
        return f"{', '.join(steps)}, and the lot between them fell on {chosen}"
    if tie.by_lot:
        return f"the lot fell on {chosen}"
    *before, (last, _) = tie.narrowed
    between = before[-1][1] if before else tie.candidates
    words = ("fewer", "more") if len(between) == 2 else ("the fewest", "the most")
    had = f"{chosen} had {words[0] if fewer else words[1]} at stage {last}"
    return f"{', '.join(steps[:-1])}; of these {had}" if before else had


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
    return f"{_capital(_named(contest, next_ones))} were level in second place with {has} each."


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


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
        names = _capital(_named(contest, leaders[0]))
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
    return f"{word} the first {_number(number)} stages"


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
    stages = f"the {_number(number)} stages before {last}"
    if alone and shared:
        return f"led at {_number(alone)} and shared the lead at {_number(shared)} of {stages}"
    if alone:
        return f"led at {_number(alone)} of {stages}"
    if shared == number:
        return f"shared the lead at each of {stages}"
    if shared:
        return f"shared the lead at {_number(shared)} of {stages}"
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
    return f" and in {_number(led)} of the {_number(total)} sections {last}"


def _turn_sentence(declaration: Declaration, margin: Margin) -> str:
    """How the lead stood at the stage that decided, and whether transfers gave or kept it."""
    contest, stage = declaration.contest, declaration.deciding_stage
    gone = _named(contest, declaration.stages[stage.number - 2].excluded)
    winner, others = contest.name_of(margin.winner), _named(contest, margin.runners_up)
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
    return f"{_votes(stage.total(margin.winner))} to {grouped(stage.total(other))}{each}"


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
    return f"; {_papers(sum(lost))} had no further preference that counts"


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


def tie_sentence(contest: Contest, tie: Tie) -> str:
    """How a tie was settled."""
    names = listed(_names(contest, tie.candidates))
    act = "excluded" if tie.act is Act.EXCLUDE else _passive(contest)
    to_be = f" to be {act}" if tie.by_lot else ""
    return f"{names} were level; {_settled(contest, tie)}{to_be}."


def _passive(contest: Contest) -> str:
    return "chosen" if contest.purpose is Purpose.ADVISORY else chosen_as(contest)


def lot_sentence(contest: Contest, needed: LotNeeded) -> str:
    """What is asked, and how to answer it."""
    names = listed(_names(contest, needed.candidates))
    act = "excluded" if needed.act is Act.EXCLUDE else _passive(contest)
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
    ties = _ties(stage, Act.ELECT)
    outright = [c for c in stage.elected if c not in {t.chosen for t in ties}]
    said = [_outright_sentence(declaration, stage, outright)] if outright else []
    return [*said, *(_from_tie(declaration, stage, tie) for tie in ties)]


def _outright_sentence(declaration: Declaration, stage: Stage, elected: Sequence[str]) -> str:
    contest = declaration.contest
    names = listed(_names(contest, elected))
    verb = "is" if len(elected) == 1 else "are"
    if len(stage.votes) <= contest.seats > 1:
        return f"{names} {verb} {chosen_as(contest)}: there is a place for all who stand."
    if contest.seats > 1:
        have = "has" if len(elected) == 1 else "have"
        fate = f"{verb} {chosen_as(contest)}"
        if declaration.lot_needed:
            fate = f"{have} a place whatever the lot says"
        return f"{names} {have} the most {_unit(contest)} and {fate}."
    has = amount(declaration, stage, elected[0])
    return f"{names} has {has}, {_reason(contest, stage)}, and {verb} {chosen_as(contest)}."


def _reason(contest: Contest, stage: Stage) -> str:
    """Why a candidate who was level with nobody is elected."""
    if len(stage.votes) == 1:
        return "as the only candidate"
    assert stage.elected_by is not None
    if contest.base is Base.FIRST and stage.elected_by in _OF_FIRST:
        return f"{_OF_FIRST[stage.elected_by]} of the first stage's {_unit(contest)}"
    return {
        By.MAJORITY: "more than all other continuing candidates together",
        By.EQUAL_OR_EXCEED: "as many as all other continuing candidates together",
        By.MORE_OF_TWO: "the more of the two who remain, though not more than half of the base",
        By.MOST_VOTES: "the most, though not more than half",
    }[stage.elected_by]


_OF_FIRST = {By.MAJORITY: "more than half", By.EQUAL_OR_EXCEED: "half"}
"""On base first: the share of the first stage that elects."""


def _unit(contest: Contest) -> str:
    return "points" if contest.weighted else "votes"


def _from_tie(declaration: Declaration, stage: Stage, tie: Tie) -> str:
    """Who were level, and what set one of them apart to be excluded or elected."""
    contest, excluded = declaration.contest, tie.act is Act.EXCLUDE
    names = listed(_names(contest, tie.candidates))
    has = amount(declaration, stage, tie.chosen)
    level = f"{names} {'have the fewest' if excluded else 'are level'}, {has} each"
    settled = _settled(contest, tie)
    if excluded:
        return f"{level}; {settled}{', who' if tie.by_lot else ' and'} is excluded."
    if declaration.lot_needed:
        return f"{level}; {settled}, who has a place whatever the next lot says."
    fate = f"to be {_passive(contest)}" if tie.by_lot else f"and is {chosen_as(contest)}"
    return f"{level}; {settled} {fate}."


def _nobody_sentence(declaration: Declaration, stage: Stage) -> str:
    contest = declaration.contest
    if contest.weighted:
        return f"Nobody has more than half of the points in play ({share(stage.half)} is half)."
    half = "the first stage's votes" if contest.base is Base.FIRST else "the votes in play"
    return f"Nobody has more than half of {half}."


def _excluded_sentence(declaration: Declaration, stage: Stage) -> str:
    contest = declaration.contest
    names = listed(_names(contest, stage.excluded))
    if len(stage.excluded) > 1:
        return f"{names} are excluded; the others go on."
    if ties := _ties(stage, Act.EXCLUDE):
        return _from_tie(declaration, stage, ties[0])
    has = amount(declaration, stage, stage.excluded[0])
    return f"{names} has the fewest, {has}, and is excluded."


def margin_sentences(declaration: Declaration) -> tuple[str, ...]:
    """How close it was, in points or votes and in papers of each section; of ties, what decided."""
    margin, contest = declaration.margin, declaration.contest
    if margin is None:
        drawn = _ties(declaration.deciding_stage, Act.ELECT) if declaration.elected else ()
        return tuple(tie_sentence(contest, tie) for tie in drawn)
    moves = [
        (s.name, papers)
        for s in contest.sections
        if (papers := margin.papers_to_move[s.id]) is not None
    ]
    said = [_how_far_sentence(declaration, margin)]
    return (*said, _moves_sentence(contest, margin, moves)) if moves else tuple(said)


def _how_far_sentence(declaration: Declaration, margin: Margin) -> str:
    contest, tie = declaration.contest, _deciding_tie(declaration)
    if tie:
        return _level_sentence(declaration, tie, "at the stage that decided")
    ahead = _votes(margin.votes) if margin.votes is not None else _lead(margin.points)
    winner, others = contest.name_of(margin.winner), _named(contest, margin.runners_up)
    level = ", who were level," if len(margin.runners_up) > 1 else ""
    return f"{winner} was {ahead} ahead of {others}{level} at the stage that decided."


def _moves_sentence(contest: Contest, margin: Margin, moves: Sequence[tuple[str, int]]) -> str:
    """The papers that, going to a runner-up instead, would have turned the deciding stage."""
    whose = len(contest.sections) > 1
    options = ", or ".join(f"{_papers(n)} of {s}" if whose else _papers(n) for s, n in moves)
    comma = "," if len(moves) > 1 else ""
    winner, other = contest.name_of(margin.winner), _named(contest, margin.runners_up)
    to, whom = other, other
    if len(margin.runners_up) > 1:
        to, whom = f"one of {other}", "that one"
    earlier = "; a change at an earlier stage could have needed fewer" if margin.stage > 1 else ""
    return (
        f"At that stage {options}{comma} going to {to} instead of {winner} would have put "
        f"{whom} ahead{earlier}."
    )


def provisos(declaration: Declaration) -> tuple[str, ...]:
    """What a reader must know beside the result: invented rankings, figures that do not fit ..."""
    contest = declaration.contest
    invented: dict[str, list[str]] = {}
    for s in contest.sections:
        invented.setdefault(s.invented, []).append(s.name)
    said = [f"{listed(names)}: {why}" for why, names in invented.items() if why]
    for section, figures in zip(contest.sections, declaration.reconciliation, strict=True):
        where = "" if len(contest.sections) == 1 else f"{section.name}: "
        said.extend(f"{where}the figures do not add up: {p}." for p in figures.problems)
    said.extend(_lot_provisos(declaration))
    if declaration.reversal:
        said.append(_reversal_sentence(contest, declaration.reversal))
    decided = declaration.deciding_stage
    if decided.elected_by is By.MORE_OF_TWO:
        winner = contest.name_of(decided.elected[0])
        base = "votes" if not contest.weighted else "points in play"
        said.append(
            f"{winner} has more than the other of the last two, but not more than half of the "
            f"{base} at the first stage."
        )
    said.extend(_ignored_proviso(contest))
    said.extend(contest.notes)
    return tuple(said)


_OPTION_WORDS = {
    "tie_order": "the order of earlier stages that settles ties (tie_order)",
    "majority": "the majority that is enough (majority)",
    "to_two": "counting on down to two (to_two)",
}


def _ignored_proviso(contest: Contest) -> list[str]:
    """That the contest sets options which its rule does not know."""
    ignored = [_OPTION_WORDS.get(name, name) for name in ignored_options(contest)]
    name = _capital(rule_of(contest).name)
    return [f"{name} takes no account of {listed(ignored)}."] if ignored else []


def _lot_provisos(declaration: Declaration) -> list[str]:
    """That chance had a part in the result, where a lot was drawn on the way to it."""
    contest, said = declaration.contest, []
    drawn = [(s, t) for s in _rule_stages(declaration) for t in s.ties if t.by_lot]
    out = [str(s.number) for s, tie in drawn if tie.act is Act.EXCLUDE]
    open_still = declaration.lot_needed is not None
    could = "could change" if open_still else "could have changed"
    if out:
        what = "A lot" if len(out) == 1 else "Lots"
        stages = "stage" if len(out) == 1 else "stages"
        said.append(
            f"{what} decided who went out at {stages} {listed(out)}; another draw {could} the "
            "result."
        )
    is_chosen = "has a place" if open_still else f"is {chosen_as(contest)}"
    for _, tie in drawn:
        if tie.act is Act.ELECT:
            between = listed(_names(contest, tie.level))
            said.append(
                f"A lot between {between} decided who {is_chosen}; another draw {could} the result."
            )
    return said


def _reversal_sentence(contest: Contest, reversal: Reversal) -> str:
    leader, other = contest.name_of(reversal.leader), _named(contest, reversal.runners_up)
    held = (
        "The papers hold later preferences, which this rule leaves aside: count them by the "
        "alternative vote to see."
        if reversal.collected
        else "Nobody was asked for later preferences."
    )
    begin, two, to = "If", "the two", other
    if len(reversal.runners_up) > 1:
        begin = f"Take {leader} and any one of {other}, who were level: if"
        two, other, to = "these two", "him or her", "the latter"
    of = "them" if reversal.others is not None else "these points"
    return (
        f"{_capital(rule_of(contest).name)} counted first preferences only. {begin} "
        f"{_others(reversal)} had passed to one of {two}, more than "
        f"{percent_enough(reversal.share)} per cent of {of} going to {to} would have put {other} "
        f"ahead of {leader}. {held}"
    )


def _others(reversal: Reversal) -> str:
    """The votes that could have turned the result: papers, or points where sections are weighed."""
    if reversal.others is None:
        return f"all {share(reversal.others_points)} points of the whole for others"
    each = "the" if reversal.others == 1 else "each of the"
    return f"{each} {_papers(reversal.others)} for others"
