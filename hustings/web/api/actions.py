"""What an officer does with tokens and webhooks: each with its entry in the journal."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hustings.errors import RuleError
from hustings.web.api import background, outbox, tokens
from hustings.web.api.events import Event, test_body
from hustings.web.api.models import Call, CallState, Token, Webhook
from hustings.web.api.reach import check_address
from hustings.web.journal import actions as journal
from hustings.web.officers.actor import Actor
from hustings.web.project import clock

__all__ = [
    "MOST_TOKENS",
    "MOST_WEBHOOKS",
    "Made",
    "add_webhook",
    "make_token",
    "revoke_token",
    "send_test",
    "stop_webhook",
    "try_again",
]

MOST_TOKENS = 50
MOST_WEBHOOKS = 10


@dataclass(frozen=True, slots=True)
class Made:
    """A new token and its text, which nobody can see again."""

    token: Token
    text: str


@transaction.atomic
def make_token(name: str, *, by: Actor) -> Made:
    """Make a token. RuleError if the organisation has as many as it may."""
    if Token.objects.filter(organisation=by.organisation, revoked_at=None).count() >= MOST_TOKENS:
        raise RuleError(_("There are %(most)d tokens: revoke one first.") % {"most": MOST_TOKENS})
    text = tokens.new_token()
    token = Token.objects.create(
        organisation=by.organisation,
        name=name,
        digest=tokens.digest_of(text),
        made_at=clock.now(),
        made_by=by.words[:254],
    )
    _write(by, "token", f"Made the token “{name}”, with which a program can read.")
    return Made(token, text)


@transaction.atomic
def revoke_token(token: Token, *, by: Actor) -> None:
    """End a token at once; one that has ended stays so."""
    now = clock.now()
    if Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now):
        _write(by, "token revoked", f"Revoked the token “{token.name}”.")


@transaction.atomic
def add_webhook(address: str, *, by: Actor) -> Webhook:
    """Have changes told to an address. RuleError if it cannot be called or is told already."""
    check_address(address)
    live = Webhook.objects.filter(organisation=by.organisation, stopped_at=None)
    if live.filter(address=address).exists():
        raise RuleError(_("This address is told already."))
    if live.count() >= MOST_WEBHOOKS:
        raise RuleError(_("There are %(most)d: stop one first.") % {"most": MOST_WEBHOOKS})
    webhook = Webhook.objects.create(
        organisation=by.organisation,
        address=address,
        made_at=clock.now(),
        made_by=by.words[:254],
    )
    _write(by, "webhook", f"Changes of contests are told to {webhook.host} from now on.")
    return webhook


@transaction.atomic
def stop_webhook(webhook: Webhook, *, by: Actor) -> None:
    """Tell it nothing more; what waits for it is given up."""
    now = clock.now()
    if Webhook.objects.filter(pk=webhook.pk, stopped_at=None).update(stopped_at=now):
        stopped = _("the webhook was stopped")
        waiting = webhook.calls.filter(state=CallState.WAITING)
        waiting.update(state=CallState.FAILED, last_answer=stopped)
        _write(by, "webhook stopped", f"Changes are no longer told to {webhook.host}.")


@transaction.atomic
def send_test(webhook: Webhook, *, by: Actor) -> Call:
    """Tell it that this is a test. RuleError if it was stopped."""
    _check_live(webhook)
    now = clock.now()
    (call,) = outbox.enter([webhook], Event.TEST, test_body(webhook, now), now)
    _write(by, "webhook test", f"Sent a test to {webhook.host}.")
    return call


@transaction.atomic
def try_again(webhook: Webhook, number: UUID, *, by: Actor) -> None:
    """Begin anew with a call that was given up. RuleError if it was not, or its webhook stopped."""
    _check_live(webhook)
    again = webhook.calls.filter(pk=number, state=CallState.FAILED)
    if not again.update(state=CallState.WAITING, tries=0, next_try_at=clock.now()):
        raise RuleError(_("This call was not given up: there is nothing to try again."))
    background.deliver_now()
    _write(by, "webhook again", f"Had a call to {webhook.host} tried again.")


def _check_live(webhook: Webhook) -> None:
    if webhook.stopped_at is not None:
        raise RuleError(_("This webhook was stopped: add its address anew."))


def _write(by: Actor, act: str, sentence: str) -> None:
    journal.write(chain=by.organisation.slug, by=by.words[:254], act=act, sentence=sentence)
