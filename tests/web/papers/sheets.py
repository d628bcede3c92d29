"""Posted papers that lie read and settled, made directly as rows: what is done with them after."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from hustings.web.booth.models import Participation
from hustings.web.contests.models import Contest
from hustings.web.officers.actor import Actor
from hustings.web.officers.models import Role
from hustings.web.papers.actions.adjudicating import Proposal, agree, propose
from hustings.web.papers.doubt import suggested
from hustings.web.papers.models import Batch, Entry, Keying, Reading
from hustings.web.papers.sights import looks_at
from hustings.web.post.models import (
    Bag,
    BallotPaper,
    EnvelopeRun,
    Outcome,
    PaperRun,
    PostSetup,
    Receipt,
    Refusal,
    ReturnEnvelope,
)
from hustings.web.post.numbers import paper_code
from hustings.web.project import clock
from tests.web.making import make_actor, make_electors

__all__ = ["Sheet", "accepted", "decide_by_the_rules", "plain", "settled_batch", "take_post"]


@dataclass(frozen=True)
class Sheet:
    """So many equal papers: marks by candidate's key, and what else was seen on them.

    ``number``: "ours", "none" (unreadable), "other" (not printed here) or "same" (as the last one).
    """

    marks: Mapping[str, str] = field(default_factory=dict)
    papers: int = 1
    doubts: Sequence[str] = ()
    number: str = "ours"
    rotation: int | None = None


def plain(*keys: str, papers: int = 1, rotation: int | None = None) -> Sheet:
    """Papers on which these candidates are ranked, first preference first."""
    marks = {key: str(n) for n, key in enumerate(keys, start=1)}
    return Sheet(marks, papers, rotation=rotation)


def take_post(contest: Contest) -> None:
    """Let a contest take posted papers."""
    PostSetup.objects.create(contest=contest)


def accepted(
    contest: Contest, envelopes: int, *, basis: str = "member", section: str = "all",
    refused: int = 0,
) -> None:  # fmt: skip
    """So many envelopes in a bag, accepted, each of an elector of its own; others refused as late.

    While the contest is ready.
    """
    now = clock.now()
    electors = make_electors(contest, envelopes, basis=basis, section=section)
    Participation.objects.bulk_create(
        Participation(
            elector=elector,
            contest=contest,
            channel="post",
            day=date(2026, 3, 2),
            receipt=secrets.token_hex(8),
            nonce=secrets.token_bytes(32),
        )
        for elector in electors
    )
    run = EnvelopeRun.objects.create(contest=contest, envelopes=envelopes, at=now, by="printer")
    sent = ReturnEnvelope.objects.bulk_create(
        ReturnEnvelope(contest=contest, elector=elector, run=run) for elector in electors
    )
    bag = Bag.objects.create(
        contest=contest,
        number=contest.bags.count() + 1,
        arrived_at=now,
        envelopes=envelopes + refused,
        by="officer",
        at=now,
    )
    shared = {"contest": contest, "bag": bag, "at": now, "by": "officer"}
    Receipt.objects.bulk_create(
        Receipt(envelope=one, outcome=Outcome.ACCEPTED, section=section, basis=basis, **shared)
        for one in sent
    )
    Receipt.objects.bulk_create(
        Receipt(outcome=Outcome.REFUSED, heading=Refusal.NOT_ON_ROLL, read=f"{n}", **shared)
        for n in range(refused)
    )
    Bag.objects.filter(pk=bag.pk).update(finished_at=now)


def settled_batch(
    contest: Contest,
    sheets: Sequence[Sheet],
    *,
    basis: str = "member",
    section: str = "all",
    extra: int = 0,
    empty: int = 0,
) -> Batch:
    """A batch of these papers, keyed twice alike by two deputies, in a closed contest."""
    papers = [sheet for sheet in sheets for _ in range(sheet.papers)]
    now = clock.now()
    batch = Batch.objects.create(
        contest=contest,
        number=contest.batches.count() + 1,
        section=section,
        basis=basis,
        envelopes=len(papers) - extra + empty,
        extra=extra,
        empty=empty,
        found=len(papers),
        by="officer",
        at=now,
    )
    Batch.objects.filter(pk=batch.pk).update(balanced_at=now, balanced_by="officer")
    codes = _codes(contest, papers)
    for turn in (1, 2):
        _key(batch, turn, papers, codes, make_actor(contest.organisation, Role.DEPUTY))
    Reading.objects.bulk_create(
        Reading(
            batch=batch,
            place=place,
            paper=code,
            rotation=sheet.rotation,
            marks=dict(sheet.marks),
            doubts=list(sheet.doubts),
        )
        for place, (sheet, code) in enumerate(zip(papers, codes, strict=True), start=1)
    )
    Batch.objects.filter(pk=batch.pk).update(settled_at=now)
    batch.refresh_from_db()
    return batch


def _key(batch: Batch, turn: int, papers: Sequence[Sheet], codes: Sequence[str], by: Actor) -> None:
    keying = Keying.objects.create(batch=batch, turn=turn, by=by.user, began_at=clock.now())
    Entry.objects.bulk_create(
        Entry(
            keying=keying,
            place=place,
            paper=code,
            marks=dict(sheet.marks),
            doubt=sheet.doubts[0] if sheet.doubts else "",
            nonce=secrets.token_hex(16),
        )
        for place, (sheet, code) in enumerate(zip(papers, codes, strict=True), start=1)
    )
    Keying.objects.filter(pk=keying.pk).update(done_at=clock.now())


def _codes(contest: Contest, papers: Sequence[Sheet]) -> list[str]:
    """What was keyed as the number of each paper."""
    run = PaperRun.objects.create(contest=contest, papers=len(papers), at=clock.now(), by="printer")
    printed = BallotPaper.objects.bulk_create(
        BallotPaper(contest=contest, run=run, rotation=sheet.rotation) for sheet in papers
    )
    codes: list[str] = []
    for sheet, paper in zip(papers, printed, strict=True):
        own = paper_code(contest, paper.number)
        wrong = f"{own[:-1]}{'0' if own[-1] != '0' else '1'}"
        codes.append(
            {"ours": own, "none": "", "other": wrong}.get(sheet.number)
            or ("" if sheet.number == "none" else codes[-1])
        )
    return codes


def decide_by_the_rules(contest: Contest, officer: Actor) -> None:
    """Decide every doubtful paper as the rules of marks suggest; a deputy proposes it."""
    deputy = make_actor(contest.organisation, Role.DEPUTY)
    for look in list(looks_at(contest)):
        if look.undecided:
            found = suggested(look.sight, look.contest)
            marks = {key: str(n) for n, key in enumerate(found.ranking, start=1)}
            why = "By the rules" if found.heading else ""
            reading = Reading.objects.select_related("batch__contest").get(pk=look.reading)
            agree(propose(reading, Proposal(found.heading, marks, why), by=deputy), by=officer)
