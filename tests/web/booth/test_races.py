"""What happens at the same moment: one vote each, and nothing between refused and counted."""

from __future__ import annotations

import dataclasses
import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import transaction

from hustings.web.booth import codes
from hustings.web.booth.casting import Accepted, Ballot, Reason, Refused, cast, new_nonce
from hustings.web.booth.models import Participation
from hustings.web.contests.models import Contest
from hustings.web.project import clock
from tests.web.booth.polls import Poll, at_once, hours, make_poll

pytestmark = pytest.mark.django_db(transaction=True)

PAIRS_AT_ONCE = 25


@pytest.fixture
def pairs(pytestconfig: pytest.Config) -> int:
    return 1_000 if pytestconfig.getoption("--full") else 150


def cast_in_pairs(poll: Poll, made: Callable[[int], tuple[Ballot, Ballot]]) -> list[list[Any]]:
    """Cast two ballots of each elector at one moment; both answers of each."""
    answers: list[list[Any]] = []
    for start in range(0, len(poll.electors), PAIRS_AT_ONCE):
        numbers = range(start, min(start + PAIRS_AT_ONCE, len(poll.electors)))
        ballots = [ballot for n in numbers for ballot in made(n)]
        given = at_once([partial(cast, ballot) for ballot in ballots])
        answers += [given[n : n + 2] for n in range(0, len(given), 2)]
    return answers


def test_of_two_forms_with_one_code_at_once_one_counts_and_the_other_learns_so(pairs: int) -> None:
    poll = make_poll(pairs)
    answers = cast_in_pairs(poll, lambda n: (poll.ballot(n, (1, 2)), poll.ballot(n, (2, 1))))
    refused = Refused(Reason.VOTED, poll.contest.pk)
    for pair in answers:
        assert sorted(map(type, pair), key=str) == [Accepted, Refused], pair
        assert refused in pair
        assert not any(isinstance(a, Accepted) and a.repeated for a in pair)
    assert poll.figures == (pairs, pairs)


def test_of_two_codes_of_one_elector_at_once_one_counts(pairs: int) -> None:
    poll = make_poll(pairs)
    more = codes.issue_many(poll.electors, channel="email")

    def two(n: int) -> tuple[Ballot, Ballot]:
        return poll.ballot(n), dataclasses.replace(
            poll.ballot(n), code_digest=codes.digest_of(more[n])
        )

    for pair in cast_in_pairs(poll, two):
        assert sorted(map(type, pair), key=str) == [Accepted, Refused], pair
    assert poll.figures == (pairs, pairs)


def test_the_same_form_sent_twice_at_once_is_confirmed_twice_and_counts_once(pairs: int) -> None:
    poll = make_poll(pairs)

    def twice(n: int) -> tuple[Ballot, Ballot]:
        ballot = poll.ballot(n, nonce=new_nonce())
        return ballot, ballot

    for one, other in cast_in_pairs(poll, twice):
        assert {one.repeated, other.repeated} == {False, True}
        assert one.receipt == other.receipt
    assert poll.figures == (pairs, pairs)


def test_a_code_reissued_at_the_moment_of_its_cast_counts_or_is_dead() -> None:
    poll = make_poll(40)
    ballots = [poll.ballot(n) for n in range(40)]
    doing: list[Callable[[], Any]] = []
    for n in range(40):
        doing += [partial(cast, ballots[n]), partial(codes.kill, poll.electors[n], "reissued")]
    answers = at_once(doing)
    for voted, killed in zip(answers[::2], answers[1::2], strict=True):
        if isinstance(voted, Accepted):
            assert killed == 0
        else:
            assert (voted, killed) == (Refused(Reason.REISSUED, poll.contest.pk), 1)
    accepted = sum(isinstance(a, Accepted) for a in answers[::2])
    assert poll.figures == (accepted, accepted)


def close(contest: Contest) -> int:
    """Close as the officer's act does, with the row locked; how many had voted by then."""
    with transaction.atomic():
        Contest.objects.select_for_update().get(pk=contest.pk)
        Contest.objects.filter(pk=contest.pk).update(state="closed")
        return Participation.objects.filter(contest=contest).count()


def test_a_close_among_casts_refuses_or_counts_each_and_none_comes_after() -> None:
    poll = make_poll(240)
    answers, closed = cast_while(poll, partial(close, poll.contest))
    kinds = Counter(a.reason if isinstance(a, Refused) else "in" for a in answers)
    assert set(kinds) == {"in", Reason.TOO_LATE}, kinds
    assert poll.figures == (kinds["in"], kinds["in"])
    assert closed == kinds["in"]  # whatever was accepted, the close saw


def test_a_poll_that_ends_by_the_clock_and_is_extended_then_refuses_or_counts_each() -> None:
    poll = make_poll(240, closes_at=clock.now() + clock_seconds(1.2))

    def extend() -> None:
        with transaction.atomic():
            Contest.objects.select_for_update().get(pk=poll.contest.pk)
            Contest.objects.filter(pk=poll.contest.pk).update(closes_at=hours(1))

    answers, _ = cast_while(poll, extend, seconds=1.5)
    kinds = Counter(a.reason if isinstance(a, Refused) else "in" for a in answers)
    assert set(kinds) == {"in", Reason.TOO_LATE}, kinds
    assert poll.figures == (kinds["in"], kinds["in"])
    assert isinstance(answers[-1], Accepted)


def clock_seconds(count: float) -> Any:
    return hours(count / 3600) - clock.now()


def cast_while(
    poll: Poll, act: Callable[[], Any], *, threads: int = 8, seconds: float = 0.0
) -> tuple[list[Any], Any]:
    """Cast everyone's ballot by some threads and act amidst them; the answers, and the act's.

    The act comes when half have been answered, or after so many seconds among which the casts are
    spread; the last ballot of all is cast after it.
    """
    answers: list[Any] = [None] * len(poll.electors)
    ballots = [poll.ballot(n) for n in range(len(poll.electors))]
    half = threading.Semaphore(0)

    def some(first: int) -> None:
        for n in range(first, len(ballots) - 1, threads):
            answers[n] = cast(ballots[n])
            half.release()
            time.sleep(2 * seconds * threads / len(ballots) * random.random())

    def amidst() -> Any:
        if seconds:
            time.sleep(seconds)
        else:
            for _ in range(len(ballots) // 2):
                half.acquire()
        return act()

    *_, acted = at_once([*(partial(some, n) for n in range(threads)), amidst])
    answers[-1] = cast(ballots[-1])
    return answers, acted
