"""One finding about reported figures: what was held against what, a sentence, and the numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

__all__ = ["Check", "Kind", "Value", "Verdict", "all_sources"]

Value = int | Fraction | str | None | Sequence["Value"] | Mapping[str, "Value"]
"""What a check found: exact numbers, texts, and lists or tables of them."""


class Kind(StrEnum):
    """What a check holds against what."""

    SUM = "sum_of_shares"
    VOTES = "sum_of_votes"
    SHARES = "shares_of_votes"
    MAJORITY = "majority"
    WHOLE_VOTES = "whole_votes"
    TURNOUT = "turnout"
    ELECTORATE = "electorate"


class Verdict(StrEnum):
    """Whether the figures can all be true; ``informs`` where there is nothing to hold against."""

    FITS = "fits"
    DOES_NOT_FIT = "does_not_fit"
    INFORMS = "informs"


@dataclass(frozen=True, slots=True)
class Check:
    """One finding. ``report`` is the id of the report that it is about, empty for the contest's.

    ``sources`` are those whose figures it uses. ``values`` hold the same numbers exactly, by names
    that docs/spec/reported.md explains.
    """

    kind: Kind
    verdict: Verdict
    sentence: str
    report: str = ""
    sources: tuple[str, ...] = ()
    values: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}))


def all_sources(*groups: Sequence[str]) -> tuple[str, ...]:
    """Every source of the groups, once, in the order in which they come."""
    return tuple(dict.fromkeys(source for group in groups for source in group))
