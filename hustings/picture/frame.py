"""What stands around every picture: the line that names its figures, and the notes below it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from hustings.declaration import Declaration
from hustings.picture.lettering import LINE, Run, label, paragraph, wrapped
from hustings.picture.svg import INK, SECONDARY, Drawing, Element, group, line

__all__ = ["caption", "empty", "headed", "notches", "notes", "title_of"]

SMALL = 12.0
"""The size of captions and notes, in pixels."""

_MARGIN = 28.0
_HEADING = 19.0


def title_of(declaration: Declaration, what: str) -> str:
    """The name of a picture: what it shows, of which contest."""
    return f"{what}: {declaration.contest.title}"


def caption(text: str, width: float) -> tuple[tuple[Element, ...], float]:
    """The line at the top that says what the figures are, and the height that it takes."""
    parts, after = paragraph(text, 0, SMALL, width, size=SMALL)
    return parts, after - SMALL + 6


def notes(texts: Iterable[str], top: float, width: float) -> tuple[tuple[Element, ...], float]:
    """Paragraphs below a picture, and the height down to their end."""
    parts: list[Element] = []
    bottom = top
    for text in texts:
        found, after = paragraph(text, 0, bottom + SMALL + 4, width, size=SMALL)
        parts.extend(found)
        bottom = after - SMALL
    return tuple(parts), bottom


def notches(x: float, top: float, bottom: float, *, length: float) -> tuple[Element, ...]:
    """A mark above a bar and one below it, so that a colour that passes them is seen to."""
    ends = ((top - length, top), (bottom, bottom + length))
    return tuple(line(x, y0, x, y1, stroke=INK, width=1.8) for y0, y1 in ends)


def empty(title: str, why: str, width: float) -> Drawing:
    """A picture that says why there is nothing to draw."""
    parts, after = paragraph(why, 0, 16, width, fill=SECONDARY)
    return Drawing(title, why, width, after - 8, parts)


def headed(drawing: Drawing) -> Drawing:
    """The same picture to stand alone: its title above it, and a margin around it."""
    lines = wrapped(drawing.title, drawing.width, size=_HEADING, bold=True)
    parts: list[Element] = []
    for n, text in enumerate(lines):
        baseline = _MARGIN + _HEADING + n * _HEADING * 1.25
        parts.extend(label(_MARGIN, baseline, [Run(text, bold=True)], size=_HEADING))
    top = _MARGIN + _HEADING * 1.25 * len(lines) + LINE * 0.7
    parts.append(group(drawing.parts, {"transform": f"translate({_MARGIN:g} {top:g})"}))
    return replace(
        drawing,
        width=drawing.width + 2 * _MARGIN,
        height=drawing.height + top + _MARGIN,
        parts=tuple(parts),
    )
