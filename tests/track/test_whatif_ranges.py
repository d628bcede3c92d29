"""Break-even shares held against naive recounts on both sides of each, and all along the line."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from itertools import pairwise, permutations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.ballot import Profile, Ranking, interpret
from hustings.contest import Base, Candidate, Contest, Section
from hustings.facade import load
from hustings.formats import Loaded
from hustings.track.whatif import Assumptions, Endorsement, Weight, fitted, what_if
from hustings.track.whatif_ranges import Range, Ranges, ranges_asked, ranges_of
from hustings.track.whatif_roots import Polynomial, polynomial, product, roots_between
from hustings.track.whatif_roots import simplest_between as simplest
from hustings.track.whatif_wording import enough_words
from tests.count.invented import RANDOMS, invent
from tests.examples import examples
from tests.track.naive_whatif import (
    FIVE,
    SECTIONS,
    Slip,
    all_slips,
    named_slips,
    recount,
    supposed,
)

HAIR = Fraction(1, 10**12)
MPS_ALONE = (Weight("members", Fraction(0)), Weight("affiliates", Fraction(0)))


@cache
def labour() -> tuple[Contest, Profile]:
    loaded = load("example:labour-leader-2010")
    assert isinstance(loaded, Loaded)
    return loaded.contest, interpret(loaded.records, loaded.contest.marks)


@cache
def slips_of(which: str) -> list[Slip]:
    return named_slips() if which == "mps" else all_slips()


def winner_at(which: str, backer: str, to: str, share: Fraction) -> str | None:
    """Who wins by a naive recount in which that share follows."""
    slips = supposed(slips_of(which), [backer], {(backer, to): share})
    return recount(slips, set(FIVE) - {backer}, None if which == "mps" else SECTIONS).winner


def covering(ranges: Ranges, share: Fraction) -> Range | None:
    """The range that a share lies in; None for a single share that is left out."""
    for found in ranges.ranges:
        after = found.start.low <= share if found.with_start else found.start.high < share
        before = share <= found.end.high if found.with_end else share < found.end.low
        if after and before:
            return found
    return None


@pytest.mark.parametrize("which", ["mps", "college"])
@pytest.mark.parametrize(("backer", "to"), list(permutations(FIVE, 2)))
def test_of_2010_every_range_is_what_naive_recounts_give_within_and_at_its_ends(
    backer: str, to: str, which: str
) -> None:
    contest, profile = labour()
    assumed = Assumptions((backer,), weights=MPS_ALONE if which == "mps" else ())
    ranges = ranges_of(contest, profile, fitted(assumed, contest), backer, to)
    for found in ranges.ranges:
        if found.start == found.end:
            continue
        inner = [found.start.high + HAIR, (found.start.high + found.end.low) / 2,
                 found.end.low - HAIR]  # fmt: skip
        inner += [found.start.low] * found.with_start + [found.end.low] * found.with_end
        told = {winner_at(which, backer, to, share) for share in inner}
        assert told == {next(iter(found.elected), None)}


def test_the_break_even_shares_of_the_266_real_ballots() -> None:
    """Each is held against naive recounts above; these are their figures."""
    contest, profile = labour()
    alone = fitted(Assumptions(weights=MPS_ALONE), contest)
    evens = {
        pair: ranges_of(contest, profile, alone, *pair).break_even for pair in permutations(FIVE, 2)
    }
    assert {p: (e.share.low, e.reached, *e.elected) for p, e in evens.items() if e} == {
        ("balls", "e_miliband"): (Fraction(9, 16), False, "e_miliband"),
        ("burnham", "e_miliband"): (Fraction(9, 14), False, "e_miliband"),
        ("d_miliband", "balls"): (Fraction(85, 138), True, "balls"),
        ("d_miliband", "burnham"): (Fraction(63, 71), True, "burnham"),
        ("e_miliband", "balls"): (Fraction(1), True, "balls"),
    }


SMALL = [Fraction(n, d) for d in range(1, 8) for n in range(d + 1)]


@given(RANDOMS)
@examples(15, full=600)
def test_of_any_contest_every_share_of_a_small_denominator_lies_in_the_range_that_its_count_gives(
    random: Random,
) -> None:
    contest = invent(random).contest
    if len(contest.standing) < 3:
        return
    size = len(contest.candidates)
    rows = [
        (
            Ranking(tuple(random.sample(range(size), random.randint(1, size)))),
            [random.choice([0, 0, 1, 2, 5]) for _ in contest.sections],
        )
        for _ in range(12)
    ]
    ids = [c.id for c in contest.candidates]
    profile = Profile.of(ids, rows, sections=[s.id for s in contest.sections])
    backer, to, third = random.sample([c.id for c in contest.standing], 3)
    taken = random.choice([Fraction(0), Fraction(1, 4)])
    rule = random.choice([None, None, "sv", "plurality"])
    assumed = Assumptions((backer,), (Endorsement(backer, third, taken),), rule=rule)
    ranges = ranges_of(contest, profile, assumed, backer, to)
    assert ranges.most == 1 - taken
    for share in [s for s in SMALL if s <= ranges.most]:
        counted = what_if(contest, profile, assumed.with_share(backer, to, share)).supposed
        found = covering(ranges, share)
        assert found is not None
        assert found.elected == counted.elected


@given(RANDOMS)
@examples(25, full=600)
def test_ranges_follow_each_other_from_none_to_all(random: Random) -> None:
    contest = invent(random, plain_marks=True).contest
    if len(contest.standing) < 2:
        return
    backer, to = random.sample([c.id for c in contest.standing], 2)
    size = len(contest.candidates)
    rows = [
        (Ranking(tuple(random.sample(range(size), size))), [1] * len(contest.sections))
        for _ in range(9)
    ]
    profile = Profile.of(
        [c.id for c in contest.candidates], rows, sections=[s.id for s in contest.sections]
    )
    ranges = ranges_of(contest, profile, Assumptions((backer,)), backer, to).ranges
    assert (ranges[0].start.low, ranges[0].with_start) == (Fraction(0), True)
    assert (ranges[-1].end.high, ranges[-1].with_end) == (Fraction(1), True)
    for one, other in pairwise(ranges):
        assert one.end == other.start
        assert not (one.with_end and other.with_start)


def of_two_sections(base: Base = Base.LIVE) -> tuple[Contest, Profile]:
    """C's ballots name nobody else, so that those which do not follow run out."""
    sections = (Section("x", "X", Fraction(1, 3)), Section("y", "Y", Fraction(2, 3)))
    contest = Contest("c", "C", tuple(Candidate(c, c.upper()) for c in "abc"), sections, base=base)
    rows = [((0,), (6, 3)), ((1,), (4, 4)), ((2,), (3, 7))]
    profile = Profile.of("abc", [(Ranking(r), p) for r, p in rows], sections="xy")
    return contest, profile


