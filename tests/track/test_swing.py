"""Swing of both kinds, and the seats of a table that fall on a uniform one."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.errors import RuleError
from hustings.track.swing import (
    Kind,
    Seat,
    Swing,
    falls,
    falls_sentences,
    lead_after,
    swing,
    swing_of_leads,
    swing_sentence,
)
from tests.examples import examples

POINT = Fraction(1, 100)


def shares(**per_cent: int) -> dict[str, Fraction]:
    return {party: Fraction(n, 100) for party, n in per_cent.items()}


@pytest.mark.parametrize(
    ("before", "after", "butler", "steed"),
    [
        # A lead of 2 points that becomes one of 14: a swing of 6, of 0.06 / 0.80 among the two.
        (shares(ash=39, birch=41), shares(ash=33, birch=47), Fraction(6, 100), Fraction(6, 80)),
        (shares(ash=50, birch=50), shares(ash=40, birch=60), Fraction(10, 100), Fraction(10, 100)),
        # Both lose to a third, the loser more: Butler halves the change of the lead.
        (shares(ash=40, birch=40), shares(ash=20, birch=30), Fraction(5, 100), Fraction(1, 10)),
        (shares(ash=30, birch=30), shares(ash=36, birch=30), -Fraction(3, 100), -Fraction(1, 22)),
        (shares(ash=30, birch=30), shares(ash=30, birch=30), Fraction(0), Fraction(0)),
    ],
)
def test_the_two_kinds_of_swing(
    before: dict[str, Fraction], after: dict[str, Fraction], butler: Fraction, steed: Fraction
) -> None:
    found = {k: swing(before, after, loser="ash", gainer="birch", kind=k).points for k in Kind}
    assert found == {Kind.BUTLER: butler, Kind.STEED: steed}


def test_a_lead_of_14_points_comes_of_a_swing_of_6_from_a_lead_of_2() -> None:
    assert lead_after(2 * POINT, 6 * POINT) == 14 * POINT
    assert swing_of_leads(2 * POINT, 14 * POINT) == 6 * POINT


WHOLE = st.lists(st.integers(0, 50), min_size=3, max_size=3).filter(lambda n: n[0] + n[1] > 0)


def of_votes(votes: list[int]) -> dict[str, Fraction]:
    return {
        p: Fraction(n, sum(votes)) for p, n in zip(("ash", "birch", "rest"), votes, strict=True)
    }


@given(WHOLE, WHOLE)
@examples(80, full=2000)
def test_what_one_gains_of_the_other_is_the_same_the_other_way_round(
    before: list[int], after: list[int]
) -> None:
    one, other = of_votes(before), of_votes(after)
    for kind in Kind:
        there = swing(one, other, loser="ash", gainer="birch", kind=kind)
        assert swing(one, other, loser="birch", gainer="ash", kind=kind) == there.turned
        assert swing(other, one, loser="ash", gainer="birch", kind=kind).points == -there.points
    lead = [s["birch"] - s["ash"] for s in (one, other)]
    butler = swing(one, other, loser="ash", gainer="birch", kind=Kind.BUTLER)
    assert butler.points == swing_of_leads(*lead)
    assert lead_after(lead[0], butler.points) == lead[1]


@given(st.integers(0, 100), st.integers(0, 100))
def test_where_the_two_have_all_votes_both_kinds_agree(before: int, after: int) -> None:
    one, other = (shares(ash=100 - n, birch=n) for n in (before, after))
    found = {swing(one, other, loser="ash", gainer="birch", kind=k).points for k in Kind}
    assert len(found) == 1


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (
            Swing(Kind.BUTLER, "Ash", "Birch", 6 * POINT),
            "A swing of 6.00 points from Ash to Birch since 2030 (Butler swing, in shares of all",
        ),
        (
            Swing(Kind.STEED, "Ash", "Birch", -Fraction(1, 22)),
            "A swing of 4.55 points from Birch to Ash since 2030 (Steed swing, in shares of the v",
        ),
        (
            Swing(Kind.BUTLER, "Ash", "Birch", Fraction(0)),
            "No swing between Ash and Birch since 2030 (Butler swing, in shares of all votes).",
        ),
    ],
)
def test_a_printed_swing_names_its_kind_its_base_and_its_beginning(found: Swing, said: str) -> None:
    assert swing_sentence(found, "2030").startswith(said)


@pytest.mark.parametrize(
    ("loser", "gainer", "after", "said"),
    [
        ("ash", "ash", shares(ash=50), "from one to another"),
        ("ash", "cedar", shares(ash=50), "no share of 'cedar' before; there are those of ash,"),
        ("ash", "birch", shares(ash=50), "no share of 'birch' after; there are those of ash"),
        ("ash", "birch", shares(ash=0, birch=0), "no votes together: there is no Steed swing"),
        ("ash", "birch", shares(ash=0, birch=101), "a share lies from 0 to 1"),
    ],
)
def test_a_swing_that_cannot_be_says_why(
    loser: str, gainer: str, after: dict[str, Fraction], said: str
) -> None:
    before = shares(ash=40, birch=40)
    with pytest.raises(RuleError, match=said):
        swing(before, after, loser=loser, gainer=gainer, kind=Kind.STEED)


# --- seats -----------------------------------------------------------------------------------

SEATS = (
    Seat("Ashby", "Ash", "Birch", 18_000, 15_000, 40_000),  # 7.5 points ahead: needs 3.75
    Seat("Brigg", "Ash", "Birch", 20_000, 14_400, 40_000),  # 14: needs 7
    Seat("Calne", "Ash", "Birch", printed_majority=Fraction(12, 100)),  # needs 6, votes unknown
    Seat("Diss", "Birch", "Ash", 20_000, 10_000, 40_000),
    Seat("Ely", "Ash", "Cedar", 20_000, 19_999, 40_000),
)


def names(some: object) -> list[str]:
    assert isinstance(some, tuple)
    return [one.seat.name if hasattr(one, "seat") else one.name for one in some]


@pytest.mark.parametrize(
    ("points", "fall", "level", "stay"),
    [
        (Fraction(3), [], [], ["Ashby", "Calne", "Brigg"]),
        (Fraction(15, 4), [], ["Ashby"], ["Calne", "Brigg"]),
        (Fraction(6), ["Ashby"], ["Calne"], ["Brigg"]),
        (Fraction(601, 100), ["Ashby", "Calne"], [], ["Brigg"]),
        (Fraction(8), ["Ashby", "Calne", "Brigg"], [], []),
    ],
)
def test_a_seat_falls_beyond_half_of_its_majority(
    points: Fraction, fall: list[str], level: list[str], stay: list[str]
) -> None:
    found = falls(SEATS, Swing(Kind.BUTLER, "Ash", "Birch", points / 100))
    assert [names(x) for x in (found.fall, found.level, found.stay)] == [fall, level, stay]
    assert names(found.elsewhere) == ["Diss", "Ely"]
    assert found.unknown == ()


@given(st.integers(1, 60), st.integers(0, 60), st.integers(0, 40), st.integers(0, 60))
def test_whoever_is_ahead_after_the_votes_have_moved_holds_the_seat(
    first: int, second: int, others: int, moved: int
) -> None:
    """Butler's swing takes that share of all valid votes from the one to the other."""
    first, second = max(first, second), min(first, second)
    valid = first + second + others
    seat = Seat("Ely", "Ash", "Birch", first, second, valid)
    found = falls([seat], Swing(Kind.BUTLER, "Ash", "Birch", Fraction(moved, 100)))
    ours, theirs = first - Fraction(moved, 100) * valid, second + Fraction(moved, 100) * valid
    where = found.fall if theirs > ours else found.level if theirs == ours else found.stay
    assert names(where) == ["Ely"]


