"""PrefLib's files of rankings: SOC, SOI, TOC and TOI. docs/spec/formats/preflib.md.

One reader for the four, which differ in what an order may be: with ties or strict, complete or not.
It reads the header of 2022 (``# ALTERNATIVE NAME 1: ...``) and the older one (a number, names,
totals). The stated number of voters is checked, since ballots may be missing.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import NamedTuple, NoReturn

from hustings.ballot import MAX_PAPERS, UNCLEAR, CastVoteRecords, Ranks
from hustings.contest import ids_for
from hustings.errors import FormatError
from hustings.formats.candidates import (
    Listed,
    distinct_names,
    on_one_line,
    placed,
    section_losses,
    section_of,
    some,
    text_losses,
)
from hustings.formats.format import Expected, Format, Progress
from hustings.formats.reading import CONTROL, Defects, shown, text_of, whole_number

__all__ = ["SOC", "SOI", "TOC", "TOI"]

_NOTHING_EXPECTED = Expected()
_LINES_A_PIECE = 10_000
_LINES_A_REPORT = 50_000

_COUNTED = re.compile(r"\s*([^\s:,]*)\s*([:,]?)(.*)")
_STRICT = re.compile(r"\s*[0-9]{1,9}\s*(?:,\s*[0-9]{1,9}\s*)*")
_WORD = re.compile(r"[{},]|[^\s{},]+")


class _Kind(NamedTuple):
    """What an order of one of the four formats may be."""

    id: str
    words: str
    ties: bool
    complete: bool


class _Stated(NamedTuple):
    """A number in the header, and where it stands."""

    value: int
    line: int
    column: int


@dataclass(slots=True)
class _Head:
    """What stands before the orders. ``separator`` parts the number of papers from an order."""

    size: int = 0
    title: str = ""
    names: dict[int, Listed] = field(default_factory=dict)
    voters: _Stated | None = None
    orders: _Stated | None = None
    separator: str = ":"


def _read(
    path: Path,
    *,
    name: str,
    expected: Expected = _NOTHING_EXPECTED,
    progress: Progress | None = None,
    kind: _Kind,
) -> CastVoteRecords:
    data = path.read_bytes()
    defects = Defects(name)
    try:
        return _parse(data, kind, expected, defects, progress or (lambda _done, _size: None))
    except FormatError as error:
        raise FormatError.of(sorted(error.findings, key=lambda f: f.place)) from None


def _parse(
    data: bytes, kind: _Kind, expected: Expected, defects: Defects, progress: Progress
) -> CastVoteRecords:
    text = CONTROL.sub(" ", text_of(data, defects)).replace("\r", " ")
    lines = text.split("\n")
    head, start = _read_head(lines, kind, defects)
    orders = _Orders(head, kind, defects)
    for number, line in enumerate(lines[start:], start=start + 1):
        orders.read(line, number)
        if number % _LINES_A_REPORT == 0:
            progress(number * len(data) // len(lines), len(data))
    orders.check_totals()
    candidates, numbers = placed([head.names[n] for n in sorted(head.names)], expected, defects)
    defects.raise_if_any()
    progress(len(data), len(data))
    return CastVoteRecords.gather(
        candidates,
        (
            (tuple(tuple([numbers[c] for c in rank]) for rank in ranks), 0, papers)
            for ranks, papers in orders.counted.items()
        ),
        sections=section_of(expected),
        title=head.title,
        notes=defects.notes,
    )


def _column(line: str, text: str) -> int:
    """Where the rest of a line starts, white space passed over."""
    return len(line) - len(text.lstrip()) + 1


# --- what stands before the orders -------------------------------------------------------------


def _read_head(lines: list[str], kind: _Kind, defects: Defects) -> tuple[_Head, int]:
    """The header of either age, and the number of lines that it takes; at least one name."""
    first = next((n for n, line in enumerate(lines) if line.strip()), None)
    wanted = (
        "a PrefLib file starts with lines such as '# NUMBER ALTERNATIVES: 3', "
        "or, before 2022, with the number of alternatives"
    )
    if first is None:
        defects.error(f"the file is empty; {wanted}", 1, 1)
    elif lines[first].lstrip().startswith("#"):
        return _read_fields(lines, first, kind, defects)
    elif whole_number(lines[first]):
        return _read_old_head(lines, first, defects)
    else:
        defects.error(f"expected a header, found {shown(lines[first].strip())}; {wanted}",
                      first + 1, _column(lines[first], lines[first]))  # fmt: skip
    raise FormatError.of(defects.errors)


class _Field(NamedTuple):
    """A line of the header of 2022, ``# NAME number: value``, and where the value stands."""

    name: str
    number: str
    value: str
    line: int
    column: int


