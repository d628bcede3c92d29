"""A small table in CSV whose first line names its columns: rows of texts, each with its place.

Columns may stand in any order; blank lines and those that start with ``#`` are passed over. Names
of columns go without regard to capitals, and a space or hyphen in them is an underscore.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from hustings.errors import FormatError, Place, RuleError
from hustings.formats.csv_careful import LineError, is_passed_over, split_line
from hustings.formats.files import explain
from hustings.formats.reading import Defects, shown, text_of, whole_number
from hustings.formats.suggesting import did_you_mean

__all__ = ["TableRow", "bytes_of", "csv_cell", "raise_all", "rows_of"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class TableRow:
    """One line: the cells that are not empty, by column, and where each column begins."""

    line: int
    cells: Mapping[str, str]
    columns: Mapping[str, int]
    defects: Defects

    def text(self, column: str) -> str:
        """The cell, or an empty text."""
        return self.cells.get(column, "")

    def error(self, message: str, column: str = "") -> None:
        """Add a defect of the row, or of one of its cells."""
        where = f"{column}: {message}" if column else message
        self.defects.error(where, self.line, self.columns.get(column, 1))

    def asked(self, column: str, read: Callable[[str], T]) -> T | None:
        """What a cell that must be filled says; None after adding a defect."""
        if column not in self.cells:
            self.error("this must be filled in", column)
            return None
        return self.read(column, read)

    def read(self, column: str, read: Callable[[str], T]) -> T | None:
        """What a cell says; None where it is empty, or after adding the RuleError as a defect."""
        if column not in self.cells:
            return None
        try:
            return read(self.cells[column])
        except RuleError as error:
            self.error(str(error), column)
            return None

    def whole(self, column: str) -> int | None:
        """The whole number in a cell, with or without commas; None as of :meth:`read`."""
        return self.read(column, _whole)


def _whole(text: str) -> int:
    number = whole_number(text.replace(",", ""))
    if number is None:
        raise RuleError(f"expected a whole number, found {shown(text)}")
    return number


def bytes_of(path: Path, name: str) -> bytes:
    """The bytes of a file; FormatError if there is none or it cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise FormatError(Place(name), "there is no such file") from None
    except (OSError, ValueError) as error:
        raise FormatError(Place(name), f"cannot be read: {explain(error)}") from None


def raise_all(defects: Defects) -> None:
    """Raise one FormatError that shows every defect, if there is any."""
    if defects.errors:
        ordered = sorted(defects.errors, key=lambda f: f.place)
        raise FormatError.of(ordered, all_shown=True)


def rows_of(
    data: bytes,
    defects: Defects,
    *,
    required: Sequence[str],
    optional: Sequence[str] = (),
    prefix: str = "",
) -> Iterator[TableRow]:
    """The rows of a table; every defect of its form is added, and a row with one is left out.

    Columns that begin with ``prefix`` may be any; they keep their capitals after it.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        defects.error("this file is UTF-16; save it as CSV UTF-8", 1, 1)
        return
    try:
        text = text_of(data, defects)
    except FormatError:
        return  # its findings are among the defects
    numbered = enumerate(text.split("\n"), start=1)
    lines = [(number, line) for number, line in numbered if not is_passed_over(line)]
    if defects.errors:
        return
    if not lines:
        defects.error(f"the file holds no header; expected {','.join(required)}", 1, 1)
        return
    header = _header(*lines[0], defects, (required, optional, prefix))
    for number, line in lines[1:] if header else ():
        row = _row(number, line, header, defects)
        if row is not None:
            yield row


def _header(
    number: int, line: str, defects: Defects, known: tuple[Sequence[str], Sequence[str], str]
) -> list[str]:
    """The names of the columns; empty after adding what is wrong with them."""
    required, optional, prefix = known
    split = _split(number, line, defects)
    if split is None:
        return []
    before = len(defects.errors)
    names = [_name(cell, prefix) for cell in split[0]]
    for name, cell, column in zip(names, *split, strict=True):
        free = prefix and name.startswith(prefix) and name != prefix
        if name not in {*required, *optional} and not free:
            also = f", or one that begins with {prefix}" if prefix else ""
            listed = f"; the columns are {', '.join([*required, *optional])}{also}"
            hint = did_you_mean(cell, [*required, *optional], listed)
            defects.error(f"there is no column {shown(cell)}{hint}", number, column)
    for name in dict.fromkeys(n for n in names if names.count(n) > 1):
        defects.error(f"the column {name} stands twice: keep one", number, 1)
    missing = [name for name in required if name not in names]
    if missing and len(defects.errors) == before:
        defects.error(f"a column is missing: {', '.join(missing)}", number, 1)
    return names if len(defects.errors) == before else []


def _name(cell: str, prefix: str) -> str:
    if prefix and cell.casefold().startswith(prefix):
        return f"{prefix}{cell[len(prefix) :].strip()}"
    return cell.casefold().replace(" ", "_").replace("-", "_")


def _split(number: int, line: str, defects: Defects) -> tuple[list[str], list[int]] | None:
    try:
        return split_line(line)
    except LineError as bad:
        defects.error(str(bad), number, bad.column)
        return None


def _row(number: int, line: str, header: Sequence[str], defects: Defects) -> TableRow | None:
    split = _split(number, line, defects)
    if split is None:
        return None
    cells, columns = split
    if len(cells) > len(header) and any(cells[len(header) :]):
        beyond = f"expected {len(header)} cells as in the header, found {len(cells)}"
        defects.error(f"{beyond}; put a cell with a comma in quotes", number, 1)
        return None
    pairs = list(zip(header, cells, columns, strict=False))
    filled = {name: cell for name, cell, _ in pairs if cell}
    return TableRow(number, filled, {name: column for name, _, column in pairs}, defects)


def csv_cell(text: str) -> str:
    """A text as a cell, in quotes where it needs them."""
    if any(sign in text for sign in ',"') or text != text.strip() or text.startswith("#"):
        return '"' + text.replace('"', '""') + '"'
    return text
