"""Between an elector as the site keeps it and an entry as :mod:`hustings.roll` knows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hustings.roll import Basis, Entry
from hustings.web.contests.models import Contest
from hustings.web.roll.digests import household_digest
from hustings.web.roll.models import Elector, Upload

__all__ = ["LENGTHS", "elector_of", "entries_of", "entry_of", "public_text", "too_long"]

LENGTHS = {"name": 200, "reference": 80, "postcode": 16, "email": 254, "language": 8}
"""The most characters that the site keeps of a field."""


def elector_of(entry: Entry, contest: Contest, *, upload: Upload | None = None) -> Elector:
    """A new elector, not yet stored."""
    return Elector(
        contest=contest,
        upload=upload,
        section=entry.section,
        basis=entry.basis.value,
        language=entry.language,
        household=household_digest(entry.household),
        reference=entry.reference,
        name=entry.name,
        address="\n".join(entry.address),
        postcode=entry.postcode,
        email=entry.email,
    )


def entry_of(elector: Elector) -> Entry:
    """The elector as an entry, whose row is the elector's key in the database."""
    return Entry(
        row=elector.pk,
        name=elector.name,
        basis=Basis(elector.basis),
        section=elector.section,
        reference=elector.reference,
        address=tuple(elector.address.split("\n")) if elector.address else (),
        postcode=elector.postcode,
        email=elector.email,
        language=elector.language,
        household=elector.household,
    )


def entries_of(electors: Iterable[Elector]) -> Iterator[Entry]:
    """Each elector as an entry."""
    return map(entry_of, electors)


def public_text(public_id: int) -> str:
    """A public id as it stands in the roll's fingerprint: twelve digits."""
    return f"{public_id:012d}"


def too_long(entry: Entry) -> str:
    """The name of a field that is longer than the site keeps; empty where none is."""
    return next((name for name, most in LENGTHS.items() if len(getattr(entry, name)) > most), "")
