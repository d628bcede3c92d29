"""Reading contests: whose they are, and where they stand against the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from hustings.count import misfits
from hustings.web.contests.models import Contest, State
from hustings.web.officers.actor import Actor
from hustings.web.officers.models import Membership, User
from hustings.web.project import clock

__all__ = [
    "Desk",
    "Moment",
    "Phase",
    "ballots_cast",
    "contest_for",
    "contests_of",
    "desks_of",
    "electors_on_roll",
    "last_closing",
    "moments",
    "next_moment",
    "phase",
    "standing",
    "why_nobody_withdraws",
]


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


def last_closing(contest: Contest) -> datetime | None:
    """When the last way of voting closes: online or by post."""
    return max((t for t in (contest.closes_at, contest.post_closes_at) if t), default=None)


@dataclass(frozen=True, slots=True)
class Moment:
    """A date of the timetable. ``state`` is past, now (a poll that is open) or to come."""

    label: str
    at: datetime
    state: str
    reason: str = ""  # why it was put off, as an officer wrote it


def moments(contest: Contest, at: datetime | None = None) -> list[Moment]:
    """The dates of the timetable that are set, in order of time."""
    at = at or clock.now()
    extended = contest.extensions.order_by("-at").first() if contest.pk else None
    why = extended.reason if extended else ""
    dates = (
        (_("Voting opens"), contest.opens_at, ""),
        (_("Voting closes"), contest.closes_at, why),
        (_("Posted papers in by"), contest.post_closes_at, ""),
        (_("The count"), contest.count_at, ""),
    )
    open_now = phase(contest, at) is Phase.OPEN
    return sorted(
        (
            Moment(label, when, _standing(when, at, open_now and when == contest.opens_at), reason)
            for label, when, reason in dates
            if when is not None
        ),
        key=lambda moment: moment.at,
    )


def _standing(when: datetime, at: datetime, is_on: bool) -> str:
    if is_on:
        return "now"
    return "past" if when <= at else "to come"


def next_moment(contest: Contest, at: datetime | None = None) -> Moment | None:
    """The next date of the timetable that is still to come."""
    return next((m for m in moments(contest, at) if m.state == "to come"), None)


def standing(contest: Contest) -> int:
    """How many candidates stand: on the paper and not withdrawn."""
    return contest.candidates.filter(withdrawn_at=None).count()


def why_nobody_withdraws(contest: Contest) -> str:
    """Why no candidate can be marked as withdrawn, and what can be done; empty where one can."""
    if contest.state == State.DRAFT:
        return _(
            "The paper is not fixed yet: take the name off it at Name the candidates. Nothing is "
            "published of that."
        )
    if contest.state not in (State.READY, State.CLOSED):
        why = _("Nobody withdraws any more: this contest is %(state)s.")
        return why % {"state": contest.get_state_display()}
    if contest.opened_envelopes_at is not None:
        return _("Nobody withdraws any more: the envelopes are opened, and the papers stand.")
    for _option, problem in misfits(contest.rule, contest.seats, standing(contest) - 1):
        why = _("If one more withdrew, %(problem)s. Abandon the contest instead.")
        return why % {"problem": problem}
    return ""


def electors_on_roll(contest: Contest) -> int:
    """How many may vote: on the roll and not struck from it."""
    return contest.electors.filter(struck_at=None).count()


def ballots_cast(contest: Contest) -> int:
    """How many have voted; in a draft these are trials."""
    return contest.participations.count()


@dataclass(frozen=True, slots=True)
class Desk:
    """One organisation of an officer, and its contests, newest first."""

    actor: Actor
    contests: tuple[Contest, ...]


def desks_of(user: User) -> list[Desk]:
    """The organisations in which somebody is an officer, each with its contests."""
    memberships = (
        Membership.objects.filter(user=user)
        .select_related("organisation", "user")
        .order_by("organisation__name")
    )
    return [
        Desk(Actor.of(m), tuple(m.organisation.contests.order_by("-created_at")))
        for m in memberships
    ]


def contests_of(actor: Actor) -> QuerySet[Contest]:
    """The contests of the officer's organisation."""
    return Contest.objects.filter(organisation=actor.organisation)


def contest_for(actor: Actor, slug: str) -> Contest:
    """A contest of the officer's organisation; Http404 for any other."""
    contest = contests_of(actor).select_related("organisation").filter(slug=slug).first()
    if contest is None:
        raise Http404
    return contest
