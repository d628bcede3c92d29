"""Reading batches: which there are, how far each is, and how many envelopes wait to be opened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Count, Q, Sum
from django.http import Http404

from hustings.web.contests.models import Contest, State
from hustings.web.officers.models import User
from hustings.web.papers.balance import Balance, Left
from hustings.web.papers.models import Batch, Keying, Verification
from hustings.web.post.queries import accepted_by

__all__ = [
    "Stage",
    "Standing",
    "balance_of",
    "batch_for",
    "left_by",
    "left_for",
    "next_number",
    "next_to_key",
    "opened_by",
    "standings",
    "verified",
]

Kind = tuple[str, str]
"""A section and a basis; the basis is empty where several were mixed."""


def opened_by(contest: Contest, *, without: Batch | None = None) -> Counter[Kind]:
    """Envelopes put into batches so far, by section and basis (empty: several), 1 or more each."""
    held = Batch.objects.filter(contest=contest).order_by()
    if without is not None:
        held = held.exclude(pk=without.pk)
    rows = held.values_list("section", "basis").annotate(n=Sum("envelopes"))
    return Counter({(section, basis): n for section, basis, n in rows if n})


def left_by(contest: Contest, *, without: Batch | None = None) -> dict[Kind, int]:
    """Accepted envelopes not yet in a batch: for each section and basis, and as (section, "") in
    all. What batches of several bases took is in the latter, and bounds each of the former.
    """
    accepted, opened = accepted_by(contest), opened_by(contest, without=without)
    in_all: Counter[str] = Counter()
    for (section, _basis), n in accepted.items():
        in_all[section] += n
    for (section, _basis), n in opened.items():
        in_all[section] -= n
    found = {(section, ""): n for section, n in in_all.items()}
    for (section, basis), n in accepted.items():
        found[section, basis] = min(n - opened[section, basis], in_all[section])
    return found


def left_for(contest: Contest, kind: Kind, *, without: Batch | None = None) -> Left:
    """What the rules of forming a batch need to know of that section and basis."""
    left = left_by(contest, without=without)
    unkeyed = Batch.objects.filter(contest=contest, section=kind[0], keyings=None)
    if without is not None:
        unkeyed = unkeyed.exclude(pk=without.pk)
    joined = unkeyed.order_by("-number").values_list("number", flat=True).first()
    return Left(
        here=max(left.get(kind, 0), 0),
        section=max(left.get((kind[0], ""), 0), 0),
        no_more=contest.state == State.CLOSED,
        open_batch=joined or 0,
    )


def next_number(contest: Contest) -> int:
    """The number that the next batch gets."""
    last = Batch.objects.filter(contest=contest).order_by("-number").first()
    return last.number + 1 if last else 1


def batch_for(contest: Contest, number: int) -> Batch:
    """A batch of the contest by its number; Http404 if there is none."""
    batch = Batch.objects.filter(contest=contest, number=number).first()
    if batch is None:
        raise Http404
    batch.contest = contest
    return batch


def balance_of(batch: Batch) -> Balance:
    """The figures of a batch."""
    return Balance(batch.envelopes, batch.extra, batch.empty, batch.found)


def verified(contest: Contest) -> bool:
    """Whether the figures of the papers stand; nothing is keyed or changed after that."""
    return Verification.objects.filter(contest=contest).exists()


class Stage(StrEnum):
    """How far a batch is."""

    COUNTING = "counting"  # its papers are counted, and it does not balance yet
    WAITING = "waiting"  # balanced; the poll is not closed
    TO_KEY = "to_key"
    KEYED_ONCE = "keyed_once"
    DIFFERING = "differing"  # keyed twice, and papers differ
    SETTLED = "settled"


@dataclass(frozen=True)
class Standing:
    """A batch, its keyings in turn with the papers keyed in each, and papers that still differ."""

    batch: Batch
    keyings: tuple[tuple[Keying, int], ...]
    read: int
    closed: bool

    @property
    def stage(self) -> Stage:
        """How far it is."""
        if self.batch.settled_at is not None:
            return Stage.SETTLED
        if self.batch.balanced_at is None:
            return Stage.COUNTING
        if self.done == 2:
            return Stage.DIFFERING
        if not self.closed:
            return Stage.WAITING
        return Stage.KEYED_ONCE if self.done else Stage.TO_KEY

    @property
    def done(self) -> int:
        """How many of the two keyings are finished."""
        return sum(keying.done_at is not None for keying, _ in self.keyings)

    @property
    def differing(self) -> int:
        """Papers that somebody must look at again."""
        return self.batch.found - self.read if self.stage is Stage.DIFFERING else 0

    def of(self, user: User) -> Keying | None:
        """The keying of that person; None if she has none here."""
        return next((k for k, _ in self.keyings if k.by_id == user.pk), None)

    def can_key(self, user: User) -> bool:
        """Whether that person has something to key in it."""
        if self.stage not in (Stage.TO_KEY, Stage.KEYED_ONCE):
            return False
        mine = self.of(user)
        return mine.done_at is None if mine else len(self.keyings) < 2


def standings(contest: Contest, numbers: Collection[int] | None = None) -> list[Standing]:
    """Every batch of the contest, or those of these numbers, in order."""
    held = Batch.objects.filter(contest=contest).annotate(n_read=Count("readings"))
    if numbers is not None:
        held = held.filter(number__in=numbers)
    batches = list(held.order_by("number"))
    keyed = _keyings(batch.pk for batch in batches)
    closed = contest.state not in (State.DRAFT, State.READY)
    return [
        Standing(batch, tuple(keyed.get(batch.pk, ())), batch.n_read, closed) for batch in batches
    ]


def _keyings(batches: Iterable[int]) -> dict[int, list[tuple[Keying, int]]]:
    rows = Keying.objects.filter(batch__in=list(batches)).select_related("by")
    found: dict[int, list[tuple[Keying, int]]] = {}
    for keying in rows.annotate(n_entries=Count("entries")).order_by("batch", "turn"):
        found.setdefault(keying.batch_id, []).append((keying, keying.n_entries))
    return found


def next_to_key(contest: Contest, user: User) -> Batch | None:
    """What that person keys next: her unfinished batch, one keyed once by another, a fresh one."""
    able = Batch.objects.filter(
        contest=contest, balanced_at__isnull=False, settled_at=None
    ).annotate(
        n_mine=Count("keyings", filter=Q(keyings__by=user)),
        n_begun=Count("keyings"),
        n_unfinished=Count("keyings", filter=Q(keyings__by=user, keyings__done_at=None)),
    )
    mine = able.filter(n_unfinished__gt=0).order_by("number").first()
    others = able.filter(n_mine=0, n_begun__lt=2).order_by("-n_begun", "number")
    return mine or others.first()
