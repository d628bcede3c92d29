"""A keyed paper as a form sends it: by hand without scripts, by single keys with them."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from hustings.errors import RuleError
from hustings.web.contests.models import Candidate, Contest
from hustings.web.contests.orders import order
from hustings.web.contests.prose import visible_faults
from hustings.web.papers.marks import LONGEST, alike
from hustings.web.papers.models import Doubt
from hustings.web.post.numbers import NotOurs, Printed, read_paper

__all__ = [
    "DOUBTS",
    "PREFIX",
    "MarkRow",
    "doubt_of",
    "in_paper_order",
    "marks_of",
    "new_nonce",
    "note_of",
    "number_of_paper",
    "place_of",
]  # fmt: skip

PREFIX = "mark-"
LONGEST_NUMBER, LONGEST_NOTE = 24, 200
DOUBTS = tuple((value, label) for value, label in Doubt.choices)

MarkRow = tuple[Candidate, str]
"""A candidate, and the mark beside the name."""


def new_nonce() -> str:
    """The form's own number: sent twice, it is stored once."""
    return secrets.token_hex(16)


def place_of(data: Mapping[str, str]) -> int:
    """Which paper of the batch it is; RuleError for a form that is none of ours."""
    text = data.get("place", "")
    if not (text.isascii() and text.isdigit() and 0 < len(text) < 7):
        raise RuleError(_("The form does not say which paper it is: begin the paper anew."))
    return int(text)


def number_of_paper(contest: Contest, typed: str) -> tuple[str, Printed | NotOurs | None]:
    """A paper's number as it is stored, and whose it is; None for none.

    One that was printed is stored in its eleven figures however it was typed or scanned; any other
    as it stands there. RuleError for one that no paper has.
    """
    text = "".join(typed.split())
    if len(text) > LONGEST_NUMBER or visible_faults(text):
        raise RuleError(
            _("A number has 11 figures: leave it empty if none can be read on the paper.")
        )
    if not text:
        return "", None
    found = read_paper(contest, text)
    if isinstance(found, Printed):
        from hustings.seal.numbers import NumberKind, in_figures

        return in_figures(found.number, NumberKind.PAPER), found
    return text, found


def in_paper_order(contest: Contest, paper: Printed | NotOurs | None) -> list[Candidate]:
    """The candidates as they stand on that paper; in the contest's order for one not printed."""
    rotation = paper.rotation if isinstance(paper, Printed) else None
    return order(list(contest.candidates.all()), contest.order_policy, rotation)


def marks_of(data: Mapping[str, str], candidates: Sequence[Candidate]) -> dict[str, str]:
    """What is written beside each name, by the candidate's key; RuleError for what is too long."""
    marks = {c.key: alike(data.get(f"{PREFIX}{c.key}", "")) for c in candidates}
    for candidate in candidates:
        mark = marks[candidate.key]
        if len(mark) > LONGEST or visible_faults(mark):
            raise RuleError(
                _("Beside %(name)s: a mark has at most %(n)s characters. Describe it in the note.")
                % {"name": candidate.name, "n": LONGEST}
            )
    return {key: mark for key, mark in marks.items() if mark}


def doubt_of(data: Mapping[str, str]) -> str:
    """The doubt that was flagged; empty for none."""
    doubt = data.get("doubt", "")
    return doubt if doubt in Doubt.values else ""


def note_of(data: Mapping[str, str]) -> str:
    """The note in one line; RuleError if it is too long."""
    note = " ".join(data.get("note", "").split())
    if len(note) > LONGEST_NOTE or visible_faults(note):
        raise RuleError(_("A note has at most %(n)s characters.") % {"n": LONGEST_NOTE})
    return note
