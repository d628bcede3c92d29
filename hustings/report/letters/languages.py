"""What is printed for each elector in his or her own language: one design for each language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

__all__ = ["FALLBACK", "in_language"]

FALLBACK = "en"
"""The language of whoever's own has no design."""

Design = TypeVar("Design")


def in_language(designs: Mapping[str, Design], language: str) -> Design | None:
    """The design of a language, by its code or that code's first part; None where it has none."""
    for known in (language, language.partition("-")[0]):
        if known in designs:
            return designs[known]
    return None
