"""Small converters for the plainer case sets, none of which is a format of hustings itself."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

from tests.golden.following import Row


def read_raire(path: Path) -> tuple[list[str], str, list[Row]]:
    """Candidates, winner and papers of a .raire file of one contest, ballots cleaned before."""
    _, contest, *ballots = path.read_text(encoding="utf-8").splitlines()
    _, _, size, *fields = contest.split(",")
    candidates, (word, winner) = fields[: int(size)], fields[int(size) : int(size) + 2]
    assert word == "winner"
    number = {c: n for n, c in enumerate(candidates)}
    marks = Counter(tuple(line.split(",")[2:]) for line in ballots)
    return (
        candidates,
        winner,
        [(tuple((number[c],) for c in ranking), papers) for ranking, papers in marks.items()],
    )


def read_cvotes(path: Path) -> tuple[list[str], list[Row]]:
    """Candidates and papers of a Condorcet Election Format file without weights or tags."""
    names: list[str] = []
    rows: list[Row] = []
    for text in path.read_text(encoding="utf-8").splitlines():
        if text.startswith("#/Candidates:"):
            names = [name.strip() for name in text.partition(":")[2].split(";")]
        line = text.partition("#")[0].strip()
        if line:
            ranking, _, papers = line.rpartition(" * ") if " * " in line else (line, "", "1")
            ranks = [
                [names.index(c.strip()) for c in rank.split("=")] for rank in ranking.split(">")
            ]
            rows.append((tuple(tuple(rank) for rank in ranks), int(papers)))
    return names, rows


def read_long_csv(path: Path) -> tuple[list[str], list[Row]]:
    """Candidates and papers of a file with one row per ballot, rank and choice.

    An overvote does not say between whom: any two candidates stand for those at that rank.
    """
    ballots: dict[str, dict[int, str]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            ballots.setdefault(row["ballot_id"], {})[int(row["rank"])] = row["choice"]
    names = sorted({c for marks in ballots.values() for c in marks.values() if c[0] != "$"})
    said = {name: (n,) for n, name in enumerate(names)} | {"$OVERVOTE": (0, 1), "$UNDERVOTE": ()}
    held = Counter(
        tuple(said[marks.get(rank, "$UNDERVOTE")] for rank in range(1, max(marks) + 1))
        for marks in ballots.values()
    )
    return names, list(held.items())
