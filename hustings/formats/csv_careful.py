"""The careful way to read a CSV file of ballots: every cell in plain Python, every defect placed.

What it says is what the file means; :mod:`hustings.formats.csv_fast` only says it sooner, of files
that are plain. Each distinct line is worked out once, so that a large file stays bearable.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from hustings.ballot import MAX_PAPERS, CastVoteRecords
from hustings.errors import FormatError, Place
from hustings.formats.format import Expected, Progress
from hustings.formats.reading import CONTROL, Defects, text_of
from hustings.formats.table_warnings import records_with_warnings
from hustings.formats.tables import CellError, Cells, Kind, Layout, layout_of, papers_of

__all__ = ["LineError", "header_of", "is_passed_over", "read_careful", "split_line"]

_QUOTED = re.compile(r'[ \t]*"((?:[^"]|"")*)"[ \t]*(?=,|$)')
_BARE = re.compile(r'([^",]*)(?=,|$)')
_IN_QUOTES = re.compile(r'"[^"]*"')
_LINES_KEPT_MAX = 200_000
_PROGRESS_LINES = 50_000


class LineError(ValueError):
    """A line whose quotes do not close; ``column`` is where, from 1."""

    def __init__(self, message: str, column: int) -> None:
        super().__init__(message)
        self.column = column


def is_passed_over(line: str) -> bool:
    """Whether a line is blank or a comment."""
    start = line.lstrip()
    return not start or start.startswith("#")


def split_line(line: str) -> tuple[list[str], list[int]]:
    """The cells of a line without the white space around them, and the column of each, from 1.

    Quotes are those of RFC 4180, but no cell goes over the end of its line. Raises LineError.
    """
    cells: list[str] = []
    columns: list[int] = []
    at = 0
    while True:
        quoted = _QUOTED.match(line, at)
        found = quoted or _BARE.match(line, at)
        if found is None:
            raise _bad_quote(line, at)
        raw = found[1].replace('""', '"') if quoted else found[1]
        cells.append(raw.strip())
        blank = len(found[0]) - len(found[0].lstrip())
        columns.append(at + 1 + (blank if cells[-1] else 0))
        if found.end() == len(line):
            return cells, columns
        at = found.end() + 1


def _bad_quote(line: str, at: int) -> LineError:
    column = line.index('"', at) + 1
    if not line[at : column - 1].strip() and line.count('"', at) % 2:
        return LineError(
            "this quote does not close on its line; a cell cannot hold a line break", column
        )
    return LineError(
        "a quote inside a cell: put the whole cell in quotes, and double this one", column
    )


def header_of(line: str, number: int, expected: Expected, defects: Defects) -> Layout | None:
    """The layout that a header line gives; None after adding its defects, if it has any."""
    if separators := _other_separators(line):
        defects.error(
            f"this file is separated by {separators}; save it with commas, as CSV UTF-8", number, 1
        )
        return None
    try:
        header, columns = split_line(line)
    except LineError as bad:
        defects.error(str(bad), number, bad.column)
        return None
    before = len(defects.errors)
    layout = layout_of(header, expected, lambda text, n: defects.error(text, number, columns[n]))
    return replace(layout, line=number) if len(defects.errors) == before else None


def _other_separators(line: str) -> str:
    """What stands between the headings where no comma does; empty if nothing does."""
    line = _IN_QUOTES.sub("", line).strip()
    if "," in line:
        return ""
    return "semicolons" if ";" in line else "tabs" if "\t" in line else ""


def _check_not_headless(cells: Cells, name: str) -> None:
    """Raise one error if a bare file's cells hold names where its header makes them ranks."""
    layout, names = cells.layout, cells.unreadable
    if layout.kind is not Kind.CANDIDATES or cells.expected.candidates is not None:
        return
    if not cells.figures and len(names) > 1:
        shown = " and ".join(repr(text) for text in sorted(names)[:2])
        raise FormatError(
            Place(name, layout.line, 1),
            f"by these headings the cells hold ranks, but they hold {shown}; if those are "
            "candidates, head the columns rank1, rank2, ... in the order of preference",
        )


@dataclass(slots=True)
class _Row:
    """What one line says: codes of its marks, then its section; or defects with their columns."""

    codes: tuple[int, ...] = ()
    papers: int = 0
    defects: list[tuple[str, int]] = field(default_factory=list)


