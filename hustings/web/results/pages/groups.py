"""First preferences by channel and basis: a supplement to the declaration, small cells withheld."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from hustings.web.contests.models import Contest
from hustings.web.results.models import GroupTally
from hustings.web.results.pages.words import group_words
from hustings.web.results.supplement import Supplement, supplement_of

__all__ = ["GroupRow", "GroupTable", "group_table", "supplement"]


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
    found = supplement(contest)
    if found is None:
        return None
    names = dict(contest.candidates.order_by("number").values_list("key", "name"))
    rows = tuple(
        GroupRow(
            *group,
            group_words(*group),
            _shown(found.table[r], {c for row, c in found.hidden if row == r}),
            sum(found.table[r]),
        )
        for r, group in enumerate(found.groups)
    )
    return GroupTable(found.columns, (*names.values(), rejected), rows, _totals(found.table))


def supplement(contest: Contest) -> Supplement | None:
    """What may be told of an opened contest by channel and basis."""
    held: dict[tuple[str, str], dict[str, int]] = {}
    for tally in GroupTally.objects.filter(contest=contest):
        held.setdefault((tally.channel, tally.basis), {})[tally.first_preference] = tally.papers
    candidates = list(contest.candidates.order_by("number").values_list("key", flat=True))
    return supplement_of(held, candidates, one_section=contest.sections.count() == 1)


def _shown(row: Sequence[int], hidden: Collection[int]) -> tuple[int | None, ...]:
    return tuple(None if column in hidden else papers for column, papers in enumerate(row))


def _totals(table: Sequence[Sequence[int]]) -> tuple[int, ...]:
    return tuple(map(sum, zip(*table, strict=True)))
