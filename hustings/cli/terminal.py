"""The terminal: one console for results, one for everything else, and progress on long reads."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console

    from hustings.errors import Finding
    from hustings.formats import Progress

__all__ = ["printing", "report", "say", "watching"]

WIDTH_OF_A_FILE = 100
"""How wide a table is drawn where the output is no terminal, so that it never depends on one."""


def _output() -> Console:
    """The console for results: coloured and as wide as the terminal, plain where it is none."""
    from rich.console import Console

    terminal = sys.stdout.isatty()
    return Console(highlight=False, soft_wrap=False, width=None if terminal else WIDTH_OF_A_FILE)


@contextmanager
def printing() -> Iterator[Console]:
    """The console for results; what goes to a file or pipe has no blanks at the ends of lines."""
    console = _output()
    if console.is_terminal:
        yield console
        return
    with console.capture() as captured:
        yield console
    lines = captured.get().splitlines()
    sys.stdout.write("".join(f"{line.rstrip()}\n" for line in lines))


def say(message: str) -> None:
    """A line on standard error."""
    sys.stderr.write(f"{message}\n")


def report(findings: Iterable[Finding]) -> None:
    """Each finding on standard error, a line each."""
    for finding in findings:
        say(str(finding))


@contextmanager
def watching(what: str) -> Iterator[Progress | None]:
    """A progress bar on standard error while a large file is read; nothing where nobody looks."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn(what), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
