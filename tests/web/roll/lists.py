"""Lists of made-up people as files, and an upload taken as far as a test needs it."""

from __future__ import annotations

import io
from collections.abc import Mapping

from openpyxl import Workbook

from hustings.formats.roll_table import write_table_csv
from hustings.roll import FICTIONAL_COLUMNS, fictional_rows
from hustings.web.contests.models import Contest
from hustings.web.officers.actor import Actor
from hustings.web.roll.actions import uploads
from hustings.web.roll.models import Upload

__all__ = ["DEFAULTS", "csv_of", "fictional_csv", "uploaded", "workbook_of"]

DEFAULTS = {"basis": "member", "section": "", "language": "en", "letters": True}
HEADINGS = ("Name", "Address 1", "Town", "Postcode", "Email", "Member No")


def csv_of(*rows: tuple[str, ...], headings: tuple[str, ...] = HEADINGS) -> bytes:
    """A CSV file of these rows."""
    return write_table_csv(headings, rows)


def workbook_of(*rows: tuple[str, ...], headings: tuple[str, ...] = HEADINGS) -> bytes:
    """An XLSX file of these rows."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (headings, *rows):
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def fictional_csv(rows: int, *, defects: bool = False) -> bytes:
    """A CSV file of the made-up constituency."""
    table = fictional_rows(rows, defects=defects)
    return write_table_csv(table.headers, table.rows)


def uploaded(
    contest: Contest,
    by: Actor,
    content: bytes,
    *,
    kind: str = "roll",
    mapping: Mapping[str, str] | None = None,
    defaults: Mapping[str, object] | None = None,
) -> Upload:
    """A file that was read, whose columns are chosen, and whose rows are cleaned."""
    upload = uploads.store(contest, kind, name="list.csv", content=content, by=by)
    uploads.read(upload)
    uploads.map_columns(upload, mapping or guessed(upload), defaults or DEFAULTS)
    uploads.clean_up(upload)
    return Upload.objects.select_related("contest__organisation").get(pk=upload.pk)


def guessed(upload: Upload) -> dict[str, str]:
    """What the columns of these lists are."""
    fields = {
        "Name": "name",
        "Address 1": "address_1",
        "Town": "address_3",
        "Postcode": "postcode",
        "Email": "email",
        "Member No": "reference",
    } | FICTIONAL_COLUMNS.as_dict()
    return {heading: fields.get(heading, "") for heading in upload.headers}
