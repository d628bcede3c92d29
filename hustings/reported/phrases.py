"""Pieces of sentences that the checks and the headline share."""

from __future__ import annotations

from collections.abc import Iterable

from hustings.count import RULES
from hustings.language import say, say_number, to_say
from hustings.phrases import day, listed
from hustings.phrases import number_words as number
from hustings.reported.printed import Printed
from hustings.rounding import grouped

__all__ = [
    "between",
    "cited",
    "day",
    "listed",
    "number",
    "per_cent",
    "rule_name",
    "votes_printed",
]

_RULES = {
    "av": to_say("the alternative vote"),
    "plurality": to_say("first past the post"),
    "sv": to_say("the supplementary vote"),
}


def rule_name(rule: str) -> str:
    """How a rule is called in a sentence."""
    return say(_RULES.get(rule, RULES[rule].name))


def between(low: int, high: int) -> str:
    """A range of papers: "4,725 to 4,874", or the one number that it holds."""
    if low == high:
        return grouped(low)
    return say("{low} to {high}", low=grouped(low), high=grouped(high))


def votes_printed(votes: Printed) -> str:
    """Votes as printed: "7,914 votes", "about 5,000 votes"; nothing but digits get commas."""
    figure = grouped(int(votes.text)) if votes.text.isdigit() else votes.words
    return say_number("{votes} vote", "{votes} votes", int(votes.value), votes=figure)


def per_cent(text: str) -> str:
    """A printed share in a sentence; a sign that the source printed stays."""
    return text if text.endswith("%") else say("{share} per cent", share=text)


def cited(sources: Iterable[str]) -> str:
    """Source ids in brackets, as they stand behind a figure: " [S18, S19]"."""
    ids = ", ".join(sources)
    return f" [{ids}]" if ids else ""
