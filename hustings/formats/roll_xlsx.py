"""A sheet of an XLSX workbook as rows of text, as far as possible the text that its reader saw.

openpyxl reads it (a part of hustings[web]) after :mod:`hustings.formats.xlsx_safety` has looked
through the file. Formulas give the values that were stored with them.
"""

from __future__ import annotations

import datetime as dt
import re
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO

from hustings.errors import FormatError, Place, RuleError
from hustings.formats.format import Progress
from hustings.formats.reading import Defects, shown
from hustings.formats.roll_shape import ROWS_MAX, listed, table_of_rows
from hustings.formats.suggesting import did_you_mean
from hustings.formats.xlsx_safety import Hidden, look_through
from hustings.roll import Table

__all__ = ["read_xlsx"]

_SHEET_ROWS = 2**20
_CELLS_MAX = 60_000_000
_PROGRESS_ROWS = 2_000
_ZEROS = re.compile(r"0+")
_NO_QUANTITY = re.compile(
    r"phone|mobile|\btel\b|\bref|\bno\b|number|\bid\b|member|code|urn", re.IGNORECASE
)
_RESAVE = "open the file in a spreadsheet program, and save it again as XLSX, or as CSV UTF-8"


def read_xlsx(
    path: Path, *, name: str, sheet: str | None = None, progress: Progress | None = None
) -> Table:
    """The table of one sheet: the one named, else the first one shown that holds anything.

    FormatError for a file that is damaged, dangerous, protected, or has no such sheet, and with
    every row that does not fit the headings. RuleError where openpyxl is not installed.
    """
    with path.open("rb") as stream:
        hidden = look_through(stream, path.stat().st_size, name)
        return _table(stream, name, hidden, sheet, progress)


def _table(
    stream: BinaryIO,
    name: str,
    hidden: dict[str, Hidden],
    sheet: str | None,
    progress: Progress | None,
) -> Table:
    load = _loader()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that no roll needs
            with closing(load(stream, read_only=True, data_only=True, keep_links=False)) as book:
                return _Workbook(book, name, hidden, progress).table(sheet)
    except (FormatError, RuleError):
        raise
    except Exception as error:  # openpyxl raises whatever its parts met
        what = type(error).__name__
        message = f"this XLSX file cannot be read ({what}); {_RESAVE}"
        raise FormatError(Place(name), message) from error


def _loader() -> Any:
    try:
        return import_module("openpyxl").load_workbook
    except ImportError:
        raise RuleError(
            "reading XLSX needs openpyxl, which comes with hustings[web]: "
            "pip install 'hustings[web]'; or save the sheet as CSV UTF-8"
        ) from None


@dataclass(slots=True)
class _Seen:
    """What was noticed cell by cell, by column from 0: numbers, dates, errors, lost digits."""

    numbers: Counter[int] = field(default_factory=Counter)
    dates: Counter[int] = field(default_factory=Counter)
    errors: list[int] = field(default_factory=list)
    long: list[int] = field(default_factory=list)
    cells: int = 0


