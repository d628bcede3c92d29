"""How alike two names are, in whole points, with the reason in words. One measure for all uses.

Letters are compared by rapidfuzz, which is loaded when the first two names need it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from hustings.errors import RuleError
from hustings.roll.names import NameKey

__all__ = ["Likeness", "likeness"]

SAME, SHORT_FORM, INITIAL, SPELLING = 60, 55, 45, 45
_ALIKE_MIN = 86


@dataclass(frozen=True, slots=True)
class Likeness:
    """Points from 0 (other people) to 60 (one name), and why."""

    points: int
    reason: str


_NONE = Likeness(0, "")
_SAME = Likeness(SAME, "the same name")
_SHORT = Likeness(SHORT_FORM, "the same name, once in short form")
_INITIAL = Likeness(INITIAL, "the same surname, and the initial agrees")
_SPELLING = Likeness(SPELLING, "names that differ by a letter or two")
_MIDDLE = Likeness(SHORT_FORM, "the same first name and surname")


def likeness(one: NameKey, other: NameKey) -> Likeness:
    """How alike two names are; the order of the two does not matter."""
    if one.full == other.full:
        return _SAME
    if one.family == other.family and one.given and other.given:
        if one.given == other.given:
            return _MIDDLE
        if one.formal_given == other.formal_given:
            return _SHORT
        if 1 in (len(one.given), len(other.given)) and one.given[0] == other.given[0]:
            return _INITIAL
    return _SPELLING if _spelt_alike(one.full, other.full) else _NONE


def _spelt_alike(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) > 3 or min(len(one), len(other)) < 6:
        return False
    return _ratio()(one, other, score_cutoff=_ALIKE_MIN) >= _ALIKE_MIN


@cache
def _ratio() -> Callable[..., float]:
    try:
        found: Callable[..., float] = import_module("rapidfuzz.fuzz").token_sort_ratio
    except ImportError:
        raise RuleError(
            "comparing names needs rapidfuzz, which comes with hustings[web]: "
            "pip install 'hustings[web]'"
        ) from None
    return found
