"""To whom papers are posted, in the order of the post, and why the others are left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

from django.db.models import Exists, OuterRef

from hustings.report.letters import postcode_key
from hustings.web.contests.models import Contest
from hustings.web.post.models import Audience, Fate, ReturnEnvelope
from hustings.web.roll.models import Elector
from hustings.web.roll.queries import live_electors, suppressed

__all__ = ["Due", "LeftOut", "due", "due_one", "due_test"]


class LeftOut(StrEnum):
    """Why an elector is posted nothing this time."""

    VOTED = "voted"
    OBJECTED = "objected"
    HAS_ONE = "has_one"  # an envelope that is good still
    HAS_EMAIL = "has_email"
    NOWHERE = "nowhere"  # no postal address


@dataclass(frozen=True, slots=True)
class Due:
    """``households`` are the electors' keys, those who share an outer envelope together."""

    households: tuple[tuple[int, ...], ...]
    roll: int
    left_out: Counter[LeftOut]

    @property
    def electors(self) -> int:
        """How many are posted to."""
        return sum(map(len, self.households))

    @property
    def shared(self) -> int:
        """How many outer envelopes hold several electors' envelopes."""
        return sum(len(household) > 1 for household in self.households)


class _Row(NamedTuple):
    """What decides about an elector."""

    pk: int
    address: str
    postcode: str
    household: str
    email: str
    has_one: bool
    voted: bool


def due(contest: Contest, audience: Audience, *, households: bool) -> Due:
    """Whom a run for that audience is posted to; each alone unless ``households``."""
    good = ReturnEnvelope.objects.filter(elector=OuterRef("pk"), fate=Fate.GOOD)
    found = (
        live_electors(contest)
        .order_by()
        .annotate(has_one=Exists(good))
        .values_list("pk", "address", "postcode", "household", "email", "has_one", "participation")
    )
    rows = [_Row(*row[:6], row[6] is not None) for row in found.iterator(chunk_size=5_000)]
    objected = suppressed(contest)
    left_out: Counter[LeftOut] = Counter()
    going = []
    for row in rows:
        why = _why_not(row, audience, objected)
        if why is None:
            going.append(row)
        else:
            left_out[why] += 1
    return Due(_in_order(going, households=households), len(rows), left_out)


def _why_not(row: _Row, audience: Audience, objected: frozenset[int]) -> LeftOut | None:
    if row.voted:
        return LeftOut.VOTED
    if row.pk in objected:
        return LeftOut.OBJECTED
    if row.has_one:
        return LeftOut.HAS_ONE
    if not row.address.strip():
        return LeftOut.NOWHERE
    if audience == Audience.WITHOUT_EMAIL and row.email.strip():
        return LeftOut.HAS_EMAIL
    return None


def _in_order(rows: Sequence[_Row], *, households: bool) -> tuple[tuple[int, ...], ...]:
    """By postcode, those of one home together, as one household or one by one."""
    first: dict[str, str] = {}
    for row in rows:
        home = _home(row)
        first[home] = min(first.get(home, row.address), row.address)
    rows = sorted(rows, key=lambda r: (postcode_key(r.postcode), first[_home(r)], _home(r), r.pk))
    if not households:
        return tuple((row.pk,) for row in rows)
    return tuple(tuple(r.pk for r in group) for _, group in groupby(rows, key=_home))


def _home(row: _Row) -> str:
    return row.household or f"alone {row.pk}"


def due_one(elector: Elector | None) -> Due:
    """The one elector of a replacement, unless she has voted or was struck meanwhile."""
    waiting = Elector.objects.filter(struck_at=None, participation=None)
    keys = waiting.filter(pk=elector.pk).values_list("pk", flat=True) if elector else ()
    return Due(tuple((key,) for key in keys), 1, Counter())


def due_test(contest: Contest, most: int) -> Due:
    """The first few of the roll by postcode, who hear nothing of it."""
    electors = live_electors(contest).order_by("postcode", "address", "pk")
    keys = electors.exclude(address="").values_list("pk", flat=True)[:most]
    return Due(tuple((key,) for key in keys), electors.count(), Counter())
