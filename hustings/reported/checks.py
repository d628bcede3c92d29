"""What reported figures allow, and what they exclude: each finding a sentence with its numbers.

In this order, for each report of the first preferences: do the shares add up, do the votes, do the
shares fit the votes, was a majority reached, which whole numbers of votes are possible; then for
the contest: does the turnout agree with the papers and the votes. Figures of different sources are
held against each other, never put together into one. docs/spec/reported.md, paragraphs 11 to 18.
"""

from __future__ import annotations

from hustings.reported import Reported
from hustings.reported.check import Check, Kind, Value, Verdict
from hustings.reported.of_papers import check_electorate, check_turnout, check_whole_votes
from hustings.reported.of_report import (
    check_majority,
    check_shares_of_votes,
    check_sum,
    check_votes,
)

__all__ = ["Check", "Kind", "Value", "Verdict", "checks"]


def checks(reported: Reported) -> tuple[Check, ...]:
    """Every check that the reported figures allow, in a fixed order."""
    found: list[Check] = []
    for report in reported.reports:
        found.extend(check_sum(reported, report))
        found.extend(check_votes(reported, report))
        found.extend(check_shares_of_votes(reported, report))
        if not report.partial:
            found.extend(check_majority(reported, report))
            found.extend(check_whole_votes(reported, report))
    found.extend(check_turnout(reported))
    found.extend(check_electorate(reported))
    return tuple(found)
