"""Killed while envelopes are scanned and ballots cast: every acknowledged receipt is there."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from typing import Any

import pytest

from tests.places import ROOT
from tests.web.booth.test_kill import Install, kill_cluster

ELECTORS = 180


def say(install: Install, *arguments: str) -> Any:
    """Run a command of tests/web/post/clerks.py to its end; what it says."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.web.post.clerks", *arguments],
        cwd=ROOT,
        env=install.environment,
        check=True,
        capture_output=True,
        text=True,
        timeout=300,
    )
    return json.loads(done.stdout)


def scan_and_kill(
    install: Install, work: list[Any], *, after: int, kill_server: bool
) -> list[list[str]]:
    """Begin to scan and vote, kill after so many acknowledgements; all of them that came."""
    clerks = subprocess.Popen(
        [sys.executable, "-m", "tests.web.post.clerks", "scan"],
        cwd=ROOT,
        env=install.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert clerks.stdin is not None
    assert clerks.stdout is not None
    lines: list[bytes] = []
    clerks.stdin.write(json.dumps(work).encode())
    clerks.stdin.close()
    try:
        lines = [clerks.stdout.readline() for _ in range(after)]
        if kill_server and install.cluster:
            kill_cluster(install.cluster)
    finally:
        clerks.kill()
        lines += clerks.stdout.readlines()
        clerks.stdout.close()
        clerks.wait()
    return [line.decode().split() for line in lines if line.endswith(b"\n")]


def test_every_acknowledged_receipt_survives_kill_9_and_each_elector_votes_once(
    install: Install, pytestconfig: pytest.Config
) -> None:
    kills = 20 if pytestconfig.getoption("--full") else 3
    work = say(install, "prepare", str(ELECTORS))
    acknowledged: set[tuple[str, str]] = set()
    online: set[str] = set()
    for n in range(kills):
        scanned = {number for number, _ in acknowledged}
        left = [item for item in work if item[0] not in scanned]
        came = scan_and_kill(
            install, left, after=random.randint(1, ELECTORS // kills), kill_server=n % 2 == 0
        )
        acknowledged |= {(number, answer) for way, number, answer in came if way == "post"}
        online |= {number for way, number, answer in came if (way, answer) == ("online", "True")}
        found = say(install, "figures")
        held(found, acknowledged, online)
    assert len(acknowledged) < ELECTORS  # so that it was killed amidst them
    rest = [item for item in work if item[0] not in {number for number, _ in acknowledged}]
    scan_and_kill(install, rest, after=2 * len(rest), kill_server=False)
    found = say(install, "figures")
    held(found, acknowledged, online)
    assert sum(found["channels"].values()) == ELECTORS
    assert min(found["channels"].values()) > 0
    assert len(found["channels"]) == 2
    assert len({number for number, _ in found["receipts"]}) == ELECTORS


def held(found: Any, acknowledged: set[tuple[str, str]], online: set[str]) -> None:
    """What was acknowledged is there; votes by post are the envelopes accepted; none counts twice.

    A vote online that was acknowledged is there too, so its elector's envelope was refused.
    """
    receipts = {(number, outcome) for number, outcome in found["receipts"]}
    assert acknowledged <= receipts
    assert found["accepted"] == found["by_post"]
    assert len(found["accepted"]) == len(set(found["accepted"]))
    assert found["envelopes"] == found["channels"].get("online", 0)
    assert found["live"] == 0
    assert online.isdisjoint(number for number, outcome in receipts if outcome == "accepted")
