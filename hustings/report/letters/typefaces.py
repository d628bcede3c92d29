"""The letters' type: how broad a text is, where its lines break, and which font has its characters.

The faces are those of the pages, in the form that a PDF takes. What they lack is looked for in one
spare font of the system; what neither has is replaced by its base letter or a question mark, and
told. Scripts that are written from right to left, or whose letters join, are told as well: setting
them needs more than a font.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache
from importlib.resources import files
from itertools import groupby
from pathlib import Path

__all__ = ["SYSTEM_FONTS", "Face", "Style", "Typefaces", "face_path"]

MILLIMETRES = 25.4 / 72
"""Of a point."""

SYSTEM_FONTS = tuple(
    Path(folder) / "DejaVuSans.ttf"
    for folder in (
        "/usr/share/fonts/truetype/dejavu",
        "/usr/share/fonts/dejavu-sans-fonts",
        "/usr/share/fonts/dejavu",
        "/usr/share/fonts/TTF",
        "/usr/local/share/fonts",
        "/Library/Fonts",
        "C:/Windows/Fonts",
    )
)
"""Where DejaVu Sans lies on the systems that have it; the first found is the spare font."""


class Face(Enum):
    """A face of the letters; its value is the file in ``hustings/report/fonts``."""

    SERIF = "literata-600.ttf"
    SANS = "public-sans-400.ttf"
    BOLD = "public-sans-700.ttf"


@dataclass(frozen=True, slots=True)
class Style:
    """A face at a size in points, as dark as ``grey`` says: 0 is black, 1 white."""

    face: Face
    size: float
    grey: float = 0.0


def face_path(face: Face) -> Path:
    """Where the font file of a face lies."""
    return Path(str(files("hustings.report") / "fonts" / face.value))


@cache
def _advances(path: Path) -> Mapping[str, float]:
    """Of each character of a font, its breadth in ems."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # noqa: PLC0415  (comes with fpdf2)

    with TTFont(path, lazy=True) as font:
        em, breadths = font["head"].unitsPerEm, font["hmtx"].metrics
        return {chr(code): breadths[glyph][0] / em for code, glyph in font.getBestCmap().items()}


_JOINED = (
    (0x0900, 0x0DFF),  # the scripts of India
    (0x0E00, 0x109F),  # Thai to Burmese
    (0x1780, 0x17FF),  # Khmer
)


def _needs_shaping(character: str) -> bool:
    """Whether a character is of a script that a font alone does not set rightly."""
    if unicodedata.bidirectional(character) in {"R", "AL", "AN"}:
        return True
    return any(low <= ord(character) <= high for low, high in _JOINED)


class Typefaces:
    """The three faces and the spare font, if there is one, as measures."""

    def __init__(self, spare_fonts: Sequence[Path] = SYSTEM_FONTS) -> None:
        """``spare_fonts`` are tried in order; one that is missing or broken is passed over."""
        self.spare: Path | None = None
        self._spare: Mapping[str, float] = {}
        for path in spare_fonts:
            with suppress(Exception):  # a font of the system that cannot be read is no font
                self._spare = _advances(path)
                self.spare = path
                break
        self._faces = {face: _advances(face_path(face)) for face in Face}
        self.clean = lru_cache(maxsize=4096)(self._clean)

    def _clean(self, text: str) -> tuple[str, str]:
        """The text as it can be set, and those of its characters that it loses or sets wrongly.

        White space of any kind is one space; characters without a shape (controls, marks of
        direction) are left out silently.
        """
        settled = unicodedata.normalize("NFC", re.sub(r"\s+", " ", text).strip())
        shown = [c for c in settled if unicodedata.category(c) not in {"Cc", "Cf"}]
        missing = [c for c in shown if not self._settable(c)]
        return "".join(map(self._instead, shown)), "".join(dict.fromkeys(missing))

    def _settable(self, character: str) -> bool:
        if character in self._faces[Face.SANS]:
            return True
        loose = unicodedata.combining(character) > 0
        return character in self._spare and not loose and not _needs_shaping(character)

    def _instead(self, character: str) -> str:
        """The character, or what stands for it where no font has it."""
        if character in self._faces[Face.SANS] or character in self._spare:
            return character
        if unicodedata.combining(character):
            return ""
        base = unicodedata.normalize("NFKD", character)[0]
        return base if base in self._faces[Face.SANS] else "?"

    def runs(self, text: str, face: Face) -> Iterator[tuple[bool, str]]:
        """A clean text in pieces, each with whether the spare font sets it."""
        known = self._faces[face]
        for has, piece in groupby(text, key=known.__contains__):
            yield not has, "".join(piece)

    def breadth(self, text: str, style: Style) -> float:
        """How broad a clean text is, in millimetres."""
        known, spare = self._faces[style.face], self._spare
        ems = sum(known.get(c) or spare.get(c, 0.6) for c in text)
        return ems * style.size * MILLIMETRES

    def lines(self, text: str, style: Style, breadth: float) -> list[str]:
        """A clean text broken into lines of at most that breadth; a longer word is cut."""
        found = [""]
        for word in text.split(" "):
            longer = f"{found[-1]} {word}" if found[-1] else word
            if self.breadth(longer, style) <= breadth:
                found[-1] = longer
                continue
            pieces = list(self._cut(word, style, breadth))
            found[:] = found if found[-1] else found[:-1]
            found += pieces
        return found

    def _cut(self, word: str, style: Style, breadth: float) -> Iterator[str]:
        """A word in pieces that each fit a line; one piece where it fits."""
        piece = ""
        for character in word:
            if piece and self.breadth(piece + character, style) > breadth:
                yield piece
                piece = ""
            piece += character
        yield piece
