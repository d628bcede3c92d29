"""A browser's window that is watched: whatever it shows is looked at by axe, and never wider than
the screen; whatever it asks of another host, and whatever its console complains of, is kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Route, expect

__all__ = ["Watch", "Window"]

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
STATE = """() => [document.title,
  ...Array.from(document.querySelectorAll(
    'h1, h2, .lead, .task .state, .notice .kind, fieldset legend, label, .fault, details[open]'),
    (element) => element.textContent.trim().replace(/\\s+/g, ' ').slice(0, 60))
].join('|').replace(/[0-9]+/g, '0')"""
"""What tells one state of a page from another, figures aside."""
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass
class Watch:
    """What is noted of all windows of a story. ``shots`` is where pictures go, if anywhere."""

    shots: Path | None = None
    problems: list[str] = field(default_factory=list)
    looked_at: set[tuple[str, str]] = field(default_factory=set)
    pictures: int = 0


class Window:
    """A window of one person, wide or narrow, with or without scripts."""

    def __init__(
        self, browser: Browser, site: str, watch: Watch, *, script: bool = True, width: int = 1280
    ) -> None:
        self.site, self.watch, self.script, self.width = site, watch, script, width
        self.context = browser.new_context(
            base_url=site,
            java_script_enabled=script,
            viewport={"width": width, "height": 800},
            reduced_motion="reduce",
        )
        self.context.route(re.compile(rf"^(?!data:|blob:|{re.escape(site)}/)"), self._refuse)
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(30_000)
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self._note(f"error in a script: {error}"))

    def _refuse(self, route: Route) -> None:
        self._note(f"asked another host: {route.request.url}")
        route.abort()

    def _hear(self, message: ConsoleMessage) -> None:
        refused = "the server responded with a status of 4" in message.text
        if message.type in ("error", "warning") and not refused:
            self._note(f"console: {message.text}")

    def _note(self, what: str) -> None:
        self.watch.problems.append(f"{self._place()} at {self.width}: {what}")

    def _place(self) -> str:
        return re.sub(r"[0-9a-f-]{30,}|\d+|(?<=sign-in/)[^/]+", "0", urlsplit(self.page.url).path)

    # --- going about ---------------------------------------------------------------------------

    def go(self, address: str) -> None:
        """Open an address of the site."""
        self.page.goto(address)
        self.look()

    def follow(self, words: str) -> None:
        """Click the link of these words."""
        self.page.get_by_role("link", name=words, exact=True).first.click()
        self.look()

    def press(self, words: str) -> None:
        """Click the button of these words."""
        self.page.get_by_role("button", name=words, exact=True).first.click()
        self.look()

    def fill(self, **values: str) -> None:
        """Fill fields in by the words of their labels, underscores for spaces."""
        for label, value in values.items():
            words = re.escape(label.replace("_", " "))
            named = re.compile(rf"^\s*{words}\s*(\(optional\))?\s*$")
            self.page.get_by_label(named).first.fill(value)

    def heading(self, words: str) -> None:
        """See that this is the page's heading."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(words)

    def says(self, *sentences: str) -> None:
        """See that the page says so."""
        for sentence in sentences:
            expect(self.page.locator("body")).to_contain_text(sentence)

    def close(self) -> None:
        """Leave nothing open."""
        self.context.close()

    # --- looking -------------------------------------------------------------------------------

    def look(self) -> None:
        """Look at what is shown, once for each state of each page."""
        self.page.wait_for_load_state()
        state = (self._place(), f"{self.width} {self.script} {self.page.evaluate(STATE)}")
        if state in self.watch.looked_at:
            return
        self.watch.looked_at.add(state)
        if (wide := self.page.evaluate(TOO_WIDE)) > 0:
            self._note(f"{wide} pixels wider than the screen")
        if self.script:  # axe is one itself
            self._run_axe()
        self._take_picture()

    def _run_axe(self) -> None:
        found: dict[str, Any] = (
            Axe()
            .run(
                self.page, options={"runOnly": {"type": "tag", "values": RULES}, "resultTypes": []}
            )
            .response
        )
        for violation in found["violations"]:
            self._note(f"axe: {violation['id']}: {violation['nodes'][0]['html'][:200]}")

    def _take_picture(self) -> None:
        if self.watch.shots is None:
            return
        self.watch.pictures += 1
        name = self._place().strip("/").replace("/", "-") or "front"
        file = f"{self.watch.pictures:03}-{name}-{self.width}{'' if self.script else '-plain'}.png"
        self.page.screenshot(path=self.watch.shots / file, full_page=True)
