"""Words for a basis and a language as lists of members usually spell them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from hustings.roll.entry import Basis
from hustings.roll.tidying import fold_letters

__all__ = ["LANGUAGES", "basis_of", "language_of", "section_of"]

LANGUAGES: Mapping[str, str] = MappingProxyType({"en": "English", "cy": "Welsh"})
"""The languages that a letter may be in: code to its English name."""

_BASES = {
    Basis.MEMBER: "member|members|full member|party member|paid member|ordinary member|m|mem"
    "|individual member|full|standard|standard member|concessionary member|youth member|life member"
    "|family member|member full|affiliated member",
    Basis.IDENTIFIED_SUPPORTER: "identified supporter|supporter|supporters|s|identified|known"
    " supporter|canvassed supporter|registered supporter|pledged supporter|id supporter|voter id"
    "|identified voter",
    Basis.SUPPORTER_HOUSEHOLD: "supporter household|in a supporters household|supporters household"
    "|household|household of supporter|in supporter household|lives with supporter"
    "|same household|h|household member|supporters house hold|shared household",
    Basis.DELEGATE: "delegate|delegates|branch delegate|affiliate delegate|d|union delegate"
    "|elected delegate",
    Basis.SELF_DECLARED: "self declared|self declared supporter|selfdeclared|self declaration"
    "|declared supporter|signed up|signup|sign up|self registered|declared|open",
}
_BASIS_WORDS = {word: basis for basis, words in _BASES.items() for word in words.split("|")}
_LANGUAGE_WORDS = {
    "en": "en|eng|english|saesneg|e|engb|en gb|english only",
    "cy": "cy|cym|wel|welsh|cymraeg|w|c|cy gb|cymru|bilingual welsh",
}
_LANGUAGES = {word: code for code, words in _LANGUAGE_WORDS.items() for word in words.split("|")}


def basis_of(text: str) -> Basis | None:
    """The basis that a cell means; None where it means none that is known."""
    return _BASIS_WORDS.get(fold_letters(text))


def language_of(text: str, known: Mapping[str, str]) -> str | None:
    """The code of the language that a cell means, of those known by code and name."""
    word = fold_letters(text)
    code = _LANGUAGES.get(word)
    return code if code in known else _by_id_or_name(word, known)


def section_of(text: str, known: Mapping[str, str]) -> str | None:
    """The id of the section that a cell means, by id or name; None where it means none."""
    return text if text in known else _by_id_or_name(fold_letters(text), known)


def _by_id_or_name(word: str, known: Mapping[str, str]) -> str | None:
    found = {key for key, name in known.items() if word in (fold_letters(key), fold_letters(name))}
    return found.pop() if len(found) == 1 else None
