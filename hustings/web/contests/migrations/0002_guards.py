"""The stored states, and what is fixed once a contest has left the draft."""

from __future__ import annotations

from django.db import migrations

from hustings.web.project.guards import Guard, guards

MOVES = (
    ("draft", "ready"),
    ("draft", "abandoned"),
    ("ready", "draft"),  # only while nobody has voted: booth's guards
    ("ready", "closed"),
    ("ready", "abandoned"),
    ("closed", "counted"),
    ("closed", "abandoned"),
    ("counted", "provisional"),
    ("counted", "abandoned"),
    ("provisional", "declared"),
    ("provisional", "abandoned"),
)
_moves = " OR ".join(f"(OLD.state = '{old}' AND NEW.state = '{new}')" for old, new in MOVES)

FIXED = (
    "organisation_id",
    "slug",
    "origin",
    "title",
    "purpose",
    "question",
    "rule",
    "seats",
    "base",
    "order_policy",
    "public_key",
    "advises_title",
    "advises_rule",
    "key_place",
    "pledge",
    "pledge_by",
    "pledge_hundredths",
    "pledge_text",
    "timezone",
    "opens_at",
    "roll_fingerprint",
    "who_may_vote",
    "declaration_text",
    "test_mode",
)
_changed = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in FIXED)

_ON_THE_PAPER = ("contest_id", "number", "key", "name", "description")
_renamed = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in _ON_THE_PAPER)
_OF = "EXISTS (SELECT 1 FROM contests_contest c WHERE c.id = {row}.contest_id AND c.state <> 'draft' AND c.origin = 'run')"


class Migration(migrations.Migration):
    """Refuse a state out of order, and a changed form after the draft."""

    dependencies = [("contests", "0001_initial")]
    operations = [
        guards(
            Guard(
                "contest_state_order",
                "contests_contest",
                "UPDATE",
                f"NEW.state <> OLD.state AND NOT ({_moves})",
                "a contest cannot go from that state to this one",
            ),
            Guard(
                "contest_begins_as_draft",
                "contests_contest",
                "INSERT",
                "NEW.origin = 'run' AND NEW.state <> 'draft'",
                "a contest that is run here begins as a draft",
            ),
            Guard(
                "contest_form_fixed",
                "contests_contest",
                "UPDATE",
                f"OLD.state <> 'draft' AND ({_changed})",
                "the form of a contest is fixed once it is ready",
            ),
            Guard(
                "contest_close_not_earlier",
                "contests_contest",
                "UPDATE",
                "OLD.state <> 'draft' AND (NEW.closes_at IS NULL OR NEW.closes_at < OLD.closes_at)",
                "a poll can be extended, never shortened",
            ),
            Guard(
                "contest_advice_fits",
                "contests_contest",
                "UPDATE",
                "OLD.state = 'draft' AND NEW.state = 'ready' AND NEW.rule = 'plurality' AND "
                "(NEW.advises_rule IN ('av', 'sv', 'other-ranked') OR EXISTS "
                "(SELECT 1 FROM contests_contest a WHERE a.id = NEW.advises_id "
                "AND a.rule IN ('av', 'sv')))",
                "this primary advises a contest that needs rankings and would collect marks alone",
            ),
            Guard(
                "contest_no_removal",
                "contests_contest",
                "DELETE",
                "OLD.origin = 'run' AND OLD.state NOT IN ('draft', 'abandoned')",
                "a contest that was opened cannot be removed",
            ),
            Guard(
                "candidate_fixed",
                "contests_candidate",
                "UPDATE",
                f"({_renamed}) AND {_OF.format(row='OLD')}",
                "the paper is fixed once the contest is ready",
            ),
            Guard(
                "candidate_not_added",
                "contests_candidate",
                "INSERT",
                _OF.format(row="NEW"),
                "the paper is fixed once the contest is ready",
            ),
            Guard(
                "candidate_not_removed",
                "contests_candidate",
                "DELETE",
                _OF.format(row="OLD"),
                "the paper is fixed once the contest is ready",
            ),
            Guard(
                "candidate_withdrawal_stands",
                "contests_candidate",
                "UPDATE",
                "OLD.withdrawn_at IS NOT NULL AND NEW.withdrawn_at IS DISTINCT FROM "
                f"OLD.withdrawn_at AND {_OF.format(row='OLD')}",
                "a withdrawal that was published cannot be taken back",
            ),
        )
    ]
