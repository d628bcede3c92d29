"""The languages that the library speaks, read from the catalogues in ``hustings/locale``.

English is what the sentences are written in; another language is what its compiled catalogues say
instead, all of them together. A text that none of them has stays English.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files

from hustings.language import ENGLISH, Language, say, spoken

__all__ = ["UNREVIEWED", "Translated", "language_of", "review_note"]

UNREVIEWED = frozenset({"cy"})
"""Languages whose translation no speaker has reviewed yet: whatever is in one of them says so. Take
a language out when its reviewer has signed docs/guide/welsh.md.
"""


@dataclass(frozen=True, slots=True)
class Translated:
    """A language as catalogues have it; its code as in HTML's ``lang``."""

    code: str
    said: NullTranslations

    def text(self, english: str) -> str:
        """The text in this language, or the English one where no catalogue has it."""
        return self.said.gettext(english)

    def number(self, one: str, many: str, count: int) -> str:
        """The form that the language has for that number."""
        return self.said.ngettext(one, many, count)


@lru_cache
def language_of(code: str) -> Language:
    """The language of that code: "en", "en-GB", "cy". LookupError where there is no such one."""
    if code in ("en", ENGLISH.code):
        return ENGLISH
    said = NullTranslations()
    for domain in _domains(code):
        domain.add_fallback(said)
        said = domain
    return Translated(code, said)


def _domains(code: str) -> list[NullTranslations]:
    """Every compiled catalogue of a language."""
    known = {found.name: found for found in (files("hustings") / "locale").iterdir()}
    if code not in known:
        raise LookupError(
            f"there is no language {code!r}; there are: en, {', '.join(sorted(known))}"
        )
    compiled = sorted(
        (f for f in (known[code] / "LC_MESSAGES").iterdir() if f.name.endswith(".mo")),
        key=lambda file: file.name,
    )
    found: list[NullTranslations] = []
    for file in compiled:
        with file.open("rb") as opened:
            found.append(GNUTranslations(opened))
    return found


def review_note() -> str:
    """What must stand on all that is in a language that nobody has reviewed; else nothing."""
    if spoken().code not in UNREVIEWED:
        return ""
    return say(
        "No speaker of the language has reviewed this translation yet. Where in doubt, the English "
        "text holds."
    )
