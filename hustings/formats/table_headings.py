"""What a heading of a ballot table says of its column, as people write headings.

docs/spec/formats/csv.md lists them. A heading means something of its own (``papers``, ``section``
or a rank), or looks like a number of papers or like a label of the paper. The last two are never
taken for a candidate in a file by itself, since they would spoil every paper without a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["is_fixed", "looks_like_label", "looks_like_papers", "rank_of", "taken_from", "word_of"]

_RANK = re.compile(r"rank[ _]?([1-9][0-9]{0,2})", re.ASCII)
_SERIES = re.compile(
    r"([1-9][0-9]{0,2})(?:st|nd|rd|th)(?: (?:choice|preference))?"
    r"|(?:choice|preference) ?([1-9][0-9]{0,2})",
    re.ASCII,
)
_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
)  # fmt: skip
_IN_WORDS = {
    f"{ordinal} {noun}": rank
    for rank, ordinal in enumerate(_ORDINALS, start=1)
    for noun in ("choice", "preference")
}
_FILLED = re.compile(r"[\s_.:-]+")

_PAPERS = frozenset(
    f"{before}{noun}"
    for noun in ("paper", "papers", "ballot papers", "ballots", "votes", "copies")
    for before in ("", "number of ", "no of ", "num ", "count of ", "total ")
) - {"papers"} | frozenset(
    f"{before}{noun}"
    for noun in ("count", "counts")
    for before in ("", "paper ", "papers ", "ballot ", "ballots ", "vote ", "votes ")
) | frozenset(
    (
        "freq", "frequency", "multiplicity", "n", "number", "qty", "quantity", "total", "totals",
        "weight", "weights",
    )
)  # fmt: skip
_LABELS = frozenset(
    f"{noun}{after}"
    for noun in ("ballot", "ballot paper", "elector", "member", "row", "serial", "voter")
    for after in ("", " id", " no", " nr", " number", " name", "id")
) | frozenset(
    (
        "date", "email", "e mail", "email address", "full name", "id", "index", "ip address",
        "name", "names", "no", "nr", "number of paper", "paper id", "paper no", "paper number",
        "response id", "time", "timestamp", "token", "unnamed 0", "user", "username",
    )
)  # fmt: skip


def word_of(heading: str) -> str:
    """The heading without regard to case, and with one space for what people join words with."""
    return _FILLED.sub(" ", heading.casefold()).strip()


def is_fixed(heading: str) -> bool:
    """Whether the heading is ``papers``, ``section`` or ``rank1`` and so on, whoever stands."""
    folded = heading.casefold()
    return folded in ("papers", "section") or bool(_RANK.fullmatch(folded))


def rank_of(heading: str) -> int | None:
    """The rank that a heading names: ``rank1``, ``1st``, ``First choice``, ``Preference 1``."""
    if found := _RANK.fullmatch(heading.casefold()):
        return int(found[1])
    word = word_of(heading)
    if found := _SERIES.fullmatch(word):
        return int(found[1] or found[2])
    return _IN_WORDS.get(word)


def looks_like_papers(heading: str, others: Iterable[str]) -> bool:
    """Whether the column may be how many identical papers there are, under another name.

    ``n`` is none among candidates called by single letters.
    """
    word = word_of(heading)
    if word == "n" and any(len(other) == 1 and other != heading for other in others):
        return False
    return word in _PAPERS


def looks_like_label(heading: str) -> bool:
    """Whether the column may say which paper this is, or whose, and when it came."""
    return word_of(heading) in _LABELS


def taken_from(headings: Iterable[str]) -> list[str]:
    """Those of the headings that a file by itself never takes for a candidate."""
    headings = list(headings)
    return [
        heading
        for heading in headings
        if is_fixed(heading)
        or rank_of(heading) is not None
        or looks_like_label(heading)
        or looks_like_papers(heading, headings)
    ]