def _fields(lines: list[str]) -> Iterator[_Field]:
    for number, line in enumerate(lines, start=1):
        before, colon, value = line.partition(":")
        words = before.replace("#", " ", 1).split()
        if colon and words and before.lstrip().startswith("#"):
            which = words.pop() if whole_number(words[-1]) is not None else ""
            column = len(before) + 1 + _column(value, value)
            yield _Field(" ".join(words), which, value.strip(), number, column)


def _read_fields(lines: list[str], first: int, kind: _Kind, defects: Defects) -> tuple[_Head, int]:
    """The header of 2022: a field on each line. Fields that are not needed are passed over."""
    head, numbers = _Head(), dict[str, _Stated]()
    for one in _fields(lines):
        if one.name == "TITLE":
            head.title = one.value
        elif one.name == "DATA TYPE":
            _check_kind(one, kind, defects)
        elif one.name == "ALTERNATIVE NAME":
            listed = Listed(one.value, one.line, one.column)
            _add_name(head, one.number, listed, defects)
        elif one.name.startswith("NUMBER "):
            _add_number(numbers, one, defects)
    head.voters, head.orders = numbers.get("NUMBER VOTERS"), numbers.get("NUMBER UNIQUE ORDERS")
    _settle_size(head, numbers.get("NUMBER ALTERNATIVES"), first + 1, defects)
    return head, first


def _check_kind(one: _Field, kind: _Kind, defects: Defects) -> None:
    if one.value.casefold() not in {"", kind.id}:
        defects.warn(
            f"the header says {shown(one.value)}; the file is read as {kind.id}",
            one.line,
            one.column,
        )


def _add_number(numbers: dict[str, _Stated], one: _Field, defects: Defects) -> None:
    value = whole_number(one.value)
    if value is None:
        defects.error(f"expected a whole number, found {shown(one.value)}", one.line, one.column)
    else:
        numbers[one.name] = _Stated(value, one.line, one.column)


def _add_name(head: _Head, number: str, listed: Listed, defects: Defects) -> None:
    which = whole_number(number)
    if not which:
        defects.error(
            f"expected the number of an alternative from 1, found {shown(number)}", listed.line, 1
        )
    elif which in head.names:
        before = head.names[which].line
        defects.error(
            f"alternative {which} has a name already, on line {before}; keep one", listed.line, 1
        )
    else:
        head.names[which] = listed


def _settle_size(head: _Head, stated: _Stated | None, line: int, defects: Defects) -> None:
    """Set how many alternatives there are; the names must be those of 1 up to that number."""
    head.size = stated.value if stated else max(head.names, default=0)
    named = len(head.names)
    if not head.size or set(head.names) != set(range(1, min(head.size, named + 1) + 1)):
        place = stated or _Stated(0, line, 1)
        defects.error(
            f"expected names for the alternatives 1 to {max(head.size, 1)}, found {named}: "
            f"{some(map(str, sorted(head.names))) or 'none'}; correct the number, or add lines "
            "such as '# ALTERNATIVE NAME 1: ...'",
            place.line,
            place.column,
        )
        if not named:
            raise FormatError.of(defects.errors)
    elif stated is None:
        defects.warn("the header does not state NUMBER ALTERNATIVES", line, 1)


