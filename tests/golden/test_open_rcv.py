"""Tiny instant-runoff cases made by hand; one that ends at a tie gives the rounds before it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hustings.contest import TieOrder
from hustings.count import count
from tests.golden.following import Row, contest_of, profile_of, votes_of
from tests.places import CASES, list_cases

NAMES = ("Ann", "Bob", "Carol", "Dave", "Ellen", "Fred")


def read_cases(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["test_cases"]
    return found


def read_row(ballot: str) -> Row:
    papers, *marks = map(int, ballot.split())
    return tuple((mark - 1,) for mark in marks), papers


NUMBERS = [
    case["_meta"]["index"]
    for path in list_cases("open-rcv-tests", "irv.json")
    for case in read_cases(path)
]


@pytest.mark.parametrize("number", NUMBERS)
def test_every_round_has_the_totals_of_the_case(cases: Path, number: int) -> None:
    (case,) = [
        case
        for case in read_cases(cases / "open-rcv-tests" / "irv.json")
        if case["_meta"]["index"] == number
    ]
    rounds = case["output"]["rounds"]
    contest = contest_of(NAMES[: case["input"]["candidate_count"]], tie_order=TieOrder.LOT)
    counted = count(profile_of(contest, map(read_row, case["input"]["ballots"])), contest)
    assert [votes_of(stage) for stage in counted.stages] == [r["totals"] for r in rounds]
    assert list(counted.elected) == rounds[-1].get("elected", [])
    assert (counted.lot_needed is None) == ("elected" in rounds[-1])


def test_the_cases_are_all_there() -> None:
    assert len(NUMBERS) == 12 or not CASES.is_dir()
