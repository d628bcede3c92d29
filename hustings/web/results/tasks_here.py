"""The task list's lines from the close to the declared result."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hustings.rounding import grouped
from hustings.web.contests.models import Contest, Origin, State
from hustings.web.contests.queries import ballots_cast
from hustings.web.contests.tasks import Task, TaskState
from hustings.web.contests.zoned import moment_words
from hustings.web.officers.models import Role
from hustings.web.post.queries import takes_post
from hustings.web.results import hooks, queries
from hustings.web.results.actions.opening import waits_for_papers
from hustings.web.results.models import Opening, PrecountView, Version

__all__ = ["tasks_of_results"]

_OVER = frozenset({State.CLOSED, State.COUNTED, State.PROVISIONAL, State.DECLARED})


def tasks_of_results(contest: Contest) -> Iterator[Task]:
    """Opening, counting, a lot if one is asked for, publishing, declaring; and trying that out."""
    if contest.origin != Origin.RUN:
        yield _public(contest, "result", _("See the result's page"))
        return
    if contest.state == State.ABANDONED:
        return
    if contest.state == State.DRAFT:
        if contest.test_mode:
            yield _trial(contest)
        return
    opening = Opening.objects.filter(contest=contest).first()
    version = queries.last_made(contest)
    if contest.state in _OVER:
        yield from _precount(contest)
    yield _open(contest, opening)
    yield from _count(contest, opening, version)
    yield _public(contest, "notice", _("See the contest's public page"))
    yield _publish(contest, version)
    yield _declare(contest, version)
    if contest.state in {State.PROVISIONAL, State.DECLARED}:
        yield Task(
            "publish",
            _("Count again, or put a figure right"),
            TaskState.OPTIONAL,
            _url(contest, "overview"),
            _("A new version is added; nothing is replaced."),
            least=Role.RETURNING_OFFICER,
        )


def _public(contest: Contest, page: str, title: str) -> Task:
    """What everybody reads, to be looked at and passed on."""
    url = reverse(f"results:{page}", args=[contest.slug])
    note = _("For everybody, without signing in: %(address)s") % {"address": url}
    return Task("publish", title, TaskState.OPTIONAL, url, note, least=Role.OBSERVER)


def _url(contest: Contest, page: str) -> str:
    return reverse(f"results:{page}", args=[contest.organisation.slug, contest.slug])


def _act(group: str, title: str, state: TaskState, url: str, note: str) -> Task:
    """An act of the returning officer; before its time it has no page."""
    shown = url if state in {TaskState.NEXT, TaskState.DONE} else ""
    return Task(group, title, state, shown, note, least=Role.RETURNING_OFFICER)


def _trial(contest: Contest) -> Task:
    note = _("%(n)s test ballots so far; all that comes of them says TEST.")
    return Task(
        "prepare",
        _("Open and count the test ballots"),
        TaskState.OPTIONAL,
        _url(contest, "overview"),
        note % {"n": grouped(ballots_cast(contest))},
        least=Role.RETURNING_OFFICER,
    )


def _open(contest: Contest, opening: Opening | None) -> Task:
    title = _("Open the envelopes")
    if opening is not None:
        note = _("%(n)s opened on %(at)s") % {
            "n": grouped(opening.envelopes),
            "at": moment_words(contest, opening.at),
        }
        return _act("count", title, TaskState.DONE, _url(contest, "overview"), note)
    closed = contest.state in _OVER
    note = _("With the opening key, once.") if closed else _("After the poll is closed.")
    if closed and (why := waits_for_papers(contest)):
        return _act("count", title, TaskState.BLOCKED, "", why)
    state = TaskState.NEXT if closed else TaskState.LATER
    return _act("count", title, state, _url(contest, "open"), note)


def _precount(contest: Contest) -> Iterator[Task]:
    """Between the close and the count; after it, if somebody looked."""
    seen = PrecountView.objects.filter(contest=contest).count()
    if not takes_post(contest) or (contest.state != State.CLOSED and not seen):
        return
    note = ngettext("Embargoed; seen %(n)s time.", "Embargoed; seen %(n)s times.", seen)
    yield Task(
        "count", _("Pre-count"), TaskState.OPTIONAL, _url(contest, "precount"),
        note % {"n": grouped(seen)}, least=Role.OBSERVER,
    )  # fmt: skip


def _count(contest: Contest, opening: Opening | None, version: Version | None) -> Iterator[Task]:
    asked = queries.lot_asked(contest) if opening is not None else None
    title, url = _("Count"), _url(contest, "count")
    if version is not None:
        yield _act("count", title, TaskState.DONE, _url(contest, "preview"), version.headline)
    elif asked is None:
        state = TaskState.NEXT if opening is not None else TaskState.LATER
        yield _act("count", title, state, url, "")
    if asked is not None:
        note = _("The count stopped at stage %(n)d.") % {"n": asked.needed.stage}
        yield _act("count", _("Draw a lot"), TaskState.NEXT, _url(contest, "lot"), note)


def _publish(contest: Contest, version: Version | None) -> Task:
    title = _("Publish the provisional result")
    if contest.state in {State.PROVISIONAL, State.DECLARED}:
        return _act("publish", title, TaskState.DONE, _url(contest, "overview"), "")
    state = TaskState.NEXT if version is not None else TaskState.LATER
    note = _("Until then only officers see it.") if version is not None else ""
    return _act("publish", title, state, _url(contest, "provisional"), note)


def _declare(contest: Contest, version: Version | None) -> Task:
    title = _("Declare the result")
    if version is not None and version.declared_at is not None:
        told = _("Signed by %(name)s on %(at)s") % {
            "name": version.signed_name,
            "at": moment_words(contest, version.declared_at),
        }
        return _act("publish", title, TaskState.DONE, _url(contest, "overview"), told)
    ready = contest.state in {State.PROVISIONAL, State.DECLARED} and version is not None
    if ready and (why := hooks.kept_from_declaring(contest)):
        return _act("publish", title, TaskState.BLOCKED, "", why)
    state = TaskState.NEXT if ready else TaskState.LATER
    note = _("Version %(n)d waits to be declared.") % {"n": version.number} if version else ""
    return _act("publish", title, state, _url(contest, "declare"), note if ready else "")
