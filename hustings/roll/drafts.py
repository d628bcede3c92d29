"""A row on its way to being an elector, and what all rows share while they are cleaned."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from hustings.roll.columns import Field
from hustings.roll.decisions import LEAVE_OUT, WRITE, Asks, Choice, Questions
from hustings.roll.entry import Basis

__all__ = [
    "Context",
    "Defaults",
    "Draft",
    "Fixed",
    "Refused",
    "refuse",
    "something",
    "text_written",
]

_NOTHING_WORDS = """
    n/a,na,none,null,nil,-,--,.,?,#n/a,#ref!,#value!,#name?,unknown,not known,tbc,x,xx,xxx,no email,
    no e-mail,none given,not given
"""
_NOTHING = frozenset(word.strip() for word in _NOTHING_WORDS.split(","))
_LEFT_OUT = "left out by the officer's decision"
_AFTER_ALL = "change the decision to take it after all"


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
    """A row that is not taken: the field at fault, what stands there, why, and what would help.

    ``decided`` says that the officer left it out, so that there is nothing to be mended.
    """

    row: int
    field: Field
    before: str
    why: str
    remedy: str
    decided: bool = False


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
            refuse(draft, where, found, _LEFT_OUT, _AFTER_ALL, decided=True)
        return answer


def refuse(
    draft: Draft, where: Field, before: str, why: str, remedy: str, *, decided: bool = False
) -> None:
    """Refuse a draft; the first reason stands."""
    draft.refused = draft.refused or Refused(draft.row, where, before, why, remedy, decided)


def text_written(answer: str | None) -> str:
    """The text that an answer ``write:TEXT`` gives; empty for any other answer."""
    written = answer is not None and answer.startswith(WRITE)
    return answer.removeprefix(WRITE) if written and answer is not None else ""


def something(text: str) -> str:
    """The text, unless it is a way to say that there is none."""
    return "" if text.casefold() in _NOTHING else text
