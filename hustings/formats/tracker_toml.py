"""tracker.toml: what the records of a contest are about; its sources, bodies, people and primaries.

The keys, what may stand there and what holds without them: docs/spec/tracker.md, paragraphs 31 to
38. A file is read to its end whatever is wrong with it, so that every defect comes at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePosixPath
from typing import TypeVar

from hustings.contest import Contest, is_id
from hustings.errors import Place, RuleError
from hustings.formats.contest_toml import outside
from hustings.formats.loading import TRACKER_FILE
from hustings.formats.reading import Defects
from hustings.formats.suggesting import did_you_mean
from hustings.formats.toml_places import TomlText, read_toml
from hustings.formats.toml_table import Table
from hustings.reported import Source
from hustings.track.bars import Threshold
from hustings.track.setting import Body, BodyKind, Person, Primary, WorthClaim
from hustings.track.when import When, day_of

__all__ = ["TRACKER_FILE", "Publishing", "TrackerText", "parse_tracker"]

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Publishing:
    """That the ballots of a section were published, and when; ``place`` is where that stands."""

    section: str
    when: When
    sources: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class TrackerText:
    """What a tracker.toml says, as far as it is sound.

    ``records`` are the files of records; ``results`` says where results of primaries lie, by id.
    Primaries have no result yet.
    """

    records: tuple[PurePosixPath, ...]
    declared: date | None
    sources: tuple[Source, ...]
    bodies: tuple[Body, ...]
    people: tuple[Person, ...]
    primaries: tuple[Primary, ...]
    results: dict[str, str]
    publishings: tuple[Publishing, ...]
    worths: tuple[WorthClaim, ...]
    document: TomlText
    file: str

    def place(self, *path: str | int) -> Place:
        """Where the value at a path stands, or the nearest table around it."""
        return Place(self.file, *self.document.at(path))


def parse_tracker(text: str, contest: Contest, defects: Defects) -> TrackerText | None:
    """Read the text of a tracker.toml; None where it is no TOML. Defects go to ``defects``."""
    document = read_toml(text, defects)
    if document is None:
        return None
    root = Table(document, defects, (), TRACKER_FILE, document.values)
    if not root.has("tracker"):
        root.error("there is no table [tracker]; begin with one that names the files of records")
    reader = _Reader(contest, defects)
    head = root.table("tracker")
    sources = reader.sources(root.tables("sources"))
    bodies = reader.bodies(root.tables("bodies"))
    people = reader.people(root.tables("people"))
    results: dict[str, str] = {}
    primaries = reader.primaries(root.tables("primaries"), results)
    publishings = reader.publishings(root.tables("published"))
    worths = reader.worths(root.tables("worths"))
    root.done()
    return TrackerText(
        _records(head) if head else (),
        _declared(head) if head else None,
        sources, bodies, people, primaries, results, publishings, worths, document, defects.file,
    )  # fmt: skip


def _records(head: Table) -> tuple[PurePosixPath, ...]:
    head.require("records", '["records.csv"]')
    found: list[PurePosixPath] = []
    for number, file in enumerate(head.texts("records")):
        problem = outside(file, "records")
        if problem is None and PurePosixPath(file) in found:
            problem = f"{file!r} stands twice; name each file once"
        if problem:
            head.error(f"records: {problem}", "records", number)
        else:
            found.append(PurePosixPath(file))
    return tuple(found)


def _declared(head: Table) -> date | None:
    day = _day(head, "declared")
    head.done()
    return day


def _made(table: Table, make: Callable[[], Made], *keys: str | int) -> Made | None:
    """What ``make`` gives, or None after noting what it refuses, at the place of the key."""
    try:
        return make()
    except RuleError as error:
        prefix = f"{keys[0]}: " if keys else ""
        table.error(f"{prefix}{error}", *keys)
        return None


def _day(table: Table, key: str) -> date | None:
    text = table.day(key)
    return _made(table, lambda: day_of(text), key) if text else None


def _when(table: Table, key: str) -> When | None:
    text = table.day(key)
    return _made(table, lambda: When.read(text), key) if text else None


@dataclass(slots=True)
class _Reader:
    """Reads the lists of the file; remembers which ids it has defined."""

    contest: Contest
    defects: Defects
    ids: dict[str, list[str]] = field(default_factory=dict)

    def sources(self, tables: Iterable[Table]) -> tuple[Source, ...]:
        """Each source: an id, a title and who published it."""
        found = []
        for table in tables:
            _require(table, id='"S1"', title='"Oakdale votes"', publisher='"Oakdale Gazette"')
            id_ = self._define(table, "source")
            title, publisher = table.line("title"), table.line("publisher")
            table.done()
            if id_ and title and publisher:
                found.append(Source(id_, title, publisher))
        return tuple(found)

    def bodies(self, tables: Iterable[Table]) -> tuple[Body, ...]:
        """Each body of nominators."""
        return tuple(self._whole(self._body(table) for table in tables))

    def _body(self, table: Table) -> Body | None:
        _require(table, id='"mps"', one='"MP"', many='"MPs"')
        id_, one, many = self._define(table, "body"), table.line("one"), table.line("many")
        kind = table.choice("kind", BodyKind.MEMBERS)
        all_named = table.flag("all_named")
        threshold, closes = self._threshold(table), _day(table, "closes")
        cited = self._cited(table)
        table.done()
        if not (id_ and one and many):
            return None
        return _made(table, lambda: Body(id_, one, many, kind, threshold, closes, all_named, cited))

    def _threshold(self, table: Table) -> Threshold | None:
        share, of = table.text("threshold"), table.whole("of", least=1)
        needed = table.whole("needed", least=1)
        if not share:
            if of is not None:
                table.error('of: add a line threshold = "12.5%", the share of so many', "of")
            return None if needed is None else Threshold(needed)
        if of is None:
            table.error("threshold: add a line of = 257, of how many it is a share", "threshold")
            return None
        found = _made(table, lambda: Threshold.share_of(share, of), "threshold")
        if found and needed is not None and needed != found.needed:
            table.error(
                f"needed: {share} of {of} makes {found.needed}, not {needed}; correct one", "needed"
            )
        return found

    def people(self, tables: Iterable[Table]) -> tuple[Person, ...]:
        """Each person who acts under several names."""
        found = []
        for table in tables:
            _require(table, name='"John Mann MP"')
            name = self._define(table, "person", "name")
            also, seat = table.texts("also"), table.line("seat", empty=True)
            for number, other in enumerate(also):
                self._take("person", other, table, "also", number)
            table.done()
            if name:
                found.append(Person(name, also, seat))
        return tuple(found)

    def primaries(self, tables: Iterable[Table], results: dict[str, str]) -> tuple[Primary, ...]:
        """Each primary, still without its result, whose place goes to ``results``."""
        return tuple(self._whole(self._primary(table, results) for table in tables))

    def _primary(self, table: Table, results: dict[str, str]) -> Primary | None:
        _require(table, id='"oakdale"', title='"Oakdale primary"', held='"2010-07"')
        id_, title = self._define(table, "primary"), table.line("title")
        short = table.line("short", title)
        held, announced = _when(table, "held"), _day(table, "announced")
        advises = table.line("advises", empty=True)
        section = self._section(table, required=False)
        path = table.line("result", empty=True)
        cited = self._cited(table)
        table.done()
        if not (id_ and title and held):
            return None
        if path:
            results[id_] = path
        return _made(
            table,
            lambda: Primary(
                id_, title, short, held, advises, section, announced=announced, sources=cited
            ),
        )

    def publishings(self, tables: Iterable[Table]) -> tuple[Publishing, ...]:
        """Each section whose ballots were published."""
        found = []
        for table in tables:
            _require(table, section='"members"', date='"2010-09-25"', sources='["S1"]')
            section, when = self._section(table), _when(table, "date")
            cited = self._cited(table)
            table.done()
            if section and self._take("published section", section, table, "section") and when:
                place = Place(self.defects.file, *table.document.at(table.path))
                found.append(Publishing(section, when, cited, place))
        return tuple(found)

    def worths(self, tables: Iterable[Table]) -> tuple[WorthClaim, ...]:
        """Each published worth of one vote."""
        return tuple(self._whole(self._worth(table) for table in tables))

    def _worth(self, table: Table) -> WorthClaim | None:
        _require(table, one='"mps"', figure='"608"', sources='["S17"]')
        one = self._section(table, "one", required=True)
        of = self._section(table, "of", required=False)
        figure, says = table.line("figure"), table.line("says", empty=True)
        base, stage = table.line("base", empty=True), table.whole("stage", least=1)
        papers, when = self._papers(table), _when(table, "date")
        cited = self._cited(table)
        table.done()
        if not (one and figure and cited):
            return None
        rest = (says, papers, stage, base, when)
        return _made(table, lambda: WorthClaim(one, figure, of, cited, *rest))

    def _papers(self, table: Table) -> tuple[tuple[str, int], ...]:
        inner = table.table("papers")
        if inner is None:
            return ()
        found = []
        for section in (section.id for section in self.contest.sections):
            number = inner.whole(section, least=1)
            if number is not None:
                found.append((section, number))
        inner.done()
        return tuple(found)

    # --- ids -----------------------------------------------------------------------------------

    def _define(self, table: Table, kind: str, key: str = "id") -> str:
        value = table.line(key)
        if not value:
            return ""
        if key == "id" and not is_id(value):
            table.error(f"{value!r} cannot be an id: no space around it and no '>'", key)
            return ""
        if kind == "source" and ";" in value:
            table.error(f"{value!r} cannot be a source's id: ';' parts sources", key)
            return ""
        return value if self._take(kind, value, table, key) else ""

    def _take(self, kind: str, value: str, table: Table, *keys: str | int) -> bool:
        taken = self.ids.setdefault(kind, [])
        if value in taken:
            table.error(f"{kind} {value!r} stands twice; each may stand once", *keys)
            return False
        taken.append(value)
        return True

    def _cited(self, table: Table) -> tuple[str, ...]:
        known = self.ids.get("source", [])
        found = []
        for number, source in enumerate(table.texts("sources")):
            if source not in known:
                hint = did_you_mean(source, known, "; list it under [[sources]]")
                table.error(f"no source {source!r} is listed{hint}", "sources", number)
            elif source in found:
                table.error(f"source {source!r} stands twice", "sources", number)
            else:
                found.append(source)
        return tuple(found)

    def _section(self, table: Table, key: str = "section", *, required: bool = True) -> str:
        value = table.line(key, empty=not required)
        known = [section.id for section in self.contest.sections]
        if value and value not in known:
            hint = did_you_mean(value, known, f"; there are {', '.join(known)}")
            table.error(f"{key}: there is no section {value!r}{hint}", key)
            return ""
        return value

    @staticmethod
    def _whole(found: Iterable[Made | None]) -> Iterator[Made]:
        return (one for one in found if one is not None)


def _require(table: Table, **examples: str) -> None:
    for key, example in examples.items():
        table.require(key, example)
