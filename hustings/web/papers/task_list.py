"""The lines of opened papers in a contest's task list: opened, keyed twice, alike, decided."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hustings.rounding import grouped
from hustings.web.contests.models import Contest, Origin, State
from hustings.web.contests.tasks import Task, TaskState
from hustings.web.officers.models import Role
from hustings.web.papers.batches import Stage, Standing, standings, verified
from hustings.web.papers.tallying import figures
from hustings.web.post.queries import accepted_by, takes_post

__all__ = ["tasks"]


def tasks(contest: Contest) -> Iterator[Task]:
    """What is done with the envelopes that were accepted, from opening to the verification."""
    if contest.origin != Origin.RUN or contest.state in (State.DRAFT, State.ABANDONED):
        return
    if not takes_post(contest):
        return
    found = standings(contest)
    accepted = sum(accepted_by(contest).values())
    yield _open(contest, found, accepted)
    yield _key(contest, found)
    if contest.state != State.READY:
        yield from _decide(contest, found, accepted)


def _url(contest: Contest, page: str = "overview") -> str:
    return reverse(f"papers:{page}", args=[contest.organisation.slug, contest.slug])


def _open(contest: Contest, found: list[Standing], accepted: int) -> Task:
    title = _("Open the posted envelopes in batches that balance")
    opened = sum(standing.batch.envelopes for standing in found)
    out = sum(standing.stage is Stage.COUNTING for standing in found)
    told = _("%(opened)s of %(accepted)s accepted envelopes are opened.")
    note = told % {"opened": grouped(opened), "accepted": grouped(accepted)}
    if out:
        counted = ngettext(
            "%(n)s batch does not balance yet.", "%(n)s batches do not balance yet.", out
        )
        note = f"{note} {counted % {'n': grouped(out)}}"
    if contest.state == State.READY:
        state = TaskState.OPTIONAL if accepted > opened or out else TaskState.LATER
    else:
        state = TaskState.NEXT if accepted > opened or out else TaskState.DONE
    return Task("count", title, state, _url(contest), note, least=Role.OBSERVER)


def _key(contest: Contest, found: list[Standing]) -> Task:
    title = _("Key the posted papers twice")
    if contest.state == State.READY:
        return Task("count", title, TaskState.LATER, "", _("After the close, by two people."))
    balanced = [standing for standing in found if standing.stage is not Stage.COUNTING]
    papers = sum(standing.batch.found for standing in balanced)
    once = sum(standing.batch.found for standing in balanced if standing.done)
    twice = sum(standing.batch.found for standing in balanced if standing.done == 2)
    differing = sum(standing.differing for standing in balanced)
    note = _("%(once)s of %(papers)s papers are keyed once, %(twice)s twice.") % {
        "once": grouped(once),
        "papers": grouped(papers),
        "twice": grouped(twice),
    }
    if differing:
        again = ngettext(
            "%(n)s paper differs and is to be looked at again.",
            "%(n)s papers differ and are to be looked at again.",
            differing,
        )
        note = f"{note} {again % {'n': grouped(differing)}}"
    settled = all(standing.stage is Stage.SETTLED for standing in found)
    state = TaskState.DONE if settled else TaskState.NEXT
    return Task("count", title, state, _url(contest), note, least=Role.OBSERVER)


def _decide(contest: Contest, found: list[Standing], accepted: int) -> Iterator[Task]:
    """Doubtful papers, and the verification that fixes all figures."""
    now = figures(contest)
    whole = accepted == sum(standing.batch.envelopes for standing in found) and all(
        standing.stage is Stage.SETTLED for standing in found
    )
    title = _("Decide on doubtful papers")
    told = ngettext(
        "%(left)s of %(n)s doubtful paper waits for two officers.",
        "%(left)s of %(n)s doubtful papers wait for two officers.",
        now.doubtful,
    ) % {"left": grouped(now.undecided), "n": grouped(now.doubtful)}
    if now.doubtful and not now.undecided:
        told = _("%(n)s decided by two officers.") % {"n": grouped(now.doubtful)}
    note = told if now.doubtful else _("None so far.")
    done = TaskState.DONE if whole else TaskState.LATER
    state = TaskState.NEXT if now.undecided else done
    url = _url(contest, "doubtful") if now.doubtful else ""
    yield Task("count", title, state, url, note, least=Role.OBSERVER)
    yield _verify(contest, ready=whole and not now.undecided)


def _verify(contest: Contest, *, ready: bool) -> Task:
    title = _("Verify the posted papers")
    if verified(contest):
        note = _("Their figures stand.")
        return Task("count", title, TaskState.DONE, "", note, least=Role.RETURNING_OFFICER)
    url = _url(contest, "verify") if ready else ""
    state = TaskState.NEXT if ready else TaskState.LATER
    note = _("Nothing is counted before; after it no figure of theirs is changed.")
    return Task("count", title, state, url, note, least=Role.RETURNING_OFFICER)
