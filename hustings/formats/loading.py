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
from hustings.formats.registry import read_ballots

if TYPE_CHECKING:
    from hustings.reported import Reported

__all__ = ["REPORTED_FILE", "contest_of_file", "folder_of", "load_path"]

REPORTED_FILE = "reported.toml"


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
    folder = folder_of(path, name)
    if folder is not None and format not in {None, "folder"}:
        raise RuleError(f"{name}: it is a folder; the format {format} is that of a file")
    if folder is None:
        records = read_ballots(path, name=name, format=format, progress=progress)
        return Loaded(contest_of_file(records, path, name), records, records.notes, (path,))
    if (folder / CONTEST_FILE).exists():
        return read_contest(folder, name=_of_folder(name, path, folder), progress=progress)
    from hustings.formats.reported_toml import read_reported  # noqa: PLC0415  (seldom needed)

    return read_reported(folder, name=_of_folder(name, path, folder))


def folder_of(path: Path, name: str) -> Path | None:
    """The folder that a path means: itself, or the one whose contest.toml it is; None for a file.

    FormatError for a folder that holds neither contest.toml nor reported.toml.
    """
    if path.name in {CONTEST_FILE, REPORTED_FILE} and path.is_file():
        return path.parent
    try:
        if not path.is_dir():
            return None
        names = {entry.name for entry in path.iterdir()}
    except (OSError, ValueError) as error:
        raise FormatError(Place(name), f"cannot be read: {explain(error)}") from None
    if not names:
        raise FormatError(Place(name), f"the folder is empty; a contest has a {CONTEST_FILE}")
    if not names & {CONTEST_FILE, REPORTED_FILE}:
        raise FormatError(
            Place(name),
            f"the folder has no {CONTEST_FILE}; add one, or name one of its files of ballots",
        )
    return path


def _of_folder(name: str, path: Path, folder: Path) -> str:
    """The folder as the user gave it, also where the user gave its contest.toml."""
    return name if path == folder else str(Path(name).parent)


def contest_of_file(records: CastVoteRecords, path: Path, name: str) -> Contest:
    """The contest that a ballot file makes by itself.

    Its id is the file's name without its ending, its title and seats are the file's where it holds
    them, else its id and 1; each section goes by its id; the rule is the alternative vote.
    """
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
