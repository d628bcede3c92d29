"""Calls are delivered by a worker of their own beside the server, which wakes when one is due."""

from __future__ import annotations

from django_tasks import default_task_backend, task

from hustings.web.api.models import Call, CallState
from hustings.web.project import clock

__all__ = ["deliver_calls", "deliver_now"]

AT_ONCE = 5
"""Calls tried one after another in one task: a receiver may be slow."""


def deliver_now() -> None:
    """Have the worker look, as soon as the caller's transaction is committed."""
    deliver_calls.enqueue()


@task(queue_name="calls")
def deliver_calls() -> None:
    """Try what is due, and come back when the next is."""
    from hustings.web.api import delivery

    delivery.deliver_due(AT_ONCE)
    delivery.forget_old()
    waiting = Call.objects.filter(state=CallState.WAITING).order_by("next_try_at").first()
    if waiting is None or not default_task_backend.supports_defer:
        return
    if waiting.next_try_at <= clock.now():
        deliver_calls.enqueue()
    else:
        deliver_calls.using(run_after=waiting.next_try_at).enqueue()
