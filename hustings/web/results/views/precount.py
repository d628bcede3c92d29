"""The pre-count: asked for with a reason, seen by who asked, held against the count after it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hustings.errors import HustingsError
from hustings.web.contests.forms.acts import ConfirmForm
from hustings.web.contests.models import Contest, State
from hustings.web.contests.queries import contest_for
from hustings.web.contests.views.pages import Decision, decide, page_of
from hustings.web.officers.access import for_officers
from hustings.web.officers.actor import Actor
from hustings.web.results import queries
from hustings.web.results.actions.precount import publish_precount, see_precount
from hustings.web.results.folders import declared_from
from hustings.web.results.forms.counting import PrecountForm
from hustings.web.results.models import PrecountView
from hustings.web.results.precount import reconciled
from hustings.web.results.views.telling import CONFIRM, GET_OR_POST, not_now, sent

__all__ = ["precount", "precount_view", "publish"]

_OVER = frozenset({State.CLOSED, State.COUNTED, State.PROVISIONAL, State.DECLARED})


@require_http_methods(GET_OR_POST)
@for_officers()
def precount(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Ask for the pre-count; who saw what and when."""
    contest = contest_for(actor, slug)
    if request.method == "POST" and not actor.may_act:
        raise PermissionDenied
    if contest.state not in _OVER:
        return not_now(request, actor, contest, _("Voting is not closed: there is no pre-count."))
    may_ask = contest.state == State.CLOSED and actor.may_act
    form = PrecountForm(sent(request) if may_ask else None)
    if request.method == "POST" and may_ask and form.is_valid():
        try:
            view = see_precount(contest, why=form.cleaned_data["reason"], by=actor)
        except HustingsError as error:
            form.add_error(None, str(error))
        else:
            return redirect(_url(contest, "precount_view", view.number))
    return page_of(
        request,
        "results/precount.html",
        actor,
        contest,
        here=_("Pre-count"),
        status=422 if form.errors else 200,
        form=form,
        may_ask=may_ask,
        views=_views(contest, actor),
        zone=contest.timezone,
    )


def _url(contest: Contest, page: str, *more: object) -> str:
    return reverse(f"results:{page}", args=[contest.organisation.slug, contest.slug, *more])


def _views(contest: Contest, actor: Actor) -> list[dict[str, Any]]:
    views = PrecountView.objects.filter(contest=contest).order_by("-number")
    return [{"view": view, "open": _may_see(view, contest, actor)} for view in views]


def _may_see(view: PrecountView, contest: Contest, actor: Actor) -> bool:
    """Whoever asked; everybody of the organisation once there is a count to hold it against."""
    return view.user_id == actor.user.pk or contest.state in _OVER - {State.CLOSED}


@require_safe
@for_officers()
def precount_view(request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponse:
    """A pre-count as it was seen, and once there is a count, what was counted."""
    contest = contest_for(actor, slug)
    view = PrecountView.objects.filter(contest=contest, number=number).first()
    if view is None or not _may_see(view, contest, actor):
        raise Http404
    version = queries.last_made(contest)
    declaration = declared_from(bytes(version.folder)) if version else None
    return page_of(
        request,
        "results/precount_view.html",
        actor,
        contest,
        here=_("Pre-count %(n)d") % {"n": number},
        view=view,
        rows=reconciled(view, declaration),
        counted=declaration is not None,
        may_publish=contest.state == State.DECLARED
        and actor.may_declare
        and view.published_at is None,
        zone=contest.timezone,
        back_url=_url(contest, "precount"),
    )


@require_http_methods(GET_OR_POST)
@for_officers(declaring=True)
def publish(request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponse:
    """Publish a pre-count beside the declared result."""
    contest = contest_for(actor, slug)
    view = PrecountView.objects.filter(contest=contest, number=number).first()
    if view is None:
        raise Http404
    if contest.state != State.DECLARED or view.published_at is not None:
        why = _("A pre-count can be published once, after the declaration.")
        return not_now(request, actor, contest, why)

    def save() -> str:
        publish_precount(contest, number=number, by=actor)
        return _("The pre-count stands beside the result, labelled as indicative.")

    return decide(
        request,
        actor,
        contest,
        Decision(
            _("Publish the pre-count?"),
            _("Publish it"),
            ConfirmForm(sent(request)),
            save,
            template=CONFIRM,
            back=_url(contest, "precount_view", number),
            more={"consequences": [
                {"number": view.figures["papers"], "text": _("papers were known when it was seen")},
                _("It stands on the result page beside the counted figures, labelled as seen "
                  "before the count and no result. It cannot be taken back."),
            ]},
        ),
    )  # fmt: skip
