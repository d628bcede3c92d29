"""The count of the package and a naive one, made from the rule page alone, agree at every stage."""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import Any

import pytest

from hustings.ballot import End, Rejected, judge
from hustings.contest import Majority
from hustings.count import Act, Count, LotNeeded, Lots, Stage, count
from tests.count.invented import Invented, answered, by_name, invent
from tests.count.naive_av import NaiveCount, Rules, Slip, Told

CONTESTS = 4000
CONTESTS_FULL = 104_000
BATCH = 10_000

# A generator gone tame would make agreement cheap: each of these must occur that often.
WANTED = {
    "several stages": 1000, "a lot": 600, "two lots": 300, "settled by earlier stages": 150,
    "narrowed, then a lot": 3, "weighted": 1000, "a dead section": 300, "rejected papers": 900,
    "non-transferable": 700, "ended by an overvote": 70, "withdrawn": 900, "past the result": 60,
    "no votes": 100, "by majority": 1000, "by equal_or_exceed": 80, "by more_of_two": 90,
    "by tie": 150,
}  # fmt: skip


def slips_of(invented: Invented) -> list[Slip]:
    """Every paper by itself, each judged alone; rejected papers are left out."""
    contest = invented.contest
    slips = []
    for ranks, section, papers in invented.rows:
        verdict = judge(ranks, contest.marks)
        if isinstance(verdict, Rejected):
            continue
        names = tuple(contest.candidates[n].id for n in verdict.preferences)
        end = End.NO_FURTHER if len(names) == len(contest.candidates) else verdict.end
        slips += [Slip(contest.sections[section].id, names, end.cause)] * papers
    return slips


def rules_of(invented: Invented) -> Rules:
    contest = invented.contest
    return Rules(
        tuple(c.id for c in contest.candidates),
        frozenset(c.id for c in contest.candidates if c.withdrawn),
        {s.id: s.weight for s in contest.sections},
        contest.base.value,
        contest.tie_order.value,
        contest.majority is Majority.EQUAL_OR_EXCEED,
        contest.to_two,
    )


def plainly(stage: Stage, sections: tuple[str, ...]) -> dict[str, Any]:
    """A stage of the package in the words of the naive count."""
    ties = [
        (frozenset(t.candidates), t.act.value, t.chosen, t.stage, t.by_lot, frozenset(t.level))
        for t in stage.ties
    ]
    return vars(
        Told(
            stage.number,
            by_name(stage.votes, sections),
            dict(stage.points),
            {gone: by_name(to, sections) for gone, to in stage.transfers.items()},
            by_name(stage.non_transferable, sections),
            "".join(stage.excluded),
            "".join(stage.elected),
            stage.elected_by.value if stage.elected_by else "",
            stage.needed,
            ties,
        )
    )


def compare(invented: Invented, random: Random) -> tuple[Count, int]:
    """Hold the two counts against each other, before and after every lot; give the lots drawn."""
    profile, contest = invented.profile, invented.contest
    sections = tuple(s.id for s in contest.sections)
    slips, rules, lots = slips_of(invented), rules_of(invented), Lots()
    while True:
        counted = count(profile, contest, lots)
        naive = NaiveCount(slips, rules, {(x.stage, x.candidates): x.drawn for x in lots})
        assert [plainly(s, sections) for s in counted.stages] == [vars(t) for t in naive.told]
        asked = counted.lot_needed
        assert (asked and (asked.stage, frozenset(asked.candidates), asked.act.value)) == (
            naive.question
        )
        if asked is None and naive.nobody_asks is not None:
            stage, level, act = naive.nobody_asks
            asked = LotNeeded(stage, tuple(sorted(level)), Act(act))
        if asked is None:
            return counted, len(lots.lots)
        lots = answered(lots, asked, random)


def met_in(invented: Invented, counted: Count, lots: int) -> Counter[str]:
    """What a contest had in it, so that a generator gone tame is noticed."""
    first = counted.stages[0]
    return Counter(
        {
            "several stages": len(counted.stages) > 1,
            "a lot": lots > 0,
            "two lots": lots > 1,
            "settled by earlier stages": any(not t.by_lot for s in counted.stages for t in s.ties),
            "narrowed, then a lot": any(
                t.by_lot and t.stage is not None for s in counted.stages for t in s.ties
            ),
            "weighted": invented.contest.weighted,
            "a dead section": invented.contest.weighted and any(first.live) and not all(first.live),
            "rejected papers": bool(invented.profile.rejected),
            "non-transferable": bool(counted.stages[-1].non_transferable),
            "ended by an overvote": End.OVERVOTE.cause in counted.stages[-1].non_transferable,
            "withdrawn": any(c.withdrawn for c in invented.contest.candidates),
            "past the result": any(not s.needed for s in counted.stages),
            "no votes": not any(first.live),
            **{f"by {by}": True for s in counted.stages if (by := s.elected_by)},
        }
    )


def _compare_many(seeds: range) -> Counter[str]:
    met: Counter[str] = Counter()
    for seed in seeds:
        random = Random(seed)
        invented = invent(random)
        met += met_in(invented, *compare(invented, random))
    return met


def test_a_naive_count_agrees_at_every_stage_of_thousands_of_contests() -> None:
    met = _compare_many(range(CONTESTS))
    assert {what: met[what] for what in WANTED if met[what] < WANTED[what]} == {}


@pytest.mark.full
@pytest.mark.parametrize("start", range(CONTESTS, CONTESTS_FULL, BATCH))
def test_a_naive_count_agrees_at_every_stage_of_many_more_contests(start: int) -> None:
    assert _compare_many(range(start, start + BATCH))
