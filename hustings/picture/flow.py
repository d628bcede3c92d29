"""How papers moved from stage to stage: a flow of ribbons as broad as what they carry.

Across, for a wide page: a column a stage. Down, for a telephone: a row a stage, every label still
readable at 328 pixels. Papers that leave the count run out into a hatched end of their own.
"""

from __future__ import annotations

from enum import StrEnum

from hustings.declaration import Declaration
from hustings.language import say
from hustings.picture.across import draw_across
from hustings.picture.down import draw_down
from hustings.picture.frame import caption, empty, notes, title_of
from hustings.picture.graph import build
from hustings.picture.measure import Measure, invented_notes
from hustings.picture.scene import Scene
from hustings.picture.svg import Drawing

__all__ = ["Orientation", "draw_flow", "flow"]


class Orientation(StrEnum):
    """Which way a flow runs: across a wide page, or down a telephone."""

    ACROSS = "across"
    DOWN = "down"


_WIDTHS = {Orientation.ACROSS: 1040.0, Orientation.DOWN: 328.0}


def flow(
    declaration: Declaration,
    *,
    orientation: Orientation = Orientation.ACROSS,
    width: float | None = None,
    prefix: str = "flow",
) -> str:
    """The flow as a standalone SVG document; 1040 pixels wide across, 328 down, unless told."""
    drawing = draw_flow(declaration, orientation=orientation, width=width, prefix=prefix)
    return drawing.write(prefix)


def draw_flow(
    declaration: Declaration, *, orientation: Orientation, width: float | None, prefix: str
) -> Drawing:
    """The same before it is written."""
    width = width or _WIDTHS[orientation]
    title = title_of(declaration, say("How papers moved"))
    if declaration.no_votes:
        return empty(title, say("No valid papers: there is nothing to draw."), width)
    limits = _limits(orientation, width)
    graph = build(declaration, columns=limits[0], nodes=limits[1])
    scene = Scene(declaration, graph, Measure.of(declaration), prefix)
    top, y = caption(scene.caption(), width)
    draw = draw_across if orientation is Orientation.ACROSS else draw_down
    parts, bottom = draw(scene, y + 8, width)
    said = [*scene.left_out(), *invented_notes(declaration.contest)]
    under, bottom = notes(said, bottom + 10, width)
    defs = scene.palette.definitions(declaration.stages[0].votes)
    whole = (defs, *top, *parts, *under)
    return Drawing(title, scene.described(), width, bottom + 4, whole)


def _limits(orientation: Orientation, width: float) -> tuple[int, int]:
    """Most columns, and most nodes in one, that can be drawn and read."""
    if orientation is Orientation.DOWN:
        return 9, max(3, int(width // 32))
    return max(2, int((width - 300) // 80) + 1), 26
