"""What a what-if assumes: frozen values in one order, so that equal assumptions are equal.

An assumption says what is changed of a real count: who withdraws, whom that candidate backs and
with what share of the ballots, what a section weighs, whether sections are weighed at all, and by
which base and rule votes are counted. These values know no contest; :func:`fitted` holds them
against one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from hustings.contest import Base, Candidate, Contest, Names, Section, folded
from hustings.count import RULES
from hustings.errors import RuleError

__all__ = [
    "Assumptions",
    "Endorsement",
    "Weight",
    "candidate_meant",
    "fitted",
    "rule_meant",
    "section_meant",
    "weights_of",
]


@dataclass(frozen=True, slots=True, order=True)
class Endorsement:
    """A candidate who withdraws backs another; ``share`` of his or her ballots follow, 0 to 1.

    A candidate's ballots are those that rank him or her first of all who stand in the real count.
    """

    candidate: str
    to: str
    share: Fraction

    def __post_init__(self) -> None:
        if self.candidate == self.to:
            raise RuleError(f"{self.candidate} cannot withdraw and back {self.to}: name another")
        if not 0 <= self.share <= 1:
            raise RuleError(f"a share lies from 0 to 1 (0% to 100%), found {self.share}")


@dataclass(frozen=True, slots=True, order=True)
class Weight:
    """What a section weighs instead, from 0, which leaves it out; :func:`weights_of` tells more."""

    section: str
    weight: Fraction

    def __post_init__(self) -> None:
        if self.weight < 0:
            raise RuleError(f"a weight is 0 or more, found {self.weight}; 0 leaves a section out")


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What is supposed instead of what was, in one order whatever the order they were given in.

    Whoever backs somebody withdraws, whether or not ``withdrawn`` says so too; an endorsement that
    nobody follows is a withdrawal. None of ``base`` and ``rule`` means as the contest says. Raises
    RuleError for assumptions that contradict each other.
    """

    withdrawn: tuple[str, ...] = ()
    endorsements: tuple[Endorsement, ...] = ()
    weights: tuple[Weight, ...] = ()
    pool: bool = False
    base: Base | None = None
    rule: str | None = None

    def __post_init__(self) -> None:
        gone = {*self.withdrawn, *(e.candidate for e in self.endorsements)}
        backed = {e for e in self.endorsements if e.share}
        object.__setattr__(self, "withdrawn", tuple(sorted(gone)))
        object.__setattr__(self, "endorsements", tuple(sorted(backed)))
        object.__setattr__(self, "weights", tuple(sorted(set(self.weights))))
        _check_endorsements(self.endorsements, gone)
        _check_weights(self.weights, pool=self.pool)

    def __bool__(self) -> bool:
        """Whether anything is assumed."""
        return self != Assumptions()

    def backed_by(self, candidate: str) -> tuple[Endorsement, ...]:
        """Whom a candidate who withdraws backs, in the order of their ids."""
        return tuple(e for e in self.endorsements if e.candidate == candidate)

    def with_share(self, candidate: str, to: str, share: Fraction) -> Assumptions:
        """The same, but this share of the candidate's ballots follows to that other."""
        rest = (e for e in self.endorsements if (e.candidate, e.to) != (candidate, to))
        return replace(self, endorsements=(*rest, Endorsement(candidate, to, share)))


def _check_endorsements(endorsements: Sequence[Endorsement], gone: set[str]) -> None:
    shares: dict[str, Fraction] = {}
    pairs: set[tuple[str, str]] = set()
    for one in endorsements:
        if (one.candidate, one.to) in pairs:
            raise RuleError(f"{one.candidate} backs {one.to} with two shares: give one")
        if one.to in gone:
            raise RuleError(f"{one.candidate} backs {one.to}, who withdraws too: name who stands")
        pairs.add((one.candidate, one.to))
        shares[one.candidate] = shares.get(one.candidate, Fraction(0)) + one.share
    for candidate, share in shares.items():
        if share > 1:
            raise RuleError(f"the shares of {candidate}'s ballots add up to {share}, more than all")


def _check_weights(weights: Sequence[Weight], *, pool: bool) -> None:
    seen: set[str] = set()
    for one in weights:
        if one.section in seen:
            raise RuleError(f"section {one.section} has two weights: give one")
        if pool and one.weight:
            raise RuleError(
                f"pooled sections have no weights: leave out the {one.weight} of {one.section}, or "
                "give it 0 to leave the section out"
            )
        seen.add(one.section)


