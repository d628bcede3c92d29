"""Thousands of candidates: tables that grow with the square of their number are left out."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Mapping
from pathlib import Path

import jsonschema
import pytest

from hustings.ballot import Profile, Ranking
from hustings.contest import Candidate, Contest
from hustings.declaration import Declaration, declare
from hustings.declaration.document import as_document, as_json
from hustings.declaration.preferences import MOST_IN_PAIRS

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "docs/spec/declaration.schema.json").read_text(encoding="utf-8"))
MEGABYTE = 2**20


def contest_of(standing: int, withdrawn: int = 0, *, rule: str = "av") -> Contest:
    candidates = tuple(
        Candidate(f"c{n}", f"Candidate {n}", n >= standing) for n in range(standing + withdrawn)
    )
    return Contest("many", "Many", candidates, rule=rule)


def declared(standing: int, withdrawn: int = 0, *, rule: str = "av") -> Declaration:
    """Everybody has a paper that goes on to the next candidate; the first has more than half."""
    contest = contest_of(standing, withdrawn, rule=rule)
    pairs = ((n, (n + 1) % standing) for n in range(standing))
    rows = [(Ranking(tuple(dict.fromkeys(pair))), (1,)) for pair in pairs]
    rows.append((Ranking((0,)), (2 * standing,)))
    ids = [c.id for c in contest.candidates]
    return declare(contest, Profile.of(ids, rows, sections=["all"]))


@pytest.mark.parametrize("rule", ["av", "plurality", "sv"])
def test_four_thousand_candidates_are_declared_in_little_memory(rule: str) -> None:
    tracemalloc.start()
    try:
        document = as_json(declared(4000, rule=rule))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(document) < 4 * MEGABYTE
    assert peak < 60 * MEGABYTE


@pytest.mark.parametrize(("standing", "there"), [(MOST_IN_PAIRS, True), (MOST_IN_PAIRS + 1, False)])
def test_up_to_two_hundred_candidates_every_pair_is_listed_and_beyond_only_what_is_held(
    standing: int, there: bool
) -> None:
    declaration = declared(standing, withdrawn=3)
    document = as_document(declaration)
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(as_json(declaration)))
    assert bool(declaration.pairwise) is there
    assert (document["pairwise"] is not None) is there
    row = document["next_preferences"]["c0"]
    assert row["to"]["c1"] == {"all": 1}
    assert row["none"] == {"all": 2 * standing}
    assert len(row["to"]) == (standing - 1 if there else 1)


def test_one_candidate_alone_has_a_table_without_pairs() -> None:
    assert as_document(declared(1))["pairwise"] == {"c0": {}}


def test_those_withdrawn_do_not_count_towards_the_limit_nor_take_up_room() -> None:
    tracemalloc.start()
    try:
        declaration = declared(3, withdrawn=4000)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert declaration.pairwise["c1"] == {"c0": (1,), "c2": (2,)}
    assert peak < 20 * MEGABYTE


def test_whoever_has_no_second_preference_reads_as_nought_in_python_all_the_same() -> None:
    row = declared(MOST_IN_PAIRS + 1).next_preferences[5]
    assert isinstance(row.to, Mapping)
    assert (row.first, row.to["c6"], row.to["c0"], row.none) == ("c5", (1,), (0,), (0,))
    assert dict(row.to.filled) == {"c6": (1,)}
    assert len(row.to) == len(list(row.to)) == MOST_IN_PAIRS
    assert "c5" not in row.to
    with pytest.raises(KeyError):
        row.to["nobody"]
