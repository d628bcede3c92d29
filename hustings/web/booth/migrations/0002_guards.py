"""A vote is taken while the poll is open, once, and is never changed."""

from __future__ import annotations

from django.db import migrations

from hustings.web.project.guards import Guard, guards

_CONTEST = "SELECT 1 FROM contests_contest c WHERE c.id = {row}.contest_id AND "
_OPEN = f"EXISTS ({_CONTEST.format(row='NEW')} (c.state = 'ready' OR (c.state = 'draft' AND c.test_mode)))"
_DRAFT = f"EXISTS ({_CONTEST.format(row='OLD')} c.state = 'draft')"
_CLOSED_OR_DRAFT = f"EXISTS ({_CONTEST.format(row='OLD')} c.state IN ('closed', 'draft'))"


class Migration(migrations.Migration):
    """Refuse votes outside the poll, changed votes, and removed votes."""

    dependencies = [("booth", "0001_initial"), ("contests", "0002_guards")]
    operations = [
        guards(
            Guard(
                "participation_while_open",
                "booth_participation",
                "INSERT",
                f"NOT {_OPEN}",
                "the poll is not open",
            ),
            Guard(
                "participation_no_change",
                "booth_participation",
                "UPDATE",
                "1 = 1",
                "a participation cannot be changed",
            ),
            Guard(
                "participation_no_removal",
                "booth_participation",
                "DELETE",
                f"NOT {_DRAFT}",
                "a participation cannot be removed",
            ),
            Guard(
                "envelope_while_open",
                "booth_envelope",
                "INSERT",
                f"NOT {_OPEN}",
                "the poll is not open",
            ),
            Guard(
                "envelope_no_change",
                "booth_envelope",
                "UPDATE",
                "1 = 1",
                "an envelope cannot be changed",
            ),
            Guard(
                "envelope_destroyed_after_close",
                "booth_envelope",
                "DELETE",
                f"NOT {_CLOSED_OR_DRAFT}",
                "envelopes are destroyed at the opening alone, after the close",
            ),
            Guard(
                "contest_not_back_to_draft",
                "contests_contest",
                "UPDATE",
                "OLD.state = 'ready' AND NEW.state = 'draft' AND EXISTS "
                "(SELECT 1 FROM booth_participation p WHERE p.contest_id = OLD.id)",
                "somebody has voted: the contest cannot go back to its draft",
            ),
            Guard(
                "contest_tests_wiped",
                "contests_contest",
                "UPDATE",
                "OLD.state = 'draft' AND NEW.state = 'ready' AND (EXISTS "
                "(SELECT 1 FROM booth_participation p WHERE p.contest_id = OLD.id) OR EXISTS "
                "(SELECT 1 FROM booth_envelope e WHERE e.contest_id = OLD.id))",
                "test ballots must be wiped before a contest is ready",
            ),
        )
    ]
