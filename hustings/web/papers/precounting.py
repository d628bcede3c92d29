"""First preferences of what has been keyed so far, for the pre-count alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from hustings.web.contests.models import Contest
from hustings.web.contests.nouns import core_contest
from hustings.web.papers.doubt import is_plain, preferences
from hustings.web.papers.models import Entry
from hustings.web.papers.sights import looks_at

__all__ = ["KeyedSoFar", "keyed_so_far"]


@dataclass(frozen=True, slots=True)
class KeyedSoFar:
    """Papers by first preference. ``settled`` of them were keyed twice, ``once`` once or not yet
    alike; ``aside``: keyed, and left out because they are doubtful or rejected.
    """

    first: Counter[str]
    settled: int
    once: int
    aside: int


def keyed_so_far(contest: Contest) -> KeyedSoFar:
    """The papers of settled batches as read, and those of other batches as first keyed."""
    noun = core_contest(contest)
    standing = {candidate.id for candidate in noun.candidates if not candidate.withdrawn}
    read = [look.ranking for look in looks_at(contest)]
    entries = Entry.objects.filter(
        keying__batch__contest=contest, keying__turn=1, keying__batch__settled_at__isnull=True
    )
    keyed = [
        preferences(marks, noun) if is_plain(marks, noun) and not doubt else ()
        for marks, doubt in entries.order_by().values_list("marks", "doubt")
    ]
    first: Counter[str] = Counter()
    for ranking in (*read, *keyed):
        first.update([key for key in ranking if key in standing][:1])
    settled, once = sum(map(bool, read)), sum(map(bool, keyed))
    return KeyedSoFar(first, settled, once, len(read) + len(keyed) - settled - once)
