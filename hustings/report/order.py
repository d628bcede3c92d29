"""In which order candidates are shown, and what changed from stage to stage, in every document."""

from __future__ import annotations

from fractions import Fraction

from hustings.contest import Contest
from hustings.count import Stage
from hustings.declaration import Declaration

__all__ = ["after", "change", "result_order"]


def result_order(declaration: Declaration) -> tuple[str, ...]:
    """The winner first, then those who stayed longest, then those with more points.

    Withdrawn candidates come last; candidates level in all of it stand as on the ballot paper.
    """
    contest, stages = declaration.contest, declaration.stages
    place = {c.id: n for n, c in enumerate(contest.candidates)}

    def rank(candidate: str) -> tuple[int, int, list[Fraction], int]:
        elected = declaration.elected
        first = elected.index(candidate) if candidate in elected else len(elected)
        held = [s for s in stages if candidate in s.votes]
        points = [-s.points[candidate] for s in reversed(held)]
        return first, -len(held), points, place[candidate]

    return tuple(sorted(place, key=rank))


def after(stage: Stage, contest: Contest) -> tuple[str, ...]:
    """Names of those whose votes were transferred to make this stage; none at the first."""
    return tuple(contest.name_of(c) for c in stage.transfers)


def change(declaration: Declaration, stage: Stage, candidate: str) -> tuple[int, ...] | None:
    """Votes gained since the stage before, by section; None at the first stage."""
    if stage.number == 1:
        return None
    before = declaration.stages[stage.number - 2].votes[candidate]
    return tuple(a - b for a, b in zip(stage.votes[candidate], before, strict=True))
