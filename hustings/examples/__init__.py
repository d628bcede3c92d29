"""Contest folders that come with the package, ready to count: ``example:NAME`` on the command line.

Each is plain data with its sources; nothing here is read before it is asked for.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from hustings.errors import RuleError

__all__ = ["example_names", "example_path"]

_MARKS_OF_A_FOLDER = ("contest.toml", "reported.toml")


def example_path(name: str) -> Path:
    """The folder of a shipped example; RuleError, naming those there are, for any other name."""
    if name not in example_names():
        known = ", ".join(example_names())
        raise RuleError(f"there is no example {name!r}; the examples are {known}")
    return _home() / name


def example_names() -> tuple[str, ...]:
    """The names of the shipped examples, in alphabetical order."""
    return tuple(
        sorted(
            entry.name
            for entry in _home().iterdir()
            if any((entry / mark).is_file() for mark in _MARKS_OF_A_FOLDER)
        )
    )


def _home() -> Path:
    return Path(str(files(__name__)))
