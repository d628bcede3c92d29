"""The task list's line of agents and scrutineers: who watches, and what waits for an answer."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hustings.rounding import grouped
from hustings.web.contests.models import Contest, Origin, State
from hustings.web.contests.tasks import Task, TaskState
from hustings.web.officers.models import Role
from hustings.web.scrutiny import queries

__all__ = ["tasks"]


def tasks(contest: Contest) -> Iterator[Task]:
    """Inviting agents; and answering those who ask for a recount."""
    if contest.origin != Origin.RUN or contest.state == State.ABANDONED:
        return
    url = reverse("scrutiny:agents", args=[contest.organisation.slug, contest.slug])
    draft = contest.state == State.DRAFT
    yield Task(
        "count",
        _("Let agents and scrutineers watch"),
        TaskState.LATER if draft else TaskState.OPTIONAL,
        url,
        _("Once the contest is ready.") if draft else _let_in(contest),
        least=Role.OBSERVER,
    )
    if waiting := queries.open_requests(contest):
        told = ngettext(
            "%(n)s request waits; the result cannot be declared before it is answered.",
            "%(n)s requests wait; the result cannot be declared before they are answered.",
            waiting,
        )
        yield _for_the_returning_officer(
            _("Answer a request for a recount"), url, told % {"n": grouped(waiting)}
        )
    if queries.undone_recounts(contest):
        recount = reverse("results:recount", args=[contest.organisation.slug, contest.slug])
        yield _for_the_returning_officer(
            _("Count again: a recount was granted"),
            recount,
            _("The result cannot be declared before."),
        )


def _for_the_returning_officer(title: str, url: str, note: str) -> Task:
    return Task("publish", title, TaskState.NEXT, url, note, least=Role.RETURNING_OFFICER)


def _let_in(contest: Contest) -> str:
    number = queries.let_in(contest)
    if not number:
        return _("Nobody is let in so far.")
    told = ngettext("%(n)s is let in now.", "%(n)s are let in now.", number)
    return told % {"n": grouped(number)}
