"""The result by channel and basis: what may be told of it, beside all that is published anyway.

Pure. A reader has the declaration, every distinct ranking with its papers, the papers of a channel
that are valid, and whatever is shown here. From all of it no cell under ten may follow. So:

1. First preferences by channel are a table with its totals; :func:`grouping.withheld` hides cells.
2. The groups of a channel are a table of their own, as if the channel's own line were known, and
   a candidate who is hidden for a channel is hidden in all of its groups. What the groups tell
   then says nothing new of the channels, and the other way round.
3. Where papers went is told of whole piles, and only where every cell has ten papers or none at
   all in any channel: of each candidate who went out, in the order of the stages up to the first
   pile that cannot be told, for a later one would give it away by subtraction; and of those who
   stayed to the end, their second preferences. No paper stands in two of these piles at one stage,
   and no pile is told of a candidate whose first preferences are hidden.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from hustings.web.results.grouping import FEWEST, Cell, Group, withheld

__all__ = ["Kept", "Pile", "Supplement", "piles_of", "supplement_of"]

Kept = tuple[str, tuple[str, ...], int]
"""Channel, ranking (candidates' keys, first preference first), papers."""


@dataclass(frozen=True, slots=True)
class Supplement:
    """Tables of papers by first preference, with the cells that are hidden in each.

    ``columns``: candidates' keys, and last ``""`` for rejected papers, which the table of channels
    is without. ``channels`` is empty where there is one only, or where they are not told apart.
    """

    columns: tuple[str, ...]
    groups: tuple[Group, ...]
    table: tuple[tuple[int, ...], ...]
    hidden: frozenset[Cell]
    channels: tuple[str, ...] = ()
    by_channel: tuple[tuple[int, ...], ...] = ()
    hidden_by_channel: frozenset[Cell] = frozenset()

    @property
    def told(self) -> frozenset[str]:
        """The candidates whose first preferences are shown for every channel."""
        unseen = {column for _row, column in self.hidden_by_channel}
        return frozenset(k for n, k in enumerate(self.columns[:-1]) if n not in unseen)


def supplement_of(
    held: Mapping[Group, Mapping[str, int]], candidates: Sequence[str], *, one_section: bool = True
) -> Supplement | None:
    """The tables of the groups kept at the opening; None where there are no two to compare.

    Where several sections meet several channels, a section's own published figures say too much
    of the groups within it: then all cells have ten papers, or nothing is told.
    """
    if len(held) < 2:
        return None
    columns = (*candidates, "")
    groups = tuple(sorted(held, key=lambda group: (group == ("", ""), group)))
    table = tuple(tuple(held[group].get(column, 0) for column in columns) for group in groups)
    channels = tuple(sorted({channel for channel, _basis in groups}))
    if len(channels) < 2 or "" in channels:
        return Supplement(columns, groups, table, withheld(table))
    if not one_section and withheld(table):
        return None
    by_channel = tuple(_added(groups, table, channel)[:-1] for channel in channels)
    unseen = withheld(by_channel)
    hidden = _within_channels(groups, table, channels, unseen)
    return Supplement(columns, groups, table, hidden, channels, by_channel, unseen)


def _added(
    groups: Sequence[Group], table: Sequence[Sequence[int]], channel: str
) -> tuple[int, ...]:
    own = [row for group, row in zip(groups, table, strict=True) if group[0] == channel]
    return tuple(map(sum, zip(*own, strict=True)))


def _within_channels(
    groups: Sequence[Group],
    table: Sequence[Sequence[int]],
    channels: Sequence[str],
    unseen: Collection[Cell],
) -> frozenset[Cell]:
    """The hidden cells of all groups, each channel by itself, with what is unseen of channels."""
    hidden: set[Cell] = set()
    for number, channel in enumerate(channels):
        rows = [r for r, group in enumerate(groups) if group[0] == channel]
        columns = {c for row, c in unseen if row == number}
        before = {(n, c) for n in range(len(rows)) for c in columns}
        if len(rows) == 1:  # the group is the channel, and its rejected papers are published
            hidden |= {(rows[0], c) for c in columns}
        else:
            own = withheld([table[r] for r in rows], before)
            hidden |= {(rows[n], c) for n, c in own}
    return frozenset(hidden)


@dataclass(frozen=True, slots=True)
class Pile:
    """Where the papers of a candidate went, by channel; ``stage`` 0: second preferences.

    ``of``: whose pile it was, several who went out together. ``to``: candidates' keys, and last
    ``""`` for papers that name no other. ``papers``: a row for each channel.
    """

    stage: int
    of: tuple[str, ...]
    to: tuple[str, ...]
    channels: tuple[str, ...]
    papers: tuple[tuple[int, ...], ...]

    @property
    def may_be_told(self) -> bool:
        """Whether every cell has ten papers, or its column none in any channel."""
        columns = zip(*self.papers, strict=True)
        return all(min(column) >= FEWEST or not any(column) for column in columns)


def piles_of(
    kept: Iterable[Kept],
    stages: Sequence[tuple[Collection[str], Collection[str]]],
    supplement: Supplement,
) -> tuple[Pile, ...]:
    """The piles that may be told. ``stages``: who stood and who went out at each, in their order.

    Nobody has withdrawn, and papers go on to whoever stands and comes next on them.
    """
    kept, channels = list(kept), supplement.channels
    if not channels:
        return ()
    told: list[Pile] = []
    for number, (standing, out) in enumerate(stages, start=1):
        if not out:
            continue
        pile = _pile(kept, number, standing, out, channels)
        if not set(out) <= supplement.told or not pile.may_be_told:
            break
        told.append(pile)
    everybody, stayed = stages[0][0], set(stages[-1][0]) - set(stages[-1][1])
    seconds = (
        _pile(kept, 0, everybody, {candidate}, channels)
        for candidate in supplement.columns[:-1]
        if candidate in stayed & supplement.told
    )
    return (*told, *(pile for pile in seconds if pile.may_be_told))


def _pile(
    kept: Sequence[Kept],
    stage: int,
    standing: Collection[str],
    out: Collection[str],
    channels: Sequence[str],
) -> Pile:
    """The papers that stand with those who go out, by channel and by where they go next."""
    found: Counter[tuple[str, str]] = Counter()
    for channel, ranking, papers in kept:
        on = [candidate for candidate in ranking if candidate in standing]
        if on and on[0] in out:
            after = next((candidate for candidate in on if candidate not in out), "")
            found[channel, after] += papers
    to = (*(candidate for candidate in standing if candidate not in out), "")
    rows = tuple(tuple(found[channel, after] for after in to) for channel in channels)
    return Pile(stage, tuple(out), to, tuple(channels), rows)
