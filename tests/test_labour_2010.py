"""The Labour leadership election of 2010, counted from the shipped folder as it was published.

The figures to meet are those of the folder of facts, read in place; the rule that reproduces them
is docs/rules/weighing.md.
"""

from __future__ import annotations

import csv
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from hustings.ballot import interpret
from hustings.contest import Base
from hustings.count import Count, count
from hustings.examples import example_path
from hustings.formats import Expected, Loaded, load_path, read_ballots
from hustings.rounding import percent

IDS = {
    "Diane Abbott": "abbott",
    "Ed Balls": "balls",
    "Andy Burnham": "burnham",
    "David Miliband": "d_miliband",
    "Ed Miliband": "e_miliband",
}


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(line for line in lines if not line.startswith("#")))


@pytest.fixture(scope="module")
def college() -> Loaded:
    loaded = load_path(example_path("labour-leader-2010"))
    assert isinstance(loaded, Loaded)
    return loaded


@pytest.fixture(scope="module")
def counted(college: Loaded) -> Count:
    return count(interpret(college.records, college.contest.marks), college.contest)


@pytest.fixture(scope="module")
def published(facts: Path) -> list[dict[str, str]]:
    """A row for each candidate still in at each of the four rounds: 14 of them."""
    rows = _rows(facts / "labour_leader_2010_rounds.csv")
    standing = [row for row in rows if row["status"] == "in"]
    assert len(standing) == 14
    return standing


def test_every_section_has_the_published_votes_in_every_round(
    counted: Count, published: list[dict[str, str]]
) -> None:
    found = {
        (stage.number, candidate): votes
        for stage in counted.stages
        for candidate, votes in stage.votes.items()
    }
    assert found == {
        (int(row["round"]), IDS[row["candidate"]]): tuple(
            int(row[f"section{n}_votes"]) for n in (1, 2, 3)
        )
        for row in published
    }


def test_all_42_section_points_round_to_the_published_ones(
    counted: Count, published: list[dict[str, str]]
) -> None:
    for row in published:
        stage = counted.stages[int(row["round"]) - 1]
        votes = stage.votes[IDS[row["candidate"]]]
        found = [
            percent(Fraction(v, 3 * live), 3) for v, live in zip(votes, stage.live, strict=True)
        ]
        assert found == [row[f"section{n}_pct"] for n in (1, 2, 3)], row


def test_all_14_totals_round_to_the_published_ones(
    counted: Count, published: list[dict[str, str]]
) -> None:
    for row in published:
        points = counted.stages[int(row["round"]) - 1].points[IDS[row["candidate"]]]
        assert percent(points, 2) == row["total_pct_published"], row


def test_every_transfer_is_the_published_one(counted: Count, facts: Path) -> None:
    rows = _rows(facts / "labour_leader_2010_transfers.csv")
    assert len(rows) == 36
    for row in rows:
        before, after = (counted.stages[int(row["after_round"]) + n] for n in (-1, 0))
        section = int(row["section"]) - 1
        if row["to"] == "exhausted":
            moved = before.live[section] - after.live[section]
        else:
            moved = after.transfers[row["eliminated"]][row["to"]][section]
        assert moved == int(row["votes"]), row


def test_abbott_burnham_and_balls_go_out_and_ed_miliband_is_elected(counted: Count) -> None:
    assert [s.excluded for s in counted.stages] == [("abbott",), ("burnham",), ("balls",), ()]
    assert [s.elected for s in counted.stages] == [(), (), (), ("e_miliband",)]
    assert counted.stages[-1].points["e_miliband"] == Fraction(2440642006754, 4818336576309)
    assert counted.lot_needed is None


def test_on_the_first_round_base_nobody_passes_half(college: Loaded) -> None:
    contest = replace(college.contest, base=Base.FIRST)
    last = count(interpret(college.records), contest).stages[-1]
    assert {c: percent(p) for c, p in last.points.items()} == {
        "d_miliband": "47.76",
        "e_miliband": "48.84",
    }
    assert all(points < Fraction(1, 2) for points in last.points.values())
    assert last.elected == ("e_miliband",)


def test_the_266_ballots_alone_give_the_mps_section(college: Loaded) -> None:
    contest, path = college.contest, example_path("labour-leader-2010") / "mps.csv"
    alone = read_ballots(path, expected=Expected(contest.candidates, "mps"))
    assert alone.total == 266
    section = replace(contest.sections[0], weight=None)
    first = count(interpret(alone), replace(contest, sections=(section,))).stages[0]
    assert {c: v[0] for c, v in first.votes.items()} == {
        "abbott": 7,
        "balls": 40,
        "burnham": 24,
        "d_miliband": 111,
        "e_miliband": 84,
    }


def test_exclusion_is_on_the_weighted_total_not_on_any_section_or_head_count(
    college: Loaded, counted: Count
) -> None:
    first = counted.stages[0]
    assert min(first.votes, key=lambda c: first.votes[c][2]) == "burnham"
    assert first.excluded == ("abbott",)
    unweighted = tuple(replace(s, weight=None) for s in college.contest.sections)
    by_heads = count(interpret(college.records), replace(college.contest, sections=unweighted))
    assert by_heads.stages[0].excluded == ("burnham",)


def test_balls_first_total_is_rounded_once_from_the_exact_points(counted: Count) -> None:
    assert percent(counted.stages[0].points["balls"], 6) == "11.794975"
    assert percent(counted.stages[0].points["balls"], 2) == "11.79"


def test_the_folder_holds_the_ballots_of_the_facts_and_says_which_are_invented(
    college: Loaded, facts: Path
) -> None:
    folder = example_path("labour-leader-2010")
    ours = _rows(folder / "mps.csv")
    theirs = _rows(facts / "labour_leader_2010_mp_mep_ballots.csv")
    assert ours == [{k: v for k, v in row.items() if k != "n_ranked"} for row in theirs]
    invented = _rows(facts / "labour_leader_2010_synthetic_profile_s2_s3.csv")
    for name, section in (("members", "2"), ("affiliates", "3")):
        found = [
            (row["papers"], " > ".join(row[f"rank{n}"] for n in (1, 2, 3) if row[f"rank{n}"]))
            for row in _rows(folder / f"{name}.csv")
        ]
        wanted = [(r["ballots"], r["ranking"]) for r in invented if r["section"] == section]
        assert found == wanted
        assert "# INVENTED" in (folder / f"{name}.csv").read_text(encoding="utf-8")
    assert [bool(s.invented) for s in college.contest.sections] == [False, True, True]


def test_the_stated_figures_are_those_of_the_facts(college: Loaded, facts: Path) -> None:
    rows = _rows(facts / "labour_leader_2010_turnout.csv")
    stated = {
        (r["section"], r["quantity"]): int(r["value"]) for r in rows if "_pct" not in r["quantity"]
    }
    named = zip(
        ("1 MPs and MEPs", "2 members", "3 affiliates"), college.contest.sections, strict=True
    )
    for name, section in named:
        figures = section.figures
        assert figures.valid == stated[name, "valid"]
        assert figures.returned == stated[name, "cast"]
        assert figures.rejected_stated == stated[name, "spoilt"]
        if (name, "issued") in stated:
            assert figures.issued == stated[name, "issued"]
            assert any(
                f"{figures.issued:,} papers issued are recalled" in n for n in college.contest.notes
            )
