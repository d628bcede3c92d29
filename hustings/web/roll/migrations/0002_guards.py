"""A frozen roll is added to openly or not at all."""

from __future__ import annotations

from django.db import migrations

from hustings.web.project.guards import Guard, guards

_FROZEN = (
    "EXISTS (SELECT 1 FROM contests_contest c WHERE c.id = {row}.contest_id "
    "AND c.roll_frozen_at IS NOT NULL)"
)


class Migration(migrations.Migration):
    """Refuse an unmarked addition to a frozen roll, and a removal from it."""

    dependencies = [("roll", "0001_initial"), ("contests", "0002_guards")]
    operations = [
        guards(
            Guard(
                "elector_late_is_marked",
                "roll_elector",
                "INSERT",
                f"NOT NEW.added_late AND {_FROZEN.format(row='NEW')}",
                "the roll is frozen: an addition needs two officers and is marked",
            ),
            Guard(
                "elector_not_removed",
                "roll_elector",
                "DELETE",
                _FROZEN.format(row="OLD"),
                "the roll is frozen: an elector is struck, never removed",
            ),
        )
    ]
