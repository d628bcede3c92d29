"""Rankings are written once, after the close; versions are added and never changed."""

from __future__ import annotations

from django.db import migrations

from hustings.web.project.guards import Guard, guards

_CONTEST = "SELECT 1 FROM contests_contest c WHERE c.id = {row}.contest_id AND "
_DRAFT_OLD = f"EXISTS ({_CONTEST.format(row='OLD')} c.state = 'draft')"
_WRITABLE = f"EXISTS ({_CONTEST.format(row='NEW')} (c.state = 'closed' OR (c.state = 'draft' AND c.test_mode)))"
_OPENED = "EXISTS (SELECT 1 FROM results_opening o WHERE o.contest_id = NEW.contest_id)"
_RANKED = (
    "(SELECT COALESCE(SUM(r.papers), 0) FROM results_ranking r WHERE r.contest_id = NEW.contest_id)"
)
_VERIFIED = (
    "COALESCE((SELECT v.papers FROM papers_verification v WHERE v.contest_id = NEW.contest_id), 0)"
)
_UNVERIFIED = (
    "EXISTS (SELECT 1 FROM post_postsetup s WHERE s.contest_id = NEW.contest_id) AND NOT EXISTS "
    "(SELECT 1 FROM papers_verification v WHERE v.contest_id = NEW.contest_id)"
)
_TRIAL = f"EXISTS ({_CONTEST.format(row='NEW')} c.state = 'draft')"
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

    dependencies = [
        ("results", "0001_initial"),
        ("booth", "0002_guards"),
        ("post", "0001_initial"),
        ("papers", "0001_initial"),
    ]
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
                "opening_after_verification",
                "results_opening",
                "INSERT",
                f"NOT {_TRIAL} AND {_UNVERIFIED}",
                "the posted papers must be verified before the envelopes are opened",
            ),
            Guard(
                "opening_of_all_papers",
                "results_opening",
                "INSERT",
                f"NEW.papers <> {_VERIFIED} OR {_RANKED} <> NEW.envelopes + NEW.papers",
                "what is counted are all envelopes and all posted papers, and nothing else",
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
                "precount_before_count",
                "results_precountview",
                "INSERT",
                f"NEW.published_at IS NOT NULL OR NOT EXISTS ({_CONTEST.format(row='NEW')} "
                "c.state = 'closed')",
                "the pre-count is seen between the close and the count",
            ),
            Guard(
                "precount_stands",
                "results_precountview",
                "UPDATE",
                " OR ".join(
                    f"NEW.{name} IS DISTINCT FROM OLD.{name}"
                    for name in ("contest_id", "number", "at", '"by"', "user_id", "why", "figures")
                )
                + " OR OLD.published_at IS NOT NULL OR NOT EXISTS "
                f"({_CONTEST.format(row='NEW')} c.state = 'declared')",
                "who saw the pre-count, and what, stands; it is published after the declaration",
            ),
            Guard(
                "precount_no_removal",
                "results_precountview",
                "DELETE",
                "1 = 1",
                "that somebody saw the pre-count stands",
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
