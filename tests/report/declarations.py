"""Contests for the documents of a declaration: small, made up, one for each state to be shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from types import MappingProxyType

from hustings.ballot import CastVoteRecords, Ranks
from hustings.contest import (
    Base,
    Candidate,
    Contest,
    Figures,
    Heading,
    Purpose,
    Section,
    TieOrder,
)
from hustings.count import Lot, Lots
from hustings.declaration import Declaration, declare

HOSTILE = "<script>alert(\"1\")</script> & 'Sons' </style>"
"""A name that would break out of a page that does not escape it."""

TREES = ("Ash", "Birch", "Cedar", "Dogwood")


def declared(
    rows: Iterable[tuple[str, int]] | Iterable[tuple[str, int, int]],
    *,
    names: tuple[str, ...] = TREES,
    lots: Lots = Lots(),
    **options: object,
) -> Declaration:
    """Count rankings given as letters, with their papers and, of several sections, its number."""
    candidates = tuple(Candidate(chr(97 + n), name) for n, name in enumerate(names))
    given: dict[str, object] = {"id": "trees", "title": "Tree of the year", **options}
    contest = Contest(candidates=candidates, **given)  # type: ignore[arg-type]
    marked = [(_ranks(letters), where[0] if where else 0, n) for letters, n, *where in rows]
    sections = [s.id for s in contest.sections]
    return declare(contest, CastVoteRecords.gather(candidates, marked, sections=sections), lots)


def _ranks(letters: str) -> Ranks:
    return tuple((ord(letter) - 97,) for letter in letters)


TURNED = (("abc", 40), ("bac", 30), ("cb", 16), ("dca", 12), ("d", 2))
LEVEL = (("abc", 40), ("bac", 30), ("cb", 12), ("da", 12))
FIGURES = Figures(
    issued=300, returned=110, valid=100, rejected={Heading.UNMARKED: 7, Heading.DECLARATION: 3}
)


def plain(purpose: Purpose = Purpose.ELECTION) -> Declaration:
    """Three stages; the winner was second at the first."""
    section = Section("all", "All electors", figures=FIGURES)
    return declared(TURNED, purpose=purpose, sections=(section,), date="2026-05-07")


def advisory() -> Declaration:
    """An advisory primary."""
    return plain(Purpose.ADVISORY)


def college(base: Base = Base.LIVE) -> Declaration:
    """Three sections, a third each, one of them invented; figures that do not add up."""
    third = Fraction(1, 3)
    sections = (
        Section("mps", "Members of Parliament", third, Figures(issued=12, returned=11, valid=10)),
        Section("members", "Members", third, FIGURES, invented="Its rankings are made up."),
        Section("unions", "Affiliates", third),
    )
    rows = [
        *(("ab", 4, 0), ("ba", 3, 0), ("cb", 2, 0), ("d", 1, 0)),
        *(("abc", 38, 1), ("bac", 34, 1), ("cab", 20, 1), ("dcb", 8, 1)),
        *(("a", 600, 2), ("b", 700, 2), ("cb", 300, 2), ("db", 150, 2), ("dc", 50, 2)),
    ]
    return declared(rows, sections=sections, base=base, sources=("https://example.org/a?b=1&c=2",))


def first_base() -> Declaration:
    """The same with shares of the first stage."""
    return college(Base.FIRST)


def lot_needed() -> Declaration:
    """A tie at the first stage that only a lot can settle."""
    return declared(LEVEL)


def lot_drawn() -> Declaration:
    """The same tie with its lot."""
    return declared(LEVEL, lots=Lots((Lot(1, frozenset("cd"), "d"),)))


def no_votes() -> Declaration:
    """Nobody marked a paper."""
    return declared([("", 3)])


def one_candidate() -> Declaration:
    """Nobody stood against."""
    return declared([("a", 3)], names=("Ash",))


def plurality() -> Declaration:
    """First past the post, turned if preferences had been asked for."""
    return declared([("ab", 39), ("ba", 34), ("c", 20)], rule="plurality")


def to_two() -> Declaration:
    """Decided at the first stage, and counted on."""
    return declared([("abc", 53), ("ba", 20), ("cb", 15), ("db", 7)], to_two=True)


def withdrawn() -> Declaration:
    """One candidate withdrew."""
    candidates = (Candidate("a", "Ash"), Candidate("b", "Birch", True), Candidate("c", "Cedar"))
    contest = Contest("trees", "Trees", candidates)
    rows = [(_ranks(letters), 0, n) for letters, n in (("bac", 4), ("ca", 3), ("ab", 2), ("b", 1))]
    return declare(contest, CastVoteRecords.gather(candidates, rows, sections=["all"]))


def hostile() -> Declaration:
    """Every text that a user gives tries to break out of the page."""
    section = Section("all", f"All {HOSTILE}", figures=FIGURES)
    return declared(
        TURNED, names=tuple(f"{name} {HOSTILE}" for name in TREES), title=HOSTILE, date=HOSTILE,
        question=HOSTILE, notes=(HOSTILE,), sources=(HOSTILE,), sections=(section,),
    )  # fmt: skip


def crowded() -> Declaration:
    """Thirty-six candidates, thirty-five stages."""
    names = tuple(f"Candidate number {n + 1}" for n in range(36))
    candidates = tuple(Candidate(str(n), name) for n, name in enumerate(names))
    rows = [
        (tuple((c,) for c in dict.fromkeys(((n * k + k) % 36) for k in range(1, 6))), 0, 50 + 3 * n)
        for n in range(36)
    ]
    contest = Contest("crowd", "Thirty-six", candidates, tie_order=TieOrder.BACKWARD)
    return declare(contest, CastVoteRecords.gather(candidates, rows, sections=["all"]))


STATES: Mapping[str, Callable[[], Declaration]] = MappingProxyType(
    {
        state.__name__: state
        for state in (
            plain, advisory, college, first_base, lot_needed, lot_drawn, no_votes, one_candidate,
            plurality, to_two, withdrawn, hostile, crowded,
        )
    }
)  # fmt: skip
"""Of each state's name, what makes it."""
