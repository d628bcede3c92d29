"""Contests of every shape that a picture must draw, and what a test reads out of an SVG."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

from hustings.ballot import CastVoteRecords, ranks_of
from hustings.contest import Base, Candidate, Contest, Purpose, Section
from hustings.count import Lot, Lots
from hustings.declaration import Declaration, declare
from hustings.picture.lettering import run_width

SVG = "{http://www.w3.org/2000/svg}"
Row = tuple[tuple[int, ...], int, int]
"""A ranking by candidate number, the number of its section, and papers."""

LONG = "Bartholomew Featherstonehaugh-Cholmondeley of Upper Slaughter"


def contest_of(
    rows: Sequence[Row],
    names: Sequence[str],
    *,
    sections: tuple[Section, ...] = (Section("all", "All electors"),),
    title: str = "A contest",
    purpose: Purpose = Purpose.ELECTION,
    rule: str = "av",
    base: Base = Base.LIVE,
    to_two: bool = False,
    draw: bool | str = True,
    seats: int = 1,
) -> Declaration:
    """Count rankings; lots that are needed fall on the first named, or the last, or on nobody."""
    candidates = tuple(Candidate(f"c{n}", name) for n, name in enumerate(names))
    ballots = (((tuple((c,) for c in ranking)), at, papers) for ranking, at, papers in rows)
    records = CastVoteRecords.gather(candidates, ballots, sections=[s.id for s in sections])
    contest = Contest(
        "c", title, candidates, sections, purpose, rule, seats=seats, base=base, to_two=to_two
    )
    lots: tuple[Lot, ...] = ()
    found = declare(contest, records)
    while draw and (asked := found.lot_needed):
        drawn = asked.candidates[-1 if draw == "last" else 0]
        lots = (*lots, Lot(asked.stage, frozenset(asked.candidates), drawn))
        found = declare(contest, records, Lots(lots))
    return found


def many(rule: str = "av") -> Declaration:
    """Thirty-six candidates, the n-th with about half the papers of the one before its eighth."""
    rows = [
        ((n, (n * 7 + k) % 36, (n * 5 + 3 * k + 1) % 36, k % 3), 0, 3 + k)
        for n in range(36)
        for k in range(1 + (36 - n) ** 2 // 90)
    ]
    plain = [(tuple(dict.fromkeys(ranking)), at, papers) for ranking, at, papers in rows]
    return contest_of(plain, [f"Candidate {n}" for n in range(36)], rule=rule)


THIRDS = tuple(
    Section(s, n, Fraction(1, 3))
    for s, n in (("a", "Councillors"), ("b", "Members"), ("c", "Supporters"))
)


def _weighted(base: Base = Base.LIVE) -> Declaration:
    rows: list[Row] = [
        ((0, 1), 0, 5), ((1, 0), 0, 4), ((2, 0, 1), 0, 3), ((3, 2), 0, 1),
        ((0,), 1, 310), ((1, 2), 1, 280), ((2, 1), 1, 160), ((3,), 1, 55),
        ((0, 2), 2, 900), ((1, 0), 2, 1100), ((2,), 2, 450), ((3, 1), 2, 333),
    ]  # fmt: skip
    names = ("Ann Archer", "Ben Butcher", "Cy Cooper", "Di Draper")
    return contest_of(rows, names, sections=THIRDS, base=base)


_PRIMARY: list[Row] = [
    ((0, 1), 0, 503), ((1, 2), 0, 202), ((2, 0), 0, 154), ((3, 1), 0, 77), ((4,), 0, 65),
]  # fmt: skip
_SPLIT: list[Row] = [((0, 1), 0, 303), *_PRIMARY[1:]]
_FIVE = ("Ann Archer", "Ben Butcher", "Cy Cooper", "Di Draper", "Ed Eames")
_HOSTILE = ("A <script>&\"'", "B\u202e reversed", "בנימין כהן", LONG)
_HOSTILE_ROWS: list[Row] = [((0, 1), 0, 50), ((1, 2), 0, 45), ((2, 1), 0, 20), ((3, 2), 0, 9)]

_SHAPES: dict[str, Callable[[], Declaration]] = {
    "one candidate": lambda: contest_of([((0,), 0, 7)], ["Ann Archer"]),
    "two candidates": lambda: contest_of([((0,), 0, 70), ((1, 0), 0, 41)], _FIVE[:2]),
    "nobody voted": lambda: contest_of([], _FIVE[:2]),
    "a lot is needed": lambda: contest_of(
        [((0, 1), 0, 5), ((1, 0), 0, 5), ((2,), 0, 3)], _FIVE[:3], draw=False
    ),
    "down to two": lambda: contest_of(_PRIMARY, _FIVE, to_two=True, purpose=Purpose.ADVISORY),
    "plurality": lambda: contest_of(
        [((0, 1), 0, 39), ((1,), 0, 34), ((2, 1), 0, 27)], _FIVE[:4], rule="plurality"
    ),
    "two seats": lambda: contest_of(
        [((0,), 0, 30), ((1,), 0, 25), ((2,), 0, 20), ((3,), 0, 9)],
        _FIVE[:4],
        rule="plurality",
        seats=2,
    ),
    "a lot for the last seat": lambda: contest_of(
        [((0,), 0, 30), ((1,), 0, 20), ((2,), 0, 20), ((3,), 0, 20)],
        _FIVE[:4],
        rule="plurality",
        seats=2,
        draw=False,
    ),
    "three level behind the leader": lambda: contest_of(
        [((0,), 0, 39), ((1,), 0, 20), ((2,), 0, 20), ((3,), 0, 20)], _FIVE[:4], rule="plurality"
    ),
    "a tie settled by lot": lambda: contest_of(
        [((0,), 0, 30), ((1,), 0, 30), ((2,), 0, 20)], _FIVE[:3], rule="plurality", draw="last"
    ),
    "nine candidates": lambda: contest_of(
        [((n,), 0, 90 if n == 8 else 10) for n in range(9)],
        [f"Candidate {n + 1}" for n in range(9)],
        rule="plurality",
    ),
    "supplementary vote": lambda: many("sv"),
    "thirty-six candidates": many,
    "three weighted sections": _weighted,
    "weighted, first base": lambda: _weighted(Base.FIRST),
    "an empty section": lambda: contest_of(
        [((0,), 0, 5), ((1,), 0, 4), ((2, 1), 1, 50), ((0, 1), 1, 40)], _FIVE[:3], sections=THIRDS
    ),
    "sections without weights": lambda: contest_of(
        [((0, 1), 0, 5), ((1,), 1, 4), ((2, 1), 1, 3)],
        _FIVE[:4],
        sections=(Section("a", "North"), Section("b", "South")),
    ),
    "plain, first base": lambda: contest_of(
        [((0,), 0, 40), ((1,), 0, 35), ((2,), 0, 20), ((3, 1), 0, 5)], _FIVE[:4], base=Base.FIRST
    ),
    "hostile names": lambda: contest_of(_HOSTILE_ROWS, _HOSTILE, title="Names & <odd> \x00 ones"),
    "long names": lambda: contest_of(
        _SPLIT, [f"{LONG} {n}" for n in range(5)], purpose=Purpose.ADVISORY
    ),
}


SHAPES: dict[str, Callable[[], Declaration]] = {n: cache(made) for n, made in _SHAPES.items()}
"""Each counted once, however many tests ask for it."""


@cache
def labour_2010(facts: Path) -> Declaration:
    """The college of 2010: the 266 real ballots and the invented rankings of the other sections."""
    names = {
        "abbott": "Diane Abbott",
        "balls": "Ed Balls",
        "burnham": "Andy Burnham",
        "d_miliband": "David Miliband",
        "e_miliband": "Ed Miliband",
    }
    ids = list(names)
    rows = [
        (ranks_of({n: row[c] for n, c in enumerate(ids)}), 0, 1)
        for row in _facts(facts / "labour_leader_2010_mp_mep_ballots.csv")
    ]
    for row in _facts(facts / "labour_leader_2010_synthetic_profile_s2_s3.csv"):
        ranking = tuple((ids.index(name.strip()),) for name in row["ranking"].split(">"))
        rows.append((ranking, int(row["section"]) - 1, int(row["ballots"])))
    candidates = tuple(Candidate(i, name) for i, name in names.items())
    made_up = "rankings invented to give the published votes of every stage"
    third = Fraction(1, 3)
    sections = (
        Section("mps", "MPs and MEPs", third),
        Section("members", "Party members", third, invented=made_up),
        Section("affiliates", "Affiliated members", third, invented=made_up),
    )
    records = CastVoteRecords.gather(candidates, rows, sections=[s.id for s in sections])
    title = "Labour Party leadership election 2010"
    return declare(Contest("labour-leader-2010", title, candidates, sections), records)


def _facts(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8") as lines:
        yield from csv.DictReader(row for row in lines if not row.startswith("#"))


@dataclass(frozen=True, slots=True)
class Box:
    """Where a text stands, by the estimated widths of its letters, and what it says."""

    text: str
    left: float
    right: float
    top: float
    bottom: float

    def overlaps(self, other: Box) -> bool:
        return (
            self.left < other.right - 1
            and other.left < self.right - 1
            and self.top < other.bottom - 1
            and other.top < self.bottom - 1
        )


def parsed(svg: str) -> ET.Element:
    """The root of a document, which must be well-formed."""
    return ET.fromstring(svg)  # noqa: S314 (our own document)


def texts(svg: str) -> list[Box]:
    """The level texts of a picture; outlines, and texts turned upright, left out."""
    found = []
    for text in parsed(svg).iter(f"{SVG}text"):
        if text.get("aria-hidden") or text.get("transform"):
            continue
        spans = text.findall(f"{SVG}tspan")
        size = float(text.get("font-size", "13"))
        wide = sum(
            run_width(s.text or "", size=size, bold=s.get("font-weight") == "700") for s in spans
        )
        x, y = float(text.get("x", "0")), float(text.get("y", "0"))
        left = {"end": x - wide, "middle": x - wide / 2}.get(text.get("text-anchor", ""), x)
        said = "".join(s.text or "" for s in spans).replace("\u00a0", " ")
        found.append(Box(said, left, left + wide, y - 0.74 * size, y + 0.2 * size))
    return found


def extent(svg: str) -> Iterator[tuple[float, float]]:
    """Every point that a picture's shapes and texts name, its patterns left out."""
    root = parsed(svg)
    for defs in root.findall(f"{SVG}defs"):
        root.remove(defs)
    for item in root.iter():
        if item.tag == f"{SVG}rect":
            x, y, wide, high = (float(item.get(k, "0")) for k in ("x", "y", "width", "height"))
            yield from ((x, y), (x + wide, y + high))
        elif item.tag == f"{SVG}line":
            yield float(item.get("x1", "0")), float(item.get("y1", "0"))
            yield float(item.get("x2", "0")), float(item.get("y2", "0"))
        elif item.tag == f"{SVG}path":
            yield from _points(item.get("d", ""))
    for box in texts(svg):
        yield from ((box.left, box.top), (box.right, box.bottom))


def _points(d: str) -> Iterator[tuple[float, float]]:
    x = y = 0.0
    for command, arguments in re.findall(r"([MCHVZ])([^MCHVZ]*)", d):
        numbers = [float(n) for n in arguments.split()]
        if command == "H":
            x = numbers[0]
            yield x, y
        elif command == "V":
            y = numbers[0]
            yield x, y
        else:
            for x, y in zip(numbers[::2], numbers[1::2], strict=True):
                yield x, y
