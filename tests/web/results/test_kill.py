"""Killed while envelopes and posted papers are opened: all is opened, or nothing is, and once."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from tests.web.killing import Install

OPENERS = "tests.web.results.openers"
ENVELOPES, PAPERS = 1_100, 43
ATTEMPTS = [0, *(pytest.param(n, marks=pytest.mark.full) for n in range(1, 6))]
LINES = 1 + 3  # figures, then a line for each 500 envelopes and one for the last
SHUT = {
    "envelopes": ENVELOPES, "rankings": 0, "groups": 0, "opening": None, "opened_at": False,
    "journalled": 0, "key_kept": True,
}  # fmt: skip
ALL = ENVELOPES + PAPERS
OPENED = {
    "envelopes": 0, "rankings": ALL, "groups": ALL, "opened_at": True, "journalled": 1,
    "opening": {"envelopes": ENVELOPES, "papers": PAPERS, "participations": ALL},
    "key_kept": False, "on_disk": 0, "rotations": 0,
}  # fmt: skip


def balanced(found: Any) -> bool:
    """Whether it is opened; what there is must be one or the other, and whole."""
    expected = OPENED if found["opening"] else SHUT
    assert {name: found[name] for name in expected} == expected
    assert (found["voted"], found["readings"], found["verified"]) == (ALL, PAPERS, PAPERS)
    return found["opening"] is not None


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_an_opening_of_envelopes_and_papers_survives_kill_9_at_any_moment(
    install: Install, attempt: int
) -> None:
    sealed = install.told(OPENERS, "prepare", str(ENVELOPES), str(PAPERS))
    assert len(sealed) == ENVELOPES
    moments = [(1, 0.0), (3, 0.0), (LINES, random.uniform(0, 0.02)), (LINES, 0.03 * attempt)]
    for n, (lines, pause) in enumerate(moments if attempt else moments[1:3]):
        came = install.killed(
            OPENERS, "open", given=sealed, after=lines, pause=pause, kill_server=n % 2 == 0
        )
        if balanced(json.loads(came[0][0])):
            break
    first, *_, last = install.run(OPENERS, "open", given=sealed).splitlines()
    balanced(json.loads(first))
    assert balanced(json.loads(last))
