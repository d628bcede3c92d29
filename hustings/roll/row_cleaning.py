"""One row of a table as a draft of one elector, or two: what was fixed, asked, or refused.

Order: blanks and signs, name, address and postcode, e-mail, basis, section, language, then whether
the person can be reached.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from hustings.roll.columns import ADDRESS_LINES, Field
from hustings.roll.contact import (
    emails_in,
    is_email,
    likely_domain,
    plain_email,
    plain_postcode,
    split_postcode,
    uk_postcode,
)
from hustings.roll.decisions import LEAVE_OUT, WRITE, Asks, Choice, Questions
from hustings.roll.entry import ADDRESS_LINES_MAX, Basis
from hustings.roll.names import has_surname, people_in, proper_case, straight_order
from hustings.roll.tidying import tidy, tidy_lines
from hustings.roll.vocabulary import basis_of, language_of, section_of

__all__ = ["Context", "Defaults", "Draft", "Fixed", "Refused", "clean_row"]

_NOTHING_WORDS = """
    n/a,na,none,null,nil,-,--,.,?,#n/a,#ref!,#value!,#name?,unknown,not known,tbc,x,xx,xxx,no email,
    no e-mail,none given,not given
"""
_NOTHING = frozenset(word.strip() for word in _NOTHING_WORDS.split(","))
_LEFT_OUT = "left out by the officer's decision"


@dataclass(frozen=True, slots=True)
class Defaults:
    """What is meant where a cell is empty, or its column is missing; None asks the officer."""

    basis: Basis | None = None
    section: str | None = None
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Fixed:
    """A cell that was put right: what stood there, what stands now, and why."""

    row: int
    field: Field
    before: str
    after: str
    why: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that is not taken: the field at fault, what stands there, why, and what would help."""

    row: int
    field: Field
    before: str
    why: str
    remedy: str


@dataclass(slots=True)
class Draft:
    """A row on its way to being one elector or two; ``open`` while a question is."""

    row: int
    cells: dict[Field, str]
    names: tuple[str, ...] = ()
    reference: str = ""
    address: tuple[str, ...] = ()
    postcode: str = ""
    email: str = ""
    phone: str = ""
    basis: Basis = Basis.MEMBER
    section: str = ""
    language: str = ""
    household: str = ""
    open: bool = False
    refused: Refused | None = None


@dataclass(slots=True)
class Context:
    """What all rows share: what is known and allowed, and the lists that they add to."""

    places: Mapping[Field, int]
    defaults: Defaults
    sections: Mapping[str, str]
    languages: Mapping[str, str]
    bases: Collection[Basis]
    letters: bool
    questions: Questions
    fixed: list[Fixed] = field(default_factory=list)

    def note(self, draft: Draft, where: Field, before: str, after: str, why: str) -> None:
        """Add a fix, where anything changed."""
        if before != after:
            self.fixed.append(Fixed(draft.row, where, before, after, why))

    def ask(
        self,
        draft: Draft,
        asks: Asks,
        where: Field,
        found: str,
        question: str,
        *choices: Choice,
        writable: bool = False,
        about: tuple[str, ...] | None = None,
    ) -> str | None:
        """The officer's answer; None leaves the draft open, "leave out" refuses it.

        ``about`` is what the question is about where that is less than the whole row.
        """
        content = about or (where, *(f"{f}={text}" for f, text in sorted(draft.cells.items())))
        answer = self.questions.ask(
            asks,
            [draft.row],
            content,
            field=where,
            found=found,
            question=question,
            choices=(*choices, LEAVE_OUT),
            writable=writable,
        )
        if answer is None:
            draft.open = True
        elif answer == LEAVE_OUT.value:
            refuse(draft, where, found, _LEFT_OUT, "change the decision to take it after all")
        return answer


def refuse(draft: Draft, where: Field, before: str, why: str, remedy: str) -> None:
    """Refuse a draft; the first reason stands."""
    draft.refused = draft.refused or Refused(draft.row, where, before, why, remedy)


