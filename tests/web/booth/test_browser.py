"""The booth in a browser: with and without a script, wide and narrow, by keyboard, by everybody."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request, expect

from hustings.seal import CODE_BYTES, Marks, OpeningKey, make_code, open_envelope
from hustings.web.booth import codes, throttle
from hustings.web.booth.models import Envelope, FailedTry, Participation
from hustings.web.contests.models import Candidate, Notice
from hustings.web.project import clock
from tests.web.booth.polls import Poll, hours, make_poll, move_to

pytestmark = pytest.mark.django_db(transaction=True)

AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
}
"""What axe is to look for; what it found in order need not be told."""
NAMES = ("Rowan Ashe", "Imani Osei-Bright", "Gwen Pritchard", "Tom Varley")
WIDTHS = (1280, 360, 320)


def make_named_poll(electors: int = 1, **fields: Any) -> Poll:
    """A poll of four named candidates, one with a statement, one without a description."""
    state = fields.pop("state", "ready")
    poll = make_poll(electors, candidates=4, state="draft", **fields)
    for number, name in enumerate(NAMES, 1):
        poll.contest.candidates.filter(number=number).update(
            name=name, description="Councillor" if number > 1 else "", statement="I will *listen*."
        )
    move_to(poll.contest, state)
    return poll


class Booth:
    """A browser window in the booth. It fails on any complaint of the console but refusals."""

    def __init__(self, browser: Browser, site: str, *, script: bool, width: int) -> None:
        self.context = browser.new_context(
            java_script_enabled=script, viewport={"width": width, "height": 800}
        )
        self.page: Page = self.context.new_page()
        self.site, self.script = site, script
        self.complaints: list[str] = []
        self.posts: list[Request] = []
        self.page.on("console", lambda message: self._hear(message.text))
        self.page.on("pageerror", lambda error: self._hear(str(error)))
        self.page.on("request", lambda r: self.posts.append(r) if r.method == "POST" else None)

    def _hear(self, said: str) -> None:
        if "the server responded with a status of 4" not in said:
            self.complaints.append(said)

    def enter(self, code: str) -> None:
        """By the link where there is a script, else typed."""
        if self.script:
            self.page.goto(f"{self.site}/vote/#{code}")
        else:
            self.page.goto(f"{self.site}/vote/")
            self.page.get_by_label("Your voting code").fill(code)
        self.press("Go on")

    def press(self, words: str) -> None:
        self.page.get_by_role("button", name=words, exact=True).click()

    def rank(self, *names: str) -> None:
        """Give places in that order, as the page lets it be done."""
        for place, name in enumerate(names, 1):
            if self.script:
                self.row(name).locator("[data-act=choose]").click()
            else:
                self.row(name).locator("select").select_option(str(place))

    def row(self, name: str) -> Any:
        return self.page.locator(f"li[data-name='{name}']")

    def heading(self, words: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(words)

    def check_with_axe(self) -> None:
        """No violation of WCAG 2.2 AA, nothing to scroll to the side, targets large enough."""
        if self.script:  # axe is one itself
            found = Axe().run(self.page, options=AXE)
            assert found.violations_count == 0, found.generate_report()
            wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            assert self.page.evaluate(wide) <= 0
            assert self.page.evaluate(SMALL_TARGETS) == []


SMALL_TARGETS = """() => {
  const pressed = 'main :is(button, select, summary, a, input:not([type=hidden]))';
  const inText = (element) => element.closest('p:not(.size, .languages), .errors');
  const small = (element) => {
    const { width, height } = (element.closest('.choice') || element).getBoundingClientRect();
    return width < 43.5 || height < 43.5;
  };
  return Array.from(document.querySelectorAll(pressed))
    .filter((element) => element.offsetParent && !inText(element) && small(element))
    .map((element) => element.outerHTML);
}"""
"""What is pressed and smaller than 44 pixels, links within sentences aside."""


@pytest.fixture
def booths(browser: Browser, live_server: Any) -> Iterator[Any]:
    opened: list[Booth] = []

    def one(*, script: bool = True, width: int = 1280) -> Booth:
        opened.append(Booth(browser, live_server.url, script=script, width=width))
        return opened[-1]

    yield one
    for booth in opened:
        booth.context.close()
        assert booth.complaints == []


def opened_ballots(poll: Poll) -> list[Any]:
    return [open_envelope(bytes(e.sealed), poll.key, 4) for e in Envelope.objects.all()]


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("width", WIDTHS)
def test_an_elector_votes_and_keeps_a_receipt(booths: Any, *, script: bool, width: int) -> None:
    poll = make_named_poll(roll={"rotation": 1}, declaration_text="I support the aims.")
    booth = booths(script=script, width=width)
    booth.enter(poll.codes[0].lower())
    booth.heading("Before you vote")
    booth.check_with_axe()
    booth.page.get_by_label("I declare").check()
    booth.press("Go on to the ballot paper")
    shown = booth.page.locator("li[data-number]")
    expect(shown).to_have_count(len(NAMES))
    assert [row.get_attribute("data-name") for row in shown.all()] == [*NAMES[1:], NAMES[0]]
    booth.check_with_axe()
    booth.rank("Tom Varley", "Rowan Ashe")
    booth.check_with_axe()
    booth.press("Check your ballot")
    booth.heading("Check your ballot")
    sentence = "1 Tom Varley, 2 Rowan Ashe; two not ranked."
    expect(booth.page.locator(".readback:visible")).to_have_text(sentence)
    booth.check_with_axe()
    booth.press("Cast your vote")
    booth.heading("Your vote is in")
    receipt = Participation.objects.get().receipt
    expect(booth.page.locator(".receipt")).to_have_text(receipt)
    booth.check_with_axe()
    assert opened_ballots(poll) == [Marks((4, 1), rotation=1)]
    assert poll.figures == (1, 1)


def test_with_a_script_the_ranking_never_leaves_the_page_in_the_clear(booths: Any) -> None:
    poll = make_named_poll()
    booth = booths()
    booth.enter(poll.codes[0])
    booth.rank("Gwen Pritchard", "Rowan Ashe")
    booth.press("Check your ballot")
    booth.press("Cast your vote")
    booth.heading("Your vote is in")
    assert [post.url.rsplit("/", 2)[-2] for post in booth.posts] == ["paper", "cast"]
    sent = parse_qs(booth.posts[-1].post_data, keep_blank_values=True)
    assert set(sent) == {"csrfmiddlewaretoken", "code", "declared", "language", "sealed", "nonce"}
    sealed = base64.b64decode(sent["sealed"][0])
    assert open_envelope(sealed, poll.key, 4) == Marks((3, 1))


def test_the_code_of_a_link_leaves_the_address_bar_and_the_history(booths: Any) -> None:
    poll = make_named_poll()
    booth = booths()
    booth.page.goto(f"{booth.site}/vote/#{poll.codes[0]}")
    expect(booth.page.get_by_label("Your voting code")).to_have_value(poll.codes[0])
    assert booth.page.url == f"{booth.site}/vote/"
    with booth.page.expect_navigation():
        booth.press("Go on")
    booth.page.go_back()
    assert booth.page.url == f"{booth.site}/vote/"
    booth.page.goto(f"{booth.site}/vote/#main")  # the link that skips to the text is no code
    expect(booth.page.get_by_label("Your voting code")).to_have_value("")


def test_a_lost_reply_is_asked_for_again_and_the_vote_counts_once(booths: Any) -> None:
    poll = make_named_poll()
    booth = booths()
    booth.enter(poll.codes[0])
    booth.rank("Gwen Pritchard")
    booth.press("Check your ballot")
    lost: list[int] = []

    def lose(route: Any) -> None:
        answer = route.fetch()
        lost.append(answer.status)
        if len(lost) == 1:
            route.abort("connectionreset")
        else:
            route.fulfill(response=answer)

    booth.page.route("**/vote/cast/", lose)
    booth.press("Cast your vote")
    booth.page.wait_for_url("chrome-error://**")
    assert poll.figures == (1, 1)
    booth.page.reload()
    booth.heading("Your vote is in")
    expect(booth.page.locator(".receipt")).to_have_text(Participation.objects.get().receipt)
    assert lost == [200, 200]
    assert poll.figures == (1, 1)
    booth.complaints.clear()  # the browser says that the connection was reset


def test_a_second_vote_is_shown_day_and_channel(booths: Any) -> None:
    poll = make_named_poll()
    first, second = booths(), booths()
    for booth in (first, second):
        booth.enter(poll.codes[0])
        booth.rank("Gwen Pritchard")
        booth.press("Check your ballot")
    first.press("Cast your vote")
    first.heading("Your vote is in")
    second.press("Cast your vote")
    second.heading("You have already voted")
    second.check_with_axe()
    assert poll.figures == (1, 1)


def test_the_keyboard_alone_ranks_moves_checks_and_casts(booths: Any) -> None:
    poll = make_named_poll()
    booth = booths()
    page = booth.page
    page.goto(f"{booth.site}/vote/")
    tab_to(page, "Your voting code")
    page.keyboard.type(poll.codes[0])
    page.keyboard.press("Enter")
    booth.heading("Whom should our MP support?")
    tab_to(page, "Make Rowan Ashe your 1st choice")
    page.keyboard.press("Enter")  # the focus goes on to the next candidate
    assert focused(page) == "Make Imani Osei-Bright your 2nd choice"
    status = page.locator("[data-said]")
    expect(status).to_have_text("Rowan Ashe is your 1st choice.")
    page.keyboard.press("Space")
    page.keyboard.press("Space")
    tab_to(page, "Up: Gwen Pritchard", back=True)
    page.keyboard.press("Enter")
    expect(status).to_have_text("Gwen Pritchard is your 2nd choice.")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")  # at the top already: stays there, and keeps the focus
    assert focused(page) == "Up: Gwen Pritchard"
    tab_to(page, "Remove: Rowan Ashe")
    page.keyboard.press("Enter")
    expect(status).to_have_text("Rowan Ashe is not ranked any more.")
    tab_to(page, "Check your ballot")
    page.keyboard.press("Enter")
    assert focused(page) == "Check your ballot"  # its heading
    tab_to(page, "Cast your vote")
    page.keyboard.press("Enter")
    booth.heading("Your vote is in")
    assert opened_ballots(poll) == [Marks((3, 2))]


def focused(page: Page) -> str:
    name = (
        "(e => e.getAttribute('aria-label') || (e.labels && e.labels[0] || e).textContent.trim())"
    )
    return str(page.evaluate(f"{name}(document.activeElement)"))


def tab_to(page: Page, name: str, *, back: bool = False) -> None:
    for _ in range(60):
        if focused(page) == name:
            assert page.evaluate("document.activeElement.matches(':focus-visible')")
            return
        page.keyboard.press("Shift+Tab" if back else "Tab")
    raise AssertionError(f"the keyboard does not reach {name!r}")


def test_a_row_is_dragged_to_another_place(booths: Any) -> None:
    poll = make_named_poll()
    booth = booths()
    booth.enter(poll.codes[0])
    booth.rank("Rowan Ashe", "Imani Osei-Bright", "Gwen Pritchard")
    handle = booth.row("Gwen Pritchard").locator(".handle").bounding_box()
    top = booth.row("Rowan Ashe").bounding_box()
    booth.page.mouse.move(handle["x"] + 10, handle["y"] + 10)
    booth.page.mouse.down()
    booth.page.mouse.move(handle["x"] + 10, top["y"] + 5, steps=8)
    booth.page.mouse.up()
    sentence = "1 Gwen Pritchard, 2 Rowan Ashe, 3 Imani Osei-Bright; one not ranked."
    expect(booth.page.locator("[data-readback]")).to_have_text(sentence)


def test_changing_the_ballot_goes_back_to_the_paper_as_it_was_filled_in(booths: Any) -> None:
    poll = make_named_poll()
    booth = booths()
    booth.enter(poll.codes[0])
    booth.rank("Rowan Ashe")
    booth.press("Check your ballot")
    booth.press("Change your ballot")
    booth.row("Rowan Ashe").locator("[data-act=remove]").click()
    booth.rank("Tom Varley")
    booth.press("Check your ballot")
    booth.page.go_back()  # the browser's own button does the same
    booth.press("Check your ballot")
    booth.press("Cast your vote")
    booth.heading("Your vote is in")
    assert opened_ballots(poll) == [Marks((4,))]


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_an_empty_paper_is_asked_about(booths: Any, *, script: bool) -> None:
    poll = make_named_poll()
    booth = booths(script=script)
    booth.enter(poll.codes[0])
    booth.press("Check your ballot")
    expect(booth.page.get_by_text("Your paper is empty.")).to_be_visible()
    booth.check_with_axe()
    booth.press("Back to the ballot paper")
    booth.press("Check your ballot")
    booth.press("Cast an unmarked paper")
    booth.heading("Your vote is in")
    assert opened_ballots(poll) == [Marks(())]


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize(("rule", "marked"), [("plurality", Marks((2,))), ("sv", Marks((2, 4)))])
def test_other_rules_ask_for_their_own_marks(
    booths: Any, *, rule: str, marked: Marks, script: bool
) -> None:
    poll = make_named_poll(rule=rule, order_policy="fixed")
    booth = booths(script=script, width=360)
    booth.enter(poll.codes[0])
    if rule == "sv":
        booth.rank("Imani Osei-Bright", "Tom Varley")
        if script:  # both places are given: none can be chosen on top
            assert booth.row("Rowan Ashe").locator("[data-act=choose]").is_disabled()
    else:
        booth.page.get_by_label("Imani Osei-Bright").check()
    booth.check_with_axe()
    booth.press("Check your ballot")
    booth.check_with_axe()
    booth.press("Cast your vote")
    booth.heading("Your vote is in")
    assert opened_ballots(poll) == [marked]


def test_where_sealing_fails_the_form_works_as_without_a_script(booths: Any) -> None:
    poll = make_named_poll()
    booth = booths()
    booth.page.route(re.compile(r"tweetnacl|seal\.js"), lambda route: route.abort())
    booth.enter(poll.codes[0])
    booth.row("Rowan Ashe").locator("select").select_option("1")
    booth.press("Check your ballot")
    booth.press("Cast your vote")
    booth.heading("Your vote is in")
    assert opened_ballots(poll) == [Marks((1,))]
    assert all("net::ERR_FAILED" in said for said in booth.complaints)
    booth.complaints.clear()


def test_large_print_grows_on_the_spot_and_goes_with_the_elector(booths: Any) -> None:
    poll = make_named_poll()
    booth = booths(width=320)
    booth.enter(poll.codes[0])
    booth.rank("Tom Varley")
    size = "parseFloat(getComputedStyle(document.querySelector('.readback')).fontSize)"
    before = booth.page.evaluate(size)
    booth.press("Larger print")
    assert booth.page.evaluate(size) > 1.3 * before
    booth.check_with_axe()
    booth.press("Check your ballot")
    booth.press("Cast your vote")
    booth.heading("Your vote is in")
    assert "large" in str(booth.page.locator("body").get_attribute("class"))
    booth.check_with_axe()


def test_every_state_of_the_booth_is_accessible(booths: Any) -> None:
    """Refusals, errors, a trial, a withdrawal, many candidates: each page as a browser shows it."""
    booth = booths(width=360)
    page = booth.page
    early = make_named_poll(opens_at=hours(5))
    late = make_named_poll(opens_at=hours(-9), closes_at=hours(-1))
    trial = make_named_poll(state="draft", test_mode=True, channel="test")
    over = make_named_poll(state="abandoned")
    replaced = make_named_poll()
    codes.kill(replaced.electors[0], "reissued")
    struck = make_named_poll()
    codes.kill(struck.electors[0], "struck")
    left = make_named_poll()
    Candidate.objects.filter(contest=left.contest, number=2).update(withdrawn_at=clock.now())
    Notice.objects.create(contest=left.contest, text="One has withdrawn.", at=clock.now())
    good = make_code(bytes(CODE_BYTES))
    page.goto(f"{booth.site}/vote/")
    booth.check_with_axe()
    many = make_poll(candidates=40)
    for code, heading in (
        (good[:-1], "Enter your voting code"),
        (good[:8] + "7" + good[9:], "Enter your voting code"),
        (good, "This code is not known"),
        (early.codes[0], "Voting has not opened yet"),
        (late.codes[0], "Voting has closed"),
        (over.codes[0], "Voting is not open"),
        (replaced.codes[0], "This code was replaced"),
        (struck.codes[0], "This code cannot be used"),
        (trial.codes[0], "Whom should our MP support?"),
        (left.codes[0], "Whom should our MP support?"),
        (many.codes[0], "Whom should our MP support?"),
    ):
        booth.enter(code)
        booth.heading(heading)
        booth.check_with_axe()
    FailedTry.objects.update(tries=throttle.MOST_TRIES)
    booth.enter(good)
    booth.heading("Too many unknown codes")
    booth.check_with_axe()


def test_without_a_script_wrong_marks_are_told_at_their_fields(booths: Any) -> None:
    poll = make_named_poll()
    booth = booths(script=False, width=360)
    booth.enter(poll.codes[0])
    for name in ("Rowan Ashe", "Tom Varley"):
        booth.row(name).locator("select").select_option("1")
    booth.press("Check your ballot")
    told = "Rowan Ashe and Tom Varley are both your 1st choice: give one of them another place"
    expect(booth.page.get_by_text(told)).to_have_count(3)  # once above, once at each
    field = booth.row("Tom Varley").locator("select")
    assert field.get_attribute("aria-invalid") == "true"


def test_the_key_of_another_contest_opens_nothing() -> None:
    poll = make_named_poll()
    sealed = poll.sealed((1, 2))
    assert not isinstance(open_envelope(sealed, OpeningKey(bytes(range(32))), 4), Marks)
