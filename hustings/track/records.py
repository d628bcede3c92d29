"""What is kept of a contest day by day: dated, sourced records, each of its own kind.

A nomination puts somebody forward, an endorsement backs, a pledge promises to follow a primary, a
declared vote is a ranking; none of them is another. An aggregate is a number of nominations whose
names are not sourced. Nothing is overwritten: a record that ``changes`` another says that things
changed on its date; one that ``corrects`` another says that the other was never right; a
retraction corrects without saying what was right. docs/spec/tracker.md, paragraphs 1 to 8.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from hustings.contest import is_id
from hustings.errors import RuleError
from hustings.track.bars import Bar
from hustings.track.when import When

__all__ = [
    "Aggregate",
    "Basis",
    "Content",
    "Endorsement",
    "Kind",
    "Nomination",
    "Pledge",
    "Record",
    "Retraction",
    "Subject",
    "Vote",
]

Subject = tuple[str, ...]
"""What a record is about: two records of one subject say the same, or differ."""

Content = tuple[str, ...]
"""What a record says of its subject."""


_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class Kind(StrEnum):
    """The kinds of record; the words of the files."""

    NOMINATION = "nomination"
    AGGREGATE = "aggregate"
    ENDORSEMENT = "endorsement"
    PLEDGE = "pledge"
    VOTE = "vote"
    RETRACTION = "retraction"


class Basis(StrEnum):
    """How the record is known: read in its sources, worked out from them, or recalled."""

    READ = "read"
    DERIVED = "derived"
    RECALLED = "recalled"


@dataclass(frozen=True, kw_only=True)
class Record:
    """What every kind of record has.

    ``when`` it happened; ``known``, the day from which it was known; ``sources``, ids, one or more.
    ``changes`` names the record that this one takes over from, ``because`` the primary that was the
    reason and ``reason`` a reason in words. ``corrects`` names the record that was wrong.
    """

    id: str
    when: When
    known: date
    sources: tuple[str, ...]
    basis: Basis = Basis.READ
    changes: str = ""
    because: str = ""
    reason: str = ""
    corrects: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        for name, value in vars(self).items():
            if isinstance(value, str) and (value != value.strip() or _CONTROL.search(value)):
                raise RuleError(
                    f"record {self.id!r}: {name} has a line break, a control character or a space "
                    f"around it: {value!r}"
                )
        if not is_id(self.id):
            raise RuleError(f"a record's id cannot hold '>' or a control character: {self.id!r}")
        if not self.sources:
            raise RuleError(f"record {self.id!r} has no source; say who reported it")
        if len(set(self.sources)) < len(self.sources):
            raise RuleError(f"record {self.id!r} names a source twice")
        if self.when.first is not None and self.known < self.when.first:
            raise RuleError(
                f"record {self.id!r} was known on {self.known}, before it can have happened "
                f"({self.when}); look at both dates"
            )
        if self.changes and self.corrects:
            raise RuleError(
                f"record {self.id!r} both changes and corrects: things change, or were never so"
            )
        if self.id in (self.changes, self.corrects):
            raise RuleError(f"record {self.id!r} points to itself")

    @property
    def kind(self) -> Kind:
        """Which kind of record this is."""
        raise NotImplementedError

    @property
    def subject(self) -> Subject:
        """What it is about."""
        raise NotImplementedError

    @property
    def content(self) -> Content:
        """What it says of that."""
        raise NotImplementedError

    @property
    def person(self) -> str:
        """Whose act it is; empty for an aggregate and a retraction."""
        return ""

    @property
    def choice(self) -> str:
        """The candidate whom it is for, of a ranking the first; empty where it is for nobody."""
        return ""

    @cached_property
    def settled(self) -> date:
        """The day by which it had happened without doubt."""
        return min(self.when.last, self.known)


@dataclass(frozen=True, kw_only=True)
class Nomination(Record):
    """Somebody of a body put a candidate forward; ``lent`` only so that there is a choice.

    ``method`` says how a constituency party or an affiliate came to it, where that is known.
    """

    who: str
    body: str
    candidate: str
    method: str = ""
    lent: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        _named(self.id, self.who)

    @property
    def kind(self) -> Kind:
        """A nomination."""
        return Kind.NOMINATION

    @property
    def subject(self) -> Subject:
        """Whom this nominator of this body put forward."""
        return (self.kind, self.body, self.who)

    @property
    def content(self) -> Content:
        """The candidate."""
        return (self.candidate,)

    @property
    def person(self) -> str:
        """The nominator."""
        return self.who

    @property
    def choice(self) -> str:
        """The candidate put forward."""
        return self.candidate


@dataclass(frozen=True, kw_only=True)
class Aggregate(Record):
    """How many of a body had nominated a candidate by a date, whoever they were."""

    body: str
    candidate: str
    number: int

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.number < 0:
            raise RuleError(f"record {self.id!r}: a number of nominations cannot be below nought")

    @property
    def kind(self) -> Kind:
        """An aggregate of nominations."""
        return Kind.AGGREGATE

    @property
    def subject(self) -> Subject:
        """How many of the body nominated the candidate."""
        return (self.kind, self.body, self.candidate)

    @property
    def content(self) -> Content:
        """The number."""
        return (str(self.number),)

    @property
    def choice(self) -> str:
        """The candidate whose nominations are counted."""
        return self.candidate


@dataclass(frozen=True, kw_only=True)
class Endorsement(Record):
    """Somebody said whom they back: a paper, a former leader, a candidate who withdraws."""

    who: str
    candidate: str

    def __post_init__(self) -> None:
        super().__post_init__()
        _named(self.id, self.who)

    @property
    def kind(self) -> Kind:
        """An endorsement."""
        return Kind.ENDORSEMENT

    @property
    def subject(self) -> Subject:
        """Whom this endorser backs."""
        return (self.kind, self.who)

    @property
    def content(self) -> Content:
        """The candidate."""
        return (self.candidate,)

    @property
    def person(self) -> str:
        """The endorser."""
        return self.who

    @property
    def choice(self) -> str:
        """The candidate endorsed."""
        return self.candidate


@dataclass(frozen=True, kw_only=True)
class Pledge(Record):
    """An elector promised to follow a primary; ``bar`` is the threshold given, None where none."""

    who: str
    primary: str
    bar: Bar | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        _named(self.id, self.who)

    @property
    def kind(self) -> Kind:
        """A pledge."""
        return Kind.PLEDGE

    @property
    def subject(self) -> Subject:
        """What this elector promised of this primary."""
        return (self.kind, self.who, self.primary)

    @property
    def content(self) -> Content:
        """The threshold; empty where none was given."""
        return (self.bar.text if self.bar else "",)

    @property
    def person(self) -> str:
        """Who promised."""
        return self.who


@dataclass(frozen=True, kw_only=True)
class Vote(Record):
    """An elector said, or it was published, how he or she ranks the candidates in a section.

    ``ranking`` is the whole of what is known of it, first preference first.
    """

    who: str
    section: str
    ranking: tuple[str, ...]

    def __post_init__(self) -> None:
        super().__post_init__()
        _named(self.id, self.who)
        if not self.ranking:
            raise RuleError(f"record {self.id!r} ranks nobody")
        if len(set(self.ranking)) < len(self.ranking):
            raise RuleError(f"record {self.id!r} ranks a candidate twice")

    @property
    def kind(self) -> Kind:
        """A declared vote."""
        return Kind.VOTE

    @property
    def subject(self) -> Subject:
        """How this elector votes in this section."""
        return (self.kind, self.section, self.who)

    @property
    def content(self) -> Content:
        """The ranking."""
        return self.ranking

    @property
    def person(self) -> str:
        """The elector."""
        return self.who

    @property
    def choice(self) -> str:
        """The first preference."""
        return self.ranking[0]


@dataclass(frozen=True, kw_only=True)
class Retraction(Record):
    """Another record was wrong, and what was right is not known."""

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.corrects:
            raise RuleError(f"record {self.id!r} retracts nothing; name the record under corrects")

    @property
    def kind(self) -> Kind:
        """A retraction."""
        return Kind.RETRACTION

    @property
    def subject(self) -> Subject:
        """The record that was wrong."""
        return (self.kind, self.corrects)

    @property
    def content(self) -> Content:
        """Nothing: it only takes away."""
        return ()


def _named(record: str, who: str) -> None:
    if not who.strip():
        raise RuleError(f"record {record!r} does not say whose act it is")
