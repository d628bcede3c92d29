"""Whether a text is in one language whole: no sentence of the other stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from babel.messages import pofile

from hustings.web.project.catalogue import CATALOGUES

__all__ = ["english_in", "welsh_in"]

_FIELD = re.compile(r"%\(\w+\)s|%[sd]|\{\w*\}|<[^>]+>")
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_ENGLISH = {*_DAYS, "January", "February", "June", "July", "August", "October", "December"}
_ENGLISH |= {"the", "and", "of", "with", "your", "you", "this"}
"""Words that no Welsh has, so that a sentence which is in no catalogue is found as well."""
_WORDS = 3


def _pieces(texts: Iterable[str]) -> set[str]:
    """What stands between the fields of the texts, where it has more than three words."""
    found = (piece.strip() for text in texts for piece in _FIELD.split(text))
    return {" ".join(piece.split()) for piece in found if len(piece.split()) > _WORDS}


@cache
def _sentences() -> tuple[frozenset[str], frozenset[str]]:
    """Pieces of English sentences, and of their Welsh ones."""
    english: set[str] = set()
    welsh: set[str] = set()
    for each in CATALOGUES:
        if each.name in {"letters", "printed", "site"}:
            with each.written.open("rb") as file:
                catalogue = pofile.read_po(file, locale="cy")
            said = [(str(m.id), str(m.string)) for m in catalogue if isinstance(m.id, str)]
            english |= _pieces(one for one, other in said if one != other)
            welsh |= _pieces(other for one, other in said if one != other)
    return frozenset(english), frozenset(welsh)


def english_in(text: str) -> set[str]:
    """English that stands in the text: pieces of sentences, and words that no Welsh has."""
    plain = " ".join(text.split())
    words = set(re.findall(r"\w+", plain))
    return {piece for piece in _sentences()[0] if piece in plain} | (words & _ENGLISH)


def welsh_in(text: str) -> set[str]:
    """Pieces of Welsh sentences that stand in the text."""
    plain = " ".join(text.split())
    return {piece for piece in _sentences()[1] if piece in plain}
