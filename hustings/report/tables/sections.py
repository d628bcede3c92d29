"""What each section gave, at the stage that decided and at every stage."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from hustings.contest import Base, Contest
from hustings.count import Stage
from hustings.declaration import Declaration
from hustings.declaration.wording import share
from hustings.language import say, say_number, to_say
from hustings.report.markup import Html, element, join
from hustings.report.order import result_order
from hustings.report.tables.frame import (
    IN_A_COLUMN,
    Row,
    Swatch,
    banded_table,
    candidate_cell,
    candidates_cue,
    figure_cell,
    head_cell,
    nothing_cell,
    percent_of,
    plain_row,
    points_of,
    row_cell,
    section_name,
    stage_words,
    stages_cue,
    table,
)
from hustings.report.tables.stages import base_stage
from hustings.report.words import invented_sections, section_warning
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
            row_cell(section_name(contest, n), small=_live_words(stage.live[n])),
            tuple(
                figure_cell(
                    grouped(stage.votes[c][n]),
                    percent_of(stage.votes[c][n], base[n]),
                    points_of(share(stage.votes[c][n] * worth[n])) if contest.weighted else "",
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
            element("th", say("Section"), scope="col"),
            *(head_cell(contest.name_of(c)) for c in shown),
        ],
        body=rows,
        foot=[_sections_foot(declaration, stage, shown)],
        cue=candidates_cue(len(shown)),
        most=IN_A_COLUMN,
    )


def _sections_caption(contest: Contest, stage: Stage) -> str:
    text = _CAPTIONS[contest.base is Base.FIRST][contest.weighted]
    return say(text, number=stage.number)


_CAPTIONS = (
    (
        to_say(
            "Stage {number}, by section: votes; per cent of the section's own votes live at this "
            "stage."
        ),
        to_say(
            "Stage {number}, by section: votes; per cent of the section's own votes live at this "
            "stage; and what they make in points of the whole (100)."
        ),
    ),
    (
        to_say(
            "Stage {number}, by section: votes; per cent of the section's own votes live at the "
            "first stage."
        ),
        to_say(
            "Stage {number}, by section: votes; per cent of the section's own votes live at the "
            "first stage; and what they make in points of the whole (100)."
        ),
    ),
)
"""Whether shares are of the first stage; then whether sections are weighed."""


def _live_words(votes: int) -> str:
    """So many votes live, a section's own."""
    return say_number("{votes} votes live", "{votes} votes live", votes, votes=grouped(votes))


def _sections_foot(declaration: Declaration, stage: Stage, shown: Sequence[str]) -> Row:
    if declaration.contest.weighted:
        return Row.of(say("The whole"), [points_of(share(stage.points[c])) for c in shown])
    live = sum(base_stage(declaration, stage).live)
    cells = tuple(
        figure_cell(grouped(stage.total(c)), percent_of(stage.total(c), live)) for c in shown
    )
    return Row(row_cell(say("All sections")), cells)


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
        points = points_of(share(votes * worth[stage.number], 3)) if contest.weighted else ""
        live = base_stage(declaration, stage).live[number]
        return figure_cell(grouped(votes), percent_of(votes, live), points)

    out = [sum(v[number] for v in s.non_transferable.values()) for s in stages]
    caption = _STAGES_CAPTIONS[contest.base is Base.FIRST][contest.weighted]
    said = say(caption, section=section.name)
    return table(
        f"section-{number + 1}",
        join([said, section_warning(contest, number)], " "),
        head=[
            element("th", say("Votes"), scope="col"),
            *(head_cell(stage_words(s.number)) for s in stages),
        ],
        body=[
            element("tr", candidate_cell(declaration, c, swatch), *(cell(s, c) for s in stages))
            for c in shown
        ],
        foot=[
            plain_row(say("Live"), [grouped(s.live[number]) for s in stages]),
            plain_row(say("Not transferable"), [grouped(n) for n in out]),
            plain_row(
                say("Valid papers"),
                [grouped(s.live[number] + n) for s, n in zip(stages, out, strict=True)],
            ),
        ],
        wide=len(stages) > 5,
        cue=stages_cue(len(stages)),
    )


_STAGES_CAPTIONS = (
    (
        to_say("{section}: votes; per cent of the section's votes live at each stage."),
        to_say(
            "{section}: votes; per cent of the section's votes live at each stage; points of the "
            "whole (100)."
        ),
    ),
    (
        to_say("{section}: votes; per cent of the section's votes live at the first stage."),
        to_say(
            "{section}: votes; per cent of the section's votes live at the first stage; points of "
            "the whole (100)."
        ),
    ),
)
"""Whether shares are of the first stage; then whether sections are weighed."""
