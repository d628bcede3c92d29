"""Exact fractions made printable: rounded half up, only to print, never before."""

from __future__ import annotations

from fractions import Fraction

__all__ = ["grouped", "percent", "rounded"]


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


def grouped(number: int) -> str:
    """A whole number with a comma at each thousand."""
    return f"{number:,}"
