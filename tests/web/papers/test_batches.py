"""Batches: how many envelopes go together, and the arithmetic without which none is closed."""

from __future__ import annotations

import re

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from hustings.errors import RuleError
from hustings.web.contests.models import Contest, State
from hustings.web.contests.tasks import tasks_of
from hustings.web.journal.models import Entry as JournalEntry
from hustings.web.papers.actions import batching, keying
from hustings.web.papers.actions.batching import Figures
from hustings.web.papers.balance import Balance, Left, why_not
from hustings.web.papers.batches import left_by
from hustings.web.papers.models import Batch
from hustings.web.papers.queries import opened_by
from hustings.web.papers.task_list import tasks
from tests.web.booth.polls import at_once
from tests.web.officers.signing_in import signed_in
from tests.web.papers.making import (
    Desk,
    accept,
    balanced_batch,
    close,
    key,
    keyed_batch,
    papers_of,
    posted_desk,
)

pytestmark = pytest.mark.django_db


def form(desk: Desk, envelopes: int, *, number: int = 1, basis: str = "member") -> Batch:
    return batching.form_batch(
        desk.contest, number=number, section="all", basis=basis, envelopes=envelopes,
        by=desk.officer,
    )  # fmt: skip


# --- the arithmetic -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("envelopes", "extra", "empty", "found", "out_by", "said"),
    [
        (24, 0, 0, 24, 0, "It balances: 24 papers are found"),
        (24, 1, 0, 25, 0, "24 + 1 − 0"),
        (24, 0, 1, 23, 0, "24 + 0 − 1"),
        (24, 2, 3, 23, 0, "It balances"),
        (24, 0, 0, 23, -1, "one paper too few"),
        (24, 0, 0, 26, 2, "2 papers too many"),
        (24, 0, 1, 24, 1, "one paper too many"),
        (24, 3, 0, 24, -3, "3 papers too few"),
        (24, 0, 24, 0, 0, "It balances"),
        (24, 0, 25, 0, 1, "More envelopes are empty than were opened"),
        (1_200, 0, 0, 1_000, -200, "200 papers too few"),
    ],
)
def test_a_batch_says_by_how_many_papers_it_is_out(
    envelopes: int, extra: int, empty: int, found: int, out_by: int, said: str
) -> None:
    balance = Balance(envelopes, extra, empty, found)
    assert balance.out_by == out_by
    assert said in balance.words()


@pytest.mark.parametrize("empty", [0, 1, 2])
@pytest.mark.parametrize("extra", [0, 1, 2])
@pytest.mark.parametrize("found", [19, 20, 21])
def test_a_batch_is_closed_exactly_when_it_balances(extra: int, empty: int, found: int) -> None:
    desk = posted_desk(envelopes=20)
    batch = form(desk, 20)
    batching.count_batch(batch, Figures("member", 20, extra, empty, found), by=desk.officer)
    if found == 20 + extra - empty:
        assert batching.balance_batch(batch, by=desk.officer).balanced_at is not None
        return
    with pytest.raises(RuleError, match="does not balance"):
        batching.balance_batch(batch, by=desk.officer)
    with pytest.raises(DatabaseError), transaction.atomic():
        Batch.objects.filter(pk=batch.pk).update(balanced_at=batch.at)


# --- how many go together -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("envelopes", "left", "said"),
    [
        (20, Left(100, 100), ""),
        (100, Left(100, 100), ""),
        (80, Left(100, 100), ""),
        (20, Left(25, 25, no_more=False), ""),
        (7, Left(7, 7), ""),  # a whole section of few
        (0, Left(100, 100), "one envelope at the least"),
        (101, Left(100, 100), "100 accepted envelopes of this kind are left, not 101"),
        (30, Left(25, 100), "25 accepted envelopes of this kind are left, not 30"),
        (19, Left(100, 100), "At least 20 envelopes"),
        (5, Left(5, 100), "Choose “several”"),
        (5, Left(7, 7), "take all together"),
        (7, Left(7, 7, no_more=False), "more may come until the poll is closed"),
        (7, Left(7, 7, open_batch=3), "add them to batch 3"),
        (90, Left(100, 100), "10 envelopes of the section would be left over"),
        (25, Left(25, 26), "1 envelope of the section would be left over"),
    ],
)
def test_how_many_envelopes_make_a_batch(envelopes: int, left: Left, said: str) -> None:
    found = why_not(envelopes, left)
    assert (said in found) if said else (found == "")


