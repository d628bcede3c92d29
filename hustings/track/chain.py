"""What one primary moved: primary, pledge, declared vote, points; before and after.

One vote of a section carries the section's weight over its votes, on a base that is named: of 266
votes in a third of the college 1/798. docs/spec/tracker.md, paragraphs 17 to 19.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from hustings.declaration.figures import Worth, worths
from hustings.track.pledges import JudgedPledge, judge_pledge
from hustings.track.position import Position
from hustings.track.records import Pledge, Record, Vote
from hustings.track.results import chosen_by
from hustings.track.setting import Primary
from hustings.track.standing import Stance
from hustings.track.switches import Switch

__all__ = ["Chain", "chain", "chains", "vote_worths"]


@dataclass(frozen=True)
class Chain:
    """One primary's chain on a day.

    ``announced``: its result is out. ``chosen``: whom it chose, None where not known. ``before``:
    what the elector whom it advises had done for a candidate before. ``switch``: the switch whose
    stated reason it was. ``vote``: the elector's declared vote. ``worths``: what one vote carries,
    an entry for each base that is known on the day.
    """

    primary: Primary
    position: Position
    announced: bool
    chosen: str | None
    pledges: tuple[JudgedPledge, ...]
    before: Record | None
    switch: Switch | None
    vote: Stance | None
    worths: tuple[Worth, ...]

    @property
    def declared(self) -> Vote | None:
        """The declared vote; None where there is none, or sources differ."""
        return self.vote.record if self.vote and isinstance(self.vote.record, Vote) else None

    @property
    def moved(self) -> bool | None:
        """Whether the vote went to another than was backed before; None where either is missing."""
        if self.declared is None or self.before is None:
            return None
        return self.declared.choice != self.before.choice

    @property
    def followed(self) -> bool | None:
        """Whether the vote put first whom the primary chose; None where either is not known."""
        if self.declared is None or self.chosen is None:
            return None
        return self.declared.choice == self.chosen

    def points(self, worth: Worth) -> Fraction | None:
        """What the elector's one vote carries on a base, of the whole = 1."""
        return worth.points.get(self.primary.section)


def chains(position: Position) -> tuple[Chain, ...]:
    """The chain of every primary, by date."""
    ordered = sorted(position.ledger.primaries, key=lambda p: (p.held.last, p.known, p.id))
    of_votes = vote_worths(position)
    return tuple(chain(position, primary, of_votes) for primary in ordered)


def chain(position: Position, primary: Primary, of_votes: Sequence[Worth] | None = None) -> Chain:
    """What one primary moved, as far as the position's day knows it."""
    announced = is_announced(position, primary)
    mine = [s for s in position.standing.stances if s.record.person == primary.advises]
    vote = next((s for s in mine if _is_vote(s.record, primary)), None)
    switch = next((s for s in position.switches if s.because == primary.id), None)
    return Chain(
        primary,
        position,
        announced,
        chosen_by(primary, position.contest) if announced else None,
        _pledges(position, primary, announced=announced),
        switch.before if switch else _before(position, primary),
        switch,
        vote if primary.advises else None,
        tuple(vote_worths(position) if of_votes is None else of_votes),
    )


def is_announced(position: Position, primary: Primary) -> bool:
    """Whether a primary's result is out on the position's day, as known then."""
    return primary.known <= min(position.on, position.known or position.on)


def vote_worths(position: Position) -> tuple[Worth, ...]:
    """The worth of a vote on each base that is known on the day.

    Before the result is declared that is papers issued alone; then also papers returned and the
    votes live at each stage of the count.
    """
    count = position.college.count
    found = worths(position.contest, count.stages if count and position.declared else ())
    return tuple(w for w in found if position.declared or w.base == "issued")


def _is_vote(record: Record, primary: Primary) -> bool:
    return isinstance(record, Vote) and primary.section in ("", record.section)


def _pledges(position: Position, primary: Primary, *, announced: bool) -> tuple[JudgedPledge, ...]:
    return tuple(
        judge_pledge(pledge, primary, position.contest, announced=announced)
        for pledge, _ in position.standing.of(Pledge)
        if pledge.primary == primary.id
    )


def _before(position: Position, primary: Primary) -> Record | None:
    """The last act of the elector for a candidate that was no vote; None where none is known."""
    if not primary.advises:
        return None
    acts = [
        s.record
        for s in position.standing.stances
        if s.record.person == primary.advises
        and s.record.choice
        and not _is_vote(s.record, primary)
    ]
    return acts[-1] if acts else None
