"""The rows of an upload join the roll, once; and leave it again, while it is not frozen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import ProtectedError

from hustings.errors import RuleError
from hustings.roll import Cleaned, Entry
from hustings.roll.names import name_key
from hustings.rounding import grouped
from hustings.web.contests.models import Contest
from hustings.web.officers.actor import Actor
from hustings.web.project import clock
from hustings.web.project.plurals import number_of
from hustings.web.roll.actions.locking import held, open_roll
from hustings.web.roll.actions.telling import tell
from hustings.web.roll.actions.uploads import answers_of, counts_of
from hustings.web.roll.cleaning import Progress, clean_table, table_of
from hustings.web.roll.entries import elector_of
from hustings.web.roll.models import Analysis, Elector, RegisterRow, Upload, UploadKind

__all__ = ["Taken", "take", "undo"]

_AT_ONCE = 2_000
_Key = tuple[str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Taken:
    """How many rows joined, and how many were there already, word for word."""

    added: int
    already: int


def take(upload: Upload, *, by: Actor, progress: Progress | None = None) -> Taken:
    """Let the cleaned rows join the roll or the register, all or none.

    Done again it changes nothing and tells the same. RuleError while a question is open, or the
    columns were never chosen, and for a frozen roll.
    """
    if upload.taken_at is not None:
        return _taken(upload)
    if upload.cleaned_at is None:
        raise RuleError("Choose the columns first.")
    answers = answers_of(upload)
    cleaned = clean_table(upload, table_of(upload), answers, progress)
    if cleaned.decisions:
        raise RuleError(f"{number_of(len(cleaned.decisions), 'question')} without an answer yet.")
    return _store(upload, cleaned, answers, by)


@transaction.atomic
def _store(upload: Upload, cleaned: Cleaned, answers: Mapping[str, str], by: Actor) -> Taken:
    is_roll = upload.kind == UploadKind.ROLL
    contest = open_roll(upload.contest) if is_roll else held(upload.contest)
    now = Upload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
    if now.taken_at is not None:
        return _taken(now)
    if now.cleaned_at != upload.cleaned_at or answers_of(now) != answers:
        raise RuleError("This file was changed meanwhile: look at its report again.")
    taken = (_join_roll if is_roll else _join_register)(contest, now, cleaned)
    now.taken_at = clock.now()
    now.report = counts_of(cleaned) | {"added": taken.added, "already": taken.already}
    now.save(update_fields=["taken_at", "report"])
    tell(contest, by, f"{now.kind}-taken", _sentence(now, taken))
    return taken


def _taken(upload: Upload) -> Taken:
    return Taken(upload.report.get("added", 0), upload.report.get("already", 0))


def _sentence(upload: Upload, taken: Taken) -> str:
    where = "joined the roll" if upload.kind == UploadKind.ROLL else "joined the register"
    refused, left_out = upload.report.get("refused", 0), upload.report.get("left_out", 0)
    decided = f", left out by decision: {grouped(left_out)}" if left_out else ""
    return (
        f"Of upload {upload.pk} with {number_of(upload.rows, 'row')} {grouped(taken.added)} "
        f"{where}; there already: {grouped(taken.already)}, refused: {grouped(refused)}{decided}."
    )


# --- the roll -------------------------------------------------------------------------------------


def _join_roll(contest: Contest, upload: Upload, cleaned: Cleaned) -> Taken:
    known = _known(contest)
    fresh: list[Entry] = []
    for entry in cleaned.entries:
        key = _key_of(entry)
        if key not in known:
            known.add(key)
            fresh.append(entry)
    made = Elector.objects.bulk_create(
        (elector_of(entry, contest, upload=upload) for entry in fresh), batch_size=_AT_ONCE
    )
    _keep_analysis(made, fresh, cleaned)
    return Taken(len(fresh), len(cleaned.entries) - len(fresh))


def _known(contest: Contest) -> set[_Key]:
    columns = ("reference", "name", "address", "postcode", "email")
    found = Elector.objects.filter(contest=contest).order_by().values_list(*columns)
    return set(found.iterator(chunk_size=5_000))


def _key_of(entry: Entry) -> _Key:
    return (entry.reference, entry.name, "\n".join(entry.address), entry.postcode, entry.email)


def _keep_analysis(made: list[Elector], entries: Iterable[Entry], cleaned: Cleaned) -> None:
    headers, cells = cleaned.analysis.headers, cleaned.analysis.cells
    if headers:
        Analysis.objects.bulk_create(
            (
                Analysis(elector=elector, values=dict(zip(headers, cells[row], strict=True)))
                for elector, entry in zip(made, entries, strict=True)
                if (row := entry.row) in cells
            ),
            batch_size=_AT_ONCE,
        )


# --- the register ---------------------------------------------------------------------------------


def _join_register(contest: Contest, upload: Upload, cleaned: Cleaned) -> Taken:
    rows = (
        RegisterRow(
            contest=contest,
            upload=upload,
            name=entry.name,
            address="\n".join(entry.address),
            postcode=entry.postcode,
            reference=entry.reference,
            surname=name_key(entry.name).family[:200],
        )
        for entry in cleaned.entries
    )
    return Taken(len(RegisterRow.objects.bulk_create(rows, batch_size=_AT_ONCE)), 0)


# --- undo -----------------------------------------------------------------------------------------


@transaction.atomic
def undo(upload: Upload, *, by: Actor) -> int:
    """Take the rows of an upload off again; how many. RuleError once the roll is frozen."""
    is_roll = upload.kind == UploadKind.ROLL
    contest = open_roll(upload.contest) if is_roll else held(upload.contest)
    now = Upload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
    if now.taken_at is None:
        return 0
    removed = _remove_electors(now) if is_roll else _remove_rows(now)
    now.taken_at = None
    now.save(update_fields=["taken_at"])
    tell(
        contest,
        by,
        f"{now.kind}-undone",
        f"Took upload {now.pk}, {number_of(removed, 'row')}, off again.",
    )
    return removed


def _remove_electors(upload: Upload) -> int:
    electors = Elector.objects.filter(upload=upload)
    count = electors.count()
    try:
        electors.delete()
    except ProtectedError:
        raise RuleError("Test ballots were cast by these electors: wipe the test first.") from None
    return count


def _remove_rows(upload: Upload) -> int:
    rows = RegisterRow.objects.filter(upload=upload)
    count = rows.count()
    rows.delete()
    return count
