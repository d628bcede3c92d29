"""The college of 2010: every published figure, from the real ballots and the invented profile.

Sections 2 and 3 are counted from the profile that was invented to give the published votes; what is
tested is that one rule of weighing, and no other tried here, gives every published share and total.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from hustings.ballot import CastVoteRecords, Profile, Ranks, interpret, ranks_of
from hustings.contest import Base, Candidate, Contest, Section
from hustings.count import By, Count, count
from hustings.rounding import percent

IDS = {
    "abbott": "Diane Abbott", "balls": "Ed Balls", "burnham": "Andy Burnham",
    "d_miliband": "David Miliband", "e_miliband": "Ed Miliband",
}  # fmt: skip
SECTIONS = ("mps", "members", "affiliates")
FINAL = Fraction(244064200675400, 4818336576309)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def ballots(facts: Path) -> Iterator[tuple[Ranks, int, int]]:
    numbers = {name: n for n, name in enumerate(IDS)}
    for row in rows_of(facts / "labour_leader_2010_mp_mep_ballots.csv"):
        yield ranks_of({n: row[name] for name, n in numbers.items()}), 0, 1
    for row in rows_of(facts / "labour_leader_2010_synthetic_profile_s2_s3.csv"):
        ranking = [numbers[name.strip()] for name in row["ranking"].split(">")]
        yield tuple((n,) for n in ranking), int(row["section"]) - 1, int(row["ballots"])


def college(**options: object) -> Contest:
    third = Fraction(1, 3)
    return Contest(
        "labour-leader-2010", "Labour Party leadership election 2010",
        tuple(Candidate(i, name) for i, name in IDS.items()),
        tuple(Section(s, s, third) for s in SECTIONS), **options,  # type: ignore[arg-type]
    )  # fmt: skip


@pytest.fixture
def profile(facts: Path) -> Profile:
    return interpret(
        CastVoteRecords.gather(college().candidates, ballots(facts), sections=SECTIONS)
    )


@pytest.fixture
def counted(profile: Profile) -> Count:
    return count(profile, college())


def test_all_published_votes_shares_and_totals_come_out(counted: Count, facts: Path) -> None:
    figures = totals = 0
    for row in rows_of(facts / "labour_leader_2010_rounds.csv"):
        if row["status"] != "in":
            continue
        stage = counted.stages[int(row["round"]) - 1]
        (name,) = [i for i, full in IDS.items() if full == row["candidate"]]
        for n in range(3):
            votes = stage.votes[name][n]
            assert votes == int(row[f"section{n + 1}_votes"])
            assert percent(Fraction(votes, 3 * stage.live[n]), 3) == row[f"section{n + 1}_pct"]
            figures += 1
        assert percent(stage.points[name]) == row["total_pct_published"]
        totals += 1
    assert (figures, totals) == (42, 14)
    assert len(counted.stages) == 4


def test_transfers_and_non_transferable_papers_are_the_published_differences(
    counted: Count, facts: Path
) -> None:
    rows = rows_of(facts / "labour_leader_2010_transfers.csv")
    assert len(rows) == 36
    for row in rows:
        n, before = int(row["section"]) - 1, counted.stages[int(row["after_round"]) - 1]
        after = counted.stages[before.number]
        assert before.votes[row["eliminated"]][n] == int(row["votes_of_eliminated"])
        if row["to"] == "exhausted":
            moved = before.live[n] - after.live[n]
        else:
            moved = after.transfers[row["eliminated"]][row["to"]][n]
        assert moved == int(row["votes"])


def test_abbott_burnham_and_balls_go_out_and_ed_miliband_has_the_exact_final_share(
    counted: Count,
) -> None:
    assert [s.excluded for s in counted.stages] == [("abbott",), ("burnham",), ("balls",), ()]
    assert counted.elected == ("e_miliband",)
    assert counted.stages[-1].elected_by is By.MAJORITY
    assert counted.stages[-1].points["e_miliband"] * 100 == FINAL
    assert percent(counted.stages[0].points["balls"], 6) == "11.794975"


def test_on_the_base_of_the_first_stage_nobody_passes_half(profile: Profile) -> None:
    last = count(profile, college(base=Base.FIRST)).stages[-1]
    assert {c: percent(p) for c, p in last.points.items()} == {
        "d_miliband": "47.76",
        "e_miliband": "48.84",
    }
    assert (last.elected, last.elected_by) == (("e_miliband",), By.MORE_OF_TWO)


def test_a_plain_head_count_would_have_put_burnham_out_first(profile: Profile) -> None:
    plain = Contest("c", "C", college().candidates, tuple(Section(s, s) for s in SECTIONS))
    assert count(profile, plain).stages[0].excluded == ("burnham",)
    first = count(profile, college()).stages[0]
    assert min(first.votes, key=lambda c: first.votes[c][2]) == "burnham"
    assert first.excluded == ("abbott",)


def test_the_266_ballots_alone_give_their_first_preferences(facts: Path) -> None:
    rows = [(ranks, 0, n) for ranks, section, n in ballots(facts) if section == 0]
    contest = Contest("c", "C", college().candidates)
    records = CastVoteRecords.gather(contest.candidates, rows, sections=["all"])
    first = count(interpret(records), contest).stages[0]
    assert first.live == (266,)
    assert {c: v[0] for c, v in first.votes.items()} == {
        "abbott": 7, "balls": 40, "burnham": 24, "d_miliband": 111, "e_miliband": 84,
    }  # fmt: skip
