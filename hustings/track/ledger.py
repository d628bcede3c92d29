"""All records of one contest, and what they are about: a value that exists hangs together.

The order of records never matters. The same record twice is one record; the same id with other
contents is refused, because nothing is overwritten. docs/spec/tracker.md, paragraphs 2 to 4.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from types import MappingProxyType

from hustings.contest import Contest
from hustings.errors import RuleError
from hustings.track.records import Aggregate, Nomination, Pledge, Record, Vote
from hustings.track.setting import (
    Body,
    Person,
    Primary,
    PublishedBallots,
    Source,
    WorthClaim,
)

__all__ = ["Ledger", "Misfit", "merge", "misfits", "unfit_for"]


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """The records of a contest in the order of their dates, with what they refer to.

    ``declared`` is the day on which the result was declared, None before. Raises RuleError with the
    first thing that does not hang together; :func:`misfits` tells them all.
    """

    records: tuple[Record, ...] = ()
    sources: tuple[Source, ...] = ()
    bodies: tuple[Body, ...] = ()
    people: tuple[Person, ...] = ()
    primaries: tuple[Primary, ...] = ()
    published: tuple[PublishedBallots, ...] = ()
    worths: tuple[WorthClaim, ...] = ()
    declared: date | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "records", _in_order(self.records))
        for misfit in misfits(self.records, self):
            raise RuleError(f"record {misfit.record.id!r}: {misfit.message}")

    @cached_property
    def by_id(self) -> Mapping[str, Record]:
        """The records by their ids."""
        return MappingProxyType({record.id: record for record in self.records})

    def body(self, body_id: str) -> Body:
        """The body of that id; KeyError if there is none."""
        return {body.id: body for body in self.bodies}[body_id]

    def primary(self, primary_id: str) -> Primary:
        """The primary of that id; KeyError if there is none."""
        return {primary.id: primary for primary in self.primaries}[primary_id]

    def source(self, source_id: str) -> Source:
        """The source of that id; KeyError if there is none."""
        return {source.id: source for source in self.sources}[source_id]

    def person(self, name: str) -> Person:
        """The person of that name; one without a seat where nobody is listed under it."""
        return {person.name: person for person in self.people}.get(name) or Person(name)

    @property
    def days(self) -> tuple[date, ...]:
        """Every day on which a position can change, in order."""
        found = {record.settled for record in self.records}
        found |= {ballots.when.last for ballots in self.published}
        found |= {primary.known for primary in self.primaries if primary.result is not None}
        found |= {self.declared} if self.declared else set()
        return tuple(sorted(found))

    @property
    def last_day(self) -> date | None:
        """The last day on which anything happened; None where nothing did."""
        return self.days[-1] if self.days else None


def merge(ledger: Ledger, records: Iterable[Record]) -> Ledger:
    """The ledger with more records; those that it has already change nothing.

    Raises RuleError where one has an id that is taken by other contents, or does not fit.
    """
    return replace(ledger, records=(*ledger.records, *records))


def _in_order(records: Iterable[Record]) -> tuple[Record, ...]:
    """Each record once, by date, then by id; RuleError where an id has two contents."""
    found: dict[str, Record] = {}
    for record in records:
        if found.setdefault(record.id, record) != record:
            raise RuleError(
                f"record {record.id!r} is there already and says something else; what is kept is "
                "never altered: give the new one an id of its own, and name the old under corrects "
                "or changes"
            )
    return tuple(sorted(found.values(), key=lambda r: (r.when.last, r.settled, r.id)))


@dataclass(frozen=True, slots=True)
class Misfit:
    """What does not hang together: the record, which of its fields, and a sentence."""

    record: Record
    field: str
    message: str
    known: tuple[str, ...] = ()


def misfits(records: Iterable[Record], ledger: Ledger) -> Iterator[Misfit]:
    """Everything in which records refer to what is not there, or to what they cannot refer to.

    ``ledger`` gives the sources, bodies and primaries; of its own records nothing is asked.
    """
    records = tuple(records)
    by_id = {record.id: record for record in records}
    listed = _Listed.of(ledger)
    for record in records:
        yield from _unlisted(record, listed)
        for field in ("changes", "corrects"):
            yield from _pointing(record, field, by_id)
    yield from _circles(records, by_id)


@dataclass(frozen=True, slots=True)
class _Listed:
    """The ids that records may refer to."""

    source: frozenset[str]
    body: frozenset[str]
    primary: frozenset[str]

    @classmethod
    def of(cls, ledger: Ledger) -> _Listed:
        return cls(
            frozenset(source.id for source in ledger.sources),
            frozenset(body.id for body in ledger.bodies),
            frozenset(primary.id for primary in ledger.primaries),
        )


def _unlisted(record: Record, listed: _Listed) -> Iterator[Misfit]:
    """Names of sources, bodies and primaries that are not listed."""
    asked = [("sources", source, "source") for source in record.sources]
    if isinstance(record, (Nomination, Aggregate)):
        asked.append(("body", record.body, "body"))
    if isinstance(record, Pledge):
        asked.append(("primary", record.primary, "primary"))
    if record.because:
        asked.append(("because", record.because, "primary"))
    for field, value, what in asked:
        known: frozenset[str] = getattr(listed, what)
        if value not in known:
            yield Misfit(record, field, f"no {what} {value!r} is listed", tuple(sorted(known)))


def _pointing(record: Record, field: str, by_id: Mapping[str, Record]) -> Iterator[Misfit]:
    """A pointer to no record, to somebody else's, or back in time."""
    wanted = getattr(record, field)
    if not wanted:
        return
    old = by_id.get(wanted)
    if old is None:
        yield Misfit(record, field, f"there is no record {wanted!r}", tuple(sorted(by_id)))
    elif field == "changes" and (not record.person or old.person != record.person):
        whose = f"{old.person}'s" if old.person else f"{old.kind.value} and no one's own"
        yield Misfit(record, field, f"record {wanted!r} is {whose}, so this cannot change it")
    elif field == "changes" and record.when.last < (old.when.first or old.when.last):
        yield Misfit(
            record, field, f"record {wanted!r} of {old.when} is later, so this cannot change it"
        )
    elif field == "corrects" and record.known < old.known:
        yield Misfit(
            record,
            field,
            f"record {wanted!r} was known on {old.known}, after this, so this cannot correct it",
        )


def _circles(records: Iterable[Record], by_id: Mapping[str, Record]) -> Iterator[Misfit]:
    """Records that change or correct each other in a circle."""
    for record in records:
        for field in ("changes", "corrects"):
            seen, here = {record.id}, getattr(record, field)
            while here in by_id and here not in seen:
                seen.add(here)
                here = getattr(by_id[here], field)
            if here == record.id:
                yield Misfit(record, field, f"records lead in a circle over {field}")


def unfit_for(contest: Contest, records: Iterable[Record]) -> Iterator[Misfit]:
    """Candidates and sections that the contest does not have."""
    candidates = {candidate.id for candidate in contest.candidates}
    sections = {section.id for section in contest.sections}
    for record in records:
        ranked = record.ranking if isinstance(record, Vote) else (record.choice,)
        for candidate in ranked:
            if candidate and candidate not in candidates:
                yield Misfit(
                    record, "candidate", f"no candidate {candidate!r} stands", tuple(candidates)
                )
        if isinstance(record, Vote) and record.section not in sections:
            yield Misfit(
                record, "section", f"there is no section {record.section!r}", tuple(sections)
            )
