"""How nominations grew: each candidate's total on every day on which one changed.

The same totals as the positions of all those days have, found in one pass over the records: what a
line for each candidate is drawn from. docs/spec/tracker.md, paragraphs 9 to 13.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from types import MappingProxyType

from hustings.contest import Contest
from hustings.track.ledger import Ledger
from hustings.track.nominations import nominations_for
from hustings.track.records import Aggregate, Nomination, Record, Subject
from hustings.track.setting import Body
from hustings.track.standing import Stance, sound_records, stances_of

__all__ = ["Course", "courses"]

Totals = tuple[int, ...]
"""How many nominations a candidate has: one number, or several where sources differ."""
_Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Course:
    """One body's nominations over time: of each candidate the days on which the total changed.

    Before the first of these days nothing is known of that candidate.
    """

    body: Body
    of_candidates: Mapping[str, tuple[tuple[date, Totals], ...]]

    def on(self, candidate: str, day: date) -> Totals:
        """The totals on a day, as the position of that day has them."""
        before = [totals for since, totals in self.of_candidates[candidate] if since <= day]
        return before[-1] if before else (0,)


def courses(ledger: Ledger, contest: Contest, *, known: date | None = None) -> tuple[Course, ...]:
    """The course of every body's nominations, in the order of the bodies.

    ``known`` tells it as it was known on that day; None with all that is known by now.
    """
    told: dict[_Key, list[tuple[date, Totals]]] = {}
    for day, totals in _changes(ledger, known):
        for key, now in totals.items():
            points = told.setdefault(key, [])
            if not points or points[-1][1] != now:
                points.append((day, now))
    return tuple(
        Course(
            body,
            MappingProxyType(
                {c.id: tuple(told.get((body.id, c.id), ())) for c in contest.candidates}
            ),
        )
        for body in ledger.bodies
    )


def _changes(ledger: Ledger, known: date | None) -> Iterator[tuple[date, dict[_Key, Totals]]]:
    """Each day with the totals that its records touch."""
    kept = [r for r in sound_records(ledger, known) if isinstance(r, (Nomination, Aggregate))]
    running = _Running({body.id: body for body in ledger.bodies})
    for day, records in groupby(sorted(kept, key=lambda r: r.settled), key=lambda r: r.settled):
        yield day, running.add(records)


@dataclass(slots=True)
class _Running:
    """The nominations that stand so far, by subject, and who has them."""

    bodies: Mapping[str, Body]
    happened: dict[str, Record] = field(default_factory=dict)
    changing: dict[str, list[Record]] = field(default_factory=dict)
    held: dict[Subject, list[Record]] = field(default_factory=dict)
    named: dict[_Key, dict[Subject, Stance]] = field(default_factory=dict)
    stated: dict[_Key, tuple[Stance, ...]] = field(default_factory=dict)
    whose: dict[Subject, _Key] = field(default_factory=dict)

    def add(self, records: Iterable[Record]) -> dict[_Key, Totals]:
        """Take in the records of a day; the totals of everybody whom they touch."""
        subjects: dict[Subject, None] = {}
        for record in records:
            self.happened[record.id] = record
            self.held.setdefault(record.subject, []).append(record)
            subjects[record.subject] = None
            if record.changes:
                self.changing.setdefault(record.changes, []).append(record)
                if record.changes in self.happened:
                    subjects[self.happened[record.changes].subject] = None
        touched = {key: None for subject in subjects for key in self._settle(subject)}
        return {key: self._totals(key) for key in touched}

    def _settle(self, subject: Subject) -> Iterator[_Key]:
        """Find anew what stands of a subject; whom it touches, before and now."""
        records = [r for r in self.held[subject] if not self._is_over(r)]
        if isinstance(self.held[subject][0], Aggregate):
            latest = max((r.when.last for r in records), default=date.min)
            newest = [r for r in records if r.when.last == latest]
            self.stated[subject[1], subject[2]] = stances_of(newest)
            yield subject[1], subject[2]
            return
        if (before := self.whose.pop(subject, None)) is not None:
            del self.named[before][subject]
            yield before
        stances = stances_of(records)
        if len(stances) == 1:
            key = subject[1], stances[0].record.choice
            self.whose[subject] = key
            self.named.setdefault(key, {})[subject] = stances[0]
            yield key

    def _is_over(self, record: Record) -> bool:
        return any(r.kind is record.kind for r in self.changing.get(record.id, ()))

    def _totals(self, key: _Key) -> Totals:
        named, stated = self.named.get(key, {}), self.stated.get(key, ())
        return nominations_for(self.bodies[key[0]], key[1], tuple(named.values()), stated).totals
