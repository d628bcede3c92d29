"""Second preferences, and one against one."""

from __future__ import annotations

from hustings.contest import Contest
from hustings.count import Votes
from hustings.declaration import Declaration
from hustings.language import say, to_say
from hustings.report.markup import Html, element, hidden, join, strong
from hustings.report.order import result_order
from hustings.report.tables.frame import (
    Swatch,
    candidate_cell,
    candidates_cue,
    figure_cell,
    head_cell,
    nothing_cell,
    percent_of,
    table,
)
from hustings.report.words import invented_sections, section_warning
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
            nothing_cell(say("the same candidate"))
            if c == first
            else figure_cell(grouped(to[c]), percent_of(to[c], total))
            for c in shown
        ]
        cells.append(figure_cell(grouped(none), percent_of(none, total)))
        cells.append(figure_cell(grouped(total)))
        body.append(element("tr", candidate_cell(declaration, first, swatch), *cells))
    caption = say(_of(contest, section, _SECOND), section=_name(contest, section))
    return table(
        _named("next-preferences", section),
        join([caption, _warning(contest, section)], " "),
        head=[
            element("th", say("First preference"), scope="col"),
            *(head_cell(contest.name_of(c)) for c in shown),
            head_cell(say("No second preference")),
            head_cell(say("All papers")),
        ],
        body=body,
        wide=len(shown) > 4,
        cue=candidates_cue(len(shown)),
    )


def pairwise_table(declaration: Declaration, swatch: Swatch, *, section: int | None = None) -> Html:
    """Papers that prefer the candidate of the row to the one of the column."""
    contest, over = declaration.contest, declaration.pairwise
    shown = [c for c in result_order(declaration) if c in over]
    body = []
    for a in shown:
        cells = [
            nothing_cell(say("the same candidate"))
            if a == b
            else _pair_cell(_papers_of(over[a][b], section), _papers_of(over[b][a], section))
            for b in shown
        ]
        body.append(element("tr", candidate_cell(declaration, a, swatch), *cells))
    caption = say(_of(contest, section, _PAIRS), section=_name(contest, section))
    caption += " " + say(
        "Strong where they are more than those that prefer it the other way round."
    )
    return table(
        _named("pairwise", section),
        join([caption, _warning(contest, section)], " "),
        head=[
            element("th", say("Preferred"), scope="col"),
            *(head_cell(say("to {name}", name=contest.name_of(c))) for c in shown),
        ],
        body=body,
        wide=len(shown) > 5,
        cue=candidates_cue(len(shown)) if len(shown) > 5 else "",
    )


def _papers_of(votes: Votes, section: int | None) -> int:
    return sum(votes) if section is None else votes[section]


def _named(name: str, section: int | None) -> str:
    """The id of a table that stands once for all sections and once for some alone."""
    return name if section is None else f"{name}-{section + 1}"


_SECOND = (
    to_say(
        "Second preferences, in papers; per cent of the papers that put the candidate of the row "
        "first."
    ),
    to_say(
        "Second preferences, in papers of all sections; per cent of the papers that put the "
        "candidate of the row first."
    ),
    to_say(
        "Second preferences, in papers of all sections, unweighted; per cent of the papers that "
        "put the candidate of the row first."
    ),
    to_say(
        "Second preferences, in papers of {section}; per cent of the papers that put the candidate "
        "of the row first."
    ),
)
_PAIRS = (
    to_say(
        "Papers that prefer the candidate of the row to that of the column; ranked counts as "
        "preferred to not ranked."
    ),
    to_say(
        "Papers of all sections that prefer the candidate of the row to that of the column; ranked "
        "counts as preferred to not ranked."
    ),
    to_say(
        "Papers of all sections, unweighted, that prefer the candidate of the row to that of the "
        "column; ranked counts as preferred to not ranked."
    ),
    to_say(
        "Papers of {section} that prefer the candidate of the row to that of the column; ranked "
        "counts as preferred to not ranked."
    ),
)
"""Of the one section that there is, of all as they are, of all without their weights, of one."""


def _of(contest: Contest, section: int | None, texts: tuple[str, str, str, str]) -> str:
    """The text for whose papers they are; those of several sections are added unweighted."""
    if section is not None:
        return texts[3]
    if len(contest.sections) == 1:
        return texts[0]
    return texts[2] if contest.weighted else texts[1]


def _name(contest: Contest, section: int | None) -> str:
    return "" if section is None else contest.sections[section].name


def _warning(contest: Contest, section: int | None) -> str:
    return invented_sections(contest) if section is None else section_warning(contest, section)


def _pair_cell(ours: int, theirs: int) -> Html:
    more = ours > theirs
    figure = strong(grouped(ours)) if more else grouped(ours)
    return element("td", figure, hidden(f" {say('(more)')}") if more else None, class_="n")
