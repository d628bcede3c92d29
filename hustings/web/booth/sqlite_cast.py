"""One ballot into SQLite, by plain SQL within a transaction that holds the write lock."""

from __future__ import annotations

import secrets
import sqlite3
from datetime import UTC, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.dateparse import parse_datetime

from hustings import seal
from hustings.web.booth.outcomes import Accepted, Ballot, Facts, Reason, Refused, refusal
from hustings.web.project import clock

__all__ = ["ENVELOPE_ID_BYTES", "Taken", "cast_one", "cast_within"]

ENVELOPE_ID_BYTES = 16
"""Random, so that the order of envelopes in their table tells nothing."""

_FIND = """
SELECT k.elector_id, k.contest_id, k.channel, k.dead, e.struck_at, e.section, e.basis,
       c.state, c.test_mode, c.opens_at, c.closes_at, c.timezone, p.receipt, p.nonce,
       (SELECT count(*) FROM contests_candidate n WHERE n.contest_id = k.contest_id)
FROM booth_code k
JOIN roll_elector e ON e.id = k.elector_id
JOIN contests_contest c ON c.id = k.contest_id
LEFT JOIN booth_participation p ON p.elector_id = k.elector_id
WHERE k.digest = ?
"""
_TAKE_PART = """
INSERT INTO booth_participation (elector_id, contest_id, channel, day, receipt, nonce)
VALUES (?, ?, 'online', ?, ?, ?)
"""
_PUT_IN = """
INSERT INTO booth_envelope (id, contest_id, section, channel, basis, sealed)
VALUES (?, ?, ?, 'online', ?, ?)
"""
_BURN = """
UPDATE booth_code SET dead = 'cast'
WHERE elector_id = ? AND dead = '' AND (channel = 'test') = (? = 'test')
"""


class _Row(NamedTuple):
    """What stands behind a code, as :data:`_FIND` gives it."""

    elector_id: int
    contest_id: int
    channel: str
    dead: str
    struck_at: object
    section: str
    basis: str
    state: str
    test_mode: bool
    opens_at: object
    closes_at: object
    timezone: str
    receipt: str | None
    nonce: bytes | None
    candidates: int

    @property
    def facts(self) -> Facts:
        """What decides whether the code can be used."""
        return Facts(
            channel=self.channel,
            dead=self.dead,
            voted=self.receipt is not None,
            struck=self.struck_at is not None,
            state=self.state,
            test_mode=bool(self.test_mode),
            opens_at=_time(self.opens_at),
            closes_at=_time(self.closes_at),
        )


class Taken(NamedTuple):
    """An answer, and until when a commit is in time for it to stand."""

    answer: Accepted | Refused
    before: datetime | None = None


def cast_within(connection: BaseDatabaseWrapper, ballot: Ballot) -> Accepted | Refused:
    """Cast within a transaction that the caller has begun and will commit."""
    with transaction.atomic():
        return cast_one(connection.connection.cursor(), ballot, clock.now()).answer


def cast_one(cursor: sqlite3.Cursor, ballot: Ballot, at: datetime) -> Taken:
    """Judge the ballot at that time and, if it is good, write it; the caller commits.

    No two of these run at once: a transaction that writes is the only one that does.
    """
    found = cursor.execute(_FIND, (ballot.code_digest,)).fetchone()
    if found is None:
        return Taken(Refused(Reason.UNKNOWN))
    row = _Row(*found)
    reason = refusal(row.facts, at)
    if reason is Reason.VOTED and row.receipt and row.nonce == ballot.nonce_digest:
        return Taken(Accepted(row.receipt, repeated=True, contest_id=row.contest_id))
    if reason is None and len(ballot.sealed) != seal.envelope_size(row.candidates):
        reason = Reason.WRONG_LENGTH
    if reason is not None:
        return Taken(Refused(reason, row.contest_id))
    return _write(cursor, ballot, row, at)


def _write(cursor: sqlite3.Cursor, ballot: Ballot, row: _Row, at: datetime) -> Taken:
    receipt = seal.make_receipt(secrets.token_bytes(seal.RECEIPT_BYTES))
    day = at.astimezone(ZoneInfo(row.timezone)).date().isoformat()
    cursor.execute(_TAKE_PART, (row.elector_id, row.contest_id, day, receipt, ballot.nonce_digest))
    envelope = secrets.token_bytes(ENVELOPE_ID_BYTES)
    cursor.execute(_PUT_IN, (envelope, row.contest_id, row.section, row.basis, ballot.sealed))
    cursor.execute(_BURN, (row.elector_id, row.channel))
    before = None if row.state == "draft" else _time(row.closes_at)
    return Taken(Accepted(receipt, repeated=False, contest_id=row.contest_id), before)


def _time(stored: object) -> datetime | None:
    """A time as the connection gives it, which is without a zone and means UTC."""
    if stored is None:
        return None
    read = stored if isinstance(stored, datetime) else parse_datetime(str(stored))
    assert read is not None
    return read.replace(tzinfo=UTC)
