"""Reading: who watches a contest, which versions they see, what they asked for and said."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import Http404

from hustings.web.contests.models import Contest, State
from hustings.web.papers import scans
from hustings.web.papers.models import Adjudication, Scan
from hustings.web.papers.queries import shows_pictures
from hustings.web.project import clock
from hustings.web.results import queries as results
from hustings.web.results.models import Version
from hustings.web.scrutiny.models import Agent, EarlySight, RecountRequest, Statement

__all__ = [
    "adjudication_for",
    "adjudications",
    "agent_for",
    "agents_of",
    "is_over",
    "let_in",
    "may_ask",
    "may_say",
    "open_requests",
    "pictures_of",
    "request_for",
    "requests_of",
    "shows_early",
    "statements_of",
    "undone_recounts",
    "version_for",
    "versions_seen",
]

_COUNTED = frozenset({State.COUNTED, State.PROVISIONAL, State.DECLARED})
_ASKING = frozenset({State.COUNTED, State.PROVISIONAL})


def agents_of(contest: Contest) -> QuerySet[Agent]:
    """Everybody who was ever invited to watch, by name."""
    return Agent.objects.filter(contest=contest).select_related("candidate").order_by("name", "pk")


def let_in(contest: Contest) -> int:
    """How many have a link that works at this moment."""
    live = Q(revoked_at=None, expires_at__gt=clock.now())
    return Agent.objects.filter(live, contest=contest).count()


def agent_for(contest: Contest, number: int) -> Agent:
    """An agent of the contest; Http404 for any other."""
    agent = agents_of(contest).filter(pk=number).first()
    if agent is None:
        raise Http404
    return agent


def shows_early(contest: Contest) -> bool:
    """Whether agents see a counted result before it is published."""
    return EarlySight.objects.filter(contest=contest).exists()


def versions_seen(contest: Contest) -> list[Version]:
    """The versions that agents may see, oldest first: those published, or all where the returning
    officer chose so; never one of test ballots.
    """
    seen = results.published(contest)
    if shows_early(contest) and contest.state in _COUNTED:
        seen = contest.versions.filter(test=False).order_by("number")
    return list(seen.defer("folder", "document"))


def version_for(contest: Contest, number: int) -> Version:
    """A version that agents may see; Http404 for any other."""
    for version in versions_seen(contest):
        if version.number == number:
            return version
    raise Http404


def adjudications(contest: Contest) -> QuerySet[Adjudication]:
    """The doubtful papers that two officers have decided, batch by batch."""
    found = Adjudication.objects.filter(
        reading__batch__contest=contest, second_by__isnull=False
    ).select_related("reading__batch", "first_by", "second_by")
    return found.order_by("reading__batch__number", "reading__place")


def adjudication_for(contest: Contest, number: int) -> Adjudication:
    """A decided paper of the contest; Http404 for any other."""
    found = adjudications(contest).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def pictures_of(contest: Contest) -> dict[int, Scan]:
    """The pictures that officers let agents see, by the decision that each is of: whole ones, and
    none of an abandoned contest.
    """
    if not shows_pictures(contest):
        return {}
    shown = {
        (scan.batch_id, scan.place): scan
        for scan in Scan.objects.filter(batch__contest=contest, shown=True)
    }
    return {
        one.pk: scan
        for one in adjudications(contest)
        if (scan := shown.get((one.reading.batch_id, one.reading.place)))
        and scans.is_whole(scan.file_name)
    }


def is_over(contest: Contest) -> bool:
    """Whether the result is declared or there will be none: decisions are objected to before."""
    return contest.state in {State.DECLARED, State.ABANDONED}


def requests_of(contest: Contest) -> QuerySet[RecountRequest]:
    """Every request for a recount, the earliest first."""
    found = RecountRequest.objects.filter(version__contest=contest)
    return found.select_related("agent__candidate", "version").order_by("at", "pk")


def request_for(contest: Contest, number: int) -> RecountRequest:
    """A request about a version of the contest; Http404 for any other."""
    found = requests_of(contest).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def open_requests(contest: Contest) -> int:
    """How many requests wait for the returning officer's answer."""
    return requests_of(contest).filter(answered_at=None).count()


def undone_recounts(contest: Contest) -> int:
    """How many requests were granted after which nothing was counted yet."""
    last = contest.versions.order_by("-number").first()
    granted = requests_of(contest).filter(granted=True)
    return granted.filter(answered_at__gt=last.counted_at).count() if last else 0


def statements_of(contest: Contest) -> QuerySet[Statement]:
    """What agents said of any version, the earliest first."""
    found = Statement.objects.filter(version__contest=contest)
    return found.select_related("agent__candidate", "version").order_by("at", "pk")


def may_say(agent: Agent, version: Version) -> bool:
    """Whether she may still sign this version or object to it: the last that she sees, once."""
    seen = versions_seen(agent.contest)
    said = Statement.objects.filter(agent=agent, version=version).exists()
    return bool(seen) and seen[-1] == version and not said


def may_ask(agent: Agent, version: Version) -> bool:
    """Whether she may ask for a recount: of the last version she sees, while it is provisional."""
    if agent.contest.state not in _ASKING:
        return False
    seen = versions_seen(agent.contest)
    asked = RecountRequest.objects.filter(agent=agent, version=version).exists()
    return bool(seen) and seen[-1] == version and seen[-1].declared_at is None and not asked
