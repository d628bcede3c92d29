"""`python -m benchmarks.casts`: votes by HTTP, on both databases, on the disk and on a slow one.

Serves the site as `hustings serve` does, all middleware on, and casts as many ballots as it takes
from 50 and from 200 connections on the same machine; beside it, in turn, /healthz through the same
server and client, and the disk's own fsyncs. After each run the participations, the envelopes and
the receipts that were acknowledged must be the same. The table goes to docs/benchmarks.md. Nothing
here asserts a time. Listens on loopback only, and stops all that it starts.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from itertools import islice
from pathlib import Path

from benchmarks.casts.serving import ROOT, Database, Disk, disks, site
from tests.postgresql import Cluster

PAGE = ROOT / "docs" / "benchmarks.md"
BEGIN, END = "<!-- casts -->\n", "<!-- end of casts -->\n"
CLIENTS = (50, 200)
MOST = 2_000  # ballots kept ready for each second: more than are cast
SLOWER = 5  # milliseconds


@dataclass(frozen=True, slots=True)
class Plan:
    """How long: rounds of so many seconds of votes for each cell of the table."""

    rounds: int
    seconds: float

    @property
    def ballots(self) -> int:
        """How many of a round can be cast at most."""
        return int(MOST * self.seconds)


@dataclass
class Cell:
    """What was measured in all rounds of one cell."""

    answers: int = 0
    seconds: float = 0.0
    cpu: float = 0.0
    latencies: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Answers in a second."""
        return self.answers / self.seconds

    def at(self, part: float) -> float:
        """The latency that this part of the answers kept within, in milliseconds."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


@dataclass
class Row:
    """One line of the table: the votes, and the limits beside them."""

    database: str
    disk: str
    clients: int
    casts: Cell = field(default_factory=Cell)
    health: Cell = field(default_factory=Cell)
    fsyncs: list[float] = field(default_factory=list)

    def line(self) -> str:
        """The line as it is printed."""
        cast = self.casts
        cells = [
            self.database,
            self.disk,
            str(self.clients),
            f"{cast.rate:,.0f}",
            *(f"{cast.at(part):,.0f}" for part in (0.5, 0.99, 1.0)),
            f"{1000 * cast.cpu / cast.answers:.2f}",
            f"{self.health.rate:,.0f}",
            f"{sum(self.fsyncs) / len(self.fsyncs):,.0f}",
        ]
        return f"| {' | '.join(cells)} |"


HEADING = (
    "| database | fsync | clients | casts/s | p50, ms | p99, ms | longest, ms "
    "| CPU seconds for 1,000 casts | healthz/s | fsyncs/s |\n"
    "|---|---|---|---|---|---|---|---|---|---|"
)


class Votes:
    """The ballots of one database still to be cast, and the receipts of those that were."""

    def __init__(self, database: Database, ballots: int, folder: Path) -> None:
        """Make the poll, its roll, codes and sealed ballots."""
        self.database, self.file = database, folder / f"{database.name}.part"
        made = folder / f"{database.name}.ballots"
        _run("benchmarks.casts.seeding", str(ballots), str(made), **database.environment)
        self.left: Iterator[str] = iter(made.read_text().splitlines(keepends=True))
        self.acknowledged: list[str] = []

    def next_file(self, count: int) -> str:
        """The next ballots in a file for the client."""
        self.file.write_text("".join(islice(self.left, count)))
        return str(self.file)

    def check(self) -> None:
        """Participations, envelopes and acknowledged receipts are the same."""
        receipts, envelopes = self.database.figures()
        assert receipts == sorted(self.acknowledged), (len(receipts), len(self.acknowledged))
        assert envelopes == len(receipts), (envelopes, len(receipts))


def measure(
    row: Row, plan: Plan, port: int, used: Callable[[], float], votes: Votes, disk: Disk
) -> None:
    """One round of one cell: the disk, /healthz, the votes."""
    folder, half = str(votes.database.folder), str(plan.seconds / 4)
    row.fsyncs.append(float(_run("benchmarks.casts.probe", folder, "0.5", **disk.environment)))
    _load(row.health, port, "-", row.clients, half, used)
    receipts = _load(
        row.casts, port, votes.next_file(plan.ballots), row.clients, str(plan.seconds), used
    )
    votes.acknowledged += receipts
    votes.check()


def _warm_up(
    database: Database, disk: Disk, plan: Plan, port: int, used: Callable[[], float], votes: Votes
) -> None:
    """A round that no line counts: each thread opens its connection to the database."""
    measure(Row(database.name, disk.name, max(CLIENTS)), plan, port, used, votes, disk)


def _load(
    cell: Cell, port: int, requests: str, clients: int, seconds: str, used: Callable[[], float]
) -> list[str]:
    before = used()
    told = json.loads(
        _run("benchmarks.casts.client", str(port), requests, str(clients), seconds, PYTHONPATH=ROOT)
    )
    assert set(told["kinds"]) == {"good"}, told["kinds"]
    cell.cpu += used() - before
    cell.answers += len(told["latencies"])
    cell.seconds += told["seconds"]
    cell.latencies += told["latencies"]
    receipts: list[str] = told["receipts"]
    return receipts


def _run(module: str, *arguments: str, **environment: str | Path) -> str:
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        env={**os.environ, **{name: str(value) for name, value in environment.items()}},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout


def rows_of(database: Database, plan: Plan, folder: Path) -> list[Row]:
    """All cells of one database."""
    slow = disks(folder, SLOWER)
    rounds = plan.rounds * len(CLIENTS) + 1
    votes = Votes(database, plan.ballots * rounds * len(slow), folder)
    found = []
    for disk in slow:
        rows = [Row(database.name, disk.name, clients) for clients in CLIENTS]
        database.on(disk)
        with site(database, disk) as (port, used):
            _warm_up(database, disk, plan, port, used, votes)
            for row in rows * plan.rounds:
                measure(row, plan, port, used, votes, disk)
        found += rows
        print("\n".join(row.line() for row in rows), flush=True)
    return found


def measured(plan: Plan) -> str:
    """The whole table, with what it was measured on."""
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="hustings-casts-") as name:
        folder = Path(name)
        folder.chmod(0o711)  # PostgreSQL, as another user, loads the library from here
        rows = rows_of(Database(folder / "sqlite", None), plan, folder)
        cluster = Cluster(options=("fsync=on",))
        try:
            rows += rows_of(Database(folder / "postgresql", cluster), plan, folder)
        finally:
            cluster.remove()
    table = "\n".join([HEADING, *(row.line() for row in rows)])
    return f"Measured on {machine()}. Load average before: {load:.1f}. {told(plan)}\n\n{table}\n"


def machine() -> str:
    """What it was measured on, without any name."""
    packages = ("Django", "granian", "psycopg")
    return (
        f"{os.cpu_count()} cores ({platform.machine()}), {platform.system()}; "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, "
        + ", ".join(f"{name} {version(name)}" for name in packages)
    )


def told(plan: Plan) -> str:
    """How long each cell was measured."""
    rounds = f"Rounds: {plan.rounds}, of {plan.seconds:g} seconds of votes for each line"
    return f"{rounds}, after one that no line counts."


def main() -> None:
    """Measure, print, and write the page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.casts", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="about a minute; the page stays")
    chosen = parser.parse_args()
    text = measured(Plan(1, 1.5) if chosen.quick else Plan(2, 4.0))
    print(text)
    if chosen.quick:
        return
    before, found, rest = PAGE.read_text().partition(BEGIN)
    _, _, after = rest.partition(END)
    assert found, f"{PAGE} has no place for the table"
    PAGE.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}")


if __name__ == "__main__":
    main()
