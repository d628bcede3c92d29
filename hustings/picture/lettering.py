"""Text in a picture: how wide it is, where it is cut, how it stands out from what is behind it.

No font is at hand when a picture is written, so widths are estimated from the advance widths of
Helvetica (Adobe Font Metrics, shared by Arial); the first font of the stack, Source Sans 3, is
narrower, so that what fits by the estimate fits on the page.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from hustings.picture.svg import INK, SECONDARY, Element, element, rect

__all__ = [
    "LINE",
    "SIZE",
    "Run",
    "cut",
    "label",
    "paragraph",
    "plate",
    "run_width",
    "runs_width",
    "secondary",
    "wrapped",
]

SIZE = 13.0
"""The size of text in pixels, unless told otherwise."""

LINE = 17.0
"""From one baseline to the next, in pixels."""

# Thousandths of the size, from the space to the tilde: Helvetica's advance widths.
_ASCII = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
)  # fmt: skip
_BOLD = 1.07
_ELLIPSIS = "…"
_RIGHT_TO_LEFT = frozenset(
    ("R", "AL", "RLE", "RLO", "RLI", "LRE", "LRO", "LRI", "FSI", "PDF", "PDI")
)


@cache
def _advance(sign: str) -> int:
    base = unicodedata.normalize("NFD", sign)[0]
    if " " <= base <= "~":
        return _ASCII[ord(base) - 32]
    if sign == "\u00a0":
        return _ASCII[0]
    if unicodedata.combining(base) or unicodedata.category(base) in ("Cf", "Mn"):
        return 0
    if sign in "…—":
        return 1000
    return 1000 if unicodedata.east_asian_width(base) in "WF" or ord(base) > 0xFFFF else 620


def run_width(text: str, *, size: float = SIZE, bold: bool = False) -> float:
    """The estimated width of a text in pixels."""
    return sum(map(_advance, text)) * size / 1000 * (_BOLD if bold else 1)


def cut(text: str, room: float, *, size: float = SIZE, bold: bool = False) -> str:
    """The text if it fits the room in pixels, else as much of it as does, with an ellipsis."""
    if run_width(text, size=size, bold=bold) <= room:
        return text
    kept = text
    while kept and run_width(kept.rstrip() + _ELLIPSIS, size=size, bold=bold) > room:
        kept = kept[:-1]
    return kept.rstrip() + _ELLIPSIS


def wrapped(text: str, room: float, *, size: float = SIZE, bold: bool = False) -> list[str]:
    """The text in lines that fit the room; a word wider than the room stands alone, cut."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and run_width(longer, size=size, bold=bold) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return [cut(found, room, size=size, bold=bold) for found in lines]


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a label in one weight and colour; ``full`` is the text that it was cut from."""

    text: str
    bold: bool = False
    fill: str = INK
    full: str = ""

    def cut_to(self, room: float, *, size: float = SIZE) -> Run:
        """The same piece cut to the room."""
        text = cut(self.text, room, size=size, bold=self.bold)
        return self if text == self.text else Run(text, self.bold, self.fill, self.text)


def secondary(text: str) -> Run:
    """A piece in the second grey."""
    return Run(text, fill=SECONDARY)


def runs_width(runs: Sequence[Run], *, size: float = SIZE) -> float:
    """The estimated width of a label of several pieces, with a space between them."""
    spaces = max(len(runs) - 1, 0) * _ASCII[0] * size / 1000
    return spaces + sum(run_width(r.text, size=size, bold=r.bold) for r in runs)


def label(
    x: float,
    baseline: float,
    runs: Sequence[Run],
    *,
    anchor: str = "",
    size: float = SIZE,
    halo: str = "",
    turn: str = "",
) -> tuple[Element, ...]:
    """A line of text; with a halo, its outline in that colour is drawn first, as a text of its own.

    The outline is not left to ``paint-order``, which some writers of PDF do not know.
    """
    place: dict[str, str | float] = {
        "x": x,
        "y": baseline,
        "text-anchor": anchor,
        "font-size": "" if size == SIZE else f"{size:g}",
        "transform": turn,
    }
    pieces = tuple(_spans(runs))
    full = " ".join(r.full or r.text for r in runs)
    told = (element("title", {}, full),) if any(r.full for r in runs) else ()
    text = element("text", place, *told, *pieces)
    if not halo:
        return (text,)
    outline = {
        "aria-hidden": "true",
        "stroke": halo,
        "stroke-width": "3.5",
        "stroke-linejoin": "round",
    }
    return element("text", {**place, **outline}, *pieces), text


def plate(
    x: float,
    baseline: float,
    runs: Sequence[Run],
    *,
    fill: str,
    anchor: str = "",
    size: float = SIZE,
) -> Element:
    """A ground for a line of text, so that it can be read over a pattern."""
    wide = runs_width(runs, size=size)
    left = x - wide if anchor == "end" else x
    return rect(left - 4, baseline - 0.98 * size, wide + 8, 1.3 * size, fill=fill)


def _spans(runs: Sequence[Run]) -> Iterable[Element]:
    for number, run in enumerate(runs):
        said = {
            "font-weight": "700" if run.bold else "",
            "fill": "" if run.fill == INK else run.fill,
            "unicode-bidi": "isolate" if _turns(run.text) else "",
        }
        yield element("tspan", said, run.text if not number else f"\u00a0{run.text}")


def _turns(text: str) -> bool:
    """Whether a text could change the direction of what stands beside it."""
    return any(unicodedata.bidirectional(sign) in _RIGHT_TO_LEFT for sign in text)


def paragraph(
    text: str, x: float, baseline: float, room: float, *, size: float = SIZE, fill: str = SECONDARY
) -> tuple[tuple[Element, ...], float]:
    """Lines of text, and the baseline after the last of them."""
    parts: list[Element] = []
    for found in wrapped(text, room, size=size):
        parts.extend(label(x, baseline, [Run(found, fill=fill)], size=size))
        baseline += LINE
    return tuple(parts), baseline
