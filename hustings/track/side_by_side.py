"""Every primary side by side: each candidate's place and share, reported and counted kept apart.

docs/spec/tracker.md, paragraphs 20 to 22.
"""

from __future__ import annotations

from dataclasses import dataclass

from hustings.contest import Contest
from hustings.track.chain import is_announced
from hustings.track.position import Position
from hustings.track.results import Placing, Result, results_of
from hustings.track.setting import Primary

__all__ = ["SideBySide", "side_by_side"]


@dataclass(frozen=True)
class SideBySide:
    """The primaries by date: ``results`` as far as they are out, and those of which none is.

    ``unknown``: held or due by the day, and no result was found; ``to_come``: the result was not
    yet out on the day.
    """

    contest: Contest
    results: tuple[Result, ...]
    unknown: tuple[Primary, ...]
    to_come: tuple[Primary, ...]

    @property
    def whole(self) -> tuple[Result, ...]:
        """The results of all votes; those of one channel left out."""
        return tuple(result for result in self.results if not result.partial)

    def row(self, candidate: str) -> tuple[Placing | None, ...]:
        """One candidate's placing in each of the results, in their order."""
        return tuple(result.of(candidate) for result in self.results)


def side_by_side(position: Position) -> SideBySide:
    """The primaries side by side, as far as the position's day knows them."""
    ordered = sorted(position.ledger.primaries, key=lambda p: (p.held.last, p.known, p.id))
    out = [p for p in ordered if is_announced(position, p)]
    found = {p.id: results_of(p, position.contest) for p in out}
    return SideBySide(
        position.contest,
        tuple(result for p in out for result in found[p.id]),
        tuple(p for p in out if not found[p.id]),
        tuple(p for p in ordered if p not in out),
    )
