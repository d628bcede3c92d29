"""The result by channel: first preferences, and where papers went, as far as it may be told."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO

from django.utils.translation import gettext as _

from hustings.declaration import Declaration
from hustings.declaration.wording import listed
from hustings.web.contests.models import Contest
from hustings.web.results.folders import declared_from
from hustings.web.results.models import Ranking, Version
from hustings.web.results.pages.groups import supplement
from hustings.web.results.pages.words import channel_words
from hustings.web.results.supplement import Kept, Pile, Supplement, piles_of

__all__ = ["ChannelRow", "ChannelTable", "channel_sheet", "channel_tables"]


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """A line: what it is called, its papers by channel (None: withheld), and all of them."""

    key: str
    label: str
    papers: tuple[int | None, ...]
    total: int


@dataclass(frozen=True, slots=True)
class ChannelTable:
    """Papers by channel. ``stage`` 0: no stage; ``of``: keys of whose papers; empty: of all."""

    stage: int
    of: tuple[str, ...]
    title: str
    channels: tuple[str, ...]
    names: tuple[str, ...]
    rows: tuple[ChannelRow, ...]
    totals: tuple[int, ...]

    @property
    def withheld(self) -> int:
        """How many cells are withheld."""
        return sum(papers is None for row in self.rows for papers in row.papers)


def channel_tables(contest: Contest, version: Version) -> list[ChannelTable]:
    """First preferences by channel, then each pile that may be told; none for one channel."""
    found = supplement(contest)
    if found is None or not found.channels:
        return []
    declaration = declared_from(bytes(version.folder))
    names = {c.id: c.name for c in declaration.contest.candidates}
    piles = piles_of(_kept(contest), _stages(declaration), found) if _fits(declaration) else ()
    return [_first(found, names), *(_of_pile(pile, names) for pile in piles)]


def _fits(declaration: Declaration) -> bool:
    """Whether papers went on as piles can tell: one section, nobody withdrawn, by ranking."""
    form = declaration.contest
    return (
        form.rule == "av"
        and len(form.sections) == 1
        and not any(candidate.withdrawn for candidate in form.candidates)
    )


def _stages(declaration: Declaration) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Who stood at each stage, in the order of the paper, and who went out at its end."""
    order = [candidate.id for candidate in declaration.contest.candidates]
    return [
        (tuple(key for key in order if key in stage.votes), tuple(stage.excluded))
        for stage in declaration.stages
    ]


def _kept(contest: Contest) -> list[Kept]:
    rows = Ranking.objects.filter(contest=contest, heading="").order_by()
    columns = rows.values_list("channel", "ranking", "papers")
    return [(channel, tuple(ranking.split(">")), papers) for channel, ranking, papers in columns]


def _first(found: Supplement, names: dict[str, str]) -> ChannelTable:
    rows = tuple(
        _row(key, names[key], _column(found, column), found.by_channel, column)
        for column, key in enumerate(found.columns[:-1])
    )
    totals = tuple(map(sum, found.by_channel))
    return _table(0, (), _("First preferences by channel"), found.channels, rows, totals)


def _column(found: Supplement, column: int) -> tuple[int | None, ...]:
    return tuple(
        None if (row, column) in found.hidden_by_channel else papers[column]
        for row, papers in enumerate(found.by_channel)
    )


def _row(
    key: str,
    label: str,
    shown: tuple[int | None, ...],
    table: Sequence[Sequence[int]],
    column: int,
) -> ChannelRow:
    return ChannelRow(key, label, shown, sum(row[column] for row in table))


def _of_pile(pile: Pile, names: dict[str, str]) -> ChannelTable:
    whose = listed([names[key] for key in pile.of])
    title = _("Second preferences of those who put %(name)s first") % {"name": whose}
    if pile.stage:
        told = {"name": whose, "stage": pile.stage}
        title = _("Where the papers of %(name)s went after stage %(stage)s") % told
    rows = tuple(
        _row(key, names.get(key, _("no further preference")),
             tuple(row[column] for row in pile.papers), pile.papers, column)
        for column, key in enumerate(pile.to)
        if pile.stage or key not in pile.of
    )  # fmt: skip
    totals = tuple(map(sum, pile.papers))
    return _table(pile.stage, pile.of, title, pile.channels, rows, totals)


def _table(
    stage: int,
    of: tuple[str, ...],
    title: str,
    channels: tuple[str, ...],
    rows: tuple[ChannelRow, ...],
    totals: tuple[int, ...],
) -> ChannelTable:
    return ChannelTable(
        stage, of, title, channels, tuple(map(channel_words, channels)), rows, totals
    )


def channel_sheet(tables: Sequence[ChannelTable]) -> str:
    """The tables as CSV, a line for each cell; a withheld one is empty."""
    written = StringIO()
    lines = csv.writer(written, lineterminator="\n")
    lines.writerow(["table", "stage", "of", "to", "channel", "papers"])
    for table in tables:
        kind = "transfers" if table.stage else "second" if table.of else "first"
        for row in table.rows:
            for channel, papers in zip(table.channels, row.papers, strict=True):
                shown = "" if papers is None else papers
                to = row.key or "no_further"
                lines.writerow([kind, table.stage or "", ">".join(table.of), to, channel, shown])
    return written.getvalue()
