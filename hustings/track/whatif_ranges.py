"""Who would win at every share of a candidate's ballots that follows an endorsement, exactly.

As the share grows, votes change in straight lines, and the outcome only where two candidates are
level on points at some stage, or one is exactly on the winning line. Those shares are roots of
polynomials with exact coefficients, so the line from no ballot to all is cut at them, and one count
between two cuts tells the outcome of the whole piece. Nothing is sampled in between and hoped for.

A cut is a fraction wherever sections are added plainly or no ballot runs out with the share; with
weighted sections it can be irrational, and then stands between two fractions closer than 2^-60.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from hustings.ballot import Profile
from hustings.contest import Base, Contest
from hustings.count import Count, Lots, Stage, count
from hustings.errors import RuleError
from hustings.track.whatif import lots_that_serve
from hustings.track.whatif_assumptions import Assumptions
from hustings.track.whatif_ballots import supposed_contest, supposed_profile
from hustings.track.whatif_roots import (
    Polynomial,
    Root,
    polynomial,
    product,
    roots_between,
    simplest_between,
)

__all__ = ["BreakEven", "Range", "Ranges", "ranges_asked", "ranges_of"]


@dataclass(frozen=True, slots=True)
class Range:
    """Shares from ``start`` to ``end`` that give one outcome, with the ends themselves or without.

    ``elected`` is empty where a lot is needed, or no paper ranks anybody who stands.
    """

    start: Root
    end: Root
    with_start: bool
    with_end: bool
    elected: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BreakEven:
    """The smallest share at which another wins than would with none.

    ``reached`` tells whether that very share is enough: if not, any larger one is, however little.
    It is False too where the share is no fraction, or too fine a one to be counted.
    """

    share: Root
    reached: bool
    elected: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ranges:
    """Every outcome from no ballot that follows to as many as can, in order, without a gap.

    The one thing left out are single shares that are no fraction, or too fine to be counted.
    """

    candidate: str
    to: str
    most: Fraction
    ranges: tuple[Range, ...]

    @property
    def break_even(self) -> BreakEven | None:
        """Where another first wins; None if none does, or if it needs a lot with none following."""
        without = self.ranges[0].elected
        for found in self.ranges if without else ():
            if found.elected and set(found.elected) != set(without):
                return BreakEven(found.start, found.with_start, found.elected)
        return None


def ranges_of(
    contest: Contest,
    profile: Profile,
    assumptions: Assumptions,
    candidate: str,
    to: str,
    *,
    lots: Lots = Lots(),
) -> Ranges:
    """The outcome at every share of the candidate's ballots that follows to the other.

    ``assumptions`` are fitted to the contest; all but the share asked about are as they say.
    ``lots`` of the real count serve as in :func:`~hustings.track.whatif.what_if`.
    """
    backed = assumptions.backed_by(candidate)
    most = 1 - sum((e.share for e in backed if e.to != to), Fraction(0))
    line = _Line(contest, profile, assumptions, candidate, to, lots)
    return Ranges(candidate, to, most, tuple(_joined(line.pieces(most))))


def _joined(pieces: Iterator[Range]) -> Iterator[Range]:
    """Neighbours of one outcome made one."""
    held: Range | None = None
    for piece in pieces:
        if held is None:
            held = piece
        elif piece.elected == held.elected and (
            held.with_end or piece.with_start or not piece.start.exact
        ):
            held = replace(held, end=piece.end, with_end=piece.with_end)
        else:
            yield held
            held = piece
    if held is not None:
        yield held


@dataclass(frozen=True, slots=True)
class _Line:
    """The count as a function of one share."""

    contest: Contest
    profile: Profile
    assumptions: Assumptions
    candidate: str
    to: str
    lots: Lots

    def counted(self, share: Fraction) -> _Counted:
        """The count at a share; RuleError where it is too fine to be counted."""
        supposed = self.assumptions.with_share(self.candidate, self.to, share)
        supposed = replace(supposed, withdrawn=(*supposed.withdrawn, self.candidate))
        contest = replace(supposed_contest(self.contest, supposed), to_two=False)
        profile, unit = supposed_profile(self.profile, self.contest, supposed)
        drawn = lots_that_serve(contest, profile, self.lots)
        return _Counted(contest, count(profile, contest, drawn), unit, share)

    def pieces(self, most: Fraction) -> Iterator[Range]:
        """Single shares and open intervals between them by turns, from 0 to ``most``."""
        at = Root(Fraction(0), Fraction(0))
        yield from self._point(at)
        while at.high < most:
            course, following = self._after(at.high, most)
            yield Range(at, following, False, False, course.elected)
            yield from self._point(following)
            at = following

    def _point(self, at: Root) -> Iterator[Range]:
        """The outcome at a share itself, if it can be counted."""
        if not at.exact:
            return
        try:
            yield Range(at, at, True, True, self.counted(at.low).elected)
        except RuleError:  # the papers do not fit into 64 bits
            return

    def _after(self, start: Fraction, most: Fraction) -> tuple[_Counted, Root]:
        """The count that holds right after a share, and the cut up to which it does."""
        sample = self.counted(simplest_between(start, most))
        while True:
            nearer = self.counted(simplest_between(start, (start + sample.share) / 2))
            if nearer.course != sample.course:
                sample = nearer
                continue
            conditions = set(_conditions(sample, nearer))
            before = _first(conditions, start, sample.share)
            on_it = any(_holds_at(c, sample.share) for c in conditions)
            if before is None and not on_it:
                end = _first(conditions, sample.share, most)
                return sample, end or Root(most, most)
            upper = sample.share if before is None else before.low
            sample = self.counted(simplest_between(start, upper))


def _first(conditions: set[Polynomial], low: Fraction, high: Fraction) -> Root | None:
    """The first share between two, both left out, at which a condition is nought."""
    found = (next(roots_between(c, low, high), None) for c in conditions)
    return min((r for r in found if r), key=lambda r: (r.low, r.high), default=None)


def _holds_at(condition: Polynomial, share: Fraction) -> bool:
    return bool(condition) and not sum(c * share**n for n, c in enumerate(condition))


@dataclass(frozen=True, slots=True)
class _Counted:
    """A count at one share; its votes in units of ``unit`` papers."""

    contest: Contest
    count: Count
    unit: Fraction
    share: Fraction

    @property
    def elected(self) -> tuple[str, ...]:
        return self.count.elected

    @property
    def course(self) -> tuple[object, ...]:
        """Who was in the count at each stage, and what became of them."""
        stages = tuple((frozenset(s.votes), s.excluded, s.elected) for s in self.count.stages)
        return (*stages, self.count.lot_needed)

    def votes(self, stage: int, candidate: str) -> list[Fraction]:
        """Votes by section in papers."""
        return [n * self.unit for n in self.count.stages[stage].votes[candidate]]


def _conditions(one: _Counted, other: _Counted) -> Iterator[Polynomial]:
    """What must not change its sign for the same to be elected, as polynomials of the share.

    One and the other are counts of one course, so that votes are straight lines through both.
    """
    stages = one.count.stages
    lines = [_Lines(one, other, number) for number in range(len(stages))]
    pairs = _decisive_pairs if one.contest.rule == "av" else _all_neighbours
    for number, ahead, behind in dict.fromkeys(pairs(one.count)):
        yield _difference(lines[number].points(ahead), lines[number].points(behind))
    for number, stage in enumerate(stages):
        if one.contest.rule != "av" or stage.elected or one.count.lot_needed:
            for candidate in stage.points:
                yield _difference(lines[number].points(candidate), lines[number].half(stage))


def _all_neighbours(counted: Count) -> Iterator[tuple[int, str, str]]:
    """At each stage every two who are next to each other in the order of points: all of it."""
    for number, stage in enumerate(counted.stages):
        for ahead, behind in pairwise(_ranked(stage, stage.points)):
            yield number, ahead, behind


def _decisive_pairs(counted: Count) -> Iterator[tuple[int, str, str]]:
    """Of the alternative vote whoever goes out, or has the place, against each other candidate.

    Where some are level with him or her at every share of the piece, their order at each earlier
    stage as well, since that tells them apart. That somebody has more than half sooner changes no
    winner, for shares of the live votes, or of the first stage's, never fall while others go out;
    but it can save a lot.
    """
    for number, stage in enumerate(counted.stages):
        asked = counted.lot_needed
        drawn = asked.candidates if asked and asked.stage == stage.number else ()
        for chosen in (*stage.excluded, *stage.elected, *drawn):
            yield from ((number, chosen, c) for c in stage.points if c != chosen)
            level = [c for c, p in stage.points.items() if p == stage.points[chosen]]
            for before, earlier in enumerate(counted.stages[:number]):
                for ahead, behind in pairwise(_ranked(earlier, level)):
                    yield before, ahead, behind


def _ranked(stage: Stage, some: Iterable[str]) -> list[str]:
    """Candidates by their points at a stage, most first, level ones by id."""
    return sorted(some, key=lambda c: (-stage.points[c], c))


def _difference(one: Sequence[Fraction], other: Sequence[Fraction]) -> Polynomial:
    return polynomial([a - b for a, b in zip(one, other, strict=True)])


class _Lines:
    """Points of a stage as polynomials of the share, all over one positive denominator."""

    def __init__(self, one: _Counted, other: _Counted, stage: int) -> None:
        contest = one.contest
        self.whole = not contest.weighted
        self.votes = {
            c: _straight(one, other, stage, c, together=self.whole)
            for c in one.count.stages[stage].votes
        }
        base = self.votes
        if contest.base is Base.FIRST:
            first = one.count.stages[0].votes
            base = {c: _straight(one, other, 0, c, together=self.whole) for c in first}
        self.weights = (
            [Fraction(1)] if self.whole else [s.weight or Fraction(0) for s in contest.sections]
        )
        live = [_added([of[n] for of in base.values()]) for n in range(len(self.weights))]
        # A section without votes on the base carries nothing, at any share between the two.
        self.weights = [
            w if any(of) else Fraction(0) for w, of in zip(self.weights, live, strict=True)
        ]
        self.live = [of if any(of) else [Fraction(1), Fraction(0)] for of in live]

    def points(self, candidate: str) -> list[Fraction]:
        """The candidate's points times the denominator."""
        terms = []
        for n, weight in enumerate(self.weights):
            term = [weight * v for v in self.votes[candidate][n]]
            for m, live in enumerate(self.live):
                if m != n:
                    term = product(term, live)
            terms.append(term)
        return _added(terms)

    def half(self, stage: Stage) -> list[Fraction]:
        """The winning line times the denominator: half of the points in play, or of the first's."""
        if sum(stage.points.values()) == 2 * stage.half:
            return [v / 2 for v in _added([self.points(c) for c in self.votes])]
        out = [stage.half]
        for live in self.live:
            out = product(out, live)
        return out


