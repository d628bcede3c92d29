"""Killed under load, again and again: every acknowledged vote is there, and each one once."""

from __future__ import annotations

import random

import pytest

from tests.web.killing import Install

VOTERS = "tests.web.booth.voters"
VOTES = 600


def test_every_acknowledged_vote_survives_kill_9_and_counts_once(
    install: Install, pytestconfig: pytest.Config
) -> None:
    kills = 20 if pytestconfig.getoption("--full") else 3
    ballots = install.told(VOTERS, "prepare", str(VOTES))
    acknowledged: dict[int, str] = {}
    for n in range(kills):
        left = [b for b in ballots if b[0] not in acknowledged]
        after = random.randint(1, VOTES // kills)
        came = install.killed(VOTERS, "cast", given=left, after=after, kill_server=n % 2 == 0)
        assert came
        acknowledged |= {int(elector): receipt for elector, receipt in came}
        found = install.told(VOTERS, "figures")
        assert acknowledged.items() <= {int(k): v for k, v in found["receipts"].items()}.items()
        assert found["envelopes"] == len(found["receipts"])
        assert {int(k) for k in found["receipts"]}.isdisjoint(found["live"])
    assert len(acknowledged) < VOTES  # so that it was killed amidst them
    assert install.told(VOTERS, "figures")["live"]
    rest = [b for b in ballots if b[0] not in acknowledged]  # with the same forms as before
    install.run(VOTERS, "cast", given=rest)
    found = install.told(VOTERS, "figures")
    assert (len(found["receipts"]), found["envelopes"], found["live"]) == (VOTES, VOTES, [])


@pytest.mark.skipif("config.getoption('--database') != 'sqlite'", reason="SQLite's writer alone")
def test_a_process_and_the_one_forked_from_it_each_have_a_writer_and_end_with_it(
    install: Install,
) -> None:
    ballots = install.told(VOTERS, "prepare", "60")
    said = install.run(VOTERS, "fork", given=ballots)
    assert len(said.splitlines()) == 60
    found = install.told(VOTERS, "figures")
    assert (len(found["receipts"]), found["envelopes"], found["live"]) == (60, 60, [])
