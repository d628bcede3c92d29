"""What the opened papers come to: figures at any time, and the tally once they are verified."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from hustings.contest import Heading
from hustings.errors import RuleError
from hustings.web.contests.models import Contest
from hustings.web.papers.models import Batch, Entry, Verification
from hustings.web.papers.sights import Look, looks_at

__all__ = ["PaperFigures", "PaperTally", "figures", "tally", "tally_so_far"]


@dataclass(frozen=True, slots=True)
class PaperFigures:
    """The posted papers of a contest, in numbers. ``found`` counts the batches that balance.

    ``keyed_once`` and ``keyed_twice``: papers in the first and in the second keying. ``doubtful``
    papers had to be decided by two officers, ``undecided`` ones still must. ``valid`` and
    ``rejected`` (by heading) are of the papers that are read and decided; once nothing is left to
    do, ``valid + rejected = found``.
    """

    envelopes: int = 0
    extra: int = 0
    empty: int = 0
    found: int = 0
    keyed_once: int = 0
    keyed_twice: int = 0
    mismatches: int = 0
    doubtful: int = 0
    undecided: int = 0
    valid: int = 0
    rejected: Mapping[Heading, int] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def rejected_total(self) -> int:
        """All rejected papers."""
        return sum(self.rejected.values())

    @property
    def read(self) -> int:
        """Papers that are settled: keyed twice, with no difference left."""
        return self.valid + self.rejected_total + self.undecided


class PaperTally(NamedTuple):
    """What papers have in common that are counted together.

    ``basis`` is empty where envelopes of several bases were mixed; ``ranking`` joins candidates'
    keys by ``>``; ``heading`` is a value of Heading for a rejected paper, whose ranking is empty.
    """

    section: str
    basis: str
    rotation: int | None
    ranking: str
    heading: str


def figures(contest: Contest) -> PaperFigures:
    """The contest's posted papers as they stand now."""
    batches = Batch.objects.filter(contest=contest)
    opened = batches.aggregate(envelopes=Sum("envelopes"), extra=Sum("extra"), empty=Sum("empty"))
    balanced = batches.filter(balanced_at__isnull=False).aggregate(found=Sum("found"))
    keyed = Counter(
        Entry.objects.filter(keying__batch__contest=contest)
        .order_by()
        .values_list("keying__turn", flat=True)
    )
    looks = list(looks_at(contest))
    rejected = Counter(look.heading for look in looks if look.heading is not None)
    undecided = sum(look.undecided for look in looks)
    return PaperFigures(
        **{name: number or 0 for name, number in (opened | balanced).items()},
        keyed_once=keyed[1],
        keyed_twice=keyed[2],
        mismatches=_mismatches(contest),
        doubtful=sum(look.doubtful for look in looks),
        undecided=undecided,
        valid=len(looks) - undecided - rejected.total(),
        rejected=MappingProxyType({h: rejected[h] for h in Heading if rejected[h]}),
    )


def _mismatches(contest: Contest) -> int:
    """Papers on which the two keyings differ and nobody has looked again."""
    done = Count("keyings", filter=Q(keyings__done_at__isnull=False), distinct=True)
    read = Count("readings", distinct=True)
    open_ = Batch.objects.filter(contest=contest, settled_at__isnull=True).order_by()
    rows = open_.annotate(done=done, read=read).filter(done=2).values_list("found", "read")
    return sum(found - read for found, read in rows)


def tally(contest: Contest) -> Mapping[PaperTally, int]:
    """The verified papers, those that are alike together; RuleError before the verification."""
    verified = Verification.objects.filter(contest=contest).first()
    if verified is None:
        raise RuleError(
            _("The posted papers are not verified yet: settle every batch, decide on every "
              "doubtful paper, then verify the figures.")
        )  # fmt: skip
    found = _added(looks_at(contest))
    if sum(found.values()) != verified.papers:
        raise RuleError(
            _("%(n)s posted papers were verified and %(found)s are found now: restore the last "
              "backup, or ask for help.") % {"n": verified.papers, "found": sum(found.values())}
        )  # fmt: skip
    return MappingProxyType(found)


def tally_so_far(contest: Contest) -> Mapping[PaperTally, int]:
    """The papers that are read and decided by now, for the pre-count alone."""
    return MappingProxyType(_added(look for look in looks_at(contest) if not look.undecided))


def _added(looks: Iterable[Look]) -> Counter[PaperTally]:
    """Papers by what they have in common, in canonical order of nothing: a mapping."""
    return Counter(
        PaperTally(
            look.section,
            look.basis,
            look.rotation,
            ">".join(look.ranking),
            look.heading.value if look.heading else "",
        )
        for look in looks
    )
