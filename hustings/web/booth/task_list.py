"""The task list's line of the booth: watching the turnout."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from hustings.rounding import grouped
from hustings.web.contests.models import Contest, Origin, State
from hustings.web.contests.queries import Phase, ballots_cast, electors_on_roll, phase
from hustings.web.contests.tasks import Task, TaskState
from hustings.web.officers.models import Role
from hustings.web.project.templatetags.pieces import share

__all__ = ["tasks"]

_STATES = {
    Phase.DRAFT: TaskState.LATER,
    Phase.UPCOMING: TaskState.LATER,
    Phase.OPEN: TaskState.NEXT,
}


def tasks(contest: Contest) -> Iterator[Task]:
    """One line, where there is a poll of this site to watch."""
    if contest.state == State.ABANDONED or contest.origin != Origin.RUN:
        return
    state = _STATES.get(phase(contest), TaskState.DONE)
    yield Task(
        "poll",
        _("Watch the turnout"),
        state,
        reverse("booth:turnout", args=[contest.organisation.slug, contest.slug]),
        _("When voting is open") if state is TaskState.LATER else _so_far(contest),
        least=Role.OBSERVER,
    )


def _so_far(contest: Contest) -> str:
    cast, roll = ballots_cast(contest), electors_on_roll(contest)
    return _("%(cast)s of %(roll)s electors have voted (%(share)s)") % {
        "cast": grouped(cast),
        "roll": grouped(roll),
        "share": share(cast, roll),
    }
