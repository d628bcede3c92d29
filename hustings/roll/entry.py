"""One elector of a roll, and on what basis: frozen nouns, valid once they exist."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from hustings.errors import RuleError

__all__ = ["ADDRESS_LINES_MAX", "Analysis", "Basis", "Entry"]

ADDRESS_LINES_MAX = 5
_BREAKS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class Basis(StrEnum):
    """Why somebody may vote."""

    MEMBER = "member"
    IDENTIFIED_SUPPORTER = "identified_supporter"
    SUPPORTER_HOUSEHOLD = "supporter_household"
    DELEGATE = "delegate"
    SELF_DECLARED = "self_declared"

    @property
    def words(self) -> str:
        """What is printed."""
        return _WORDS[self]


_WORDS = {
    Basis.MEMBER: "member",
    Basis.IDENTIFIED_SUPPORTER: "identified supporter",
    Basis.SUPPORTER_HOUSEHOLD: "in a supporter's household",
    Basis.DELEGATE: "delegate",
    Basis.SELF_DECLARED: "self-declared supporter",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One elector, cleaned. RuleError for one without a name or without a way to be reached.

    ``row`` is the number of the row in the file; ``part`` tells apart two electors of one row
    (0, then 1). ``address`` has one to five lines without the postcode, or none. ``household`` is
    the key of :mod:`hustings.roll.households`, empty where it is not known. No text holds a tab,
    a line break or another control character.
    """

    row: int
    name: str
    basis: Basis
    section: str
    reference: str = ""
    address: tuple[str, ...] = ()
    postcode: str = ""
    email: str = ""
    phone: str = ""
    language: str = "en"
    household: str = ""
    part: int = 0

    def __post_init__(self) -> None:
        if not self.name:
            raise RuleError(f"row {self.row}: an elector needs a name")
        if not self.address and not self.email:
            raise RuleError(f"row {self.row}: an elector needs an address or an e-mail address")
        if len(self.address) > ADDRESS_LINES_MAX or not all(self.address):
            raise RuleError(f"row {self.row}: an address has up to five lines, none of them empty")
        texts = (self.name, self.section, self.reference, *self.address, self.postcode)
        others = (self.email, self.phone, self.language, self.household)
        if _BREAKS.search("".join(texts + others)):
            raise RuleError(f"row {self.row}: a control character or line break stands in a field")


@dataclass(frozen=True, slots=True)
class Analysis:
    """Columns kept for analysis alone, apart from the electors: cells by the number of the row."""

    headers: tuple[str, ...]
    cells: dict[int, tuple[str, ...]]
