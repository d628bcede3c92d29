"""The pages in a browser: nothing that the policy blocks, nothing that axe finds, at two widths."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import transaction
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from hustings.web.jobs import actions as jobs
from hustings.web.jobs.models import Job
from hustings.web.journal import actions as journal
from hustings.web.officers.actor import Actor
from hustings.web.officers.links import make_sign_in_link
from hustings.web.officers.models import Membership, Role, User
from hustings.web.project import clock
from tests.web.making import make_actor, make_organisation
from tests.web.officers.signing_in import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
}
WIDTHS = (1280, 360)
LONG_TITLE = "the-selection-of-a-candidate-for-ashby-vale-and-the-villages-beyond"


@pytest.fixture
def officer() -> Actor:
    """A returning officer in an organisation with a deputy, acts and a job."""
    actor = make_actor(make_organisation(second_factor_required=True, slug="ashby-vale"))
    User.objects.filter(pk=actor.user.pk).update(last_login=clock.now(), name="Robin Example")
    make_sign_in_link(make_actor(actor.organisation, Role.DEPUTY).user)
    for n in range(60):
        with transaction.atomic():
            journal.write(
                chain="ashby-vale",
                by="Robin Example, returning officer",
                act="noted",
                contest=LONG_TITLE,
                sentence=f"Added elector {n * 7919} to the roll: moved into the constituency.",
            )
    jobs.create("letters", by=actor, label="Letters are being made", things="letters", back="/x")
    Job.objects.update(state="running", done=4_390, total=15_000, heard_at=clock.now())
    return Actor.of(Membership.objects.select_related("user", "organisation").get(user=actor.user))


@pytest.fixture
def context(browser: Browser, live_server: LiveServer, officer: Actor) -> Iterator[BrowserContext]:
    """A browser in which the officer is signed in."""
    client = signed_in(officer)
    cookie = {"name": "officer", "value": client.cookies["officer"].value, "url": live_server.url}
    context = browser.new_context(base_url=live_server.url)
    context.add_cookies([cookie])  # type: ignore[list-item]
    yield context
    context.close()


def check(page: Page, path: str, shots: Path | None = None) -> None:
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda m: problems.append(m.text) if m.type == "error" else None)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(path)
        assert page.url.endswith(path), "led elsewhere"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        cut = page.locator(".journal .scroll, .journal .filter")
        for one in cut.all():
            assert one.evaluate("one => one.scrollWidth - one.clientWidth") <= 0, path
        if shots:
            name = path.strip("/").replace("/", "-")[:60]
            page.screenshot(path=shots / f"{name}-{width}.png", full_page=True)
    found = Axe().run(page, options=AXE)
    assert not found.response["violations"], found.generate_report()
    assert problems == [], path


def pages_of(actor: Actor) -> list[str]:
    deputy = Membership.objects.get(organisation=actor.organisation, role=Role.DEPUTY)
    job = Job.objects.get()
    own = f"/officer/{actor.organisation.slug}"
    return [
        f"{own}/officers/",
        f"{own}/officers/invite/",
        f"{own}/officers/{deputy.pk}/role/",
        f"{own}/officers/{deputy.pk}/remove/",
        f"{own}/officers/{deputy.pk}/link/",
        f"{own}/journal/",
        f"{own}/jobs/",
        f"{own}/jobs/{job.pk}/",
        "/accounts/2fa/",
        "/accounts/2fa/webauthn/",
        "/accounts/password/change/",
        "/accounts/2fa/reauthenticate/",
        "/accounts/logout/",
    ]


def test_every_page_of_a_signed_in_officer_is_in_order(
    context: BrowserContext, officer: Actor, shots: Path | None
) -> None:
    for path in pages_of(officer):
        page = context.new_page()
        check(page, path, shots)
        page.close()


def test_every_page_before_signing_in_is_in_order(
    browser: Browser, live_server: LiveServer, officer: Actor, shots: Path | None
) -> None:
    token = make_sign_in_link(officer.user)
    context = browser.new_context(base_url=live_server.url)
    for path in ("/accounts/login/", f"/sign-in/{token}/"):
        page = context.new_page()
        check(page, path, shots)
        page.close()
    context.close()


def test_a_running_job_shows_its_end_by_itself(context: BrowserContext, officer: Actor) -> None:
    job = Job.objects.get()
    page = context.new_page()
    page.goto(f"/officer/{officer.organisation.slug}/jobs/{job.pk}/")
    page.get_by_text("Letters: 4,390 of 15,000").wait_for()
    Job.objects.update(state="done", done=15_000)
    page.get_by_text("Finished.").wait_for(timeout=10_000)
    assert page.get_by_role("link", name="Go on").get_attribute("href") == "/x"
