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

__all__ = [
    "FIRST",
    "Broken",
    "Head",
    "Link",
    "canonical",
    "check_chain",
    "check_chains",
    "digest_of",
    "time_text",
]

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
class Head:
    """The last link of a chain at some time, as published: its number and its digest."""

    chain: str
    number: int
    digest: str


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
    """SHA-256, hex, of the link as canonical JSON. Spec 2."""
    values = link.fields() | {"at": time_text(link.at)}
    return hashlib.sha256(canonical(values).encode()).hexdigest()


def canonical(values: dict[str, Any]) -> str:
    """JSON with its keys sorted, without spaces, and with letters as themselves. Spec 2.2."""
    return json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def time_text(at: datetime) -> str:
    """A time in UTC to the microsecond: ``2026-05-07T08:00:00.000000+00:00``. Spec 1.4."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def check_chain(links: Iterable[tuple[Link, str]], heads: Iterable[Head] = ()) -> Iterator[Broken]:
    """Yield each place at which one chain does not hold, for links with their digests, in order.

    After a number out of order the check goes on from the number that stands there, so that one
    removed link is told once. ``heads`` are published ones of this chain. Spec 3.
    """
    previous, number = FIRST, 0
    wanted = {head.number: head for head in heads}
    for link, digest in links:
        number += 1
        if link.number != number:
            yield Broken(link.chain, link.number, "number", str(number), str(link.number))
            number = link.number
        if link.previous != previous:
            yield Broken(link.chain, link.number, "digest before", previous, link.previous)
        if digest != digest_of(link):
            yield Broken(link.chain, link.number, "digest", digest_of(link), digest)
        if (head := wanted.pop(link.number, None)) and head.digest != digest:
            yield Broken(link.chain, link.number, "published digest", head.digest, digest)
        previous = digest
    for head in wanted.values():
        yield Broken(head.chain, head.number, "published digest", head.digest, "no such entry")


def check_chains(links: Iterable[tuple[Link, str]], heads: Iterable[Head] = ()) -> Iterator[Broken]:
    """Yield what is broken in each of several chains, whose links may stand mixed."""
    by_chain: dict[str, list[tuple[Link, str]]] = {}
    for link, digest in links:
        by_chain.setdefault(link.chain, []).append((link, digest))
    published = list(heads)
    for chain in sorted(by_chain.keys() | {head.chain for head in published}):
        of_chain = [head for head in published if head.chain == chain]
        yield from check_chain(by_chain.get(chain, []), of_chain)
