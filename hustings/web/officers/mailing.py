"""What officers are told by e-mail."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from anymail.exceptions import AnymailError  # type: ignore[import-untyped]
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from hustings.web.officers.actions import Invited
from hustings.web.officers.actor import Actor
from hustings.web.officers.links import address_of

__all__ = ["UNSENT", "send_link"]

_LOG = logging.getLogger("hustings.officers")

UNSENT = (OSError, SMTPException, AnymailError)
"""What is raised where a message cannot leave."""


def send_link(invited: Invited, *, by: Actor) -> bool:
    """Send the officer her link, or word of her new role; whether the message left."""
    user = invited.membership.user
    organisation = " ".join(invited.membership.organisation.name.split())
    words = {
        "user": user,
        "by": by.user,
        "role": invited.membership.get_role_display(),
        "organisation": organisation,
        "link": address_of(invited.token) if invited.token else "",
        "sign_in_url": f"{settings.BASE_URL}{reverse('account_login')}",
        "is_new": not user.last_login,
    }
    subject = _("Your part in the contests of %(organisation)s") % {"organisation": organisation}
    body = render_to_string("officers/mail/link.txt", words)
    try:
        return bool(send_mail(subject, body, None, [user.email]))
    except UNSENT as error:
        _LOG.error("an officer's link was not sent: %s", type(error).__name__)
        return False
