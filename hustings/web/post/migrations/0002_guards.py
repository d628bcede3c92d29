"""A bag's arrival stands, a receipt stays, and an envelope is accepted once and in time."""

from __future__ import annotations

from django.db import migrations

from hustings.web.project.guards import Guard, guards

_CONTEST = "SELECT 1 FROM contests_contest c WHERE c.id = {row}.contest_id AND "
_READY = f"EXISTS ({_CONTEST.format(row='NEW')} c.state = 'ready')"
_ERASED = f"EXISTS ({_CONTEST.format(row='NEW')} c.erased_at IS NOT NULL)"
_BAG = "SELECT 1 FROM post_bag b WHERE b.id = NEW.bag_id AND "
_IN_BAG = "(SELECT count(*) FROM post_receipt r WHERE r.bag_id = {bag})"


def _same(*columns: str) -> str:
    return " AND ".join(f'NEW."{name}" IS NOT DISTINCT FROM OLD."{name}"' for name in columns)


def _changed(*columns: str) -> str:
    return " OR ".join(f'NEW."{name}" IS DISTINCT FROM OLD."{name}"' for name in columns)


_NO_POSTED_VOTE = (
    "NEW.outcome = 'accepted' AND NOT EXISTS (SELECT 1 FROM post_returnenvelope v "
    "JOIN booth_participation p ON p.elector_id = v.elector_id "
    "WHERE v.id = NEW.envelope_id AND p.channel = 'post')"
)
_ACCEPTED_ALREADY = (
    "NEW.outcome = 'accepted' AND EXISTS (SELECT 1 FROM post_receipt r "
    "JOIN post_returnenvelope v ON v.id = r.envelope_id "
    "JOIN post_returnenvelope w ON w.elector_id = v.elector_id "
    "WHERE w.id = NEW.envelope_id AND r.outcome = 'accepted' AND r.id <> NEW.id)"
)
_LATE = (
    "NEW.outcome = 'accepted' AND EXISTS (SELECT 1 FROM post_bag b JOIN contests_contest c "
    "ON c.id = b.contest_id WHERE b.id = NEW.bag_id AND "
    "b.arrived_at > COALESCE(c.post_closes_at, c.closes_at))"
)
_CURED = (
    "OLD.outcome = 'refused' AND OLD.heading = 'declaration' AND NEW.outcome = 'accepted' "
    f"AND NEW.cured_at IS NOT NULL AND {_READY} AND "
    + _same("contest_id", "bag_id", "envelope_id", "read", "heading", "at", "by")
)
_FORGOTTEN = f"NEW.read = '' AND {_ERASED} AND " + _same(
    "contest_id", "bag_id", "envelope_id", "outcome", "heading", "section", "basis", "at", "by",
    "cured_at", "cured_by",
)  # fmt: skip


