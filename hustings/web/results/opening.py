"""From envelopes to distinct rankings with their numbers: the one place that sees a ballot opened.

Nothing here writes. What comes out has lost which envelope it was, and stands in canonical order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from hustings.contest import Heading
from hustings.seal import Damaged, OpeningKey, open_envelope
from hustings.web.papers.queries import PaperTally
from hustings.web.results.grouping import FEWEST, Group, merge_small

__all__ = [
    "POST", "Contents", "Opened", "Paper", "Sealed", "contents_of", "of_posted", "open_all",
]  # fmt: skip

POST = "post"
"""The channel of posted papers."""

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

    ``ranking``: candidates' keys joined by ``>``, empty for a rejected paper, whose ``heading`` is
    a value of Heading. ``channel`` is online or post, or empty where it is not told.
    """

    section: str
    ranking: str
    rotation: int
    heading: str
    channel: str


@dataclass(frozen=True, slots=True)
class Opened:
    """Papers as they lay in envelopes, of one channel or several, before anything is merged.

    ``groups``: by channel and basis the papers by first preference, ``""`` for those rejected.
    """

    papers: Counter[Paper]
    groups: dict[Group, Counter[str]]

    @property
    def damaged(self) -> int:
        """How many are void for uncertainty: of envelopes, those that held no ballot."""
        void = Heading.UNCERTAIN.value
        return sum(number for paper, number in self.papers.items() if paper.heading == void)

    def __add__(self, other: Opened) -> Opened:
        """Both together."""
        groups = {
            group: self.groups.get(group, Counter()) + other.groups.get(group, Counter())
            for group in {*self.groups, *other.groups}
        }
        return Opened(self.papers + other.papers, groups)


@dataclass(frozen=True, slots=True)
class Contents:
    """What all envelopes and posted papers hold together.

    ``papers`` in canonical order; ``groups`` of at least ten, by channel and basis: of each the
    papers by first preference, ``""`` for those rejected. ``damaged`` envelopes held no ballot.
    """

    papers: tuple[tuple[Paper, int], ...]
    groups: tuple[tuple[Group, Counter[str]], ...]
    damaged: int


def contents_of(envelopes: Opened, posted: Opened) -> Contents:
    """What is kept: small channels not told apart, small groups together, in canonical order."""
    opened = envelopes + posted
    small = _small_channels(opened.papers)
    papers: Counter[Paper] = Counter()
    for paper, number in opened.papers.items():
        papers[paper._replace(channel="") if paper.section in small else paper] += number
    groups = merge_small(opened.groups)
    kept = tuple(sorted(papers.items())), tuple(sorted(groups.items()))
    return Contents(*kept, damaged=envelopes.damaged)


def _small_channels(papers: Counter[Paper]) -> set[str]:
    """Sections to which some channel brought fewer than ten papers, beside another."""
    sizes: dict[str, Counter[str]] = {}
    for paper, number in papers.items():
        sizes.setdefault(paper.section, Counter())[paper.channel] += number
    return {s for s, held in sizes.items() if len(held) > 1 and min(held.values()) < FEWEST}


def of_posted(tally: Mapping[PaperTally, int]) -> Opened:
    """Verified posted papers in the same form as opened envelopes."""
    papers: Counter[Paper] = Counter()
    groups: dict[Group, Counter[str]] = {}
    for one, number in tally.items():
        rotation = -1 if one.rotation is None else one.rotation
        papers[Paper(one.section, one.ranking, rotation, one.heading, POST)] += number
        first = one.ranking.partition(">")[0]
        groups.setdefault((POST, one.basis), Counter())[first] += number
    return Opened(papers, groups)


def open_all(
    envelopes: Iterable[Sealed],
    *,
    total: int,
    key: OpeningKey,
    candidates: Sequence[str],
    tell: Tell = lambda _done, _total: None,
) -> Opened:
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
    return Opened(papers, groups)


def _paper(envelope: Sealed, key: OpeningKey, candidates: Sequence[str]) -> Paper:
    marks = open_envelope(envelope.sealed, key, len(candidates))
    if isinstance(marks, Damaged):
        return Paper(envelope.section, "", -1, Heading.UNCERTAIN.value, envelope.channel)
    ranking = ">".join(candidates[number - 1] for number in marks.ranking)
    rotation = -1 if marks.rotation is None else marks.rotation
    heading = "" if ranking else Heading.UNMARKED.value
    return Paper(envelope.section, ranking, rotation, heading, envelope.channel)
