"""A batch keyed in a real browser by the keyboard alone, and what differs settled; and how the
pages of printing, of judging, of the verification and of the pre-count look.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from hustings.web.officers.actor import Actor
from hustings.web.papers.models import Batch, Entry, Reading
from hustings.web.results.actions.precount import see_precount
from tests.web.officers.signing_in import signed_in
from tests.web.papers.making import (
    Desk,
    Paper,
    balanced_batch,
    close,
    key,
    papers_of,
    posted_desk,
)
from tests.web.papers.sheets import Sheet, decide_by_the_rules, plain
from tests.web.post.printed_things import make_shop
from tests.web.results.making import Vote, mixed_poll

pytestmark = pytest.mark.django_db(transaction=True)
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PAPERS = 5


@pytest.fixture(params=[pytest.param(1280, marks=pytest.mark.full), 360])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A page of that width; fails if a script or the policy complained."""
    context = browser.new_context(viewport={"width": request.param, "height": 900})
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda m: problems.append(m.text) if m.type == "error" else None)
    yield page
    context.close()
    assert problems == []


def sign_in(page: Page, who: Actor, site: str) -> None:
    cookie = signed_in(who).cookies["officer"]
    page.context.add_cookies([{"name": "officer", "value": cookie.value, "url": site}])


def look(page: Page, name: str) -> None:
    """Hold the page against WCAG 2.2 AA and its own width."""
    from axe_playwright_python.sync_playwright import Axe

    options = {
        "runOnly": WCAG, "rules": {"target-size": {"enabled": True}}, "resultTypes": ["violations"],
    }  # fmt: skip
    found = Axe().run(page, options=options).response["violations"]
    assert [f"{v['id']}: {n['html']}" for v in found for n in v["nodes"]] == [], name
    root = "document.documentElement"
    assert page.evaluate(f"{root}.scrollWidth - {root}.clientWidth") == 0, name


def small_batch() -> tuple[Desk, Batch, list[Paper]]:
    desk = posted_desk(envelopes=PAPERS)
    desk.contest.refresh_from_db()
    close(desk.contest)
    batch = balanced_batch(desk, PAPERS)
    return desk, batch, papers_of(desk.contest, [(1, 2), (2, 3, 1), (3,), (1, 3), (2,)])


def strike(page: Page, keys: str) -> None:
    """Strike the keys one after another, without waiting for the site in between."""
    for each in keys.split():
        page.keyboard.press(each)


def keys_of(paper: Paper, order: list[str]) -> str:
    """The keys that mark the paper from top to bottom, and Enter."""
    return " ".join([*(paper.marks.get(name) or "Space" for name in order), "Enter"])


def rotated(n: int) -> list[str]:
    names = ["c1", "c2", "c3"]
    return names[n % 3 :] + names[: n % 3]


