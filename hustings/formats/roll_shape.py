"""Rows of cells as a table: which row has the headings, and which rows do not fit them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from hustings.formats.reading import Defects, shown
from hustings.roll import Table

__all__ = ["COLUMNS_MAX", "ROWS_MAX", "table_of_rows"]

ROWS_MAX = 1_000_000
COLUMNS_MAX = 200
_LOOK_FOR_HEADINGS = 20
_NAMED = 5
_Row = tuple[int, Sequence[str]]


def table_of_rows(rows: Iterable[_Row], defects: Defects) -> Table:
    """The table that numbered rows make; FormatError with every row that has too many cells.

    The headings are the first row of several filled cells among the first twenty; rows above are
    passed over with a warning. Empty rows are passed over. A row with fewer cells than there are
    headings is filled up, with a warning.
    """
    headings, rest = _headings(iter(rows), defects)
    numbers, kept, short = _fitting(rest, len(headings), defects)
    defects.raise_if_any()
    if short:
        defects.warn(
            f"{len(short)} rows have fewer cells than there are headings; the missing ones are "
            f"read as empty: {listed(short)}",
            short[0],
        )
    if not kept:
        defects.warn("there is no row below the headings")
    return Table(headings, tuple(kept), tuple(numbers), tuple(defects.notes))


def listed(numbers: Sequence[int]) -> str:
    """``rows 5, 9 and 12``, the first few where there are many."""
    named = ", ".join(map(str, numbers[:_NAMED]))
    more = len(numbers) - _NAMED
    word = "rows" if len(numbers) > 1 else "row"
    return f"{word} {named}{f' and {more} more' if more > 0 else ''}"


def _headings(rows: Iterator[_Row], defects: Defects) -> tuple[tuple[str, ...], Iterator[_Row]]:
    first: list[_Row] = []
    for number, row in rows:
        if any(map(str.strip, row)):
            first.append((number, row))
            if _filled(row) > 1:
                break
        if number >= _LOOK_FOR_HEADINGS:
            break
    if not first:
        defects.error("there is no row of headings: the table is empty")
        defects.raise_if_any()
    at = len(first) - 1 if _filled(first[-1][1]) > 1 else 0
    if at:
        above = [number for number, _ in first[:at]]
        defects.warn(f"passed over above the headings: {listed(above)}", above[0])
    number, row = first[at]
    return _names_of(number, row, defects), chain(first[at + 1 :], rows)


def _filled(row: Sequence[str]) -> int:
    return sum(1 for cell in row if cell.strip())


def _names_of(number: int, row: Sequence[str], defects: Defects) -> tuple[str, ...]:
    """The headings, each a name of its own; blank ones get the number of their column."""
    cells = [" ".join(cell.split()) for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    if len(cells) > COLUMNS_MAX:
        defects.error(
            f"{len(cells)} columns are more than {COLUMNS_MAX}; keep the ones that are needed",
            number,
        )
        defects.raise_if_any()
    names: list[str] = []
    for column, cell in enumerate(cells, start=1):
        name = _own_name(cell or f"column {column}", {*names, *cells[column:]}, set(names))
        if name != cell:
            what = f"the heading {shown(cell)} stands twice" if cell else "there is no heading"
            defects.warn(f"{what}; this column is called {name!r}", number, column)
        names.append(name)
    return tuple(names)


def _own_name(wanted: str, others: set[str], before: set[str]) -> str:
    if wanted not in before:
        return wanted
    count = 2
    while (name := f"{wanted} ({count})") in others:
        count += 1
    return name


def _fitting(
    rows: Iterable[_Row], width: int, defects: Defects
) -> tuple[list[int], list[tuple[str, ...]], list[int]]:
    """Numbers and cells of the rows that are not empty, and the numbers of the short ones."""
    numbers: list[int] = []
    kept: list[tuple[str, ...]] = []
    short: list[int] = []
    for number, row in rows:
        if not "".join(row).strip():
            continue
        if len(kept) == ROWS_MAX:
            defects.error(f"more than {ROWS_MAX:,} rows; split the file", number)
            break
        if len(row) > width:
            _check_rest(number, row, width, defects)
        elif len(row) < width:
            short.append(number)
            row = (*row, *("",) * (width - len(row)))  # noqa: PLW2901
        numbers.append(number)
        kept.append(tuple(row[:width]))
    return numbers, kept, short


def _check_rest(number: int, row: Sequence[str], width: int, defects: Defects) -> None:
    for column, cell in enumerate(row[width:], start=width + 1):
        if cell.strip():
            defects.error(
                f"row {number} goes on with {shown(cell)} after the last of the {width} headings; "
                "put a cell that holds a separator in quotes, or give the column a heading",
                number,
                column,
            )
            return
