"""contest.toml: the text that says what a contest is, read with every defect.

The keys, what may stand there and what holds without them: docs/spec/contest-folder.md.
:func:`parse_contest` looks at the text alone; the ballots that it names are read by
:mod:`hustings.formats.folder`. :mod:`hustings.formats.contest_toml_writing` goes the other way.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import PurePosixPath
from types import MappingProxyType

from hustings.contest import (
    WHOLE_SECTION,
    Base,
    Candidate,
    Contest,
    Duplicates,
    Figures,
    Heading,
    Majority,
    MarkPolicy,
    Overvote,
    Purpose,
    Section,
    TieOrder,
    is_id,
)
from hustings.errors import Place, RuleError
from hustings.formats.reading import Defects
from hustings.formats.toml_places import TomlText, read_toml
from hustings.formats.toml_table import Table

__all__ = [
    "ANY",
    "CONTEST_FILE",
    "DEFAULTS",
    "TOTAL",
    "BallotsOf",
    "ContestText",
    "outside",
    "parse_contest",
]

CONTEST_FILE = "contest.toml"
ANY = "any"
"""Stands for any number of skipped ranks."""

TOTAL = "total"
"""Among the headings of rejected papers: all of them, those without a stated heading included."""

DEFAULTS = Contest("default", "Default", (Candidate("default", "Default"),))
"""What holds where a line is left out."""


@dataclass(frozen=True, slots=True)
class BallotsOf:
    """Which file holds a section's ballots, in which format (None: as its name says)."""

    section: str
    file: PurePosixPath
    format: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class ContestText:
    """What a contest.toml says, as far as it is sound.

    ``contest`` is None where anything is wrong, ``candidates`` where their list is. ``ballots``
    leaves out a section that names no file, or a file that it must not name; ``lots`` is the file
    of recorded lots, None where none is named. ``rule`` and ``seats`` are what was said or holds
    without it, None where that is no id or no number.
    """

    contest: Contest | None
    rule: str | None
    seats: int | None
    candidates: tuple[Candidate, ...] | None
    ballots: tuple[BallotsOf, ...]
    lots: PurePosixPath | None
    document: TomlText
    file: str

    def place(self, *path: str | int) -> Place:
        """Where the value at a path stands, or the nearest table around it."""
        return Place(self.file, *self.document.at(path))


def parse_contest(text: str, defects: Defects) -> ContestText | None:
    """Read the text of a contest.toml; None where it is no TOML. Defects go to ``defects``."""
    document = read_toml(text, defects)
    if document is None:
        return None
    root = Table(document, defects, (), CONTEST_FILE, document.values)
    already = len(defects.errors)
    head = root.table("contest")
    if not root.has("contest"):
        root.error(f"{CONTEST_FILE} has no table [contest]; begin with one, with an id and a title")
    listed, blocks = root.tables("candidates"), root.tables("sections")
    root.done()
    options = _options(head, with_sections=bool(blocks)) if head else DEFAULTS
    before = len(defects.errors)
    candidates = _candidates(root, listed)
    candidates_sound = len(defects.errors) == before
    sections = _sections(blocks) or DEFAULTS.sections
    ballots = _ballots(blocks or ([head] if head else []))
    lots = _lots(head, ballots) if head else None
    contest = None
    if len(defects.errors) == already:
        try:
            contest = replace(options, candidates=candidates, sections=sections)
        except RuleError as error:
            root.error(str(error), "contest")
    return ContestText(
        contest,
        options.rule if _is_sound(head, "rule", options.rule) else None,
        options.seats if _is_sound(head, "seats", options.seats) else None,
        candidates if candidates_sound else None,
        ballots,
        lots,
        document,
        defects.file,
    )


def _is_sound(head: Table | None, key: str, read: object) -> bool:
    """Whether what was read of an option is what the file says, and no default in its stead."""
    return head is None or not head.has(key) or head.values[key] == read


