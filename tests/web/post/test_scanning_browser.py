"""The scanning page as clerks use it: a scanner that types, one key to decide, no mouse."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from hustings.web.booth.casting import cast
from hustings.web.post.models import Alarm, Receipt
from tests.web.contests.test_in_browser import context, look_at
from tests.web.post.making import PostedPoll, bag_of, posted_poll, received

pytestmark = pytest.mark.django_db(transaction=True)

FIELD = "#envelope"
WORDS = ".verdict .words"


def url(poll: PostedPoll, page: str, *more: object) -> str:
    return reverse(f"post:{page}", args=[poll.contest.organisation.slug, poll.contest.slug, *more])


@contextmanager
def at_bag(
    browser: Browser, server: LiveServer, poll: PostedPoll, **options: object
) -> Iterator[Page]:
    opened = context(browser, server, poll.officer, **options)
    page = opened.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.goto(server.url + url(poll, "bag", 1))
    yield page
    opened.close()
    assert faults == []


def scan(page: Page, number: str) -> None:
    """As a scanner does: it types the figures wherever the focus is, and presses Enter."""
    page.keyboard.type(number)
    page.keyboard.press("Enter")


def outcomes() -> list[str]:
    return [r.heading or r.outcome for r in Receipt.objects.order_by("pk")]


def test_a_scanner_that_never_waits_loses_no_envelope(
    browser: Browser, live_server: LiveServer
) -> None:
    poll = posted_poll(12)
    cast(poll.poll.ballot(11))
    bag_of(poll, 13)
    with at_bag(browser, live_server, poll) as page:
        for n in range(12):
            scan(page, poll.number(n))
        expect(page.locator(WORDS)).to_contain_text("Refused: already voted online")
        expect(page.locator(FIELD)).to_be_focused()
        expect(page.locator(".standing")).to_contain_text("12 of 13 scanned")
        scan(page, poll.number(0))
        expect(page.locator(WORDS)).to_contain_text("Scanned before")
        scan(page, "123")
        expect(page.locator(WORDS)).to_contain_text("Nothing was recorded")
        page.get_by_role("button", name="It cannot be read: refuse it").click()
        expect(page.locator(WORDS)).to_contain_text("Refused: not on the roll")
        expect(page.locator(".standing")).to_contain_text("The bag balances.")
        expect(page.locator(FIELD)).to_be_focused()
    assert outcomes() == ["accepted"] * 11 + ["voted_online", "not_on_roll"]


def test_a_declaration_is_decided_by_one_key_and_never_by_the_next_scan(
    browser: Browser, live_server: LiveServer
) -> None:
    poll = posted_poll(3, setup={"asks_declaration": True})
    bag_of(poll, 3)
    with at_bag(browser, live_server, poll) as page:
        scan(page, poll.number(0))
        expect(page.locator(WORDS)).to_have_text("Is the declaration completed?")
        page.keyboard.press("Enter")
        expect(page.locator(WORDS)).to_have_text("Accepted")
        scan(page, poll.number(1))
        expect(page.locator(WORDS)).to_have_text("Is the declaration completed?")
        page.keyboard.press("n")
        expect(page.locator(WORDS)).to_contain_text("declaration not completed")
        scan(page, poll.number(2))
        expect(page.locator(WORDS)).to_have_text("Is the declaration completed?")
        scan(page, poll.number(1))
        expect(page.locator(WORDS)).to_have_text("Decide about this envelope first")
        assert Receipt.objects.count() == 2
        page.keyboard.press("-")
        expect(page.locator(".standing")).to_contain_text("3 of 3 scanned")
    assert outcomes() == ["accepted", "declaration", "declaration"]


def test_the_verdict_is_told_to_those_who_listen_and_is_large(
    browser: Browser, live_server: LiveServer
) -> None:
    poll = posted_poll(2)
    bag_of(poll, 2)
    with at_bag(browser, live_server, poll) as page:
        place = page.get_by_role("status").filter(has=page.locator("[data-kind]"))
        scan(page, poll.number(0))
        expect(place).to_contain_text("Accepted")
        assert place.get_attribute("aria-live") == "polite"
        size = page.locator(WORDS).evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
        assert size >= 28


def test_without_scripts_the_same_form_is_sent_whole(
    browser: Browser, live_server: LiveServer
) -> None:
    poll = posted_poll(2, setup={"asks_declaration": True})
    bag_of(poll, 2)
    with at_bag(browser, live_server, poll, java_script_enabled=False) as page:
        scan(page, poll.number(0))
        page.get_by_role("button", name="Completed: accept it").click()
        expect(page.locator(WORDS)).to_have_text("Accepted")
        scan(page, poll.number(1))
        page.get_by_role("button", name="Declaration not completed").click()
        expect(page.locator(WORDS)).to_contain_text("declaration not completed")
    assert outcomes() == ["accepted", "declaration"]


@pytest.mark.parametrize("width", [pytest.param(1280, marks=pytest.mark.full), 360])
def test_every_page_of_the_post_is_accessible_and_fits(
    width: int, browser: Browser, live_server: LiveServer
) -> None:
    poll = posted_poll(8, setup={"asks_declaration": True, "alarm_from": 4})
    bag_of(poll, 5)
    refused = received(poll, [0, 1, 2, 3], declaration=False)
    received(poll, [4])
    assert Alarm.objects.exists()
    opened = context(browser, live_server, poll.officer, viewport={"width": width, "height": 900})
    page = opened.new_page()
    pages = [
        url(poll, "bags"),
        url(poll, "bag_new"),
        url(poll, "bag", 1),
        f"{url(poll, 'bag', 2)}?last={refused[0].pk}",
        url(poll, "bag_correct", 1),
        url(poll, "refused"),
        url(poll, "cure", refused[0].pk),
        f"{url(poll, 'fates')}?q=elector",
        url(poll, "fate", poll.envelopes[7].pk),
        url(poll, "alarm", "declaration"),
    ]
    problems = [fault for path in pages for fault in look_at(page, live_server.url + path, width)]
    page.goto(live_server.url + url(poll, "bag", 1))
    scan(page, poll.number(5))
    expect(page.locator(WORDS)).to_have_text("Is the declaration completed?")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    opened.close()
    assert problems == []
