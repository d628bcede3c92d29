"""Second preferences, and each candidate against each other: what rankings say beside a count.

A contest of many candidates has few rankings and many pairs of candidates, so second preferences
keep only the pairs that some paper holds, and above :data:`MOST_IN_PAIRS` standing candidates there
is no pairwise table: with 4,000 it would have sixteen million cells, which nobody reads.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from hustings.ballot import BLANK, Profile
from hustings.ballot.arrays import add_up
from hustings.contest import Contest
from hustings.count import Votes

__all__ = ["MOST_IN_PAIRS", "Cells", "NextPreferences", "next_preferences", "pairwise"]

MOST_IN_PAIRS = 200
"""With more standing candidates there is no pairwise table, and JSON leaves noughts out."""


class Cells(Mapping[str, Votes]):
    """Papers by section for each of many candidates; only those who have any take up room.

    It reads as a mapping of everybody, most of them with nought papers; ``filled`` holds the rest.
    """

    __slots__ = ("_everybody", "_left_out", "_nought", "filled")

    def __init__(
        self,
        everybody: Mapping[str, int],
        left_out: str,
        filled: Mapping[str, Votes],
        nought: Votes,
    ) -> None:
        self._everybody, self._left_out, self._nought = everybody, left_out, nought
        self.filled = filled

    def __getitem__(self, candidate: str) -> Votes:
        if candidate == self._left_out or candidate not in self._everybody:
            raise KeyError(candidate)
        return self.filled.get(candidate, self._nought)

    def __iter__(self) -> Iterator[str]:
        return (c for c in self._everybody if c != self._left_out)

    def __len__(self) -> int:
        return len(self._everybody) - 1

    def __repr__(self) -> str:
        return f"Cells({dict(self.filled)!r} of {len(self)})"


@dataclass(frozen=True, slots=True)
class NextPreferences:
    """Second preferences: of the papers that put one candidate first, where the next one goes.

    ``to`` gives papers by section for each other standing candidate, and ``to.filled`` only for
    those who have any; ``none`` those without a second preference, for whatever cause. All of them
    add up to the first preferences.
    """

    first: str
    to: Cells
    none: Votes


def next_preferences(contest: Contest, profile: Profile) -> tuple[NextPreferences, ...]:
    """The matrix of second preferences, withdrawn candidates struck; a row for each standing one.

    ``profile`` must have had the withdrawn struck (:func:`hustings.count.piles.struck`).
    """
    ids, size = profile.candidates, len(profile.candidates)
    standing = {c.id: n for n, c in enumerate(contest.candidates) if not c.withdrawn}
    nought = (0,) * len(profile.sections)
    filled: dict[int, dict[str, Votes]] = {n: {} for n in range(size)}
    none: dict[int, Votes] = {}
    for first, second, papers in _held(profile):
        if second == size:
            none[first] = papers
        else:
            filled[first][ids[second]] = papers
    return tuple(
        NextPreferences(c, Cells(standing, c, filled[n], nought), none.get(n, nought))
        for c, n in standing.items()
    )


def _held(profile: Profile) -> Iterator[tuple[int, int, Votes]]:
    """Each first and second preference that some paper holds, by number, and the papers.

    In the order of the ballot paper; the second is the number of candidates where there is none.
    """
    size = len(profile.candidates)
    first = profile.rankings[:, 0].astype(np.int64)
    second = profile.rankings[:, 1] if profile.rankings.shape[1] > 1 else BLANK
    at = first * (size + 1) + np.where(second == BLANK, size, second)
    cells, inverse = np.unique(at, return_inverse=True)
    papers = add_up(profile.papers, inverse.astype(np.int64), len(cells))
    for cell, votes in zip(cells.tolist(), papers.tolist(), strict=True):
        if any(votes):
            yield (*divmod(cell, size + 1), tuple(votes))


def pairwise(contest: Contest, profile: Profile) -> dict[str, dict[str, Votes]]:
    """Papers, by section, that prefer one standing candidate to another, ranked or not.

    Every ranked candidate is preferred to every candidate who is not ranked. Empty where more than
    ``MOST_IN_PAIRS`` candidates stand.
    """
    standing = [n for n, c in enumerate(contest.candidates) if not c.withdrawn]
    if len(standing) > MOST_IN_PAIRS:
        return {}
    return _pairs_of(profile, standing)


def _pairs_of(profile: Profile, standing: Sequence[int]) -> dict[str, dict[str, Votes]]:
    """The table of those numbers; ``profile`` names nobody else, but on papers for nobody else."""
    size, sections = len(standing), len(profile.sections)
    place_of = np.full(len(profile.candidates) + 1, BLANK, dtype=np.intp)
    place_of[list(standing)] = range(size)
    rankings = place_of[profile.rankings]  # BLANK looks up the last entry, which is BLANK
    before = np.zeros((sections, (size + 1) * (size + 1)), dtype=np.int64)
    ranked = np.zeros((sections, size + 1), dtype=np.int64)
    columns = list(rankings.T)
    for place, column in enumerate(columns):
        rows = np.flatnonzero(column != BLANK)
        here, papers = column[rows], profile.papers[rows]
        for section in range(sections):
            np.add.at(ranked[section], here, papers[:, section])
        for earlier in columns[:place]:
            at = earlier[rows] * (size + 1) + here
            for section in range(sections):
                np.add.at(before[section], at, papers[:, section])
    # a over b: every paper that ranks a, but those that rank b before a.
    over = ranked[:, :, None] - before.reshape(sections, size + 1, size + 1).transpose(0, 2, 1)
    listed = over.transpose(1, 2, 0).tolist()
    ids = [profile.candidates[n] for n in standing]
    return {
        a: {b: tuple(listed[m][n]) for n, b in enumerate(ids) if b != a} for m, a in enumerate(ids)
    }
