# ruff: noqa: S608  what the guards say is put together here, of nothing from outside
"""Nothing is keyed before the close, nothing is changed after the verification."""

from __future__ import annotations

from django.db import migrations

from hustings.web.project.guards import Guard, guards

_STATE = "EXISTS (SELECT 1 FROM contests_contest c WHERE c.id = {of} AND c.state IN ({states}))"
_VERIFIED = "EXISTS (SELECT 1 FROM papers_verification v WHERE v.contest_id = {of})"
_BATCH_OF_KEYING = "(SELECT k.batch_id FROM papers_keying k WHERE k.id = {row}.keying_id)"
_BATCH_OF_READING = "(SELECT r.batch_id FROM papers_reading r WHERE r.id = {row}.reading_id)"


def _open(of: str, states: str) -> str:
    """In one of these states, and not verified."""
    return f"({_STATE.format(of=of, states=states)} AND NOT {_VERIFIED.format(of=of)})"


def _contest(batch: str) -> str:
    return f"(SELECT b.contest_id FROM papers_batch b WHERE b.id = {batch})"


def _batch(batch: str, is_so: str) -> str:
    return f"EXISTS (SELECT 1 FROM papers_batch b WHERE b.id = {batch} AND {is_so})"


def _keyings(batch: str, which: str = "1 = 1") -> str:
    return f"(SELECT COUNT(*) FROM papers_keying k WHERE k.batch_id = {batch} AND {which})"


_READINGS = "(SELECT COUNT(*) FROM papers_reading r WHERE r.batch_id = NEW.id)"
_ENTRIES = "(SELECT COUNT(*) FROM papers_entry e WHERE e.keying_id = NEW.id)"
_CLOSED = "'closed'"
_TAKING = "'ready', 'closed'"

_FIGURES = ("contest_id", "number", "section", "basis", "envelopes", "extra", "empty", "found",
            "balanced_at", "balanced_by")  # fmt: skip
_figures = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in _FIGURES)
_WHOSE = ("batch_id", "turn", "by_id", "began_at")
_whose = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in _WHOSE)


def _entry(row: str) -> str:
    return _BATCH_OF_KEYING.format(row=row)


def _reading(row: str) -> str:
    return _BATCH_OF_READING.format(row=row)


