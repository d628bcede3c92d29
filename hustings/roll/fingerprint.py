"""A frozen roll as one line of 64 signs: anybody who has the roll can compute it again.

docs/spec/roll.md says how the bytes are made. The fingerprint is computed once, over the frozen
roll, and published with the counts; erasing personal data later takes away neither.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from hustings.errors import RuleError
from hustings.roll.entry import ADDRESS_LINES_MAX, Basis, Entry
from hustings.roll.tidying import tidy

__all__ = ["HEADER", "Fingerprint", "canonical_bytes", "fingerprint_of"]

HEADER = b"hustings/roll/1\n"
_ID = re.compile(r"[0-9A-Za-z_-]{8,64}")


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What is published of a frozen roll: the SHA-256 in small hexadecimal digits, and counts."""

    sha256: str
    electors: int
    by_basis: dict[Basis, int]
    by_section: dict[str, int]


def canonical_bytes(entries: Sequence[Entry], public_ids: Sequence[str]) -> bytes:
    """The bytes that are hashed: a header line, then one line for each elector, sorted.

    ``public_ids``, one for each entry, are random and 8 to 64 letters, digits, ``_`` or ``-``;
    RuleError where one is not, or stands twice, or where an entry's text is not tidy.
    """
    if len(public_ids) != len(entries) or len(set(public_ids)) < len(public_ids):
        raise RuleError("every elector has one public id of their own")
    lines = [_line(entry, one) for entry, one in zip(entries, public_ids, strict=True)]
    return HEADER + b"".join(sorted(lines))


def _line(entry: Entry, public_id: str) -> bytes:
    if not _ID.fullmatch(public_id):
        raise RuleError(f"{public_id!r} is no public id: 8 to 64 letters, digits, '_' or '-'")
    padding = ("",) * (ADDRESS_LINES_MAX - len(entry.address))
    texts = (
        public_id,
        entry.name,
        *entry.address,
        *padding,
        entry.postcode,
        entry.email,
        entry.basis.value,
        entry.section,
    )
    if any(tidy(text) != text for text in texts):
        raise RuleError(f"row {entry.row}: a roll is cleaned before it is frozen")
    return ("\t".join(texts) + "\n").encode()


def fingerprint_of(entries: Sequence[Entry], public_ids: Sequence[str]) -> Fingerprint:
    """The fingerprint of a roll, with counts by basis and by section, in the order of their names.

    Raises RuleError as :func:`canonical_bytes` does.
    """
    bases = Counter(entry.basis for entry in entries)
    sections = Counter(entry.section for entry in entries)
    return Fingerprint(
        hashlib.sha256(canonical_bytes(entries, public_ids)).hexdigest(),
        len(entries),
        {basis: bases[basis] for basis in Basis if bases[basis]},
        dict(sorted(sections.items())),
    )