def _options(head: Table, *, with_sections: bool) -> Contest:
    """The table [contest] as a contest whose candidates and sections are still to come."""
    head.require("id", '"leader-2010"')
    head.require("title", '"Election of the leader 2010"')
    contest = Contest(
        _id(head, "default"),
        head.line("title", "Default"),
        DEFAULTS.candidates,
        purpose=head.choice("purpose", Purpose.ELECTION),
        rule=head.text("rule", DEFAULTS.rule, empty=False),
        seats=head.whole("seats", least=1) or DEFAULTS.seats,
        base=head.choice("base", Base.LIVE),
        tie_order=head.choice("tie_order", TieOrder.FORWARD),
        majority=head.choice("majority", Majority.MORE),
        to_two=head.flag("to_two"),
        marks=_marks(head.table("marks")),
        question=head.text("question"),
        date=head.day("date"),
        sources=head.texts("sources"),
        notes=head.texts("notes"),
    )
    for key in ("ballots", "format", "lots"):
        head.text(key)
    for key in ("ballots", "format"):
        if with_sections and head.has(key):
            head.error(f"each of the [[sections]] names its own {key}; move this line there", key)
    head.done()
    return contest


def _id(table: Table, default: str) -> str:
    text = table.text("id", default)
    if is_id(text):
        return text
    wanted = "not empty, no space around it, no '>' and no line break"
    table.error(f"{text!r} cannot be an id: {wanted}", "id")
    return default


def _marks(table: Table | None) -> MarkPolicy:
    if table is None:
        return MarkPolicy()
    any_number = table.has("skipped_ranks") and table.values["skipped_ranks"] == ANY
    if any_number:
        table.asked.append("skipped_ranks")
    policy = MarkPolicy(
        table.choice("overvote", Overvote.EXHAUST),
        table.choice("duplicates", Duplicates.SKIP),
        None if any_number else table.whole("skipped_ranks", also=f'"{ANY}"'),
    )
    table.done()
    return policy


def _candidates(root: Table, tables: Sequence[Table]) -> tuple[Candidate, ...]:
    if not tables and (not root.has("candidates") or root.values["candidates"] == []):
        root.error(
            "there is no candidate; add a table [[candidates]] with an id and a name for each"
        )
    found: list[Candidate] = []
    for number, table in enumerate(tables, start=1):
        table.require("id", '"balls"')
        candidate_id = _id(table, f"candidate-{number}")
        name = table.line("name", candidate_id)
        found.append(Candidate(candidate_id, name, table.flag("withdrawn")))
        table.done()
    _check_unique(tables, "id")
    _check_unique(tables, "name")
    _check_no_name_is_an_id(tables, found)
    if found and all(c.withdrawn for c in found):
        tables[0].error("every candidate is withdrawn: nobody is left to count")
    return tuple(found)


def _check_unique(tables: Sequence[Table], key: str) -> None:
    first: dict[str, Table] = {}
    for table in tables:
        text = table.values.get(key)
        if not isinstance(text, str):
            continue
        earlier = first.setdefault(text, table)
        if earlier is not table:
            line, _ = earlier.document.at((*earlier.path, key))
            table.error(f"{key} {text!r} stands already on line {line}; each has its own", key)


def _check_no_name_is_an_id(tables: Sequence[Table], candidates: Sequence[Candidate]) -> None:
    """Ballots name candidates by id or name, so nobody's name may be another one's id."""
    ids = {candidate.id for candidate in candidates}
    for table, candidate in zip(tables, candidates, strict=True):
        if candidate.name != candidate.id and candidate.name in ids:
            table.error(f"the name {candidate.name!r} is another candidate's id", "name")


def _sections(tables: Sequence[Table]) -> tuple[Section, ...]:
    found = []
    for number, table in enumerate(tables, start=1):
        table.require("id", '"members"')
        section_id = _id(table, f"section-{number}")
        found.append(
            Section(
                section_id,
                table.line("name", section_id),
                table.fraction("weight"),
                _figures(table),
                table.text("invented"),
            )
        )
        table.text("ballots")
        table.text("format")
        table.done()
    _check_unique(tables, "id")
    _check_weights(tables, [s.weight for s in found])
    return tuple(found)


