"""Reading the journal."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet

from hustings.web.journal.chain import FIRST, Link
from hustings.web.journal.models import Entry

__all__ = ["acts_in", "chains", "contests_in", "entries", "head", "links"]


def entries(chain: str, *, contest: str = "", act: str = "") -> QuerySet[Entry]:
    """The entries of a chain, newest first; of one contest, or one kind of act, if named."""
    found = Entry.objects.filter(chain=chain).order_by("-number")
    if contest:
        found = found.filter(contest=contest)
    return found.filter(act=act) if act else found


def head(chain: str) -> tuple[int, str]:
    """Number and digest of the newest entry; (0, 64 noughts) of a chain that has none.

    Published, it pins the whole chain: whoever holds it finds out if anything before it is changed.
    """
    last = Entry.objects.filter(chain=chain).order_by("-number").only("number", "digest").first()
    return (last.number, last.digest) if last else (0, FIRST)


def contests_in(chain: str) -> list[str]:
    """The contests that the chain tells of, by their slugs, in order."""
    return _distinct(chain, "contest")


def acts_in(chain: str) -> list[str]:
    """The kinds of act in the chain, in order."""
    return _distinct(chain, "act")


def chains() -> list[str]:
    """Every chain there is."""
    return list(Entry.objects.order_by("chain").values_list("chain", flat=True).distinct())


def links(chain: str) -> Iterator[tuple[Link, str]]:
    """Each entry with the digest that stands in its row, oldest first, read in batches."""
    rows = Entry.objects.filter(chain=chain).order_by("number", "pk")
    for row in rows.iterator(chunk_size=1000):
        yield _link(row), row.digest


def _link(row: Entry) -> Link:
    return Link(
        chain=row.chain,
        number=row.number,
        at=row.at,
        by=row.by,
        contest=row.contest,
        act=row.act,
        sentence=row.sentence,
        previous=row.previous,
    )


def _distinct(chain: str, field: str) -> list[str]:
    found = Entry.objects.filter(chain=chain).exclude(**{field: ""}).order_by(field)
    return list(found.values_list(field, flat=True).distinct())
