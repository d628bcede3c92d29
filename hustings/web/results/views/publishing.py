"""From the count to the declared result: seeing it first, publishing, declaring."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hustings.report.document import Signature
from hustings.report.document.wording import declared_sentence
from hustings.web.contests.forms.acts import ConfirmForm
from hustings.web.contests.models import Contest, State
from hustings.web.contests.queries import contest_for
from hustings.web.contests.views.pages import Decision, context_of, decide
from hustings.web.contests.zoned import day_words
from hustings.web.officers.access import for_officers
from hustings.web.officers.actor import Actor
from hustings.web.project import clock
from hustings.web.results import actions, hooks, queries
from hustings.web.results.folders import declared_from
from hustings.web.results.forms.counting import SignForm
from hustings.web.results.models import Version
from hustings.web.results.pages.result_page import result_context
from hustings.web.results.views.public import send
from hustings.web.results.views.telling import (
    CONFIRM,
    GET_OR_POST,
    address,
    figures,
    not_now,
    sent,
    smallness,
)

__all__ = ["declare", "preview", "preview_file", "provisional"]


@require_http_methods(GET_OR_POST)
@for_officers(declaring=True)
def provisional(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Publish the last version as provisional."""
    contest = contest_for(actor, slug)
    version = queries.last_made(contest)
    if version is None or version.test:
        return not_now(request, actor, contest, _("Nothing was counted that can be published."))

    def save() -> str:
        actions.publish_provisional(contest, by=actor)
        return _("The provisional result is published.")

    return decide(
        request,
        actor,
        contest,
        Decision(
            _("Publish the provisional result?"),
            _("Publish it now"),
            ConfirmForm(sent(request)),
            save,
            version.headline,
            CONFIRM,
            back=address(contest, "overview"),
            more={"consequences": [*figures(contest, version), *smallness(contest, version),
                  _("Everybody sees it at once, "
                  "marked as provisional: page, files, feed and frame. It cannot be taken back; a "
                  "later version is added beside it.")]},
        ),
    )  # fmt: skip


@require_http_methods(GET_OR_POST)
@for_officers(declaring=True)
def declare(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Declare the last version, signed by name."""
    contest = contest_for(actor, slug)
    version = queries.last_made(contest)
    if version is None or contest.state not in {State.PROVISIONAL, State.DECLARED}:
        why = _("Publish the provisional result first.")
        return not_now(request, actor, contest, why)
    if version.declared_at is not None:
        why = _("Version %(n)d, the last, is declared.") % {"n": version.number}
        return not_now(request, actor, contest, why)
    if why := hooks.kept_from_declaring(contest):
        return not_now(request, actor, contest, why)
    role = actor.role.label.capitalize()
    form = SignForm(sent(request), account=actor.user.name, role=role)

    def save() -> str:
        values = form.cleaned_data
        actions.declare(contest, signed_name=values["signed_name"], role=values["role"], by=actor)
        return _("The result is declared and published.")

    return decide(
        request,
        actor,
        contest,
        Decision(
            _("Declare the result?"),
            _("Declare the result"),
            form,
            save,
            version.headline,
            CONFIRM,
            back=address(contest, "overview"),
            more={"consequences": [_to_be_published(contest, version, actor, form),
                  *figures(contest, version), *smallness(contest, version),
                  _("Version %(n)d is declared, "
                  "signed with your name, and published. It stands for good; a correction is "
                  "another version.") % {"n": version.number}]},
        ),
    )  # fmt: skip


def _to_be_published(contest: Contest, version: Version, actor: Actor, form: SignForm) -> str:
    """The sentence that will stand in the declaration: with the name typed, else the account's."""
    name = " ".join(form.data.get("signed_name", "").split()) or str(actor.user)
    signed = Signature(name, str(actor.role.label), day_words(contest, clock.now()))
    sentence = declared_sentence(declared_from(bytes(version.folder)), signed)
    return _("It is published with the name that you type below, as: “%(sentence)s”") % {
        "sentence": sentence
    }


@require_safe
@for_officers()
def preview(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """The last version as its page will be, for officers alone."""
    contest, version = _last(actor, slug)
    files = address(contest, "preview")
    context = context_of(actor, contest, _("Preview"))
    given = context | result_context(contest, version, preview=files)
    response = render(request, "results/result.html", given)
    response["Cache-Control"] = "no-store"
    return response


@require_safe
@for_officers()
def preview_file(request: HttpRequest, actor: Actor, slug: str, name: str) -> HttpResponse:
    """A file of the last version, for officers alone."""
    contest, version = _last(actor, slug)
    response = send(request, contest, version, name)
    response["Cache-Control"] = "no-store"
    return response


def _last(actor: Actor, slug: str) -> tuple[Contest, Version]:
    contest = contest_for(actor, slug)
    version = queries.last_made(contest)
    if version is None:
        raise Http404
    return contest, version
