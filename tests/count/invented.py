"""Small contests made up at random, in which ties, dead sections and rejections are frequent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random

from hypothesis import strategies as st

from hustings.ballot import UNCLEAR, CastVoteRecords, Profile, Ranks, interpret
from hustings.contest import (
    Base,
    Candidate,
    Contest,
    Duplicates,
    Majority,
    MarkPolicy,
    Overvote,
    Section,
    TieOrder,
)
from hustings.count import Count, Lot, LotNeeded, Lots, count

RANDOMS = st.integers(0, 2**64 - 1).map(Random)
"""Seeded, not drawn bit by bit: many times faster, and the contests are small as they are."""

Row = tuple[Ranks, int, int]
"""Marks, the number of the section, and how many papers."""


@dataclass(frozen=True)
class Invented:
    """A contest with its papers, each row as it was drawn."""

    contest: Contest
    rows: tuple[Row, ...]

    @property
    def records(self) -> CastVoteRecords:
        return CastVoteRecords.gather(
            self.contest.candidates, self.rows, sections=[s.id for s in self.contest.sections]
        )

    @property
    def profile(self) -> Profile:
        return interpret(self.records, self.contest.marks)

    def with_(self, *, rule: str, seats: int) -> Invented:
        """The same by another rule; for as many seats as can be filled, no rule counts for more."""
        standing = sum(not c.withdrawn for c in self.contest.candidates)
        return replace(self, contest=replace(self.contest, rule=rule, seats=min(seats, standing)))


def invent(random: Random, *, plain_marks: bool = False) -> Invented:
    """Draw a contest; with ``plain_marks`` every paper is a plain ranking and nobody withdrew."""
    names = "abcdefghi"[: random.choice([1, 2, 3, 4, 5, 6, 7, 9, 9])]
    gone = {c for c in names if not plain_marks and random.random() < 0.12}
    if len(gone) == len(names):
        gone = set()
    candidates = tuple(Candidate(c, c.upper(), withdrawn=c in gone) for c in names)
    sections = _sections(random)
    policy = MarkPolicy(
        random.choice(list(Overvote)), random.choice(list(Duplicates)), random.choice([None, 0, 1])
    )
    contest = Contest(
        "invented", "An invented contest", candidates, sections,
        base=random.choice(list(Base)), tie_order=random.choice(list(TieOrder)),
        majority=random.choice(list(Majority)), to_two=random.random() < 0.3, marks=policy,
    )  # fmt: skip
    empty = {n for n in range(len(sections)) if random.random() < 0.1}
    rows = []
    for _ in range(random.choice([1, 4, 8, 12, 16, 20, 24])):
        section = random.randrange(len(sections))
        if section not in empty:
            ranks = _plain(random, len(names))
            if not plain_marks and random.random() < 0.25:
                ranks = untidy(random, ranks, len(names))
            rows.append((ranks, section, random.choice([0, 1, 1, 1, 1, 2])))
    return Invented(contest, tuple(rows))


def _sections(random: Random) -> tuple[Section, ...]:
    size = random.choice([1, 2, 3])
    parts = [random.randint(1, 4) for _ in range(size)]
    weighted = random.random() < 0.7
    return tuple(
        Section(f"s{n}", f"Section {n}", Fraction(part, sum(parts)) if weighted else None)
        for n, part in enumerate(parts)
    )


def _plain(random: Random, size: int) -> Ranks:
    order = random.sample(range(size), random.choice([random.randint(1, size), size]))
    return tuple((c,) for c in order)


def untidy(random: Random, ranks: Ranks, size: int) -> Ranks:
    """Spoil a plain ranking: empty ranks, two candidates at one, one twice, a mark for nobody."""
    spoilt = [list(rank) for rank in ranks]
    for _ in range(random.randint(1, 3)):
        what = random.choice(["empty", "equal", "again", "nobody", "blank"])
        at = random.randrange(len(spoilt)) if spoilt else 0
        if what == "empty" or not spoilt:
            spoilt.insert(at, [])
        elif what == "blank" and random.random() < 0.3:
            spoilt = []
        elif what == "nobody":
            spoilt[at].append(UNCLEAR)
        elif what == "again":
            spoilt.insert(at, [random.randrange(size)])
        else:
            spoilt[at].append(random.randrange(size))
    return tuple(tuple(sorted(set(rank))) for rank in spoilt)


def draw_all(profile: Profile, contest: Contest, random: Random) -> tuple[Count, Lots]:
    """Count, drawing every lot that is asked for."""
    lots = Lots()
    while (counted := count(profile, contest, lots)).lot_needed is not None:
        lots = answered(lots, counted.lot_needed, random)
    return counted, lots


def answered(lots: Lots, question: LotNeeded, random: Random) -> Lots:
    """The lots with one more, drawn for the question."""
    drawn = random.choice(sorted(question.candidates))
    return Lots((*lots.lots, Lot(question.stage, frozenset(question.candidates), drawn)))


def by_name(
    votes: Mapping[str, tuple[int, ...]], sections: tuple[str, ...]
) -> dict[str, dict[str, int]]:
    """Votes by candidate and section's id instead of its number."""
    return {c: dict(zip(sections, v, strict=True)) for c, v in votes.items()}
