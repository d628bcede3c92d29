"""Records as a table, for the writers of CSV and Parquet: which layout, its rows, and what is lost.

The rank layout is taken where it holds the records. It cannot hold equal ranks, nor candidates
whom nobody ranks or whose order is not that of their ids, since a bare file names them only in its
cells; then each candidate gets a column. That layout in turn cannot hold a paper that ranks one
candidate twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from hustings.ballot import BLANK, CastVoteRecords
from hustings.contest import WHOLE_SECTION, is_id
from hustings.formats.candidates import on_one_line, some
from hustings.formats.table_headings import taken_from
from hustings.formats.tables import Kind

__all__ = ["Table", "layout_for", "losses", "table_of"]

_RANK_MAX = 999


@dataclass(frozen=True, slots=True)
class Table:
    """A header and its rows, as text; an empty cell is an empty text."""

    kind: Kind
    header: tuple[str, ...]
    rows: Iterator[tuple[str, ...]]


def layout_for(records: CastVoteRecords) -> Kind:
    """The layout in which the records are written."""
    if taken_from(c.id for c in records.candidates):
        return Kind.RANKS
    if records.equal or (_losses_of_ranks(records) and not _losses_of_columns(records)):
        return Kind.CANDIDATES
    return Kind.RANKS


def losses(records: CastVoteRecords, form: str) -> list[str]:
    """What a table cannot hold of these records, a sentence each; empty if it holds everything."""
    candidates = records.candidates
    found = []
    if records.title:
        found.append(f"{form} has no place for the title")
    if records.seats is not None:
        found.append(f"{form} has no place for the number of seats")
    if withdrawn := [c.id for c in candidates if c.withdrawn]:
        found.append(f"{form} cannot say that {some(withdrawn)} has withdrawn")
    if named := [c.name for c in candidates if c.id != c.name]:
        found.append(f"{form} holds ids, not the names that differ from them: {some(named)}")
    if odd := [c.id for c in candidates if on_one_line(c.id) != c.id]:
        found.append(f"{form} cannot hold all signs of {some(map(repr, odd))}")
    found.extend(f"{form} {what}" for what in _losses_of_sections(records))
    by_columns = layout_for(records) is Kind.CANDIDATES
    of_layout = _losses_of_columns if by_columns else _losses_of_ranks
    return found + [f"{form} {what}" for what in of_layout(records)]


def _losses_of_sections(records: CastVoteRecords) -> Iterator[str]:
    sections = records.sections
    if sections == (WHOLE_SECTION,):
        return
    if list(sections) != sorted(sections):
        yield "lists sections in the order of their ids"
    held = set(np.flatnonzero(records.papers.any(axis=0)).tolist())
    if empty := [s for n, s in enumerate(sections) if n not in held]:
        yield f"leaves out sections without papers: {some(empty)}"
    if not sections:
        yield "has at least one section"
    if odd := [s for s in sections if not is_id(s) or on_one_line(s) != s]:
        yield f"cannot hold {some(map(repr, odd))} as a section"


def _losses_of_ranks(records: CastVoteRecords) -> list[str]:
    ids = [c.id for c in records.candidates]
    found = []
    if records.equal:
        found.append(
            "with ranks as columns cannot hold candidates who share a rank, and one of them is "
            "called like a column"
        )
    ranked = set(np.unique(records.marks).tolist())
    if nowhere := [c for n, c in enumerate(ids) if n not in ranked]:
        found.append(f"with ranks as columns leaves out whom nobody ranks: {some(nowhere)}")
    if ids != sorted(ids):
        found.append("with ranks as columns lists candidates in the order of their ids")
    if records.marks.shape[1] > _RANK_MAX:
        found.append(f"holds no rank beyond {_RANK_MAX}")
    return found


def _losses_of_columns(records: CastVoteRecords) -> list[str]:
    found = []
    if not records.candidates:
        found.append("with a column for each candidate needs at least one")
    if reserved := taken_from(c.id for c in records.candidates):
        found.append(f"cannot have {some(reserved)} as a candidate's column")
    if records.marks.shape[1] > _RANK_MAX:
        found.append(f"holds no rank beyond {_RANK_MAX}")
    if any(_ranks_twice(row) for row in _candidates_by_row(records)):
        found.append("with a column for each candidate cannot hold a paper that ranks one twice")
    return found


def _candidates_by_row(records: CastVoteRecords) -> Iterator[list[int]]:
    """The candidates marked in each row that could hold one twice, in the order of their ranks."""
    ordered = np.sort(records.marks, axis=1)
    repeated = ((ordered[:, 1:] == ordered[:, :-1]) & (ordered[:, 1:] != BLANK)).any(axis=1)
    doubtful = repeated | (records.marks >= len(records.candidates)).any(axis=1)
    size = len(records.candidates)
    for row in records.marks[doubtful].tolist():
        yield [
            c for m in row if m != BLANK for c in ((m,) if m < size else records.equal[m - size])
        ]


def _ranks_twice(row: Sequence[int]) -> bool:
    return len(set(row)) < len(row)


def table_of(records: CastVoteRecords) -> Table:
    """The records as a table in canonical order: by section, then by marks.

    ``papers`` is a column if any number is not 1, or if each row would be a single cell, which
    could be a blank line; ``section`` if there is any but the one section ``all``.
    """
    kind = layout_for(records)
    marks = _ids(records) if kind is Kind.CANDIDATES else _rank_headings(records)
    with_section = records.sections != (WHOLE_SECTION,)
    with_papers = bool((records.papers > 1).any()) or len(marks) + with_section == 1
    header = [*marks]
    header += ["papers"] if with_papers else []
    header += ["section"] if with_section else []
    rows = _rows(records, kind, with_papers=with_papers, with_section=with_section)
    return Table(kind, tuple(header), rows)


def _rank_headings(records: CastVoteRecords) -> list[str]:
    return [f"rank{n}" for n in range(1, min(max(records.marks.shape[1], 1), _RANK_MAX) + 1)]


def _ids(records: CastVoteRecords) -> list[str]:
    return [on_one_line(c.id) for c in records.candidates]


def _rows(
    records: CastVoteRecords, kind: Kind, *, with_papers: bool, with_section: bool
) -> Iterator[tuple[str, ...]]:
    cells_of = _by_candidate if kind is Kind.CANDIDATES else _by_rank
    ids = _ids(records)
    for number, section in enumerate(records.sections):
        held = np.flatnonzero(records.papers[:, number])
        papers = records.papers[held, number].tolist()
        for row, count in zip(records.marks[held, :_RANK_MAX].tolist(), papers, strict=True):
            cells = cells_of(row, ids, records.equal)
            if with_papers:
                cells.append(str(count))
            if with_section:
                cells.append(on_one_line(section))
            yield tuple(cells)


def _by_rank(row: Sequence[int], ids: Sequence[str], _: Sequence[tuple[int, ...]]) -> list[str]:
    """The candidate at each rank; nobody where several share one, which this layout loses."""
    return [ids[m] if 0 <= m < len(ids) else "" for m in row or [BLANK]]


def _by_candidate(
    row: Sequence[int], ids: Sequence[str], equal: Sequence[tuple[int, ...]]
) -> list[str]:
    """The rank of each candidate, the first one if there are two, which this layout loses."""
    cells = [""] * len(ids)
    for rank, mark in enumerate(row, start=1):
        if mark != BLANK:
            for candidate in (mark,) if mark < len(ids) else equal[mark - len(ids)]:
                cells[candidate] = cells[candidate] or str(rank)
    return cells