@given(st.integers(0, 200), st.integers(0, 200), st.integers(0, 250), st.booleans(), st.booleans())
def test_a_batch_of_few_is_made_only_where_nothing_else_is_left(
    here: int, elsewhere: int, envelopes: int, no_more: bool, can_join: bool
) -> None:
    left = Left(here, here + elsewhere, no_more, int(can_join))
    if why_not(envelopes, left):
        return
    rest = left.section - envelopes
    assert 1 <= envelopes <= here
    assert envelopes >= 20 or (rest == 0 and no_more and not can_join)
    assert not (no_more and 0 < rest < 20), "nobody's paper is left to be opened almost alone"


@given(st.integers(1, 300), st.booleans())
def test_after_the_close_there_is_always_a_way_to_open_all(left: int, can_join: bool) -> None:
    batch = int(can_join and left >= 20)
    assert why_not(left, Left(left, left, True, batch)) == ""


def test_no_more_envelopes_are_opened_than_were_accepted() -> None:
    desk = posted_desk(envelopes=45)
    form(desk, 20)
    with pytest.raises(RuleError, match="25 accepted envelopes of this kind are left, not 26"):
        form(desk, 26, number=2)
    form(desk, 25, number=2)
    with pytest.raises(RuleError, match="0 accepted envelopes"):
        form(desk, 20, number=3)
    assert opened_by(desk.contest) == {("all", "member"): 45}


def test_what_several_bases_took_is_taken_from_each() -> None:
    desk = posted_desk(envelopes=30)
    accept(desk.contest, 10, basis="supporter")
    form(desk, 25, basis="")
    left = left_by(desk.contest)
    assert left == {("all", ""): 15, ("all", "member"): 15, ("all", "supporter"): 10}
    with pytest.raises(RuleError, match="15 accepted envelopes"):
        form(desk, 20, number=2)


def test_the_last_few_join_a_batch_that_nobody_has_keyed() -> None:
    desk = posted_desk(envelopes=20)
    batch = form(desk, 20)
    accept(desk.contest, 3)
    close(desk.contest)
    with pytest.raises(RuleError, match="add them to batch 1"):
        form(desk, 3, number=2)
    batching.count_batch(batch, Figures("member", 23, 0, 0, 23), by=desk.officer)
    batching.balance_batch(batch, by=desk.officer)
    assert opened_by(desk.contest) == {("all", "member"): 23}
    assert "envelopes from “20” to “23”" in JournalEntry.objects.get(act="batch-counted").sentence


def test_the_last_few_make_a_batch_of_their_own_once_all_others_are_keyed() -> None:
    desk = posted_desk(envelopes=23)
    batch = balanced_batch(desk, 20)
    close(desk.contest)
    with pytest.raises(RuleError, match="add them to batch 1"):
        form(desk, 3, number=2)
    keying.begin(batch, by=desk.one)
    assert form(desk, 3, number=2).envelopes == 3


@pytest.mark.parametrize("state", ["counted", "abandoned"])
def test_batches_are_formed_while_the_contest_is_ready_or_closed(state: str) -> None:
    desk = posted_desk(envelopes=20)
    for step in {"counted": ["closed", "counted"], "abandoned": ["abandoned"]}[state]:
        Contest.objects.filter(pk=desk.contest.pk).update(state=step)
    with pytest.raises(RuleError, match="only while it is ready or closed"):
        form(desk, 20)
    with pytest.raises(DatabaseError), transaction.atomic():
        Batch.objects.create(
            contest=desk.contest, number=1, section="all", envelopes=20, by="x",
            at=desk.contest.created_at,
        )  # fmt: skip


# --- once, and put right --------------------------------------------------------------------------


