"""Nominations of one body on a day: named, unnamed, late, in dispute, and against the threshold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hustings.contest import Contest
from hustings.track.ledger import Ledger
from hustings.track.records import Aggregate, Nomination
from hustings.track.setting import Body
from hustings.track.standing import Dispute, Stance, Standing

__all__ = ["BodyPosition", "CandidateNominations", "nominations_for", "nominations_of"]


@dataclass(frozen=True, slots=True)
class CandidateNominations:
    """One candidate's nominations by one body.

    ``named`` are those known by name and in time, a stance each; ``late`` those after the closing
    date, which count for nothing. ``stated`` are the numbers given as a whole, at their latest
    date: none, one, or several where sources differ. ``all_named`` says that there can be none but
    those known by name.
    """

    candidate: str
    named: tuple[Stance, ...]
    late: tuple[Stance, ...]
    stated: tuple[Stance, ...]
    all_named: bool = False

    @property
    def totals(self) -> tuple[int, ...]:
        """How many are known: one number, or several where sources differ, the least first.

        Where nobody states a number there may be more than those known by name: see ``whole``.
        Names dated for certain after a stated number come on top of it; all others may be in it.
        """
        if not self.stated:
            return (len(self.named),)
        return tuple(sorted({self._total(_aggregate(stance)) for stance in self.stated}))

    def _total(self, stated: Aggregate) -> int:
        within, after = self._parted(stated)
        return max(stated.number, within) + after

    def _parted(self, stated: Aggregate) -> tuple[int, int]:
        """Names that may be among the number stated, and those that came after it."""
        as_of = stated.when.last
        after = sum(
            s.record.when.first is not None and s.record.when.first > as_of for s in self.named
        )
        return len(self.named) - after, after

    @property
    def whole(self) -> bool:
        """Whether the totals are of all nominations, and not only of those known by name."""
        return self.all_named or bool(self.stated)

    @property
    def total(self) -> int | None:
        """How many are known; None where sources differ."""
        return self.totals[0] if len(self.totals) == 1 else None

    @property
    def unnamed(self) -> tuple[int, ...]:
        """How many of them nobody has named here: one number for each of the totals."""
        return tuple(total - len(self.named) for total in self.totals)

    @property
    def lent(self) -> int:
        """How many of the named ones were lent."""
        return sum(isinstance(s.record, Nomination) and s.record.lent for s in self.named)

    @property
    def too_many_named(self) -> bool:
        """Whether more are named than a number stated allows: one of the two is wrong."""
        return any(self._parted(_aggregate(s))[0] > _aggregate(s).number for s in self.stated)

    def reaches(self, needed: int) -> bool | None:
        """Whether the candidate has as many as are needed; None where that is not known.

        It is not where sources differ on it, or where too few are known and there may be more.
        """
        reached = {total >= needed for total in self.totals}
        if len(reached) > 1:
            return None
        return True if True in reached else False if self.whole else None


@dataclass(frozen=True, slots=True)
class BodyPosition:
    """Where one body's nominations stand on a day; candidates in the order of the ballot paper."""

    body: Body
    on: date
    of_candidates: tuple[CandidateNominations, ...]
    disputes: tuple[Dispute, ...]

    @property
    def closed(self) -> bool:
        """Whether nominations had closed before the day, or close with it."""
        return self.body.closes is not None and self.on >= self.body.closes

    def of(self, candidate: str) -> CandidateNominations:
        """The nominations of one candidate; KeyError if there is none of that id."""
        return {one.candidate: one for one in self.of_candidates}[candidate]

    def reached(self, candidate: str) -> bool | None:
        """Whether the threshold is reached; None without one, or where sources differ."""
        threshold = self.body.threshold
        return self.of(candidate).reaches(threshold.needed) if threshold else None

    @property
    def told(self) -> bool:
        """Whether anything is known of the body's nominations by the day."""
        return any(one.named or one.stated or one.late for one in self.of_candidates)

    @property
    def total(self) -> int | None:
        """All nominations of the body that are known; None where sources differ on any."""
        totals = [one.total for one in self.of_candidates]
        return None if None in totals else sum(t for t in totals if t is not None)


def nominations_of(ledger: Ledger, contest: Contest, now: Standing) -> tuple[BodyPosition, ...]:
    """Every body's nominations among the records that stand, in the order of the bodies."""
    named: dict[tuple[str, str], list[Stance]] = {}
    for nomination, stance in now.of(Nomination):
        named.setdefault((nomination.body, nomination.candidate), []).append(stance)
    stated = _stated(now)
    return tuple(
        BodyPosition(
            body,
            now.on,
            tuple(
                nominations_for(
                    body, c.id, named.get((body.id, c.id), ()), stated.get((body.id, c.id), ())
                )
                for c in contest.candidates
            ),
            tuple(
                dispute
                for dispute in now.disputes
                if isinstance(of := dispute.stances[0].record, (Nomination, Aggregate))
                and of.body == body.id
            ),
        )
        for body in ledger.bodies
    )


def nominations_for(
    body: Body, candidate: str, named: Sequence[Stance], stated: Sequence[Stance]
) -> CandidateNominations:
    """One candidate's nominations of a body from the stances that stand, late ones apart."""
    late = tuple(s for s in named if _is_late(s, body))
    in_time = tuple(s for s in named if not _is_late(s, body))
    return CandidateNominations(candidate, in_time, late, tuple(stated), body.all_named)


def _is_late(stance: Stance, body: Body) -> bool:
    """Whether it was after the closing date on any day that is possible."""
    first = stance.record.when.first
    return body.closes is not None and first is not None and first > body.closes


def _stated(now: Standing) -> dict[tuple[str, str], tuple[Stance, ...]]:
    """Numbers stated as a whole, by body and candidate, those in dispute side by side."""
    found: dict[tuple[str, str], tuple[Stance, ...]] = {
        (a.body, a.candidate): (stance,) for a, stance in now.of(Aggregate)
    }
    for dispute in now.disputes:
        of = dispute.stances[0].record
        if isinstance(of, Aggregate):
            found[of.body, of.candidate] = tuple(
                sorted(dispute.stances, key=lambda s: _aggregate(s).number)
            )
    return found


def _aggregate(stance: Stance) -> Aggregate:
    assert isinstance(stance.record, Aggregate)
    return stance.record
