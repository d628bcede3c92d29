"""What electors hold and type: voting codes and receipts; and the form's nonce.

A code has 95 random bits and two check symbols, ``ABC-DEF-...``; it is stored as a keyed digest
only. A receipt has 50 random bits. All are made of random bytes that the caller draws.
Source: docs/spec/envelope.md, part 4.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence

from hustings.errors import SealError
from hustings.seal import check_symbols
from hustings.seal.symbols import (
    ALPHABET,
    Typed,
    grouped,
    read_typed,
    symbols_of_bytes,
    text_of,
)
from hustings.seal.typo import At, Typo, TypoKind

__all__ = [
    "CODE_BYTES",
    "NONCE_BYTES",
    "RECEIPT_BYTES",
    "code_digest",
    "make_code",
    "make_nonce",
    "make_receipt",
    "nonce_digest",
    "read_code",
    "read_receipt",
]

CODE_BYTES, RECEIPT_BYTES, NONCE_BYTES = 12, 7, 16
"""How many random bytes each is made of."""

_CODE_GROUP = 3
_RECEIPT_GROUP, _RECEIPT_LENGTH = 5, 10
_LONGEST_TEXT = 400
_DIGEST_KEY_BYTES = 32
_WRITTEN = re.compile(rf"(?:[{ALPHABET}]{{{_CODE_GROUP}}}-){{6}}[{ALPHABET}]{{{_CODE_GROUP}}}")


def make_code(random_bytes: bytes) -> str:
    """A voting code of 12 random bytes, 95 bits of which it keeps: seven groups of three."""
    _check_length(random_bytes, CODE_BYTES, "a code")
    data = symbols_of_bytes(random_bytes, check_symbols.DATA)
    return grouped(text_of(check_symbols.with_checks(data)), _CODE_GROUP)


def make_receipt(random_bytes: bytes) -> str:
    """A receipt of 7 random bytes, 50 bits of which it keeps: two groups of five symbols."""
    _check_length(random_bytes, RECEIPT_BYTES, "a receipt")
    return grouped(text_of(symbols_of_bytes(random_bytes, _RECEIPT_LENGTH)), _RECEIPT_GROUP)


def make_nonce(random_bytes: bytes) -> str:
    """The nonce of a ballot form of 16 random bytes: 32 hexadecimal digits."""
    _check_length(random_bytes, NONCE_BYTES, "a nonce")
    return random_bytes.hex()


def read_code(text: str) -> str | Typo:
    """The code that a text stands for, as :func:`make_code` writes it, or what is wrong with it.

    Case, spaces, hyphens and full-width forms do not matter; I and L are read as 1, O as 0. Of a
    whole link, what stands after ``#`` is read. Nothing is put right: the answer to a typo says
    where to look and never what to write.
    """
    if _is_as_written(text):
        return text
    typed = _typed(text)
    if typo := _misfit(text, typed, check_symbols.LENGTH, _CODE_GROUP):
        return typo
    word = [symbol.value or 0 for symbol in typed]
    if not check_symbols.is_valid(word):
        return _wrong_symbols(word, typed)
    return grouped(text_of(word), _CODE_GROUP)


def read_receipt(text: str) -> str | Typo:
    """The receipt that a text stands for, as :func:`make_receipt` writes it; read like a code.

    A receipt has no check symbols: one that reads well may still be nobody's.
    """
    typed = _typed(text)
    if typo := _misfit(text, typed, _RECEIPT_LENGTH, _RECEIPT_GROUP):
        return typo
    return grouped(text_of(symbol.value or 0 for symbol in typed), _RECEIPT_GROUP)


def code_digest(code: str, *, key: bytes, contest: bytes) -> bytes:
    """The 32 bytes under which a code is stored: keyed BLAKE2b-256 of contest and code.

    ``code`` is as :func:`read_code` returns it, ``key`` 32 secret bytes of the site. Codes of 95
    random bits need no slow hash; a stolen table without the key does not even confirm a guess.
    """
    if not _is_as_written(code):
        raise ValueError("not a code as read_code returns it")
    return _digest(b"hustings code", code, key, contest)


def nonce_digest(nonce: str, *, key: bytes, contest: bytes) -> bytes:
    """The 32 bytes under which a form's nonce is stored; never equal to a code's digest."""
    return _digest(b"hustings nonce", nonce, key, contest)


def _digest(kind: bytes, text: str, key: bytes, contest: bytes) -> bytes:
    _check_length(key, _DIGEST_KEY_BYTES, "the key of digests")
    length = len(contest).to_bytes(8, "big")
    content = length + contest + text.encode("utf-8", "surrogatepass")
    return hashlib.blake2b(content, digest_size=32, key=key, person=kind).digest()


def _check_length(given: bytes, length: int, what: str) -> None:
    if len(given) != length:
        raise SealError(f"{what} is made of {length} bytes, not of {len(given)}")


def _is_as_written(text: str) -> bool:
    """Whether it is a code in the very form of :func:`make_code`, as nearly all that arrive are."""
    return _WRITTEN.fullmatch(text) is not None and check_symbols.is_valid(
        [ALPHABET.index(symbol) for symbol in text if symbol != "-"]
    )


def _typed(text: str) -> list[Typed]:
    before, _, after = text[:_LONGEST_TEXT].rpartition("#")
    return list(read_typed(after if "/" in before else text[:_LONGEST_TEXT]))


def _misfit(text: str, typed: Sequence[Typed], length: int, group: int) -> Typo | None:
    """What can be told without check symbols: characters that stand in no code, and the length."""
    if len(text) > _LONGEST_TEXT:
        return Typo(TypoKind.TOO_LONG, by=len(text) - length)
    places = [p for p, symbol in enumerate(typed) if symbol.value is None]
    if places:
        return Typo(TypoKind.UNREADABLE, at=tuple(_at(typed, p, group) for p in places))
    if len(typed) == length:
        return None
    kind = TypoKind.TOO_SHORT if len(typed) < length else TypoKind.TOO_LONG
    uneven = _uneven(typed, group, groups=length // group)
    return Typo(kind, by=abs(len(typed) - length), uneven=uneven)


def _uneven(typed: Sequence[Typed], group: int, *, groups: int) -> tuple[int, ...]:
    """The groups that are not as long as the rest, where all were typed with separators."""
    runs = Counter(symbol.run for symbol in typed)
    return tuple(run for run in sorted(runs) if runs[run] != group) if len(runs) == groups else ()


def _wrong_symbols(word: Sequence[int], typed: Sequence[Typed]) -> Typo:
    one = check_symbols.place_of_one_error(word)
    if one is not None:
        return Typo(TypoKind.ONE_CHARACTER, at=(_at(typed, one, _CODE_GROUP),))
    pairs = check_symbols.places_of_swap(word)
    kind = TypoKind.NEIGHBOURS if pairs else TypoKind.SEVERAL
    return Typo(kind, at=tuple(_at(typed, place, _CODE_GROUP, length=2) for place in pairs))


def _at(typed: Sequence[Typed], place: int, group: int, *, length: int = 1) -> At:
    found = "".join(symbol.found for symbol in typed[place : place + length])
    return At(place + 1, place // group + 1, found)
