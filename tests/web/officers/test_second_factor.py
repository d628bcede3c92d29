"""The second step: when it is asked for, what it is asked for again for, and how it is stored."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.test import Client

from hustings.web.officers.links import make_sign_in_link
from hustings.web.officers.models import Organisation, User
from tests.web.making import make_actor, make_organisation
from tests.web.officers.signing_in import BACKEND, give_totp, signed_in

pytestmark = pytest.mark.django_db
PASSWORD = "seven green parrots in a row"  # noqa: S105


def code_now(secret: str, *, periods_ago: int = 0) -> str:
    """What an authenticator app shows."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 - periods_ago)))


def strict_officer() -> tuple[User, Organisation]:
    actor = make_actor(make_organisation(second_factor_required=True))
    return actor.user, actor.organisation


def test_from_the_invitation_to_the_first_page_with_an_authenticator_app() -> None:
    user, organisation = strict_officer()
    page, client = f"/officer/{organisation.slug}/officers/", Client()
    client.post(f"/sign-in/{make_sign_in_link(user)}/")

    led = client.get(page, follow=True)
    assert led.redirect_chain == [("/accounts/2fa/", 302)]
    assert "asks its officers for a second step" in led.content.decode()

    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    done = client.post("/accounts/2fa/totp/activate/", {"code": code_now(secret)}, follow=True)
    assert done.redirect_chain == [("/accounts/2fa/recovery-codes/", 302)]

    led = client.get(page, follow=True)
    assert led.redirect_chain == [("/accounts/password/set/", 302)]
    assert "you could not sign in again" in led.content.decode()

    form = {"password1": PASSWORD, "password2": PASSWORD}
    assert client.post("/accounts/password/set/", form).status_code == 302
    assert client.get(page).status_code == 200


def test_after_the_password_the_code_is_asked_for_and_a_used_code_is_refused() -> None:
    user, organisation = strict_officer()
    user.set_password(PASSWORD)
    user.save()
    secret = give_totp(user)

    def to_second_step() -> Client:
        client = Client()
        form = {"login": user.email, "password": PASSWORD}
        answer = client.post("/accounts/login/", form)
        assert answer.headers["Location"] == "/accounts/2fa/authenticate/"
        assert client.get(f"/officer/{organisation.slug}/officers/").status_code == 302
        return client

    code = code_now(secret)
    client = to_second_step()
    assert client.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert client.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 302
    assert client.get(f"/officer/{organisation.slug}/officers/").status_code == 200
    again = to_second_step()
    assert again.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 200
    assert "_auth_user_id" not in again.session


def test_codes_of_the_second_step_cannot_be_guessed_at_will() -> None:
    user, _ = strict_officer()
    user.set_password(PASSWORD)
    user.save()
    secret = give_totp(user)
    client = Client()
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    for n in range(20):
        client.post("/accounts/2fa/authenticate/", {"code": f"{n:06}"})
    answer = client.post("/accounts/2fa/authenticate/", {"code": code_now(secret)})
    assert "Too many failed" in answer.content.decode()
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "path",
    ["totp/deactivate/", "webauthn/add/", "recovery-codes/generate/"],
)
def test_the_second_step_is_changed_only_by_whoever_has_it(path: str) -> None:
    actor = make_actor(make_organisation(second_factor_required=True))
    client = signed_in(actor)
    for answer in (client.get(f"/accounts/2fa/{path}"), client.post(f"/accounts/2fa/{path}")):
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/accounts/2fa/reauthenticate/")
    assert Authenticator.objects.filter(user=actor.user).count() == 1
    by_password = client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert by_password.headers["Location"].startswith("/accounts/2fa/reauthenticate/")
    assert client.get(f"/accounts/2fa/{path}").status_code == 302, "a password alone is too little"


def test_an_organisation_that_asks_for_none_lets_officers_in_without() -> None:
    actor = make_actor(make_organisation(second_factor_required=False))
    assert signed_in(actor).get(f"/officer/{actor.organisation.slug}/officers/").status_code == 200


def test_recovery_codes_alone_are_no_second_step() -> None:
    user, organisation = strict_officer()
    Authenticator.objects.create(
        user=user, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "x", "used_mask": 0}
    )
    client = Client()
    client.force_login(user, backend=BACKEND)
    answer = client.get(f"/officer/{organisation.slug}/officers/")
    assert answer.headers["Location"] == "/accounts/2fa/"


@pytest.mark.django_db(transaction=True)
def test_the_secrets_of_second_steps_cannot_be_read_from_the_database() -> None:
    user, _ = strict_officer()
    client = Client()
    client.force_login(user, backend=BACKEND)
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    client.post("/accounts/2fa/totp/activate/", {"code": code_now(secret)})
    stored = {a.type: a for a in Authenticator.objects.filter(user=user)}
    assert set(stored) == {"totp", "recovery_codes"}
    assert secret not in repr(stored["totp"].data)
    assert stored["totp"].wrap().validate_code(code_now(secret, periods_ago=1))
    codes = stored["recovery_codes"].wrap().generate_codes()
    assert codes[0] not in repr(stored["recovery_codes"].data)
    assert [user.email] in [message.to for message in mail.outbox], "and she is told by e-mail"
