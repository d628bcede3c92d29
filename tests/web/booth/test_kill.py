"""Killed under load, again and again: every acknowledged vote is there, and each one once."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.places import ROOT
from tests.postgresql import Cluster

VOTES = 600


@dataclass
class Install:
    """A site of its own, with its data folder and, where asked for, its PostgreSQL."""

    environment: dict[str, str]
    cluster: Cluster | None

    def run(self, *arguments: str) -> Any:
        """Run a command of tests/web/booth/voters.py to its end; what it says."""
        return json.loads(self.run_with("", *arguments))

    def run_with(self, given: str, *arguments: str) -> str:
        """Likewise with something on its standard input; what it says as it stands."""
        return subprocess.run(
            [sys.executable, "-m", "tests.web.booth.voters", *arguments],
            cwd=ROOT,
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
            input=given,
            timeout=120,
        ).stdout

    def cast_and_kill(self, ballots: list[Any], *, after: int, kill_server: bool) -> dict[int, str]:
        """Begin to cast, kill after so many acknowledgements; all acknowledgements that came."""
        voters = subprocess.Popen(
            [sys.executable, "-m", "tests.web.booth.voters", "cast"],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert voters.stdin is not None
        assert voters.stdout is not None
        lines: list[bytes] = []
        voters.stdin.write(json.dumps(ballots).encode())
        voters.stdin.close()
        try:
            lines = [voters.stdout.readline() for _ in range(after)]
            if kill_server and self.cluster:
                kill_cluster(self.cluster)
        finally:
            voters.kill()
            lines += voters.stdout.readlines()
            voters.stdout.close()
            voters.wait()
        whole = (line.decode().split() for line in lines if line.endswith(b"\n"))
        return {int(elector): receipt for elector, receipt in whole}


def kill_cluster(cluster: Cluster) -> None:
    """Kill -9 the server and all its processes at once, then start it on what is left."""
    server = int((cluster.data / "postmaster.pid").read_text().splitlines()[0])
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    for process in (server, *map(int, children)):
        os.kill(process, signal.SIGKILL)
    while any(_lives(process) for process in (server, *map(int, children))):
        time.sleep(0.01)
    # Where nobody buries the dead their numbers seem taken: then an administrator does this.
    for lock in (cluster.data / "postmaster.pid", *cluster.root.glob(".s.PGSQL.*.lock")):
        lock.unlink(missing_ok=True)
    cluster.start()


def _lives(process: int) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False


@pytest.fixture
def install(tmp_path: Path, pytestconfig: pytest.Config) -> Iterator[Install]:
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    environment["HUSTINGS_DATA"] = str(tmp_path)
    cluster = None
    if pytestconfig.getoption("--database") == "postgresql":
        cluster = Cluster(options=("fsync=on",))
        environment["DATABASE_URL"] = cluster.url
    migrate = "import sys, django.core.management as m; m.execute_from_command_line(sys.argv)"
    environment["DJANGO_SETTINGS_MODULE"] = "hustings.web.project.settings"
    subprocess.run(
        [sys.executable, "-c", migrate, "migrate", "-v", "0"], cwd=ROOT, env=environment, check=True
    )
    try:
        yield Install(environment, cluster)
    finally:
        if cluster:
            cluster.remove()


def test_every_acknowledged_vote_survives_kill_9_and_counts_once(
    install: Install, pytestconfig: pytest.Config
) -> None:
    kills = 20 if pytestconfig.getoption("--full") else 3
    ballots = install.run("prepare", str(VOTES))
    acknowledged: dict[int, str] = {}
    for n in range(kills):
        left = [b for b in ballots if b[0] not in acknowledged]
        after = random.randint(1, VOTES // kills)
        came = install.cast_and_kill(left, after=after, kill_server=n % 2 == 0)
        assert came
        acknowledged |= came
        found = install.run("figures")
        assert acknowledged.items() <= {int(k): v for k, v in found["receipts"].items()}.items()
        assert found["envelopes"] == len(found["receipts"])
        assert {int(k) for k in found["receipts"]}.isdisjoint(found["live"])
    assert len(acknowledged) < VOTES  # so that it was killed amidst them
    assert install.run("figures")["live"]
    rest = [b for b in ballots if b[0] not in acknowledged]  # with the same forms as before
    install.cast_and_kill(rest, after=len(rest), kill_server=False)
    found = install.run("figures")
    assert (len(found["receipts"]), found["envelopes"], found["live"]) == (VOTES, VOTES, [])


@pytest.mark.skipif("config.getoption('--database') != 'sqlite'", reason="SQLite's writer alone")
def test_a_process_and_the_one_forked_from_it_each_have_a_writer_and_end_with_it(
    install: Install,
) -> None:
    ballots = install.run("prepare", "60")
    said = install.run_with(json.dumps(ballots), "fork")
    assert len(said.splitlines()) == 60
    found = install.run("figures")
    assert (len(found["receipts"]), found["envelopes"], found["live"]) == (60, 60, [])
