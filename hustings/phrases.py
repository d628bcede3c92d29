"""Names, numbers and days as they stand in a sentence, in the language in force.

Welsh writes numbers in figures, so that neither gender nor mutation hangs on a word for them, and
"ac" for "and" where what follows is read out with a vowel first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from hustings.language import say, say_number, spoken, to_say
from hustings.rounding import grouped

__all__ = ["day", "listed", "number_words", "ordinal", "papers_words", "votes_words"]

_ORDINALS = (
    to_say("first"),
    to_say("second"),
    to_say("third"),
    to_say("fourth"),
    to_say("fifth"),
    to_say("sixth"),
    to_say("seventh"),
    to_say("eighth"),
    to_say("ninth"),
    to_say("tenth"),
)
_SMALL = (
    to_say("no"),
    to_say("one"),
    to_say("two"),
    to_say("three"),
    to_say("four"),
    to_say("five"),
    to_say("six"),
    to_say("seven"),
    to_say("eight"),
    to_say("nine"),
    to_say("ten"),
)
_MONTHS = (
    to_say("January"),
    to_say("February"),
    to_say("March"),
    to_say("April"),
    to_say("May"),
    to_say("June"),
    to_say("July"),
    to_say("August"),
    to_say("September"),
    to_say("October"),
    to_say("November"),
    to_say("December"),
)


def ordinal(number: int) -> str:
    """first, second ... tenth, 11th, 12th ... 21st. In Welsh a figure, after its noun: "cam 3"."""
    if number <= len(_ORDINALS):
        return say(_ORDINALS[number - 1])
    if 10 <= number % 100 <= 20:
        return say("{number}th", number=number)
    if number % 10 == 1:
        return say("{number}st", number=number)
    if number % 10 == 2:
        return say("{number}nd", number=number)
    if number % 10 == 3:
        return say("{number}rd", number=number)
    return say("{number}th", number=number)


def number_words(number: int) -> str:
    """A whole number as it is written in a sentence: in English in words up to ten."""
    return say(_SMALL[number]) if number < len(_SMALL) else grouped(number)


def listed(names: Sequence[str], last: str = "and") -> str:
    """Names in a sentence: "A", "A and B", "A, B and C"; with "or" for ``last`` "A or B"."""
    if len(names) <= 1:
        return "".join(names)
    joint = {"and": to_say("and"), "or": to_say("or")}[last]
    if last == "and" and spoken().code == "cy" and _begins_with_vowel(names[-1]):
        word = "ac"
    else:
        word = say(joint)
    return f"{', '.join(names[:-1])} {word} {names[-1]}"


_VOWELS = frozenset("aeiouwy")
_VOWEL_NUMBERS = re.compile(r"8\d{0,2}(?!\d)|1[1-9](?!\d)|1(?![\d,])")
"""Numbers whose Welsh word begins with a vowel: un, wyth, un deg ..., wyth deg, wyth cant ..."""


def _begins_with_vowel(text: str) -> bool:
    """Whether the text, as it is read out in Welsh, begins with a vowel."""
    bare = unicodedata.normalize("NFKD", text).lstrip("“\"'(").lower()
    return bare[:1] in _VOWELS or _VOWEL_NUMBERS.match(bare) is not None


def votes_words(votes: int) -> str:
    """So many votes."""
    return say_number("{votes} vote", "{votes} votes", votes, votes=grouped(votes))


def papers_words(papers: int) -> str:
    """So many papers."""
    return say_number("{papers} paper", "{papers} papers", papers, papers=grouped(papers))


def day(date: str) -> str:
    """An ISO date, month or year in words: "4 August 2009", "July 2010", "2010"."""
    parts = date.split("-")
    if len(parts) < 2:
        return date
    month = say(_MONTHS[int(parts[1]) - 1])
    if len(parts) < 3:
        return say("{month} {year}", month=month, year=parts[0])
    return say("{day} {month} {year}", day=int(parts[2]), month=month, year=parts[0])
