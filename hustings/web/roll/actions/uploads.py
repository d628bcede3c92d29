"""An uploaded list on its way to the roll: stored, read, its columns chosen, cleaned, answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from hustings.errors import HustingsError, RuleError
from hustings.formats.roll_table import write_table_csv
from hustings.roll import (
    Asks,
    Choice,
    Cleaned,
    ColumnMapping,
    Decision,
    Field,
    Table,
    decisions_sheet,
    fixed_sheet,
    left_out_sheet,
    refused_sheet,
)
from hustings.web.contests.models import Contest
from hustings.web.officers.actor import Actor
from hustings.web.project import clock
from hustings.web.project.plurals import number_of
from hustings.web.roll.actions.locking import held, open_roll
from hustings.web.roll.actions.telling import tell
from hustings.web.roll.cleaning import Progress, clean_table, table_of
from hustings.web.roll.models import Question, Sheet, Upload, UploadKind

__all__ = [
    "answer",
    "answer_all",
    "answers_of",
    "choose_sheet",
    "clean_up",
    "counts_of",
    "decision_of",
    "discard",
    "map_columns",
    "read",
    "store",
]

PREVIEW_ROWS = 8
FINDINGS_SHOWN = 30
_AT_ONCE = 2_000


@transaction.atomic
def store(contest: Contest, kind: str, *, name: str, content: bytes, by: Actor) -> Upload:
    """Keep the file. RuleError once the roll is frozen (a register may still be uploaded)."""
    now = open_roll(contest) if kind == UploadKind.ROLL else held(contest)
    return Upload.objects.create(
        contest=now, kind=kind, file_name=name[-200:], content=content, at=clock.now(), by=by.user
    )


def read(upload: Upload, progress: Progress | None = None) -> None:
    """Read the file's headings and first rows. FormatError, RuleError: why it cannot be read."""
    try:
        table = table_of(upload, progress)
    except HustingsError as error:
        Upload.objects.filter(pk=upload.pk).update(report={"failed": str(error)}, content=b"")
        raise
    upload.sheet = table.sheet
    upload.sheets = list(table.sheets)
    upload.headers = list(table.headers)
    upload.rows = len(table.rows)
    upload.preview = [list(row) for row in table.rows[:PREVIEW_ROWS]]
    upload.findings = [str(finding) for finding in table.findings[:FINDINGS_SHOWN]]
    upload.save(update_fields=["sheet", "sheets", "headers", "rows", "preview", "findings"])


def choose_sheet(upload: Upload, sheet: str) -> None:
    """Take another sheet of the workbook, whose columns then have to be chosen anew."""
    if sheet not in upload.sheets:
        raise RuleError("There is no such sheet in the file.")
    upload.sheet, upload.mapping, upload.cleaned_at = sheet, {}, None
    upload.save(update_fields=["sheet", "mapping", "cleaned_at"])


def map_columns(upload: Upload, choices: Mapping[str, str], defaults: Mapping[str, Any]) -> None:
    """Keep what each column is. RuleError where the choices do not make a roll."""
    mapping = ColumnMapping.of({h: f or None for h, f in choices.items()})
    mapping.places(tuple(upload.headers))
    upload.mapping, upload.defaults = mapping.as_dict(), dict(defaults)
    upload.save(update_fields=["mapping", "defaults"])


def clean_up(upload: Upload, progress: Progress | None = None) -> None:
    """Clean the rows with the answers given so far, and keep what there is to tell."""
    table = table_of(upload)
    cleaned = clean_table(upload, table, answers_of(upload), progress)
    with transaction.atomic():
        now = Upload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
        if now.taken_at is not None:
            raise RuleError("The rows of this file are on the roll already.")
        if now.mapping != upload.mapping or now.sheet != upload.sheet:
            raise RuleError("The columns were changed meanwhile: clean the rows again.")
        _keep_questions(now, cleaned)
        _keep_sheets(now, cleaned, table)
        now.report = counts_of(cleaned)
        now.cleaned_at = clock.now()
        now.save(update_fields=["report", "cleaned_at"])


