"""Burlington 2009 in two forms, against its published rounds; first preferences of Govan 2007."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hustings.ballot import Profile
from hustings.contest import Contest, Heading
from hustings.count import By, Count, count
from hustings.declaration.figures import pairwise
from hustings.formats import read_ballots
from tests.golden.following import Row, contest_of, out_of_count, profile_of, votes_of
from tests.golden.readers_ballots import read_long_csv


def read_preflib(path: Path) -> tuple[list[str], list[Row]]:
    """Candidates and papers of a PrefLib file, as hustings reads it."""
    records = read_ballots(path)
    return [c.name for c in records.candidates], [(ranks, sum(n)) for ranks, n in records.rows()]


BURLINGTON = {
    "burlington_2009_00005-00000002.toi": read_preflib,
    "burlington_2009.normalized.csv": read_long_csv,
}


@pytest.fixture
def published(cases: Path) -> dict[str, Any]:
    path = cases / "irv-raire" / "rankedvote_rounds" / "us_vt_btv_2009_03_mayor.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def counted_from(names: list[str], rows: list[Row]) -> tuple[Contest, Profile, Count]:
    contest = contest_of(name.replace("Write-In", "Write-in") for name in names)
    profile = profile_of(contest, rows)
    return contest, profile, count(profile, contest)


@pytest.mark.parametrize("file", BURLINGTON)
def test_burlington_2009_elects_kiss_through_its_published_rounds(
    cases: Path, published: dict[str, Any], file: str
) -> None:
    """Three were excluded in one batch there, so three of our five stages have a counterpart."""
    names, rows = BURLINGTON[file](cases / "preflib-real" / file)
    assert sum(n for _, n in rows) == published["ballots"]
    _, profile, counted = counted_from(names, rows)
    assert profile.rejected == {Heading.MORE_THAN_ONE_FIRST: (4,)}
    ours = {frozenset(stage.votes): stage for stage in counted.stages}
    assert len(counted.stages) == 5
    for round_there in published["rounds"]:
        tally = {c: n for c, n in round_there["tally"].items() if c != "EXHAUSTED"}
        stage = ours[frozenset(tally)]
        out = out_of_count(stage)
        assert votes_of(stage) == tally
        assert out.get("no_further_preference", 0) == round_there["undervote"]
        assert out.get("overvote", 0) + 4 == round_there["overvote"]
    last = {t["to"]: t["count"] for t in round_there["transfers"] if t["to"] != "EXHAUSTED"}
    moved = counted.stages[-1].transfers["Andy Montroll"]
    assert {to: sum(papers) for to, papers in moved.items()} == last
    assert counted.elected == ("Bob Kiss",)
    assert counted.stages[-1].elected_by is By.MAJORITY


@pytest.mark.parametrize("file", BURLINGTON)
def test_montroll_who_was_excluded_third_beats_each_other_candidate_in_burlington(
    cases: Path, file: str
) -> None:
    contest, profile, counted = counted_from(*BURLINGTON[file](cases / "preflib-real" / file))
    table = pairwise(contest, profile)
    beats_all = [a for a in table if all(sum(table[a][b]) > sum(table[b][a]) for b in table[a])]
    assert beats_all == ["Andy Montroll"]
    assert table["Andy Montroll"]["Bob Kiss"] == (4064,)
    assert table["Bob Kiss"]["Andy Montroll"] == (3476,)
    assert counted.stages[-2].excluded == ("Andy Montroll",)


@pytest.mark.parametrize("form", ["soi", "toc"])
def test_first_preferences_of_govan_2007_are_those_of_the_reference(cases: Path, form: str) -> None:
    names, rows = read_preflib(cases / "preflib-real" / f"govan_2007_00008-00000009.{form}")
    _, _, counted = counted_from(names, rows)
    reference = cases / "droop" / "ref" / "json" / "scotland"
    path = reference / "Govan-2007-scotland-fixed-p5-d5.txt"
    actions = json.loads(path.read_text(encoding="utf-8"))["actions"]
    first = next(action["cstate"] for action in actions if "cstate" in action)
    expected = [int(float(first[str(n)]["vote"])) for n in range(1, len(names) + 1)]
    assert list(votes_of(counted.stages[0]).values()) == expected
    assert sum(expected) == 9560
