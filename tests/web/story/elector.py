"""The electors: letters and e-mails read as they arrive, and ballots cast by the pages."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from hustings.report.letters import Summary
from tests.report.letter_cases import Written
from tests.web.story.window import Window

__all__ = ["Elector", "letters_in", "mails_in", "messages_in"]

LINK = re.compile(r"https?://\S+/vote/#[0-9A-Z-]+")


def letters_in(file: Path, names: list[str]) -> dict[str, str]:
    """Whose letter holds which link, as a telephone reads it."""
    written = Written(file.read_bytes(), Summary(0, 0, 0))
    found: dict[str, str] = {}
    for page in range(written.count):
        for link in written.squares(page):
            (name,) = (n for n in names if n in written.text(page))
            found[name] = link
    return found


def messages_in(folder: Path) -> Iterator[EmailMessage]:
    """The e-mails that were sent, oldest first; the file backend ends each with a rule."""
    for file in sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime_ns):
        for text in re.split(rb"\n-{79}\n", file.read_bytes()):
            if text.strip():
                yield email.message_from_bytes(text, policy=email.policy.default)


def mails_in(folder: Path) -> dict[str, list[str]]:
    """The voting links that each address was sent, in order."""
    found: dict[str, list[str]] = {}
    for message in messages_in(folder):
        body = message.get_body(("plain",))
        assert body is not None
        links = LINK.findall(body.get_content())
        found.setdefault(str(message["To"]), []).extend(dict.fromkeys(links))
    return found


class Elector:
    """Somebody with a code in the booth."""

    def __init__(self, window: Window) -> None:
        self.window, self.page = window, window.page

    def enter(self, link: str) -> None:
        """By the link, or where there is no script by typing its code."""
        if self.window.script:
            self.window.go(link)
        else:
            address, _, code = link.partition("#")
            self.window.go(address)
            self.page.get_by_label("Your voting code").fill(code.lower().replace("-", " "))
        self.window.press("Go on")

    def declare(self) -> None:
        """Make the declaration, after having forgotten to."""
        self.window.heading("Before you vote")
        self.window.press("Go on to the ballot paper")
        self.page.get_by_label("I declare").check()
        self.window.press("Go on to the ballot paper")

    def mark(self, *names: str) -> None:
        """Give places in that order, and go on to check."""
        for place, name in enumerate(names, 1):
            row = self.page.locator(f"li[data-name='{name}']")
            if self.window.script:
                row.locator("[data-act=choose]").click()
            else:
                row.locator("select").select_option(str(place))
        self.window.look()
        self.window.press("Check your ballot")
        self.window.heading("Check your ballot")

    def cast(self) -> str:
        """Cast; the receipt."""
        self.window.press("Cast your vote")
        self.window.heading("Your vote is in")
        return str(self.page.locator(".receipt").inner_text())

    def vote(self, link: str, *names: str) -> str:
        """The whole way; the receipt."""
        self.enter(link)
        self.declare()
        self.mark(*names)
        return self.cast()

    def vote_by_keyboard(self, link: str, *names: str) -> str:
        """The whole way without a mouse; the receipt."""
        page, window = self.page, self.window
        page.goto(link.partition("#")[0])
        tab_to(page, "Your voting code")
        page.keyboard.type(link.partition("#")[2])
        page.keyboard.press("Enter")
        window.heading("Before you vote")
        page.wait_for_load_state()
        tab_to(page, "I declare that this is true of me")
        page.keyboard.press("Space")
        tab_to(page, "Go on to the ballot paper")
        page.keyboard.press("Enter")
        page.locator("[data-act=choose]").first.wait_for()
        for place, name in enumerate(names, 1):
            tab_to(page, f"Make {name} your {('1st', '2nd', '3rd', '4th')[place - 1]} choice")
            page.keyboard.press("Enter")
        tab_to(page, "Check your ballot")
        page.keyboard.press("Enter")
        window.heading("Check your ballot")
        window.look()
        tab_to(page, "Cast your vote")
        page.keyboard.press("Enter")
        window.heading("Your vote is in")
        window.look()
        return str(page.locator(".receipt").inner_text())

    def vote_with_a_lost_reply(self, link: str, *names: str) -> str:
        """The ballot arrives, its answer is lost, the same form is sent once more; the receipt."""
        self.enter(link)
        self.declare()
        self.mark(*names)
        answers: list[str] = []

        def lose(route: Any) -> None:
            answer = route.fetch()
            answers.append(answer.text())
            if len(answers) == 1:
                route.abort("connectionreset")
            else:
                route.fulfill(response=answer)

        self.page.route("**/vote/cast/", lose)
        self.page.get_by_role("button", name="Cast your vote").click()
        self.page.wait_for_url("chrome-error://**")
        self.page.reload()
        self.window.heading("Your vote is in")
        self.window.says("It was in already")
        self.window.look()
        receipt = str(self.page.locator(".receipt").inner_text())
        assert receipt in answers[0], "the first answer, which was lost, told the same receipt"
        return receipt


def focused(page: Page) -> str:
    """The name of what has the focus."""
    return str(
        page.evaluate(
            "(e => e.getAttribute('aria-label') || (e.labels && e.labels[0] || e)"
            ".textContent.trim())(document.activeElement)"
        )
    )


def tab_to(page: Page, name: str) -> None:
    """Press Tab until that has the focus, which must show."""
    for _ in range(60):
        if focused(page) == name:
            assert page.evaluate("document.activeElement.matches(':focus-visible')")
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {name!r}")
