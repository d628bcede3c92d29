"""What stands beside a result: how close it was, and what a reader must know."""

from __future__ import annotations

from collections.abc import Sequence

from hustings.contest import Contest, Purpose
from hustings.count import Act, By, ignored_options
from hustings.declaration import Declaration, Margin, Reversal
from hustings.declaration.wording.stages import deciding_tie, tie_sentence, ties_about
from hustings.declaration.wording.story import level_sentence
from hustings.declaration.wording.words import (
    capital_first,
    lead_words,
    listed,
    listed_names,
    names_of,
    needed_stages,
    papers_words,
    rule_name,
    share,
    votes_words,
)
from hustings.language import say, say_number, to_say
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
        return level_sentence(declaration, tie, say("at the stage that decided"))
    ahead = votes_words(margin.votes) if margin.votes is not None else lead_words(margin.points)
    text = to_say("{winner} was {lead} ahead of {others} at the stage that decided.")
    if len(margin.runners_up) > 1:
        text = to_say(
            "{winner} was {lead} ahead of {others}, who were level, at the stage that decided."
        )
    others = listed_names(contest, margin.runners_up)
    return say(text, winner=contest.name_of(margin.winner), lead=ahead, others=others)


def _moves_sentence(contest: Contest, margin: Margin, moves: Sequence[tuple[str, int]]) -> str:
    """The papers that, going to a runner-up instead, would have turned the deciding stage."""
    return say(
        _MOVES[len(margin.runners_up) > 1][margin.stage > 1],
        papers=_any_of(contest, moves),
        winner=contest.name_of(margin.winner),
        others=listed_names(contest, margin.runners_up),
    )


_MOVES = (
    (
        to_say(
            "At that stage {papers} going to {others} instead of {winner} would have put {others} "
            "ahead."
        ),
        to_say(
            "At that stage {papers} going to {others} instead of {winner} would have put {others} "
            "ahead; a change at an earlier stage could have needed fewer."
        ),
    ),
    (
        to_say(
            "At that stage {papers} going to one of {others} instead of {winner} would have put "
            "that one ahead."
        ),
        to_say(
            "At that stage {papers} going to one of {others} instead of {winner} would have put "
            "that one ahead; a change at an earlier stage could have needed fewer."
        ),
    ),
)
"""Whether several were level behind the winner; then whether there was an earlier stage."""


def _any_of(contest: Contest, moves: Sequence[tuple[str, int]]) -> str:
    """So many papers of one section, or so many of another."""
    if len(contest.sections) == 1:
        return papers_words(moves[0][1])
    first, *others = (
        say("{papers} of {section}", papers=papers_words(n), section=name) for name, n in moves
    )
    for other in others:
        first = say("{papers}, or {others}", papers=first, others=other)
    return say("{papers},", papers=first) if others else first


def provisos(declaration: Declaration) -> tuple[str, ...]:
    """What a reader must know beside the result: invented rankings, figures that do not fit ..."""
    contest = declaration.contest
    invented: dict[str, list[str]] = {}
    for s in contest.sections:
        invented.setdefault(s.invented, []).append(s.name)
    said = [f"{listed(names)}: {why}" for why, names in invented.items() if why]
    for section, figures in zip(contest.sections, declaration.reconciliation, strict=True):
        where = "" if len(contest.sections) == 1 else f"{section.name}: "
        said.extend(
            f"{where}{say('the figures do not add up: {problem}.', problem=problem)}"
            for problem in figures.problems
        )
    tie = deciding_tie(declaration)
    if tie and not tie.by_lot and declaration.margin:
        said.append(_how_far_sentence(declaration, declaration.margin))
    said.extend(_lot_provisos(declaration))
    if declaration.reversal:
        said.append(_reversal_sentence(contest, declaration.reversal))
    said.extend(_more_of_two_proviso(declaration))
    said.extend(_ignored_proviso(contest))
    said.extend(contest.notes)
    return tuple(said)


def _more_of_two_proviso(declaration: Declaration) -> list[str]:
    """That the winner of the last two had no more than half of what there was at first."""
    contest, decided = declaration.contest, declaration.deciding_stage
    if decided.elected_by is not By.MORE_OF_TWO:
        return []
    text = to_say(
        "{winner} has more than the other of the last two, but not more than half of the votes at "
        "the first stage."
    )
    if contest.weighted:
        text = to_say(
            "{winner} has more than the other of the last two, but not more than half of the "
            "points in play at the first stage."
        )
    return [say(text, winner=contest.name_of(decided.elected[0]))]


_OPTION_WORDS = {
    "tie_order": to_say("the order of earlier stages that settles ties (tie_order)"),
    "majority": to_say("the majority that is enough (majority)"),
    "to_two": to_say("counting on down to two (to_two)"),
}