def test_the_same_form_sent_twice_makes_one_batch() -> None:
    desk = posted_desk(envelopes=60)
    form(desk, 20)
    with pytest.raises(RuleError, match="Batch 1 was formed already"):
        form(desk, 20)
    assert Batch.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_form_the_same_batch_at_the_same_moment_make_one() -> None:
    desk = posted_desk(envelopes=30)
    answers = at_once([lambda: form(desk, 30)] * 4)
    assert sum(isinstance(answer, Batch) for answer in answers) == 1
    assert all(isinstance(answer, Batch | RuleError) for answer in answers), answers
    assert opened_by(desk.contest) == {("all", "member"): 30}


def test_figures_are_put_right_until_the_batch_balances_and_the_journal_tells_it() -> None:
    desk = posted_desk(envelopes=25)
    batch = form(desk, 25)
    batching.count_batch(batch, Figures("member", 25, 0, 0, 23), by=desk.officer)
    batching.count_batch(batch, Figures("member", 25, 0, 2, 23), by=desk.one)
    told = JournalEntry.objects.filter(act="batch-counted").order_by("-number").first()
    assert told is not None
    assert told.sentence == "Counted batch 1: empty envelopes from “0” to “2”."
    batching.balance_batch(batch, by=desk.officer)
    with pytest.raises(RuleError, match="its figures stand"):
        batching.count_batch(batch, Figures("member", 25, 0, 1, 24), by=desk.officer)


@pytest.mark.parametrize(
    "column", ["envelopes", "extra", "empty", "found", "basis", "section", "number", "balanced_by"]
)
def test_the_database_keeps_the_figures_of_a_balanced_batch(column: str) -> None:
    desk = posted_desk(envelopes=20)
    batch = balanced_batch(desk, 20)
    value = "x" if column in ("basis", "section", "balanced_by") else 21
    with pytest.raises(DatabaseError), transaction.atomic():
        Batch.objects.filter(pk=batch.pk).update(**{column: value})
    with pytest.raises(DatabaseError), transaction.atomic():
        Batch.objects.filter(pk=batch.pk).delete()


def test_a_batch_formed_by_mistake_is_taken_back_and_its_envelopes_wait_again() -> None:
    desk = posted_desk(envelopes=40)
    batch = form(desk, 40)
    batching.discard_batch(batch, by=desk.officer)
    assert left_by(desk.contest)["all", "member"] == 40
    with pytest.raises(RuleError, match="taken back meanwhile"):
        batching.balance_batch(batch, by=desk.officer)
    assert balanced_batch(desk, 40).number == 1


def test_a_batch_of_empty_envelopes_alone_has_nothing_to_key() -> None:
    desk = posted_desk(envelopes=20)
    batch = balanced_batch(desk, 0, empty=20)
    assert batch.settled_at is not None


# --- counted again --------------------------------------------------------------------------------


def test_a_batch_is_counted_again_and_what_was_keyed_of_it_goes() -> None:
    desk = posted_desk()
    papers = papers_of(desk.contest, [(1,)] * 21)
    batch = keyed_batch(desk, papers[:20])
    with pytest.raises(RuleError, match="Say why"):
        batching.count_again(batch, " ", by=desk.officer)
    batching.count_again(batch, "one paper stuck to another", by=desk.officer)
    batch.refresh_from_db()
    assert (batch.balanced_at, batch.settled_at, batch.readings.count()) == (None, None, 0)
    assert not batch.keyings.exists()
    told = JournalEntry.objects.get(act="batch-counted-again").sentence
    assert "40 entries. Reason: one paper stuck to another" in told
    batching.count_batch(batch, Figures("member", 20, 1, 0, 21), by=desk.officer)
    batching.balance_batch(batch, by=desk.officer)
    key(batch, papers, by=desk.two)
    key(batch, papers, by=desk.one)
    assert batch.readings.count() == 21


def test_a_keyed_batch_balances_again_only_without_its_old_keys() -> None:
    desk = posted_desk()
    batch = keyed_batch(desk, papers_of(desk.contest, [(1,)] * 20))
    Batch.objects.filter(pk=batch.pk).update(balanced_at=None, settled_at=None)
    with pytest.raises(DatabaseError), transaction.atomic():
        Batch.objects.filter(pk=batch.pk).update(balanced_at=batch.at)


