"""When letters and e-mails may be made, and how far a print run or a mailing is."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _

from hustings.web.contests.models import Contest
from hustings.web.contests.queries import Phase, phase
from hustings.web.jobs import queries as jobs
from hustings.web.jobs.models import Job, JobState
from hustings.web.letters.models import (
    DeliveryState,
    Mailing,
    MailKind,
    PrintKind,
    PrintRun,
)
from hustings.web.project import clock

__all__ = [
    "KEPT_FOR",
    "MailState",
    "RunState",
    "destroyed_at_latest",
    "is_alive",
    "mail_state",
    "not_now",
    "run_state",
]

KEPT_FOR = timedelta(hours=24)
"""How long a file with codes lies here at the most."""


def not_now(contest: Contest, kind: PrintKind | MailKind) -> str:
    """Why such letters or e-mails cannot be made at this time; empty if they can."""
    now = phase(contest)
    if kind == PrintKind.TEST:
        in_test = now is Phase.DRAFT and contest.test_mode
        return "" if in_test else _("Test letters are made in test mode alone.")
    if now is Phase.DRAFT:
        return _(
            "Make the contest ready first: letters and e-mails tell when voting opens and closes."
        )
    if now not in (Phase.UPCOMING, Phase.OPEN):
        return _("Voting has ended: a code would be of no use to anybody.")
    if kind in (PrintKind.REMINDER, MailKind.REMINDER) and now is not Phase.OPEN:
        return _("Voting has not opened: there is nothing to be reminded of yet.")
    return ""


class RunState(StrEnum):
    """How far a print run is."""

    UNDER_WAY = "under_way"
    STOPPED = "stopped"  # its job ended without a file
    MADE = "made"  # nobody has fetched it yet
    FETCHED = "fetched"
    DESTROYED = "destroyed"
    WITHDRAWN = "withdrawn"  # destroyed before anybody fetched it: its codes are dead


def run_state(run: PrintRun, at: datetime | None = None) -> RunState:
    """How far the print run is at a time. A file past its day counts as destroyed already."""
    if run.destroyed_at is not None or (run.made_at and _past(run, at or clock.now())):
        return RunState.DESTROYED if run.fetched_at else RunState.WITHDRAWN
    if run.made_at is None:
        return RunState.UNDER_WAY if is_alive(run.job) else RunState.STOPPED
    return RunState.FETCHED if run.fetched_at else RunState.MADE


def destroyed_at_latest(run: PrintRun) -> datetime | None:
    """When the file is destroyed at the latest; None before it is made."""
    return run.made_at + KEPT_FOR if run.made_at else None


def _past(run: PrintRun, at: datetime) -> bool:
    latest = destroyed_at_latest(run)
    return latest is not None and at >= latest


def is_alive(job: Job | None) -> bool:
    """Whether somebody may still be at this job, or will be."""
    if job is None or job.state in (JobState.DONE, JobState.FAILED):
        return False
    return job.state == JobState.QUEUED or not jobs.shown(job).silent


class MailState(StrEnum):
    """How far a mailing is."""

    DRAFT = "draft"
    UNDER_WAY = "under_way"
    STOPPED = "stopped"
    DONE = "done"


def mail_state(mailing: Mailing) -> MailState:
    """How far the mailing is."""
    if mailing.started_at is None:
        return MailState.DRAFT
    left = mailing.deliveries.filter(state__in=(DeliveryState.WAITING, DeliveryState.SENDING))
    if not left.exists():
        return MailState.DONE
    return MailState.UNDER_WAY if is_alive(mailing.job) else MailState.STOPPED
