"""The tracker's records as CSV: one record a line, every defect with its place and its remedy.

    id,kind,date,who,body,candidate,sources
    ,nomination,by 2010-06-09,John Mann MP,mps,e_miliband,S21;LFF

Columns may stand in any order, and those that no record uses may be left out; lines that start with
``#`` are comments. A record without an id gets one that is made of its contents, so a line read
twice is one record. The form is that of docs/spec/tracker.md, paragraphs 25 to 30.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar

from hustings.contest import Contest, Names, folded, is_id
from hustings.errors import Finding, FormatError, Place, RuleError
from hustings.formats.csv_careful import LineError, is_passed_over, split_line
from hustings.formats.reading import CONTROL, Defects, shown, text_of, whole_number
from hustings.formats.suggesting import did_you_mean
from hustings.track.bars import Bar
from hustings.track.ledger import Ledger, misfits
from hustings.track.records import (
    Aggregate,
    Basis,
    Endorsement,
    Kind,
    Nomination,
    Pledge,
    Record,
    Retraction,
    Vote,
)
from hustings.track.when import When, day_of

__all__ = ["COLUMNS", "ReadRecords", "id_of", "parse_records", "records_as_csv"]

Made = TypeVar("Made")

COMMON = (
    "id", "kind", "date", "known", "sources", "basis", "changes", "because", "reason", "corrects",
    "note",
)  # fmt: skip
REQUIRED: Mapping[Kind, tuple[str, ...]] = {
    Kind.NOMINATION: ("who", "body", "candidate"),
    Kind.AGGREGATE: ("body", "candidate", "number"),
    Kind.ENDORSEMENT: ("who", "candidate"),
    Kind.PLEDGE: ("who", "primary"),
    Kind.VOTE: ("who", "section", "ranking"),
    Kind.RETRACTION: ("corrects",),
}
OPTIONAL: Mapping[Kind, tuple[str, ...]] = {
    Kind.NOMINATION: ("method", "lent"),
    Kind.PLEDGE: ("threshold",),
}
COLUMNS = (
    "id", "kind", "date", "known", "who", "body", "section", "candidate", "number", "ranking",
    "primary", "threshold", "method", "lent", "sources", "basis", "changes", "because", "reason",
    "corrects", "note",
)  # fmt: skip
"""Every column there is, in the order in which they are written."""

ASKED = ("kind", "date", "sources")
"""The columns that no file can do without."""

YES = ("yes", "true", "1")
NO = ("", "no", "false", "0")
_CANDIDATES = ("candidate", "ranking")


@dataclass(frozen=True, slots=True)
class ReadRecords:
    """What a file of records gave: the sound records, where each stands, and what was odd.

    ``places`` has the line of each record by its id, ``columns`` where each of its cells begins.
    """

    records: tuple[Record, ...]
    places: Mapping[str, Place]
    columns: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    notes: tuple[Finding, ...] = ()


def parse_records(
    data: bytes, *, name: str, contest: Contest, ledger: Ledger, defects: Defects | None = None
) -> ReadRecords:
    """Read the bytes of a file of records; FormatError with every defect.

    ``ledger`` gives the sources, bodies, people and primaries that records may name, and the
    records that are there already, to which these may point. With ``defects`` what is wrong is
    added there, nothing is raised, and what is sound is given.
    """
    found = Defects(name) if defects is None else defects
    try:
        read = _parse(data, contest, ledger, found)
        if defects is None:
            found.raise_if_any()
            misfit_defects(read, (), ledger, found)
            found.raise_if_any()
    except FormatError as error:
        if defects is not None:
            return ReadRecords((), {})
        raise FormatError.of(
            sorted(error.findings, key=lambda f: f.place), all_shown=True
        ) from None
    return read


def misfit_defects(
    read: ReadRecords, others: Iterable[Record], ledger: Ledger, defects: Defects
) -> None:
    """Add what does not hang together among the records read, others, and those of the ledger."""
    before = {r.id: r for r in (*ledger.records, *others)}
    for record in read.records:
        if before.get(record.id, record) != record:
            place = read.places[record.id]
            defects.error(
                f"record {record.id!r} is there already and says something else; what is kept is "
                "never altered: give this one an id of its own, and name the old one under "
                "corrects or changes",
                place.line,
                1,
            )
    together = (*before.values(), *(r for r in read.records if r.id not in before))
    for misfit in misfits(together, ledger):
        here = read.places.get(misfit.record.id)
        if here is not None:
            wanted = _wanted(misfit.field, misfit.known, misfit.message)
            column = read.columns.get(misfit.record.id, {}).get(misfit.field, 1)
            defects.error(f"{misfit.field}: {misfit.message}{wanted}", here.line, column)


def _wanted(column: str, known: Sequence[str], message: str) -> str:
    """What would be right, where a name is not known."""
    quoted = re.search(r"'(.*)'", message)
    word = quoted[1] if quoted else ""
    listed = ""
    if known and len(known) <= 12:
        listed = f"; there are {', '.join(known)}"
    elif not known and column in {"sources", "body", "primary", "because"}:
        listed = "; none is listed in tracker.toml"
    return did_you_mean(word, known, listed) if word else ""


# --- lines -------------------------------------------------------------------------------------


def _parse(data: bytes, contest: Contest, ledger: Ledger, defects: Defects) -> ReadRecords:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        defects.error("this file is UTF-16; save it as CSV UTF-8", 1, 1)
        raise FormatError.of(defects.errors)
    text = CONTROL.sub(" ", text_of(data, defects)).replace("\r", " ")
    numbered = enumerate(text.split("\n"), start=1)
    lines = [(number, line) for number, line in numbered if not is_passed_over(line)]
    if not lines:
        defects.error(f"the file holds no header; expected {','.join(ASKED)} and others", 1, 1)
        raise FormatError.of(defects.errors)
    header = _header(*lines[0], defects)
    if header is None:
        raise FormatError.of(defects.errors)
    return _records(lines[1:], header, _Known(contest, ledger), defects)


def _header(number: int, line: str, defects: Defects) -> tuple[str, ...] | None:
    """The columns in their order; None after saying what is wrong with them."""
    before = len(defects.errors)
    if "," not in line and re.search(r"[;\t]", line):
        what = "semicolons" if ";" in line else "tabs"
        defects.error(
            f"this file is separated by {what}; save it with commas, as CSV UTF-8", number
        )
        return None
    try:
        cells, columns = split_line(line)
    except LineError as bad:
        defects.error(str(bad), number, bad.column)
        return None
    names = [folded(cell) for cell in cells]
    for n, (name, column) in enumerate(zip(names, columns, strict=True)):
        if name not in COLUMNS:
            hint = did_you_mean(name, COLUMNS, f"; the columns are {', '.join(COLUMNS)}")
            defects.error(f"there is no column {shown(cells[n])}{hint}", number, column)
        elif name in names[:n]:
            defects.error(f"column {name!r} stands twice; keep one", number, column)
    for name in ASKED:
        if name not in names:
            defects.error(f"there is no column {name!r}; every record needs one", number, 1)
    return tuple(names) if len(defects.errors) == before else None


@dataclass(slots=True)
class _Known:
    """What cells may mean: candidates, people under all their names, and so on."""

    contest: Contest
    ledger: Ledger
    names: Names = field(init=False)
    people: dict[str, str] = field(init=False)
    sections: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.names = Names(self.contest.candidates)
        self.people = {
            folded(called): person.name
            for person in self.ledger.people
            for called in (person.name, *person.also)
        }
        self.sections = tuple(section.id for section in self.contest.sections)


def _records(
    lines: Iterable[tuple[int, str]], header: tuple[str, ...], known: _Known, defects: Defects
) -> ReadRecords:
    found: dict[str, Record] = {}
    places: dict[str, Place] = {}
    columns: dict[str, Mapping[str, int]] = {}
    for number, line in lines:
        row = _row(number, line, header, defects)
        record = None if row is None else _record(row, known)
        if row is None or record is None:
            continue
        if record.id not in found:
            found[record.id], places[record.id] = record, Place(defects.file, number, 1)
            columns[record.id] = row.columns
        elif found[record.id] == record:
            earlier = places[record.id].line
            defects.note(f"the same record as on line {earlier}; it is kept once", number, 1)
        else:
            defects.error(
                f"id {record.id!r} stands on line {places[record.id].line} with other contents; "
                "give each record an id of its own, or leave the id empty",
                number,
                1,
            )
    return ReadRecords(tuple(found.values()), places, columns, tuple(defects.notes))


@dataclass(slots=True)
class _Row:
    """The cells of a line by column, each with its place."""

    number: int
    cells: dict[str, str]
    columns: dict[str, int]
    defects: Defects

    def text(self, column: str) -> str:
        return self.cells.get(column, "")

    def error(self, column: str, message: str) -> None:
        self.defects.error(message, self.number, self.columns.get(column, 1))


def _row(number: int, line: str, header: tuple[str, ...], defects: Defects) -> _Row | None:
    try:
        cells, columns = split_line(line)
    except LineError as bad:
        defects.error(str(bad), number, bad.column)
        return None
    if len(cells) != len(header):
        remedy = (
            "add the missing commas"
            if len(cells) < len(header)
            else "put a cell that holds a comma in quotes"
        )
        defects.error(
            f"expected {len(header)} cells as in the header, found {len(cells)}; {remedy}",
            number,
            columns[len(header)] if len(cells) > len(header) else len(line) + 1,
        )
        return None
    return _Row(
        number,
        dict(zip(header, cells, strict=True)),
        dict(zip(header, columns, strict=True)),
        defects,
    )


# --- records -----------------------------------------------------------------------------------


def _record(row: _Row, known: _Known) -> Record | None:
    """The record of a line; None after saying everything that is wrong with it."""
    before = len(row.defects.errors)
    kind = _kind(row)
    if kind is None:
        return None
    _check_cells(row, kind)
    common = _common(row)
    own = _own(row, kind, known)
    if len(row.defects.errors) > before or common is None or own is None:
        return None
    record = _made(row, "kind", lambda: _MAKE[kind](**common, **own))
    if record is None or record.id != _UNNAMED:
        return record
    return replace(record, id=id_of(record))


_UNNAMED = "-"
_MAKE: Mapping[Kind, type[Record]] = {
    Kind.NOMINATION: Nomination,
    Kind.AGGREGATE: Aggregate,
    Kind.ENDORSEMENT: Endorsement,
    Kind.PLEDGE: Pledge,
    Kind.VOTE: Vote,
    Kind.RETRACTION: Retraction,
}


def _kind(row: _Row) -> Kind | None:
    said = row.text("kind").casefold()
    kinds = [kind.value for kind in Kind]
    if said in kinds:
        return Kind(said)
    hint = did_you_mean(said, kinds)
    row.error("kind", f"expected one of {', '.join(kinds)}, found {shown(row.text('kind'))}{hint}")
    return None


def _check_cells(row: _Row, kind: Kind) -> None:
    """Say which cells are missing, and which hold what such a record cannot have."""
    for column in ("date", *REQUIRED[kind], "sources"):
        if not row.text(column):
            what = _NEEDS.get(column, f"a {column}")
            row.error(column, f"{_a(kind)} needs {what}; this cell is empty")
    taken = {*COMMON, *REQUIRED[kind], *OPTIONAL.get(kind, ())}
    for column, text in row.cells.items():
        if text and column not in taken:
            row.error(column, f"{_a(kind)} has no {column}; leave this cell empty")


_NEEDS = {
    "who": "a name, of whose act it is",
    "sources": "a source, or several joined by ';'",
    "corrects": "the id of the record that was wrong",
}


def _a(kind: Kind) -> str:
    return f"{'an' if kind.value[0] in 'aeiou' else 'a'} {kind.value}"


def _common(row: _Row) -> dict[str, Any] | None:
    when = _made(row, "date", lambda: When.read(row.text("date"))) if row.text("date") else None
    if when is None:
        return None
    known: date | None = when.last
    if row.text("known"):
        known = _made(row, "known", lambda: day_of(row.text("known")))
    bases = [basis.value for basis in Basis]
    basis = row.text("basis") or Basis.READ.value
    if basis not in bases:
        wanted = f"expected one of {', '.join(bases)}, found {shown(basis)}"
        row.error("basis", f"{wanted}{did_you_mean(basis, bases)}")
    if row.text("id") and not is_id(row.text("id")):
        row.error("id", f"{shown(row.text('id'))} cannot be an id: an id has no '>'")
    return {
        "id": row.text("id") or _UNNAMED,
        "when": when,
        "known": known,
        "sources": tuple(s.strip() for s in row.text("sources").split(";") if s.strip()),
        "basis": Basis(basis) if basis in bases else Basis.READ,
        **{key: row.text(key) for key in ("changes", "because", "reason", "corrects", "note")},
    }


def _own(row: _Row, kind: Kind, known: _Known) -> dict[str, Any] | None:
    """The fields that only this kind has."""
    own: dict[str, Any] = {}
    columns = [c for c in (*REQUIRED[kind], *OPTIONAL.get(kind, ())) if c not in COMMON]
    for column in columns:
        text = row.text(column)
        if column in _CANDIDATES:
            own[column] = _candidates(row, column, known)
        elif column == "who":
            own[column] = known.people.get(folded(text), text)
        elif column == "number":
            own[column] = _number(row)
        elif column == "lent":
            own[column] = _flag(row, column)
        elif column == "threshold":
            own["bar"] = _bar(row)
        elif column == "section":
            own[column] = _section(row, known)
        else:
            own[column] = text
    if "candidate" in own:
        own["candidate"] = own["candidate"][0] if own["candidate"] else ""
    return own


def _candidates(row: _Row, column: str, known: _Known) -> tuple[str, ...]:
    """The ids of the candidates that a cell names, joined by '>'; empty where one is nobody."""
    if not row.text(column):
        return ()
    texts = row.text(column).split(">") if column == "ranking" else [row.text(column)]
    found = []
    for text in (t.strip() for t in texts):
        meant = known.names.meant(text)
        if len(meant) == 1:
            found.append(known.names.candidates[meant[0]].id)
        elif meant:
            ids = " or ".join(sorted(known.names.candidates[n].id for n in meant))
            row.error(column, f"{shown(text)} could be {ids}; write the id")
        else:
            hint = did_you_mean(text, known.names.exact)
            row.error(column, f"{shown(text)} is no candidate of this contest{hint}")
    return tuple(found)


def _bar(row: _Row) -> Bar | None:
    text = row.text("threshold")
    return _made(row, "threshold", lambda: Bar.read(text)) if text else None


def _section(row: _Row, known: _Known) -> str:
    text = row.text("section")
    if text and text not in known.sections:
        hint = did_you_mean(text, known.sections, f"; there are {', '.join(known.sections)}")
        row.error("section", f"there is no section {shown(text)}{hint}")
    return text


def _number(row: _Row) -> int:
    text = row.text("number")
    number = whole_number(text)
    if text and (number is None or number > 10**12):
        row.error("number", f"expected a whole number of nominations, found {shown(text)}")
    return number or 0


def _flag(row: _Row, column: str) -> bool:
    said = row.text(column).casefold()
    if said not in (*YES, *NO):
        row.error(column, f"expected yes or nothing, found {shown(row.text(column))}")
    return said in YES


def _made(row: _Row, column: str, make: Callable[[], Made]) -> Made | None:
    """What ``make`` gives, or None after noting what it refuses, at the cell of the column."""
    try:
        return make()
    except RuleError as error:
        row.error(column, str(error))
        return None


# --- ids and writing ---------------------------------------------------------------------------


def id_of(record: Record) -> str:
    """The id that a record gets from its contents: equal contents, equal id."""
    cells = cells_of(record)
    del cells["id"]
    text = "\x1f".join(f"{column}\x1e{cells[column]}" for column in sorted(cells))
    digest = hashlib.sha256(text.encode()).hexdigest()[:12]
    whose = record.person or record.choice or record.corrects
    plain = re.sub(r"[^0-9a-z]+", "-", whose.casefold()).strip("-")
    return f"{record.kind}-{plain[:40].strip('-')}-{digest}"


def cells_of(record: Record) -> dict[str, str]:
    """The cells of a record, column to text; those that it does not use are left out."""
    cells = {
        "id": record.id,
        "kind": record.kind.value,
        "date": record.when.text,
        "known": "" if record.known == record.when.last else record.known.isoformat(),
        "sources": ";".join(record.sources),
        "basis": "" if record.basis is Basis.READ else record.basis.value,
    }
    cells |= {c: getattr(record, c) for c in ("changes", "because", "reason", "corrects", "note")}
    for column in (*REQUIRED[record.kind], *OPTIONAL.get(record.kind, ())):
        if column in COMMON:
            continue
        value = getattr(record, "bar" if column == "threshold" else column)
        cells[column] = _cell(value)
    return {column: text for column, text in cells.items() if text}


def _cell(value: object) -> str:
    if isinstance(value, Bar):
        return value.text
    if isinstance(value, bool):
        return "yes" if value else ""
    if value is None:
        return ""
    return ">".join(value) if isinstance(value, tuple) else str(value)


def records_as_csv(records: Iterable[Record]) -> bytes:
    """The records as a file that :func:`parse_records` reads, in the order given.

    Columns that no record uses are left out. Equal records give equal bytes.
    """
    rows = [cells_of(record) for record in records]
    columns = [c for c in COLUMNS if c in (*ASKED, "id") or any(c in row for row in rows)]
    lines = [",".join(columns), *_lines(rows, columns)]
    return ("\n".join(lines) + "\n").encode()


def _lines(rows: Iterable[Mapping[str, str]], columns: Sequence[str]) -> Iterator[str]:
    for row in rows:
        yield ",".join(_quoted(row.get(column, "")) for column in columns)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if re.search(r'[",#]', text) else text
