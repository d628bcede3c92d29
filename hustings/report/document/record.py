"""What the returning officer adds to a count: a signature, and corrections of what was declared."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Correction", "Signature"]


@dataclass(frozen=True, slots=True)
class Signature:
    """Who declares the result, as what, and on which day, all as printed."""

    name: str
    role: str
    date: str

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise ValueError("a signature needs a name")


@dataclass(frozen=True, slots=True)
class Correction:
    """A figure or word that an earlier version had otherwise: what, old, new, and who, when, why.

    ``version`` is the one that the correction made; dates are as printed.
    """

    version: int
    what: str
    old: str
    new: str
    who: str
    when: str
    why: str
