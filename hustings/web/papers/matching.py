"""Two keyings of one batch, laid beside each other: which paper is which, and what differs. Pure.

1. Papers that read alike in number, marks and doubt belong together: nothing differs.
2. Of the others, those of the same number.
3. Of the others, those at the same place of the pile.
4. Whatever is left, in the order keyed. Such a pair differs in its number at the least.

A pair in which nothing differs is equal in both keyings, so whatever one of them altered, left
out or made up is found among the pairs that differ, in whichever order the papers were keyed.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

__all__ = ["Keyed", "Pair", "matched"]


@dataclass(frozen=True, slots=True)
class Keyed:
    """A paper as somebody keyed it: its place in the pile, number, marks by candidate, doubt."""

    place: int
    paper: str
    marks: Mapping[str, str] = field(default_factory=dict)
    doubt: str = ""
    note: str = ""

    @property
    def content(self) -> Hashable:
        """What must be equal in both; the place and the note need not be."""
        return (
            self.paper,
            frozenset((key, text) for key, text in self.marks.items() if text),
            (self.doubt),
        )


@dataclass(frozen=True, slots=True)
class Pair:
    """One paper in both keyings."""

    first: Keyed
    second: Keyed

    @property
    def place(self) -> int:
        """Its place in the first keying."""
        return self.first.place

    @property
    def agrees(self) -> bool:
        """Whether nothing differs."""
        return self.first.content == self.second.content

    @property
    def other_number(self) -> bool:
        """Whether the numbers differ: a slip, or a paper that one of the two does not have."""
        return self.first.paper != self.second.paper

    @property
    def other_doubt(self) -> bool:
        """Whether one saw a doubt, or another doubt."""
        return self.first.doubt != self.second.doubt

    @property
    def other_marks(self) -> frozenset[str]:
        """The candidates beside whom the marks differ."""
        one, two = self.first.marks, self.second.marks
        return frozenset(key for key in {*one, *two} if one.get(key, "") != two.get(key, ""))


def matched(first: Iterable[Keyed], second: Iterable[Keyed]) -> list[Pair]:
    """Each paper of the first keying with its own of the second, in the order of the first.

    Both hold equally many papers, those that were found in the batch.
    """
    ones, twos = sorted(first, key=_place), sorted(second, key=_place)
    assert len(ones) == len(twos)
    found: list[Pair] = []
    for alike in (_content, _number, _place, _anything):
        pairs, ones, twos = _by(alike, ones, twos)
        found += pairs
    return sorted(found, key=lambda pair: pair.place)


def _by(
    alike: Callable[[Keyed], Hashable], ones: Sequence[Keyed], twos: Sequence[Keyed]
) -> tuple[list[Pair], list[Keyed], list[Keyed]]:
    """Pairs whose papers are alike in that way, and the papers left of each keying."""
    waiting: defaultdict[Hashable, deque[Keyed]] = defaultdict(deque)
    for two in twos:
        waiting[alike(two)].append(two)
    pairs, left = [], []
    for one in ones:
        kind = alike(one)
        if kind is not None and waiting[kind]:
            pairs.append(Pair(one, waiting[kind].popleft()))
        else:
            left.append(one)
    return pairs, left, sorted((two for row in waiting.values() for two in row), key=_place)


def _content(keyed: Keyed) -> Hashable:
    return keyed.content


def _number(keyed: Keyed) -> Hashable:
    return keyed.paper or None


def _place(keyed: Keyed) -> int:
    return keyed.place


def _anything(_keyed: Keyed) -> Hashable:
    return True
