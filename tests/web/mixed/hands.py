"""Officers' hands: scanning, keying, looking again and judging, by plain forms or in a browser.

Both do the same acts by the same pages. ``Forms`` is a browser without scripts; ``Browser`` is a
real one, with the keyboard.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from playwright.sync_api import Browser, expect

from hustings.web.officers.actor import Actor
from hustings.web.papers.models import Reading
from hustings.web.post.models import Bag
from tests.web.booth.test_pages import text
from tests.web.mixed.office import Office
from tests.web.officers.signing_in import signed_in
from tests.web.story.window import Watch, Window

__all__ = ["Envelope", "Forms", "Hands", "RealBrowser", "Sheet"]


@dataclass(frozen=True)
class Envelope:
    """What is held under the scanner.

    ``outside``: complete or incomplete, the declaration on it; refused, where nothing is asked;
    copy, a second one with a number of this bag; unread, where no number can be read.
    """

    number: str
    outside: str = "complete"


@dataclass(frozen=True)
class Sheet:
    """A paper: its number, the candidates' keys from the top, the mark beside each, a doubt."""

    number: str
    order: tuple[str, ...]
    marks: tuple[tuple[str, str], ...]
    flag: str = ""

    def mark(self, key: str) -> str:
        """The mark beside that candidate; empty for none."""
        return dict(self.marks).get(key, "")


class Hands(Protocol):
    """What officers do with what lies before them."""

    def scan(self, who: Actor, bag: int, envelopes: Sequence[Envelope]) -> None: ...

    def key(self, who: Actor, batch: int, sheets: Sequence[Sheet]) -> None: ...

    def differing(self, who: Actor, batch: int) -> set[int]: ...

    def look_again(self, who: Actor, batch: int, place: int) -> None: ...

    def propose(self, who: Actor, reading: Reading, why: str) -> None: ...

    def agree(self, who: Actor, reading: Reading) -> None: ...


class Forms:
    """By plain forms, as without scripts."""

    def __init__(self, office: Office) -> None:
        self.office = office

    def scan(self, who: Actor, bag: int, envelopes: Sequence[Envelope]) -> None:
        """Send each envelope's number, then what stands on its outside."""
        client, there = signed_in(who), self.office.url(f"post/bags/{bag}/scan/")
        held = Bag.objects.get(contest=self.office.contest, number=bag)
        for envelope in envelopes:
            after = held.receipts.count()
            sent: dict[str, Any] = {"envelope": envelope.number, "decision": "", "after": after}
            answer = client.post(there, sent, follow=True)
            asks = answer.context["verdict"].kind == "asking"
            assert asks == (envelope.outside in ("complete", "incomplete")), text(answer)
            assert held.receipts.count() - after == (envelope.outside == "refused")
            if envelope.outside == "copy":
                sent |= {"envelope": "", "envelope_again": envelope.number, "decision": "another"}
            elif envelope.outside != "refused":
                sent["decision"] = envelope.outside
            if sent["decision"]:
                answer = client.post(there, sent, follow=True)
            assert held.receipts.count() == after + 1, text(answer)
            kind = "accepted" if envelope.outside == "complete" else "refused"
            assert answer.context["verdict"].kind == kind, text(answer)

    def key(self, who: Actor, batch: int, sheets: Sequence[Sheet]) -> None:
        """Each paper's number, then its marks."""
        client, there = signed_in(who), self.office.url(f"papers/batches/{batch}/key/")
        client.post(f"{there}begin/")
        for sheet in sheets:
            step = client.get(there, {"paper": sheet.number}).context
            assert step["kind"] == "marks"
            names = [row["name"] for row in step["rows"]]
            assert names == [f"mark-{key}" for key in sheet.order]
            sent = {f"mark-{key}": mark for key, mark in sheet.marks}
            sent |= {"place": step["place"], "nonce": step["nonce"], "paper": sheet.number}
            assert client.post(there, sent | {"doubt": sheet.flag}).status_code == 302
        assert client.post(f"{there}finish/").status_code == 302

    def differing(self, who: Actor, batch: int) -> set[int]:
        """The places in the queue of papers that differ."""
        page = self.office.page(f"papers/batches/{batch}/mismatches/", by=who)
        return _places(page.content.decode())

    def look_again(self, who: Actor, batch: int, place: int) -> None:
        """With the paper in hand: the first keying is right."""
        self.office.send(f"papers/batches/{batch}/mismatches/{place}/", {"right": "first"}, by=who)

    def propose(self, who: Actor, reading: Reading, why: str) -> None:
        """As the rules suggest."""
        there = f"papers/doubtful/{reading.pk}/"
        form = self.office.page(there, by=who).context["form"]
        sent = {name: value for name, value in form.initial.items() if value}
        self.office.send(there, sent | {"why": why}, by=who)

    def agree(self, who: Actor, reading: Reading) -> None:
        """The second officer."""
        there = f"papers/doubtful/{reading.pk}/"
        seen = self.office.page(there, by=who).context["seen"]
        self.office.send(there, {"verdict": "agree", "seen": seen}, by=who)


