"""Tables by channel and basis that single nobody out: small groups merged, small cells withheld.

Two steps. :func:`merge_small` happens once, at the opening, before anything is stored.
:func:`withheld` decides what a published table leaves out, so that no cell under :data:`FEWEST` can
be read off it or worked out from the totals beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

__all__ = ["FEWEST", "TOGETHER", "Cell", "Group", "follows", "merge_small", "withheld"]

FEWEST = 10
"""The fewest papers of a group, or of a cell, that are shown by themselves."""

Group = tuple[str, str]
"""Channel and basis."""

TOGETHER: Group = ("", "")
"""The group of all papers whose own groups were too small."""

Cell = tuple[int, int]
"""Row and column."""

_Node = tuple[str, int]


def merge_small(groups: Mapping[Group, Counter[str]]) -> dict[Group, Counter[str]]:
    """The groups of at least ten papers, and all others together as one group.

    If those together are fewer than ten, the next smallest groups join them until they are ten:
    else whoever takes the groups shown from the whole would have the small group after all. Where
    each of several channels has ten papers, groups are put together within their channel, as
    ``(channel, "")``, so that the figures of a channel give none of them away.
    """
    channels: Counter[str] = Counter()
    for (channel, _basis), tally in groups.items():
        channels[channel] += tally.total()
    if len(channels) < 2 or min(channels.values()) < FEWEST:
        return _merged(groups, TOGETHER)
    merged: dict[Group, Counter[str]] = {}
    for channel in sorted(channels):
        own = {group: tally for group, tally in groups.items() if group[0] == channel}
        merged |= _merged(own, (channel, ""))
    return merged


def _merged(groups: Mapping[Group, Counter[str]], together: Group) -> dict[Group, Counter[str]]:
    waiting = sorted(groups.keys() - {together}, key=lambda g: (groups[g].total(), g))
    small = Counter(groups.get(together, {}))
    while waiting and (groups[waiting[0]].total() < FEWEST or 0 < small.total() < FEWEST):
        small.update(groups[waiting.pop(0)])
    kept = {group: Counter(groups[group]) for group in sorted(waiting)}
    return kept | ({together: small} if small else {})


def withheld(
    table: Sequence[Sequence[int]], hidden: Collection[Cell] = frozenset()
) -> frozenset[Cell]:
    """Which cells of a table of papers, published with the totals of its rows and columns, to hide.

    Those in ``hidden``, and every cell under ten, unless its whole column is nought; then in each
    row and column that hides anything, more of the smallest, until at least two are hidden that
    hold ten papers or more together, and until no hidden cell follows from the totals.
    """
    rows, columns = range(len(table)), range(len(table[0]) if table else 0)
    told = {c for c in columns if not any(table[r][c] for r in rows)}
    hides = {(r, c) for r in rows for c in columns if table[r][c] < FEWEST and c not in told}
    hides |= set(hidden)
    lines = [[(r, c) for c in columns if c not in told] for r in rows]
    lines += [[(r, c) for r in rows] for c in columns if c not in told]
    while added := next(_needed(table, lines, hides), None):
        hides.add(added)
    return frozenset(hides)


def _needed(
    table: Sequence[Sequence[int]], lines: Sequence[Sequence[Cell]], hidden: set[Cell]
) -> Iterator[Cell]:
    """Yield a cell that must be hidden too, for each line that still gives something away."""
    for line in lines:
        held = [cell for cell in line if cell in hidden]
        tells = len(held) == 1 or sum(table[r][c] for r, c in held) < FEWEST
        rest = [cell for cell in line if cell not in hidden]
        if held and rest and (tells or any(follows(cell, table, hidden) for cell in held)):
            yield min(rest, key=lambda cell: (table[cell[0]][cell[1]], cell))


def follows(cell: Cell, table: Sequence[Sequence[int]], hidden: Collection[Cell]) -> bool:
    """Whether the totals fix a hidden cell: no other table without a number below nought has them.

    Another one has a paper more in this cell or one fewer, and leads the difference round through
    other hidden cells, of which those that give a paper away must have one.
    """
    row, column = ("row", cell[0]), ("column", cell[1])
    others = [other for other in hidden if other != cell]
    ways: dict[_Node, set[_Node]] = {}
    for r, c in others:
        ways.setdefault(("row", r), set()).add(("column", c))  # gets a paper
        if table[r][c]:
            ways.setdefault(("column", c), set()).add(("row", r))  # gives one away
    if row in _reached(column, ways):
        return False
    return not (table[cell[0]][cell[1]] and column in _reached(row, ways))


def _reached(start: _Node, ways: Mapping[_Node, set[_Node]]) -> set[_Node]:
    found, waiting = set[_Node](), [start]
    while waiting:
        for node in ways.get(waiting.pop(), set()) - found:
            found.add(node)
            waiting.append(node)
    return found
