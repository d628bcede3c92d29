"""What every ballot format offers, and what a contest may tell its reader beforehand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from hustings.ballot import CastVoteRecords
from hustings.contest import Candidate

__all__ = ["Expected", "Format", "Progress", "Reader"]

Progress = Callable[[int, int], None]
"""Called now and then while reading: bytes done, bytes in all."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What the contest folder knows of a section's file before it is read.

    With ``candidates`` given, every id or name in the file must be one of them, and the records
    come back with exactly these candidates in this order. With ``section``, the records have that
    one section, and a ``section`` column must hold nothing else.
    """

    candidates: tuple[Candidate, ...] | None = None
    section: str | None = None


class Reader(Protocol):
    """Read a file of one format; FormatError with every defect if it has any."""

    def __call__(
        self,
        path: Path,
        *,
        name: str,
        expected: Expected = ...,
        progress: Progress | None = ...,
    ) -> CastVoteRecords:
        """``name`` is the file as the user gave it, for messages."""
        ...


@dataclass(frozen=True, slots=True)
class Format:
    """A ballot format: how it is called and told by a file's name, read, and written.

    ``write`` gives the file in pieces. ``loses`` names, one sentence each, what of these records
    the format cannot hold; ``write`` may be called all the same, and then leaves that out.
    """

    id: str
    name: str
    suffixes: Sequence[str]
    read: Reader
    write: Callable[[CastVoteRecords], Iterable[bytes]]
    loses: Callable[[CastVoteRecords], list[str]]
