"""What the account pages do differently here: nobody signs up, and secrets are stored encrypted."""

from __future__ import annotations

import logging
from base64 import b64decode, b64encode
from functools import cache
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.translation import gettext as _
from nacl.secret import SecretBox
from nacl.utils import random

from hustings.web.officers.mailing import UNSENT
from hustings.web.officers.models import User

__all__ = ["InvitedOnly", "SecondFactors"]

_LOG = logging.getLogger("hustings.officers")


class InvitedOnly(DefaultAccountAdapter):  # type: ignore[misc]
    """The account pages without the one that makes accounts."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Never: officers come by invitation."""
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        """On to the contests, rather than to the same form once more."""
        return str(settings.LOGIN_REDIRECT_URL)

    def get_reauthentication_methods(self, user: User | AnonymousUser) -> list[dict[str, Any]]:
        """How she shows again who she is: by the second step where there is one, else by password.

        Else a password alone could take the second step away.
        """
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [m for m in methods if m["id"] != "reauthenticate"] or methods

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send word of a changed password or second factor; what was done stands without it."""
        try:
            super().send_mail(template_prefix, email, context)
        except UNSENT as error:
            _LOG.error("%s was not sent: %s", template_prefix, type(error).__name__)


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors whose secrets cannot be read from the database alone, or from its backup."""

    def encrypt(self, text: str) -> str:
        """Seal a secret (an authenticator app's, or that of the recovery codes) for storage."""
        return b64encode(_box().encrypt(text.encode())).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open what ``encrypt`` sealed; nacl's CryptoError if the site's key is another."""
        return _box().decrypt(b64decode(encrypted_text)).decode()

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002
        """What a new key is called until its owner names it."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("Passkey %(number)d") % {"number": number}


@cache
def _box() -> SecretBox:
    key = settings.DATA.secret("second-factors") if settings.DATA else random(SecretBox.KEY_SIZE)
    return SecretBox(key)
