"""One ballot into PostgreSQL, by one call of the function that migration 0003 makes."""

from __future__ import annotations

import secrets

from django.db.backends.base.base import BaseDatabaseWrapper

from hustings import seal
from hustings.web.booth.outcomes import Accepted, Ballot, Reason, Refused
from hustings.web.booth.sqlite_cast import ENVELOPE_ID_BYTES

__all__ = ["cast"]

_CALL = "SELECT why, receipt, repeated, contest FROM booth_cast(%s, %s, %s, %s, %s, %s)"
_BESIDE_CANDIDATES = seal.envelope_size(1) - 1  # bytes of an envelope that no candidate takes


def cast(connection: BaseDatabaseWrapper, ballot: Ballot) -> Accepted | Refused:
    """Cast it; outside a transaction of the caller's the call is one of its own."""
    with connection.cursor() as cursor:
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
