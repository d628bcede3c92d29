"""From any format that is read to any that is written, and nothing lost without saying so.

What was written is read back and compared before it takes its place, so that a conversion which is
not ``lossy`` is either the same ballots or an error.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from hustings.ballot import CastVoteRecords
from hustings.errors import Finding, FormatError, Level, Place, RuleError
from hustings.formats.files import write_atomically, writing
from hustings.formats.folder import Loaded, losses_of_folder, read_contest, write_contest
from hustings.formats.format import Format, Progress
from hustings.formats.loading import TRACKER_FILE, load_path
from hustings.formats.losing import contest_losses
from hustings.formats.registry import (
    FOLDER,
    format_by_id,
    format_for,
    is_folder,
    known_formats,
    would_lose,
)

__all__ = ["convert"]


def convert(
    source: Path,
    target: Path,
    *,
    from_: str | None = None,
    to: str | None = None,
    lossy: bool = False,
    progress: Progress | None = None,
) -> list[Finding]:
    """Read the source and write the target, in the formats that the names tell or the ids say.

    ``to`` may be ``folder``: a contest folder, which must be new. Gives what was odd in the source
    and, with ``lossy``, a warning for each thing that the target could not hold. Without it such a
    thing is a RuleError that names them all; so are a target among the source's own files, a target
    of no known format, and one that cannot be written. FormatError for a source with defects.
    """
    chosen = _target_format(target, to)
    loaded = load_path(source, format=from_, progress=progress)
    if not isinstance(loaded, Loaded):
        raise RuleError(f"{source}: only reported figures are there, no ballots to convert")
    _check_not_source(target, loaded.files)
    records = _for_file(loaded, chosen) if chosen else loaded.records
    lost = _losses(loaded, records, target, chosen)
    if lost and not lossy:
        what = chosen.name if chosen else "a contest folder"
        raise RuleError(would_lose(target, what, lost))
    if chosen is None:
        _write_folder(loaded, target, lossy=lossy)
    else:
        _write_file(records, chosen, target, lossy=lossy)
    warnings = [Finding(Place(str(target)), f"not kept: {text}", Level.WARNING) for text in lost]
    return [*loaded.findings, *warnings, *_left_behind(loaded)]


def _left_behind(loaded: Loaded) -> list[Finding]:
    """A note where a tracker lies beside the contest: it goes into no other format."""
    beside = loaded.files[0].with_name(TRACKER_FILE)
    if not loaded.of_folder or not beside.exists():
        return []
    told = "the tracker and its records are not converted; copy their files"
    return [Finding(Place(str(beside)), told, Level.NOTE)]


def _target_format(target: Path, to: str | None) -> Format | None:
    """The format to write; None for a contest folder."""
    if str(target) == "-":
        raise RuleError(
            "-: this is no name of a file; name one, or say /dev/stdout with --to and a format"
        )
    with writing(target):
        if is_folder(to) or (to is None and target.is_dir()):
            return None
    found = format_by_id(to) if to is not None else format_for(target)
    if found is None:
        raise RuleError(
            f"{target}: its name does not tell the format; say it with --to, "
            f"one of {known_formats()}, or {FOLDER} for a contest folder"
        )
    return found


def _check_not_source(target: Path, files: Sequence[Path]) -> None:
    """Raise RuleError where writing the target would overwrite what is being read."""
    with writing(target):
        if target.exists() and any(target.samefile(file) for file in files):
            raise RuleError(f"{target}: this is what is being converted; name another file")


def _for_file(loaded: Loaded, chosen: Format) -> CastVoteRecords:
    """The ballots with the title and seats that a file may hold beside them.

    A file that says nothing of seats means one, and one without a title goes by its name: what a
    file means without saying it need not be said.
    """
    records, contest = loaded.records, loaded.contest
    if not loaded.of_folder:
        return records
    title = contest.title if contest.title != contest.id else ""
    records = replace(records, title=title, seats=contest.seats)
    unsaid = replace(records, seats=None)
    if records.seats == 1 and len(chosen.loses(unsaid)) < len(chosen.loses(records)):
        return unsaid
    return records


def _losses(
    loaded: Loaded, records: CastVoteRecords, target: Path, chosen: Format | None
) -> tuple[str, ...]:
    if chosen is None:
        return losses_of_folder(loaded.records)
    own = contest_losses(loaded.contest, target) if loaded.of_folder else ()
    return (*chosen.loses(records), *own)


def _write_file(records: CastVoteRecords, chosen: Format, target: Path, *, lossy: bool) -> None:
    def same(written: Path) -> None:
        try:
            back = chosen.read(written, name=str(target))
        except FormatError as error:
            raise _not_the_same(target) from error
        if back != records:
            raise _not_the_same(target)

    write_atomically(target, chosen.write(records), check=None if lossy else same)


def _write_folder(loaded: Loaded, target: Path, *, lossy: bool) -> None:
    ballots = replace(loaded.records, title="", seats=None)  # in a folder the contest holds both

    def same(written: Path) -> None:
        try:
            back = read_contest(written, name=str(target))
        except FormatError as error:
            raise _not_the_same(target) from error
        if (back.contest, back.ballots) != (loaded.contest, ballots):
            raise _not_the_same(target)

    write_contest(loaded.contest, ballots, target, lossy=lossy, check=None if lossy else same)


def _not_the_same(target: Path) -> RuleError:
    return RuleError(
        f"{target}: what was written does not read back as the same ballots, so nothing was "
        "changed; --lossy writes it all the same"
    )
