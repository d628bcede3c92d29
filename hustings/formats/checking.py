"""Every defect of a contest folder or a ballot file, each with its place and its remedy."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from hustings.ballot import CastVoteRecords, combine, interpret
from hustings.contest import Candidate, Contest
from hustings.count import misfits
from hustings.declaration.figures import reconcile
from hustings.errors import Finding, FormatError, Level, Place, RuleError
from hustings.formats.contest_toml import CONTEST_FILE, ContestText
from hustings.formats.files import explain
from hustings.formats.folder import Folder, inside, loaded_of, read_folder
from hustings.formats.loading import TRACKER_FILE, contest_of_file, folder_name, toml_of
from hustings.formats.registry import read_ballots

__all__ = ["check_path"]

_NO_BALLOTS = (
    "this section has no ballots yet, so the contest cannot be counted; name their file as ballots"
)
_NO_PAPER = (
    "no ballot paper is in this file; if there should be some, see whether a # stands before "
    "lines that are no comments"
)


def check_path(
    path: Path,
    *,
    name: str | None = None,
    format: str | None = None,  # noqa: A002  (the reader's own word)
    find: Callable[[str], Path] | None = None,
) -> list[Finding]:
    """Everything that is wrong with a folder or file, then what is only odd.

    Errors come first: those of contest.toml, then of each file that it names; what the rule has
    against seats and candidates, and the stated figures against the ballots; then warnings and
    notes, with files and sections without ballots and the files of the folder that nobody reads.
    ``name`` is the path as the user gave it; ``find`` says where the ``example:NAME`` of a primary
    leads that a tracker names. RuleError for an unknown ``format``.
    """
    name = str(path) if name is None else name
    try:
        toml = toml_of(path, name)
        if toml is None:
            return _check_file(path, name, format)
    except FormatError as error:
        return list(error.findings)
    shown = folder_name(name, path, toml)
    if toml.name != CONTEST_FILE:
        return _check_reported(toml.parent, shown)
    return _check_folder(read_folder(toml.parent, name=shown), find)


def _check_file(path: Path, name: str, format_id: str | None) -> list[Finding]:
    records = read_ballots(path, name=name, format=format_id)
    contest = contest_of_file(records, path, name)
    unfit = misfits(contest.rule, contest.seats, _standing(contest.candidates))
    found = [Finding(Place(name), problem) for _, problem in unfit]
    return [*found, *records.notes, *_without_papers(records, name)]


def _standing(candidates: Sequence[Candidate]) -> int:
    return sum(not candidate.withdrawn for candidate in candidates)


def _without_papers(records: CastVoteRecords, name: str) -> Iterator[Finding]:
    if not records.total:
        yield Finding(Place(name), _NO_PAPER, Level.WARNING)


def _check_folder(folder: Folder, find: Callable[[str], Path] | None) -> list[Finding]:
    text = folder.text
    if text is None:  # then nobody knows which files it names
        return [*folder.errors, *folder.notes]
    found = [*folder.errors, *_unservable(text)]
    if text.contest is not None:
        missing = [n for n, s in enumerate(text.contest.sections) if s.id not in folder.parts]
        if not missing:
            found.extend(_unreconciled(folder, text.contest))
        elif not folder.errors:
            folder.notes.extend(
                Finding(text.place("sections", n), _NO_BALLOTS, Level.WARNING) for n in missing
            )
    for ballots in text.ballots:
        if ballots.section in folder.parts:
            name = inside(folder.name, ballots.file)
            folder.notes.extend(_without_papers(folder.parts[ballots.section], name))
    tracked = _check_tracker(folder, find)
    errors = [finding for finding in tracked if finding.level is Level.ERROR]
    rest = [finding for finding in tracked if finding.level is not Level.ERROR]
    return [*found, *errors, *folder.notes, *rest, *_unused(folder, text)]


def _check_tracker(folder: Folder, find: Callable[[str], Path] | None) -> list[Finding]:
    """What a folder's tracker has wrong; its files are known then. It needs a sound contest."""
    if folder.errors or not (folder.path / TRACKER_FILE).exists():
        return []
    from hustings.formats.tracker_folder import check_tracker  # noqa: PLC0415  (seldom needed)

    found, files = check_tracker(folder.path, loaded_of(folder), find=find, name=folder.name)
    folder.files.extend(files)
    return found


def _unservable(text: ContestText) -> Iterator[Finding]:
    """What the rule has against the seats and candidates, as far as they are known."""
    if text.rule is None:
        return
    seats = 1 if text.seats is None else text.seats
    standing = seats if text.candidates is None else _standing(text.candidates)
    for key, problem in misfits(text.rule, seats, standing):
        yield Finding(text.place("contest", key), problem)


def _unreconciled(folder: Folder, contest: Contest) -> Iterator[Finding]:
    """Stated figures that the ballots do not bear out, each at the line of its section."""
    assert folder.text is not None
    try:
        profile = interpret(_together(contest, folder), contest.marks)
    except RuleError as error:
        yield Finding(Place(folder.toml_name), str(error))
        return
    for number, checked in enumerate(reconcile(contest, profile)):
        place = folder.text.place("sections", number)
        for problem in checked.problems:
            yield Finding(place, f"section {checked.section}: {problem}")


def _together(contest: Contest, folder: Folder) -> CastVoteRecords:
    return combine([folder.parts[section.id] for section in contest.sections])


def _unused(folder: Folder, text: ContestText) -> Iterator[Finding]:
    """A note for each file of the folder that contest.toml does not name; hidden ones left out."""
    try:
        lying = sorted(entry for entry in folder.path.iterdir() if not entry.name.startswith("."))
    except OSError as error:
        yield Finding(Place(folder.name), f"cannot be read: {explain(error)}")
        return
    named = [folder.path.joinpath(ballots.file) for ballots in text.ballots]
    used = {file.absolute() for file in (*folder.files, *named)}
    for entry in lying:
        if not any(file.is_relative_to(entry.absolute()) for file in used):
            place = Place(inside(folder.name, entry.name))
            yield Finding(
                place, f"{CONTEST_FILE} does not name this, so nobody reads it", Level.NOTE
            )


def _check_reported(folder: Path, name: str) -> list[Finding]:
    """What a folder of reported figures has wrong; figures at odds are warnings, and stay."""
    from hustings.formats.reported_toml import read_reported  # noqa: PLC0415  (seldom needed)
    from hustings.reported.checks import Verdict, checks  # noqa: PLC0415

    try:
        reported = read_reported(folder, name=name)
    except FormatError as error:
        return list(error.findings)
    levels = {Verdict.DOES_NOT_FIT: Level.WARNING, Verdict.INFORMS: Level.NOTE}
    return [
        Finding(Place(name), check.sentence, levels[check.verdict])
        for check in checks(reported)
        if check.verdict in levels
    ]
