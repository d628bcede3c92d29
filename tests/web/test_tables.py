"""Tables whose rows have no order: no row number, and an index wherever rows are looked up."""

from __future__ import annotations

import pytest
from django.db import connection

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="of SQLite"),
]


@pytest.mark.parametrize("table", ["booth_code", "booth_participation", "booth_envelope"])
def test_a_row_of_a_vote_has_no_row_number(table: str) -> None:
    with connection.cursor() as cursor, pytest.raises(Exception, match="no such column: rowid"):
        cursor.execute(f"SELECT rowid FROM {table}")  # noqa: S608  (names from the list above)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE booth_code SET dead = 'cast' WHERE elector_id = 1",
        "SELECT 1 FROM booth_code WHERE digest = x'00'",
        "SELECT 1 FROM booth_envelope WHERE contest_id = 1",
        "SELECT 1 FROM booth_participation WHERE contest_id = 1",
    ],
)
def test_no_look_up_reads_a_whole_table(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {statement}")
        plan = " ".join(str(row[-1]) for row in cursor.fetchall())
    assert "SEARCH" in plan
    assert "SCAN" not in plan
