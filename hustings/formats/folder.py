"""A contest on disk: a folder with contest.toml and the ballots of each section.

:func:`read_folder` reads everything and gathers every defect; :func:`read_contest` gives the
contest or raises them. :func:`write_contest` makes a new folder, whole or not at all.
Format: docs/spec/contest-folder.md.
"""

from __future__ import annotations

import re
import secrets
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from hustings.ballot import CastVoteRecords, combine
from hustings.contest import WHOLE_SECTION, Candidate, Contest
from hustings.count.stage import Lots
from hustings.errors import Finding, FormatError, Place, RuleError
from hustings.formats.contest_toml import CONTEST_FILE, BallotsOf, ContestText, parse_contest
from hustings.formats.contest_toml_writing import contest_as_toml
from hustings.formats.files import Check, explain, sync_folder, write_atomically, writing
from hustings.formats.format import Expected, Progress
from hustings.formats.lots import lots_as_csv, read_lots
from hustings.formats.reading import Defects, text_of
from hustings.formats.registry import (
    FORMATS,
    SAVE_AS_CSV,
    format_for,
    is_spreadsheet,
    known_formats,
    read_ballots,
    would_lose,
)
from hustings.formats.suggesting import did_you_mean, near_name

__all__ = [
    "Folder",
    "Loaded",
    "inside",
    "loaded_of",
    "losses_of_folder",
    "read_contest",
    "read_folder",
    "write_contest",
]


LOTS_FILE = "lots.csv"
"""What recorded lots are called in a folder that is written."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A contest as it was read: the nouns, its ballots, and what was odd but no defect.

    ``ballots`` is None while a section has none yet, and ``uncounted`` names those sections;
    ``files`` are those that were read; ``of_folder`` tells a contest folder from a ballot file;
    ``lots`` are those that the folder records.
    """

    contest: Contest
    ballots: CastVoteRecords | None
    findings: tuple[Finding, ...] = ()
    files: tuple[Path, ...] = ()
    uncounted: tuple[str, ...] = ()
    of_folder: bool = False
    lots: Lots = Lots()

    @property
    def records(self) -> CastVoteRecords:
        """The ballots of all sections; RuleError naming the sections that have none yet."""
        if self.ballots is None:
            which = ", ".join(repr(section) for section in self.uncounted)
            raise RuleError(
                f"{self.contest.title}: there are no ballots of section {which} yet; "
                f"name their file as ballots in {CONTEST_FILE}"
            )
        return self.ballots


@dataclass(slots=True)
class Folder:
    """A folder as far as it can be read: ``text`` and ``parts`` hold what is sound of it."""

    path: Path
    name: str
    errors: list[Finding] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)
    text: ContestText | None = None
    parts: dict[str, CastVoteRecords] = field(default_factory=dict)
    files: list[Path] = field(default_factory=list)
    lots: Lots = Lots()

    @property
    def toml_name(self) -> str:
        """contest.toml as messages call it."""
        return inside(self.name, CONTEST_FILE)


def inside(folder: str, file: object) -> str:
    """A file of a folder as messages call it."""
    return f"{folder.rstrip('/') or '/'}{'' if folder == '/' else '/'}{file}"


def read_folder(path: Path, *, name: str | None = None, progress: Progress | None = None) -> Folder:
    """Read contest.toml and then every file that it names, gathering the defects of all.

    A section's file is left unread while the candidates, whom it names, are not sound.
    """
    folder = Folder(path, str(path) if name is None else name)
    folder.text = _read_toml(folder)
    if folder.text is None or folder.text.candidates is None:
        return folder
    for ballots in folder.text.ballots:
        _read_part(folder, ballots, folder.text.candidates, progress)
    if folder.text.contest is not None and folder.text.lots is not None:
        _read_lots(folder, folder.text.contest, folder.text.lots)
    return folder


