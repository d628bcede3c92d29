"""What people add to a count: a signature, corrections of what was declared, agents' statements."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["AgentStatement", "Correction", "Signature"]


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


@dataclass(frozen=True, slots=True)
class AgentStatement:
    """What somebody who watched the count said of it: who, as what, in which words, and when.

    ``answer`` is what the returning officer replied; it and ``words`` may be empty.
    Every text is as printed.
    """

    name: str
    role: str
    said: str
    words: str
    answer: str
    when: str
