"""From the file to the frozen roll in a browser: without scripts on a narrow screen, under axe."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from hustings.web.contests.models import Contest
from hustings.web.officers.actor import Actor
from hustings.web.officers.models import Role
from hustings.web.roll.actions import freezing, late, taking
from hustings.web.roll.models import Elector, LateAct
from tests.web.making import make_actor, make_contest, make_electors, make_organisation
from tests.web.officers.signing_in import signed_in
from tests.web.roll.lists import csv_of, uploaded
from tests.web.roll.test_asking import DEFAULTS, fields
from tests.web.roll.test_freeze import ENTRY

# The browser's loop runs in the thread of the tests; they themselves await nothing.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

pytestmark = pytest.mark.django_db(transaction=True)

AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
}
"""What axe is to look for; what it found in order need not be told."""
SHOTS = os.environ.get("HUSTINGS_SHOTS", "")
"""A folder for pictures of the pages, where somebody wants to look at them."""

ROWS = [
    ("Ann Example", "1 High Street", "Exampleton", "ZZ99 1AA", "ann@example.org", "M1"),
    ("Annie Example", "1 High Street", "Exampleton", "ZZ99 1AA", "ann@example.org", "M2"),
    ("Ben Sample", "2 High Street", "Exampleton", "NOT A CODE", "ben@example.org", "M3"),
    ("Cas Sample-Featherstonehaugh", "2 High Street", "Exampleton", "ALSO NOT", "", "M4"),
    ("Dee Third", "3 High Street", "Exampleton", "NEITHER", "", "M5"),
    ("=HYPERLINK(1)", "", "", "", "", "M6"),
]


@dataclass(frozen=True)
class Desk:
    """An officer at work: a browser without scripts at 360 pixels, and one that inspects."""

    contest: Contest
    officer: Actor
    page: Page
    inspectors: tuple[Page, ...]
    server: str

    def at(self, name: str, *args: object) -> str:
        """An address of this contest's roll."""
        where = [self.contest.organisation.slug, self.contest.slug, *args]
        return self.server + reverse(f"roll:{name}", args=where)

    def inspect(self, url: str, name: str) -> None:
        """The page has no violation, fits both screens and breaks no policy."""
        for page in self.inspectors:
            _inspect(page, url, name)


def _inspect(page: Page, url: str, name: str) -> None:
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda told: problems.append(told.text) if told.type == "error" else None)
    page.goto(url)
    for closed in page.locator("details").all():
        closed.evaluate("one => one.open = true")
    width = page.viewport_size["width"] if page.viewport_size else 0
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}-{width}.png", full_page=True)
    found = Axe().run(page, options=AXE)
    assert found.violations_count == 0, f"{url}\n{found.generate_report()}"
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) <= 0, f"{url} is wider than {width} pixels"
    assert problems == []


def _context(browser: Browser, server: LiveServer, by: Actor, **options: object) -> BrowserContext:
    cookie = signed_in(by).cookies["officer"].value
    made = browser.new_context(**options)  # type: ignore[arg-type]
    made.add_cookies([{"name": "officer", "value": cookie, "url": server.url}])
    return made


@pytest.fixture
def desk(browser: Browser, live_server: LiveServer) -> Iterator[Desk]:
    organisation = make_organisation(
        contact_name="Rowan Ashe", contact_email="ballot@example.org", address="1 Hall Lane"
    )
    contest = make_contest(organisation=organisation, asking_allowed=True)
    officer = make_actor(organisation)
    narrow = {"width": 360, "height": 740}
    contexts = [
        _context(browser, live_server, officer, viewport=narrow, java_script_enabled=False),
        _context(browser, live_server, officer, viewport=narrow),
        _context(browser, live_server, officer, viewport={"width": 1280, "height": 900}),
    ]
    page, *inspectors = (context.new_page() for context in contexts)
    yield Desk(contest, officer, page, tuple(inspectors), live_server.url)
    for context in contexts:
        context.close()


def test_a_list_becomes_a_frozen_roll_without_scripts_on_a_narrow_screen(desk: Desk) -> None:
    _upload(desk)
    _answer(desk)
    _take(desk)
    _look_at_pairs(desk)
    _correct(desk)
    _freeze(desk)


def _upload(desk: Desk) -> None:
    page = desk.page
    desk.inspect(desk.at("overview"), "overview-empty")
    page.goto(desk.at("overview"))
    page.get_by_role("link", name="Upload the roll").first.click()
    desk.inspect(page.url, "upload")
    page.get_by_role("button", name="Upload the list").click()
    assert page.get_by_role("alert").get_by_text("Choose a file.").is_visible()
    content = csv_of(*ROWS)
    page.get_by_label("The list").set_input_files(
        {"name": "members of the branch.csv", "mimeType": "text/csv", "buffer": content}
    )
    page.get_by_role("button", name="Upload the list").click()

    desk.inspect(page.url, "columns")
    assert page.get_by_label("Member No").input_value() == "reference"
    page.get_by_label("Town").select_option("address_2")
    page.get_by_label("Basis, where the list gives none").select_option("member")
    page.get_by_role("button", name="Clean the rows").click()
    desk.inspect(page.url, "report")
    assert page.get_by_text("3 questions are to be answered").is_visible()


