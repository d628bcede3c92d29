"""The 32 symbols that codes are written in, and how people's typing is read as such.

Crockford's base32: digits and capitals without I, L, O and U. Source: docs/spec/envelope.md,
part 4.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

__all__ = ["ALPHABET", "Typed", "grouped", "read_typed", "symbols_of_bytes", "text_of"]

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES = {symbol: value for value, symbol in enumerate(ALPHABET)} | {"I": 1, "L": 1, "O": 0}

# Beside all that Unicode calls a dash: low line, hyphen bullet, minus, Japanese long mark.
_MORE_HYPHENS = frozenset("_⁃−ー")
_BETWEEN = frozenset({"Pd", "Zs", "Zl", "Zp", "Cf", "Cc"})


@dataclass(frozen=True, slots=True)
class Typed:
    """One character as it was typed, its value from 0 to 31 (None: no symbol), and its run.

    A run is what stands between two separators; runs are numbered from 1.
    """

    found: str
    value: int | None
    run: int


def read_typed(text: str) -> Iterator[Typed]:
    """Yield the characters of a text that are not separators: spaces, hyphens, invisible ones.

    Case does not matter, full-width forms are read as plain ones, I and L as 1, O as 0.
    """
    run, between = 0, True
    for character in text:
        form = unicodedata.normalize("NFKC", character)
        if _is_between(form):
            between = True
            continue
        run, between = run + between, False
        yield Typed(character, _VALUES.get(form.upper()), run)


def _is_between(form: str) -> bool:
    return all(
        character.isspace()
        or character in _MORE_HYPHENS
        or unicodedata.category(character) in _BETWEEN
        for character in form
    )


def symbols_of_bytes(random_bytes: bytes, count: int) -> tuple[int, ...]:
    """The leading bits of some random bytes as symbols of five bits each, first bits first."""
    bits = len(random_bytes) * 8
    number = int.from_bytes(random_bytes, "big") >> (bits - 5 * count)
    return tuple((number >> 5 * place) & 31 for place in reversed(range(count)))


def text_of(values: Iterable[int]) -> str:
    """Symbols as text."""
    return "".join(ALPHABET[value] for value in values)


def grouped(text: str, size: int) -> str:
    """Text in groups with hyphens between: ``ABC-DEF`` for a size of three."""
    return "-".join(text[start : start + size] for start in range(0, len(text), size))
