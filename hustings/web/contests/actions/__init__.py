"""Every write to a contest. Each act takes ``by=Actor``, holds its transaction and its lock,
journals a sentence, and returns the thing as it now is.

Errors are RuleError, whose text is for the officer, and SealError for keys and passphrases.
"""

from __future__ import annotations

from hustings.web.contests.actions.candidates import (
    add_candidate,
    change_candidate,
    move_candidate,
    remove_candidate,
    set_photo,
)
from hustings.web.contests.actions.form import (
    create_contest,
    set_form,
    set_order,
    set_pledge,
    set_retention,
    set_timetable,
    set_voters,
)
from hustings.web.contests.actions.key import NewKey, make_key, test_key
from hustings.web.contests.actions.poll import extend, withdraw_candidate
from hustings.web.contests.actions.states import (
    abandon,
    back_to_draft,
    close,
    make_ready,
    set_test_mode,
)

__all__ = [
    "NewKey",
    "abandon",
    "add_candidate",
    "back_to_draft",
    "change_candidate",
    "close",
    "create_contest",
    "extend",
    "make_key",
    "make_ready",
    "move_candidate",
    "remove_candidate",
    "set_form",
    "set_order",
    "set_photo",
    "set_pledge",
    "set_retention",
    "set_test_mode",
    "set_timetable",
    "set_voters",
    "test_key",
    "withdraw_candidate",
]
