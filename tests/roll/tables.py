"""Small tables for the tests of the roll, and the short way to clean them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hustings.roll import Basis, Cleaned, ColumnMapping, Defaults, Field, Table, clean

FIELDS = {
    "no": Field.REFERENCE,
    "name": Field.NAME,
    "title": Field.TITLE,
    "given": Field.GIVEN,
    "family": Field.FAMILY,
    "address": Field.ADDRESS,
    "line1": Field.ADDRESS_1,
    "line2": Field.ADDRESS_2,
    "postcode": Field.POSTCODE,
    "email": Field.EMAIL,
    "phone": Field.PHONE,
    "basis": Field.BASIS,
    "section": Field.SECTION,
    "language": Field.LANGUAGE,
    "household": Field.HOUSEHOLD,
    "ward": Field.ANALYSIS,
}
SOUND = {"name": "Ann Able", "address": "1 Mill Lane, Thornley", "postcode": "ZZ99 1AA"}
MEMBER = Defaults(basis=Basis.MEMBER)


def table(*rows: Mapping[str, str]) -> tuple[Table, ColumnMapping]:
    """A table of these rows, numbered from 2, and the mapping of its columns."""
    headers = tuple(header for header in FIELDS if any(header in row for row in rows))
    cells = tuple(tuple(row.get(header, "") for header in headers) for row in rows)
    mapping = ColumnMapping.of({header: FIELDS[header] for header in headers})
    return Table(headers, cells, tuple(range(2, len(rows) + 2))), mapping


def cleaned(*rows: Mapping[str, str], **options: Any) -> Cleaned:
    """Rows cleaned, with members by default."""
    options.setdefault("defaults", MEMBER)
    return clean(*table(*rows), **options)


def sound(**cells: str) -> dict[str, str]:
    """A row without a defect, but for the cells given."""
    return {**SOUND, **cells}