def _places(page: str) -> set[int]:
    return {int(n) for n in re.findall(r'/mismatches/(\d+)/"', page)}


PATIENCE = 120_000  # thousandths of a second: a whole batch was typed ahead of the site
STROKES = {"✓": "/", "X": "x"}
FLAGS = {"identifies": "i", "no_mark": "n", "unclear": "u", "other": "o"}


class RealBrowser:
    """In a real browser: typed at the keyboard, looked at by axe, one officer on a telephone."""

    def __init__(self, office: Office, browser: Browser, site: str, watch: Watch) -> None:
        self.office, self.site, self.watch = office, site, watch
        self.windows = {
            office.officer.user.pk: Window(browser, site, watch),
            office.one.user.pk: Window(browser, site, watch),
            office.two.user.pk: Window(browser, site, watch, width=360),
        }

    def close(self) -> None:
        """Leave nothing open."""
        for window in self.windows.values():
            window.close()

    def at(self, who: Actor, page: str) -> Window:
        """That officer's window, freshly signed in, at a page of the contest."""
        window = self.windows[who.user.pk]
        cookie = signed_in(who).cookies["officer"].value
        window.context.add_cookies([{"name": "officer", "value": cookie, "url": self.site}])
        window.go(self.office.url(page))
        return window

    def scan(self, who: Actor, bag: int, envelopes: Sequence[Envelope]) -> None:
        """A scanner types the number and Enter; the clerk answers by a key."""
        window = self.at(who, f"post/bags/{bag}/")
        page, after = window.page, window.page.locator("[data-after]")
        for envelope in envelopes:
            received = int(after.input_value())
            expect(page.locator("#envelope")).to_be_focused()
            page.keyboard.type(f"{envelope.number}\n")
            if envelope.outside == "copy":
                window.press("It is a second envelope: refuse it")
            elif envelope.outside == "unread":
                window.press("It cannot be read: refuse it")
            elif envelope.outside != "refused":
                page.locator(".verdict[data-kind=asking]").wait_for()
                window.look()
                page.keyboard.press("Enter" if envelope.outside == "complete" else "n")
            expect(after).to_have_value(str(received + 1))
            kind = "accepted" if envelope.outside == "complete" else "refused"
            expect(page.locator(".verdict")).to_have_attribute("data-kind", kind)
            window.look()

    def key(self, who: Actor, batch: int, sheets: Sequence[Sheet]) -> None:
        """By the keyboard alone, never waiting for the site."""
        window = self.at(who, f"papers/batches/{batch}/")
        window.press("Key this batch")
        page = window.page
        for place, sheet in enumerate(sheets, start=1):
            if place < 3:
                expect(page.locator("#progress")).to_contain_text(f"Paper {place} of")
                window.look()
            page.keyboard.type(f"{sheet.number}\n")
            if place < 3:
                page.locator("[data-mark]").first.wait_for()
                assert page.locator(".key-rows label").all_inner_texts() == [
                    f"Candidate {key[1:]}" for key in sheet.order
                ]
                window.look()
            for key in sheet.order:
                mark = sheet.mark(key)
                page.keyboard.press(STROKES.get(mark, mark) or "Space")
            if sheet.flag:
                page.keyboard.press(FLAGS[sheet.flag])
            page.keyboard.press("Enter")
        n = len(sheets)
        expect(page.locator("#progress")).to_have_text(f"{n} of {n} keyed", timeout=PATIENCE)
        window.look()
        page.keyboard.press("Enter")
        window.says(f"You have keyed batch {batch}")
        window.look()

    def differing(self, who: Actor, batch: int) -> set[int]:
        """The places in the queue of papers that differ."""
        return _places(self.at(who, f"papers/batches/{batch}/mismatches/").page.content())

    def look_again(self, who: Actor, batch: int, place: int) -> None:
        """With the paper in hand: the first keying is right."""
        window = self.at(who, f"papers/batches/{batch}/mismatches/{place}/")
        window.press("This is right the first keying")

    def propose(self, who: Actor, reading: Reading, why: str) -> None:
        """As the rules suggest."""
        window = self.at(who, f"papers/doubtful/{reading.pk}/")
        if why:
            window.page.get_by_label("Why").fill(why)
        window.press("Propose this")
        window.says("Proposed. Another officer now has to agree.")

    def agree(self, who: Actor, reading: Reading) -> None:
        """The second officer."""
        window = self.at(who, f"papers/doubtful/{reading.pk}/")
        window.press("Agree")
        window.says("Decided: both of you agreed.")
