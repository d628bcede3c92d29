"""What a count yields: stages, and the questions that only a lot can answer.

The stages *are* the record: the page, the sheet, the JSON and the pictures are views of them.
Votes are whole papers by section; points are exact fractions (see :mod:`hustings.count.weighing`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from hustings.errors import Place, RuleError

__all__ = ["Act", "By", "Lot", "LotNeeded", "Lots", "Stage", "Tie", "Transfers", "Votes"]

Votes = tuple[int, ...]
"""Papers by section, in the order of the contest's sections."""

Transfers = Mapping[str, Mapping[str, Votes]]
"""Of each candidate excluded, the papers that moved to each continuing candidate."""


class Act(StrEnum):
    """What a tie is about: which of the tied candidates is to be excluded, or elected."""

    EXCLUDE = "exclude"
    ELECT = "elect"


class By(StrEnum):
    """Why a candidate was elected at a stage."""

    MAJORITY = "majority"
    EQUAL_OR_EXCEED = "equal_or_exceed"
    MORE_OF_TWO = "more_of_two"
    MOST_VOTES = "most_votes"
    TIE = "tie"


@dataclass(frozen=True, slots=True)
class Tie:
    """How candidates level on points were told apart.

    ``stage`` is the last earlier stage that narrowed the tie, None where none did; ``level`` are
    those still level after it, between whom a lot was drawn if ``by_lot``. ``narrowed`` lists each
    earlier stage that narrowed the tie, in the order in which they were asked, with those whom it
    left; the stages themselves imply it, so it takes no part in comparisons.
    """

    candidates: tuple[str, ...]
    act: Act
    chosen: str
    stage: int | None
    by_lot: bool
    level: tuple[str, ...]
    narrowed: tuple[tuple[int, tuple[str, ...]], ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class LotNeeded:
    """The count stops here until a lot says who of these is to be excluded or elected."""

    stage: int
    candidates: tuple[str, ...]
    act: Act


@dataclass(frozen=True, slots=True)
class Lot:
    """A recorded lot: at which stage, between whom, and whom it fell on (excluded, or elected)."""

    stage: int
    candidates: frozenset[str]
    drawn: str
    place: Place = Place("lots")

    def __post_init__(self) -> None:
        if self.drawn not in self.candidates:
            among = ", ".join(sorted(self.candidates))
            raise RuleError(f"{self.place}: the lot fell on {self.drawn!r}, not one of {among}")


@dataclass(frozen=True, slots=True)
class Lots:
    """The recorded lots of a contest; each must answer exactly a question that the count asks."""

    lots: tuple[Lot, ...] = ()

    def __post_init__(self) -> None:
        seen: dict[tuple[int, frozenset[str]], Lot] = {}
        for lot in self.lots:
            if (earlier := seen.setdefault((lot.stage, lot.candidates), lot)) is not lot:
                raise RuleError(f"{lot.place}: the lot of {earlier.place} was drawn already")

    def __iter__(self) -> Iterator[Lot]:
        return iter(self.lots)

    def answer(self, question: LotNeeded) -> str | None:
        """Whom the lot fell on, if one was drawn between exactly these at exactly this stage."""
        for lot in self.lots:
            if lot.stage == question.stage and lot.candidates == frozenset(question.candidates):
                return lot.drawn
        return None


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of a count, after the transfers that made it.

    ``votes`` and ``points`` list the continuing candidates in the order of the ballot paper.
    ``transfers``: of each candidate excluded before this stage, the papers that moved to each
    continuing candidate. ``non_transferable``: all papers out of the count by now, by cause and
    section; with the votes they make the valid papers at every stage. ``half``, the winning line,
    is half of the points in play, or of the first stage's on base ``first``. ``excluded`` go out at
    the end of this stage; ``needed`` is False once an earlier stage decided the result.
    """

    number: int
    votes: Mapping[str, Votes]
    points: Mapping[str, Fraction]
    half: Fraction
    transfers: Transfers
    non_transferable: Mapping[str, Votes]
    excluded: tuple[str, ...] = ()
    elected: tuple[str, ...] = ()
    elected_by: By | None = None
    ties: tuple[Tie, ...] = ()
    needed: bool = True

    def __post_init__(self) -> None:
        for name in ("votes", "points", "transfers", "non_transferable"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))

    @property
    def tie(self) -> Tie | None:
        """The last tie settled at this stage, if any."""
        return self.ties[-1] if self.ties else None

    @property
    def live(self) -> Votes:
        """Papers with a continuing candidate, by section."""
        return tuple(sum(column) for column in zip(*self.votes.values(), strict=True))

    def total(self, candidate: str) -> int:
        """The candidate's votes in all sections, added plainly."""
        return sum(self.votes[candidate])
