"""Laws that hold for every contest, whatever its rule, weights, options, ties and rejections."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from hustings.contest import Base, Contest
from hustings.count import RULES, Count, Lot, Lots, Stage, count
from hustings.count.piles import struck
from hustings.declaration.figures import next_preferences, pairwise
from tests.count.invented import RANDOMS, Invented, by_name, draw_all, invent

pytestmark = pytest.mark.parametrize("rule", sorted(RULES))
contests = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def of_rule(random: Random, rule: str) -> Invented:
    """An invented contest of that rule; with several seats now and then, where the rule can."""
    seats = random.choice([1, 1, 2, 3]) if RULES[rule].many_seats else 1
    return invent(random).with_(rule=rule, seats=seats)


def counted(random: Random, rule: str) -> tuple[Invented, Count, Lots]:
    invented = of_rule(random, rule)
    return invented, *draw_all(invented.profile, invented.contest, random)


def sections_of(contest: Contest) -> tuple[str, ...]:
    return tuple(s.id for s in contest.sections)


def plainly(counted: Count, contest: Contest, name: Callable[[str], str] = str) -> list[Any]:
    """All that a count says, with names mapped, free of any order."""
    ids = sections_of(contest)

    def named(votes: Mapping[str, tuple[int, ...]]) -> dict[str, dict[str, int]]:
        return {name(c): v for c, v in by_name(votes, ids).items()}

    def told(stage: Stage) -> list[Any]:
        return [
            stage.number, named(stage.votes), {name(c): p for c, p in stage.points.items()},
            stage.half, {name(c): named(to) for c, to in stage.transfers.items()},
            by_name(stage.non_transferable, ids), {name(c) for c in stage.excluded},
            {name(c) for c in stage.elected}, stage.elected_by, stage.needed,
            [
                ({name(c) for c in t.candidates}, t.act, name(t.chosen), t.stage, t.by_lot,
                 {name(c) for c in t.level})
                for t in stage.ties
            ],
        ]  # fmt: skip

    return [told(stage) for stage in counted.stages]


@contests
@given(RANDOMS)
def test_votes_are_conserved_at_every_stage_in_every_section(rule: str, random: Random) -> None:
    invented, result, _ = counted(random, rule)
    for stage in result.stages:
        piles = [*stage.votes.values(), *stage.non_transferable.values()]
        assert tuple(map(sum, zip(*piles, strict=True))) == invented.profile.valid


@contests
@given(RANDOMS)
def test_transfers_explain_each_stage_from_the_one_before(rule: str, random: Random) -> None:
    _, result, _ = counted(random, rule)
    assert not result.stages[0].transfers
    for before, after in zip(result.stages, result.stages[1:], strict=False):
        assert set(after.transfers) == set(before.excluded)
        assert set(after.votes) == set(before.votes) - set(before.excluded)
        for n in range(len(before.live)):
            for c in after.votes:
                gain = sum(to[c][n] for to in after.transfers.values())
                assert after.votes[c][n] == before.votes[c][n] + gain
            left = sum(before.votes[c][n] for c in before.excluded)
            moved = sum(votes[n] for to in after.transfers.values() for votes in to.values())
            lost = sum(v[n] for v in after.non_transferable.values()) - sum(
                v[n] for v in before.non_transferable.values()
            )
            assert left == moved + lost
            assert all(
                after.non_transferable[cause][n] >= v[n]
                for cause, v in before.non_transferable.items()
            )


@contests
@given(RANDOMS)
def test_points_add_up_to_the_points_in_play(rule: str, random: Random) -> None:
    invented, result, _ = counted(random, rule)
    contest, first = invented.contest, result.stages[0].live
    for stage in result.stages:
        of = first if contest.base is Base.FIRST else stage.live
        if contest.weighted:
            weights = [s.weight or Fraction(0) for s in contest.sections]
            parts = zip(weights, stage.live, of, strict=True)
            in_play = sum((w * live / b for w, live, b in parts if b), Fraction(0))
            line = sum((w for w, b in zip(weights, of, strict=True) if b), Fraction(0)) / 2
        else:
            in_play = Fraction(sum(stage.live), sum(of)) if any(of) else Fraction(0)
            line = Fraction(1, 2) if any(of) else Fraction(0)
        assert sum(stage.points.values(), Fraction(0)) == in_play
        assert stage.half == line


@contests
@given(RANDOMS, st.data())
def test_names_and_order_of_candidates_sections_and_papers_never_matter(
    rule: str, random: Random, data: st.DataObject
) -> None:
    invented, result, lots = counted(random, rule)
    contest = invented.contest
    order = data.draw(st.permutations(range(len(contest.candidates))))
    parts = data.draw(st.permutations(range(len(contest.sections))))
    rows = data.draw(st.permutations(invented.rows))
    new_name = {c.id: f"z{n}" for n, c in enumerate(contest.candidates)}
    candidates = [
        replace(c, id=new_name[c.id], name=new_name[c.id])
        for c in (contest.candidates[n] for n in order)
    ]
    place = {old: new for new, old in enumerate(order)}
    moved = [
        (
            tuple(tuple(sorted(place.get(c, c) for c in rank)) for rank in ranks),
            parts.index(section),
            papers,
        )
        for ranks, section, papers in rows
    ]
    other = Invented(
        replace(
            contest,
            candidates=tuple(candidates),
            sections=tuple(contest.sections[n] for n in parts),
        ),
        tuple(moved),
    )
    renamed = Lots(
        tuple(
            Lot(x.stage, frozenset(new_name[c] for c in x.candidates), new_name[x.drawn])
            for x in lots
        )
    )
    again = count(other.profile, other.contest, renamed)
    assert plainly(again, other.contest) == plainly(result, contest, new_name.__getitem__)
    assert _figures(other, {}) == _figures(invented, new_name)


def _figures(invented: Invented, name: Mapping[str, str]) -> list[Any]:
    contest, ids = invented.contest, sections_of(invented.contest)
    clean = struck(invented.profile, {c.id for c in contest.candidates if c.withdrawn})

    def named(votes: Mapping[str, tuple[int, ...]]) -> dict[str, dict[str, int]]:
        return {name.get(c, c): v for c, v in by_name(votes, ids).items()}

    return [
        {name.get(a, a): named(over) for a, over in pairwise(contest, clean).items()},
        {
            name.get(x.first, x.first): (named(x.to), dict(zip(ids, x.none, strict=True)))
            for x in next_preferences(contest, clean)
        },
    ]


@contests
@given(RANDOMS)
def test_a_majority_of_first_preferences_always_wins(rule: str, random: Random) -> None:
    _, result, _ = counted(random, rule)
    first = result.stages[0]
    past = [c for c, p in first.points.items() if p > first.half]
    assume(past)
    assert past[0] in result.elected
    assert past[0] == result.elected[0]


@contests
@given(RANDOMS, st.integers(min_value=2, max_value=10**12))
def test_more_of_every_paper_scales_votes_and_keeps_points_and_outcome(
    rule: str, random: Random, factor: int
) -> None:
    invented, result, lots = counted(random, rule)
    more = replace(
        invented, rows=tuple((ranks, section, n * factor) for ranks, section, n in invented.rows)
    )
    scaled = count(more.profile, more.contest, lots)
    for one, many in zip(result.stages, scaled.stages, strict=True):
        assert {c: tuple(n * factor for n in v) for c, v in one.votes.items()} == many.votes
        assert {
            cause: tuple(n * factor for n in v) for cause, v in one.non_transferable.items()
        } == many.non_transferable
        assert (one.points, one.half) == (many.points, many.half)
        assert (one.excluded, one.elected, one.elected_by, one.ties) == (
            many.excluded, many.elected, many.elected_by, many.ties,
        )  # fmt: skip


@contests
@given(RANDOMS)
def test_rows_split_in_two_or_repeated_change_not_one_byte(rule: str, random: Random) -> None:
    invented, result, lots = counted(random, rule)
    split = []
    for ranks, section, papers in invented.rows:
        part = random.randint(0, papers)
        split += [(ranks, section, part), (ranks, section, papers - part)]
    random.shuffle(split)
    other = replace(invented, rows=tuple(split))
    assert repr(count(other.profile, other.contest, lots)) == repr(result)
    assert other.records == invented.records


@contests
@given(RANDOMS)
def test_a_second_count_gives_the_same_bytes(rule: str, random: Random) -> None:
    invented, result, lots = counted(random, rule)
    assert repr(count(invented.profile, invented.contest, lots)) == repr(result)


@contests
@given(RANDOMS)
def test_papers_of_the_withdrawn_count_as_if_they_had_never_stood(
    rule: str, random: Random
) -> None:
    invented, result, lots = counted(random, rule)
    contest = invented.contest
    gone = {c.id for c in contest.candidates if c.withdrawn}
    clean = struck(invented.profile, gone)
    assert plainly(count(clean, contest, lots), contest) == plainly(result, contest)
    for stage in result.stages:
        assert not gone & set(stage.votes)


@contests
@given(RANDOMS)
def test_whoever_is_elected_stood_and_had_most_points_of_those_not_elected_before(
    rule: str, random: Random
) -> None:
    invented, result, _ = counted(random, rule)
    if not any(result.stages[0].live):
        assert (len(result.stages), result.elected) == (1, ())
        return
    standing = invented.contest.standing
    assert len(result.elected) == min(invented.contest.seats, len(standing))
    stage = next(s for s in result.stages if s.elected)
    rest = dict(stage.points)
    for c in stage.elected:
        assert rest.pop(c) >= max(rest.values(), default=Fraction(0))
