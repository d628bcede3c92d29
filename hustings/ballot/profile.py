"""The judged rankings, each distinct one once: all that a counting rule sees."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import index
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from hustings.ballot.arrays import BLANK, add_up, check_total, distinct_rows, frozen, totals
from hustings.ballot.marks import End, Ranking, Rejected, judge
from hustings.ballot.records import CastVoteRecords
from hustings.contest import Heading, MarkPolicy
from hustings.errors import RuleError

__all__ = ["Profile", "interpret"]


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """The judged rankings: each distinct one once, and how many papers of each section hold it.

    ``rankings`` (n, ranks): candidate numbers, first preference first, BLANK after the last;
    ``ends`` (n,): why each ends there, an :class:`End`; ``papers`` (n, sections), exact;
    ``rejected``: papers by heading and section, in the order of ``sections``.
    """

    candidates: tuple[str, ...]
    sections: tuple[str, ...]
    rankings: NDArray[np.int32]
    ends: NDArray[np.int8]
    papers: NDArray[np.int64]
    rejected: Mapping[Heading, tuple[int, ...]] = field(
        default_factory=lambda: MappingProxyType({})
    )

    def __post_init__(self) -> None:
        n = len(self.rankings)
        assert self.rankings.ndim == 2 and self.rankings.shape[1] >= 1
        assert self.ends.shape == (n,) and self.papers.shape == (n, len(self.sections))
        assert not n or (self.rankings[:, 0] != BLANK).all()
        check_total(self.papers)
        for array in (self.rankings, self.ends, self.papers):
            frozen(array)

    @property
    def valid(self) -> tuple[int, ...]:
        """Valid papers of each section."""
        return tuple(totals(self.papers))

    @property
    def has_later_preferences(self) -> bool:
        """Whether any paper holds more than a first preference."""
        return self.rankings.shape[1] > 1 and bool((self.rankings[:, 1] != BLANK).any())

    @classmethod
    def of(
        cls,
        candidates: Sequence[str],
        rows: Iterable[tuple[Ranking, Sequence[int]]],
        *,
        sections: Sequence[str],
        rejected: Mapping[Heading, tuple[int, ...]] | None = None,
    ) -> Profile:
        """Make a profile of (ranking, papers by section), in any order, repeated or not.

        Raises RuleError for a preference that is no candidate's number, or papers that are not
        whole numbers from nought.
        """
        listed = list(rows)
        width = max((len(r.preferences) for r, _ in listed), default=1)
        rankings = np.full((len(listed), width), BLANK, dtype=np.int32)
        for row, (ranking, _) in zip(rankings, listed, strict=True):
            row[: len(ranking.preferences)] = ranking.preferences
        ends = np.array([r.end for r, _ in listed], dtype=np.int8)
        papers = _whole_papers([list(p) for _, p in listed], len(sections))
        if listed and int(rankings.max()) >= len(candidates):
            raise RuleError(f"a ranking names candidate {int(rankings.max())} of {len(candidates)}")
        return _profile(tuple(candidates), tuple(sections), rankings, ends, papers, rejected or {})


def _whole_papers(rows: list[list[int]], sections: int) -> NDArray[np.int64]:
    """Papers by row and section as they were given; RuleError for what is no whole number."""
    if any(len(row) != sections for row in rows):
        raise RuleError(f"each ranking needs its papers in each of the {sections} sections")
    try:
        whole = [[index(n) for n in row] for row in rows]
        return np.array(whole, dtype=np.int64).reshape(len(rows), sections)
    except (TypeError, OverflowError):
        raise RuleError("papers are whole numbers, up to 2^62 in all") from None


def _profile(
    candidates: tuple[str, ...],
    sections: tuple[str, ...],
    rankings: NDArray[np.int32],
    ends: NDArray[np.int8],
    papers: NDArray[np.int64],
    rejected: Mapping[Heading, tuple[int, ...]],
) -> Profile:
    check_total(papers)  # before anything is added up, so that nothing can overflow
    kept = papers.any(axis=1)
    rankings, ends, papers = rankings[kept], ends[kept], papers[kept]
    width = max(int(np.flatnonzero((rankings != BLANK).any(axis=0)).max(initial=0)) + 1, 1)
    keyed = np.column_stack([rankings[:, :width], ends.astype(np.int32)])
    distinct, inverse = distinct_rows(keyed)
    return Profile(
        candidates,
        sections,
        np.ascontiguousarray(distinct[:, :-1]),
        distinct[:, -1].astype(np.int8),
        add_up(papers, inverse, len(distinct)),
        MappingProxyType({h: rejected[h] for h in Heading if any(rejected.get(h, ()))}),
    )


def interpret(records: CastVoteRecords, policy: MarkPolicy = MarkPolicy()) -> Profile:
    """Judge every paper of the records by the policy, and gather equal rankings.

    Papers marked plainly (one candidate a rank, none twice, no rank skipped) are their own
    ranking; only the others pass through :func:`judge`, one distinct way of marking at a time.
    """
    marks, papers, size = records.marks, records.papers, len(records.candidates)
    ids = tuple(c.id for c in records.candidates)
    doubtful = _doubtful(marks, size)
    if not doubtful.any() and marks.size:
        ends = np.zeros(len(marks), dtype=np.int8)
        return Profile(ids, records.sections, marks, ends, papers)
    width = max(marks.shape[1], 1)
    rankings = np.full((len(marks), width), BLANK, dtype=np.int32)
    rankings[:, : marks.shape[1]] = marks
    ends = np.zeros(len(marks), dtype=np.int8)
    valid = np.ones(len(marks), dtype=bool)
    rejected: dict[Heading, tuple[int, ...]] = {}
    for row in np.flatnonzero(doubtful).tolist():
        ranks = tuple(
            () if m == BLANK else (m,) if m < size else records.equal[m - size]
            for m in marks[row].tolist()
        )
        verdict = judge(ranks, policy)
        if isinstance(verdict, Rejected):
            valid[row] = False
            before = rejected.get(verdict.heading, (0,) * len(records.sections))
            now = papers[row].tolist()
            rejected[verdict.heading] = tuple(a + b for a, b in zip(before, now, strict=True))
        else:
            rankings[row] = BLANK
            rankings[row, : len(verdict.preferences)] = verdict.preferences
            complete = len(verdict.preferences) == size
            ends[row] = End.NO_FURTHER if complete else verdict.end
    return _profile(ids, records.sections, rankings[valid], ends[valid], papers[valid], rejected)


def _doubtful(marks: NDArray[np.int32], size: int) -> NDArray[np.bool_]:
    """Which rows are not plainly marked: blank, equal, skipped or unclear, or a candidate twice."""
    if not marks.shape[1]:
        return np.ones(len(marks), dtype=bool)
    blank = marks == BLANK
    doubtful: NDArray[np.bool_] = blank[:, 0] | (marks >= size).any(axis=1)
    doubtful |= (marks < BLANK).any(axis=1)
    doubtful |= (blank[:, :-1] & ~blank[:, 1:]).any(axis=1)
    for place in range(1, marks.shape[1]):
        here = marks[:, place : place + 1]
        doubtful |= ((marks[:, :place] == here) & (here != BLANK)).any(axis=1)
    return doubtful