def read_careful(
    data: bytes, *, name: str, expected: Expected = Expected(), progress: Progress | None = None
) -> CastVoteRecords:
    """Records of a whole file; FormatError with every defect if it has any."""
    defects = Defects(name)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        defects.error("this file is UTF-16; save it as CSV UTF-8", 1, 1)
        defects.raise_if_any()
    text = text_of(data, defects)
    # A control character is a defect by now; a space lets the rest of its line be read.
    lines = CONTROL.sub(" ", text).replace("\r", " ").split("\n")
    places = ((n, line) for n, line in enumerate(lines, start=1) if not is_passed_over(line))
    first = next(places, None)
    if first is None:
        defects.error("the file holds no header; expected rank1,rank2,... or the candidates", 1, 1)
        defects.raise_if_any()
        raise AssertionError
    layout = header_of(first[1], first[0], expected, defects)
    if layout is None:
        defects.raise_if_any()
        raise AssertionError
    if layout.note:
        defects.note(layout.note, first[0])
    cells = Cells(layout, expected)
    try:
        counts = _count_rows(cells, places, defects, progress, (len(lines), len(data)))
        defects.raise_if_any()
    except FormatError:
        _check_not_headless(cells, name)
        raise
    codes = np.array(list(counts), dtype=np.int32).reshape(len(counts), len(layout.marks) + 1)
    papers = np.array(list(counts.values()), dtype=np.int64)

    def where(texts: Collection[str]) -> dict[str, int]:
        return _first_lines(texts, layout, lines)

    return records_with_warnings(cells, codes, papers, defects, where)


def _first_lines(texts: Collection[str], layout: Layout, lines: Sequence[str]) -> dict[str, int]:
    """Where below the header each text first stands in a cell of marks."""
    found: dict[str, int] = {}
    missing = {text.replace('"', '""'): text for text in texts}
    for number, line in enumerate(lines[layout.line :], start=layout.line + 1):
        if not missing:
            break
        if is_passed_over(line) or not any(written in line for written in missing):
            continue
        cells = split_line(line)[0]
        for text in {cells[at] for at in layout.marks}.intersection(missing.values()):
            found[text] = number
            del missing[text.replace('"', '""')]
    return found


def _count_rows(
    cells: Cells,
    places: Iterator[tuple[int, str]],
    defects: Defects,
    progress: Progress | None,
    size: tuple[int, int],
) -> dict[tuple[int, ...], int]:
    """Papers of each distinct row of codes; ``size`` is that of the file in lines and bytes."""
    counts: dict[tuple[int, ...], int] = {}
    known: dict[str, _Row] = {}
    total = 0
    for number, line in places:
        row = known.get(line)
        if row is None:
            row = _row_of(line, cells)
            if len(known) < _LINES_KEPT_MAX:
                known[line] = row
        for message, column in row.defects:
            defects.error(message, number, column)
        if not row.defects:
            counts[row.codes] = counts.get(row.codes, 0) + row.papers
            total += row.papers
            if total - row.papers <= MAX_PAPERS < total:
                defects.error("with this line the papers pass 2^62 in all", number, 1)
        if progress and number % _PROGRESS_LINES == 0:
            progress(size[1] * number // size[0], size[1])
    return counts


def _row_of(line: str, cells: Cells) -> _Row:
    layout, row = cells.layout, _Row()
    try:
        texts = split_line(line)[0] if '"' in line else _split_bare(line)
    except LineError as error:
        row.defects.append((str(error), error.column))
        return row
    if len(texts) != layout.width:
        row.defects.append(_ragged(line, texts, layout.width))
        return row
    bad: dict[int, str] = {}

    def ask(meaning: Callable[[str], int], at: int) -> int:
        try:
            return meaning(texts[at])
        except CellError as error:
            bad[at] = str(error)
            return 0

    codes = [ask(cells.mark, at) for at in layout.marks]
    codes.append(0 if layout.section is None else ask(cells.section, layout.section))
    row.codes = tuple(codes)
    row.papers = 1 if layout.papers is None else ask(papers_of, layout.papers)
    if bad:
        columns = split_line(line)[1]
        row.defects.extend((bad[at], columns[at]) for at in sorted(bad))
    return row


def _split_bare(line: str) -> list[str]:
    return [cell.strip() for cell in line.split(",")]


def _ragged(line: str, texts: Sequence[str], width: int) -> tuple[str, int]:
    column = split_line(line)[1][width] if len(texts) > width else len(line) + 1
    cells = "cell" if width == 1 else "cells"
    if len(texts) < width:
        remedy = "add the missing commas"
    else:
        remedy = "remove what is too many, or put a cell that holds a comma in quotes"
    return f"expected {width} {cells} as in the header, found {len(texts)}; {remedy}", column
