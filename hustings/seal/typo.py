"""What is wrong with a code as typed, in plain data: the page finds the words, in any language.

Never the right symbol: the elector looks at the letter again, and whoever guesses learns nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["At", "Typo", "TypoKind"]


class TypoKind(StrEnum):
    """What is wrong, so far as it can be told."""

    TOO_SHORT = "too_short"
    """``by`` characters are missing; ``uneven`` names the groups that have too few or too many."""

    TOO_LONG = "too_long"
    """There are ``by`` characters too many; ``uneven`` as above."""

    UNREADABLE = "unreadable"
    """The characters ``at`` stand in no code."""

    ONE_CHARACTER = "one_character"
    """The one character ``at`` looks wrong."""

    NEIGHBOURS = "neighbours"
    """Two neighbours look swapped: each of ``at`` is a possible pair, usually there is one."""

    SEVERAL = "several"
    """Several characters are wrong; which cannot be told."""


@dataclass(frozen=True, slots=True)
class At:
    """A character of a code, as typed: its position from 1 without separators, its group from 1.

    Of neighbours ``found`` has both characters, and position and group are those of the first.
    """

    position: int
    group: int
    found: str


@dataclass(frozen=True, slots=True)
class Typo:
    """Why a text is not a code; see :class:`TypoKind` for which fields say something."""

    kind: TypoKind
    by: int = 0
    at: tuple[At, ...] = ()
    uneven: tuple[int, ...] = ()