def answers_of(upload: Upload) -> dict[str, str]:
    """The answers given so far, by the questions' keys."""
    answered = upload.questions.exclude(answer="")
    return dict(answered.values_list("key", "answer"))


def _keep_questions(upload: Upload, cleaned: Cleaned) -> None:
    upload.questions.all().delete()
    asked = (*cleaned.decisions, *cleaned.answered)
    Question.objects.bulk_create(
        (_question(upload, decision) for decision in asked), batch_size=_AT_ONCE
    )


def _question(upload: Upload, decision: Decision) -> Question:
    return Question(
        upload=upload,
        key=decision.id,
        asks=decision.asks.value,
        rows=list(decision.rows),
        field=decision.field.value,
        found=decision.found,
        words=decision.question,
        choices=[[choice.value, choice.words] for choice in decision.choices],
        writable=decision.writable,
        answer=decision.answer or "",
    )


def _keep_sheets(upload: Upload, cleaned: Cleaned, table: Table) -> None:
    upload.downloads.all().delete()
    made = {
        "fixed": fixed_sheet(cleaned),
        "decisions": decisions_sheet(cleaned),
        "refused": refused_sheet(cleaned, table),
        "left_out": left_out_sheet(cleaned, table),
    }
    Sheet.objects.bulk_create(
        Sheet(upload=upload, name=name, content=write_table_csv(headers, rows))
        for name, (headers, rows) in made.items()
        if rows
    )


def counts_of(cleaned: Cleaned) -> dict[str, int]:
    """What the report says in numbers."""
    left_out = sum(one.decided for one in cleaned.refused)
    return {
        "rows": cleaned.rows,
        "good_rows": len({entry.row for entry in cleaned.entries}),
        "entries": len(cleaned.entries),
        "fixed": len(cleaned.fixed),
        "fixed_rows": len({fix.row for fix in cleaned.fixed}),
        "decisions": len(cleaned.decisions),
        "pending": len(cleaned.pending),
        "refused": len(cleaned.refused) - left_out,
        "left_out": left_out,
    }


def decision_of(question: Question) -> Decision:
    """The question as cleaning asked it."""
    return Decision(
        question.key,
        Asks(question.asks),
        tuple(question.rows),
        Field(question.field),
        question.found,
        question.words,
        tuple(Choice(value, words) for value, words in question.choices),
        question.writable,
    )


@transaction.atomic
def answer(upload: Upload, answers: Mapping[int, str]) -> int:
    """Keep answers by the questions' row keys; how many. RuleError for one that is no choice."""
    questions = upload.questions.in_bulk(list(answers))
    for number, text in answers.items():
        if number in questions:
            questions[number].answer = decision_of(questions[number]).check(text)
    return Question.objects.bulk_update(questions.values(), ["answer"], batch_size=500)


@transaction.atomic
def answer_all(upload: Upload, asks: str, choice: str) -> int:
    """Give one answer to every open question of a kind that has that choice; how many it had."""
    waiting = upload.questions.filter(asks=asks, answer="")
    meant = [q.pk for q in waiting if any(value == choice for value, _ in q.choices)]
    for start in range(0, len(meant), _AT_ONCE):
        portion = meant[start : start + _AT_ONCE]
        Question.objects.filter(pk__in=portion).update(answer=choice)
    return len(meant)


@transaction.atomic
def discard(upload: Upload, *, by: Actor) -> None:
    """Remove a file whose rows are not on the roll. RuleError where they are."""
    contest = held(upload.contest)
    now = Upload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
    if now.taken_at is not None:
        raise RuleError("The rows of this file are on the roll: undo that first.")
    number, rows = now.pk, now.rows
    now.delete()
    if rows:
        tell(
            contest,
            by,
            "upload-removed",
            f"Removed upload {number} of {number_of(rows, 'row')}, not taken.",
        )
