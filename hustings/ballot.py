"""From marks to a ranking or a rejection, and the profile that a rule counts.

Three nouns, in the order in which a paper passes through them:

1. :class:`Paper`: one paper as a person reads it, names and marks as text.
2. :class:`CastVoteRecords`: what was marked on every paper, each distinct way of marking once,
   before anybody judged it. Files are read into this and written from it.
3. :class:`Profile`: the judged rankings, each distinct one once, with its papers by section. This
   is all that a counting rule sees.

:func:`judge` is the one place where marks become a ranking; its paragraphs are those of
docs/rules/marks.md. :func:`interpret` applies it to whole records.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from hustings.contest import Candidate, Duplicates, Heading, MarkPolicy, Overvote
from hustings.errors import Finding, RuleError

__all__ = [
    "BLANK",
    "MAX_PAPERS",
    "UNCLEAR",
    "CastVoteRecords",
    "End",
    "Paper",
    "Profile",
    "Ranking",
    "Ranks",
    "Rejected",
    "combine",
    "distinct_rows",
    "figure_of",
    "interpret",
    "judge",
    "judge_paper",
    "ranks_of",
]

BLANK = -1
"""In an array of marks: nobody at this rank. In an array of rankings: no further preference."""

UNCLEAR = -2
"""In ranks: a mark that stands at this rank but names nobody on the paper."""

MAX_PAPERS = 2**62
"""More papers than this cannot be added up in 64 bits; readers refuse them."""

Ranks = tuple[tuple[int, ...], ...]
"""Candidates by rank, first rank first: the numbers of all those marked with it, often one or none."""


class End(IntEnum):
    """Why a ranking ends where it does: the cause that makes its papers non-transferable there."""

    NO_FURTHER = 0
    OVERVOTE = 1
    SKIPPED = 2
    DUPLICATE = 3
    UNCLEAR = 4

    @property
    def cause(self) -> str:
        """The cause as the declaration names it."""
        return _CAUSES[self]

    @property
    def words(self) -> str:
        """The cause as it is printed."""
        return _CAUSE_WORDS[self]


_CAUSES = {
    End.NO_FURTHER: "no_further_preference",
    End.OVERVOTE: "overvote",
    End.SKIPPED: "skipped_ranks",
    End.DUPLICATE: "candidate_twice",
    End.UNCLEAR: "unclear_mark",
}
_CAUSE_WORDS = {
    End.NO_FURTHER: "no further preference",
    End.OVERVOTE: "two candidates at the next rank",
    End.SKIPPED: "too many ranks left empty",
    End.DUPLICATE: "the same candidate ranked again",
    End.UNCLEAR: "the next mark is unclear",
}


@dataclass(frozen=True, slots=True)
class Ranking:
    """The preferences of a valid paper, first preference first, and why they end there."""

    preferences: tuple[int, ...]
    end: End = End.NO_FURTHER

    def __post_init__(self) -> None:
        if not self.preferences:
            raise ValueError("a ranking has at least one preference")
        if len(set(self.preferences)) < len(self.preferences):
            raise ValueError(f"a candidate is ranked twice: {self.preferences}")


@dataclass(frozen=True, slots=True)
class Rejected:
    """A paper that is not counted, and the heading under which it is published."""

    heading: Heading


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper as a person reads it: the mark beside each name, as text; empty marks may be left out.

    A name that is not on the paper is allowed: it is a mark that names nobody.
    """

    marks: Mapping[str, str]
    declaration_completed: bool = True
    official_mark: bool = True
    identifies_elector: bool = False


# A cross or tick is read as the figure 1. docs/rules/marks.md [2]
_CROSSES = frozenset("xX×✕✖✗✘✓✔☑☒√")
_FIGURE = re.compile(r"[1-9][0-9]{0,2}")


def figure_of(mark: str) -> int | None:
    """The rank that a mark stands for: a whole number 1 to 999, or 1 for a cross or tick; else None.

    Source: docs/rules/marks.md [2].
    """
    mark = mark.strip()
    if mark in _CROSSES:
        return 1
    return int(mark) if _FIGURE.fullmatch(mark) else None


