"""Numbers as the site prints them, and the few look-ups that templates cannot write themselves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from fractions import Fraction
from typing import Any

from django import template
from django.core.paginator import Page

from hustings.rounding import grouped, percent_above_nought, percents_apart

__all__ = ["at", "count", "length_of", "minutes", "numbers", "share"]

register = template.Library()

NEIGHBOURS = 2
"""Pages named on each side of the one shown."""


@register.filter
def count(value: object) -> object:
    """A whole number with a comma at each thousand, nothing as a dash; any other value as it is."""
    if value is None or value == "":
        return "–"
    if isinstance(value, int) and not isinstance(value, bool):
        return grouped(value)
    return value


@register.filter
def share(part: int, whole: int) -> str:
    """``part`` of ``whole`` as printed: "25.0%", never 0.0% for some nor 100.0% for not all.

    A dash where there is no whole to be a share of. Name the base beside it.
    """
    if not whole:
        return "–"
    wanted = Fraction(part, whole)
    from_all, _all = percents_apart(wanted, Fraction(1), 1)
    return f"{max(percent_above_nought(wanted, 1), from_all, key=len)}%"


@register.filter
def length_of(part: int, whole: int) -> str:
    """How long a bar is, of 100.00, for an attribute: always with a point, never beyond the end."""
    return f"{float(100 * Fraction(min(part, whole), whole)):.2f}" if whole else "0"


@register.filter
def at(values: Sequence[object], index: int) -> object:
    """The value at that place."""
    return values[index]


@register.filter
def minutes(span: timedelta) -> int:
    """Whole minutes of a span, rounded up."""
    return -(-span // timedelta(minutes=1))


@register.filter
def numbers(page: Page[Any]) -> list[int | None]:
    """The page numbers to name: the first, those beside the one shown, the last; None for a gap."""
    last = page.paginator.num_pages
    near = range(page.number - NEIGHBOURS, page.number + NEIGHBOURS + 1)
    named = sorted({1, last, *(n for n in near if 1 <= n <= last)})
    listed: list[int | None] = []
    for before, number in zip([0, *named], named, strict=False):
        if number == before + 2:
            listed.append(before + 1)
        elif number > before + 2:
            listed.append(None)
        listed.append(number)
    return listed
