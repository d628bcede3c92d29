"""Which electors live together: by the officer's own column, else by address and postcode.

Addresses are compared without case, accents and punctuation, with the usual short forms of street
words, up to the line that names the street; the postcode stands for the rest. Two ways to write one
address may still give two keys: a household is never put together from a guess.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from hustings.roll.entry import Entry
from hustings.roll.tidying import fold_letters

__all__ = ["Households", "address_key", "count_households"]

_SHORT = {
    long: short
    for short, longs in {
        "rd": "road", "st": "street saint str", "ave": "avenue av", "ln": "lane", "dr": "drive",
        "cl": "close", "ct": "court", "cres": "crescent cresc", "gdns": "gardens gdn garden",
        "ter": "terrace terr", "pl": "place", "sq": "square", "gr": "grove grv", "wk": "walk",
        "hse": "house", "ctg": "cottage cott", "pk": "park", "flat": "apartment apt", "n": "north",
        "s": "south", "e": "east", "w": "west", "gt": "great", "upr": "upper", "lwr": "lower",
        "est": "estate", "vw": "view", "bldgs": "buildings", "mws": "mews", "hl": "hill",
        "par": "parade", "grn": "green", "wy": "way", "ri": "rise", "row": "row",
    }.items()
    for long in longs.split()
}  # fmt: skip
_STREET_WORDS = "rd st ave ln dr cl cres gdns ter pl sq gr wk mws hl par grn wy ri row"
_STREETS = frozenset(_STREET_WORDS.split())


def address_key(address: tuple[str, ...], postcode: str) -> str:
    """A text that two addresses share if they are one; empty where there is no address."""
    if not address:
        return ""
    lines = [_short_line(line) for line in address]
    if postcode:
        lines = lines[: _street_line(lines) + 1]
    words = " ".join(lines).split()
    if words[:1] == ["flat"] and len(words) > 2:  # "Flat 2, 12 High Street" is "2 12 High Street"
        words = words[1:]
    return f"{' '.join(words)}|{postcode.replace(' ', '').casefold()}"


def _short_line(line: str) -> str:
    return " ".join(_SHORT.get(word, word) for word in fold_letters(line).split())


def _street_line(lines: list[str]) -> int:
    """The first line that ends in a word for a street; the first line where none does."""
    for number, line in enumerate(lines):
        if len(words := line.split()) > 1 and words[-1] in _STREETS:
            return number
    return 0


@dataclass(frozen=True, slots=True)
class Households:
    """How many households have how many electors, and how many electors have no known household."""

    sizes: dict[int, int]
    unknown: int

    @property
    def total(self) -> int:
        """How many households there are."""
        return sum(self.sizes.values())


def count_households(entries: Iterable[Entry]) -> Households:
    """Count the households by size, the smallest size first."""
    keys = Counter(entry.household for entry in entries)
    unknown = keys.pop("", 0)
    return Households(dict(sorted(Counter(keys.values()).items())), unknown)
