"""What cleaning found, and the roll itself, as tables to be kept, mended and sent again."""

from __future__ import annotations

from collections.abc import Sequence

from hustings.roll.cleaning import Cleaned
from hustings.roll.columns import ADDRESS_LINES, ColumnMapping, Field
from hustings.roll.entry import Entry
from hustings.roll.table import Table

__all__ = [
    "CANONICAL",
    "Sheet",
    "decisions_sheet",
    "entries_as_table",
    "fixed_sheet",
    "left_out_sheet",
    "refused_sheet",
]

Sheet = tuple[tuple[str, ...], list[tuple[str, ...]]]
"""Headings and rows, as :func:`hustings.formats.roll_table.write_table_csv` takes them."""

_FIELDS = (
    Field.REFERENCE,
    Field.NAME,
    *ADDRESS_LINES,
    Field.POSTCODE,
    Field.EMAIL,
    Field.PHONE,
    Field.BASIS,
    Field.SECTION,
    Field.LANGUAGE,
    Field.HOUSEHOLD,
)

CANONICAL = ColumnMapping(tuple((field.value, field) for field in _FIELDS))
"""The columns of :func:`entries_as_table`."""


def entries_as_table(entries: Sequence[Entry]) -> Table:
    """The roll as a table with the columns :data:`CANONICAL`; cleaned again it is the same roll.

    Rows are numbered from 2, in the order given.
    """
    headers = tuple(header for header, _ in CANONICAL.choices)
    rows = tuple(map(_as_row, entries))
    return Table(headers, rows, tuple(range(2, len(rows) + 2)))


def _as_row(entry: Entry) -> tuple[str, ...]:
    padding = ("",) * (len(ADDRESS_LINES) - len(entry.address))
    return (
        entry.reference,
        entry.name,
        *entry.address,
        *padding,
        entry.postcode,
        entry.email,
        entry.phone,
        entry.basis.value,
        entry.section,
        entry.language,
        entry.household,
    )


def fixed_sheet(cleaned: Cleaned) -> Sheet:
    """Each cell that was put right: row, field, before, after, why."""
    headers = ("row", "field", "before", "after", "why")
    rows: list[tuple[str, ...]] = [
        (str(one.row), one.field.words, one.before, one.after, one.why) for one in cleaned.fixed
    ]
    return headers, rows


def decisions_sheet(cleaned: Cleaned) -> Sheet:
    """Each open question: its rows, field, what stands there, the question, and the choices."""
    headers = ("rows", "field", "found", "question", "choices")
    rows: list[tuple[str, ...]] = [
        (
            ", ".join(map(str, one.rows)),
            one.field.words,
            one.found,
            one.question,
            "; ".join(choice.words for choice in one.choices),
        )
        for one in cleaned.decisions
    ]
    return headers, rows


def refused_sheet(cleaned: Cleaned, table: Table) -> Sheet:
    """Each refused row with why and the remedy, then its cells as they were sent, to be mended.

    What the officer decided to leave out is in :func:`left_out_sheet`.
    """
    headers = ("refused row", "why refused", "what would help", *table.headers)
    return headers, _as_sent(cleaned, table, decided=False)


def left_out_sheet(cleaned: Cleaned, table: Table) -> Sheet:
    """Each row that the officer decided to leave out, with its cells as they were sent."""
    headers = ("row left out", "why", "what would take it", *table.headers)
    return headers, _as_sent(cleaned, table, decided=True)


def _as_sent(cleaned: Cleaned, table: Table, *, decided: bool) -> list[tuple[str, ...]]:
    at = dict(zip(table.numbers, table.rows, strict=True))
    meant = [one for one in cleaned.refused if one.decided == decided]
    return [(str(one.row), one.why, one.remedy, *at[one.row]) for one in meant]
