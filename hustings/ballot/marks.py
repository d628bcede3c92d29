"""From the marks of one paper to its ranking, or to the heading under which it is rejected.

:func:`judge` is the one place where marks become a ranking; the numbers in brackets are the
paragraphs of docs/rules/marks.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from hustings.contest import Candidate, Duplicates, Heading, MarkPolicy, Names, Overvote

__all__ = [
    "UNCLEAR",
    "End",
    "Paper",
    "Ranking",
    "Ranks",
    "Rejected",
    "figure_of",
    "judge",
    "judge_paper",
    "ranks_of",
]

UNCLEAR = -2
"""In ranks: a mark that stands at this rank but names nobody on the paper."""

Ranks = tuple[tuple[int, ...], ...]
"""Candidates by rank, first rank first: the numbers of all marked with it, often one or none."""


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
        if min(self.preferences) < 0:
            raise ValueError(f"candidates are numbered from 0: {self.preferences}")


@dataclass(frozen=True, slots=True)
class Rejected:
    """A paper that is not counted, and the heading under which it is published."""

    heading: Heading


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper as a person reads it: the mark beside each name; empty ones may be absent.

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
    """The rank that a mark stands for: a whole number to 999, or 1 for a cross or tick; else None.

    Source: docs/rules/marks.md [2].
    """
    mark = mark.strip()
    if mark in _CROSSES:
        return 1
    return int(mark) if _FIGURE.fullmatch(mark) else None


def ranks_of(marks: Mapping[int, str]) -> Ranks:
    """Arrange marks (candidate number -> text) by rank; a mark that is no rank is left out."""
    return _by_rank(marks.items())


def _by_rank(marks: Iterable[tuple[int, str]]) -> Ranks:
    figures = [(figure, c) for c, text in marks if (figure := figure_of(text)) is not None]
    ranks: list[list[int]] = [[] for _ in range(max(figures, default=(0, 0))[0])]
    for figure, candidate in sorted(set(figures)):
        ranks[figure - 1].append(candidate)
    return tuple(tuple(rank) for rank in ranks)


def judge(ranks: Ranks, policy: MarkPolicy) -> Ranking | Rejected:
    """Judge the marks of one paper by the contest's policy: good as far as it is clear.

    Source: docs/rules/marks.md; the paragraph numbers stand beside the code.
    """
    preferences: list[int] = []
    end, empty, clash = End.NO_FURTHER, 0, False
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
            clash = True
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
    if clash:  # [8]
        return Rejected(Heading.MORE_THAN_ONE_FIRST)
    return Rejected(Heading.UNCERTAIN if any(ranks) else Heading.UNMARKED)


def judge_paper(
    paper: Paper, candidates: Sequence[Candidate], policy: MarkPolicy = MarkPolicy()
) -> Ranking | Rejected:
    """Judge one transcribed paper: first its form, then its marks. docs/rules/marks.md [1] to [8].

    Candidates are numbered from 0 in the order given; marks name them by id or by name, without
    regard to case.
    """
    if not paper.official_mark:  # [1]
        return Rejected(Heading.OFFICIAL_MARK)
    if paper.identifies_elector:
        return Rejected(Heading.IDENTIFIABLE)
    if not paper.declaration_completed:
        return Rejected(Heading.DECLARATION)
    names = Names(candidates)
    meant = ((names.meant(name.strip()), mark) for name, mark in paper.marks.items())
    ranks = _by_rank((who[0] if len(who) == 1 else UNCLEAR, mark) for who, mark in meant)  # [7]
    if not any(ranks) and any(mark.strip() for mark in paper.marks.values()):
        return Rejected(Heading.UNCERTAIN)  # [8]
    return judge(ranks, policy)
