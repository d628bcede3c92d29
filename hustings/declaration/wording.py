"""What a declaration says in sentences: plain British English, in the words of its purpose.

Nothing here counts: every figure comes from the declaration and is rounded only to print. A result
of an advisory primary is "the choice of those voting"; only an election elects.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from hustings.contest import Base, Contest, Purpose
from hustings.count import Act, By, LotNeeded, Stage, Tie, rule_of
from hustings.declaration import Declaration, Margin
from hustings.rounding import grouped, percent

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


def _votes(votes: int) -> str:
    return f"{grouped(votes)} vote{'' if votes == 1 else 's'}"


def _papers(papers: int) -> str:
    return f"{grouped(papers)} paper{'' if papers == 1 else 's'}"


def _names(contest: Contest, ids: Iterable[str]) -> list[str]:
    return [contest.name_of(c) for c in ids]


def headline(declaration: Declaration) -> str:
    """One line that says what happened."""
    contest = declaration.contest
    if declaration.no_votes:
        return "No valid papers: nothing to count"
    if declaration.lot_needed:
        names = listed(_names(contest, declaration.lot_needed.candidates))
        return f"A lot is needed between {names}"
    names = listed(_names(contest, declaration.elected))
    word = chosen_as(contest)
    if contest.purpose is Purpose.ADVISORY:
        word = f"{'is' if len(declaration.elected) == 1 else 'are'} {word}"
    if len(declaration.elected) > 1 or not declaration.margin:
        return f"{names} {word}"
    margin = declaration.margin
    where = "" if len(rule_stages(declaration)) == 1 else f" at the {ordinal(margin.stage)} stage"
    return f"{names} {word}{where}, {_by_how_much(contest, margin)}"


def rule_stages(declaration: Declaration) -> tuple[Stage, ...]:
    """The stages that the result needed."""
    return tuple(s for s in declaration.stages if s.needed)


def _by_how_much(contest: Contest, margin: Margin) -> str:
    if not margin.points:
        return "by lot" if contest.rule != "av" else "after a tie"
    if margin.votes is not None:
        return f"by {_votes(margin.votes)}"
    return f"by {share(margin.points)} points"


def story(declaration: Declaration) -> tuple[str, ...]:
    """What happened and why, in two sentences; one where there is no more to say."""
    contest = declaration.contest
    if declaration.no_votes:
        return ("No paper holds a preference for a standing candidate.",)
    if declaration.lot_needed:
        return (lot_sentence(contest, declaration.lot_needed),)
    if len(declaration.elected) > 1 or not declaration.margin:
        return (stage_sentence(declaration, declaration.deciding_stage),)
    if declaration.margin.stage == 1:
        return (_first_stage_sentence(declaration), _runner_up_sentence(declaration))
    return (_lead_sentence(declaration), _turn_sentence(declaration))


def _first_stage_sentence(declaration: Declaration) -> str:
    contest, stage = declaration.contest, declaration.deciding_stage
    winner = stage.elected[0]
    why = {
        By.MAJORITY: "more than all others together",
        By.EQUAL_OR_EXCEED: "as many as all others together",
        By.MORE_OF_TWO: "the more of the two",
        By.MOST_VOTES: "the most, though not more than half",
        By.TIE: "level with another, and drawn by lot",
    }[stage.elected_by or By.MAJORITY]
    amounts = amount(declaration, stage, winner)
    return f"{contest.name_of(winner)} had {amounts} on first preferences, {why}."


def _runner_up_sentence(declaration: Declaration) -> str:
    stage, margin = declaration.deciding_stage, declaration.margin
    assert margin is not None
    name = declaration.contest.name_of(margin.runner_up)
    return f"{name} came second with {amount(declaration, stage, margin.runner_up)}."


def _leader(stage: Stage) -> str | None:
    top = max(stage.points.values())
    leaders = [c for c, p in stage.points.items() if p == top]
    return leaders[0] if len(leaders) == 1 else None


def _lead_sentence(declaration: Declaration) -> str:
    contest, margin = declaration.contest, declaration.margin
    assert margin is not None
    before = [s for s in rule_stages(declaration) if s.number < margin.stage]
    leaders = [_leader(s) for s in before]
    winner = contest.name_of(margin.winner)
    if all(leader == margin.winner for leader in leaders):
        return f"{winner} led at every stage{_sections_led(declaration, margin.winner)}."
    other = leaders[0]
    if other and other != margin.winner and all(leader == other for leader in leaders):
        stages = (
            "at the first stage"
            if len(before) == 1
            else f"for the first {_number(len(before))} stages"
        )
        return f"{contest.name_of(other)} led {stages}{_sections_led(declaration, other)}."
    ahead = sum(leader == margin.winner for leader in leaders)
    return f"{winner} led at {_number(ahead)} of the {_number(len(before))} stages before the last."


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
    if not led:
        return ", though in none of the sections at the last"
    if led == total:
        return " and in every section at the last"
    return f" and in {_number(led)} of the {_number(total)} sections at the last"


def _turn_sentence(declaration: Declaration) -> str:
    contest, margin = declaration.contest, declaration.margin
    assert margin is not None
    stage = declaration.deciding_stage
    before = declaration.stages[stage.number - 2]
    gone = listed(_names(contest, before.excluded))
    winner, other = contest.name_of(margin.winner), contest.name_of(margin.runner_up)
    was_ahead = before.points[margin.winner] > before.points[margin.runner_up]
    also = _strongest_section(declaration)
    verb = "kept" if was_ahead else "put"
    what = f"Transfers from {gone}{also} {verb} {winner} ahead of {other}"
    ending = f"{share(stage.points[margin.winner])} to {share(stage.points[margin.runner_up])}"
    if contest.weighted:
        return f"{what}, {ending} points of the whole."
    votes = (stage.total(margin.winner), stage.total(margin.runner_up))
    return f"{what}, {grouped(votes[0])} votes to {grouped(votes[1])}."


def _strongest_section(declaration: Declaration) -> str:
    """In a weighted contest of the last two: the section that gave the winner the largest lead."""
    contest, stage, margin = declaration.contest, declaration.deciding_stage, declaration.margin
    assert margin is not None
    if not contest.weighted or len(stage.votes) != 2:
        return ""
    leads = []
    for n, section in enumerate(contest.sections):
        ours, theirs = stage.votes[margin.winner][n], stage.votes[margin.runner_up][n]
        if ours > theirs:
            leads.append((Fraction(ours, ours + theirs), section.name))
    if not leads:
        return ""
    best, name = max(leads)
    return f", and a lead of {percent(best, 0)} to {percent(1 - best, 0)} per cent in {name},"


def tie_sentence(contest: Contest, tie: Tie) -> str:
    """How a tie was settled."""
    names = listed(_names(contest, tie.candidates))
    act = "to be excluded" if tie.act is Act.EXCLUDE else f"to be {_passive(contest)}"
    chosen = contest.name_of(tie.chosen)
    if not tie.by_lot:
        few = "fewer" if tie.act is Act.EXCLUDE else "more"
        return f"{names} were level; {chosen} had {few} at stage {tie.stage}."
    narrowed = ""
    if len(tie.level) < len(tie.candidates):
        narrowed = f"; stage {tie.stage} left {listed(_names(contest, tie.level))}"
    return f"{names} were level{narrowed}; the lot fell on {chosen} {act}."


def _passive(contest: Contest) -> str:
    return "chosen" if contest.purpose is Purpose.ADVISORY else chosen_as(contest)


def lot_sentence(contest: Contest, needed: LotNeeded) -> str:
    """What is asked, and how to answer it."""
    names = listed(_names(contest, needed.candidates))
    act = "excluded" if needed.act is Act.EXCLUDE else _passive(contest)
    return (
        f"At stage {needed.stage} {names} are level and no earlier stage tells them apart: "
        f"draw a lot to say which of them is to be {act}, record it and count again."
    )


def stage_sentence(declaration: Declaration, stage: Stage) -> str:
    """Who was elected or excluded at a stage, and why."""
    contest = declaration.contest
    parts = []
    if stage.elected:
        parts.append(_elected_sentence(declaration, stage))
    elif stage.excluded and stage.needed:
        parts.append(_nobody_sentence(declaration, stage))
    if stage.excluded:
        parts.append(_excluded_sentence(declaration, stage))
    parts.extend(tie_sentence(contest, tie) for tie in stage.ties)
    if declaration.lot_needed and declaration.lot_needed.stage == stage.number:
        parts.append(lot_sentence(contest, declaration.lot_needed))
    if not stage.needed:
        parts.append("This stage was not needed for the result.")
        if stage is declaration.stages[-1] and len(stage.votes) > 2:
            parts.append("The count stops here: the lowest are level, and nothing hangs on it.")
    return " ".join(parts)


def _elected_sentence(declaration: Declaration, stage: Stage) -> str:
    contest = declaration.contest
    names = listed(_names(contest, stage.elected))
    verb = "is" if len(stage.elected) == 1 else "are"
    if len(stage.elected) > 1:
        return f"{names} have the most votes and {verb} {chosen_as(contest)}."
    has = amount(declaration, stage, stage.elected[0])
    reason = {
        By.MAJORITY: "more than all other continuing candidates together",
        By.EQUAL_OR_EXCEED: "as many as all other continuing candidates together",
        By.MORE_OF_TWO: "the more of the two who remain, though not more than half of the base",
        By.MOST_VOTES: "the most, though not more than half",
        By.TIE: "as many as another candidate",
    }[stage.elected_by or By.MAJORITY]
    if stage.elected_by is By.MAJORITY and contest.base is Base.FIRST:
        reason = "more than half of the first stage's"
    if len(stage.votes) == 1:
        reason = "as the only candidate"
    return f"{names} has {has}, {reason}, and {verb} {chosen_as(contest)}."


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
    has = amount(declaration, stage, stage.excluded[0])
    return f"{names} has the fewest, {has}, and is excluded."


def margin_sentences(declaration: Declaration) -> tuple[str, ...]:
    """How close it was, in points or votes and in papers of each section."""
    margin, contest = declaration.margin, declaration.contest
    if margin is None:
        return ()
    winner, other = contest.name_of(margin.winner), contest.name_of(margin.runner_up)
    ahead = _votes(margin.votes) if margin.votes is not None else f"{share(margin.points)} points"
    said = [f"{winner} was {ahead} ahead of {other} at the stage that decided."]
    moves = [
        (s.name, margin.papers_to_move[s.id])
        for s in contest.sections
        if margin.papers_to_move[s.id] is not None
    ]
    if moves:
        whose = len(contest.sections) > 1
        options = ", or ".join(
            f"{_papers(n or 0)} of {name}" if whose else _papers(n or 0) for name, n in moves
        )
        comma = "," if len(moves) > 1 else ""
        earlier = "; a change at an earlier stage could have needed fewer"
        said.append(
            f"At that stage {options}{comma} going to {other} instead of {winner} would have put "
            f"{other} ahead{earlier if margin.stage > 1 else ''}."
        )
    return tuple(said)


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
    if declaration.reversal:
        said.append(_reversal_sentence(declaration))
    decided = declaration.deciding_stage
    if decided.elected_by is By.MORE_OF_TWO:
        winner = contest.name_of(decided.elected[0])
        base = "votes" if not contest.weighted else "points in play"
        said.append(
            f"{winner} has more than the other of the last two, but not more than half of the "
            f"{base} at the first stage."
        )
    said.extend(contest.notes)
    return tuple(said)


def _reversal_sentence(declaration: Declaration) -> str:
    reversal, contest = declaration.reversal, declaration.contest
    assert reversal is not None
    leader, other = contest.name_of(reversal.leader), contest.name_of(reversal.runner_up)
    held = (
        "The papers hold later preferences, which this rule leaves aside: count them by the "
        "alternative vote to see."
        if reversal.collected
        else "Nobody was asked for later preferences."
    )
    return (
        f"{rule_of(contest).name.capitalize()} counted first preferences only. If each of the "
        f"{_papers(reversal.others)} for others had passed to one of the two, more than "
        f"{percent(reversal.share, 1)} per cent of them going to {other} would have put "
        f"{other} ahead of {leader}. {held}"
    )
