"""What a mistyped word, or the name of a file, was probably meant to be."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from itertools import islice
from pathlib import Path

__all__ = ["did_you_mean", "near_name"]

_NAMES_MOST = 2000


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """``; did you mean 'X'?`` for the nearest known word, else ``otherwise``."""
    near = _nearest(word, known)
    return otherwise if near is None else f"; did you mean {near!r}?"


def near_name(path: Path) -> str | None:
    """Of the files that lie where this one should, the one whose name is nearest to its own.

    Endings are left out of it, since all files share them; of two names the one with the same wins.
    """
    try:
        beside = [Path(entry.name) for entry in islice(path.parent.iterdir(), _NAMES_MOST)]
    except (OSError, ValueError):
        return None
    beside.sort(key=lambda one: one.suffix.casefold() == path.suffix.casefold())
    stems = {one.stem.casefold(): one.name for one in beside if not one.name.startswith(".")}
    near = _nearest(path.stem, stems)
    return None if near is None else stems[near]


def _nearest(word: str, known: Iterable[str]) -> str | None:
    """The nearest known word; a very long word is nobody's slip and is not compared."""
    folded = {k.casefold(): k for k in known}
    near = get_close_matches(word.casefold(), folded, n=1) if len(word) <= 100 else []
    return folded[near[0]] if near else None
