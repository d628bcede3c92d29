"""What the database itself refuses, whoever asks: states out of order, a changed journal, a vote
after the close. The same condition guards SQLite and PostgreSQL.

A :class:`Guard` stands in a migration's ``operations``. The condition is SQL over ``OLD`` and
``NEW`` that is true when the change must be refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

__all__ = ["Guard", "guards", "run_by_vendor"]


@dataclass(frozen=True, slots=True)
class Guard:
    """One refusal: before ``event`` on ``table``, if ``condition``, with ``message``.

    ``event`` is INSERT, UPDATE or DELETE; ``condition`` may hold subqueries; ``message`` reaches
    the caller as the text of a database error, so it says what was tried.
    """

    name: str
    table: str
    event: str
    condition: str
    message: str

    def sqlite(self) -> str:
        """The trigger in SQLite's words."""
        return (
            f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} FOR EACH ROW "
            f"WHEN {self.condition} BEGIN SELECT RAISE(ABORT, '{self._quoted}'); END"
        )

    def postgresql(self) -> str:
        """The function and trigger in PostgreSQL's words."""
        row = "OLD" if self.event == "DELETE" else "NEW"
        return (
            f"CREATE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN "
            f"IF {self.condition} THEN RAISE EXCEPTION '{self._quoted}' "
            f"USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {row}; END $guard$; "
            f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} FOR EACH ROW "
            f"EXECUTE FUNCTION {self.name}()"
        )

    def removal(self, vendor: str) -> str:
        """What takes the guard away again."""
        if vendor == "sqlite":
            return f"DROP TRIGGER {self.name}"
        return f"DROP TRIGGER {self.name} ON {self.table}; DROP FUNCTION {self.name}()"

    @property
    def _quoted(self) -> str:
        return self.message.replace("'", "''").replace("%", "%%")


def run_by_vendor(
    *, sqlite: Sequence[str], postgresql: Sequence[str], undo: Sequence[str] = ()
) -> migrations.RunPython:
    """A migration step in each database's own words; ``undo`` is understood by both."""
    by_vendor = {"sqlite": tuple(sqlite), "postgresql": tuple(postgresql)}

    def forwards(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        for statement in by_vendor[editor.connection.vendor]:
            editor.execute(statement, params=None)

    def backwards(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        for statement in undo:
            editor.execute(statement, params=None)

    return migrations.RunPython(forwards, backwards)


def guards(*wanted: Guard) -> migrations.RunPython:
    """A migration step that sets these guards, and takes them away when it is undone."""

    def forwards(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        for guard in wanted:
            statement = (
                guard.sqlite() if editor.connection.vendor == "sqlite" else guard.postgresql()
            )
            editor.execute(statement, params=None)

    def backwards(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        for guard in reversed(wanted):
            editor.execute(guard.removal(editor.connection.vendor), params=None)

    return migrations.RunPython(forwards, backwards)
