"""Pieces of sentences that the checks and the headline share."""

from __future__ import annotations

from collections.abc import Iterable

from hustings.contest import Purpose
from hustings.count import RULES
from hustings.phrases import day, listed
from hustings.phrases import number_words as number
from hustings.rounding import grouped

__all__ = ["between", "chosen_as", "cited", "day", "listed", "number", "per_cent", "rule_name"]

_CHOSEN = {
    Purpose.ADVISORY: "the choice of those voting",
    Purpose.NOMINATION: "nominated",
    Purpose.SELECTION: "selected",
    Purpose.ELECTION: "elected",
}
_RULES = {"plurality": "first past the post"}


def chosen_as(purpose: Purpose) -> str:
    """What the winner is; of an advisory contest "the choice of those voting", never elected."""
    return _CHOSEN[purpose]


def rule_name(rule: str) -> str:
    """How a rule is called in a sentence."""
    return _RULES.get(rule) or RULES[rule].name


def between(low: int, high: int) -> str:
    """A range of papers: "4,725 to 4,874", or the one number that it holds."""
    return grouped(low) if low == high else f"{grouped(low)} to {grouped(high)}"


def per_cent(text: str) -> str:
    """A printed share in a sentence; a sign that the source printed stays."""
    return text if text.endswith("%") else f"{text} per cent"


def cited(sources: Iterable[str]) -> str:
    """Source ids in brackets, as they stand behind a figure: " [S18, S19]"."""
    ids = ", ".join(sources)
    return f" [{ids}]" if ids else ""
