"""An e-mail with a code: the officer's words above what is always the same, as text and as HTML.

Nothing in it is fetched from anywhere, and nothing tells who opened it. The code stands in the link
after ``#`` and once more to be typed; it is in no header. Each elector's is in her own language.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from email.utils import formataddr, parseaddr
from secrets import token_hex
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from hustings.web.contests.models import Contest
from hustings.web.letters.design import (
    SAMPLE_CODE,
    OwnWords,
    booth_address,
    moment_in_words,
    objection_address,
    officer_of,
    typed_address,
    vote_link,
)
from hustings.web.letters.languages import ENGLISH, WELSH, asking_in_words, tag_of
from hustings.web.letters.models import Mailing, MailKind
from hustings.web.project.languages import in_language, unreviewed

__all__ = [
    "Texts",
    "message_to",
    "sample_message",
    "sender_of",
    "standard_subject",
    "subject_in",
    "texts_of",
]


@dataclass(frozen=True, slots=True)
class Texts:
    """The two bodies of a message."""

    text: str = field(repr=False)
    html: str = field(repr=False)


def standard_subject(contest: Contest, kind: MailKind) -> str:
    """The subject that the form proposes, in the language in force."""
    words = {
        MailKind.INVITATION: _("Your vote: %(title)s"),
        MailKind.REMINDER: _("You have not voted yet: %(title)s"),
        MailKind.REISSUE: _("Your new voting code: %(title)s"),
    }
    return (words[kind] % {"title": contest.title})[:200]


def subject_in(mailing: Mailing, language: str) -> str:
    """The subject in a language: the officer's own, or the standard one in Welsh."""
    if language != WELSH:
        return mailing.subject
    with in_language(WELSH):
        return mailing.subject_welsh or standard_subject(mailing.contest, MailKind(mailing.kind))


def texts_of(mailing: Mailing, name: str, code: str, language: str = ENGLISH) -> Texts:
    """Both bodies for an elector of that name with that code, in one of the site's languages."""
    with in_language(language):
        context = _context(mailing, language)
        context |= {"name": name, "code": code, "link": vote_link(code)}
        return Texts(
            render_to_string("letters/mail/message.txt", context),
            render_to_string("letters/mail/message.html", context),
        )


def message_to(
    mailing: Mailing, *, address: str, name: str, code: str, language: str = ENGLISH
) -> EmailMultiAlternatives:
    """The e-mail to an elector. Django refuses (ValueError) what would add a header."""
    texts = texts_of(mailing, name, code, language)
    return _message(mailing, subject_in(mailing, language), address, texts, language)


def sample_message(
    mailing: Mailing, *, address: str, name: str, language: str = ENGLISH
) -> EmailMultiAlternatives:
    """The same to the officer, with a code that can never be one."""
    with in_language(language):
        subject = _("SAMPLE: %(subject)s") % {"subject": subject_in(mailing, language)}
    texts = texts_of(mailing, name, SAMPLE_CODE, language)
    return _message(mailing, subject[:200], address, texts, language)


def _message(
    mailing: Mailing, subject: str, address: str, texts: Texts, language: str
) -> EmailMultiAlternatives:
    contest = mailing.contest
    organisation = contest.organisation
    message = EmailMultiAlternatives(
        subject=_one_line(subject),
        body=texts.text,
        from_email=sender_of(contest),
        to=[address],
        reply_to=[organisation.contact_email] if organisation.contact_email else None,
        headers={
            "List-Unsubscribe": f"<{objection_address(contest)}>",
            "Auto-Submitted": "auto-generated",
            "Content-Language": tag_of(language),
            "Message-ID": f"<{token_hex(16)}@{urlsplit(settings.BASE_URL).hostname}>",
        },
    )
    message.attach_alternative(texts.html, "text/html")
    # A provider that counts clicks would put an address of its own before every link, and learn
    # the codes.
    message.track_clicks = False  # type: ignore[attr-defined]
    message.track_opens = False  # type: ignore[attr-defined]
    return message


def sender_of(contest: Contest) -> str:
    """The organisation's name before the site's own address."""
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return formataddr((_one_line(contest.organisation.name), address))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _context(mailing: Mailing, language: str) -> dict[str, Any]:
    contest, own = mailing.contest, OwnWords(mailing.words, mailing.words_welsh)
    return {
        "language": tag_of(language),
        "unreviewed": unreviewed(),
        "contest": contest,
        "organisation": contest.organisation,
        "kind": mailing.kind,
        "words": own.in_(language).strip(),
        "words_in_english": language != ENGLISH and not own.welsh.strip(),
        "asking": asking_in_words(contest),
        "booth": booth_address(),
        "typed_address": typed_address(),
        "opens": moment_in_words(contest, contest.opens_at),
        "closes": moment_in_words(contest, contest.closes_at),
        "officer": officer_of(contest),
        "objection": objection_address(contest),
        "privacy": f"{settings.BASE_URL}/privacy/{contest.organisation.slug}/",
        "fictional": contest.fictional,
    }
