"""Reading results: which version the public sees, and what only officers see."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import Http404

from hustings import contest as core
from hustings.count import LotNeeded
from hustings.declaration.wording import headline
from hustings.language import ENGLISH, spoken
from hustings.web.contests.models import Contest, Notice, State
from hustings.web.journal.models import Entry
from hustings.web.results.comparing import Change, Compared, changes
from hustings.web.results.counting import counted, form_of
from hustings.web.results.folders import declared_from
from hustings.web.results.models import Opening, PrecountView, Version

__all__ = [
    "Corrected",
    "LotAsked",
    "corrections",
    "current",
    "is_opened",
    "last_made",
    "lists_of_contests",
    "lot_asked",
    "public_contest",
    "published",
    "published_precounts",
    "version_numbered",
]

WITH_RESULT = frozenset({State.PROVISIONAL, State.DECLARED})


def _public() -> QuerySet[Contest]:
    """Those that have left their draft. Whoever gives up one that has, tells the public why."""
    told = Exists(Notice.objects.filter(contest=OuterRef("pk")))
    found = Contest.objects.exclude(state=State.DRAFT).select_related("organisation")
    return found.filter(~Q(state=State.ABANDONED) | told)


def public_contest(slug: str) -> Contest:
    """A contest that has left its draft; Http404 for any other."""
    contest = _public().filter(slug=slug).first()
    if contest is None:
        raise Http404
    return contest


def published(contest: Contest) -> QuerySet[Version]:
    """The versions that everybody may see, oldest first; none before the provisional result."""
    if contest.state not in WITH_RESULT:
        return Version.objects.none()
    return contest.versions.filter(published_at__isnull=False, test=False).order_by("number")


def published_precounts(contest: Contest) -> QuerySet[PrecountView]:
    """The pre-counts that everybody may see: published by an act, after the declaration."""
    return PrecountView.objects.filter(contest=contest, published_at__isnull=False)


def current(contest: Contest) -> Version | None:
    """The version that stands for everybody; None before the provisional result."""
    return published(contest).last()


def version_numbered(contest: Contest, number: int) -> Version:
    """A published version of a contest; Http404 for any other."""
    version = published(contest).filter(number=number).first()
    if version is None:
        raise Http404
    return version


@dataclass(frozen=True, slots=True)
class LotAsked:
    """A count that stopped: the question that only a lot can answer, with names to show."""

    contest: core.Contest
    needed: LotNeeded

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Those who are level, key and name, in the order of the ballot paper."""
        return [(c, self.contest.name_of(c)) for c in self.needed.candidates]


def lot_asked(contest: Contest) -> LotAsked | None:
    """The lot for which the last count stopped; None where it came to its end, or there is none."""
    acts = ("counted", "recounted", "lot_needed")
    chain = contest.organisation.slug
    told = Entry.objects.filter(chain=chain, contest=contest.slug, act__in=acts)
    last = told.order_by("-number").first()
    if last is None or last.act != "lot_needed" or not is_opened(contest):
        return None
    found = counted(contest, form_of(contest, last_made(contest))).declaration
    return LotAsked(found.contest, found.lot_needed) if found.lot_needed else None


def last_made(contest: Contest) -> Version | None:
    """The version counted last, published or not: for officers alone."""
    return contest.versions.order_by("number").last()


def is_opened(contest: Contest) -> bool:
    """Whether the envelopes were opened."""
    return Opening.objects.filter(contest=contest).exists()


@dataclass(frozen=True, slots=True)
class Corrected:
    """What a published version put right of the published one before it."""

    version: Version
    before: Version
    changes: tuple[Change, ...]


def corrections(contest: Contest, up_to: Version) -> list[Corrected]:
    """What each version after the first put right, newest first, up to one of them."""
    known = [v for v in published(contest) if v.number <= up_to.number]
    if up_to not in known:
        known.append(up_to)  # shown to officers before it is out
    found = [
        Corrected(after, before, tuple(changes(_compared(before), _compared(after))))
        for before, after in pairwise(known)
    ]
    return found[::-1]


def _compared(version: Version) -> Compared:
    return Compared(version.document, lambda: _headline(version))


def _headline(version: Version) -> str:
    """As it was published; in another language, as the same figures are told in it."""
    if spoken() is ENGLISH:
        return version.headline
    return headline(declared_from(bytes(version.folder)))


def lists_of_contests() -> list[Contest]:
    """Every contest that the public may know of, newest first, with its organisation.

    One that was made up to try the site out, and given up, is news to nobody.
    """
    found = _public().exclude(state=State.ABANDONED, fictional=True)
    return list(found.order_by(F("closes_at").desc(nulls_last=True), "-created_at"))
