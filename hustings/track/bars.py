"""How high a bar is: nominations that a candidate needs, and what a pledge asks of a primary.

A share of a body is made whole by rounding up: 12.5 per cent of 257 MPs is 32.125, so 33 are
needed, and 12.5 per cent of 256 is 32, so 32 are enough. docs/spec/tracker.md, paragraph 9.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from hustings.errors import RuleError
from hustings.rounding import grouped

__all__ = ["Bar", "Measure", "Threshold", "exact_share"]

_SHARE = re.compile(r"(\d{1,3}(?:\.\d{1,6})?) ?%", re.ASCII)
_BAR = re.compile(
    r"(?:(?P<kind>turnout|share|lead) (?P<share>\d{1,3}(?:\.\d{1,6})?) ?%"
    r"|votes (?P<votes>\d{1,12}))",
    re.ASCII,
)


def exact_share(text: str) -> Fraction:
    """The share of the whole = 1 that a text such as "12.5%" says; else RuleError."""
    found = _SHARE.fullmatch(text)
    share = Fraction(found[1]) / 100 if found else Fraction(2)
    if not 0 < share <= 1:
        raise RuleError(
            f"expected a share above 0% and up to 100%, such as '12.5%', found {text!r}"
        )
    return share


@dataclass(frozen=True, slots=True)
class Threshold:
    """How many nominations a candidate needs: a share of a body rounded up, or a number outright.

    ``text`` is the share as written, empty where a number was given; ``of`` is the body's size.
    """

    needed: int
    text: str = ""
    of: int | None = None

    def __post_init__(self) -> None:
        if self.needed < 1:
            raise RuleError(f"a threshold is one nomination or more, found {self.needed}")

    @classmethod
    def share_of(cls, text: str, of: int) -> Threshold:
        """The least whole number that is not below that share of so many."""
        if of < 1:
            raise RuleError(f"a share is of one nominator or more, found {of}")
        exact = exact_share(text) * of
        return cls(-(-exact.numerator // exact.denominator), text, of)

    @property
    def exact(self) -> Fraction:
        """The threshold before it was made whole."""
        return exact_share(self.text) * self.of if self.of else Fraction(self.needed)


class Measure(StrEnum):
    """What of a primary a pledge looks at."""

    TURNOUT = "turnout"
    SHARE = "share"
    LEAD = "lead"
    VOTES = "votes"

    @property
    def words(self) -> str:
        """The measure in a sentence."""
        return _MEASURE_WORDS[self]


_MEASURE_WORDS = {
    Measure.TURNOUT: "turnout",
    Measure.SHARE: "share of the candidate chosen",
    Measure.LEAD: "lead of the candidate chosen",
    Measure.VOTES: "number of votes",
}


@dataclass(frozen=True, slots=True)
class Bar:
    """From where on a pledge binds: ``least`` or more, per cent, or votes where votes are asked."""

    measure: Measure
    least: Fraction
    text: str

    @classmethod
    def read(cls, text: str) -> Bar:
        """What a text such as "turnout 20%", "lead 5%" or "votes 500" says; else RuleError."""
        found = _BAR.fullmatch(text)
        if found is None:
            wanted = "'turnout 20%', 'share 50%', 'lead 5%' or 'votes 500'"
            raise RuleError(f"expected a threshold such as {wanted}, found {text!r}")
        if found["votes"]:
            return cls(Measure.VOTES, Fraction(found["votes"]), text)
        least = Fraction(found["share"])
        if least > 100:
            raise RuleError(f"expected a share up to 100%, found {text!r}")
        return cls(Measure(found["kind"]), least, text)

    @property
    def words(self) -> str:
        """The bar in a sentence: "turnout of 20% or more"."""
        amount = self.text.split(" ", 1)[1]
        if self.measure is Measure.VOTES:
            amount = grouped(int(self.least))
        return f"{self.measure.words} of {amount} or more"
