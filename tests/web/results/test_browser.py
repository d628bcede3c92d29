"""The pages as a browser shows them: under axe and the site's content policy, wide and narrow."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pypdfium2 import PdfDocument  # type: ignore[import-untyped]
from pytest_django.live_server_helper import LiveServer

from hustings.web.contests.models import Contest
from hustings.web.results import actions
from hustings.web.results.importing import import_example
from tests.web.making import make_contest
from tests.web.officers.signing_in import signed_in
from tests.web.results.making import KEY, Poll, Vote, closed_poll, declared_poll

pytestmark = pytest.mark.django_db(transaction=True)
AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
}
"""What axe is to look for; what it found in order need not be told."""
WIDTHS = (1280, 360)
VOTES = (
    Vote((1, 2), 40, 0),
    Vote((2, 1), 35, 1),
    Vote((3, 2), 20, 2),
    Vote((3,), 11, 2),
    Vote((4, 2), 15, 3),
    Vote((1,), 33, channel="post"),
    Vote((), 12),
)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page()
    yield opened
    opened.close()


def look(page: Page, address: str) -> None:
    """Open the page at every width: nothing is refused, nothing sticks out, axe finds nothing."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 860})
        answer = page.goto(address)
        assert answer is not None
        assert answer.ok, address
        found = Axe().run(page, options=AXE).response["violations"]
        assert not found, (address, width, [v["id"] for v in found])
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (address, width)
    assert not said, (address, said)


def corrected_poll() -> Poll:
    poll = declared_poll(
        VOTES, candidates=4, pledge="lead", pledge_hundredths=500, pledge_by="Jo Hart MP"
    )
    actions.correct(poll.contest, issued={"all": 400}, reason="a page twice", by=poll.officer)
    actions.declare(poll.contest, signed_name="Ann Ash", role="RO", by=poll.officer)
    return poll


def test_the_public_pages_pass_axe_and_the_policy(page: Page, live_server: LiveServer) -> None:
    poll = corrected_poll()
    for name in ("labour-leader-2010", "bassetlaw-2010", "dudley-north-2010"):
        import_example(name, poll.contest.organisation)
    opened = make_contest(asking_allowed=True)
    opened.candidates.update(statement="- one aim\n- another", description="councillor")
    Contest.objects.filter(pk=opened.pk).update(state="ready")
    slug = poll.contest.slug
    for address in (
        "/",
        f"/c/{opened.slug}/",
        f"/c/{slug}/",
        f"/c/{slug}/result/",
        f"/c/{slug}/result/1/",
        f"/c/{slug}/embed/",
        "/c/labour-leader-2010/result/",
        "/c/bassetlaw-2010/result/",
        "/c/bassetlaw-2010/embed/",
        "/c/dudley-north-2010/result/",
    ):
        look(page, live_server.url + address)


def test_sentence_picture_and_table_are_above_the_fold(page: Page, live_server: LiveServer) -> None:
    poll = declared_poll(VOTES, candidates=4)
    page.set_viewport_size({"width": 1280, "height": 860})
    page.goto(f"{live_server.url}/c/{poll.contest.slug}/result/")
    for part in (".story", ".fold figure", ".fold table"):
        box = page.locator(part).first.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 860, part


def test_an_ordinary_result_prints_on_two_sheets(page: Page, live_server: LiveServer) -> None:
    poll = declared_poll(VOTES, candidates=4)
    page.goto(f"{live_server.url}/c/{poll.contest.slug}/result/")
    assert len(PdfDocument(page.pdf(prefer_css_page_size=True))) == 2


def test_the_base_of_the_shares_is_changed_without_a_script(
    browser: Browser, live_server: LiveServer
) -> None:
    poll = declared_poll(VOTES, candidates=4)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/c/{poll.contest.slug}/result/")
    live, first = page.locator("#stages-live"), page.locator("#stages-first")
    expect(live).to_be_visible()
    expect(first).to_be_hidden()
    page.get_by_label("of the votes of the first stage").check(force=True)
    expect(first).to_be_visible()
    expect(live).to_be_hidden()
    context.close()


def test_a_link_is_copied_by_its_button(page: Page, live_server: LiveServer) -> None:
    poll = declared_poll(VOTES, candidates=4)
    page.goto(f"{live_server.url}/c/{poll.contest.slug}/result/")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator(".copy", has=page.locator("#share-current")).get_by_role("button").click()
    page.get_by_text("Copied.").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith(f"/c/{poll.contest.slug}/result/")


@pytest.fixture
def elsewhere() -> Iterator[tuple[str, Path]]:
    """Another site: its address, and the folder that it serves."""
    with TemporaryDirectory() as folder:
        handler = partial(SimpleHTTPRequestHandler, directory=folder)
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        Thread(target=server.serve_forever).start()
        yield f"http://127.0.0.1:{server.server_port}", Path(folder)
        server.shutdown()
        server.server_close()


def test_the_frame_shows_on_a_page_of_another_site(
    page: Page, live_server: LiveServer, elsewhere: tuple[str, Path]
) -> None:
    poll = declared_poll(VOTES, candidates=4)
    address, folder = elsewhere
    frame = f"{live_server.url}/c/{poll.contest.slug}/embed/"
    (folder / "index.html").write_text(f"<title>x</title><iframe src='{frame}'></iframe>")
    page.goto(address)
    page.frame_locator("iframe").get_by_role("heading", level=1).wait_for()
    assert page.context.cookies() == []
    result = f"{live_server.url}/c/{poll.contest.slug}/result/"
    (folder / "whole.html").write_text(f"<title>x</title><iframe src='{result}'></iframe>")
    with page.expect_console_message(lambda said: "frame-ancestors" in said.text):
        page.goto(f"{address}/whole.html")


def test_the_officers_pages_pass_axe_and_the_policy(page: Page, live_server: LiveServer) -> None:
    tied = closed_poll((Vote((1, 2), 12), Vote((2, 1), 12), Vote((3,), 20)))
    cookie = signed_in(tied.officer).cookies["officer"].value
    page.context.add_cookies([{"name": "officer", "value": cookie, "url": live_server.url}])
    org, slug = tied.contest.organisation.slug, tied.contest.slug

    def here(name: str) -> str:
        return live_server.url + reverse(f"results:{name}", args=[org, slug])

    look(page, here("overview"))
    look(page, here("open"))
    actions.open_envelopes(tied.contest, key=KEY, by=tied.officer)
    look(page, here("count"))
    actions.count(tied.contest, by=tied.officer)
    look(page, here("overview"))
    look(page, here("lot"))
    page.get_by_label("Candidate 1").check()
    page.get_by_label("How it was drawn").fill("Two slips from a hat, before both agents")
    page.get_by_role("button", name="Record the lot").click()
    page.get_by_text("Counted, version 1").wait_for()
    for name in ("overview", "preview", "provisional", "recount", "correct"):
        look(page, here(name))
    actions.publish_provisional(tied.contest, by=tied.officer)
    look(page, here("declare"))
