"""What can go wrong, grouped by who must act.

    HustingsError
    ├── FormatError   the sender of the file: every defect found, each with its place
    ├── RuleError     the returning officer: the contest, its options or a recorded lot do not fit
    └── SealError     nobody goes on: the sealed thing, or the key to it, cannot be used

A tie, a contest without votes or a figure that does not add up is no error: those are values
(:class:`hustings.count.LotNeeded`, ``no_votes`` of :class:`hustings.declaration.Declaration`,
:class:`hustings.declaration.Reconciliation`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Finding", "FormatError", "HustingsError", "Level", "Place", "RuleError", "SealError"]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where in a file: its name as the user gave it, line and column from 1, 0 where unknown."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        parts = [self.file, *(str(n) for n in (self.line, self.column) if n)]
        return ":".join(parts)


class Level(StrEnum):
    """How much a finding matters: an error stops the reading, the other two do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing noticed in a file: where, what is there, and what would be right."""

    place: Place
    message: str
    level: Level = Level.ERROR

    def __str__(self) -> str:
        kind = "" if self.level is Level.ERROR else f"{self.level}: "
        return f"{self.place}: {kind}{self.message}"


class HustingsError(Exception):
    """Anything that a user of hustings can put right; its text is one clear message."""


class RuleError(HustingsError):
    """The contest, an option or a recorded lot does not fit; the returning officer acts."""


class SealError(HustingsError):
    """Something sealed, or the key to it, cannot be used; nothing may be built on it."""


class FormatError(HustingsError):
    """A file that cannot be read; ``findings`` holds every defect that was found, in file order.

    Its text is the first of them, or with ``all_shown`` a line for each: for files that
    ``hustings check`` does not read.
    """

    def __init__(
        self,
        place: Place,
        message: str,
        others: Iterable[Finding] = (),
        *,
        all_shown: bool = False,
    ) -> None:
        self.findings: tuple[Finding, ...] = (Finding(place, message), *others)
        self.all_shown = all_shown
        super().__init__(message)

    @classmethod
    def of(cls, findings: Iterable[Finding], *, all_shown: bool = False) -> FormatError:
        """Make one error of one or more findings of level error."""
        first, *others = findings
        return cls(first.place, first.message, others, all_shown=all_shown)

    @property
    def place(self) -> Place:
        """The place of the first defect."""
        return self.findings[0].place

    def __str__(self) -> str:
        if self.all_shown:
            return "\n".join(str(finding) for finding in self.findings)
        more = len(self.findings) - 1
        tail = f" (and {more} more; 'hustings check' lists them all)" if more else ""
        return f"{self.findings[0]}{tail}"
