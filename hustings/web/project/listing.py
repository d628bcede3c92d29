"""Lists in words, "A, B and C", in the language of the page."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from django.utils.text import get_text_list
from django.utils.translation import get_language
from django.utils.translation import gettext as _

__all__ = ["all_of", "one_of"]

_WELSH_VOWELS = frozenset("aeiouwy")
_VOWEL_NUMBERS = re.compile(r"(1|8|1[1-9]|8\d)(?!\d)")
"""Numbers whose Welsh word begins with a vowel: un, wyth, un deg ..., wyth deg ..."""


def all_of(items: Sequence[str]) -> str:
    """Like "A, B and C". Welsh joins by "ac" before a vowel."""
    last = _("and")
    if get_language() == "cy" and items and _begins_with_vowel(items[-1]):
        last = "ac"
    return get_text_list(list(items), last)


def one_of(items: Sequence[str]) -> str:
    """Like "A, B or C"."""
    return get_text_list(list(items), _("or"))


def _begins_with_vowel(text: str) -> bool:
    """Whether the text, as it is read out in Welsh, begins with a vowel."""
    bare = unicodedata.normalize("NFKD", text).lstrip("“\"'(").lower()
    return bare[:1] in _WELSH_VOWELS or _VOWEL_NUMBERS.match(bare) is not None
