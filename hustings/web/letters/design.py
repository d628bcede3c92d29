"""A contest's letters: what all of them say, and the letter of one elector.

Each elector is written to in the language that the roll has for her.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hustings.contest import Purpose
from hustings.count import RULES
from hustings.report.letters import Letter, LetterDesign, letter_words, write_letters
from hustings.web.contests.models import Contest
from hustings.web.letters.languages import (
    ENGLISH,
    WELSH,
    language_for,
    tag_of,
)
from hustings.web.officers.models import Organisation, Role
from hustings.web.project import clock
from hustings.web.project.languages import in_language, known_language, unreviewed
from hustings.web.roll.models import Elector

__all__ = [
    "SAMPLE_CODE",
    "OwnWords",
    "booth_address",
    "design_of",
    "designs_of",
    "letter_to",
    "moment_in_words",
    "objection_address",
    "officer_of",
    "privacy_words",
    "sample_letter",
    "sheets_a_letter",
    "typed_address",
    "vote_link",
]

SAMPLE_CODE = "SAM-PLE-NOT-FOR-USE-SAM-PLE"
"""No code is ever like this: U is not among the characters of codes."""


@dataclass(frozen=True, slots=True)
class OwnWords:
    """The officer's own words, and the same in Welsh; without those, the one stands in all."""

    words: str = ""
    welsh: str = ""

    def in_(self, language: str) -> str:
        """The words for a reader of that language."""
        return self.welsh if language == WELSH and self.welsh.strip() else self.words


def booth_address() -> str:
    """Where one votes: the address before ``#`` and the code."""
    return f"{settings.BASE_URL}{reverse('booth:enter')}"


def vote_link(code: str) -> str:
    """The link with a code: what comes after ``#`` is never sent to a server."""
    return f"{booth_address()}#{code}"


def typed_address() -> str:
    """The booth's address as one types it."""
    return booth_address().removeprefix("https://").removeprefix("http://").rstrip("/")


def objection_address(contest: Contest) -> str:
    """Where one objects to being written to; docs/site.md."""
    return f"{settings.BASE_URL}/object/{contest.organisation.slug}/"


def moment_in_words(contest: Contest, at: datetime | None) -> str:
    """Like "Monday 4 May 2026, 09:00 BST", on the contest's own clock."""
    if at is None:
        return _("to be announced")
    here = at.astimezone(ZoneInfo(contest.timezone))
    return f"{date_format(here, 'l j F Y, H:i')} {here.tzname()}"


def officer_of(contest: Contest, *, by: str = "") -> str:
    """Who is asked for help: the organisation's contact, or else a returning officer by name.

    ``by`` is who makes the letters, as print runs name officers; whoever is no returning officer
    is not printed as one.
    """
    organisation = contest.organisation
    name, _comma, role = by.rpartition(", ")
    maker = name if role == _returning_officer() and "@" not in name else ""
    known = organisation.contact_name.strip() or maker
    return known or _named_officer(organisation) or _("the returning officer")


def _returning_officer() -> str:
    """The role as the journal and print runs name it, whatever the letter's language."""
    with in_language(ENGLISH):
        return str(Role.RETURNING_OFFICER.label)


def _named_officer(organisation: Organisation) -> str:
    """The name of whoever has been the organisation's returning officer longest, if given."""
    officers = organisation.memberships.filter(role=Role.RETURNING_OFFICER)
    names = officers.exclude(user__name="").order_by("pk").values_list("user__name", flat=True)
    return names.first() or ""


def privacy_words(contest: Contest) -> str:
    """The organisation's privacy notice in short, or what is true of every contest here."""
    if own := contest.organisation.privacy_notice.strip():
        return own
    until = contest.retention_until
    kept = (
        _("They are erased after %(day)s.") % {"day": date_format(until, "j F Y")} if until else ""
    )
    told = _(
        "%(organisation)s holds your name and address to run this vote. How you vote is kept apart "
        "from who you are. If you do not want to be written to, say so at %(address)s."
    )
    address = objection_address(contest).removeprefix("https://").removeprefix("http://")
    words = told % {"organisation": contest.organisation.name, "address": address}
    return f"{words} {kept}".strip()


