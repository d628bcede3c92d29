"""The alarm: it rings once for each heading under which too many envelopes are refused."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from hustings.errors import RuleError
from hustings.web.contests.actions.writing import note
from hustings.web.contests.models import Contest
from hustings.web.journal import actions as journal
from hustings.web.officers.actor import Actor
from hustings.web.post import mailing, queries
from hustings.web.post.models import Alarm, PostSetup, Refusal
from hustings.web.project import clock

__all__ = ["answer", "listen"]

_SITE = "the site"


def listen(contest: Contest) -> None:
    """Ring for each heading that has passed the threshold and not rung; called after a receipt."""
    setup = PostSetup.objects.filter(contest=contest).first()
    if setup is None:
        return
    received, refused = queries.refusals(contest)
    if received < setup.alarm_from:
        return
    for heading, number in refused.items():
        if number and number * 100 >= setup.alarm_percent * received:
            _ring(contest, heading, number, received)


def _ring(contest: Contest, heading: Refusal, refused: int, received: int) -> None:
    alarm, rings = Alarm.objects.get_or_create(
        contest=contest,
        heading=heading,
        defaults={"refused": refused, "received": received, "at": clock.now()},
    )
    if not rings:
        return
    journal.write(
        chain=contest.organisation.slug,
        by=_SITE,
        act="post-alarm",
        sentence=f"The alarm rang: {refused} of {received} envelopes are refused as "
        f"“{heading.label}”.",
        contest=contest.slug,
    )
    mailing.enqueue_alarm(alarm)


@transaction.atomic
def answer(alarm: Alarm, text: str, *, by: Actor) -> Alarm:
    """Record what is being done about it; RuleError for no words, or where it was answered."""
    assert alarm.contest.organisation_id == by.organisation.pk
    alarm = Alarm.objects.select_for_update(of=("self",)).select_related("contest").get(pk=alarm.pk)
    if alarm.heard_at is not None:
        raise RuleError(_("%(who)s has answered this alarm.") % {"who": alarm.heard_by})
    if not text.strip():
        raise RuleError(_("Say what is being done about it."))
    alarm.answer, alarm.heard_by, alarm.heard_at = text.strip(), by.words[:254], clock.now()
    alarm.save(update_fields=["answer", "heard_by", "heard_at"])
    label = Refusal(alarm.heading).label
    note(alarm.contest, by, "post-alarm", f"Answered the alarm of “{label}”: {alarm.answer}")
    return alarm
