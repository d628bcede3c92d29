"""The text of a CSV file that somebody's program saved, whatever its encoding and separator.

UTF-8 with or without a byte order mark, UTF-16 with one, else Windows-1252 with a warning.
Commas, semicolons or tabs are told apart by which of them makes rows of one width.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from hustings.errors import FormatError, Place
from hustings.formats.format import Progress
from hustings.formats.reading import Defects

__all__ = ["rows_of_text", "separator_of", "text_of_bytes"]

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}
_SAMPLE_ROWS = 50
_SAMPLE_CHARACTERS = 65536
_PROGRESS_LINES = 20_000
_MOJIBAKE = re.compile("[ÃÂ][\u0080-\u00bf]|â€[\u0080-\u2122]|â\u0080[\u0080-\u00bf]")
_SAID = re.compile(r"sep=([,;\t])\r?\n")
_SAVE = "save the file as CSV UTF-8"


def text_of_bytes(data: bytes, defects: Defects) -> str:
    """The text of the file; what was taken for what becomes a finding.

    Raises FormatError for bytes that are no text, or none in an encoding that is known.
    """
    for mark, name in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if data.startswith(mark):
            return _without_nul(_utf_16(data[2:], name, defects), defects)
    data = data.removeprefix(codecs.BOM_UTF8)
    if b"\0" in data[:1000] and data[:1000].count(b"\0") * 3 > min(len(data), 1000):
        defects.error(f"this looks like UTF-16 without its mark; {_SAVE}")
        defects.raise_if_any()
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        text = _windows_1252(data, error, defects)
    else:
        if found := _MOJIBAKE.search(text):
            defects.warn(
                f"{found[0]!r} looks like a letter that was saved in the wrong encoding; see that "
                f"names with accents are right, or {_SAVE}",
                text.count("\n", 0, found.start()) + 1,
            )
    return _without_nul(text, defects)


def _utf_16(data: bytes, name: str, defects: Defects) -> str:
    try:
        text = data.decode(name)
    except UnicodeDecodeError:
        raise FormatError(Place(defects.file), f"this UTF-16 file is damaged; {_SAVE}") from None
    defects.note("read as UTF-16")
    return text


def _windows_1252(data: bytes, error: UnicodeDecodeError, defects: Defects) -> str:
    line = data.count(b"\n", 0, error.start) + 1
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as bad:
        line = data.count(b"\n", 0, bad.start) + 1
        message = f"the byte 0x{data[bad.start]:02x} is neither UTF-8 nor Windows-1252; {_SAVE}"
        raise FormatError(Place(defects.file, line), message) from None
    if _MOJIBAKE.search(text):
        message = f"a part of this file is UTF-8 and a part is not, from this line on; {_SAVE}"
        raise FormatError(Place(defects.file, line), message) from None
    defects.warn(
        f"this file is not UTF-8; it was read as Windows-1252 (here {text[error.start]!r}). See "
        "that names with accents are right",
        line,
    )
    return text


def _without_nul(text: str, defects: Defects) -> str:
    at = text.find("\0")
    if at >= 0:
        line = text.count("\n", 0, at) + 1
        column = at - text.rfind("\n", 0, at)
        raise FormatError(
            Place(defects.file, line, column),
            f"a NUL character stands here: this is no text, or it is damaged; {_SAVE}",
        )
    return text


def separator_of(text: str, defects: Defects) -> tuple[str, str]:
    """The separator, and the text without a first line ``sep=;`` that says it."""
    if said := _SAID.match(text):
        return said[1], text[said.end() :]
    sample = text[:_SAMPLE_CHARACTERS]
    best = max(SEPARATORS, key=lambda separator: _agreement(sample, separator))
    if best != ",":
        defects.note(f"read as cells separated by {SEPARATORS[best]}")
    return best, text


def _agreement(sample: str, separator: str) -> tuple[int, int]:
    """How many rows have the commonest width of two cells or more, and that width."""
    widths: Counter[int] = Counter()
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=separator)
    try:
        for row in reader:
            widths[len(row)] += len(row) > 1
            if reader.line_num >= _SAMPLE_ROWS:
                break
    except csv.Error:
        pass  # reading the file says what is wrong
    return max(((rows, width) for width, rows in widths.items() if rows), default=(0, 0))


def rows_of_text(
    text: str, separator: str, defects: Defects, progress: Progress | None
) -> Iterator[tuple[int, list[str]]]:
    """Each row with its number from 1, blank ones too; FormatError where quotes do not close."""
    lines = _lines(text, progress)
    reader = csv.reader(lines, delimiter=separator, strict=True)
    number = 0
    while True:
        start = reader.line_num + 1
        number += 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise FormatError(Place(defects.file, start), _explained(error)) from None
        yield number, row


def _lines(text: str, progress: Progress | None) -> Iterator[str]:
    if progress is None:
        yield from io.StringIO(text, newline="")
        return
    done = 0
    for number, line in enumerate(io.StringIO(text, newline=""), start=1):
        done += len(line)
        if number % _PROGRESS_LINES == 0:
            progress(done, len(text))
        yield line
    progress(len(text), len(text))


def _explained(error: csv.Error) -> str:
    said = str(error)
    if "expected after" in said:
        return "a quote inside a quoted cell: write it twice, or leave it out"
    if "field larger" in said or "unexpected end" in said:
        return "the quote that opens in this row does not close; close it, or leave it out"
    return f"this row cannot be read: {said}"
