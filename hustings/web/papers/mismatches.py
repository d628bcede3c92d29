"""Which papers the two keyings of a batch read alike, and which somebody must look at again."""

from __future__ import annotations

from hustings.web.papers.matching import Keyed, Pair, matched
from hustings.web.papers.models import Batch, Entry, Keying, Reading

__all__ = ["both_done", "mismatches", "pairs_of"]


def both_done(batch: Batch) -> bool:
    """Whether both keyings are finished; before that nobody sees what another keyed."""
    return Keying.objects.filter(batch=batch, done_at__isnull=False).count() == 2


def pairs_of(batch: Batch) -> list[Pair]:
    """Every paper of the batch as both read it, in the first's order; empty until both are done."""
    if not both_done(batch):
        return []
    turns: dict[int, list[Keyed]] = {1: [], 2: []}
    rows = Entry.objects.filter(keying__batch=batch).order_by("place")
    for turn, place, paper, marks, doubt, note in rows.values_list(
        "keying__turn", "place", "paper", "marks", "doubt", "note"
    ):
        turns[turn].append(Keyed(place, paper, marks, doubt, note))
    return matched(turns[1], turns[2])


def mismatches(batch: Batch) -> list[Pair]:
    """The papers that still wait for a third look."""
    settled = set(Reading.objects.filter(batch=batch).values_list("place", flat=True))
    return [pair for pair in pairs_of(batch) if not pair.agrees and pair.place not in settled]
