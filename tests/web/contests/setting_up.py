"""A contest set up as far as being made ready, by the acts that an officer does."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from hustings.seal import Cost
from hustings.web.booth.models import Participation
from hustings.web.contests import actions
from hustings.web.contests.models import Contest, State
from hustings.web.officers.actor import Actor
from hustings.web.project import clock
from tests.web.making import make_actor, make_contest, make_electors, make_organisation

__all__ = ["PASSPHRASE", "QUICK", "as_file", "cast_by_row", "prepared", "ready"]

PASSPHRASE = "orchard lantern teapot gravel"  # noqa: S105
QUICK = Cost(operations=1, memory_kib=8 * 1024)


def prepared(*, electors: int = 3, by: Actor | None = None, **fields: Any) -> tuple[Contest, Actor]:
    """A draft with everything that being ready asks for, and its returning officer."""
    by = by or make_actor(make_organisation())
    now = clock.now()
    values: dict[str, Any] = {
        "who_may_vote": "Members",
        "order_policy": "fixed",
        "opens_at": now + timedelta(days=1),
        "closes_at": now + timedelta(days=10),
        "retention_until": (now + timedelta(days=100)).date(),
    }
    contest = make_contest(organisation=by.organisation, **(values | fields))
    made = actions.make_key(contest, PASSPHRASE, by=by, cost=QUICK)
    contest.refresh_from_db()
    actions.test_key(contest, made.file_text, PASSPHRASE, by=by)
    make_electors(contest, electors)
    Contest.objects.filter(pk=contest.pk).update(
        roll_frozen_at=now,
        roll_fingerprint="a" * 64,
        roll_counts={
            "electors": electors,
            "candidates": contest.candidates.count(),
            "basis": {"member": electors},
            "section": {"all": electors},
        },
    )
    contest.refresh_from_db()
    return contest, by


def ready(**fields: Any) -> tuple[Contest, Actor]:
    """A contest that was made ready, and its returning officer."""
    contest, by = prepared(**fields)
    contest = actions.make_ready(contest, by=by)
    assert contest.state == State.READY
    return contest, by


def cast_by_row(contest: Contest, votes: int) -> None:
    """So many participations, as rows."""
    waiting = contest.electors.filter(participation=None)[:votes]
    Participation.objects.bulk_create(
        Participation(
            elector=elector,
            contest=contest,
            channel="online",
            day=clock.today(),
            receipt=f"R{elector.pk}",
            nonce=elector.pk.to_bytes(32, "big"),
        )
        for elector in waiting
    )


def as_file(text: str, name: str = "key.json") -> SimpleUploadedFile:
    """A text as it is uploaded."""
    return SimpleUploadedFile(name, text.encode())
