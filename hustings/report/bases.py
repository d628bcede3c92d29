"""The same count with its shares printed on another base: no stage, vote or outcome changes."""

from __future__ import annotations

from dataclasses import replace

from hustings.contest import Base
from hustings.count import Stage
from hustings.count.weighing import Weighing
from hustings.declaration import Declaration

__all__ = ["on_base"]


def on_base(declaration: Declaration, base: Base) -> Declaration:
    """The declaration with points and half of each stage on ``base``, to print tables of.

    The base that was counted by stays that of the contest: only show this beside words that name
    the base printed. Where ``base`` is the contest's own, the declaration as it is.
    """
    contest = declaration.contest
    if base is contest.base:
        return declaration
    shown = replace(contest, base=base)
    weighing = Weighing(shown, declaration.stages[0].live)
    stages = tuple(_restated(stage, weighing) for stage in declaration.stages)
    counted = replace(declaration.count, stages=stages)
    return replace(declaration, contest=shown, count=counted)


def _restated(stage: Stage, weighing: Weighing) -> Stage:
    points = weighing.points(stage.votes)
    return replace(stage, points=points, half=weighing.half(points))
