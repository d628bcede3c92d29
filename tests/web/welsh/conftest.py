"""What Welsh lacks, recorded as it is asked for."""

from __future__ import annotations

import gettext
from typing import Any

import pytest
from django.utils.translation import trans_real


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
