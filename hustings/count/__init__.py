"""Profile -> stages -> outcome. One file a rule; ties, weighing and piles serve them all.

A rule is a pure function ``(profile, contest, lots) -> Iterator[Stage | LotNeeded]``. To add one,
write its file and its page in docs/rules/, and enter it in :data:`RULES`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from hustings.ballot import Profile
from hustings.contest import Contest, Majority, TieOrder
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
    "ignored_options",
    "misfits",
    "rule_of",
]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that can be asked for: its id, its name in a sentence, and what it can do.

    ``ranked`` says whether it looks at later preferences, ``options`` which of the contest's
    options it takes account of: ``tie_order``, ``majority``, ``to_two``. ``moves`` tells how papers
    move where it is not one exclusion after another.
    """

    id: str
    name: str
    stages: Callable[[Profile, Contest, Lots], Iterator[Stage | LotNeeded]]
    many_seats: bool = False
    ranked: bool = True
    options: tuple[str, ...] = ()
    moves: str = ""

    @property
    def asks_for_half(self) -> bool:
        """Whether more than half is what elects at every stage, so that half is the line to win."""
        return "majority" in self.options


RULES: Mapping[str, Rule] = MappingProxyType(
    {
        rule.id: rule
        for rule in (
            Rule(
                "av",
                "the alternative vote",
                alternative_vote,
                options=("tie_order", "majority", "to_two"),
            ),
            Rule(
                "plurality",
                "plurality (first past the post)",
                plurality,
                many_seats=True,
                ranked=False,
            ),
            Rule(
                "sv",
                "the supplementary vote",
                supplementary_vote,
                moves="The two with the most first preferences stay, with any level with the "
                "second. All others go out at once; each of their papers passes to its second "
                "preference, if that candidate stays.",
            ),
        )
    }
)


_OTHER_NAMES = {
    **{rule_id: rule_id for rule_id in RULES},
    **dict.fromkeys(("irv", "rcv", "instant-runoff", "ranked-choice", "preferential"), "av"),
    **dict.fromkeys(("fptp", "first-past-the-post", "x-vote"), "plurality"),
}
"""What the rules are called elsewhere, without regard to the case of the letters."""


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
    standing = sum(not candidate.withdrawn for candidate in contest.candidates)
    for _, problem in misfits(contest.rule, contest.seats, standing):
        raise RuleError(problem)
    return RULES[contest.rule]


def misfits(rule_id: str, seats: int, standing: int) -> Iterator[tuple[str, str]]:
    """What keeps a rule from filling the seats: the contest's option at fault, and a sentence.

    ``standing`` is the number of candidates who have not withdrawn.
    """
    rule = RULES.get(rule_id)
    if rule is None:
        meant = _OTHER_NAMES.get(rule_id.strip().casefold())
        known = f"did you mean {meant!r}?" if meant else f"the rules are {', '.join(RULES)}"
        yield "rule", f"there is no rule {rule_id!r}; {known}"
    elif seats > 1 and not rule.many_seats:
        yield "seats", f"{rule.name} fills one seat; the contest has {seats}"
        return
    if seats > standing:
        stand = "candidate stands" if standing == 1 else "candidates stand"
        yield "seats", f"the contest has {seats} seats, but only {standing} {stand}"


def ignored_options(contest: Contest) -> tuple[str, ...]:
    """The options that the contest sets and that its rule takes no account of, by name."""
    set_here = {
        "tie_order": contest.tie_order is not TieOrder.FORWARD,
        "majority": contest.majority is not Majority.MORE,
        "to_two": contest.to_two,
    }
    known = rule_of(contest).options
    return tuple(name for name, is_set in set_here.items() if is_set and name not in known)


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
