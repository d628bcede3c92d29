"""Which column of a table is what: guessed from its heading, decided by the officer.

A column may also be kept for analysis alone: it then stands apart from the electors, and no other
column is kept at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from hustings.errors import RuleError
from hustings.roll.vocabulary import basis_of

__all__ = ["ADDRESS_LINES", "ColumnMapping", "Field", "suggest_columns"]


class Field(StrEnum):
    """What a column of a roll can be."""

    REFERENCE = "reference"
    NAME = "name"
    TITLE = "title"
    GIVEN = "given"
    FAMILY = "family"
    ADDRESS = "address"
    ADDRESS_1 = "address_1"
    ADDRESS_2 = "address_2"
    ADDRESS_3 = "address_3"
    ADDRESS_4 = "address_4"
    ADDRESS_5 = "address_5"
    POSTCODE = "postcode"
    EMAIL = "email"
    PHONE = "phone"
    BASIS = "basis"
    SECTION = "section"
    LANGUAGE = "language"
    HOUSEHOLD = "household"
    ANALYSIS = "analysis"

    @property
    def words(self) -> str:
        """What the officer reads."""
        return _WORDS[self]


ADDRESS_LINES = (
    Field.ADDRESS_1,
    Field.ADDRESS_2,
    Field.ADDRESS_3,
    Field.ADDRESS_4,
    Field.ADDRESS_5,
)

_WORDS = {
    Field.REFERENCE: "your own number for the person",
    Field.NAME: "full name",
    Field.TITLE: "title",
    Field.GIVEN: "first name",
    Field.FAMILY: "surname",
    Field.ADDRESS: "whole address in one cell",
    **{line: f"address, line {number}" for number, line in enumerate(ADDRESS_LINES, start=1)},
    Field.POSTCODE: "postcode",
    Field.EMAIL: "e-mail address",
    Field.PHONE: "telephone",
    Field.BASIS: "basis (why this person may vote)",
    Field.SECTION: "section",
    Field.LANGUAGE: "language",
    Field.HOUSEHOLD: "household",
    Field.ANALYSIS: "for analysis only, kept apart",
}

_WHOSE = "membership|member|mem|supporter|elector|electoral|voter|person|contact|roll|urn|our"
_NUMBER = r"ref(?:erence)?|id|no|num(?:ber)?|number"
_KINDS = "type|status|category|level|class"
_PATTERNS: tuple[tuple[Field, tuple[str, ...]], ...] = (
    (Field.EMAIL, (r"(?:primary |home |personal |contact |preferred )?e ?mail(?: addr(?:ess)?)?",)),
    (
        Field.POSTCODE,
        (r"(?:home |primary )?(?:post ?code|zip(?: ?code)?|pcode|postal code)", "cod post"),
    ),
    (
        Field.REFERENCE,
        (rf"(?:(?:{_WHOSE}) ?)?(?:{_NUMBER})(?: ?(?:no|number|id))?", "urn|membership"),
    ),
    (Field.TITLE, ("title|salutation|prefix|honorific",)),
    (
        Field.GIVEN,
        (
            r"(?:first|given|fore|christian) ?names?(?: or initials?)?",
            "given|fname|initials?|first",
        ),
    ),
    (Field.FAMILY, ("(?:last|family|sur|second) ?name|lname|last|family|surname",)),
    (
        Field.NAME,
        (
            r"(?:full |(?:member(?:ship)?|elector|supporter|voter)s? |contact )?name",
            "member|elector|supporter|voter|enw|name in full|display name",
        ),
    ),
    (
        Field.PHONE,
        (
            r"(?:home |mobile |contact |preferred )?(?:tele)?(?:phone|tel)(?: ?(?:no|number))?",
            r"mobile(?: (?:no|number|phone))?|mob|landline",
        ),
    ),
    (
        Field.BASIS,
        (
            rf"(?:member(?:ship)?|supporter|voter|elector) (?:{_KINDS})|type of member(?:ship)?",
            "basis|entitlement|qualification|eligibility",
        ),
    ),
    (Field.SECTION, ("section|college|electoral section|electoral college",)),
    (
        Field.LANGUAGE,
        (r"(?:preferred |correspondence )?lang(?:uage)?(?: preference)?|iaith",),
    ),
    (
        Field.HOUSEHOLD,
        (r"(?:household|house hold|hh)(?: ?(?:id|no|number|ref|key|code))?",),
    ),
    *(
        (
            line,
            (
                rf"(?:home |postal )?(?:addr(?:ess)?|add)(?: ?line)? ?{number}",
                rf"street(?: address)? {number}|line {number}",
            ),
        )
        for number, line in enumerate(ADDRESS_LINES, start=1)
    ),
    (
        Field.ADDRESS_1,
        (r"street(?: address)?|house(?: name)?(?: or)?(?: number)?(?: and street)?",),
    ),
    (Field.ADDRESS_3, ("town|city|post ?town|town or city|town city",)),
    (Field.ADDRESS_4, ("county",)),
    (
        Field.ADDRESS,
        (r"(?:full |home |postal |mailing |registered |residential )?addr(?:ess)?|cyfeiriad",),
    ),
)
_PERHAPS_BASIS = frozenset(_KINDS.split("|"))
_COMPILED = tuple((field, re.compile("|".join(words))) for field, words in _PATTERNS)


def suggest_columns(
    headers: Iterable[str], rows: Sequence[Sequence[str]] = ()
) -> dict[str, Field | None]:
    """What each column probably is, in the order of the columns; None for those left out.

    Each field is guessed once, for the first column that fits; a column is never guessed to be for
    analysis, since keeping it is the officer's choice. What comes out need not be a valid mapping.
    ``rows`` are some of the table's rows: a basis is known by its words too.
    """
    taken: set[Field] = set()
    guesses: dict[str, Field | None] = {}
    for header in headers:
        guess = _guess(header, taken)
        guesses[header] = guess
        taken.update({guess} if guess else ())
    return _with_basis(_without_rivals(guesses), rows)


def _with_basis(
    guesses: dict[str, Field | None], rows: Sequence[Sequence[str]]
) -> dict[str, Field | None]:
    """Why people may vote, in the column whose words say so, else under a heading that may."""
    if Field.BASIS in guesses.values():
        return guesses
    free = [(n, h) for n, (h, f) in enumerate(guesses.items()) if f in (None, Field.REFERENCE)]
    by_words = [h for n, h in free if _are_bases([row[n].strip() for row in rows])]
    by_heading = [h for _, h in free if _words_of(h) in _PERHAPS_BASIS and guesses[h] is None]
    for header in (*by_words, *by_heading)[:1]:
        return guesses | {header: Field.BASIS}
    return guesses


def _are_bases(cells: Sequence[str]) -> bool:
    """Whether all that is written is a known basis; a letter alone may mean anything."""
    written = [cell for cell in cells if cell]
    return bool(written) and all(len(cell) > 1 and basis_of(cell) for cell in written)


def _guess(header: str, taken: set[Field]) -> Field | None:
    words = _words_of(header)
    for field, pattern in _COMPILED:
        if field not in taken and pattern.fullmatch(words):
            return field
    return None


def _words_of(header: str) -> str:
    return " ".join(re.sub(r"[^\w]+|_", " ", _apart(header)).casefold().split())


def _apart(header: str) -> str:
    """``FirstName`` and ``Address1`` with spaces between their words."""
    header = re.sub(r"(?<=[a-z])(?=[A-Z0-9])", " ", header.replace("'s", ""))
    return re.sub(r"\be-mail", "email", header, flags=re.IGNORECASE)


def _without_rivals(guesses: dict[str, Field | None]) -> dict[str, Field | None]:
    """Parts of a name go before a whole name, a whole address yields to its lines."""
    found = set(guesses.values())
    dropped = {Field.NAME} if Field.FAMILY in found else set()
    if Field.FAMILY not in found:
        dropped |= {Field.GIVEN} if Field.NAME in found else set()
    if Field.ADDRESS in found and found & set(ADDRESS_LINES):
        if Field.ADDRESS_1 in found:
            dropped.add(Field.ADDRESS)
        else:  # "Address, Town, County": the address is the first line
            return {
                h: Field.ADDRESS_1 if f is Field.ADDRESS else None if f in dropped else f
                for h, f in guesses.items()
            }
    return {h: None if f in dropped else f for h, f in guesses.items()}


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """What each column that is used is: (heading, field) in the order of the columns.

    One that exists has a name (whole, or at least a surname) and a way to reach people (an address
    or an e-mail address), and no field but ``analysis`` twice. RuleError says what is amiss.
    """

    choices: tuple[tuple[str, Field], ...]

    def __post_init__(self) -> None:
        self._check_each_once()
        fields = {field for _, field in self.choices}
        if not fields & {Field.NAME, Field.FAMILY}:
            raise RuleError("no column holds names: choose the one with the full name or surname")
        if Field.NAME in fields and fields & {Field.GIVEN, Field.FAMILY}:
            raise RuleError("choose either a full name, or a first name and a surname, not both")
        if Field.ADDRESS in fields and fields & set(ADDRESS_LINES):
            raise RuleError("choose either a whole address in one cell, or its lines, not both")
        if not fields & {Field.ADDRESS, *ADDRESS_LINES, Field.EMAIL}:
            raise RuleError("nobody can be reached: choose a column of addresses or of e-mail")

    def _check_each_once(self) -> None:
        seen: dict[Field, str] = {}
        headers = [header for header, _ in self.choices]
        if len(set(headers)) < len(headers):
            raise RuleError("a column is chosen twice")
        for header, field in self.choices:
            if field is not Field.ANALYSIS and seen.setdefault(field, header) != header:
                raise RuleError(
                    f"columns {seen[field]!r} and {header!r} are both chosen as {field.words}; "
                    "keep one"
                )

    @classmethod
    def of(cls, choices: Mapping[str, Field | str | None]) -> ColumnMapping:
        """Make one of a heading's field, or None for a column that is left out.

        Fields may be given by their values, as a form or a stored record has them.
        """
        return cls(tuple((header, _field(field)) for header, field in choices.items() if field))

    def as_dict(self) -> dict[str, str]:
        """Headings to field values, for storing; :meth:`of` takes it back."""
        return {header: field.value for header, field in self.choices}

    def places(self, headers: tuple[str, ...]) -> dict[Field, int]:
        """The column of each field but analysis, from 0; RuleError if the table lacks a heading."""
        self._check_fits(headers)
        return {f: headers.index(h) for h, f in self.choices if f is not Field.ANALYSIS}

    def analysis_places(self, headers: tuple[str, ...]) -> dict[str, int]:
        """The column of each heading kept for analysis, from 0."""
        self._check_fits(headers)
        return {h: headers.index(h) for h, f in self.choices if f is Field.ANALYSIS}

    def _check_fits(self, headers: tuple[str, ...]) -> None:
        missing = [header for header, _ in self.choices if header not in headers]
        if missing:
            named = ", ".join(map(repr, missing))
            raise RuleError(f"the table has no column {named}; choose the columns again")


def _field(value: Field | str) -> Field:
    try:
        return Field(value)
    except ValueError:
        raise RuleError(f"there is no field {value!r}; choose one from the list") from None
