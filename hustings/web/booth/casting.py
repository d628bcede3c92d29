"""Casting a ballot: exactly once, whatever is lost, repeated or done at the same time.

One transaction writes the participation and the envelope and burns every code of the elector; the
answer is given after its commit. The timetable is held against the clock in that transaction.
"""

from __future__ import annotations

import logging
import secrets

from django.db import DatabaseError, connection

from hustings import seal
from hustings.web.booth import postgresql_cast, sqlite_cast, sqlite_writer
from hustings.web.booth.outcomes import Accepted, Ballot, NotRecorded, Reason, Refused

__all__ = ["Accepted", "Ballot", "NotRecorded", "Reason", "Refused", "cast", "new_nonce"]

_log = logging.getLogger(__name__)


def cast(ballot: Ballot) -> Accepted | Refused:
    """Take the ballot, or say why not. The same nonce gets the same receipt, and counts once.

    Within a transaction of the caller's the vote is in when that commits; otherwise it is in when
    this returns. Raises NotRecorded where the database did not answer: then cast it again.
    """
    try:
        if connection.vendor == "postgresql":
            return postgresql_cast.cast(connection, ballot)
        if connection.in_atomic_block:
            return sqlite_cast.cast_within(connection, ballot)
        return sqlite_writer.cast(ballot)
    except DatabaseError as error:
        _log.error("a ballot was not recorded: %s", type(error).__name__)
        raise NotRecorded from error


def new_nonce() -> str:
    """A nonce for one rendered form."""
    return seal.make_nonce(secrets.token_bytes(seal.NONCE_BYTES))
