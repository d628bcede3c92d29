"""What the columns and cells of a ballot table mean, whether it came as CSV or as Parquet.

Two layouts, told apart by the header. In the rank layout the columns ``rank1``, ``rank2`` and so on
hold a candidate in each cell; in the candidate layout each candidate has a column that holds the
rank. Both may have a column ``papers`` and a column ``section``. docs/spec/formats/csv.md.

:func:`layout_of` reads a header. :class:`Cells` turns the text of one cell into a small code, or
raises :class:`CellError` with a message that lacks only the place. :func:`records_of` makes records
of condensed codes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from hustings.ballot import BLANK, MAX_PAPERS, CastVoteRecords, figure_of
from hustings.condense import spread
from hustings.contest import WHOLE_SECTION, Candidate, Names, ids_for, is_id
from hustings.errors import Finding
from hustings.formats.format import Expected
from hustings.formats.suggesting import did_you_mean
from hustings.formats.table_headings import (
    is_fixed,
    looks_like_label,
    looks_like_papers,
    rank_of,
)

__all__ = [
    "CellError",
    "Cells",
    "Kind",
    "Layout",
    "Problem",
    "layout_of",
    "papers_of",
    "records_of",
]

_DIGITS = re.compile(r"[0-9]+", re.ASCII)
# How people and programs write whole numbers: +1, 01, 1.0; 1st, 1.; 1,200.
_WRITTEN = (
    re.compile(r"\+?0*([1-9][0-9]*)(?:\.0+)?", re.ASCII),
    re.compile(r"([1-9][0-9]*)(?:st|nd|rd|th|[.)])", re.ASCII | re.IGNORECASE),
    re.compile(r"([1-9][0-9]{0,2}(?:[,' ][0-9]{3})+)", re.ASCII),
)
_EMPTY = frozenset(("-", "--", "\u2013", "\u2014", "0", "n/a", "na", "nan", "nil", "none", "null"))
_RANK_MAX = 999
_NUMBER_LETTERS_MAX = 40
_SHOWN_MAX = 12
_NAME_THEM = "a candidate so called needs a contest folder, which names the candidates"


class CellError(ValueError):
    """A cell that cannot be read; its text says what is there and what would be right."""


Problem = Callable[[str, int], None]
"""Told of a defect of the header: the message, and the number of the column from 0."""


class Kind(StrEnum):
    """Which of the two layouts a table has."""

    RANKS = "ranks"
    CANDIDATES = "candidates"


@dataclass(frozen=True, slots=True)
class Layout:
    """What each column of a table is; columns are numbered from 0.

    ``marks`` are the columns of the ranks, first rank first, or those of ``candidates``, in their
    order. ``candidates`` is None where only the cells of a bare file name them. ``ignored`` are
    the columns that mean nothing here. ``line`` is that of the header, 0 where there are no lines.
    """

    kind: Kind
    header: tuple[str, ...]
    marks: tuple[int, ...]
    candidates: tuple[Candidate, ...] | None
    numbers: tuple[int, ...] = ()
    papers: int | None = None
    section: int | None = None
    ignored: tuple[int, ...] = ()
    line: int = 0

    @property
    def width(self) -> int:
        """How many cells each row has."""
        return len(self.header)

    @property
    def note(self) -> str | None:
        """What to say of the ignored columns, if there are any."""
        if not self.ignored:
            return None
        names = _listed(self.header[n] for n in self.ignored)
        return f"columns that name no candidate were passed over: {names}"


def layout_of(header: Sequence[str], expected: Expected, problem: Problem) -> Layout:
    """Tell the layout by the header, whose cells have no white space around them.

    Every defect goes to ``problem``; the layout is usable only if there was none.
    """
    find = None if expected.candidates is None else _Finder(expected.candidates)
    ranks, rest, papers, section = _sort_columns(header, find, problem)
    if papers is None:
        rest = _without_counts(header, rest, find, problem)
    if find is None:
        rest = _without_labels(header, rest, problem)
    if ranks:
        _check_ranks(ranks, problem)
        _check_not_mixed(header, rest, find, problem)
        marks = tuple(ranks[n] for n in sorted(ranks))
        return Layout(
            Kind.RANKS, tuple(header), marks, expected.candidates,
            papers=papers, section=section, ignored=tuple(rest),
        )  # fmt: skip
    if expected.candidates is None or find is None:
        return _bare_layout(tuple(header), rest, papers, section, problem)
    return _known_layout(tuple(header), rest, papers, section, expected.candidates, problem)


def _sort_columns(
    header: Sequence[str], find: _Finder | None, problem: Problem
) -> tuple[dict[int, int], list[int], int | None, int | None]:
    """The columns of ranks by rank, the others, and those of papers and section."""
    ranks: dict[int, int] = {}
    rest: list[int] = []
    single: dict[str, int] = {}
    seen: set[str] = set()
    for column, heading in enumerate(header):
        fixed = is_fixed(heading)
        word = heading.casefold() if fixed else heading
        named = not fixed and find is not None and find.knows(heading)
        rank = None if named else rank_of(heading)
        if not heading:
            problem("this column has no heading; name it or remove it", column)
        elif word in seen or rank in ranks:
            problem(f"the heading {heading!r} stands twice; each column needs its own", column)
        elif rank is not None:
            ranks[rank] = column
        elif word in ("papers", "section"):
            single[word] = column
        else:
            rest.append(column)
        seen.add(word)
    return ranks, rest, single.get("papers"), single.get("section")


def _without_counts(
    header: Sequence[str], rest: Sequence[int], find: _Finder | None, problem: Problem
) -> list[int]:
    """The columns but those that may be numbers of papers, each of which is a defect."""
    kept = []
    for column in rest:
        heading = header[column]
        if (find and find.knows(heading)) or not looks_like_papers(heading, header):
            kept.append(column)
            continue
        problem(
            f"{heading!r}: is this how many identical papers there are? then call the column "
            f"papers; if not, {'remove it' if find is None else 'remove or rename it'}"
            + (f"; {_NAME_THEM}" if find is None else ""),
            column,
        )
    return kept


def _without_labels(header: Sequence[str], rest: Sequence[int], problem: Problem) -> list[int]:
    """The columns of a bare file but those that tell which paper it is, each of them a defect."""
    kept = []
    for column in rest:
        if looks_like_label(header[column]):
            problem(
                f"a column called {header[column]!r} cannot be told from a candidate: remove it, "
                "or put the file into a contest folder, where such columns are passed over",
                column,
            )
        else:
            kept.append(column)
    return kept


def _check_ranks(ranks: Mapping[int, int], problem: Problem) -> None:
    missing = [n for n in range(1, max(ranks)) if n not in ranks]
    if missing:
        names = _listed(f"rank{n}" for n in missing)
        problem(f"the ranks must run from rank1 without a gap; missing: {names}", ranks[max(ranks)])


def _check_not_mixed(
    header: Sequence[str], rest: Iterable[int], find: _Finder | None, problem: Problem
) -> None:
    for column in rest:
        if find is None or find.knows(header[column]):
            problem(
                f"{header[column]!r} stands beside columns of ranks; a file has either rank1, "
                "rank2, ... or a column for each candidate",
                column,
            )


def _bare_layout(
    header: tuple[str, ...],
    rest: Sequence[int],
    papers: int | None,
    section: int | None,
    problem: Problem,
) -> Layout:
    if len(header) == (papers is not None) + (section is not None):
        problem("expected rank1, rank2, ... or a column for each candidate, found neither", 0)
    names = [header[n] for n in rest]
    candidates = tuple(Candidate(i, n) for i, n in zip(ids_for(names), names, strict=True))
    numbers = tuple(range(len(rest)))
    return Layout(Kind.CANDIDATES, header, tuple(rest), candidates, numbers, papers, section)


def _known_layout(
    header: tuple[str, ...],
    rest: Sequence[int],
    papers: int | None,
    section: int | None,
    candidates: tuple[Candidate, ...],
    problem: Problem,
) -> Layout:
    find = _Finder(candidates)
    columns: dict[int, int] = {}
    ignored: list[int] = []
    for column in rest:
        try:
            number = find(header[column])
        except CellError as bad:
            if find.knows(header[column]):
                problem(str(bad), column)
            ignored.append(column)
            continue
        if number in columns:
            other = header[columns[number]]
            problem(f"{header[column]!r} names the same candidate as {other!r}", column)
        columns[number] = column
    missing = [c.id for n, c in enumerate(candidates) if n not in columns and not c.withdrawn]
    if missing:
        others = _listed(header[n] for n in ignored)
        hint = f"; columns that name no candidate: {others}" if ignored else ""
        problem(f"no column for {_listed(missing)}{hint}", 0)
    numbers = tuple(sorted(columns))
    return Layout(
        Kind.CANDIDATES, header, tuple(columns[n] for n in numbers), candidates, numbers,
        papers, section, tuple(ignored),
    )  # fmt: skip


def _listed(names: Iterable[str]) -> str:
    names = list(names)
    more = len(names) - _SHOWN_MAX
    return ", ".join(names[:_SHOWN_MAX]) + (f" and {more} more" if more > 0 else "")


class _Finder:
    """The number of a candidate, or a message that tells who there is."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self._names = Names(candidates)

    def knows(self, text: str) -> bool:
        """Whether the text names at least one candidate."""
        return bool(self._names.meant(text))

    def __call__(self, text: str) -> int:
        """The candidate's number; CellError with what is known where it names none or several."""
        meant = self._names.meant(text)
        if len(meant) == 1:
            return meant[0]
        everybody = self._names.candidates
        known = [everybody[n].id for n in meant] or [c.id for c in everybody]
        if meant:
            raise CellError(f"{text!r} could be {' or '.join(known)}; write the id as it stands")
        near = did_you_mean(text, [*self._names.exact], f"; known: {_listed(known)}")
        raise CellError(f"no candidate {text!r}{near}")