def _ignored_proviso(contest: Contest) -> list[str]:
    """That the contest sets options which its rule does not know."""
    ignored = [say(_OPTION_WORDS.get(name, name)) for name in ignored_options(contest)]
    if not ignored:
        return []
    rule = rule_name(contest)
    said = say("{rule} takes no account of {options}.", rule=rule, options=listed(ignored))
    return [capital_first(said)]


def _lot_provisos(declaration: Declaration) -> list[str]:
    """That chance had a part in the result, where a lot was drawn on the way to it."""
    contest, open_still = declaration.contest, declaration.lot_needed is not None
    drawn = [(s, t) for s in needed_stages(declaration) for t in s.ties if t.by_lot]
    out = [str(s.number) for s, tie in drawn if tie.act is Act.EXCLUDE]
    said = [_went_out_by_lot(out, open_still=open_still)] if out else []
    text = _LOT_BETWEEN[contest.purpose]
    if open_still:
        text = to_say(
            "A lot between {names} decided who has a place; another draw could change the result."
        )
    said.extend(
        say(text, names=listed(names_of(contest, tie.level)))
        for _, tie in drawn
        if tie.act is Act.ELECT
    )
    return said


def _went_out_by_lot(stages: Sequence[str], *, open_still: bool) -> str:
    if open_still:
        return say_number(
            "A lot decided who went out at stage {stages}; another draw could change the result.",
            "Lots decided who went out at stages {stages}; another draw could change the result.",
            len(stages),
            stages=listed(stages),
        )
    return say_number(
        "A lot decided who went out at stage {stages}; another draw could have changed the result.",
        "Lots decided who went out at stages {stages}; another draw could have changed the result.",
        len(stages),
        stages=listed(stages),
    )


_LOT_BETWEEN = {
    Purpose.ADVISORY: to_say(
        "A lot between {names} decided who is the choice of those voting; another draw could have "
        "changed the result."
    ),
    Purpose.NOMINATION: to_say(
        "A lot between {names} decided who is nominated; another draw could have changed the "
        "result."
    ),
    Purpose.SELECTION: to_say(
        "A lot between {names} decided who is selected; another draw could have changed the result."
    ),
    Purpose.ELECTION: to_say(
        "A lot between {names} decided who is elected; another draw could have changed the result."
    ),
}


def _reversal_sentence(contest: Contest, reversal: Reversal) -> str:
    """That the papers of the others could have turned a result of first preferences alone."""
    counted = say("{rule} counted first preferences only.", rule=rule_name(contest))
    held = (
        say(
            "The papers hold later preferences, which this rule leaves aside: count them by the "
            "alternative vote to see."
        )
        if reversal.collected
        else say("Nobody was asked for later preferences.")
    )
    return f"{capital_first(counted)} {_could_have_turned(contest, reversal)} {held}"


def _could_have_turned(contest: Contest, reversal: Reversal) -> str:
    """The votes that could have turned the result: papers, or points where sections are weighed."""
    several, gaps = len(reversal.runners_up) > 1, {
        "leader": contest.name_of(reversal.leader),
        "others": listed_names(contest, reversal.runners_up),
        "share": percent_enough(reversal.share),
    }  # fmt: skip
    if reversal.others is None:
        points = share(reversal.others_points)
        return say(_ALL_POINTS[several], **gaps, points=points)
    papers = papers_words(reversal.others)
    if several:
        return say_number(
            "Take {leader} and any one of {others}, who were level: if the {papers} for others had "
            "passed to one of these two, more than {share} per cent of them going to the latter "
            "would have put him or her ahead of {leader}.",
            "Take {leader} and any one of {others}, who were level: if each of the {papers} for "
            "others had passed to one of these two, more than {share} per cent of them going to "
            "the latter would have put him or her ahead of {leader}.",
            reversal.others,
            **gaps,
            papers=papers,
        )
    return say_number(
        "If the {papers} for others had passed to one of the two, more than {share} per cent of "
        "them going to {others} would have put {others} ahead of {leader}.",
        "If each of the {papers} for others had passed to one of the two, more than {share} per "
        "cent of them going to {others} would have put {others} ahead of {leader}.",
        reversal.others,
        **gaps,
        papers=papers,
    )


_ALL_POINTS = (
    to_say(
        "If all {points} points of the whole for others had passed to one of the two, more than "
        "{share} per cent of these points going to {others} would have put {others} ahead of "
        "{leader}."
    ),
    to_say(
        "Take {leader} and any one of {others}, who were level: if all {points} points of the "
        "whole for others had passed to one of these two, more than {share} per cent of these "
        "points going to the latter would have put him or her ahead of {leader}."
    ),
)
"""Whether several were level behind the leader."""
