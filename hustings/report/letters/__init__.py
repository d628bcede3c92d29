"""Letters to electors: who is asking, the code, the square to scan, and how to vote.

One sheet an elector, in the order given, as a PDF made to be printed, folded in three and put into
envelopes with a window. The window shows the address and nothing else: that somebody supports a
party is nobody's business. Neither code nor link stands in a message, in the document's data, or
in the representation of a :class:`Letter`. How to print and post them:
docs/guide/letters-and-mail.md.

The site's packages are needed to write letters, and imported when that is asked for.
"""

from __future__ import annotations

from hustings.report.letters.letter import (
    DL,
    Letter,
    LetterDesign,
    Summary,
    Unprintable,
    Window,
)
from hustings.report.letters.postcode import postcode_key
from hustings.report.letters.run import Progress, write_letter_parts, write_letters
from hustings.report.letters.words import ENGLISH, LetterWords, letter_words

__all__ = [
    "DL",
    "ENGLISH",
    "Letter",
    "LetterDesign",
    "LetterWords",
    "Progress",
    "Summary",
    "Unprintable",
    "Window",
    "letter_words",
    "postcode_key",
    "write_letter_parts",
    "write_letters",
]
