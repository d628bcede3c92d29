"""Ballots as Parquet: the columns of CSV, in both layouts. docs/spec/formats/parquet.md.

Cells may be text, dictionaries of text, or whole numbers; a null is an empty cell. The place of a
defect is its row, counted from 1 without the header, and its column. The file is read some rows at
a time, so that memory follows the number of different ballots.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hustings.ballot import CastVoteRecords
from hustings.condense import Condenser
from hustings.errors import FormatError, Place
from hustings.formats.apart import read_apart
from hustings.formats.format import Expected, Format, Progress
from hustings.formats.reading import CONTROL, Defects
from hustings.formats.table_warnings import records_with_warnings
from hustings.formats.table_writing import losses, table_of
from hustings.formats.tables import (
    CellError,
    Cells,
    Kind,
    Layout,
    layout_of,
    papers_of,
)

__all__ = ["PARQUET"]

_ROWS_AT_ONCE = 2**18
_NO_CELLS = (pl.Boolean, pl.Binary, pl.Object)
_DAMAGED = (pl.exceptions.PolarsError, pl.exceptions.PanicException, OverflowError)


def read(
    path: Path,
    *,
    name: str,
    expected: Expected = Expected(),
    progress: Progress | None = None,
) -> CastVoteRecords:
    """Records of a Parquet file, or of a pipe; FormatError with every defect if it has any.

    The file is read by a child process, because a damaged one can abort the library that reads it.
    """
    return read_apart(__name__, path, name=name, expected=expected, progress=progress)


def read_here(
    source: Path | bytes,
    *,
    name: str,
    expected: Expected = Expected(),
    progress: Progress | None = None,
) -> CastVoteRecords:
    """What :func:`read` gives, of a file or of its bytes, read in this process."""
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    file = BytesIO(source) if isinstance(source, bytes) else source
    defects = Defects(name)
    try:
        lazy = pl.scan_parquet(file, glob=False)
        schema = lazy.collect_schema()
        rows = lazy.select(pl.len()).collect().item()
    except _DAMAGED as error:
        raise _damaged(name) from error
    layout = _layout(schema, expected, defects)
    cells = Cells(layout, expected)
    reader = _Columns(cells, defects)
    condenser = Condenser(len(layout.marks) + 1)
    for first in range(0, rows, _ROWS_AT_ONCE):
        try:
            part = lazy.slice(first, _ROWS_AT_ONCE).collect()
        except _DAMAGED as error:
            raise _damaged(name) from error
        codes, papers = reader.read(part, first)
        if not defects.errors:
            condenser.add(codes, papers)
        if progress:
            progress(size * min(first + _ROWS_AT_ONCE, rows) // rows, size)
    if defects.errors:
        raise FormatError.of(sorted(defects.errors, key=lambda finding: finding.place))
    return records_with_warnings(cells, *condenser.result(), defects, lambda _: {})


def _damaged(name: str) -> FormatError:
    return FormatError(Place(name), "this is no Parquet file, or a damaged one; make it anew")


def _layout(schema: pl.Schema, expected: Expected, defects: Defects) -> Layout:
    header = [heading.strip() for heading in schema]
    for number, (heading, kind) in enumerate(schema.items(), start=1):
        if CONTROL.search(heading) or "\n" in heading or "\r" in heading:
            defects.error(f"column {number}: its heading {heading!r} holds a control character")
        elif kind.is_nested() or kind.is_temporal() or kind in _NO_CELLS:
            defects.error(
                f"column {number} ({heading!r}): expected text or whole numbers, found {kind}"
            )
    layout = layout_of(header, expected, lambda text, n: defects.error(f"column {n + 1}: {text}"))
    defects.raise_if_any()
    if layout.note:
        defects.note(layout.note)
    return layout


class _Columns:
    """Turns the columns of some rows into codes and papers; each distinct cell is read once."""

    def __init__(self, cells: Cells, defects: Defects) -> None:
        self._cells = cells
        self._defects = defects

    def read(self, part: pl.DataFrame, first: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Codes of the marks and the section, (rows, marks + 1), and papers, (rows,)."""
        layout, cells = self._cells.layout, self._cells
        codes = np.zeros((len(part), len(layout.marks) + 1), dtype=np.int64, order="F")
        papers = np.ones(len(part), dtype=np.int64)
        for place, column in enumerate(layout.marks):
            codes[:, place] = self._column(part, column, first, cells.mark)
        if layout.section is not None:
            codes[:, -1] = self._column(part, layout.section, first, cells.section)
        if layout.papers is not None:
            papers = self._column(part, layout.papers, first, papers_of)
        return codes, papers

    def _column(
        self, part: pl.DataFrame, column: int, first: int, meaning: Callable[[str], int]
    ) -> NDArray[np.int64]:
        series = part.to_series(column)
        if series.dtype in (pl.Categorical, pl.Enum):
            series = series.cast(pl.String)
        distinct = series.unique()
        codes: list[int] = []
        for value in distinct.to_list():
            try:
                codes.append(meaning(_text_of(value)))
            except CellError as error:
                codes.append(0)
                same = series.is_null() if value is None else series == value
                for row in same.arg_true().to_list():
                    self._defects.error(str(error), first + row + 1, column + 1)
        new = pl.Series(codes, dtype=pl.Int64)
        found = series.replace_strict(distinct, new, return_dtype=pl.Int64)
        return found.to_numpy()


def _text_of(value: object) -> str:
    """A cell as CSV would have it; a whole number among floats is one that stood beside nulls."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value).strip()
    if CONTROL.search(text) or "\n" in text or "\r" in text:
        raise CellError(f"a control character stands in {text!r}; remove it")
    return text


def write(records: CastVoteRecords) -> Iterator[bytes]:
    """The file, in the same layout and order as CSV; ranks and papers as whole numbers."""
    table = table_of(records)
    columns = [*zip(*table.rows, strict=True)] or [() for _ in table.header]
    frame = pl.DataFrame(
        {
            heading: pl.Series([cell or None for cell in cells], dtype=pl.String).cast(
                _type_of(heading, table.kind)
            )
            for heading, cells in zip(table.header, columns, strict=True)
        }
    )
    out = BytesIO()
    frame.write_parquet(out)
    yield out.getvalue()


def _type_of(heading: str, kind: Kind) -> type[pl.DataType]:
    if heading == "papers":
        return pl.Int64
    return pl.String if kind is Kind.RANKS or heading == "section" else pl.UInt16


def loses(records: CastVoteRecords) -> list[str]:
    """What a Parquet file cannot hold of these records, a sentence each."""
    return losses(records, "Parquet")


PARQUET = Format("parquet", "Parquet", (".parquet",), read, write, loses)
