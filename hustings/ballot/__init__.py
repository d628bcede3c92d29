"""From marks to a ranking or a rejection, and the profile that a rule counts.

Three nouns, in the order in which a paper passes through them:

1. :class:`Paper`: one paper as a person reads it, names and marks as text.
2. :class:`CastVoteRecords`: what was marked on every paper, each distinct way of marking once,
   before anybody judged it. Files are read into this and written from it.
3. :class:`Profile`: the judged rankings, each distinct one once, with its papers by section. This
   is all that a counting rule sees.

:func:`judge` is the one place where marks become a ranking; :func:`interpret` applies it to whole
records.
"""

from __future__ import annotations

from hustings.ballot.arrays import BLANK, MAX_PAPERS, distinct_rows
from hustings.ballot.marks import (
    UNCLEAR,
    End,
    Paper,
    Ranking,
    Ranks,
    Rejected,
    figure_of,
    judge,
    judge_paper,
    ranks_of,
)
from hustings.ballot.profile import Profile, interpret
from hustings.ballot.records import CastVoteRecords, combine

__all__ = [
    "BLANK",
    "MAX_PAPERS",
    "UNCLEAR",
    "CastVoteRecords",
    "End",
    "Paper",
    "Profile",
    "Ranking",
    "Ranks",
    "Rejected",
    "combine",
    "distinct_rows",
    "figure_of",
    "interpret",
    "judge",
    "judge_paper",
    "ranks_of",
]
