"""The name of a row: put together, in its usual capitals and order, of one person."""

from __future__ import annotations

from hustings.roll.columns import Field
from hustings.roll.decisions import Asks, Choice
from hustings.roll.drafts import Context, Draft, refuse, text_written
from hustings.roll.names import has_surname, people_in, proper_case, straight_order

__all__ = ["clean_name"]


def clean_name(context: Context, draft: Draft) -> None:
    """Put the name together and right; ask about two people and a missing surname."""
    cells = draft.cells
    if Field.NAME in cells:
        where, parts = Field.NAME, [cells.get(Field.TITLE, ""), cells[Field.NAME]]
        parts = parts[1:] if cells[Field.NAME].startswith(f"{parts[0]} ") else parts
    else:
        where = Field.FAMILY
        parts = [cells.get(f, "") for f in (Field.TITLE, Field.GIVEN, Field.FAMILY)]
    given = " ".join(filter(None, parts[:-1]))
    if not any(sign.isalpha() for sign in parts[-1] + given.removeprefix(parts[0])):
        why = "there is no name" if not parts[-1] else "there is no letter in this name"
        refuse(draft, where, parts[-1], why, "give the name; or see that its column is right")
    elif "@" in parts[-1]:
        remedy = "see that the columns are chosen rightly, and give the name"
        refuse(draft, where, parts[-1], "an e-mail address stands as the name", remedy)
    else:
        _name_of(context, draft, where, parts)


def _name_of(context: Context, draft: Draft, where: Field, parts: list[str]) -> None:
    before = " ".join(filter(None, parts))
    *others, last = map(proper_case, parts)
    plain = " ".join(filter(None, [*others, last]))
    turned = straight_order(" ".join(filter(None, [*others, straight_order(last)])))
    name = proper_case(turned)
    why = "surname after the first name" if turned != plain else "capitals"
    context.note(draft, where, before, name, why)
    _who(context, draft, name)


def _who(context: Context, draft: Draft, name: str) -> None:
    draft.names = (name,)
    people = people_in(name)
    if len(people) > 1:
        answer = context.ask(
            draft,
            Asks.TWO_PEOPLE,
            Field.NAME,
            name,
            f"{name!r} looks like {len(people)} people in one row. Each votes with a paper of "
            "their own.",
            Choice("split", f"make {len(people)} electors: {'; '.join(people)}"),
            Choice("keep", "keep as the name of one person"),
            writable=True,
        )
        draft.names = people if answer == "split" else (text_written(answer) or name,)
    elif not has_surname(name):
        answer = context.ask(
            draft,
            Asks.NO_SURNAME,
            Field.NAME,
            name,
            f"{name!r} has no surname.",
            Choice("keep", "keep the name as it is"),
            writable=True,
        )
        draft.names = (text_written(answer) or name,)
    if draft.names[0] != name:
        after = "; ".join(draft.names)
        context.note(draft, Field.NAME, name, after, "the officer's decision")
