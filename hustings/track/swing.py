"""Swing: how votes moved between two parties since a vote in the past, and which seats that takes.

Two kinds go by that one word, so each figure here names its own:

- **Butler** (the conventional swing, the two-party average): the mean of one side's gain and the
  other's loss, in shares of all votes. A lead changes by twice the swing, so a lead of 2 points
  that becomes one of 14 is a swing of 6.
- **Steed** (the two-party swing): the gain in the share of the votes of the two alone.

They agree only where the two have all votes. They bear the names of David Butler and Michael Steed,
who used them in the Nuffield studies of British general elections.

Shares are exact fractions of the whole = 1, and so is a swing: 6 points are 6/100.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from hustings.errors import RuleError
from hustings.language import say, say_number
from hustings.phrases import listed, number_words
from hustings.rounding import grouped, percent

__all__ = [
    "Fall",
    "Falls",
    "Kind",
    "Seat",
    "Swing",
    "falls",
    "falls_sentences",
    "lead_after",
    "swing",
    "swing_of_leads",
    "swing_sentence",
]


class Kind(StrEnum):
    """Which of the two swings a figure is."""

    BUTLER = "butler"
    STEED = "steed"

    @property
    def words(self) -> str:
        """The swing's name and its base, to stand beside every figure of it."""
        if self is Kind.BUTLER:
            return say("Butler swing, in shares of all votes")
        return say("Steed swing, in shares of the votes of the two")


@dataclass(frozen=True, slots=True)
class Swing:
    """So much of the whole = 1 moved from one to the other; below nought it went the other way."""

    kind: Kind
    loser: str
    gainer: str
    points: Fraction

    def __post_init__(self) -> None:
        if self.loser == self.gainer:
            raise RuleError(f"a swing goes from one to another, not from {self.loser} to itself")
        if abs(self.points) > 1:
            raise RuleError("a swing is a share of the whole, at most 100 points")

    @property
    def turned(self) -> Swing:
        """The same swing said the other way round."""
        return Swing(self.kind, self.gainer, self.loser, -self.points)


def swing(
    before: Mapping[str, Fraction],
    after: Mapping[str, Fraction],
    *,
    loser: str,
    gainer: str,
    kind: Kind,
) -> Swing:
    """The swing between two votes, or from a vote to a poll; both on the same kind of base.

    Raises RuleError where one of the two has no share, or for Steed's kind where they have none
    together.
    """
    was, had = _share(before, gainer, "before"), _share(before, loser, "before")
    now, has = _share(after, gainer, "after"), _share(after, loser, "after")
    if kind is Kind.BUTLER:
        return Swing(kind, loser, gainer, ((now - was) + (had - has)) / 2)
    if not was + had or not now + has:
        raise RuleError(f"{loser} and {gainer} have no votes together: there is no Steed swing")
    return Swing(kind, loser, gainer, now / (now + has) - was / (was + had))


def _share(shares: Mapping[str, Fraction], party: str, when: str) -> Fraction:
    if party not in shares:
        known = ", ".join(shares)
        raise RuleError(f"there is no share of {party!r} {when}; there are those of {known}")
    if not 0 <= shares[party] <= 1:
        raise RuleError(f"a share lies from 0 to 1, that of {party} {when} is {shares[party]}")
    return shares[party]


def swing_of_leads(before: Fraction, after: Fraction) -> Fraction:
    """The Butler swing that turned one lead into another, leads being of the same side."""
    return (after - before) / 2


def lead_after(before: Fraction, points: Fraction) -> Fraction:
    """The lead that a Butler swing towards its side makes of a lead."""
    return before + 2 * points


def swing_sentence(found: Swing, since: str) -> str:
    """The swing with its kind, base and beginning: "... since the general election of 2010"."""
    if not found.points:
        return say(
            "No swing between {loser} and {gainer} since {since} ({kind}).",
            loser=found.loser,
            gainer=found.gainer,
            since=since,
            kind=found.kind.words,
        )
    shown = found if found.points > 0 else found.turned
    return say(
        "A swing of {points} points from {loser} to {gainer} since {since} ({kind}).",
        points=_points(shown.points),
        loser=shown.loser,
        gainer=shown.gainer,
        since=since,
        kind=shown.kind.words,
    )


def _points(share: Fraction) -> str:
    return percent(share)


