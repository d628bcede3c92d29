"""The contest and the ballots that assumptions make of those that there were.

A candidate who withdraws is struck from every ballot. If he or she backs another, each of his or
her ballots is split: the share that follows ranks the other first, the rest goes as it is marked.
Every ballot is split alike, that of a named MP and the 500th of a row, so no paper has to be chosen
and nothing is rounded: papers are counted in a unit that makes all of them whole numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import gcd, lcm

import numpy as np
from numpy.typing import NDArray

from hustings.ballot import BLANK, MAX_PAPERS, Profile, distinct_rows
from hustings.ballot.arrays import add_up, totals
from hustings.contest import Base, Contest, Figures
from hustings.errors import RuleError
from hustings.track.whatif_assumptions import Assumptions, Endorsement, weights_of

__all__ = ["Following", "followings", "supposed_contest", "supposed_profile"]


@dataclass(frozen=True, slots=True)
class Following:
    """An endorsement among the ballots: by section, the backer's papers and those that follow.

    ``papers`` are all that rank the backer first of those who stood, by the id of each section that
    is still counted; ``follow`` is the share of them, exactly, so it can be a part of a paper.
    """

    endorsement: Endorsement
    papers: dict[str, int]

    @property
    def follow(self) -> dict[str, Fraction]:
        """The papers that follow, by section."""
        return {s: self.endorsement.share * n for s, n in self.papers.items()}


def supposed_contest(contest: Contest, assumptions: Assumptions) -> Contest:
    """The contest as it is supposed to be; ``assumptions`` are :func:`~fitted` to it.

    What the officer stated of papers is left out: it belongs to the count that there was.
    """
    weights = weights_of(contest, assumptions)
    sections = tuple(
        replace(s, weight=weights[s.id], figures=Figures())
        for s in contest.sections
        if weights[s.id] != 0
    )
    candidates = tuple(
        replace(c, withdrawn=c.withdrawn or c.id in assumptions.withdrawn)
        for c in contest.candidates
    )
    return replace(
        contest,
        candidates=candidates,
        sections=sections,
        base=contest.base if assumptions.base is None else Base(assumptions.base),
        rule=contest.rule if assumptions.rule is None else assumptions.rule,
    )


def supposed_profile(
    profile: Profile, contest: Contest, assumptions: Assumptions
) -> tuple[Profile, Fraction]:
    """The ballots as they are supposed to be, and the unit in papers that they are counted in.

    The unit is 1 wherever every ballot that follows is whole. RuleError where shares have so large
    denominators that the papers cannot be counted in 64 bits.
    """
    weights = weights_of(contest, assumptions)
    kept = [n for n, s in enumerate(contest.sections) if weights[s.id] != 0]
    blocks = [replace(b, papers=b.papers[:, kept]) for b in _blocks(profile, contest, assumptions)]
    unit = _unit(blocks)
    width = max(block.rankings.shape[1] for block in blocks)
    merged = _merged(
        profile.candidates,
        tuple(profile.sections[n] for n in kept),
        np.concatenate([_widened(block.rankings, width) for block in blocks]),
        np.concatenate([block.ends for block in blocks]),
        np.concatenate([_in_units(block, unit) for block in blocks]),
    )
    return merged, unit


@dataclass(frozen=True, slots=True)
class _Block:
    """Some rankings, of each of which only a share of its papers counts."""

    rankings: NDArray[np.int32]
    ends: NDArray[np.int8]
    papers: NDArray[np.int64]
    share: Fraction


def _blocks(profile: Profile, contest: Contest, assumptions: Assumptions) -> Iterator[_Block]:
    """Of each who backs another the ballots that follow, and the rest; then all other ballots."""
    first = _first_standing(profile, contest)
    plain = np.ones(len(profile.rankings), dtype=bool)
    for candidate in dict.fromkeys(e.candidate for e in assumptions.endorsements):
        rows = first == profile.candidates.index(candidate)
        plain &= ~rows
        rankings, ends, papers = profile.rankings[rows], profile.ends[rows], profile.papers[rows]
        rest = Fraction(1)
        for one in assumptions.backed_by(candidate):
            led = _led_by(rankings, profile.candidates.index(one.to))
            yield _Block(led, ends, papers, one.share)
            rest -= one.share
        if rest:
            yield _Block(rankings, ends, papers, rest)
    yield _Block(profile.rankings[plain], profile.ends[plain], profile.papers[plain], Fraction(1))


def _first_standing(profile: Profile, contest: Contest) -> NDArray[np.int32]:
    """Of each ranking the first candidate who stood in the real count; BLANK where nobody did."""
    stands = np.array([not c.withdrawn for c in contest.candidates] + [False])
    open_to = stands[profile.rankings]
    at = open_to.argmax(axis=1)
    each = np.arange(len(profile.rankings))
    found: NDArray[np.int32] = np.where(open_to[each, at], profile.rankings[each, at], BLANK)
    return found


def _led_by(rankings: NDArray[np.int32], candidate: int) -> NDArray[np.int32]:
    """The rankings with the candidate first, and no longer where he or she stood in them."""
    without = rankings.copy()
    without[without == candidate] = BLANK
    order = np.argsort(without == BLANK, axis=1, kind="stable")
    first = np.full((len(rankings), 1), candidate, dtype=np.int32)
    return np.column_stack([first, np.take_along_axis(without, order, axis=1)])


def _unit(blocks: Sequence[_Block]) -> Fraction:
    """The largest part of a paper of which every number of papers is a multiple, at most 1."""
    denominators = [1]
    for block in blocks:
        common = gcd(*np.unique(block.papers).tolist())
        denominators.append((block.share * common).denominator)
    unit = Fraction(1, lcm(*denominators))
    whole = sum(sum(totals(block.papers)) * block.share for block in blocks)
    if whole / unit > MAX_PAPERS:
        raise RuleError(
            "these shares split the ballots too finely to count them: give shares with smaller "
            f"denominators, in all up to about {MAX_PAPERS // whole:,}"
        )
    return unit


def _in_units(block: _Block, unit: Fraction) -> NDArray[np.int64]:
    """The papers of a block that count, which come out whole in that unit."""
    factor = block.share / unit
    if block.papers.size and int(block.papers.max()) * factor.numerator > MAX_PAPERS:
        whole = [[int(n * factor) for n in row] for row in block.papers.tolist()]
        return np.array(whole, dtype=np.int64)
    return block.papers * factor.numerator // factor.denominator


def _widened(rankings: NDArray[np.int32], width: int) -> NDArray[np.int32]:
    return np.pad(rankings, ((0, 0), (0, width - rankings.shape[1])), constant_values=BLANK)


def _merged(
    candidates: tuple[str, ...],
    sections: tuple[str, ...],
    rankings: NDArray[np.int32],
    ends: NDArray[np.int8],
    papers: NDArray[np.int64],
) -> Profile:
    """A profile with each distinct ranking once, without those that no section counted holds."""
    held = papers.any(axis=1)
    keyed = np.column_stack([rankings[held], ends[held].astype(np.int32)])
    distinct, inverse = distinct_rows(keyed)
    return Profile(
        candidates,
        sections,
        np.ascontiguousarray(distinct[:, :-1]),
        distinct[:, -1].astype(np.int8),
        add_up(papers[held], inverse, len(distinct)),
    )


def followings(
    profile: Profile, contest: Contest, assumptions: Assumptions
) -> tuple[Following, ...]:
    """Of each endorsement, whose papers follow, by section."""
    first, weights = _first_standing(profile, contest), weights_of(contest, assumptions)
    found = []
    for one in assumptions.endorsements:
        rows = first == profile.candidates.index(one.candidate)
        papers = profile.papers[rows].sum(axis=0).tolist()
        by_section = zip(contest.sections, papers, strict=True)
        found.append(Following(one, {s.id: n for s, n in by_section if weights[s.id] != 0}))
    return tuple(found)
