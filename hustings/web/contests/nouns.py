"""From the site's rows to the nouns that a count obeys. The count sees no model."""

from __future__ import annotations

from fractions import Fraction
from zoneinfo import ZoneInfo

from hustings import contest as core
from hustings.web.contests.models import Candidate, Contest, Section

__all__ = ["core_contest"]


def core_contest(contest: Contest) -> core.Contest:
    """The contest as it is counted, candidates in the order of the paper's fixed list.

    Those who withdrew are marked so: the count passes them over. Advisory contests go on to two,
    for their second preferences are read. RuleError where the form cannot be counted yet.
    """
    return core.Contest(
        id=contest.slug,
        title=contest.title,
        candidates=tuple(_candidate(c) for c in contest.candidates.order_by("number")),
        sections=tuple(_section(s) for s in contest.sections.order_by("id")),
        purpose=core.Purpose(contest.purpose),
        rule=contest.rule,
        seats=contest.seats,
        base=core.Base(contest.base),
        to_two=contest.rule == "av",
        question=contest.question,
        date=_day(contest),
    )


def _candidate(candidate: Candidate) -> core.Candidate:
    return core.Candidate(
        candidate.key, candidate.name, withdrawn=candidate.withdrawn_at is not None
    )


def _section(section: Section) -> core.Section:
    weight = None
    if section.weight_over and section.weight_under:
        weight = Fraction(section.weight_over, section.weight_under)
    return core.Section(section.key, section.name, weight=weight)


def _day(contest: Contest) -> str:
    """The day on which the poll closes, in the contest's own zone."""
    if contest.closes_at is None:
        return ""
    return contest.closes_at.astimezone(ZoneInfo(contest.timezone)).date().isoformat()
