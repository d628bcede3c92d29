"""Welsh for tests: what it is asked for in vain, and what English is left in what was made."""

from __future__ import annotations

import re
from collections.abc import Iterable
from gettext import GNUTranslations
from importlib.resources import files

from hustings.report.languages import language_of

__all__ = ["Listening", "english_left", "english_words"]

_FOLDER = files("hustings") / "locale" / "cy" / "LC_MESSAGES"
_GAPS = re.compile(r"\{\w*\}")
_WORD = re.compile(r"[^\W\d_]{2,}")


_ENGLISH = re.compile(
    r"\b(?:and|at|by|candidates?|chosen|elected|excluded|first|from|half|is|left|level|lot|needed|"
    r"nobody|none|not|of|others?|out|papers?|per|points?|preferences?|result|sections?|stages?|the|"
    r"transfers?|votes?|was|with)\b",
    re.IGNORECASE,
)


def _translated() -> frozenset[str]:
    """Every English text that a compiled catalogue of the library has."""
    found: set[str] = set()
    for file in _FOLDER.iterdir():
        if file.name.endswith(".mo"):
            with file.open("rb") as opened:
                keys = vars(GNUTranslations(opened))["_catalog"]
            found.update(key if isinstance(key, str) else key[0] for key in keys)
    return frozenset(found) - {""}


TRANSLATED = _translated()
_PIECES = frozenset(
    piece.strip(" .,:;()")
    for text in TRANSLATED
    for piece in _GAPS.split(text)
    if len(_WORD.findall(piece)) > 3
)


class Listening:
    """Welsh as the catalogues have it; ``missing`` are the texts that none of them has."""

    code = "cy"

    def __init__(self) -> None:
        self.missing: list[str] = []
        self._welsh = language_of("cy")

    def text(self, english: str) -> str:
        """The Welsh of a text."""
        self._ask(english)
        return self._welsh.text(english)

    def number(self, one: str, many: str, count: int) -> str:
        """The Welsh of a text for that number."""
        self._ask(one)
        return self._welsh.number(one, many, count)

    def _ask(self, english: str) -> None:
        if english not in TRANSLATED:
            self.missing.append(english)


def english_left(made: str) -> list[str]:
    """Pieces of translated texts, of more than three words, that still stand there in English."""
    plain = made.replace("&#39;", "'").replace("&#x27;", "'").replace("&quot;", '"')
    return sorted(piece for piece in _PIECES if piece in plain)


def english_words(texts: str, own: Iterable[str]) -> list[str]:
    """The common English words in texts, but for the names in them."""
    for name in sorted(own, key=len, reverse=True):
        texts = texts.replace(name, " ")
    return _ENGLISH.findall(texts)
