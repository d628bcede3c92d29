"""What agents said stands as they said it; a request is answered once; neither is taken away."""

from __future__ import annotations

from django.db import migrations

from hustings.web.project.guards import Guard, guards


def _changed(*names: str) -> str:
    return " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in names)


_OF_ONE_CONTEST = (
    "EXISTS (SELECT 1 FROM scrutiny_agent a JOIN results_version v ON v.contest_id = a.contest_id "
    "WHERE a.id = NEW.agent_id AND v.id = NEW.version_id AND NOT v.test AND a.revoked_at IS NULL)"
)
_PROVISIONAL = (
    "EXISTS (SELECT 1 FROM results_version v JOIN contests_contest c ON c.id = v.contest_id "
    "WHERE v.id = NEW.version_id AND v.declared_at IS NULL "
    "AND c.state IN ('counted', 'provisional'))"
)
_ASKED = _changed("agent_id", "version_id", "reason", "at")


class Migration(migrations.Migration):
    """Refuse what would change who watched, what was said, asked for or answered."""

    dependencies = [("scrutiny", "0001_initial")]
    operations = [
        guards(
            Guard(
                "agent_no_change",
                "scrutiny_agent",
                "UPDATE",
                _changed("contest_id", "name", "invited_at", "invited_by"),
                "whose agent somebody is cannot be changed: invite another",
            ),
            Guard(
                "statement_of_one_contest",
                "scrutiny_statement",
                "INSERT",
                f"NOT {_OF_ONE_CONTEST}",
                "an agent speaks of a version of that contest alone",
            ),
            Guard(
                "statement_no_change",
                "scrutiny_statement",
                "UPDATE",
                "1 = 1",
                "a statement cannot be changed",
            ),
            Guard(
                "statement_no_removal",
                "scrutiny_statement",
                "DELETE",
                "1 = 1",
                "a statement cannot be removed",
            ),
            Guard(
                "request_while_provisional",
                "scrutiny_recountrequest",
                "INSERT",
                f"NOT {_OF_ONE_CONTEST} OR NOT {_PROVISIONAL} OR NEW.answered_at IS NOT NULL "
                "OR NEW.granted IS NOT NULL",
                "a recount is asked for while the result is provisional, by its own agents",
            ),
            Guard(
                "request_no_change",
                "scrutiny_recountrequest",
                "UPDATE",
                f"OLD.answered_at IS NOT NULL OR {_ASKED} "
                "OR NEW.answered_at IS NULL OR NEW.granted IS NULL OR NEW.answer = ''",
                "a request is answered once, with a reason, and not changed",
            ),
            Guard(
                "request_no_removal",
                "scrutiny_recountrequest",
                "DELETE",
                "1 = 1",
                "a request for a recount cannot be removed",
            ),
        )
    ]