def _read_toml(folder: Folder) -> ContestText | None:
    file = folder.path / CONTEST_FILE
    defects = Defects(folder.toml_name, folder.errors, folder.notes)
    folder.files.append(file)
    try:
        text = text_of(file.read_bytes(), defects)
        return None if defects.errors else parse_contest(text, defects)
    except FormatError:
        return None  # its findings are in the folder's list
    except (OSError, ValueError) as error:
        defects.error(f"cannot be read: {explain(error)}")
        return None


def _read_part(
    folder: Folder, part: BallotsOf, candidates: tuple[Candidate, ...], progress: Progress | None
) -> None:
    """Read the ballots of one section; what is wrong with the naming stands at its line."""
    path = folder.path.joinpath(part.file)
    problem = _unusable(folder, path, part)
    if problem:
        folder.errors.append(Finding(part.place, problem))
        return
    folder.files.append(path)
    try:
        records = read_ballots(
            path,
            name=inside(folder.name, part.file),
            format=part.format,
            expected=Expected(candidates, part.section),
            progress=progress,
        )
    except FormatError as error:
        folder.errors.extend(error.findings)
        return
    folder.notes.extend(records.notes)
    folder.parts[part.section] = records


def _read_lots(folder: Folder, contest: Contest, file: PurePosixPath) -> None:
    path = folder.path.joinpath(file)
    folder.files.append(path)
    try:
        folder.lots = read_lots(path, contest=contest, name=inside(folder.name, file))
    except FormatError as error:
        folder.errors.extend(error.findings)


def _unusable(folder: Folder, path: Path, part: BallotsOf) -> str | None:
    """Why a named file cannot be a section's ballots; None where it can."""
    if part.format is not None and part.format not in FORMATS:
        hint = did_you_mean(part.format, FORMATS, f"; the formats are {', '.join(FORMATS)}")
        return f"there is no format {part.format!r}{hint}"
    if part.format is None and format_for(part.file) is None:
        if is_spreadsheet(part.file):
            return f"{str(part.file)!r}: {SAVE_AS_CSV}"
        return (
            f"the name {str(part.file)!r} does not tell its format; add a line format = "
            f'"...", one of {known_formats()}'
        )
    try:
        path.stat()  # before resolving, which has no good end where links lead in a circle
        if not path.resolve().is_relative_to(folder.path.resolve()):
            return (
                f"{str(part.file)!r} is a link that leads out of the folder; put the file into it"
            )
    except (OSError, ValueError) as error:
        if isinstance(error, FileNotFoundError):
            broken = "is a broken symbolic link" if path.is_symlink() else "is not in the folder"
            near = near_name(path)
            wanted = (
                f"did you mean {str(part.file.with_name(near))!r}?"
                if near and near != path.name
                else "put it there or correct the name"
            )
            return f"the file {str(part.file)!r} {broken}; {wanted}"
        return f"the file {str(part.file)!r} cannot be read: {explain(error)}"
    return f"{str(part.file)!r} is a folder; name a file of ballots" if path.is_dir() else None


def read_contest(
    path: Path, *, name: str | None = None, progress: Progress | None = None
) -> Loaded:
    """Read a contest folder; FormatError with every defect of contest.toml and of each file."""
    folder = read_folder(path, name=name, progress=progress)
    if folder.errors:
        raise FormatError.of(folder.errors)
    return loaded_of(folder)


def loaded_of(folder: Folder) -> Loaded:
    """What a folder without errors holds; FormatError where its sections do not go together."""
    assert folder.text is not None and folder.text.contest is not None
    contest = folder.text.contest
    missing = tuple(s.id for s in contest.sections if s.id not in folder.parts)
    try:
        together = None if missing else combine([folder.parts[s.id] for s in contest.sections])
    except RuleError as error:
        raise FormatError(Place(folder.toml_name), str(error)) from None
    notes, files = tuple(folder.notes), tuple(folder.files)
    return Loaded(contest, together, notes, files, missing, True, folder.lots)


# --- writing ---------------------------------------------------------------------------------


def losses_of_folder(records: CastVoteRecords | None) -> tuple[str, ...]:
    """What of these records a contest folder, with a CSV for each section, cannot hold."""
    parts = {} if records is None else _split(records)
    found: dict[str, None] = {}
    for part in parts.values():
        lost = FORMATS["csv"].loses(part)
        if lost and not _reads_back(part):
            found.update(dict.fromkeys(lost))
    return tuple(found)


