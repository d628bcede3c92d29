"""Polls and reader surveys as CSV, a line each; poll houses as another. docs/guide/polls.md.

    id,kind,house,population,sample,method,first,last,question,base,sources,share:ash,share:birch
    p1,poll,fictional,members,"1,011",online,2030-09-07,2030-09-10,Who?,those naming one,S1,52,48

``kind`` is ``poll`` or ``reader_survey``. A reader survey has its outlet under ``house``, the
number of answers under ``sample`` where it was published, and no population or method: it asked
nobody in particular. Shares stand letter for letter, an empty one is not known; sources are parted
by ``;``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hustings.contest import Contest, Names
from hustings.errors import RuleError
from hustings.formats.named_columns import TableRow, bytes_of, csv_cell, raise_all, rows_of
from hustings.formats.reading import Defects, shown
from hustings.formats.suggesting import did_you_mean
from hustings.reported.printed import Share
from hustings.track.polls import VOTERS, Method, Poll, PollHouse, ReaderSurvey
from hustings.track.when import day_of

__all__ = [
    "PollFile",
    "houses_as_csv",
    "houses_by_id",
    "parse_houses",
    "parse_polls",
    "polls_as_csv",
    "read_houses",
    "read_polls",
]

_REQUIRED = ("id", "kind", "house", "first", "last", "question", "base")
_OPTIONAL = ("population", "sample", "method", "sources")
_SHARE = "share:"
_POLL, _SURVEY = "poll", "reader_survey"


@dataclass(frozen=True, slots=True)
class PollFile:
    """What a file holds, polls and reader surveys apart, each in the order of its lines."""

    polls: tuple[Poll, ...]
    surveys: tuple[ReaderSurvey, ...]


def read_polls(
    path: Path,
    *,
    houses: Sequence[PollHouse] | None = None,
    contest: Contest | None = None,
    name: str | None = None,
) -> PollFile:
    """Read a file of polls; see :func:`parse_polls`. ``name`` is the file as messages call it."""
    name = str(path) if name is None else name
    return parse_polls(bytes_of(path, name), name=name, houses=houses, contest=contest)


def parse_polls(
    data: bytes,
    *,
    name: str,
    houses: Sequence[PollHouse] | None = None,
    contest: Contest | None = None,
) -> PollFile:
    """Read the bytes of a file of polls; FormatError with every defect.

    With ``houses`` a poll must be by one of them, by id. With a contest its candidates are meant by
    id or by name, and a population is one of its sections, or ``voters`` for voters at large.
    """
    defects = Defects(name)
    found: list[Poll | ReaderSurvey] = []
    seen: dict[str, int] = {}
    reading = _Reading(houses, contest)
    for row in rows_of(data, defects, required=_REQUIRED, optional=_OPTIONAL, prefix=_SHARE):
        one = reading.asked(row)
        if one is None:
            continue
        earlier = seen.setdefault(one.id, row.line)
        if earlier != row.line:
            row.error(f"{one.id!r} stands on line {earlier} too: give each an id of its own", "id")
        found.append(one)
    raise_all(defects)
    return PollFile(
        tuple(one for one in found if isinstance(one, Poll)),
        tuple(one for one in found if isinstance(one, ReaderSurvey)),
    )


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the rows of a file may name."""

    houses: Sequence[PollHouse] | None
    contest: Contest | None

    def asked(self, row: TableRow) -> Poll | ReaderSurvey | None:
        """The poll or survey of a row; None after adding its defects."""
        before = len(row.defects.errors)
        kind = row.asked("kind", _kind)
        days = row.asked("first", day_of), row.asked("last", day_of)
        for column in ("id", "house", "question", "base"):
            row.asked(column, str)
        if kind is None:
            return None
        make = self._poll if kind == _POLL else self._survey
        try:
            made = make(row, *days, self._shares(row))
        except RuleError as error:
            if len(row.defects.errors) == before:  # else it only says the same again
                row.error(str(error))
            return None
        return made if len(row.defects.errors) == before else None

    def _poll(
        self, row: TableRow, first: date | None, last: date | None, shares: Mapping[str, Share]
    ) -> Poll | None:
        method, population = row.asked("method", _method), row.asked("population", self._population)
        house, sample = self._house(row), self._sample(row)
        if not (method and population and house and sample is not None and first and last):
            return None
        told = row.text("question"), row.text("base"), shares, _sources(row)
        return Poll(row.text("id"), house, population, sample, method, first, last, *told)

    def _survey(
        self, row: TableRow, first: date | None, last: date | None, shares: Mapping[str, Share]
    ) -> ReaderSurvey | None:
        self._nothing_of_a_poll(row)
        answers = row.whole("sample")
        if not (first and last):
            return None
        told = row.text("question"), row.text("base"), shares, answers, _sources(row)
        return ReaderSurvey(row.text("id"), row.text("house"), first, last, *told)

    def _nothing_of_a_poll(self, row: TableRow) -> None:
        """A reader survey has neither population nor method; it must not pass for a poll."""
        for column in ("population", "method"):
            if row.text(column):
                row.error(
                    "a reader survey has none: it asked whoever cared to answer; leave it empty",
                    column,
                )

    def _sample(self, row: TableRow) -> int | None:
        if not row.text("sample"):
            row.error("this must be filled in: how many were asked", "sample")
        return row.whole("sample")

    def _house(self, row: TableRow) -> str | None:
        text = row.text("house")
        known = [house.id for house in self.houses or ()]
        if self.houses is None or not text or text in known:
            return text
        listed = f"; the houses are {', '.join(known)}" if known else "; no house is listed"
        row.error(
            f"there is no poll house {shown(text)}{did_you_mean(text, known, listed)}", "house"
        )
        return None

    def _population(self, text: str) -> str:
        if self.contest is None or text == VOTERS:
            return text
        known = [s.id for s in self.contest.sections]
        if text not in known:
            listed = f"; there are {', '.join(known)}"
            hint = did_you_mean(text, [*known, VOTERS], listed)
            raise RuleError(f"expected a section, or {VOTERS} at large, found {shown(text)}{hint}")
        return text

    def _shares(self, row: TableRow) -> dict[str, Share]:
        shares: dict[str, Share] = {}
        for column in row.columns:
            if not column.startswith(_SHARE):
                continue
            option = self._option(row, column)
            share = row.read(column, Share.read)
            if option is not None and share is not None:
                if option in shares:
                    row.error(f"{option} has two columns: keep one", column)
                shares[option] = share
        return shares

    def _option(self, row: TableRow, column: str) -> str | None:
        text = column.removeprefix(_SHARE)
        if self.contest is None or row.text("population") == VOTERS:
            return text
        meant = Names(self.contest.candidates).meant(text)
        return self.contest.candidates[meant[0]].id if len(meant) == 1 else text


