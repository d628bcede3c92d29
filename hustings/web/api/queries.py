"""Reading tokens, webhooks and calls of an organisation, for its officers' pages."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404

from hustings.web.api.events import Event
from hustings.web.api.models import Call, CallState, Token, Webhook
from hustings.web.api.signing import secret_of
from hustings.web.officers.actor import Actor

__all__ = [
    "CallShown",
    "WebhookShown",
    "call_shown",
    "calls_of",
    "secret_shown",
    "token_of",
    "tokens_of",
    "webhook_of",
    "webhooks_of",
]


def tokens_of(actor: Actor) -> QuerySet[Token]:
    """The tokens of the organisation that are good, by name."""
    return Token.objects.filter(organisation=actor.organisation, revoked_at=None).order_by(
        "name", "pk"
    )


def token_of(actor: Actor, number: int) -> Token:
    """A token of the organisation that is good; Http404 for any other."""
    token = tokens_of(actor).filter(pk=number).first()
    if token is None:
        raise Http404
    return token


@dataclass(frozen=True, slots=True)
class WebhookShown:
    """An address that is told of changes, and how its newest call stands."""

    webhook: Webhook
    last: Call | None
    waiting: int


def webhooks_of(actor: Actor) -> list[WebhookShown]:
    """The webhooks of the organisation, those that were stopped left out."""
    live = Webhook.objects.filter(organisation=actor.organisation, stopped_at=None)
    return [
        WebhookShown(
            webhook,
            webhook.calls.order_by("at").last(),
            webhook.calls.filter(state=CallState.WAITING).count(),
        )
        for webhook in live.order_by("made_at")
    ]


def webhook_of(actor: Actor, number: UUID) -> Webhook:
    """A webhook of the organisation; Http404 for any other."""
    webhook = (
        Webhook.objects.select_related("organisation")
        .filter(organisation=actor.organisation, pk=number)
        .first()
    )
    if webhook is None:
        raise Http404
    return webhook


@dataclass(frozen=True, slots=True)
class CallShown:
    """A call in words."""

    call: Call
    what: str
    may_try_again: bool


def calls_of(webhook: Webhook) -> QuerySet[Call]:
    """The calls of a webhook, newest first."""
    return webhook.calls.order_by("-at", "-pk")


def call_shown(call: Call) -> CallShown:
    """A call as its line in the list tells it."""
    known = call.event in set(Event)
    return CallShown(
        call,
        Event(call.event).words if known else call.event,
        call.state == CallState.FAILED and call.webhook.stopped_at is None,
    )


def secret_shown(webhook: Webhook) -> str:
    """The secret with which its calls are signed."""
    return secret_of(webhook.pk, settings.WEBHOOK_KEY)
