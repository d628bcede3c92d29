"""The rosette around the official mark: interlaced curves, one figure for each contest.

It is no secret and keeps nobody from copying a paper; it lets who opens envelopes tell at a glance
a paper of this contest from any other. Each curve is r(t) = R (m + a cos(n t + p)), drawn as
cubics that meet it and its direction at every joint.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import cos, pi, sin

from hustings.report.letters.marks import Curve, Point

__all__ = ["INNER", "rosette"]

INNER = 0.62
"""How far from the middle, of the radius, the curves leave room for the mark."""
_CURVES = 4
_JOINTS_A_PETAL = 4


def rosette(seed: bytes, at: Point, radius: float) -> tuple[Curve, ...]:
    """The curves around a point, and a circle; ``seed`` of 8 bytes says how they wind."""
    petals = 9 + seed[0] % 8
    depth = 0.5 + seed[1] / 255 * 0.5
    turn = seed[2] / 255 * 2 * pi
    middle, reach = radius * (1 + INNER) / 2, radius * (1 - INNER) / 2 * depth
    curves = [
        _Wave(at, middle, reach, petals + seed[3 + n] % 3, turn + n * 2 * pi / _CURVES)
        for n in range(_CURVES)
    ]
    return (*(wave.curve() for wave in curves), _Wave(at, radius, 0.0, 2, 0.0).curve())


@dataclass(frozen=True, slots=True)
class _Wave:
    """A closed wave around a point: its mean radius, how far it swings, how often, from where."""

    at: Point
    middle: float
    reach: float
    petals: int
    phase: float

    def curve(self) -> Curve:
        joints = self.petals * _JOINTS_A_PETAL
        step = 2 * pi / joints
        ends = [self.end(n * step) for n in range(joints + 1)]
        pieces = tuple(
            (_along(p, d, step / 3), _along(q, e, -step / 3), q)
            for (p, d), (q, e) in pairwise(ends)
        )
        return Curve(ends[0][0], pieces, weight=0.3, grey=0.25)

    def end(self, t: float) -> tuple[Point, Point]:
        """The point at an angle, and the derivative there."""
        r = self.middle + self.reach * cos(self.petals * t + self.phase)
        slope = -self.reach * self.petals * sin(self.petals * t + self.phase)
        point = (self.at[0] + r * cos(t), self.at[1] + r * sin(t))
        return point, (slope * cos(t) - r * sin(t), slope * sin(t) + r * cos(t))


def _along(point: Point, direction: Point, by: float) -> Point:
    return (point[0] + direction[0] * by, point[1] + direction[1] * by)