def _folded(heading: str) -> str:
    """A heading however it is spelt: its id, or its words, with any of the usual separators."""
    return " ".join(re.split(r"[\s_-]+", heading.strip().casefold()))


_HEADINGS = {_folded(spelt): h for h in Heading for spelt in (h.value, h.words)}


def _figures(table: Table) -> Figures:
    issued, returned = table.whole("issued"), table.whole("returned")
    valid = table.whole("valid")
    if not isinstance(table.values.get("rejected"), dict):
        total = table.whole("rejected", also="a table of headings")
        return Figures(issued, returned, valid, rejected_total=total)
    headings = table.table("rejected")
    assert headings is not None
    rejected: dict[Heading, int] = {}
    for key in headings.values:
        heading = _HEADINGS.get(_folded(key))
        papers = headings.whole(key) if heading else None
        if heading in rejected:
            headings.error(f"the heading '{heading.words}' stands twice; keep one", key)
        elif heading and papers is not None:
            rejected[heading] = papers
    headings.asked.extend(h.value for h in Heading)
    total = headings.whole(TOTAL)
    headings.done()
    return Figures(issued, returned, valid, MappingProxyType(rejected), total)


def _check_weights(tables: Sequence[Table], weights: Sequence[Fraction | None]) -> None:
    """All sections have a weight or none has, and they add up to 1."""
    given = [table for table in tables if table.has("weight")]
    if given and len(given) < len(tables):
        for table in tables:
            if not table.has("weight"):
                table.error("this section has no weight, others have; give every one a weight")
    sound = [weight for weight in weights if weight is not None]
    if sound and len(sound) == len(tables) and sum(sound) != 1:
        given[0].error(f"the weights must add up to 1, they add up to {sum(sound)}", "weight")


def _ballots(tables: Sequence[Table]) -> tuple[BallotsOf, ...]:
    """Which section has which file; two sections never have the same one."""
    found: dict[PurePosixPath, BallotsOf] = {}
    for table in tables:
        text = table.values.get("ballots")
        if not isinstance(text, str):
            continue
        if problem := outside(text):
            table.error(f"ballots: {problem}", "ballots")
            continue
        file = PurePosixPath(text)
        if file in found:
            line = found[file].place.line
            table.error(
                f"{text!r} holds the ballots of the section on line {line} already; "
                "each section has a file of its own",
                "ballots",
            )
            continue
        section, chosen = table.values.get("id"), table.values.get("format")
        whole = table.path == ("contest",)
        found[file] = BallotsOf(
            WHOLE_SECTION if whole or not isinstance(section, str) else section,
            file,
            chosen if isinstance(chosen, str) else None,
            Place(table.defects.file, *table.document.at((*table.path, "ballots"))),
        )
    return tuple(found.values())


def _lots(head: Table, ballots: Sequence[BallotsOf]) -> PurePosixPath | None:
    """The file of recorded lots; None where none is named, or one that it must not be."""
    text = head.values.get("lots")
    if not isinstance(text, str):
        return None
    problem = outside(text, "lots")
    if problem is None and PurePosixPath(text) in {part.file for part in ballots}:
        problem = f"{text!r} holds ballots; recorded lots have a file of their own"
    if problem:
        head.error(f"lots: {problem}", "lots")
    return None if problem else PurePosixPath(text)


def outside(file: str, what: str = "ballots") -> str | None:
    """Why a name is not that of a file inside the folder; None where it can be."""
    path = PurePosixPath(file)
    if not path.name or path == PurePosixPath(CONTEST_FILE):
        return f"{file!r} is no file of {what}; name one that lies in this folder"
    if "\\" in file:
        return f"write / between the parts of the path {file!r}"
    if path.is_absolute() or re.match("[A-Za-z]:", file) or ".." in path.parts:
        return f"{file!r} leads out of the folder; put the file into it and name it from there"
    return None