def ranks_of(marks: Mapping[int, str]) -> Ranks:
    """Arrange marks (candidate number -> text) by rank; a mark that is no rank is left out."""
    figures = {c: figure for c, text in marks.items() if (figure := figure_of(text)) is not None}
    ranks: list[list[int]] = [[] for _ in range(max(figures.values(), default=0))]
    for candidate, figure in sorted(figures.items()):
        ranks[figure - 1].append(candidate)
    return tuple(tuple(rank) for rank in ranks)


def judge(ranks: Ranks, policy: MarkPolicy) -> Ranking | Rejected:
    """Judge the marks of one paper by the contest's policy: good as far as it is clear.

    Source: docs/rules/marks.md; the paragraph numbers stand beside the code.
    """
    preferences: list[int] = []
    end, empty, first_clash = End.NO_FURTHER, 0, False
    for rank in ranks:
        if not rank:
            empty += 1
            continue
        if policy.skipped_ranks is not None and empty > policy.skipped_ranks:  # [5]
            end = End.SKIPPED
            break
        empty = 0
        if UNCLEAR in rank:  # [7]
            end = End.UNCLEAR
            break
        if len(rank) > 1:  # [4]
            first_clash = first_clash or not preferences
            if policy.overvote is Overvote.SKIP:
                continue
            end = End.OVERVOTE
            break
        if rank[0] in preferences:  # [6]
            if policy.duplicates is Duplicates.SKIP:
                continue
            end = End.DUPLICATE
            break
        preferences.append(rank[0])
    if preferences:  # [3]
        return Ranking(tuple(preferences), end)
    if first_clash:  # [8]
        return Rejected(Heading.MORE_THAN_ONE_FIRST)
    return Rejected(Heading.UNCERTAIN if any(ranks) else Heading.UNMARKED)


def judge_paper(
    paper: Paper, candidates: Sequence[Candidate], policy: MarkPolicy = MarkPolicy()
) -> Ranking | Rejected:
    """Judge one transcribed paper: first its form, then its marks. docs/rules/marks.md [1] to [8].

    Candidates are numbered from 0 in the order given; marks name them by id or by name.
    """
    if not paper.official_mark:  # [1]
        return Rejected(Heading.OFFICIAL_MARK)
    if paper.identifies_elector:
        return Rejected(Heading.IDENTIFIABLE)
    if not paper.declaration_completed:
        return Rejected(Heading.DECLARATION)
    numbers = {c.name: n for n, c in enumerate(candidates)}
    numbers |= {c.id: n for n, c in enumerate(candidates)}
    marks: dict[int, str] = {}
    unknown: list[str] = []
    for name, mark in paper.marks.items():
        if name.strip() in numbers:
            marks[numbers[name.strip()]] = mark
        elif mark.strip():
            unknown.append(mark)
    ranks = [list(rank) for rank in ranks_of(marks)]
    for mark in unknown:  # [7]
        figure = figure_of(mark) or 1
        ranks.extend([] for _ in range(figure - len(ranks)))
        ranks[figure - 1].append(UNCLEAR)
    if not any(ranks) and any(mark.strip() for mark in paper.marks.values()):
        return Rejected(Heading.UNCERTAIN)  # [8]
    return judge(tuple(tuple(rank) for rank in ranks), policy)


