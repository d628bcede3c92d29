"""The whole stage sheet as tables for paper: every section, every stage, votes and changes.

The same figures as :func:`hustings.report.sheet.stage_sheet`, in bands that fit the page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from hustings.ballot import End
from hustings.count import Stage, Votes
from hustings.declaration import Declaration
from hustings.declaration.wording import share
from hustings.language import say
from hustings.report.markup import Html, join
from hustings.report.order import result_order
from hustings.report.tables import figure_cell, head_cell, row_cell
from hustings.report.tables.frame import (
    Row,
    Swatch,
    banded_table,
    candidate_cell,
    nothing_cell,
    signed,
    signed_share,
    stage_words,
)
from hustings.report.words import invented_sections, section_warning
from hustings.rounding import grouped

__all__ = ["sheet_tables"]

_ACROSS = 6
"""Stages beside each other on a page."""

Pick = Callable[[Votes], int]


def sheet_tables(declaration: Declaration, swatch: Swatch) -> Html:
    """A table of votes for each section, one of all together, and of a weighted contest points."""
    contest = declaration.contest
    parts = []
    for n, section in enumerate(contest.sections):
        said = say("Votes at each stage.")
        if len(contest.sections) > 1:
            said = say("{section}: votes at each stage.", section=section.name)
        warning = section_warning(contest, n)
        parts.append(_votes(declaration, swatch, f"sheet-{n + 1}", said, warning, _of(n)))
    if len(contest.sections) > 1:
        said = say("All sections, votes added as papers: votes at each stage.")
        parts.append(
            _votes(declaration, swatch, "sheet-all", said, invented_sections(contest), sum)
        )
    if contest.weighted:
        parts.append(_points(declaration, swatch))
    return join(parts)


def _of(section: int) -> Pick:
    return lambda votes: votes[section]


def _votes(
    declaration: Declaration, swatch: Swatch, name: str, said: str, warning: str, pick: Pick
) -> Html:
    stages = declaration.stages
    rows = [
        Row(
            candidate_cell(declaration, c, swatch),
            tuple(_vote_cells(stages, [_held(s, c, pick) for s in stages])),
        )
        for c in result_order(declaration)
    ]
    out = [_out_row(stages, cause, pick) for cause in _causes(stages)]
    totals = [pick(s.live) + sum(map(pick, s.non_transferable.values())) for s in stages]
    feet = [*out, Row.of(say("Valid papers"), map(grouped, totals))]
    if len(stages) > 1:
        said += " " + say("Small figures: the change since the stage before.")
    return banded_table(
        name,
        join([said, warning], " "),
        head=[head_cell("", numbers=False), *_heads(stages)],
        body=rows,
        foot=feet,
        most=_ACROSS,
    )


def _held(stage: Stage, candidate: str, pick: Pick) -> int | None:
    return pick(stage.votes[candidate]) if candidate in stage.votes else None


def _vote_cells(stages: Sequence[Stage], held: Sequence[int | None]) -> list[Html]:
    """A cell a stage; at the stage after an exclusion, what the candidate gave up."""
    cells = []
    for n in range(len(stages)):
        now, before = held[n], held[n - 1] if n else None
        if now is None:
            gone = before is not None
            cells.append(figure_cell("–", signed(-before)) if gone and before else nothing_cell())
        else:
            cells.append(figure_cell(grouped(now), "" if before is None else signed(now - before)))
    return cells


def _causes(stages: Sequence[Stage]) -> list[End]:
    found = {cause for s in stages for cause in s.non_transferable}
    return [end for end in End if end is End.NO_FURTHER or end.cause in found]


def _out_row(stages: Sequence[Stage], cause: End, pick: Pick) -> Row:
    held = [pick(s.non_transferable[cause.cause]) if cause.cause in s.non_transferable else 0
            for s in stages]  # fmt: skip
    cells = _vote_cells(stages, held)
    return Row(row_cell(say("Not transferable: {cause}", cause=say(cause.words))), tuple(cells))


def _points(declaration: Declaration, swatch: Swatch) -> Html:
    stages = declaration.stages
    rows = []
    for c in result_order(declaration):
        held = [s.points.get(c) for s in stages]
        cells = [
            nothing_cell() if now is None else figure_cell(share(now, 4), _gain(held, n))
            for n, now in enumerate(held)
        ]
        rows.append(Row(candidate_cell(declaration, c, swatch), tuple(cells)))
    together = [share(sum(s.points.values(), Fraction(0)), 4) for s in stages]
    feet = [
        Row.of(say("All together"), together),
        Row.of(say("Half"), [share(s.half, 4) for s in stages]),
    ]
    warning = invented_sections(declaration.contest)
    return banded_table(
        "sheet-points",
        join([say("Points of the whole (100) at each stage."), warning], " "),
        head=[head_cell("", numbers=False), *_heads(stages)],
        body=rows,
        foot=feet,
        most=_ACROSS,
    )


def _gain(held: Sequence[Fraction | None], n: int) -> str:
    before, now = held[n - 1] if n else None, held[n]
    return "" if before is None or now is None else signed_share(now - before)


def _heads(stages: Sequence[Stage]) -> list[Html]:
    return [head_cell(stage_words(s.number)) for s in stages]