@dataclass(slots=True)
class Cells:
    """What the cells of one file mean. In a bare file it learns the names as they come.

    ``mark`` gives 0 for an empty cell; in the rank layout 1 + the number of the candidate, who is
    numbered in a bare file by when the name was first seen; in the other layout the rank.
    ``section`` gives the number of the section. ``figures`` keeps what each text of a rank meant,
    ``unreadable`` what words stood where a rank was expected.
    """

    layout: Layout
    expected: Expected
    names: dict[str, int] = field(default_factory=dict)
    sections: dict[str, int] = field(default_factory=dict)
    figures: dict[str, int] = field(default_factory=dict)
    unreadable: set[str] = field(default_factory=set)
    _find: _Finder | None = None

    def __post_init__(self) -> None:
        if self.layout.candidates is not None:
            self._find = _Finder(self.layout.candidates)
        if self.layout.section is None:
            self.sections[self.expected.section or WHOLE_SECTION] = 0

    def mark(self, text: str) -> int:
        """The code of a cell of marks; CellError if it can be none."""
        if not text:
            return 0
        if self.layout.kind is Kind.CANDIDATES:
            return self.figures.get(text) or self._figure(text)
        if self._find is not None:
            return self._find(text) + 1
        return self.names.setdefault(text, len(self.names)) + 1

    def _figure(self, text: str) -> int:
        figure = figure_of(text)
        if figure is None:
            if not any(sign.isdigit() for sign in text) and text.casefold() not in _EMPTY:
                self.unreadable.add(text)
            hint = _rank_remedy(text)
            if not hint and self.expected.candidates is None:
                hint = "; in a file by itself every other column is a candidate"
            raise CellError(
                f"expected a rank from 1 to 999, X or an empty cell, found {text!r}{hint}"
            )
        self.figures[text] = figure
        return figure

    def section(self, text: str) -> int:
        """The number of the section that a cell names; CellError if it can be none."""
        only = self.expected.section
        if only is not None and text != only:
            raise CellError(f"this file is of the section {only!r}, found {text!r}")
        if not is_id(text):
            raise CellError(f"expected the section's id, found {text!r}")
        return self.sections.setdefault(text, len(self.sections))


