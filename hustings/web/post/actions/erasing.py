"""At the erasure envelopes and receipts lose their electors; their numbers stay for the figures."""

from __future__ import annotations

from hustings.web.contests.models import Contest
from hustings.web.post.models import EnvelopeRun, Receipt, ReturnEnvelope

__all__ = ["erase"]


def erase(contest: Contest) -> None:
    """Within the transaction of the erasure, once the contest is marked as erased."""
    ReturnEnvelope.objects.filter(contest=contest).update(elector=None)
    EnvelopeRun.objects.filter(contest=contest).update(elector=None)
    Receipt.objects.filter(contest=contest).update(read="")
