"""From a candidate's name to the id in files and the word for the alphabet."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection

__all__ = ["key_for", "surname_of"]

_LONGEST = 60


def key_for(name: str, taken: Collection[str]) -> str:
    """An id of small letters, figures and underscores that nobody has yet: ``ann_ashe``."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = "".join(c if c.isalnum() else " " for c in plain.casefold()).split()
    stem = "_".join(words)[:_LONGEST] or "candidate"
    key, number = stem, 2
    while key in taken:
        key, number = f"{stem}_{number}", number + 1
    return key


def surname_of(name: str) -> str:
    """The last word of a name, which is the surname often enough to be proposed."""
    return name.rsplit(maxsplit=1)[-1][:80] if name.split() else ""
