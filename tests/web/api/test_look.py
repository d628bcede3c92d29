"""The pages in a browser: nothing that the policy blocks, nothing that axe finds, at two widths."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from hustings.web.api import actions
from hustings.web.api.models import Call
from tests.web.making import make_actor, make_organisation
from tests.web.officers.signing_in import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
}
LONG = "https://webhooks.members.ashby-vale-and-the-villages.example.org/hustings/changes?of=all"


def test_every_page_fits_and_can_be_used_by_everybody(
    browser: Browser, live_server: LiveServer
) -> None:
    officer = make_actor(make_organisation())
    token = actions.make_token("the website of the members and supporters", by=officer).token
    webhook = actions.add_webhook(LONG, by=officer)
    actions.send_test(webhook, by=officer)
    call = actions.send_test(webhook, by=officer)
    given_up = {"state": "failed", "tries": 11, "last_answer": "no answer within 15 seconds"}
    Call.objects.filter(pk=call.pk).update(**given_up)
    start = f"/officer/{officer.organisation.slug}/api/"
    one = f"{start}webhooks/{webhook.pk}/"
    context = browser.new_context(base_url=live_server.url)
    cookie = signed_in(officer).cookies["officer"].value
    context.add_cookies([{"name": "officer", "value": cookie, "url": live_server.url}])
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda m: problems.append(m.text) if m.type == "error" else None)

    def look(path: str) -> None:
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        found = Axe().run(page, options=AXE)
        assert not found.response["violations"], found.generate_report()

    for path in (
        "/api/1/", start, f"{start}tokens/new/", f"{start}tokens/{token.pk}/revoke/",
        f"{start}webhooks/new/", one, f"{one}secret/", f"{one}stop/",
    ):  # fmt: skip
        page.goto(path)
        look(path)
    page.goto(f"{start}tokens/new/")
    page.fill("[name=name]", "turnout")
    page.click("main button")
    assert "hustings_" in page.input_value("#token")
    look("the new token")
    context.close()
    assert not problems
