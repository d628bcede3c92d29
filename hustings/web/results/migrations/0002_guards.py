"""Rankings are written once, after the close; versions are added and never changed."""

from __future__ import annotations

from django.db import migrations

from hustings.web.project.guards import Guard, guards

_CONTEST = "SELECT 1 FROM contests_contest c WHERE c.id = {row}.contest_id AND "
_DRAFT_OLD = f"EXISTS ({_CONTEST.format(row='OLD')} c.state = 'draft')"
_WRITABLE = f"EXISTS ({_CONTEST.format(row='NEW')} (c.state = 'closed' OR (c.state = 'draft' AND c.test_mode)))"
_OPENED = "EXISTS (SELECT 1 FROM results_opening o WHERE o.contest_id = NEW.contest_id)"
_FIXED = (
    "contest_id",
    "number",
    "folder",
    "document",
    "headline",
    "counted_at",
    "counted_by",
    "test",
)
_changed = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in _FIXED)


class Migration(migrations.Migration):
    """Refuse rankings before the close or after the opening, and any changed record."""

    dependencies = [("results", "0001_initial"), ("booth", "0002_guards")]
    operations = [
        guards(
            Guard(
                "ranking_at_opening",
                "results_ranking",
                "INSERT",
                f"NOT {_WRITABLE} OR {_OPENED}",
                "rankings are written at the opening alone",
            ),
            Guard(
                "ranking_no_change",
                "results_ranking",
                "UPDATE",
                "1 = 1",
                "a ranking cannot be changed",
            ),
            Guard(
                "ranking_no_removal",
                "results_ranking",
                "DELETE",
                f"NOT {_DRAFT_OLD}",
                "a ranking cannot be removed",
            ),
            Guard(
                "opening_no_change",
                "results_opening",
                "UPDATE",
                "1 = 1",
                "an opening cannot be changed",
            ),
            Guard(
                "opening_no_removal",
                "results_opening",
                "DELETE",
                f"NOT {_DRAFT_OLD}",
                "an opening cannot be removed",
            ),
            Guard(
                "version_no_change",
                "results_version",
                "UPDATE",
                f"({_changed}) OR (OLD.declared_at IS NOT NULL AND "
                "(NEW.signed_name <> OLD.signed_name OR "
                "NEW.declared_at IS DISTINCT FROM OLD.declared_at))",
                "a version of a result cannot be changed: add another",
            ),
            Guard(
                "version_no_removal",
                "results_version",
                "DELETE",
                "NOT OLD.test",
                "a version of a result cannot be removed",
            ),
        )
    ]
