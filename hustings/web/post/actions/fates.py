"""Envelopes that are good no longer: lost, spoilt, brought back by the post, or never posted."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from hustings.errors import RuleError
from hustings.web.contests.actions.writing import note
from hustings.web.officers.actor import Actor
from hustings.web.post.actions.locking import contest_shared, elector_held
from hustings.web.post.models import Fate, Outcome, ReturnEnvelope
from hustings.web.project import clock

__all__ = ["record_fate"]


@transaction.atomic
def record_fate(envelope: ReturnEnvelope, fate: Fate, *, by: Actor) -> ReturnEnvelope:
    """Say that the envelope is good no longer, and why; if it comes after all it is refused.

    RuleError where it has a fate already, or was accepted.
    """
    contest = contest_shared(envelope.contest, by)
    elector = elector_held(envelope)
    if fate == Fate.GOOD or elector is None:
        raise RuleError(_("Say whether it was lost, spoilt, undelivered or never posted."))
    if envelope.fate != Fate.GOOD:
        raise RuleError(
            _("This envelope is good no longer: %(why)s.") % {"why": Fate(envelope.fate).label}
        )
    if envelope.receipt_set.filter(outcome=Outcome.ACCEPTED).exists():
        raise RuleError(_("This envelope came in and was accepted."))
    envelope.fate, envelope.fate_on = fate, clock.today()
    envelope.save(update_fields=["fate", "fate_on"])
    note(
        contest,
        by,
        "post-fate",
        f"Recorded of elector {elector.journal_number} that the return envelope is good no "
        f"longer: {fate.label}.",
    )
    return envelope
