"""While people vote: extension and withdrawal."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.db.utils import DatabaseError

from hustings.errors import RuleError
from hustings.web.contests import actions
from hustings.web.contests.models import Candidate, Contest, State
from hustings.web.contests.nouns import core_contest
from hustings.web.contests.queries import Phase, phase
from hustings.web.journal.models import Entry
from hustings.web.officers.actor import Actor
from tests.web.contests.setting_up import cast_by_row, prepared, ready

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def test_an_extension_is_published_with_both_times_and_its_reason() -> None:
    contest, by = ready(timezone="Europe/London")
    assert contest.closes_at is not None
    was, will = contest.closes_at, contest.closes_at + DAY
    with time_machine.travel(was - DAY, tick=False):
        contest = actions.extend(contest, will, "The site was down for a day.", by=by)
    assert contest.closes_at == will
    extension = contest.extensions.get()
    assert (extension.closed_before, extension.closes_after) == (was, will)
    notice = contest.notices.get().text
    assert "The site was down for a day." in notice
    assert "(Europe/London)" in notice
    assert "0 had voted" in Entry.objects.latest("id").sentence
    with time_machine.travel(was, tick=False):
        assert phase(contest) is Phase.OPEN


def test_the_post_and_the_count_move_with_an_extension_that_passes_them() -> None:
    contest, by = prepared()
    assert contest.closes_at is not None
    was, hour = contest.closes_at, timedelta(hours=1)
    Contest.objects.filter(pk=contest.pk).update(post_closes_at=was, count_at=was + hour)
    contest = actions.make_ready(contest, by=by)
    contest = actions.extend(contest, was + DAY, "Snow.", by=by)
    assert (contest.post_closes_at, contest.count_at) == (was + DAY, was + DAY + hour)
    contest = actions.extend(contest, was + DAY + hour / 2, "Snow.", by=by)
    assert contest.count_at == was + DAY + hour


def test_a_poll_is_never_shortened_by_the_act_or_past_it() -> None:
    contest, by = ready()
    assert contest.closes_at is not None
    for closes in (contest.closes_at, contest.closes_at - timedelta(seconds=1)):
        with pytest.raises(RuleError, match="never shortened"):
            actions.extend(contest, closes, "Enough.", by=by)
    with pytest.raises(DatabaseError, match="never shortened"), transaction.atomic():
        Contest.objects.filter(pk=contest.pk).update(closes_at=contest.closes_at - DAY)


def test_a_poll_that_has_ended_is_not_opened_again() -> None:
    contest, by = ready()
    assert contest.closes_at is not None
    with (
        time_machine.travel(contest.closes_at, tick=False),
        pytest.raises(RuleError, match="not opened again"),
    ):
        actions.extend(contest, contest.closes_at + DAY, "More votes, please.", by=by)


def test_an_extension_needs_a_reason() -> None:
    contest, by = ready()
    assert contest.closes_at is not None
    with pytest.raises(RuleError, match="Say why"):
        actions.extend(contest, contest.closes_at + DAY, " ", by=by)
    assert not contest.extensions.exists()


def withdraw(contest: Contest, number: int, by: Actor, reason: str = "") -> Candidate:
    return actions.withdraw_candidate(contest.candidates.get(number=number), reason, by=by)


def test_a_withdrawal_is_published_and_the_count_passes_the_name_over() -> None:
    contest, by = ready()
    cast_by_row(contest, 2)
    withdraw(contest, 2, by, "I stand down for Candidate 1.")
    notice = contest.notices.get().text
    assert notice.startswith("Candidate 2 withdrew on ")
    assert notice.endswith("I stand down for Candidate 1.")
    assert "when 2 had voted" in Entry.objects.latest("id").sentence
    assert [c.withdrawn for c in core_contest(contest).candidates] == [False, True, False]
    assert contest.participations.count() == 2


def test_a_withdrawal_cannot_be_taken_back_not_even_past_the_act() -> None:
    contest, by = ready()
    withdraw(contest, 2, by)
    with pytest.raises(RuleError, match="withdrawn already"):
        withdraw(contest, 2, by)
    with pytest.raises(DatabaseError, match="cannot be taken back"), transaction.atomic():
        contest.candidates.filter(number=2).update(withdrawn_at=None)


def test_the_last_candidate_cannot_withdraw() -> None:
    contest, by = ready(candidates=2)
    withdraw(contest, 1, by)
    with pytest.raises(RuleError, match="Abandon the contest instead"):
        withdraw(contest, 2, by)


def test_nobody_withdraws_from_a_draft_nor_once_envelopes_were_opened() -> None:
    draft, by = prepared()
    with pytest.raises(RuleError, match="only while it is ready or closed"):
        withdraw(draft, 1, by)
    contest, by = ready()
    Contest.objects.filter(pk=contest.pk).update(
        state=State.CLOSED, opened_envelopes_at=contest.closes_at
    )
    with pytest.raises(RuleError, match="envelopes are opened"):
        withdraw(contest, 1, by)


def test_a_candidate_may_withdraw_between_the_close_and_the_opening() -> None:
    contest, by = ready()
    Contest.objects.filter(pk=contest.pk).update(state=State.CLOSED)
    assert withdraw(contest, 1, by).withdrawn_at is not None
