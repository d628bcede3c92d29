"""What agents say: objections, signatures, requests for a recount. Each tells what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hustings.errors import HustingsError
from hustings.web.scrutiny import actions, queries
from hustings.web.scrutiny.access import for_agents
from hustings.web.scrutiny.adjudged import decided_of, sights_of
from hustings.web.scrutiny.forms import ObjectionForm, RecountForm, SayForm
from hustings.web.scrutiny.models import Verdict
from hustings.web.scrutiny.views.pages import agent_page
from hustings.web.scrutiny.views.seeing import is_shown
from hustings.web.scrutiny.visits import Visit

__all__ = ["ask", "object_to", "say"]

GET_OR_POST = ["GET", "HEAD", "POST"]


@dataclass(frozen=True, slots=True)
class _Act:
    heading: str
    button: str
    consequences: Sequence[str]
    form: forms.Form
    save: Callable[[], object]
    back: str


@require_http_methods(GET_OR_POST)
@for_agents
def object_to(request: HttpRequest, visit: Visit, number: int) -> HttpResponseBase:
    """Object to what was decided of a paper."""
    agent = visit.agent
    decision = queries.adjudication_for(agent.contest, number)
    one = decided_of(decision, {})
    if not visit.was_shown(*sights_of([one])):
        return redirect("scrutiny:papers")
    form = ObjectionForm(request.POST if request.method == "POST" else None)
    return _do(
        request,
        visit,
        _Act(
            _("Object to the decision on batch %(batch)d, paper %(place)d?")
            % {"batch": one.batch, "place": one.place},
            _("Object"),
            [
                _("It was decided: %(decision)s.")
                % {"decision": one.heading_words or _("counted")},
                _("Your objection stands by the decision with your name, and in the journal. The "
                  "decision stands too: no figure changes by it."),
            ],
            form,
            lambda: actions.object_to(agent, decision, words=form.cleaned_data["words"]),
            reverse("scrutiny:papers"),
        ),
    )  # fmt: skip


@require_http_methods(GET_OR_POST)
@for_agents
def say(request: HttpRequest, visit: Visit, number: int) -> HttpResponseBase:
    """Sign a version of the result, or object to it."""
    agent = visit.agent
    version = queries.version_for(agent.contest, number)
    back = reverse("scrutiny:version", args=[number])
    if not is_shown(visit, version):
        return redirect(back)
    form = SayForm(agent, request.POST if request.method == "POST" else None)
    return _do(
        request,
        visit,
        _Act(
            _("Sign version %(n)d of the result, or object to it?") % {"n": number},
            _("Put my name to it"),
            [
                version.headline,
                _("It is published with the result: your name, for whom you watch, and your words. "
                  "It cannot be changed or taken back, and changes no figure."),
            ],
            form,
            lambda: actions.say(
                agent,
                version,
                verdict=Verdict(form.cleaned_data["verdict"]),
                words=form.cleaned_data["words"],
            ),
            back,
        ),
    )  # fmt: skip


@require_http_methods(GET_OR_POST)
@for_agents
def ask(request: HttpRequest, visit: Visit, number: int) -> HttpResponseBase:
    """Ask for a recount of a provisional version."""
    agent = visit.agent
    version = queries.version_for(agent.contest, number)
    back = reverse("scrutiny:version", args=[number])
    if not is_shown(visit, version):
        return redirect(back)
    form = RecountForm(agent, request.POST if request.method == "POST" else None)
    return _do(
        request,
        visit,
        _Act(
            _("Ask for a recount of version %(n)d?") % {"n": number},
            _("Ask for a recount"),
            [
                version.headline,
                _("The returning officer grants or declines it, with a reason. Until then the "
                  "result cannot be declared."),
                _("Request and answer are published beside the result with your name. You can ask "
                  "once for each version."),
            ],
            form,
            lambda: actions.ask_for_recount(agent, version, reason=form.cleaned_data["reason"]),
            back,
        ),
    )  # fmt: skip


def _do(request: HttpRequest, visit: Visit, act: _Act) -> HttpResponseBase:
    """Show the form; sent and good, act, and go to where it is seen."""
    if request.method == "POST" and act.form.is_valid():
        try:
            act.save()
        except HustingsError as error:
            act.form.add_error(None, str(error))
        else:
            return redirect(act.back)
    return agent_page(
        request,
        visit,
        "scrutiny/confirm.html",
        status=422 if act.form.errors else 200,
        heading=act.heading,
        act=act.button,
        consequences=act.consequences,
        form=act.form,
        back_url=act.back,
    )
