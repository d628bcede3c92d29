"""Whom letters and e-mails go to, and why the others are left out: for each the first reason."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet

from hustings.report.letters import postcode_key
from hustings.web.booth.codes import Channel
from hustings.web.booth.models import Code
from hustings.web.contests.models import Contest
from hustings.web.letters.languages import language_for
from hustings.web.letters.models import (
    Delivery,
    DeliveryState,
    MailKind,
    PrintKind,
)
from hustings.web.roll.models import Elector
from hustings.web.roll.queries import live_electors, suppressed

__all__ = ["EMAILED", "Audience", "LeftOut", "for_letters", "for_mail", "with_live_code"]

EMAILED = (DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.DELIVERED)
"""States in which an e-mail may have reached its elector."""


class LeftOut(StrEnum):
    """Why an elector is sent nothing this time."""

    VOTED = "voted"
    OBJECTED = "objected"
    HAS_CODE = "has_code"
    MAILED = "mailed"
    NOWHERE = "nowhere"  # no address of the kind


@dataclass(frozen=True, slots=True)
class Audience:
    """``keys`` are those written to, in order; ``left_out`` counts the rest of the ``roll``.

    ``languages`` counts those written to by the site's language that they are written to in.
    """

    keys: tuple[int, ...]
    roll: int
    left_out: Counter[LeftOut]
    languages: Counter[str]


class _Row(NamedTuple):
    """What decides about an elector."""

    pk: int
    address: str
    postcode: str
    email: str
    language: str
    live: bool
    mailed: bool
    voted: bool


def with_live_code() -> Exists:
    """For a query of electors: whether she holds a code that works, those of tests apart."""
    return Exists(Code.objects.filter(elector=OuterRef("pk"), dead="").exclude(channel="test"))


def for_letters(contest: Contest, kind: PrintKind, *, most: int | None = None) -> Audience:
    """Whom letters of that kind go to, by postcode. A code issued again is one elector's own."""
    if kind == PrintKind.TEST:
        return _test(contest, most)
    first = kind == PrintKind.FIRST
    objected = suppressed(contest)

    def reason(row: _Row) -> LeftOut | None:
        if first and row.live:
            return LeftOut.HAS_CODE
        return None if row.address.strip() else LeftOut.NOWHERE

    return _sorted_out(contest, objected, reason)


def for_mail(contest: Contest, kind: MailKind, *, also_with_code: bool = False) -> Audience:
    """Whom e-mails of that kind go to. Invitations pass over those who had one."""
    objected = suppressed(contest)

    def reason(row: _Row) -> LeftOut | None:
        if kind == MailKind.INVITATION and row.mailed:
            return LeftOut.MAILED
        if kind == MailKind.INVITATION and row.live and not also_with_code:
            return LeftOut.HAS_CODE
        return None if row.email.strip() else LeftOut.NOWHERE

    return _sorted_out(contest, objected, reason)


def _sorted_out(contest: Contest, objected: frozenset[int], reason: object) -> Audience:
    assert callable(reason)
    keys: list[int] = []
    left_out: Counter[LeftOut] = Counter()
    languages: Counter[str] = Counter()
    rows = _rows(contest)
    for row in rows:
        why = _settled(row, objected) or reason(row)
        if why is None:
            keys.append(row.pk)
            languages[language_for(row.language)] += 1
        else:
            left_out[why] += 1
    return Audience(tuple(keys), len(rows), left_out, languages)


def _settled(row: _Row, objected: frozenset[int]) -> LeftOut | None:
    if row.voted:
        return LeftOut.VOTED
    return LeftOut.OBJECTED if row.pk in objected else None


def _rows(contest: Contest) -> list[_Row]:
    """Everybody on the roll, by postcode, those of one home together."""
    mailed = Delivery.objects.filter(elector=OuterRef("pk"), state__in=EMAILED)
    found = (
        live_electors(contest)
        .order_by()
        .annotate(live=with_live_code(), mailed=Exists(mailed))
        .values_list(
            "pk", "address", "postcode", "email", "language", "live", "mailed", "participation"
        )
    )
    rows = [_Row(*row[:7], row[7] is not None) for row in found.iterator(chunk_size=5_000)]
    return sorted(rows, key=lambda row: (postcode_key(row.postcode), row.address, row.pk))


def _test(contest: Contest, most: int | None) -> Audience:
    """The first few of the roll by postcode, who hear nothing of it."""
    electors: QuerySet[Elector] = live_electors(contest).order_by("postcode", "address", "pk")
    keys = tuple(electors.exclude(address="").values_list("pk", flat=True)[: most or 0])
    return Audience(keys, electors.count(), Counter(), Counter())


_CHANNELS = {PrintKind.TEST: Channel.TEST}


def channel_of(kind: PrintKind) -> Channel:
    """By which channel the codes of such letters go."""
    return _CHANNELS.get(kind, Channel.LETTER)
