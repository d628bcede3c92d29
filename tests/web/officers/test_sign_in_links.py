"""One-time links: what a scanner, a second use, a fixed session and an old link come to."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client

from hustings.web.officers import links
from hustings.web.officers.models import SignInLink, User
from hustings.web.project import clock
from tests.web.making import make_actor, make_organisation
from tests.web.officers.signing_in import give_totp, signed_in

pytestmark = pytest.mark.django_db


def invited(**fields: object) -> User:
    return make_actor(make_organisation(**fields)).user


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_a_link_fetched_fifty_times_by_a_scanner_still_signs_in_once() -> None:
    user = invited()
    token = links.make_sign_in_link(user)
    scanner = Client()
    for _ in range(50):
        page = scanner.get(f"/sign-in/{token}/")
        assert page.status_code == 200
        assert user.email in page.content.decode()
        assert scanner.head(f"/sign-in/{token}/").status_code == 200
    assert not is_signed_in(scanner)
    browser = Client()
    answer = browser.post(f"/sign-in/{token}/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/officer/")
    assert browser.session["_auth_user_id"] == str(user.pk)


def test_a_used_link_signs_nobody_in_and_says_when_it_was_used() -> None:
    token = links.make_sign_in_link(invited())
    Client().post(f"/sign-in/{token}/")
    late = Client()
    for answer in (late.get(f"/sign-in/{token}/"), late.post(f"/sign-in/{token}/")):
        assert answer.status_code == 410
        assert "It was used on" in answer.content.decode()
    assert not is_signed_in(late)


def test_an_expired_link_signs_nobody_in() -> None:
    token = links.make_sign_in_link(invited(), hours=24)
    SignInLink.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    browser = Client()
    answer = browser.post(f"/sign-in/{token}/")
    assert answer.status_code == 410
    assert "It could be used until" in answer.content.decode()
    assert not is_signed_in(browser)


@pytest.mark.parametrize("token", ["x", "A" * 43, "%00", "é", "a" * 5000])
def test_a_link_that_never_was_gets_the_same_kind_page(token: str) -> None:
    answer = Client().get(f"/sign-in/{token}/")
    assert answer.status_code == 410
    assert "not copied whole" in answer.content.decode()


def test_a_new_link_replaces_the_one_before() -> None:
    user = invited()
    old, new = links.make_sign_in_link(user), links.make_sign_in_link(user)
    assert Client().post(f"/sign-in/{old}/").status_code == 410
    assert Client().post(f"/sign-in/{new}/").status_code == 302


def test_the_database_holds_the_digest_of_a_link_alone() -> None:
    user = invited()
    token = links.make_sign_in_link(user)
    stored = SignInLink.objects.get()
    assert bytes(stored.digest) == hashlib.sha256(token.encode()).digest()
    assert token not in repr(SignInLink.objects.values())
    assert len(token) >= 43  # 256 bits in base64


def test_signing_in_gives_the_session_a_new_key() -> None:
    token = links.make_sign_in_link(invited())
    victim = Client()
    victim.session.save()  # the session that somebody else planted in her browser
    planted = victim.session.session_key
    victim.cookies["officer"] = planted or ""
    victim.post(f"/sign-in/{token}/")
    assert is_signed_in(victim)
    assert victim.session.session_key != planted
    intruder = Client()
    intruder.cookies["officer"] = planted or ""
    assert not is_signed_in(intruder)


def test_the_button_signs_out_of_another_account_first() -> None:
    other = make_actor(make_organisation())
    client = signed_in(other)
    session = client.session
    session["left by the other"] = True
    session.save()
    user = invited()
    client.post(f"/sign-in/{links.make_sign_in_link(user)}/")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert "left by the other" not in client.session


def test_a_link_replaces_no_second_factor() -> None:
    user = invited()
    give_totp(user)
    client = Client()
    answer = client.post(f"/sign-in/{links.make_sign_in_link(user)}/")
    assert answer.headers["Location"] == "/accounts/2fa/authenticate/"
    assert not is_signed_in(client)


def test_the_button_works_only_from_the_page_itself() -> None:
    token = links.make_sign_in_link(invited())
    elsewhere = Client(enforce_csrf_checks=True)
    assert elsewhere.post(f"/sign-in/{token}/").status_code == 403
    assert not SignInLink.objects.filter(used_at__isnull=False).exists()


def test_an_account_that_was_switched_off_is_not_signed_in() -> None:
    user = invited()
    token = links.make_sign_in_link(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    client = Client()
    assert client.post(f"/sign-in/{token}/").headers["Location"] == "/accounts/inactive/"
    assert not is_signed_in(client)


@pytest.mark.django_db(transaction=True)
def test_of_eight_uses_at_once_one_signs_in() -> None:
    token = links.make_sign_in_link(invited())
    barrier, found = Barrier(8), []

    def use() -> None:
        barrier.wait()
        found.append(links.use(token))
        connection.close()

    threads = [Thread(target=use) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert sum(user is not None for user in found) == 1
