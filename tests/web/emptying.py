"""The database as it was made: whatever a test wrote and committed is taken out of it.

The guards refuse to delete what may not be deleted, so they stand aside meanwhile; a test itself
always runs under them. All happens in one transaction, and only tables with rows are touched.
"""

from __future__ import annotations

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

__all__ = ["empty"]

KEPT = ("django_migrations", "django_content_type", "auth_permission")
"""Tables whose rows belong to the making of the database."""


def empty() -> None:
    """Leave no row, and give numbers from 1 again."""
    emptied = _empty_postgresql if connection.vendor == "postgresql" else _empty_sqlite
    with transaction.atomic(), connection.cursor() as cursor:
        emptied(cursor)


def _empty_sqlite(cursor: CursorWrapper) -> None:
    cursor.execute("PRAGMA defer_foreign_keys = ON")
    cursor.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
    triggers = cursor.fetchall()
    full = _tables_with_rows(cursor)
    aside = [(name, sql) for name, table, sql in triggers if table in full]
    for name, _ in aside:
        cursor.execute(f'DROP TRIGGER "{name}"')
    for table in full:
        cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608  a table's own name
    cursor.execute("DELETE FROM sqlite_sequence")
    for _, sql in aside:
        cursor.execute(sql)


def _empty_postgresql(cursor: CursorWrapper) -> None:
    cursor.execute("SET LOCAL session_replication_role = replica")  # without triggers
    for table in _tables_with_rows(cursor):
        cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608  a table's own name
    cursor.execute(
        "SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)"
        " FROM pg_sequences WHERE last_value IS NOT NULL"
        " AND sequencename NOT IN ('django_migrations_id_seq', 'django_content_type_id_seq',"
        " 'auth_permission_id_seq')"
    )


def _tables_with_rows(cursor: CursorWrapper) -> list[str]:
    tables = [t for t in connection.introspection.table_names(cursor) if t not in KEPT]
    cursor.execute(
        " UNION ALL ".join(
            f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM \"{table}\")"  # noqa: S608
            for table in tables
        )
    )
    return [table for (table,) in cursor.fetchall()]
