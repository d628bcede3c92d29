"""A figure as a source printed it, and which true figures it can stand for.

The text is kept letter for letter; nothing is made more exact than it was. Four ways of printing
are told apart: "50.3" is a rounded figure, "about 33%" says so itself, "10+" sets a lowest and
"under 10" a limit. docs/spec/reported.md, paragraphs 6 to 10.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from hustings.errors import RuleError
from hustings.language import say

__all__ = ["ABOUT", "MOST_PAPERS", "MOST_PLACES", "Papers", "Printed", "Sense", "Share", "Span"]

ABOUT = Fraction(1, 10)
"""How far a figure printed with "about" may be from the true one, as a share of itself."""

MOST_PAPERS = 10**12
"""The largest number of papers or votes that is taken for one."""

MOST_PLACES = 6
"""The most decimal places of a share."""

_FIGURE = re.compile(
    r"(?P<word>about |under |at least )?"
    r"(?P<number>\d{1,3}(?:,\d{3})+|\d{1,16})(?P<part>\.\d{1,9})?(?P<plus>\+)?(?P<cent> ?%)?",
    re.ASCII,
)


class Sense(StrEnum):
    """How a printed figure stands to the true one."""

    AS_PRINTED = "as printed"
    ABOUT = "about"
    AT_LEAST = "at least"
    UNDER = "under"


@dataclass(frozen=True, slots=True)
class Span:
    """True figures from ``low`` to, but not with, ``high``; no limit where that is None."""

    low: Fraction
    high: Fraction | None

    @property
    def words(self) -> str:
        """The span in words, in its own unit: "26 to 28", "at least 10"."""
        if self.high is None:
            return say("at least {figure}", figure=decimal(self.low))
        return say("{low} to {high}", low=decimal(self.low), high=decimal(self.high))


ANY_SHARE = Span(Fraction(0), None)
"""What is known of a share that nobody reported."""


def decimal(value: Fraction) -> str:
    """A fraction as a decimal: exact where six places are enough, else rounded to six."""
    scaled = value * 10**MOST_PLACES
    units = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    whole, part = divmod(units, 10**MOST_PLACES)
    tail = str(part).rjust(MOST_PLACES, "0").rstrip("0")
    return f"{whole:,}{'.' if tail else ''}{tail}"


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure letter for letter (``text``), what it says (``sense``, ``value``) and how finely.

    ``places`` is the number of decimal places printed. :class:`Share` is per cent of a whole,
    :class:`Papers` a number of papers, votes or electors.
    """

    text: str
    sense: Sense
    value: Fraction
    places: int

    def __str__(self) -> str:
        return self.text

    @property
    def words(self) -> str:
        """The figure letter for letter, but "about", "under" and "at least" in the language."""
        word, _, figure = self.text.rpartition(" ")
        if word == Sense.ABOUT:
            return say("about {figure}", figure=figure)
        if word == Sense.UNDER:
            return say("under {figure}", figure=figure)
        if word == Sense.AT_LEAST:
            return say("at least {figure}", figure=figure)
        return self.text

    @property
    def rounding(self) -> Fraction:
        """Half a unit of the last place printed: how far rounding can have moved the figure."""
        return Fraction(1, 2 * 10**self.places)


class Share(Printed):
    """Per cent of a whole, from 0 to 100: a share of the votes, or a turnout."""

    __slots__ = ()

    @classmethod
    def read(cls, text: str) -> Share:
        """The share that a text says, as "50.3", "33%", "about 33", "10+"; else RuleError."""
        found = _match(text, "a share such as '50.3', '32%', 'about 33', '10+' or 'under 10'")
        share = cls(text, _sense(found), _value(found), len(found["part"] or ".") - 1)
        if share.value > 100:
            raise RuleError(f"expected a share from 0 to 100 per cent, found {text!r}")
        if share.places > MOST_PLACES:
            raise RuleError(f"expected at most {MOST_PLACES} decimal places, found {text!r}")
        if share.sense is Sense.UNDER and not share.value:
            raise RuleError(f"no share can be under nought; found {text!r}")
        return share

    @property
    def span(self) -> Span:
        """The true shares, per cent, that it can stand for; a rounded one was rounded half up."""
        if self.sense is Sense.AT_LEAST:
            return Span(self.value, None)
        if self.sense is Sense.UNDER:
            return Span(Fraction(0), self.value)
        slack = self.rounding
        if self.sense is Sense.ABOUT:
            slack = max(slack, self.value * ABOUT)
        return Span(max(self.value - slack, Fraction(0)), self.value + slack)


class Papers(Printed):
    """A whole number of papers, votes or electors."""

    __slots__ = ()

    @classmethod
    def read(cls, text: str) -> Papers:
        """The number that a text says, as "15,000", "about 5000", "4000+"; else RuleError."""
        found = _match(text, "a number such as '15,000', 'about 5,000', '4,000+' or 'under 300'")
        if found["part"] or found["cent"]:
            raise RuleError(f"expected a whole number of papers, found {text!r}")
        papers = cls(text, _sense(found), _value(found), 0)
        if papers.value > MOST_PAPERS:
            raise RuleError(f"expected at most {MOST_PAPERS:,} papers, found {text!r}")
        if papers.sense is Sense.UNDER and not papers.value:
            raise RuleError(f"no number of papers can be under nought; found {text!r}")
        return papers

    @property
    def least(self) -> int:
        """The fewest papers it can stand for, taken at its word."""
        if self.sense is Sense.UNDER:
            return 0
        low = self.value * (1 - ABOUT) if self.sense is Sense.ABOUT else self.value
        return -(-low.numerator // low.denominator)

    @property
    def most(self) -> int | None:
        """The most papers it can stand for, taken at its word; None where there is no limit."""
        if self.sense is Sense.AT_LEAST:
            return None
        if self.sense is Sense.UNDER:
            return int(self.value) - 1
        high = self.value * (1 + ABOUT) if self.sense is Sense.ABOUT else self.value
        return high.numerator // high.denominator

    def covers(self, count: int) -> bool:
        """Whether it can stand for that many, taken at its word."""
        return self.least <= count and (self.most is None or count <= self.most)

    @property
    def unit(self) -> int:
        """The round number that it may have been rounded to: 1,000 for "69,000", 1 for "16,497"."""
        number, unit = int(self.value), 1
        while number and not number % (10 * unit):
            unit *= 10
        return unit


def _match(text: str, expected: str) -> re.Match[str]:
    found = _FIGURE.fullmatch(text)
    if found is None:
        raise RuleError(f"expected {expected}, found {text!r}")
    if found["word"] and found["plus"]:
        raise RuleError(f"{found['word'].strip()!r} and '+' say two things; found {text!r}")
    return found


def _sense(found: re.Match[str]) -> Sense:
    if found["plus"]:
        return Sense.AT_LEAST
    return Sense((found["word"] or "as printed").strip())


def _value(found: re.Match[str]) -> Fraction:
    return Fraction(found["number"].replace(",", "") + (found["part"] or ""))
