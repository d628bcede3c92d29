"""A flow from top to bottom, a row a stage, for a telephone: readable at 328 pixels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hustings.count import Stage
from hustings.language import say
from hustings.picture.layout import Layout, Ribbon, Spot, place
from hustings.picture.lettering import Run, label, runs_width, secondary
from hustings.picture.scene import NODE, OUT, Scene
from hustings.picture.svg import PAPER, SECONDARY, Element, line, number

__all__ = ["draw_down"]

_STEP = 15.0
_TEXT = 12.5
_CUT_FROM = 110.0
"""A node at least as wide has its name above it even if cut; a narrower one takes a leader."""

_AIR = 6.0
"""Between a label above its node and the next node's, in pixels."""

_RUN = 52.0
"""From the nodes of one row to the heading of the next, in pixels."""


def draw_down(scene: Scene, top: float, width: float) -> tuple[list[Element], float]:
    """The flow's elements from ``top`` down, and where it ends."""
    layout = _fitted(scene, width)
    ribbons: list[Element] = []
    nodes: list[Element] = []
    texts: list[Element] = []
    y, before = top, 0.0
    for n, column in enumerate(scene.graph.columns):
        row = _Row(scene, column.stage, layout.columns[n], width)
        bar = y + row.height
        if n:
            moved = sorted(layout.ribbons[n - 1], key=lambda r: r.link.moved)
            needed = column.stage.needed
            ribbons.extend(scene.ribbon(r, _shape(r, before, bar), needed=needed) for r in moved)
        nodes.extend(row.nodes(bar))
        texts.extend(row.texts(y, bar))
        before = bar + NODE
        y = before + _RUN
    return [*ribbons, *nodes, *texts], before


def _fitted(scene: Scene, width: float) -> Layout:
    """The layout within the width: with clear gaps, or with fine ones for many nodes."""
    layout = place(scene.graph, breadth=width, least=7, gap=3)
    return layout if layout.breadth <= width else place(scene.graph, breadth=width, least=3, gap=1)


def _shape(ribbon: Ribbon, y0: float, y1: float) -> str:
    a, b, c, d = (number(v) for v in (*ribbon.begin, *ribbon.end))
    start, middle, stop = number(y0), number((y0 + y1) / 2), number(y1)
    return (
        f"M{a} {start}C{a} {middle} {c} {middle} {c} {stop}"
        f"H{d}C{d} {middle} {b} {middle} {b} {start}Z"
    )


def _foot(spot: Spot) -> float:
    """Where a leader stands on its node: near the right end, clear of labels further left."""
    return max(spot.middle, spot.end - 4)


@dataclass(frozen=True, slots=True)
class _Leader:
    """A label away from its node, joined to it by a line: where it ends, and how many lines up."""

    spot: Spot
    runs: Sequence[Run]
    end: float
    level: int


@dataclass(frozen=True, slots=True)
class _Row:
    """One stage: labels above its nodes, those without room for that on leaders."""

    scene: Scene
    stage: Stage
    spots: Sequence[Spot]
    width: float

    @property
    def height(self) -> float:
        """From the top of the row to its nodes."""
        lines = [len(self._above(spot)) for spot in self.spots]
        return 25 + _STEP * max([*lines, *(leader.level + 1 for leader in self._leaders())])

    def _above(self, spot: Spot) -> list[list[Run]]:
        """The lines right above a node that is wide enough for them; empty where it is not."""
        if spot.node is None:
            return []
        name, *rest = self.scene.said(self.stage, spot)
        room = spot.size - _AIR
        lines = [rest] if runs_width(rest, size=_TEXT) <= room else [[run] for run in rest]
        if max(runs_width(found, size=_TEXT) for found in lines) > room:
            return []
        if room < min(_CUT_FROM, runs_width([name], size=_TEXT)):
            return []
        return [[name.cut_to(room, size=_TEXT)], *lines]

    def _leaders(self) -> list[_Leader]:
        """Labels on leaders, the leftmost lowest, each ending at its leader: none crosses."""
        found: list[_Leader] = []
        for spot in self.spots:
            if self._above(spot):
                continue
            runs = self._on_one_line(spot)
            wide = runs_width(runs, size=_TEXT)
            end = min(max(_foot(spot) + 1, wide), self.width)
            lowest = found[-1].level + 1 if found else 0
            level = max(lowest, self._lines_under(end - wide, end))
            found.append(_Leader(spot, runs, end, level))
        return found

    def _on_one_line(self, spot: Spot) -> list[Run]:
        runs = self.scene.said(self.stage, spot)
        if runs_width(runs, size=_TEXT) <= self.width:
            return runs
        room = self.width - runs_width(runs[1:], size=_TEXT) - 6
        return [runs[0].cut_to(room, size=_TEXT), *runs[1:]]

    def _lines_under(self, start: float, end: float) -> int:
        """How many lines stand above the nodes below a stretch of the row."""
        found = 0
        for spot in self.spots:
            lines = self._above(spot)
            widest = max((runs_width(runs, size=_TEXT) for runs in lines), default=0.0)
            if spot.start < end + 4 and spot.start + widest > start - 6:
                found = max(found, len(lines))
        return found

    def nodes(self, bar: float) -> Iterator[Element]:
        """The bars, side by side."""
        for spot in self.spots:
            box = (spot.start, bar, spot.size, NODE if spot.node else OUT)
            yield from self.scene.bar(spot, box, needed=self.stage.needed)

    def texts(self, top: float, bar: float) -> Iterator[Element]:
        """The heading, the labels above their nodes, and those on leaders."""
        heading = [Run(say("Stage {number}", number=self.stage.number), bold=True)]
        if not self.stage.needed:
            heading.append(secondary(say("not needed for the result")))
        yield from label(0, top + 13, heading, halo=PAPER)
        for spot in self.spots:
            for k, runs in enumerate(reversed(self._above(spot))):
                yield from label(spot.start, bar - 6 - _STEP * k, runs, size=_TEXT, halo=PAPER)
        leaders = self._leaders()
        for leader in leaders:
            x, up = _foot(leader.spot), bar - 3 - _STEP * leader.level
            yield line(x, up, x, bar, stroke=PAPER, width=3)
            yield line(x, up, x, bar, stroke=SECONDARY, width=0.8)
        for leader in leaders:
            baseline = bar - 6 - _STEP * leader.level
            yield from label(
                leader.end, baseline, leader.runs, anchor="end", size=_TEXT, halo=PAPER
            )
