"""The electors: found, added, corrected, struck; after the freeze by way of a late act."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hustings.web.contests.forms.acts import ConfirmForm
from hustings.web.contests.models import Contest, State
from hustings.web.contests.queries import contest_for
from hustings.web.contests.views.pages import Decision, decide
from hustings.web.officers.access import for_officers
from hustings.web.officers.actor import Actor
from hustings.web.roll import queries
from hustings.web.roll.actions import electors as actions
from hustings.web.roll.actions import late
from hustings.web.roll.forms.people import ElectorForm, ReasonForm
from hustings.web.roll.models import Elector
from hustings.web.roll.views.pages import GET_OR_POST, roll_page, roll_url, sent, trail_to

__all__ = ["add", "elector", "electors", "put_back", "strike"]

ELECTORS_A_PAGE = 50


@require_safe
@for_officers()
def electors(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Electors by a part of the name, postcode, e-mail address or number."""
    contest = contest_for(actor, slug)
    found = queries.search(contest, request.GET.get("q", ""))
    return roll_page(
        request,
        actor,
        contest,
        "roll/electors.html",
        here=_("Electors"),
        page=Paginator(found, ELECTORS_A_PAGE).get_page(request.GET.get("page")),
        some=Elector.objects.filter(contest=contest).exists(),
    )


@require_http_methods(GET_OR_POST)
@for_officers(acting=True)
def add(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """One more elector; on a frozen roll a second officer has to agree."""
    contest = contest_for(actor, slug)
    if contest.roll_frozen_at is not None:
        return _add_late(request, actor, contest)
    form = ElectorForm(contest, sent(request))

    def save() -> str:
        actions.add(contest, form.entry(), by=actor)
        return _("The elector is on the roll.")

    return _decide(request, actor, contest, Decision(_("Add an elector"), _("Add"), form, save))


class _LateForm(ElectorForm):
    """An elector's particulars, and why she is added so late."""

    reason = ReasonForm.base_fields["reason"]


def _add_late(request: HttpRequest, actor: Actor, contest: Contest) -> HttpResponse:
    form = _LateForm(contest, sent(request))

    def save() -> str:
        reason = form.cleaned_data["reason"]
        late.ask_addition(contest, form.entry(), reason=reason, by=actor)
        return _("Another officer now has to agree.")

    decision = Decision(
        _("Ask to add an elector"),
        _("Ask for the addition"),
        form,
        save,
        _("The roll is frozen: another officer has to agree, and the number is published."),
        then=roll_url(contest, "late"),
    )
    return _decide(request, actor, contest, decision)


@require_http_methods(GET_OR_POST)
@for_officers()
def elector(request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponse:
    """One elector; corrected here until the roll is frozen."""
    contest = contest_for(actor, slug)
    found = queries.elector_for(contest, number)
    free = contest.roll_frozen_at is None and contest.state == State.DRAFT
    if not (free and actor.may_act and found.struck_at is None):
        return _show(request, actor, contest, found, free=free)
    form = ElectorForm(contest, sent(request), elector=found)

    def save() -> str:
        actions.correct(found, form.entry(), by=actor)
        return _("The correction is saved.")

    decision = Decision(_("Correct an elector"), _("Save the correction"), form, save)
    decision.more["elector"] = found
    return _decide(request, actor, contest, decision, template="roll/correct.html")


def _show(
    request: HttpRequest, actor: Actor, contest: Contest, found: Elector, *, free: bool
) -> HttpResponse:
    return roll_page(
        request,
        actor,
        contest,
        "roll/elector.html",
        here=_("An elector"),
        elector=found,
        free=free and actor.may_act,
        late=contest.roll_frozen_at is not None
        and contest.state in (State.DRAFT, State.READY)
        and actor.may_act
        and found.struck_at is None,
        voted=queries.has_voted(found),
    )


@require_http_methods(GET_OR_POST)
@for_officers(acting=True)
def strike(request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponse:
    """Strike an elector; on a frozen roll a second officer has to agree."""
    contest = contest_for(actor, slug)
    found = queries.elector_for(contest, number)
    frozen = contest.roll_frozen_at is not None
    hint = _("Kept until the erasure; it stands in no journal.")
    form = ReasonForm(sent(request), hint=hint)

    def save() -> str:
        why = form.cleaned_data["reason"]
        if frozen:
            late.ask_strike(found, reason=why, by=actor)
            return _("Another officer now has to agree.")
        actions.strike(found, why=why, by=actor)
        return _("The elector is struck.")

    decision = Decision(
        _("Strike this elector?"),
        _("Ask to strike") if frozen else _("Strike"),
        form,
        save,
        template="contests/confirm.html",
        back=roll_url(contest, "elector", found.pk),
        then=roll_url(contest, "late") if frozen else "",
        more={"consequences": _consequences(found, frozen=frozen), "danger": True},
    )
    return _decide(request, actor, contest, decision, template=decision.template)


def _consequences(found: Elector, *, frozen: bool) -> list[str]:
    who = _("%(name)s can then not vote, and gets no letter and no e-mail.") % {"name": found.name}
    if frozen:
        return [who, _("Another officer has to agree; the number of strikes is published.")]
    return [who, _("The entry stays visible, and can be put back until the roll is frozen.")]


@require_http_methods(GET_OR_POST)
@for_officers(acting=True)
def put_back(request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponse:
    """A struck elector is on the roll again."""
    contest = contest_for(actor, slug)
    found = queries.elector_for(contest, number)

    def save() -> str:
        actions.put_back(found, by=actor)
        return _("The elector is on the roll again.")

    back = _("%(name)s can vote again.") % {"name": found.name}
    decision = Decision(
        _("Put this elector back?"),
        _("Put back"),
        ConfirmForm(sent(request)),
        save,
        back=roll_url(contest, "elector", found.pk),
        more={"consequences": [back]},
    )
    return _decide(request, actor, contest, decision, template="contests/confirm.html")


def _decide(
    request: HttpRequest,
    actor: Actor,
    contest: Contest,
    decision: Decision,
    *,
    template: str = "contests/decision.html",
) -> HttpResponse:
    """The decision's page, which goes back to the electors."""
    back = decision.back or roll_url(contest, "electors")
    more = {"trail": trail_to(contest, decision.heading)} | decision.more
    page = Decision(
        decision.heading,
        decision.button,
        decision.form,
        decision.save,
        decision.lead,
        template,
        back,
        decision.then,
        more,
    )
    return decide(request, actor, contest, page)
