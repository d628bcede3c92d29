"""The chain of the journal: digests over links, and their check. Knows no database.

docs/spec/journal.md is the specification; a stranger can check an export from it alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

__all__ = ["FIRST", "Broken", "Link", "check_chain", "digest_of"]

FIRST = "0" * 64
"""What the first link of a chain names as the digest before it."""


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of the journal, without its digest. ``at`` carries a zone."""

    chain: str
    number: int
    at: datetime
    by: str
    contest: str
    act: str
    sentence: str
    previous: str

    def fields(self) -> dict[str, Any]:
        """The values by name."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Broken:
    """Where a chain does not hold: which number, what was expected and what stands there."""

    chain: str
    number: int
    what: str
    expected: str
    found: str

    def __str__(self) -> str:
        return (
            f"{self.chain} {self.number}: {self.what}: expected {self.expected}, found {self.found}"
        )


def digest_of(link: Link) -> str:
    """SHA-256, hex, of the link as canonical JSON: keys sorted, no spaces, UTF-8, time in UTC."""
    values = link.fields() | {"at": link.at.astimezone(UTC).isoformat(timespec="microseconds")}
    text = json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def check_chain(links: Iterable[tuple[Link, str]]) -> Iterator[Broken]:
    """Yield each place at which a chain does not hold, for links with their digests, in order."""
    previous, number = FIRST, 0
    for link, digest in links:
        number += 1
        if link.number != number:
            yield Broken(link.chain, link.number, "number", str(number), str(link.number))
            number = link.number
        if link.previous != previous:
            yield Broken(link.chain, link.number, "digest before", previous, link.previous)
        if digest != digest_of(link):
            yield Broken(link.chain, link.number, "digest", digest_of(link), digest)
        previous = digest
