"""What webhooks tell: a kind, and of which contest. Nothing of an elector, and nothing unpublished.

A kind follows from an act of the journal. That voting opens or ends follows from the clock and is
no act; a program reads both from the timetable. Counting is told to nobody before it is published.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hustings.web.api.models import Webhook
from hustings.web.contests.models import Contest
from hustings.web.results import queries as results
from hustings.web.results.models import Version

__all__ = ["ACTS", "Event", "body_of", "event_of", "test_body", "utc"]


class Event(StrEnum):
    """The kinds, as ``type`` of a call has them."""

    READY = "contest.ready"
    DRAFT = "contest.draft"
    EXTENDED = "contest.extended"
    WITHDRAWN = "candidate.withdrawn"
    CLOSED = "contest.closed"
    PROVISIONAL = "result.provisional"
    DECLARED = "result.declared"
    CORRECTED = "result.corrected"
    ABANDONED = "contest.abandoned"
    TEST = "webhook.test"

    @property
    def words(self) -> str:
        """What happened, for a list."""
        return str(_WORDS[self])


_WORDS = {
    Event.READY: _("a contest was made ready"),
    Event.DRAFT: _("a contest was taken back to its draft"),
    Event.EXTENDED: _("a poll was kept open longer"),
    Event.WITHDRAWN: _("a candidate withdrew"),
    Event.CLOSED: _("a poll was closed"),
    Event.PROVISIONAL: _("a provisional result was published"),
    Event.DECLARED: _("a result was declared"),
    Event.CORRECTED: _("another version of a published result was published"),
    Event.ABANDONED: _("a contest was abandoned"),
    Event.TEST: _("a test, sent by an officer"),
}

ACTS: Mapping[str, Event] = {
    "ready": Event.READY,
    "draft": Event.DRAFT,
    "extended": Event.EXTENDED,
    "withdrawn": Event.WITHDRAWN,
    "closed": Event.CLOSED,
    "provisional": Event.PROVISIONAL,
    "declared": Event.DECLARED,
    "abandoned": Event.ABANDONED,
}
"""The acts of the journal that are told, and as what."""


def event_of(act: str, contest: Contest) -> Event | None:
    """What is told of an act that has just been done; None for one that is not told.

    A version that comes out after another one is told as corrected, whether figures differ or not.
    """
    event = ACTS.get(act)
    if event in {Event.PROVISIONAL, Event.DECLARED} and _replaces(contest):
        return Event.CORRECTED
    return event


def _replaces(contest: Contest) -> bool:
    """Whether the newest version came out just now, after an earlier one."""
    known = list(results.published(contest))
    newest = known[-1] if known else None
    if newest is None or len(known) < 2:
        return False
    return newest.declared_at is None or newest.declared_at == newest.published_at


def body_of(event: Event, contest: Contest, at: datetime) -> str:
    """The body of the calls about a contest, as JSON: docs/spec/api.md, section Webhooks."""
    data: dict[str, Any] = {
        "contest": {"id": contest.slug, "title": contest.title, "state": str(contest.state)},
        "organisation": contest.organisation.slug,
        "page": settings.BASE_URL + reverse("results:notice", args=[contest.slug]),
        "api": settings.BASE_URL + reverse("api:contest", args=[contest.slug]),
        "test": False,
    }
    if event is Event.EXTENDED:
        data["closes_at"] = utc(contest.closes_at)
    if event is Event.WITHDRAWN:
        gone = contest.candidates.filter(withdrawn_at__isnull=False).order_by("withdrawn_at").last()
        data["candidate"] = {"id": gone.key, "name": gone.name} if gone else None
    if event in {Event.PROVISIONAL, Event.DECLARED, Event.CORRECTED}:
        data["version"] = _version(results.current(contest))
    return _written(event, at, data)


def test_body(webhook: Webhook, at: datetime) -> str:
    """The body of a call by which an officer tries an address."""
    return _written(Event.TEST, at, {"organisation": webhook.organisation.slug, "test": True})


def utc(at: datetime | None) -> str | None:
    """A time as the API and its calls write it: ``2026-05-07T20:00:00Z``, to the second."""
    return None if at is None else at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _version(version: Version | None) -> dict[str, Any] | None:
    if version is None:
        return None
    address = reverse("api:document", args=[version.contest.slug, version.number])
    return {
        "number": version.number,
        "stage": version.stage,
        "headline": version.headline,
        "document": settings.BASE_URL + address,
    }


def _written(event: Event, at: datetime, data: Mapping[str, Any]) -> str:
    told = {"type": event.value, "timestamp": utc(at), "data": data}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))
