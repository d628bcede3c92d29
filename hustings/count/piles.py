"""Papers sorted into piles, one for each continuing candidate, as at a count by hand.

A pile is never copied: each distinct ranking knows only who holds it now. Excluding a candidate
moves the rankings of that pile alone, so a whole count handles each paper a few times.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from hustings.ballot import BLANK, End, Profile
from hustings.count.stage import Stage, Transfers, Votes
from hustings.count.weighing import Weighing

__all__ = ["Piles", "stage_of", "struck"]

NOBODY = -1


class Piles:
    """Who holds each distinct ranking of a profile, and how many papers lie in each pile."""

    def __init__(self, profile: Profile, withdrawn: Collection[str] = ()) -> None:
        """Sort every paper to its first preference who is not withdrawn."""
        self.candidates = profile.candidates
        self.profile = profile
        self._continuing = np.array([c not in withdrawn for c in self.candidates] + [False])
        self._totals = np.zeros((len(self.candidates), len(profile.sections)), dtype=np.int64)
        self._out = np.zeros((len(End), len(profile.sections)), dtype=np.int64)
        if withdrawn:
            self._holder = np.full(len(profile.rankings), NOBODY, dtype=np.int32)
            self._deal(np.arange(len(profile.rankings)))
        else:
            self._holder = profile.rankings[:, 0].copy()
            _add(self._totals, self._holder, profile.papers)

    @property
    def continuing(self) -> tuple[str, ...]:
        """The continuing candidates, in the order of the profile."""
        return tuple(c for c, on in zip(self.candidates, self._continuing, strict=False) if on)

    def votes(self) -> dict[str, Votes]:
        """Votes of each continuing candidate by section."""
        totals: list[list[int]] = self._totals.tolist()
        return {c: tuple(totals[n]) for n, c in enumerate(self.candidates) if self._continuing[n]}

    def live(self) -> Votes:
        """Papers in all piles together, by section."""
        return tuple(self._totals.sum(axis=0).tolist())

    def non_transferable(self) -> dict[str, Votes]:
        """All papers out of the count so far, by cause and section; causes without any left out."""
        counts: list[list[int]] = self._out.tolist()
        return {end.cause: tuple(counts[end]) for end in End if any(counts[end])}

    def exclude(self, excluded: Sequence[str]) -> Transfers:
        """Deal the piles of the excluded to the next continuing preference of each paper.

        Gives the papers moved, by section, from each of them to each continuing candidate.
        """
        numbers = [self.candidates.index(c) for c in excluded]
        self._continuing[numbers] = False
        moved: dict[str, dict[str, Votes]] = {}
        for name, number in zip(excluded, numbers, strict=True):
            before = self._totals.copy()
            self._totals[number] = 0
            self._deal(np.flatnonzero(self._holder == number))
            gain: list[list[int]] = (self._totals - before).tolist()
            moved[name] = {
                c: tuple(gain[n]) for n, c in enumerate(self.candidates) if self._continuing[n]
            }
        return moved

    def _deal(self, rows: NDArray[np.intp]) -> None:
        """Give each ranking to its first continuing preference, or put it out of the count."""
        if not len(rows):
            return
        rankings = self.profile.rankings[rows]
        open_to = self._continuing[rankings]  # BLANK looks up the last entry, which is False
        first = open_to.argmax(axis=1)
        each = np.arange(len(rows))
        found = open_to[each, first]
        self._holder[rows] = np.where(found, rankings[each, first], NOBODY)
        papers = self.profile.papers[rows]
        _add(self._totals, self._holder[rows][found], papers[found])
        _add(self._out, self.profile.ends[rows][~found], papers[~found])


def stage_of(
    piles: Piles, weighing: Weighing, *, number: int = 1, transfers: Transfers | None = None
) -> Stage:
    """The stage as the piles lie now, nobody elected or excluded yet."""
    votes = piles.votes()
    points = weighing.points(votes)
    out = piles.non_transferable()
    return Stage(number, votes, points, weighing.half(points), transfers or {}, out)


def _add(totals: NDArray[np.int64], at: NDArray[np.integer], papers: NDArray[np.int64]) -> None:
    for section in range(totals.shape[1]):
        np.add.at(totals[:, section], at, papers[:, section])


def struck(profile: Profile, withdrawn: Collection[str]) -> Profile:
    """Strike the withdrawn from every ranking; a ranking of nobody else is left as it was."""
    if not withdrawn:
        return profile
    gone = np.array([c in withdrawn for c in profile.candidates] + [False])
    rankings = profile.rankings.copy()
    drop = gone[rankings]
    drop[drop.sum(axis=1) == (rankings != BLANK).sum(axis=1)] = False
    order = np.argsort(drop | (rankings == BLANK), axis=1, kind="stable")
    rankings[drop] = BLANK
    rankings = np.take_along_axis(rankings, order, axis=1)
    return Profile(
        profile.candidates, profile.sections, rankings, profile.ends, profile.papers,
        profile.rejected,
    )  # fmt: skip
