"""The fields of a row that are one word of several: basis, section, language; and plain ones."""

from __future__ import annotations

from hustings.roll.columns import Field
from hustings.roll.decisions import Asks, Choice
from hustings.roll.drafts import Context, Draft, refuse, something
from hustings.roll.entry import Basis
from hustings.roll.tidying import tidy
from hustings.roll.vocabulary import basis_of, language_of, section_of

__all__ = ["clean_basis", "clean_language", "clean_plain_fields", "clean_section"]


def clean_plain_fields(context: Context, draft: Draft) -> None:
    """Take over reference, telephone and household as they are."""
    cells = draft.cells
    draft.reference = cells.get(Field.REFERENCE, "")
    phone = cells.get(Field.PHONE, "")
    draft.phone = something(phone)
    context.note(draft, Field.PHONE, phone, draft.phone, "no number")
    draft.household = tidy(cells.get(Field.HOUSEHOLD, "").casefold())


def clean_basis(context: Context, draft: Draft) -> None:
    """Know the basis by its usual words; ask, or refuse one that is not admitted."""
    found = draft.cells.get(Field.BASIS, "")
    basis = basis_of(found) if found else context.defaults.basis
    if basis is None:
        answer = context.ask(
            draft,
            Asks.BASIS_UNKNOWN,
            Field.BASIS,
            found,
            f"{found!r} is no known basis." if found else "No basis is given.",
            *(Choice(b.value, b.words) for b in context.bases),
            about=(found.casefold(),),
        )
        if answer is None or draft.refused:
            return
        basis = Basis(answer)
    if basis not in context.bases:
        allowed = ", ".join(b.words for b in context.bases)
        why = f"this contest has no electors on the basis {basis.words!r}"
        refuse(draft, Field.BASIS, found, why, f"the bases of this contest are: {allowed}")
    if found and found.casefold() not in {basis.value, basis.words}:
        context.note(draft, Field.BASIS, found, basis.value, "the basis in its usual spelling")
    draft.basis = basis


def clean_section(context: Context, draft: Draft) -> None:
    """Know the section by id or name; else ask."""
    found = draft.cells.get(Field.SECTION, "")
    section = section_of(found, context.sections) if found else context.defaults.section
    if section is None:
        section = context.ask(
            draft,
            Asks.SECTION_UNKNOWN,
            Field.SECTION,
            found,
            f"{found!r} is no section of this contest." if found else "No section is given.",
            *(Choice(one, name) for one, name in context.sections.items()),
            about=(found.casefold(), *sorted(context.sections)),
        )
    elif found and found not in {section, context.sections[section]}:
        context.note(draft, Field.SECTION, found, section, "the section by its id")
    draft.section = section or ""


def clean_language(context: Context, draft: Draft) -> None:
    """Know the language by code or name; else ask."""
    found = draft.cells.get(Field.LANGUAGE, "")
    language = language_of(found, context.languages) if found else context.defaults.language
    if language is None:
        language = context.ask(
            draft,
            Asks.LANGUAGE_UNKNOWN,
            Field.LANGUAGE,
            found,
            f"There are no letters in the language {found!r}.",
            *(Choice(code, name) for code, name in context.languages.items()),
            about=(found.casefold(), *sorted(context.languages)),
        )
    elif found and found not in {language, context.languages[language]}:
        context.note(draft, Field.LANGUAGE, found, language, "the language by its code")
    draft.language = language or ""
