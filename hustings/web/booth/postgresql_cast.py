"""One ballot into PostgreSQL, by one call of the function that migration 0003 makes."""

from __future__ import annotations

import secrets
import threading

from django.db import InterfaceError, OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper

from hustings import seal
from hustings.web.booth.outcomes import Accepted, Ballot, Reason, Refused
from hustings.web.booth.sqlite_cast import ENVELOPE_ID_BYTES

__all__ = ["cast"]

# More calls at once than this only make one another wait: decision 13.
_turns = threading.BoundedSemaphore(32)
_CALL = "SELECT why, receipt, repeated, contest FROM booth_cast(%s, %s, %s, %s, %s, %s)"
_BESIDE_CANDIDATES = seal.envelope_size(1) - 1  # bytes of an envelope that no candidate takes


def cast(connection: BaseDatabaseWrapper, ballot: Ballot) -> Accepted | Refused:
    """Cast it; outside a transaction of the caller's the call is one of its own.

    A connection that was kept from an earlier request may be lost meanwhile. It is not asked first:
    a cast can be repeated, whatever became of it, so it is repeated once on a new connection.
    """
    if connection.in_atomic_block:
        return _call(connection, ballot)
    connection.health_check_done = True  # type: ignore[attr-defined]
    try:
        return _call(connection, ballot)
    except (OperationalError, InterfaceError):
        if connection.connection is not None and not connection.connection.closed:
            raise
        connection.close()
        return _call(connection, ballot)


def _call(connection: BaseDatabaseWrapper, ballot: Ballot) -> Accepted | Refused:
    with _turns, connection.cursor() as cursor:
        cursor.execute(
            _CALL,
            [
                ballot.code_digest,
                ballot.nonce_digest,
                ballot.sealed,
                seal.make_receipt(secrets.token_bytes(seal.RECEIPT_BYTES)),
                secrets.token_bytes(ENVELOPE_ID_BYTES),
                _BESIDE_CANDIDATES,
            ],
        )
        why, receipt, repeated, contest = cursor.fetchone()
    if why is not None:
        return Refused(Reason(why), contest)
    return Accepted(receipt, repeated=repeated, contest_id=contest)
