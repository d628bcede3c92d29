"""Acts on one roll wait for one another."""

from __future__ import annotations

from hustings.errors import RuleError
from hustings.web.contests.models import Contest, State

__all__ = ["frozen", "held", "open_roll"]

FROZEN = "The roll is frozen: add, strike or issue a code again as a late act, with two officers."
NOT_FROZEN = "The roll is not frozen: add or strike directly."


def held(contest: Contest) -> Contest:
    """The contest, read anew and held until the transaction ends."""
    found = Contest.objects.select_for_update(of=("self",)).select_related("organisation")
    return found.get(pk=contest.pk)


def open_roll(contest: Contest) -> Contest:
    """The contest, held; RuleError if its roll can no longer be changed freely."""
    now = held(contest)
    if now.roll_frozen_at is not None:
        raise RuleError(FROZEN)
    if now.state != State.DRAFT:
        raise RuleError("The contest has left its draft: its roll is not changed any more.")
    return now


def frozen(contest: Contest) -> Contest:
    """The contest, held; RuleError unless its roll is frozen and its poll not yet over."""
    now = held(contest)
    if now.roll_frozen_at is None:
        raise RuleError(NOT_FROZEN)
    if now.state not in (State.DRAFT, State.READY):
        raise RuleError("The poll is closed: the roll is not changed any more.")
    return now
