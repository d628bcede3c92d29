"""Fractions made printable."""

from __future__ import annotations

from fractions import Fraction

import pytest

from hustings.rounding import grouped, percent, rounded


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


def test_thousands_are_grouped() -> None:
    assert grouped(1234567) == "1,234,567"
