"""The table of the cache that every process shares: limits on guessing, codes used once."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def create(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    """As Django's own command makes it; nothing where it exists."""
    call_command("createcachetable", database=editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    """Make the table."""

    dependencies = [("officers", "0001_initial")]
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
