"""A table of text as a file holds it: headings, rows, and the number that each row bears there."""

from __future__ import annotations

from dataclasses import dataclass

from hustings.errors import Finding, RuleError

__all__ = ["Table"]


@dataclass(frozen=True, slots=True)
class Table:
    """Headings and rows of text, all of one width; what was noticed in reading; which sheet.

    ``numbers`` has the number of each row as a spreadsheet program shows it, the heading's being
    usually 1. Every heading is a text of its own. RuleError where that does not hold.
    """

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    findings: tuple[Finding, ...] = ()
    sheet: str = ""
    sheets: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.headers or not all(self.headers):
            raise RuleError("a table needs headings, and none of them may be empty")
        if len(set(self.headers)) < len(self.headers):
            raise RuleError("a heading stands twice in the table")
        if len(self.numbers) != len(self.rows) or len(set(self.numbers)) < len(self.numbers):
            raise RuleError("every row of a table has a number of its own")
        width = len(self.headers)
        if any(len(row) != width for row in self.rows):
            raise RuleError(f"every row of the table has {width} cells, as the headings have")
