"""In which language an elector is written to: her own on the roll, if the site has it."""

from __future__ import annotations

from django.conf import settings

from hustings.contest import Purpose
from hustings.report.letters import letter_words
from hustings.web.contests.models import Contest
from hustings.web.project.languages import known_language
from hustings.web.roll.queries import live_electors

__all__ = [
    "ENGLISH",
    "WELSH",
    "asking_in_words",
    "language_for",
    "speakers",
    "tag_of",
]

ENGLISH, WELSH = settings.LANGUAGE_CODE, "cy"
"""As the site knows its languages."""


def language_for(code: str) -> str:
    """The site's language for a code of the roll, and English where it has no such language."""
    return known_language(code) or ENGLISH


def tag_of(language: str) -> str:
    """The language as e-mails and documents are marked: "en-GB", "cy"."""
    first, _hyphen, region = language.partition("-")
    return f"{first}-{region.upper()}" if region else first


def speakers(contest: Contest, language: str) -> int:
    """How many on the roll are written to in that language."""
    codes = live_electors(contest).order_by().values_list("language", flat=True)
    return sum(language_for(code) == language for code in codes.iterator(chunk_size=5_000))


def asking_in_words(contest: Contest) -> str:
    """Who asks and what the answer is for, in the language in force."""
    words = letter_words().asking[Purpose(contest.purpose)]
    return words.format(organisation=contest.organisation.name)
