"""The officers' page of the API: tokens for programs that read, webhooks that tell them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hustings.errors import RuleError
from hustings.web.api import actions, queries
from hustings.web.api.forms import TokenForm, WebhookForm
from hustings.web.api.models import Webhook
from hustings.web.officers.access import for_officers
from hustings.web.officers.actor import Actor
from hustings.web.officers.pages import officer_page

__all__ = [
    "add_webhook",
    "make_token",
    "overview",
    "revoke_token",
    "secret",
    "send_test",
    "stop_webhook",
    "try_again",
    "webhook",
]

GET_OR_POST = ["GET", "HEAD", "POST"]
CALLS_A_PAGE = 30


@require_safe
@for_officers()
def overview(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Tokens and webhooks."""
    context = {
        "tokens": queries.tokens_of(actor),
        "webhooks": queries.webhooks_of(actor),
        "trail": [_here()],
    }
    return officer_page(request, actor, "api/overview.html", context)


@require_http_methods(GET_OR_POST)
@for_officers(declaring=True)
def make_token(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Make a token. The answer to the form itself shows it, once."""
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.make_token(form.cleaned_data["name"], by=actor)
        except RuleError as error:
            form.add_error(None, str(error))
        else:
            trail = [_here(actor), {"label": _("New token")}]
            context = {"made": made, "attempt": _attempt(made.text), "back_url": _list_url(actor)}
            return officer_page(request, actor, "api/made.html", context | {"trail": trail})
    return _form(request, actor, _("Make a token"), form, _("Make the token"))


@require_http_methods(GET_OR_POST)
@for_officers(declaring=True)
def revoke_token(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """End a token."""
    token = queries.token_of(actor, number)
    if request.method == "POST":
        actions.revoke_token(token, by=actor)
        messages.success(request, _("“%(name)s” no longer works.") % {"name": token.name})
        return _back(actor)
    consequences = [_("The program that uses it is refused from now on. This cannot be undone.")]
    heading = _("Revoke the token “%(name)s”?") % {"name": token.name}
    return _confirm(request, actor, heading, _("Revoke it"), consequences)


@require_http_methods(GET_OR_POST)
@for_officers(declaring=True)
def add_webhook(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Have an address told of changes."""
    form = WebhookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_webhook(form.cleaned_data["address"], by=actor)
        except RuleError as error:
            form.add_error("address", str(error))
        else:
            messages.success(request, _("Added. Send a test to see whether it answers."))
            return redirect("api:webhook", org=actor.organisation.slug, number=made.pk)
    return _form(request, actor, _("Add a webhook"), form, _("Add the webhook"))


@require_safe
@for_officers()
def webhook(request: HttpRequest, actor: Actor, number: UUID) -> HttpResponse:
    """A webhook and its calls, the newest first."""
    found = queries.webhook_of(actor, number)
    page = Paginator(queries.calls_of(found), CALLS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "webhook": found,
        "page": page,
        "calls": [queries.call_shown(call) for call in page],
        "things": _("calls"),
        "trail": [_here(actor), {"label": _("Webhook")}],
    }
    return officer_page(request, actor, "api/webhook.html", context)


@require_safe
@for_officers(declaring=True)
def secret(request: HttpRequest, actor: Actor, number: UUID) -> HttpResponse:
    """The secret with which a webhook's calls are signed."""
    found = queries.webhook_of(actor, number)
    page = {"label": _("Webhook"), "url": _webhook_url(actor, found)}
    context = {
        "webhook": found,
        "secret": queries.secret_shown(found),
        "trail": [_here(actor), page, {"label": _("Secret")}],
    }
    return officer_page(request, actor, "api/secret.html", context)


@require_http_methods(GET_OR_POST)
@for_officers(declaring=True)
def stop_webhook(request: HttpRequest, actor: Actor, number: UUID) -> HttpResponse:
    """Tell an address nothing more."""
    found = queries.webhook_of(actor, number)
    if request.method == "POST":
        actions.stop_webhook(found, by=actor)
        messages.success(request, _("%(address)s is told nothing more.") % {"address": found})
        return _back(actor)
    waiting = found.calls.filter(state="waiting").count()
    consequences = [
        {
            "number": waiting,
            "text": ngettext(
                "call still waits and is given up", "calls still wait and are given up", waiting
            ),
        },
        _("To be told again, the address is added anew, with another secret."),
    ]
    heading = _("Stop telling %(address)s?") % {"address": found}
    return _confirm(request, actor, heading, _("Stop it"), consequences)


@require_POST
@for_officers(declaring=True)
def send_test(request: HttpRequest, actor: Actor, number: UUID) -> HttpResponse:
    """Send a test."""
    found = queries.webhook_of(actor, number)
    try:
        actions.send_test(found, by=actor)
    except RuleError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("A test is on its way: its answer stands below in a moment."))
    return redirect(_webhook_url(actor, found))


@require_POST
@for_officers(declaring=True)
def try_again(request: HttpRequest, actor: Actor, number: UUID, call: UUID) -> HttpResponse:
    """Begin anew with a call that was given up."""
    found = queries.webhook_of(actor, number)
    try:
        actions.try_again(found, call, by=actor)
    except RuleError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("It is tried again."))
    return redirect(_webhook_url(actor, found))


def _attempt(token: str) -> str:
    """A command that tries a token."""
    address = settings.BASE_URL + reverse("api:organisation")
    return f'curl -H "Authorization: Bearer {token}" {address}'


def _form(
    request: HttpRequest, actor: Actor, label: str, form: TokenForm | WebhookForm, act: str
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "act": act, "heading": label}
    context |= {"back_url": _list_url(actor), "trail": [_here(actor), {"label": label}]}
    return officer_page(request, actor, "api/form.html", context)


def _confirm(
    request: HttpRequest, actor: Actor, heading: str, act: str, consequences: list[Any]
) -> HttpResponse:
    context = {
        "heading": heading,
        "act": act,
        "consequences": consequences,
        "danger": True,
        "back_url": _list_url(actor),
        "trail": [_here(actor), {"label": act}],
    }
    return officer_page(request, actor, "api/confirm.html", context)


def _back(actor: Actor) -> HttpResponse:
    return redirect(_list_url(actor))


def _list_url(actor: Actor) -> str:
    return reverse("api:overview", args=[actor.organisation.slug])


def _webhook_url(actor: Actor, found: Webhook) -> str:
    return reverse("api:webhook", args=[actor.organisation.slug, found.pk])


def _here(actor: Actor | None = None) -> dict[str, str]:
    """A step of the breadcrumb: a link, or the page itself."""
    label = _("For programs")
    return {"label": label, "url": _list_url(actor)} if actor else {"label": label}
