"""The supplementary vote, as once used for mayors in England. Rule: docs/rules/sv.md.

Sources: Greater London Authority Act 1999, schedule 2, part I; Local Government Act 2000,
schedule 2.

Numbers in brackets are the paragraphs of docs/rules/sv.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

import numpy as np

from hustings.ballot import BLANK, End, Profile
from hustings.contest import Contest, TieOrder
from hustings.count.piles import Piles, stage_of, struck
from hustings.count.stage import Act, By, LotNeeded, Lots, Stage
from hustings.count.ties import most, settle
from hustings.count.weighing import Weighing

__all__ = ["supplementary_vote"]


def supplementary_vote(
    profile: Profile, contest: Contest, lots: Lots
) -> Iterator[Stage | LotNeeded]:
    """Yield the stage of first preferences and, unless it elects, that of second preferences.

    Preferences after the second take no part.
    """
    withdrawn = {c.id for c in contest.candidates if c.withdrawn}
    piles = Piles(_first_two(struck(profile, withdrawn)), withdrawn)  # [1]
    weighing = Weighing(contest, piles.live())
    first = stage_of(piles, weighing)
    past = weighing.past_half(first.points)
    if not any(weighing.first):
        yield first
        return
    if len(past) == 1:  # [2]
        yield replace(first, elected=tuple(past), elected_by=By.MAJORITY)
        return
    staying = _staying(first.points)
    excluded = tuple(c for c in first.points if c not in staying)  # [3]
    stage = replace(first, excluded=excluded)
    if excluded:
        yield stage
        transfers = piles.exclude(excluded)  # [4]
        stage = stage_of(piles, weighing, number=2, transfers=transfers)
    settled = settle(  # [5] [6]
        most(stage.points), Act.ELECT,
        stage=stage.number, earlier=(), order=TieOrder.LOT, lots=lots,
    )  # fmt: skip
    if isinstance(settled, LotNeeded):
        yield stage
        yield settled
        return
    winner, tie = settled
    by = By.MAJORITY if [winner] == weighing.past_half(stage.points) else By.MORE_OF_TWO
    if len(stage.votes) > 2 and by is By.MORE_OF_TWO:
        by = By.MOST_VOTES
    yield replace(
        stage, elected=(winner,), elected_by=By.TIE if tie else by, ties=(tie,) if tie else ()
    )


def _staying(points: Mapping[str, Fraction]) -> set[str]:
    """The two with most points; all who are level with the second of them stay too. [3]"""
    second = sorted(points.values(), reverse=True)[:2][-1]
    return {c for c, p in points.items() if p >= second}


def _first_two(profile: Profile) -> Profile:
    """The same papers with nothing after their second preference."""
    rankings = profile.rankings[:, :2]
    reaches_end = (rankings == BLANK).any(axis=1) | (rankings.shape[1] < 2)
    ends = np.where(reaches_end, profile.ends, np.int8(End.NO_FURTHER)).astype(np.int8)
    return Profile(
        profile.candidates, profile.sections, rankings.copy(), ends, profile.papers.copy(),
        profile.rejected,
    )  # fmt: skip
