"""What each section gave, at the stage that decided and at every stage."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from hustings.contest import Base, Contest
from hustings.count import Stage
from hustings.declaration import Declaration
from hustings.declaration.wording import share
from hustings.report.markup import Html, element, join
from hustings.report.order import result_order
from hustings.report.tables.frame import (
    IN_A_COLUMN,
    Row,
    Swatch,
    banded_table,
    candidate_cell,
    figure_cell,
    head_cell,
    nothing_cell,
    percent_of,
    plain_row,
    row_cell,
    section_name,
    table,
)
from hustings.report.tables.stages import base_stage
from hustings.report.words import invented_sections
from hustings.rounding import grouped

__all__ = [
    "section_stages_tables",
    "sections_table",
]


def sections_table(declaration: Declaration, stage: Stage) -> Html:
    """Each section's split at one stage: votes, per cent of the section, points of the whole."""
    contest = declaration.contest
    shown = [c for c in result_order(declaration) if c in stage.votes]
    worth, base = _points_per_vote(declaration, stage), base_stage(declaration, stage).live
    rows = [
        Row(
            row_cell(section_name(contest, n), small=f"{grouped(stage.live[n])} votes live"),
            tuple(
                figure_cell(
                    grouped(stage.votes[c][n]),
                    percent_of(stage.votes[c][n], base[n]),
                    f"{share(stage.votes[c][n] * worth[n])} points" if contest.weighted else "",
                )
                for c in shown
            ),
        )
        for n in range(len(contest.sections))
    ]
    return banded_table(
        "sections",
        join([_sections_caption(contest, stage), invented_sections(contest)], " "),
        head=[
            element("th", "Section", scope="col"),
            *(head_cell(contest.name_of(c)) for c in shown),
        ],
        body=rows,
        foot=[_sections_foot(declaration, stage, shown)],
        cue=f"Scroll sideways for all {len(shown)} candidates.",
        most=IN_A_COLUMN,
    )


def _sections_caption(contest: Contest, stage: Stage) -> str:
    when = "at the first stage" if contest.base is Base.FIRST else "at this stage"
    said = (
        f"Stage {stage.number}, by section: votes; per cent of the section's own votes live {when}"
    )
    if not contest.weighted:
        return f"{said}."
    return f"{said}; and what they make in points of the whole (100)."


def _sections_foot(declaration: Declaration, stage: Stage, shown: Sequence[str]) -> Row:
    if declaration.contest.weighted:
        return Row.of("The whole", [f"{share(stage.points[c])} points" for c in shown])
    live = sum(base_stage(declaration, stage).live)
    cells = tuple(
        figure_cell(grouped(stage.total(c)), percent_of(stage.total(c), live)) for c in shown
    )
    return Row(row_cell("All sections"), cells)


def _points_per_vote(declaration: Declaration, stage: Stage) -> list[Fraction]:
    """What one vote of each section carries at a stage, on the contest's own base."""
    return [
        s.weight / n if s.weight is not None and n else Fraction(0)
        for s, n in zip(
            declaration.contest.sections, base_stage(declaration, stage).live, strict=True
        )
    ]


def section_stages_tables(declaration: Declaration, swatch: Swatch) -> Html:
    """For each section, every stage: votes, per cent of the section, points of the whole."""
    tables = [
        _section_stages(declaration, n, swatch) for n in range(len(declaration.contest.sections))
    ]
    return join(tables)


def _section_stages(declaration: Declaration, number: int, swatch: Swatch) -> Html:
    contest, stages = declaration.contest, declaration.stages
    section = contest.sections[number]
    shown = [c for c in result_order(declaration) if not contest.candidate(c).withdrawn]
    worth = {s.number: _points_per_vote(declaration, s)[number] for s in stages}

    def cell(stage: Stage, candidate: str) -> Html:
        if candidate not in stage.votes:
            return nothing_cell()
        votes = stage.votes[candidate][number]
        points = f"{share(votes * worth[stage.number], 3)} points" if contest.weighted else ""
        live = base_stage(declaration, stage).live[number]
        return figure_cell(grouped(votes), percent_of(votes, live), points)

    out = [sum(v[number] for v in s.non_transferable.values()) for s in stages]
    when = "the first stage" if contest.base is Base.FIRST else "each stage"
    caption = f"{section.name}: votes; per cent of the section's votes live at {when}"
    tail = "; points of the whole (100)." if contest.weighted else "."
    warning = f"Invented rankings: {section.invented}" if section.invented else ""
    return table(
        f"section-{number + 1}",
        join([caption + tail, warning], " "),
        head=[
            element("th", "Votes", scope="col"),
            *(head_cell(f"Stage {s.number}") for s in stages),
        ],
        body=[
            element("tr", candidate_cell(declaration, c, swatch), *(cell(s, c) for s in stages))
            for c in shown
        ],
        foot=[
            plain_row("Live", [grouped(s.live[number]) for s in stages]),
            plain_row("Not transferable", [grouped(n) for n in out]),
            plain_row(
                "Valid papers",
                [grouped(s.live[number] + n) for s, n in zip(stages, out, strict=True)],
            ),
        ],
        wide=len(stages) > 5,
        cue=f"Scroll sideways for all {len(stages)} stages.",
    )
