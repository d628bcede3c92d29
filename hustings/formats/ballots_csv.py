"""Ballots as CSV: ranks in columns, or a column for each candidate. docs/spec/formats/csv.md.

Two ways to read with one meaning: the fast one for plain files, the careful one for every other
file and for all that is wrong with a file. Small files are read the careful way at once.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from hustings.ballot import CastVoteRecords
from hustings.formats.csv_careful import read_careful
from hustings.formats.csv_fast import NotPlain, read_fast
from hustings.formats.format import Expected, Format, Progress
from hustings.formats.table_writing import Table, losses, table_of

__all__ = ["CSV"]

_SMALL_BYTES = 2**16
_LINES_AT_ONCE = 4096


def read(
    path: Path,
    *,
    name: str,
    expected: Expected = Expected(),
    progress: Progress | None = None,
) -> CastVoteRecords:
    """Records of a CSV file, or of a pipe; FormatError with every defect if it has any."""
    if path.is_file() and path.stat().st_size > _SMALL_BYTES:
        return _read_large(path, name, expected, progress)
    data = path.read_bytes()
    if len(data) > _SMALL_BYTES:  # came through a pipe
        try:
            stream = io.BytesIO(data)
            return read_fast(stream, len(data), name=name, expected=expected, progress=progress)
        except NotPlain:
            pass
    return read_careful(data, name=name, expected=expected, progress=progress)


def _read_large(
    path: Path, name: str, expected: Expected, progress: Progress | None
) -> CastVoteRecords:
    try:
        with path.open("rb", buffering=0) as stream:
            size = path.stat().st_size
            return read_fast(stream, size, name=name, expected=expected, progress=progress)
    except NotPlain:
        return read_careful(path.read_bytes(), name=name, expected=expected, progress=progress)


def write(records: CastVoteRecords) -> Iterator[bytes]:
    """The file in pieces: in the rank layout where that holds the records, else in the other."""
    table = table_of(records)
    waiting: list[str] = []
    for line in _lines(table):
        waiting.append(line)
        if len(waiting) == _LINES_AT_ONCE:
            yield "".join(waiting).encode()
            waiting.clear()
    yield "".join(waiting).encode()


def _lines(table: Table) -> Iterator[str]:
    quoted: dict[str, str] = {}
    for row in [table.header, *table.rows]:
        yield ",".join(quoted.setdefault(cell, _quote(cell)) for cell in row) + "\n"


def _quote(cell: str) -> str:
    """The cell as RFC 4180 wants it; quoted also where it would begin a comment."""
    if cell.startswith("#") or "," in cell or '"' in cell:
        return '"' + cell.replace('"', '""') + '"'
    return cell


def loses(records: CastVoteRecords) -> list[str]:
    """What a CSV file cannot hold of these records, a sentence each."""
    return losses(records, "CSV")


CSV = Format("csv", "CSV", (".csv",), read, write, loses)
