"""A batch is keyed twice by two people, each alone; what differs is settled, paper in hand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from random import Random

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from hustings.errors import RuleError
from hustings.web.contests.models import Contest, State
from hustings.web.journal.models import Entry as JournalEntry
from hustings.web.officers.models import Role
from hustings.web.papers.actions import batching, keying, settling
from hustings.web.papers.actions.settling import Look, Right
from hustings.web.papers.batches import next_to_key, standings
from hustings.web.papers.mismatches import mismatches, pairs_of
from hustings.web.papers.models import Batch, Entry, Keying, Reading, Verification
from tests.web.booth.polls import at_once
from tests.web.making import make_actor
from tests.web.officers.signing_in import signed_in
from tests.web.papers.making import (
    Desk,
    Paper,
    accept,
    balanced_batch,
    close,
    key,
    keyed_batch,
    papers_of,
    posted_desk,
    print_papers,
    sheet,
)

pytestmark = pytest.mark.django_db


def desk_with(papers: int) -> tuple[Desk, Batch, list[Paper]]:
    """A closed contest with one balanced batch, and its papers."""
    desk = posted_desk(envelopes=papers)
    batch = balanced_batch(desk, papers)
    close(desk.contest)
    return desk, batch, papers_of(desk.contest, [(1, 2), (2, 3, 1), (3,)] * papers)[:papers]


def read(batch: Batch) -> list[tuple[str, dict[str, str], list[str]]]:
    """What was read on the papers of the batch, in order."""
    return [(r.paper, r.marks, r.doubts) for r in batch.readings.order_by("place")]


def truth(papers: list[Paper]) -> list[tuple[str, dict[str, str], list[str]]]:
    return [(p.number, dict(p.marks), [p.doubt] if p.doubt else []) for p in papers]


MISMATCHES = ("batches/1/mismatches/", "batches/1/mismatches/1/")


# --- two people -----------------------------------------------------------------------------------


def test_a_batch_keyed_twice_alike_is_settled_and_read() -> None:
    desk = posted_desk()
    papers = papers_of(desk.contest, [(1, 2), (2,), (3, 1, 2)] * 8)
    batch = keyed_batch(desk, papers)
    assert batch.settled_at is not None
    assert read(batch) == truth(papers)
    assert [r.rotation for r in batch.readings.order_by("place")] == [n % 3 for n in range(24)]
    assert not batch.readings.exclude(looked_again_by="").exists()


def test_nobody_keys_a_batch_twice() -> None:
    desk, batch, papers = desk_with(20)
    key(batch, papers, by=desk.one)
    with pytest.raises(RuleError, match="another person"):
        keying.begin(batch, by=desk.one)
    with pytest.raises(DatabaseError), transaction.atomic():
        Keying.objects.create(batch=batch, turn=2, by=desk.one.user, began_at=batch.at)
    assert next_to_key(desk.contest, desk.one.user) is None
    assert next_to_key(desk.contest, desk.two.user) == batch


def test_a_third_person_is_told_that_two_key_the_batch() -> None:
    desk, batch, _papers = desk_with(20)
    keying.begin(batch, by=desk.one)
    keying.begin(batch, by=desk.two)
    with pytest.raises(RuleError, match="Two people"):
        keying.begin(batch, by=desk.officer)


@pytest.mark.parametrize("change", ["by", "turn", "batch"])
def test_whose_keying_it_is_cannot_be_changed_in_the_database(change: str) -> None:
    desk, batch, papers = desk_with(20)
    mine = key(batch, papers, by=desk.one, finish=False)
    values = {"by": desk.two.user, "turn": 2, "batch": batch.pk + 1}
    with pytest.raises(DatabaseError), transaction.atomic():
        Keying.objects.filter(pk=mine.pk).update(**{change: values[change]})


def test_one_who_keys_never_sees_what_the_other_keyed() -> None:
    desk, batch, papers = desk_with(20)
    marked = [replace(paper, marks={"c1": "odd-mark-17"}, note="odd-note-17") for paper in papers]
    key(batch, marked, by=desk.one)
    key(batch, papers[:3], by=desk.two, finish=False)
    for who in (desk.two, desk.officer, desk.one):
        browser = signed_in(who)
        asked = f"batches/1/key/?paper={papers[9].number}"
        for rest in ("", "batches/1/", "batches/1/key/", *MISMATCHES, asked):
            body = browser.get(desk.url(rest), follow=True).content.decode()
            assert "odd-" not in body, (who, rest)
            if who is desk.officer:
                assert papers[9].number not in body
    told = signed_in(desk.two).get(desk.url(f"batches/1/key/?paper={papers[9].number}"))
    assert "keyed already" not in told.content.decode(), "that the other has it is not told either"


# --- when -----------------------------------------------------------------------------------------


def test_nothing_is_keyed_before_the_close() -> None:
    desk = posted_desk(envelopes=20)
    batch = balanced_batch(desk, 20)
    with pytest.raises(RuleError, match="only while it is closed"):
        keying.begin(batch, by=desk.one)
    with pytest.raises(DatabaseError), transaction.atomic():
        Keying.objects.create(batch=batch, turn=1, by=desk.one.user, began_at=batch.at)
    assert "Nothing is keyed before" in page(desk, desk.one, "")


def test_nothing_is_keyed_of_a_batch_that_does_not_balance() -> None:
    desk = posted_desk(envelopes=20)
    batch = batching.form_batch(
        desk.contest, number=1, section="all", basis="member", envelopes=20, by=desk.officer
    )
    close(desk.contest)
    with pytest.raises(RuleError, match="does not balance"):
        keying.begin(batch, by=desk.one)
    with pytest.raises(DatabaseError), transaction.atomic():
        Keying.objects.create(batch=batch, turn=1, by=desk.one.user, began_at=batch.at)


@pytest.mark.parametrize("act", ["keying", "entry", "entry gone", "reading"])
@pytest.mark.parametrize("how", ["counted", "verified"])
def test_the_database_refuses_keys_once_the_contest_is_counted_or_verified(
    act: str, how: str
) -> None:
    desk, batch, papers = desk_with(20)
    key(batch, papers, by=desk.one)
    mine = key(batch, papers, by=desk.two, finish=False)
    if how == "verified":
        keying.finish(mine, by=desk.two)
        Verification.objects.create(
            contest=desk.contest, at=batch.at, by="x", papers=20, valid=20, rejected=0
        )
    else:
        Contest.objects.filter(pk=desk.contest.pk).update(state=State.COUNTED)
    acts: dict[str, Callable[[], object]] = {
        "keying": lambda: Keying.objects.create(
            batch=batch, turn=2, by=desk.officer.user, began_at=batch.at
        ),
        "entry": lambda: Entry.objects.create(keying=mine, place=21, nonce="n"),
        "entry gone": lambda: Entry.objects.filter(keying=mine, place=20).delete(),
        "reading": lambda: Reading.objects.create(batch=batch, place=21),
    }
    with pytest.raises(DatabaseError), transaction.atomic():
        acts[act]()


@pytest.mark.parametrize(
    ("table", "which"),
    [("papers_entry", "note = 'x'"), ("papers_reading", "notes = 'x'")],
)
def test_what_was_keyed_and_read_is_never_changed(table: str, which: str) -> None:
    desk = posted_desk()
    keyed_batch(desk, papers_of(desk.contest, [(1,)] * 20))
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {which}")  # noqa: S608
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")  # noqa: S608


def test_a_batch_cannot_be_called_settled_before_each_of_its_papers_is_read() -> None:
    desk, batch, papers = desk_with(20)
    key(batch, papers, by=desk.one)
    with pytest.raises(DatabaseError), transaction.atomic():
        Batch.objects.filter(pk=batch.pk).update(settled_at=batch.at)


# --- once -----------------------------------------------------------------------------------------


def test_the_same_form_sent_twice_stores_one_paper() -> None:
    desk, batch, papers = desk_with(20)
    mine = keying.begin(batch, by=desk.one)
    for _again in range(3):
        keying.store(mine, sheet(1, papers[0], "one form"), by=desk.one)
    assert [entry.paper for entry in mine.entries.all()] == [papers[0].number]


def test_of_two_windows_the_slower_is_told_and_changes_nothing() -> None:
    desk, batch, papers = desk_with(20)
    mine = keying.begin(batch, by=desk.one)
    keying.store(mine, sheet(1, papers[0]), by=desk.one)
    with pytest.raises(RuleError, match="Paper 1 was keyed already"):
        keying.store(mine, sheet(1, papers[1]), by=desk.one)
    with pytest.raises(RuleError, match="Paper 2 was taken back"):
        keying.store(mine, sheet(3, papers[1]), by=desk.one)
    assert [entry.paper for entry in mine.entries.all()] == [papers[0].number]


def test_no_paper_is_keyed_beyond_those_found() -> None:
    desk, batch, papers = desk_with(20)
    mine = key(batch, papers, by=desk.one, finish=False)
    with pytest.raises(RuleError, match="All 20 papers"):
        keying.store(mine, sheet(21, papers[0]), by=desk.one)
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.create(keying=mine, place=21, nonce="n")


def test_a_keying_is_finished_when_all_papers_found_are_keyed() -> None:
    desk, batch, papers = desk_with(20)
    mine = key(batch, papers[:19], by=desk.one, finish=False)
    with pytest.raises(RuleError, match="1 of 20 papers are still to be keyed"):
        keying.finish(mine, by=desk.one)
    with pytest.raises(DatabaseError), transaction.atomic():
        Keying.objects.filter(pk=mine.pk).update(done_at=batch.at)


def test_the_last_paper_is_taken_back_once_and_no_other() -> None:
    desk, batch, papers = desk_with(20)
    mine = key(batch, papers[:5], by=desk.one, finish=False)
    assert keying.take_back(mine, 5, by=desk.one) == papers[4].number
    assert keying.take_back(mine, 5, by=desk.one) == "", "pressed twice"
    with pytest.raises(RuleError, match="Only the last paper, 4,"):
        keying.take_back(mine, 2, by=desk.one)
    assert mine.entries.count() == 4


def test_a_finished_keying_stands() -> None:
    desk, batch, papers = desk_with(20)
    mine = key(batch, papers, by=desk.one)
    with pytest.raises(RuleError, match="finished"):
        keying.take_back(mine, 20, by=desk.one)
    with pytest.raises(RuleError, match="finished"):
        keying.throw_away(mine, by=desk.one)
    keying.finish(mine, by=desk.one)  # again: nothing happens
    assert JournalEntry.objects.filter(act="keying-done").count() == 1


def test_an_unfinished_keying_is_thrown_away_and_another_takes_its_turn() -> None:
    desk, batch, papers = desk_with(20)
    theirs = key(batch, papers[:7], by=desk.one, finish=False)
    with pytest.raises(RuleError, match="Only a returning officer"):
        keying.throw_away(theirs, by=desk.two)
    assert keying.throw_away(theirs, by=desk.officer) == 7
    with pytest.raises(RuleError, match="thrown away meanwhile"):
        keying.store(theirs, sheet(8, papers[7]), by=desk.one)
    key(batch, papers, by=desk.two)
    key(batch, papers, by=desk.officer)
    assert read(batch) == truth(papers)


def test_keying_stops_and_goes_on_where_it_stopped() -> None:
    desk, batch, papers = desk_with(20)
    mine = key(batch, papers[:7], by=desk.one, finish=False)
    assert keying.begin(batch, by=desk.one) == mine
    assert "Go on with paper 8" in page(desk, desk.one, "batches/1/")
    assert "Paper 8 of 20" in page(desk, desk.one, "batches/1/key/")


@pytest.mark.django_db(transaction=True)
def test_a_paper_sent_twice_at_the_same_moment_is_stored_once() -> None:
    desk, batch, papers = desk_with(20)
    mine = keying.begin(batch, by=desk.one)
    one = sheet(1, papers[0], "one form")
    other = sheet(1, papers[1], "another window")
    answers = at_once([lambda: keying.store(mine, one, by=desk.one)] * 4
                      + [lambda: keying.store(mine, other, by=desk.one)] * 2)  # fmt: skip
    stored = [entry.paper for entry in mine.entries.all()]
    assert stored in ([papers[0].number], [papers[1].number])
    refused = [answer for answer in answers if answer is not None]
    assert all(isinstance(answer, RuleError) for answer in refused), refused
    assert len(refused) == (2 if stored == [papers[0].number] else 4)


@pytest.mark.django_db(transaction=True)
def test_three_who_begin_at_the_same_moment_become_two() -> None:
    desk, batch, _papers = desk_with(20)
    people = (desk.one, desk.two, desk.officer)
    answers = at_once([lambda who=who: keying.begin(batch, by=who) for who in people])  # type: ignore[misc]
    begun = [answer for answer in answers if isinstance(answer, Keying)]
    assert sorted(each.turn for each in begun) == [1, 2]
    assert sum(isinstance(answer, RuleError) for answer in answers) == 1


@pytest.mark.django_db(transaction=True)
def test_both_who_finish_at_the_same_moment_settle_the_batch_once() -> None:
    desk, batch, papers = desk_with(20)
    one = key(batch, papers, by=desk.one, finish=False)
    two = key(batch, papers, by=desk.two, finish=False)
    answers = at_once([
        lambda: keying.finish(one, by=desk.one), lambda: keying.finish(two, by=desk.two),
    ])  # fmt: skip
    assert all(isinstance(answer, Batch) for answer in answers), answers
    assert read(batch) == truth(papers)


@pytest.mark.django_db(transaction=True)
def test_two_who_look_again_at_one_paper_settle_it_once() -> None:
    desk, batch, papers = desk_with(20)
    key(batch, papers, by=desk.one)
    key(batch, [papers[0].marked(c1="3"), *papers[1:]], by=desk.two)
    first, second = Look(Right.FIRST), Look(Right.SECOND)
    answers = at_once([
        lambda: settling.look_again(batch, 1, first, by=desk.officer),
        lambda: settling.look_again(batch, 1, second, by=desk.two),
    ])  # fmt: skip
    assert sum(isinstance(answer, Reading) for answer in answers) == 1
    assert sum(isinstance(answer, RuleError) for answer in answers) == 1
    assert batch.readings.count() == 20


# --- what differs ---------------------------------------------------------------------------------

ALTERED = {
    "a mark": lambda papers: [papers[0].marked(c1="2", c2="1"), *papers[1:]],
    "a mark left out": lambda papers: [papers[0].marked(), *papers[1:]],
    "a doubt": lambda papers: [replace(papers[0], doubt="unclear"), *papers[1:]],
    "no number": lambda papers: [replace(papers[0], number=""), *papers[1:]],
    "another's marks": lambda papers: [
        replace(papers[0], marks=papers[1].marks), replace(papers[1], marks=papers[0].marks),
        *papers[2:],
    ],
    "one left out and one made up": lambda papers: [
        *papers[1:], Paper("12345678903", {"c1": "1"}),
    ],
    "one keyed twice in the place of another": lambda papers: [papers[1], *papers[1:]],
}  # fmt: skip


@pytest.mark.parametrize("how", ALTERED)
@pytest.mark.parametrize("first", [True, False], ids=["in the first", "in the second"])
def test_what_one_alters_is_looked_at_again_and_the_truth_is_read(how: str, first: bool) -> None:
    desk, batch, papers = desk_with(20)
    wrong = ALTERED[how](papers)
    key(batch, wrong if first else papers, by=desk.one)
    key(batch, papers if first else wrong, by=desk.two)
    batch.refresh_from_db()
    assert standings(desk.contest)[0].stage == "differing"
    waiting = mismatches(batch)
    assert waiting
    right = Right.SECOND if first else Right.FIRST
    for pair in waiting:
        settling.look_again(batch, pair.place, Look(right), by=desk.officer)
    batch.refresh_from_db()
    assert batch.settled_at is not None
    expected = sorted(truth(papers), key=str)
    kept = [(number, marks) for number, marks, _doubts in sorted(read(batch), key=str)]
    assert kept == [(number, marks) for number, marks, _doubts in expected]
    again = batch.readings.exclude(looked_again_by="")
    assert again.count() == len(waiting)
    assert {reading.looked_again_by for reading in again} == {desk.officer.words}


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from([0.01, 0.2]), st.booleans())
def test_a_clerk_who_alters_papers_in_one_keying_is_always_caught(
    seed: int, share: float, second: bool
) -> None:
    draw = Random(seed)
    with undone():
        desk, batch, papers = desk_with(100)
        altered = {n for n in range(100) if draw.random() < share} or {draw.randrange(100)}
        wrong = [_altered(paper, draw) if n in altered else paper for n, paper in enumerate(papers)]
        draw.shuffle(wrong)
        honest, clerk = (desk.one, desk.two) if second else (desk.two, desk.one)
        for who in (desk.one, desk.two):
            key(batch, papers if who is honest else wrong, by=who)
        assert clerk is not honest
        seen = {(p.first if second else p.second).paper for p in mismatches(batch)}
        assert seen == {papers[n].number for n in altered}
        for pair in mismatches(batch):
            right = pair.first if second else pair.second
            look = Look(Right.NEITHER, right.paper, right.marks, right.doubt)
            settling.look_again(batch, pair.place, look, by=desk.officer)
        batch.refresh_from_db()
        assert batch.settled_at is not None
        kept = sorted((r.paper, sorted(r.marks.items())) for r in batch.readings.all())
        assert kept == sorted((p.number, sorted(p.marks.items())) for p in papers)


def _altered(paper: Paper, draw: Random) -> Paper:
    other = {"c1": "3", "c2": "2", "c3": "1"}
    return draw.choice([
        replace(paper, marks=other if dict(paper.marks) != other else {"c1": "1"}),
        replace(paper, marks={}),
        replace(paper, number=""),
        replace(paper, doubt="identifies"),
        Paper(f"9{draw.randrange(10**10):010}", {"c2": "1"}),
    ])  # fmt: skip


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is written within is taken back, so that each example begins anew."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_a_doubt_that_either_saw_stays_with_the_paper() -> None:
    desk, batch, papers = desk_with(20)
    seen = [replace(papers[0], doubt="identifies", note="a name in the margin"), *papers[1:]]
    key(batch, seen, by=desk.one)
    key(batch, papers, by=desk.two)
    settling.look_again(batch, 1, Look(Right.SECOND), by=desk.officer)
    reading = batch.readings.get(place=1)
    assert reading.doubts == ["identifies"], "one person alone does not wave it away"
    assert reading.notes == "a name in the margin"


@pytest.mark.parametrize("who", ["one", "two", "officer"])
def test_either_who_keyed_or_a_third_looks_again_and_it_is_told_who(who: str) -> None:
    desk, batch, papers = desk_with(20)
    key(batch, papers, by=desk.one)
    key(batch, [papers[0].marked(c3="1"), *papers[1:]], by=desk.two)
    actor = getattr(desk, who)
    look = Look(Right.NEITHER, papers[0].number, {"c2": "1"}, note="smudged")
    settling.look_again(batch, 1, look, by=actor)
    reading = batch.readings.get(place=1)
    assert (reading.marks, reading.looked_again_by) == ({"c2": "1"}, actor.words)
    told = JournalEntry.objects.get(act="paper-looked-at-again").sentence
    assert "paper 1 of batch 1: neither keying is right" in told
    with pytest.raises(RuleError, match=r"agree|looked at this paper"):
        settling.look_again(batch, 1, look, by=actor)
    with pytest.raises(RuleError, match="agree"):
        settling.look_again(batch, 2, look, by=actor)


# --- the pages ------------------------------------------------------------------------------------


def page(desk: Desk, who: object, rest: str) -> str:
    browser = signed_in(who)  # type: ignore[arg-type]
    return browser.get(desk.url(rest), follow=True).content.decode()


def hidden(body: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', body)
    assert found, f"no {name} in the form"
    return found[1]


def send(browser: Client, desk: Desk, body: str, **marks: str) -> str:
    """Fill the form of marks that the page holds in, and send it."""
    data = {f"mark-{key}": mark for key, mark in marks.items()} | {
        name: hidden(body, name) for name in ("place", "nonce", "paper")
    }
    return browser.post(desk.url("batches/1/key/"), data, follow=True).content.decode()


def order_shown(body: str) -> list[str]:
    return re.findall(r'<label for="mark-(\w+)"', body)


def test_the_names_stand_in_the_order_of_the_paper_whose_number_is_entered() -> None:
    desk = posted_desk(envelopes=20)
    balanced_batch(desk, 20)
    close(desk.contest)
    numbers = print_papers(desk.contest, 3)
    browser = signed_in(desk.one)
    browser.post(desk.url("batches/1/key/begin/"))
    shown = [
        order_shown(browser.get(desk.url(f"batches/1/key/?paper={n}")).content.decode())
        for n in numbers
    ]
    assert shown == [["c1", "c2", "c3"], ["c2", "c3", "c1"], ["c3", "c1", "c2"]]


def test_a_batch_is_keyed_by_plain_forms_alone() -> None:
    desk, batch, papers = desk_with(20)
    browser = signed_in(desk.one)
    body = browser.post(desk.url("batches/1/key/begin/"), follow=True).content.decode()
    for place, paper in enumerate(papers, start=1):
        assert f"Paper {place} of 20" in body
        body = browser.get(desk.url("batches/1/key/"), {"paper": paper.number}).content.decode()
        body = send(browser, desk, body, **paper.marks)
    assert "20 of 20 keyed" in body
    told = browser.post(desk.url("batches/1/key/finish/"), follow=True).content.decode()
    assert "Another person keys it the second time" in told
    keyed = Keying.objects.get(batch=batch)
    assert [(e.paper, e.marks) for e in keyed.entries.order_by("place")] == [
        (p.number, dict(p.marks)) for p in papers
    ]


SLIPS = {
    "": "No number",
    "123": "figures are missing",
    "00000000000": "a figure is wrong",
    "own": "as paper 1 of this batch",
    "elsewhere": "keyed already, in batch 2",
}


@pytest.mark.parametrize("typed", SLIPS)
def test_what_is_wrong_with_a_number_is_said_at_once_and_enter_again_goes_on(typed: str) -> None:
    desk = posted_desk(envelopes=40)
    batch, other = balanced_batch(desk, 20), balanced_batch(desk, 20)
    close(desk.contest)
    papers = papers_of(desk.contest, [(1,), (2,)])
    key(batch, papers[:1], by=desk.one, finish=False)
    key(other, papers[1:], by=desk.two, finish=False)
    numbers = {"own": papers[0].number, "elsewhere": papers[1].number}
    number = numbers.get(typed, typed)
    browser = signed_in(desk.one)
    body = browser.get(desk.url("batches/1/key/"), {"paper": number}).content.decode()
    assert SLIPS[typed] in body
    assert "press Enter again" in body
    assert order_shown(body) == []
    again = {"paper": number, "checked": hidden(body, "checked")}
    body = browser.get(desk.url("batches/1/key/"), again).content.decode()
    assert order_shown(body)
    body = send(browser, desk, body, c1="1")
    assert "Paper 3 of 20" in body
    assert Entry.objects.get(keying__batch=batch, place=2).paper == number


def test_marks_that_are_too_long_come_back_with_what_was_typed() -> None:
    desk, _batch, papers = desk_with(20)
    browser = signed_in(desk.one)
    browser.post(desk.url("batches/1/key/begin/"))
    body = browser.get(desk.url(f"batches/1/key/?paper={papers[0].number}")).content.decode()
    body = send(browser, desk, body, c1="1", c2="a whole sentence")
    assert "at most 12 characters" in body
    assert "a whole sentence" in body
    assert not Entry.objects.exists()
    body = send(browser, desk, body, c1="1", c2="2")
    assert "Paper 2 of 20" in body


def test_the_script_gets_the_next_step_alone_and_the_same_words() -> None:
    desk, _batch, papers = desk_with(20)
    browser = signed_in(desk.one)
    browser.post(desk.url("batches/1/key/begin/"))
    there = desk.url("batches/1/key/")
    step = browser.get(there, {"paper": papers[0].number}, headers={"X-Requested-With": "fetch"})
    assert step["X-Step"] == "marks"
    assert "no-store" in step["Cache-Control"]
    assert "<html" not in step.content.decode()
    data = {name: hidden(step.content.decode(), name) for name in ("place", "nonce", "paper")}
    after = browser.post(there, data | {"mark-c1": "1"}, headers={"X-Requested-With": "fetch"})
    assert (after.status_code, after["X-Step"]) == (200, "number")
    assert "Paper 2 of 20" in after.content.decode()


def test_side_by_side_stands_what_each_keyed_and_one_press_settles_it() -> None:
    desk, batch, papers = desk_with(20)
    key(batch, papers, by=desk.one)
    key(batch, [replace(papers[0].marked(c1="9"), doubt="unclear"), *papers[1:]], by=desk.two)
    browser = signed_in(desk.officer)
    body = browser.get(desk.url("batches/1/mismatches/")).content.decode()
    assert "the marks, the doubt" in body
    body = browser.get(desk.url("batches/1/mismatches/1/")).content.decode()
    assert body.count('class="differs"') == 3, "c1, c2 and the doubt"
    assert str(desk.one.user) in body
    assert str(desk.two.user) in body
    told = browser.post(desk.url("batches/1/mismatches/1/"), {"right": "first"}, follow=True)
    assert "the batch is settled" in told.content.decode()
    assert batch.readings.get(place=1).marks == dict(papers[0].marks)


def test_what_neither_read_is_written_anew_and_a_form_without_an_answer_says_so() -> None:
    desk, batch, papers = desk_with(20)
    key(batch, papers, by=desk.one)
    key(batch, [papers[0].marked(c1="9"), *papers[1:]], by=desk.two)
    browser, there = signed_in(desk.two), desk.url("batches/1/mismatches/1/")
    assert "Say which keying is right" in browser.post(there, {}).content.decode()
    long = {"right": "neither", "paper": papers[0].number, "mark-c1": "thirteen signs"}
    assert "at most 12 characters" in browser.post(there, long).content.decode()
    browser.post(there, long | {"mark-c1": "", "mark-c3": "x", "doubt": "unclear"})
    reading = batch.readings.get(place=1)
    assert (reading.marks, reading.doubts) == ({"c3": "X"}, ["unclear"])


def test_an_observer_keys_nothing_and_sees_no_keys() -> None:
    desk, batch, papers = desk_with(20)
    key(batch, papers, by=desk.one)
    key(batch, [papers[0].marked(c1="9"), *papers[1:]], by=desk.two)
    browser = signed_in(make_actor(desk.contest.organisation, Role.OBSERVER))
    assert browser.get(desk.url("")).status_code == 200
    for rest in ("batches/1/key/", "batches/1/mismatches/", "batches/1/mismatches/1/"):
        assert browser.get(desk.url(rest)).status_code == 403, rest
    for rest in ("next/", "batches/1/key/begin/", "batches/1/key/finish/"):
        assert browser.post(desk.url(rest)).status_code == 403, rest


def test_the_next_batch_to_key_is_mine_then_anothers_then_a_fresh_one() -> None:
    desk = posted_desk(envelopes=60)
    batches = [balanced_batch(desk, 20) for _ in range(3)]
    close(desk.contest)
    papers = papers_of(desk.contest, [(1,)] * 20)
    key(batches[1], papers, by=desk.two)
    assert next_to_key(desk.contest, desk.one.user) == batches[1], "keyed once by another"
    assert next_to_key(desk.contest, desk.two.user) == batches[0]
    key(batches[2], papers[:1], by=desk.one, finish=False)
    assert next_to_key(desk.contest, desk.one.user) == batches[2], "her own goes on first"
    assert [s.stage for s in standings(desk.contest)] == ["to_key", "keyed_once", "to_key"]


def test_nothing_of_a_paper_stands_in_the_journal() -> None:
    desk, batch, papers = desk_with(20)
    key(batch, papers, by=desk.one)
    key(batch, [papers[0].marked(c1="9"), *papers[1:]], by=desk.two)
    settling.look_again(batch, 1, Look(Right.FIRST), by=desk.officer)
    told = " ".join(JournalEntry.objects.values_list("sentence", flat=True))
    assert "batch 1" in told
    assert not any(paper.number in told for paper in papers)
    assert pairs_of(batch)


def test_envelopes_are_opened_and_keyed_in_two_sections() -> None:
    desk = posted_desk()
    desk.contest.sections.create(key="young", name="Young members")
    accept(desk.contest, 20)
    accept(desk.contest, 20, section="young", basis="supporter")
    balanced_batch(desk, 20)
    balanced_batch(desk, 20, section="young", basis="supporter")
    assert "Young members: " in page(desk, desk.one, "")
