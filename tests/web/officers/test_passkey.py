"""A passkey in a real browser, under the site's own content security policy."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page
from pytest_django.live_server_helper import LiveServer

from hustings.web.officers.links import make_sign_in_link
from hustings.web.officers.models import User
from tests.web.making import make_actor, make_organisation

pytestmark = pytest.mark.django_db(transaction=True)
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def _matters(message: ConsoleMessage) -> bool:
    return message.type == "error" and "404 (Not Found)" not in message.text


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page on a computer with a fingerprint reader; fails if the policy blocked anything."""
    context = browser.new_context()
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda m: problems.append(m.text) if _matters(m) else None)
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    yield page
    context.close()
    assert problems == []


def test_an_officer_adds_a_passkey_and_signs_in_with_it_alone(
    page: Page, live_server: LiveServer
) -> None:
    actor = make_actor(make_organisation(second_factor_required=True))
    site = live_server.url.replace("127.0.0.1", "localhost")
    list_of_officers = f"{site}/officer/{actor.organisation.slug}/officers/"

    page.goto(f"{site}/sign-in/{make_sign_in_link(actor.user)}/")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.goto(list_of_officers)
    assert page.url == f"{site}/accounts/2fa/"
    page.goto(f"{site}/accounts/2fa/webauthn/add/")
    assert page.get_by_role("checkbox").is_checked(), "a passkey, unless told otherwise"
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(f"{site}/accounts/2fa/recovery-codes/")

    page.goto(list_of_officers)
    assert page.url == list_of_officers
    page.get_by_role("button", name="Sign out").click()
    for _ in range(6):  # somebody guesses at her password meanwhile
        guess = Client().post("/accounts/login/", {"login": actor.user.email, "password": "x"})
    assert guess.status_code == 429
    page.goto(list_of_officers)
    assert "/accounts/login/" in page.url
    page.locator("#passkey_login").click()
    page.wait_for_url(list_of_officers)
    assert page.get_by_role("heading", name="Officers").is_visible()

    user = User.objects.get(pk=actor.user.pk)
    assert not user.has_usable_password()
    types = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    assert types == {"webauthn", "recovery_codes"}
