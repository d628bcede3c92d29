"""From a path to a contest: a folder, a file of any ballot format, or what others reported."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from hustings.ballot import CastVoteRecords
from hustings.contest import WHOLE_SECTION, Contest, Section, is_id
from hustings.errors import FormatError, Place, RuleError
from hustings.formats.contest_toml import CONTEST_FILE
from hustings.formats.files import explain
from hustings.formats.folder import Loaded, read_contest
from hustings.formats.format import Progress
from hustings.formats.registry import is_folder, read_ballots

if TYPE_CHECKING:
    from hustings.reported import Reported

__all__ = [
    "REPORTED_FILE",
    "TRACKER_FILE",
    "contest_of_file",
    "files_read",
    "folder_name",
    "load_path",
    "toml_of",
]

REPORTED_FILE = "reported.toml"
TRACKER_FILE = "tracker.toml"


def load_path(
    path: Path,
    *,
    name: str | None = None,
    format: str | None = None,  # noqa: A002  (the reader's own word)
    progress: Progress | None = None,
) -> Loaded | Reported:
    """Read a contest folder, or a ballot file as a contest of its own; see :func:`contest_of_file`.

    ``name`` is the path as the user gave it, for messages; ``format`` the id of a file's format,
    where its name does not tell it. A folder with reported.toml in place of contest.toml gives what
    others reported. Raises FormatError with every defect, RuleError for an unknown ``format``.
    """
    name = str(path) if name is None else name
    toml = toml_of(path, name)
    if toml is None:
        records = read_ballots(path, name=name, format=format, progress=progress)
        return Loaded(contest_of_file(records, path, name), records, records.notes, (path,))
    if format is not None and not is_folder(format):
        raise RuleError(f"{name}: it is a folder; the format {format} is that of a file")
    shown = folder_name(name, path, toml)
    if toml.name == CONTEST_FILE:
        return read_contest(toml.parent, name=shown, progress=progress)
    from hustings.formats.reported_toml import read_reported  # noqa: PLC0415  (seldom needed)

    return read_reported(toml.parent, name=shown)


def files_read(path: Path, loaded: Loaded | Reported, lots: Path | None = None) -> tuple[Path, ...]:
    """The files that were read of what lies at the path, and the file of lots where there is one.

    Whoever writes files beside them passes these to ``refuse_overwriting``.
    """
    if isinstance(loaded, Loaded):
        read = loaded.files
    else:
        toml = toml_of(path, str(path))
        read = () if toml is None else (toml,)
    return read if lots is None else (*read, lots)


def toml_of(path: Path, name: str) -> Path | None:
    """The contest.toml or reported.toml that a path means: itself, or that of the folder.

    None for any other file. FormatError for a folder that holds neither.
    """
    try:
        if path.name in {CONTEST_FILE, REPORTED_FILE} and path.is_file():
            return path
        if not path.is_dir():
            return None
        names = {entry.name for entry in path.iterdir()}
    except (OSError, ValueError) as error:
        raise FormatError(Place(name), f"cannot be read: {explain(error)}") from None
    if not names:
        raise FormatError(Place(name), f"the folder is empty; a contest has a {CONTEST_FILE}")
    for file in (CONTEST_FILE, REPORTED_FILE):
        if file in names:
            return path / file
    raise FormatError(
        Place(name),
        f"the folder has no {CONTEST_FILE}; add one, or name one of its files of ballots",
    )


def folder_name(name: str, path: Path, toml: Path) -> str:
    """The folder as the user gave it, also where the user gave its contest.toml."""
    return str(Path(name).parent) if path == toml else name


def contest_of_file(records: CastVoteRecords, path: Path, name: str) -> Contest:
    """The contest that a ballot file makes by itself.

    Its id is the file's name without its ending, its title and seats are the file's where it holds
    them, else its id and 1; each section goes by its id; the rule is the alternative vote.
    """
    if not records.candidates:
        raise FormatError(Place(name), "neither a candidate nor a ballot paper is in this file")
    contest_id = path.stem if is_id(path.stem) else "contest"
    sections = (
        tuple(Section(section, section) for section in records.sections)
        if records.sections != (WHOLE_SECTION,)
        else (Section(WHOLE_SECTION, "All electors"),)
    )
    try:
        return Contest(
            contest_id,
            records.title or contest_id,
            records.candidates,
            sections,
            seats=1 if records.seats is None else records.seats,
        )
    except RuleError as error:
        raise FormatError(Place(name), str(error)) from None
