"""Installs of the tests' own, and processes in them that are killed: what is left is looked at.

A program is a module that is told what to do by its arguments, takes JSON on its standard input,
and writes JSON, or a line for each thing done: see :mod:`tests.web.booth.voters`.
"""

from __future__ import annotations

import json
import os
import shutil
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

__all__ = ["Install", "install", "kill_cluster", "migrated"]


@dataclass(frozen=True)
class Install:
    """A site of its own, with its data folder and, where asked for, its PostgreSQL."""

    environment: dict[str, str]
    cluster: Cluster | None

    def told(self, program: str, *arguments: str) -> Any:
        """Run the program to its end; what it says."""
        return json.loads(self.run(program, *arguments))

    def run(self, program: str, *arguments: str, given: Any = None) -> str:
        """Run the program to its end with that on its standard input; its lines as they stand."""
        return subprocess.run(
            [sys.executable, "-m", program, *arguments],
            cwd=ROOT,
            env=self.environment,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
            input=json.dumps(given),
            timeout=300,
        ).stdout

    def killed(
        self,
        program: str,
        *arguments: str,
        given: Any = None,
        after: int,
        pause: float = 0,
        kill_server: bool = False,
    ) -> list[list[str]]:
        """Begin, and kill after so many lines and that pause in seconds; the words of all whole
        lines that came. ``kill_server``: PostgreSQL is killed first, and started again.
        """
        working = subprocess.Popen(
            [sys.executable, "-m", program, *arguments],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert working.stdin is not None
        assert working.stdout is not None
        lines: list[bytes] = []
        working.stdin.write(json.dumps(given).encode())
        working.stdin.close()
        try:
            lines = [working.stdout.readline() for _ in range(after)]
            time.sleep(pause)
            if kill_server and self.cluster:
                kill_cluster(self.cluster)
        finally:
            working.kill()
            lines += working.stdout.readlines()
            working.stdout.close()
            working.wait()
        return [line.decode().split() for line in lines if line.endswith(b"\n")]


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


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of an install with an empty SQLite database, to be copied."""
    folder = tmp_path_factory.mktemp("migrated")
    _migrate(_environment(folder))
    return folder


@pytest.fixture
def install(
    tmp_path: Path, pytestconfig: pytest.Config, request: pytest.FixtureRequest
) -> Iterator[Install]:
    """A fresh one on the database that is asked for; of PostgreSQL it has its own, with fsync."""
    environment = _environment(tmp_path)
    if pytestconfig.getoption("--database") == "sqlite":
        shutil.copytree(request.getfixturevalue("migrated"), tmp_path, dirs_exist_ok=True)
        yield Install(environment, None)
        return
    cluster = Cluster(options=("fsync=on",))
    try:
        environment["DATABASE_URL"] = cluster.url
        _migrate(environment)
        yield Install(environment, cluster)
    finally:
        cluster.remove()


def _environment(folder: Path) -> dict[str, str]:
    inherited = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    own = {
        "HUSTINGS_DATA": str(folder),
        "DJANGO_SETTINGS_MODULE": "hustings.web.project.settings",
    }
    return inherited | own


def _migrate(environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "django", "migrate", "-v", "0"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
