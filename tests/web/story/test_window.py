"""The window of the story sees what it is there to see."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.web.story.window import Watch, Window

PAGE = "<!doctype html><html lang=en><title>A page</title><main><h1>A page</h1>{}</main></html>"


@pytest.mark.parametrize(
    ("what", "noticed"),
    [
        ("<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='>", "axe: image-alt"),
        ("<p style='width: 2000px'>wide</p>", "wider than the screen"),
        ("<script src='https://elsewhere.example/a.js'></script>", "asked another host"),
        ("<script>console.error('oh')</script>", "console: oh"),
        ("<script>nothing.there()</script>", "error in a script"),
    ],
)
def test_a_watched_window_notices(browser: Browser, what: str, noticed: str) -> None:
    watch = Watch()
    window = Window(browser, "http://127.0.0.1:9", watch, width=360)
    window.page.set_content(PAGE.format(what))
    window.look()
    window.close()
    assert any(noticed in problem for problem in watch.problems), watch.problems


def test_a_watched_window_is_content_with_a_page_in_order(browser: Browser) -> None:
    watch = Watch()
    window = Window(browser, "http://127.0.0.1:9", watch)
    window.page.set_content(PAGE.format("<p>All is well.</p>"))
    window.look()
    window.close()
    assert watch.problems == []
