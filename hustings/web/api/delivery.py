"""Delivering calls: each until it is taken, after growing waits, for about a day; then given up.

A call is claimed by moving its next try ``LEASE`` ahead. Whoever is stopped in the middle leaves it
claimed, and after that time it is tried again. So a call may arrive twice, with one id, and none is
lost. No row is locked while the network is waited for.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from hustings.errors import RuleError
from hustings.web.api.calling import Answer, post
from hustings.web.api.models import Call, CallState
from hustings.web.api.reach import resolved
from hustings.web.api.signing import headers_of, secret_of
from hustings.web.project import clock

__all__ = ["KEPT", "LEASE", "WAITS", "deliver_due", "forget_old"]

WAITS = tuple(
    timedelta(seconds=seconds)
    for seconds in (5, 60, 300, 900, 1800, 3600, 7200, 14400, 28800, 28800)
)
"""After each failed try, until the next: eleven tries in about a day."""
LEASE = timedelta(minutes=5)
KEPT = timedelta(days=30)
"""How long a call is kept for officers to look at, once it is no longer tried."""


def deliver_due(most: int) -> int:
    """Try calls that are due, the longest waiting first, ``most`` at the most; how many were."""
    tried = 0
    while tried < most and (call := _claim()):
        _try(call)
        tried += 1
    return tried


def forget_old() -> int:
    """Remove calls that are over and past the time for which they are kept; how many there were."""
    over = Call.objects.exclude(state=CallState.WAITING).filter(at__lt=clock.now() - KEPT)
    return over.delete()[0]


def _claim() -> Call | None:
    """The next call that is due, which nobody else tries for a while; None if none is."""
    while True:
        now = clock.now()
        due = Call.objects.filter(state=CallState.WAITING, next_try_at__lte=now)
        call = due.select_related("webhook").order_by("next_try_at").first()
        if call is None:
            return None
        unclaimed = Call.objects.filter(pk=call.pk, next_try_at=call.next_try_at)
        if unclaimed.update(next_try_at=now + LEASE):
            return call


def _try(call: Call) -> None:
    answer = _answer(call)
    now, tries = clock.now(), call.tries + 1
    state, next_try = CallState.WAITING, now
    if answer.taken:
        state = CallState.DONE
    elif answer.gone or tries > len(WAITS):
        state = CallState.FAILED
    else:
        next_try = now + WAITS[tries - 1]
    Call.objects.filter(pk=call.pk, state=CallState.WAITING).update(
        state=state,
        tries=tries,
        tried_at=now,
        next_try_at=next_try,
        last_answer=answer.words[:200],
    )


def _answer(call: Call) -> Answer:
    if call.webhook.stopped_at is not None:
        return Answer(False, _("the webhook was stopped"), gone=True)
    body = call.body.encode()
    secret = secret_of(call.webhook.pk, settings.WEBHOOK_KEY)
    try:
        target = resolved(call.webhook.address)
    except RuleError as error:
        return Answer(False, str(error))
    headers = {"Content-Type": "application/json"}
    return post(target, body, headers | headers_of(call.pk, clock.now(), body, secret))
