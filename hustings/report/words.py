"""Words that every document of a declaration shares, beside those of the declaration itself."""

from __future__ import annotations

import re

from hustings.contest import Contest
from hustings.declaration import Declaration
from hustings.declaration.wording import listed, provisos
from hustings.reported.phrases import day

__all__ = ["date_words", "invented_sections", "warnings_of"]


def invented_sections(contest: Contest) -> str:
    """What stands beside every figure that rests on invented rankings; empty where none does."""
    invented = [s.name for s in contest.sections if s.invented]
    return f"Rests on invented rankings: {listed(invented)}." if invented else ""


def warnings_of(declaration: Declaration) -> tuple[str, ...]:
    """The provisos that must stand near the result; the contest's own notes may stand lower."""
    notes = declaration.contest.notes
    return tuple(s for s in provisos(declaration) if s not in notes)


_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


def date_words(date: str) -> str:
    """A date as printed: "2010-09-25" gives "25 September 2010"; any other text stays."""
    return day(date) if _DATE.fullmatch(date) else date
