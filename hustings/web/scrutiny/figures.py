"""The figures that agents see: the roll, the turnout, the post and the batches, in numbers alone.

Everything here is told to officers in the same words, and nothing nearer to a person: a basis of
fewer than ten electors is told with others, an envelope by its heading, a batch by its numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _

from hustings.contest import Heading
from hustings.web.booth.queries import Row, Turnout
from hustings.web.booth.queries import turnout as turnout_of
from hustings.web.contests.models import Contest
from hustings.web.papers import queries as papers
from hustings.web.papers.models import Batch, Verification
from hustings.web.papers.queries import PaperFigures
from hustings.web.post import queries as post
from hustings.web.post.models import Bag, Fate, Refusal
from hustings.web.post.queries import PostFigures
from hustings.web.results.pages.words import basis_words, channel_words
from hustings.web.roll.models import LateKind
from hustings.web.roll.queries import late_counts

__all__ = ["Figures", "Line", "figures_of", "roll_lines"]


@dataclass(frozen=True, slots=True)
class Line:
    """So many, of what."""

    label: str
    number: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What stands on the page of figures; of a contest without post, ``post`` is None."""

    contest: Contest
    roll: tuple[Line, ...]
    late: tuple[Line, ...]
    turnout: Turnout
    bases: tuple[Mapping[str, object], ...]
    channels: tuple[Mapping[str, object], ...]
    post: PostFigures | None
    refused: tuple[Line, ...]
    fates: tuple[Line, ...]
    bags: tuple[Bag, ...]
    batches: tuple[Batch, ...]
    papers: PaperFigures | None
    rejected: tuple[Line, ...]
    verified: Verification | None


def figures_of(contest: Contest) -> Figures:
    """All of it, as it is at this moment."""
    taken = post.takes_post(contest)
    came = post.figures(contest) if taken else None
    found = papers.figures(contest) if taken else None
    now = turnout_of(contest)
    return Figures(
        contest=contest,
        roll=roll_lines(contest),
        late=_late(contest),
        turnout=now,
        bases=tuple(_shown(row, basis_words) for row in now.bases),
        channels=tuple(_shown(row, channel_words) for row in now.channels),
        post=came,
        refused=_refused(came.refused) if came else (),
        fates=_fates(came.fates) if came else (),
        bags=tuple(_bags(contest)) if taken else (),
        batches=tuple(Batch.objects.filter(contest=contest).order_by("number")) if taken else (),
        papers=found,
        rejected=_rejected(found.rejected) if found else (),
        verified=Verification.objects.filter(contest=contest).first(),
    )


def roll_lines(contest: Contest) -> tuple[Line, ...]:
    """The frozen roll by basis, as it was counted with its fingerprint."""
    counts = contest.roll_counts.get("basis", {}) if contest.roll_frozen_at else {}
    return tuple(Line(basis_words(basis), int(n)) for basis, n in sorted(counts.items()))


def _late(contest: Contest) -> tuple[Line, ...]:
    counts = late_counts(contest)
    told = (
        Line(str(LateKind.ADDITION.label), counts.additions),
        Line(str(LateKind.STRIKE.label), counts.strikes),
        Line(str(LateKind.REISSUE.label), counts.reissues),
        Line(_("asked for a ballot"), counts.asked),
        Line(_("of them approved"), counts.approved),
        Line(_("of them refused"), counts.refused),
    )
    return tuple(line for line in told if line.number)


def _shown(row: Row, words: object) -> Mapping[str, object]:
    """A row as pieces/turnout.html shows it."""
    assert callable(words)
    label = ", ".join(words(key) for key in row.keys)
    return {"label": label[:1].upper() + label[1:], "cast": row.cast, "of": row.of}


def _refused(counts: Mapping[Refusal, int]) -> tuple[Line, ...]:
    """Every heading, those without an envelope too: that there is none is news."""
    return tuple(Line(str(heading.label), counts.get(heading, 0)) for heading in Refusal)


def _fates(counts: Mapping[Fate, int]) -> tuple[Line, ...]:
    return tuple(
        Line(str(fate.label), counts[fate]) for fate in Fate if fate.value and counts.get(fate)
    )


def _rejected(counts: Mapping[Heading, int]) -> tuple[Line, ...]:
    return tuple(Line(heading.words, counts.get(heading, 0)) for heading in Heading)


def _bags(contest: Contest) -> list[Bag]:
    """Each with ``scanned``: how many of its envelopes were looked at."""
    return list(
        Bag.objects.filter(contest=contest).annotate(scanned=Count("receipts")).order_by("number")
    )