def _read_old_head(lines: list[str], first: int, defects: Defects) -> tuple[_Head, int]:
    """The header before 2022: how many alternatives, ``1,Name`` for each, and three totals."""
    head = _Head(size=whole_number(lines[first]) or 0, separator=",")
    at = first + 1
    while at < len(lines) and len(head.names) < head.size:
        number, comma, name = lines[at].partition(",")
        if not comma or whole_number(number) != len(head.names) + 1:
            break
        head.names[len(head.names) + 1] = Listed(name.strip(), at + 1, len(number) + 2)
        at += 1
    if len(head.names) < head.size:
        _fail_old(
            f"expected alternative {len(head.names) + 1} of {head.size}, as '1,Name'",
            lines, at, defects,
        )  # fmt: skip
    totals = [whole_number(word) for word in lines[at].split(",")] if at < len(lines) else []
    if len(totals) != 3 or None in totals:
        _fail_old("expected three totals: voters, sum of counts, unique orders", lines, at, defects)
    voters, total, unique = (_Stated(number or 0, at + 1, 1) for number in totals)
    if voters.value != total.value:
        defects.warn(f"{voters.value} voters are stated, and {total.value} as their sum", at + 1, 1)
    head.voters, head.orders = total, unique
    return head, at + 1


def _fail_old(wanted: str, lines: list[str], at: int, defects: Defects) -> NoReturn:
    found = f", found {shown(lines[at])}" if at < len(lines) else ""
    defects.error(wanted + found, min(at, len(lines) - 1) + 1, 1)
    raise FormatError.of(defects.errors)


# --- the orders --------------------------------------------------------------------------------


@dataclass(slots=True)
class _Orders:
    """The orders and how many voters hold each, gathered line by line."""

    head: _Head
    kind: _Kind
    defects: Defects
    counted: dict[Ranks, int] = field(default_factory=dict)
    total: int = 0
    ending_level: int = 0

    def read(self, line: str, number: int) -> None:
        """Read one line, ``7: 1,{2,3},4``; lines without an order are passed over."""
        if not line.strip() or line.lstrip().startswith("#"):
            return
        found = _COUNTED.fullmatch(line)
        assert found
        voters = self._voters(found[1], number, found.start(1) + 1)
        if found[2] != self.head.separator:
            self.defects.error(
                f"expected {self.head.separator!r} after the number of voters, "
                f"as in '7{self.head.separator} 1,2'",
                number,
                found.start(2) + 1,
            )
            return
        ranks = self._order(found[3], number, found.start(3))
        if ranks is not None and voters is not None:
            self._count(ranks, voters, number)

    def _voters(self, text: str, line: int, column: int) -> int | None:
        voters = whole_number(text)
        if voters is None:
            self.defects.error(
                f"expected a whole number of voters from 0, found {shown(text)}", line, column
            )
        return voters

    def _count(self, ranks: Ranks, voters: int, line: int) -> None:
        before, self.total = self.total, self.total + voters
        if before <= MAX_PAPERS < self.total:
            self.defects.error("more than 2^62 voters in all, up to this order", line, 1)
        self.counted[ranks] = self.counted.get(ranks, 0) + voters
        if self.kind.complete and len(ranks[-1]) > 1:
            self.ending_level += voters

    def _order(self, text: str, line: int, start: int) -> Ranks | None:
        """The ranks of an order; None, with a defect, if it is none of its kind."""
        column = start + _column(text, text)
        ranks = self._strict(text) or self._words(text, line, start)
        if ranks is None:
            return None
        named = [alternative for rank in ranks for alternative in rank]
        if len(set(named)) < len(named):
            twice = next(n for n in named if named.count(n) > 1) + 1
            fault = f"alternative {twice} stands twice in this order"
        elif not self.kind.ties and len(named) > len(ranks):
            fault = f"{self.kind.id} holds no ties; read the file as t{self.kind.id[1:]}"
        elif self.kind.complete and len(named) < self.head.size:
            fault = (
                f"{self.kind.id} holds complete orders only, and this one has {len(named)} of "
                f"{self.head.size} alternatives; read the file as {self.kind.id[:2]}i"
            )
        else:
            return ranks
        self.defects.error(fault, line, column)
        return None

    def _strict(self, text: str) -> Ranks | None:
        """An order without ties, the common kind, read fast; None for any other text."""
        if not _STRICT.fullmatch(text):
            return None
        numbers = [int(word) for word in text.split(",")]
        if not all(1 <= number <= self.head.size for number in numbers):
            return None
        return tuple([(number - 1,) for number in numbers])

    def _words(self, text: str, line: int, start: int) -> Ranks | None:
        """An order word by word; None, with one defect, at the first word that does not fit."""
        ranks: list[tuple[int, ...]] = []
        tied: list[int] | None = None
        before = ","
        for found in _WORD.finditer(text):
            word = found[0]
            if fault := self._fault(word, before, tied is not None):
                self.defects.error(fault, line, start + found.start() + 1)
                return None
            if word == "{":
                tied = []
            elif word == "}":
                ranks.append(tuple(sorted(tied or ())))
                tied = None
            elif word != ",":
                alternative = (whole_number(word) or 0) - 1
                if tied is None:
                    ranks.append((alternative,))
                else:
                    tied.append(alternative)
            before = word
        if tied is not None or before == ",":
            wanted = "}" if tied is not None else "an alternative"
            column = start + len(text.rstrip()) + 1
            self.defects.error(f"expected {wanted}, found the end of the line", line, column)
            return None
        return tuple(ranks)

    def _fault(self, word: str, before: str, tied: bool) -> str:
        """What is wrong with a word after the one before it; empty if nothing is."""
        opens, closes = before in {",", "{"}, word in {",", "}"}
        if word == "{" and tied:
            return "found '{' within braces; ties cannot hold ties"
        if opens and closes:
            return f"expected an alternative, found {word!r}"
        if word == "}" and not tied:
            return "found '}' without '{' before it"
        if not opens and not closes:
            return f"expected ',' before {shown(word)}"
        number = whole_number(word)
        if word not in {"{", ",", "}"} and not (number and number <= self.head.size):
            return f"expected an alternative from 1 to {self.head.size}, found {shown(word)}"
        return ""

    def check_totals(self) -> None:
        """Compare with the header: missing voters are a defect, other statistics are not."""
        voters, orders = self.head.voters, self.head.orders
        if voters is None:
            self.defects.note("the header states no number of voters, so none was checked")
        elif voters.value != self.total and not self.defects.errors:
            self.defects.error(
                f"the header states {voters.value} voters, the orders hold {self.total}; orders "
                "may be missing: compare with the source, then correct the number",
                voters.line,
                voters.column,
            )
        if orders is not None and orders.value != len(self.counted):
            self.defects.warn(
                f"the header states {orders.value} unique orders, there are {len(self.counted)}",
                orders.line,
                orders.column,
            )
        if self.ending_level:
            self.defects.note(
                f"{self.ending_level} voters hold an order that ends with several alternatives at "
                "one rank: PrefLib completes orders so, and they may not have ranked these at all"
            )


