"""When papers and envelopes may be printed, and how far a run is."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from hustings.web.contests.models import Contest, State
from hustings.web.contests.queries import Phase, phase
from hustings.web.letters.state import KEPT_FOR, RunState, is_alive
from hustings.web.post.models import EnvelopeRun, PaperRun
from hustings.web.post.queries import takes_post
from hustings.web.project import clock

__all__ = [
    "Run",
    "RunState",
    "destroyed_at_latest",
    "is_late",
    "not_now",
    "post_closes",
    "state_of",
]

Run = PaperRun | EnvelopeRun


def post_closes(contest: Contest) -> datetime | None:
    """Until when posted papers count: the post's own closing time, or else the online one."""
    return contest.post_closes_at or contest.closes_at


def is_late(contest: Contest, at: datetime | None = None) -> bool:
    """Whether the time for posted papers is over."""
    closes = post_closes(contest)
    return closes is not None and (at or clock.now()) >= closes


def not_now(contest: Contest, *, test: bool) -> str:
    """Why nothing of the kind can be printed at this time; empty if it can."""
    if not takes_post(contest):
        return _("Set up posted papers first.")
    if test:
        in_test = contest.state == State.DRAFT and contest.test_mode
        return "" if in_test else _("Papers are tried out in test mode alone.")
    if phase(contest) is Phase.DRAFT:
        return _("Make the contest ready first: until then names and dates can change.")
    if contest.state != State.READY or is_late(contest):
        return _("The time for posted papers is over.")
    return ""


def state_of(run: Run, at: datetime | None = None) -> RunState:
    """How far the run is at a time. A file past its day counts as destroyed already."""
    latest = destroyed_at_latest(run)
    if run.destroyed_at is not None or (latest and (at or clock.now()) >= latest):
        return RunState.DESTROYED if run.fetched_at else RunState.WITHDRAWN
    if run.made_at is None:
        return RunState.UNDER_WAY if is_alive(run.job) else RunState.STOPPED
    return RunState.FETCHED if run.fetched_at else RunState.MADE


def destroyed_at_latest(run: Run) -> datetime | None:
    """When the file is destroyed at the latest; None before it is made."""
    return run.made_at + KEPT_FOR if run.made_at else None
