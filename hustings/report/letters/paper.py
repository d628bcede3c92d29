"""Marks and squares put on paper: one PDF being made, its pages those of the letters in order.

What all letters share is drawn once; its drawing operators are then repeated on every page, which
is what makes fifteen thousand letters a matter of a minute or two.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import accumulate, groupby
from typing import TYPE_CHECKING, BinaryIO

from hustings.errors import RuleError
from hustings.report.letters.marks import (
    A4,
    Bars,
    Box,
    Curve,
    Mark,
    Rule,
    Text,
    Watermark,
)
from hustings.report.letters.typefaces import MILLIMETRES, Face, Style, Typefaces, face_path

if TYPE_CHECKING:
    from fpdf import FPDF

__all__ = ["Paper", "need_packages", "square_rows"]

_QUIET = 4
"""Modules that stay white around a square. ISO/IEC 18004, 5.3.8."""


def need_packages(what: str = "letters") -> None:
    """Raise RuleError unless the packages that letters and papers need are installed."""
    try:
        import fpdf  # noqa: F401, PLC0415
        import segno  # noqa: F401, PLC0415
    except ImportError as error:
        raise RuleError(
            f"{what} need the package {error.name}, which comes with the site: "
            'pip install "hustings[web]"'
        ) from None


def square_rows(link: str) -> tuple[bytes, ...]:
    """The QR code of a link, row by row, 1 where it is dark; it bears damage of 15 per cent.

    Raises RuleError, without the link, where that is too long to be scanned from a letter.
    """
    from segno import DataOverflowError, make_qr  # noqa: PLC0415

    try:
        rows = make_qr(link, error="m", boost_error=False).matrix
    except DataOverflowError:
        rows = ()
    if not 0 < len(rows) <= _MOST_MODULES:
        raise RuleError(
            f"the link of a letter has {len(link)} characters, which is too long for a square that "
            "a telephone can read; give the site a shorter address"
        ) from None
    return tuple(bytes(row) for row in rows)


_MOST_MODULES = 61
"""Version 11: modules of 0.56 mm in a square of 34 mm."""


class Paper:
    """The PDF; ``pages`` counts those made so far."""

    def __init__(
        self,
        faces: Typefaces,
        *,
        title: str,
        language: str,
        created: datetime,
        size: tuple[float, float] = A4,
    ) -> None:
        """``title`` is the document's, ``created`` its date: neither tells anything of a letter.

        ``size`` is that of its pages.
        """
        from fpdf import FPDF  # noqa: PLC0415

        self._faces = faces
        self._breadth, self._height = size
        self._pdf: FPDF = FPDF(unit="mm", format=size)
        self._pdf.single_resources_object = True
        self._pdf.set_auto_page_break(False)
        self._pdf.set_margin(0)
        self._pdf.set_title(title)
        self._pdf.set_creator("hustings")
        self._pdf.set_producer("hustings")
        self._pdf.set_creation_date(created)
        self._pdf.set_lang(language)
        self._shared: dict[Hashable, bytes] = {}
        for face in Face:
            self._pdf.add_font(face.name, fname=face_path(face))

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return self._pdf.pages_count

    def page(self, marks: Sequence[Mark], *, known_as: Hashable) -> None:
        """Begin a page with the marks that it shares with every other page known by that key."""
        self._pdf.add_page()
        if known_as in self._shared:
            self._contents.extend(self._shared[known_as])
            return
        before = len(self._contents)
        self._contents.extend(b"q\n")
        for mark in marks:
            self.draw(mark)
        self._contents.extend(b"Q\n")
        self._shared[known_as] = bytes(self._contents[before:])
        # The operators ended as they began, so the type that they set is set no longer.
        self._pdf.set_font(Face.SANS.name, size=1)
        self._pdf.set_font_size(2)

    @property
    def _contents(self) -> bytearray:
        contents = self._pdf.pages[self._pdf.page].contents
        assert isinstance(contents, bytearray)
        return contents

    def draw(self, mark: Mark) -> None:
        """Put a mark on the page that was begun last."""
        match mark:
            case Text():
                self._text(mark)
            case Rule():
                self._pdf.set_draw_color(round(mark.grey * 255))
                self._pdf.set_line_width(mark.weight * MILLIMETRES)
                self._pdf.line(mark.x, mark.y, mark.x + mark.breadth, mark.y)
            case Box():
                self._pdf.set_draw_color(0)
                self._pdf.set_line_width(mark.weight * MILLIMETRES)
                self._pdf.rect(mark.x, mark.y, mark.breadth, mark.height)
            case Bars():
                self._bars(mark)
            case Curve():
                self._curve(mark)
            case Watermark():
                self._watermark(mark)

    def _text(self, mark: Text) -> None:
        x, face = mark.x, mark.style.face
        self._pdf.set_text_color(round(mark.style.grey * 255))
        for spare, piece in self._faces.runs(mark.text, face):
            self._pdf.set_font(self._spare() if spare else face.name, size=mark.style.size)
            self._pdf.text(x, mark.y, piece)
            x += self._faces.breadth(piece, mark.style)

    def _spare(self) -> str:
        """The spare font's name in the document, which it enters when it is first needed."""
        assert self._faces.spare is not None
        if "spare" not in self._pdf.fonts:
            self._pdf.add_font("spare", fname=self._faces.spare)
        return "spare"

    def _watermark(self, mark: Watermark) -> None:
        part = self._breadth / A4[0]
        style = Style(Face.BOLD, 150 * part, 0.9)
        breadth = self._faces.breadth(mark.text, style)
        if breadth > _WATERMARK_BREADTH * part:
            style = replace(style, size=style.size * _WATERMARK_BREADTH * part / breadth)
            breadth = _WATERMARK_BREADTH * part
        x, y = self._breadth / 2, self._height * _WATERMARK_DOWN
        with self._pdf.rotation(32, x, y):
            self._text(Text(x - breadth / 2, y + 18 * part, style, mark.text))

    def _bars(self, mark: Bars) -> None:
        """Bars as one shape: no line is drawn, so that none is broader than its modules."""
        edges = [0, *accumulate(mark.modules)]
        pieces = " ".join(
            f"{edges[n]} 0 {mark.modules[n]} 1 re" for n in range(0, len(mark.modules), 2)
        )
        module, height = mark.module / MILLIMETRES, mark.height / MILLIMETRES
        left, top = mark.x / MILLIMETRES, (self._height - mark.y) / MILLIMETRES
        self._contents.extend(
            f"q {module:.4f} 0 0 {-height:.3f} {left:.3f} {top:.3f} cm 0 g {pieces} f Q\n".encode(
                "ascii"
            )
        )

    def _curve(self, mark: Curve) -> None:
        """A curve in whole hundredths of a millimetre from its start, which keeps a page small."""
        left, top = mark.start
        scale = 0.01 / MILLIMETRES
        pieces = " ".join(
            " ".join(f"{round((x - left) * 100)} {round((y - top) * 100)}" for x, y in piece) + " c"
            for piece in mark.pieces
        )
        weight = mark.weight / scale
        self._contents.extend(
            f"q {scale:.6f} 0 0 {-scale:.6f} {left / MILLIMETRES:.3f} "
            f"{(self._height - top) / MILLIMETRES:.3f} cm {mark.grey:g} G {weight:.1f} w "
            f"0 0 m {pieces} s Q\n".encode("ascii")
        )

    def square(self, rows: Sequence[bytes], x: float, y: float, side: float) -> None:
        """A QR code on white, as one shape without seams; its quiet zone lies around the place."""
        module = side / MILLIMETRES / len(rows)
        left, top = x / MILLIMETRES, (self._height - y) / MILLIMETRES
        edge, whole = -_QUIET, len(rows) + 2 * _QUIET
        path = " ".join(_runs(rows))
        self._contents.extend(
            f"q {module:.4f} 0 0 {-module:.4f} {left:.3f} {top:.3f} cm "
            f"1 g {edge} {edge} {whole} {whole} re f 0 g {path} f Q\n".encode("ascii")
        )

    def write(self, target: BinaryIO, *, both_sides: bool) -> None:
        """Write the document, asking the printer for one side of each sheet or for both."""
        from fpdf import ViewerPreferences  # noqa: PLC0415

        duplex = "DuplexFlipLongEdge" if both_sides else "Simplex"
        self._pdf.viewer_preferences = ViewerPreferences(
            display_doc_title=True, duplex=duplex, print_scaling="None"
        )
        self._pdf.output(target)

    def close(self) -> None:
        """Close the font files."""
        from fpdf.fonts import TTFFont  # noqa: PLC0415

        for font in self._pdf.fonts.values():
            if isinstance(font, TTFFont):
                font.close()


_WATERMARK_BREADTH = 215.0
"""How broad a watermark is at the most, on A4."""
_WATERMARK_DOWN = 205 / 297
"""How far down the page the middle of its watermark lies."""
_DARK = re.compile(rb"\x01+")


def _runs(rows: Sequence[bytes]) -> list[str]:
    """The dark modules as rectangles: a run of a row, as high as the rows that repeat it."""
    found = []
    y = 0
    for row, same in groupby(rows):
        high = len(list(same))
        found += [f"{r.start()} {y} {r.end() - r.start()} {high} re" for r in _DARK.finditer(row)]
        y += high
    return found