# --- seats -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Seat:
    """The first two of a seat at a past vote: with their votes, or with a majority as printed.

    ``valid`` are all valid votes. ``majority`` is the first's lead over the second as a share of
    them, exact where the votes are known, else as it was printed. Steed's swing needs the votes.
    """

    name: str
    first: str
    second: str
    first_votes: int | None = None
    second_votes: int | None = None
    valid: int | None = None
    printed_majority: Fraction | None = None

    def __post_init__(self) -> None:
        if self.first == self.second:
            raise RuleError(f"{self.name}: {self.first} cannot be first and second")
        counted = (self.first_votes, self.second_votes, self.valid)
        if any(n is None for n in counted):
            if self.printed_majority is None or any(n is not None for n in counted):
                raise RuleError(
                    f"{self.name}: give the votes of the first and the second and all valid votes, "
                    "or else the majority in per cent"
                )
        else:
            _check_votes(self.name, *(n or 0 for n in counted))
        if self.printed_majority is not None and not 0 <= self.printed_majority <= 1:
            raise RuleError(f"{self.name}: a majority lies from 0 to 100 per cent")

    @property
    def majority(self) -> Fraction:
        """The first's lead over the second, a share of all valid votes."""
        if self.first_votes is None or self.second_votes is None or self.valid is None:
            assert self.printed_majority is not None
            return self.printed_majority
        return Fraction(self.first_votes - self.second_votes, self.valid)

    def needed(self, kind: Kind) -> Fraction | None:
        """The swing beyond which the second is ahead; None where it cannot be told."""
        if kind is Kind.BUTLER:
            return self.majority / 2
        if self.first_votes is None or self.second_votes is None:
            return None
        return Fraction(self.first_votes, self.first_votes + self.second_votes) - Fraction(1, 2)


def _check_votes(name: str, first: int, second: int, valid: int) -> None:
    if second < 0 or first < 1:
        raise RuleError(f"{name}: votes are counted from nought, and the first has one at least")
    if second > first:
        raise RuleError(f"{name}: the second has {second:,} votes, more than the first's {first:,}")
    if first + second > valid:
        raise RuleError(
            f"{name}: the two have {first + second:,} votes together, more than {valid:,} valid"
        )


@dataclass(frozen=True, slots=True)
class Fall:
    """A seat and the swing beyond which it changes hands."""

    seat: Seat
    needed: Fraction


@dataclass(frozen=True, slots=True)
class Falls:
    """What a uniform swing does to the seats of a table, each list by the swing that it needs.

    ``fall`` go to the gainer, ``level`` would leave the two exactly level, ``stay`` do not fall.
    ``elsewhere`` are seats where the loser is not first with the gainer second: a swing between
    these two says nothing of them. ``unknown`` lack the votes that the kind of swing asks for.
    """

    swing: Swing
    fall: tuple[Fall, ...]
    level: tuple[Fall, ...]
    stay: tuple[Fall, ...]
    elsewhere: tuple[Seat, ...]
    unknown: tuple[Seat, ...]


def falls(seats: Iterable[Seat], found: Swing) -> Falls:
    """The seats of a table that would fall if every one of them swung alike."""
    found = found if found.points >= 0 else found.turned
    every = tuple(seats)
    theirs = [s for s in every if (s.first, s.second) == (found.loser, found.gainer)]
    judged = [Fall(s, n) for s in theirs if (n := s.needed(found.kind)) is not None]
    judged.sort(key=lambda f: (f.needed, f.seat.name))
    known = {f.seat.name for f in judged}
    return Falls(
        found,
        tuple(f for f in judged if f.needed < found.points),
        tuple(f for f in judged if f.needed == found.points),
        tuple(f for f in judged if f.needed > found.points),
        tuple(s for s in every if s not in theirs),
        tuple(s for s in theirs if s.name not in known),
    )


def falls_sentences(found: Falls) -> tuple[str, ...]:
    """How many seats would fall and which, of how many that the swing can speak of."""
    moved = found.swing
    judged = len(found.fall) + len(found.level) + len(found.stay)
    said = [
        say_number(
            "On a uniform swing of {points} points from {loser} to {gainer} ({kind}) {fall} of the "
            "{judged} seat that {loser} holds with {gainer} second would fall.",
            "On a uniform swing of {points} points from {loser} to {gainer} ({kind}) {fall} of the "
            "{judged} seats that {loser} holds with {gainer} second would fall.",
            judged,
            points=_points(moved.points),
            loser=moved.loser,
            gainer=moved.gainer,
            kind=moved.kind.words,
            fall=number_words(len(found.fall)),
            judged=grouped(judged),
        )
    ]
    if found.fall:
        seats = listed(_with_needed(found.fall))
        said.append(say_number("It is {seats}.", "They are {seats}.", len(found.fall), seats=seats))
    if found.level:
        said.append(say("Exactly level: {seats}.", seats=listed(_with_needed(found.level))))
    if found.stay:
        said.append(say("The next would be {seat}.", seat=_with_needed(found.stay[:1])[0]))
    return (*said, *_left_out(found))


def _with_needed(some: Sequence[Fall]) -> list[str]:
    return [
        say("{seat} (needs {points})", seat=f.seat.name, points=_points(f.needed)) for f in some
    ]


def _left_out(found: Falls) -> list[str]:
    said = []
    if found.elsewhere:
        said.append(
            say_number(
                "{seats} other seat is not judged: there the two are not first and second.",
                "{seats} other seats are not judged: there the two are not first and second.",
                len(found.elsewhere),
                seats=grouped(len(found.elsewhere)),
            )
        )
    if found.unknown:
        said.append(
            say(
                "Not judged for want of votes, only a majority is known: {seats}.",
                seats=listed([s.name for s in found.unknown]),
            )
        )
    return said