def _kind(text: str) -> str:
    kind = text.casefold().replace(" ", "_").replace("-", "_")
    if kind not in {_POLL, _SURVEY}:
        raise RuleError(f"expected {_POLL} or {_SURVEY}, found {shown(text)}")
    return kind


def _method(text: str) -> Method:
    word = text.casefold().replace(" ", "-").replace("_", "-")
    if word not in {m.value for m in Method}:
        known = ", ".join(Method)
        raise RuleError(f"expected one of {known}, found {shown(text)}")
    return Method(word)


def _sources(row: TableRow) -> tuple[str, ...]:
    return tuple(s.strip() for s in row.text("sources").split(";") if s.strip())


def polls_as_csv(polls: Iterable[Poll], surveys: Iterable[ReaderSurvey] = ()) -> bytes:
    """A file that :func:`read_polls` reads; polls first, then reader surveys."""
    every: list[Poll | ReaderSurvey] = [*polls, *surveys]
    options = list(dict.fromkeys(o for one in every for o in one.shares))
    header = [
        "id", "kind", "house", "population", "sample", "method", "first", "last", "question",
        "base", "sources", *(f"{_SHARE}{o}" for o in options),
    ]  # fmt: skip
    rows = [header, *(_cells(one, options) for one in every)]
    return "".join(",".join(map(csv_cell, row)) + "\n" for row in rows).encode()


def _cells(one: Poll | ReaderSurvey, options: Sequence[str]) -> list[str]:
    if isinstance(one, Poll):
        begin = [one.id, _POLL, one.house, one.population, str(one.sample), one.method.value]
    else:
        answers = "" if one.answers is None else str(one.answers)
        begin = [one.id, _SURVEY, one.outlet, "", answers, ""]
    shares = [one.shares[o].text if o in one.shares else "" for o in options]
    days = [one.first.isoformat(), one.last.isoformat()]
    return [*begin, *days, one.question, one.base, "; ".join(one.sources), *shares]


def read_houses(path: Path, *, name: str | None = None) -> tuple[PollHouse, ...]:
    """Read a file of poll houses; FormatError with every defect."""
    name = str(path) if name is None else name
    return parse_houses(bytes_of(path, name), name=name)


def parse_houses(data: bytes, *, name: str) -> tuple[PollHouse, ...]:
    """Read the bytes of a CSV ``id,name,council,note``; FormatError with every defect."""
    defects = Defects(name)
    found: dict[str, PollHouse] = {}
    lines: dict[str, int] = {}
    optional = ("council", "note")
    for row in rows_of(data, defects, required=("id", "name"), optional=optional):
        if row.asked("id", str) is None or row.asked("name", str) is None:
            continue
        try:
            house = PollHouse(*(row.text(c) for c in ("id", "name", "council", "note")))
        except RuleError as error:
            row.error(str(error))
            continue
        if house.id in found:
            row.error(f"{house.id!r} stands on line {lines[house.id]} too: keep one", "id")
        found[house.id], lines[house.id] = house, row.line
    raise_all(defects)
    return tuple(found.values())


def houses_as_csv(houses: Iterable[PollHouse]) -> bytes:
    """A file that :func:`read_houses` reads."""
    rows: list[Sequence[str]] = [("id", "name", "council", "note")]
    rows.extend((h.id, h.name, h.council, h.note) for h in houses)
    return "".join(",".join(map(csv_cell, row)) + "\n" for row in rows).encode()


def houses_by_id(houses: Iterable[PollHouse]) -> Mapping[str, PollHouse]:
    """The houses by their ids."""
    return {house.id: house for house in houses}
