"""What cleaning could not settle by itself: questions as data, and answers as data.

A question's id is made of what it is about and of its choices, not of row numbers: rows that move
keep their answers, and a row whose content changes is asked about again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from hustings.errors import RuleError
from hustings.roll.columns import Field
from hustings.roll.contact import is_email
from hustings.roll.tidying import tidy

__all__ = ["LEAVE_OUT", "WRITE", "Asks", "Choice", "Decision", "Questions"]

WRITE = "write:"
"""An answer that begins so gives the right text itself, where the decision allows it."""


class Asks(StrEnum):
    """What a question is about."""

    TWO_PEOPLE = "two_people"
    NO_SURNAME = "no_surname"
    EMAIL_DOMAIN = "email_domain"
    EMAIL_SHAPE = "email_shape"
    EMAIL_SEVERAL = "email_several"
    POSTCODE_SHAPE = "postcode_shape"
    NO_POSTAL_ADDRESS = "no_postal_address"
    BASIS_UNKNOWN = "basis_unknown"
    SECTION_UNKNOWN = "section_unknown"
    LANGUAGE_UNKNOWN = "language_unknown"
    REFERENCE_TWICE = "reference_twice"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer: what is stored, and what the officer reads."""

    value: str
    words: str


LEAVE_OUT = Choice("leave_out", "leave out of the roll")


@dataclass(frozen=True, slots=True)
class Decision:
    """A question about one row or several, with its choices; ``answer`` is None while it is open.

    ``writable`` says that an answer ``write:TEXT`` is taken too, TEXT being the right content of
    ``field``.
    """

    id: str
    asks: Asks
    rows: tuple[int, ...]
    field: Field
    found: str
    question: str
    choices: tuple[Choice, ...]
    writable: bool = False
    answer: str | None = None

    @property
    def row(self) -> int:
        """The first row that it is about."""
        return self.rows[0]

    def check(self, answer: str) -> str:
        """The answer, if it is one of this decision's; else RuleError."""
        if any(answer == choice.value for choice in self.choices):
            return answer
        if self.writable and answer.startswith(WRITE):
            return self._check_written(answer)
        known = ", ".join(choice.value for choice in self.choices)
        also = f", {WRITE}TEXT" if self.writable else ""
        raise RuleError(f"decision {self.id} is answered {answer!r}; choose of {known}{also}")

    def _check_written(self, answer: str) -> str:
        text = tidy(answer.removeprefix(WRITE))
        if not text:
            raise RuleError(f"decision {self.id}: write the {self.field.words}")
        if self.field is Field.EMAIL and not is_email(text.lower()):
            raise RuleError(f"decision {self.id}: {text!r} is not an e-mail address")
        if self.field is Field.NAME and not any(sign.isalpha() for sign in text):
            raise RuleError(f"decision {self.id}: {text!r} is not a name")
        return WRITE + text


def decision_id(asks: Asks, content: Iterable[str]) -> str:
    """Sixteen hexadecimal digits of the SHA-256 of what the question is about."""
    text = "\x1f".join([asks.value, *content])
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(slots=True)
class Questions:
    """The questions of one run, gathered; those on one word asked once for all its rows."""

    answers: Mapping[str, str]
    asked: dict[str, Decision] = field(default_factory=dict)
    _rows: dict[str, list[int]] = field(default_factory=dict)

    def ask(
        self,
        asks: Asks,
        rows: Iterable[int],
        content: Iterable[str],
        *,
        field: Field,
        found: str,
        question: str,
        choices: tuple[Choice, ...],
        writable: bool = False,
    ) -> str | None:
        """The answer to a question, checked; None, and the question is open, if it has none.

        The id is made of ``content`` and of the choices, which an earlier answer may have changed.
        The same question asked again adds its rows.
        """
        key = decision_id(asks, (*content, *sorted(choice.value for choice in choices)))
        if key not in self.asked:
            answer = self.answers.get(key)
            decision = Decision(key, asks, (), field, found, question, choices, writable)
            checked = None if answer is None else decision.check(answer)
            self.asked[key] = replace(decision, answer=checked)
        self._rows.setdefault(key, []).extend(rows)
        return self.asked[key].answer

    def decisions(self, *, answered: bool, without: Collection[int] = ()) -> tuple[Decision, ...]:
        """The questions that have an answer, or that have none, by their first rows.

        Rows ``without`` are left out, and so is a question that is about no other row.
        """
        found = [
            replace(decision, rows=rows)
            for key, decision in self.asked.items()
            if (decision.answer is not None) == answered
            and (rows := tuple(sorted(set(self._rows[key]).difference(without))))
        ]
        return tuple(sorted(found, key=lambda one: (one.row, one.asks, one.id)))

    def unused(self) -> tuple[str, ...]:
        """Ids of answers to questions that nobody asked in this run."""
        return tuple(sorted(set(self.answers) - set(self.asked)))
