"""Who stands where in a report, as far as its figures leave no doubt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from hustings.reported import Report, Reported
from hustings.reported.printed import Span

__all__ = ["Possible", "chosen", "leading", "possible_shares"]

WHOLE = Fraction(100)


@dataclass(frozen=True, slots=True, order=True)
class Possible:
    """Lowest and highest true share, per cent; ``attained`` where it can be the highest itself."""

    low: Fraction
    high: Fraction
    attained: bool

    def may_reach(self, share: Fraction) -> bool:
        """Whether it can be that share or more."""
        return self.high > share or (self.attained and self.high == share)


def possible_shares(reported: Reported, report: Report) -> Mapping[str, Possible]:
    """What each candidate's share can have been, given everybody's figures.

    Exact where every candidate's votes were printed. Else what the own figure and the lowest shares
    of all others allow; who has no figure has what they leave.
    """
    votes = reported.printed_votes(report)
    if votes and any(votes.values()):
        exact = {c: Fraction(100 * n, sum(votes.values())) for c, n in votes.items()}
        return {c: Possible(share, share, True) for c, share in exact.items()}
    spans = dict(zip((c.id for c in reported.candidates), reported.spans(report), strict=True))
    floor = sum((span.low for span in spans.values()), Fraction(0))
    return {c: _possible(span, floor) for c, span in spans.items()}


def _possible(span: Span, floor: Fraction) -> Possible:
    left = WHOLE - floor + span.low
    if span.high is not None and span.high <= left:
        return Possible(span.low, span.high, False)
    return Possible(span.low, max(span.low, left), True)


def leading(reported: Reported, report: Report, places: int) -> tuple[str, ...]:
    """The candidates in the first places, in order; fewer where rounding leaves doubt."""
    shares = dict(possible_shares(reported, report))
    found: list[str] = []
    while len(found) < places and shares:
        best = max(shares, key=lambda c: shares[c])
        low = shares.pop(best).low
        if any(other.may_reach(low) for other in shares.values()):
            break
        found.append(best)
    return tuple(found)


def chosen(reported: Reported, report: Report) -> str | None:
    """The winner that a report's figures leave no doubt of; None where they leave any.

    By plurality the one who leads; by a ranked rule the one with more than half of the first
    preferences, whatever the rounding.
    """
    first = leading(reported, report, 1)
    if not first or not reported.rule:
        return None
    if reported.rule == "plurality":
        return first[0]
    low = possible_shares(reported, report)[first[0]].low
    return first[0] if low > WHOLE / 2 else None
