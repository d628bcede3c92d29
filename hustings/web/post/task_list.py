"""The task list's lines of what comes back by post, and the alarm above them."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hustings.rounding import grouped
from hustings.web.contests.models import Contest, State
from hustings.web.contests.tasks import Alert, Task, TaskState
from hustings.web.officers.models import Role
from hustings.web.post import queries
from hustings.web.post.models import Refusal

__all__ = ["alerts", "tasks"]


def tasks(contest: Contest) -> Iterator[Task]:
    """Receiving envelopes, where the contest takes them."""
    if contest.state == State.ABANDONED or not queries.takes_post(contest):
        return
    url = reverse("post:bags", args=[contest.organisation.slug, contest.slug])
    title = _("Receive posted envelopes")
    if contest.state == State.DRAFT:
        yield Task("poll", title, TaskState.LATER, "", _("Once the contest is ready"))
        return
    found = queries.figures(contest)
    if contest.state == State.READY:
        state = TaskState.NEXT if found.waiting else TaskState.OPTIONAL
    else:
        state = TaskState.DONE
    note = _("%(received)s received: %(accepted)s accepted, %(refused)s refused") % {
        "received": grouped(found.received),
        "accepted": grouped(found.accepted),
        "refused": grouped(found.refused_in_all),
    }
    if found.waiting:
        left = ngettext(
            "%(n)s envelope is still to be scanned",
            "%(n)s envelopes are still to be scanned",
            found.waiting,
        )
        note = f"{note}; {left % {'n': grouped(found.waiting)}}"
    yield Task("poll", title, state, url, note, least=Role.OBSERVER)


def alerts(contest: Contest) -> Iterator[Alert]:
    """Alarms that nobody has answered."""
    for alarm in queries.alarms_unanswered(contest):
        where = [contest.organisation.slug, contest.slug, alarm.heading]
        yield Alert(
            _("The alarm rang: %(heading)s.") % {"heading": Refusal(alarm.heading).label},
            _("%(refused)s of %(received)s posted envelopes were refused so.")
            % {"refused": grouped(alarm.refused), "received": grouped(alarm.received)},
            reverse("post:alarm", args=where),
            _("See what can be done"),
        )
