"""Fractions made printable."""

from __future__ import annotations

from fractions import Fraction

import pytest

from hustings.rounding import (
    grouped,
    percent,
    percent_above_nought,
    percent_enough,
    percents_apart,
    percents_of_two,
    rounded,
)


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (Fraction(1, 2), 0, "1"),
        (Fraction(-1, 2), 0, "-1"),
        (Fraction(-1, 5), 0, "0"),
        (Fraction(11794975, 1000000), 2, "11.79"),
        (Fraction(5, 1000), 2, "0.01"),
        (Fraction(4999, 1000000), 2, "0.00"),
        (Fraction(1234567, 1), 1, "1,234,567.0"),
        (3, 2, "3.00"),
    ],
)
def test_a_value_is_rounded_half_up_once(value: Fraction, places: int, text: str) -> None:
    assert rounded(value, places) == text


def test_a_share_prints_as_a_number_per_hundred() -> None:
    assert percent(Fraction(244064200675400, 481833657630900), 6) == "50.653207"


@pytest.mark.parametrize(
    ("one", "other", "printed"),
    [
        (Fraction(1, 2), Fraction(1, 2), ("50.00", "50.00")),
        (Fraction(51, 100), Fraction(49, 100), ("51.00", "49.00")),
        (Fraction(500001, 10**6), Fraction(499999, 10**6), ("50.0001", "49.9999")),
        (Fraction(10**12 + 1, 2 * 10**12), Fraction(1, 2), ("50.0000000001", "50.0000000000")),
    ],
)
def test_two_shares_that_are_not_equal_never_print_alike(
    one: Fraction, other: Fraction, printed: tuple[str, str]
) -> None:
    assert percents_apart(one, other) == printed


@pytest.mark.parametrize(
    ("share", "printed"),
    [
        (Fraction(0), "0.00"),
        (Fraction(1, 100), "1.00"),
        (Fraction(1, 10**5), "0.001"),
        (Fraction(1, 10**13), "0.00000000001"),
    ],
)
def test_a_real_lead_never_prints_as_nought(share: Fraction, printed: str) -> None:
    assert percent_above_nought(share) == printed


@pytest.mark.parametrize(
    ("share", "printed"),
    [
        (Fraction(1, 2), ("50", "50")),
        (Fraction(505, 1000), ("51", "49")),
        (Fraction(495, 1000), ("49.5", "50.5")),
        (Fraction(5001, 10000), ("50.01", "49.99")),
        (Fraction(999, 1000), ("99.9", "0.1")),
        (Fraction(1), ("100", "0")),
    ],
)
def test_two_parts_of_a_whole_print_as_a_hundred_and_no_more_alike_than_they_are(
    share: Fraction, printed: tuple[str, str]
) -> None:
    assert percents_of_two(share) == printed


@pytest.mark.parametrize(
    ("share", "printed"),
    [
        (Fraction(1, 2), "50.0"),
        (Fraction(50045, 10**5), "50.1"),
        (Fraction(2, 3), "66.7"),
        (Fraction(9999, 10**4), "99.99"),
    ],
)
def test_a_share_that_is_enough_is_rounded_up_but_not_to_the_whole(
    share: Fraction, printed: str
) -> None:
    assert percent_enough(share) == printed


def test_thousands_are_grouped() -> None:
    assert grouped(1234567) == "1,234,567"
