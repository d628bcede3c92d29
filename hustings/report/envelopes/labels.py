"""Labels for return envelopes: eight to a sheet of A4, 99.1 x 67.7 mm, two across and four down.

Sold by every stationer (Avery L7165 and its equals). The front carries the return address and the
barcode. With a declaration each elector has two, side by side: front at the left, back at the
right, both with the number in figures.
"""

from __future__ import annotations

from collections.abc import Iterator

from hustings.errors import RuleError
from hustings.report.envelopes.code128 import QUIET, modules_of
from hustings.report.envelopes.posting import EnvelopeDesign, Posting
from hustings.report.letters.marks import Bars, Box, Mark, Rule, Text
from hustings.report.letters.typefaces import Face, Style, Typefaces

__all__ = ["LABELS_A_SHEET", "back", "front", "place_of"]

LABELS_A_SHEET = 8
BREADTH, HEIGHT = 99.1, 67.7
_LEFT, _TOP, _PITCH = 4.65, 13.1, 101.6
_PAD = 7.0
_MODULE = 0.375
"""Millimetres: broad enough for a worn ribbon and a cheap scanner."""
_BAR_HEIGHT = 14.0
_DECLARED = (10.0, 9.5, 9.0, 8.5, 8.0, 7.5)


def place_of(number: int) -> tuple[float, float]:
    """The top left corner of a label, from 0, on its sheet."""
    down, across = divmod(number, 2)
    return _LEFT + across * _PITCH, _TOP + down * HEIGHT


def front(
    posting: Posting, design: EnvelopeDesign, faces: Typefaces, at: tuple[float, float]
) -> Iterator[Mark]:
    """The return address above, the barcode and its figures below."""
    x, y = at[0] + _PAD, at[1] + _PAD
    lines = _address_lines(design, faces)
    style, leading = lines[0].style, lines[0].style.size * 0.45
    for n, line in enumerate(lines):
        yield Text(x, y + style.size * 0.26 + n * leading, style, line.text)
    low = at[1] + HEIGHT - _PAD
    modules = modules_of(posting.figures)
    yield Bars(x + QUIET * _MODULE * 0.3, low - 5 - _BAR_HEIGHT, _MODULE, _BAR_HEIGHT, modules)
    figures = Style(Face.BOLD, 11)
    yield Text(x + QUIET * _MODULE * 0.3, low - 0.6, figures, posting.number)
    if design.test or design.fictional:
        told = design.words.test if design.test else design.words.fictional.partition(":")[0]
        style = Style(Face.BOLD, 16)
        breadth = faces.breadth(told, style)
        yield Text(at[0] + BREADTH - _PAD - breadth, low - 0.6, style, told)


def _address_lines(design: EnvelopeDesign, faces: Typefaces) -> list[Text]:
    """The return address as large as it fits above the barcode."""
    given = [faces.clean(line)[0] for line in design.return_address.splitlines() if line.strip()]
    room = HEIGHT - 2 * _PAD - _BAR_HEIGHT - 9
    for size in (13.0, 12.0, 11.0, 10.0, 9.0, 8.0):
        style = Style(Face.SANS, size)
        lines = [part for line in given for part in faces.lines(line, style, BREADTH - 2 * _PAD)]
        if lines and len(lines) * size * 0.45 <= room:
            return [Text(0, 0, style, line) for line in lines]
    raise RuleError(
        "the return address does not fit its label; write it in one to seven short lines"
    )


def back(
    posting: Posting, design: EnvelopeDesign, faces: Typefaces, at: tuple[float, float]
) -> Iterator[Mark]:
    """The declaration, a box to sign in, a line for the day, and the number in figures.

    RuleError where the declaration is too long for its label.
    """
    words = design.words
    x, right, low = at[0] + _PAD, at[0] + BREADTH - _PAD, at[1] + HEIGHT - _PAD
    head, label = Style(Face.BOLD, 10), Style(Face.SANS, 8)
    yield Text(x, at[1] + _PAD + 2.6, head, words.declaration)
    y = at[1] + _PAD + 3.6
    lines, style = _declared(design, faces)
    for line in lines:
        y += style.size * 0.42
        yield Text(x, y, style, line)
    box = 15.0
    top = low - 4.6 - box
    signature = (right - x) * 0.68
    yield Text(x, top - 1.2, label, words.signature)
    yield Box(x, top, signature, box)
    yield Text(x + signature + 3, top - 1.2, label, words.day)
    yield Rule(x + signature + 3, top + box, right - x - signature - 3, 0.8)
    number = words.envelope.format(number=posting.number)
    yield Text(x, low, label, number)
    if design.test:
        style = Style(Face.BOLD, 10)
        yield Text(right - faces.breadth(words.test, style), low, style, words.test)


def _declared(design: EnvelopeDesign, faces: Typefaces) -> tuple[list[str], Style]:
    room = HEIGHT - 2 * _PAD - 3.6 - 4.6 - 15 - 5
    text = faces.clean(design.declaration)[0]
    for size in _DECLARED:
        style = Style(Face.SANS, size)
        lines = faces.lines(text, style, BREADTH - 2 * _PAD)
        if len(lines) * size * 0.42 <= room:
            return lines, style
    raise RuleError(
        f"the declaration has {len(text)} characters, which is too long for the label on the "
        "return envelope; say it in 350 or fewer"
    )
