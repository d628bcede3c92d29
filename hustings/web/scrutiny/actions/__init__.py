"""Every act of those who watch, and of officers about them; each in one transaction, journalled.

None of them writes to a table that a count reads.
"""

from hustings.web.scrutiny.actions.answering import answer
from hustings.web.scrutiny.actions.inviting import (
    MOST_DAYS,
    Invited,
    come_in,
    invite,
    new_link,
    revoke,
    show_early,
)
from hustings.web.scrutiny.actions.watching import (
    ask_for_recount,
    note_papers_shown,
    note_result_shown,
    object_to,
    say,
)

__all__ = [
    "MOST_DAYS",
    "Invited",
    "answer",
    "ask_for_recount",
    "come_in",
    "invite",
    "new_link",
    "note_papers_shown",
    "note_result_shown",
    "object_to",
    "revoke",
    "say",
    "show_early",
]
