"""Marks as two people must write them alike: one cross, one tick, figures as they stand. Pure."""

from __future__ import annotations

__all__ = ["LONGEST", "alike"]

LONGEST = 12
"""Characters of a mark that are kept; what is longer is described in a note."""

_CROSSES = frozenset("xX×✕✖✗✘☒")
_TICKS = frozenset("✓✔☑√/vVtT")


def alike(typed: str) -> str:
    """A mark as it is stored: every cross as X, every tick as ✓, white space made plain."""
    mark = " ".join(typed.split())
    if mark in _CROSSES:
        return "X"
    if mark in _TICKS:
        return "✓"
    return mark
