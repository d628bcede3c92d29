"""Nothing under ten that is withheld by channel and basis can be worked out from what is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

import pytest
from django.template.loader import render_to_string
from hypothesis import given, settings
from hypothesis import strategies as st

from hustings.web.results.grouping import FEWEST, Group, merge_small
from hustings.web.results.pages.channels import ChannelRow, ChannelTable
from hustings.web.results.supplement import Kept, Pile, Supplement, piles_of, supplement_of
from tests.web.results.working_out import Sum, is_fixed

CANDIDATES = ("a", "b", "c")
GROUPS = [("online", "member"), ("online", "supporter"), ("post", "member"), ("post", "supporter"),
          ("post", "")]  # fmt: skip
small_or_not = st.one_of(st.integers(0, 14), st.integers(10, 60))
tables = st.fixed_dictionaries(
    {}, optional={
        group: st.fixed_dictionaries(dict.fromkeys((*CANDIDATES, ""), small_or_not))
        for group in GROUPS
    },
)  # fmt: skip


def counters(held: Mapping[Group, Mapping[str, int]]) -> dict[Group, Counter[str]]:
    return {g: Counter(papers) for g, papers in held.items() if sum(papers.values())}


class Reader:
    """Who knows a supplement as it is shown, and every total that is published anyway."""

    def __init__(self, found: Supplement) -> None:
        self.found = found
        self.width = len(found.columns)
        self.truth = [papers for row in found.table for papers in row]

    def at(self, row: int, column: int) -> int:
        return row * self.width + column

    def of_channel(self, channel: str, column: int) -> Sum:
        groups = enumerate(self.found.groups)
        return {self.at(r, column): 1 for r, group in groups if group[0] == channel}

    def margins(self) -> Iterator[Sum]:
        """What is published whatever is withheld: totals, and the rejected papers by post."""
        rows, columns = range(len(self.found.table)), range(self.width)
        yield from ({self.at(r, c): 1 for c in columns} for r in rows)
        yield from ({self.at(r, c): 1 for r in rows} for c in columns)
        yield from (self.of_channel(channel, self.width - 1) for channel in self.found.channels)

    def published(self) -> Iterator[Sum]:
        rows, columns = range(len(self.found.table)), range(self.width)
        yield from self.margins()
        for r in rows:
            yield from ({self.at(r, c): 1} for c in columns if (r, c) not in self.found.hidden)
        for n, channel in enumerate(self.found.channels):
            for c in range(self.width - 1):
                if (n, c) not in self.found.hidden_by_channel:
                    yield self.of_channel(channel, c)

    def withheld(self) -> Iterator[tuple[Sum, int]]:
        """Each withheld figure under ten, in groups and in channels."""
        for r, c in self.found.hidden:
            yield {self.at(r, c): 1}, self.found.table[r][c]
        for n, c in self.found.hidden_by_channel:
            yield self.of_channel(self.found.channels[n], c), self.found.by_channel[n][c]


def worked_out(found: Supplement) -> list[Sum]:
    """Withheld figures under ten that follow, and would not if every cell were withheld."""
    reader = Reader(found)
    shown = list(reader.published())
    margins = list(reader.margins())
    return [
        figure
        for figure, papers in reader.withheld()
        if papers < FEWEST
        and is_fixed(figure, shown, reader.truth)
        and not is_fixed(figure, margins, reader.truth)
    ]


@settings(max_examples=60, deadline=None)
@given(tables)
def test_no_withheld_cell_under_ten_follows_from_rows_columns_totals_and_channels(
    held: dict[Group, dict[str, int]],
) -> None:
    found = supplement_of(merge_small(counters(held)), CANDIDATES)
    if found is not None:
        assert worked_out(found) == []


@given(tables)
def test_every_cell_under_ten_is_withheld(held: dict[Group, dict[str, int]]) -> None:
    found = supplement_of(merge_small(counters(held)), CANDIDATES)
    if found is None:
        return
    for r, row in enumerate(found.table):
        for c, papers in enumerate(row):
            column = [other[c] for other, group in zip(found.table, found.groups, strict=True)
                      if not found.channels or group[0] == found.groups[r][0]]  # fmt: skip
            known = c == len(row) - 1 and len(column) == 1  # rejected, which the post reconciles
            assert papers >= FEWEST or (r, c) in found.hidden or not any(column) or known
    for n, row in enumerate(found.by_channel):
        for c, papers in enumerate(row):
            told = any(other[c] for other in found.by_channel)
            assert papers >= FEWEST or (n, c) in found.hidden_by_channel or not told


def test_the_reader_does_work_out_a_cell_whose_complement_is_shown() -> None:
    """The test's own eyes: with one cell withheld alone, it is found."""
    held = {("online", "member"): {"a": 40, "b": 30}, ("post", "member"): {"a": 20, "b": 4}}
    found = supplement_of({g: Counter(t) for g, t in held.items()}, CANDIDATES)
    assert found is not None
    assert worked_out(found) == []
    bare = Supplement(found.columns, found.groups, found.table, frozenset({(1, 1)}))
    assert worked_out(bare) == [{5: 1}]


