"""Nine real elections of the United States and New South Wales, and one tie at nought."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hustings.contest import Heading, TieOrder
from hustings.count import Act, LotNeeded, count
from tests.golden.following import contest_of, count_drawing, profile_of, votes_of
from tests.golden.readers_ballots import read_raire
from tests.places import CASES, list_cases

FILES = [p.relative_to(CASES / "irv-raire") for p in list_cases("irv-raire", "*/*.raire")]
ROUNDS = [path.name for path in list_cases("irv-raire", "rankedvote_rounds/*.json")]


def first_named(asked: LotNeeded) -> str:
    return asked.candidates[0]


@pytest.mark.parametrize("file", FILES, ids=str)
def test_the_winner_is_the_one_declared(cases: Path, file: Path) -> None:
    expected = json.loads((cases / "irv-raire" / "expected.json").read_text(encoding="utf-8"))
    candidates, winner, rows = read_raire(cases / "irv-raire" / file)
    assert expected[str(file)]["candidates"] == candidates
    assert expected[str(file)]["winner"] == winner
    assert "order" not in expected[str(file)], "an order of exclusion is given: compare it too"
    contest = contest_of(candidates)
    profile = profile_of(contest, rows)
    counted, lots = count_drawing(profile, contest, first_named)
    assert counted.elected == (winner,)
    assert bool(lots.lots) == (file.name == "Aspen_2009_CityCouncil.raire")
    papers = sum(n for ranks, n in rows if ranks)
    blank = sum(n for ranks, n in rows if not ranks)
    assert profile.rejected == ({Heading.UNMARKED: (blank,)} if blank else {})
    assert bool(blank) == str(file).startswith("NSW")
    for stage in counted.stages:
        gone = sum(sum(v) for v in stage.non_transferable.values())
        assert sum(votes_of(stage).values()) + gone == papers


def test_a_tie_at_nought_in_aspen_asks_for_a_lot_before_it_goes_on(cases: Path) -> None:
    candidates, winner, rows = read_raire(cases / "irv-raire/US/Aspen_2009_CityCouncil.raire")
    contest = contest_of(candidates)
    profile = profile_of(contest, rows)
    first = count(profile, contest)
    assert first.lot_needed == LotNeeded(1, ("10", "11"), Act.EXCLUDE)
    assert (votes_of(first.stages[0])["10"], votes_of(first.stages[0])["11"]) == (0, 0)
    assert first.elected == ()
    for order in TieOrder:
        for place in (0, -1):
            either = contest_of(candidates, tie_order=order)
            drawn, lots = count_drawing(profile, either, lambda asked: asked.candidates[place])  # noqa: B023
            assert drawn.elected == (winner,)
            assert lots.lots[0].candidates == {"10", "11"}


# Nothing in the files joins the numbers of the .raire file and the published names but the votes.
OAKLAND = {
    "393": "Don Perata", "397": "Jean Quan", "402": "Rebecca Kaplan", "399": "Joe Tuman",
    "400": "Marcie Hodge", "394": "Terence Candell", "396": "Don Macleay", "395": "Greg Harland",
    "401": "Larry Lionel “Ll” Young Jr.", "398": "Arnold Fields", "87": "Write-In",
}  # fmt: skip

# Votes in the .raire file less those published: it holds 119,607 cleaned ballots, the published
# rounds count 119,256 raw ones, 147 of them overvoted from the first.
OAKLAND_MORE = [
    {"Don Perata": 347, "Jean Quan": 74, "Rebecca Kaplan": 21, "Joe Tuman": 15, "Marcie Hodge": 6,
     "Terence Candell": 26, "Don Macleay": 2, "Greg Harland": 1, "Larry Lionel “Ll” Young Jr.": 2,
     "Arnold Fields": 3, "Write-In": 1},
    {"Don Perata": 356, "Jean Quan": 75, "Rebecca Kaplan": 21},
    {"Don Perata": 357, "Jean Quan": 75},
]  # fmt: skip


def test_oakland_2010_follows_its_published_rounds_but_for_the_ballots_cleaned_since(
    cases: Path,
) -> None:
    """The published rounds exclude eight in one batch, so three of our stages have a counterpart.

    The transfers of the last exclusion, which decided, are the same to one ballot.
    """
    folder = cases / "irv-raire"
    candidates, _, rows = read_raire(folder / "US" / "Oakland_2010_Mayor.raire")
    report = folder / "rankedvote_rounds" / "us_ca_alameda_2010_11_oakland-mayor.json"
    published = json.loads(report.read_text(encoding="utf-8"))
    contest = contest_of(candidates)
    counted = count(profile_of(contest, rows), contest)
    ours = [{OAKLAND[c]: n for c, n in votes_of(stage).items()} for stage in counted.stages]
    more = []
    for published_round in published["rounds"]:
        tally = {c: n for c, n in published_round["tally"].items() if c != "EXHAUSTED"}
        (same,) = [votes for votes in ours if set(votes) == set(tally)]
        more.append({c: same[c] - n for c, n in tally.items()})
    assert more == OAKLAND_MORE
    assert sum(n for _, n in rows) - published["ballots"] + 147 == sum(OAKLAND_MORE[0].values())
    assert [OAKLAND[c] for c in counted.elected] == ["Jean Quan"]
    batch = {c["name"] for c in published["candidates"] if c["roundEliminated"] == 1}
    assert {OAKLAND[c] for stage in counted.stages[:8] for c in stage.excluded} == batch


@pytest.mark.parametrize("file", ROUNDS)
def test_the_published_rounds_account_for_every_ballot(cases: Path, file: str) -> None:
    report = json.loads((cases / "irv-raire/rankedvote_rounds" / file).read_text(encoding="utf-8"))
    before: dict[str, int] = {}
    for published in report["rounds"]:
        tally = published["tally"]
        continuing = {c: n for c, n in tally.items() if c != "EXHAUSTED"}
        assert sum(tally.values()) == report["ballots"]
        assert sum(continuing.values()) == published["continuing"]
        assert published["undervote"] + published["overvote"] == tally.get("EXHAUSTED", 0)
        _transfers_explain(before, tally, published["transfers"])
        before = tally


def _transfers_explain(
    before: dict[str, int], after: dict[str, int], transfers: list[dict[str, Any]]
) -> None:
    if not before:
        assert not transfers
        return
    for candidate, votes in after.items():
        gain = sum(t["count"] for t in transfers if t["to"] == candidate)
        assert votes == before.get(candidate, 0) + gain
    for gone in set(before) - set(after):
        assert before[gone] == sum(t["count"] for t in transfers if t["frm"] == gone)
