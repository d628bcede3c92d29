"""The fast way to read a plain CSV file of ballots: NumPy on the bytes, a small piece at a time.

It never decides what a file means: :class:`~hustings.formats.tables.Cells` does, once for each
distinct cell, and anything that is not plain raises :class:`NotPlain`, upon which the careful way
reads the file from its start. Plain means: after the header no comment, no blank line, no quote, no
control character, as many cells in each line as in the header, and every cell good.

How: separators are found in a piece of the file; the bytes of each cell are loaded as 64-bit words
and looked up in a hash table of the cells known so far, and *every byte is compared*: a cell that
shares another's slot is seen as unknown. The pieces are small because they then stay in the cache.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from io import BytesIO, FileIO

import numpy as np
from numpy.typing import NDArray

from hustings.ballot import CastVoteRecords
from hustings.condense import Condenser
from hustings.errors import RuleError
from hustings.formats.csv_careful import header_of, is_passed_over
from hustings.formats.format import Expected, Progress
from hustings.formats.reading import CONTROL, Defects
from hustings.formats.table_warnings import records_with_warnings
from hustings.formats.tables import CellError, Cells, Layout

__all__ = ["PIECE_BYTES", "NotPlain", "read_fast"]

PIECE_BYTES = 2**18
"""So many bytes, and all that is worked out from them, stay in a core's own cache."""

_CELL_BYTES_MAX = 128
_CELLS_KNOWN_MAX = 1000
_PAPERS_DIGITS_MAX = 18
_TABLE_BITS_MAX = 20
_PROGRESS_PIECES = 4

_PLAIN = bytes(b for b in range(0x20, 0x7F) if b not in b'"#') + b"\n\r\t"
_COMMA, _NEWLINE, _RETURN, _NOUGHT = 0x2C, 0x0A, 0x0D, 0x30
_KEEP = np.array([2 ** (8 * n) - 1 for n in range(9)], dtype=np.uint64)
# Odd, with bits all over: any would do, and another is tried when two known cells share a slot.
_MULTIPLIER = 0x9E3779B97F4A7C15

Bytes = NDArray[np.uint8]
Words = NDArray[np.uint64]
Numbers = NDArray[np.int64]


class NotPlain(Exception):  # noqa: N818  (no error: the other way reads the file)
    """The file needs to be read the careful way."""


def read_fast(
    stream: FileIO | BytesIO,
    size: int,
    *,
    name: str,
    expected: Expected = Expected(),
    progress: Progress | None = None,
    piece_bytes: int = PIECE_BYTES,
) -> CastVoteRecords:
    """Records of a file of ``size`` bytes read from ``stream``; NotPlain if it is not plain.

    FormatError where each cell is good, but the largest rank is too large for so many papers.
    """
    defects = Defects(name)
    pieces = _Pieces(stream, piece_bytes)
    if not pieces.advance():
        raise NotPlain
    layout = _header(pieces, expected, defects)
    cells = Cells(layout, expected)
    scanner = _Scanner(pieces, cells)
    done = 0
    while pieces.start < pieces.stop or pieces.advance():
        try:
            scanner.add_piece()
        except RuleError as error:  # more papers than can be counted: the careful way says where
            raise NotPlain from error
        pieces.start = pieces.stop
        done += 1
        if progress and done % _PROGRESS_PIECES == 0:
            progress(min(pieces.bytes_read, size), size)

    def where(texts: Collection[str]) -> dict[str, int]:
        stream.seek(0)
        return _first_lines(scanner.written(texts), layout, _Pieces(stream, piece_bytes))

    return records_with_warnings(cells, *scanner.condenser.result(), defects, where)


class _Pieces:
    """A file in pieces of whole lines, always in the same memory.

    The piece is ``data[start:stop]``; :meth:`advance` goes on to the next one. ``ending`` is the
    end of the first line of the file, and of every other if it is plain.
    """

    def __init__(self, stream: FileIO | BytesIO, piece_bytes: int) -> None:
        self._stream = stream
        self._size = piece_bytes
        # Words are loaded from any byte on, so there is room for one more cell past the end.
        self.data = bytearray(piece_bytes + _CELL_BYTES_MAX + 8)
        self.start = self.stop = self._end = 0
        self.ending = b""
        self.bytes_read = 0

    def advance(self) -> bool:
        """Read on; False at the end of the file. NotPlain if a line is longer than a piece."""
        rest = self._end - self.stop
        self.data[:rest] = self.data[self.stop : self._end]
        self._end = rest
        with memoryview(self.data) as view:
            while got := self._stream.readinto(view[self._end : self._size]):
                self._end += got
                self.bytes_read += got
        if not self.ending:
            first = self.data.find(b"\n", 0, self._end)
            self.ending = b"\r\n" if self.data[first - 1 : first] == b"\r" else b"\n"
        if self._end < self._size:
            self._end_last_line()
        self.start, self.stop = 0, self.data.rfind(b"\n", 0, self._end) + 1
        if self._end and not self.stop:
            raise NotPlain
        return bool(self._end)

    def _end_last_line(self) -> None:
        """Add the end that the last line of a file need not have."""
        if self._end and self.data[self._end - 1] != _NEWLINE:
            self.data[self._end : self._end + len(self.ending)] = self.ending
            self._end += len(self.ending)


