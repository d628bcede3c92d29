"""The lines of letters and mail in a contest's task list: open is not mailed."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hustings.rounding import grouped
from hustings.web.contests.models import Contest, Origin, State
from hustings.web.contests.queries import Phase, phase
from hustings.web.contests.tasks import Task, TaskState
from hustings.web.letters import queries
from hustings.web.letters.queries import Reach

__all__ = ["not_posted", "tasks"]


def tasks(contest: Contest) -> Iterator[Task]:
    """Sending codes; and files with codes that lie here."""
    if contest.origin != Origin.RUN or contest.state == State.ABANDONED:
        return
    url = reverse("letters:overview", args=[contest.organisation.slug, contest.slug])
    yield _send(contest, url)
    if lying := queries.files_lying_here(contest):
        yield _files(contest, lying, url)


def _files(contest: Contest, lying: int, url: str) -> Task:
    """What is to be done with files of letters: after the close there is nothing left to print."""
    if phase(contest) not in (Phase.DRAFT, Phase.UPCOMING, Phase.OPEN):
        note = _("Its codes are of no use any more; it goes by itself a day after it was made.")
        return Task("poll", _("Destroy the file of the letters"), TaskState.OPTIONAL, url, note)
    told = ngettext(
        "%(n)s file with voting codes lies on this machine: fetch it, print it, destroy it.",
        "%(n)s files with voting codes lie on this machine: fetch, print and destroy them.",
        lying,
    )
    note = told % {"n": grouped(lying)}
    return Task("poll", _("Print the letters, then destroy the file"), TaskState.NEXT, url, note)


def _send(contest: Contest, url: str) -> Task:
    title = _("Send every elector a voting code")
    if contest.state == State.DRAFT:
        note = _("Once the contest is ready: letters and e-mails tell when voting opens.")
        return Task("poll", title, TaskState.LATER, url, note)
    found = queries.reach(contest)
    to_post = found.unfetched or found.unposted
    state = TaskState.NEXT if found.nothing or to_post else TaskState.DONE
    run = queries.run_to_post(contest) if to_post and not found.nothing else None
    if run is not None:
        url = reverse("letters:run", args=[contest.organisation.slug, contest.slug, run.pk])
    if phase(contest) not in (Phase.UPCOMING, Phase.OPEN):
        state = TaskState.DONE
    return Task("poll", title, state, url, _note(contest, found, over=state is TaskState.DONE))


def _note(contest: Contest, found: Reach, *, over: bool) -> str:
    if not found.electors:
        return _("Nobody is on the roll.")
    nothing = _nothing(contest, found) if found.nothing else ""
    waiting = [] if over else [*not_posted(found)]
    return " ".join([nothing, *waiting]).strip() or _everybody(found)


def _everybody(found: Reach) -> str:
    words = {
        "all": grouped(found.electors),
        "letter": grouped(found.letter),
        "email": grouped(found.email),
        "otherwise": grouped(found.otherwise),
    }
    told = ngettext(
        "The %(all)s elector was sent a code: %(letter)s by letter, %(email)s by e-mail",
        "All %(all)s electors were sent a code: %(letter)s by letter, %(email)s by e-mail",
        found.electors,
    )
    if found.otherwise:
        told = ngettext(
            "The %(all)s elector was given a code: %(letter)s by letter, %(email)s by e-mail, "
            "%(otherwise)s otherwise",
            "All %(all)s electors were given a code: %(letter)s by letter, %(email)s by e-mail, "
            "%(otherwise)s otherwise",
            found.electors,
        )
    return told % words


def _nothing(contest: Contest, found: Reach) -> str:
    told = ngettext(
        "%(none)s of %(all)s electors on the roll has been sent no voting code.",
        "%(none)s of %(all)s electors on the roll have been sent no voting code.",
        found.nothing,
    ) % {"none": grouped(found.nothing), "all": grouped(found.electors)}
    if phase(contest) is not Phase.OPEN:
        return told
    return _("%(told)s Voting is open all the same.") % {"told": told}


def not_posted(found: Reach) -> Iterator[str]:
    """What still is to be done with letters that are made: each step, and to how many."""
    words = {"all": grouped(found.electors)}
    if found.unfetched:
        told = ngettext(
            "The letter to %(n)s of %(all)s electors is made and not downloaded: fetch its file, "
            "print it and post it.",
            "The letters to %(n)s of %(all)s electors are made and not downloaded: fetch their "
            "file, print them and post them.",
            found.unfetched,
        )
        yield told % (words | {"n": grouped(found.unfetched)})
    if found.unposted:
        told = ngettext(
            "The letter to %(n)s of %(all)s electors is downloaded, and not yet said to be "
            "posted: post it, then say on which day.",
            "The letters to %(n)s of %(all)s electors are downloaded, and not yet said to be "
            "posted: post them, then say on which day.",
            found.unposted,
        )
        yield told % (words | {"n": grouped(found.unposted)})
