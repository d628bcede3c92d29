"""What the officers' pages of the count share: what is told before an act, and when not."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hustings.web.contests.models import Contest, State
from hustings.web.contests.pledge import pledge_met
from hustings.web.contests.smallness import few_papers
from hustings.web.contests.views.pages import page_of
from hustings.web.officers.actor import Actor
from hustings.web.results.folders import declared_from
from hustings.web.results.models import Version

__all__ = [
    "CONFIRM",
    "GET_OR_POST",
    "address",
    "figures",
    "has_begun",
    "not_now",
    "sent",
    "smallness",
    "told",
]

GET_OR_POST = ["GET", "HEAD", "POST"]
CONFIRM = "contests/confirm.html"


def address(contest: Contest, page: str) -> str:
    """The address of one of the contest's pages of the count."""
    return reverse(f"results:{page}", args=[contest.organisation.slug, contest.slug])


def sent(request: HttpRequest) -> Any:
    """What was posted; None on a GET, so that a form is not bound."""
    return request.POST if request.method == "POST" else None


def not_now(request: HttpRequest, actor: Actor, contest: Contest, why: str) -> HttpResponse:
    """The page that says why an act cannot be done at this time."""
    return page_of(request, "contests/not_now.html", actor, contest, status=409, why=why)


def has_begun(contest: Contest) -> bool:
    """Whether there is anything to see here: the poll is over, or this is a trial."""
    trial = contest.state == State.DRAFT and contest.test_mode
    return trial or contest.state not in {State.DRAFT, State.READY, State.ABANDONED}


def told(made: object) -> str:
    """What a count came to, in a sentence."""
    if isinstance(made, Version):
        return _("Counted, version %(number)d: %(headline)s. Nobody but officers sees it yet.") % {
            "number": made.number,
            "headline": made.headline,
        }
    return _("The count stopped at a tie: a lot is needed.")


def smallness(contest: Contest, version: Version) -> list[object]:
    """A warning where so few papers were returned that rankings can be guessed; else nothing."""
    names = dict(contest.sections.values_list("key", "name"))
    reconciliation = declared_from(bytes(version.folder)).reconciliation
    parts = [(names.get(r.section, r.section), r.returned or r.valid) for r in reconciliation]
    told = few_papers(parts, published=version.published_at is not None)
    return [told] if told else []


def figures(contest: Contest, version: Version) -> list[object]:
    """A version in numbers, and what comes of the pledge."""
    declaration = declared_from(bytes(version.folder))
    stages = len(declaration.stages)
    returned = sum(r.returned or 0 for r in declaration.reconciliation)
    return [
        {"number": returned, "text": ngettext("paper returned", "papers returned", returned)},
        {"number": declaration.valid, "text": _("of them valid, and counted")},
        {"number": stages, "text": ngettext("stage of the count", "stages of the count", stages)},
        pledge_met(contest, declaration).sentence,
    ]