def fitted(assumptions: Assumptions, contest: Contest) -> Assumptions:
    """The assumptions in the ids of a contest, without those that change nothing there.

    Candidates and sections may be meant by id or by name. Raises RuleError for who or what the
    contest does not have, for who does not stand in it, and for weights that cannot be.
    """
    fits = Assumptions(
        tuple(candidate_meant(c, contest) for c in assumptions.withdrawn),
        tuple(
            Endorsement(
                candidate_meant(e.candidate, contest), candidate_meant(e.to, contest), e.share
            )
            for e in assumptions.endorsements
        ),
        tuple(Weight(section_meant(w.section, contest), w.weight) for w in assumptions.weights),
        assumptions.pool and contest.weighted,
        None if assumptions.base is contest.base else assumptions.base,
        None if assumptions.rule == contest.rule else rule_meant(assumptions.rule),
    )
    if all(c.id in fits.withdrawn for c in contest.standing):
        raise RuleError("every candidate withdraws: leave one to be counted")
    own = {s.id: s.weight for s in contest.sections}
    weights = weights_of(contest, fits)
    if weights == own and not fits.pool:
        return replace(fits, weights=())
    if len(fits.weights) == len(contest.sections) and not fits.pool:
        return replace(fits, weights=tuple(Weight(s, w or Fraction(0)) for s, w in weights.items()))
    return fits


def candidate_meant(text: str, contest: Contest) -> str:
    """The id of the standing candidate whom a text means, by id or name; else RuleError."""
    found = [contest.candidates[n] for n in Names(contest.candidates).meant(text)]
    if len(found) > 1:
        raise RuleError(f"{text!r} could be {' or '.join(c.id for c in found)}: write the id")
    if not found:
        raise RuleError(f"{text!r} is no candidate; the candidates are {_listed(contest.standing)}")
    if found[0].withdrawn:
        raise RuleError(f"{found[0].name} does not stand in the count as it was: leave it out")
    return found[0].id


def section_meant(text: str, contest: Contest) -> str:
    """The id of the section that a text means, by id or else by name; else RuleError."""
    ids = {s.id: s.id for s in contest.sections}
    names = {folded(t): s.id for s in contest.sections for t in (s.name, s.id)}
    found = ids.get(text) or names.get(folded(text))
    if found is None:
        raise RuleError(f"{text!r} is no section; the sections are {_listed(contest.sections)}")
    return found


_MOST_LISTED = 12


def _listed(values: Sequence[Candidate] | Sequence[Section]) -> str:
    ids = [v.id for v in values]
    more = f" and {len(ids) - _MOST_LISTED} more" if len(ids) > _MOST_LISTED else ""
    return ", ".join(ids[:_MOST_LISTED]) + more


def rule_meant(rule: str | None) -> str | None:
    """The rule of that id, or none; else RuleError."""
    if rule is not None and rule not in RULES:
        raise RuleError(f"there is no rule {rule!r}; the rules are {', '.join(RULES)}")
    return rule


def weights_of(contest: Contest, assumptions: Assumptions) -> dict[str, Fraction | None]:
    """What each section weighs under the assumptions, of the whole = 1; 0 is left out.

    Weights of some sections are shares of the whole, and the others share what is left as they
    stood to each other; weights of all sections are proportions. None where votes are added
    plainly. Raises RuleError where that cannot be done.
    """
    given = {w.section: w.weight for w in assumptions.weights}
    if given and len(contest.sections) == 1:
        raise RuleError("the contest has one section: there is nothing to weigh")
    if sum(given.values()) == 0 and len(given) == len(contest.sections):
        raise RuleError("every section is left out: leave one to be counted")
    rest = [s for s in contest.sections if s.id not in given]
    if assumptions.pool or (not contest.weighted and not any(given.values())):
        return {s.id: given.get(s.id) for s in contest.sections}
    if not given:
        return {s.id: s.weight for s in contest.sections}
    if not rest:
        whole = sum(given.values(), Fraction(0))
        return {s.id: given[s.id] / whole for s in contest.sections}
    return _shared_out(contest, given)


def _shared_out(contest: Contest, given: dict[str, Fraction]) -> dict[str, Fraction | None]:
    """The weights given, and of what they leave its part to each other section."""
    rest = {s.id: s.weight for s in contest.sections if s.id not in given}
    if not contest.weighted:
        missing = ", ".join(rest)
        raise RuleError(f"the sections have no weights: give one to each, missing for {missing}")
    left = 1 - _total(given.values())
    if left < 0:
        raise RuleError(
            f"weights of some sections are shares of the whole = 1; these add up to {1 - left}: "
            "make them less, or give one to every section as a proportion"
        )
    own = _total(w or Fraction(0) for w in rest.values())
    return {
        s.id: given[s.id] if s.id in given else left * (s.weight or Fraction(0)) / own
        for s in contest.sections
    }


def _total(values: Iterable[Fraction]) -> Fraction:
    return sum(values, Fraction(0))