@pytest.mark.parametrize(
    ("groups", "shown"),
    [
        ({("online", "x"): (50, 60, 70), ("post", "x"): (20, 30, 40)}, True),
        ({("online", "x"): (50, 60, 70), ("post", "x"): (20, 30, 0)}, False),
        ({("online", "x"): (50, 60, 0), ("post", "x"): (20, 30, 0)}, True),
    ],
)
def test_a_channel_table_without_small_cells_is_shown_whole(
    groups: dict[Group, tuple[int, ...]], shown: bool
) -> None:
    held = {g: Counter(dict(zip(CANDIDATES, n, strict=True))) for g, n in groups.items()}
    found = supplement_of(held, CANDIDATES)
    assert found is not None
    assert (found.hidden_by_channel == frozenset()) == shown


def test_several_sections_with_small_cells_tell_nothing_by_channel_and_basis() -> None:
    held = {("online", "x"): Counter(a=50, b=9), ("post", "x"): Counter(a=20, b=30)}
    assert supplement_of(held, CANDIDATES, one_section=False) is None
    assert supplement_of(held, CANDIDATES) is not None


LATER_GIVES_AWAY = {
    "da": (30, 20), "db": (12, 3), "ba": (40, 30), "bc": (20, 20), "b": (20, 20),
    "a": (150, 150), "c": (160, 160),
}  # fmt: skip
"""Three papers by post went from d to b; the next pile, of b, has no cell under ten."""


def test_after_a_pile_that_cannot_be_told_no_later_one_is() -> None:
    found, kept = by_channel(LATER_GIVES_AWAY)
    assert found is not None
    stages = count_out(LATER_GIVES_AWAY)
    assert [out for _, out in stages] == [("d",), ("b",), ()]
    d, b = (pile for pile in _all_piles(kept, stages, found) if pile.stage)
    assert (d.may_be_told, b.may_be_told) == (False, True)
    assert sum(b.papers[1]) - found.by_channel[1][1] == 3  # so its total would tell
    assert [pile.stage for pile in piles_of(kept, stages, found)] == [0, 0]


rankings = st.sampled_from(["a", "b", "c", "d", "ab", "ac", "ad", "ba", "bc", "cb", "ca", "da",
                            "db", "dcb", "dab", "cab", "cdb", "adb", "bdc"])  # fmt: skip
boxes = st.dictionaries(rankings, st.tuples(small_or_not, small_or_not), min_size=3, max_size=9)
FOUR = ("a", "b", "c", "d")
Stages = list[tuple[tuple[str, ...], tuple[str, ...]]]


def count_out(papers: Mapping[str, tuple[int, int]]) -> Stages:
    """Who stands and who goes out, by the alternative vote, down to two; level ones by name."""
    stages: Stages = []
    standing: tuple[str, ...] = FOUR
    while len(standing) > 2:
        votes: Counter[str] = Counter(dict.fromkeys(standing, 0))
        for ranking, number in papers.items():
            for first in [c for c in ranking if c in standing][:1]:
                votes[first] += sum(number)
        out = min(standing, key=lambda c: (votes[c], c))
        stages.append((standing, (out,)))
        standing = tuple(c for c in standing if c != out)
    return [*stages, (standing, ())]