def _reads_back(part: CastVoteRecords) -> bool:
    """Whether a CSV holds the records after all, once the folder tells who the candidates are."""
    with tempfile.TemporaryDirectory(prefix="hustings-") as place:
        path = Path(place, "part.csv")
        write_atomically(path, FORMATS["csv"].write(part))
        try:
            return read_ballots(path, expected=Expected(part.candidates)) == part
        except FormatError:
            return False


def write_contest(
    contest: Contest,
    records: CastVoteRecords | None,
    folder: Path,
    *,
    lots: Lots = Lots(),
    lossy: bool = False,
    check: Check | None = None,
) -> None:
    """Make a new folder of the contest and its ballots, a CSV for each section, and its lots.

    The folder must not be there, or be empty; it appears whole, after ``check`` has looked at it
    under its passing name, or not at all. Raises RuleError for a folder that is in use or cannot be
    written, for ballots of another contest, and, unless ``lossy``, where anything would be lost.
    """
    parts = {} if records is None else _split(records)
    if records is not None:
        _check_belongs(contest, records)
    lost = losses_of_folder(records)
    if lost and not lossy:
        raise RuleError(would_lose(folder, "a contest folder", lost))
    names = {s: n for s, n in file_names(contest).items() if s in parts}
    text = contest_as_toml(contest, names, lots=LOTS_FILE if tuple(lots) else "")
    passing = _passing_folder(folder)
    try:
        write_atomically(passing / CONTEST_FILE, [text.encode()])
        for section, name in names.items():
            write_atomically(passing / name, FORMATS["csv"].write(parts[section]))
        if tuple(lots):
            write_atomically(passing / LOTS_FILE, [lots_as_csv(lots)])
        if check is not None:
            check(passing)
        with writing(folder):
            passing.rename(folder)
    except BaseException:
        with suppress(OSError):
            shutil.rmtree(passing)
        raise
    sync_folder(folder.parent)


def _check_belongs(contest: Contest, records: CastVoteRecords) -> None:
    sections = {section.id for section in contest.sections}
    if records.candidates != contest.candidates or set(records.sections) != sections:
        raise RuleError("the ballots are not of this contest: other candidates or sections")


def _passing_folder(folder: Path) -> Path:
    """A new folder beside the place of the one to be made."""
    with writing(folder):
        if folder.is_dir():
            if any(folder.iterdir()):
                raise RuleError(f"{folder}: something lies there already; name a new folder")
        elif folder.exists() or folder.is_symlink():
            raise RuleError(f"{folder}: there is a file of that name; name a new folder")
        target = folder.absolute()
        passing = target.with_name(f".{target.name[:60]}.{secrets.token_hex(6)}")
        passing.mkdir()
    return passing


def _split(records: CastVoteRecords) -> dict[str, CastVoteRecords]:
    """The records of each section by themselves, as a bare file has them.

    Candidates go by their ids alone: contest.toml tells the rest of them.
    """
    candidates = tuple(Candidate(c.id, c.id) for c in records.candidates)
    return {
        section: CastVoteRecords.of(
            candidates,
            (WHOLE_SECTION,),
            records.marks,
            records.papers[:, number : number + 1],
            equal=records.equal,
        )
        for number, section in enumerate(records.sections)
    }


_FILE_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]{0,60}", re.IGNORECASE)


def file_names(contest: Contest) -> Mapping[str, str]:
    """A CSV's name for each section: its id where that can be one, else its number."""
    names: dict[str, str] = {}
    taken = {PurePosixPath(LOTS_FILE).stem}
    for number, section in enumerate(contest.sections, start=1):
        usable = _FILE_NAME.fullmatch(section.id) and section.id.casefold() not in taken
        stem = section.id if usable else f"section-{number}"
        while stem.casefold() in taken:
            stem += "-"
        taken.add(stem.casefold())
        names[section.id] = f"{stem}.csv"
    return names
