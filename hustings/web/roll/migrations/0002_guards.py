"""A frozen roll is added to openly or not at all."""

from __future__ import annotations

from django.db import migrations

from hustings.web.project.guards import Guard, guards

_FROZEN = (
    "EXISTS (SELECT 1 FROM contests_contest c WHERE c.id = {row}.contest_id "
    "AND c.roll_frozen_at IS NOT NULL)"
)
_NOT_ERASED = (
    "EXISTS (SELECT 1 FROM contests_contest c WHERE c.id = OLD.contest_id "
    "AND c.roll_frozen_at IS NOT NULL AND c.erased_at IS NULL)"
)
_IN_FINGERPRINT = (
    "contest_id",
    "public_id",
    "name",
    "address",
    "postcode",
    "email",
    "basis",
    "section",
    "added_late",
)
_changed = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in _IN_FINGERPRINT)


class Migration(migrations.Migration):
    """Refuse an unmarked addition to a frozen roll, a change in it, and a removal from it."""

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
            Guard(
                "elector_frozen",
                "roll_elector",
                "UPDATE",
                f"({_changed}) AND {_NOT_ERASED}",
                "the roll is frozen: an elector on it is not changed",
            ),
        )
    ]
