"""What agents see. What is not public yet takes a press of a button, which is journalled."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hustings.errors import RuleError
from hustings.web.contests.forms.acts import ConfirmForm
from hustings.web.contests.models import State
from hustings.web.papers import scans
from hustings.web.post.queries import takes_post
from hustings.web.results.lots_told import lots_told
from hustings.web.results.models import Version
from hustings.web.results.pages.result import told_of
from hustings.web.scrutiny import actions, queries
from hustings.web.scrutiny.access import for_agents
from hustings.web.scrutiny.adjudged import PAPERS, Decided, decided_of, decided_papers, sights_of
from hustings.web.scrutiny.bundle import bundle_of
from hustings.web.scrutiny.figures import figures_of
from hustings.web.scrutiny.views.pages import agent_page
from hustings.web.scrutiny.visits import Visit

__all__ = ["bundle", "figures", "is_shown", "papers", "picture", "result", "version"]


@require_safe
@for_agents
def figures(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The roll, the turnout, the post and the batches, in numbers."""
    contest = visit.agent.contest
    if contest.state == State.DRAFT:
        return agent_page(request, visit, "scrutiny/draft.html")
    return agent_page(request, visit, "scrutiny/figures.html", figures=figures_of(contest))


@require_http_methods(["GET", "HEAD", "POST"])
@for_agents
def papers(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """The doubtful papers and what was decided of them; a POST writes down that she sees them, and
    is asked for again when there is more to see.
    """
    agent = visit.agent
    contest = agent.contest
    if not takes_post(contest):
        return agent_page(request, visit, "scrutiny/no_papers.html")
    decided = decided_papers(contest)
    told = visit.was_shown(*sights_of(decided))
    if request.method == "POST":
        if not told:
            visit.note_shown(*actions.note_papers_shown(agent))
        return redirect("scrutiny:papers")
    if not told:
        return _papers_to_see(request, visit, decided)
    return agent_page(
        request, visit, "scrutiny/papers.html", papers=decided, over=queries.is_over(contest)
    )


def _papers_to_see(request: HttpRequest, visit: Visit, decided: list[Decided]) -> HttpResponse:
    more = visit.was_shown(PAPERS)
    pictures = sum(paper.has_picture for paper in decided)
    return agent_page(
        request,
        visit,
        "scrutiny/confirm.html",
        form=ConfirmForm(),
        heading=_("There is more to see. See the doubtful papers?")
        if more
        else _("See the doubtful papers?"),
        act=_("Show them"),
        consequences=[
            {"number": len(decided), "text": _("papers are decided so far")},
            {"number": pictures, "text": _("pictures of them are shown to agents")},
            _("That you saw them, and when, is written in the journal: once for this visit, and "
              "once more when there is more to see."),
        ],
    )  # fmt: skip


@require_safe
@for_agents
def picture(_request: HttpRequest, visit: Visit, number: int) -> HttpResponseBase:
    """The picture of a decided paper that officers let agents see, its ends covered."""
    decision = queries.adjudication_for(visit.agent.contest, number)
    if not visit.was_shown(PAPERS):
        return redirect("scrutiny:papers")
    scan = queries.pictures_of(visit.agent.contest).get(decision.pk)
    path = scans.path_of(scan.file_name) if scan else None
    if path is None:
        raise Http404
    if not visit.was_shown(*sights_of([decided_of(decision, {}, picture=scan)])):
        return redirect("scrutiny:papers")
    try:
        content = scans.covered(path)
    except RuleError as error:
        raise Http404 from error
    return HttpResponse(content, content_type=scans.CONTENT_TYPE)


@require_safe
@for_agents
def result(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """To the last version that she may see, or word that there is none yet."""
    seen = queries.versions_seen(visit.agent.contest)
    if not seen:
        return agent_page(request, visit, "scrutiny/no_result.html")
    return redirect("scrutiny:version", number=seen[-1].number)


@require_http_methods(["GET", "HEAD", "POST"])
@for_agents
def version(request: HttpRequest, visit: Visit, number: int) -> HttpResponseBase:
    """Every stage of a version. Before it is published a POST writes down that she sees it."""
    agent = visit.agent
    shown = queries.version_for(agent.contest, number)
    if request.method == "POST" and not is_shown(visit, shown):
        actions.note_result_shown(agent, shown)
        visit.note_shown(_mark_of(shown))
        return redirect("scrutiny:version", number=number)
    if not is_shown(visit, shown):
        return agent_page(
            request,
            visit,
            "scrutiny/confirm.html",
            form=ConfirmForm(),
            heading=_("See the result before it is published?"),
            act=_("Show it"),
            consequences=[
                _("The returning officer shows it to agents. Do not pass it on: it can change, and "
                  "it is not published."),
                _("That you saw it, and when, is written in the journal: once for this visit."),
            ],
        )  # fmt: skip
    return _version_page(request, visit, shown)


def is_shown(visit: Visit, version: Version) -> bool:
    """Whether she may look: it is public, or it is written down that she saw it in this visit."""
    return version.published_at is not None or visit.was_shown(_mark_of(version))


def _mark_of(version: Version) -> str:
    return f"version {version.pk}"


def _version_page(request: HttpRequest, visit: Visit, version: Version) -> HttpResponse:
    agent = visit.agent
    contest = agent.contest
    return agent_page(
        request,
        visit,
        "scrutiny/version.html",
        version=version,
        versions=queries.versions_seen(contest),
        told=told_of(version, contest),
        lots=lots_told(contest, version),
        statements=queries.statements_of(contest).filter(version=version),
        requests=queries.requests_of(contest).filter(version=version),
        may_say=queries.may_say(agent, version),
        may_ask=queries.may_ask(agent, version),
        standing=_standing(version),
    )


def _standing(version: Version) -> str:
    if version.published_at is None:
        return "embargoed"
    return "declared" if version.declared_at is not None else "provisional"


@require_safe
@for_agents
def bundle(_request: HttpRequest, visit: Visit, number: int) -> HttpResponseBase:
    """The files to check and count again at home, as a ZIP."""
    contest = visit.agent.contest
    shown = queries.version_for(contest, number)
    if not is_shown(visit, shown):
        return redirect("scrutiny:version", number=number)
    response = HttpResponse(bundle_of(contest, shown), content_type="application/zip")
    name = f"{contest.slug}-{shown.number}-for-agents.zip"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