def distinct_rows(rows: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Distinct rows in lexicographic order, and for each given row the number of its distinct row.

    rows: (n, k), every value at least -2.
    """
    if not len(rows):
        return rows, np.zeros(0, dtype=np.int64)
    keys = np.zeros(len(rows), dtype=np.int64)
    room, radix = 2**62, int(rows.max(initial=0)) + 3
    for column in rows.T:
        if int(keys.max()) >= room // radix:
            keys = np.unique(keys, return_inverse=True)[1].astype(np.int64)
        keys = keys * radix + (column.astype(np.int64) + 2)
    _, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
    return rows[first], inverse.astype(np.int64)


def _add_up(papers: NDArray[np.int64], inverse: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    total = np.zeros((size, papers.shape[1]), dtype=np.int64)
    np.add.at(total, inverse, papers)
    return total


def _frozen(array: NDArray[np.generic]) -> None:
    array.setflags(write=False)


def _check_total(papers: NDArray[np.int64]) -> None:
    if papers.size and (papers.min() < 0 or sum(int(n) for n in _safe_sums(papers)) > MAX_PAPERS):
        raise RuleError("papers are counted from nought up to 2^62 in all")


def _safe_sums(papers: NDArray[np.int64]) -> list[int]:
    """Totals by section as Python integers, which cannot overflow."""
    high, low = papers >> 31, papers & (2**31 - 1)
    return [(int(h) << 31) + int(w) for h, w in zip(high.sum(axis=0), low.sum(axis=0), strict=True)]


@dataclass(frozen=True, slots=True, eq=False)
class CastVoteRecords:
    """What was marked, before anybody judged it: each distinct way of marking once.

    ``marks`` (n, ranks): the candidate's number at each rank, BLANK where nobody, and
    ``len(candidates) + k`` where all candidates of ``equal[k]`` share the rank.
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
        _check_total(self.papers)
        _frozen(self.marks)
        _frozen(self.papers)

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
        kept = papers.any(axis=1)
        if not kept.all():
            marks, papers = marks[kept], papers[kept]
        marks, equal = _canonical_equal(marks, equal, len(candidates))
        used = int(np.flatnonzero((marks != BLANK).any(axis=0)).max(initial=-1)) + 1
        distinct, inverse = distinct_rows(marks[:, :used])
        if len(distinct) < len(marks) or not np.array_equal(inverse, np.arange(len(marks))):
            papers = _add_up(papers, inverse, len(distinct))
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
        return sum(_safe_sums(self.papers))

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
    used = {k for k in np.unique(marks[marks >= size]).tolist()}
    groups = sorted({tuple(sorted(equal[k - size])) for k in used})
    numbers = {group: size + n for n, group in enumerate(groups)}
    lookup = np.arange(-1, size + len(equal), dtype=np.int32)
    for k in used:
        lookup[k + 1] = numbers[tuple(sorted(equal[k - size]))]
    return lookup[marks + 1], tuple(groups)


def combine(records: Sequence[CastVoteRecords]) -> CastVoteRecords:
    """Put the records of several sections, of the same candidates, side by side."""
    candidates = records[0].candidates
    assert all(r.candidates == candidates for r in records)
    sections = tuple(s for r in records for s in r.sections)
    width = max(r.marks.shape[1] for r in records)
    blocks, papers, equal, column = [], [], [], 0
    for part in records:
        marks = np.full((len(part.marks), width), BLANK, dtype=np.int32)
        shifted = part.marks + np.int32(len(equal)) * (part.marks >= len(candidates))
        marks[:, : part.marks.shape[1]] = shifted
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
        _check_total(self.papers)
        for array in (self.rankings, self.ends, self.papers):
            _frozen(array)

    @property
    def valid(self) -> tuple[int, ...]:
        """Valid papers of each section."""
        return tuple(_safe_sums(self.papers))

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
        """Make a profile of (ranking, papers by section), in any order, repeated or not."""
        listed = list(rows)
        width = max((len(r.preferences) for r, _ in listed), default=1)
        rankings = np.full((len(listed), width), BLANK, dtype=np.int32)
        for row, (ranking, _) in zip(rankings, listed, strict=True):
            row[: len(ranking.preferences)] = ranking.preferences
        ends = np.array([r.end for r, _ in listed], dtype=np.int8)
        papers = np.array([list(p) for _, p in listed], dtype=np.int64)
        papers = papers.reshape(len(listed), len(sections))
        return _profile(tuple(candidates), tuple(sections), rankings, ends, papers, rejected or {})


def _profile(
    candidates: tuple[str, ...],
    sections: tuple[str, ...],
    rankings: NDArray[np.int32],
    ends: NDArray[np.int8],
    papers: NDArray[np.int64],
    rejected: Mapping[Heading, tuple[int, ...]],
) -> Profile:
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
        _add_up(papers, inverse, len(distinct)),
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
    """Which rows are not plainly marked: blank, equal ranks, a skipped rank, or a candidate twice."""
    if not marks.shape[1]:
        return np.ones(len(marks), dtype=bool)
    blank = marks == BLANK
    doubtful: NDArray[np.bool_] = blank[:, 0] | (marks >= size).any(axis=1)
    doubtful |= (blank[:, :-1] & ~blank[:, 1:]).any(axis=1)
    for place in range(1, marks.shape[1]):
        here = marks[:, place : place + 1]
        doubtful |= ((marks[:, :place] == here) & (here != BLANK)).any(axis=1)
    return doubtful