def designs_of(
    contest: Contest, own: OwnWords, *, large_print: bool = False, test: bool = False, by: str = ""
) -> Mapping[str, LetterDesign]:
    """What all letters of the contest say, in each of the site's languages."""
    found = {}
    for language, _name in settings.LANGUAGES:
        with in_language(language):
            found[language.partition("-")[0]] = design_of(
                contest, words=own.in_(language), large_print=large_print, test=test, by=by
            )
    return found


def design_of(
    contest: Contest,
    *,
    words: str = "",
    large_print: bool = False,
    test: bool = False,
    by: str = "",
) -> LetterDesign:
    """What all letters of the contest say in the language in force; ``words`` is the officer's own
    paragraph, ``by`` who makes them.
    """
    organisation = contest.organisation
    contact = (organisation.address, organisation.contact_phone, organisation.contact_email)
    return LetterDesign(
        organisation=organisation.name,
        title=contest.title,
        question=contest.question,
        opens=moment_in_words(contest, contest.opens_at),
        closes=moment_in_words(contest, contest.closes_at),
        officer=officer_of(contest, by=by),
        contact="\n".join(part.strip() for part in contact if part.strip()),
        privacy=privacy_words(contest),
        purpose=Purpose(contest.purpose),
        introduction=words,
        marking=_marking(contest.rule),
        large_print=large_print,
        test=test,
        unreviewed=unreviewed(),
        words=letter_words(),
    )


def _marking(rule: str) -> str:
    """How the paper is marked; empty where the letter's own words for a ranked one are right."""
    if rule == "sv":
        return _("Give your first choice and, if you like, a second.")
    return _("Choose one candidate.") if rule in RULES and not RULES[rule].ranked else ""


def letter_to(elector: Elector, code: str) -> Letter:
    """The elector's letter. Its number is the one that the journal uses, and no secret."""
    lines = [line for line in elector.address.split("\n") if line.strip()]
    known = known_language(elector.language)
    with in_language(language_for(elector.language)):
        return Letter(
            name=elector.name or _("Elector"),
            address=(*lines, elector.postcode) if elector.postcode else tuple(lines),
            code=code,
            link=vote_link(code),
            reference_line=_("No. %(number)s") % {"number": elector.journal_number},
            language=tag_of(known) if known else elector.language or "en",
        )


def sample_letter(
    contest: Contest, *, words: str = "", large_print: bool = False, language: str = ENGLISH
) -> bytes:
    """A letter to nobody as PDF, marked SAMPLE, whose code can never be one."""
    with in_language(language):
        return _sample(contest, words, large_print)[0]


def sheets_a_letter(
    contest: Contest, *, words: str = "", large_print: bool = False, language: str = ENGLISH
) -> int:
    """How many sheets of A4 one letter takes, as the sample in that language does."""
    with in_language(language):
        return (_sample(contest, words, large_print)[1] + 1) // 2


def _sample(contest: Contest, words: str, large_print: bool) -> tuple[bytes, int]:
    """The sample in the language in force, and how many pages it has."""
    plain = design_of(contest, words=words, large_print=large_print, test=True)
    design = replace(
        plain,
        words=replace(
            plain.words,
            test=_("SAMPLE"),
            test_line=_("SAMPLE. Nobody can vote with the code on this letter."),
        ),
    )
    letter = Letter(
        name=_("Sample Elector"),
        address=(_("1 Example Street"), _("Exampleton"), "ZZ99 1AA"),
        code=SAMPLE_CODE,
        link=vote_link(SAMPLE_CODE),
        reference_line=_("No. 0"),
    )
    target = BytesIO()
    summary = write_letters(target, [letter], design, total=1, created=clock.now())
    return target.getvalue(), summary.pages
