"""The language that sentences are made in: English, unless a caller asks for another.

Every room that makes sentences says them by :func:`say`, whole, with named gaps; a translation is
found by the English text, as GNU gettext does. Which language is in force belongs to the caller's
context (:func:`speaking`), so a sentence made deep inside a picture needs no argument for it. Equal
input in one language gives equal text. Catalogues are files, so ``report.languages`` reads them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol

__all__ = ["ENGLISH", "Language", "say", "say_number", "speaking", "spoken", "to_say"]


class Language(Protocol):
    """A language: its code, and what it says instead of an English text."""

    @property
    def code(self) -> str:
        """As in HTML's ``lang``: "en", "cy"."""

    def text(self, english: str) -> str:
        """The text in this language, its gaps ``{name}`` kept."""

    def number(self, one: str, many: str, count: int) -> str:
        """Of an English text for one and for several, this language's text for ``count``."""


class _English:
    code = "en-GB"

    def text(self, english: str) -> str:
        return english

    def number(self, one: str, many: str, count: int) -> str:
        return one if count == 1 else many


ENGLISH: Language = _English()
_SPOKEN: ContextVar[Language] = ContextVar("spoken", default=ENGLISH)


def spoken() -> Language:
    """The language in force."""
    return _SPOKEN.get()


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Make sentences in that language within this block."""
    before = _SPOKEN.set(language)
    try:
        yield
    finally:
        _SPOKEN.reset(before)


def say(english: str, /, **gaps: object) -> str:
    """The sentence in the language in force, its gaps ``{name}`` filled."""
    return _SPOKEN.get().text(english).format(**gaps)


def say_number(one: str, many: str, count: int, /, **gaps: object) -> str:
    """The sentence that a number asks for, in the language in force."""
    return _SPOKEN.get().number(one, many, count).format(**gaps)


def to_say(english: str) -> str:
    """The text itself, marked as one that :func:`say` is given later, so that it is translated."""
    return english
