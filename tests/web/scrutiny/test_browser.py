"""The agents' pages as a browser shows them: the link, axe, the policy, wide and narrow."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from hustings.web.papers.models import Adjudication
from hustings.web.scrutiny import actions
from hustings.web.scrutiny.models import Agent, Verdict
from tests.web.officers.signing_in import signed_in
from tests.web.results.making import Poll, counted_poll
from tests.web.scrutiny.making import invited, let_in, mixed_poll

pytestmark = pytest.mark.django_db(transaction=True)
AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
}
WIDTHS = (1280, 360)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page()
    yield opened
    opened.close()


def look(page: Page, address: str) -> None:
    """Open the page at every width: nothing is refused, nothing sticks out, axe finds nothing."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 860})
        answer = page.goto(address)
        assert answer is not None
        assert answer.ok, (address, answer.status)
        found = Axe().run(page, options=AXE).response["violations"]
        assert not found, (address, width, [v["id"] for v in found])
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (address, width)
    assert not said, (address, said)


def carry(page: Page, client: Client, live_server: LiveServer) -> None:
    """Put a test client's cookies into the browser."""
    page.context.add_cookies(
        [
            {"name": name, "value": morsel.value, "url": live_server.url}
            for name, morsel in client.cookies.items()
        ]
    )


def watched_poll() -> tuple[Poll, Client]:
    """Papers and online ballots counted; every kind of thing was said, one request is open."""
    poll = mixed_poll()
    first = poll.contest.candidates.get(number=1)
    ann = invited(poll.contest, poll.officer, candidate=first, email="ann@example.org")
    bob = invited(poll.contest, poll.officer, name="Bob Other-Surname-Longer-Than-Most").agent
    version = poll.contest.versions.get()
    one = Adjudication.objects.get(why="Two ones")
    actions.object_to(bob, one, words="The second is a seven.\n\nLook again.")
    actions.say(bob, version, verdict=Verdict.OBJECTED, words="Three papers too many")
    actions.ask_for_recount(bob, version, reason="The lead is one paper")
    client = let_in(ann.token)
    client.post("/agent/papers/")
    return poll, client


def test_the_pages_of_agents_pass_axe_and_the_policy(page: Page, live_server: LiveServer) -> None:
    poll, client = watched_poll()
    look(page, f"{live_server.url}/agent/")
    carry(page, client, live_server)
    one = Adjudication.objects.get(why="Two ones")
    for path in ("", "figures/", "papers/", f"papers/{one.pk}/", "result/1/", "result/1/say/",
                 "result/1/recount/"):  # fmt: skip
        look(page, f"{live_server.url}/agent/{path}")
    assert poll.contest.agents.count() == 2


def test_the_pages_before_anything_is_shown_pass_too(page: Page, live_server: LiveServer) -> None:
    poll = counted_poll()
    carry(page, let_in(invited(poll.contest, poll.officer).token), live_server)
    for path in ("figures/", "papers/", "result/"):
        look(page, f"{live_server.url}/agent/{path}")
    actions.show_early(poll.contest, shown=True, by=poll.officer)
    look(page, f"{live_server.url}/agent/result/")


def test_the_officers_pages_and_the_public_result_pass_too(
    page: Page, live_server: LiveServer
) -> None:
    poll, _client = watched_poll()
    carry(page, signed_in(poll.officer), live_server)
    agent = Agent.objects.first()
    asked = poll.contest.versions.get().statements.get().agent.requests.get()
    assert agent is not None
    where = [poll.contest.organisation.slug, poll.contest.slug]
    for name, numbers in (("agents", []), ("invite", []), ("show", []), ("new_link", [agent.pk]),
                          ("revoke", [agent.pk]), ("answer", [asked.pk])):  # fmt: skip
        look(page, live_server.url + reverse(f"scrutiny:{name}", args=[*where, *numbers]))
    look(page, f"{live_server.url}/c/{poll.contest.slug}/result/")


def test_the_link_goes_into_its_field_and_out_of_the_address(
    page: Page, live_server: LiveServer
) -> None:
    poll = counted_poll()
    token = invited(poll.contest, poll.officer).token
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{live_server.url}/agent/#{token}")
    expect(page.get_by_label("Your link")).to_have_value(token)
    assert page.url == f"{live_server.url}/agent/"
    assert not any(token in address.partition("#")[0] for address in asked)
    page.get_by_role("button", name="Come in").click()
    expect(page.get_by_role("heading", name="Figures")).to_be_visible()
    assert not any(token in address.partition("#")[0] for address in asked)
    page.get_by_role("button", name="Leave").click()
    expect(page.get_by_role("heading", name="For agents and scrutineers")).to_be_visible()


def test_without_scripts_the_link_is_pasted_and_everything_works(
    browser: Browser, live_server: LiveServer
) -> None:
    poll = mixed_poll()
    link = f"{live_server.url}/agent/#{invited(poll.contest, poll.officer).token}"
    page = browser.new_page(java_script_enabled=False)
    page.goto(link)
    page.get_by_label("Your link").fill(link)
    page.get_by_role("button", name="Come in").click()
    page.get_by_role("link", name="Doubtful papers").click()
    page.get_by_role("button", name="Show them").click()
    page.get_by_role("link", name="Object to the decision on batch 1, paper 23").click()
    page.get_by_label("Why you object").fill("The second is a seven")
    page.get_by_role("button", name="Object").click()
    expect(page.get_by_text("The second is a seven")).to_be_visible()
    page.get_by_role("link", name="Result", exact=True).click()
    page.get_by_role("link", name="Sign it, or object").click()
    page.get_by_role("button", name="Put my name to it").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("I agree with the figures").check()
    page.get_by_label("Your full name").fill("Ann Agent")
    page.get_by_role("button", name="Put my name to it").click()
    expect(page.get_by_text("agrees with the figures")).to_be_visible()
    with page.expect_download() as taken:
        page.get_by_role("link", name="Take the bundle (ZIP)").click()
    assert taken.value.suggested_filename == f"{poll.contest.slug}-1-for-agents.zip"
    page.close()
