"""What Welsh lacks, recorded as it is asked for; and how a page is told to be in Welsh whole."""

from __future__ import annotations

import gettext
import html
import re
from functools import cache
from typing import Any

import pytest
from babel.messages import pofile
from django.utils.translation import trans_real

from hustings.web.project.catalogue import CATALOGUES


class Missing(gettext.NullTranslations):
    """Stands behind the Welsh catalogue: what it is asked for is not translated."""

    def __init__(self, behind: gettext.NullTranslations | None) -> None:
        super().__init__()
        self.behind = behind or gettext.NullTranslations()
        self.texts: list[str] = []

    def gettext(self, message: str) -> str:
        self.texts.append(message)
        return self.behind.gettext(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        self.texts.append(msgid1)
        return self.behind.ngettext(msgid1, msgid2, n)


@pytest.fixture
def missing(monkeypatch: pytest.MonkeyPatch) -> Missing:
    """Every text that a page asked Welsh for in vain, while the test runs."""
    welsh: Any = trans_real.translation("cy")
    recorder = Missing(welsh._fallback)
    monkeypatch.setattr(welsh, "_fallback", recorder)
    return recorder


_GAP = re.compile(r"%\(\w+\)[sd]|\{\w*\}|<[^>]*>")
_WRITTEN = re.compile(r"<(\w+)[^>]* lang=\"en[-\w]*\"[^>]*>.*?</\1>", re.DOTALL | re.IGNORECASE)
_SAID_IN_MARKUP = re.compile(r'<title>([^<]*)|\b(?:alt|aria-label|content|title|value)="([^"]*)"')
_ENGLISH_ALONE = re.compile(r"\b(?:the|and|of|were|with|from|votes|papers|stage)\b", re.IGNORECASE)
_UNSEEN = re.compile(r"<(style|script|title)\b.*?</\1>|<[^>]+>", re.DOTALL)


def english_on(body: str, *names: str) -> list[str]:
    """English that stands on a Welsh page, but for what is marked as English, and for ``names``.

    Texts of any catalogue, of one with gaps each piece by itself, where it has more than three
    words: fewer can be Welsh, or a name, too. And what stands around words that no Welsh has.
    """
    own = _WRITTEN.sub(" ", body.partition("<html")[2].partition(">")[2])
    found = _SAID_IN_MARKUP.finditer(own)
    in_markup = [_without_names(html.unescape(m[1] or m[2] or "")) for m in found]
    words = " ".join(" ".join([*in_markup, html.unescape(_UNSEEN.sub(" ", own))]).split())
    for name in sorted(names, key=len, reverse=True):
        words = words.replace(" ".join(name.split()), "")
    around = [words[max(0, m.start() - 40) : m.end() + 40] for m in _ENGLISH_ALONE.finditer(words)]
    return [*(text for text in _english() if text in words), *around]


def _without_names(said: str) -> str:
    """A title or a description without what officers wrote: no part of one can name a language."""
    from hustings.web.contests.models import Contest

    rows = Contest.objects.values_list("title", "question")
    written = {text for row in rows for text in row if text}
    for text in sorted(written, key=len, reverse=True):
        said = said.replace(text, "")
    return said


@cache
def _english() -> tuple[str, ...]:
    found: set[str] = set()
    for which in CATALOGUES:
        with which.written.open("rb") as file:
            messages = [m for m in pofile.read_po(file, locale="cy") if m.id]
        for message in messages:
            several: Any = message.id
            for text in several if isinstance(several, tuple) else (several,):
                found |= {" ".join(piece.split()) for piece in _GAP.split(text)}
    return tuple(sorted(piece for piece in found if len(piece.split()) > 3))
