"""Two officers at once: each act happens once, or is refused with a reason."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine
from django.db import connection

from hustings.errors import HustingsError
from hustings.web.contests import actions
from hustings.web.contests.models import Contest, State
from hustings.web.journal.models import Entry
from tests.web.contests.setting_up import PASSPHRASE, QUICK, prepared, ready

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Do the acts in a thread each, begun together; "" for each that was done, else its refusal."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        barrier.wait(timeout=30)
        try:
            act()
        except HustingsError as error:
            return str(error)
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_of_eight_keys_made_at_once_one_is_kept() -> None:
    contest, by = prepared()
    stands = bytes(contest.public_key or b"")
    made: list[actions.NewKey] = []

    def make() -> None:
        made.append(actions.make_key(contest, PASSPHRASE, by=by, replacing=stands, cost=QUICK))

    told = at_once(*[make] * 8)
    assert told.count("") == 1
    assert all("Another key was made meanwhile" in t for t in told if t)
    contest.refresh_from_db()
    (kept,) = made
    assert actions.test_key(contest, kept.file_text, PASSPHRASE, by=by).key_tested_at


def test_of_eight_who_make_a_contest_ready_one_does() -> None:
    contest, by = prepared()
    told = at_once(*[lambda: actions.make_ready(contest, by=by)] * 8)
    assert told.count("") == 1
    assert Entry.objects.filter(act="ready").count() == 1


def test_a_candidate_added_as_the_contest_becomes_ready_is_on_the_paper_or_refused() -> None:
    contest, by = prepared()
    ready_told, added = at_once(
        lambda: actions.make_ready(contest, by=by),
        lambda: actions.add_candidate(contest, by=by, name="Late Larch"),
    )
    assert ready_told == ""
    on_paper = contest.candidates.filter(name="Late Larch").exists()
    assert on_paper is (added == "")
    told = Entry.objects.get(act="ready").sentence
    assert f"{4 if on_paper else 3} candidates" in told


def test_candidates_added_at_once_are_numbered_without_a_gap() -> None:
    contest, by = prepared(candidates=2)

    def adding(number: int) -> Callable[[], object]:
        return lambda: actions.add_candidate(contest, by=by, name=f"New {number}")

    assert at_once(*(adding(n) for n in range(8))) == [""] * 8
    numbers = contest.candidates.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, 11))


def test_a_poll_is_extended_or_closed_and_never_both_at_its_closing_time() -> None:
    contest, by = ready()
    assert contest.closes_at is not None
    ends = contest.closes_at
    with time_machine.travel(ends, tick=False):
        extended, closed = at_once(
            lambda: actions.extend(contest, ends + timedelta(days=1), "Late.", by=by),
            lambda: actions.close(contest, by=by),
        )
    assert extended
    assert closed == ""
    assert Contest.objects.get(pk=contest.pk).state == State.CLOSED