def _plainer(text: str, most: int) -> str:
    """The whole number from 1 to ``most`` that the text means, in digits alone; empty if none."""
    if len(text) > _NUMBER_LETTERS_MAX:
        return ""
    for written in _WRITTEN:
        if found := written.fullmatch(text):
            digits = "".join(c for c in found[1] if c.isdigit())
            return digits if int(digits) <= most else ""
    return ""


def _rank_remedy(text: str) -> str:
    if text.casefold() in _EMPTY:
        return "; where there is no rank leave the cell empty"
    plainer = _plainer(text, _RANK_MAX)
    return f"; write {plainer}" if plainer else ""


def papers_of(text: str) -> int:
    """The number of papers that a cell gives, from 0 to 2^62; CellError if it gives none."""
    if not _DIGITS.fullmatch(text):
        plainer = _plainer(text, MAX_PAPERS)
        remedy = f"; write {plainer}" if plainer else ""
        raise CellError(f"expected how many papers, a whole number from 0, found {text!r}{remedy}")
    digits = text.lstrip("0")
    if len(digits) > len(str(MAX_PAPERS)) or int(digits or "0") > MAX_PAPERS:
        raise CellError("more papers than 2^62 cannot be counted")
    return int(digits or "0")


def records_of(
    cells: Cells, codes: NDArray[np.int32], papers: NDArray[np.int64], notes: Iterable[Finding] = ()
) -> CastVoteRecords:
    """Records of condensed rows: the codes of the marks, the section's number last; (n, marks + 1).

    ``papers`` (n,): how many papers each row stands for.
    """
    layout = cells.layout
    names = sorted(cells.sections) or ([cells.expected.section or WHOLE_SECTION])
    order = np.array([names.index(name) for name in cells.sections] or [0], dtype=np.int32)
    codes = np.column_stack([codes[:, :-1], order[codes[:, -1]]])
    marked, by_section = spread(codes, papers, len(names))
    if layout.kind is Kind.CANDIDATES:
        assert layout.candidates is not None
        marks, equal = _marks_by_rank(marked, layout.numbers, len(layout.candidates))
        return CastVoteRecords.of(
            layout.candidates, names, marks, by_section, equal=equal, notes=notes
        )
    if layout.candidates is not None:
        return CastVoteRecords.of(
            layout.candidates, names, marked - np.int32(1), by_section, notes=notes
        )
    found = sorted(cells.names)
    place = {name: n for n, name in enumerate(found)}
    lookup = np.array([BLANK, *(place[name] for name in cells.names)], dtype=np.int32)
    candidates = [Candidate(i, n) for i, n in zip(ids_for(found), found, strict=True)]
    return CastVoteRecords.of(candidates, names, lookup[marked], by_section, notes=notes)


