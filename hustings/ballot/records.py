"""What was marked on every paper, before anybody judged it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hustings.ballot.arrays import (
    BLANK,
    MAX_PAPERS,
    add_up,
    check_total,
    distinct_rows,
    frozen,
    totals,
)
from hustings.ballot.marks import UNCLEAR, Ranks
from hustings.contest import Candidate
from hustings.errors import Finding, RuleError

__all__ = ["CastVoteRecords", "combine"]


@dataclass(frozen=True, slots=True, eq=False)
class CastVoteRecords:
    """What was marked, before anybody judged it: each distinct way of marking once.

    ``marks`` (n, ranks): the candidate's number at each rank, BLANK where nobody, UNCLEAR where a
    mark names nobody, and ``len(candidates) + k`` where all of ``equal[k]`` share the rank.
    ``papers`` (n, sections): how many papers were marked so. Rows stand in lexicographic order and
    the last rank is used by at least one of them, so equal papers make equal records.
    """

    candidates: tuple[Candidate, ...]
    sections: tuple[str, ...]
    marks: NDArray[np.int32]
    papers: NDArray[np.int64]
    equal: tuple[tuple[int, ...], ...] = ()
    title: str = ""
    seats: int | None = None
    notes: tuple[Finding, ...] = ()

    def __post_init__(self) -> None:
        assert self.marks.ndim == 2 and self.papers.shape == (len(self.marks), len(self.sections))
        check_total(self.papers)
        frozen(self.marks)
        frozen(self.papers)

    @classmethod
    def of(
        cls,
        candidates: Sequence[Candidate],
        sections: Sequence[str],
        marks: NDArray[np.int32],
        papers: NDArray[np.int64],
        *,
        equal: Sequence[tuple[int, ...]] = (),
        title: str = "",
        seats: int | None = None,
        notes: Iterable[Finding] = (),
    ) -> CastVoteRecords:
        """Bring rows in any order, repeated or not, with equal ranks in any order, into records.

        Rows without papers are left out.
        """
        check_total(papers)  # before anything is added up, so that nothing can overflow
        kept = papers.any(axis=1)
        if not kept.all():
            marks, papers = marks[kept], papers[kept]
        marks, equal = _canonical_equal(marks, equal, len(candidates))
        used = int(np.flatnonzero((marks != BLANK).any(axis=0)).max(initial=-1)) + 1
        distinct, inverse = distinct_rows(marks[:, :used])
        if len(distinct) < len(marks) or not np.array_equal(inverse, np.arange(len(marks))):
            papers = add_up(papers, inverse, len(distinct))
        return cls(
            tuple(candidates), tuple(sections), np.ascontiguousarray(distinct),
            np.ascontiguousarray(papers), tuple(equal), title, seats, tuple(notes),
        )  # fmt: skip

    @classmethod
    def gather(
        cls,
        candidates: Sequence[Candidate],
        rows: Iterable[tuple[Ranks, int, int]],
        *,
        sections: Sequence[str],
        title: str = "",
        seats: int | None = None,
        notes: Iterable[Finding] = (),
    ) -> CastVoteRecords:
        """Make records of (ranks, number of the section, papers), one row after another."""
        counts: dict[Ranks, list[int]] = {}
        for ranks, section, number in rows:
            per_section = counts.setdefault(ranks, [0] * len(sections))
            per_section[section] += number
            if per_section[section] > MAX_PAPERS:
                raise RuleError("papers are counted from nought up to 2^62 in all")
        equal: dict[tuple[int, ...], int] = {}
        width = max((len(ranks) for ranks in counts), default=0)
        marks = np.full((len(counts), width), BLANK, dtype=np.int32)
        for row, ranks in zip(marks, counts, strict=True):
            for place, rank in enumerate(ranks):
                if len(rank) == 1:
                    row[place] = rank[0]
                elif rank:
                    group = tuple(sorted(rank))
                    row[place] = len(candidates) + equal.setdefault(group, len(equal))
        papers = np.array(list(counts.values()), dtype=np.int64).reshape(len(counts), len(sections))
        return cls.of(
            candidates, sections, marks, papers,
            equal=tuple(equal), title=title, seats=seats, notes=notes,
        )  # fmt: skip

    def rows(self) -> Iterable[tuple[Ranks, tuple[int, ...]]]:
        """Each distinct way of marking with its papers by section, trailing empty ranks cut."""
        size = len(self.candidates)
        for row, papers in zip(self.marks.tolist(), self.papers.tolist(), strict=True):
            while row and row[-1] == BLANK:
                row.pop()
            yield (
                tuple(
                    () if m == BLANK else (m,) if m < size else self.equal[m - size] for m in row
                ),
                tuple(papers),
            )

    @property
    def total(self) -> int:
        """All papers, blank ones included."""
        return sum(totals(self.papers))

    def __eq__(self, other: object) -> bool:
        """Whether both hold the same papers of the same candidates; notes do not matter."""
        if not isinstance(other, CastVoteRecords):
            return NotImplemented
        return (
            (self.candidates, self.sections, self.equal, self.title, self.seats)
            == (other.candidates, other.sections, other.equal, other.title, other.seats)
            and np.array_equal(self.marks, other.marks)
            and np.array_equal(self.papers, other.papers)
        )

    __hash__ = None  # type: ignore[assignment]  # arrays have none


def _canonical_equal(
    marks: NDArray[np.int32], equal: Sequence[tuple[int, ...]], size: int
) -> tuple[NDArray[np.int32], tuple[tuple[int, ...], ...]]:
    """Number the equal ranks that are used in their own order, each once."""
    if not equal:
        return marks, ()
    used = set(np.unique(marks[marks >= size]).tolist())
    groups = sorted({tuple(sorted(equal[k - size])) for k in used})
    numbers = {group: size + n for n, group in enumerate(groups)}
    lookup = np.arange(UNCLEAR, size + len(equal), dtype=np.int32)
    for k in used:
        lookup[k - UNCLEAR] = numbers[tuple(sorted(equal[k - size]))]
    return lookup[marks - UNCLEAR], tuple(groups)


def combine(records: Sequence[CastVoteRecords]) -> CastVoteRecords:
    """Put the records of several sections, of the same candidates, side by side."""
    candidates = records[0].candidates
    assert all(r.candidates == candidates for r in records)
    sections = tuple(s for r in records for s in r.sections)
    width = max(r.marks.shape[1] for r in records)
    blocks: list[NDArray[np.int32]] = []
    papers: list[NDArray[np.int64]] = []
    equal: list[tuple[int, ...]] = []
    column = 0
    for part in records:
        marks = np.full((len(part.marks), width), BLANK, dtype=np.int32)
        marks[:, : part.marks.shape[1]] = part.marks
        marks[marks >= len(candidates)] += len(equal)
        block = np.zeros((len(part.marks), len(sections)), dtype=np.int64)
        block[:, column : column + len(part.sections)] = part.papers
        blocks.append(marks)
        papers.append(block)
        equal.extend(part.equal)
        column += len(part.sections)
    return CastVoteRecords.of(
        candidates, sections, np.concatenate(blocks), np.concatenate(papers),
        equal=equal, notes=[n for r in records for n in r.notes],
    )  # fmt: skip
