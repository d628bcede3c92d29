"""Personal data is erased after the retention date; numbers, fingerprint and result stay.

Order: the contest is marked as erased, the electors' personal columns are emptied, everything that
was kept beside them is removed, other apps erase theirs; then, outside the transaction, what the
database still holds in free pages and in its write-ahead log is overwritten (:func:`scrub`).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.db import connection, transaction
from django_tasks_db.models import DBTaskResult

from hustings.errors import RuleError
from hustings.web.contests.models import Contest
from hustings.web.jobs.models import Job
from hustings.web.officers.actor import Actor
from hustings.web.project import clock
from hustings.web.roll import hooks, queries
from hustings.web.roll.actions.locking import held
from hustings.web.roll.actions.telling import tell
from hustings.web.roll.models import (
    Analysis,
    Application,
    Duplicate,
    Elector,
    LateAct,
    RegisterRow,
    Upload,
)

__all__ = ["ToErase", "erase", "scrub", "to_erase"]

_TABLES = (
    Elector,
    Analysis,
    Application,
    Duplicate,
    LateAct,
    RegisterRow,
    Upload,
    Job,
    DBTaskResult,
)


@dataclass(frozen=True, slots=True)
class ToErase:
    """How many rows the erasure empties or removes."""

    electors: int
    analysis: int
    register: int
    applications: int
    uploads: int
    late_acts: int

    @property
    def words(self) -> str:
        """In one line."""
        return ", ".join(f"{n} {name.replace('_', ' ')}" for name, n in asdict(self).items())


def to_erase(contest: Contest) -> ToErase:
    """What the erasure of this contest touches."""
    return ToErase(
        electors=Elector.objects.filter(contest=contest).count(),
        analysis=Analysis.objects.filter(elector__contest=contest).count(),
        register=RegisterRow.objects.filter(contest=contest).count(),
        applications=Application.objects.filter(contest=contest).count(),
        uploads=Upload.objects.filter(contest=contest).count(),
        late_acts=LateAct.objects.filter(contest=contest).count(),
    )


@transaction.atomic
def erase(contest: Contest, *, by: Actor | None = None) -> ToErase:
    """Erase the personal data of a contest that is over; RuleError says why not.

    Call :func:`scrub` after the transaction.
    """
    now = held(contest)
    if why := queries.not_yet_due(now):
        raise RuleError(why)
    counts = to_erase(now)
    now.erased_at = clock.now()
    now.save(update_fields=["erased_at"])
    _empty_electors(now)
    _remove_the_rest(now)
    hooks.erasing(now)
    tell(now, by, "roll-erased", f"Erased the personal data: {counts.words}.")
    return counts


def _empty_electors(contest: Contest) -> None:
    """Basis, section and who took part stay for the totals; what could name somebody goes."""
    Elector.objects.filter(contest=contest).update(
        public_id=0,
        journal_number=0,
        language="",
        rotation=None,
        household="",
        reference="",
        name="",
        address="",
        postcode="",
        email="",
        upload=None,
        struck_why="",
    )


def _remove_the_rest(contest: Contest) -> None:
    Analysis.objects.filter(elector__contest=contest).delete()
    Duplicate.objects.filter(contest=contest).delete()
    RegisterRow.objects.filter(contest=contest).delete()
    Upload.objects.filter(contest=contest).delete()
    Application.objects.filter(contest=contest).update(
        name="", address="", postcode="", email="", row=None, elector=None
    )
    LateAct.objects.filter(contest=contest).update(reason="", details={}, elector=None)
    # A message may quote the file that it is about; so may the record of a task that failed.
    Job.objects.filter(contest_slug=contest.slug).update(message="")
    DBTaskResult.objects.filter(status__in=("SUCCESSFUL", "FAILED")).delete()


def scrub() -> bool:
    """Leave nothing erased in free pages, old row versions or the write-ahead log.

    False where somebody was reading all the while, so that the log could not be cut: do it again.
    Must not be called inside a transaction. Backups made before keep what they hold: they are to be
    destroyed by whoever keeps them.
    """
    if connection.in_atomic_block:
        raise transaction.TransactionManagementError("the database is scrubbed after the act")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for model in _TABLES:
                table = connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001
                cursor.execute(f"VACUUM FULL {table}")
            return True
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy, *_ = cursor.fetchone() or (1,)
        return not busy
