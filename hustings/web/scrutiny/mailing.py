"""The invitation by e-mail."""

from __future__ import annotations

import logging

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from hustings.web.contests.zoned import moment_words
from hustings.web.officers.actor import Actor
from hustings.web.officers.mailing import UNSENT
from hustings.web.scrutiny.actions import Invited
from hustings.web.scrutiny.links import address_of
from hustings.web.scrutiny.words import role_of

__all__ = ["send_link"]

_LOG = logging.getLogger("hustings.scrutiny")


def send_link(invited: Invited, *, by: Actor) -> bool:
    """Send the agent her link; whether the message left. The log names neither her nor it."""
    agent = invited.agent
    title = " ".join(agent.contest.title.split())
    words = {
        "agent": agent,
        "by": by.user,
        "role": role_of(agent),
        "title": title,
        "organisation": " ".join(agent.contest.organisation.name.split()),
        "link": address_of(invited.token),
        "until": moment_words(agent.contest, agent.expires_at),
    }
    subject = _("To watch the count: %(title)s") % {"title": title}
    body = render_to_string("scrutiny/mail/invitation.txt", words)
    try:
        return bool(send_mail(subject, body, None, [agent.email]))
    except UNSENT as error:
        _LOG.error("an agent's link was not sent: %s", type(error).__name__)
        return False
