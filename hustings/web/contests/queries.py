"""Reading contests: whose they are, and where they stand against the clock."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from django.db.models import QuerySet
from django.http import Http404

from hustings.web.contests.models import Contest, State
from hustings.web.officers.actor import Actor
from hustings.web.project import clock

__all__ = ["Phase", "contest_for", "contests_of", "phase"]


class Phase(StrEnum):
    """Where a contest stands: its stored state, and within ``ready`` what the timetable says."""

    DRAFT = "draft"
    UPCOMING = "upcoming"
    OPEN = "open"
    TOO_LATE = "too_late"  # past its time, not yet closed by the officer
    CLOSED = "closed"
    COUNTED = "counted"
    PROVISIONAL = "provisional"
    DECLARED = "declared"
    ABANDONED = "abandoned"


def phase(contest: Contest, at: datetime | None = None) -> Phase:
    """The phase at a time; the one place that holds the timetable against the clock.

    A ballot is in time if it is committed at or after ``opens_at`` and before ``closes_at``.
    """
    if contest.state != State.READY:
        return Phase(contest.state)
    at = at or clock.now()
    if contest.opens_at is None or at < contest.opens_at:
        return Phase.UPCOMING
    if contest.closes_at is not None and at >= contest.closes_at:
        return Phase.TOO_LATE
    return Phase.OPEN


def contests_of(actor: Actor) -> QuerySet[Contest]:
    """The contests of the officer's organisation."""
    return Contest.objects.filter(organisation=actor.organisation)


def contest_for(actor: Actor, slug: str) -> Contest:
    """A contest of the officer's organisation; Http404 for any other."""
    contest = contests_of(actor).select_related("organisation").filter(slug=slug).first()
    if contest is None:
        raise Http404
    return contest
