"""From envelopes to distinct rankings with their numbers: the one place that sees a ballot opened.

Nothing here writes. What comes out has lost which envelope it was, and stands in canonical order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from hustings.seal import Damaged, OpeningKey, open_envelope
from hustings.web.results.grouping import Group, merge_small

__all__ = ["Contents", "Paper", "Sealed", "open_all"]

Tell = Callable[[int, int], None]
"""Called with how many are done, of how many."""

_AT_ONCE = 500


class Sealed(NamedTuple):
    """An envelope as the booth stored it, without its id."""

    section: str
    channel: str
    basis: str
    sealed: bytes


class Paper(NamedTuple):
    """What papers have in common that are counted together; ``rotation`` is -1 where none was used.

    ``ranking``: candidates' keys joined by ``>``, empty for an unmarked paper and a damaged one.
    """

    section: str
    ranking: str
    rotation: int
    damaged: bool


@dataclass(frozen=True, slots=True)
class Contents:
    """What all envelopes hold together.

    ``papers`` in canonical order; ``groups`` of at least ten, by channel and basis: of each the
    papers by first preference, ``""`` for those rejected.
    """

    papers: tuple[tuple[Paper, int], ...]
    groups: tuple[tuple[Group, Counter[str]], ...]

    @property
    def damaged(self) -> int:
        """How many envelopes held no ballot."""
        return sum(number for paper, number in self.papers if paper.damaged)


def open_all(
    envelopes: Iterable[Sealed],
    *,
    total: int,
    key: OpeningKey,
    candidates: Sequence[str],
    tell: Tell = lambda _done, _total: None,
) -> Contents:
    """Open every envelope; ``candidates`` are their keys in the order of the contest's own list."""
    papers: Counter[Paper] = Counter()
    groups: dict[Group, Counter[str]] = {}
    for done, envelope in enumerate(envelopes, start=1):
        paper = _paper(envelope, key, candidates)
        papers[paper] += 1
        first = paper.ranking.partition(">")[0]
        groups.setdefault((envelope.channel, envelope.basis), Counter())[first] += 1
        if done % _AT_ONCE == 0:
            tell(done, total)
    tell(total, total)
    return Contents(tuple(sorted(papers.items())), tuple(sorted(merge_small(groups).items())))


def _paper(envelope: Sealed, key: OpeningKey, candidates: Sequence[str]) -> Paper:
    marks = open_envelope(envelope.sealed, key, len(candidates))
    if isinstance(marks, Damaged):
        return Paper(envelope.section, "", -1, True)
    ranking = ">".join(candidates[number - 1] for number in marks.ranking)
    rotation = -1 if marks.rotation is None else marks.rotation
    return Paper(envelope.section, ranking, rotation, False)
