"""An envelope is accepted once, with its vote, or refused under a heading; on either database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from hustings.errors import RuleError
from hustings.web.booth import codes
from hustings.web.booth.casting import Accepted, Reason, Refused, cast
from hustings.web.booth.models import Code, Participation
from hustings.web.contests import actions as contests
from hustings.web.contests.models import Contest, State
from hustings.web.journal.models import Entry
from hustings.web.officers.models import Role
from hustings.web.post import queries
from hustings.web.post.actions import bags, fates, receiving
from hustings.web.post.models import Bag, Fate, Outcome, Receipt, Refusal, ReturnEnvelope
from hustings.web.post.numbers import envelope_figures
from hustings.web.project import clock
from hustings.web.results.actions.opening import electors_and_envelopes
from hustings.web.roll.models import Elector
from tests.web.booth.polls import hours, move_to
from tests.web.making import make_actor
from tests.web.post.making import PostedPoll, bag_of, over, posted_poll, received, send_envelopes

pytestmark = pytest.mark.django_db(transaction=True)

ASKS = {"asks_declaration": True}


def balances(poll: PostedPoll) -> bool:
    """Whether the votes by post are as many as the envelopes accepted, and none counts twice."""
    accepted = Receipt.objects.filter(outcome="accepted").values_list(
        "envelope__elector", flat=True
    )
    by_post = Participation.objects.filter(channel="post").values_list("elector", flat=True)
    return sorted(accepted) == sorted(by_post)


def test_an_accepted_envelope_is_a_vote_by_post_and_kills_every_code() -> None:
    poll = posted_poll(2)
    codes.issue(poll.electors[0], channel="email")
    (receipt,) = received(poll, [0])
    assert (receipt.outcome, receipt.heading) == (Outcome.ACCEPTED, "")
    assert (receipt.section, receipt.basis) == ("all", "member")
    taken = Participation.objects.get()
    assert (taken.elector_id, taken.channel) == (poll.electors[0].pk, "post")
    dead = set(Code.objects.exclude(dead="").values_list("elector", "dead"))
    assert dead == {(poll.electors[0].pk, "posted")}
    assert Code.objects.filter(dead="").count() == 1  # the other elector's


def _online(poll: PostedPoll) -> str:
    answer = cast(poll.poll.ballot(0))
    return "in" if isinstance(answer, Accepted) else answer.reason


def _post(poll: PostedPoll, number: str | None = None, **options: Any) -> str:
    receipt = receiving.receive(
        bag_of(poll), number or poll.number(0), by=poll.officer, **options
    ).receipt
    return receipt.heading if receipt.outcome == Outcome.REFUSED else "in"


def _replacement(poll: PostedPoll) -> str:
    """The envelope that is sent in place of the first, whose fate is told before."""
    fates.record_fate(poll.envelopes[0], Fate.LOST, by=poll.officer)
    (sent,) = send_envelopes(poll.contest, [poll.electors[0]], audience="one")
    return envelope_figures(sent.number)


def _replaced_then_both(poll: PostedPoll) -> list[str]:
    new = _replacement(poll)
    return [_post(poll), _post(poll, new), _post(poll)]


def _replaced_and_new_first(poll: PostedPoll) -> list[str]:
    new = _replacement(poll)
    return [_post(poll, new), _post(poll), _online(poll)]


def _cured_after_online(poll: PostedPoll) -> list[str]:
    bag = bag_of(poll)
    first = receiving.receive(bag, poll.number(0), declaration=False, by=poll.officer).receipt
    answers = [first.heading, _online(poll)]
    with pytest.raises(RuleError, match="already voted online"):
        receiving.cure(first, completed_at=clock.now(), by=poll.officer)
    return answers


def _cured_before_online(poll: PostedPoll) -> list[str]:
    bag = bag_of(poll)
    first = receiving.receive(bag, poll.number(0), declaration=False, by=poll.officer).receipt
    receiving.cure(first, completed_at=clock.now(), by=poll.officer)
    return [first.heading, _online(poll)]


def _struck(poll: PostedPoll) -> list[str]:
    Elector.objects.filter(pk=poll.electors[0].pk).update(struck_at=clock.now())
    return [_post(poll), _online(poll)]


def _struck_after(poll: PostedPoll) -> list[str]:
    taken = _post(poll)
    Elector.objects.filter(pk=poll.electors[0].pk).update(struck_at=clock.now())
    return [taken, _post(poll), _online(poll)]


def _reissued_after(poll: PostedPoll) -> list[str]:
    taken = _post(poll)
    codes.issue(poll.electors[0], channel="officer")
    return [taken, _online(poll)]


DOUBLE_VOTES: list[tuple[str, Callable[[PostedPoll], list[str]], list[str], str]] = [
    ("online alone", lambda p: [_online(p)], ["in"], "online"),
    ("post alone", lambda p: [_post(p)], ["in"], "post"),
    ("online, then post", lambda p: [_online(p), _post(p)], ["in", "voted_online"], "online"),
    ("post, then online", lambda p: [_post(p), _online(p)], ["in", "voted"], "post"),
    ("post twice", lambda p: [_post(p), _post(p)], ["in", "duplicate"], "post"),
    (
        "online, post, online",
        lambda p: [_online(p), _post(p), _online(p)],
        ["in", "voted_online", "voted"],
        "online",
    ),
    (
        "post, online, post",
        lambda p: [_post(p), _online(p), _post(p)],
        ["in", "voted", "duplicate"],
        "post",
    ),
    ("the replaced one first", _replaced_then_both, ["replaced", "in", "duplicate"], "post"),
    ("the new one first", _replaced_and_new_first, ["in", "duplicate", "voted"], "post"),
    (
        "online, then the replaced one",
        lambda p: [_online(p), _post(p, _replacement(p)), _post(p)],
        ["in", "voted_online", "voted_online"],
        "online",
    ),
    (
        "no declaration, then online, then again",
        lambda p: [_post(p, declaration=False), _online(p), _post(p)],
        ["declaration", "in", "voted_online"],
        "online",
    ),
    ("no declaration, online, cured", _cured_after_online, ["declaration", "in"], "online"),
    ("no declaration, cured, online", _cured_before_online, ["declaration", "voted"], "post"),
    ("struck", _struck, ["not_on_roll", "struck"], ""),
    ("struck after the vote", _struck_after, ["in", "not_on_roll", "voted"], "post"),
    ("a code issued after the vote", _reissued_after, ["in", "voted"], "post"),
]


@pytest.mark.parametrize(
    ("acts", "answers", "channel"),
    [case[1:] for case in DOUBLE_VOTES],
    ids=[case[0] for case in DOUBLE_VOTES],
)
def test_the_first_valid_act_counts_in_every_order(
    acts: Callable[[PostedPoll], list[str]], answers: list[str], channel: str
) -> None:
    poll = posted_poll(1, setup=ASKS)
    assert acts(poll) == answers
    found = list(Participation.objects.values_list("channel", flat=True))
    assert found == ([channel] if channel else [])
    assert balances(poll)
    assert queries.close_blockers(poll.contest) == []


def test_a_number_that_was_sent_to_nobody_is_not_on_the_roll() -> None:
    poll, elsewhere = posted_poll(1), posted_poll(1)
    bag = bag_of(poll, 3)
    unknown = envelope_figures(1_234_567_890)
    for text in (unknown, elsewhere.number(0)):
        receipt = receiving.receive(bag, text, by=poll.officer).receipt
        assert (receipt.outcome, receipt.heading, receipt.read) == ("refused", "not_on_roll", text)
        assert receipt.envelope is None
    assert Participation.objects.count() == 0


def test_an_envelope_printed_for_a_test_is_not_on_the_roll() -> None:
    poll = posted_poll(1)
    ReturnEnvelope.objects.all().delete()
    (envelope,) = send_envelopes(poll.contest, poll.electors, test=True)
    found = receiving.receive(bag_of(poll), envelope_figures(envelope.number), by=poll.officer)
    assert found.receipt.heading == Refusal.NOT_ON_ROLL


@pytest.mark.parametrize(
    ("arrived", "heading"),
    [(-2.0, ""), (-1.0, ""), (-0.99, "late"), (0.0, "late")],
    ids=["an hour before", "at that moment", "just after", "now"],
)
def test_when_its_bag_came_decides_whether_it_is_late(arrived: float, heading: str) -> None:
    until = hours(-1)
    poll = posted_poll(1, post_closes_at=until)
    at = until + timedelta(hours=arrived + 1)
    bag = bag_of(poll, arrived_at=at)
    if bag.needs_confirming:
        bags.confirm_bag(bag, by=poll.deputy)
    receipt = receiving.receive(bag, poll.number(0), by=poll.officer).receipt
    assert receipt.heading == heading


def test_without_a_time_for_the_post_the_poll_s_own_closing_decides() -> None:
    poll = posted_poll(1, opens_at=hours(-3), closes_at=hours(-1), post_closes_at=None)
    receipt = receiving.receive(bag_of(poll), poll.number(0), by=poll.officer).receipt
    assert receipt.heading == Refusal.LATE


def test_where_no_declaration_is_asked_for_none_is_missed() -> None:
    poll = posted_poll(1)
    assert received(poll, [0], declaration=False)[0].outcome == Outcome.ACCEPTED


@pytest.mark.parametrize("declaration", [True, False])
def test_a_double_scan_gives_the_same_receipt_and_changes_nothing(declaration: bool) -> None:
    poll = posted_poll(2, setup=ASKS)
    bag = bag_of(poll, 2)
    first = receiving.receive(bag, poll.number(0), declaration=declaration, by=poll.officer)
    again = receiving.receive(bag, poll.number(0), declaration=True, by=poll.deputy)
    assert (first.repeated, again.repeated) == (False, True)
    assert again.receipt == first.receipt
    assert again.receipt.outcome == first.receipt.outcome
    unknown = envelope_figures(1_234_567_890)
    one = receiving.receive(bag, unknown, by=poll.officer)
    other = receiving.receive(bag, f" {unknown} ", by=poll.officer)  # the bag is finished by now
    assert other.repeated
    assert other.receipt == one.receipt
    assert Receipt.objects.count() == 2


def test_a_second_envelope_with_the_same_number_in_one_bag_is_refused_as_a_duplicate() -> None:
    poll = posted_poll(1)
    bag = bag_of(poll, 3)
    receiving.receive(bag, poll.number(0), by=poll.officer)
    copy = receiving.receive(bag, poll.number(0), another_after=1, by=poll.officer)
    assert copy.receipt.heading == Refusal.DUPLICATE
    with pytest.raises(RuleError, match="received since that page"):  # the button pressed twice
        receiving.receive(bag, poll.number(0), another_after=1, by=poll.officer)
    assert Receipt.objects.count() == 2


def test_an_envelope_whose_number_cannot_be_read_is_refused_once_a_press() -> None:
    poll = posted_poll(1)
    bag = bag_of(poll, 2)
    receipt = receiving.receive_unread(bag, "", after=0, by=poll.officer)
    assert (receipt.heading, receipt.read) == (Refusal.NOT_ON_ROLL, "–")
    with pytest.raises(RuleError, match="received since that page"):
        receiving.receive_unread(bag, "", after=0, by=poll.officer)
    assert Receipt.objects.count() == 1


@pytest.mark.parametrize("text", ["", "12345", "12345678901234", "1234 5678 90x", "99999999999"])
def test_a_slip_in_the_number_records_nothing(text: str) -> None:
    poll = posted_poll(1)
    bag = bag_of(poll)
    with pytest.raises(RuleError, match="The number"):
        receiving.receive(bag, text, by=poll.officer)
    assert Receipt.objects.count() == 0


@pytest.mark.parametrize("state", ["closed", "abandoned"])
def test_nothing_is_received_once_the_contest_is_not_ready(state: str) -> None:
    poll = posted_poll(1)
    received(poll, [0])
    move_to(poll.contest, "draft")
    Contest.objects.filter(pk=poll.contest.pk).update(state=state)
    bag = poll.contest.bags.get()
    with pytest.raises(RuleError, match="received while it is ready alone"):
        receiving.receive(bag, poll.number(0), by=poll.officer)
    with pytest.raises(RuleError):
        bag_of(poll)


def test_a_declaration_is_cured_until_its_time_and_the_receipt_says_so() -> None:
    poll = posted_poll(2, setup=ASKS)
    first, second = received(poll, [0, 1], declaration=False)
    cured = receiving.cure(first, completed_at=clock.now(), by=poll.deputy)
    assert (cured.outcome, cured.heading) == (Outcome.ACCEPTED, Refusal.DECLARATION)
    assert cured.cured_by == poll.deputy.words
    assert cured.basis == "member"
    with pytest.raises(RuleError, match="Only an envelope refused for want"):
        receiving.cure(first, completed_at=clock.now(), by=poll.deputy)
    with pytest.raises(RuleError, match="in the future"):
        receiving.cure(second, completed_at=hours(1), by=poll.deputy)
    assert balances(poll)
    figures = queries.figures(poll.contest)
    assert (figures.received, figures.accepted, figures.refused_in_all, figures.cured) == (
        2, 1, 1, 1,
    )  # fmt: skip


def test_a_declaration_completed_too_late_is_not_cured() -> None:
    poll = posted_poll(1, setup=ASKS, **over())
    bag = bag_of(poll, arrived_at=hours(-1.5))
    bags.confirm_bag(bag, by=poll.deputy)
    receipt = receiving.receive(bag, poll.number(0), declaration=False, by=poll.officer).receipt
    with pytest.raises(RuleError, match="had to be completed by"):
        receiving.cure(receipt, completed_at=clock.now(), by=poll.officer)
    assert receiving.cure(receipt, completed_at=hours(-1.2), by=poll.officer).cured_at


def test_only_a_missing_declaration_is_cured() -> None:
    poll = posted_poll(1)
    cast(poll.poll.ballot(0))
    (receipt,) = received(poll, [0])
    with pytest.raises(RuleError, match="Only an envelope refused for want"):
        receiving.cure(receipt, completed_at=clock.now(), by=poll.officer)


def test_a_bag_is_finished_when_it_balances_and_takes_no_more() -> None:
    poll = posted_poll(3)
    bag = bag_of(poll, 2)
    receiving.receive(bag, poll.number(0), by=poll.officer)
    assert Bag.objects.get().finished_at is None
    receiving.receive(bag, poll.number(1), by=poll.officer)
    assert Bag.objects.get().finished_at is not None
    with pytest.raises(RuleError, match="correct the count of the bag first"):
        receiving.receive(bag, poll.number(2), by=poll.officer)
    sentence = Entry.objects.filter(act="post-bag").last()
    assert sentence is not None
    assert "2 envelopes counted and received, 2 accepted, 0 refused" in sentence.sentence


def test_a_count_is_corrected_with_a_reason_and_never_below_what_was_received() -> None:
    poll = posted_poll(3)
    bag = bag_of(poll, 3)
    receiving.receive(bag, poll.number(0), by=poll.officer)
    for envelopes, reason, why in (
        (0, "x", "are received"),
        (2, " ", "Say why"),
        (3, "x", "as it"),
    ):
        with pytest.raises(RuleError, match=why):
            bags.correct_bag(bag, envelopes, reason, by=poll.officer)
    done = bags.correct_bag(bag, 1, "two were letters", by=poll.officer)
    assert done.finished_at is not None
    again = bags.correct_bag(done, 2, "one lay under the table", by=poll.officer)
    assert again.finished_at is None
    assert Entry.objects.filter(sentence__contains="from 3 to 1 envelope: two were").exists()


def test_a_bag_entered_after_the_time_as_if_before_it_waits_for_a_second_officer() -> None:
    poll = posted_poll(1, **over())
    bag = bag_of(poll, arrived_at=hours(-2))
    assert bag.needs_confirming
    with pytest.raises(RuleError, match="waits for a second officer"):
        receiving.receive(bag, poll.number(0), by=poll.officer)
    with pytest.raises(RuleError, match="another officer must confirm"):
        bags.confirm_bag(bag, by=poll.officer)
    bags.confirm_bag(bag, by=poll.deputy)
    assert receiving.receive(bag, poll.number(0), by=poll.officer).receipt.heading == ""
    told = Entry.objects.filter(act="post-bag").values_list("sentence", flat=True)
    assert any("waits for a second officer" in sentence for sentence in told)
    assert any(sentence.startswith("Confirmed that bag 1") for sentence in told)


def test_an_envelope_added_to_a_bag_after_the_time_waits_for_a_second_officer_too() -> None:
    poll = posted_poll(2, **over())
    bag = bag_of(poll, arrived_at=hours(-2))
    bags.confirm_bag(bag, by=poll.deputy)
    receiving.receive(bag, poll.number(0), by=poll.officer)
    more = bags.correct_bag(bag, 2, "one more", by=poll.officer)
    with pytest.raises(RuleError, match="waits for a second officer"):
        receiving.receive(more, poll.number(1), by=poll.officer)
    third = make_actor(poll.contest.organisation, Role.DEPUTY)
    bags.confirm_bag(more, by=third)
    assert receiving.receive(more, poll.number(1), by=poll.officer).receipt.heading == ""


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"arrived_at": hours(1)}, "in the future"),
        ({"envelopes": 0}, "from 1 to"),
        ({"envelopes": 5_001}, "from 1 to"),
        ({"number": 2}, "was entered meanwhile"),
    ],
)
def test_a_bag_that_cannot_be_is_not_entered(change: dict[str, Any], why: str) -> None:
    poll = posted_poll(1)
    fields: dict[str, Any] = {"arrived_at": clock.now(), "envelopes": 1, "number": 1} | change
    with pytest.raises(RuleError, match=why):
        bags.enter_bag(poll.contest, by=poll.officer, **fields)
    assert not poll.contest.bags.exists()


def test_the_poll_is_closed_only_when_every_bag_balances() -> None:
    poll = posted_poll(2, **over())
    bag = bag_of(poll, 2, arrived_at=clock.now())
    receiving.receive(bag, poll.number(0), by=poll.officer)
    with pytest.raises(RuleError, match="Bag 1: 1 of 2 envelopes are still to be scanned"):
        contests.close(poll.contest, by=poll.officer)
    with pytest.raises(DatabaseError, match="still to be scanned"), transaction.atomic():
        Contest.objects.filter(pk=poll.contest.pk).update(state=State.CLOSED)
    receiving.receive(bag, poll.number(1), by=poll.officer)
    assert contests.close(poll.contest, by=poll.officer).state == State.CLOSED


def test_the_poll_is_open_for_the_post_until_the_later_closing() -> None:
    poll = posted_poll(1, opens_at=hours(-3), closes_at=hours(-1), post_closes_at=hours(1))
    with pytest.raises(RuleError, match="Voting goes on until"):
        contests.close(poll.contest, by=poll.officer)
    assert cast(poll.poll.ballot(0)) == Refused(Reason.TOO_LATE, poll.contest.pk)
    assert received(poll, [0])[0].outcome == Outcome.ACCEPTED


def test_a_vote_by_post_that_no_envelope_brought_keeps_the_poll_from_closing() -> None:
    poll = posted_poll(2, **over())
    Participation.objects.create(
        elector=poll.electors[0],
        contest=poll.contest,
        channel="post",
        day=clock.today(),
        receipt="",
        nonce=b"",
    )
    with pytest.raises(RuleError, match="1 electors are marked as having voted by post, but 0"):
        contests.close(poll.contest, by=poll.officer)
    with pytest.raises(DatabaseError, match="not as many as accepted"), transaction.atomic():
        Contest.objects.filter(pk=poll.contest.pk).update(state=State.CLOSED)


def test_received_is_accepted_and_refused_and_waiting_is_the_rest() -> None:
    poll = posted_poll(6, setup=ASKS)
    cast(poll.poll.ballot(1))
    received(poll, [0, 1])
    received(poll, [2, 3], declaration=False)
    bag_of(poll, 7)
    fates.record_fate(poll.envelopes[5], Fate.UNDELIVERED, by=poll.officer)
    found = queries.figures(poll.contest)
    assert found.received == 4
    assert found.accepted + sum(found.refused.values()) == found.received
    assert {k: n for k, n in found.refused.items() if n} == {
        Refusal.VOTED_ONLINE: 1,
        Refusal.DECLARATION: 2,
    }
    assert (found.sent, found.waiting, found.fates[Fate.UNDELIVERED]) == (6, 7, 1)
    assert queries.accepted_by(poll.contest) == {("all", "member"): 1}
    assert queries.electors_sent(poll.contest) == 6


def test_a_fate_is_told_once_and_never_of_an_envelope_that_was_accepted() -> None:
    poll = posted_poll(2)
    received(poll, [0])
    with pytest.raises(RuleError, match="came in and was accepted"):
        fates.record_fate(poll.envelopes[0], Fate.LOST, by=poll.officer)
    fates.record_fate(poll.envelopes[1], Fate.SPOILT, by=poll.officer)
    with pytest.raises(RuleError, match="good no longer"):
        fates.record_fate(poll.envelopes[1], Fate.LOST, by=poll.officer)
    with pytest.raises(DatabaseError, match="stays so"), transaction.atomic():
        ReturnEnvelope.objects.filter(pk=poll.envelopes[1].pk).update(fate="")
    told = " ".join(Entry.objects.values_list("sentence", flat=True))
    assert poll.electors[1].name not in told


def test_posted_votes_have_no_sealed_envelope_and_the_opening_does_not_miss_one() -> None:
    poll = posted_poll(4)
    cast(poll.poll.ballot(0))
    received(poll, [1, 2])
    assert electors_and_envelopes(poll.contest) == (1, [])
