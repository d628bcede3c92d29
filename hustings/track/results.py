"""The result of a primary as far as it is known: who was chosen, and each candidate's place.

What was reported and what was counted go the same way here and are never mixed: every value says
which of the two it is. A place is told only as far as the figures leave no doubt.
docs/spec/tracker.md, paragraphs 20 to 22.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from hustings.contest import Candidate, Contest, Names
from hustings.declaration import Declaration
from hustings.reported import Report, Reported
from hustings.reported.standing import Possible, chosen, possible_shares
from hustings.rounding import rounded
from hustings.track.setting import Primary

__all__ = ["How", "Placing", "Result", "chosen_by", "results_of"]


class How(StrEnum):
    """How figures are known."""

    COUNTED = "counted"
    REPORTED = "reported"


@dataclass(frozen=True, slots=True)
class Placing:
    """One candidate in one result, on first preferences.

    ``best`` and ``worst`` are the places that the figures allow, equal where they leave no doubt;
    ``low`` and ``high`` the shares, per cent (``high`` may be out of reach by a hair of rounding).
    ``share`` is what was printed, or the counted share to one place; empty where nothing is known.
    ``said`` is what a source said besides, in its own words.
    """

    candidate: str
    share: str
    votes: str
    best: int
    worst: int
    low: Fraction
    high: Fraction
    said: str = ""
    sources: tuple[str, ...] = ()

    @property
    def place(self) -> int | None:
        """The place; None where the figures leave any doubt."""
        return self.best if self.best == self.worst else None


@dataclass(frozen=True, slots=True)
class Result:
    """One result of a primary: counted, or one report of it. ``partial`` is one channel's only.

    ``placings`` list the contest's candidates who stood in the primary, by best and worst place,
    then in the order of the primary's paper. ``title`` tells several reports apart.
    """

    primary: Primary
    how: How
    title: str
    placings: tuple[Placing, ...]
    stood: int
    partial: bool = False

    def of(self, candidate: str) -> Placing | None:
        """The candidate's placing; None where he or she did not stand."""
        return next((p for p in self.placings if p.candidate == candidate), None)


def results_of(primary: Primary, contest: Contest) -> tuple[Result, ...]:
    """Every result of a primary: one that was counted, or each report, those of all votes first."""
    if isinstance(primary.result, Declaration):
        return (_counted(primary, primary.result, contest),)
    if isinstance(primary.result, Reported):
        told = sorted(primary.result.reports, key=lambda r: r.partial)
        return tuple(_reported(primary, primary.result, report, contest) for report in told)
    return ()


def chosen_by(primary: Primary, contest: Contest) -> str | None:
    """The contest's candidate whom the primary chose; None where that is not known beyond doubt."""
    same = _same(primary, contest)
    if isinstance(primary.result, Declaration):
        elected = primary.result.elected
        return same.get(elected[0]) if len(elected) == 1 else None
    if isinstance(primary.result, Reported) and primary.result.whole:
        reported = primary.result
        winners = {chosen(reported, report) for report in reported.whole}
        winner = winners.pop() if len(winners) == 1 else None
        return same.get(winner) if winner else None
    return None


def _candidates(primary: Primary) -> tuple[Candidate, ...]:
    if isinstance(primary.result, Declaration):
        return primary.result.contest.standing
    return primary.result.candidates if primary.result else ()


def _same(primary: Primary, contest: Contest) -> Mapping[str, str]:
    """Ids of the primary's candidates to those of the contest: by id, else by name."""
    names, found = Names(contest.candidates), {}
    for candidate in _candidates(primary):
        meant = names.meant(candidate.id) or names.meant(candidate.name)
        if len(meant) == 1:
            found[candidate.id] = contest.candidates[meant[0]].id
    return found


def _counted(primary: Primary, declaration: Declaration, contest: Contest) -> Result:
    stage = declaration.stages[0]
    shares = {
        c: Possible(p * 100, p * 100, attained=True)  # of the votes live at the first stage
        for c, p in _of_live(stage.points).items()
    }

    def placing(c: str, same: str, best: int, worst: int) -> Placing:
        share = shares[c].low
        return Placing(same, rounded(share, 1), str(stage.total(c)), best, worst, share, share)

    placings = _placed(shares, _same(primary, contest), placing)
    return Result(primary, How.COUNTED, "First preferences", placings, len(shares))


def _of_live(points: Mapping[str, Fraction]) -> Mapping[str, Fraction]:
    """Points as shares of all points, which are fewer than the whole where a section is empty."""
    whole = sum(points.values(), Fraction(0))
    return {c: p / whole if whole else Fraction(0) for c, p in points.items()}


def _reported(primary: Primary, reported: Reported, report: Report, contest: Contest) -> Result:
    shares = _with_what_is_left(possible_shares(reported, report))

    def placing(c: str, same: str, best: int, worst: int) -> Placing:
        line, share = report.line(c), shares[c]
        return Placing(
            same,
            line.share.text if line and line.share else "",
            line.votes.text if line and line.votes else "",
            best,
            worst,
            share.low,
            share.high,
            line.note if line else "",
            line.sources if line else (),
        )

    placings = _placed(shares, _same(primary, contest), placing)
    return Result(primary, How.REPORTED, report.title, placings, len(shares), report.partial)


def _with_what_is_left(shares: Mapping[str, Possible]) -> Mapping[str, Possible]:
    """The shares, each at least what all others at their highest leave of a hundred."""
    highest = sum((share.high for share in shares.values()), Fraction(0))
    return {
        c: replace(share, low=max(share.low, 100 - highest + share.high))
        for c, share in shares.items()
    }


def _placed(
    shares: Mapping[str, Possible],
    same: Mapping[str, str],
    placing: Callable[[str, str, int, int], Placing],
) -> tuple[Placing, ...]:
    placed = [placing(c, same[c], *_places(c, shares)) for c in shares if c in same]
    return tuple(sorted(placed, key=lambda p: (p.best, p.worst)))


def _places(candidate: str, shares: Mapping[str, Possible]) -> tuple[int, int]:
    """The best and the worst place that the shares allow; those level share the better one."""
    mine = shares[candidate]
    others = [share for c, share in shares.items() if c != candidate]
    above = sum(_surely_more(other, mine) for other in others)
    not_below = sum(_can_be_more(other, mine) for other in others)
    return 1 + above, 1 + not_below


def _surely_more(one: Possible, other: Possible) -> bool:
    return not other.may_reach(one.low)


def _can_be_more(one: Possible, other: Possible) -> bool:
    """Whether the first can be above the second: never where both are the same exact share."""
    return one.high > other.low
