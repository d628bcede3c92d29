"""In which order candidates are shown, and what changed from stage to stage, in every document."""

from __future__ import annotations

from hustings.contest import Contest
from hustings.count import Stage
from hustings.declaration import Declaration

__all__ = ["after", "change", "result_order"]


def result_order(declaration: Declaration) -> tuple[str, ...]:
    """The order of the result, as in every picture; withdrawn candidates come last."""
    candidates = declaration.contest.candidates
    return (*declaration.placing, *(c.id for c in candidates if c.withdrawn))


def after(stage: Stage, contest: Contest) -> tuple[str, ...]:
    """Names of those whose votes were transferred to make this stage; none at the first."""
    return tuple(contest.name_of(c) for c in stage.transfers)


def change(declaration: Declaration, stage: Stage, candidate: str) -> tuple[int, ...] | None:
    """Votes gained since the stage before, by section; None at the first stage."""
    if stage.number == 1:
        return None
    before = declaration.stages[stage.number - 2].votes[candidate]
    return tuple(a - b for a, b in zip(stage.votes[candidate], before, strict=True))
