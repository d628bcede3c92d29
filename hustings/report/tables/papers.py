"""The ballot papers: issued, returned, rejected by heading, valid."""

from __future__ import annotations

from collections.abc import Iterable

from hustings.contest import Heading
from hustings.declaration import Declaration, Reconciliation
from hustings.language import say, to_say
from hustings.report.markup import Html, element
from hustings.report.tables.frame import head_cell, plain_row, table
from hustings.rounding import grouped, percent

__all__ = [
    "reconciliation_table",
]


def reconciliation_table(declaration: Declaration) -> Html:
    """From issue to count, section by section: what was stated, and what was counted."""
    contest, parts = declaration.contest, declaration.reconciliation
    rows = [
        (say("Issued"), [_stated(r.issued) for r in parts]),
        (say("Returned"), [_stated(r.returned) for r in parts]),
        *(
            (
                say("Rejected: {heading}", heading=say(h.words)),
                [grouped(r.rejected.get(h, 0)) for r in parts],
            )
            for h in _headings(parts)
        ),
        (say("Rejected, in all"), [_stated(r.rejected_total) for r in parts]),
        (say("Valid, and counted"), [grouped(r.valid) for r in parts]),
        (say("Turnout: returned, as per cent of issued"), [_turnout(r) for r in parts]),
    ]
    known = [(name, found) for name, found in rows if set(found) != {say(_NOT_STATED)}]
    caption = _CAPTIONS[len(parts) > 1][known[-1] == rows[-1]]
    return table(
        "papers",
        say(caption),
        head=[
            element("th", say("Papers"), scope="col"),
            *(head_cell(s.name) for s in contest.sections),
        ],
        body=[plain_row(name, found) for name, found in known],
    )


_CAPTIONS = (
    (to_say("Papers."), to_say("Papers; turnout as per cent of the papers issued.")),
    (
        to_say("The papers of each section, in papers."),
        to_say("The papers of each section, in papers; turnout as per cent of the papers issued."),
    ),
)
"""Whether there are several sections; then whether turnout is known."""
_NOT_STATED = to_say("not stated")


def _headings(parts: Iterable[Reconciliation]) -> list[Heading]:
    found = {h for r in parts for h in r.rejected}
    return [h for h in Heading if h in found]


def _stated(number: int | None) -> str:
    return say(_NOT_STATED) if number is None else grouped(number)


def _turnout(part: Reconciliation) -> str:
    return say(_NOT_STATED) if part.turnout is None else f"{percent(part.turnout, 1)}%"
