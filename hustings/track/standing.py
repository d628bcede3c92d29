"""Which records stand on a day, as known then or as known now; and where sources differ.

A record is struck out once a correction of it is known, whatever the day that is looked at; it is
taken over from the day on which a record of the same kind that changes it has happened.
docs/spec/tracker.md, paragraphs 5 to 8.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import TypeVar

from hustings.track.ledger import Ledger
from hustings.track.records import Aggregate, Content, Record, Retraction, Subject, Vote

__all__ = ["Dispute", "Stance", "Standing", "sound_records", "stances_of", "standing"]

Kept = TypeVar("Kept", bound=Record)


@dataclass(frozen=True, slots=True)
class Stance:
    """What stands of one subject: one or more records that say the same."""

    records: tuple[Record, ...]

    @property
    def record(self) -> Record:
        """The first of the records."""
        return self.records[0]

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources of all of them, each once."""
        return tuple(dict.fromkeys(s for record in self.records for s in record.sources))


@dataclass(frozen=True, slots=True)
class Dispute:
    """What sources say of one subject where they differ: stances side by side, none counted."""

    subject: Subject
    stances: tuple[Stance, ...]


@dataclass(frozen=True)
class Standing:
    """The records that stand on a day: agreed, in dispute, and what may have happened already.

    ``over`` are those that stood before and were taken over; ``struck`` those known to be wrong.
    """

    on: date
    known: date | None
    records: tuple[Record, ...]
    over: tuple[Record, ...]
    struck: tuple[Record, ...]
    perhaps: tuple[Record, ...]

    @cached_property
    def _parted(self) -> tuple[tuple[Stance, ...], tuple[Dispute, ...]]:
        agreed, disputed = [], []
        for subject, records in _by_subject(self.records).items():
            stances = stances_of(records)
            if len(stances) == 1:
                agreed.append(stances[0])
            else:
                disputed.append(Dispute(subject, stances))
        return tuple(agreed), tuple(disputed)

    @property
    def stances(self) -> tuple[Stance, ...]:
        """What is not in dispute, in the order of the dates."""
        return self._parted[0]

    @property
    def disputes(self) -> tuple[Dispute, ...]:
        """Where sources differ."""
        return self._parted[1]

    def of(self, kind: type[Kept]) -> Iterator[tuple[Kept, Stance]]:
        """The agreed records of a kind, each with its stance."""
        for stance in self.stances:
            if isinstance(stance.record, kind):
                yield stance.record, stance

    @cached_property
    def by_id(self) -> Mapping[str, Record]:
        """The records that stand, by their ids."""
        return MappingProxyType({record.id: record for record in self.records})


def standing(ledger: Ledger, on: date, *, known: date | None = None) -> Standing:
    """Part the records of a ledger by what stands on a day.

    ``known`` leaves out whatever became known after it; None takes all that is known by now.
    """
    heard, struck_ids = _heard(ledger, known)
    sound = [r for r in heard if r.id not in struck_ids and not isinstance(r, Retraction)]
    happened = [r for r in sound if r.settled <= on]
    by_id = {r.id: r for r in happened}
    over_ids = {
        r.changes for r in happened if r.changes in by_id and by_id[r.changes].kind is r.kind
    } | _older_aggregates(happened)
    return Standing(
        on,
        known,
        tuple(r for r in happened if r.id not in over_ids),
        tuple(r for r in happened if r.id in over_ids),
        tuple(r for r in heard if r.id in struck_ids and r.settled <= on),
        tuple(r for r in sound if r.settled > on and (r.when.first is None or r.when.first <= on)),
    )


def sound_records(ledger: Ledger, known: date | None = None) -> tuple[Record, ...]:
    """The records that no correction strikes out, whatever their dates; retractions left out."""
    heard, struck_ids = _heard(ledger, known)
    return tuple(r for r in heard if r.id not in struck_ids and not isinstance(r, Retraction))


def _heard(ledger: Ledger, known: date | None) -> tuple[list[Record], set[str]]:
    """The records that were known, and the ids of those known to be wrong."""
    heard = [r for r in ledger.records if known is None or r.known <= known]
    return heard, _struck(heard)


def _struck(heard: Iterable[Record]) -> set[str]:
    """Ids of the records that a correction, itself not retracted, says were wrong."""
    heard = tuple(heard)
    retractions: dict[str, list[Record]] = {}
    for record in heard:
        if isinstance(record, Retraction):
            retractions.setdefault(record.corrects, []).append(record)

    def retracted(record_id: str) -> bool:
        return any(not retracted(r.id) for r in retractions.get(record_id, ()))

    return {r.corrects for r in heard if r.corrects and not retracted(r.id)}


def _older_aggregates(happened: Iterable[Record]) -> set[str]:
    """Ids of the aggregates of which there is one of a later date."""
    numbers = [r for r in happened if isinstance(r, Aggregate)]
    latest: dict[Subject, date] = {}
    for number in numbers:
        latest[number.subject] = max(latest.get(number.subject, date.min), number.when.last)
    return {n.id for n in numbers if n.when.last < latest[n.subject]}


def _by_subject(records: Iterable[Record]) -> dict[Subject, list[Record]]:
    found: dict[Subject, list[Record]] = {}
    for record in records:
        found.setdefault(record.subject, []).append(record)
    return found


def stances_of(records: Iterable[Record]) -> tuple[Stance, ...]:
    """Records that say the same together; a ranking told in part goes with the whole of it."""
    found: dict[Content, list[Record]] = {}
    for record in sorted(records, key=lambda r: -len(r.content)):
        whole = next((c for c in found if _is_part(record, c)), record.content)
        found.setdefault(whole, []).append(record)
    return tuple(Stance(tuple(same)) for same in found.values())


def _is_part(record: Record, content: Content) -> bool:
    if not isinstance(record, Vote):
        return record.content == content
    return content[: len(record.content)] == record.content
