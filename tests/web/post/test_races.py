"""What happens at one moment: a vote online and one by post, two officers at one envelope."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import pytest
from django.db import transaction

from hustings.errors import RuleError
from hustings.web.booth.casting import Accepted, Reason, Refused, cast
from hustings.web.booth.models import Code, Envelope, Participation
from hustings.web.contests import actions as contests
from hustings.web.post import queries
from hustings.web.post.actions import fates, receiving
from hustings.web.post.models import Alarm, Bag, Fate, Receipt, Refusal, ReturnEnvelope
from hustings.web.project import clock
from tests.web.booth.polls import at_once
from tests.web.post.making import PostedPoll, bag_of, posted_poll, received

pytestmark = pytest.mark.django_db(transaction=True)

PAIRS_AT_ONCE = 20


@pytest.fixture
def pairs(pytestconfig: pytest.Config) -> int:
    return 1_000 if pytestconfig.getoption("--full") else 60


def in_pairs(
    count: int, made: Callable[[int], tuple[Callable[[], Any], Callable[[], Any]]]
) -> list[Sequence[Any]]:
    """Do two things of each elector at one moment; both answers of each."""
    answers: list[Sequence[Any]] = []
    for start in range(0, count, PAIRS_AT_ONCE):
        doing = [act for n in range(start, min(start + PAIRS_AT_ONCE, count)) for act in made(n)]
        given = at_once(doing)
        answers += [given[n : n + 2] for n in range(0, len(given), 2)]
    return answers


def is_balanced(poll: PostedPoll) -> None:
    """Exactly one vote an elector, each in its one place, and no code of hers alive."""
    by_channel = Counter(Participation.objects.values_list("channel", flat=True))
    assert by_channel["online"] == Envelope.objects.count()
    assert by_channel["post"] == Receipt.objects.filter(outcome="accepted").count()
    assert queries.close_blockers(poll.contest) == []
    voted = set(Participation.objects.values_list("elector", flat=True))
    assert voted.isdisjoint(Code.objects.filter(dead="").values_list("elector", flat=True))


def test_of_a_vote_online_and_one_by_post_at_once_exactly_one_counts(pairs: int) -> None:
    poll = posted_poll(pairs)
    bag = bag_of(poll, pairs)

    def both(n: int) -> tuple[Callable[[], Any], Callable[[], Any]]:
        return (
            partial(cast, poll.poll.ballot(n)),
            partial(receiving.receive, bag, poll.number(n), by=poll.officer),
        )

    for online, post in in_pairs(pairs, both):
        assert isinstance(post, receiving.Received), post
        if isinstance(online, Accepted):
            assert post.receipt.heading == Refusal.VOTED_ONLINE
        else:
            assert online == Refused(Reason.VOTED, poll.contest.pk)
            assert post.receipt.outcome == "accepted"
    assert Participation.objects.count() == pairs
    is_balanced(poll)


def test_one_envelope_scanned_by_two_officers_at_once_is_received_once(pairs: int) -> None:
    poll = posted_poll(pairs)
    bag = bag_of(poll, pairs)

    def both(n: int) -> tuple[Callable[[], Any], Callable[[], Any]]:
        scan = partial(receiving.receive, bag, poll.number(n))
        return partial(scan, by=poll.officer), partial(scan, by=poll.deputy)

    for one, other in in_pairs(pairs, both):
        assert {one.repeated, other.repeated} == {False, True}, (one, other)
        assert one.receipt == other.receipt
    assert Receipt.objects.count() == pairs
    is_balanced(poll)


def test_a_declaration_cured_while_its_elector_votes_online_counts_once(pairs: int) -> None:
    poll = posted_poll(pairs, setup={"asks_declaration": True, "alarm_from": 10_000})
    receipts = received(poll, range(pairs), declaration=False)

    def both(n: int) -> tuple[Callable[[], Any], Callable[[], Any]]:
        cured = partial(receiving.cure, receipts[n], completed_at=clock.now(), by=poll.officer)
        return partial(cast, poll.poll.ballot(n)), cured

    for online, post in in_pairs(pairs, both):
        kinds = (isinstance(online, Accepted), isinstance(post, RuleError))
        assert kinds in {(True, True), (False, False)}, (online, post)
    assert Participation.objects.count() == pairs
    is_balanced(poll)


def test_an_envelope_told_lost_while_it_is_scanned_is_one_or_the_other(pairs: int) -> None:
    poll = posted_poll(pairs)
    bag = bag_of(poll, pairs)

    def both(n: int) -> tuple[Callable[[], Any], Callable[[], Any]]:
        return (
            partial(fates.record_fate, poll.envelopes[n], Fate.LOST, by=poll.deputy),
            partial(receiving.receive, bag, poll.number(n), by=poll.officer),
        )

    for lost, post in in_pairs(pairs, both):
        assert isinstance(lost, RuleError) == (post.receipt.outcome == "accepted"), (lost, post)
    accepted = Receipt.objects.filter(outcome="accepted").values_list("envelope", flat=True)
    assert not ReturnEnvelope.objects.filter(pk__in=accepted).exclude(fate="").exists()
    is_balanced(poll)


def test_two_bags_scanned_at_once_both_balance_and_the_alarm_rings_once() -> None:
    poll = posted_poll(40, setup={"asks_declaration": True, "alarm_from": 4, "alarm_percent": 5})
    bags = [bag_of(poll, 20), bag_of(poll, 20)]

    def some(which: int) -> list[Any]:
        numbers = [poll.number(n) for n in range(which, 40, 2)]
        return [
            receiving.receive(bags[which], number, declaration=n % 2 == 0, by=poll.officer)
            for n, number in enumerate(numbers)
        ]

    answers = at_once([partial(some, 0), partial(some, 1)])
    assert [len(answer) for answer in answers] == [20, 20], answers
    assert Bag.objects.filter(finished_at=None).count() == 0
    assert Alarm.objects.get().heading == Refusal.DECLARATION
    is_balanced(poll)


def test_a_poll_given_up_while_envelopes_are_scanned_has_seen_every_one_that_counts() -> None:
    poll = posted_poll(60)
    bags = [bag_of(poll, 30), bag_of(poll, 30)]
    given_up = threading.Event()

    def some(which: int) -> list[str]:
        *many, last = range(which, 60, 2)
        found = [_outcome(poll, bags[which], n) for n in many]
        given_up.wait(60)  # however slow that was, one comes after it
        return [*found, _outcome(poll, bags[which], last)]

    def give_up() -> int:
        while Receipt.objects.count() < 15:
            time.sleep(0.005)
        with transaction.atomic():
            contests.abandon(poll.contest, "an example", by=poll.officer)
            seen = Participation.objects.count()
        given_up.set()
        return seen

    *scanned, seen = at_once([partial(some, 0), partial(some, 1), give_up])
    answers = Counter(outcome for some_of in scanned for outcome in some_of)
    assert set(answers) == {"accepted", "not ready"}, scanned
    assert Participation.objects.count() == answers["accepted"] == seen


def _outcome(poll: PostedPoll, bag: Bag, elector: int) -> str:
    try:
        got = receiving.receive(bag, poll.number(elector), by=poll.officer)
    except RuleError as error:
        return "not ready" if "received while it is ready alone" in str(error) else str(error)
    return got.receipt.outcome
