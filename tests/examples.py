"""How many examples a costly property gets, in a plain run and in a full one."""

from __future__ import annotations

from hypothesis import settings

__all__ = ["FULL", "examples"]

FULL = settings().max_examples > settings.get_profile("quick").max_examples
"""Whether this is a run with --full."""


def examples(plain: int, *, full: int) -> settings:
    """Settings for that many examples."""
    return settings(max_examples=full if FULL else plain)
