"""The position as a sheet: CSV, one line for each candidate under each heading.

    day,heading,of,candidate,name,number,by_name,needed,reached,points
    2010-06-09,nominations,mps,e_miliband,Ed Miliband,63,1,33,yes,

Headings are ``nominations`` (of a body), ``declared`` (first preferences among a section's declared
votes) and ``college`` (points of 100 at each stage of the count on declared votes alone). What is
not known is empty. docs/spec/tracker.md, paragraph 44.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

from hustings.rounding import rounded
from hustings.track.position import Position

__all__ = ["HEADER", "track_sheet"]

HEADER = (
    "day", "heading", "of", "candidate", "name", "number", "by_name", "needed", "reached",
    "points",
)  # fmt: skip
PLACES = 6
"""Decimal places of the points; the exact fractions stand in the JSON."""

_WORDS = {True: "yes", False: "no", None: ""}


def track_sheet(position: Position) -> str:
    """The sheet as CSV text: RFC 4180 quoting, LF at the end of each line, no comments."""
    written = StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(HEADER)
    for row in (*_nominations(position), *_declared(position), *_college(position)):
        writer.writerow([position.on.isoformat(), *row])
    return written.getvalue()


def _nominations(position: Position) -> Iterator[list[str]]:
    for body in position.bodies:
        needed = str(body.body.threshold.needed) if body.body.threshold else ""
        for one in body.of_candidates:
            number = " or ".join(map(str, one.totals)) if body.told else ""
            yield [
                "nominations", body.body.id, one.candidate,
                position.contest.name_of(one.candidate), number, str(len(one.named)), needed,
                _WORDS[body.reached(one.candidate)], "",
            ]  # fmt: skip


def _declared(position: Position) -> Iterator[list[str]]:
    for section in position.college.sections:
        for candidate, number in section.first.items():
            name = position.contest.name_of(candidate)
            yield ["declared", section.section.id, candidate, name, str(number), "", "", "", ""]


def _college(position: Position) -> Iterator[list[str]]:
    count = position.college.count
    for stage in count.stages if count else ():
        for candidate, points in stage.points.items():
            name, of = position.contest.name_of(candidate), f"stage {stage.number}"
            printed = rounded(points * 100, PLACES).replace(",", "")
            yield ["college", of, candidate, name, str(stage.total(candidate)), "", "", "", printed]
