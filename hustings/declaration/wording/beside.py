"""What stands beside a result: how close it was, and what a reader must know."""

from __future__ import annotations

from collections.abc import Sequence

from hustings.contest import Contest
from hustings.count import Act, By, ignored_options, rule_of
from hustings.declaration import Declaration, Margin, Reversal
from hustings.declaration.wording.stages import tie_sentence, ties_about
from hustings.declaration.wording.story import deciding_tie, level_sentence
from hustings.declaration.wording.words import (
    capital_first,
    chosen_as,
    lead_words,
    listed,
    listed_names,
    names_of,
    needed_stages,
    papers_words,
    share,
    votes_words,
)
from hustings.rounding import percent_enough

__all__ = ["margin_sentences", "provisos"]


def margin_sentences(declaration: Declaration) -> tuple[str, ...]:
    """How close it was, in points or votes and in papers of each section; of ties, what decided."""
    margin, contest = declaration.margin, declaration.contest
    if margin is None:
        drawn = ties_about(declaration.deciding_stage, Act.ELECT) if declaration.elected else ()
        return tuple(tie_sentence(contest, tie) for tie in drawn)
    moves = [
        (s.name, papers)
        for s in contest.sections
        if (papers := margin.papers_to_move[s.id]) is not None
    ]
    said = [_how_far_sentence(declaration, margin)]
    return (*said, _moves_sentence(contest, margin, moves)) if moves else tuple(said)


def _how_far_sentence(declaration: Declaration, margin: Margin) -> str:
    contest, tie = declaration.contest, deciding_tie(declaration)
    if tie:
        return level_sentence(declaration, tie, "at the stage that decided")
    ahead = votes_words(margin.votes) if margin.votes is not None else lead_words(margin.points)
    winner, others = contest.name_of(margin.winner), listed_names(contest, margin.runners_up)
    level = ", who were level," if len(margin.runners_up) > 1 else ""
    return f"{winner} was {ahead} ahead of {others}{level} at the stage that decided."


def _moves_sentence(contest: Contest, margin: Margin, moves: Sequence[tuple[str, int]]) -> str:
    """The papers that, going to a runner-up instead, would have turned the deciding stage."""
    whose = len(contest.sections) > 1
    options = ", or ".join(
        f"{papers_words(n)} of {s}" if whose else papers_words(n) for s, n in moves
    )
    comma = "," if len(moves) > 1 else ""
    winner, other = contest.name_of(margin.winner), listed_names(contest, margin.runners_up)
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
    tie = deciding_tie(declaration)
    if tie and not tie.by_lot and declaration.margin:
        said.append(_how_far_sentence(declaration, declaration.margin))
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
    name = capital_first(rule_of(contest).name)
    return [f"{name} takes no account of {listed(ignored)}."] if ignored else []


def _lot_provisos(declaration: Declaration) -> list[str]:
    """That chance had a part in the result, where a lot was drawn on the way to it."""
    contest, said = declaration.contest, []
    drawn = [(s, t) for s in needed_stages(declaration) for t in s.ties if t.by_lot]
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
            between = listed(names_of(contest, tie.level))
            said.append(
                f"A lot between {between} decided who {is_chosen}; another draw {could} the result."
            )
    return said


def _reversal_sentence(contest: Contest, reversal: Reversal) -> str:
    leader, other = contest.name_of(reversal.leader), listed_names(contest, reversal.runners_up)
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
        f"{capital_first(rule_of(contest).name)} counted first preferences only. {begin} "
        f"{_others(reversal)} had passed to one of {two}, more than "
        f"{percent_enough(reversal.share)} per cent of {of} going to {to} would have put {other} "
        f"ahead of {leader}. {held}"
    )


def _others(reversal: Reversal) -> str:
    """The votes that could have turned the result: papers, or points where sections are weighed."""
    if reversal.others is None:
        return f"all {share(reversal.others_points)} points of the whole for others"
    each = "the" if reversal.others == 1 else "each of the"
    return f"{each} {papers_words(reversal.others)} for others"
