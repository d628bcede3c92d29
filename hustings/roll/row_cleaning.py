"""One row of a table as a draft of one elector, or two: what was fixed, asked, or refused.

Order: blanks and signs, name, address and postcode, e-mail, basis, section, language, then whether
the person can be reached.
"""

from __future__ import annotations

from collections.abc import Mapping

from hustings.roll.addresses_of_rows import check_reach, clean_address
from hustings.roll.columns import Field
from hustings.roll.drafts import Context, Draft
from hustings.roll.emails_of_rows import clean_email
from hustings.roll.names_of_rows import clean_name
from hustings.roll.tidying import tidy, tidy_lines
from hustings.roll.words_of_rows import (
    clean_basis,
    clean_language,
    clean_plain_fields,
    clean_section,
)

__all__ = ["clean_row"]

_STEPS = (
    clean_name,
    clean_address,
    clean_email,
    clean_plain_fields,
    clean_basis,
    clean_section,
    clean_language,
    check_reach,
)


def clean_row(context: Context, number: int, row: tuple[str, ...]) -> Draft:
    """The draft of one row; what was fixed and asked goes to the context."""
    raw = {where: row[place] for where, place in context.places.items()}
    draft = Draft(number, {})
    for where, cell in raw.items():
        draft.cells[where] = (
            "\n".join(tidy_lines(cell)) if where is Field.ADDRESS else tidy(_on_one_line(cell))
        )
    start = len(context.fixed)
    for step in _STEPS:
        step(context, draft)
        if draft.refused:
            break
    _note_tidied(context, draft, raw, start)
    return draft


def _on_one_line(cell: str) -> str:
    return ", ".join(tidy_lines(cell)) if "\n" in cell else cell


def _note_tidied(context: Context, draft: Draft, raw: Mapping[Field, str], start: int) -> None:
    """Report the cells whose blanks or signs were put right and that nothing else changed."""
    told = {one.field for one in context.fixed[start:]}
    for where, cell in raw.items():
        after = draft.cells[where]
        if cell != after and where not in told:
            only_blanks = cell.split() == after.split()
            why = "blanks" if only_blanks else "signs that cannot be seen, or of a word processor"
            context.note(draft, where, cell, after, why)
