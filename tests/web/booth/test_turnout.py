"""Turnout: every number with its base, and nobody told apart."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser

from hustings.web.booth import codes, task_list
from hustings.web.booth.casting import cast
from hustings.web.booth.models import Participation
from hustings.web.booth.queries import Row, turnout
from hustings.web.booth.turnout import FEWEST, merged
from hustings.web.contests.models import Origin
from hustings.web.contests.tasks import TaskState, tasks_of
from hustings.web.officers.models import Role
from hustings.web.project import clock
from hustings.web.roll.models import Elector
from tests.web.booth.polls import Poll, hours, make_poll
from tests.web.booth.test_browser import AXE, WIDTHS
from tests.web.making import make_actor, make_contest, make_electors

pytestmark = pytest.mark.django_db


def rows(**of: int) -> list[Row]:
    return [Row((key,), of_ // 2, of_) for key, of_ in of.items()]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (rows(member=50, delegate=10), [("member",), ("delegate",)]),
        (rows(member=50, delegate=9), [("delegate", "member")]),
        (
            rows(member=50, delegate=9, self_declared=3),
            [("member",), ("delegate", "self_declared")],
        ),
        (
            rows(member=50, identified_supporter=20, delegate=9),
            [("member",), ("delegate", "identified_supporter")],
        ),
        (rows(member=4, delegate=3), [("delegate", "member")]),
        (rows(member=4), [("member",)]),
        ([], []),
    ],
)
def test_a_basis_of_few_is_told_with_others_and_cannot_be_had_by_subtraction(
    given: list[Row], told: list[tuple[str, ...]]
) -> None:
    found = merged(given)
    assert [tuple(sorted(row.keys)) for row in found] == told
    assert sum(row.cast for row in found) == sum(row.cast for row in given)
    assert sum(row.of for row in found) == sum(row.of for row in given)
    if sum(row.of for row in given) >= FEWEST:
        assert all(row.of >= FEWEST for row in found)


def make_running_poll() -> Poll:
    """A poll of three days with 12 members, 11 delegates and 2 struck; 5 members have voted."""
    poll = make_poll(12, opens_at=hours(-24), closes_at=hours(24), timezone="UTC", channel="letter")
    delegates = make_electors(poll.contest, 11, basis="delegate")
    codes.issue_many(delegates[:4], channel="email")
    codes.issue_many(poll.electors[:3], channel="email")
    for elector in range(5):
        cast(poll.ballot(elector))
    struck = [poll.electors[0].pk, *(e.pk for e in make_electors(poll.contest, 2))]
    Elector.objects.filter(pk__in=struck).update(struck_at=clock.now())
    return poll


def test_turnout_is_told_by_day_channel_and_basis_with_what_it_is_a_share_of() -> None:
    poll = make_running_poll()
    now = turnout(poll.contest)
    assert (now.cast, now.on_roll) == (5, 23)  # one was struck after she had voted: she counts
    assert now.issued == 11 + 4
    assert now.channels == (Row(("online",), 5, 23),)
    assert now.bases == (Row(("member",), 5, 12), Row(("delegate",), 0, 11))
    assert now.given == (Row(("email",), 6, 23), Row(("letter",), 11, 23))
    today = clock.now().date()
    assert [(d.day, d.cast, d.so_far, d.to_come, d.opens, d.closes) for d in now.days] == [
        (today - timedelta(days=1), 0, 0, False, True, False),
        (today, 5, 5, False, False, False),
        (today + timedelta(days=1), 0, 5, True, False, True),
    ]


def test_posted_ballots_are_a_channel_of_their_own() -> None:
    poll = make_poll(12)
    cast(poll.ballot(0))
    Participation.objects.create(
        elector=poll.electors[1],
        contest=poll.contest,
        channel="post",
        day=clock.today(),
        receipt="",
        nonce=b"",
    )
    now = turnout(poll.contest)
    assert now.channels == (Row(("online",), 1, 12), Row(("post",), 1, 12))


def test_in_a_trial_the_turnout_is_that_of_the_trial() -> None:
    poll = make_poll(12, state="draft", test_mode=True, channel="test")
    codes.issue_many(poll.electors, channel="letter")
    cast(poll.ballot(0))
    now = turnout(poll.contest)
    assert (now.cast, now.issued, now.given) == (1, 12, (Row(("test",), 12, 12),))


def test_a_result_reported_by_others_has_no_turnout_to_watch_and_a_page_to_see() -> None:
    reported = make_contest(origin=Origin.REPORTED, state="declared")
    (line,) = tasks_of(reported)
    assert (line.title, line.url) == ("See the result's page", f"/c/{reported.slug}/result/")


@pytest.mark.parametrize(
    ("fields", "state", "note"),
    [
        ({"state": "draft"}, TaskState.LATER, "When voting is open"),
        ({"opens_at": hours(2)}, TaskState.LATER, "When voting is open"),
        ({}, TaskState.NEXT, "0 of 12 electors have voted (0.0%)"),
        ({"state": "closed"}, TaskState.DONE, "0 of 12 electors have voted (0.0%)"),
    ],
)
def test_the_task_list_has_a_line_for_it(fields: Any, state: TaskState, note: str) -> None:
    poll = make_poll(12, **fields)
    (line,) = task_list.tasks(poll.contest)
    assert (line.state, line.note) == (state, note)
    assert line.url.endswith(f"/c/{poll.contest.slug}/turnout/")


@pytest.mark.parametrize("role", list(Role))
def test_every_officer_of_the_organisation_may_look_and_no_other(
    client: Client, role: Role
) -> None:
    poll = make_running_poll()
    address = reverse("booth:turnout", args=[poll.contest.organisation.slug, poll.contest.slug])
    assert client.get(address).status_code == 302
    client.force_login(make_actor(poll.contest.organisation, role).user)
    page = client.get(address)
    assert page.status_code == 200
    assert "21.7%" in page.content.decode()  # 5 of 23
    other = make_poll().contest.organisation
    client.force_login(make_actor(other).user)
    assert client.get(address).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_the_page_of_the_turnout_is_accessible_and_fits(
    browser: Browser, live_server: Any, client: Client
) -> None:
    poll = make_running_poll()
    client.force_login(make_actor(poll.contest.organisation).user)
    address = reverse("booth:turnout", args=[poll.contest.organisation.slug, poll.contest.slug])
    for width in WIDTHS:
        context = browser.new_context(viewport={"width": width, "height": 900})
        cookie = {"name": "officer", "value": client.cookies["officer"].value}
        context.add_cookies([cookie | {"url": live_server.url}])  # type: ignore[list-item]
        page = context.new_page()
        page.goto(f"{live_server.url}{address}")
        found = Axe().run(page, options=AXE)
        assert found.violations_count == 0, found.generate_report()
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wide) <= 0
        context.close()
