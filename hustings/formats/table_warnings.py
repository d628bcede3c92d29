"""What a ballot table may not mean, though it can be read: said as warnings beside its records.

A file by itself names its candidates only in its cells, so a slip makes one more candidate and
splits the votes of another; here such names are set beside each other. All is worked out from the
distinct cells and the condensed rows; the file is looked at again, for the line where a cell first
stands, only where there is something to say. docs/spec/formats/csv.md lists the warnings.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from hustings.ballot import CastVoteRecords
from hustings.contest import folded
from hustings.formats.reading import Defects
from hustings.formats.tables import Cells, Kind, records_of

__all__ = ["Where", "records_with_warnings"]

Where = Callable[[Collection[str]], Mapping[str, int]]
"""For cells of marks the line of the file where each first stands; those not found are left out."""

Pair = tuple[str, str]

_NOBODY = frozenset(
    (
        "-", "--", "?", "abstain", "abstained", "abstention", "blank", "empty", "exhausted",
        "invalid", "n/a", "na", "nan", "nil", "no vote", "none", "null", "overvote", "skipped",
        "spoiled", "spoilt", "undervote", "void",
    )
)  # fmt: skip
_WORD_LETTERS_MIN = 4
_NAMES_MAX = 5000
_SAID_MAX = 20
_RANKS_ABOVE_MAX = 50
_CELLS_MAX = 2**28


def records_with_warnings(
    cells: Cells,
    codes: NDArray[np.int32],
    papers: NDArray[np.int64],
    defects: Defects,
    where: Where,
) -> CastVoteRecords:
    """Records of condensed rows, see :func:`~hustings.formats.tables.records_of`, with warnings.

    FormatError where the largest rank would make the records too wide to hold.
    """
    if cells.layout.kind is Kind.CANDIDATES:
        _warn_of_columns(cells, codes[:, :-1], papers, defects)
        _check_largest(cells, int((papers > 0).sum()), defects, where)
    elif cells.expected.candidates is None:
        _warn_of_names(cells, codes[:, :-1], papers, defects, where)
    return records_of(cells, codes, papers, defects.notes)


def _warn_of_columns(
    cells: Cells, figures: NDArray[np.int32], papers: NDArray[np.int64], defects: Defects
) -> None:
    """A column of a bare file whose figures are mostly no ranks of so few candidates."""
    layout = cells.layout
    size = len(layout.marks)
    if cells.expected.candidates is not None or max(cells.figures.values(), default=0) <= size:
        return
    for column, figure in zip(layout.marks, figures.T, strict=True):
        if papers[figure > size].sum() > papers[(figure > 0) & (figure <= size)].sum():
            defects.warn(
                f"{layout.header[column]!r} counts as a candidate, but most of its figures are "
                f"above the number of candidates ({size}); if it is none, remove the column",
                layout.line,
            )


def _check_largest(cells: Cells, rows: int, defects: Defects, where: Where) -> None:
    """Records are as wide as the largest rank, so one slip may make them very large.

    ``rows``: how many different rows there are.
    """
    text = max(cells.figures, key=lambda text: (cells.figures[text], text), default="")
    largest = cells.figures.get(text, 0)
    size = len(cells.layout.candidates or ())
    if largest <= size + _RANKS_ABOVE_MAX:
        return
    line = where([text]).get(text, 0)
    if rows * largest <= _CELLS_MAX:
        defects.warn(f"a rank of {largest} among {size} candidates; is it a slip?", line)
        return
    defects.error(
        f"a rank of {largest} among {size} candidates makes so many different papers too large "
        "to hold; leave the cell empty, or number the ranks from 1",
        line,
    )
    defects.raise_if_any()


def _warn_of_names(
    cells: Cells,
    codes: NDArray[np.int32],
    papers: NDArray[np.int64],
    defects: Defects,
    where: Where,
) -> None:
    names = sorted(cells.names)
    nobody = [name for name in names if folded(name) in _NOBODY]
    pairs = [*_spelt_alike(names), *_misspelt(cells.names, codes, papers)]
    if not nobody and not pairs:
        return
    lines = where({*nobody, *(name for pair in pairs for name in pair)})

    def place(name: str) -> tuple[int, str]:
        return lines.get(name, 0), name

    found = [(place(name), _of_nobody(name)) for name in nobody]
    for pair in pairs:
        first, second = sorted(pair, key=place)
        found.append((place(second), _of_two(second, first, lines)))
    for (line, _), message in sorted(found)[:_SAID_MAX]:
        defects.warn(message, line)
    if len(found) > _SAID_MAX:
        defects.warn(f"{len(found) - _SAID_MAX} more names are as doubtful")


def _of_nobody(name: str) -> str:
    return f"{name!r} counts as a candidate; if nobody is meant, leave the cell empty"


def _of_two(second: str, first: str, lines: Mapping[str, int]) -> str:
    one, other = (
        f"{name!r} (line {lines[name]})" if name in lines else repr(name)
        for name in (second, first)
    )
    return f"{one} and {other} count as two candidates; are they one?"


def _spelt_alike(names: Iterable[str]) -> list[Pair]:
    """Names that differ by case and white space alone, each beside the first of its kind."""
    first: dict[str, str] = {}
    return [
        (first[folded(name)], name)
        for name in names
        if first.setdefault(folded(name), name) != name
    ]


def _misspelt(
    names: Mapping[str, int], codes: NDArray[np.int32], papers: NDArray[np.int64]
) -> list[Pair]:
    """Names that differ by a letter, one of which stands on one paper or a tenth of the other's.

    ``names`` has the number of each name, of which the codes are one more.
    """
    pairs = _near(names)
    on: dict[str, int] = {}
    for name in {name for pair in pairs for name in pair}:
        on[name] = int(papers[(codes == names[name] + 1).any(axis=1)].sum())
    found = []
    for one, other in sorted(pairs):
        fewer, more = sorted((on[one], on[other]))
        if fewer <= max(1, more // 10):
            found.append((one, other))
    return found


def _near(names: Collection[str]) -> set[Pair]:
    """Names of which one word is another but for a letter more, less, other or elsewhere."""
    if len(names) > _NAMES_MAX:
        return set()
    alike: dict[tuple[str, ...], list[str]] = {}
    for name in sorted(names):
        for key in _keys(folded(name).split()):
            alike.setdefault(key, []).append(name)
    pairs = {pair for group in alike.values() for pair in combinations(group, 2)}
    return {(a, b) for a, b in pairs if folded(a) != folded(b)}


def _keys(words: list[str]) -> Iterator[tuple[str, ...]]:
    """The words with one letter left out of one of them, which near names have in common."""
    for place, word in enumerate(words):
        if len(word) >= _WORD_LETTERS_MIN and word.isalpha():
            shorter = {word[:n] + word[n + 1 :] for n in range(len(word))}
            for variant in sorted(shorter | {word}):
                yield (str(place), *words[:place], variant, *words[place + 1 :])
