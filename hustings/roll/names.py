"""Names as people write them: capitals, titles, two people in one, and how to compare them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from hustings.roll.tidying import fold_letters, tidy

__all__ = ["NameKey", "has_surname", "name_key", "people_in", "proper_case", "straight_order"]

_TITLE_WORDS = """
    mr mrs ms miss mx master dr doctor rev revd reverend prof professor sir dame lord lady
    baroness cllr councillor fr father hon capt captain major col
"""
_ENDING_WORDS = "jr junior snr sr senior ii iii iv mbe obe cbe kc qc mp phd esq"
_PARTICLE_WORDS = "de da di du del der den la le van von ter bin ibn al el st"
TITLES = frozenset(_TITLE_WORDS.split())
_ENDINGS = frozenset(_ENDING_WORDS.split())
_LETTERS = frozenset({"ii", "iii", "iv", "mbe", "obe", "cbe", "kc", "qc", "mp"})  # in capitals
_PARTICLES = frozenset(_PARTICLE_WORDS.split())
_JOINED = re.compile(r"\s*(?:&|\+|/|(?<=\s)and(?=\s))\s*", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")

_NICKNAMES = {
    short: full
    for full, shorts in {
        "alexander": "alex sandy alec", "andrew": "andy drew", "anthony": "tony", "barbara": "barb",
        "benjamin": "ben", "catherine": "cath kate katie cathy kathy katherine kathryn",
        "charles": "charlie chas", "christopher": "chris", "daniel": "dan danny",
        "david": "dave dai", "deborah": "deb debbie", "edward": "ed eddie ted ned",
        "elizabeth": "liz lizzie beth betty eliza", "frederick": "fred freddie",
        "gerald": "gerry jerry", "gillian": "gill jill", "gregory": "greg", "jacqueline": "jackie",
        "james": "jim jimmy jamie", "janet": "jan", "jennifer": "jenny jen", "john": "jack johnny",
        "jonathan": "jon", "joseph": "joe", "joshua": "josh", "kenneth": "ken", "leonard": "len",
        "margaret": "maggie peggy meg marge", "matthew": "matt", "michael": "mike mick",
        "nicholas": "nick", "pamela": "pam", "patricia": "pat trish tricia", "peter": "pete",
        "philip": "phil", "raymond": "ray", "rebecca": "becky", "richard": "rick dick richie",
        "robert": "bob rob bobby robbie", "ronald": "ron", "samuel": "sam",
        "stephen": "steve steven", "stuart": "stewart", "susan": "sue susie",
        "theresa": "tess terry teresa",
        "thomas": "tom tommy", "timothy": "tim", "victoria": "vicky", "william": "bill will billy",
    }.items()
    for short in shorts.split()
}  # fmt: skip


def proper_case(name: str) -> str:
    """A name written all in capitals, or all in small letters, as it is usually written.

    A name with both is left as it is: ``MCDONALD`` becomes ``McDonald``, ``van Dyke`` stays.
    """
    if not (name.isupper() or name.islower()) or (len(name) < 3 and not _is_title(name)):
        return name
    return tidy(" ".join(_proper_word(word) for word in name.split(" ")))


def _proper_word(word: str) -> str:
    bare = word.strip(".").casefold()
    if bare in _LETTERS:
        return word.upper()
    if word.isupper() and (len(bare) == 1 or _is_initials(bare)):
        return word
    return _WORD.sub(lambda found: _proper_piece(found[0]), word)


def _is_initials(bare: str) -> bool:
    plain = bare.replace(".", "")
    return len(plain) <= 3 and plain not in TITLES | _ENDINGS and not set(plain) & set("aeiouwy")


def _proper_piece(piece: str) -> str:
    small = piece.lower()
    if small.startswith("mc") and len(small) > 3:
        return "Mc" + small[2:].capitalize()
    return small.capitalize()


def straight_order(name: str) -> str:
    """``Bloggs, Mr Joe`` as ``Mr Joe Bloggs``; any other name, as ``Joe Bloggs, BSc``, as it is."""
    family, comma, rest = name.partition(", ")
    words = family.split()
    if not comma or not words or "," in rest or _JOINED.search(name):
        return name
    if fold_letters(rest) in _ENDINGS or (len(words) > 1 and words[0].casefold() not in _PARTICLES):
        return name
    return f"{rest} {family}"


def people_in(name: str) -> tuple[str, ...]:
    """The people that a name holds: ``John and Mary Smith`` are John Smith and Mary Smith.

    One name comes back as it is. Where a surname stands once it is everybody's.
    """
    parts = [part.strip() for part in _JOINED.split(name)]
    if len(parts) < 2 or not all(parts) or not any(_bare(part) for part in parts):
        return (name,)
    if not any(_titles(part) for part in parts) and all(len(_bare(p)) < 2 for p in parts):
        return (name,)
    last = parts[-1] if len(_bare(parts[-1])) != 1 or _titles(parts[-1]) else ""
    shared = _surname(last or parts[-1])
    if not last and len(_bare(parts[0])) > 1:
        shared = _surname(parts[0])
        parts[-1] = f"{parts[-1]} {shared}"
    return tuple(_completed(part, parts[-1], shared) for part in parts)


def _completed(part: str, last: str, surname: str) -> str:
    own = _bare(part)
    if not own:  # a title alone: "Mr & Mrs J Bloggs"
        return f"{part} {' '.join(_bare(last))}"
    if len(own) > 1 or part == last:
        return part
    return f"{part} {surname}"


def _surname(name: str) -> str:
    words = _bare(name)
    start = len(words) - 1
    while start > 1 and words[start - 1].casefold() in _PARTICLES:
        start -= 1
    return " ".join(words[max(start, 0) :])


def _titles(name: str) -> bool:
    return any(_is_title(word) for word in name.split())


def _is_title(word: str) -> bool:
    return word.strip(".,").casefold() in TITLES


def _bare(name: str) -> list[str]:
    return [word for word in name.split() if not _is_title(word)]


def has_surname(name: str) -> bool:
    """Whether a name goes beyond one given name or a title; an initial is no surname."""
    words = [word.strip(".") for word in _bare(name) if word.strip(".").casefold() not in _ENDINGS]
    if not words or len(words[-1]) < 2:
        return False
    return len(words) > 1 or _titles(name)


@dataclass(frozen=True, slots=True)
class NameKey:
    """A name for comparing: folded letters, without titles; endings such as Junior apart."""

    given: str
    family: str
    full: str
    ending: str

    @property
    def formal_given(self) -> str:
        """The given name in full, where it is a usual short form."""
        return _NICKNAMES.get(self.given, self.given)


@lru_cache(maxsize=65536)
def name_key(name: str) -> NameKey:
    """What is compared of a name; every text gives one."""
    words = fold_letters(name).split()
    kept = [w for w in words if w not in TITLES and w not in _ENDINGS] or words
    ending = " ".join(w for w in words if w in _ENDINGS and w not in kept)
    given = kept[0] if len(kept) > 1 else ""
    return NameKey(given, kept[-1] if kept else "", " ".join(kept), ending)
