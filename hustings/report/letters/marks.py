"""What is put on a printed page: text, lines, boxes, bars and curves, each in its place.

All lengths are millimetres from the top left corner of the page; sizes of type and weights of
lines are points; greys go from 0, black, to 1, white.
"""

from __future__ import annotations

from dataclasses import dataclass

from hustings.report.letters.typefaces import Style

__all__ = ["A4", "Bars", "Box", "Curve", "Mark", "Point", "Rule", "Text", "Watermark"]

A4 = (210.0, 297.0)
"""Breadth and height of a sheet."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text: the left end of its base line."""

    x: float
    y: float
    style: Style
    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A hairline, ``weight`` in points."""

    x: float
    y: float
    breadth: float
    weight: float = 0.4
    grey: float = 0.0


@dataclass(frozen=True, slots=True)
class Box:
    """An empty rectangle: its top left corner."""

    x: float
    y: float
    breadth: float
    height: float
    weight: float = 0.8


@dataclass(frozen=True, slots=True)
class Bars:
    """A barcode on white: ``modules`` are the breadths of bar, space, bar ... in modules."""

    x: float
    y: float
    module: float
    height: float
    modules: tuple[int, ...]

    @property
    def breadth(self) -> float:
        """How broad all of it is, without what stays white around it."""
        return sum(self.modules) * self.module


@dataclass(frozen=True, slots=True)
class Curve:
    """A closed curve: its start, then two control points and an end for each piece."""

    start: Point
    pieces: tuple[tuple[Point, Point, Point], ...]
    weight: float = 0.25
    grey: float = 0.0


@dataclass(frozen=True, slots=True)
class Watermark:
    """A word across the page, below everything else."""

    text: str


Mark = Text | Rule | Box | Bars | Curve | Watermark
