"""Tables whose rows must have no order but that of a random key."""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

__all__ = ["CreateUnorderedModel"]


class CreateUnorderedModel(migrations.CreateModel):
    """Like CreateModel; on SQLite the table is WITHOUT ROWID, so no row number tells who was first.

    PostgreSQL's tables keep no row number; where a row lies in the file still tells an insider the
    order of writing, which is why envelopes are sealed.
    """

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: Any,
        to_state: Any,
    ) -> None:
        """Create the table."""
        if schema_editor.connection.vendor != "sqlite":
            super().database_forwards(app_label, schema_editor, from_state, to_state)
            return
        model = to_state.apps.get_model(app_label, self.name)
        statement, parameters = schema_editor.table_sql(model)
        schema_editor.execute(f"{statement} WITHOUT ROWID", parameters or None)
        # As create_model does: without them every cast would read the table of codes through.
        schema_editor.deferred_sql.extend(schema_editor._model_indexes_sql(model))  # type: ignore[attr-defined]  # noqa: SLF001
