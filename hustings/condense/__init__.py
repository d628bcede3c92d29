"""Millions of ballots, each distinct one once: batches of small whole numbers in, papers out.

A batch is an array of codes, a row for each ballot and a column for each thing marked on it, with
the papers that each row stands for. :class:`Condenser` keeps the distinct rows only, so memory
follows the number of different ballots, not of ballots. Nothing here knows a file or a candidate:
`formats` gives the codes and says what they mean.

Each row is read as the digits of one whole number, a radix for each column, and the numbers are
counted (bincount) or sorted, whichever is less work. All papers are exact 64-bit integers.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from hustings.ballot import MAX_PAPERS, distinct_rows
from hustings.errors import RuleError

__all__ = ["Codes", "Condenser", "Papers", "spread"]

Codes = NDArray[np.integer]
"""Codes from 0 to 65535, (ballots, columns)."""

Papers = NDArray[np.int64]
"""How many identical papers each row stands for, (ballots,)."""

_Run = tuple[NDArray[np.int64], Papers]
"""Distinct keys in rising order and their papers. A key is a number, or a row of codes if wide."""

_WAITING_ROWS_MAX = 2**20
_KEYS_MAX = 2**62


class Condenser:
    """Gathers batches of rows; :meth:`result` gives each distinct row once, with its papers.

    The radix of each column grows with the largest code seen in it. Where the radices together
    pass 62 bits the rows themselves are sorted, which is slower and gives the same.
    """

    def __init__(self, columns: int) -> None:
        """Start empty; every batch has this many columns."""
        self._radices = [1] * columns
        self._waiting: list[tuple[NDArray[np.int64], Papers | None]] = []
        self._waiting_rows = 0
        self._runs: list[_Run] = []
        self._total = 0

    def add(self, codes: Codes, papers: Papers | None = None) -> None:
        """Add a batch, one paper a row unless told; RuleError when all papers pass 2^62."""
        if not len(codes):
            return
        self._total += len(codes) if papers is None else _safe_sum(papers)
        if self._total > MAX_PAPERS:
            raise RuleError("papers are counted from nought up to 2^62 in all")
        self._make_room([int(column.max()) for column in codes.T])
        self._waiting.append((self._keys(codes), papers))
        self._waiting_rows += len(codes)
        if self._waiting_rows >= _WAITING_ROWS_MAX:
            self._settle()

    def result(self) -> tuple[NDArray[np.int32], Papers]:
        """The distinct rows in lexicographic order, (n, columns), and the papers of each, (n,)."""
        self._settle()
        while len(self._runs) > 1:
            self._merge_last_two()
        if not self._runs:
            return np.zeros((0, len(self._radices)), dtype=np.int32), np.zeros(0, dtype=np.int64)
        keys, papers = self._runs[0]
        return self._codes(keys).astype(np.int32), papers

    @property
    def _space(self) -> int:
        return math.prod(self._radices)

    def _make_room(self, largest: list[int]) -> None:
        if all(code < radix for code, radix in zip(largest, self._radices, strict=True)):
            return
        self._settle()
        runs = [(self._codes(keys), papers) for keys, papers in self._runs]
        # The first batch fits exactly; where new codes come again and again there is some slack.
        slack = bool(runs)
        self._radices = [
            radix if code < radix else max(code + 1, slack * (radix + radix // 4))
            for code, radix in zip(largest, self._radices, strict=True)
        ]
        self._runs = [(self._keys(codes), papers) for codes, papers in runs]

    def _keys(self, codes: Codes) -> NDArray[np.int64]:
        """Rows as mixed-radix numbers, first column first: their order is the order of the rows."""
        if self._space > _KEYS_MAX:
            return codes.astype(np.int64)
        keys = codes[:, 0].astype(np.int64)
        for column, radix in zip(codes.T[1:], self._radices[1:], strict=True):
            keys *= radix
            keys += column
        return keys

    def _codes(self, keys: NDArray[np.int64]) -> NDArray[np.int64]:
        if keys.ndim == 2:
            return keys
        codes = np.empty((len(keys), len(self._radices)), dtype=np.int64)
        for place in reversed(range(len(self._radices))):
            keys, codes[:, place] = np.divmod(keys, self._radices[place])
        return codes

    def _settle(self) -> None:
        """Condense what waits into one run; keep few runs, each at most half the one before."""
        if not self._waiting:
            return
        keys = np.concatenate([k for k, _ in self._waiting])
        papers = None
        if any(p is not None for _, p in self._waiting):
            papers = np.concatenate(
                [np.ones(len(k), dtype=np.int64) if p is None else p for k, p in self._waiting]
            )
        self._waiting, self._waiting_rows = [], 0
        self._runs.append(_condense(keys, papers, self._space))
        while len(self._runs) > 1 and len(self._runs[-2][0]) <= 2 * len(self._runs[-1][0]):
            self._merge_last_two()

    def _merge_last_two(self) -> None:
        keys, papers = zip(self._runs.pop(), self._runs.pop(), strict=True)
        self._runs.append(_condense(np.concatenate(keys), np.concatenate(papers), self._space))


def _condense(keys: NDArray[np.int64], papers: Papers | None, space: int) -> _Run:
    """Each distinct key once, rising, with its papers; one paper a key where None are given."""
    if keys.ndim == 2:
        rows, inverse = distinct_rows(keys.astype(np.int32))
        total = np.zeros(len(rows), dtype=np.int64)
        np.add.at(total, inverse, 1 if papers is None else papers)
        return rows.astype(np.int64), total
    if papers is not None:
        order = np.argsort(keys, kind="stable")
        keys = keys[order]
        starts = _starts(keys)
        return keys[starts], np.add.reduceat(papers[order], starts)
    if space <= 4 * len(keys):
        counts = np.bincount(keys).astype(np.int64, copy=False)
        distinct = np.flatnonzero(counts)
        return distinct.astype(np.int64, copy=False), counts[distinct]
    keys = np.sort(keys)
    starts = _starts(keys)
    return keys[starts], np.diff(starts, append=len(keys))


def _starts(keys: NDArray[np.int64]) -> NDArray[np.intp]:
    """Where each run of equal keys begins, in sorted keys of which there is at least one."""
    return np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]]))


def _safe_sum(papers: Papers) -> int:
    """The sum as a Python integer, which cannot overflow; no number may be below nought."""
    return (int((papers >> 31).sum()) << 31) + int((papers & (2**31 - 1)).sum())


def spread(
    codes: NDArray[np.int32], papers: Papers, sections: int
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Read the last column as the number of the section: the other columns, and papers by section.

    Gives (n, columns - 1) and (n, sections); a row that several sections hold stays once for each.
    """
    by_section = np.zeros((len(codes), sections), dtype=np.int64)
    by_section[np.arange(len(codes)), codes[:, -1]] = papers
    return codes[:, :-1], by_section
