"""What apps above the roll do when something happens on it; the roll does not know them.

An app registers in its AppConfig.ready(). A hook runs inside the transaction of the act: what it
raises (RuleError, with a sentence for the officer) undoes the whole act.

    on_late_act_done(hook)   hook(act, by): an addition, strike or code issued again was approved.
                             act.kind, act.elector. The booth kills codes of a strike; for a code
                             issued again it kills the old ones, and letters makes the new letter.
    on_struck(hook)          hook(elector): struck from the roll, before or after the freeze.
    on_erase(hook)           hook(contest): personal data is being erased; erase your own.
"""

from __future__ import annotations

from collections.abc import Callable

from hustings.web.contests.models import Contest
from hustings.web.officers.actor import Actor
from hustings.web.roll.models import Elector, LateAct

__all__ = [
    "erasing",
    "late_act_done",
    "on_erase",
    "on_late_act_done",
    "on_struck",
    "struck",
]

_LATE: list[Callable[[LateAct, Actor], None]] = []
_STRUCK: list[Callable[[Elector], None]] = []
_ERASE: list[Callable[[Contest], None]] = []


def on_late_act_done(hook: Callable[[LateAct, Actor], None]) -> None:
    """Call the hook whenever a late act has been done; the same hook once only."""
    if hook not in _LATE:
        _LATE.append(hook)


def on_struck(hook: Callable[[Elector], None]) -> None:
    """Call the hook whenever an elector has been struck; the same hook once only."""
    if hook not in _STRUCK:
        _STRUCK.append(hook)


def on_erase(hook: Callable[[Contest], None]) -> None:
    """Call the hook whenever a contest's personal data is erased; the same hook once only."""
    if hook not in _ERASE:
        _ERASE.append(hook)


def late_act_done(act: LateAct, by: Actor) -> None:
    """Tell that the act has been done."""
    for hook in _LATE:
        hook(act, by)


def struck(elector: Elector) -> None:
    """Tell that the elector has been struck."""
    for hook in _STRUCK:
        hook(elector)


def erasing(contest: Contest) -> None:
    """Tell that the personal data of the contest is being erased."""
    for hook in _ERASE:
        hook(contest)
