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
from hustings.formats.reading import CONTROL
from hustings.formats.tables import Kind, is_reserved

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
    if _losses_of_ranks(records) and not _losses_of_columns(records):
        return Kind.CANDIDATES
    if records.equal:
        return Kind.CANDIDATES
    return Kind.RANKS


def losses(records: CastVoteRecords) -> list[str]:
    """What a table cannot hold of these records, a sentence each; empty if it holds everything."""
    candidates = records.candidates
    found = []
    if records.title:
        found.append("the title")
    if records.seats is not None:
        found.append("the number of seats")
    if any(c.withdrawn for c in candidates):
        found.append("that candidates are withdrawn")
    if any(c.id != c.name for c in candidates):
        found.append("the candidates' names where they differ from their ids, which are written")
    if any(CONTROL.search(c.id) for c in candidates):
        found.append("signs in the candidates' ids that no table may hold")
    found.extend(_losses_of_sections(records))
    by_columns = layout_for(records) is Kind.CANDIDATES
    found.extend((_losses_of_columns if by_columns else _losses_of_ranks)(records))
    return found


def _losses_of_sections(records: CastVoteRecords) -> Iterator[str]:
    sections = records.sections
    if sections == (WHOLE_SECTION,):
        return
    if list(sections) != sorted(sections):
        yield "the order of the sections"
    if not records.papers.any(axis=0).all() or not sections:
        yield "sections without papers"
    if any(not is_id(s) or CONTROL.search(s) for s in sections):
        yield "sections whose ids no table may hold"


def _losses_of_ranks(records: CastVoteRecords) -> list[str]:
    ids = [c.id for c in records.candidates]
    found = []
    if records.equal:
        found.append("candidates who share a rank")
    if len(np.unique(records.marks[records.marks >= 0])) < len(ids) + len(records.equal):
        found.append("candidates whom nobody ranks")
    if ids != sorted(ids):
        found.append("the order of the candidates")
    return found


def _losses_of_columns(records: CastVoteRecords) -> list[str]:
    found = []
    if not records.candidates:
        found.append("that there is no candidate")
    if any(is_reserved(c.id) for c in records.candidates):
        found.append("candidates called papers, section or rank1, which mean something as headings")
    if records.marks.shape[1] > _RANK_MAX:
        found.append(f"ranks beyond {_RANK_MAX}")
    if any(_ranks_twice(row) for row in _candidates_by_row(records)):
        found.append("that a paper ranks the same candidate twice")
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
    ids = [c.id for c in records.candidates]
    marks = ids if kind is Kind.CANDIDATES else _rank_headings(records)
    with_section = records.sections != (WHOLE_SECTION,)
    with_papers = bool((records.papers > 1).any()) or len(marks) + with_section == 1
    header = [*marks]
    header += ["papers"] if with_papers else []
    header += ["section"] if with_section else []
    rows = _rows(records, kind, with_papers=with_papers, with_section=with_section)
    return Table(kind, tuple(header), rows)


def _rank_headings(records: CastVoteRecords) -> list[str]:
    return [f"rank{n}" for n in range(1, max(records.marks.shape[1], 1) + 1)]


def _rows(
    records: CastVoteRecords, kind: Kind, *, with_papers: bool, with_section: bool
) -> Iterator[tuple[str, ...]]:
    for number, section in enumerate(records.sections):
        held = np.flatnonzero(records.papers[:, number])
        papers = records.papers[held, number].tolist()
        for row, count in zip(records.marks[held].tolist(), papers, strict=True):
            cells = (_by_candidate if kind is Kind.CANDIDATES else _by_rank)(records, row)
            if with_papers:
                cells.append(str(count))
            if with_section:
                cells.append(section)
            yield tuple(cells)


def _by_rank(records: CastVoteRecords, row: Sequence[int]) -> list[str]:
    """The candidate at each rank; nobody where several share one, which this layout loses."""
    size = len(records.candidates)
    return [records.candidates[m].id if 0 <= m < size else "" for m in row or [BLANK]]


def _by_candidate(records: CastVoteRecords, row: Sequence[int]) -> list[str]:
    """The rank of each candidate, the first one if there are two, which this layout loses."""
    size = len(records.candidates)
    cells = [""] * size
    for rank, mark in enumerate(row, start=1):
        if mark == BLANK:
            continue
        for candidate in (mark,) if mark < size else records.equal[mark - size]:
            cells[candidate] = cells[candidate] or str(rank)
    return cells
