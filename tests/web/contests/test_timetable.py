"""Clocks on the wall and the two nights on which they mislead."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from hustings.web.contests import actions
from hustings.web.contests.forms.fields import Hundredths, WallTime
from hustings.web.contests.forms.times import TimetableForm
from hustings.web.contests.models import Contest
from hustings.web.contests.queries import Phase, phase
from hustings.web.contests.timetable import TimeMisleadsError, at_zone, local_time, zone_names
from hustings.web.journal.models import Entry
from hustings.web.project import clock
from tests.web.contests.setting_up import prepared
from tests.web.contests.test_permissions import address
from tests.web.officers.signing_in import signed_in

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("wall", "zone", "expected"),
    [
        ("2026-01-10 21:00", "Europe/London", "2026-01-10 21:00"),
        ("2026-07-10 21:00", "Europe/London", "2026-07-10 20:00"),
        ("2026-03-29 00:59", "Europe/London", "2026-03-29 00:59"),
        ("2026-03-29 02:00", "Europe/London", "2026-03-29 01:00"),
        ("2026-10-25 00:59", "Europe/London", "2026-10-24 23:59"),
        ("2026-10-25 02:00", "Europe/London", "2026-10-25 02:00"),
        ("2026-07-10 21:00", "Asia/Kolkata", "2026-07-10 15:30"),
    ],
)
def test_a_wall_time_is_the_time_at_which_the_zones_clock_shows_it(
    wall: str, zone: str, expected: str
) -> None:
    at = at_zone(datetime.fromisoformat(wall), zone)
    assert at == datetime.fromisoformat(expected).replace(tzinfo=UTC)
    assert local_time(at, zone).replace(tzinfo=None) == datetime.fromisoformat(wall)


@pytest.mark.parametrize(
    ("wall", "zone", "told", "would_do"),
    [
        ("2026-03-29 01:00", "Europe/London", "put forward and never show 01:00", "02:00"),
        ("2026-03-29 01:59", "Europe/London", "put forward and never show 01:59", "02:59"),
        ("2026-10-25 01:00", "Europe/London", "put back and show 01:00 twice", "02:00"),
        ("2026-10-25 01:59", "Europe/London", "put back and show 01:59 twice", "02:00"),
        ("2026-04-05 01:45", "Australia/Lord_Howe", "put back and show 01:45 twice", "02:00"),
    ],
)
def test_a_time_that_never_comes_or_comes_twice_is_refused_with_one_that_does(
    wall: str, zone: str, told: str, would_do: str
) -> None:
    with pytest.raises(TimeMisleadsError, match=told) as refused:
        at_zone(datetime.fromisoformat(wall), zone)
    assert would_do in str(refused.value)


@given(
    at=st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)),  # noqa: DTZ001
    zone=st.sampled_from(["Europe/London", "America/New_York", "Australia/Lord_Howe", "UTC"]),
)
def test_every_wall_time_is_refused_or_shown_again_by_the_zones_clock(
    at: datetime, zone: str
) -> None:
    try:
        found = at_zone(at, zone)
    except TimeMisleadsError:
        return
    assert local_time(found, zone).replace(tzinfo=None) == at


def test_the_likeliest_zones_come_first_and_each_once() -> None:
    names = zone_names()
    assert names[0] == "Europe/London"
    assert len(names) == len(set(names))
    assert "Pacific/Auckland" in names


def sent(**times: str) -> TimetableForm:
    values = {
        "timezone": "Europe/London",
        "opens_at": "2026-05-01T08:00",
        "closes_at": "2026-05-10T21:00",
    } | times
    return TimetableForm(Contest(), values, now=NOW)


def test_times_are_kept_in_utc() -> None:
    form = sent(post_closes_at="2026-05-12T12:00", count_at="12/05/2026 18:00")
    assert form.is_valid(), form.errors
    assert form.values() == {
        "timezone": "Europe/London",
        "opens_at": datetime(2026, 5, 1, 7, tzinfo=UTC),
        "closes_at": datetime(2026, 5, 10, 20, tzinfo=UTC),
        "post_closes_at": datetime(2026, 5, 12, 11, tzinfo=UTC),
        "count_at": datetime(2026, 5, 12, 17, tzinfo=UTC),
    }


@pytest.mark.parametrize(
    ("times", "field", "told"),
    [
        ({"closes_at": "2026-05-01T08:00"}, "closes_at", "close after it opens"),
        ({"closes_at": "2026-04-01T08:00"}, "closes_at", "close after it opens"),
        ({"closes_at": "2026-02-01T08:00"}, "closes_at", "has passed"),
        ({"opens_at": "2026-02-01T08:00"}, "opens_at", "has passed"),
        ({"opens_at": ""}, "opens_at", "Give a day and a time."),
        ({"opens_at": "soon"}, "opens_at", "such as 2026-05-03 21:00"),
        ({"opens_at": "2026-03-29T01:30"}, "opens_at", "never show 01:30"),
        ({"closes_at": "2026-10-25T01:30"}, "closes_at", "show 01:30 twice"),
        ({"post_closes_at": "2026-04-30T08:00"}, "post_closes_at", "after voting opens"),
        ({"count_at": "2026-05-10T20:00"}, "count_at", "before the last closing"),
        (
            {"post_closes_at": "2026-05-12T12:00", "count_at": "2026-05-11T12:00"},
            "count_at",
            "before the last closing",
        ),
        ({"timezone": "Mars/Olympus"}, "timezone", "valid choice"),
        ({"opens_at": "0001-01-01T00:00", "timezone": "Asia/Tokyo"}, "opens_at", "out of reach"),
    ],
)
def test_a_timetable_that_cannot_be_is_told_where_and_why(
    times: dict[str, str], field: str, told: str
) -> None:
    form = sent(**times)
    assert not form.is_valid()
    assert told in str(form.errors[field])


def test_the_closing_minute_of_the_night_when_clocks_go_back_is_open_an_hour_longer() -> None:
    form = sent(opens_at="2026-10-24T12:00", closes_at="2026-10-25T12:00")
    assert form.is_valid()
    length = form.cleaned_data["closes_at"] - form.cleaned_data["opens_at"]
    assert length == timedelta(hours=25)


@pytest.mark.parametrize(
    ("typed", "hundredths"),
    [
        ("5", 500),
        ("5.00", 500),
        ("2.5", 250),
        ("2,05", 205),
        ("0", 0),
        ("100", 10_000),
        (" 5 % ", 500),
        ("", None),
    ],
)
def test_a_threshold_is_read_as_hundredths(typed: str, hundredths: int | None) -> None:
    assert Hundredths(required=False).clean(typed) == hundredths


@pytest.mark.parametrize("typed", ["-1", "100.01", "5.001", "1e2", "five", "٥", "NaN", "1000"])
def test_a_threshold_that_is_none_is_refused(typed: str) -> None:
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError, match="two decimal places"):
        Hundredths().clean(typed)


def test_what_is_shown_in_a_field_is_read_back_as_the_same() -> None:
    for hundredths in (0, 5, 50, 205, 250, 500, 10_000):
        assert Hundredths().clean(Hundredths().prepare_value(hundredths)) == hundredths
    time = datetime(2026, 5, 3, 21, 5)  # noqa: DTZ001
    assert WallTime().clean(WallTime().prepare_value(time)) == time


@pytest.mark.django_db
def test_a_poll_opens_as_soon_as_its_contest_is_made_ready_without_a_time_typed() -> None:
    contest, by = prepared()
    client = signed_in(by)
    closes = (clock.now() + timedelta(days=8)).strftime("%Y-%m-%dT12:00")
    data = {"timezone": "Europe/London", "at_once": "on", "opens_at": "", "closes_at": closes}
    assert client.post(address(contest, "timetable"), data).status_code == 302
    again = client.get(address(contest, "timetable")).content.decode()
    assert re.search(r'<input type="checkbox" name="at_once"[^>]* checked', again)
    assert "Open from when it is made ready to" in client.get(address(contest, "contest")).text
    later = clock.now() + timedelta(hours=3)
    with time_machine.travel(later, tick=False):
        now = actions.make_ready(Contest.objects.get(pk=contest.pk), by=by)
        assert now.opens_at == clock.now().replace(second=0, microsecond=0)
        assert phase(now) is Phase.OPEN
    told = Entry.objects.get(act="ready").sentence
    assert "voting opened at once, on" in told
    without = {**data, "at_once": ""}
    other, by = prepared()
    untimed = signed_in(by).post(address(other, "timetable"), without)
    assert untimed.status_code == 422
    assert "Give a day and a time." in untimed.content.decode()
