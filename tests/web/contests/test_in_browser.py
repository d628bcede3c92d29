"""The officers' pages in a browser: without scripts, narrow, by keyboard, and under axe."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from hustings.web.contests import actions
from hustings.web.contests.models import Contest
from hustings.web.officers.actor import Actor
from tests.web.contests.setting_up import PASSPHRASE, cast_by_row, prepared, ready
from tests.web.contests.test_permissions import TABLE, address
from tests.web.making import make_actor, make_organisation
from tests.web.officers.signing_in import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
}
"""What axe is to look for; what it found in order need not be told."""


def context(browser: Browser, server: LiveServer, by: Actor, **options: object) -> BrowserContext:
    cookie = signed_in(by).cookies["officer"].value
    made = browser.new_context(**options)  # type: ignore[arg-type]
    made.add_cookies([{"name": "officer", "value": cookie, "url": server.url}])
    return made


@pytest.mark.parametrize("width", [pytest.param(1280, marks=pytest.mark.full), 360])
def test_every_page_is_readable_and_none_is_wider_than_the_screen(
    width: int, browser: Browser, live_server: LiveServer
) -> None:
    by = make_actor(make_organisation())
    long = "Whom should our Member of Parliament support as leader of the whole Labour Party?"
    actions.create_contest(by=by, title=long, place="", purpose="advisory", question=long)
    draft, _ = prepared(by=by, title=long)
    now, _ = ready(by=by, electors=4)
    cast_by_row(now, 2)
    opened = context(browser, live_server, by, viewport={"width": width, "height": 900})
    page = opened.new_page()
    names = [n for n, _, methods in TABLE if "GET" in methods]
    after = ("contest", "extend", "withdraw", "withdraw_one", "back", "close", "abandon")
    urls = [reverse("contests:home"), reverse("contests:new", args=[by.organisation.slug])]
    urls += [address(draft, n) for n in names] + [address(now, n) for n in after]
    problems = [problem for url in urls for problem in look_at(page, live_server.url + url, width)]
    opened.close()
    assert problems == []


def look_at(page: Page, url: str, width: int) -> Iterator[str]:
    page.goto(url)
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > width:
        yield f"{url} is {wide} wide"
    found = Axe().run(page, options=AXE).response["violations"]
    yield from (f"{url}: {v['id']} {v['nodes'][0]['html'][:100]}" for v in found)


def test_a_contest_is_begun_and_its_key_saved_and_tested_without_scripts(
    browser: Browser, live_server: LiveServer, tmp_path: Path
) -> None:
    by = make_actor(make_organisation())
    opened = context(browser, live_server, by, java_script_enabled=False, accept_downloads=True)
    page = opened.new_page()
    page.goto(live_server.url + reverse("contests:home"))
    page.get_by_role("link", name="New contest").click()
    page.get_by_label("Title").fill("Ashby Vale primary")
    page.get_by_role("button", name="Begin the draft").click()
    contest = Contest.objects.get()

    page.get_by_role("link", name="Name the candidates").click()
    for name in ("Ann Ashe", "Bea Birch"):
        page.get_by_role("link", name="Add a candidate").click()
        page.get_by_label("Name", exact=True).fill(name)
        page.get_by_role("button", name="Put on the paper").click()
    page.get_by_role("button", name="Up Bea Birch").click()
    keys = contest.candidates.order_by("number").values_list("key", flat=True)
    assert list(keys) == ["bea_birch", "ann_ashe"]

    page.goto(live_server.url + address(contest, "key"))
    page.get_by_label("Passphrase", exact=True).fill(PASSPHRASE)
    page.get_by_label("The passphrase again").fill(PASSPHRASE)
    page.get_by_role("button", name="Make the key").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the key file").click()
    saved = tmp_path / download.value.suggested_filename
    download.value.save_as(saved)
    assert saved.name.startswith("ashby-vale-primary-opening-key-")

    page.get_by_role("link", name="Saved: go on and test it").click()
    page.get_by_label("The key file that you saved").set_input_files(saved)
    page.get_by_label("Its passphrase").fill(PASSPHRASE)
    page.get_by_role("button", name="Open a test envelope").click()
    assert "The backup opened a test envelope." in page.inner_text("main")
    opened.close()
    contest.refresh_from_db()
    assert contest.key_tested_at is not None


def test_the_pledge_is_made_by_keyboard_alone(browser: Browser, live_server: LiveServer) -> None:
    contest, by = prepared()
    opened = context(browser, live_server, by)
    page = opened.new_page()
    page.goto(live_server.url + address(contest, "pledge"))
    page.get_by_role("radio", name="No pledge").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("Our MP")
    page.keyboard.press("Tab")
    page.keyboard.type("2.5")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(live_server.url + address(contest, "contest"))
    opened.close()
    contest.refresh_from_db()
    assert "leads the next by 2.5 percentage points or more" in contest.pledge_text


def test_a_statement_with_an_attack_shows_as_words(
    browser: Browser, live_server: LiveServer
) -> None:
    contest, by = prepared()
    attack = "<img src=x onerror=\"document.title='run'\"> [x](javascript:document.title='run')"
    contest.candidates.filter(number=1).update(statement=attack, name=attack[:100])
    opened = context(browser, live_server, by)
    page = opened.new_page()
    for name in ("candidate", "candidates", "contest"):
        page.goto(live_server.url + address(contest, name))
        assert page.title() != "run"
        assert page.locator("img[src=x]").count() == 0
    page.goto(live_server.url + address(contest, "candidate"))
    assert "<img src=x onerror" in page.locator(".as-seen").inner_text()
    opened.close()
