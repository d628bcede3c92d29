"""Killed while envelopes are scanned and ballots cast: every acknowledged receipt is there."""

from __future__ import annotations

import random
from typing import Any

import pytest

from tests.web.killing import Install

CLERKS = "tests.web.post.clerks"
ELECTORS = 180


def test_every_acknowledged_receipt_survives_kill_9_and_each_elector_votes_once(
    install: Install, pytestconfig: pytest.Config
) -> None:
    kills = 20 if pytestconfig.getoption("--full") else 3
    work = install.told(CLERKS, "prepare", str(ELECTORS))
    acknowledged: set[tuple[str, str]] = set()
    online: set[str] = set()
    for n in range(kills):
        scanned = {number for number, _ in acknowledged}
        left = [item for item in work if item[0] not in scanned]
        after = random.randint(1, ELECTORS // kills)
        came = install.killed(CLERKS, "scan", given=left, after=after, kill_server=n % 2 == 0)
        acknowledged |= {(number, answer) for way, number, answer in came if way == "post"}
        online |= {number for way, number, answer in came if (way, answer) == ("online", "True")}
        found = install.told(CLERKS, "figures")
        held(found, acknowledged, online)
    assert len(acknowledged) < ELECTORS  # so that it was killed amidst them
    rest = [item for item in work if item[0] not in {number for number, _ in acknowledged}]
    install.run(CLERKS, "scan", given=rest)
    found = install.told(CLERKS, "figures")
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
