"""What apps above do when letters do something here; letters do not know them.

on_sweep(part)   part(): destroy your own files that are past their day; how many there were.
"""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["on_sweep", "swept"]

_SWEEPS: list[Callable[[], int]] = []


def on_sweep(part: Callable[[], int]) -> None:
    """Call the part whenever files past their day are destroyed; the same part once only."""
    if part not in _SWEEPS:
        _SWEEPS.append(part)


def swept() -> int:
    """Let every part destroy its own; how many files there were."""
    return sum(part() for part in _SWEEPS)
