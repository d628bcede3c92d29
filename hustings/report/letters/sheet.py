"""What a letter has for itself: address, salutation, code, reference; each with its page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hustings.report.letters.compose import Composition, Place, Text, salutation, sizes_of
from hustings.report.letters.letter import Letter, LetterDesign, Unprintable
from hustings.report.letters.typefaces import Style, Typefaces
from hustings.report.letters.window import address_marks

__all__ = ["Sheet", "own_sheet"]

_LEAST_CODE = 12.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """The elector's part of a letter: clean lines, and what of them could not be kept."""

    address: tuple[Text, ...]
    dear: tuple[str, ...]
    reference: str
    groups: tuple[str, ...]
    unprintable: tuple[Unprintable, ...]

    def marks(self, shared: Composition, faces: Typefaces) -> Iterator[tuple[int, Text]]:
        """Everything in its place beside the shared marks."""
        yield from ((0, mark) for mark in self.address)
        for n, line in enumerate(self.dear):
            at = shared.dear
            yield at.page, Text(at.x, at.y + n * shared.leading, at.style, line)
        for mark in _code(self.groups, shared.code, faces):
            yield shared.code.page, mark
        if shared.reference and self.reference:
            at = shared.reference
            line = faces.lines(self.reference, at.style, at.breadth)[0]
            yield at.page, Text(at.x, at.y, at.style, line)


def own_sheet(letter: Letter, number: int, design: LetterDesign, faces: Typefaces) -> Sheet:
    """The elector's part of the letter of that number, in type."""
    given = (letter.name, *letter.address, letter.reference_line)
    cleaned = [faces.clean(text) for text in given]
    name, *address, reference = (shown for shown, _ in cleaned)
    lost = [
        Unprintable(number, text, missing)
        for text, (_, missing) in zip(given, cleaned, strict=True)
        if missing
    ]
    set_lines, whole = address_marks([name, *address], design.window, sizes_of(design), faces)
    if not whole:
        lost.append(Unprintable(number, ", ".join(given[:-1]), ""))
    groups = tuple(faces.clean(group)[0] for group in letter.groups)
    dear = tuple(salutation(name, design, faces))
    return Sheet(tuple(set_lines), dear, reference, groups, tuple(lost))


def _code(groups: tuple[str, ...], place: Place, faces: Typefaces) -> Iterator[Text]:
    """The code's groups side by side, smaller where they are too broad for their place."""
    size = place.style.size
    while _breadth(groups, Style(place.style.face, size), faces) > place.breadth:
        if size <= _LEAST_CODE:
            break
        size -= 0.5
    style, x = Style(place.style.face, size), place.x
    for group in groups:
        yield Text(x, place.y, style, group)
        x += faces.breadth(group, style) + size * _APART


def _breadth(groups: tuple[str, ...], style: Style, faces: Typefaces) -> float:
    each = sum(faces.breadth(group, style) for group in groups)
    return each + style.size * _APART * (len(groups) - 1)


_APART = 0.17
"""Millimetres between two groups, for each point of their size."""
