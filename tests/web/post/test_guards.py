"""What the database itself refuses of the post, whoever asks; on either database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from hustings.web.booth.models import Participation
from hustings.web.post.models import Alarm, Bag, PostSetup, Receipt, ReturnEnvelope
from hustings.web.project import clock
from tests.web.booth.polls import hours
from tests.web.post.making import PostedPoll, bag_of, posted_poll, received

pytestmark = pytest.mark.django_db(transaction=True)


def receipt_of(poll: PostedPoll, elector: int, **fields: Any) -> Receipt:
    """A receipt put into the table past every action."""
    bag = fields.pop("bag", None) or bag_of(poll, 5)
    values: dict[str, Any] = {
        "contest": poll.contest,
        "bag": bag,
        "envelope": poll.envelopes[elector],
        "outcome": "accepted",
        "at": clock.now(),
        "by": "somebody",
    }
    return Receipt.objects.create(**(values | fields))


def vote_by_post(poll: PostedPoll, elector: int, channel: str = "post") -> None:
    Participation.objects.create(
        elector=poll.electors[elector],
        contest=poll.contest,
        channel=channel,
        day=clock.today(),
        receipt="",
        nonce=b"",
    )


def _without_a_vote(poll: PostedPoll) -> None:
    receipt_of(poll, 1)


def _of_an_online_vote(poll: PostedPoll) -> None:
    vote_by_post(poll, 1, "online")
    receipt_of(poll, 1)


def _twice(poll: PostedPoll) -> None:
    receipt_of(poll, 0)


def _late(poll: PostedPoll) -> None:
    vote_by_post(poll, 1)
    type(poll.contest).objects.filter(pk=poll.contest.pk).update(post_closes_at=hours(-1))
    receipt_of(poll, 1, bag=bag_of(poll))


def _above_the_count(poll: PostedPoll) -> None:
    vote_by_post(poll, 1)
    bag = bag_of(poll, 1)
    Bag.objects.filter(pk=bag.pk).update(envelopes=0)
    receipt_of(poll, 1, bag=bag)


def _in_a_finished_bag(poll: PostedPoll) -> None:
    receipt_of(poll, 1, bag=poll.contest.bags.first(), outcome="refused", heading="late")


def _in_a_bag_of_another_contest(poll: PostedPoll) -> None:
    receipt_of(poll, 1, bag=bag_of(posted_poll(1)), outcome="refused", heading="late")


def _in_a_bag_not_confirmed(poll: PostedPoll) -> None:
    bag = bag_of(poll)
    Bag.objects.filter(pk=bag.pk).update(needs_confirming=True)
    receipt_of(poll, 1, bag=bag, outcome="refused", heading="late")


def _changed(model: Any, **values: Any) -> Callable[[PostedPoll], None]:
    return lambda _poll: model.objects.update(**values) and None


def _removed(model: Any) -> Callable[[PostedPoll], None]:
    def act(_poll: PostedPoll) -> None:
        with connection.cursor() as cursor:
            table = model._meta.db_table
            cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608  a table's own name

    return act


def _envelope_changes_hands(poll: PostedPoll) -> None:
    ReturnEnvelope.objects.filter(pk=poll.envelopes[1].pk).update(elector=poll.electors[2])


def _bag_finished_early(poll: PostedPoll) -> None:
    bag = bag_of(poll, 2)
    Bag.objects.filter(pk=bag.pk).update(finished_at=clock.now())


def _alarm(poll: PostedPoll) -> None:
    Alarm.objects.create(
        contest=poll.contest, heading="late", refused=3, received=20, at=clock.now()
    )


def _alarm_changed(poll: PostedPoll) -> None:
    _alarm(poll)
    Alarm.objects.update(refused=1)


def _alarm_removed(poll: PostedPoll) -> None:
    _alarm(poll)
    Alarm.objects.all().delete()


def _after_the_close(poll: PostedPoll) -> None:
    type(poll.contest).objects.filter(pk=poll.contest.pk).update(state="closed")
    Bag.objects.create(
        contest=poll.contest, number=9, arrived_at=clock.now(), envelopes=1, at=clock.now()
    )


CASES: list[tuple[str, Callable[[PostedPoll], None], str]] = [
    ("accepted without a vote", _without_a_vote, "together with the participation"),
    ("accepted beside a vote online", _of_an_online_vote, "together with the participation"),
    ("accepted twice", _twice, "was accepted already"),
    ("accepted late", _late, "after the time for posted papers"),
    ("more than were counted", _above_the_count, "as many envelopes are scanned as were counted"),
    ("in a finished bag", _in_a_finished_bag, "bag is finished|as many envelopes"),
    ("in another contest's bag", _in_a_bag_of_another_contest, "of another contest"),
    ("in a bag not confirmed", _in_a_bag_not_confirmed, "waits for a second officer"),
    ("a receipt removed", _removed(Receipt), "a receipt cannot be removed"),
    ("a bag removed", _removed(Bag), "a bag cannot be removed"),
    ("a refusal made of it", _changed(Receipt, outcome="refused", heading="late"), "stands"),
    ("its bag exchanged", _changed(Receipt, at=hours(-1)), "a receipt stands"),
    (
        "what was read forgotten early",
        _changed(Receipt, envelope=None),
        "a receipt stands|together",
    ),
    ("a bag made earlier", _changed(Bag, arrived_at=hours(-9)), "when a bag arrived"),
    ("a bag finished early", _bag_finished_early, "as many envelopes were scanned as were counted"),
    ("an envelope for another", _envelope_changes_hands, "never another elector"),
    ("an elector forgotten early", _changed(ReturnEnvelope, elector=None), "never another elector"),
    ("lost after it was accepted", _changed(ReturnEnvelope, fate="lost"), "stays so"),
    ("an alarm that rang at less", _alarm_changed, "at what, stands"),
    ("an alarm removed", _alarm_removed, "an alarm stands"),
    ("a declaration dropped", _changed(PostSetup, asks_declaration=True), "fixed once envelopes"),
    ("a bag after the close", _after_the_close, "not after the close"),
]


@pytest.mark.parametrize(
    ("act", "why"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_the_database_refuses(act: Callable[[PostedPoll], None], why: str) -> None:
    poll = posted_poll(3)
    received(poll, [0])
    with pytest.raises(DatabaseError, match=why), transaction.atomic():
        act(poll)
    assert Receipt.objects.count() == 1


def test_a_refused_declaration_is_cured_in_the_database_only_beside_a_vote() -> None:
    poll = posted_poll(1, setup={"asks_declaration": True})
    (receipt,) = received(poll, [0], declaration=False)
    cured = {"outcome": "accepted", "cured_at": clock.now() + timedelta(seconds=1)}
    with (
        pytest.raises(DatabaseError, match="together with the participation"),
        transaction.atomic(),
    ):
        Receipt.objects.filter(pk=receipt.pk).update(**cured)
    vote_by_post(poll, 0)
    assert Receipt.objects.filter(pk=receipt.pk).update(**cured) == 1
    with pytest.raises(DatabaseError, match="a receipt stands"), transaction.atomic():
        Receipt.objects.filter(pk=receipt.pk).update(outcome="refused")
