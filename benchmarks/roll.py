"""`python -m benchmarks.roll [ROWS]`: from the file of a roll to its fingerprint, part by part.

The roll is made up, with defects. Printed are processor seconds of one process and its peak
memory; nothing is asserted.
"""

from __future__ import annotations

import io
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import openpyxl

from hustings.formats.roll_table import read_roll_table, write_table_csv
from hustings.roll import (
    FICTIONAL_COLUMNS,
    Applicant,
    Register,
    Table,
    clean,
    count_households,
    fictional_rows,
    fingerprint_of,
    likely_duplicates,
    match,
)

T = TypeVar("T")


def timed(what: str, part: Callable[[], T]) -> T:
    """What the part gives; prints its processor seconds."""
    start = time.process_time()
    value = part()
    print(f"| {what} | {time.process_time() - start:.2f} |", flush=True)
    return value


def as_xlsx(table: Table) -> bytes:
    """The table as a workbook."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Members")
    for row in (table.headers, *table.rows):
        sheet.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def main() -> None:
    """Measure, and print a table."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    made = fictional_rows(rows, 1, defects=True)
    load = os.getloadavg()[0]
    print(f"{rows:,} rows; load average {load:.1f}\n\n| part | CPU seconds |\n|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "roll.csv")
        path.write_bytes(write_table_csv(made.headers, made.rows))
        start = time.process_time()
        table = timed("read CSV", lambda: read_roll_table(path))
        cleaned = timed("clean", lambda: clean(table, FICTIONAL_COLUMNS))
        entries = cleaned.entries
        timed("households", lambda: count_households(entries))
        ids = [f"{number:016x}" for number in range(len(entries))]
        timed("fingerprint", lambda: fingerprint_of(entries, ids))
        print(f"| from CSV to fingerprint | {time.process_time() - start:.2f} |")
        pairs = timed("likely duplicates", lambda: likely_duplicates(entries))
        register = timed("index a register", lambda: Register.of(entries))
        asked = [Applicant(e.name, ", ".join(e.address), e.postcode) for e in entries[::1000]]
        timed(f"match {len(asked)} applicants", lambda: [match(a, register) for a in asked])
        path = Path(folder, "roll.xlsx")
        path.write_bytes(as_xlsx(made))
        timed("read XLSX", lambda: read_roll_table(path))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"\n{len(entries):,} entries, {len(cleaned.fixed):,} fixed, "
        f"{len(cleaned.decisions):,} decisions, {len(cleaned.refused):,} refused, "
        f"{len(pairs):,} pairs; peak {peak:,.0f} MB"
    )


if __name__ == "__main__":
    main()