@given(st.integers(1, 60), st.integers(1, 60), st.integers(0, 40), st.integers(0, 60))
def test_on_steeds_swing_the_share_of_the_two_decides(
    first: int, second: int, others: int, moved: int
) -> None:
    first, second = max(first, second), min(first, second)
    seat = Seat("Ely", "Ash", "Birch", first, second, first + second + others)
    found = falls([seat], Swing(Kind.STEED, "Ash", "Birch", Fraction(moved, 100)))
    ours = Fraction(first, first + second) - Fraction(moved, 100)
    where = found.fall if ours < Fraction(1, 2) else found.stay
    where = found.level if ours == Fraction(1, 2) else where
    assert names(where) == ["Ely"]


def test_steeds_swing_judges_no_seat_whose_votes_are_unknown() -> None:
    found = falls(SEATS, Swing(Kind.STEED, "Ash", "Birch", Fraction(1, 2)))
    assert (names(found.fall), names(found.unknown)) == (["Ashby", "Brigg"], ["Calne"])


def test_a_swing_the_other_way_takes_the_other_side_s_seats() -> None:
    found = falls(SEATS, Swing(Kind.BUTLER, "Ash", "Birch", -Fraction(13, 100)))
    assert names(found.fall) == ["Diss"]
    assert (found.swing.loser, found.swing.gainer) == ("Birch", "Ash")


def test_the_sentences_name_the_swing_its_base_and_what_was_not_judged() -> None:
    said = falls_sentences(falls(SEATS, Swing(Kind.BUTLER, "Ash", "Birch", 6 * POINT)))
    assert said[0] == (
        "On a uniform swing of 6.00 points from Ash to Birch (Butler swing, in shares of all "
        "votes) one of the 3 seats that Ash holds with Birch second would fall."
    )
    assert said[1:] == (
        "It is Ashby (needs 3.75).",
        "Exactly level: Calne (needs 6.00).",
        "The next would be Brigg (needs 7.00).",
        "2 other seats are not judged: there the two are not first and second.",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (("Ash", "Ash", 5, 4, 10), "cannot be first and second"),
        (("Ash", "Birch", 4, 5, 10), "the second has 5 votes, more than the first's 4"),
        (("Ash", "Birch", 8, 5, 10), "the two have 13 votes together, more than 10 valid"),
        (("Ash", "Birch", 8, None, 10), "give the votes of the first and the second and all valid"),
        (("Ash", "Birch"), "or else the majority in per cent"),
        (("Ash", "Birch", None, None, None, Fraction(2)), "from 0 to 100 per cent"),
    ],
)
def test_a_seat_that_cannot_be_says_why(values: tuple[object, ...], said: str) -> None:
    with pytest.raises(RuleError, match=said):
        Seat("Ely", *values)  # type: ignore[arg-type]
