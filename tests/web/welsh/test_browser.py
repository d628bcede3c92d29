"""The booth in Welsh in a browser: changed over on the way, nothing lost, nothing told."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Browser

from hustings.seal import Marks, open_envelope
from hustings.web.booth.models import Envelope
from tests.web.booth.test_browser import NAMES, Booth, make_named_poll

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("checking", [False, True])
def test_changing_over_keeps_the_order_and_the_server_never_sees_it(
    browser: Browser, live_server: object, checking: bool
) -> None:
    poll = make_named_poll()
    booth = Booth(browser, str(live_server), script=True, width=360)
    booth.enter(poll.codes[0])
    booth.rank(NAMES[2], NAMES[0])
    if checking:
        booth.press("Check your ballot")
    booth.press("Cymraeg")
    booth.heading("Whom should our MP support?")
    assert "#" not in booth.page.url
    sent = parse_qs(booth.posts[-1].post_data or "")
    assert set(sent) == {"csrfmiddlewaretoken", "code", "declared", "language", "lang"}
    booth.press("Gwiriwch eich pleidlais")
    booth.press("Bwriwch eich pleidlais")
    booth.heading("Mae eich pleidlais wedi dod i law")
    marks = open_envelope(bytes(Envelope.objects.get().sealed), poll.key, 4)
    assert marks == Marks((3, 1))
    assert booth.complaints == []


@pytest.mark.parametrize("width", [360, 320])
@pytest.mark.parametrize("script", [False, True])
def test_the_booth_in_welsh_can_be_used_by_everybody(
    browser: Browser, live_server: object, script: bool, width: int
) -> None:
    poll = make_named_poll(declaration_text="I am a supporter.", roll={"language": "cy"})
    booth = Booth(browser, str(live_server), script=script, width=width)
    page = booth.page
    page.goto(f"{live_server}/vote/?lang=cy")
    booth.check_with_axe()
    page.get_by_label("Eich cod pleidleisio").fill(poll.codes[0])
    for button in ("Ewch ymlaen", "Ewch ymlaen i’r papur pleidleisio", "Gwiriwch eich pleidlais",
                   "Bwriwch eich pleidlais"):  # fmt: skip
        if button.startswith("Ewch ymlaen i"):
            page.get_by_role("checkbox").check()
        if button.startswith("Gwiriwch"):
            booth.rank(NAMES[1], NAMES[3])
        booth.press(button)
        booth.check_with_axe()
    assert booth.complaints == []
