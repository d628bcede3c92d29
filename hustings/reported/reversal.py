"""What preferences that nobody collected could have changed, where only first ones counted.

The share of all other candidates' votes beyond which the runner-up would have passed the leader,
exactly where votes were printed, else with the range that rounding leaves. docs/spec/reported.md,
paragraphs 19 to 21.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from hustings.count.plurality import share_to_reverse
from hustings.reported import Report, Reported, Sense
from hustings.reported.standing import leading

__all__ = ["Reversal", "reversals"]

WHOLE = Fraction(100)


@dataclass(frozen=True, slots=True)
class Reversal:
    """What would have put ``runner_up`` ahead of ``leader`` in the report of that id.

    More than ``share`` (of the whole = 1) of the votes for others, if each of them had passed to
    one of the two. ``others`` is their part: votes where ``exact``, else per cent as printed.
    ``low`` and ``high`` are the shares that rounding allows, both equal to ``share`` where exact;
    ``high`` is 1 where rounding allows that not even all of them would do.
    """

    report: str
    leader: str
    runner_up: str
    others: Fraction
    share: Fraction
    low: Fraction
    high: Fraction
    exact: bool
    sources: tuple[str, ...]


def reversals(reported: Reported) -> tuple[Reversal, ...]:
    """One for each report of all votes that could have been reversed; none for a ranked contest."""
    if reported.rule != "plurality":
        return ()
    found = (_reversal(reported, report) for report in reported.whole)
    return tuple(reversal for reversal in found if reversal)


def _reversal(reported: Reported, report: Report) -> Reversal | None:
    two = leading(reported, report, 2)
    if len(two) < 2:
        return None
    leader, runner_up = two
    votes = reported.printed_votes(report)
    if votes is None:
        return _from_shares(report, leader, runner_up)
    first, second = Fraction(votes[leader]), Fraction(votes[runner_up])
    others = sum(votes.values()) - first - second
    share = share_to_reverse(first - second, others)
    if share is None:
        return None
    return Reversal(report.id, leader, runner_up, others, share, share, share, True, report.sources)


def _from_shares(report: Report, leader: str, runner_up: str) -> Reversal | None:
    """From rounded shares; None where either is only a limit, or was printed with "about"."""
    first, second = report.line(leader), report.line(runner_up)
    if not (first and first.share and second and second.share):
        return None
    if {first.share.sense, second.share.sense} != {Sense.AS_PRINTED}:
        return None
    share = _needed(first.share.value, second.share.value)
    # The fewest transfers do where the leader has the lowest share and the other the highest.
    low = _needed(first.span.low, second.span.high or WHOLE)
    high = _needed(first.span.high or WHOLE, second.span.low)
    if share is None or low is None:
        return None
    others = WHOLE - first.share.value - second.share.value
    sources = tuple(dict.fromkeys((*first.sources, *second.sources)))
    return Reversal(
        report.id, leader, runner_up, others, share, low, high or Fraction(1), False, sources
    )


def _needed(leader: Fraction, runner_up: Fraction) -> Fraction | None:
    return share_to_reverse(leader - runner_up, WHOLE - leader - runner_up)
