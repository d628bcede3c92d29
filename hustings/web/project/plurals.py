"""Numbers before nouns, for the sentences of the journal, which are English; pages use ngettext."""

from __future__ import annotations

from hustings.rounding import grouped

__all__ = ["number_of"]


def number_of(number: int, one: str, many: str = "") -> str:
    """The number with its noun: "1 letter", "1,204 letters", "no" never being written for 0.

    ``many`` is needed where it is not ``one`` with an s.
    """
    return f"{grouped(number)} {one if number == 1 else many or f'{one}s'}"
