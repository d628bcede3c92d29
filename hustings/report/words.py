"""Words that every document of a declaration shares, beside those of the declaration itself."""

from __future__ import annotations

import re

from hustings.contest import Contest
from hustings.declaration import Declaration
from hustings.declaration.wording import listed, provisos
from hustings.language import ENGLISH, say, spoken
from hustings.phrases import day

__all__ = [
    "adding_up",
    "date_words",
    "invented_sections",
    "section_warning",
    "warnings_of",
    "written_in",
]


def invented_sections(contest: Contest) -> str:
    """What stands beside every figure that rests on invented rankings; empty where none does."""
    invented = listed([s.name for s in contest.sections if s.invented])
    return say("Rests on invented rankings: {sections}.", sections=invented) if invented else ""


def section_warning(contest: Contest, section: int) -> str:
    """What stands beside the figures of one section with invented rankings; else nothing."""
    why = contest.sections[section].invented
    return say("Invented rankings: {why}", why=why) if why else ""


def warnings_of(declaration: Declaration) -> tuple[str, ...]:
    """The provisos that must stand near the result; the contest's own notes may stand lower."""
    notes = declaration.contest.notes
    return tuple(s for s in provisos(declaration) if s not in notes)


def written_in() -> str | None:
    """For ``lang``: the language of what files and officers say, where the document is in another.

    They are taken to write in English; None where the document is in English itself.
    """
    return None if spoken().code == ENGLISH.code else ENGLISH.code


_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


def date_words(date: str) -> str:
    """A date as printed: "2010-09-25" gives "25 September 2010"; any other text stays."""
    return day(date) if _DATE.fullmatch(date) else date


def adding_up(declaration: Declaration) -> str:
    """What the figures show where none contradicts another: that they add up, or too little."""
    returned = [r.returned is not None for r in declaration.reconciliation]
    if all(returned):
        return say("Rejected and valid papers add up to the papers returned.")
    if any(returned):
        return say(
            "Rejected and valid papers add up to the papers returned, where these were stated."
        )
    return say("How many papers were returned was not stated, so nothing shows that they add up.")
