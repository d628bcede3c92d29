"""Signing in with a password: guessing is slowed, and nothing but the wanted pages exists."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from axes.models import AccessAttempt
from django.core.cache import cache
from django.test import Client
from django.urls import get_resolver
from pytest_django import Settings

from hustings.web.officers.models import User
from hustings.web.project import clock
from tests.web.making import make_actor, make_organisation
from tests.web.officers.signing_in import give_totp, signed_in

pytestmark = pytest.mark.django_db
PASSWORD = "seven green parrots in a row"  # noqa: S105


def officer_with_password(**fields: object) -> User:
    user = make_actor(make_organisation(**fields)).user
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: object) -> int:
    form = {"login": email, "password": password}
    return client.post("/accounts/login/", form, **more).status_code  # type: ignore[arg-type]


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_the_right_password_signs_in_whatever_the_case_of_the_address() -> None:
    user = officer_with_password()
    for address in (user.email, f" {user.email.upper()} "):
        client = Client()
        assert sign_in(client, address) == 302
        assert is_signed_in(client)


def test_after_six_wrong_passwords_the_right_one_is_refused_too_until_the_wait_is_over() -> None:
    user, other = officer_with_password(), officer_with_password()
    client = Client()
    answers = [sign_in(client, user.email, f"wrong {n}") for n in range(6)]
    assert answers == [200, 200, 200, 200, 429, 429]
    assert sign_in(client, user.email) == 429
    assert not is_signed_in(client)
    assert sign_in(Client(), other.email) == 302, "another account is not concerned"
    AccessAttempt.objects.update(attempt_time=clock.now() - timedelta(minutes=15, seconds=1))
    assert sign_in(client, user.email) == 302
    assert is_signed_in(client)


def test_a_locked_account_gets_a_page_that_says_how_long() -> None:
    user = officer_with_password()
    for _ in range(5):
        answer = Client().post("/accounts/login/", {"login": user.email, "password": "wrong"})
    assert answer.status_code == 429
    assert "Try again in 15 minutes" in answer.content.decode()
    assert answer.headers["Content-Security-Policy"]


def test_spelling_the_address_otherwise_or_a_new_session_counts_as_the_same_account() -> None:
    user = officer_with_password()
    spellings = [user.email, user.email.upper(), f" {user.email}", user.email.title()]
    answers = [sign_in(Client(), s, "wrong") for s in [*spellings, user.email]]
    assert answers == [200, 200, 200, 200, 429]
    assert AccessAttempt.objects.get().failures_since_start == 5


def test_an_account_that_does_not_exist_is_answered_as_one_that_does() -> None:
    user = officer_with_password()

    def page(email: str) -> str:
        answer = Client().post("/accounts/login/", {"login": email, "password": "wrong"})
        text = answer.content.decode().replace(email, "ADDRESS")
        return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)

    assert page(user.email) == page("nobody@example.org")


def test_a_good_sign_in_forgets_the_failures_before_it() -> None:
    user = officer_with_password()
    for _ in range(2):
        client = Client()
        assert [sign_in(client, user.email, "wrong") for _ in range(4)] == [200] * 4
        assert sign_in(client, user.email) == 302


def test_one_address_that_tries_many_accounts_is_slowed() -> None:
    client = Client()
    pages = [
        client.post("/accounts/login/", {"login": f"o{n}@example.org", "password": "wrong"})
        for n in range(21)
    ]
    assert all("Too many failed" not in p.content.decode() for p in pages[:20])
    assert "Too many failed" in pages[20].content.decode()


def test_many_addresses_that_try_one_account_are_slowed() -> None:
    user = officer_with_password()
    answers = [
        Client(REMOTE_ADDR=f"192.0.2.{n}").post(
            "/accounts/login/", {"login": user.email, "password": "wrong"}
        )
        for n in range(31)
    ]
    assert "Too many failed" not in answers[29].content.decode()
    assert "Too many failed" in answers[30].content.decode()


def test_behind_a_proxy_a_stranger_cannot_lock_an_officer_out(settings: Settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    user = officer_with_password()

    def behind_proxy(address: str) -> Client:
        return Client(REMOTE_ADDR="127.0.0.1", headers={"x-forwarded-for": address})

    stranger, forger = behind_proxy("192.0.2.1"), behind_proxy("203.0.113.5, 192.0.2.1")
    for _ in range(4):
        sign_in(stranger, user.email, "wrong")
    assert sign_in(forger, user.email, "wrong") == 429, "what she writes there herself is ignored"
    assert sign_in(behind_proxy("203.0.113.5"), user.email) == 302


def test_limits_stand_in_the_database_so_that_every_process_shares_them() -> None:
    assert type(cache._connections["default"]).__name__ == "DatabaseCache"  # type: ignore[attr-defined]
    assert cache.add("once", 1)
    assert not cache.add("once", 2)


def test_a_password_that_was_tried_is_not_written_down() -> None:
    user = officer_with_password()
    sign_in(Client(), user.email, "an almost right password")
    assert "almost" not in repr(list(AccessAttempt.objects.values()))


def test_signing_in_by_password_gives_the_session_a_new_key() -> None:
    user = officer_with_password()
    client = Client()
    client.session.save()
    planted = client.session.session_key
    client.cookies["officer"] = planted or ""
    sign_in(client, user.email)
    assert is_signed_in(client)
    assert client.session.session_key != planted


@pytest.mark.parametrize(
    ("target", "ends_at"),
    [
        ("/officer/x/journal/", "/officer/x/journal/"),
        ("https://evil.example/", "/officer/"),
        ("//evil.example/", "/officer/"),
        ("/\\evil.example/", "/officer/"),
        ("javascript:alert(1)", "/officer/"),
        ("https:evil.example", "/officer/"),
    ],
)
def test_signing_in_leads_nowhere_but_to_this_site(target: str, ends_at: str) -> None:
    user = officer_with_password()
    form = {"login": user.email, "password": PASSWORD, "next": target}
    answer = Client().post("/accounts/login/", form)
    assert (answer.status_code, answer.headers["Location"]) == (302, ends_at)


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/"])
def test_signing_out_leads_nowhere_but_to_this_site(target: str) -> None:
    client = signed_in(make_actor(make_organisation()))
    answer = client.post("/accounts/logout/", {"next": target})
    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost@evil"])
def test_another_host_name_is_refused(host: str) -> None:
    assert Client(HTTP_HOST=host).get("/accounts/login/").status_code == 400


def test_signing_out_is_done_by_the_button_alone() -> None:
    client = signed_in(make_actor(make_organisation()))
    assert client.get("/accounts/logout/").status_code == 200
    assert is_signed_in(client), "a GET asks, and signs nobody out"
    assert client.post("/accounts/logout/").status_code == 302
    assert not is_signed_in(client)


def test_signing_out_from_another_site_is_refused() -> None:
    client = signed_in(make_actor(make_organisation()), check_csrf=True)
    assert client.post("/accounts/logout/").status_code == 403
    assert is_signed_in(client)


@pytest.mark.parametrize(
    "path",
    [
        "signup/",
        "email/",
        "confirm-email/",
        "confirm-email/key/",
        "password/reset/",
        "password/reset/done/",
        "password/reset/key/1-set-password/",
        "login/code/",
        "login/code/confirm/",
        "phone/change/",
        "2fa/webauthn/signup/",
        "2fa/trust/",
        "3rdparty/",
        "",
    ],
)
def test_a_page_that_is_not_wanted_is_not_there(path: str) -> None:
    client = signed_in(make_actor(make_organisation()))
    for answer in (
        client.get(f"/accounts/{path}"),
        Client().get(f"/accounts/{path}"),
        client.post(f"/accounts/{path}"),
    ):
        assert answer.status_code == 404


def test_the_account_pages_are_these_and_no_others() -> None:
    found = {
        name
        for name in get_resolver().reverse_dict
        if isinstance(name, str) and name.startswith(("account_", "mfa_"))
    }
    assert found == {
        "account_change_password",
        "account_inactive",
        "account_login",
        "account_logout",
        "account_reauthenticate",
        "account_set_password",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_authenticate",
        "mfa_deactivate_totp",
        "mfa_download_recovery_codes",
        "mfa_edit_webauthn",
        "mfa_generate_recovery_codes",
        "mfa_index",
        "mfa_list_webauthn",
        "mfa_login_webauthn",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "mfa_remove_webauthn",
        "mfa_view_recovery_codes",
    }


def test_a_password_is_set_without_one_and_a_weak_one_is_refused() -> None:
    actor = make_actor(make_organisation())
    client = signed_in(actor)
    weak = client.post("/accounts/password/set/", {"password1": "short", "password2": "short"})
    assert "at least 12" in weak.content.decode()
    client.post("/accounts/password/set/", {"password1": PASSWORD, "password2": PASSWORD})
    assert sign_in(Client(), actor.user.email) == 302


def test_setting_a_password_asks_again_for_the_second_factor_that_is_there() -> None:
    actor = make_actor(make_organisation())
    give_totp(actor.user)
    client = signed_in(actor)
    answer = client.post("/accounts/password/set/", {"password1": PASSWORD, "password2": PASSWORD})
    assert answer.headers["Location"].startswith("/accounts/2fa/reauthenticate/")
    assert not User.objects.get(pk=actor.user.pk).has_usable_password()


def test_a_change_of_password_ends_her_other_sessions() -> None:
    user = officer_with_password()
    here, elsewhere = Client(), Client()
    sign_in(here, user.email)
    sign_in(elsewhere, user.email)
    new = "eleven blue herons on a wire"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert here.post("/accounts/password/change/", form).status_code == 302
    assert here.get("/accounts/2fa/").status_code == 200
    assert elsewhere.get("/accounts/2fa/").status_code == 302


def test_an_officer_needs_no_row_of_allauths_own_addresses() -> None:
    user = officer_with_password()
    client = Client()
    sign_in(client, user.email)
    form = {"password": PASSWORD}
    assert client.post("/accounts/reauthenticate/?next=/officer/", form).status_code == 302
    assert not EmailAddress.objects.exists()


def test_the_session_ends_with_the_browser_and_its_cookie_is_kept_from_scripts() -> None:
    user = officer_with_password()
    client = Client()
    sign_in(client, user.email)
    cookie = client.cookies["officer"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == ""
    assert client.session.get_expire_at_browser_close()
