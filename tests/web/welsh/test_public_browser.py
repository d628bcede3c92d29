"""Public pages in Welsh in a browser: the switch without scripts, and on a telephone."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from tests.web.booth.test_browser import AXE
from tests.web.results.making import declared_poll

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_switch_works_without_scripts_and_is_remembered_and_the_pages_hold_on_a_telephone(
    browser: Browser, live_server: LiveServer
) -> None:
    poll = declared_poll(pledge="lead", pledge_by="Jo Ash AS", pledge_hundredths=500)
    notice, result = (
        f"{live_server.url}{reverse(f'results:{page}', args=[poll.contest.slug])}"
        for page in ("notice", "result")
    )
    plain = browser.new_context(java_script_enabled=False, locale="en-GB")
    page = plain.new_page()
    page.goto(notice)
    page.get_by_role("link", name="Cymraeg", exact=True).click()
    page.get_by_role("link", name="Y canlyniad cyfan").click()
    expect(page.locator("html")).to_have_attribute("lang", "cy")
    expect(page.get_by_role("heading", name="Fesul cam")).to_be_visible()
    page.get_by_role("link", name="English", exact=True).first.click()
    expect(page.get_by_role("heading", name="Stage by stage")).to_be_visible()
    plain.close()
    narrow = browser.new_context(locale="cy", viewport={"width": 360, "height": 800})
    page = narrow.new_page()
    for address in (notice, result):
        page.goto(address)
        expect(page.locator("html")).to_have_attribute("lang", "cy")
        found = Axe().run(page, options=AXE).response["violations"]
        assert not found, [v["id"] for v in found]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    narrow.close()
