"""The tracker of a contest folder: tracker.toml, the records that it names, and the primaries.

:func:`read_tracker` gives a whole ledger or raises every defect of every file.
Format: docs/spec/tracker.md.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from hustings.ballot import Profile, Ranking, interpret
from hustings.ballot.arrays import BLANK
from hustings.ballot.marks import End
from hustings.contest import Contest
from hustings.declaration import Declaration, declare
from hustings.errors import Finding, FormatError, Place, RuleError
from hustings.formats.files import explain
from hustings.formats.folder import Loaded, inside
from hustings.formats.loading import load_path
from hustings.formats.reading import Defects, text_of
from hustings.formats.suggesting import near_name
from hustings.formats.tracker_records import ReadRecords, misfit_defects, parse_records
from hustings.formats.tracker_toml import TRACKER_FILE, Publishing, TrackerText, parse_tracker
from hustings.reported import Reported
from hustings.track.ledger import Ledger
from hustings.track.records import Record
from hustings.track.setting import Primary, PublishedBallots

__all__ = ["TRACKER_FILE", "ReadTracker", "check_tracker", "read_tracker"]

Find = Callable[[str], Path]
"""Where a path that the user or a file gave leads, ``example:NAME`` included."""

MOST_BYTES = 200_000_000


@dataclass(frozen=True, slots=True)
class ReadTracker:
    """A tracker as it was read: the ledger, the files that were read, and what was odd."""

    ledger: Ledger
    files: tuple[Path, ...]
    findings: tuple[Finding, ...] = ()


@dataclass(slots=True)
class _Reading:
    """One reading: the folder, what the contest is, and the findings so far."""

    folder: Path
    name: str
    loaded: Loaded
    find: Find | None
    errors: list[Finding] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)

    @property
    def contest(self) -> Contest:
        return self.loaded.contest

    def bytes_of(self, file: str, at: Place | None = None) -> bytes | None:
        """The contents of a file of the folder; None after noting why there are none."""
        path, shown = self.folder / file, inside(self.name, file)
        try:
            if not path.resolve().is_relative_to(self.folder.resolve()):
                raise ValueError  # noqa: TRY301  (told below, with the others)
            if path.stat().st_size > MOST_BYTES:
                self.errors.append(Finding(Place(shown), f"longer than {MOST_BYTES:,} bytes"))
                return None
            data = path.read_bytes()
        except FileNotFoundError:
            near = near_name(path)
            hint = f"; did you mean {near!r}?" if near and near != path.name else ""
            wanted = hint or "; put it there or correct the name"
            self.errors.append(
                Finding(at or Place(shown), f"the file {file!r} is not in the folder{wanted}")
            )
            return None
        except (OSError, ValueError) as error:
            self.errors.append(Finding(at or Place(shown), f"cannot be read: {explain(error)}"))
            return None
        self.files.append(path)
        return data


def read_tracker(
    folder: Path, loaded: Loaded, *, find: Find | None = None, name: str | None = None
) -> ReadTracker:
    """Read the tracker of a contest folder; FormatError with every defect of every file.

    ``loaded`` is the contest with its ballots; ``find`` says where ``example:NAME`` leads, and
    without it such primaries stand without a result; ``name`` is the folder as the user gave it,
    for messages.
    """
    reading = _Reading(folder, str(folder) if name is None else name, loaded, find)
    ledger = _ledger(reading)
    if reading.errors:
        found = sorted(reading.errors, key=lambda f: f.place)
        raise FormatError.of(found, all_shown=True)
    assert ledger is not None  # without a defect there is a value
    return ReadTracker(ledger, tuple(reading.files), tuple(reading.notes))


def check_tracker(
    folder: Path, loaded: Loaded, *, find: Find | None = None, name: str | None = None
) -> tuple[list[Finding], list[Path]]:
    """Everything that is wrong or odd in a folder's tracker, and the files that it names."""
    reading = _Reading(folder, str(folder) if name is None else name, loaded, find)
    _ledger(reading)
    return [*sorted(reading.errors, key=lambda f: f.place), *reading.notes], reading.files


