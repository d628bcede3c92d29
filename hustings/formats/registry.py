"""Which formats there are, and which one a file is in: by its name, or as the user says.

A format's module is imported when the format is first used, so that a BLT file is read without
loading what Parquet needs.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path, PurePath

from hustings.ballot import CastVoteRecords
from hustings.errors import FormatError, Place, RuleError
from hustings.formats.files import explain, write_atomically
from hustings.formats.format import Expected, Format, Progress
from hustings.formats.suggesting import did_you_mean, near_name

__all__ = [
    "FOLDER",
    "FORMATS",
    "SAVE_AS_CSV",
    "SUFFIXES",
    "format_by_id",
    "format_for",
    "is_folder",
    "is_spreadsheet",
    "known_formats",
    "read_ballots",
    "write_ballots",
]

_HOMES = {
    "csv": ("hustings.formats.ballots_csv", "CSV"),
    "blt": ("hustings.formats.blt", "BLT"),
    "soc": ("hustings.formats.preflib", "SOC"),
    "soi": ("hustings.formats.preflib", "SOI"),
    "toc": ("hustings.formats.preflib", "TOC"),
    "toi": ("hustings.formats.preflib", "TOI"),
    "parquet": ("hustings.formats.parquet", "PARQUET"),
}

SUFFIXES = {f".{format_id}": format_id for format_id in _HOMES}
"""Which format a file is in, by the end of its name; the case of the letters does not matter."""


FOLDER = "folder"
"""The id of a contest folder, where a format is asked for."""

SAVE_AS_CSV = (
    "this is a spreadsheet; save its sheet as CSV UTF-8 (comma separated) and name that file"
)
_SPREADSHEETS = {".xlsx", ".xls", ".xlsm", ".ods", ".numbers"}

_NOTHING_EXPECTED = Expected()


class _Formats(Mapping[str, Format]):
    """The formats by their ids, each imported when it is asked for."""

    def __getitem__(self, format_id: str) -> Format:
        module, name = _HOMES[format_id]
        found: Format = getattr(import_module(module), name)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(_HOMES)

    def __len__(self) -> int:
        return len(_HOMES)

    def __contains__(self, format_id: object) -> bool:
        return format_id in _HOMES


FORMATS: Mapping[str, Format] = _Formats()


def known_formats() -> str:
    """The formats as a message lists them: ``csv (.csv), blt (.blt), ...``."""
    return ", ".join(f"{format_id} ({suffix})" for suffix, format_id in SUFFIXES.items())


def is_folder(format_id: str | None) -> bool:
    """Whether this asks for a contest folder; the case of the letters does not matter."""
    return format_id is not None and format_id.casefold() == FOLDER


def format_by_id(format_id: str) -> Format:
    """The format of that id, in capitals or not; RuleError, naming those there are, for others."""
    if is_folder(format_id):
        raise RuleError(f"{FOLDER} is a contest folder; the formats of files are {_listed()}")
    if format_id.casefold() not in FORMATS:
        known = f"; the formats are {_listed()}, {FOLDER}"
        hint = did_you_mean(format_id, [*FORMATS, FOLDER], known)
        raise RuleError(f"there is no format {format_id!r}{hint}")
    return FORMATS[format_id.casefold()]


def _listed() -> str:
    return ", ".join(FORMATS)


def is_spreadsheet(name: PurePath) -> bool:
    """Whether a name is that of a spreadsheet program's own file, which no reader here opens."""
    return name.suffix.casefold() in _SPREADSHEETS


def format_for(name: PurePath | str) -> Format | None:
    """The format that a file's name tells; None where it tells none."""
    format_id = SUFFIXES.get(PurePath(name).suffix.casefold())
    return None if format_id is None else FORMATS[format_id]


def read_ballots(
    path: Path,
    *,
    name: str | None = None,
    format: str | None = None,  # noqa: A002  (the reader's own word)
    expected: Expected = _NOTHING_EXPECTED,
    progress: Progress | None = None,
) -> CastVoteRecords:
    """Read a ballot file in the format of that id, or in the one that its name tells.

    ``name`` is the file as the user gave it, for messages. Raises FormatError with every defect,
    also where there is no such file or it may not be read, and RuleError for an unknown ``format``.
    """
    name = str(path) if name is None else name
    chosen = format_by_id(format) if format is not None else None
    _check_readable(path, name)
    chosen = chosen or format_for(path)
    if chosen is None:
        unsaid = f"its name does not tell its format; say it with --from, one of {known_formats()}"
        raise FormatError(Place(name), SAVE_AS_CSV if is_spreadsheet(path) else unsaid)
    try:
        return chosen.read(path, name=name, expected=expected, progress=progress)
    except OSError as error:
        raise FormatError(Place(name), f"cannot be read: {explain(error)}") from None
    except RuleError as error:  # such as more papers in all than can be counted
        raise FormatError(Place(name), str(error)) from None


def _check_readable(path: Path, name: str) -> None:
    """Raise FormatError unless the path leads to something that can be opened and read."""
    try:
        if stat.S_ISDIR(path.stat().st_mode):
            raise FormatError(Place(name), "it is a folder; name a ballot file")
        if path.is_file():
            path.open("rb").close()
    except FileNotFoundError:
        near = near_name(path)
        what = f"there is no such file{f'; did you mean {near!r}?' if near else ''}"
        broken = "it is a broken symbolic link"
        raise FormatError(Place(name), broken if path.is_symlink() else what) from None
    except (OSError, ValueError) as error:
        raise FormatError(Place(name), f"cannot be read: {explain(error)}") from None


def write_ballots(
    records: CastVoteRecords,
    path: Path,
    *,
    format: str | None = None,  # noqa: A002
    lossy: bool = False,
) -> tuple[str, ...]:
    """Write records to a file, whole or not at all; gives a sentence for all that it cannot hold.

    Raises RuleError for a name that tells no format, for a file that cannot be written, and, unless
    ``lossy``, where anything would be lost.
    """
    chosen = format_by_id(format) if format is not None else format_for(path)
    if chosen is None:
        raise RuleError(
            f"{path}: its name does not tell the format; say it with --to, one of {known_formats()}"
        )
    lost = tuple(chosen.loses(records))
    if lost and not lossy:
        raise RuleError(would_lose(path, chosen.name, lost))
    write_atomically(path, chosen.write(records))
    return lost


def would_lose(target: Path, what: str, lost: tuple[str, ...]) -> str:
    """The refusal to write what would lose something, a line for each loss."""
    return "\n  ".join(
        [f"{target}: {what} cannot hold all of it (--lossy writes it all the same):", *lost]
    )
