"""The journal is append-only."""

from __future__ import annotations

from django.db import migrations

from hustings.web.project.guards import Guard, guards


class Migration(migrations.Migration):
    """Refuse to change or remove an entry."""

    dependencies = [("journal", "0001_initial")]
    operations = [
        guards(
            Guard(
                "journal_no_change",
                "journal_entry",
                "UPDATE",
                "1 = 1",
                "an entry of the journal cannot be changed",
            ),
            Guard(
                "journal_no_removal",
                "journal_entry",
                "DELETE",
                "1 = 1",
                "an entry of the journal cannot be removed",
            ),
        )
    ]
