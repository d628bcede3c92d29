"""Lists of people as tables: read from CSV and XLSX with care, written as safe CSV.

What kind of file it is, its first bytes say, not its name. docs/spec/roll.md tells what is read.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import BinaryIO

from hustings.errors import FormatError, Place
from hustings.formats.files import explain
from hustings.formats.format import Progress
from hustings.formats.reading import Defects
from hustings.formats.roll_shape import table_of_rows
from hustings.formats.roll_text import rows_of_text, separator_of, text_of_bytes
from hustings.formats.roll_xlsx import read_xlsx
from hustings.roll import Table

__all__ = ["BYTES_MAX", "read_roll_table", "write_table_csv"]

BYTES_MAX = 256 * 2**20
"""A larger file is refused."""

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_CALCULATED = ("=", "+", "-", "@", "\t", "\r", "\n")
_REMEDY = "save the list as XLSX or as CSV UTF-8"
_OTHERS = (
    (b"%PDF", "a PDF document"),
    (b"{\\rtf", "a text document (RTF)"),
    (b"\x1f\x8b", "a compressed file"),
    (b"Rar!", "a compressed file"),
    (b"7z\xbc\xaf", "a compressed file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"SQLite format 3", "a database"),
    (b"PAR1", "a Parquet file"),
)
_MARKUP = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<workbook")
_KEY_FILE = b"hustings/opening-key/"  # what docs/spec/envelope.md puts into every key file
_MEMBERS = (
    (b"xl/workbook.bin", "a binary spreadsheet (XLSB)"),
    (b"word/document.xml", "a text document (DOCX)"),
    (b"ppt/presentation.xml", "a presentation"),
    (b"application/vnd.oasis.opendocument.spreadsheet", "an OpenDocument spreadsheet (ODS)"),
    (b"Index/Document.iwa", "a Numbers spreadsheet"),
)


def read_roll_table(
    path: Path,
    *,
    name: str | None = None,
    sheet: str | None = None,
    progress: Progress | None = None,
) -> Table:
    """Read a CSV or XLSX file; ``findings`` of the table hold what is odd but could be read.

    ``name`` is the file as the user gave it, for messages. ``sheet`` is the sheet of a workbook,
    else the first one shown that is not empty. ``progress`` is called with the part done and the
    whole. The line of a place is the row as a spreadsheet program counts it; where quotes do not
    close, and for encodings, it is the line of the file. FormatError with every defect;
    RuleError where XLSX is to be read without openpyxl.
    """
    name = str(path) if name is None else name
    try:
        return _read(path, name, sheet, progress)
    except FormatError as error:
        raise FormatError.of(error.findings, all_shown=True) from error.__cause__
    except FileNotFoundError:
        raise FormatError(Place(name), "there is no such file") from None
    except (OSError, ValueError) as error:
        why = "it is a folder; name a file" if path.is_dir() else explain(error)
        raise FormatError(Place(name), f"cannot be read: {why}") from None


def _read(path: Path, name: str, sheet: str | None, progress: Progress | None) -> Table:
    with path.open("rb") as stream:
        size = path.stat().st_size
        if size > BYTES_MAX:
            message = f"this file has more than {BYTES_MAX // 2**20} MB; split it"
            raise FormatError(Place(name), message)
        if _is_workbook(stream, size, name):
            return read_xlsx(path, name=name, sheet=sheet, progress=progress)
        data = stream.read()
    if sheet is not None:
        raise FormatError(Place(name), f"a CSV file has no sheets, so none called {sheet!r}")
    return _table_of_text(data, Defects(name), progress)


def _table_of_text(data: bytes, defects: Defects, progress: Progress | None) -> Table:
    separator, text = separator_of(text_of_bytes(data, defects), defects)
    return table_of_rows(rows_of_text(text, separator, defects, progress), defects)


def _is_workbook(stream: BinaryIO, size: int, name: str) -> bool:
    """Whether this is XLSX; FormatError, with a remedy, for what is neither that nor text."""
    head = stream.read(4096)
    stream.seek(0)
    if head.startswith(b"PK"):
        _check_members(stream, size, name)
        return True
    if head.startswith(_OLE2):
        whole = stream.read()
        if _ENCRYPTED in whole:
            message = "this file is protected by a password; save it without one"
            raise FormatError(Place(name), message)
        raise FormatError(Place(name), f"this is an old spreadsheet (XLS); {_REMEDY}")
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith(_MARKUP):
        message = f"this is a web page or XML, whatever its name says; {_REMEDY}"
        raise FormatError(Place(name), message)
    for first, what in _OTHERS:
        if head.startswith(first):
            raise FormatError(Place(name), f"this is {what}; {_REMEDY}")
    _check_not_json(stream, head, name)
    return False


def _check_not_json(stream: BinaryIO, head: bytes, name: str) -> None:
    """Raise FormatError for JSON and, above all, for the file of an opening key.

    UTF-16 differs from UTF-8 in zeros alone, as far as the marks of JSON and of a key go.
    """
    plain = head.lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\0", b"").lstrip()
    if _KEY_FILE in plain:
        message = "this is the file of an opening key: keep it to yourself; it was not stored"
        raise FormatError(Place(name), message)
    if plain.startswith((b"{", b"[")) and _is_json(stream.read()):
        raise FormatError(Place(name), f"this is a JSON file, not a list; {_REMEDY}")
    stream.seek(0)


def _is_json(data: bytes) -> bool:
    """Whether the whole, or its first line alone (JSON Lines), is JSON."""
    for text in (data, data.strip().partition(b"\n")[0]):
        try:
            json.loads(text)
        except RecursionError:
            return True
        except ValueError:
            continue
        return True
    return False


def _check_members(stream: BinaryIO, size: int, name: str) -> None:
    """Raise FormatError where the names of a ZIP's members tell another kind of file."""
    head = stream.read(4096)
    stream.seek(max(0, size - 2**18))
    tail = stream.read()
    stream.seek(0)
    for member, what in _MEMBERS:
        if member in head or member in tail:
            raise FormatError(Place(name), f"this is {what}; {_REMEDY}")
    if b"xl/workbook" not in tail and b"xl/workbook" not in head and b".xml" not in tail:
        raise FormatError(Place(name), f"this is a ZIP file without a workbook in it; {_REMEDY}")


def write_table_csv(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A CSV file that spreadsheet programs open as it is: UTF-8 with its mark, lines end in CRLF.

    A cell that such a program would calculate (it begins with ``=`` ``+`` ``-`` ``@``, a tab or a
    line break) gets an apostrophe before it.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([_guarded(cell) for cell in headers])
    writer.writerows([_guarded(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig", "replace")


def _guarded(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_CALCULATED) else cell
