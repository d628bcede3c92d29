"""A made-up roll of the invented constituency Marlcombe and Thornley, for tests and the demo.

Nobody in it exists. Postcodes are in the area ZZ99, which no place has; e-mail addresses are at
example.org; telephone numbers are of the ranges that Ofcom keeps for drama. Equal arguments give
equal rows, on every machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hustings.errors import RuleError
from hustings.roll.columns import ColumnMapping, Field
from hustings.roll.table import Table

__all__ = ["CONSTITUENCY", "FICTIONAL_COLUMNS", "fictional_rows"]

CONSTITUENCY = "Marlcombe and Thornley"

FICTIONAL_COLUMNS = ColumnMapping(
    (
        ("Member No", Field.REFERENCE),
        ("Title", Field.TITLE),
        ("First name", Field.GIVEN),
        ("Surname", Field.FAMILY),
        ("Address 1", Field.ADDRESS_1),
        ("Address 2", Field.ADDRESS_2),
        ("Town", Field.ADDRESS_3),
        ("Postcode", Field.POSTCODE),
        ("Email", Field.EMAIL),
        ("Mobile", Field.PHONE),
        ("Member type", Field.BASIS),
        ("Language", Field.LANGUAGE),
        ("Branch", Field.ANALYSIS),
    )
)
"""What the columns of the made-up roll are."""


def _listed(words: str) -> tuple[str, ...]:
    return tuple(words.split())


_WOMEN = _listed("""
    Olivia Amelia Isla Ava Mia Grace Freya Florence Margaret Susan Patricia Linda Christine Janet
    Karen Julie Helen Alison Sarah Claire Nicola Emma Rebecca Laura Charlotte Gemma Hannah Sophie
    Megan Ceri Sian Aisha Fatima Priya Zainab Ngozi Mei Agnieszka Ewa Elena
""")
_MEN = _listed("""
    Oliver George Arthur Noah Leo Harry Oscar Archie John David Michael Peter Robert Alan Paul
    Stephen Mark Andrew Ian Kevin Gary Simon Richard Christopher James Daniel Matthew Thomas Adam
    Gareth Rhys Dylan Mohammed Imran Ravi Yusuf Chidi Wei Piotr Tomasz
""")
_FAMILIES = _listed("""
    Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson Evans Walker
    White Roberts Green Hall Wood Jackson Clarke Patel Khan Lewis James Phillips Mason Mitchell
    Rose Davis Rodriguez Cox Alexander Stewart Quinn Robson Hughes Edwards Hill Moore Martin
    Begum Hussain Ahmed Ali Singh Kaur Okafor Adeyemi Nowak Kowalska Chen Murphy Kelly O'Connor
    O'Brien McDonald McCarthy Campbell Fraser Baker Turner Parker Cook Bennett Shaw Holmes Webb
    Hargreaves Pemberton Thorne Ashdown Birkett Copley Dunstan Fairclough Garside Hathersage
    Illingworth Jessop Kershaw Ludlow Marchbank Netherton Oldroyd Penhaligon Quarmby Ravenscroft
    Sutcliffe Tattersall Underhill Vickerstaff Wolstenholme Yardley
""")
_STREET_NAMES = _listed("""
    Mill Church Station Orchard Brewhouse Copperbeech Lockkeeper Saltway Quarry Larkfield Heron
    Foxglove Tannery Wharf Abbot Chandler Priory Rookery Windmill Weaver Bellfounder Kiln Ropewalk
    Dovecote Meadow
