"""A spreadsheet file looked through before it is opened: no bombs, no entities, what is hidden.

An XLSX file is a ZIP of XML. Every member is unpacked once, in pieces that are thrown away, and
counted as it comes out: what the ZIP says of its own sizes is not believed.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, pairwise
from typing import BinaryIO

from hustings.errors import FormatError, Place

__all__ = ["Hidden", "look_through"]

UNPACKED_MAX = 512 * 2**20
RATIO_MAX = 120
_RATIO_FROM = 8 * 2**20
_MEMBERS_MAX = 5_000
_ROW_MAX = 2**20
_PIECE = 2**18
_OVERLAP = 4096
_DAMAGE = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    EOFError,
    OSError,
    RuntimeError,  # a way to pack that zipfile does not know is one of these
    ValueError,
)

_RESAVE = "open the file in a spreadsheet program, and save it again as XLSX, or as CSV UTF-8"
_ROW = re.compile(rb"<(?:\w+:)?row(?=[ >/\t\r\n])")
_ROWS_END = re.compile(rb"</(?:\w+:)?sheetData\s*>")
_ROW_NUMBER = re.compile(rb'[ \t\r\n]r="([0-9]{1,7})"')
_HIDDEN = re.compile(rb"[ \t\r\n]hidden=[\"'](?:1|true)[\"']")
_COLUMN = re.compile(rb"<(?:\w+:)?col[ \t\r\n][^>]*>")
_COLUMN_RANGE = re.compile(rb'(min|max)="([0-9]{1,5})"')
_NO_VALUE = re.compile(  # a formula that gave an empty text has t="str": its value is known
    rb"<(?:\w+:)?c(?![^>]*[ \t\r\n]t=[\"']str[\"'])[^>]*>\s*"
    rb"<(?:\w+:)?f(?:[ \t\r\n][^>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:</(?:\w+:)?c>|<(?:\w+:)?v\s*(?:/>|></))"
)
_ENCODING = re.compile(rb"<\?xml[^>]*encoding=[\"']([^\"']*)[\"']")
_UTF_8 = {b"utf-8", b"us-ascii", b"utf8"}


@dataclass(slots=True)
class Hidden:
    """What a sheet does not show: hidden rows and columns by number, formulas without a value."""

    rows: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    unworked: int = 0
    all_rows: int = 0


def look_through(stream: BinaryIO, size: int, name: str) -> dict[str, Hidden]:
    """What each worksheet hides, by its member's name; FormatError for a file that may do harm.

    Refused: more than 512 MB unpacked, or 120 times the packed size; more than 5,000 members; a
    password; XML with a document type, entities, comments or CDATA; XML that is not UTF-8; a row of
    more than a megabyte.
    """
    try:
        with zipfile.ZipFile(stream) as archive:
            return _Look(archive, size, name).through()
    except _DAMAGE:
        raise FormatError(Place(name), f"this XLSX file is damaged; {_RESAVE}") from None


class _Look:
    """One look through an archive; counts what comes out of it."""

    def __init__(self, archive: zipfile.ZipFile, size: int, name: str) -> None:
        self._archive = archive
        self._size = max(size, 1)
        self._name = name
        self._unpacked = 0

    def through(self) -> dict[str, Hidden]:
        members = self._archive.infolist()
        if len(members) > _MEMBERS_MAX:
            raise self._refusal(f"it holds {len(members):,} files")
        if any(member.flag_bits & 1 for member in members):
            message = "this file is protected by a password; save it without one"
            raise FormatError(Place(self._name), message)
        found = {member.filename: self._member(member) for member in members}
        return {name: hidden for name, hidden in found.items() if hidden is not None}

    def _refusal(self, why: str) -> FormatError:
        return FormatError(Place(self._name), f"this file is refused: {why}; {_RESAVE}")

    def _pieces(self, member: zipfile.ZipInfo) -> Iterator[bytes]:
        with self._archive.open(member) as unpacking:
            while piece := unpacking.read(_PIECE):
                self._count(len(piece))
                yield piece

    def _count(self, more: int) -> None:
        self._unpacked += more
        if self._unpacked > UNPACKED_MAX:
            raise self._refusal(f"it unpacks to more than {UNPACKED_MAX // 2**20} MB")
        if self._unpacked > max(_RATIO_FROM, RATIO_MAX * self._size):
            raise self._refusal(f"it unpacks to more than {RATIO_MAX} times its size")

    def _member(self, member: zipfile.ZipInfo) -> Hidden | None:
        """What a worksheet hides; None for any other member."""
        pieces = self._pieces(member)
        first = next(pieces, b"")
        start = first.removeprefix(b"\xef\xbb\xbf").lstrip()
        if b"<" not in first[:8] and not start.startswith(b"<"):
            for _ in pieces:  # counted; no XML
                pass
            return None
        encoding = _ENCODING.match(start)
        if b"\0" in first[:8] or (encoding and encoding[1].lower() not in _UTF_8):
            raise self._refusal("a part of it is not UTF-8")
        return self._xml(first, pieces, strict=not member.filename.endswith(".vml"))

    def _xml(self, first: bytes, pieces: Iterator[bytes], *, strict: bool) -> Hidden | None:
        hidden = Hidden()
        is_sheet = False
        before = b""
        for piece in chain((first,), pieces):
            text = before + piece
            self._check_marks(text, strict=strict)
            if not is_sheet and b"sheetData" in text:
                is_sheet = True
                _note_columns(text, hidden)
            before = self._rows(text, hidden) if is_sheet else text[-_OVERLAP:]
        return hidden if is_sheet else None

    def _check_marks(self, text: bytes, *, strict: bool) -> None:
        if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
            raise self._refusal("it declares a document type or entities")
        if strict and b"<!" in text:
            raise self._refusal("its XML holds comments or CDATA")

    def _rows(self, text: bytes, hidden: Hidden) -> bytes:
        """Note all rows; one that may go on in the next piece is given back instead."""
        if ending := _ROWS_END.search(text):
            for found in _ROW.split(text[: ending.start()])[1:]:
                _note_row(found, hidden)
            return text[ending.end() :][-_OVERLAP:]
        starts = list(_ROW.finditer(text))
        for one, following in pairwise(starts):
            _note_row(text[one.end() : following.start()], hidden)
        if not starts:
            return text[-_OVERLAP:]
        rest = text[starts[-1].start() :]
        if len(rest) > _ROW_MAX:
            raise self._refusal(f"a row of it has more than {_ROW_MAX // 2**20} MB")
        return rest


def _note_columns(text: bytes, hidden: Hidden) -> None:
    for found in _COLUMN.finditer(text):
        if _HIDDEN.search(found[0]):
            limits = {key: int(number) for key, number in _COLUMN_RANGE.findall(found[0])}
            if b"min" in limits and b"max" in limits and len(hidden.columns) < 1000:
                hidden.columns.extend(range(limits[b"min"], min(limits[b"max"], 16384) + 1))


def _note_row(text: bytes, hidden: Hidden) -> None:
    """Note a row; the text begins after its ``<row``."""
    hidden.all_rows += 1
    head = text[: text.find(b">") + 1]
    if _HIDDEN.search(head):
        number = _ROW_NUMBER.search(head)
        hidden.rows.append(int(number[1]) if number else hidden.all_rows)
    if b"f" in text and (b"<f" in text or b":f" in text):
        hidden.unworked += len(_NO_VALUE.findall(text))
