"""What becomes of an envelope, told of plain facts, in the one order in which reasons are given.

The first valid act counts: whoever has voted, by whatever way, has voted. An envelope that is
refused stays shut, so the heading must be told without opening it.
"""

from __future__ import annotations

from dataclasses import dataclass

from hustings.web.post.models import Fate, Refusal

__all__ = ["Facts", "refusal"]


@dataclass(frozen=True, slots=True)
class Facts:
    """What decides of an envelope: of its number, its elector, its bag and its outside."""

    known: bool  # a number that was sent out for this contest, and not for a test
    struck: bool
    late: bool
    voted_by: str  # "", online, post
    fate: str
    declared: bool  # True where no declaration is asked for


def refusal(facts: Facts) -> Refusal | None:
    """Why the envelope is refused, the first reason that applies; None where it is accepted."""
    if not facts.known or facts.struck:
        return Refusal.NOT_ON_ROLL
    if facts.voted_by:
        return Refusal.DUPLICATE if facts.voted_by == "post" else Refusal.VOTED_ONLINE
    if facts.late:
        return Refusal.LATE
    if facts.fate != Fate.GOOD:
        return Refusal.REPLACED
    return None if facts.declared else Refusal.DECLARATION
