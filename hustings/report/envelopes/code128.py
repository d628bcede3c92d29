"""Code 128, the barcode of post and shops: every laser scanner reads it as it leaves its box.

Figures go two to a symbol (set C); one that is left over goes by itself (set B). Source: ISO/IEC
15417:2007, tables 1 and 2, annex A for the check symbol.
"""

from __future__ import annotations

__all__ = ["QUIET", "modules_of"]

QUIET = 10
"""Modules that stay white at either end, at least."""

_START_C, _CODE_B, _STOP = 105, 100, 106
# The breadths of bar, space, bar, space, bar, space of the symbols 0 to 105, and of the stop.
_TABLE = """
212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212
112232 122132 122231 113222 123122 123221 223211 221132 221231 213212 223112 312131
311222 321122 321221 312212 322112 322211 212123 212321 232121 111323 131123 131321
112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121
313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111
314111 221411 431111 111224 111422 121124 121421 141122 141221 112214 112412 122114
122411 142112 142211 241211 221114 413111 241112 134111 111242 121142 121241 114212
124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113
114311 411113 411311 113141 114131 311141 411131 211412 211214 211232 2331112
"""
_SYMBOLS = tuple(_TABLE.split())


def modules_of(figures: str) -> tuple[int, ...]:
    """The breadths of bars and spaces, in modules, that hold some figures; the first is a bar.

    ValueError for anything but figures, two or more.
    """
    if not (figures.isascii() and figures.isdecimal() and len(figures) > 1):
        raise ValueError(f"a barcode of figures alone, two or more, not {figures!r}")
    pairs, left = divmod(len(figures), 2)
    values = [_START_C, *(int(figures[2 * n : 2 * n + 2]) for n in range(pairs))]
    if left:
        values += [_CODE_B, ord(figures[-1]) - ord(" ")]
    check = values[0] + sum(n * value for n, value in enumerate(values))
    symbols = [*values, check % 103, _STOP]
    return tuple(int(breadth) for symbol in symbols for breadth in _SYMBOLS[symbol])
