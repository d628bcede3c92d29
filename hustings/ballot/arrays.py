"""Rows of small numbers: distinct ones, and exact totals of papers in 64 bits."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hustings.errors import RuleError

__all__ = ["BLANK", "MAX_PAPERS", "add_up", "check_total", "distinct_rows", "frozen", "totals"]

BLANK = -1
"""In an array of marks: nobody at this rank. In an array of rankings: no further preference."""

MAX_PAPERS = 2**62
"""More papers than this cannot be added up in 64 bits; readers refuse them."""


def distinct_rows(rows: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Distinct rows in lexicographic order, and for each given row the number of its distinct row.

    rows: (n, k), every value at least -2.
    """
    if not len(rows):
        return rows, np.zeros(0, dtype=np.int64)
    keys = np.zeros(len(rows), dtype=np.int64)
    room, radix = 2**62, int(rows.max(initial=0)) + 3
    for column in rows.T:
        if int(keys.max()) >= room // radix:
            keys = np.unique(keys, return_inverse=True)[1].astype(np.int64)
        keys = keys * radix + (column.astype(np.int64) + 2)
    _, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
    return rows[first], inverse.astype(np.int64)


def add_up(papers: NDArray[np.int64], inverse: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    """Papers of each of ``size`` distinct rows: those of all given rows that are it, by section."""
    total = np.zeros((size, papers.shape[1]), dtype=np.int64)
    np.add.at(total, inverse, papers)
    return total


def frozen(array: NDArray[np.generic]) -> None:
    """Let nobody write to the array any more: a value that exists stays as it is."""
    array.setflags(write=False)


def check_total(papers: NDArray[np.int64]) -> None:
    """Refuse, by RuleError, a number of papers below nought or a total above MAX_PAPERS."""
    if papers.size and (papers.min() < 0 or sum(int(n) for n in totals(papers)) > MAX_PAPERS):
        raise RuleError("papers are counted from nought up to 2^62 in all")


def totals(papers: NDArray[np.int64]) -> list[int]:
    """Totals by section as Python integers, which cannot overflow."""
    high, low = papers >> 31, papers & (2**31 - 1)
    return [(int(h) << 31) + int(w) for h, w in zip(high.sum(axis=0), low.sum(axis=0), strict=True)]