def test_an_irrational_break_even_is_told_between_two_fractions() -> None:
    """Where A and B are level: (6+3s)/(10+3s)/3 + 2(3+7s)/(7+7s)/3 = half: 21s^2 + 46s - 4 = 0."""
    contest, profile = of_two_sections()
    ranges = ranges_of(contest, profile, Assumptions(("c",)), "c", "a")
    even = ranges.break_even
    assert even is not None
    assert not even.share.exact
    assert not even.reached
    assert even.share.high - even.share.low < Fraction(1, 2**59)
    for share, winner in ((even.share.low, "b"), (even.share.high, "a")):
        lead = Fraction(1, 3) * (6 + 3 * share) / (10 + 3 * share)
        lead += Fraction(2, 3) * (3 + 7 * share) / (7 + 7 * share) - Fraction(1, 2)
        assert (lead > 0) == (winner == "a")
    (last,) = [r for r in ranges.ranges if r.elected == ("a",)]
    printed = Fraction(enough_words(last).split()[1]) / 100
    assert even.share.high < printed < even.share.high + Fraction(1, 10_000)


@pytest.mark.parametrize("papers", [(3, 4, 3), (30, 50, 40)])
def test_a_break_even_that_is_a_fraction_is_told_exactly(papers: tuple[int, int, int]) -> None:
    a, b, c = papers
    contest = Contest("c", "C", tuple(Candidate(x, x.upper()) for x in "abc"))
    rows = [((0,), a), ((1,), b), ((2,), c)]
    profile = Profile.of("abc", [(Ranking(r), (n,)) for r, n in rows], sections=["all"])
    ranges = ranges_of(contest, profile, Assumptions(("c",)), "c", "a")
    even = ranges.break_even
    assert even is not None
    assert (even.share.low, even.share.exact) == (Fraction(b - a, c), True)
    assert (even.reached, even.elected) == (False, ("a",))
    assert [r.elected for r in ranges.ranges] == [("b",), (), ("a",)]  # a lot at the very share


