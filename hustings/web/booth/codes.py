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

__all__ = ["Channel", "Death", "digest_of", "issue", "issue_many", "kill", "nonce_digest_of"]

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
    REISSUED = "reissued"
    STRUCK = "struck"


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
    made = [(elector, seal.make_code(secrets.token_bytes(seal.CODE_BYTES))) for elector in electors]
    rows = _rows(made, Channel(channel))
    while portion := list(itertools.islice(rows, _AT_ONCE)):
        with transaction.atomic():
            Code.objects.bulk_create(portion)
    return [code for _, code in made]


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
