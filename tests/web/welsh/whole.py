"""Whether a text or a page is in one language whole: no sentence of the other stands in it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from babel.messages import pofile

from hustings.web.project.catalogue import CATALOGUES

__all__ = ["english_in", "english_on", "welsh_in"]

_FIELD = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|<[^>]*>")
_WORDS = 3
_ENGLISH_ALONE = re.compile(
    r"\b(?:the|and|of|were|with|from|your|you|this|votes|papers|stage|January|February|June|July|"
    r"August|October|December|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b",
    re.IGNORECASE,
)
"""Words that no Welsh has, so that a sentence which is in no catalogue is found as well."""

_WRITTEN = re.compile(r"<(\w+)[^>]* lang=\"en[-\w]*\"[^>]*>.*?</\1>", re.DOTALL | re.IGNORECASE)
_SAID_IN_MARKUP = re.compile(r'<title>([^<]*)|\b(?:alt|aria-label|content|title|value)="([^"]*)"')
_UNSEEN = re.compile(r"<(style|script|title)\b.*?</\1>|<[^>]+>", re.DOTALL)


def english_in(text: str) -> set[str]:
    """English that stands in the text: pieces of sentences, and what is around English words.

    Pieces of the sentences of any catalogue, between their gaps, where they have more than three
    words: fewer can be Welsh, or a name, too.
    """
    plain = " ".join(text.split())
    around = {plain[max(0, m.start() - 40) : m.end() + 40] for m in _ENGLISH_ALONE.finditer(plain)}
    return {piece for piece in _sentences()[0] if piece in plain} | around


def welsh_in(text: str) -> set[str]:
    """Pieces of Welsh sentences that stand in the text."""
    plain = " ".join(text.split())
    return {piece for piece in _sentences()[1] if piece in plain}


def english_on(body: str, *names: str) -> list[str]:
    """English that stands on a Welsh page, but for what is marked as English, and for ``names``."""
    own = _WRITTEN.sub(" ", body.partition("<html")[2].partition(">")[2])
    found = _SAID_IN_MARKUP.finditer(own)
    in_markup = [_without_names(html.unescape(m[1] or m[2] or "")) for m in found]
    words = " ".join(" ".join([*in_markup, html.unescape(_UNSEEN.sub(" ", own))]).split())
    for name in sorted(names, key=len, reverse=True):
        words = words.replace(" ".join(name.split()), "")
    return sorted(english_in(words))


def _without_names(said: str) -> str:
    """A title or a description without what officers wrote: no part of one can name a language."""
    from hustings.web.contests.models import Contest

    rows = Contest.objects.values_list("title", "question")
    written = {text for row in rows for text in row if text}
    for text in sorted(written, key=len, reverse=True):
        said = said.replace(text, "")
    return said


@cache
def _sentences() -> tuple[frozenset[str], frozenset[str]]:
    """Pieces of English sentences, and of their Welsh ones."""
    english: set[str] = set()
    welsh: set[str] = set()
    for each in CATALOGUES:
        with each.written.open("rb") as file:
            messages = [m for m in pofile.read_po(file, locale="cy") if m.id]
        for message in messages:
            english |= _pieces(_forms(message.id))
            welsh |= _pieces(_forms(message.string))
    return frozenset(english - welsh), frozenset(welsh - english)


def _forms(said: Any) -> Iterable[str]:
    """A text, or each of its forms by number."""
    return said if isinstance(said, tuple) else (said,)


def _pieces(texts: Iterable[str]) -> set[str]:
    """What stands between the fields of the texts, where it has more than three words."""
    found = (" ".join(piece.split()) for text in texts for piece in _FIELD.split(text))
    return {piece for piece in found if len(piece.split()) > _WORDS}
