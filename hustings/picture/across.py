"""A flow from left to right, a column a stage, for a wide page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from hustings.count import Stage
from hustings.language import say
from hustings.picture.layout import Layout, Ribbon, Spot, place
from hustings.picture.lettering import Run, label, run_width, runs_width, secondary
from hustings.picture.scene import NODE, OUT, Scene
from hustings.picture.svg import PAPER, Element, number
from hustings.rounding import grouped

__all__ = ["draw_across"]

_SMALL = 11.5
_BREADTH = 430.0
_SIDE, _SIDE_MOST = 0.24, 0.36
"""The part of the width that labels at either end may take, and take where columns are few."""

_PITCH = 170.0
"""From column to column there is at least so much before the ends get more, in pixels."""

Lines = list[list[Run]]


def draw_across(scene: Scene, top: float, width: float) -> tuple[list[Element], float]:
    """The flow's elements from ``top`` down, and where it ends."""
    count = len(scene.graph.columns)
    layout = place(scene.graph, breadth=_BREADTH if count > 1 else 160, least=17, gap=7)
    free = (width - _PITCH * (count - 1)) / 2
    most = min(max(width * _SIDE, free), width * _SIDE_MOST)
    grid = _grid(scene, layout, width, (most, most))
    left, right = (min(grid.widest(n) + 14, most) for n in (0, count - 1))
    grid = _grid(scene, layout, width, (left, right))
    heads, y = grid.headings(top)
    return [*heads, *grid.ribbons(y), *grid.nodes(y), *grid.texts(y)], y + layout.breadth


def _grid(scene: Scene, layout: Layout, width: float, sides: tuple[float, float]) -> _Grid:
    """The columns between the room for labels at the left and that at the right."""
    count = len(scene.graph.columns)
    left = sides[0] if count > 1 else 0.0
    pitch = 0.0 if count == 1 else (width - left - sides[1] - NODE) / (count - 1)
    return _Grid(scene, layout, tuple(left + pitch * n for n in range(count)), pitch, width)


@dataclass(frozen=True, slots=True)
class _Text:
    """A line of text in its place."""

    x: float
    baseline: float
    runs: Sequence[Run]
    anchor: str = ""
    size: float = 13

    @property
    def span(self) -> tuple[float, float]:
        """From where to where it runs."""
        wide = runs_width(self.runs, size=self.size)
        return (self.x - wide, self.x) if self.anchor == "end" else (self.x, self.x + wide)

    def clear_of(self, other: _Text) -> bool:
        """Whether there is air between two texts."""
        (a, b), (c, d) = self.span, other.span
        return b + 5 < c or d + 5 < a or abs(self.baseline - other.baseline) > 14

    def draw(self) -> Iterable[Element]:
        """The text with an outline that sets it off from the ribbons."""
        return label(
            self.x, self.baseline, self.runs, anchor=self.anchor, size=self.size, halo=PAPER
        )


