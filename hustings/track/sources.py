"""Every source that a tracker cites: its own, and those of the primaries that were reported."""

from __future__ import annotations

from hustings.reported import Reported, Source
from hustings.track.ledger import Ledger

__all__ = ["Source", "all_sources"]


def all_sources(ledger: Ledger) -> tuple[Source, ...]:
    """The tracker's sources, then those that only its primaries cite; by id each once.

    Where a primary calls another source by an id that the tracker uses, the tracker's stands.
    """
    found = {source.id: source for source in ledger.sources}
    for primary in ledger.primaries:
        if isinstance(primary.result, Reported):
            for source in primary.result.sources:
                found.setdefault(source.id, source)
    return tuple(found.values())