def _marks_by_rank(
    figures: NDArray[np.int32], numbers: Sequence[int], size: int
) -> tuple[NDArray[np.int32], list[tuple[int, ...]]]:
    """Turn the rank of each candidate into the candidate at each rank.

    figures: (n, columns), 0 where unranked; ``numbers`` are the candidates of the columns.
    Gives marks (n, ranks) and the equal ranks that they point to.
    """
    marks = np.full((len(figures), int(figures.max(initial=0))), BLANK, dtype=np.int32)
    clash = np.zeros(len(figures), dtype=bool)
    for column, number in zip(figures.T, numbers, strict=True):
        rows = np.flatnonzero(column)
        at = column[rows] - 1
        clash[rows] |= marks[rows, at] != BLANK
        marks[rows, at] = number
    equal: dict[tuple[int, ...], int] = {}
    for row in np.flatnonzero(clash).tolist():
        ranks: dict[int, list[int]] = {}
        for number, figure in zip(numbers, figures[row].tolist(), strict=True):
            if figure:
                ranks.setdefault(figure - 1, []).append(number)
        for rank, level in ranks.items():
            group = tuple(level)
            marks[row, rank] = (
                group[0] if len(group) == 1 else size + equal.setdefault(group, len(equal))
            )
    return marks, list(equal)
