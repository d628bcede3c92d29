"""The task list's lines of what goes out by post."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hustings.rounding import grouped
from hustings.web.contests.models import Contest, Origin, State
from hustings.web.contests.tasks import Task, TaskState
from hustings.web.post.printed import Printed, printed, runs_of
from hustings.web.post.queries import takes_post
from hustings.web.post.state import RunState, not_now

__all__ = ["tasks"]


def tasks(contest: Contest) -> Iterator[Task]:
    """Taking posted papers at all; then printing and posting them; and files that lie here."""
    if contest.origin != Origin.RUN or contest.state not in (State.DRAFT, State.READY):
        return
    url = reverse("post:printing", args=[contest.organisation.slug, contest.slug])
    if not takes_post(contest):
        note = _("For electors whom no e-mail reaches.")
        yield Task("prepare", _("Take posted papers"), TaskState.OPTIONAL, url, note)
        return
    if contest.state == State.DRAFT:
        note = _("Set up. Papers are printed once the contest is ready.")
        yield Task("prepare", _("Take posted papers"), TaskState.DONE, url, note)
        return
    found = printed(contest)
    over = bool(not_now(contest, test=False))
    done = over or (found.envelopes and not found.unposted and found.spare >= 0)
    state = TaskState.DONE if done else TaskState.NEXT
    yield Task("poll", _("Print and post papers"), state, url, _note(found))
    if lying := _files(contest):
        told = ngettext(
            "%(n)s file lies on this machine: fetch it, print it, destroy it.",
            "%(n)s files lie on this machine: fetch, print and destroy them.",
            lying,
        )
        title = _("Print the papers and envelopes, then destroy the file")
        yield Task("poll", title, TaskState.NEXT, url, told % {"n": grouped(lying)})


def _note(found: Printed) -> str:
    if not found.envelopes:
        told = ngettext(
            "%(n)s elector with a postal address is due an envelope.",
            "%(n)s electors with a postal address are due an envelope.",
            found.due,
        )
        return told % {"n": grouped(found.due)}
    told = ngettext(
        "%(n)s return envelope and %(papers)s ballot papers are made",
        "%(n)s return envelopes and %(papers)s ballot papers are made",
        found.envelopes,
    ) % {"n": grouped(found.envelopes), "papers": grouped(found.papers)}
    if found.spare < 0:
        return _("%(told)s: there are fewer papers than envelopes.") % {"told": told}
    if found.unposted:
        left = _("%(n)s not yet said to be posted") % {"n": grouped(found.unposted)}
        return f"{told}; {left}."
    return f"{told}."


def _files(contest: Contest) -> int:
    lying = (RunState.MADE, RunState.FETCHED)
    return sum(one.state in lying and not one.run.test for one in runs_of(contest))
