"""What every officer's page of a contest is made of, for this app and those after it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Concatenate

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from hustings.errors import HustingsError
from hustings.web.contests.models import Contest, State
from hustings.web.contests.queries import ballots_cast, contest_for, phase
from hustings.web.officers.actor import Actor

__all__ = ["Decision", "context_of", "decide", "desk_url", "for_drafts", "page_of"]


def desk_url(contest: Contest) -> str:
    """The contest's task list."""
    return reverse("contests:contest", args=[contest.organisation.slug, contest.slug])


def context_of(actor: Actor, contest: Contest, here: str = "") -> dict[str, Any]:
    """What base pages need: organisation, contest, state, phase, role, and the way back."""
    now = phase(contest)
    trail: list[dict[str, str]] = [{"label": _("Contests"), "url": reverse("contests:home")}]
    if here:
        trail += [{"label": contest.title, "url": desk_url(contest)}, {"label": here}]
    else:
        trail += [{"label": contest.title}]
    return {
        "organisation": actor.organisation,
        "contest": contest,
        "phase": now,
        "state": now.value,
        "role": actor.role.label,
        "actor": actor,
        "trail": trail,
        "test_mode": contest.test_mode,
        "desk_url": desk_url(contest),
    }


def page_of(
    request: HttpRequest,
    template: str,
    actor: Actor,
    contest: Contest,
    *,
    here: str = "",
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """A page about the contest; nothing of it is kept by the browser or on the way."""
    context = context_of(actor, contest, here) | more
    response = render(request, template, context, status=status)
    response["Cache-Control"] = "no-store"
    return response


@dataclass(frozen=True, slots=True)
class Decision:
    """A page with one form. ``save`` does the act and returns what to tell; it may raise
    HustingsError, whose text then stands over the form.
    """

    heading: str
    button: str
    form: forms.Form
    save: Callable[[], str]
    lead: str = ""
    template: str = "contests/decision.html"
    back: str = ""
    then: str = ""
    more: dict[str, Any] = field(default_factory=dict)


def decide(
    request: HttpRequest, actor: Actor, contest: Contest, decision: Decision
) -> HttpResponse:
    """Show the form; when it is sent and good, act, and go on to where its result is seen."""
    back = decision.back or desk_url(contest)
    if request.method == "POST" and decision.form.is_valid():
        try:
            told = decision.save()
        except HustingsError as error:
            decision.form.add_error(None, str(error)[:1].upper() + str(error)[1:])
        else:
            messages.success(request, told)
            return redirect(decision.then or back)
    return page_of(
        request,
        decision.template,
        actor,
        contest,
        here=decision.heading,
        status=422 if decision.form.errors else 200,
        heading=decision.heading,
        lead=decision.lead,
        act=decision.button,
        form=decision.form,
        back_url=back,
        **decision.more,
    )


def _fixed(contest: Contest) -> str:
    told = _("The form is fixed: this contest is %(state)s.") % {
        "state": contest.get_state_display()
    }
    if contest.state != State.READY or ballots_cast(contest):
        return told
    more = _("While nobody has voted it can be taken back to its draft.")
    return f"{told} {more}"


ContestView = Callable[Concatenate[HttpRequest, Actor, Contest, ...], HttpResponse]


def for_drafts(view: ContestView) -> Callable[..., HttpResponse]:
    """Give the view its contest while that is a draft; later say why nothing can be changed."""

    @wraps(view)
    def wrapped(
        request: HttpRequest, actor: Actor, slug: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        contest = contest_for(actor, slug)
        if contest.state != State.DRAFT:
            messages.warning(
                request,
                _fixed(contest),
            )
            return redirect(desk_url(contest))
        return view(request, actor, contest, *args, **kwargs)

    return wrapped
