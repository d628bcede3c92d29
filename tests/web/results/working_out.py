"""A reader who works out what was withheld: whether published figures fix another one.

Exact, by the simplex method with Bland's rule. The true figures are one solution of what was
published; another one exists if some direction leads from them that changes the figure, keeps
every published sum, and takes nothing from what is nought.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

Sum = Mapping[int, int]
"""A sum of unknown figures: number of the figure -> how often."""


def is_fixed(target: Sum, published: Iterable[Sum], truth: Sequence[int]) -> bool:
    """Whether the sum ``target`` follows from the ``published`` ones, no figure below nought."""
    known = [row for row in published if row]
    return not any(_can_move(target, sign, known, truth) for sign in (1, -1))


def _can_move(target: Sum, sign: int, known: Sequence[Sum], truth: Sequence[int]) -> bool:
    """Whether a direction d has target·d = sign and no published sum changed."""
    columns: list[tuple[int, int]] = []
    for figure, value in enumerate(truth):
        columns.append((figure, 1))
        if value:
            columns.append((figure, -1))
    rows = [[Fraction(row.get(f, 0) * s) for f, s in columns] for row in known]
    rows.append([Fraction(target.get(f, 0) * s * sign) for f, s in columns])
    return _feasible(rows, [Fraction(0)] * len(known) + [Fraction(1)])


def _feasible(rows: list[list[Fraction]], right: list[Fraction]) -> bool:
    """Whether rows·x = right has a solution with nothing below nought."""
    size, count = len(rows[0]), len(rows)
    table = [
        row + [Fraction(int(n == m)) for m in range(count)] + [right[n]]
        for n, row in enumerate(rows)
    ]
    basis = list(range(size, size + count))
    cost = [-sum((row[c] for row in table), Fraction(0)) for c in range(size)]
    cost += [Fraction(0)] * count + [-sum(right, Fraction(0))]
    while (enters := next((c for c in range(size) if cost[c] < 0), None)) is not None:
        ratios = [
            (table[n][-1] / table[n][enters], basis[n], n)
            for n in range(count)
            if table[n][enters] > 0
        ]
        if not ratios:
            return False
        leaves = min(ratios)[2]
        _pivot(table, cost, leaves, enters)
        basis[leaves] = enters
    return cost[-1] == 0


def _pivot(table: list[list[Fraction]], cost: list[Fraction], leaves: int, enters: int) -> None:
    by = table[leaves][enters]
    table[leaves] = [value / by for value in table[leaves]]
    for line in [*(row for n, row in enumerate(table) if n != leaves), cost]:
        if factor := line[enters]:
            for n, value in enumerate(table[leaves]):
                if value:
                    line[n] -= factor * value
