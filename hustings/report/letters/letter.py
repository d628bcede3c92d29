"""What a letter is made of, how all of one run look, and what a run says when it is done."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from hustings.contest import Purpose
from hustings.report.letters.words import ENGLISH, LetterWords

__all__ = ["DL", "Letter", "LetterDesign", "Summary", "Unprintable", "Window"]

_SEPARATORS = re.compile(r"[\s\-·.]+")
_GROUP = 3
"""Characters of a code between two spaces."""


@dataclass(frozen=True, slots=True)
class Letter:
    """The letter of one elector. Neither its code nor its link ever shows in a message.

    ``address`` are the lines below the name, the postcode last. ``code`` may come in any groups.
    ``link`` is what the square holds: the address of the booth, then the code after ``#``.
    ``reference_line`` helps whoever opens a returned letter; it must not tell the code.
    """

    name: str
    address: tuple[str, ...]
    code: str = field(repr=False)
    link: str = field(repr=False)
    reference_line: str = ""
    language: str = "en"

    def __post_init__(self) -> None:
        if not _SEPARATORS.sub("", self.code):
            raise ValueError("a letter without a code")
        if not self.link.partition("#")[0]:
            raise ValueError("a letter without a link")

    @property
    def groups(self) -> tuple[str, ...]:
        """The code in groups of three, as printed and as read out."""
        bare = _SEPARATORS.sub("", self.code)
        return tuple(bare[n : n + _GROUP] for n in range(0, len(bare), _GROUP))

    @property
    def typed_address(self) -> str:
        """The web address as it is typed: without ``https://`` and without the code."""
        bare = self.link.partition("#")[0]
        return bare.removeprefix("https://").removeprefix("http://").rstrip("/")


@dataclass(frozen=True, slots=True)
class Window:
    """Where the window of the envelope lies on the folded sheet's first third, in millimetres.

    ``play`` is how far the sheet can slide in its envelope, to any side: nothing but the address
    is printed as near to the window as that.
    """

    left: float
    top: float
    width: float
    height: float
    play: float = 5.5

    def __post_init__(self) -> None:
        right, low = self.left + self.width + self.play, self.top + self.height + self.play
        if not (self.left >= self.play and self.top >= 36 + self.play):
            raise ValueError("the window must leave 36 mm above it for the head of the letter")
        if right > 205 or low > 99 or self.width < 60 or self.height < 20:
            raise ValueError("the window must be 60 x 20 mm or more and lie on the first third")


DL = Window(left=15, top=51.5, width=90, height=35)
"""The usual British DL envelope: 110 x 220 mm, window 90 x 35 mm, 20 mm from left, 18 from below.

The sheet, 99 x 210 mm when folded in three, lies in the middle of it.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterDesign:
    """What all letters of one language say and how they are set, on A4.

    ``opens`` and ``closes`` are dates as they are to be printed. ``contact`` has a line each for
    address, telephone and e-mail. ``marking`` says in a line how the
    ballot paper is marked; empty, it is the line for a ranked paper. ``introduction`` is a
    paragraph of the officer's own. ``large_print`` sets nothing smaller than 16 point. ``test``
    writes TEST across every page. ``unreviewed`` says that no speaker has reviewed the translation.
    """

    organisation: str
    title: str
    question: str
    opens: str
    closes: str
    officer: str
    contact: str
    privacy: str
    purpose: Purpose = Purpose.ADVISORY
    introduction: str = ""
    marking: str = ""
    window: Window = DL
    large_print: bool = False
    test: bool = False
    unreviewed: bool = False
    words: LetterWords = ENGLISH


@dataclass(frozen=True, slots=True)
class Unprintable:
    """A text that does not stand in its letter as it was written.

    ``letter`` counts from 1 in the order given, 0 for what all letters share. ``missing`` are the
    characters that no font at hand can set rightly; empty where the text was too long.
    """

    letter: int
    text: str
    missing: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What was written: pages, letters, files, and each text that is not as it was written.

    ``untranslated`` are the languages of letters for which there was no design. ``sheets`` is how
    many sheets of paper the pages take, printed as the files ask for.
    """

    pages: int
    letters: int
    files: int
    unprintable: tuple[Unprintable, ...] = ()
    untranslated: tuple[str, ...] = ()
    sheets: int = 0
