"""Those who asked for a ballot, each with what the register and the roll know."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from hustings.errors import HustingsError
from hustings.rounding import grouped
from hustings.web.contests.models import Contest
from hustings.web.contests.queries import contest_for
from hustings.web.officers.access import for_officers
from hustings.web.officers.actor import Actor
from hustings.web.roll import queries
from hustings.web.roll.actions import applications as actions
from hustings.web.roll.forms.uploads import sentence_of
from hustings.web.roll.matching import matches
from hustings.web.roll.models import Application, ApplicationState, Elector, LateAct, RegisterRow
from hustings.web.roll.views.pages import roll_page, roll_url

__all__ = ["applications", "approve_exact", "decide"]

APPLICATIONS_A_PAGE = 25


@require_safe
@for_officers()
def applications(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """The queue; the register is looked through here, never when somebody asks."""
    contest = contest_for(actor, slug)
    waiting = queries.waiting_applications(contest)
    page = Paginator(waiting, APPLICATIONS_A_PAGE).get_page(request.GET.get("page"))
    shown = list(page)
    for application in shown:
        application.contest = contest
    found = matches(shown)
    settled = Application.objects.filter(contest=contest).exclude(state=ApplicationState.WAITING)
    return roll_page(
        request,
        actor,
        contest,
        "roll/applications.html",
        here=_("Asked for a ballot"),
        page=page,
        rows=[{"application": one, "found": found[one.pk]} for one in shown],
        counts=queries.late_counts(contest),
        settled=settled.order_by("-decided_at")[:APPLICATIONS_A_PAGE],
        register=RegisterRow.objects.filter(contest=contest).count(),
    )


@require_POST
@for_officers(acting=True)
def decide(request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponse:
    """Approve or refuse one."""
    contest = contest_for(actor, slug)
    application = _application(contest, number)
    try:
        if request.POST.get("verdict") == "approve":
            entered = actions.approve(application, by=actor)
            messages.success(request, _said(entered))
        elif request.POST.get("verdict") == "refuse":
            actions.refuse(application, by=actor)
            messages.success(request, _("Refused."))
    except HustingsError as error:
        messages.error(request, sentence_of(error))
    return redirect(roll_url(contest, "applications"))


@require_POST
@for_officers(acting=True)
def approve_exact(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Approve everybody who is on the register beyond doubt."""
    contest = contest_for(actor, slug)
    try:
        count = actions.approve_exact(contest, by=actor)
    except HustingsError as error:
        messages.error(request, sentence_of(error))
    else:
        told = ngettext("%(n)s person approved.", "%(n)s people approved.", count)
        messages.success(request, told % {"n": grouped(count)})
    return redirect(roll_url(contest, "applications"))


def _said(entered: Elector | LateAct) -> str:
    if isinstance(entered, Elector):
        return _("Approved: the person is on the roll.")
    return _("Approved. The roll is frozen, so a second officer has to agree: see the late acts.")


def _application(contest: Contest, number: int) -> Application:
    found = Application.objects.filter(contest=contest, pk=number).first()
    if found is None:
        raise Http404
    found.contest = contest
    return found
