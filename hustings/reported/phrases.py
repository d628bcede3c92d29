"""Pieces of sentences that the checks and the headline share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hustings.contest import Purpose
from hustings.count import RULES
from hustings.rounding import grouped

__all__ = ["between", "chosen_as", "cited", "day", "listed", "number", "per_cent", "rule_name"]

_CHOSEN = {
    Purpose.ADVISORY: "the choice of those voting",
    Purpose.NOMINATION: "nominated",
    Purpose.SELECTION: "selected",
    Purpose.ELECTION: "elected",
}
_RULES = {"plurality": "first past the post"}
_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def chosen_as(purpose: Purpose) -> str:
    """What the winner is; of an advisory contest "the choice of those voting", never elected."""
    return _CHOSEN[purpose]


def rule_name(rule: str) -> str:
    """How a rule is called in a sentence."""
    return _RULES.get(rule) or RULES[rule].name


def listed(names: Sequence[str], last: str = "and") -> str:
    """Names in a sentence: "A", "A and B", "A, B and C"."""
    if len(names) <= 1:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"


def number(count: int) -> str:
    """A small number in a word, a larger one in figures."""
    return _SMALL[count] if count < len(_SMALL) else grouped(count)


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


def day(date: str) -> str:
    """An ISO date, month or year in words: "4 August 2009", "July 2010", "2010"."""
    parts = date.split("-")
    if len(parts) < 2:
        return date
    month = f"{_MONTHS[int(parts[1]) - 1]} {parts[0]}"
    return f"{int(parts[2])} {month}" if len(parts) > 2 else month
