"""Switches: who turned from one candidate to another, by which records, and for which reason."""

from __future__ import annotations

from dataclasses import dataclass

from hustings.track.ledger import Ledger
from hustings.track.records import Nomination, Record
from hustings.track.standing import Standing

__all__ = ["Switch", "switches_of"]


@dataclass(frozen=True, slots=True)
class Switch:
    """A record that changes another and is for somebody else; ``before`` is what it changes.

    It compares what was done with what was done before. Whether anybody changed their mind is not
    in the records: who lent a nomination may always have meant to vote for another.
    """

    before: Record
    after: Record

    @property
    def person(self) -> str:
        """Who switched."""
        return self.after.person

    @property
    def because(self) -> str:
        """The id of the primary that was the reason; empty where none is given."""
        return self.after.because

    @property
    def lent(self) -> bool:
        """Whether what came before was a nomination that was lent."""
        return isinstance(self.before, Nomination) and self.before.lent


def switches_of(ledger: Ledger, now: Standing) -> tuple[Switch, ...]:
    """The switches so far among records that stand or stood, the latest first."""
    told = {record.id: record for record in (*now.over, *now.records)}
    found = [
        Switch(told[record.changes], record)
        for record in told.values()
        if record.changes in told and _turns(told[record.changes], record)
    ]
    order = {record.id: n for n, record in enumerate(ledger.records)}
    return tuple(sorted(found, key=lambda s: -order[s.after.id]))


def _turns(before: Record, after: Record) -> bool:
    """Whether both are for somebody, and not for the same."""
    return "" not in (before.choice, after.choice) and before.choice != after.choice
