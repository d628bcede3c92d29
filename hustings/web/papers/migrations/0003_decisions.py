"""Two officers decide on a paper, and the verification holds what they decided."""

from __future__ import annotations

from django.db import migrations

from hustings.web.project.guards import Guard, guards

_OF_CONTEST = (
    "FROM papers_adjudication a JOIN papers_reading r ON r.id = a.reading_id "
    "JOIN papers_batch b ON b.id = r.batch_id WHERE b.contest_id = NEW.contest_id"
)
_DECISION = ("heading", "marks", "first_by_id", "first_at")
_decided_otherwise = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in _DECISION)
_ENVELOPES = (
    "(SELECT COALESCE(SUM(b.envelopes), 0) FROM papers_batch b WHERE b.contest_id = NEW.contest_id)"
)
_ACCEPTED = (
    "(SELECT COUNT(*) FROM booth_participation p WHERE p.contest_id = NEW.contest_id "
    "AND p.channel = 'post')"
)


class Migration(migrations.Migration):
    """Refuse a decision of one officer, and a verification that is not what was decided."""

    dependencies = [("papers", "0002_guards"), ("booth", "0002_guards")]
    operations = [
        guards(
            Guard(
                "adjudication_begins_with_one",
                "papers_adjudication",
                "INSERT",
                "NEW.second_by_id IS NOT NULL OR NEW.second_at IS NOT NULL",
                "one officer proposes, and another agrees after that",
            ),
            Guard(
                "adjudication_agreed_as_proposed",
                "papers_adjudication",
                "UPDATE",
                "(NEW.second_by_id IS NULL) <> (NEW.second_at IS NULL) OR "
                f"(NEW.second_by_id IS NOT NULL AND ({_decided_otherwise} "
                "OR OLD.second_by_id IS NOT NULL))",
                "what is decided otherwise needs a second officer anew",
            ),
            Guard(
                "verification_of_decided",
                "papers_verification",
                "INSERT",
                f"EXISTS (SELECT 1 {_OF_CONTEST} AND a.second_at IS NULL) OR "
                f"NEW.rejected <> (SELECT COUNT(*) {_OF_CONTEST} AND a.heading <> '')",
                "papers are verified when two officers decided on every doubtful one",
            ),
            Guard(
                "verification_of_opened",
                "papers_verification",
                "INSERT",
                f"{_ACCEPTED} <> {_ENVELOPES}",
                "papers are verified when every accepted envelope is opened",
            ),
            Guard(
                "objection_no_change",
                "papers_objection",
                "UPDATE",
                "1 = 1",
                "an objection stands as it was made",
            ),
            Guard(
                "objection_no_removal",
                "papers_objection",
                "DELETE",
                "1 = 1",
                "an objection stands as it was made",
            ),
        )
    ]
