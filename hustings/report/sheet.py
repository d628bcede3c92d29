"""The stage sheet: every figure of the count in one CSV table. Shape: docs/spec/stage-sheet.md.

Candidates down, stages across, with a column of changes before each stage after the first. Within
a block of votes every column of a stage adds up to the valid papers, and every change to nought.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from io import StringIO
from itertools import pairwise

from hustings.ballot import End
from hustings.contest import Contest
from hustings.count import Stage, Votes, rule_of
from hustings.declaration import Declaration
from hustings.declaration.wording import chosen_as
from hustings.language import ENGLISH, speaking
from hustings.rounding import rounded

__all__ = ["stage_sheet"]

PLACES = 6
"""Decimal places of the points; the exact fractions stand in the JSON."""

Row = list[str]
Value = int | Fraction | None
Pick = Callable[[Votes], int]


def stage_sheet(declaration: Declaration) -> str:
    """The sheet as CSV text: RFC 4180 quoting, LF at the end of each line, no comments.

    Its words are English, whatever language is in force.
    """
    with speaking(ENGLISH):
        return _sheet(declaration)


def _sheet(declaration: Declaration) -> str:
    contest = declaration.contest
    rows = [_header(declaration.stages)]
    for number, section in enumerate(contest.sections):
        rows += _votes_block(declaration, "section", section.id, _of_section(number))
    if len(contest.sections) > 1:
        rows += _votes_block(declaration, "all", "", sum)
    rows += _points_block(declaration)
    written = StringIO()
    csv.writer(written, lineterminator="\n").writerows(rows)
    return written.getvalue()


def _of_section(number: int) -> Pick:
    return lambda votes: votes[number]


def _header(stages: Sequence[Stage]) -> Row:
    first = ["scope", "section", "kind", "id", "name", "fate", "fate_stage"]
    across = [
        n for s in stages for n in ([f"change_{s.number}"] * (s.number > 1), [f"stage_{s.number}"])
    ]
    return [*first, *(name for names in across for name in names)]


def _votes_block(declaration: Declaration, scope: str, section: str, pick: Pick) -> list[Row]:
    """Candidates, papers not transferable by cause, and the total, of one section or of all."""
    stages, contest = declaration.stages, declaration.contest
    rows = []
    for candidate in contest.candidates:
        held = [pick(s.votes[candidate.id]) if candidate.id in s.votes else None for s in stages]
        head = [scope, section, "candidate", candidate.id, candidate.name]
        rows.append([*head, *_fate(declaration, candidate.id), *_across(held)])
    for cause in _causes(stages):
        out = [
            pick(s.non_transferable[cause.cause]) if cause.cause in s.non_transferable else 0
            for s in stages
        ]
        head = [scope, section, "non_transferable", cause.cause, cause.words, "", ""]
        rows.append([*head, *_across(out)])
    total = [pick(s.live) + sum(pick(v) for v in s.non_transferable.values()) for s in stages]
    rows.append([scope, section, "total", "", "valid papers", "", "", *_across(total)])
    return rows


def _points_block(declaration: Declaration) -> list[Row]:
    """Points of the whole = 100 of each candidate, all of them together, and half."""
    stages = declaration.stages
    rows = []
    for candidate in declaration.contest.candidates:
        held = [s.points.get(candidate.id) for s in stages]
        head = ["points", "", "candidate", candidate.id, candidate.name]
        rows.append([*head, *_fate(declaration, candidate.id), *_across(held)])
    together = [sum(s.points.values(), Fraction(0)) for s in stages]
    rows.append(["points", "", "total", "", "points in play", "", "", *_across(together)])
    halves = [s.half for s in stages]
    # Under the other rules the most points elect, at the last stage at least.
    line = "winning line" if rule_of(declaration.contest).asks_for_half else "half"
    rows.append(["points", "", "half", "", line, "", "", *_across(halves)])
    return rows


def _across(values: Sequence[Value]) -> Row:
    """The values of all stages with their changes between; who went out gives up what was held."""
    cells = [_cell(values[0])]
    for before, now in pairwise(values):
        changed = None if before is None else (0 if now is None else now) - before
        cells += [_cell(changed), _cell(now)]
    return cells


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, int):
        return str(value)
    return rounded(value * 100, PLACES).replace(",", "")


def _causes(stages: Iterable[Stage]) -> list[End]:
    """The causes that any stage gives; want of a further preference always."""
    found = {cause for s in stages for cause in s.non_transferable}
    return [end for end in End if end is End.NO_FURTHER or end.cause in found]


def _fate(declaration: Declaration, candidate: str) -> Row:
    """What became of a candidate, in the words of the contest's purpose, and at which stage."""
    contest: Contest = declaration.contest
    for stage in declaration.stages:
        if candidate in stage.elected:
            return [chosen_as(contest), str(stage.number)]
        if candidate in stage.excluded:
            return ["excluded", str(stage.number)]
    return ["withdrawn" if contest.candidate(candidate).withdrawn else "", ""]
