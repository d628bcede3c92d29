"""The alarm reaches the officers by e-mail, beside the request that made it ring."""

from __future__ import annotations

import logging

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django_tasks import task

from hustings.web.officers.mailing import UNSENT
from hustings.web.officers.models import Membership, Role
from hustings.web.post.models import Alarm, Refusal

__all__ = ["enqueue_alarm", "mail_alarm"]

_LOG = logging.getLogger("hustings.post")


def enqueue_alarm(alarm: Alarm) -> None:
    """Have the e-mails sent soon, in the caller's transaction; the pages tell it either way."""
    mail_alarm.enqueue(alarm.pk)


@task()
def mail_alarm(number: int) -> None:
    """Tell every officer of the organisation who may act."""
    alarm = Alarm.objects.select_related("contest__organisation").filter(pk=number).first()
    if alarm is None:
        return
    contest = alarm.contest
    officers = Membership.objects.filter(organisation=contest.organisation)
    addresses = officers.exclude(role=Role.OBSERVER).values_list("user__email", flat=True)
    path = reverse("post:alarm", args=[contest.organisation.slug, contest.slug, alarm.heading])
    words = {
        "alarm": alarm,
        "heading": Refusal(alarm.heading).label,
        "title": " ".join(contest.title.split()),
        "curable": alarm.heading == Refusal.DECLARATION,
        "link": f"{settings.BASE_URL}{path}",
    }
    subject = _("%(refused)d of %(received)d posted envelopes are refused: %(heading)s") % {
        "refused": alarm.refused,
        "received": alarm.received,
        "heading": words["heading"],
    }
    body = render_to_string("post/mail/alarm.txt", words)
    for address in addresses:
        try:
            send_mail(subject, body, None, [address])
        except UNSENT as error:
            _LOG.error("an alarm was not sent: %s", type(error).__name__)
