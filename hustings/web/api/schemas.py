"""What the API says, part by part; names are those of docs/spec/declaration.md where it has them.

Times are in UTC, ``2026-05-07T20:00:00Z``; shares stand nowhere, only what they are made of. What
is not known is null, and a list with nothing in it is empty, never left out.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Generic, Literal, TypeVar

from ninja import Field, Schema
from pydantic import ConfigDict, PlainSerializer, WithJsonSchema

from hustings.web.api.events import utc

__all__ = [
    "Advised",
    "CandidateTold",
    "ChangeKind",
    "ChangeTold",
    "ContestNotice",
    "ContestTold",
    "ExtensionTold",
    "FigureChange",
    "File",
    "Inside",
    "JournalHead",
    "LateTold",
    "NoticeTold",
    "OrganisationInside",
    "OrganisationTold",
    "Page",
    "PapersTold",
    "PledgeTold",
    "PostTold",
    "Problem",
    "RollInside",
    "RollTold",
    "SectionTold",
    "TaskTold",
    "Timetable",
    "TurnoutDay",
    "TurnoutRow",
    "TurnoutTold",
    "VersionShort",
    "VersionTold",
    "Wrong",
]

T = TypeVar("T")
Moment = Annotated[
    datetime,
    PlainSerializer(utc, return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
StateName = Literal["draft", "ready", "closed", "counted", "provisional", "declared", "abandoned"]
PhaseName = Literal[
    "draft", "upcoming", "open", "too_late", "closed", "counted", "provisional", "declared",
    "abandoned",
]  # fmt: skip


class Told(Schema):
    """A part of an answer: no key but those named here."""

    model_config = ConfigDict(extra="forbid")


class Wrong(Told):
    """One parameter that could not be read."""

    where: str
    message: str


class Problem(Schema):
    """A problem document, RFC 9457."""

    type: Literal["about:blank"]
    title: str
    status: int
    detail: str
    instance: str
    errors: list[Wrong] | None = None


class Page(Told, Generic[T]):
    """One page of a list; ``count`` is of all of it."""

    items: list[T]
    count: int
    page: int = Field(description="This page, from 1.")
    pages: int = Field(description="How many there are; 1 for an empty list.")


class OrganisationTold(Told):
    """Who holds a contest."""

    id: str
    name: str


class ContestTold(Told):
    """A contest in a list."""

    id: str
    title: str
    organisation: OrganisationTold
    place: str
    question: str
    origin: Literal["run", "imported", "reported"] = Field(
        description="Run on this site, counted from imported ballots, or as reported by others."
    )
    purpose: str = Field(description="advisory, nomination, selection or election.")
    rule: str
    seats: int
    state: StateName = Field(description="The stored state, changed by an officer's act alone.")
    phase: PhaseName = Field(description="The state and, while ready, what the timetable says.")
    test: bool = Field(description="TEST: nothing that comes of it is real.")
    fictional: bool
    opens_at: Moment | None
    closes_at: Moment | None
    version: int | None = Field(description="The version of the result that stands, if any is out.")
    headline: str | None
    page: str = Field(description="The page for people.")


class CandidateTold(Told):
    """Somebody on the paper, in the order of its fixed list."""

    id: str
    name: str
    description: str
    statement: str
    photo: str | None
    withdrawn: bool
    withdrawn_at: Moment | None


class SectionTold(Told):
    """A part of the electorate."""

    id: str
    name: str
    weight: str | None = Field(description="NUM/DEN of the whole; null where votes just add up.")


class Advised(Told):
    """The contest that this one advises."""

    id: str | None = Field(description="Null if it is held elsewhere.")
    title: str


class PledgeTold(Told):
    """The rule by which whoever asked will follow the result."""

    kind: Literal["none", "always", "lead", "share", "turnout"]
    by: str
    hundredths: int | None = Field(description="The threshold, of a percentage point: 500 = 5.00.")
    text: str


class ExtensionTold(Told):
    """The poll was kept open longer."""

    closed_before: Moment
    closes_after: Moment
    reason: str
    at: Moment


class Timetable(Told):
    """When what happens; ``timezone`` is the contest's own, in which its page tells these."""

    timezone: str
    opens_at: Moment | None
    closes_at: Moment | None = Field(description="Online.")
    post_closes_at: Moment | None
    count_at: Moment | None
    extensions: list[ExtensionTold]


class LateTold(Told):
    """What two officers did to the roll since it was frozen, and who asked for a ballot."""

    additions: int
    strikes: int
    reissues: int
    asked: int
    approved: int
    refused: int


class RollTold(Told):
    """The roll in numbers."""

    electors: int
    frozen_at: Moment | None
    fingerprint: str | None
    by_basis: dict[str, int] = Field(description="Of the frozen roll.")
    late: LateTold


class JournalHead(Told):
    """The newest entry of the organisation's journal: it pins all before it."""

    number: int
    digest: str


class NoticeTold(Told):
    """Something that electors and readers must know."""

    at: Moment
    text: str