# --- writing -----------------------------------------------------------------------------------


def _write(records: CastVoteRecords, *, kind: _Kind) -> Iterator[bytes]:
    """The file in pieces: a header without dates, and the orders, those of most voters first."""
    counted: dict[Ranks, int] = {}
    for ranks, papers in records.rows():
        if order := _order_of(ranks, kind, len(records.candidates)):
            counted[order] = counted.get(order, 0) + sum(papers)
    orders = sorted(counted.items(), key=lambda one: (-one[1], one[0]))
    lines = itertools.chain(_head_lines(records, kind, counted), map(_order_line, orders))
    while piece := list(itertools.islice(lines, _LINES_A_PIECE)):
        yield "".join(line + "\n" for line in piece).encode()


def _head_lines(records: CastVoteRecords, kind: _Kind, counted: dict[Ranks, int]) -> Iterator[str]:
    yield f"# TITLE: {on_one_line(records.title)}".rstrip()
    yield f"# DATA TYPE: {kind.id}"
    yield f"# NUMBER ALTERNATIVES: {len(records.candidates)}"
    yield f"# NUMBER VOTERS: {sum(counted.values())}"
    yield f"# NUMBER UNIQUE ORDERS: {len(counted)}"
    names = distinct_names(on_one_line(c.name) for c in records.candidates)
    for number, name in enumerate(names, start=1):
        yield f"# ALTERNATIVE NAME {number}: {name}"


