"""Text as a person meant it: one kind of space, apostrophe and dash; nothing that cannot be seen.

What is done twice is done once: ``tidy(tidy(text)) == tidy(text)``.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

__all__ = ["fold_letters", "tidy", "tidy_lines"]

_PLAIN = re.compile(r"(?!')[!-_a-~À-ÖØ-öø-ſ]+(?: [!-_a-~À-ÖØ-öø-ſ]+)*")
_SMART = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛ʼ′`´", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "…": "...",
    }
)
_JOINERS = "\u200c\u200d"  # they shape letters of some scripts
_GUARD = re.compile(r"^(?:' *)+(?=[=+\-@])")


def tidy(text: str) -> str:
    """The text in composed form (NFC), with plain quotes and dashes and single spaces, trimmed.

    Control characters and signs that reorder text go, save line breaks and tabs, which are spaces.
    So does the apostrophe that keeps a spreadsheet program from calculating ``=`` ``+`` ``-``
    ``@``.
    """
    if not text or _PLAIN.fullmatch(text):
        return text
    before = None
    while text != before:  # composing may bring up a sign that is replaced, and the other way round
        before = text
        text = unicodedata.normalize("NFC", _plain(text).translate(_SMART))
        text = _GUARD.sub("", " ".join(text.split()))
    return text


def tidy_lines(text: str) -> tuple[str, ...]:
    """The lines of a cell, each tidied, empty ones left out."""
    if "\n" not in text and "\r" not in text:
        line = tidy(text)
        return (line,) if line else ()
    return tuple(line for raw in text.splitlines() if (line := tidy(raw)))


def _plain(text: str) -> str:
    """The text without what cannot be seen; every kind of blank is a space."""
    return "".join(map(_seen, text))


def _seen(sign: str) -> str:
    if sign.isspace():
        return " "
    kind = unicodedata.category(sign)
    return "" if kind in {"Cc", "Cf", "Cs"} and sign not in _JOINERS else sign


@lru_cache(maxsize=65536)
def fold_letters(text: str) -> str:
    """Without case, accents and punctuation: ``O'Néill-Smith`` is ``oneill smith``."""
    if not text.isascii():
        apart = unicodedata.normalize("NFKD", text.casefold())
        text = "".join(sign for sign in apart if not unicodedata.combining(sign))
    text = text.casefold().replace("'", "").replace(".", " ")
    return tidy(re.sub(r"[^\w]+|_", " ", text))