def test_a_batch_is_keyed_by_the_keyboard_alone_and_what_differs_is_settled(
    page: Page, live_server: LiveServer
) -> None:
    desk, batch, papers = small_batch()
    key(batch, [papers[0].marked(c1="3"), *papers[1:]], by=desk.two)
    sign_in(page, desk.one, live_server.url)
    page.goto(live_server.url + desk.url())
    look(page, "batches")
    page.get_by_role("button", name="Key the next batch").press("Enter")
    expect(page.get_by_label("Paper number")).to_be_focused()
    look(page, "number")
    page.keyboard.type("123\n")  # a slip is said at once
    expect(page.locator("#told")).to_contain_text("figures are missing")
    look(page, "slip")
    page.keyboard.type(papers[0].number + "\n")
    expect(page.get_by_label("Candidate 1")).to_be_focused()
    look(page, "marks")
    strike(page, "2 1 x Backspace Backspace Backspace ArrowUp 1 2 u u Enter")
    expect(page.locator("#progress")).to_have_text("Paper 2 of 5")

    # as fast as keys can be struck: number, marks and the next number, never waiting for the site
    for n in (1, 2, 3):
        page.keyboard.type(papers[n].number + "\n")
        strike(page, keys_of(papers[n], rotated(n)))
    expect(page.locator("#progress")).to_have_text("Paper 5 of 5")
    page.keyboard.press("Backspace")  # takes paper 4 back
    expect(page.locator("#progress")).to_have_text("Paper 4 of 5")
    expect(page.get_by_label("Paper number")).to_have_value(papers[3].number)
    page.keyboard.press("Enter")
    strike(page, keys_of(papers[3], rotated(3)))
    page.keyboard.type(papers[4].number + "\n")
    strike(page, keys_of(papers[4], rotated(4)) + " Enter")  # one Enter too many finishes nothing
    expect(page.locator("#progress")).to_have_text("5 of 5 keyed")
    look(page, "whole")
    mine = Entry.objects.filter(keying__by=desk.one.user).order_by("place")
    assert [(e.paper, e.marks, e.doubt) for e in mine] == [
        (p.number, dict(p.marks), "") for p in papers
    ]
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 paper differs from the other keying")).to_be_visible()

    page.get_by_role("link", name="Look again").press("Enter")
    look(page, "mismatches")
    page.get_by_role("link", name="Begin").press("Enter")
    expect(page.get_by_role("heading", name="Batch 1, paper 1")).to_be_visible()
    look(page, "side by side")
    page.get_by_role("button", name="This is right the second keying").press("Enter")
    expect(page.get_by_text("the batch is settled")).to_be_visible()
    look(page, "settled")
    batch.refresh_from_db()
    assert batch.settled_at is not None
    assert [r.marks for r in batch.readings.order_by("place")] == [dict(p.marks) for p in papers]


def shown(page: Page, address: str, heading: str) -> None:
    """Open the page, see that it is the one that is meant, and look at it."""
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
    look(page, address)


def test_the_pages_of_printing_are_for_everybody(page: Page, live_server: LiveServer) -> None:
    shop = make_shop(setup={"asks_declaration": True, "declaration_words": "I am one of us."})
    papers = shop.papers()
    sign_in(page, shop.officer, live_server.url)
    at = f"{live_server.url}{shop.url()}"
    for address, heading in (
        ("", "Posted papers"),
        ("setup/", "Posted papers"),
        ("print/papers/", "Make ballot papers"),
        ("print/envelopes/", "Make covering letters"),
        (f"runs/papers/{papers.pk}/", "Paper run 1"),
    ):
        shown(page, f"{at}{address}", heading)
    shown(page, f"{at}runs/envelopes/{shop.envelopes().pk}/", "Envelope run 1")


def test_the_pages_of_judging_and_of_the_pre_count_are_for_everybody(
    page: Page, live_server: LiveServer
) -> None:
    sheets = (plain("c1", "c2", papers=18), plain("c2", papers=8), Sheet({"c2": "X"}), Sheet({}))
    poll = mixed_poll((Vote((1, 2), 30),), sheets, verified=False)
    contest, officer = poll.contest, poll.officer
    view = see_precount(contest, why="The hall is booked", by=officer)
    at = f"{live_server.url}/officer/{contest.organisation.slug}/c/{contest.slug}/"
    reading = Reading.objects.get(batch__contest=contest, place=27)
    sign_in(page, officer, live_server.url)
    shown(page, f"{at}papers/doubtful/", "Doubtful papers")
    shown(page, f"{at}papers/doubtful/{reading.pk}/", "Batch 1, paper 27")
    shown(page, f"{at}pre-count/", "re-count")
    shown(page, f"{at}pre-count/{view.number}/", "re-count")
    decide_by_the_rules(contest, officer)
    shown(page, f"{at}papers/doubtful/{reading.pk}/", "Batch 1, paper 27")
    shown(page, f"{at}papers/doubtful/{reading.pk}/objection/", "bjection")
    shown(page, f"{at}papers/verify/", "erify")
