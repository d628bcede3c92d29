"""What is put in, and what comes of it: the ballot as it is cast, the answers, and the reasons.

:func:`refusal` is the one order in which reasons are given. The pages ask it beforehand, SQLite's
writer asks it within its transaction; PostgreSQL's function tells the same in SQL, and a table of
cases in the tests holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import cast

from hustings.web.contests.models import Contest, State
from hustings.web.contests.queries import Phase, phase

__all__ = ["TEST", "Accepted", "Ballot", "Facts", "NotRecorded", "Reason", "Refused", "refusal"]

TEST = "test"
"""The channel of codes that work in test mode, and only there."""


class Reason(StrEnum):
    """Why a ballot is not taken."""

    UNKNOWN = "unknown"  # no such code was issued
    REISSUED = "reissued"  # a newer code replaced this one
    VOTED = "voted"  # the elector's vote is in, by whatever code or channel
    STRUCK = "struck"  # no longer on the roll
    TOO_EARLY = "too_early"
    TOO_LATE = "too_late"
    NOT_OPEN = "not_open"  # abandoned, or a test that is not going on
    WRONG_LENGTH = "wrong_length"  # not an envelope of this contest


@dataclass(frozen=True, slots=True)
class Ballot:
    """A ballot on its way in: digests of code and nonce, and the sealed envelope."""

    code_digest: bytes = field(repr=False)
    nonce_digest: bytes = field(repr=False)
    sealed: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Accepted:
    """The vote is in. ``repeated``: it already was, by this very form."""

    receipt: str = field(repr=False)
    repeated: bool
    contest_id: int


@dataclass(frozen=True, slots=True)
class Refused:
    """The ballot was not taken, and nothing was changed; no contest where the code is unknown."""

    reason: Reason
    contest_id: int | None = None


class NotRecorded(Exception):  # noqa: N818 - it says what happened
    """Whether the vote is in is not known here. Cast again with the same nonce: it counts once."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What decides whether a code can be used: of the code, its elector and the contest."""

    channel: str
    dead: str
    voted: bool
    struck: bool
    state: str
    test_mode: bool
    opens_at: datetime | None
    closes_at: datetime | None


def refusal(facts: Facts, at: datetime) -> Reason | None:
    """Why nobody can vote with this code at that time, the first reason that applies; or None."""
    if facts.channel == TEST and facts.state != State.DRAFT:
        return Reason.UNKNOWN
    if facts.dead == "reissued":
        return Reason.REISSUED
    if facts.channel != TEST and facts.state == State.DRAFT:
        return Reason.TOO_EARLY  # whatever her trial came to
    if facts.voted:
        return Reason.VOTED
    if facts.struck or facts.dead == "struck":
        return Reason.STRUCK
    if facts.dead:
        return Reason.REISSUED
    return _out_of_time(facts, at)


def _out_of_time(facts: Facts, at: datetime) -> Reason | None:
    reached = phase(cast("Contest", facts), at)  # which asks it for the state and times alone
    if reached is Phase.DRAFT:
        return None if facts.test_mode else Reason.NOT_OPEN
    if reached is Phase.UPCOMING:
        return Reason.TOO_EARLY
    if reached is Phase.ABANDONED:
        return Reason.NOT_OPEN
    return None if reached is Phase.OPEN else Reason.TOO_LATE