def _ledger(reading: _Reading) -> Ledger | None:
    text = _text(reading)
    if text is None:
        return None
    setting = Ledger(
        sources=text.sources,
        bodies=text.bodies,
        people=text.people,
        primaries=tuple(_with_result(reading, text, p) for p in text.primaries),
        worths=text.worths,
        declared=text.declared,
        published=tuple(
            ballots for p in text.publishings if (ballots := _published(reading, p)) is not None
        ),
    )
    read = [_records(reading, text, n, setting) for n in range(len(text.records))]
    records = _together(reading, read, setting)
    return None if reading.errors else replace(setting, records=records)


def _text(reading: _Reading) -> TrackerText | None:
    data = reading.bytes_of(TRACKER_FILE)
    if data is None:
        return None
    defects = Defects(inside(reading.name, TRACKER_FILE), reading.errors, reading.notes)
    try:
        written = text_of(data, defects)
        return None if defects.errors else parse_tracker(written, reading.contest, defects)
    except FormatError:
        return None  # its findings are in the list


def _records(
    reading: _Reading, text: TrackerText, number: int, setting: Ledger
) -> tuple[ReadRecords, Defects]:
    file = str(text.records[number])
    defects = Defects(inside(reading.name, file), reading.errors, reading.notes)
    data = reading.bytes_of(file, text.place("tracker", "records", number))
    if data is None:
        return ReadRecords((), {}), defects
    read = parse_records(
        data, name=defects.file, contest=reading.contest, ledger=setting, defects=defects
    )
    return read, defects


def _together(
    reading: _Reading, read: list[tuple[ReadRecords, Defects]], setting: Ledger
) -> tuple[Record, ...]:
    """The records of all files; what they refer to is looked at once all are known."""
    sound = not reading.errors  # a broken line would make others point to nothing
    for number, (one, defects) in enumerate(read):
        others = [r for other, _ in read[:number] for r in other.records]
        later = [r for other, _ in read[number + 1 :] for r in other.records]
        if sound:
            known = {r.id for r in (*others, *one.records)}
            misfit_defects(
                one, (*others, *(r for r in later if r.id not in known)), setting, defects
            )
    return tuple(r for one, _ in read for r in one.records)


# --- primaries and ballots ---------------------------------------------------------------------


def _with_result(reading: _Reading, text: TrackerText, primary: Primary) -> Primary:
    where = text.results.get(primary.id)
    if where is None or (":" in where and reading.find is None):
        return primary
    number = [p.id for p in text.primaries].index(primary.id)
    at = text.place("primaries", number, "result")
    try:
        return replace(primary, result=_result(reading, where))
    except FormatError as error:
        reading.errors.extend([Finding(at, f"result: {where!r} is not sound"), *error.findings])
    except RuleError as error:
        reading.errors.append(Finding(at, f"result: {error}"))
    return primary


def _result(reading: _Reading, where: str) -> Reported | Declaration:
    found = load_path(_path(reading, where), name=where)
    if isinstance(found, Reported):
        return found
    return declare(found.contest, found.records, found.lots)


def _path(reading: _Reading, where: str) -> Path:
    """A folder inside this one, or whatever ``find`` makes of a name with a colon."""
    if ":" in where and reading.find is not None:
        return reading.find(where)
    path = reading.folder / where
    if Path(where).is_absolute() or not path.resolve().is_relative_to(reading.folder.resolve()):
        raise RuleError(f"{where!r} leads out of the folder; put the primary's folder into it")
    return path


def _published(reading: _Reading, publishing: Publishing) -> PublishedBallots | None:
    records = reading.loaded.ballots
    if records is None:
        reading.errors.append(
            Finding(
                publishing.place,
                "the contest's ballots are not all in the folder; name them in contest.toml",
            )
        )
        return None
    profile = interpret(records, reading.contest.marks)
    number = [section.id for section in reading.contest.sections].index(publishing.section)
    return PublishedBallots(
        publishing.section, publishing.when, ballots_of(profile, number), publishing.sources
    )


def ballots_of(profile: Profile, section: int) -> tuple[tuple[Ranking, int], ...]:
    """Each distinct ranking of one section of a profile, and its papers."""
    rows = zip(
        profile.rankings.tolist(), profile.ends.tolist(), profile.papers[:, section].tolist(),
        strict=True,
    )  # fmt: skip
    return tuple(
        (Ranking(tuple(c for c in ranking if c != BLANK), End(end)), papers)
        for ranking, end, papers in rows
        if papers
    )
