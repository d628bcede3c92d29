"""What an opening leaves behind is written over, and the key that it used is forgotten.

Both come after the transaction, for neither can be undone. A machine that stops between the two
does it when the site starts again; so does the count that follows.
"""

from __future__ import annotations

from django.db import connection

from hustings.web.contests import keys_kept
from hustings.web.contests.models import Contest, KeyPlace
from hustings.web.results.actions.acting import is_trial
from hustings.web.results.models import Opening

__all__ = ["finish_openings", "leave_no_trace"]


def leave_no_trace(contest: Contest) -> None:
    """Write over what the opening deleted, and forget a key that was kept on this machine.

    Deleted are rows in the log of SQLite and dead rows of PostgreSQL. May be called again.
    """
    _write_over()
    _forget_key(contest)


def finish_openings() -> None:
    """Do so for every contest that was opened: to be called when the site starts."""
    opened = Contest.objects.filter(pk__in=Opening.objects.values("contest"))
    for contest in opened:
        _forget_key(contest)
    if opened:
        _write_over()


def _forget_key(contest: Contest) -> None:
    if contest.key_place == KeyPlace.SERVER and contest.public_key and not is_trial(contest):
        keys_kept.forget(contest, bytes(contest.public_key))


def _write_over() -> None:
    if connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            cursor.execute("VACUUM booth_envelope, roll_elector")
