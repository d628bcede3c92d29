"""What a mistyped word was probably meant to be."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

__all__ = ["did_you_mean"]


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """``; did you mean 'X'?`` for the nearest known word, else ``otherwise``.

    A very long word is nobody's slip and is not compared.
    """
    folded = {k.casefold(): k for k in known}
    near = get_close_matches(word.casefold(), folded, n=1) if len(word) <= 100 else []
    return f"; did you mean {folded[near[0]]!r}?" if near else otherwise
