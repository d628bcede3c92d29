"""The one place that holds the timetable against the clock, to the microsecond."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from hustings.web.contests.models import Contest, State
from hustings.web.contests.queries import Phase, last_closing, moments, next_moment, phase
from tests.web.making import make_contest

OPENS = datetime(2026, 5, 1, 8, tzinfo=UTC)
CLOSES = datetime(2026, 5, 10, 20, tzinfo=UTC)
TICK = timedelta(microseconds=1)


def contest(state: State = State.READY, **fields: object) -> Contest:
    return Contest(state=state, **({"opens_at": OPENS, "closes_at": CLOSES} | fields))


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (OPENS - TICK, Phase.UPCOMING),
        (OPENS, Phase.OPEN),
        (OPENS + TICK, Phase.OPEN),
        (CLOSES - TICK, Phase.OPEN),
        (CLOSES, Phase.TOO_LATE),
        (CLOSES + TICK, Phase.TOO_LATE),
    ],
)
def test_a_ready_contest_is_open_from_its_opening_until_just_before_its_close(
    at: datetime, expected: Phase
) -> None:
    assert phase(contest(), at) is expected


@pytest.mark.parametrize("state", [s for s in State if s is not State.READY])
@pytest.mark.parametrize("at", [OPENS - TICK, OPENS, CLOSES])
def test_any_other_state_is_its_own_phase_whatever_the_clock(state: State, at: datetime) -> None:
    assert phase(contest(state), at) == state.value


def test_a_ready_contest_without_times_is_not_open() -> None:
    assert phase(contest(opens_at=None, closes_at=None), CLOSES) is Phase.UPCOMING


def test_the_last_closing_is_the_later_of_online_and_post() -> None:
    later = CLOSES + timedelta(days=2)
    assert last_closing(contest()) == CLOSES
    assert last_closing(contest(post_closes_at=later)) == later
    assert last_closing(contest(post_closes_at=OPENS)) == CLOSES
    assert last_closing(contest(closes_at=None)) is None


@pytest.mark.django_db
def test_the_timetable_says_what_is_past_on_and_to_come() -> None:
    made = make_contest(opens_at=OPENS, closes_at=CLOSES, count_at=CLOSES + timedelta(hours=1))
    Contest.objects.filter(pk=made.pk).update(state=State.READY)
    made.refresh_from_db()
    states = [m.state for m in moments(made, OPENS)]
    assert states == ["now", "to come", "to come"]
    assert [m.state for m in moments(made, CLOSES)] == ["past", "past", "to come"]
    following = next_moment(made, OPENS)
    assert following is not None
    assert following.at == CLOSES
    assert next_moment(made, CLOSES + timedelta(days=1)) is None
