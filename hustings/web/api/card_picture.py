"""The picture as PNG, which is what those who show links take; by resvg, with letters of our own.

Where resvg is not installed there is no picture, and pages name none.
"""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.util import find_spec

from hustings.report.letters.typefaces import SYSTEM_FONTS, Face, face_path
from hustings.web.api.card import Card, drawn

__all__ = ["can_draw", "png_of"]


@cache
def can_draw() -> bool:
    """Whether this system can make the picture."""
    return find_spec("resvg_py") is not None


@lru_cache(maxsize=128)
def png_of(card: Card) -> bytes:
    """The picture, 1,200 by 630 pixels; the same card gives the same bytes."""
    import resvg_py

    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=drawn(card),
            skip_system_fonts=True,
            font_files=_fonts(),
            sans_serif_family="Public Sans",
        )
    )


@cache
def _fonts() -> list[str]:
    """Our letters, and one spare font of the system for what they lack."""
    spare = [str(path) for path in SYSTEM_FONTS if path.exists()][:1]
    return [*(str(face_path(face)) for face in Face), *spare]
