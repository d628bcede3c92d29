"""Pictures of papers that nobody marked: what a scanner would have made of them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from random import Random

from PIL import Image, ImageDraw, ImageFont

import hustings.report

__all__ = ["picture"]

_FONTS = Path(hustings.report.__file__).parent / "fonts"
_WIDTH, _HEIGHT = 700, 900
_INK, _PRINT = 60, 0


@cache
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(_FONTS / name, size)


def picture(title: str, number: str, rows: Sequence[tuple[str, str]], foot: str = "") -> bytes:
    """A paper as PNG: its title, its number, each name with the mark beside it, in that order.

    ``foot``: what somebody wrote below. The hand shakes a little, the same for the same number.
    """
    image = Image.new("L", (_WIDTH, _HEIGHT), 250)
    draw, hand = ImageDraw.Draw(image), Random(number)  # noqa: S311  (a drawing)
    draw.text((50, 46), "Fictional ballot paper", _PRINT, font=_font("public-sans-400.ttf", 24))
    draw.text((50, 84), title, _PRINT, font=_font("literata-600.ttf", 24))
    top = 190
    for name, mark in rows:
        draw.line((50, top - 22, _WIDTH - 50, top - 22), _PRINT, 1)
        draw.text((60, top), name, _PRINT, font=_font("public-sans-700.ttf", 34))
        draw.rectangle((560, top - 8, 630, top + 62), outline=_PRINT, width=3)
        _write(draw, hand, (595, top + 27), mark, 58)
        top += 110
    _write(draw, hand, (240, top + 50), foot, 44)
    shown = f"Number {number}"
    draw.text((50, _HEIGHT - 80), shown, _PRINT, font=_font("public-sans-700.ttf", 34))
    made = io.BytesIO()
    image.save(made, "PNG")
    return made.getvalue()


def _write(
    draw: ImageDraw.ImageDraw, hand: Random, at: tuple[int, int], text: str, size: int
) -> None:
    shifted = (at[0] + hand.randint(-5, 5), at[1] + hand.randint(-4, 4))
    draw.text(shifted, text, _INK, font=_font("literata-600.ttf", size), anchor="mm")
