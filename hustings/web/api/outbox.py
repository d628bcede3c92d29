"""Calls are written with the change that they tell of: both are kept, or neither.

``tell`` hears every entry of the journal, which each act writes inside its transaction. So no act
needs to know of webhooks, and a crash between an act and its call cannot be.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from hustings.web.api import background
from hustings.web.api.events import ACTS, Event, body_of, event_of
from hustings.web.api.models import Call, Webhook
from hustings.web.contests.models import Contest
from hustings.web.journal.models import Entry

__all__ = ["enter", "tell"]


def tell(entry: Entry) -> None:
    """Write the calls that an act's entry asks for, one for each webhook of the organisation."""
    if entry.act not in ACTS or not entry.contest:
        return
    webhooks = list(Webhook.objects.filter(organisation__slug=entry.chain, stopped_at=None))
    contest = (
        webhooks
        and Contest.objects.select_related("organisation")
        .filter(slug=entry.contest, organisation__slug=entry.chain)
        .first()
    )
    if contest and (event := event_of(entry.act, contest)):
        enter(webhooks, event, body_of(event, contest, entry.at), entry.at, contest.slug)


def enter(
    webhooks: Iterable[Webhook], event: Event, body: str, at: datetime, contest: str = ""
) -> list[Call]:
    """Write a call for each webhook and wake the worker, in the caller's transaction."""
    calls = Call.objects.bulk_create(
        Call(webhook=w, event=event, contest=contest, body=body, at=at, next_try_at=at)
        for w in webhooks
    )
    background.deliver_now()
    return calls