def clean_row(context: Context, number: int, row: tuple[str, ...]) -> Draft:
    """The draft of one row; what was fixed and asked goes to the context."""
    raw = {where: row[place] for where, place in context.places.items()}
    draft = Draft(number, {})
    for where, cell in raw.items():
        draft.cells[where] = (
            "\n".join(tidy_lines(cell)) if where is Field.ADDRESS else tidy(_on_one_line(cell))
        )
    start = len(context.fixed)
    for step in (_name, _address, _email, _plain_fields, _basis, _section, _language, _reach):
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


# --- name ------------------------------------------------------------------------------------


def _name(context: Context, draft: Draft) -> None:
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
        draft.names = people if answer == "split" else (_written(answer) or name,)
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
        draft.names = (_written(answer) or name,)
    if draft.names[0] != name:
        after = "; ".join(draft.names)
        context.note(draft, Field.NAME, name, after, "the officer's decision")


def _written(answer: str | None) -> str:
    written = answer is not None and answer.startswith(WRITE)
    return answer.removeprefix(WRITE) if written and answer is not None else ""


# --- address and postcode ----------------------------------------------------------------------


def _address(context: Context, draft: Draft) -> None:
    cells = draft.cells
    lines = (
        _lines_of_cell(cells[Field.ADDRESS])
        if Field.ADDRESS in cells
        else tuple(filter(None, (_something(cells.get(f, "")) for f in ADDRESS_LINES)))
    )
    found = _something(cells.get(Field.POSTCODE, ""))
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
    rest = tuple(filter(None, map(_something, rest)))
    context.note(draft, where, ", ".join(lines), ", ".join(rest), "the postcode stands apart")
    return _without_postcode(context, draft, rest, held)


def _lines_of_cell(cell: str) -> tuple[str, ...]:
    """An address in one cell as lines: as it is broken, else at its commas; five at most."""
    lines = cell.split("\n") if "\n" in cell else re.split(r" ?, ?", cell)
    kept = [line for raw in lines if (line := _something(raw.strip(" ,")))]
    if len(kept) > 1 and re.fullmatch(r"[0-9]+[A-Za-z]?", kept[0]):  # "12, High Street"
        kept[:2] = [" ".join(kept[:2])]
    last = ADDRESS_LINES_MAX - 1
    return tuple(kept[:last] + ([", ".join(kept[last:])] if len(kept) > last else []))


def _something(text: str) -> str:
    """The text, unless it is a way to say that there is none."""
    return "" if text.casefold() in _NOTHING else text


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
    if written := _written(answer):
        after = plain_postcode(written)
        context.note(draft, Field.POSTCODE, draft.postcode, after, "the officer's decision")
        draft.postcode = after


# --- e-mail --------------------------------------------------------------------------------------


def _email(context: Context, draft: Draft) -> None:
    cell = draft.cells.get(Field.EMAIL, "")
    found = _something(cell)
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
    draft.email = answer.removeprefix("use:") if answer.startswith("use:") else _written(answer)
    draft.email = draft.email.lower()
    context.note(draft, Field.EMAIL, email, draft.email, "the officer's decision")


# --- the other fields ----------------------------------------------------------------------------


def _plain_fields(context: Context, draft: Draft) -> None:
    cells = draft.cells
    draft.reference = cells.get(Field.REFERENCE, "")
    phone = cells.get(Field.PHONE, "")
    draft.phone = _something(phone)
    context.note(draft, Field.PHONE, phone, draft.phone, "no number")
    draft.household = cells.get(Field.HOUSEHOLD, "").casefold()


def _basis(context: Context, draft: Draft) -> None:
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


def _section(context: Context, draft: Draft) -> None:
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


def _language(context: Context, draft: Draft) -> None:
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


# --- reach -------------------------------------------------------------------------------------


def _reach(context: Context, draft: Draft) -> None:
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
    written = _written(answer)
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
