"""Whether a primary can advise the contest that it names: Edinburgh East must not happen again.

In 2010 a constituency balloted its members by one mark each to advise its MP on a vote that she
had to cast as a ranking. A primary that collects less than its contest needs is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hustings.count import RULES
from hustings.web.contests.models import Contest
from hustings.web.contests.rule_words import (
    advised_rule_name,
    needs_rankings,
    one_seat_only,
)

__all__ = ["Advised", "advice_problems", "advised_by", "problems_between"]


@dataclass(frozen=True, slots=True)
class Advised:
    """The contest that is advised. ``seats`` is None where it is held elsewhere and not known."""

    title: str
    rule: str
    seats: int | None


def advised_by(primary: Contest) -> Advised | None:
    """The contest that a primary advises: one of this site, one held elsewhere, or none."""
    if primary.advises is not None:
        return Advised(primary.advises.title, primary.advises.rule, primary.advises.seats)
    if not primary.advises_rule:
        return None
    seats = 1 if one_seat_only(primary.advises_rule) else None
    return Advised(primary.advises_title, primary.advises_rule, seats)


def advice_problems(primary: Contest) -> Iterator[str]:
    """What keeps a primary from advising the contest that it names, each with its remedy."""
    advised = advised_by(primary)
    if advised is not None:
        yield from problems_between(primary.rule, primary.seats, advised)


def problems_between(rule: str, seats: int, advised: Advised) -> Iterator[str]:
    """What does not fit between a primary's rule and seats and the contest that it advises."""
    if needs_rankings(advised.rule) and not needs_rankings(rule):
        yield _(
            "This primary advises “%(title)s”, where votes are rankings (%(advised)s), but by "
            "%(rule)s it would collect one mark from each elector and could not say whom they "
            "prefer next. Choose a rule by which electors rank, such as %(remedy)s."
        ) % {
            "title": advised.title,
            "advised": advised_rule_name(advised.rule),
            "rule": advised_rule_name(rule),
            "remedy": RULES["av"].name,
        }
    if advised.seats is not None and seats > advised.seats:
        yield ngettext(
            "This primary would choose %(seats)d candidates to advise “%(title)s”, which fills "
            "%(of)d seat. Let it choose as many as that or fewer.",
            "This primary would choose %(seats)d candidates to advise “%(title)s”, which fills "
            "%(of)d seats. Let it choose as many as that or fewer.",
            advised.seats,
        ) % {"seats": seats, "title": advised.title, "of": advised.seats}
