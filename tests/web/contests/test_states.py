"""From draft to ready and back, to closed, or given up; and test mode."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.db.utils import DatabaseError
from django.test import Client

from hustings.errors import RuleError
from hustings.web.booth.models import Envelope
from hustings.web.contests import actions, hooks
from hustings.web.contests.models import Contest, State
from hustings.web.contests.queries import Phase, ballots_cast, phase
from hustings.web.contests.tasks import Task, TaskState, blockers, tasks_of
from hustings.web.journal.models import Entry
from tests.web.contests.setting_up import PASSPHRASE, QUICK, cast_by_row, prepared, ready
from tests.web.making import make_actor, make_contest, make_electors, make_organisation

pytestmark = pytest.mark.django_db


def last_entry() -> Entry:
    return Entry.objects.order_by("-id")[0]


def test_a_prepared_contest_becomes_ready_and_its_form_is_fixed() -> None:
    contest, by = prepared(electors=3)
    assert blockers(contest) == []
    contest = actions.make_ready(contest, by=by)
    assert (contest.state, contest.test_mode) == (State.READY, False)
    assert contest.ready_at is not None
    assert phase(contest) is Phase.UPCOMING
    assert "with 3 electors and 3 candidates" in last_entry().sentence
    with pytest.raises(RuleError, match="A contest that is ready cannot be changed"):
        actions.set_order(contest, "rotation", by=by)
    with pytest.raises(RuleError, match="cannot be changed"):
        actions.add_candidate(contest, by=by, name="Late")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"question": ""}, "no question"),
        ({"who_may_vote": ""}, "who may vote"),
        ({"opens_at": None}, "No times are set"),
        ({"retention_until": None}, "until when personal data are kept"),
        ({"public_key": None, "key_tested_at": None}, "opening key"),
        ({"key_tested_at": None}, "never opened"),
        ({"seats": 4, "rule": "plurality"}, "4 seats, but only 3 candidates stand"),
        ({"rule": "none such"}, "There is no rule"),
    ],
)
def test_whatever_is_missing_keeps_a_contest_from_being_ready(
    change: dict[str, object], told: str
) -> None:
    contest, by = prepared()
    Contest.objects.filter(pk=contest.pk).update(**change)
    with pytest.raises(RuleError, match="not ready") as refused:
        actions.make_ready(contest, by=by)
    assert told in str(refused.value)
    assert Contest.objects.get(pk=contest.pk).state == State.DRAFT


def test_a_closing_time_that_has_passed_keeps_a_contest_from_being_ready() -> None:
    contest, by = prepared()
    assert contest.closes_at is not None
    with (
        time_machine.travel(contest.closes_at, tick=False),
        pytest.raises(RuleError, match="has passed"),
    ):
        actions.make_ready(contest, by=by)


def test_one_candidate_makes_no_contest() -> None:
    contest, by = prepared(candidates=2)
    actions.remove_candidate(contest.candidates.get(number=1), by=by)
    with pytest.raises(RuleError, match="two candidates at least; it has 1"):
        actions.make_ready(contest, by=by)


def test_test_ballots_are_wiped_before_a_contest_is_ready() -> None:
    contest, by = prepared()
    contest = actions.set_test_mode(contest, True, by=by)
    cast_by_row(contest, 2)
    Envelope.objects.create(
        id=b"e" * 16, contest=contest, section="all", channel="online", basis="", sealed=b""
    )
    contest = actions.make_ready(contest, by=by)
    assert (contest.state, contest.test_mode) == (State.READY, False)
    assert ballots_cast(contest) == 0
    assert contest.envelopes.count() == 0
    assert "Wiped 2 test ballots" in last_entry().sentence


def test_ending_test_mode_wipes_its_ballots() -> None:
    contest, by = prepared()
    contest = actions.set_test_mode(contest, True, by=by)
    cast_by_row(contest, 2)
    contest = actions.set_test_mode(contest, False, by=by)
    assert (contest.test_mode, ballots_cast(contest)) == (False, 0)
    assert last_entry().sentence == "Ended test mode: wiped 2 test ballots."


def test_test_mode_asks_for_what_a_trial_needs() -> None:
    by = make_actor(make_organisation())
    contest = make_contest(organisation=by.organisation)
    with pytest.raises(RuleError, match="two candidates and an opening key"):
        actions.set_test_mode(contest, True, by=by)


def test_whoever_changes_the_paper_or_the_key_wipes_the_trial_ballots_sealed_before() -> None:
    contest, by = prepared()
    contest = actions.set_test_mode(contest, True, by=by)
    cast_by_row(contest, 1)
    actions.move_candidate(contest.candidates.get(number=1), up=False, by=by)
    assert ballots_cast(contest) == 0
    cast_by_row(contest, 1)
    assert contest.public_key is not None
    stands = bytes(contest.public_key)
    actions.make_key(contest, PASSPHRASE, by=by, cost=QUICK, replacing=stands)
    assert ballots_cast(contest) == 0


def test_a_contest_goes_back_to_its_draft_while_nobody_has_voted() -> None:
    contest, by = ready()
    contest = actions.back_to_draft(contest, by=by)
    assert (contest.state, contest.ready_at) == (State.DRAFT, None)
    assert actions.make_ready(contest, by=by).state == State.READY


def test_a_contest_in_which_somebody_voted_never_goes_back() -> None:
    contest, by = ready()
    cast_by_row(contest, 1)
    with pytest.raises(RuleError, match="1 have voted"):
        actions.back_to_draft(contest, by=by)
    with pytest.raises(DatabaseError, match="somebody has voted"), transaction.atomic():
        Contest.objects.filter(pk=contest.pk).update(state=State.DRAFT)


@pytest.mark.parametrize("field", ["title", "pledge_by", "pledge_text", "advises_rule", "timezone"])
def test_the_database_itself_keeps_what_was_published_as_it_was(field: str) -> None:
    contest, _ = ready()
    with pytest.raises(DatabaseError, match="fixed once it is ready"), transaction.atomic():
        Contest.objects.filter(pk=contest.pk).update(**{field: "av"})


def test_a_poll_is_closed_after_its_last_closing_time_and_not_a_moment_before() -> None:
    contest, by = ready(electors=3)
    cast_by_row(contest, 2)
    ends = contest.closes_at
    assert ends is not None
    with (
        time_machine.travel(ends - timedelta(microseconds=1), tick=False),
        pytest.raises(RuleError, match="cannot be shortened"),
    ):
        actions.close(contest, by=by)
    with time_machine.travel(ends, tick=False):
        contest = actions.close(contest, by=by)
    assert (contest.state, contest.closed_at) == (State.CLOSED, ends)
    assert last_entry().sentence == "Closed the poll: 2 of 3 electors had voted."
    with pytest.raises(RuleError, match="A contest that is closed cannot be closed"):
        actions.close(contest, by=by)


def test_a_poll_that_is_still_open_by_post_is_not_closed() -> None:
    contest, by = prepared()
    assert contest.closes_at is not None
    post = contest.closes_at + timedelta(days=2)
    Contest.objects.filter(pk=contest.pk).update(post_closes_at=post)
    contest = actions.make_ready(contest, by=by)
    with (
        time_machine.travel(contest.closes_at, tick=False),
        pytest.raises(RuleError, match="cannot be shortened"),
    ):
        actions.close(contest, by=by)
    with time_machine.travel(post, tick=False):
        assert actions.close(contest, by=by).state == State.CLOSED


def test_an_abandoned_contest_says_why_to_everybody_unless_it_was_a_draft() -> None:
    contest, by = ready()
    contest = actions.abandon(contest, "The seat was abolished.", by=by)
    assert contest.state == State.ABANDONED
    assert contest.notices.get().text == "This contest was abandoned. The seat was abolished."
    draft, by = prepared()
    actions.abandon(draft, "A slip.", by=by)
    assert not draft.notices.exists()
    assert [Client().get(f"/c/{each.slug}/").status_code for each in (contest, draft)] == [200, 404]
    listed = Client().get("/").content.decode()
    assert [f"/c/{each.slug}/" in listed for each in (contest, draft)] == [True, False]


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_nothing_is_abandoned_without_a_reason(reason: str) -> None:
    contest, by = ready()
    with pytest.raises(RuleError, match="Say why"):
        actions.abandon(contest, reason, by=by)
    assert Contest.objects.get(pk=contest.pk).state == State.READY


def test_the_retention_date_can_be_set_after_the_draft_and_not_after_the_erasure() -> None:
    contest, by = ready()
    assert contest.closes_at is not None
    later = contest.closes_at.date() + timedelta(days=300)
    assert actions.set_retention(contest, later, by=by).retention_until == later
    Contest.objects.filter(pk=contest.pk).update(erased_at=contest.closes_at)
    with pytest.raises(RuleError, match="erased already"):
        actions.set_retention(contest, later + timedelta(days=1), by=by)


def test_an_act_that_fails_leaves_no_entry_and_each_act_leaves_one() -> None:
    contest, by = prepared()
    before = Entry.objects.count()
    with pytest.raises(RuleError):
        actions.close(contest, by=by)
    assert Entry.objects.count() == before
    actions.make_ready(contest, by=by)
    assert Entry.objects.count() == before + 1
    entry = last_entry()
    assert (entry.chain, entry.contest, entry.by) == (
        by.organisation.slug,
        contest.slug,
        by.words,
    )


def titles(contest: Contest, state: TaskState) -> list[str]:
    return [t.title for t in tasks_of(contest) if t.state is state]


def test_the_task_list_of_a_new_draft_says_what_is_needed() -> None:
    by = make_actor(make_organisation())
    contest = actions.create_contest(
        by=by, title="Ashby Vale primary", place="", purpose="advisory", question=""
    )
    wanted = {
        "Say what the contest is",
        "Name the candidates",
        "Say who may vote",
        "Set the timetable",
        "Say when personal data are erased",
        "Make the opening key",
        "Test the key’s backup",
    }
    assert wanted <= {t.title for t in blockers(contest)}
    assert "Make the contest ready" in titles(contest, TaskState.BLOCKED)
    assert "Close the poll" in titles(contest, TaskState.LATER)


def test_the_task_list_follows_the_contest_to_its_close() -> None:
    contest, by = prepared()
    assert "Make the contest ready" in titles(contest, TaskState.NEXT)
    contest = actions.make_ready(contest, by=by)
    assert "Make the contest ready" in titles(contest, TaskState.DONE)
    own = {"form", "candidates", "key", "timetable"}
    assert not [t for t in tasks_of(contest) if t.url.rstrip("/").rsplit("/", 1)[-1] in own]
    assert contest.closes_at is not None
    with time_machine.travel(contest.closes_at, tick=False):
        assert "Close the poll" in titles(contest, TaskState.NEXT)
        contest = actions.close(contest, by=by)
        assert "Close the poll" in titles(contest, TaskState.DONE)


def test_a_short_poll_is_pointed_out() -> None:
    contest, _ = prepared()
    assert contest.opens_at is not None
    contest.closes_at = contest.opens_at + timedelta(days=7)
    assert "less than a week" not in timetable_task(contest).note
    contest.closes_at -= timedelta(hours=1)
    assert "less than a week" in timetable_task(contest).note


def timetable_task(contest: Contest) -> Task:
    return next(t for t in tasks_of(contest) if t.title == "Set the timetable")


def test_a_hook_calls_its_parts_once_each_in_their_order() -> None:
    contest, called = make_contest(), []
    hook = hooks.Hook()

    def first(_contest: Contest) -> None:
        called.append("first")

    def second(_contest: Contest) -> None:
        called.append("second")

    hook.register(second, order=20)
    hook.register(first, order=10)
    hook.register(second, order=5)
    hook(contest)
    assert called == ["first", "second"]


def test_a_second_contest_of_one_title_gets_an_address_of_its_own() -> None:
    by = make_actor(make_organisation())
    made = [
        actions.create_contest(by=by, title=title, place="", purpose="advisory", question="")
        for title in ("Twin Towns", "Twin Towns", "Ελλάδα", "Ελλάδα")
    ]
    assert [c.slug for c in made] == ["twin-towns", "twin-towns-2", "contest", "contest-2"]
    assert all(c.sections.count() == 1 for c in made)


def test_an_officer_of_another_organisation_acts_on_nothing() -> None:
    contest, _ = prepared()
    stranger = make_actor(make_organisation())
    with pytest.raises(AssertionError):
        actions.make_ready(contest, by=stranger)


def test_electors_struck_are_not_counted_as_electors() -> None:
    contest, by = prepared(electors=2)
    make_electors(contest, 1, struck_at=contest.opens_at, added_late=True)
    actions.make_ready(contest, by=by)
    assert "with 2 electors" in last_entry().sentence