class ContestNotice(ContestTold):
    """All that may be known of a contest before its result; ``roll`` only where it was run here."""

    about: str
    base: Literal["live", "first"]
    order_policy: Literal["fixed", "alphabetical", "rotation"]
    advises: Advised | None
    candidates: list[CandidateTold]
    sections: list[SectionTold]
    who_may_vote: str
    declaration_text: str
    may_ask: bool = Field(description="Whether one can ask for a ballot now.")
    pledge: PledgeTold
    timetable: Timetable
    roll: RollTold | None
    journal: JournalHead | None
    notices: list[NoticeTold]


class VersionShort(Told):
    """A published version of a result."""

    contest: str
    number: int
    stage: Literal["provisional", "declared"]
    headline: str
    counted_at: Moment
    published_at: Moment
    declared_at: Moment | None
    signed_name: str | None
    signed_role: str | None
    correction: str | None = Field(description="Why it came after the version before it.")
    current: bool = Field(description="Whether it is the one that stands.")
    test: bool
    page: str
    document: str = Field(description="Where the declaration itself is.")


class FigureChange(Told):
    """A figure or sentence of the version before, and of this one."""

    what: str
    was: str
    now: str


class File(Told):
    """A file of a version."""

    name: str
    what: str
    type: str
    address: str


class VersionTold(VersionShort):
    """A published version with what it put right and its files."""

    changes: list[FigureChange]
    files: list[File]


class ChangeKind(StrEnum):
    """What was published."""

    READY = "ready"
    NOTICE = "notice"
    PROVISIONAL = "provisional"
    DECLARED = "declared"


class ChangeTold(Told):
    """Something that was published of a contest."""

    id: str = Field(description="Unlike any other's.")
    at: Moment
    kind: ChangeKind
    contest: str
    title: str
    text: str
    version: int | None
    page: str


# --- with an organisation's token ---------------------------------------------------------------


class OrganisationInside(OrganisationTold):
    """Whose token was sent."""

    token: str = Field(description="The name that the officer gave it.")
    contests: int


class RollInside(Told):
    """The roll in numbers, also before it is frozen."""

    electors: int
    struck: int
    frozen_at: Moment | None
    fingerprint: str | None


class Inside(Told):
    """How far a contest is, for those who hold it."""

    id: str
    title: str
    state: StateName
    phase: PhaseName
    test: bool = Field(description="TEST: it takes trial ballots, which are wiped.")
    fictional: bool
    origin: Literal["run", "imported", "reported"]
    opens_at: Moment | None
    closes_at: Moment | None
    post_closes_at: Moment | None
    timezone: str
    created_at: Moment
    ready_at: Moment | None
    closed_at: Moment | None
    candidates: int
    withdrawn: int
    roll: RollInside
    voted: int
    opening_key: bool = Field(description="Whether there is a key that ballots are sealed to.")
    key_tested_at: Moment | None
    takes_post: bool
    retention_until: date | None


class TaskTold(Told):
    """A line of the task list; of the count no ``note`` is told, for it may hold a result."""

    group: Literal["prepare", "poll", "count", "publish"]
    title: str
    state: Literal["done", "next", "blocked", "later", "optional"]
    note: str
    needed_to_open: bool


class TurnoutDay(Told):
    """A day of the poll in the contest's own zone."""

    day: date
    cast: int
    so_far: int


class TurnoutRow(Told):
    """``cast`` of ``of``; several ``keys`` where groups below ten are told together."""

    keys: list[str]
    cast: int
    of: int


class TurnoutTold(Told):
    """How many have voted. Of the roll: channels; of their own electors: bases."""

    test: bool
    cast: int
    on_roll: int
    issued: int = Field(description="Electors who have been given a code.")
    days: list[TurnoutDay]
    channels: list[TurnoutRow]
    sent: list[TurnoutRow] = Field(
        description="The same ballots as shares of the electors who were sent what the channel "
        "needs: a code, or papers by post. Empty where no post is taken."
    )
    given: list[TurnoutRow] = Field(description="By which channel electors were given a code.")
    bases: list[TurnoutRow]


class PostTold(Told):
    """Return envelopes: ``received = accepted + refused_in_all``, whatever they held."""

    sent: int = Field(description="Printed for electors and not held back.")
    received: int
    accepted: int
    refused: dict[str, int] = Field(description="By heading; see docs/spec/api.md.")
    refused_in_all: int
    cured: int = Field(description="Of the accepted, those that were refused first.")
    waiting: int = Field(description="Counted in bags and not yet scanned.")
    fates: dict[str, int] = Field(description="Of the sent, those that are good no longer.")


class PapersTold(Told):
    """Opened papers: ``found = envelopes + extra - empty`` in the batches that balance.

    When nothing is left to do, ``found = valid + rejected_in_all``. Never whom they are for.
    """

    envelopes: int = Field(description="Opened into batches that balance.")
    extra: int = Field(description="Papers beyond one in an envelope.")
    empty: int = Field(description="Envelopes without a paper.")
    found: int
    keyed_once: int
    keyed_twice: int
    mismatches: int = Field(description="Papers whose two keyings differ and were not settled yet.")
    doubtful: int = Field(description="Papers that two officers decide on.")
    undecided: int = Field(description="Of the doubtful, those not decided yet.")
    valid: int
    rejected: dict[str, int] = Field(description="By heading; see docs/spec/api.md.")
    rejected_in_all: int
    verified_at: Moment | None = Field(description="From then on the figures stand.")
