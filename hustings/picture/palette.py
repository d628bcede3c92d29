"""Colour belongs to candidates: the same candidate has the same one in every picture.

The colour follows from the place on the ballot paper alone, so that an order by size changes
nothing. The eight were searched for the largest least distance (CIE 1976) between any two as seen
with normal sight, protanopia, deuteranopia and tritanopia (Machado, Oliveira and Fernandes 2009),
with neighbours on the ballot paper apart in lightness and in brightness, which remain in grey.
Each has at least 3:1 against the paper and carries its label in paper or ink at 4.5:1 or more (WCAG
2.2, 1.4.3 and 1.4.11); tests/picture/test_palette.py holds all of it. A ninth candidate has the
first colour again under a pattern. A name or number stands beside every colour: never colour alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hustings.contest import Contest
from hustings.picture.svg import INK, PAPER, SECONDARY, Element, element, line, rect

__all__ = ["COLOURS", "NEUTRAL", "PATTERNS", "Paint", "Palette", "contrast"]

COLOURS = (
    "#8654c8",  # violet
    "#bc8419",  # ochre
    "#144d0c",  # bottle green
    "#0a1793",  # ultramarine
    "#c9413f",  # brick
    "#2c221a",  # umber
    "#3395bb",  # sky
    "#9a336d",  # wine
)
NEUTRAL = "#77736c"
"""For several candidates together."""

PATTERNS = ("", "diagonal", "dots", "upright", "level")
"""What lies over a colour at its first use, its second, and so on."""


def _light(colour: str) -> float:
    """Relative luminance, of black = 0 and white = 1, as WCAG 2.2 defines it."""
    parts = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, from 1 to 21, as WCAG 2.2 defines it."""
    dark, bright = sorted((_light(one), _light(other)))
    return (bright + 0.05) / (dark + 0.05)


@dataclass(frozen=True, slots=True)
class Paint:
    """How a candidate's shapes are filled: a colour and, where used again, a pattern over it."""

    colour: str
    pattern: str = ""

    @property
    def letters(self) -> str:
        """The colour of text upon it: paper or ink, whichever stands out more."""
        return max((PAPER, INK), key=lambda letters: contrast(letters, self.colour))


@dataclass(frozen=True, slots=True)
class Palette:
    """The paints of one contest in one picture, whose ids begin with the prefix."""

    contest: Contest
    prefix: str

    def of(self, candidate: str) -> Paint:
        """The paint of a candidate; of several together (an empty id) the neutral one."""
        if not candidate:
            return Paint(NEUTRAL)
        place = [c.id for c in self.contest.candidates].index(candidate)
        turn, colour = divmod(place, len(COLOURS))
        return Paint(COLOURS[colour], PATTERNS[turn % len(PATTERNS)])

    def bar(
        self, candidate: str, x: float, y: float, width: float, height: float, *, opacity: str = ""
    ) -> tuple[Element, ...]:
        """A filled bar in the candidate's paint."""
        paint = self.of(candidate)
        parts = [rect(x, y, width, height, fill=paint.colour, opacity=opacity)]
        if paint.pattern:
            parts.append(rect(x, y, width, height, fill=self.pattern(paint.pattern)))
        return tuple(parts)

    def pattern(self, name: str) -> str:
        """The fill that draws a pattern."""
        return f"url(#{self.prefix}-{name})"

    def definitions(self, candidates: Iterable[str]) -> Element:
        """The patterns that those candidates need, and those of gains and lost papers."""
        used = {self.of(c).pattern for c in candidates} - {""}
        names = [*(p for p in PATTERNS if p in used), "gain", "out"]
        return element("defs", {}, *(self._tile(name) for name in names))

    def _tile(self, name: str) -> Element:
        size, turn, marks = _TILES[name]
        said: dict[str, str | float] = {
            "id": f"{self.prefix}-{name}",
            "width": size,
            "height": size,
            "patternUnits": "userSpaceOnUse",
            "patternTransform": turn,
        }
        return element("pattern", said, *marks)


def _dot(x: float, y: float) -> Element:
    return element("circle", {"cx": x, "cy": y, "r": 1.1, "fill": PAPER})


_TILES: dict[str, tuple[float, str, tuple[Element, ...]]] = {
    "diagonal": (7, "rotate(45)", (line(0, 0, 0, 7, stroke=PAPER, width=2.4),)),
    "dots": (6, "", (_dot(1.5, 1.5), _dot(4.5, 4.5))),
    "upright": (5, "", (line(1, 0, 1, 5, stroke=PAPER, width=1.6),)),
    "level": (5, "", (line(0, 1, 5, 1, stroke=PAPER, width=1.6),)),
    "gain": (4, "rotate(-45)", (line(0, 0, 0, 4, stroke=PAPER, width=3.6),)),
    "out": (5, "rotate(45)", (line(0, 0, 0, 5, stroke=SECONDARY, width=1.6),)),
}
