"""Contests with votes in their envelopes, closed and ready to be opened."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from hustings.seal import Marks, OpeningKey, envelope_size, seal
from hustings.web.booth.models import Envelope, Participation
from hustings.web.contests.models import Contest, State
from hustings.web.officers.actor import Actor
from hustings.web.papers.actions.verifying import verify
from hustings.web.results import actions
from hustings.web.results.models import Version
from hustings.web.roll.models import Elector
from tests.web.making import make_actor, make_contest, make_electors
from tests.web.papers.sheets import Sheet, accepted, decide_by_the_rules, settled_batch, take_post

KEY = OpeningKey(bytes(range(32)))


@dataclass(frozen=True)
class Vote:
    """So many equal papers: numbers of candidates, first preference first; None is a torn one."""

    ranking: tuple[int, ...] | None
    papers: int = 1
    rotation: int | None = None
    channel: str = "online"
    basis: str = "member"
    section: str = "all"


@dataclass(frozen=True)
class Poll:
    """A closed contest, its returning officer and its key."""

    contest: Contest
    officer: Actor
    key: OpeningKey = KEY

    def fresh(self) -> Contest:
        return Contest.objects.get(pk=self.contest.pk)


CLEAR = (
    Vote((1, 2), 40, 0),
    Vote((2, 1), 25, 1),
    Vote((3, 2), 20, 2),
    Vote((3,), 4, 0, basis="supporter"),
    Vote((), 2, 1),
    Vote(None, 1),
)
TIED = (Vote((1, 3), 12), Vote((2, 3), 12), Vote((3, 1), 20))


def closed_poll(votes: Iterable[Vote] = CLEAR, *, did_not_vote: int = 8, **fields: Any) -> Poll:
    """A closed contest in which these votes were cast, and some electors did not vote."""
    votes = list(votes)
    fields.setdefault("title", "Ashby Vale primary")
    contest = make_contest(public_key=KEY.public, **fields)
    officer = make_actor(contest.organisation)
    Contest.objects.filter(pk=contest.pk).update(state=State.READY)
    cast_votes(contest, votes)
    make_electors(contest, did_not_vote)
    Contest.objects.filter(pk=contest.pk).update(state=State.CLOSED)
    return Poll(Contest.objects.get(pk=contest.pk), officer)


def cast_votes(contest: Contest, votes: Sequence[Vote]) -> None:
    """An elector, a participation and an envelope for each paper."""
    size = contest.candidates.count()
    for vote in votes:
        electors = make_electors(
            contest, vote.papers, basis=vote.basis, section=vote.section, rotation=vote.rotation
        )
        Participation.objects.bulk_create(_took_part(elector, vote) for elector in electors)
        Envelope.objects.bulk_create(
            Envelope(
                id=secrets.token_bytes(16),
                contest=contest,
                section=vote.section,
                channel=vote.channel,
                basis=vote.basis,
                sealed=_sealed(vote, size),
            )
            for _ in range(vote.papers)
        )


def _took_part(elector: Elector, vote: Vote) -> Participation:
    return Participation(
        elector=elector,
        contest=elector.contest,
        channel="online",  # whatever group its envelope is of: papers that were posted have none
        day=date(2026, 3, 2),
        receipt=secrets.token_hex(8),
        nonce=secrets.token_bytes(32),
    )


def _sealed(vote: Vote, candidates: int) -> bytes:
    if vote.ranking is None:
        return secrets.token_bytes(envelope_size(candidates))
    return seal(Marks(vote.ranking, vote.rotation), candidates, KEY.public)


def mixed_poll(
    votes: Iterable[Vote] = CLEAR,
    sheets: Sequence[Sheet] = (),
    *,
    more: Mapping[str, Sequence[Sheet]] = MappingProxyType({}),
    refused: int = 0,
    extra: int = 0,
    empty: int = 0,
    verified: bool = True,
    **fields: Any,
) -> Poll:
    """A closed contest with votes cast online and papers by post, read, decided and verified.

    ``sheets`` are of members, ``more`` of other bases; what is doubtful is decided by the rules.
    """
    contest = make_contest(public_key=KEY.public, **({"title": "Ashby Vale primary"} | fields))
    officer = make_actor(contest.organisation)
    take_post(contest)
    Contest.objects.filter(pk=contest.pk).update(state=State.READY)
    cast_votes(contest, list(votes))
    make_electors(contest, 8)
    papers = sum(sheet.papers for sheet in sheets)
    accepted(contest, papers - extra + empty, refused=refused)
    for basis, others in more.items():
        accepted(contest, sum(sheet.papers for sheet in others), basis=basis)
    Contest.objects.filter(pk=contest.pk).update(state=State.CLOSED)
    contest.refresh_from_db()
    settled_batch(contest, sheets, extra=extra, empty=empty)
    for basis, others in more.items():
        settled_batch(contest, others, basis=basis)
    if verified:
        decide_by_the_rules(contest, officer)
        verify(contest, by=officer)
    return Poll(Contest.objects.get(pk=contest.pk), officer)


def counted_poll(votes: Iterable[Vote] = CLEAR, **fields: Any) -> Poll:
    """A contest that is opened and counted."""
    poll = closed_poll(votes, **fields)
    actions.open_envelopes(poll.contest, key=poll.key, by=poll.officer)
    assert isinstance(actions.count(poll.contest, by=poll.officer), Version)
    return Poll(poll.fresh(), poll.officer)


def published_poll(votes: Iterable[Vote] = CLEAR, **fields: Any) -> Poll:
    """A contest whose provisional result is out."""
    poll = counted_poll(votes, **fields)
    actions.publish_provisional(poll.contest, by=poll.officer)
    return Poll(poll.fresh(), poll.officer)


def declared_poll(votes: Iterable[Vote] = CLEAR, **fields: Any) -> Poll:
    """A contest whose result is declared."""
    poll = published_poll(votes, **fields)
    actions.declare(
        poll.contest, signed_name="A. Officer", role="Returning officer", by=poll.officer
    )
    return Poll(poll.fresh(), poll.officer)
