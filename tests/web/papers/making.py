"""Accepted envelopes, printed papers, batches that balance and batches that are keyed."""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from hustings.seal.numbers import NumberKind, in_figures
from hustings.web.booth.models import Participation
from hustings.web.contests.models import Contest, State
from hustings.web.officers.actor import Actor
from hustings.web.officers.models import Role
from hustings.web.papers.actions import batching, keying
from hustings.web.papers.actions.keying import Sheet
from hustings.web.papers.batches import next_number
from hustings.web.papers.models import Batch, Keying
from hustings.web.post.models import (
    Audience,
    Bag,
    BallotPaper,
    EnvelopeRun,
    PaperRun,
    PostSetup,
    Receipt,
    ReturnEnvelope,
)
from hustings.web.project import clock
from tests.web.making import make_actor, make_contest, make_electors

__all__ = ["Desk", "Paper", "accept", "balanced_batch", "close", "key", "keyed_batch", "papers_of",
           "posted_desk", "print_papers"]  # fmt: skip

_nonces = itertools.count(1)


@dataclass(frozen=True)
class Desk:
    """A contest that takes post, its returning officer, and two deputies who key."""

    contest: Contest
    officer: Actor
    one: Actor
    two: Actor

    def fresh(self) -> Contest:
        """The contest as it is now."""
        return Contest.objects.select_related("organisation").get(pk=self.contest.pk)

    def url(self, rest: str = "") -> str:
        """A page of its opened papers."""
        return f"/officer/{self.contest.organisation.slug}/c/{self.contest.slug}/papers/{rest}"


@dataclass(frozen=True)
class Paper:
    """A paper as it is in truth: its number in eleven figures, the marks by candidate's key."""

    number: str
    marks: Mapping[str, str] = field(default_factory=dict)
    doubt: str = ""
    note: str = ""

    def marked(self, **marks: str) -> Paper:
        """The same paper with other marks."""
        return replace(self, marks={key: text for key, text in marks.items() if text})


def posted_desk(*, envelopes: int = 0, candidates: int = 3, **fields: Any) -> Desk:
    """A ready contest whose voting is over by its timetable, with so many accepted envelopes."""
    now = clock.now()
    times = {"opens_at": now - timedelta(days=3), "closes_at": now - timedelta(hours=1)}
    contest = make_contest(candidates=candidates, **(times | fields))
    PostSetup.objects.create(contest=contest)
    Contest.objects.filter(pk=contest.pk).update(state=State.READY)
    contest.refresh_from_db()
    people = [make_actor(contest.organisation, role) for role in (Role.DEPUTY, Role.DEPUTY)]
    desk = Desk(contest, make_actor(contest.organisation), *people)
    if envelopes:
        accept(contest, envelopes)
    return desk


@transaction.atomic
def accept(contest: Contest, count: int, *, basis: str = "member", section: str = "all") -> None:
    """So many envelopes of electors of that basis, accepted from one bag in time."""
    now = clock.now()
    early = (contest.post_closes_at or contest.closes_at or now) - timedelta(hours=1)
    electors = make_electors(contest, count, basis=basis, section=section)
    run = EnvelopeRun.objects.create(
        contest=contest, audience=Audience.ALL, envelopes=count, at=now, by="the printer"
    )
    envelopes = ReturnEnvelope.objects.bulk_create(
        ReturnEnvelope(contest=contest, elector=elector, run=run) for elector in electors
    )
    Participation.objects.bulk_create(
        Participation(
            elector=elector, contest=contest, channel="post", day=date(2026, 3, 2),
            receipt=secrets.token_hex(8), nonce=secrets.token_bytes(32),
        )
        for elector in electors
    )  # fmt: skip
    bag = Bag.objects.create(
        contest=contest, number=contest.bags.count() + 1, arrived_at=early, envelopes=count,
        by="the porter", at=now,
    )  # fmt: skip
    for envelope in envelopes:
        Receipt.objects.create(
            contest=contest, bag=bag, envelope=envelope, outcome="accepted", section=section,
            basis=basis, at=now, by="the porter",
        )  # fmt: skip
    Bag.objects.filter(pk=bag.pk).update(finished_at=now)


def close(contest: Contest) -> None:
    """Close the contest, as the database demands."""
    Contest.objects.filter(pk=contest.pk, state=State.READY).update(state=State.CLOSED)
    contest.refresh_from_db()


def print_papers(contest: Contest, count: int) -> list[str]:
    """Numbers of printed papers, in eleven figures; their rotations take turns."""
    names = contest.candidates.count()
    run = PaperRun.objects.create(contest=contest, papers=count, at=clock.now(), by="the printer")
    made = BallotPaper.objects.bulk_create(
        BallotPaper(contest=contest, run=run, rotation=n % names) for n in range(count)
    )
    return [in_figures(paper.number, NumberKind.PAPER) for paper in made]


def papers_of(contest: Contest, rankings: Sequence[Sequence[int]]) -> list[Paper]:
    """Printed papers, each marked 1, 2, 3 beside the candidates of these numbers in turn."""
    return [
        Paper(number, {f"c{c}": str(rank) for rank, c in enumerate(ranking, start=1)})
        for number, ranking in zip(print_papers(contest, len(rankings)), rankings, strict=True)
    ]


def balanced_batch(
    desk: Desk, papers: int, *, basis: str = "member", section: str = "all", extra: int = 0,
    empty: int = 0, number: int | None = None,
) -> Batch:  # fmt: skip
    """A batch in which so many papers were found; its envelopes must be accepted and left."""
    envelopes = papers - extra + empty
    batch = batching.form_batch(
        desk.contest, number=number or next_number(desk.contest), section=section, basis=basis,
        envelopes=envelopes, by=desk.officer,
    )  # fmt: skip
    figures = batching.Figures(basis, envelopes, extra, empty, papers)
    batching.count_batch(batch, figures, by=desk.officer)
    return batching.balance_batch(batch, by=desk.officer)


def sheet(place: int, paper: Paper, nonce: str = "") -> Sheet:
    """A paper as the form of that place would send it."""
    nonce = nonce or f"nonce-{next(_nonces)}"
    return Sheet(place, nonce, paper.number, paper.marks, paper.doubt, paper.note)


def key(batch: Batch, papers: Sequence[Paper], *, by: Actor, finish: bool = True) -> Keying:
    """One keying of the batch by that officer."""
    keying_ = keying.begin(batch, by=by)
    for place, paper in enumerate(papers, start=1):
        keying.store(keying_, sheet(place, paper), by=by)
    if finish:
        keying.finish(keying_, by=by)
    return keying_


def keyed_batch(
    desk: Desk, papers: Sequence[Paper], *, second: Sequence[Paper] | None = None,
    basis: str = "member", section: str = "all",
) -> Batch:  # fmt: skip
    """A batch of these papers keyed twice, the second time as ``second`` if it is given.

    Its envelopes are accepted first where the contest is still ready, which it is not afterwards.
    """
    if desk.contest.state == State.READY:
        accept(desk.contest, len(papers), basis=basis, section=section)
    batch = balanced_batch(desk, len(papers), basis=basis, section=section)
    close(desk.contest)
    key(batch, papers, by=desk.one)
    key(batch, papers if second is None else second, by=desk.two)
    batch.refresh_from_db()
    return batch
