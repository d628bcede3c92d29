"""`hustings convert` and `hustings check`."""

from __future__ import annotations

import sys
from pathlib import Path

from hustings.cli.terminal import report, say, watching
from hustings.errors import Level
from hustings.facade import load, path_of
from hustings.formats import check_path, convert

__all__ = ["check_contest", "convert_path"]


def convert_path(
    source: str, target: Path, *, from_: str | None, to: str | None, lossy: bool
) -> int:
    """Convert and say what was left out; the exit code."""
    with watching("Reading") as progress:
        findings = convert(
            path_of(source), target, from_=from_, to=to, lossy=lossy, progress=progress
        )
    report(findings)
    say(f"wrote {target}")
    return 0


def check_contest(path: str, *, from_: str | None) -> int:
    """Print every finding, then a line that sums up; 1 if there is a defect."""
    if not path_of(path).exists():
        load(path, format=from_)  # which says so, and what lies near
    findings = check_path(path_of(path), name=path, format=from_, find=path_of)
    for finding in findings:
        sys.stdout.write(f"{finding}\n")
    errors = sum(f.level is Level.ERROR for f in findings)
    warnings = sum(f.level is Level.WARNING for f in findings)
    notes = len(findings) - errors - warnings
    counted = "no defect" if not errors else f"{errors} defect{'s' if errors > 1 else ''}"
    beside = [
        f", {number} {what}{'s' if number > 1 else ''}"
        for number, what in ((warnings, "warning"), (notes, "note"))
        if number
    ]
    say(f"{path}: {counted}{''.join(beside)}")
    return 1 if errors else 0
