"""Fifty-four real elections that Condorcet PHP counted by its "Instant-runoff" as well.

Equal ranks are passed over here as there. Two things differ, both by rule and not by mistake:

- *Ties.* Here earlier stages tell candidates level for exclusion apart, else a lot; there a
  pairwise comparison of those level does, and all who are still level go out together.
- *After the winner* the other count goes on without him or her to rank the rest; its further
  rounds have no counterpart.
"""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest

from hustings.contest import MarkPolicy, Overvote, TieOrder
from hustings.count import By, Count
from tests.golden.following import (
    Row,
    as_in,
    contest_of,
    count_drawing,
    deciding,
    profile_of,
    votes_of,
)
from tests.golden.readers_ballots import read_cvotes
from tests.places import list_cases

ELECTIONS = [path.parent.name for path in list_cases("tideman", "*/*.cvotes")]
SKIP = MarkPolicy(overvote=Overvote.SKIP)

# Their winner is not the one found here, or not whatever the lots.
DIFFERENT_WINNER = {
    "A67": "two candidates end level with each other; there that is the result, here the Act's tie "
    "rule elects the one who led at the first stage",
    "A33": "nine papers for 18 candidates, ten of them without any: with lots alone to settle ties "
    "somebody else can win; earlier stages or their comparisons elect the same candidate",
}

# Several went out together there, so that the stages between have no counterpart.
TOGETHER = {"A13", "A15", "A23", "A33"}

# Their round that one exclusion after another does not reach: of those level the first to go out
# gives another a further paper, so that the next to go is somebody else.
NOT_REACHED = {"A23": [20]}


def read(cases: Path, election: str) -> tuple[list[str], list[Row], dict[str, Any]]:
    folder = cases / "tideman" / election
    names, rows = read_cvotes(folder / f"{election}-aggregated-votes-implicit.cvotes")
    (report,) = folder.glob("*-Instant-runoff.json")
    return names, rows, json.loads(report.read_text(encoding="utf-8"))


def count_by(names: list[str], rows: list[Row], order: TieOrder, seed: int) -> Count:
    contest = contest_of(names, marks=SKIP, tie_order=order)
    random = Random(seed)
    return count_drawing(
        profile_of(contest, rows), contest, lambda asked: random.choice(asked.candidates)
    )[0]


def following(names: list[str], rows: list[Row], report: dict[str, Any]) -> Count:
    """The count with every tie settled as it was settled there."""
    contest = contest_of(names, marks=SKIP, tie_order=TieOrder.LOT)
    rounds = list(report["Stats"]["rounds"].values())
    first = report["Ranking"].split(" > ")[0].split(" = ")
    return count_drawing(profile_of(contest, rows), contest, as_in(rounds, first[:1]))[0]


def test_the_collection_has_54_elections() -> None:
    assert len(ELECTIONS) in {0, 54}  # none where the cases are absent


@pytest.mark.parametrize("election", ELECTIONS)
def test_the_winner_is_theirs_by_the_tie_rule_of_the_act_whatever_the_lots(
    cases: Path, election: str
) -> None:
    names, rows, report = read(cases, election)
    winner = report["Ranking"].split(" > ")[0]
    ours = {count_by(names, rows, TieOrder.FORWARD, seed).elected for seed in range(3)}
    assert (ours == {(winner,)}) == (election != "A67")


@pytest.mark.parametrize("election", ELECTIONS)
def test_with_ties_settled_as_they_were_there_every_stage_has_their_votes(
    cases: Path, election: str
) -> None:
    names, rows, report = read(cases, election)
    rounds = list(report["Stats"]["rounds"].values())
    counted = following(names, rows, report)
    ours = [votes_of(stage) for stage in counted.stages]
    ours_by_set = {frozenset(votes): votes for votes in ours}
    (winner,) = counted.elected
    theirs = {n: r for n, r in enumerate(rounds, 1) if winner in r and len(r) >= len(ours[-1])}
    together = any(len(a) - len(b) > 1 for a, b in pairwise(theirs.values()))
    assert together == (election in TOGETHER)
    met = {n: ours_by_set[frozenset(r)] for n, r in theirs.items() if frozenset(r) in ours_by_set}
    assert met == {n: theirs[n] for n in met}
    assert [n for n in theirs if n not in met] == NOT_REACHED.get(election, [])
    assert together or len(met) == len(ours)
    stage = counted.stages[deciding(counted) - 1]
    assert stage.elected == (report["Ranking"].split(" > ")[0].split(" = ")[0],)
    if len(stage.votes) > 2:
        # their majority is of all papers, ours of the live ones: it decided no election here
        assert stage.elected_by is By.MAJORITY


def test_a67_ends_level_and_the_act_elects_whoever_led_at_the_first_stage(cases: Path) -> None:
    names, rows, report = read(cases, "A67")
    assert report["Ranking"].startswith("6 = 7 > ")
    *_, last = report["Stats"]["rounds"].values()
    assert last["6"] == last["7"]
    counted = count_by(names, rows, TieOrder.FORWARD, 0)
    first, stage = counted.stages[0], counted.stages[-1]
    assert votes_of(stage) == last
    assert votes_of(first)["7"] > votes_of(first)["6"]
    assert (stage.elected, stage.elected_by) == (("7",), By.TIE)
    assert stage.tie is not None
    assert (stage.tie.stage, stage.tie.by_lot) == (1, False)
    assert {count_by(names, rows, TieOrder.LOT, seed).elected for seed in range(40)} == {
        ("6",),
        ("7",),
    }


def test_a33_hangs_on_the_lots_where_earlier_stages_may_not_settle_ties(cases: Path) -> None:
    names, rows, report = read(cases, "A33")
    rounds = list(report["Stats"]["rounds"].values())
    assert sum(n for _, n in rows) == 9
    assert [c for c, n in rounds[0].items() if n > 1] == ["O"]
    assert list(rounds[0].values()).count(0) == 10
    assert set(rounds[8]) - set(rounds[9]) == {"C", "F", "H", "N", "Q"}, "five went out together"
    for order in (TieOrder.FORWARD, TieOrder.BACKWARD):
        assert {count_by(names, rows, order, seed).elected for seed in range(40)} == {("O",)}
    assert {count_by(names, rows, TieOrder.LOT, seed).elected for seed in range(40)} == {
        ("O",),
        ("H",),
    }


def test_elections_that_differ_are_named_and_no_others() -> None:
    assert set(DIFFERENT_WINNER) | TOGETHER | set(NOT_REACHED) <= set(ELECTIONS) or not ELECTIONS
