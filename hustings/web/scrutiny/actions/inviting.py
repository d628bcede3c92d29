"""Letting agents in and out: invitation, a new link, revocation, and what they see early."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from hustings.errors import RuleError
from hustings.web.contests.models import Candidate, Contest, Origin, State
from hustings.web.contests.zoned import moment_words
from hustings.web.officers.actor import Actor
from hustings.web.project import clock
from hustings.web.scrutiny.actions.acting import held, note, plain
from hustings.web.scrutiny.links import digest_of, new_token
from hustings.web.scrutiny.models import Agent, EarlySight
from hustings.web.scrutiny.queries import shows_early
from hustings.web.scrutiny.visits import works
from hustings.web.scrutiny.words import role_on_record

__all__ = [
    "MOST_DAYS",
    "Invited",
    "NotLetIn",
    "come_in",
    "erase",
    "invite",
    "new_link",
    "revoke",
    "show_early",
]

MOST_DAYS = 90
"""No link lets anybody in for longer; a new one can be given."""


@dataclass(frozen=True, slots=True)
class Invited:
    """An agent and the token of her link, which is known at this moment alone."""

    agent: Agent
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class NotLetIn:
    """Why a link that once was good lets nobody in."""

    agent: Agent

    @property
    def revoked(self) -> bool:
        """Whether an officer took it back; else its time is over."""
        return self.agent.revoked_at is not None


@transaction.atomic
def invite(
    contest: Contest,
    *,
    name: str,
    email: str,
    candidate: Candidate | None,
    until: datetime,
    by: Actor,
) -> Invited:
    """Let somebody watch, for a candidate or for all. RuleError for a draft, or a time too late."""
    contest = held(contest, by)
    _is_watched(contest)
    if candidate is not None and candidate.contest_id != contest.pk:
        raise RuleError(_("That candidate stands in another contest."))
    token = new_token()
    agent = Agent.objects.create(
        contest=contest,
        candidate=candidate,
        name=plain(name, _("who is invited")),
        email=email.strip(),
        digest=digest_of(token),
        invited_at=clock.now(),
        invited_by=by.words,
        expires_at=_within(contest, until),
    )
    told = f"Invited {agent.name} as {role_on_record(agent)}, until {moment_words(contest, until)}."
    note(contest, by, "agent invited", told)
    return Invited(agent, token)


@transaction.atomic
def new_link(agent: Agent, *, until: datetime, by: Actor) -> Invited:
    """Another link for the agent; the one before stops working at once, and visits by it end."""
    contest = held(agent.contest, by)
    _is_watched(contest)
    token = new_token()
    Agent.objects.filter(pk=agent.pk).update(
        digest=digest_of(token), expires_at=_within(contest, until), revoked_at=None
    )
    agent.refresh_from_db()
    ends = moment_words(contest, until)
    told = f"Gave {agent.name}, {role_on_record(agent)}, a new link, until {ends}."
    note(contest, by, "agent’s new link", told)
    return Invited(agent, token)


@transaction.atomic
def revoke(agent: Agent, *, by: Actor) -> None:
    """Let her see nothing more, from this moment on. RuleError if that is so already."""
    contest = held(agent.contest, by)
    live = Agent.objects.filter(pk=agent.pk, revoked_at=None)
    if not live.update(revoked_at=clock.now()):
        raise RuleError(_("%(name)s is let in no longer already.") % {"name": agent.name})
    note(
        contest,
        by,
        "agent revoked",
        f"Took back the link of {agent.name}, {role_on_record(agent)}.",
    )


@transaction.atomic
def show_early(contest: Contest, *, shown: bool, by: Actor) -> None:
    """Whether agents see a counted result before it is published. RuleError if it is so already."""
    contest = held(contest, by, declaring=True)
    if shown == shows_early(contest):
        raise RuleError(_("That is how it is already."))
    if shown:
        EarlySight.objects.create(contest=contest, by=by.words, at=clock.now())
        told = "Agents see the provisional result before it is published."
    else:
        EarlySight.objects.filter(contest=contest).delete()
        told = "Agents see a result when it is published, and not before."
    note(contest, by, "agents’ early sight", told)


@transaction.atomic
def come_in(token: str) -> Agent | NotLetIn | None:
    """Whom a token lets in; why not, where its time is over; None for one that never was."""
    agent = Agent.objects.filter(digest=digest_of(token)).first()
    if agent is None:
        return None
    if not works(agent):
        return NotLetIn(agent)
    Agent.objects.filter(pk=agent.pk).update(seen_at=clock.now())
    return agent


def erase(contest: Contest) -> None:
    """Forget where agents get their mail; their names stand beside what they said."""
    Agent.objects.filter(contest=contest).exclude(email="").update(email="")


def _is_watched(contest: Contest) -> None:
    if contest.origin != Origin.RUN:
        raise RuleError(_("Only a contest that is run on this site can be watched here."))
    if contest.state == State.DRAFT:
        raise RuleError(_("The contest is a draft. Agents are invited once it is ready."))
    if contest.state == State.ABANDONED:
        raise RuleError(_("The contest was abandoned: there is nothing to watch."))


def _within(contest: Contest, until: datetime) -> datetime:
    now = clock.now()
    if until <= now:
        raise RuleError(_("The link would be over before it is given: take a time to come."))
    if until > (last := now + timedelta(days=MOST_DAYS)):
        told = _("A link works for %(days)d days at most: take a time no later than %(last)s.")
        raise RuleError(told % {"days": MOST_DAYS, "last": moment_words(contest, last)})
    return until
