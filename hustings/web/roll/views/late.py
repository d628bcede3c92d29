"""Acts on a frozen roll: what waits for a second officer, and what was done."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hustings.errors import HustingsError
from hustings.web.contests.models import Contest
from hustings.web.contests.queries import contest_for
from hustings.web.contests.views.pages import Decision
from hustings.web.contests.views.pages import decide as decide_page
from hustings.web.officers.access import for_officers
from hustings.web.officers.actor import Actor
from hustings.web.officers.models import Membership, Role
from hustings.web.roll import queries
from hustings.web.roll.actions import late as actions
from hustings.web.roll.forms.people import ReasonForm
from hustings.web.roll.forms.uploads import sentence_of
from hustings.web.roll.models import LateAct
from hustings.web.roll.views.pages import GET_OR_POST, roll_page, roll_url, sent, trail_to

__all__ = ["decide", "late", "reissue"]

SETTLED_SHOWN = 100


@require_safe
@for_officers()
def late(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """What waits, and what was settled."""
    contest = contest_for(actor, slug)
    acts = LateAct.objects.filter(contest=contest).select_related(
        "elector", "asked_by", "approved_by"
    )
    settled = acts.exclude(approved_at=None, refused_at=None).order_by("-asked_at")
    return roll_page(
        request,
        actor,
        contest,
        "roll/late.html",
        here=_("Late acts"),
        waiting=acts.filter(approved_at=None, refused_at=None),
        settled=settled[:SETTLED_SHOWN],
        counts=queries.late_counts(contest),
        alone=_officers_who_act(actor) < 2,
        frozen=contest.roll_frozen_at is not None,
    )


def _officers_who_act(actor: Actor) -> int:
    officers = Membership.objects.filter(organisation=actor.organisation)
    return officers.exclude(role=Role.OBSERVER).count()


@require_http_methods(GET_OR_POST)
@for_officers(acting=True)
def reissue(request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponse:
    """Ask that an elector get a new code."""
    contest = contest_for(actor, slug)
    elector = queries.elector_for(contest, number)
    form = ReasonForm(sent(request), hint=_("Kept until the erasure; it stands in no journal."))

    def save() -> str:
        actions.ask_reissue(elector, reason=form.cleaned_data["reason"], by=actor)
        return _("Another officer now has to agree.")

    told = _("%(name)s gets a new code, and every code sent before is dead.")
    consequences = [
        told % {"name": elector.name},
        _("Another officer has to agree; the number of codes issued again is published."),
    ]
    decision = Decision(
        _("Issue a code again?"),
        _("Ask for a new code"),
        form,
        save,
        template="contests/confirm.html",
        back=roll_url(contest, "elector", elector.pk),
        then=roll_url(contest, "late"),
        more={"consequences": consequences, "trail": trail_to(contest, _("A new code"))},
    )
    return decide_page(request, actor, contest, decision)


@require_POST
@for_officers(acting=True)
def decide(request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponse:
    """Agree to what another officer asked, or refuse it."""
    contest = contest_for(actor, slug)
    act = _act(contest, number)
    try:
        if request.POST.get("verdict") == "approve":
            actions.approve(act, by=actor)
            messages.success(request, _("Done: both of you agreed."))
        elif request.POST.get("verdict") == "refuse":
            actions.refuse(act, by=actor)
            messages.success(request, _("Refused: nothing was changed."))
    except HustingsError as error:
        messages.error(request, sentence_of(error))
    return redirect(roll_url(contest, "late"))


def _act(contest: Contest, number: int) -> LateAct:
    found = LateAct.objects.filter(contest=contest, pk=number).first()
    if found is None:
        raise Http404
    found.contest = contest
    return found
