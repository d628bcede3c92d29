"""Profile -> stages -> outcome. One file a rule; ties, weighing and piles serve them all.

A rule is a pure function ``(profile, contest, lots) -> Iterator[Stage | LotNeeded]``. To add one,
write its file and its page in docs/rules/, and enter it in :data:`RULES`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from hustings.ballot import Profile
from hustings.contest import Contest
from hustings.count.av import alternative_vote
from hustings.count.plurality import plurality
from hustings.count.stage import Act, By, Lot, LotNeeded, Lots, Stage, Tie, Transfers, Votes
from hustings.count.sv import supplementary_vote
from hustings.errors import RuleError

__all__ = [
    "RULES",
    "Act",
    "By",
    "Count",
    "Lot",
    "LotNeeded",
    "Lots",
    "Rule",
    "Stage",
    "Tie",
    "Transfers",
    "Votes",
    "count",
    "rule_of",
]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that can be asked for: its id, its name in a sentence, and what it can do."""

    id: str
    name: str
    stages: Callable[[Profile, Contest, Lots], Iterator[Stage | LotNeeded]]
    many_seats: bool = False
    ranked: bool = True


RULES: Mapping[str, Rule] = MappingProxyType(
    {
        rule.id: rule
        for rule in (
            Rule("av", "the alternative vote", alternative_vote),
            Rule("plurality", "plurality (first past the post)", plurality, True, False),
            Rule("sv", "the supplementary vote", supplementary_vote),
        )
    }
)


@dataclass(frozen=True, slots=True)
class Count:
    """A count as far as it went: its stages, and the lot that it stopped for, if any."""

    stages: tuple[Stage, ...]
    lot_needed: LotNeeded | None = None

    @property
    def elected(self) -> tuple[str, ...]:
        """Everybody elected, in the order of election; empty while a lot is needed."""
        return () if self.lot_needed else tuple(c for s in self.stages for c in s.elected)


def rule_of(contest: Contest) -> Rule:
    """The contest's rule; RuleError where there is none of that id, or it cannot fill the seats."""
    rule = RULES.get(contest.rule)
    if rule is None:
        raise RuleError(f"there is no rule {contest.rule!r}; the rules are {', '.join(RULES)}")
    if contest.seats > 1 and not rule.many_seats:
        raise RuleError(f"{rule.name} fills one seat; the contest has {contest.seats}")
    return rule


def count(profile: Profile, contest: Contest, lots: Lots = Lots()) -> Count:
    """Count a profile by the contest's rule, with the lots that were drawn.

    Raises RuleError if the rule cannot serve the contest, or if a recorded lot answers no question
    that this count asks.
    """
    assert profile.candidates == tuple(c.id for c in contest.candidates)
    assert profile.sections == tuple(s.id for s in contest.sections)
    stages: list[Stage] = []
    needed: LotNeeded | None = None
    for step in rule_of(contest).stages(profile, contest, lots):
        if isinstance(step, LotNeeded):
            needed = step
        else:
            stages.append(step)
    _check_used(lots, stages, needed)
    return Count(tuple(stages), needed)


def _check_used(lots: Lots, stages: list[Stage], needed: LotNeeded | None) -> None:
    asked = {(s.number, frozenset(t.level)) for s in stages for t in s.ties if t.by_lot}
    for lot in lots:
        if (lot.stage, lot.candidates) in asked:
            continue
        among = ", ".join(sorted(lot.candidates))
        wanted = "this count needs no other lot"
        if needed:
            wanted = f"stage {needed.stage} asks for one between {', '.join(needed.candidates)}"
        raise RuleError(
            f"{lot.place}: no question at stage {lot.stage} is answered by a lot between {among}; "
            f"{wanted}"
        )
