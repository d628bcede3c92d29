"""The alternative vote. Rule: docs/rules/av.md.

Source: Parliamentary Voting System and Constituencies Act 2011, section 9 (rule 45A) and
schedule 10 (rules 49 and 49A).

Numbers in brackets are the paragraphs of docs/rules/av.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from hustings.ballot import Profile
from hustings.contest import Contest, Majority
from hustings.count.piles import Piles, stage_of
from hustings.count.stage import Act, By, LotNeeded, Lots, Stage, Tie, Transfers
from hustings.count.ties import fewest, most, settle
from hustings.count.weighing import Weighing

__all__ = ["alternative_vote"]


def alternative_vote(profile: Profile, contest: Contest, lots: Lots) -> Iterator[Stage | LotNeeded]:
    """Yield each stage; the last one elects, or a request for a lot follows it.

    Only the first stage comes, electing nobody, if no paper is live at it. With ``contest.to_two``
    further stages follow the one that elects, marked as not needed for the result.
    """
    piles = Piles(profile, {c.id for c in contest.candidates if c.withdrawn})  # [1]
    weighing = Weighing(contest, piles.live())
    transfers: Transfers = {}
    earlier: tuple[Stage, ...] = ()
    if not any(weighing.first):
        yield stage_of(piles, weighing)
        return
    winner: str | None = None
    while True:
        stage = stage_of(piles, weighing, number=len(earlier) + 1, transfers=transfers)  # [2]
        stage = replace(stage, needed=winner is None)
        if winner is None:
            decided = _decide(stage, contest, weighing, earlier, lots)
            if isinstance(decided, LotNeeded):  # [7]
                yield stage
                yield decided
                return
            if decided is not None:
                winner, by, tie = decided
                ties = (tie,) if tie else ()
                stage = replace(stage, elected=(winner,), elected_by=by, ties=ties)
        if len(stage.votes) <= 2 or (winner is not None and not contest.to_two):  # [4] [10]
            yield stage
            return
        lowest = settle(  # [5] [6]
            fewest(stage.points), Act.EXCLUDE,
            stage=stage.number, earlier=earlier, order=contest.tie_order, lots=lots,
        )  # fmt: skip
        if isinstance(lowest, LotNeeded):  # [7]; past the result nobody has to draw [10]
            yield stage
            if winner is None:
                yield lowest
            return
        excluded, tie = lowest
        stage = replace(stage, excluded=(excluded,), ties=(*stage.ties, tie) if tie else stage.ties)
        yield stage
        earlier = (*earlier, stage)
        transfers = piles.exclude((excluded,))  # [8] [9]


def _decide(
    stage: Stage, contest: Contest, weighing: Weighing, earlier: tuple[Stage, ...], lots: Lots
) -> tuple[str, By, Tie | None] | LotNeeded | None:
    """Who is elected at this stage and why, the lot that is needed to say so, or None."""
    past = weighing.majority(stage.points)
    if len(past) == 1:  # [3]
        enough = contest.majority is Majority.EQUAL_OR_EXCEED
        exactly = enough and stage.points[past[0]] == stage.half
        return past[0], By.EQUAL_OR_EXCEED if exactly else By.MAJORITY, None
    if len(stage.votes) > 2 and not past:
        return None
    level = most(stage.points)  # [4]; [3] where two have as many as all others together
    settled = settle(
        level, Act.ELECT,
        stage=stage.number, earlier=earlier, order=contest.tie_order, lots=lots,
    )  # fmt: skip
    if isinstance(settled, LotNeeded):
        return settled
    chosen, tie = settled
    return chosen, By.TIE if tie else By.MORE_OF_TWO, tie
