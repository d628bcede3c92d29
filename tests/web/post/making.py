"""A contest that takes posted papers, with return envelopes sent, for tests of what comes back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from hustings.web.contests.models import Contest
from hustings.web.officers.actor import Actor
from hustings.web.officers.models import Role
from hustings.web.post.actions import bags, receiving
from hustings.web.post.models import (
    Audience,
    Bag,
    EnvelopeRun,
    PostSetup,
    Receipt,
    ReturnEnvelope,
)
from hustings.web.post.numbers import envelope_figures
from hustings.web.project import clock
from hustings.web.roll.models import Elector
from tests.web.booth.polls import Poll, make_poll
from tests.web.making import make_actor

__all__ = ["PostedPoll", "bag_of", "over", "posted_poll", "received", "send_envelopes"]


def over() -> dict[str, Any]:
    """Times of a poll that is over, by post too, and that nobody has closed yet."""
    now = clock.now()
    return {
        "opens_at": now - timedelta(days=3),
        "closes_at": now - timedelta(hours=2),
        "post_closes_at": now - timedelta(hours=1),
    }


@dataclass(frozen=True)
class PostedPoll:
    """A poll in which every elector holds a code and a return envelope, in the same order."""

    poll: Poll
    officer: Actor
    deputy: Actor
    envelopes: Sequence[ReturnEnvelope]

    @property
    def contest(self) -> Contest:
        """As it was made."""
        return self.poll.contest

    @property
    def electors(self) -> Sequence[Elector]:
        """In their order."""
        return self.poll.electors

    def number(self, elector: int = 0) -> str:
        """What the barcode of that elector's envelope holds."""
        return envelope_figures(self.envelopes[elector].number)

    def fresh(self) -> Contest:
        """The contest as it is now."""
        return Contest.objects.get(pk=self.contest.pk)


def posted_poll(
    electors: int = 3, *, setup: dict[str, Any] | None = None, **fields: Any
) -> PostedPoll:
    """A ready contest that takes post until tomorrow; ``setup`` is for PostSetup."""
    now = clock.now()
    fields = {"post_closes_at": now + timedelta(days=1)} | fields
    poll = make_poll(electors, **fields)
    PostSetup.objects.create(contest=poll.contest, **(setup or {}))
    organisation = poll.contest.organisation
    officer, deputy = make_actor(organisation), make_actor(organisation, Role.DEPUTY)
    return PostedPoll(poll, officer, deputy, send_envelopes(poll.contest, poll.electors))


def send_envelopes(
    contest: Contest, electors: Sequence[Elector], **fields: Any
) -> list[ReturnEnvelope]:
    """A return envelope for each elector, in the same order; ``fields`` are of their run."""
    values: dict[str, Any] = {"audience": Audience.ALL, "at": clock.now(), "by": "the printer"}
    run = EnvelopeRun.objects.create(
        contest=contest, envelopes=len(electors), outer=len(electors), **(values | fields)
    )
    return ReturnEnvelope.objects.bulk_create(
        ReturnEnvelope(contest=contest, elector=elector, run=run) for elector in electors
    )


def bag_of(
    poll: PostedPoll, envelopes: int = 1, *, arrived_at: datetime | None = None, by: Any = None
) -> Bag:
    """A bag with so many envelopes, that came just now unless told otherwise."""
    return bags.enter_bag(
        poll.contest,
        arrived_at=arrived_at or clock.now(),
        envelopes=envelopes,
        by=by or poll.officer,
    )


def received(
    poll: PostedPoll, electors: Sequence[int], *, declaration: bool = True
) -> list[Receipt]:
    """The envelopes of those electors, received from a bag of their own that balances."""
    bag = bag_of(poll, len(electors))
    return [
        receiving.receive(bag, poll.number(n), declaration=declaration, by=poll.officer).receipt
        for n in electors
    ]
