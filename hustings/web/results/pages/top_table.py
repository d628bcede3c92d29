"""The one table above the fold: each candidate's first preferences, and what was had at the end."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hustings.count import Stage
from hustings.declaration import Declaration
from hustings.declaration.wording import chosen_as, share
from hustings.report.drawings import Drawings
from hustings.report.markup import Html, element, strong
from hustings.report.order import result_order
from hustings.report.tables import figure_cell, head_cell, table
from hustings.report.tables.frame import candidate_cell, nothing_cell
from hustings.rounding import grouped

__all__ = ["top_table"]


def top_table(declaration: Declaration) -> Html:
    """Candidates down, first and deciding stage across; one stage where that decided."""
    stages = _shown(declaration)
    swatch = Drawings(declaration).swatch
    standing = [
        c for c in result_order(declaration) if not declaration.contest.candidate(c).withdrawn
    ]
    return table(
        "top-table",
        _caption(declaration),
        head=[
            element("th", _("Candidate"), scope="col"),
            *(head_cell(_heading(stage)) for stage in stages),
            element("th", _("Outcome"), scope="col"),
        ],
        body=[
            element(
                "tr",
                candidate_cell(declaration, c, swatch),
                *(_cell(declaration, stage, c) for stage in stages),
                element("td", _outcome(declaration, c), class_="outcome-word"),
            )
            for c in standing
        ],
    )


def _shown(declaration: Declaration) -> list[Stage]:
    first, last = declaration.stages[0], declaration.deciding_stage
    return [first] if first is last else [first, last]


def _heading(stage: Stage) -> str:
    if stage.number == 1:
        return _("First preferences")
    decided = _("Stage %(number)d, which decided") if stage.elected else _("Stage %(number)d")
    return decided % {"number": stage.number}


def _caption(declaration: Declaration) -> str:
    if declaration.contest.weighted:
        return _("In points of the whole (100).")
    told = _("In votes, of %(valid)s valid papers; per cent of the votes live.")
    return told % {"valid": grouped(declaration.valid)}


def _cell(declaration: Declaration, stage: Stage, candidate: str) -> Html:
    if candidate not in stage.votes:
        return nothing_cell()
    mark = "won" if candidate in stage.elected else ""
    points = share(stage.points[candidate])
    if declaration.contest.weighted:
        return figure_cell(points, mark=mark)
    return figure_cell(grouped(stage.total(candidate)), f"{points}%", mark=mark)


def _outcome(declaration: Declaration, candidate: str) -> Html | str:
    """What became of a candidate, in a word or two; nothing where nothing was decided of it."""
    if candidate in declaration.elected:
        return strong(chosen_as(declaration.contest))
    needed = [s for s in declaration.stages if s.needed]
    out = next((s.number for s in needed if candidate in s.excluded), None)
    if not out or candidate in needed[-1].votes:
        return ""
    return _("out at stage %(number)d") % {"number": out}