def _answer(desk: Desk) -> None:
    page = desk.page
    page.get_by_role("link", name="Answer the questions").click()
    desk.inspect(page.url, "questions")
    page.get_by_label("write it here:").first.check()
    page.get_by_role("button", name="Keep these answers").click()
    assert page.get_by_role("alert").is_visible()
    page.get_by_label("The right").first.fill("ZZ99 1AB")
    page.get_by_role("button", name="Keep these answers").click()
    page.get_by_text("Answer many at once").click()
    page.get_by_label("One answer for all of these").select_option("leave_out")
    page.get_by_role("button", name="Answer all 2 so").click()


def _take(desk: Desk) -> None:
    page = desk.page
    assert page.get_by_text("3 people can join.").is_visible()
    desk.inspect(page.url, "report-answered")
    page.get_by_role("link", name="Take these rows").click()
    desk.inspect(page.url, "take")
    page.get_by_role("button", name="Take the rows").click()
    assert page.get_by_text("3 people joined.").is_visible()
    desk.inspect(page.url, "overview")


def _look_at_pairs(desk: Desk) -> None:
    page = desk.page
    page.get_by_role("link", name="Look at them").click()
    desk.inspect(page.url, "duplicates")
    page.get_by_role("link", name="Look at them one by one").click()
    desk.inspect(page.url, "duplicate")
    _press(page, "One person: keep the first")
    assert Elector.objects.filter(struck_at__isnull=False).get().name == "Annie Example"


def _correct(desk: Desk) -> None:
    page = desk.page
    page.goto(desk.at("electors"))
    desk.inspect(page.url, "electors")
    page.get_by_role("searchbox").fill("sample")
    page.get_by_role("button", name="Filter").click()
    page.get_by_role("link", name="Ben Sample").click()
    desk.inspect(page.url, "correct")
    page.get_by_label("E-mail address").fill("benjamin@example.org")
    page.get_by_role("button", name="Save the correction").click()
    assert Elector.objects.get(name="Ben Sample").email == "benjamin@example.org"


def _freeze(desk: Desk) -> None:
    page = desk.page
    page.goto(desk.at("freeze"))
    desk.inspect(page.url, "freeze")
    page.get_by_role("button", name="Freeze the roll").click()
    desk.contest.refresh_from_db()
    assert desk.contest.roll_counts["electors"] == 2
    assert page.get_by_label("SHA-256").input_value() == desk.contest.roll_fingerprint
    page.get_by_role("link", name="Compute it again and compare").click()
    assert page.get_by_text("the fingerprint is the same").is_visible()
    desk.inspect(page.url, "fingerprint")


def _press(page: Page, name: str) -> None:
    """By the keyboard alone: Tab until the button has the focus, then Enter."""
    page.get_by_role("button", name="Two people: keep both").focus()
    for _ in range(5):
        if page.locator(":focus").inner_text() == name:
            break
        page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_the_other_pages_pass_too(desk: Desk) -> None:
    contest, officer = desk.contest, desk.officer
    deputy = make_actor(contest.organisation, Role.DEPUTY)
    register = csv_of(ROWS[0])
    taking.take(
        uploaded(contest, officer, register, kind="register", defaults=DEFAULTS), by=officer
    )
    electors = make_electors(contest, 60)
    _ask(desk)
    freezing.freeze(contest, by=officer)
    late.ask_strike(electors[0], reason="moved abroad", by=officer)
    late.ask_addition(contest, ENTRY, reason="left out by mistake", by=deputy)
    late.approve(LateAct.objects.get(kind="strike"), by=deputy)
    for name in ("overview", "electors", "late", "applications", "register", "export", "add"):
        desk.inspect(desk.at(name), f"frozen-{name}")
    for name in ("elector", "strike", "reissue"):
        desk.inspect(desk.at(name, electors[1].pk), f"frozen-{name}")
    for name in ("unfreeze", "orders", "duplicates", "upload_register", "erase"):
        desk.inspect(desk.at(name), f"frozen-{name}")
    for name in ("privacy", "object", "object_noted", "notice", "objections"):
        where = reverse(f"roll:{name}", args=[contest.organisation.slug])
        desk.inspect(desk.server + where, name)


def _ask(desk: Desk) -> None:
    """Somebody asks for a ballot, first with something missing."""
    page, url = desk.page, desk.server + reverse("roll:ask", args=[desk.contest.slug])
    desk.inspect(url, "ask")
    page.goto(url)
    page.get_by_role("button", name="Ask for a ballot").click()
    assert page.get_by_role("alert").get_by_text("Write your postcode.").is_visible()
    given = fields()
    page.get_by_label("Full name").fill(given["name"])
    page.get_by_label("Address without the postcode").fill(given["address"])
    page.get_by_label("Postcode", exact=True).fill(given["postcode"])
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Ask for a ballot").click()
    assert page.get_by_role("heading", name="We have what you sent").is_visible()
    desk.inspect(page.url, "ask-sent")
