"""First preferences by channel and basis: a supplement to the declaration, small cells withheld."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hustings.web.contests.models import Contest
from hustings.web.results.grouping import withheld
from hustings.web.results.models import GroupTally
from hustings.web.results.pages.words import group_words

__all__ = ["GroupRow", "GroupTable", "group_table"]


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group: its name, its papers by first preference (None: withheld), and all of them."""

    channel: str
    basis: str
    label: str
    papers: tuple[int | None, ...]
    total: int


@dataclass(frozen=True, slots=True)
class GroupTable:
    """A column for each candidate's key and, last, one for rejected papers (``""``)."""

    columns: tuple[str, ...]
    names: tuple[str, ...]
    rows: tuple[GroupRow, ...]
    totals: tuple[int, ...]

    @property
    def withheld(self) -> int:
        """How many cells are withheld."""
        return sum(papers is None for row in self.rows for papers in row.papers)


def group_table(contest: Contest, rejected: str) -> GroupTable | None:
    """The table of an opened contest; None where there are no two groups to compare.

    ``rejected`` is what the last column is called.
    """
    held: dict[tuple[str, str], dict[str, int]] = {}
    for tally in GroupTally.objects.filter(contest=contest):
        held.setdefault((tally.channel, tally.basis), {})[tally.first_preference] = tally.papers
    if len(held) < 2:
        return None
    names = dict(contest.candidates.order_by("number").values_list("key", "name"))
    columns = (*names, "")
    groups = sorted(held, key=lambda group: (group == ("", ""), group))
    table = [[held[group].get(column, 0) for column in columns] for group in groups]
    hidden = withheld(table)
    rows = tuple(
        GroupRow(
            *group,
            group_words(*group),
            tuple(None if (r, c) in hidden else n for c, n in enumerate(table[r])),
            sum(table[r]),
        )
        for r, group in enumerate(groups)
    )
    return GroupTable(columns, (*names.values(), rejected), rows, _totals(table))


def _totals(table: Sequence[Sequence[int]]) -> tuple[int, ...]:
    return tuple(map(sum, zip(*table, strict=True)))
