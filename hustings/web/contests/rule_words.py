"""The choices of a contest's form, each in a plain sentence for whoever has to choose."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hustings.contest import Base, Purpose
from hustings.count import RULES

__all__ = [
    "BASES",
    "OTHER_RULES",
    "PURPOSES",
    "RULE_SENTENCES",
    "advised_rule_name",
    "capital_first",
    "needs_rankings",
    "one_seat_only",
    "tie_sentence",
]

RULE_SENTENCES: dict[str, Promise] = {
    "av": _(
        "Electors rank as many candidates as they like. Whoever has the fewest votes goes out, and "
        "each of those papers passes to its next preference, until one candidate has more than "
        "half."
    ),
    "plurality": _(
        "One mark on each paper; whoever has the most wins, with or without a majority. It says "
        "nothing about second preferences."
    ),
    "sv": _(
        "A first and a second preference. If nobody has more than half, the two leading candidates "
        "stay, and the other papers pass to their second preference if it is one of these two."
    ),
}

PURPOSES: dict[str, Promise] = {
    Purpose.ADVISORY: _(
        "Advisory: those voting say whom they prefer, and somebody else decides. Pages say “the "
        "choice of those voting”, never “elected”."
    ),
    Purpose.NOMINATION: _("Nomination: the winner is put forward as a candidate elsewhere."),
    Purpose.SELECTION: _("Selection: the winner becomes the party’s candidate."),
    Purpose.ELECTION: _("Election: the winner holds the office."),
}

BASES: dict[str, Promise] = {
    Base.LIVE: _(
        "Of the votes live at that stage: papers without a further preference leave the sum."
    ),
    Base.FIRST: _(
        "Of the votes of the first stage: papers without a further preference stay in the sum."
    ),
}

OTHER_RULES: dict[str, Promise] = {
    "other-ranked": _("another rule for which electors rank candidates"),
    "other-marks": _("another rule for which electors mark candidates with a cross"),
}
"""Rules of contests held elsewhere that this site does not count."""


_BY_LOT_ALONE = ("plurality", "sv")
_BY_STAGES = _(
    "A tie is settled by earlier stages, the first first; if they are level too, by lot."
)


def tie_sentence(rule: str) -> str:
    """How a tie is settled in a contest by this rule that is counted here."""
    return str(_("A tie is settled by lot.") if rule in _BY_LOT_ALONE else _BY_STAGES)


def needs_rankings(rule: str) -> bool:
    """Whether papers of a contest by this rule, one of RULES or OTHER_RULES, hold rankings."""
    return RULES[rule].ranked if rule in RULES else rule == "other-ranked"


def one_seat_only(rule: str) -> bool:
    """Whether a contest by this rule is known to fill one seat."""
    return rule in RULES and not RULES[rule].many_seats


def advised_rule_name(rule: str) -> str:
    """The name of a rule in a sentence; its id where it is neither of RULES nor of OTHER_RULES."""
    return str(_(RULES[rule].name) if rule in RULES else OTHER_RULES.get(rule, rule))


def capital_first(text: str) -> str:
    """The text with a capital at its beginning."""
    return text[:1].upper() + text[1:]
