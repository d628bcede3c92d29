"""Plurality and the supplementary vote against slow counts made from their rule pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from random import Random

import pytest

from hustings.contest import Base
from hustings.count import Count
from tests.count.invented import Invented, draw_all, invent
from tests.count.naive_av import Slip, points_of
from tests.count.test_av_second_opinion import slips_of

CONTESTS = 1000
CONTESTS_FULL = 20_000


@dataclass
class Piles:
    """What each candidate holds, by section; points by weighing.md."""

    invented: Invented
    first: dict[str, int]

    def points(self, piles: dict[str, list[Slip]]) -> dict[str, Fraction]:
        sections = self.invented.contest.sections
        votes = {
            c: {s.id: sum(slip.section == s.id for slip in slips) for s in sections}
            for c, slips in piles.items()
        }
        weights = {s.id: s.weight for s in sections}
        return points_of(votes, self.first, weights, self.invented.contest.base.value)

    def enough(self, points: dict[str, Fraction]) -> list[str]:
        """Those with more than half of the points in play; these rules know no other majority."""
        contest = self.invented.contest
        line = sum(points.values(), Fraction()) / 2
        if contest.base is Base.FIRST:
            held = [s.weight or Fraction() for s in contest.sections if self.first[s.id]]
            line = (sum(held, Fraction()) if contest.weighted else Fraction(1)) / 2
        return [c for c, p in points.items() if p > line]


def struck(invented: Invented) -> list[Slip]:
    """The papers, withdrawn candidates struck out; those of nobody else left out."""
    gone = {c.id for c in invented.contest.candidates if c.withdrawn}
    kept = [
        Slip(slip.section, tuple(c for c in slip.preferences if c not in gone), slip.end)
        for slip in slips_of(invented)
    ]
    return [slip for slip in kept if slip.preferences]


def sorted_piles(invented: Invented, slips: Iterable[Slip]) -> dict[str, list[Slip]]:
    slips = list(slips)
    return {
        c.id: [slip for slip in slips if slip.preferences[0] == c.id]
        for c in invented.contest.standing
    }


def first_live(invented: Invented, slips: Iterable[Slip]) -> dict[str, int]:
    slips = list(slips)
    return {s.id: sum(x.section == s.id for x in slips) for s in invented.contest.sections}


def check_plurality(invented: Invented, counted: Count) -> None:
    slips = struck(invented)
    piles = Piles(invented, first_live(invented, slips))
    points = piles.points(sorted_piles(invented, slips))
    (stage,) = counted.stages
    assert dict(stage.points) == points
    seats = min(invented.contest.seats, len(points))
    best = sorted(points.values(), reverse=True)[:seats]
    assert [points[c] for c in counted.elected] == best
    asked = [tie.level for tie in stage.ties]
    left = sorted(points.values(), reverse=True)[seats:]
    assert bool(asked) == (best[-1:] == left[:1] and bool(left))
    assert all(points[c] == best[-1] for level in asked for c in level)


def check_sv(invented: Invented, counted: Count) -> None:
    slips = struck(invented)
    piles = Piles(invented, first_live(invented, slips))
    first = sorted_piles(invented, slips)
    points = piles.points(first)
    assert dict(counted.stages[0].points) == points
    if len(enough := piles.enough(points)) == 1:  # [2]
        assert (counted.elected, len(counted.stages)) == (tuple(enough), 1)
        return
    second_best = sorted(points.values(), reverse=True)[min(1, len(points) - 1)]
    stay = {c: list(first[c]) for c in points if points[c] >= second_best}  # [3]
    for c in set(first) - set(stay):  # [4]
        for slip in first[c]:
            if len(slip.preferences) > 1 and slip.preferences[1] in stay:
                stay[slip.preferences[1]].append(slip)
    final = piles.points(stay)
    last = counted.stages[-1]
    assert dict(last.points) == final
    assert len(counted.stages) == (1 if len(stay) == len(first) else 2)
    top = {c for c, p in final.items() if p == max(final.values())}
    assert set(counted.elected) <= top  # [5]
    assert [set(tie.level) for tie in last.ties] == ([top] if len(top) > 1 else [])  # [6]
    out = sum(sum(votes) for votes in last.non_transferable.values())
    assert out == len(slips_of(invented)) - sum(len(pile) for pile in stay.values())


CHECKS = {"plurality": check_plurality, "sv": check_sv}


def compare_many(rule: str, seeds: range) -> int:
    """Compare contests of the rule; give how many hung on a lot."""
    by_lot = 0
    for seed in seeds:
        random = Random(seed)
        seats = random.choice([1, 1, 2, 3]) if rule == "plurality" else 1
        invented = invent(random).with_(rule=rule, seats=seats)
        counted, lots = draw_all(invented.profile, invented.contest, random)
        if any(counted.stages[0].live):
            CHECKS[rule](invented, counted)
        by_lot += bool(lots.lots)
    return by_lot


@pytest.mark.parametrize("rule", CHECKS)
def test_a_count_from_the_rule_page_agrees(rule: str) -> None:
    assert compare_many(rule, range(CONTESTS)) > CONTESTS // 20


@pytest.mark.full
@pytest.mark.parametrize("rule", CHECKS)
def test_a_count_from_the_rule_page_agrees_on_many_more(rule: str) -> None:
    assert compare_many(rule, range(CONTESTS, CONTESTS_FULL)) > CONTESTS_FULL // 20