def by_channel(papers: Mapping[str, tuple[int, int]]) -> tuple[Supplement | None, list[Kept]]:
    kept = [
        (channel, tuple(ranking), numbers[n])
        for ranking, numbers in papers.items()
        for n, channel in enumerate(("online", "post"))
        if numbers[n]
    ]
    held: dict[Group, Counter[str]] = {}
    for channel, ranking, number in kept:
        held.setdefault((channel, "member"), Counter())[ranking[0]] += number
    return supplement_of(merge_small(held), FOUR), kept


@settings(max_examples=60, deadline=None)
@given(boxes)
def test_no_pile_and_no_first_preference_under_ten_follows_from_the_piles_that_are_told(
    papers: dict[str, tuple[int, int]],
) -> None:
    """The reader knows of each distinct ranking how many papers hold it, and so of each channel
    all that she has not of the other.
    """
    found, kept = by_channel(papers)
    if found is None or not found.channels:
        return
    stages = count_out(papers)
    told = piles_of(kept, stages, found)
    distinct = list(papers)
    truth = [n for ranking in distinct for n in papers[ranking]]
    shown: list[Sum] = [{2 * n: 1, 2 * n + 1: 1} for n in range(len(distinct))]
    shown += _first_shown(found, distinct) + [
        s for pile in told for s in _sums(pile, distinct, stages)
    ]
    margins = shown[: len(distinct)] + [_all_of(n, distinct) for n in range(2)]
    everything = [p for p in _all_piles(kept, stages, found) if p not in told]
    secret = _first_hidden(found, distinct) + [
        s for pile in everything for s in _sums(pile, distinct, stages)
    ]
    shown += margins[-2:]
    for figure in secret:
        value = sum(truth[n] for n in figure)
        if 0 < value < FEWEST and is_fixed(figure, shown, truth):
            assert is_fixed(figure, margins, truth)


def _all_of(channel: int, distinct: list[str]) -> Sum:
    return {2 * n + channel: 1 for n in range(len(distinct))}


def _first(channel: int, key: str, distinct: list[str]) -> Sum:
    return {2 * n + channel: 1 for n, ranking in enumerate(distinct) if ranking[0] == key}


def _first_shown(found: Supplement, distinct: list[str]) -> list[Sum]:
    return [_first(n, key, distinct) for n in range(2) for c, key in enumerate(FOUR)
            if (n, c) not in found.hidden_by_channel]  # fmt: skip


def _first_hidden(found: Supplement, distinct: list[str]) -> list[Sum]:
    return [_first(n, FOUR[c], distinct) for n, c in found.hidden_by_channel]


def _sums(pile: Pile, distinct: list[str], stages: Stages) -> list[Sum]:
    standing = stages[max(pile.stage - 1, 0)][0]
    sums: list[Sum] = []
    for channel in range(2):
        for after in pile.to:
            held = {}
            for n, ranking in enumerate(distinct):
                on = [c for c in ranking if c in standing]
                nearest = next((c for c in on if c not in pile.of), "")
                if on and on[0] in pile.of and nearest == after:
                    held[2 * n + channel] = 1
            sums.append(held)
    return sums


def _all_piles(kept: list[Kept], stages: Stages, found: Supplement) -> list[Pile]:
    """Every pile there is, told or not."""
    from hustings.web.results.supplement import _pile

    out = [_pile(kept, n, s, o, found.channels) for n, (s, o) in enumerate(stages, 1) if o]
    return out + [_pile(kept, 0, FOUR, (c,), found.channels) for c in stages[-1][0]]


def test_that_transfers_are_told_in_part_is_said_only_where_some_are_told() -> None:
    table = ChannelTable(0, (), "First preferences", ("online", "post"), ("Online", "By post"),
                         (ChannelRow("a", "Ann", (10, 12), 22),), (10, 12))  # fmt: skip
    said = [render_to_string("results/channels.html", {"channels": [table] * n}) for n in (1, 2)]
    assert ["Where papers went is told" in text for text in said] == [False, True]
