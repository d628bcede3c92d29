"""Two check symbols of a Reed-Solomon code over GF(32), and what they say about a wrong word.

A word of 21 symbols c0..c20 is valid if both sums are nought, in GF(2)[x]/(x^5 + x^2 + 1), a = x:

    S0 = c0 + c1 + ... + c20            S1 = c0 + c1 a + ... + c20 a^20

Any two valid words differ in three places or more. One wrong symbol leaves S0 not nought and shows
its place as the logarithm of S1 / S0. Two unlike neighbours in each other's place leave S0 nought
and S1 not, so that they are never taken for one wrong symbol. Two things cannot be had: of three or
more wrong symbols one in 1,024 goes unseen, and several may look like one.

Source: I. S. Reed and G. Solomon, "Polynomial codes over certain finite fields" (1960).
"""

from __future__ import annotations

from collections.abc import Sequence

__all__ = [
    "CHECKS",
    "DATA",
    "LENGTH",
    "is_valid",
    "place_of_one_error",
    "places_of_swap",
    "with_checks",
]

DATA, CHECKS = 19, 2
LENGTH = DATA + CHECKS
_POLYNOMIAL = 0b100101  # x^5 + x^2 + 1, primitive


def _powers() -> tuple[int, ...]:
    powers = [1]
    for _ in range(30):
        shifted = powers[-1] << 1
        powers.append(shifted ^ _POLYNOMIAL if shifted & 32 else shifted)
    return tuple(powers)


_POWER = _powers()
_LOG = {power: exponent for exponent, power in enumerate(_POWER)}


def _times(a: int, b: int) -> int:
    return _POWER[(_LOG[a] + _LOG[b]) % 31] if a and b else 0


def _over(a: int, b: int) -> int:
    return _POWER[(_LOG[a] - _LOG[b]) % 31] if a else 0


def _sums(word: Sequence[int]) -> tuple[int, int]:
    plain = weighted = 0
    for place, symbol in enumerate(word):
        plain ^= symbol
        weighted ^= _times(symbol, _POWER[place])
    return plain, weighted


def with_checks(data: Sequence[int]) -> tuple[int, ...]:
    """19 symbols from 0 to 31 and the two that make both sums nought."""
    assert len(data) == DATA
    plain, weighted = _sums(data)
    next_to_last, last = _POWER[DATA], _POWER[DATA + 1]
    check = _over(weighted ^ _times(plain, next_to_last), next_to_last ^ last)
    return (*data, plain ^ check, check)


def is_valid(word: Sequence[int]) -> bool:
    """Whether both sums of a word of 21 symbols are nought."""
    return _sums(word) == (0, 0)


def place_of_one_error(word: Sequence[int]) -> int | None:
    """The place from 0 whose symbol alone could be wrong; None where no single one could be."""
    plain, weighted = _sums(word)
    if not (plain and weighted):
        return None
    place = _LOG[_over(weighted, plain)]
    return place if place < len(word) else None


def places_of_swap(word: Sequence[int]) -> tuple[int, ...]:
    """Each place from 0 that, swapped with the next, would make the word valid."""
    plain, weighted = _sums(word)
    if plain or not weighted:
        return ()
    return tuple(
        place
        for place in range(len(word) - 1)
        if _times(word[place] ^ word[place + 1], _POWER[place] ^ _POWER[place + 1]) == weighted
    )
