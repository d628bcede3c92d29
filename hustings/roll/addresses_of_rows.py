"""The address of a row, its postcode, and whether the person can be reached."""

from __future__ import annotations

import re

from hustings.roll.columns import ADDRESS_LINES, Field
from hustings.roll.contact import plain_postcode, split_postcode, uk_postcode
from hustings.roll.decisions import Asks, Choice
from hustings.roll.drafts import Context, Draft, refuse, something, text_written
from hustings.roll.entry import ADDRESS_LINES_MAX

__all__ = ["check_reach", "clean_address"]


def clean_address(context: Context, draft: Draft) -> None:
    """Lay out the address in lines, the postcode apart from it and in its usual form."""
    cells = draft.cells
    lines = (
        _lines_of_cell(cells[Field.ADDRESS])
        if Field.ADDRESS in cells
        else tuple(filter(None, (something(cells.get(f, "")) for f in ADDRESS_LINES)))
    )
    found = something(cells.get(Field.POSTCODE, ""))
    postcode = plain_postcode(found)
    lines, postcode = _without_postcode(context, draft, lines, postcode)
    if found:
        context.note(draft, Field.POSTCODE, found, postcode, "the usual form of postcodes")
    draft.address, draft.postcode = lines, postcode
    if postcode and context.letters and lines and uk_postcode(postcode) is None:
        _ask_postcode_shape(context, draft)


def _without_postcode(
    context: Context, draft: Draft, lines: tuple[str, ...], postcode: str
) -> tuple[tuple[str, ...], str]:
    """The lines without a postcode at their end, if it is the one given or none is given."""
    rest, held = split_postcode(lines)
    if not held or held != (postcode or held):
        return lines, postcode
    if not postcode:
        found = draft.cells.get(Field.POSTCODE, "")
        context.note(draft, Field.POSTCODE, found, held, "taken from the end of the address")
    where = Field.ADDRESS if Field.ADDRESS in draft.cells else Field.ADDRESS_1
    rest = tuple(filter(None, map(something, rest)))
    context.note(draft, where, ", ".join(lines), ", ".join(rest), "the postcode stands apart")
    return _without_postcode(context, draft, rest, held)


def _lines_of_cell(cell: str) -> tuple[str, ...]:
    """An address in one cell as lines: as it is broken, else at its commas; five at most."""
    lines = cell.split("\n") if "\n" in cell else re.split(r" ?, ?", cell)
    kept = [line for raw in lines if (line := something(raw.strip(" ,")))]
    if len(kept) > 1 and re.fullmatch(r"[0-9]+[A-Za-z]?", kept[0]):  # "12, High Street"
        kept[:2] = [" ".join(kept[:2])]
    last = ADDRESS_LINES_MAX - 1
    return tuple(kept[:last] + ([", ".join(kept[last:])] if len(kept) > last else []))


def _ask_postcode_shape(context: Context, draft: Draft) -> None:
    answer = context.ask(
        draft,
        Asks.POSTCODE_SHAPE,
        Field.POSTCODE,
        draft.postcode,
        f"{draft.postcode!r} does not look like a postcode of the United Kingdom.",
        Choice("keep", "keep it: the address is abroad, or it is right"),
        writable=True,
    )
    if written := text_written(answer):
        after = plain_postcode(written)
        context.note(draft, Field.POSTCODE, draft.postcode, after, "the officer's decision")
        draft.postcode = after


def check_reach(context: Context, draft: Draft) -> None:
    """Refuse whom nothing can reach; ask where letters are to be sent and cannot be."""
    if not draft.address and not draft.email:
        found = draft.postcode or draft.cells.get(Field.EMAIL, "")
        why = "there is no way to reach this person: neither an address nor an e-mail address"
        refuse(draft, Field.ADDRESS, found, why, "give an address, an e-mail address, or both")
    elif context.letters and not (draft.address and draft.postcode):
        _ask_how_to_reach(context, draft)


def _ask_how_to_reach(context: Context, draft: Draft) -> None:
    missing = "postcode" if draft.address else "address"
    where = Field.POSTCODE if draft.address else Field.ADDRESS
    choices = []
    if draft.email:
        choices.append(Choice("email_only", "reach the person by e-mail alone"))
    if draft.address:
        choices.append(Choice("keep", "send the letter without a postcode"))
    answer = context.ask(
        draft,
        Asks.NO_POSTAL_ADDRESS,
        where,
        ", ".join(draft.address) or draft.postcode,
        f"Letters are to be sent, and there is no {missing}.",
        *choices,
        writable=True,
    )
    written = text_written(answer)
    if written and draft.address:
        draft.postcode = plain_postcode(written)
        context.note(draft, where, "", draft.postcode, "the officer's decision")
    elif written:
        draft.address, postcode = split_postcode(_lines_of_cell(written))
        draft.postcode = draft.postcode or postcode
        context.note(draft, where, "", written, "the officer's decision")
    elif answer == "email_only":
        context.note(draft, Field.ADDRESS, ", ".join(draft.address), "", "the officer's decision")
        draft.address, draft.postcode = (), ""