def _straight(
    one: _Counted, other: _Counted, stage: int, candidate: str, *, together: bool
) -> list[list[Fraction]]:
    """Of each section, or of all together, the votes as [those at no share, growth]."""
    here, there = one.votes(stage, candidate), other.votes(stage, candidate)
    if together:
        here, there = [sum(here, Fraction(0))], [sum(there, Fraction(0))]
    lines = []
    for a, b in zip(here, there, strict=True):
        growth = (a - b) / (one.share - other.share)
        lines.append([a - growth * one.share, growth])
    return lines


def _added(terms: Sequence[Sequence[Fraction]]) -> list[Fraction]:
    return [sum(column, Fraction(0)) for column in zip(*terms, strict=True)]


_MOST_STANDING = 6
_MOST_RANKINGS = 20_000


def ranges_asked(
    contest: Contest, profile: Profile, assumptions: Assumptions, *, lots: Lots = Lots()
) -> tuple[Ranges, ...]:
    """The ranges of each endorsement assumed; of who withdraws and backs nobody, those of any.

    The latter only where at most six stand and the ballots hold at most 20,000 different rankings:
    what nobody asked for must not take longer than what somebody did. ``assumptions`` are fitted.
    """
    pairs = [(e.candidate, e.to) for e in assumptions.endorsements]
    standing = [c.id for c in contest.standing if c.id not in assumptions.withdrawn]
    if len(standing) <= _MOST_STANDING and len(profile.rankings) <= _MOST_RANKINGS:
        silent = [c for c in assumptions.withdrawn if not assumptions.backed_by(c)]
        pairs.extend((candidate, to) for candidate in silent for to in standing)
    found = (_ranges_or_none(contest, profile, assumptions, pair, lots) for pair in pairs)
    return tuple(ranges for ranges in found if ranges)


def _ranges_or_none(
    contest: Contest,
    profile: Profile,
    assumptions: Assumptions,
    pair: tuple[str, str],
    lots: Lots,
) -> Ranges | None:
    """The ranges; None where two cuts lie so close that no share between them can be counted."""
    try:
        return ranges_of(contest, profile, assumptions, *pair, lots=lots)
    except RuleError:
        return None
