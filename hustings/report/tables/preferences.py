"""Second preferences, and one against one."""

from __future__ import annotations

from hustings.contest import Contest
from hustings.count import Votes
from hustings.declaration import Declaration
from hustings.report.markup import Html, element, hidden, join, strong
from hustings.report.order import result_order
from hustings.report.tables.frame import (
    Swatch,
    candidate_cell,
    figure_cell,
    head_cell,
    nothing_cell,
    percent_of,
    table,
)
from hustings.report.words import invented_sections
from hustings.rounding import grouped

__all__ = [
    "next_preferences_table",
    "pairwise_table",
]


def next_preferences_table(
    declaration: Declaration, swatch: Swatch, *, section: int | None = None
) -> Html:
    """Where the second preferences of each candidate's papers go; of one section, or of all."""
    contest = declaration.contest
    rows = {n.first: n for n in declaration.next_preferences}
    shown = [c for c in result_order(declaration) if c in rows]
    body = []
    for first in shown:
        to = {c: _papers_of(votes, section) for c, votes in rows[first].to.items()}
        none = _papers_of(rows[first].none, section)
        total = sum(to.values()) + none
        cells = [
            nothing_cell("the same candidate")
            if c == first
            else figure_cell(grouped(to[c]), percent_of(to[c], total))
            for c in shown
        ]
        cells.append(figure_cell(grouped(none), percent_of(none, total)))
        cells.append(figure_cell(grouped(total)))
        body.append(element("tr", candidate_cell(declaration, first, swatch), *cells))
    caption = (
        f"Second preferences, in papers{_whose(contest, section)}; per cent of the papers that "
        "put the candidate of the row first."
    )
    return table(
        _named("next-preferences", section),
        join([caption, _warning(contest, section)], " "),
        head=[
            element("th", "First preference", scope="col"),
            *(head_cell(contest.name_of(c)) for c in shown),
            head_cell("No second preference"),
            head_cell("All papers"),
        ],
        body=body,
        wide=len(shown) > 4,
        cue=f"Scroll sideways for all {len(shown)} candidates.",
    )


def pairwise_table(declaration: Declaration, swatch: Swatch, *, section: int | None = None) -> Html:
    """Papers that prefer the candidate of the row to the one of the column."""
    contest, over = declaration.contest, declaration.pairwise
    shown = [c for c in result_order(declaration) if c in over]
    body = []
    for a in shown:
        cells = [
            nothing_cell("the same candidate")
            if a == b
            else _pair_cell(_papers_of(over[a][b], section), _papers_of(over[b][a], section))
            for b in shown
        ]
        body.append(element("tr", candidate_cell(declaration, a, swatch), *cells))
    whose = _whose(contest, section)
    comma = "," if "," in whose else ""
    caption = (
        f"Papers{whose}{comma} that prefer the candidate of the row to that of the column; ranked "
        "counts as preferred to not ranked. Strong where they are more than those that prefer it "
        "the other way round."
    )
    return table(
        _named("pairwise", section),
        join([caption, _warning(contest, section)], " "),
        head=[
            element("th", "Preferred", scope="col"),
            *(head_cell(join(["to ", contest.name_of(c)])) for c in shown),
        ],
        body=body,
        wide=len(shown) > 5,
        cue=f"Scroll sideways for all {len(shown)} candidates." if len(shown) > 5 else "",
    )


def _papers_of(votes: Votes, section: int | None) -> int:
    return sum(votes) if section is None else votes[section]


def _named(name: str, section: int | None) -> str:
    """The id of a table that stands once for all sections and once for some alone."""
    return name if section is None else f"{name}-{section + 1}"


def _whose(contest: Contest, section: int | None) -> str:
    """Whose papers they are; those of several sections are added without weighing."""
    if section is not None:
        return f" of {contest.sections[section].name}"
    if len(contest.sections) == 1:
        return ""
    return " of all sections, unweighted" if contest.weighted else " of all sections"


def _warning(contest: Contest, section: int | None) -> str:
    if section is None:
        return invented_sections(contest)
    invented = contest.sections[section].invented
    return f"Invented rankings: {invented}" if invented else ""


def _pair_cell(ours: int, theirs: int) -> Html:
    more = ours > theirs
    figure = strong(grouped(ours)) if more else grouped(ours)
    return element("td", figure, hidden(" (more)") if more else None, class_="n")
