"""Shared by the readers: text with a checked encoding, and defects gathered as they are found."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field

from hustings.errors import Finding, FormatError, Level, Place

__all__ = ["CONTROL", "MOST_FINDINGS", "Defects", "shown", "text_of", "whole_number"]

CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
"""Characters that have no place in a ballot file: controls, and signs that reorder what is read."""

_WHOLE = re.compile(r"[0-9]+")

MOST_FINDINGS = 1000
"""After so many errors of one file the reading stops: more would help nobody."""


@dataclass(slots=True)
class Defects:
    """Findings of one file, gathered while it is read; ``file`` is its name as the user gave it."""

    file: str
    errors: list[Finding] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)

    def error(self, message: str, line: int = 0, column: int = 0) -> None:
        """Add a defect; raises FormatError when there are too many to go on."""
        self.errors.append(Finding(Place(self.file, line, column), message))
        if len(self.errors) >= MOST_FINDINGS:
            raise FormatError.of(self.errors)

    def warn(self, message: str, line: int = 0, column: int = 0) -> None:
        """Add a warning: the file is read all the same."""
        self.notes.append(Finding(Place(self.file, line, column), message, Level.WARNING))

    def note(self, message: str, line: int = 0, column: int = 0) -> None:
        """Add a note about something that was passed over on purpose."""
        self.notes.append(Finding(Place(self.file, line, column), message, Level.NOTE))

    def raise_if_any(self) -> None:
        """Raise one FormatError with all defects found so far, if there are any."""
        if self.errors:
            raise FormatError.of(self.errors)


def text_of(data: bytes, defects: Defects) -> str:
    """The text of a UTF-8 file, with or without a byte order mark; lines end in a bare newline.

    Bytes that are no UTF-8 and control characters are defects, each with its place.
    """
    data = data.removeprefix(codecs.BOM_UTF8)  # by hand, or places after it would be off by three
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = error.start - (before.rfind(b"\n") + 1) + 1
        defects.error(
            f"expected UTF-8 text, found the byte 0x{data[error.start]:02x}; "
            "save the file as UTF-8",
            line,
            column,
        )
        raise FormatError.of(defects.errors) from None
    text = text.replace("\r\n", "\n")
    if CONTROL.search(text) or "\r" in text:
        for number, line_text in enumerate(text.split("\n"), start=1):
            for found in re.finditer(rf"\r|{CONTROL.pattern}", line_text):
                defects.error(
                    f"a control character (U+{ord(found[0]):04X}) stands here; remove it",
                    number,
                    found.start() + 1,
                )
    return text


def whole_number(text: str) -> int | None:
    """The whole number that a word is, blanks aside, at most 10^30; None if it is none."""
    text = text.strip()
    if not _WHOLE.fullmatch(text):
        return None
    return int(text) if len(text) <= 30 else 10**30


def shown(text: str) -> str:
    """A word as a message shows it: quoted, and cut where it is long."""
    return repr(text if len(text) <= 40 else text[:40] + "…")
