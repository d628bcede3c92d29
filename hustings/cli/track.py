"""`hustings track`: read the records, find where the contest stood on a day, show it."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path

from hustings.cli.terminal import report
from hustings.errors import FormatError, Place, RuleError
from hustings.facade import load, path_of
from hustings.formats import Loaded, write_atomically
from hustings.formats.files import refuse_overwriting
from hustings.formats.loading import folder_name, toml_of
from hustings.formats.tracker_folder import TRACKER_FILE, ReadTracker, read_tracker
from hustings.track.position import Position, position
from hustings.track.when import day_of

__all__ = ["track_path"]

STANDARD_OUTPUT = "-"


def track_path(
    path: str, *, on: str | None, known: str | None, json: str | None, csv: Path | None
) -> int:
    """Say where the contest at the path stood on a day; the exit code."""
    day, known_day = _day("--on", on), _day("--known", known)
    if csv is not None and str(csv) == STANDARD_OUTPUT:
        raise RuleError("--csv -: only --json goes to standard output; name a file")
    loaded, tracker = _read(path)
    last = tracker.ledger.last_day
    if day is None and last is None:
        raise RuleError(f"{path}: there are no records yet; name a day with --on")
    now = position(tracker.ledger, loaded.contest, day or last or date.min, known=known_day)
    _write(now, json, csv, [*loaded.files, *tracker.files])
    if json != STANDARD_OUTPUT:
        _show(now)
    return 0


def _day(option: str, text: str | None) -> date | None:
    try:
        return day_of(text) if text is not None else None
    except RuleError as error:
        raise RuleError(f"{option}: {error}") from None


def _read(path: str) -> tuple[Loaded, ReadTracker]:
    where = path_of(path)
    loaded = load(path)
    if not isinstance(loaded, Loaded) or not loaded.of_folder:
        raise RuleError(
            f"{path}: there is nothing to track here; name a contest folder with a {TRACKER_FILE}"
        )
    toml = toml_of(where, path)
    assert toml is not None  # it is a folder
    name = folder_name(path, where, toml)
    if not (toml.parent / TRACKER_FILE).exists():
        raise FormatError(
            Place(name),
            f"the folder has no {TRACKER_FILE}; add one that names its records "
            "(docs/spec/tracker.md)",
        )
    tracker = read_tracker(toml.parent, loaded, find=path_of, name=name)
    report((*loaded.findings, *tracker.findings))
    return loaded, tracker


def _write(now: Position, json: str | None, csv: Path | None, inputs: list[Path]) -> None:
    """Make every output that was asked for, and only then write the first."""
    made: dict[str, tuple[Path, str]] = {}
    if json is not None:
        from hustings.track.document import as_json

        made["--json"] = (Path(json), as_json(now))
    if csv is not None:
        from hustings.report.track_sheet import track_sheet

        made["--csv"] = (csv, track_sheet(now))
    files = {o: p for o, (p, _) in made.items() if str(p) != STANDARD_OUTPUT}
    refuse_overwriting(files, inputs)
    for target in files.values():
        _check_place(target)
    for path, text in made.values():
        if str(path) == STANDARD_OUTPUT:
            sys.stdout.flush()
            sys.stdout.buffer.write(text.encode())  # JSON is UTF-8, whatever the terminal is
            sys.stdout.buffer.flush()
        else:
            write_atomically(path, [text.encode()])


def _check_place(path: Path) -> None:
    if not path.parent.is_dir():
        raise RuleError(f"{path}: there is no folder {path.parent}; make it first")
    if path.is_dir():
        raise RuleError(f"{path}: this is a folder; name a file")
    if not os.access(path.parent, os.W_OK) and not path.exists():
        raise RuleError(f"{path}: the folder {path.parent} may not be written to")


def _show(now: Position) -> None:
    from hustings.report.track_text import track_text

    sys.stdout.write(track_text(now))