# --- the pages ------------------------------------------------------------------------------------


def test_an_officer_forms_counts_and_balances_a_batch_on_the_pages() -> None:
    desk = posted_desk(envelopes=40)
    browser = signed_in(desk.officer)
    body = browser.get(desk.url("batches/")).content.decode()
    assert "(40 left)" in body
    kind = re.search(r'name="kind" value="([^"]+)"', body)
    assert kind
    sent = {"kind": kind[1], "envelopes": "21", "number": "1"}
    refused = browser.post(desk.url("batches/"), sent)
    assert refused.status_code == 302, "more may come, so a rest of 19 is no fault yet"
    browser.post(desk.url("batches/1/discard/"))
    close(desk.contest)
    refused = browser.post(desk.url("batches/"), sent)
    assert "19 envelopes of the section would be left over" in refused.content.decode()
    browser.post(desk.url("batches/"), sent | {"envelopes": "20"})
    figures = {"envelopes": "20", "extra": "0", "empty": "1", "found": "20"}
    told = browser.post(desk.url("batches/1/count/"), figures, follow=True).content.decode()
    assert "one paper too many" in told
    assert "What was counted is saved. Batch 1 does not balance." in told
    assert "Counted, and does not balance" in browser.get(desk.url()).content.decode()
    told = browser.post(desk.url("batches/1/balance/")).content.decode()
    assert "does not balance" in told
    told = browser.post(
        desk.url("batches/1/count/"), figures | {"found": "19"}, follow=True
    ).content.decode()
    assert "It balances: 19 papers are found, and 20 + 0 − 1 there should be." in told
    assert "Counted: close its count" in browser.get(desk.url()).content.decode()
    told = browser.post(desk.url("batches/1/balance/"), follow=True).content.decode()
    assert "Batch 1 balances" in told
    assert Batch.objects.get().balanced_by == desk.officer.words


def test_a_deputy_does_not_have_a_batch_counted_again() -> None:
    desk = posted_desk(envelopes=20)
    balanced_batch(desk, 20)
    assert signed_in(desk.one).post(desk.url("batches/1/again/")).status_code == 403


def test_the_task_list_tells_how_far_the_opened_papers_are() -> None:
    desk = posted_desk(envelopes=40)
    papers = papers_of(desk.contest, [(1,)] * 40)
    one, two = balanced_batch(desk, 20), balanced_batch(desk, 20)
    close(desk.contest)
    key(one, papers[:20], by=desk.one)
    key(two, papers[20:], by=desk.one)
    key(two, [papers[20].marked(c2="1"), *papers[21:]], by=desk.two)
    notes = {task.title: (task.state, task.note) for task in tasks_of(desk.fresh())}
    state, note = notes["Open the posted envelopes in batches that balance"]
    assert (state, note) == ("done", "40 of 40 accepted envelopes are opened.")
    state, note = notes["Key the posted papers twice"]
    assert state == "next"
    assert note == (
        "40 of 40 papers are keyed once, 20 twice. 1 paper differs and is to be looked at again."
    )
    assert notes["Verify the posted papers"][0] == "later"


def test_once_every_batch_is_settled_the_list_leads_on_to_the_doubtful_papers() -> None:
    desk = posted_desk()
    batch = keyed_batch(desk, papers_of(desk.contest, [(1,)] * 20))
    client = signed_in(desk.officer)
    on = desk.url("doubtful/").encode()
    assert on in client.get(desk.url()).content
    batching.count_again(batch, "one more was found", by=desk.officer)
    assert on not in client.get(desk.url()).content


def test_a_contest_without_post_has_no_such_tasks() -> None:
    desk = posted_desk()
    desk.contest.post.delete()
    contest = desk.fresh()
    assert contest.state == State.READY
    assert not [*tasks(contest)]
    with pytest.raises(RuleError, match="takes no posted papers"):
        form(desk, 20)
