"""Programs run as whole processes, one after another in turn, with what each of them used."""

from __future__ import annotations

import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Run:
    """What one process used: processor seconds (user and system), wall seconds, peak megabytes."""

    cpu: float
    wall: float
    peak: float
    answer: str


def run(command: Sequence[str], env: Mapping[str, str]) -> Run:
    """Run a command to its end; its standard output, stripped, is the answer."""
    with tempfile.TemporaryFile("w+") as out:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=out, env={**os.environ, **env})
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"{' '.join(command)} gave {process.returncode}")
        out.seek(0)
        answer = out.read().strip()
    return Run(used.ru_utime + used.ru_stime, wall, used.ru_maxrss * 1024 / 1e6, answer)


def in_turn(programs: Mapping[str, Callable[[], Run]], rounds: int) -> dict[str, list[Run]]:
    """All programs once to warm the caches, then A B C A B C ... for so many rounds."""
    found: dict[str, list[Run]] = {name: [] for name in programs}
    for number in range(rounds + 1):
        for name, program in programs.items():
            result = program()
            if number:
                found[name].append(result)
    return found


def spread(values: Sequence[float], digits: int = 2) -> str:
    """The median, and in brackets the least and the most."""
    low, mid, high = min(values), statistics.median(values), max(values)
    return f"{mid:,.{digits}f} ({low:,.{digits}f} to {high:,.{digits}f})"