def test_a_share_that_gives_somebody_more_than_half_at_once_saves_the_lot() -> None:
    """C and D are level whatever follows; A has more than half at the first stage above 5/6."""
    contest = Contest("c", "C", tuple(Candidate(x, x.upper()) for x in "abcde"))
    rows = [((n,), papers) for n, papers in enumerate((10, 9, 3, 3, 6))]
    profile = Profile.of("abcde", [(Ranking(r), (n,)) for r, n in rows], sections=["all"])
    ranges = ranges_of(contest, profile, Assumptions(("e",)), "e", "a")
    told = [(r.start.low, r.with_start, r.elected) for r in ranges.ranges]
    assert told == [(Fraction(0), True, ()), (Fraction(5, 6), False, ("a",))]
    assert ranges.break_even is None


def test_without_endorsement_each_other_candidate_is_asked_about() -> None:
    contest, profile = labour()
    asked = ranges_asked(contest, profile, Assumptions(("balls",)))
    assert [(r.candidate, r.to) for r in asked] == [("balls", c) for c in FIVE if c != "balls"]
    one = Assumptions(endorsements=(Endorsement("balls", "abbott", Fraction(1, 2)),))
    assert [(r.candidate, r.to) for r in ranges_asked(contest, profile, one)] == [
        ("balls", "abbott")
    ]


# --- roots -----------------------------------------------------------------------------------


def made_of(roots: Iterator[Fraction] | list[Fraction], more: list[int]) -> Polynomial:
    """A polynomial with these roots, times one with none between 0 and 1."""
    out = [Fraction(c) for c in more]
    for root in roots:
        out = product(out, [-root, Fraction(1)])
    return polynomial(out)


@given(
    st.lists(st.fractions(0, 1, max_denominator=60), max_size=4),
    st.sampled_from([[1], [-3], [1, 0, 1], [5, 1], [-2, 0, 0, 0, -1]]),
)
@examples(80, full=2000)
def test_roots_that_are_fractions_are_found_exactly_each_once(
    roots: list[Fraction], more: list[int]
) -> None:
    found = list(roots_between(made_of(roots, more), Fraction(0), Fraction(1)))
    assert all(r.exact for r in found)
    assert [r.low for r in found] == sorted({r for r in roots if 0 < r < 1})


@given(st.lists(st.integers(2, 40), min_size=1, max_size=3, unique=True))
@examples(30, full=500)
def test_square_roots_are_isolated_in_order(squares: list[int]) -> None:
    out = [Fraction(1)]
    for n in squares:
        out = product(out, [Fraction(-n), Fraction(0), Fraction(1)])
    found = list(roots_between(polynomial(out), Fraction(0), Fraction(10)))
    assert len(found) == len(squares)
    for root, n in zip(found, sorted(squares), strict=True):
        assert root.low**2 <= n <= root.high**2
        assert root.exact == (int(n**0.5) ** 2 == n)


@given(st.fractions(0, 5, max_denominator=90), st.fractions(0, 5, max_denominator=90))
@examples(80, full=2000)
def test_the_simplest_fraction_between_two_has_the_smallest_denominator(
    one: Fraction, other: Fraction
) -> None:
    if one != other:
        low, high = sorted([one, other])
        found = simplest(low, high)
        smallest = next(d for d in range(1, 10**5) if (low * d // 1 + 1) < high * d)
        assert low < found < high
        assert found.denominator == smallest
