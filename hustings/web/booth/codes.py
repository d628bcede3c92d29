"""Voting codes: given out once, kept as keyed digests only.

The booth's first page knows a code and nothing else, so a digest is the same whatever the contest:
it is keyed by the site's own secret and marked as the booth's.
"""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Iterator, Sequence
from enum import StrEnum

from django.conf import settings
from django.db import transaction

from hustings import seal
from hustings.web.booth.models import Code
from hustings.web.booth.outcomes import TEST
from hustings.web.project import clock
from hustings.web.roll.models import Elector

__all__ = [
    "Channel",
    "Death",
    "digest_of",
    "draw",
    "issue",
    "issue_many",
    "keep",
    "kill",
    "nonce_digest_of",
    "withdraw",
]

_WHERE = b"hustings booth"
_AT_ONCE = 1_000  # so that votes are cast between two portions


class Channel(StrEnum):
    """By which way a code reaches its elector."""

    LETTER = "letter"
    EMAIL = "email"
    OFFICER = "officer"
    TEST = TEST


class Death(StrEnum):
    """Why a code no longer works."""

    CAST = "cast"
    POSTED = "posted"  # the elector's vote came by post
    REISSUED = "reissued"
    STRUCK = "struck"
    UNSENT = "unsent"  # it was destroyed before it reached anybody


def digest_of(code: str) -> bytes:
    """What the site keeps of a code, which must be as ``seal.read_code`` returns it."""
    return seal.code_digest(code, key=settings.CODE_KEY, contest=_WHERE)


def nonce_digest_of(nonce: str) -> bytes:
    """What the site keeps of a form's nonce."""
    return seal.nonce_digest(nonce, key=settings.CODE_KEY, contest=_WHERE)


def issue(elector: Elector, *, channel: Channel | str) -> str:
    """A new live code for the elector, beside any that she has; it can never be read again."""
    return issue_many([elector], channel=channel)[0]


def issue_many(electors: Sequence[Elector], *, channel: Channel | str) -> list[str]:
    """A new live code for each elector, in the same order.

    Written in portions, so that nobody's vote waits for a print run; called within a transaction
    they are one. A code that was written and never handed out is known to nobody.
    """
    made = [(elector, draw()) for elector in electors]
    coming = iter(made)
    while portion := list(itertools.islice(coming, _AT_ONCE)):
        with transaction.atomic():
            keep(portion, channel=channel)
    return [code for _, code in made]


def draw() -> str:
    """A new code. It works once it is kept (:func:`keep`), and not before."""
    return seal.make_code(secrets.token_bytes(seal.CODE_BYTES))


def keep(made: Sequence[tuple[Elector, str]], *, channel: Channel | str) -> list[bytes]:
    """Codes that were drawn live from now on; their digests, in the same order.

    For codes that must be somewhere safe before they work: a finished file of letters.
    """
    rows = list(_rows(made, Channel(channel)))
    Code.objects.bulk_create(rows)
    return [bytes(row.digest) for row in rows]


def withdraw(digests: Sequence[bytes]) -> int:
    """Codes that reached nobody are dead from now on; how many of these still lived."""
    return sum(
        Code.objects.filter(digest__in=digests[n : n + _AT_ONCE], dead="").update(dead=Death.UNSENT)
        for n in range(0, len(digests), _AT_ONCE)
    )


def _rows(made: Sequence[tuple[Elector, str]], channel: Channel) -> Iterator[Code]:
    today = clock.today()
    for elector, code in made:
        yield Code(
            digest=digest_of(code),
            elector_id=elector.pk,
            contest_id=elector.contest_id,
            channel=channel,
            issued_on=today,
        )


def kill(elector: Elector, why: Death | str) -> int:
    """Every live code of the elector is dead from now on; returns how many there were.

    Waits for a vote that she is casting at this moment, and makes the next one wait.
    """
    with transaction.atomic():
        Elector.objects.select_for_update().get(pk=elector.pk)
        return Code.objects.filter(elector=elector, dead="").update(dead=Death(why))
