"""Counting along with somebody else's record: every lot falls as it did there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from hustings.ballot import CastVoteRecords, Profile, Ranks, interpret
from hustings.contest import Candidate, Contest, TieOrder, ids_for
from hustings.count import Act, Count, Lot, LotNeeded, Lots, Stage, count
from hustings.count.ties import fewest

Rounds = Sequence[Mapping[str, int]]
"""Votes of each continuing candidate, round by round, as somebody else published them."""

Row = tuple[Ranks, int]
"""Marks by rank, and how many papers hold them."""


def contest_of(names: Iterable[str], **options: object) -> Contest:
    """A contest between candidates who are only named; the name is the id where it can be one."""
    names = tuple(names)
    candidates = tuple(Candidate(i, name) for i, name in zip(ids_for(names), names, strict=True))
    return Contest("golden", "A golden case", candidates, **options)  # type: ignore[arg-type]


def profile_of(contest: Contest, rows: Iterable[Row]) -> Profile:
    """The profile of the rows, judged by the contest's own policy."""
    one_section = [(ranks, 0, papers) for ranks, papers in rows]
    records = CastVoteRecords.gather(contest.candidates, one_section, sections=["all"])
    return interpret(records, contest.marks)


Draw = Callable[[LotNeeded], str | None]


def count_drawing(profile: Profile, contest: Contest, draw: Draw) -> tuple[Count, Lots]:
    """Count, answering every lot that is asked for; give the lots too.

    Past the result nobody is asked, so a lot that would let such a count go on is offered. The
    count stops where ``draw`` gives nobody.
    """
    lots = Lots()
    while True:
        counted = count(profile, contest, lots)
        asked = counted.lot_needed or _would_go_on(counted, contest)
        drawn = draw(asked) if asked else None
        if asked is None or drawn is None:
            return counted, lots
        lots = Lots((*lots.lots, Lot(asked.stage, frozenset(asked.candidates), drawn)))


def _would_go_on(counted: Count, contest: Contest) -> LotNeeded | None:
    """The lot without which a count past its result stops before two remain. av.md [10]"""
    last = counted.stages[-1]
    if not counted.elected or not contest.to_two or len(last.votes) <= 2:
        return None
    assert contest.tie_order is TieOrder.LOT
    return LotNeeded(last.number, fewest(last.points), Act.EXCLUDE)


def as_in(rounds: Rounds, elected: Sequence[str] = ()) -> Draw:
    """Draw as the record went: who left it first is excluded, who won it is elected."""
    last = {c: n for n, votes in enumerate(rounds) for c in votes}

    def draw(asked: LotNeeded) -> str | None:
        if asked.act is Act.ELECT:
            return next((c for c in asked.candidates if c in elected), None)
        return min(asked.candidates, key=lambda c: (last[c], asked.candidates.index(c)))

    return draw


def votes_of(stage: Stage) -> dict[str, int]:
    """Votes of each continuing candidate, sections added."""
    return {c: stage.total(c) for c in stage.votes}


def out_of_count(stage: Stage) -> dict[str, int]:
    """Papers non-transferable by cause, sections added."""
    return {cause: sum(papers) for cause, papers in stage.non_transferable.items()}


def deciding(counted: Count) -> int:
    """How many stages there are up to the one that elects."""
    return next(s.number for s in counted.stages if s.elected)
