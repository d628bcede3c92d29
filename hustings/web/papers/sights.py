"""The papers of a contest as they were read, each with what is doubtful and what was decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings

from hustings import contest as core
from hustings.contest import Heading
from hustings.seal.numbers import NumberKind, Slip, is_mark, read_number, split_code
from hustings.web.contests.models import Contest
from hustings.web.contests.nouns import core_contest
from hustings.web.papers.doubt import Number, Sight, doubtful, preferences
from hustings.web.papers.models import Reading
from hustings.web.post.models import BallotPaper

__all__ = ["Look", "looks_at"]

_COLUMNS = (
    "pk",
    "batch__number",
    "place",
    "batch__section",
    "batch__basis",
    "paper",
    "rotation",
    "marks",
    "doubts",
    "adjudication__heading",
    "adjudication__marks",
    "adjudication__first_at",
    "adjudication__second_at",
)


@dataclass(frozen=True)
class Look:
    """A paper that was read. ``decided`` by two officers; ``proposed`` by one at least."""

    reading: int
    batch: int
    place: int
    section: str
    basis: str
    rotation: int | None
    sight: Sight
    proposed: bool
    decided: bool
    decided_heading: str
    decided_marks: Mapping[str, str]
    contest: core.Contest

    @cached_property
    def doubtful(self) -> bool:
        """Whether two officers must decide on it; once they did, it stays among the doubtful."""
        return self.proposed or doubtful(self.sight, self.contest)

    @property
    def undecided(self) -> bool:
        """Whether it still waits for a first or a second officer."""
        return self.doubtful and not self.decided

    @property
    def heading(self) -> Heading | None:
        """Under which it is rejected; None for a paper that is counted, or not yet decided."""
        return Heading(self.decided_heading) if self.decided and self.decided_heading else None

    @property
    def ranking(self) -> tuple[str, ...]:
        """The preferences by which it is counted; empty if it is rejected or undecided."""
        if self.undecided or self.heading is not None:
            return ()
        marks = self.decided_marks if self.decided else self.sight.marks
        return preferences(marks, self.contest)


def looks_at(contest: Contest, *, reading: int | None = None) -> Iterator[Look]:
    """Every paper of the settled batches, by batch and place; or the one of that reading."""
    if not (rows := _rows(contest)):
        return  # of a draft, whose form may not hold together yet
    noun = core_contest(contest)
    known = set(
        BallotPaper.objects.filter(contest=contest, run__test=False).values_list(
            "number", flat=True
        )
    )
    numbers = [_number(row[5], contest) for row in rows]
    often = Counter(numbers)
    for row, number in zip(rows, numbers, strict=True):
        if reading in (None, row[0]):
            stands = _standing(number, row[5], known, often)
            yield _look(row, Sight(stands, row[7], row[8]), noun)


def _rows(contest: Contest) -> list[tuple[Any, ...]]:
    held = Reading.objects.filter(batch__contest=contest, batch__settled_at__isnull=False)
    return list(held.order_by("batch__number", "place").values_list(*_COLUMNS))


def _look(row: tuple[Any, ...], sight: Sight, contest: core.Contest) -> Look:
    reading, batch, place, section, basis, _paper, rotation = row[:7]
    heading, marks, first_at, second_at = row[9:]
    return Look(
        reading,
        batch,
        place,
        section,
        basis,
        rotation,
        sight,
        first_at is not None,
        second_at is not None,
        heading or "",
        marks or {},
        contest,
    )


def _number(paper: str, contest: Contest) -> int | None:
    """The number of a paper as it was keyed or scanned; None for a slip or a wrong mark."""
    figures, mark = split_code(paper)
    number = read_number(figures, NumberKind.PAPER)
    if isinstance(number, Slip):
        return None
    name = contest.slug.encode()
    if mark and not is_mark(mark, number, key=settings.CODE_KEY, contest=name):
        return None
    return number


def _standing(
    number: int | None, paper: str, known: set[int], often: Mapping[int | None, int]
) -> Number:
    if not paper.strip():
        return Number.NONE
    if number is None or number not in known:
        return Number.NOT_OURS
    return Number.TWICE if often[number] > 1 else Number.OURS