class _Workbook:
    """An opened workbook, and what is known of its hidden parts."""

    def __init__(
        self, book: Any, name: str, hidden: dict[str, Hidden], progress: Progress | None
    ) -> None:
        self._sheets = {str(sheet.title): sheet for sheet in book.worksheets}
        self._name = name
        self._hidden = hidden
        self._progress = progress

    def table(self, wanted: str | None) -> Table:
        """The table of the wanted sheet, with what was noticed, and the names of all sheets."""
        if wanted is not None:
            return self._finished(self._read(self._named(wanted)))
        ordered = sorted(self._sheets.values(), key=lambda one: one.sheet_state != "visible")
        for sheet in ordered[:-1]:
            try:
                return self._finished(self._read(sheet))
            except _EmptyError:
                continue
        if not ordered:
            raise FormatError(Place(self._name), "this workbook has no sheet of cells")
        return self._finished(self._read(ordered[-1]))

    def _named(self, wanted: str) -> Any:
        if wanted not in self._sheets:
            hint = did_you_mean(wanted, self._sheets, f"; its sheets are {self._titles()}")
            raise FormatError(Place(self._name), f"there is no sheet {shown(wanted)}{hint}")
        return self._sheets[wanted]

    def _titles(self) -> str:
        return ", ".join(map(repr, self._sheets))

    def _finished(self, table: Table) -> Table:
        return replace(table, sheets=tuple(self._sheets))

    def _read(self, sheet: Any) -> Table:
        defects = Defects(self._name)
        seen = _Seen()
        hidden = self._hidden.get(getattr(sheet, "_worksheet_path", ""), Hidden())
        sheet.reset_dimensions()  # what a file says of its size may be wrong
        rows = self._rows(sheet, seen, max(hidden.all_rows, 1))
        first = next((numbered for numbered in rows if any(numbered[1])), None)
        if first is None:
            raise _EmptyError(Place(self._name), f"the sheet {sheet.title!r} is empty")
        table = table_of_rows(_one_before(first, rows), defects)
        if len(self._sheets) > 1:
            defects.note(f"of the sheets {self._titles()}, {sheet.title!r} was read")
        _note_hidden(hidden, defects)
        _note_seen(seen, table, defects)
        return replace(table, findings=tuple(defects.notes), sheet=str(sheet.title))

    def _rows(self, sheet: Any, seen: _Seen, total: int) -> Iterator[tuple[int, list[str]]]:
        for number, row in enumerate(sheet.iter_rows(max_row=_SHEET_ROWS), start=1):
            seen.cells += len(row)
            if seen.cells > _CELLS_MAX:
                message = f"this sheet is too wide to be a list of up to {ROWS_MAX:,} people"
                raise FormatError(Place(self._name), message)
            yield number, [_text(cell, number, column, seen) for column, cell in enumerate(row)]
            if self._progress is not None and number % _PROGRESS_ROWS == 0:
                self._progress(min(number, total), total)
        if self._progress is not None:
            self._progress(total, total)


class _EmptyError(FormatError):
    """A sheet without a filled cell."""


def _one_before(
    first: tuple[int, list[str]], rows: Iterator[tuple[int, list[str]]]
) -> Iterator[tuple[int, list[str]]]:
    yield first
    yield from rows


def _text(cell: Any, row: int, column: int, seen: _Seen) -> str:
    """A cell as its reader saw it: dates in ISO 8601, whole numbers without a point."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        if cell.data_type == "e":
            seen.errors.append(row)
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number(value, cell, row, column, seen)
    seen.dates[column] += 1
    return _moment(value)


def _number(value: float, cell: Any, row: int, column: int, seen: _Seen) -> str:
    text = str(int(value)) if value == int(value) else repr(value)
    width = cell.number_format
    if _ZEROS.fullmatch(width or "") and text.isdigit():
        return text.zfill(len(width))  # shown as 00123
    seen.numbers[column] += 1
    if len(text.lstrip("-")) > 15 and text.lstrip("-").isdigit():
        seen.long.append(row)
    return text


def _moment(value: object) -> str:
    if isinstance(value, dt.datetime):
        whole = value.hour == value.minute == value.second == 0
        return value.date().isoformat() if whole else value.isoformat(" ", "seconds")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value)


def _note_hidden(hidden: Hidden, defects: Defects) -> None:
    if hidden.rows:
        shown_rows = listed(hidden.rows)
        defects.warn(f"hidden in the sheet, and read all the same: {shown_rows}", hidden.rows[0])
    if hidden.columns:
        letters = ", ".join(_letters(number) for number in hidden.columns[:5])
        more = "" if len(hidden.columns) <= 5 else ", ..."
        defects.warn(f"hidden columns are read all the same: {letters}{more}")
    if hidden.unworked:
        defects.warn(
            f"{hidden.unworked} formulas have no stored value and are read as empty; open the file "
            "in a spreadsheet program, and save it again"
        )


def _letters(number: int) -> str:
    """27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _note_seen(seen: _Seen, table: Table, defects: Defects) -> None:
    for column, count in sorted(seen.numbers.items()):
        header = table.headers[column] if column < len(table.headers) else ""
        if _NO_QUANTITY.search(header):
            defects.warn(
                f"{count} cells of {header!r} are numbers: zeros that stood before them are lost; "
                "format the column as text before it is filled",
                column=column + 1,
            )
    for column, count in sorted(seen.dates.items()):
        if column < len(table.headers):
            header = table.headers[column]
            defects.note(
                f"{count} cells of {header!r} are dates, read as YYYY-MM-DD", 0, column + 1
            )
    if seen.errors:
        defects.warn(f"formulas gave errors such as #N/A: {listed(seen.errors)}", seen.errors[0])
    if seen.long:
        lost = "numbers of more than 15 digits have lost their last ones"
        defects.warn(f"{lost}: {listed(seen.long)}", seen.long[0])
