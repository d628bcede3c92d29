"""A second alternative vote, written from docs/rules/av.md and weighing.md alone, and slow.

It holds every single paper in a list, knows no arrays and shares no code with the package. Its only
use is to be compared with the count of the package. Numbers in brackets are the page's paragraphs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

NO_FURTHER = "no_further_preference"


@dataclass(frozen=True)
class Slip:
    """One paper: its section, its preferences in order, and why they end there."""

    section: str
    preferences: tuple[str, ...]
    end: str = NO_FURTHER


@dataclass(frozen=True)
class Rules:
    """What the contest says."""

    candidates: tuple[str, ...]
    withdrawn: frozenset[str]
    weights: Mapping[str, Fraction | None]
    base: str = "live"
    tie_order: str = "forward"
    equal_or_exceed: bool = False
    to_two: bool = False


Question = tuple[int, frozenset[str]]


@dataclass
class Told:
    """One stage in words and plain numbers."""

    number: int
    votes: dict[str, dict[str, int]]
    points: dict[str, Fraction]
    transfers: dict[str, dict[str, dict[str, int]]]
    out: dict[str, dict[str, int]]
    excluded: str = ""
    elected: str = ""
    why: str = ""
    needed: bool = True
    ties: list[tuple[frozenset[str], str, str, int | None, bool, frozenset[str]]] = field(
        default_factory=list
    )


def points_of(
    votes: Mapping[str, Mapping[str, int]],
    first: Mapping[str, int],
    weights: Mapping[str, Fraction | None],
    base: str,
) -> dict[str, Fraction]:
    """weighing.md [1] to [4]."""
    live = {s: sum(v[s] for v in votes.values()) for s in weights}
    of = first if base == "first" else live
    if len(weights) == 1 or None in weights.values():
        whole = sum(of.values())
        return {
            c: Fraction(sum(v.values()), whole) if whole else Fraction() for c, v in votes.items()
        }
    points = {}
    for c, v in votes.items():
        points[c] = Fraction()
        for section, weight in weights.items():
            assert weight is not None
            if of[section] > 0:
                points[c] += Fraction(v[section], of[section]) * weight
    return points


class NaiveCount:
    """The stages told so far; ``question`` is the lot that the count stopped for.

    ``nobody_asks`` is one past the result: it need not be drawn, but may be. [10]
    """

    def __init__(self, slips: Iterable[Slip], rules: Rules, lots: Mapping[Question, str]) -> None:
        self.rules, self.lots = rules, lots
        self.slips = list(slips)
        self.told: list[Told] = []
        self.question: tuple[int, frozenset[str], str] | None = None
        self.nobody_asks: tuple[int, frozenset[str], str] | None = None
        self.continuing = [c for c in rules.candidates if c not in rules.withdrawn]
        self.holds = {slip_id: self._next(slip) for slip_id, slip in enumerate(self.slips)}  # [1]
        self.moves: dict[str, dict[str, dict[str, int]]] = {}
        self.first = dict.fromkeys(rules.weights, 0)
        for slip_id, holder in self.holds.items():
            if holder is not None:
                self.first[self.slips[slip_id].section] += 1
        self._run()

    def _next(self, slip: Slip) -> str | None:
        for name in slip.preferences:
            if name in self.continuing:
                return name
        return None

    def _by_section(self, slip_ids: Iterable[int]) -> dict[str, int]:
        tally = Counter(self.slips[i].section for i in slip_ids)
        return {s: tally[s] for s in self.rules.weights}

    def _tell(self) -> Told:  # [2]
        votes = {
            c: self._by_section(i for i, holder in self.holds.items() if holder == c)
            for c in self.continuing
        }
        out: dict[str, dict[str, int]] = {}
        for i, holder in self.holds.items():
            if holder is None:
                tally = out.setdefault(self.slips[i].end, dict.fromkeys(self.rules.weights, 0))
                tally[self.slips[i].section] += 1
        points = points_of(votes, self.first, self.rules.weights, self.rules.base)
        return Told(len(self.told) + 1, votes, points, self.moves, out)

    def _enough(self, told: Told, name: str) -> bool:  # [3]
        mine = told.points[name]
        theirs = sum((p for c, p in told.points.items() if c != name), Fraction())
        if self.rules.base == "first":
            theirs = self._first_points() - mine
        if self.rules.equal_or_exceed:
            return mine > 0 and mine >= theirs
        return mine > theirs

    def _first_points(self) -> Fraction:
        weights = self.rules.weights
        if len(weights) == 1 or None in weights.values():
            return Fraction(1)
        return sum((w for s, w in weights.items() if w is not None and self.first[s]), Fraction())

    def _apart(self, told: Told, level: list[str], act: str) -> str | None:
        """Whom a tie falls on, by earlier stages or lot; None where a lot is needed. [6] [7]"""
        if len(level) == 1:
            return level[0]
        tied, by_stage = frozenset(level), None
        earlier = {"forward": self.told, "backward": self.told[::-1], "lot": []}[
            self.rules.tie_order
        ]
        for before in earlier:
            best = (min if act == "exclude" else max)(before.points[c] for c in level)
            stay = [c for c in level if before.points[c] == best]
            if len(stay) < len(level):
                level, by_stage = stay, before.number
            if len(level) == 1:
                told.ties.append((tied, act, level[0], by_stage, False, frozenset(level)))
                return level[0]
        drawn = self.lots.get((told.number, frozenset(level)))
        if drawn is None:
            self.question = (told.number, frozenset(level), act)
            return None
        told.ties.append((tied, act, drawn, by_stage, True, frozenset(level)))
        return drawn

    def _elect(self, told: Told) -> bool:
        """Elect by [3] or [4] if anybody is; False where a lot is needed to say whom."""
        enough = [c for c in self.continuing if self._enough(told, c)]
        if len(enough) == 1:
            told.elected = enough[0]
            rest = sum((p for c, p in told.points.items() if c != enough[0]), Fraction())
            if self.rules.base == "first":
                rest = self._first_points() - told.points[enough[0]]
            told.why = "majority" if told.points[enough[0]] > rest else "equal_or_exceed"
        elif enough or len(self.continuing) == 2:
            top = max(told.points.values())
            level = [c for c in self.continuing if told.points[c] == top]
            chosen = self._apart(told, level, "elect")
            if chosen is None:
                return False
            told.elected, told.why = chosen, "tie" if told.ties else "more_of_two"
        return True

    def _run(self) -> None:
        won = False
        while True:
            told = self._tell()
            told.needed = not won
            if not any(self.first.values()):
                self.told.append(told)
                return
            if not won and not self._elect(told):
                self.told.append(told)
                return
            done = bool(told.elected) and not self.rules.to_two
            won = won or bool(told.elected)
            if done or len(self.continuing) <= 2:
                self.told.append(told)
                return
            least = min(told.points.values())  # [5]
            lowest = [c for c in self.continuing if told.points[c] == least]
            gone = self._apart(told, lowest, "exclude")
            self.told.append(told)
            if gone is None:
                if won:  # [10]
                    self.nobody_asks, self.question = self.question, None
                return
            told.excluded = gone
            self._move(gone)

    def _move(self, gone: str) -> None:  # [8] [9]
        self.continuing.remove(gone)
        moved = {c: dict.fromkeys(self.rules.weights, 0) for c in self.continuing}
        for i, holder in self.holds.items():
            if holder == gone:
                self.holds[i] = to = self._next(self.slips[i])
                if to is not None:
                    moved[to][self.slips[i].section] += 1
        self.moves = {gone: moved}