@dataclass(frozen=True, slots=True)
class _Grid:
    """Columns whose nodes begin at ``xs``, ``pitch`` pixels apart."""

    scene: Scene
    layout: Layout
    xs: Sequence[float]
    pitch: float
    width: float

    def _stage(self, n: int) -> Stage:
        return self.scene.graph.columns[n].stage

    def _room(self, n: int) -> float:
        """The room for the labels of a column: beside it, or before it for the first of several."""
        if n == len(self.xs) - 1:
            return self.width - self.xs[n] - NODE - 6
        return self.xs[0] - 8 if n == 0 else self.pitch - NODE - 14

    def widest(self, n: int) -> float:
        """How wide the labels of a column are, as they fit."""
        spots = self.layout.columns[n]
        widths = (runs_width(runs) for spot in spots for runs in self._lines(n, spot))
        return max(widths, default=0.0)

    # --- headings ----------------------------------------------------------------------------

    def headings(self, top: float) -> tuple[list[Element], float]:
        """The number of each stage, and what happened at it where no label has room to say so."""
        parts: list[Element] = []
        longest = 0
        for n, x in enumerate(self.xs):
            room = self.width - x if n == len(self.xs) - 1 else self.pitch - 8
            title = say("Stage {number}", number=self._stage(n).number)
            parts.extend(label(x, top + 12, [Run(title, bold=True)]))
            more = self._below_heading(n, room)
            for k, run in enumerate(more, start=1):
                cut = [run.cut_to(room, size=_SMALL)]
                parts.extend(label(x, top + 12 + 14.5 * k, cut, size=_SMALL))
            longest = max(longest, len(more))
        return parts, top + 14.5 * longest + 24

    def _below_heading(self, n: int, room: float) -> list[Run]:
        stage, said = self._stage(n), []
        if not stage.needed:
            whole = say("not needed for the result")
            fits = run_width(whole, size=_SMALL) <= room
            parted = [say("not needed"), say("for the result")]
            said = [secondary(text) for text in ([whole] if fits else parted)]
        for spot in self.layout.columns[n]:
            words = self.scene.status(stage, spot.node) if spot.node else ""
            shown = [run.text for runs in self._lines(n, spot) for run in runs]
            if spot.node and words and words not in shown:
                said.extend([Run(self.scene.name(spot.node)), secondary(words)])
        return said[:9]

    # --- shapes ------------------------------------------------------------------------------

    def ribbons(self, top: float) -> Iterator[Element]:
        """Papers that stayed first, so that those that moved lie over them."""
        for n, ribbons in enumerate(self.layout.ribbons):
            x0, x1 = self.xs[n] + NODE, self.xs[n + 1]
            for ribbon in sorted(ribbons, key=lambda r: r.link.moved):
                shape = _shape(ribbon, x0, x1, top)
                yield self.scene.ribbon(ribbon, shape, needed=self._stage(n + 1).needed)

    def nodes(self, top: float) -> Iterator[Element]:
        """The bars, one below another in each column."""
        for n, spots in enumerate(self.layout.columns):
            for spot in spots:
                box = (self.xs[n], top + spot.start, NODE if spot.node else OUT, spot.size)
                yield from self.scene.bar(spot, box, needed=self._stage(n).needed)

    # --- labels ------------------------------------------------------------------------------

    def texts(self, top: float) -> Iterator[Element]:
        """The label of every node, and the figures of broad ribbons clear of those."""
        placed = [
            text
            for n, spots in enumerate(self.layout.columns)
            for spot in spots
            for text in self._label(n, spot, top)
        ]
        for n, ribbons in enumerate(self.layout.ribbons):
            for ribbon in ribbons:
                gain = self._gain(n, ribbon, top)
                if gain and all(gain.clear_of(text) for text in placed):
                    placed.append(gain)
        for text in placed:
            yield from text.draw()

    def _label(self, n: int, spot: Spot, top: float) -> Iterator[_Text]:
        before = n == 0 and self.pitch > 0
        x = self.xs[n] - 8 if before else self.xs[n] + (NODE if spot.node else OUT) + 6
        lines = self._lines(n, spot)
        baseline = top + spot.middle + 4.5 - 8 * (len(lines) - 1)
        for k, runs in enumerate(lines):
            yield _Text(x, baseline + 16 * k, runs, "end" if before else "")

    def _lines(self, n: int, spot: Spot) -> Lines:
        """The label of a spot as it fits: whole, in two lines, cut, its figure alone, or none."""
        said, room = self.scene.said(self._stage(n), spot), self._room(n)
        if runs_width(said) <= room:
            return [said]
        if spot.node is None:
            short = secondary(say("{papers} out", papers=grouped(spot.papers)))
            return [[short]] if runs_width([short]) <= room else []
        name, figure, *status = said
        at_edge = n in (0, len(self.xs) - 1)
        kept = name.cut_to(room - runs_width([figure]) - 5).text
        named = at_edge or len(kept) >= min(len(name.text), 9)
        if at_edge and spot.size >= 34 and runs_width(said[1:]) <= room < runs_width(said[:2]):
            return [[name.cut_to(room)], said[1:]]
        if named and status and spot.size >= 34 and runs_width(status) <= room:
            return [*_named(name, figure, [], room), status]
        if at_edge and runs_width(said[1:]) < 0.6 * room:
            return _named(name, figure, status, room)
        if named:
            return _named(name, figure, [], room)
        return [[figure]] if runs_width([figure]) <= room else []

    def _gain(self, n: int, ribbon: Ribbon, top: float) -> _Text | None:
        """The figure at the end of a ribbon of moved papers, if it is broad enough to carry one."""
        begin, end = ribbon.end
        if ribbon.link.target is None or not ribbon.link.moved or end - begin < 9:
            return None
        run = Run(f"+{self.scene.measure.printed(ribbon.link.end)}")
        return _Text(self.xs[n + 1] - 6, top + (begin + end) / 2 + 4, [run], "end", _SMALL)


def _named(name: Run, figure: Run, more: Sequence[Run], room: float) -> Lines:
    """One line whose name is cut to what the rest leaves of the room."""
    return [[name.cut_to(room - runs_width([figure, *more]) - 5), figure, *more]]


def _shape(ribbon: Ribbon, x0: float, x1: float, top: float) -> str:
    a, b, c, d = (number(top + v) for v in (*ribbon.begin, *ribbon.end))
    start, middle, stop = number(x0), number((x0 + x1) / 2), number(x1)
    return (
        f"M{start} {a}C{middle} {a} {middle} {c} {stop} {c}"
        f"V{d}C{middle} {d} {middle} {b} {start} {b}Z"
    )
