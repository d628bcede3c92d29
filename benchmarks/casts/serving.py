"""The site as `hustings serve` runs it, on a chosen database and disk, and what it used."""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.postgresql import Cluster

ROOT = Path(__file__).parents[2]
SERVE = "from hustings.cli import main; main()"
TICKS = os.sysconf("SC_CLK_TCK")
FIGURES = (
    "SELECT receipt FROM booth_participation",
    "SELECT count(*) FROM booth_envelope",
)


@dataclass(frozen=True, slots=True)
class Disk:
    """How long an fsync takes: as it is, or so many microseconds more."""

    name: str
    environment: Mapping[str, str]


def disks(folder: Path, milliseconds: int) -> list[Disk]:
    """The disk as it is, and one that is slower by the library that is compiled here."""
    library = folder / "slow_fsync.so"
    source = Path(__file__).with_name("slow_fsync.c")
    subprocess.run(["cc", "-O2", "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True)
    slowed = {"LD_PRELOAD": str(library), "HUSTINGS_FSYNC_US": str(1000 * milliseconds)}
    return [Disk("as it is", {}), Disk(f"{milliseconds} ms slower", slowed)]


class Database:
    """Where the votes go: its folder, its address, and what it holds."""

    def __init__(self, folder: Path, cluster: Cluster | None) -> None:
        """A data folder of its own; with a cluster, that PostgreSQL in place of SQLite."""
        self.folder, self.cluster = folder, cluster
        self.name = "PostgreSQL" if cluster else "SQLite"

    @property
    def environment(self) -> dict[str, str]:
        """What tells the site of it."""
        own = {"HUSTINGS_DATA": str(self.folder), "PYTHONPATH": str(ROOT)}
        return own | ({"DATABASE_URL": self.cluster.url} if self.cluster else {})

    def figures(self) -> tuple[list[str], int]:
        """The receipt of each participation, and how many envelopes there are."""
        if self.cluster:
            import psycopg

            with psycopg.connect(self.cluster.url) as there:
                receipts, envelopes = (there.execute(query).fetchall() for query in FIGURES)
        else:
            here = sqlite3.connect(self.folder / "hustings.sqlite3")
            receipts, envelopes = (here.execute(query).fetchall() for query in FIGURES)
            here.close()
        return sorted(row[0] for row in receipts), envelopes[0][0]

    def on(self, disk: Disk) -> None:
        """Start the cluster anew on that disk; SQLite is in the site's own process."""
        if self.cluster:
            self.cluster.stop()
            with _environment(disk.environment):
                self.cluster.start()


@contextmanager
def _environment(more: Mapping[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in more}
    os.environ.update(more)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


@contextmanager
def site(database: Database, disk: Disk) -> Iterator[tuple[int, Callable[[], float]]]:
    """Serve it; its port, and a reading of all processor seconds that it and its database used."""
    port = _free_port()
    environment = {**os.environ, **database.environment, **disk.environment}
    command = [sys.executable, "-c", SERVE, "serve", "--port", str(port)]
    process = subprocess.Popen(
        [*command, "--data", str(database.folder)], env=environment, stdout=subprocess.DEVNULL
    )
    try:
        _wait_for(port, process)
        _settle(process.pid)
        yield port, lambda: _used(process.pid) + _used(_postmaster(database))
    finally:
        process.terminate()
        process.wait(timeout=60)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the site did not start")


def _settle(process: int) -> None:
    """Wait until what starts beside the server, its worker for jobs, is loaded; at most 20 s."""
    for _ in range(20):
        before = _used(process)
        time.sleep(1)
        if _used(process) - before < 0.1:
            return


def _postmaster(database: Database) -> int | None:
    if database.cluster is None:
        return None
    return int((database.cluster.data / "postmaster.pid").read_text().split()[0])


def _used(process: int | None) -> float:
    """Processor seconds of a process and all below it, those that have ended included."""
    if process is None:
        return 0.0
    try:
        spent = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:15]
        threads = list(Path(f"/proc/{process}/task").iterdir())
        below = [n for thread in threads for n in (thread / "children").read_text().split()]
    except FileNotFoundError:  # it ended just now, and its parent has its seconds
        return 0.0
    return sum(map(int, spent)) / TICKS + sum(_used(int(number)) for number in below)
