"""The result as declared: figures, reconciliation, second preferences; the one published shape.

:func:`declare` counts a profile and works out everything that a returning officer reads out and a
journalist asks for. :func:`as_document` gives the JSON of docs/spec/declaration.md. The sentences
are in :mod:`hustings.declaration.wording`, in the words of the contest's purpose.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hustings.ballot import CastVoteRecords, Profile, interpret
from hustings.contest import Contest
from hustings.count import Count, LotNeeded, Lots, Stage, Votes, count
from hustings.count.piles import struck
from hustings.declaration.figures import (
    Margin,
    Reconciliation,
    Reversal,
    Worth,
    margin_of,
    reconcile,
    reversal_of,
    worths,
)
from hustings.declaration.preferences import NextPreferences, next_preferences, pairwise
from hustings.errors import Finding, RuleError

__all__ = [
    "Declaration",
    "Margin",
    "NextPreferences",
    "Reconciliation",
    "Reversal",
    "Worth",
    "declare",
]


@dataclass(frozen=True, slots=True)
class Declaration:
    """Everything that a count says, exactly; the parts are described where they are made.

    ``next_preferences`` and ``pairwise`` leave withdrawn candidates out; ``pairwise`` is empty
    where more than 200 candidates stand. ``worths`` is empty unless sections are weighed.
    ``findings`` are the notes and warnings of reading the files.
    """

    contest: Contest
    count: Count
    reconciliation: tuple[Reconciliation, ...]
    next_preferences: tuple[NextPreferences, ...]
    pairwise: Mapping[str, Mapping[str, Votes]]
    margin: Margin | None
    worths: tuple[Worth, ...]
    reversal: Reversal | None
    findings: tuple[Finding, ...] = ()

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The stages of the count, first to last."""
        return self.count.stages

    @property
    def elected(self) -> tuple[str, ...]:
        """Ids of those elected, or chosen; empty while a lot is needed and without valid papers."""
        return self.count.elected

    @property
    def lot_needed(self) -> LotNeeded | None:
        """The question that only a lot can answer, if the count stopped at one."""
        return self.count.lot_needed

    @property
    def no_votes(self) -> bool:
        """Whether there was nothing to count: no paper with a preference for anybody standing."""
        return not any(self.stages[0].live)

    @property
    def deciding_stage(self) -> Stage:
        """The stage that elected, or the last one reached."""
        return next((s for s in self.stages if s.elected), self.stages[-1])

    @property
    def placing(self) -> tuple[str, ...]:
        """Standing candidates as the result left them: who stayed longest first, then by points.

        Candidates level there too stand in the order of the ballot paper.
        """
        last = {c: stage for stage in self.stages for c in stage.votes}
        chosen = [c for s in self.stages for c in s.elected]
        rest = [c for c in last if c not in chosen]
        return (*chosen, *sorted(rest, key=lambda c: (-last[c].number, -last[c].points[c])))

    @property
    def valid(self) -> int:
        """Valid papers in all sections."""
        return sum(r.valid for r in self.reconciliation)


def declare(
    contest: Contest,
    ballots: CastVoteRecords | Profile,
    lots: Lots = Lots(),
) -> Declaration:
    """Count the ballots by the contest's rule and work out its declaration.

    ``ballots`` are records, judged here by ``contest.marks``, or a profile judged before; their
    candidates and sections must be the contest's, in its order. Raises RuleError where the rule
    cannot serve the contest or a recorded lot answers no question of this count.
    """
    findings = ballots.notes if isinstance(ballots, CastVoteRecords) else ()
    profile = ballots if isinstance(ballots, Profile) else interpret(ballots, contest.marks)
    if profile.candidates != tuple(c.id for c in contest.candidates):
        raise RuleError(
            "the ballots are not of this contest: other candidates, or in another order"
        )
    if profile.sections != tuple(s.id for s in contest.sections):
        raise RuleError("the ballots are not of this contest: other sections, or in another order")
    counted = count(profile, contest, lots)
    clean = struck(profile, {c.id for c in contest.candidates if c.withdrawn})
    return Declaration(
        contest,
        counted,
        reconcile(contest, profile),
        next_preferences(contest, clean),
        pairwise(contest, clean),
        margin_of(contest, counted),
        worths(contest, counted.stages),
        reversal_of(contest, clean, counted),
        findings,
    )
