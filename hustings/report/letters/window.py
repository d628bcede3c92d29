"""The address in the window: as large as it fits, in the middle, its lines as they were given."""

from __future__ import annotations

from collections.abc import Sequence

from hustings.report.letters.compose import Sizes, Text
from hustings.report.letters.letter import Window
from hustings.report.letters.typefaces import MILLIMETRES, Face, Style, Typefaces

__all__ = ["address_marks"]

_SIDE, _ABOVE = 5.0, 1.5
"""What stays empty between the address and the window's edges."""
_CAPITAL = 0.72
"""The height of a capital, in ems."""
_LEADINGS = (1.22, 1.1, 1.0)
_LEAST, _WRAPPED = 6.5, 9.0
"""The smallest type, and the smallest before lines are broken rather than made smaller."""


def address_marks(
    lines: Sequence[str], window: Window, sizes: Sizes, faces: Typefaces
) -> tuple[list[Text], bool]:
    """The lines of a clean address in the window, and whether all of it is there."""
    given = _joined([line for line in lines if line], window, sizes, faces)
    breadth, height = window.width - 2 * _SIDE, window.height - 2 * _ABOVE
    for size in _sizes_down(sizes.address):
        style = Style(Face.SANS, size)
        set_lines = [piece for line in given for piece in faces.lines(line, style, breadth)]
        if len(set_lines) > len(given) and size > min(_WRAPPED, sizes.address) and not sizes.large:
            continue
        for leading in _LEADINGS:
            if _height(len(set_lines), size, leading) <= height:
                return _centred(set_lines, window, style, leading), True
    most = next(n for n in range(99, 0, -1) if _height(n, _LEAST, 1.0) <= height)
    return _centred(set_lines[:most], window, style, 1.0), False


def _sizes_down(size: float) -> list[float]:
    return [size - n * 0.5 for n in range(int((size - _LEAST) * 2) + 1)]


def _height(lines: int, size: float, leading: float) -> float:
    """From the top of the first line's capitals to the base line of the last."""
    return ((lines - 1) * leading + _CAPITAL) * size * MILLIMETRES


def _centred(lines: Sequence[str], window: Window, style: Style, leading: float) -> list[Text]:
    size = style.size * MILLIMETRES
    above = (window.height - _height(len(lines), style.size, leading)) / 2
    first = window.top + above + _CAPITAL * size
    return [
        Text(window.left + _SIDE, first + n * leading * size, style, line)
        for n, line in enumerate(lines)
    ]


def _joined(lines: list[str], window: Window, sizes: Sizes, faces: Typefaces) -> list[str]:
    """Lines put together, "Flat 3, 14 Mill Lane", where there are more than the window holds.

    The name and the last line, the postcode, stay by themselves.
    """
    style, breadth = Style(Face.SANS, sizes.address), window.width - 2 * _SIDE
    found = list(lines)
    while len(found) > sizes.lines_in_window:
        pairs = {n: f"{found[n]}, {found[n + 1]}" for n in range(1, len(found) - 2)}
        fits = {n: t for n, t in pairs.items() if faces.breadth(t, style) <= breadth}
        if not fits:
            break
        n = min(fits, key=lambda n: faces.breadth(fits[n], style))
        found[n : n + 2] = [fits[n]]
    return found