class Migration(migrations.Migration):
    """Refuse what would make posted votes out of nothing, twice, late, or undone."""

    dependencies = [("post", "0001_initial"), ("booth", "0003_cast"), ("contests", "0002_guards")]
    operations = [
        guards(
            Guard(
                "bag_while_ready",
                "post_bag",
                "INSERT",
                f"NOT {_READY}",
                "bags are entered while the contest is ready, and not after the close",
            ),
            Guard(
                "bag_arrival_stands",
                "post_bag",
                "UPDATE",
                _changed("contest_id", "number", "arrived_at", "at", "by", "entered_by_id")
                + " OR (OLD.needs_confirming AND NOT NEW.needs_confirming)"
                + " OR (OLD.confirmed_at IS NOT NULL AND NEW.envelopes = OLD.envelopes AND "
                + f"({_changed('confirmed_at', 'confirmed_by_id')}))"
                + f" OR (({_changed('envelopes', 'finished_at')}) AND NOT {_READY})",
                "when a bag arrived, and who entered it, stand",
            ),
            Guard(
                "bag_finished_balances",
                "post_bag",
                "UPDATE",
                f"NEW.finished_at IS NOT NULL AND NEW.envelopes <> {_IN_BAG.format(bag='NEW.id')}",
                "a bag is finished when as many envelopes were scanned as were counted",
            ),
            Guard("bag_no_removal", "post_bag", "DELETE", "1 = 1", "a bag cannot be removed"),
            Guard(
                "receipt_while_ready",
                "post_receipt",
                "INSERT",
                f"NOT {_READY}",
                "envelopes are received while the contest is ready, and not after the close",
            ),
            Guard(
                "receipt_in_open_bag",
                "post_receipt",
                "INSERT",
                f"NOT EXISTS ({_BAG} b.contest_id = NEW.contest_id AND b.finished_at IS NULL AND "
                "(b.confirmed_at IS NOT NULL OR NOT b.needs_confirming))",
                "the bag is finished, waits for a second officer, or is of another contest",
            ),
            Guard(
                "receipt_within_count",
                "post_receipt",
                "INSERT",
                f"EXISTS ({_BAG} b.envelopes <= {_IN_BAG.format(bag='b.id')})",
                "as many envelopes are scanned as were counted in the bag",
            ),
            Guard(
                "receipt_needs_participation",
                "post_receipt",
                "INSERT",
                _NO_POSTED_VOTE,
                "an envelope is accepted together with the participation of its elector",
            ),
            Guard(
                "receipt_accepted_once",
                "post_receipt",
                "INSERT",
                _ACCEPTED_ALREADY,
                "an envelope of this elector was accepted already",
            ),
            Guard(
                "receipt_in_time",
                "post_receipt",
                "INSERT",
                _LATE,
                "the bag came after the time for posted papers",
            ),
            Guard(
                "cure_needs_participation",
                "post_receipt",
                "UPDATE",
                _NO_POSTED_VOTE + f" AND NOT {_ERASED}",
                "an envelope is accepted together with the participation of its elector",
            ),
            Guard(
                "cure_accepts_once",
                "post_receipt",
                "UPDATE",
                _ACCEPTED_ALREADY,
                "an envelope of this elector was accepted already",
            ),
            Guard(
                "receipt_only_cured",
                "post_receipt",
                "UPDATE",
                f"NOT ({_CURED}) AND NOT ({_FORGOTTEN})",
                "a receipt stands; only a missing declaration can be cured, until the close",
            ),
            Guard(
                "receipt_no_removal",
                "post_receipt",
                "DELETE",
                "1 = 1",
                "a receipt cannot be removed",
            ),
            Guard(
                "envelope_is_its_elector_s",
                "post_returnenvelope",
                "UPDATE",
                _changed("number", "contest_id")
                + " OR (NEW.elector_id IS DISTINCT FROM OLD.elector_id AND NOT "
                + f"(NEW.elector_id IS NULL AND {_ERASED}))",
                "a return envelope is never another elector's",
            ),
            Guard(
                "envelope_fate_stands",
                "post_returnenvelope",
                "UPDATE",
                "NEW.fate <> OLD.fate AND (NEW.fate = '' OR EXISTS (SELECT 1 FROM post_receipt r "
                "WHERE r.envelope_id = OLD.id AND r.outcome = 'accepted'))",
                "an envelope that was accepted or is good no longer stays so",
            ),
            Guard(
                "alarm_rang",
                "post_alarm",
                "UPDATE",
                _changed("contest_id", "heading", "refused", "received", "at"),
                "when an alarm rang, and at what, stands",
            ),
            Guard("alarm_no_removal", "post_alarm", "DELETE", "1 = 1", "an alarm stands"),
            Guard(
                "post_declaration_fixed",
                "post_postsetup",
                "UPDATE",
                "NEW.asks_declaration <> OLD.asks_declaration AND EXISTS "
                "(SELECT 1 FROM post_receipt r WHERE r.contest_id = OLD.contest_id)",
                "whether a declaration is asked for is fixed once envelopes were received",
            ),
            Guard(
                "contest_closes_on_balanced_bags",
                "contests_contest",
                "UPDATE",
                "OLD.state = 'ready' AND NEW.state = 'closed' AND (EXISTS (SELECT 1 FROM post_bag b "
                "WHERE b.contest_id = OLD.id AND b.finished_at IS NULL) OR (EXISTS (SELECT 1 FROM "
                "post_postsetup s WHERE s.contest_id = OLD.id) AND (SELECT count(*) FROM "
                "booth_participation p WHERE p.contest_id = OLD.id AND p.channel = 'post') <> "
                "(SELECT count(*) FROM post_receipt r WHERE r.contest_id = OLD.id AND "
                "r.outcome = 'accepted')))",
                "envelopes are still to be scanned, or posted votes are not as many as accepted",
            ),
        )
    ]
