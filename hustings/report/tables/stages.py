"""Stage by stage: what each candidate has, gains, and becomes."""

from __future__ import annotations

from fractions import Fraction

from hustings.contest import Base
from hustings.count import Stage, rule_of
from hustings.declaration import Declaration
from hustings.declaration.wording import amount, base_words, chosen_as, listed, share
from hustings.language import say, to_say
from hustings.report.markup import Html, element, join
from hustings.report.order import after, change, result_order
from hustings.report.tables.frame import (
    Row,
    Swatch,
    banded_table,
    candidate_cell,
    figure_cell,
    head_cell,
    nothing_cell,
    row_cell,
    signed,
    signed_share,
    stage_words,
    stages_cue,
)
from hustings.report.words import invented_sections
from hustings.rounding import grouped, rounded

__all__ = [
    "base_stage",
    "fate",
    "out_of_count",
    "stage_table",
]


def stage_table(declaration: Declaration, swatch: Swatch, *, name: str = "stages") -> Html:
    """Candidates down, stages across: points if weighted, else votes, with gains under them.

    ``name`` is the table's id.
    """
    contest = declaration.contest
    shown = [c for c in result_order(declaration) if not contest.candidate(c).withdrawn]
    rows = [_stage_row(declaration, c, swatch) for c in shown]
    rows += [_withdrawn_row(declaration, c.id) for c in contest.candidates if c.withdrawn]
    unit = say("Points") if contest.weighted else say("Votes")
    return banded_table(
        name,
        _stage_caption(declaration),
        head=[
            element("th", unit, scope="col"),
            *(_stage_head(declaration, s) for s in declaration.stages),
        ],
        body=rows,
        foot=_stage_feet(declaration),
        cue=_stage_cue(declaration),
    )


def _stage_cue(declaration: Declaration) -> str:
    """That there are more stages at the side, and how the one ended that decided."""
    count, last = len(declaration.stages), declaration.deciding_stage
    more = stages_cue(count)
    if not last.elected:
        return more
    contest, order = declaration.contest, declaration.placing
    first = [
        say("{name} {amount}", name=contest.name_of(c), amount=amount(declaration, last, c))
        for c in order[:2]
    ]
    if len(last.elected) > 1:
        first = [contest.name_of(c) for c in last.elected]
    names = listed(first)
    return f"{more} {say('Stage {number} decided: {names}.', number=last.number, names=names)}"


def _stage_caption(declaration: Declaration) -> Html:
    contest, several = declaration.contest, len(declaration.stages) > 1
    if contest.weighted:
        parts = [say("In {base}.", base=base_words(contest))]
        if several:
            parts.append(say("Small figures: the change since the stage before, in points."))
    else:
        parts = [say(_CAPTIONS[contest.base is Base.FIRST][several])]
    return join([*parts, invented_sections(contest)], " ")


_CAPTIONS = (
    (
        to_say("In votes. Small figures: per cent of those live at each stage."),
        to_say(
            "In votes. Small figures: per cent of those live at each stage, and votes gained since "
            "the stage before."
        ),
    ),
    (
        to_say("In votes. Small figures: per cent of those live at the first stage."),
        to_say(
            "In votes. Small figures: per cent of those live at the first stage, and votes gained "
            "since the stage before."
        ),
    ),
)
"""Whether shares are of the first stage; then whether there are several stages."""


def _stage_head(declaration: Declaration, stage: Stage) -> Html:
    gone = listed(after(stage, declaration.contest))
    small = say("after {names}", names=gone) if gone else say("first preferences")
    if (number := len(stage.transfers)) > 2:
        small = say("after {number} were excluded", number=number)
    if not stage.needed:
        small = say("{stage}; not needed for the result", stage=small)
    return head_cell(stage_words(stage.number), small=small)


def _stage_row(declaration: Declaration, candidate: str, swatch: Swatch) -> Row:
    cells = tuple(_stage_cell(declaration, stage, candidate) for stage in declaration.stages)
    out = candidate not in declaration.elected and any(
        candidate in s.excluded for s in declaration.stages
    )
    head = candidate_cell(declaration, candidate, swatch)
    return Row(head, cells, "gone" if out else None)


def _stage_cell(declaration: Declaration, stage: Stage, candidate: str) -> Html:
    if candidate not in stage.votes:
        return nothing_cell()
    contest = declaration.contest
    gained = change(declaration, stage, candidate)
    if contest.weighted:
        main = share(stage.points[candidate])
        small = [""]
        if stage.number > 1:
            before = declaration.stages[stage.number - 2].points[candidate]
            small = [signed_share(stage.points[candidate] - before)]
    else:
        main = grouped(stage.total(candidate))
        small = [
            f"{share(stage.points[candidate])}%",
            "" if gained is None else signed(sum(gained)),
        ]
    return figure_cell(
        main, *small, fate(declaration, stage, candidate), mark=_mark(stage, candidate)
    )


def fate(declaration: Declaration, stage: Stage, candidate: str) -> Html:
    """What became of a candidate at a stage, in a word under the figure; empty if nothing did."""
    word = ""
    if candidate in stage.elected:
        word = chosen_as(declaration.contest)
    elif candidate in stage.excluded:
        word = say("excluded")
    return element("span", word, class_="fate") if word else Html("")


def _mark(stage: Stage, candidate: str) -> str:
    if candidate in stage.elected:
        return "won"
    return "out" if candidate in stage.excluded else ""


def _withdrawn_row(declaration: Declaration, candidate: str) -> Row:
    cells = tuple(nothing_cell(say("withdrawn")) for _ in declaration.stages)
    name = declaration.contest.name_of(candidate)
    return Row(row_cell(name, small=say("withdrawn")), cells, "gone")


def _stage_feet(declaration: Declaration) -> list[Row]:
    stages, contest = declaration.stages, declaration.contest
    feet = []
    if contest.weighted:
        feet.append(
            (say("All together"), [share(sum(s.points.values(), Fraction(0))) for s in stages])
        )
        feet.append((_half_name(declaration), [share(s.half) for s in stages]))
    else:
        feet.append((say("Not transferable"), [grouped(out_of_count(s)) for s in stages]))
        feet.append((say("Valid papers"), [grouped(sum(s.live) + out_of_count(s)) for s in stages]))
        feet.append((_half_name(declaration), [_half_votes(declaration, s) for s in stages]))
    return [Row.of(name, values) for name, values in feet]


def _half_name(declaration: Declaration) -> str:
    """Half is the line to win where the rule looks for a majority at every stage."""
    half = rule_of(declaration.contest).asks_for_half
    return say("Half: the winning line") if half else say("Half")


def out_of_count(stage: Stage) -> int:
    """All papers out of the count by a stage, for whatever cause, all sections added."""
    return sum(sum(votes) for votes in stage.non_transferable.values())


def _half_votes(declaration: Declaration, stage: Stage) -> str:
    half = Fraction(sum(base_stage(declaration, stage).live), 2)
    return rounded(half, 0 if half.denominator == 1 else 1)


def base_stage(declaration: Declaration, stage: Stage) -> Stage:
    """The stage whose live votes are the base of the shares at this one."""
    return declaration.stages[0] if declaration.contest.base is Base.FIRST else stage
