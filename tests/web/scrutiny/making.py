"""Agents who watch a contest, and browsers in which they are let in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage
from django.test import Client

from hustings.contest import Heading
from hustings.web.contests.models import Candidate, Contest, State
from hustings.web.officers.actor import Actor
from hustings.web.officers.models import Role
from hustings.web.papers.actions.adjudicating import Proposal, agree, propose
from hustings.web.papers.actions.verifying import verify
from hustings.web.papers.models import Reading
from hustings.web.project import clock
from hustings.web.results import actions as results
from hustings.web.results.models import Version
from hustings.web.scrutiny import actions
from hustings.web.scrutiny.actions import Invited
from tests.web.making import make_actor, make_contest
from tests.web.papers.sheets import Sheet, accepted, plain, settled_batch, take_post
from tests.web.results.making import KEY, Poll, Vote, cast_votes

__all__ = ["NoMail", "closed_with_papers", "invited", "let_in", "mixed_poll", "with_agent"]


def invited(
    contest: Contest,
    by: Actor,
    *,
    name: str = "Ann Agent",
    email: str = "",
    candidate: Candidate | None = None,
    days: float = 7,
) -> Invited:
    """An agent with the token of her link."""
    until = clock.now() + timedelta(days=days)
    return actions.invite(contest, name=name, email=email, candidate=candidate, until=until, by=by)


def let_in(token: str, client: Client | None = None, *, check_csrf: bool = False) -> Client:
    """A browser in which the agent has come in by her link."""
    client = client or Client(enforce_csrf_checks=check_csrf)
    answer = client.post("/agent/", {"token": token})
    assert answer.status_code == 302, answer.status_code
    return client


def with_agent(poll: Poll, *, name: str = "Ann Agent", first: bool = True) -> Client:
    """A browser of an agent of the contest's first candidate; or of a scrutineer for all."""
    candidate = poll.contest.candidates.get(number=1) if first else None
    return let_in(invited(poll.contest, poll.officer, name=name, candidate=candidate).token)


DOUBTFUL = (
    Sheet({"c1": "X"}),
    Sheet({"c1": "1", "c2": "1"}),
    Sheet({"c2": "=1+1"}, doubts=("unclear",)),
)
"""A cross, two first preferences, and a mark that a spreadsheet would calculate."""


def closed_with_papers(**fields: Any) -> Poll:
    """A closed contest, posted papers read; the first doubtful one is counted, others rejected."""
    contest = make_contest(public_key=KEY.public, **({"title": "Ashby Vale primary"} | fields))
    officer = make_actor(contest.organisation)
    deputy = make_actor(contest.organisation, Role.DEPUTY)
    take_post(contest)
    Contest.objects.filter(pk=contest.pk).update(state=State.READY)
    cast_votes(contest, [Vote((1, 2), 15), Vote((2, 1), 12)])
    sheets = (plain("c1", "c3", papers=10), plain("c3", papers=11), *DOUBTFUL)
    accepted(contest, 24, refused=2)
    Contest.objects.filter(pk=contest.pk).update(state=State.CLOSED)
    contest = Contest.objects.select_related("organisation").get(pk=contest.pk)
    settled_batch(contest, sheets)
    _decide(contest, officer, deputy)
    return Poll(contest, officer)


def _decide(contest: Contest, officer: Actor, deputy: Actor) -> None:
    counted = Proposal(None, {"c1": "1"}, "A cross alone is a first preference")
    several = Proposal(Heading.MORE_THAN_ONE_FIRST, why="Two ones")
    unclear = Proposal(Heading.UNCERTAIN, why="=HYPERLINK(0)")
    for place, proposal in ((22, counted), (23, several), (24, unclear)):
        reading = Reading.objects.get(batch__contest=contest, place=place)
        made = propose(reading, proposal, by=officer)
        agree(made, by=deputy)


def mixed_poll(**fields: Any) -> Poll:
    """Online ballots and posted papers counted together; the provisional result is out."""
    poll = closed_with_papers(**fields)
    verify(poll.contest, by=poll.officer)
    results.open_envelopes(poll.contest, key=poll.key, by=poll.officer)
    assert isinstance(results.count(poll.contest, by=poll.officer), Version)
    results.publish_provisional(poll.contest, by=poll.officer)
    return Poll(poll.fresh(), poll.officer)


class NoMail(BaseEmailBackend):
    """A server of mail that cannot be reached."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Nothing leaves."""
        raise ConnectionRefusedError(f"{len(email_messages)} messages")
