"""The locks of an envelope that comes in, always in this order: decision 12's, then the post's own.

The contest's row, shared, so that the close waits for what is being received and what comes next
finds it closed; then the elector's, alone, so that of a vote online and one by post one waits and
then finds the other; then the envelope's; then the bag's. On SQLite a transaction that writes is
the only one that does.
"""

from __future__ import annotations

from django.db import connection, transaction
from django.utils.translation import gettext as _

from hustings.errors import RuleError
from hustings.web.contests.models import Contest, State
from hustings.web.officers.actor import Actor
from hustings.web.post.models import Bag, ReturnEnvelope
from hustings.web.roll.models import Elector

__all__ = ["bag_held", "contest_shared", "elector_held"]

# A receipt that was acknowledged must not be lost, whatever the database is set to.
_SHARED = """
SELECT CASE WHEN current_setting('synchronous_commit') = 'off'
       THEN set_config('synchronous_commit', 'on', true) END
FROM contests_contest WHERE id = %s FOR SHARE
"""


def contest_shared(contest: Contest, by: Actor) -> Contest:
    """The contest as it is now, which does not change its state before the transaction ends.

    RuleError unless it is ready: posted envelopes are received from then until the close.
    """
    assert transaction.get_connection().in_atomic_block
    assert contest.organisation_id == by.organisation.pk
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(_SHARED, [contest.pk])
    now = Contest.objects.select_related("organisation").get(pk=contest.pk)
    if now.state != State.READY:
        raise RuleError(
            _("This contest is %(state)s: envelopes are received while it is ready alone.")
            % {"state": now.get_state_display()}
        )
    return now


def elector_held(envelope: ReturnEnvelope) -> Elector | None:
    """The elector of the envelope, and the envelope itself, alone until the transaction ends.

    ``envelope.fate`` is what it is now. None after the erasure.
    """
    if envelope.elector_id is None:
        return None
    elector = Elector.objects.select_for_update().get(pk=envelope.elector_id)
    now = ReturnEnvelope.objects.select_for_update().only("fate").get(pk=envelope.pk)
    envelope.fate = now.fate
    return elector


def bag_held(bag: Bag) -> Bag:
    """The bag as it is now, alone until the transaction ends."""
    return Bag.objects.select_for_update(of=("self",)).get(pk=bag.pk)