def _header(pieces: _Pieces, expected: Expected, defects: Defects) -> Layout:
    """Read up to the header, which must stand in the first piece."""
    number = 0
    while pieces.start < pieces.stop:
        number += 1
        stop = pieces.data.index(b"\n", pieces.start) + 1
        raw = bytes(pieces.data[pieces.start : stop])
        pieces.start = stop
        try:
            line = raw.removesuffix(pieces.ending).decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            raise NotPlain from error
        if CONTROL.search(line) or "\r" in line or "\n" in line:
            raise NotPlain
        if is_passed_over(line):
            continue
        layout = header_of(line, number, expected, defects)
        if layout is None:
            raise NotPlain
        if layout.note:
            defects.note(layout.note, number)
        return layout
    raise NotPlain


def _first_lines(written: Mapping[bytes, str], layout: Layout, pieces: _Pieces) -> dict[str, int]:
    """Where below the header each text first stands in a cell of marks, as one of those ways."""
    found: dict[str, int] = {}
    before = 0
    while pieces.advance():
        data, start = pieces.data, pieces.start
        for _ in range(before, layout.line):
            start = data.find(b"\n", start, pieces.stop) + 1
        missing = [raw for raw, text in written.items() if found.get(text, before + 1) > before]
        for raw in missing:
            at = _first_cell(raw, data, start, pieces.stop, layout)
            if at is not None:
                line = before + data.count(b"\n", pieces.start, at) + 1
                found[written[raw]] = min(line, found.get(written[raw], line))
        if not missing:
            break
        before += data.count(b"\n", pieces.start, pieces.stop)
        pieces.start = pieces.stop
    return found


def _first_cell(raw: bytes, data: bytearray, start: int, stop: int, layout: Layout) -> int | None:
    """Where the first cell of marks begins that holds these bytes and no others."""
    at = data.find(raw, start, stop)
    while at >= 0:
        line = max(data.rfind(b"\n", start, at) + 1, start)
        whole = data[at + len(raw)] in b",\r\n" and (at == start or data[at - 1] in b",\n")
        if whole and data.count(b",", line, at) in layout.marks:
            return at
        at = data.find(raw, at + 1, stop)
    return None


class _Scanner:
    """Finds the cells of one piece after another and hands their codes to a condenser."""

    def __init__(self, pieces: _Pieces, cells: Cells) -> None:
        self._pieces = pieces
        self._layout = cells.layout
        self._bytes: Bytes = np.frombuffer(pieces.data, dtype=np.uint8)
        self._marks = _Vocabulary(pieces.data, cells.mark)
        self._sections = _Vocabulary(pieces.data, cells.section)
        self._marks_are_all = self._layout.marks == tuple(range(self._layout.width))
        self.condenser = Condenser(len(self._layout.marks) + 1)

    def written(self, texts: Collection[str]) -> dict[bytes, str]:
        """Every way in which the file has these texts as cells of marks."""
        return {raw: text for raw in self._marks.known if (text := raw.decode().strip()) in texts}

    def add_piece(self) -> None:
        """Condense the rows of the piece; NotPlain, or RuleError for too many papers."""
        layout = self._layout
        starts, sizes = self._cells()
        if layout.ignored:
            self._check_ignored(len(starts))
        of_marks = (starts, sizes) if self._marks_are_all else _chosen(starts, sizes, layout.marks)
        shape = (len(starts), len(layout.marks) + 1)
        codes = np.zeros(shape, dtype=np.uint16, order="F")  # as the condenser reads them
        codes[:, :-1] = self._marks.codes(*of_marks)
        if layout.section is not None:
            of_section = _chosen(starts, sizes, (layout.section,))
            codes[:, -1:] = self._sections.codes(*of_section)
        papers = None
        if layout.papers is not None:
            papers = self._whole_numbers(starts[:, layout.papers], sizes[:, layout.papers])
        self.condenser.add(codes, papers)

    def _cells(self) -> tuple[Numbers, Numbers]:
        """Where each cell starts and how long it is in bytes, (rows, width) both."""
        start, stop, width = self._pieces.start, self._pieces.stop, self._layout.width
        region = self._bytes[start:stop]
        newlines = region == _NEWLINE
        ends = np.flatnonzero(newlines | (region == _COMMA))
        ends += start
        rows = np.count_nonzero(newlines)
        if len(ends) != rows * width or not newlines[ends[width - 1 :: width] - start].all():
            raise NotPlain
        starts = np.empty_like(ends)
        starts[0] = start
        np.add(ends[:-1], 1, out=starts[1:])
        sizes = (ends - starts).reshape(rows, width)
        if self._pieces.ending == b"\r\n":
            if (self._bytes[ends[width - 1 :: width] - 1] != _RETURN).any():
                raise NotPlain
            sizes[:, -1] -= 1
        if width == 1 and not sizes.all():  # a blank line, not a blank paper
            raise NotPlain
        return starts.reshape(rows, width), sizes

    def _check_ignored(self, rows: int) -> None:
        """Cells that mean nothing are looked up nowhere, so their bytes are looked at here."""
        piece = self._pieces.data[self._pieces.start : self._pieces.stop]
        if piece.count(b"\r") != rows * self._pieces.ending.count(b"\r"):
            raise NotPlain
        if not piece.translate(None, _PLAIN):
            return
        try:
            text = piece.decode()
        except UnicodeDecodeError as error:
            raise NotPlain from error
        if CONTROL.search(text) or '"' in text or "#" in text:
            raise NotPlain

    def _whole_numbers(self, starts: Numbers, sizes: Numbers) -> Numbers:
        longest = int(sizes.max())
        if not sizes.all() or longest > _PAPERS_DIGITS_MAX:
            raise NotPlain
        numbers = np.zeros(len(starts), dtype=np.int64)
        for place in range(longest):
            digits = self._bytes[starts + place].astype(np.int64) - _NOUGHT
            here = place < sizes
            if ((digits < 0) | (digits > 9))[here].any():
                raise NotPlain
            numbers = np.where(here, numbers * 10 + digits, numbers)
        return numbers


