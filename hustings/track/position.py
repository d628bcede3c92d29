"""Where a contest stands on a day: one function from records and a date to a position.

Nominations of each kind against their thresholds, declared votes by section, switches so far, and
the college on the declared votes alone. docs/spec/tracker.md, paragraphs 9 to 16.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from hustings.contest import Contest
from hustings.errors import RuleError
from hustings.track.declared import College, college_of
from hustings.track.ledger import Ledger, unfit_for
from hustings.track.nominations import BodyPosition, nominations_of
from hustings.track.records import Endorsement, Pledge
from hustings.track.standing import Dispute, Stance, Standing, standing
from hustings.track.switches import Switch, switches_of

__all__ = ["Position", "position"]


@dataclass(frozen=True)
class Position:
    """Where the contest stands on a day.

    ``standing`` holds the records behind it: those in dispute, those that were taken over or struck
    out, and those that may have happened already but are not dated so exactly.
    """

    contest: Contest
    ledger: Ledger
    standing: Standing
    bodies: tuple[BodyPosition, ...]
    college: College
    switches: tuple[Switch, ...]

    @property
    def on(self) -> date:
        """The day."""
        return self.standing.on

    @property
    def known(self) -> date | None:
        """The day as of whose knowledge it is told; None for all that is known by now."""
        return self.standing.known

    @property
    def declared(self) -> bool:
        """Whether the contest's result had been declared by the day."""
        day = self.ledger.declared
        return day is not None and day <= min(self.on, self.known or self.on)

    @cached_property
    def endorsements(self) -> tuple[Stance, ...]:
        """The endorsements that stand, in the order of their dates."""
        return tuple(stance for _, stance in self.standing.of(Endorsement))

    @cached_property
    def pledges(self) -> tuple[Stance, ...]:
        """The pledges that stand, in the order of their dates."""
        return tuple(stance for _, stance in self.standing.of(Pledge))

    @property
    def disputes(self) -> tuple[Dispute, ...]:
        """Everything in which sources differ."""
        return self.standing.disputes

    def body(self, body_id: str) -> BodyPosition:
        """The nominations of one body; KeyError if there is none of that id."""
        return {one.body.id: one for one in self.bodies}[body_id]


def position(ledger: Ledger, contest: Contest, on: date, *, known: date | None = None) -> Position:
    """Where the contest stands on a day, as far as the records say.

    ``known`` tells it as it was known on that day, without later corrections and late news; None
    with all that is known by now. Raises RuleError where a record names a candidate or a section
    that the contest does not have.
    """
    for misfit in unfit_for(contest, ledger.records):
        raise RuleError(f"record {misfit.record.id!r}: {misfit.message} in {contest.title}")
    now = standing(ledger, on, known=known)
    return Position(
        contest,
        ledger,
        now,
        nominations_of(ledger, contest, now),
        college_of(ledger, contest, now),
        switches_of(ledger, now),
    )
