"""An upload through :mod:`hustings.roll`: its table read, its rows cleaned as the contest needs.

Beyond what the rules of cleaning refuse, the site refuses what it cannot keep whole, and those who
objected to being written to.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from hustings.formats.roll_table import read_roll_table
from hustings.roll import (
    Basis,
    Cleaned,
    ColumnMapping,
    Defaults,
    Entry,
    Field,
    Refused,
    Table,
    clean,
)
from hustings.web.roll.digests import email_digest, person_digest
from hustings.web.roll.entries import LENGTHS, too_long
from hustings.web.roll.models import Suppression, Upload, UploadKind

__all__ = ["Progress", "clean_table", "table_of"]

Progress = Callable[[int, int], None]


def table_of(upload: Upload, progress: Progress | None = None) -> Table:
    """The table in the uploaded file. FormatError, RuleError as read_roll_table says."""
    with tempfile.NamedTemporaryFile(prefix="hustings-roll-") as file:
        file.write(bytes(upload.content))
        file.flush()
        return read_roll_table(
            Path(file.name), name=upload.file_name, sheet=upload.sheet or None, progress=progress
        )


def clean_table(
    upload: Upload, table: Table, answers: Mapping[str, str], progress: Progress | None = None
) -> Cleaned:
    """Clean the table by the officer's mapping, defaults and answers."""
    for_letters = upload.kind == UploadKind.ROLL and bool(upload.defaults.get("letters"))
    cleaned = clean(
        table,
        ColumnMapping.of(upload.mapping),
        defaults=_defaults(upload),
        sections={s.key: s.name for s in upload.contest.sections.all()},
        letters=for_letters,
        answers=answers,
        progress=progress,
    )
    return _without_refused(cleaned, upload)


def _defaults(upload: Upload) -> Defaults:
    chosen = upload.defaults
    basis = chosen.get("basis")
    return Defaults(
        Basis(basis) if basis else None,
        chosen.get("section") or None,
        chosen.get("language") or "en",
    )


def _without_refused(cleaned: Cleaned, upload: Upload) -> Cleaned:
    objected = _objections(upload)
    kept: list[Entry] = []
    refused: list[Refused] = []
    for entry in cleaned.entries:
        why = _why_not(entry, objected)
        (refused.append(why) if why else kept.append(entry))
    if not refused:
        return cleaned
    every = sorted((*cleaned.refused, *refused), key=lambda one: one.row)
    return replace(cleaned, entries=tuple(kept), refused=tuple(every))


def _objections(upload: Upload) -> frozenset[bytes]:
    """The digests of those who objected; a register is only looked things up in."""
    if upload.kind == UploadKind.REGISTER:
        return frozenset()
    found = Suppression.objects.filter(organisation_id=upload.contest.organisation_id)
    return frozenset(bytes(digest) for digest in found.values_list("digest", flat=True))


def _why_not(entry: Entry, objected: frozenset[bytes]) -> Refused | None:
    if field := too_long(entry):
        most = LENGTHS[field]
        found = getattr(entry, field)[:60] + "..."
        why = f"the {field} has more than {most} characters"
        return Refused(entry.row, Field(field), found, why, f"shorten it to {most} or fewer")
    if not objected:
        return None
    named = (Field.EMAIL, entry.email) if entry.email else (Field.NAME, entry.name)
    mail = entry.email and email_digest(entry.email) in objected
    if mail or person_digest(entry.name, entry.postcode) in objected:
        why = "objected to being written to by this organisation"
        return Refused(entry.row, *named, why, "nothing: the objection is to be respected")
    return None
