"""A backup taken while people vote is restored elsewhere, and the poll goes on from there."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.places import ROOT
from tests.postgresql import Cluster
from tests.web.killing import Install

VOTERS = "tests.web.booth.voters"
VOTES = 6_000
ENOUGH = 1_000  # acknowledged while the backup is taken; a full pipe holds 4,000 more
PAUSE = "0.01"  # seconds of each of the voters, so that the poll outlasts the backup


@pytest.fixture
def elsewhere(tmp_path_factory: pytest.TempPathFactory, install: Install) -> Iterator[Install]:
    """An empty place on a machine of its own: another folder, another PostgreSQL."""
    environment = install.environment | {"HUSTINGS_DATA": str(tmp_path_factory.mktemp("restored"))}
    cluster = None
    if install.cluster:
        cluster = Cluster(options=("fsync=on",))
        environment["DATABASE_URL"] = cluster.url
    try:
        yield Install(environment, cluster)
    finally:
        if cluster:
            cluster.remove()


def manage(place: Install, *arguments: object) -> str:
    return subprocess.run(
        [sys.executable, "-m", "hustings", "manage", *map(str, arguments)],
        cwd=ROOT,
        env=place.environment,
        check=True,
        capture_output=True,
        text=True,
        timeout=120,
    ).stdout


def test_a_backup_taken_under_load_is_restored_and_the_poll_goes_on(
    install: Install,
    elsewhere: Install,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    archive = tmp_path_factory.mktemp("backups") / "under-load.tar"
    ballots = install.told(VOTERS, "prepare", str(VOTES))
    before, after = _back_up_amid_votes(install, ballots, archive)
    assert before
    assert len(after) > len(before)  # votes were cast while the backup was being taken

    manage(elsewhere, "restore", archive, "--secrets", f"{archive}.secrets")
    found = elsewhere.told(VOTERS, "figures")
    receipts = {int(elector): receipt for elector, receipt in found["receipts"].items()}
    assert before.items() <= receipts.items()  # all that was acknowledged before it began
    assert found["envelopes"] == len(receipts) < VOTES
    assert set(receipts).isdisjoint(found["live"])

    left = [ballot for ballot in ballots if ballot[0] not in receipts]
    elsewhere.run(VOTERS, "cast", given=left)  # with the codes that were sent out
    found = elsewhere.told(VOTERS, "figures")
    assert found["envelopes"] == len(found["receipts"]) == VOTES


def _back_up_amid_votes(
    install: Install,
    ballots: list[Any],
    archive: Path,
) -> tuple[dict[int, str], dict[int, str]]:
    """What was acknowledged before the backup began, and when it was done."""
    voters = subprocess.Popen(
        [sys.executable, "-m", VOTERS, "cast", PAUSE],
        cwd=ROOT,
        env=install.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert voters.stdin is not None
    assert voters.stdout is not None
    voters.stdin.write(json.dumps(ballots).encode())
    voters.stdin.close()
    before = _receipts([voters.stdout.readline() for _ in range(50)])
    backup = subprocess.Popen(
        [sys.executable, "-m", "hustings", "manage", "backup", str(archive)],
        cwd=ROOT,
        env=install.environment,
        stdout=subprocess.DEVNULL,
    )
    after = dict(before)
    while backup.poll() is None:
        if len(after) < ENOUGH:
            after |= _receipts([voters.stdout.readline()])
        else:
            time.sleep(0.02)  # what nobody reads fills the pipe, and the voters wait
    assert backup.returncode == 0
    voters.kill()  # the machine is lost; what was restored goes on
    voters.stdout.close()
    voters.wait()
    return before, after


def _receipts(lines: list[bytes]) -> dict[int, str]:
    whole = (line.decode().split() for line in lines if line.strip())
    return {int(elector): receipt for elector, receipt in whole}
