"""Exact fractions made printable: rounded half up, only to print, never before.

Where rounding would make a sentence false, a function here adds places, or rounds up and says so.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import count

__all__ = [
    "grouped",
    "percent",
    "percent_above_nought",
    "percent_enough",
    "percents_apart",
    "percents_of_two",
    "rounded",
]


def rounded(value: Fraction | int, places: int) -> str:
    """The value with that many decimal places, rounded half up (away from nought)."""
    sign = "-" if value < 0 else ""
    scaled = abs(Fraction(value)) * 10**places
    units = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    if not units:
        sign = ""
    digits = str(units).rjust(places + 1, "0")
    whole, part = (digits[:-places], digits[-places:]) if places else (digits, "")
    return f"{sign}{grouped(int(whole))}{'.' if part else ''}{part}"


def percent(share: Fraction, places: int = 2) -> str:
    """A share of the whole = 1 as a number per hundred; the base is the caller's to name."""
    return rounded(share * 100, places)


def percents_apart(one: Fraction, other: Fraction, places: int = 2) -> tuple[str, str]:
    """Two shares per hundred, with as many places as tell them apart if they are not equal."""
    printed = (percent(one, places), percent(other, places))
    if one != other and printed[0] == printed[1]:
        return percents_apart(one, other, places + 1)
    return printed


def percent_above_nought(share: Fraction, places: int = 2) -> str:
    """A share per hundred, with as many places as keep it from nought if it is more."""
    return percents_apart(share, Fraction(0), places)[0]


def percents_of_two(share: Fraction) -> tuple[str, str]:
    """A share and what is left of the whole, per hundred, as printed making a hundred together.

    With as few places as tell the two apart and keep both from nought, where they are.
    """
    for places in count():
        first = Fraction(percent(share, places))
        if (first == 50) == (2 * share == 1) and (first in {0, 100}) == (share in {0, 1}):
            break
    return rounded(first, places), rounded(100 - first, places)


def percent_enough(share: Fraction, places: int = 1) -> str:
    """A share below the whole = 1 as a number per hundred that is not less, and still below 100."""
    scaled = share * 100 * 10**places
    up = Fraction(-(-scaled.numerator // scaled.denominator), 10**places)
    return rounded(up, places) if up < 100 else percent_enough(share, places + 1)


def grouped(number: int) -> str:
    """A whole number with a comma at each thousand."""
    return f"{number:,}"