""")
_STREET_KINDS = ("Road", "Street", "Lane", "Avenue", "Close", "Terrace", "Crescent", "Drive")
_STREETS = tuple(f"{name} {kind}" for kind in _STREET_KINDS for name in _STREET_NAMES)
_TOWNS = (
    "Marlcombe",
    "Thornley",
    "Nether Marl",
    "Upper Thornley",
    "Saltmarsh Cross",
    "Combe Abbas",
)
_INWARD = "ABDEFGHJLNPQRSTUWXYZ"  # the letters that an inward code may have
_PER_POSTCODE = 20
_BASES = (("Member", 62), ("Supporter", 24), ("Supporter household", 10), ("Delegate", 1),
          ("Self-declared", 3))  # fmt: skip


class _Draws:
    """Whole numbers from a seed: SplitMix64 (Steele, Lea and Flood 2014)."""

    def __init__(self, seed: int) -> None:
        self._state = seed % 2**64

    def below(self, limit: int) -> int:
        """A number from 0 up to, and not, the limit."""
        self._state = (self._state + 0x9E3779B97F4A7C15) % 2**64
        mixed = self._state
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9 % 2**64
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB % 2**64
        return (mixed ^ (mixed >> 31)) % limit

    def chance(self, percent: int) -> bool:
        return self.below(100) < percent

    def of(self, choices: Sequence[str]) -> str:
        return choices[self.below(len(choices))]

    def weighted(self, choices: Sequence[tuple[str, int]]) -> str:
        at = self.below(sum(weight for _, weight in choices))
        for choice, weight in choices:
            if at < weight:
                return choice
            at -= weight
        raise AssertionError


@dataclass(frozen=True, slots=True)
class _Home:
    line: str
    flat: str
    town: str
    postcode: str


@dataclass(frozen=True, slots=True)
class _Person:
    number: int
    title: str
    given: str
    family: str
    home: _Home
    email: str
    phone: str
    basis: str
    language: str

    def cells(self) -> tuple[str, ...]:
        home = self.home
        lines = (home.flat, home.line) if home.flat else (home.line, "")
        reference = f"MT{self.number:06d}"
        branch = f"{home.town} branch"
        return (
            reference, self.title, self.given, self.family, *lines, home.town, home.postcode,
            self.email, self.phone, self.basis, self.language, branch,
        )  # fmt: skip


def fictional_rows(n: int, seed: int = 1, *, defects: bool = False) -> Table:
    """A table of ``n`` made-up electors with the columns :data:`FICTIONAL_COLUMNS`.

    With ``defects``, about one row in twelve is as untidy as rows of real lists are, and at least
    one of each kind of defect is there from 100 rows on. RuleError for a negative ``n``.
    """
    if n < 0:
        raise RuleError("a roll has nought electors or more")
    draws = _Draws(seed)
    rows: list[tuple[str, ...]] = []
    while len(rows) < n:
        home = _home(draws, len(rows))
        family = draws.of(_FAMILIES)
        for _ in range(min(1 + _more_at_home(draws), n - len(rows))):
            family = draws.of(_FAMILIES) if draws.chance(15) else family
            rows.append(_person(draws, len(rows) + 1, family, home).cells())
    if defects:
        rows = _with_defects(rows, draws)
    headers = _HEADERS
    return Table(headers, tuple(rows), tuple(range(2, len(rows) + 2)))


def _more_at_home(draws: _Draws) -> int:
    return (0, 0, 0, 0, 1, 1, 1, 1, 2, 3)[draws.below(10)]


def _home(draws: _Draws, done: int) -> _Home:
    """A house whose street and town go with its postcode, as they do in life."""
    place = done // _PER_POSTCODE
    street = _STREETS[place * 37 % len(_STREETS)]
    town = _TOWNS[place * 11 % len(_TOWNS)]
    size = len(_INWARD)
    digit, rest = divmod(place % (10 * size * size), size * size)
    postcode = f"ZZ99 {digit}{_INWARD[rest // size]}{_INWARD[rest % size]}"
    flat = f"Flat {1 + draws.below(12)}" if draws.chance(12) else ""
    return _Home(f"{1 + draws.below(180)} {street}", flat, town, postcode)


def _person(draws: _Draws, number: int, family: str, home: _Home) -> _Person:
    woman = draws.chance(51)
    given = draws.of(_WOMEN if woman else _MEN)
    title = draws.weighted((("Mrs" if woman else "Mr", 55), ("Ms" if woman else "Mr", 25),
                            ("Dr", 3), ("", 17)))  # fmt: skip
    plain = f"{given}.{family}".lower().replace("'", "")
    email = f"{plain}.{number}@example.org" if draws.chance(70) else ""
    phone = f"07700 900{draws.below(1000):03d}" if draws.chance(45) else ""
    language = "Welsh" if draws.chance(2) else "English"
    return _Person(
        number, title, given, family, home, email, phone, draws.weighted(_BASES), language
    )


# --- defects -----------------------------------------------------------------------------------

_HEADERS = tuple(header for header, _ in FICTIONAL_COLUMNS.choices)
_Cells = dict[str, str]


def _shout(cells: _Cells) -> None:
    cells["First name"], cells["Surname"] = cells["First name"].upper(), cells["Surname"].upper()


def _space(cells: _Cells) -> None:
    cells["Address 1"] = f"  {cells['Address 1'].replace(' ', '  ')}\u00a0"


def _squeeze_postcode(cells: _Cells) -> None:
    cells["Postcode"] = cells["Postcode"].replace(" ", "").lower()


def _smarten(cells: _Cells) -> None:
    cells["Surname"] = "O’Connor"


def _mistype_email(cells: _Cells) -> None:
    cells["Email"] = f"{cells['First name'].lower()}.{cells['Member No'].lower()}@gamil.com"


def _break_email(cells: _Cells) -> None:
    cells["Email"] = f"{cells['First name'].lower()} at example.org"


def _join_couple(cells: _Cells) -> None:
    cells["Title"], cells["First name"] = "Mr & Mrs", cells["First name"][0]


def _drop_surname(cells: _Cells) -> None:
    cells["Title"], cells["Surname"] = "", ""


def _drop_name(cells: _Cells) -> None:
    cells["Title"] = cells["First name"] = cells["Surname"] = ""


def _drop_postcode(cells: _Cells) -> None:
    cells["Postcode"] = ""


def _drop_reach(cells: _Cells) -> None:
    for header in ("Address 1", "Address 2", "Town", "Postcode", "Email"):
        cells[header] = ""


def _odd_basis(cells: _Cells) -> None:
    cells["Member type"] = "Friend of the branch"


_DEFECTS = (
    _shout,
    _space,
    _squeeze_postcode,
    _mistype_email,
    _smarten,
    _join_couple,
    _drop_postcode,
    _odd_basis,
    _break_email,
    _drop_surname,
    _drop_name,
    _drop_reach,
)
_KINDS = len(_DEFECTS) + 3
_EVERY = 6


def _with_defects(rows: list[tuple[str, ...]], draws: _Draws) -> list[tuple[str, ...]]:
    """One row of every six or so damaged, first with each kind in turn, later mostly harmlessly."""
    spoilt = list(rows)
    for turn, at in enumerate(range(2, len(rows), _EVERY)):
        if turn < _KINDS:
            _damage(spoilt, at, turn)
        elif draws.chance(50):
            _damage(spoilt, at, draws.below(5) if draws.chance(90) else draws.below(_KINDS))
    return spoilt


def _damage(rows: list[tuple[str, ...]], at: int, kind: int) -> None:
    before = rows[at - 1]
    if kind == len(_DEFECTS):  # the row before once more, word for word
        rows[at] = before
    elif kind == len(_DEFECTS) + 1:  # the number of the row before
        rows[at] = (before[0], *rows[at][1:])
    elif kind == len(_DEFECTS) + 2:  # the person of the row before, under a number of their own
        rows[at] = (rows[at][0], *before[1:])
    else:
        cells = dict(zip(_HEADERS, rows[at], strict=True))
        _DEFECTS[kind](cells)
        rows[at] = tuple(cells.values())
