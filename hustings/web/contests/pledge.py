"""The pledge: the rule by which somebody will follow the result, in words, and held to a result.

Pure: :func:`pledge_words` reads a contest's fields, :func:`pledge_met` a declaration. Thresholds
are hundredths of a percentage point and every comparison is of fractions, so that a lead of
exactly 5.00 points meets a threshold of 5.00.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from django.utils.translation import gettext as _

from hustings.contest import Base
from hustings.count import Stage
from hustings.declaration import Declaration
from hustings.rounding import grouped, percents_apart, rounded
from hustings.web.contests.models import Contest, Pledge
from hustings.web.contests.rule_words import capital_first

__all__ = ["Outcome", "PledgeOutcome", "pledge_met", "pledge_words", "threshold_words"]

_PLACES = 2


class Outcome(StrEnum):
    """What came of a pledge."""

    NONE = "none"  # there was no pledge
    MET = "met"
    NOT_MET = "not_met"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True)
class PledgeOutcome:
    """A pledge held to a result: the outcome, a sentence that says it, and the two shares.

    ``reached`` and ``needed`` are of the whole = 1; None where the pledge has no number or the
    result gives none.
    """

    outcome: Outcome
    sentence: str
    reached: Fraction | None = None
    needed: Fraction | None = None


def threshold_words(hundredths: int) -> str:
    """A threshold as it is written: "5", "2.5", "33.33"."""
    written = rounded(Fraction(hundredths, 100), _PLACES)
    return written.rstrip("0").rstrip(".")


def pledge_words(contest: Contest) -> str:
    """The pledge in a sentence or two, exact enough to be held to; says so where there is none."""
    words = {
        "by": contest.pledge_by or _("Whoever asked"),
        "number": threshold_words(contest.pledge_hundredths or 0),
        "base": _base_words(contest),
    }
    return capital_first(_templates()[Pledge(contest.pledge)] % words)


def _templates() -> dict[Pledge, str]:
    return {
        Pledge.NONE: _("Nobody has promised to follow the result."),
        Pledge.ALWAYS: _("%(by)s will follow the result, whatever the lead."),
        Pledge.LEAD: _(
            "%(by)s will follow the result if, at the last stage of the count, the candidate "
            "chosen leads the next by %(number)s percentage points or more %(base)s. If the lead "
            "is smaller, %(by)s is free to decide."
        ),
        Pledge.SHARE: _(
            "%(by)s will follow the result if, at the last stage of the count, the candidate "
            "chosen has %(number)s per cent or more %(base)s. If it is less, %(by)s is free to "
            "decide."
        ),
        Pledge.TURNOUT: _(
            "%(by)s will follow the result if %(number)s per cent or more of those on the roll "
            "vote. If it is less, %(by)s is free to decide."
        ),
    }


def _base_words(contest: Contest) -> str:
    if contest.base == Base.FIRST:
        return _("of the votes live at the first stage")
    return _("of the votes live at that stage")


def pledge_met(contest: Contest, declaration: Declaration) -> PledgeOutcome:
    """Whether a result meets the contest's pledge; the sentence gives both numbers and the base.

    The last stage is the last that was counted: under the alternative vote, two candidates. The
    declaration's points already stand on the contest's base.
    """
    kind = Pledge(contest.pledge)
    if kind is Pledge.NONE:
        return PledgeOutcome(Outcome.NONE, pledge_words(contest))
    if declaration.no_votes:
        return _cannot(_("nobody cast a valid vote, so there is no result to follow"))
    if kind is Pledge.TURNOUT:
        return _by_turnout(contest, declaration)
    if declaration.lot_needed:
        return _cannot(_("a lot has still to be drawn before anybody is chosen"))
    if kind is Pledge.ALWAYS:
        return PledgeOutcome(Outcome.MET, _("The pledge applies to any result, and so to this."))
    return _by_points(contest, declaration, kind)


def _by_points(contest: Contest, declaration: Declaration, kind: Pledge) -> PledgeOutcome:
    if len(declaration.elected) != 1:
        return _cannot(_("several candidates were chosen, and the pledge is about one"))
    chosen, stage = declaration.elected[0], declaration.stages[-1]
    if kind is Pledge.SHARE:
        reached, told = stage.points[chosen], _("The share of %(name)s at the last stage")
    else:
        reached, told = _lead(stage, chosen), _("The lead of %(name)s at the last stage")
    what = told % {"name": declaration.contest.name_of(chosen)}
    return _held(contest, reached, what, _base_words(contest))


def _lead(stage: Stage, chosen: str) -> Fraction:
    """Points ahead of the next; all of them where nobody else is left."""
    others = [points for c, points in stage.points.items() if c != chosen]
    return stage.points[chosen] - max(others, default=Fraction(0))


def _by_turnout(contest: Contest, declaration: Declaration) -> PledgeOutcome:
    """By papers returned of those issued: a paper is issued to each elector on the roll."""
    returned = [r.returned for r in declaration.reconciliation]
    issued = [r.issued for r in declaration.reconciliation]
    if None in returned or None in issued or not (on_roll := sum(n or 0 for n in issued)):
        return _cannot(_("the declaration does not state how many were on the roll and voted"))
    voted = sum(n or 0 for n in returned)
    what = _("Turnout, %(voted)s of %(on_roll)s,") % {
        "voted": grouped(voted),
        "on_roll": grouped(on_roll),
    }
    return _held(contest, Fraction(voted, on_roll), what, _("of those on the roll"))


def _held(contest: Contest, reached: Fraction, what: str, base: str) -> PledgeOutcome:
    """Hold what was reached against the threshold; unequal numbers are never printed as equal."""
    needed = Fraction(contest.pledge_hundredths or 0, 10_000)
    met = reached >= needed
    told, asked = percents_apart(reached, needed, _PLACES)
    words = {"what": what, "reached": told, "needed": asked, "base": base}
    unit = _("percentage points") if contest.pledge == Pledge.LEAD else _("per cent")
    sentence = (
        _("The pledge’s threshold was met. %(what)s is %(reached)s %(unit)s %(base)s; %(needed)s "
          "or more were asked for.")
        if met
        else _("The pledge’s threshold was not met. %(what)s is %(reached)s %(unit)s %(base)s; "
               "%(needed)s or more were asked for.")
    ) % (words | {"unit": unit})  # fmt: skip
    return PledgeOutcome(Outcome.MET if met else Outcome.NOT_MET, sentence, reached, needed)


def _cannot(why: str) -> PledgeOutcome:
    told = _("Whether the pledge’s threshold was met cannot be told: %(why)s.")
    return PledgeOutcome(Outcome.CANNOT_TELL, told % {"why": why})
