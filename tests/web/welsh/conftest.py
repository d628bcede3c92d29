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
_SAID_IN_MARKUP = re.compile(r'\b(?:alt|aria-label|content|title|value)="([^"]*)"')
_UNSEEN = re.compile(r"<(style|script)\b.*?</\1>|<[^>]+>", re.DOTALL)


def english_on(body: str) -> list[str]:
    """English texts of any catalogue that stand on a Welsh page, but for what is marked English.

    Of a text with gaps each piece is looked for by itself; a piece of three words or fewer can be
    Welsh, or a name, too.
    """
    page = body.partition("<html")[2].partition(">")[2]
    own = _WRITTEN.sub(" ", page)
    said = [*_SAID_IN_MARKUP.findall(own), _UNSEEN.sub(" ", own)]
    words = " ".join(html.unescape(" ".join(said)).split())
    return [text for text in _english() if text in words]


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
