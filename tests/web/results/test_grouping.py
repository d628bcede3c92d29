"""No table of groups singles anybody out."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.web.results.grouping import FEWEST, TOGETHER, follows, merge_small, withheld

groups = st.dictionaries(
    st.tuples(st.sampled_from(["online", "post"]), st.sampled_from("abcdefg")),
    st.dictionaries(st.sampled_from(["", "x", "y"]), st.integers(1, 30), min_size=1).map(Counter),
    max_size=12,
)
tables = st.integers(1, 5).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(0, 40), min_size=width, max_size=width), min_size=1, max_size=5
    )
)


@given(groups)
def test_merging_loses_no_paper_and_leaves_no_group_under_ten(
    held: dict[tuple[str, str], Counter[str]],
) -> None:
    merged = merge_small(held)
    before = sum(held.values(), Counter[str]())
    assert sum(merged.values(), Counter[str]()) == before
    if before.total() >= FEWEST:
        assert all(tally.total() >= FEWEST for tally in merged.values())


@pytest.mark.parametrize(
    ("sizes", "kept"),
    [
        ({"a": 50, "b": 12}, {"a": 50, "b": 12}),
        ({"a": 50, "b": 9}, {"": 59}),
        ({"a": 50, "b": 6, "c": 5}, {"a": 50, "": 11}),
        ({"a": 50, "b": 20, "c": 3}, {"a": 50, "": 23}),
        ({"a": 4}, {"": 4}),
        ({}, {}),
    ],
)
def test_a_rest_under_ten_takes_the_next_smallest_group(
    sizes: dict[str, int], kept: dict[str, int]
) -> None:
    held = {("online", name): Counter(x=size) for name, size in sizes.items()}
    merged = merge_small(held)
    assert {basis: tally.total() for (_, basis), tally in merged.items()} == kept
    assert ("" not in kept) or TOGETHER in merged


@given(tables)
def test_every_small_cell_is_withheld_and_no_line_gives_one_away(table: list[list[int]]) -> None:
    hidden = withheld(table)
    rows = [[(r, c) for c in range(len(table[0]))] for r in range(len(table))]
    columns = [[(r, c) for r in range(len(table))] for c in range(len(table[0]))]
    for r, row in enumerate(table):
        for c, papers in enumerate(row):
            nought = not any(papers for row in table)  # as the column's total tells
            assert papers >= FEWEST or (r, c) in hidden or nought
    for cells in rows + columns:
        line = [(r, c) for r, c in cells if any(row[c] for row in table)]
        held = [cell for cell in line if cell in hidden]
        enough = sum(table[r][c] for r, c in held) >= FEWEST and len(held) > 1
        assert not held or enough or len(held) == len(line)


def test_a_cell_that_would_follow_round_two_blocks_is_withheld_too() -> None:
    """Two blocks of small cells joined by one: that one alone would follow from the totals."""
    table = [[5, 6, 30, 30], [7, 4, 50, 60], [40, 3, 5, 5], [60, 70, 6, 7]]
    hidden = withheld(table)
    assert {(0, 2), (0, 3), (1, 2), (1, 3), (2, 0), (3, 0), (3, 1)} & hidden


@pytest.mark.parametrize(
    ("table", "fixed"),
    [([[0, 0], [5, 5]], True), ([[0, 5], [5, 0]], False), ([[1, 0], [5, 5]], False)],
)
def test_totals_fix_a_cell_where_no_paper_can_be_taken_from_what_is_nought(
    table: list[list[int]], fixed: bool
) -> None:
    assert follows((0, 0), table, {(0, 0), (0, 1), (1, 0), (1, 1)}) == fixed