_BATCHES = (
    Guard(
        "batch_while_taking",
        "papers_batch",
        "INSERT",
        f"NOT {_open('NEW.contest_id', _TAKING)} OR NEW.balanced_at IS NOT NULL",
        "a batch is formed while the contest is ready or closed, before the verification",
    ),
    Guard(
        "batch_figures_stand",
        "papers_batch",
        "UPDATE",
        f"NOT {_open('OLD.contest_id', _TAKING)} OR (OLD.balanced_at IS NOT NULL "
        f"AND NEW.balanced_at IS NOT NULL AND ({_figures}))",
        "the figures of a balanced batch stand",
    ),
    Guard(
        "batch_balanced_before_keying",
        "papers_batch",
        "UPDATE",
        f"OLD.balanced_at IS NULL AND NEW.balanced_at IS NOT NULL AND {_keyings('NEW.id')} > 0",
        "what was keyed of other figures is thrown away before a batch balances again",
    ),
    Guard(
        "batch_settled_when_read",
        "papers_batch",
        "UPDATE",
        f"NEW.settled_at IS NOT NULL AND (NEW.balanced_at IS NULL OR {_READINGS} <> NEW.found)",
        "a batch is settled when each of its papers is read",
    ),
    Guard(
        "batch_no_removal",
        "papers_batch",
        "DELETE",
        f"OLD.balanced_at IS NOT NULL OR NOT {_open('OLD.contest_id', _TAKING)}",
        "a batch that balances cannot be removed",
    ),
)
_KEYINGS = (
    Guard(
        "keying_after_close",
        "papers_keying",
        "INSERT",
        f"NOT {_open(_contest('NEW.batch_id'), _CLOSED)} OR NEW.done_at IS NOT NULL OR NOT "
        + _batch("NEW.batch_id", "b.balanced_at IS NOT NULL AND b.settled_at IS NULL"),
        "nothing is keyed before the contest is closed and the batch balances",
    ),
    Guard(
        "keying_person_stands",
        "papers_keying",
        "UPDATE",
        f"({_whose}) OR OLD.done_at IS NOT NULL OR NOT {_open(_contest('OLD.batch_id'), _CLOSED)}",
        "who keys a batch cannot be changed, nor a keying that is finished",
    ),
    Guard(
        "keying_done_when_whole",
        "papers_keying",
        "UPDATE",
        "NEW.done_at IS NOT NULL AND NOT " + _batch("NEW.batch_id", f"b.found = {_ENTRIES}"),
        "a keying is finished when all papers found are keyed",
    ),
    Guard(
        "keying_no_removal",
        "papers_keying",
        "DELETE",
        f"NOT {_open(_contest('OLD.batch_id'), _TAKING)} OR (OLD.done_at IS NOT NULL AND "
        f"{_batch('OLD.batch_id', 'b.balanced_at IS NOT NULL')})",
        "a keying that is finished cannot be removed",
    ),
    Guard(
        "entry_after_close",
        "papers_entry",
        "INSERT",
        f"NOT {_open(_contest(_entry('NEW')), _CLOSED)} OR NEW.place < 1 OR NOT "
        f"{_batch(_entry('NEW'), 'b.balanced_at IS NOT NULL AND b.found >= NEW.place')} OR "
        "EXISTS (SELECT 1 FROM papers_keying d WHERE d.id = NEW.keying_id "
        "AND d.done_at IS NOT NULL)",
        "a paper is keyed after the close, within a keying that goes on, up to the papers found",
    ),
    Guard(
        "entry_no_change",
        "papers_entry",
        "UPDATE",
        "1 = 1",
        "what was keyed cannot be changed: the last paper is taken back and keyed anew",
    ),
    Guard(
        "entry_no_removal",
        "papers_entry",
        "DELETE",
        f"NOT {_open(_contest(_entry('OLD')), _TAKING)} OR (EXISTS (SELECT 1 FROM papers_keying d "
        "WHERE d.id = OLD.keying_id AND d.done_at IS NOT NULL) AND "
        f"{_batch(_entry('OLD'), 'b.balanced_at IS NOT NULL')})",
        "what was keyed in a finished keying cannot be removed",
    ),
)
_READ = (
    Guard(
        "reading_of_two_keyings",
        "papers_reading",
        "INSERT",
        f"NOT {_open(_contest('NEW.batch_id'), _CLOSED)} OR "
        f"{_keyings('NEW.batch_id', 'k.done_at IS NOT NULL')} <> 2 OR NOT "
        f"{_batch('NEW.batch_id', 'b.settled_at IS NULL AND b.found >= NEW.place')}",
        "a paper is read once two people have keyed its batch",
    ),
    Guard(
        "reading_no_change",
        "papers_reading",
        "UPDATE",
        "1 = 1",
        "what was read on a paper cannot be changed",
    ),
    Guard(
        "reading_no_removal",
        "papers_reading",
        "DELETE",
        f"NOT {_open(_contest('OLD.batch_id'), _TAKING)} OR "
        f"{_batch('OLD.batch_id', 'b.balanced_at IS NOT NULL')}",
        "what was read on a paper cannot be removed",
    ),
    Guard(
        "adjudication_after_close",
        "papers_adjudication",
        "INSERT",
        f"NOT {_open(_contest(_reading('NEW')), _CLOSED)}",
        "papers are adjudicated after the close and before the verification",
    ),
    Guard(
        "adjudication_stands",
        "papers_adjudication",
        "UPDATE",
        f"NOT {_open(_contest(_reading('OLD')), _CLOSED)} OR NEW.reading_id <> OLD.reading_id",
        "after the verification nothing is adjudicated anew",
    ),
    Guard(
        "adjudication_no_removal",
        "papers_adjudication",
        "DELETE",
        f"NOT {_open(_contest(_reading('OLD')), _CLOSED)}",
        "after the verification nothing is adjudicated anew",
    ),
    Guard(
        "verification_of_all",
        "papers_verification",
        "INSERT",
        f"NOT {_STATE.format(of='NEW.contest_id', states=_CLOSED)} OR EXISTS (SELECT 1 FROM "
        "papers_batch b WHERE b.contest_id = NEW.contest_id AND b.settled_at IS NULL) OR "
        "NEW.papers <> (SELECT COALESCE(SUM(b.found), 0) FROM papers_batch b "
        "WHERE b.contest_id = NEW.contest_id)",
        "papers are verified when every batch is settled, and all of them",
    ),
    Guard(
        "verification_no_change",
        "papers_verification",
        "UPDATE",
        "1 = 1",
        "the verification stands",
    ),
    Guard(
        "verification_no_removal",
        "papers_verification",
        "DELETE",
        "1 = 1",
        "the verification stands",
    ),
)


class Migration(migrations.Migration):
    """Refuse keys before the close, changed figures, and anything new after the verification."""

    dependencies = [("papers", "0001_initial"), ("contests", "0002_guards")]
    operations = [guards(*_BATCHES, *_KEYINGS, *_READ)]
