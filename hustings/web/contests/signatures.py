"""Whether a ranking can be a signature: more ways to rank than electors to give them.

Whoever buys or forces a vote can demand a ranking that nobody else would give, and look for it
among the published ones (the Italian attack). Nothing in the counting can stop that where every
ranking is published; an officer must know it while the paper can still be changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import perm

from django.urls import reverse
from django.utils.translation import gettext as _

from hustings.count import RULES
from hustings.rounding import grouped
from hustings.web.contests.models import Contest, Origin, State
from hustings.web.contests.queries import electors_on_roll, standing
from hustings.web.contests.tasks import Task, TaskState

__all__ = ["most_could_be_unique", "task_of_signatures", "ways_to_rank"]


def ways_to_rank(candidates: int, choices: int | None = None) -> int:
    """How many papers can be told apart: rankings of one or more, of up to ``choices`` places."""
    most = candidates if choices is None else min(choices, candidates)
    return sum(perm(candidates, places) for places in range(1, most + 1))


def most_could_be_unique(electors: int, ways: int) -> bool:
    """Whether more than half of all papers would be the only one of their ranking.

    That is so if electors spread evenly over the ways: a paper is alone with the chance
    (1 - 1/ways) ** (electors - 1), which is above one half below 0.69 electors a way.
    """
    return electors > 1 and electors * 1000 < ways * 693


def task_of_signatures(contest: Contest) -> Iterator[Task]:
    """A line of the task list, where it is so and while something can be done about it."""
    if contest.origin != Origin.RUN or contest.state != State.DRAFT:
        return
    electors, ways = electors_on_roll(contest), ways_to_rank(standing(contest), _choices(contest))
    if not most_could_be_unique(electors, ways):
        return
    url = reverse("contests:form", args=[contest.organisation.slug, contest.slug])
    note = _(
        "The paper can be ranked in %(ways)s ways, and the roll has %(electors)s electors: most "
        "rankings could be given once. As all are published, somebody who buys or forces a vote "
        "could demand a ranking like a signature and find it there. Fewer candidates or another "
        "rule make fewer ways."
    ) % {"ways": grouped(ways), "electors": grouped(electors)}
    title = _("Mind that a ranking can be a signature")
    yield Task("prepare", title, TaskState.OPTIONAL, url, note)


def _choices(contest: Contest) -> int | None:
    """How many places an elector may give; None for all."""
    if contest.rule == "sv":
        return 2
    return None if contest.rule not in RULES or RULES[contest.rule].ranked else 1
