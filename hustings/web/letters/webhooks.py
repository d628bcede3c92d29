"""What a mail provider tells afterwards: an e-mail was delivered, came back, or was refused.

Only where the install uses a provider by django-anymail and has set its webhook's secret; anymail
checks that secret before it tells anything here.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from hustings.web.booth import codes
from hustings.web.letters.models import Delivery, DeliveryState

__all__ = ["told"]

_LOST = {"bounced": DeliveryState.BOUNCED, "rejected": DeliveryState.FAILED,
         "failed": DeliveryState.FAILED}  # fmt: skip


def told(sender: object, event: Any, **_more: Any) -> None:  # noqa: ARG001 - a signal's receiver
    """Note what became of the e-mail of that id; of one that was lost the code is dead."""
    if not event.message_id:
        return
    with transaction.atomic():
        known = Delivery.objects.select_for_update(of=("self",))
        delivery = known.filter(message_id=event.message_id).first()
        if delivery is None:
            return
        if event.event_type == "delivered" and delivery.state == DeliveryState.SENT:
            delivery.state = DeliveryState.DELIVERED
        elif event.event_type in _LOST:
            _lose(delivery, _LOST[event.event_type])
        else:
            return
        delivery.save(update_fields=["state", "error", "digest"])


def _lose(delivery: Delivery, state: DeliveryState) -> None:
    if delivery.digest:
        codes.withdraw([bytes(delivery.digest)])
    delivery.state, delivery.digest = state, None
    delivery.error = (
        _("The e-mail came back.")
        if state == DeliveryState.BOUNCED
        else _("The provider could not send it.")
    )
