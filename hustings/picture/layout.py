"""Where the nodes and ribbons of a flow stand, in pixels, whichever way it runs.

``breadth`` is measured across the flow: downwards where it runs to the right, to the right where it
runs downwards. One scale serves all columns, so that equal breadths are equal points or votes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hustings.picture.graph import Column, Graph, Link, Node

__all__ = ["Layout", "Ribbon", "Spot", "place"]


@dataclass(frozen=True, slots=True)
class Spot:
    """A node in its place, or (``node`` None) the papers that left on the way to its column.

    ``start`` and ``size`` across the flow; ``size`` is exactly to scale, also where it is nought.
    """

    node: Node | None
    papers: int
    start: float
    size: float

    @property
    def middle(self) -> float:
        """The middle of the node, across the flow."""
        return self.start + self.size / 2

    @property
    def end(self) -> float:
        """Where the node ends, across the flow."""
        return self.start + self.size


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A link in its place: where it begins at its own node, and where it ends at the next."""

    link: Link
    begin: tuple[float, float]
    end: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Layout:
    """All spots, by column, and all ribbons, by the column that they leave."""

    scale: float
    breadth: float
    columns: tuple[tuple[Spot, ...], ...]
    ribbons: tuple[tuple[Ribbon, ...], ...]


def place(graph: Graph, *, breadth: float, least: float, gap: float) -> Layout:
    """Lay a flow out: each node takes at least ``least`` of the breadth, with gaps between.

    Where even that does not fit, the breadth grows.
    """
    most = max(len(_entries(graph, n)) for n in range(len(graph.columns)))
    breadth = max(breadth, most * (least + gap) + 60)
    scale = min(
        _scale([size for *_, size in _entries(graph, n)], breadth, least, gap)
        for n in range(len(graph.columns))
    )
    columns = tuple(
        _spots(_entries(graph, n), scale, least, gap) for n in range(len(graph.columns))
    )
    ribbons = tuple(
        _ribbons(links, columns[n], columns[n + 1], scale) for n, links in enumerate(graph.links)
    )
    used = max(spots[-1].end for spots in columns)
    return Layout(scale, used, columns, ribbons)


_Entry = tuple[Node | None, int, float]


def _entries(graph: Graph, number: int) -> list[_Entry]:
    """What stands in a column, with its size in points or votes; the papers that left come last."""
    column: Column = graph.columns[number]
    of = column.stage.votes
    found: list[_Entry] = [
        (n, sum(sum(of[c]) for c in n.members), float(n.value)) for n in column.nodes
    ]
    out = [k for k in graph.links[number - 1] if k.target is None] if number else []
    if out:
        found.append((None, sum(sum(k.papers) for k in out), float(sum(k.begin for k in out))))
    return found


def _scale(sizes: Sequence[float], breadth: float, least: float, gap: float) -> float:
    """The largest scale at which a column fits: sizes below ``least`` do not grow with it."""
    room = breadth - gap * (len(sizes) - 1)
    large = sorted((s for s in sizes if s), reverse=True)
    while large:
        scale = (room - least * (len(sizes) - len(large))) / sum(large)
        if large[-1] * scale >= least:
            return scale
        large.pop()
    return 0.0


def _spots(entries: Sequence[_Entry], scale: float, least: float, gap: float) -> tuple[Spot, ...]:
    spots, at = [], 0.0
    for node, papers, value in entries:
        size = value * scale
        slot = max(size, least)
        spots.append(Spot(node, papers, at + (slot - size) / 2, size))
        at += slot + gap
    return tuple(spots)


def _ribbons(
    links: Sequence[Link], before: Sequence[Spot], after: Sequence[Spot], scale: float
) -> tuple[Ribbon, ...]:
    """Ribbons leave a node in the order of their targets, and enter it in that of their sources."""
    rows = {spot.node.id: n for n, spot in enumerate(before) if spot.node}
    columns: dict[str | None, int] = {
        spot.node.id if spot.node else None: n for n, spot in enumerate(after)
    }
    leaving = {n: spot.start for n, spot in enumerate(before)}
    entering = {n: spot.start for n, spot in enumerate(after)}
    found = []
    for link in sorted(links, key=lambda k: (rows[k.source], columns[k.target])):
        row, column = rows[link.source], columns[link.target]
        begin, end = leaving[row], entering[column]
        leaving[row] = begin + float(link.begin) * scale
        entering[column] = end + float(link.end) * scale
        found.append(Ribbon(link, (begin, leaving[row]), (end, entering[column])))
    return tuple(found)
