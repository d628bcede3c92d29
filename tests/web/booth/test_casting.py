"""A ballot is cast once, or refused with a reason, on whichever database."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction

from hustings.seal import Marks, open_envelope
from hustings.web.booth import codes
from hustings.web.booth.casting import Accepted, NotRecorded, Reason, Refused, cast, new_nonce
from hustings.web.booth.models import Code, Envelope, Participation
from hustings.web.booth.sqlite_writer import Writer
from hustings.web.project import clock
from hustings.web.roll.models import Elector
from tests.web.booth.polls import (
    Poll,
    accept_again,
    at_once,
    hours,
    make_poll,
    move_to,
    refuse_in_the_database,
)

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_cast_writes_one_participation_and_one_envelope_and_burns_every_code() -> None:
    poll = make_poll(2)
    codes.issue(poll.electors[0], channel="email")
    answer = cast(poll.ballot(0, (3, 1)))
    assert isinstance(answer, Accepted)
    taken = Participation.objects.get()
    assert (taken.elector_id, taken.channel, taken.receipt) == (
        poll.electors[0].pk,
        "online",
        answer.receipt,
    )
    envelope = Envelope.objects.get()
    assert open_envelope(bytes(envelope.sealed), poll.key, 3) == Marks((3, 1))
    assert (envelope.section, envelope.basis, envelope.channel) == ("all", "member", "online")
    dead = dict.fromkeys(Code.objects.filter(dead="cast").values_list("elector", flat=True))
    assert list(dead) == [poll.electors[0].pk]
    assert Code.objects.filter(dead="").count() == 1  # the other elector's


def test_the_same_form_gets_the_same_receipt_and_counts_once() -> None:
    poll = make_poll()
    nonce = new_nonce()
    first = cast(poll.ballot(nonce=nonce))
    again = cast(poll.ballot(ranking=(1, 2), nonce=nonce))
    assert isinstance(first, Accepted)
    assert again == dataclasses.replace(first, repeated=True)
    assert poll.figures == (1, 1)


def test_the_same_form_is_confirmed_after_the_close_and_after_striking() -> None:
    poll = make_poll()
    nonce = new_nonce()
    first = cast(poll.ballot(nonce=nonce))
    Elector.objects.update(struck_at=clock.now())
    move_to(poll.contest, "closed")
    again = cast(poll.ballot(nonce=nonce))
    assert isinstance(first, Accepted)
    assert again == dataclasses.replace(first, repeated=True)


def test_another_form_or_another_code_of_the_elector_finds_the_vote_in() -> None:
    poll = make_poll()
    other = codes.issue(poll.electors[0], channel="email")
    late = dataclasses.replace(poll.ballot(), code_digest=codes.digest_of(other))
    cast(poll.ballot())
    assert cast(poll.ballot()) == Refused(Reason.VOTED, poll.contest.pk)
    assert cast(late) == Refused(Reason.VOTED, poll.contest.pk)
    assert poll.figures == (1, 1)


def test_a_receipt_stands_in_one_participation_and_tells_nothing_of_the_envelope() -> None:
    poll = make_poll(3)
    receipts = {cast(poll.ballot(n)).receipt for n in range(3)}  # type: ignore[union-attr]
    assert len(receipts) == 3
    for envelope in Envelope.objects.all():
        told = (envelope.pk, envelope.section, envelope.basis, bytes(envelope.sealed))
        assert not any(receipt.encode() in repr(told).encode() for receipt in receipts)


def _strike(poll: Poll) -> None:
    Elector.objects.filter(pk=poll.electors[0].pk).update(struck_at=clock.now())


def _post(poll: Poll) -> None:
    """As an accepted return envelope leaves it: post/actions/receiving.py."""
    elector = poll.electors[0]
    Participation.objects.create(
        elector=elector,
        contest=poll.contest,
        channel="post",
        day=clock.today(),
        receipt="",
        nonce=b"",
    )
    codes.kill(elector, "posted")


def _close(poll: Poll) -> None:
    move_to(poll.contest, "closed")


def _each(*acts: Callable[[Poll], object]) -> Callable[[Poll], object]:
    """One act after another."""
    return lambda poll: [act(poll) for act in acts]


CASES: list[tuple[str, dict[str, Any], Callable[[Poll], object], Reason | None]] = [
    ("open", {}, lambda _: None, None),
    ("not yet", {"opens_at": hours(1)}, lambda _: None, Reason.TOO_EARLY),
    ("no opening", {"opens_at": None}, lambda _: None, Reason.TOO_EARLY),
    ("over", {"opens_at": hours(-3), "closes_at": hours(-1)}, lambda _: None, Reason.TOO_LATE),
    ("draft", {"state": "draft"}, lambda _: None, Reason.TOO_EARLY),
    (
        "draft with tests, real code",
        {"state": "draft", "test_mode": True},
        lambda _: None,
        Reason.TOO_EARLY,
    ),
    ("a test", {"state": "draft", "test_mode": True, "channel": "test"}, lambda _: None, None),
    (
        "a test before its time",
        {"state": "draft", "test_mode": True, "channel": "test", "opens_at": hours(9)},
        lambda _: None,
        None,
    ),
    (
        "test mode off",
        {"state": "draft", "channel": "test"},
        lambda _: None,
        Reason.NOT_OPEN,
    ),
    ("a test code in the poll", {"channel": "test"}, lambda _: None, Reason.UNKNOWN),
    ("closed", {"state": "closed"}, lambda _: None, Reason.TOO_LATE),
    ("counted", {"state": "counted"}, lambda _: None, Reason.TOO_LATE),
    ("declared", {"state": "declared"}, lambda _: None, Reason.TOO_LATE),
    ("abandoned", {"state": "abandoned"}, lambda _: None, Reason.NOT_OPEN),
    ("reissued", {}, lambda p: codes.kill(p.electors[0], "reissued"), Reason.REISSUED),
    ("struck", {}, _strike, Reason.STRUCK),
    ("code struck", {}, lambda p: codes.kill(p.electors[0], "struck"), Reason.STRUCK),
    ("voted by post", {}, _post, Reason.VOTED),
    ("voted by post, then struck", {}, _each(_post, _strike), Reason.VOTED),
    ("voted by post, then closed", {}, _each(_post, _close), Reason.VOTED),
    (
        "a code of before, reissued, then voted by post",
        {},
        _each(lambda p: codes.kill(p.electors[0], "reissued"), _post),
        Reason.REISSUED,
    ),
    ("no code", {}, lambda _: Code.objects.all().delete(), Reason.UNKNOWN),
]


@pytest.mark.parametrize(
    ("fields", "then", "reason"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_a_ballot_is_taken_or_refused_for_this_reason(
    fields: dict[str, Any], then: Callable[[Poll], object], reason: Reason | None
) -> None:
    poll = make_poll(**fields)
    then(poll)
    answer = cast(poll.ballot())
    assert (answer.reason if isinstance(answer, Refused) else None) == reason
    by_post = Participation.objects.filter(channel="post").count()
    assert poll.figures == ((by_post, 0) if reason else (1, 1))


@pytest.mark.parametrize("length", [0, 53, 55, 51])
def test_an_envelope_of_another_length_is_refused(length: int) -> None:
    poll = make_poll()
    answer = cast(dataclasses.replace(poll.ballot(), sealed=bytes(length)))
    assert answer == Refused(Reason.WRONG_LENGTH, poll.contest.pk)
    assert poll.figures == (0, 0)


def test_a_reissued_code_is_dead_and_the_new_one_votes() -> None:
    poll = make_poll()
    assert codes.kill(poll.electors[0], "reissued") == 1
    new = codes.issue(poll.electors[0], channel="officer")
    assert cast(poll.ballot()) == Refused(Reason.REISSUED, poll.contest.pk)
    by_new = dataclasses.replace(poll.ballot(), code_digest=codes.digest_of(new))
    assert isinstance(cast(by_new), Accepted)


def test_the_day_is_that_of_the_contest_s_own_zone() -> None:
    poll = make_poll(timezone="Pacific/Kiritimati")
    cast(poll.ballot())
    there = clock.now().astimezone(ZoneInfo("Pacific/Kiritimati"))
    assert Participation.objects.get().day == there.date()


def test_within_a_transaction_the_vote_stands_or_falls_with_it() -> None:
    poll = make_poll(2)
    with transaction.atomic():
        assert isinstance(cast(poll.ballot(0)), Accepted)
        transaction.set_rollback(True)
    assert poll.figures == (0, 0)
    with transaction.atomic():
        assert isinstance(cast(poll.ballot(1)), Accepted)
    assert poll.figures == (1, 1)


def test_a_ballot_that_the_database_refuses_fails_alone_and_can_be_cast_again() -> None:
    poll = make_poll(24)
    refuse_in_the_database(poll.electors[7])
    try:
        answers = at_once([partial(cast, poll.ballot(n)) for n in range(24)])
    finally:
        accept_again()
    assert [n for n, a in enumerate(answers) if isinstance(a, NotRecorded)] == [7]
    assert sum(isinstance(a, Accepted) for a in answers) == 23
    assert isinstance(cast(poll.ballot(7)), Accepted)
    assert poll.figures == (24, 24)


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL has no writer thread")
def test_a_batch_that_the_close_overtakes_is_judged_anew() -> None:
    poll = make_poll()
    before, after = hours(1), hours(25)
    times = iter([before, after])  # judged in time; past it before the commit
    writer = Writer(now=lambda: next(times, after))
    try:
        assert writer.cast(poll.ballot()) == Refused(Reason.TOO_LATE, poll.contest.pk)
    finally:
        writer.stop()
    assert poll.figures == (0, 0)


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL has no writer thread")
def test_a_writer_that_loses_its_database_answers_and_works_on() -> None:
    poll = make_poll(2)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE booth_envelope RENAME TO elsewhere")
    try:
        with pytest.raises(NotRecorded):
            cast(poll.ballot(0))
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE elsewhere RENAME TO booth_envelope")
    assert isinstance(cast(poll.ballot(0)), Accepted)
    assert poll.figures == (1, 1)
