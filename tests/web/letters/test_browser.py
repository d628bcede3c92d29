"""The pages in a real browser: letters made, fetched and destroyed, e-mails written and sent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.web.letters.posting import Post, make_post
from tests.web.letters.worker import work_off_the_queue
from tests.web.making import make_electors

pytestmark = pytest.mark.django_db(transaction=True)
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WIDTHS = (pytest.param(1280, marks=pytest.mark.full), 360)


def _matters(message: ConsoleMessage) -> bool:
    """A form with errors is answered by 422, which a browser mentions."""
    return message.type == "error" and "422" not in message.text


@pytest.fixture(params=WIDTHS)
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A page of that width; fails if a script or the policy complained."""
    context = browser.new_context(viewport={"width": request.param, "height": 900})
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda m: problems.append(m.text) if _matters(m) else None)
    yield page
    context.close()
    assert problems == []


def sign_in(page: Page, post: Post, site: str) -> None:
    cookie = post.client.cookies["officer"]
    page.context.add_cookies([{"name": "officer", "value": cookie.value, "url": site}])


def look(page: Page, name: str) -> None:
    """Hold the page against WCAG 2.2 AA and its own width."""
    options = {
        "runOnly": WCAG,
        "rules": {"target-size": {"enabled": True}},
        "resultTypes": ["violations"],
    }
    found = Axe().run(page, options=options).response["violations"]
    assert [f"{v['id']}: {n['html']}" for v in found for n in v["nodes"]] == [], name
    root = "document.documentElement"
    assert page.evaluate(f"{root}.scrollWidth - {root}.clientWidth") == 0, name
    assert page.locator("h1").count() == 1, name


def test_an_officer_makes_letters_fetches_prints_and_destroys_them(
    page: Page, live_server: LiveServer, tmp_path: Path
) -> None:
    post = make_post(3)
    make_electors(post.contest, 1, name="Nowhere", address="")
    sign_in(page, post, live_server.url)
    page.goto(live_server.url + post.url())
    look(page, "overview, nothing sent")
    page.get_by_role("link", name="Make letters", exact=True).click()
    assert page.locator(".ledger li").first.inner_text().split()[0] == "3"
    look(page, "print")
    page.get_by_label("A paragraph of your own").fill("Please vote by Friday.")
    page.get_by_role("button", name="Make the letters").click()
    expect(page.locator("body")).to_contain_text("Waiting for its turn.")
    look(page, "run, under way")
    work_off_the_queue()
    page.reload()
    look(page, "run, made")
    with page.expect_download() as fetched:
        page.get_by_role("button", name="Fetch the file (PDF)").click()
    fetched.value.save_as(tmp_path / "letters.pdf")
    assert (tmp_path / "letters.pdf").read_bytes().startswith(b"%PDF")
    page.reload()
    look(page, "run, fetched")
    page.get_by_role("link", name="Printed: destroy it").click()
    look(page, "destroy")
    page.get_by_role("button", name="Printed: destroy it").click()
    expect(page.locator("body")).to_contain_text("The file is destroyed")
    page.get_by_role("link", name="Say when the letters were posted").click()
    look(page, "posted")
    page.get_by_role("button", name="Note the day").click()
    page.get_by_role("link", name="Back to letters and mail").click()
    look(page, "overview, letters sent")
    expect(page.locator("body")).to_contain_text(
        "1 of 4 electors on the roll has been sent no voting code."
    )


def test_an_officer_writes_looks_at_and_sends_e_mails(page: Page, live_server: LiveServer) -> None:
    post = make_post(2)
    make_electors(post.contest, 1, name="Nobody", email="not an address\n")
    sign_in(page, post, live_server.url)
    page.goto(live_server.url + post.url())
    page.get_by_role("link", name="Invite by e-mail").click()
    look(page, "words")
    page.get_by_label("Subject").fill("")
    page.get_by_role("button", name="Look at the e-mail").click()
    expect(page).to_have_title(re.compile("^Error:"))
    look(page, "words, with an error")
    page.get_by_label("Subject").fill("Your vote in the primary")
    page.get_by_label("Your own words").fill("Dear friends, it is your turn.")
    page.get_by_role("button", name="Look at the e-mail").click()
    assert "it is your turn" in page.locator(".mail").inner_text()
    look(page, "draft")
    page.get_by_role("button", name="Send it to me").click()
    expect(page.locator("body")).to_contain_text("with a code that is none")
    page.get_by_role("link", name="Go on to sending").click()
    look(page, "send")
    page.get_by_role("button", name="Send them").click()
    look(page, "mailing, under way")
    waiting = page.locator("#mailing_now .figures > *").nth(2)
    expect(waiting).to_contain_text("3")
    work_off_the_queue()
    page.get_by_text("Done: 2 of 3 e-mails were handed to the mail server.").wait_for()
    assert "3" not in waiting.inner_text().replace("of 3", "")  # without a button, none waits
    assert page.locator("#mailing_emails td", has_text="Waiting").count() == 0
    page.wait_for_timeout(2_500)
    assert page.locator("[hx-get]").count() == 0  # and nothing is asked for any more
    page.reload()
    look(page, "mailing, done")
    page.get_by_label("Show").select_option("failed")
    page.get_by_role("button", name="Show these").click()
    expect(page.locator("body")).to_contain_text("no e-mail address that can be written to")
    look(page, "mailing, the failed")
    page.get_by_role("link", name="Back to letters and mail").click()
    expect(page.locator("body")).to_contain_text("Print first letters")
    look(page, "overview, mail sent")


def test_test_codes_are_shown_on_a_page_that_reads_well(
    page: Page, live_server: LiveServer
) -> None:
    post = make_post(3, state="draft", test_mode=True)
    sign_in(page, post, live_server.url)
    page.goto(live_server.url + post.url())
    look(page, "overview in test mode")
    page.get_by_role("link", name="Show test codes").click()
    look(page, "how many codes")
    page.get_by_role("button", name="Show the codes").click()
    expect(page.locator(".codes li")).to_have_count(3)
    look(page, "codes")
