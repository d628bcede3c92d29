"""A browser's session of an officer who has signed in, for tests of what comes after that."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.utils import is_mfa_enabled
from django.test import Client

from hustings.web.officers.actor import Actor
from hustings.web.officers.models import User

__all__ = ["give_totp", "signed_in"]

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def signed_in(actor: Actor, *, check_csrf: bool = False) -> Client:
    """A test client in which the officer is signed in, with what she needs to be let in."""
    if actor.organisation.second_factor_required and not is_mfa_enabled(actor.user):
        actor.user.set_password("seven green parrots in a row")
        actor.user.save()
        give_totp(actor.user)
    client = Client(enforce_csrf_checks=check_csrf)
    client.force_login(actor.user, backend=BACKEND)
    return client


def give_totp(user: User) -> str:
    """Set the officer's authenticator app up; returns its secret, base32."""
    secret: str = generate_totp_secret()
    TOTP.activate(user, secret)
    assert Authenticator.objects.filter(user=user).exists()
    return secret
