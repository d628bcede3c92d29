"""A recount in another way: a list of slips, each worth a fraction, and nothing of the package.

A slip that follows an endorsement is written twice, once with the share that follows and once with
the rest; a candidate who withdraws is erased from every slip. Sources: docs/spec/whatif.md,
docs/rules/av.md, docs/rules/weighing.md.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from hustings.examples import example_path

FOLDER = example_path("labour-leader-2010")
THIRD = Fraction(1, 3)
SECTIONS = {"mps": THIRD, "members": THIRD, "affiliates": THIRD}
FIVE = ("abbott", "balls", "burnham", "d_miliband", "e_miliband")


@dataclass(frozen=True)
class Slip:
    section: str
    worth: Fraction
    names: tuple[str, ...]


@dataclass(frozen=True)
class Recount:
    """Points at each stage, who went out in which order, and who won; nobody where a lot is due."""

    points: tuple[dict[str, Fraction], ...]
    gone: tuple[str, ...]
    winner: str | None


def _rows(path: Path) -> list[dict[str, str]]:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    return list(csv.DictReader(lines))


def named_slips() -> list[Slip]:
    """The 266 real ballots of MPs and MEPs, one by one."""
    slips = []
    for row in _rows(FOLDER / "mps.csv"):
        ranked = sorted((int(row[c]), c) for c in FIVE if row[c])
        slips.append(Slip("mps", Fraction(1), tuple(c for _, c in ranked)))
    return slips


def all_slips() -> list[Slip]:
    """All ballots of the example, a slip for each row of the two invented sections."""
    slips = named_slips()
    for section in ("members", "affiliates"):
        for row in _rows(FOLDER / f"{section}.csv"):
            names = tuple(row[r] for r in sorted(row) if r.startswith("rank") and row[r])
            slips.append(Slip(section, Fraction(row["papers"]), names))
    return slips


def supposed(
    slips: Iterable[Slip],
    withdrawn: Sequence[str] = (),
    endorsed: Mapping[tuple[str, str], Fraction] | None = None,
    already_out: Sequence[str] = (),
) -> list[Slip]:
    """The slips as they would have been; ``already_out`` did not stand in the real count either."""
    endorsed = endorsed or {}
    backers = {backer for backer, _ in endorsed}
    erased = {*withdrawn, *backers, *already_out}
    written = []
    for slip in slips:
        standing = [n for n in slip.names if n not in already_out]
        rest = Fraction(1)
        for (backer, to), share in endorsed.items():
            if standing[:1] == [backer]:
                rest -= share
                written.append(Slip(slip.section, slip.worth * share, (to, *standing)))
        written.append(Slip(slip.section, slip.worth * rest, tuple(standing)))
    return [
        Slip(s.section, s.worth, tuple(n for n in s.names if n not in erased))
        for s in written
        if s.worth
    ]


def recount(
    slips: Sequence[Slip],
    candidates: Iterable[str],
    weights: Mapping[str, Fraction] | None,
    base: str = "live",
    tie_order: str = "forward",
) -> Recount:
    """The alternative vote; no ``weights`` adds all slips plainly."""
    left = sorted(candidates)
    points: list[dict[str, Fraction]] = []
    gone: list[str] = []
    first: dict[str, Fraction] = {}
    while True:
        votes = _votes(slips, left, plainly=weights is None)
        live: dict[str, Fraction] = {}
        for (section, _), worth in votes.items():
            live[section] = live.get(section, Fraction(0)) + worth
        first = first or live
        of = first if base == "first" else live
        worths = {s: (weights[s] if weights else 1) / n for s, n in of.items() if n}
        now = {
            c: sum((w * votes.get((s, c), Fraction(0)) for s, w in worths.items()), Fraction(0))
            for c in left
        }
        points.append(now)
        if not live:
            return Recount(tuple(points), tuple(gone), None)
        whole = sum((w * of[s] for s, w in worths.items()), Fraction(0))
        best = max(now.values())
        if base == "live":
            whole = sum(now.values(), Fraction(0))
        if 2 * best > whole or len(left) <= 2:
            winner = _apart([c for c in left if now[c] == best], points[:-1], max, tie_order)
            return Recount(tuple(points), tuple(gone), winner)
        least = min(now.values())
        out = _apart([c for c in left if now[c] == least], points[:-1], min, tie_order)
        if out is None:
            return Recount(tuple(points), tuple(gone), None)
        gone.append(out)
        left.remove(out)


def _votes(
    slips: Sequence[Slip], left: Sequence[str], *, plainly: bool
) -> dict[tuple[str, str], Fraction]:
    votes: dict[tuple[str, str], Fraction] = {}
    for slip in slips:
        holder = next((n for n in slip.names if n in left), None)
        if holder is not None:
            key = ("together" if plainly else slip.section, holder)
            votes[key] = votes.get(key, Fraction(0)) + slip.worth
    return votes


def _apart(
    level: list[str],
    earlier: Sequence[Mapping[str, Fraction]],
    choose: Callable[[Iterable[Fraction]], Fraction],
    order: str,
) -> str | None:
    looked = {"forward": list(earlier), "backward": list(earlier)[::-1], "lot": []}[order]
    for stage in looked:
        level = [c for c in level if stage[c] == choose(stage[d] for d in level)]
    return level[0] if len(level) == 1 else None
