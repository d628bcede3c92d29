"""Each distinct row once, with all its papers, however the batches come."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from hustings.condense import Condenser, spread
from hustings.errors import RuleError

Batch = tuple[np.ndarray, np.ndarray | None]


@st.composite
def batches(draw: st.DrawFn) -> tuple[int, list[Batch]]:
    """Batches of one width, codes small or large, with and without papers."""
    columns = draw(st.integers(1, 9))
    found: list[Batch] = []
    for _ in range(draw(st.integers(0, 4))):
        rows = draw(st.integers(0, 12))
        most = draw(st.sampled_from([0, 1, 5, 300, 65535]))
        codes = draw(arrays.arrays(np.uint16, (rows, columns), elements=st.integers(0, most)))
        papers = draw(st.none() | arrays.arrays(np.int64, rows, elements=st.integers(0, 2**55)))
        found.append((codes, papers))
    return columns, found


@given(batches())
def test_distinct_rows_come_in_order_with_all_their_papers(made: tuple[int, list[Batch]]) -> None:
    columns, found = made
    condenser, expected = Condenser(columns), Counter[tuple[int, ...]]()
    for codes, papers in found:
        condenser.add(codes, papers)
        ones = [1] * len(codes) if papers is None else papers.tolist()
        for row, number in zip(codes.tolist(), ones, strict=True):
            expected[tuple(row)] += number
    rows, total = condenser.result()
    assert rows.shape == (len(total), columns)
    listed = [tuple(row) for row in rows.tolist()]
    assert listed == sorted(expected)
    assert dict(zip(listed, total.tolist(), strict=True)) == dict(expected)


@pytest.mark.parametrize(
    ("columns", "codes"),
    [(2, 14), (5, 14), (5, 400), (9, 300)],
    ids=["counted", "counted, many", "sorted", "rows sorted, as no number holds them"],
)
def test_a_million_rows_in_many_batches_are_condensed_as_at_once(columns: int, codes: int) -> None:
    rng = np.random.default_rng(7)
    pool = rng.integers(0, codes, (5000, columns)).astype(np.uint16)
    # Later batches bring larger codes, so the radices have to grow on the way.
    picked = np.sort(rng.integers(0, 5000, 1_200_000))
    pool = pool[np.argsort(pool.max(axis=1))]
    condenser = Condenser(columns)
    for part in np.array_split(picked, 50):
        condenser.add(pool[part])
    rows, papers = condenser.result()
    distinct, number = np.unique(pool, axis=0, return_inverse=True)
    counts = np.bincount(number[picked])
    distinct, counts = distinct[counts > 0], counts[counts > 0]
    assert np.array_equal(rows, distinct)
    assert np.array_equal(papers, counts)


def test_more_papers_than_2_to_the_62_are_refused_before_they_overflow() -> None:
    condenser = Condenser(1)
    condenser.add(np.zeros((1, 1), dtype=np.uint16), np.array([2**62]))
    with pytest.raises(RuleError, match="2\\^62"):
        condenser.add(np.zeros((1, 1), dtype=np.uint16))
    many = np.full(9, 2**62, dtype=np.int64)  # nine times that wraps around in 64 bits
    with pytest.raises(RuleError, match="2\\^62"):
        Condenser(1).add(np.zeros((9, 1), dtype=np.uint16), many)


def test_the_last_column_is_spread_over_sections() -> None:
    codes = np.array([[1, 2, 0], [1, 2, 2]], dtype=np.int32)
    marks, papers = spread(codes, np.array([5, 7]), 3)
    assert marks.tolist() == [[1, 2], [1, 2]]
    assert papers.tolist() == [[5, 0, 0], [0, 0, 7]]
