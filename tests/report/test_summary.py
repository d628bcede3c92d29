"""The summary has the shape of other people's files, and the figures of the stages."""

from __future__ import annotations

import json
from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from hustings.declaration import Declaration
from hustings.errors import RuleError
from hustings.report.summary import EXHAUSTED, rcvis_summary
from hustings.rounding import rounded
from tests.report.declarations import STATES, TURNED, college, declared, hostile, plain

OUR_OWN = {"config.notes: list", "config.notes[]: str"}
"""The one key that the shape does not know, and that its readers pass over."""

EVERY_STATE = pytest.mark.parametrize("state", STATES.values(), ids=STATES)


def _shape(value: Any, at: str = "") -> set[str]:
    """Each path of a JSON value with its type; names of candidates count as one key."""
    found = {f"{at}: {type(value).__name__}"} if at else set()
    if isinstance(value, dict):
        names = at.endswith(("tally", "transfers"))
        for key, held in value.items():
            found |= _shape(held, f"{at}.{'NAME' if names else key}".lstrip("."))
    elif isinstance(value, list):
        for held in value:
            found |= _shape(held, f"{at}[]")
    return found


def _known(cases: Path) -> Iterable[dict[str, Any]]:
    paths = [
        *sorted((cases / "rcvformats" / "testdata" / "inputs").glob("u*/*.json")),
        *sorted((cases / "rcvformats" / "testdata" / "conversions").glob("*.json")),
        *sorted((cases / "rctab").rglob("*_detailed_report.json")),
    ]
    assert len(paths) > 30
    return (json.loads(path.read_text(encoding="utf-8")) for path in paths)


@EVERY_STATE
def test_every_key_and_type_is_one_that_other_files_have(cases: Path, state) -> None:  # type: ignore[no-untyped-def]
    known = set().union(*(_shape(document) for document in _known(cases)))
    ours = _shape(json.loads(rcvis_summary(state())))
    assert ours - OUR_OWN <= known


def test_what_every_other_file_has_is_there(cases: Path) -> None:
    def keys(document: dict[str, Any]) -> set[str]:
        return {path.split(":")[0] for path in _shape(document)}

    everywhere = set.intersection(*(keys(document) for document in _known(cases)))
    assert "results[].tally.NAME" in everywhere
    assert everywhere <= keys(json.loads(rcvis_summary(plain())))


@EVERY_STATE
def test_tallies_are_the_stages_and_transfers_lead_from_one_to_the_next(state) -> None:  # type: ignore[no-untyped-def]
    declaration = state()
    names = {c.id: c.name for c in declaration.contest.candidates}
    rounds = json.loads(rcvis_summary(declaration))["results"]
    assert [r["round"] for r in rounds] == [s.number for s in declaration.stages]
    for stage, result in zip(declaration.stages, rounds, strict=True):
        assert result["tally"] == {names[c]: _number(declaration, stage, c) for c in stage.votes}
    if not declaration.contest.weighted:
        _check_transfers(rounds)


def _number(declaration: Declaration, stage: Any, candidate: str) -> str:
    if declaration.contest.weighted:
        return rounded(stage.points[candidate] * 100, 6)
    return str(stage.total(candidate))


def _check_transfers(rounds: list[dict[str, Any]]) -> None:
    for before, after in pairwise(rounds):
        expected = {name: int(n) for name, n in before["tally"].items()}
        for result in before["tallyResults"]:
            if "eliminated" in result:
                moved = {name: int(n) for name, n in result["transfers"].items()}
                assert sum(moved.values()) == expected.pop(result["eliminated"])
                moved.pop(EXHAUSTED, None)
                for name, papers in moved.items():
                    expected[name] += papers
        assert expected == {name: int(n) for name, n in after["tally"].items()}


def test_one_section_of_a_weighted_contest_is_given_in_its_papers() -> None:
    document = json.loads(rcvis_summary(college(), section="members"))
    assert document["config"]["contest"] == "Tree of the year: Members"
    assert document["results"][0]["tally"] == {
        "Ash": "38", "Birch": "34", "Cedar": "20", "Dogwood": "8",
    }  # fmt: skip
    _check_transfers(document["results"])


def test_a_weighted_contest_gives_points_without_transfers_and_says_so() -> None:
    document = json.loads(rcvis_summary(college()))
    tallies = [Fraction(n) for n in document["results"][0]["tally"].values()]
    assert abs(sum(tallies, Fraction(0)) - 100) < Fraction(1, 10_000)
    gone = [
        r for result in document["results"] for r in result["tallyResults"] if "eliminated" in r
    ]
    assert gone
    assert not any("transfers" in r for r in gone)
    assert "no transfers are given in points" in document["config"]["notes"][0]
    assert any("made up" in note for note in document["config"]["notes"])


def test_a_section_that_there_is_not_is_refused() -> None:
    with pytest.raises(
        RuleError, match="no section 'lords'; the sections are mps, members, unions"
    ):
        rcvis_summary(college(), section="lords")


def test_a_candidate_named_as_lost_papers_are_is_told_apart() -> None:
    document = json.loads(rcvis_summary(declared(TURNED, names=("Ash", "exhausted", "C", "D"))))
    assert "exhausted (b)" in document["results"][0]["tally"]


def test_any_name_passes_through_json() -> None:
    assert len(json.loads(rcvis_summary(hostile()))["results"][0]["tally"]) == 4