def _chosen(starts: Numbers, sizes: Numbers, columns: tuple[int, ...]) -> tuple[Numbers, Numbers]:
    return starts[:, columns], sizes[:, columns]


class _Vocabulary:
    """The distinct cells seen so far and their codes, as a hash table without collisions."""

    def __init__(self, data: bytearray, meaning: Callable[[str], int]) -> None:
        self._data = data
        self._meaning = meaning
        # The word that starts at each byte.
        shape = (len(data) - 7,)
        self._words: Words = np.ndarray(shape, dtype="<u8", buffer=data, strides=(1,))
        self.known: dict[bytes, int] = {}
        self._rebuild()

    def codes(self, starts: Numbers, sizes: Numbers) -> NDArray[np.uint16]:
        """Codes of the cells that start there, in the shape given; NotPlain if one is not good."""
        longest = int(sizes.max())
        if longest > _CELL_BYTES_MAX:
            raise NotPlain
        words = [self._words.take(starts) & _KEEP[np.minimum(sizes, 8) if longest > 8 else sizes]]
        words.extend(
            self._words.take(starts + at) & _KEEP[np.clip(sizes - at, 0, 8)]
            for at in range(8, longest, 8)
        )
        while True:
            slots = _slots(words, self._multiplier, self._bits)
            known = self._sizes[slots] == sizes
            for word, table in zip(words, self._table, strict=False):
                known &= table[slots] == word
            if known.all():
                return self._codes[slots]
            new = ~known
            few = slice(_CELLS_KNOWN_MAX)  # the rest is mostly more of the same
            self._learn(starts[new][few].tolist(), sizes[new][few].tolist())

    def _learn(self, starts: list[int], sizes: list[int]) -> None:
        """Ask for the meaning of cells not seen before, in the order of their text."""
        new = {bytes(self._data[a : a + n]) for a, n in zip(starts, sizes, strict=True)}
        if len(new) + len(self.known) > _CELLS_KNOWN_MAX:
            raise NotPlain
        try:
            for raw in sorted(new):
                text = raw.decode()
                if CONTROL.search(text) or text.isspace() or any(sign in text for sign in '\r"#'):
                    raise NotPlain
                self.known[raw] = self._meaning(text.strip())
        except (UnicodeDecodeError, CellError) as error:
            raise NotPlain from error
        self._rebuild()

    def _rebuild(self) -> None:
        """Lay out the table anew, by a multiplier that gives each known cell a slot of its own."""
        width = max((-(-len(raw) // 8) for raw in self.known), default=1) or 1
        words = [
            np.array(
                [int.from_bytes(raw[8 * n : 8 * n + 8], "little") for raw in self.known],
                dtype=np.uint64,
            )
            for n in range(width)
        ]
        self._bits, self._multiplier = 10, _MULTIPLIER
        tries = 0
        while True:
            slots = _slots(words, self._multiplier, self._bits)
            if len(np.unique(slots)) == len(slots):
                break
            tries += 1
            self._bits += tries % 16 == 0
            if self._bits > _TABLE_BITS_MAX:
                raise NotPlain
            self._multiplier = (self._multiplier * _MULTIPLIER) % 2**64
        self._table = np.zeros((width, 2**self._bits), dtype=np.uint64)
        self._sizes = np.full(2**self._bits, -1, dtype=np.int64)
        self._codes = np.zeros(2**self._bits, dtype=np.uint16)
        self._table[:, slots] = words
        self._sizes[slots] = [len(raw) for raw in self.known]
        self._codes[slots] = list(self.known.values())


def _slots(words: list[Words], multiplier: int, bits: int) -> Numbers:
    """The slot of each cell in a table of 2^bits, from the words of its bytes; noughts add nothing.

    The top bits of the sum of the words times powers of the multiplier (multilinear hashing).
    """
    mixed = words[0] * np.uint64(multiplier)
    for power, word in enumerate(words[1:], start=2):
        mixed += word * np.uint64(pow(multiplier, power, 2**64))
    return (mixed >> np.uint64(64 - bits)).view(np.int64)
