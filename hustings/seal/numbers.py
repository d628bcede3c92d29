"""Numbers that people read off paper and type: ten figures and a check figure; the official mark.

The check figure is Damm's: it finds any one wrong figure, and any two unlike neighbours in each
other's place. It says that something is wrong and never where, for one figure cannot. Ballot
papers and return envelopes begin from different rows of the table, so that the number of one is
never taken for the other's, whoever scans the wrong thing.

The official mark is a short keyed digest of a paper's number: without the site's secret nobody
can print a paper that is taken for one of the contest's.

Sources: H. M. Damm, "Total anti-symmetrische Quasigruppen" (Marburg, 2004); docs/spec/paper.md.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from enum import StrEnum

from hustings.errors import SealError
from hustings.seal.symbols import ALPHABET, read_typed, text_of

__all__ = [
    "FIGURES",
    "LEAST",
    "MARK_SYMBOLS",
    "MOST",
    "NumberKind",
    "Slip",
    "SlipKind",
    "in_figures",
    "in_groups",
    "is_mark",
    "official_mark",
    "read_mark",
    "read_number",
    "split_code",
]

FIGURES = 11
"""How many figures are printed and typed: ten, and the check figure."""
LEAST, MOST = 10**9, 10**10 - 1
"""Numbers have ten figures, and do not begin with nought."""
MARK_SYMBOLS = 5
"""How many symbols of 5 bits an official mark has: a guess is right once in 33,554,432."""

_GROUPS = (4, 4, 3)
_KEY_BYTES = 32
_LONGEST_TEXT = 60
# Damm's quasigroup of order 10: totally anti-symmetric, noughts on the diagonal.
_TABLE = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)


class NumberKind(StrEnum):
    """What carries the number."""

    PAPER = "paper"
    ENVELOPE = "envelope"


class SlipKind(StrEnum):
    """What is wrong with a number as typed, so far as it can be told."""

    NOT_A_FIGURE = "not_a_figure"
    """The character ``found`` at place ``at`` is no figure."""

    TOO_SHORT = "too_short"
    """``by`` figures are missing."""

    TOO_LONG = "too_long"
    """There are ``by`` figures too many."""

    WRONG_FIGURE = "wrong_figure"
    """One figure is wrong or two neighbours are swapped; which cannot be told."""

    OTHER_KIND = "other_kind"
    """It reads well as the number of the other kind of thing."""


@dataclass(frozen=True, slots=True)
class Slip:
    """Why a text is no number: ``at`` is a place from 1, spaces and hyphens not counted."""

    kind: SlipKind
    at: int = 0
    by: int = 0
    found: str = ""


_FIRST_ROW = {NumberKind.PAPER: 0, NumberKind.ENVELOPE: 5}


def in_figures(number: int, kind: NumberKind) -> str:
    """The eleven figures of a number (:data:`LEAST` to :data:`MOST`), as barcodes hold them."""
    if not LEAST <= number <= MOST:
        raise ValueError(f"a number has ten figures and begins with 1 to 9, not {number}")
    figures = str(number)
    return f"{figures}{_last_row(figures, kind)}"


def in_groups(number: int, kind: NumberKind) -> str:
    """The eleven figures as people read them: ``1234 5678 901``."""
    figures, groups, start = in_figures(number, kind), [], 0
    for length in _GROUPS:
        groups.append(figures[start : start + length])
        start += length
    return " ".join(groups)


def read_number(text: str, kind: NumberKind) -> int | Slip:
    """The number that a text stands for, or what is wrong with it.

    Spaces, hyphens and full-width forms do not matter; nothing is put right.
    """
    if len(text) > _LONGEST_TEXT:
        return Slip(SlipKind.TOO_LONG, by=len(text) - FIGURES)
    typed = [symbol.found for symbol in read_typed(text)]
    figures = [found.isdecimal() for found in typed]
    if not all(figures):
        at = figures.index(False)
        return Slip(SlipKind.NOT_A_FIGURE, at=at + 1, found=typed[at])
    return _checked("".join(str(int(found)) for found in typed), kind)


def split_code(text: str) -> tuple[str, str]:
    """The figures and the mark of a paper's whole code; a text of any other length, and nothing.

    A hyphen between them is not needed: not every scanner sends it as one.
    """
    typed = [symbol.found for symbol in read_typed(text[:_LONGEST_TEXT])]
    if len(typed) != FIGURES + MARK_SYMBOLS:
        return text, ""
    return "".join(typed[:FIGURES]), "".join(typed[FIGURES:])


def _checked(figures: str, kind: NumberKind) -> int | Slip:
    if len(figures) != FIGURES:
        slip = SlipKind.TOO_SHORT if len(figures) < FIGURES else SlipKind.TOO_LONG
        return Slip(slip, by=abs(len(figures) - FIGURES))
    if _last_row(figures, kind) == 0 and figures[0] != "0":
        return int(figures[:-1])
    others = [other for other in NumberKind if other is not kind]
    if figures[0] != "0" and any(_last_row(figures, other) == 0 for other in others):
        return Slip(SlipKind.OTHER_KIND)
    return Slip(SlipKind.WRONG_FIGURE)


def _last_row(figures: str, kind: NumberKind) -> int:
    """Where the figures lead in the table; nought for a whole number that is right."""
    row = _FIRST_ROW[kind]
    for figure in figures:
        row = int(_TABLE[row][int(figure)])
    return row


def official_mark(number: int, *, key: bytes, contest: bytes) -> str:
    """The mark of a paper: five symbols without I, L, O and U, of keyed BLAKE2b of contest, number.

    ``key`` is 32 secret bytes of the site, ``contest`` names the contest apart from all others.
    """
    if len(key) != _KEY_BYTES:
        raise SealError(f"the key of official marks is {_KEY_BYTES} bytes, not {len(key)}")
    content = len(contest).to_bytes(8, "big") + contest + number.to_bytes(8, "big")
    digest = hashlib.blake2b(content, digest_size=8, key=key, person=b"hustings mark").digest()
    bits = int.from_bytes(digest, "big")
    return text_of((bits >> 5 * place) & 31 for place in range(MARK_SYMBOLS))


def read_mark(text: str) -> str | None:
    """A mark as :func:`official_mark` writes it, of one as typed; None for what cannot be one."""
    values = [symbol.value for symbol in read_typed(text[:_LONGEST_TEXT])]
    if len(values) != MARK_SYMBOLS or None in values:
        return None
    return "".join(ALPHABET[value] for value in values if value is not None)


def is_mark(given: str, number: int, *, key: bytes, contest: bytes) -> bool:
    """Whether a mark as typed is the official one of that paper, told in constant time."""
    right = official_mark(number, key=key, contest=contest)
    return hmac.compare_digest((read_mark(given) or "").encode(), right.encode())
