"""When something happened, exactly as far as it is known: a day, a month, a year, or "by" one.

Nothing is made more exact than its source was. A month stands for all of its days,
"2010-07/2010-08" for those of both, "by 2010-06-09" for that day and every day before it.
docs/spec/tracker.md, paragraphs 5 to 7.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from hustings.errors import RuleError

__all__ = ["EXPECTED_DAY", "EXPECTED_WHEN", "When", "day_of"]

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)

EXPECTED_DAY = "a day such as 2010-06-09"
EXPECTED_WHEN = "a date such as 2010-06-09, 2010-06, 2010-07/2010-08 or 'by 2010-06-09'"


def day_of(text: str) -> date:
    """The day that a text writes as ISO 8601 does; RuleError for anything else."""
    if _DAY.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise RuleError(f"there is no such day as {text!r}") from None
    raise RuleError(f"expected {EXPECTED_DAY}, found {text!r}")


@dataclass(frozen=True, slots=True)
class When:
    """The days on which something can have happened: ``first`` to ``last``, both with.

    ``first`` is None where only the last is known ("by"). ``text`` is how it is written.
    """

    text: str
    first: date | None
    last: date

    def __post_init__(self) -> None:
        assert self.first is None or self.first <= self.last

    def __str__(self) -> str:
        return self.text

    @classmethod
    def read(cls, text: str) -> When:
        """What "2010-06-09", "2010-06", "2010-07/2010-08" or "by 2010-06" says; else RuleError."""
        if text.startswith("by "):
            return cls(text, None, _days(text.removeprefix("by "), text)[1])
        begin, _, end = text.partition("/")
        first, last = _days(begin, text)
        if end or "/" in text:
            last = _days(end, text)[1]
        if last < first:
            raise RuleError(f"{text!r} ends before it begins; expected {EXPECTED_WHEN}")
        return cls(text, first, last)

    @classmethod
    def on(cls, day: date) -> When:
        """A day that is known."""
        return cls(day.isoformat(), day, day)

    @property
    def is_day(self) -> bool:
        """Whether the very day is known."""
        return self.first == self.last


def _days(written: str, text: str) -> tuple[date, date]:
    """The first and the last day of a day, a month or a year; ``text`` is the whole, to show."""
    found = _DATE.fullmatch(written)
    if found is None:
        raise RuleError(f"expected {EXPECTED_WHEN}, found {text!r}")
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        first = date(year or 0, month or 1, day or 1)
    except ValueError:
        raise RuleError(f"there is no such date as {text!r}; expected {EXPECTED_WHEN}") from None
    if day:
        return first, first
    end = month or 12
    return first, date(first.year, end, monthrange(first.year, end)[1])
