"""The result page as a browser shows it: nothing too wide, fetched or inaccessible."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from hustings.declaration import declare
from hustings.facade import load
from hustings.formats import Loaded
from hustings.report.page import declaration_page
from tests.report.declarations import STATES

WIDTHS = (1160, 360)
STATES_SEEN = (
    "advisory", "college", "lot_needed", "no_votes", "one_candidate", "plurality", "hostile",
)  # fmt: skip


def _written(state: str, folder: Path) -> str:
    path = folder / "result.html"
    path.write_text(declaration_page(STATES[state]()), encoding="utf-8")
    return path.as_uri()


def _too_wide(page: Page, width: int) -> int:
    """By how many pixels the page is wider than its window; a table scrolls in its own box."""
    page.set_viewport_size({"width": width, "height": 800})
    root = "document.documentElement"
    return int(page.evaluate(f"{root}.scrollWidth - {root}.clientWidth"))


def _open_everything(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")


@pytest.mark.parametrize("state", [*STATES_SEEN, "withdrawn", "crowded"])
def test_nothing_is_too_wide_fetched_or_complained_of(
    browser: Browser, tmp_path: Path, state: str
) -> None:
    address = _written(state, tmp_path)
    page = browser.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    _open_everything(page)
    assert [_too_wide(page, width) for width in WIDTHS] == [0, 0]
    assert [url for url in asked if not url.startswith("data:font/")] == [address]
    assert not said
    page.close()


@pytest.mark.parametrize("state", STATES_SEEN)
def test_axe_finds_nothing(browser: Browser, tmp_path: Path, state: str) -> None:
    page = browser.new_page(viewport={"width": WIDTHS[0], "height": 800})
    page.goto(_written(state, tmp_path))
    _open_everything(page)
    found = Axe().run(page)
    assert not found.response["violations"], found.generate_report()
    page.close()


def test_axe_finds_nothing_on_a_telephone(browser: Browser, tmp_path: Path) -> None:
    page = browser.new_page(viewport={"width": WIDTHS[1], "height": 800})
    page.goto(_written("college", tmp_path))
    _open_everything(page)
    found = Axe().run(page)
    assert not found.response["violations"], found.generate_report()
    page.close()


def test_the_college_of_2010_prints_on_two_sheets(browser: Browser, tmp_path: Path) -> None:
    loaded = load("example:labour-leader-2010")
    assert isinstance(loaded, Loaded)
    assert loaded.ballots is not None
    files = {"declaration.json": "The declaration as JSON", "stages.csv": "The stage sheet"}
    path = tmp_path / "result.html"
    path.write_text(declaration_page(declare(loaded.contest, loaded.ballots), files=files))
    page = browser.new_page()
    page.goto(path.as_uri())
    printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 2
    page.close()


def test_a_count_of_many_stages_prints_within_the_sheet(browser: Browser, tmp_path: Path) -> None:
    page = browser.new_page(viewport={"width": 688, "height": 1000})  # A4 within its margins
    page.goto(_written("crowded", tmp_path))
    page.emulate_media(media="print")
    assert page.locator(".bands table:visible").count() == 6
    assert not page.locator("#stages").is_visible()
    boxes = page.locator(".scroll:visible").evaluate_all(
        "all => all.map(box => [box.scrollWidth, box.clientWidth])"
    )
    assert boxes
    assert all(held <= room for held, room in boxes)
    page.close()


def test_a_table_says_that_it_scrolls_only_where_it_does(browser: Browser, tmp_path: Path) -> None:
    page = browser.new_page(viewport={"width": WIDTHS[1], "height": 800})
    page.goto(_written("crowded", tmp_path))
    cue = page.locator("#stages .cue")
    box = cue.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= WIDTHS[1]
    page.goto(_written("plain", tmp_path))
    assert not page.locator(".cue:visible").count()
    page.close()


def test_the_skip_link_comes_first_and_leads_to_the_result(
    browser: Browser, tmp_path: Path
) -> None:
    page = browser.new_page()
    page.goto(_written("college", tmp_path))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.close()


def test_each_picture_is_shown_once_whatever_the_width(browser: Browser, tmp_path: Path) -> None:
    address = _written("college", tmp_path)
    shown = []
    for width in WIDTHS:
        page = browser.new_page(viewport={"width": width, "height": 800})
        page.goto(address)
        shown.append(page.locator("figure svg:visible").count())
        assert shown[-1] == page.locator("figure").count()
        page.close()
    assert shown[0] >= 4
