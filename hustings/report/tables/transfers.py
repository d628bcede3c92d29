"""Papers moved from stage to stage, and papers that left the count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hustings.ballot import End
from hustings.contest import Contest
from hustings.count import Stage
from hustings.declaration import Declaration
from hustings.declaration.wording import listed
from hustings.language import say
from hustings.report.markup import Html, element, join
from hustings.report.order import after, change, result_order
from hustings.report.tables.frame import (
    Swatch,
    candidate_cell,
    figure_cell,
    head_cell,
    nothing_cell,
    plain_row,
    signed,
    stage_words,
    stages_cue,
    table,
)
from hustings.report.words import invented_sections

__all__ = [
    "cause_words",
    "causes",
    "transfers_table",
]


def transfers_table(declaration: Declaration, swatch: Swatch) -> Html:
    """Papers that moved at each stage, all sections added, with those not transferable by cause."""
    contest = declaration.contest
    moved = declaration.stages[1:]
    standing = [c for c in result_order(declaration) if not contest.candidate(c).withdrawn]
    shown = [c for c in standing if any(c in s.votes for s in moved)]
    rows = []
    for c in shown:
        gains = [change(declaration, s, c) if c in s.votes else None for s in moved]
        cells = [nothing_cell() if g is None else figure_cell(signed(sum(g))) for g in gains]
        rows.append(element("tr", candidate_cell(declaration, c, swatch), *cells))
    caption = say("Papers that moved, counted as papers whatever their section.")
    if len(contest.sections) == 1:
        caption = say("Papers that moved.")
    return table(
        "transfers",
        join([caption, invented_sections(contest)], " "),
        head=[element("th", say("To"), scope="col"), *(_transfer_head(contest, s) for s in moved)],
        body=rows,
        foot=_cause_rows(declaration, moved),
        wide=len(moved) > 5,
        cue=stages_cue(len(declaration.stages)),
    )


def _transfer_head(contest: Contest, stage: Stage) -> Html:
    gone = say("from {names}", names=listed(after(stage, contest)))
    return head_cell(stage_words(stage.number), small=gone)


_CAUSE_WORDS: Mapping[str, str] = {end.cause: end.words for end in End}


def cause_words(cause: str) -> str:
    """A cause for which papers are not transferable, as printed."""
    return say("Not transferable: {cause}", cause=say(_CAUSE_WORDS.get(cause, cause)))


def causes(declaration: Declaration) -> list[str]:
    """Every cause that any stage gives, in a fixed order."""
    return sorted({cause for s in declaration.stages for cause in s.non_transferable})


def _cause_rows(declaration: Declaration, moved: Sequence[Stage]) -> list[Html]:
    rows = []
    for cause in causes(declaration):
        gains = []
        for stage in moved:
            before = declaration.stages[stage.number - 2].non_transferable.get(cause, ())
            gains.append(signed(sum(stage.non_transferable.get(cause, ())) - sum(before)))
        rows.append(plain_row(cause_words(cause), gains))
    return rows