def _order_line(counted: tuple[Ranks, int]) -> str:
    order, voters = counted
    ranks = (
        str(rank[0] + 1) if len(rank) == 1 else "{" + ",".join(str(c + 1) for c in rank) + "}"
        for rank in order
    )
    return f"{voters}: {','.join(ranks)}"


def _order_of(ranks: Ranks, kind: _Kind, size: int) -> Ranks:
    """The order that stands for the marks of a paper; empty where the format has none for them."""
    order: list[tuple[int, ...]] = []
    taken: set[int] = set()
    for rank in ranks:
        fresh = tuple(c for c in rank if c != UNCLEAR and c not in taken)
        if len(fresh) > 1 and not kind.ties:
            break
        if fresh:
            order.append(fresh)
            taken.update(fresh)
    left = tuple(c for c in range(size) if c not in taken)
    if order and left and kind.complete:
        return (*order, left) if kind.ties else ()
    return tuple(order)


def _loses(records: CastVoteRecords, *, kind: _Kind) -> list[str]:
    """What of these records the format cannot hold, a phrase each; empty if it holds everything."""
    losses = [*section_losses(records), *text_losses(records)]
    names = [c.name for c in records.candidates]
    ids = [c.id for c in records.candidates]
    if tuple(ids) != ids_for(names):
        losses.append(f"the candidates' ids: {some(ids)}")
    if withdrawn := [c.id for c in records.candidates if c.withdrawn]:
        losses.append(f"that candidates are withdrawn: {some(withdrawn)}")
    if records.seats is not None:
        losses.append(f"the number of seats ({records.seats})")
    return [*losses, *_losses_of_papers(records, kind)]


def _losses_of_papers(records: CastVoteRecords, kind: _Kind) -> list[str]:
    size, lost = len(records.candidates), dict[str, int]()
    for ranks, papers in records.rows():
        for what in _losses_of_ranks(ranks, kind, size):
            lost[what] = lost.get(what, 0) + sum(papers)
    return [
        f"{what} ({lost[what]} paper{'s' * (lost[what] != 1)})"
        for what in _PAPER_LOSSES
        if what in lost
    ]


_BLANK = "blank papers, which are left out"
_SKIPPED = "ranks left empty, which are closed up"
_TWICE = "candidates ranked again, of whom the first rank is kept"
_UNCLEAR = "marks that name nobody, which are left out"
_TIED = "candidates who share a rank: the order ends before them"
_COMPLETED = "that not everybody is ranked: all others share the last rank"
_INCOMPLETE = "papers on which not everybody is ranked by themselves, which are left out"
_PAPER_LOSSES = (_BLANK, _SKIPPED, _TWICE, _UNCLEAR, _TIED, _COMPLETED, _INCOMPLETE)


def _losses_of_ranks(ranks: Ranks, kind: _Kind, size: int) -> Iterable[str]:
    if not ranks:
        return [_BLANK]
    marks = [mark for rank in ranks for mark in rank]
    named = set(marks) - {UNCLEAR}
    found = {
        _SKIPPED: () in ranks,
        _TWICE: len(named) < len(marks) - marks.count(UNCLEAR),
        _UNCLEAR: UNCLEAR in marks,
        _TIED: not kind.ties and any(len(rank) > 1 for rank in ranks),
        _COMPLETED: kind.complete and kind.ties and len(named) < size,
        _INCOMPLETE: kind.complete and not kind.ties and len(named) < size,
    }
    return [what for what, there in found.items() if there]


def _format(kind: _Kind) -> Format:
    return Format(
        kind.id,
        f"PrefLib {kind.id.upper()} ({kind.words})",
        (f".{kind.id}",),
        partial(_read, kind=kind),
        partial(_write, kind=kind),
        partial(_loses, kind=kind),
    )


SOC = _format(_Kind("soc", "strict orders, complete", ties=False, complete=True))
SOI = _format(_Kind("soi", "strict orders, incomplete", ties=False, complete=False))
TOC = _format(_Kind("toc", "orders with ties, complete", ties=True, complete=True))
TOI = _format(_Kind("toi", "orders with ties, incomplete", ties=True, complete=False))
