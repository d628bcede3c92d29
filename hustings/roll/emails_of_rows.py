"""The e-mail address of a row: one, and of the right shape."""

from __future__ import annotations

from hustings.roll.columns import Field
from hustings.roll.contact import emails_in, is_email, likely_domain, plain_email
from hustings.roll.decisions import Asks, Choice
from hustings.roll.drafts import Context, Draft, something, text_written

__all__ = ["clean_email"]


def clean_email(context: Context, draft: Draft) -> None:
    """Put the address in small letters; ask about one mistyped, several, or none at all."""
    cell = draft.cells.get(Field.EMAIL, "")
    found = something(cell)
    email = plain_email(found)
    context.note(draft, Field.EMAIL, cell, email, "small letters, and nothing around it")
    if not email:
        return
    draft.email = email
    if not is_email(email):
        _ask_which_email(context, draft, email)
    elif meant := likely_domain(email.partition("@")[2]):
        _ask_domain(context, draft, email, meant)


def _ask_domain(context: Context, draft: Draft, email: str, meant: str) -> None:
    person, _, domain = email.partition("@")
    answer = context.ask(
        draft,
        Asks.EMAIL_DOMAIN,
        Field.EMAIL,
        domain,
        f"E-mail at {domain!r} looks mistyped.",
        Choice("correct", f"correct it to {meant}"),
        Choice("keep", "keep it as it is"),
        about=(domain, meant),
    )
    if answer == "correct":
        draft.email = f"{person}@{meant}"
        context.note(draft, Field.EMAIL, email, draft.email, "the officer's decision")


def _ask_which_email(context: Context, draft: Draft, email: str) -> None:
    several = emails_in(email)
    drop = (Choice("drop", "take the person without e-mail"),) if draft.address else ()
    if len(several) > 1:
        asks, question = Asks.EMAIL_SEVERAL, f"{email!r} holds {len(several)} addresses."
        choices = tuple(Choice(f"use:{one}", f"use {one}") for one in several)
    else:
        asks, question, choices = Asks.EMAIL_SHAPE, f"{email!r} is not an e-mail address.", ()
    answer = context.ask(draft, asks, Field.EMAIL, email, question, *choices, *drop, writable=True)
    if answer is None:
        return
    draft.email = answer.removeprefix("use:") if answer.startswith("use:") else text_written(answer)
    draft.email = draft.email.lower()
    context.note(draft, Field.EMAIL, email, draft.email, "the officer's decision")
