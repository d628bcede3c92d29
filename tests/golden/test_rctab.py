"""RCTab's own conformance folders where one seat is filled by plain instant runoff.

Three things of theirs have a counterpart here without being the same:

- *Undeclared write-ins* go out in the first round, however many votes they have. Here they are an
  ordinary candidate at the first stage, and withdrawn in the count that gives the later ones.
- *Batch elimination*: several who cannot win go out at once. Here one goes after another, so a
  round of theirs is held against the stage at which the same candidates continue.
- *Overvotes and skipped ranks before any preference* make a ballot inactive there and a rejected
  paper here; a blank one is an undervote there and an unmarked paper here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hustings.ballot import Profile
from hustings.contest import Contest, Heading
from hustings.count import Count, Stage
from tests.golden.following import (
    as_in,
    contest_of,
    count_drawing,
    out_of_count,
    profile_of,
    votes_of,
)
from tests.golden.readers_rctab import WRITE_INS, Folder, read_folder
from tests.places import list_cases

MULTI_SEAT = "several seats by transferable votes with surpluses"

LEFT_OUT = {
    "2013_minneapolis_park": MULTI_SEAT,
    "2013_minneapolis_park_hare": MULTI_SEAT,
    "minneapolis_multi_seat_threshold": MULTI_SEAT,
    "test_set_multi_winner_fractional_threshold": MULTI_SEAT,
    "multi_seat_bottoms_up_with_dynamic_threshold": "elects all above a share of the votes",
    "2018_maine_governor_primary": "its cast vote records are not in the set",
    "conversions_from_ess": "tests a conversion and has no report of a count",
    "nist_xml_cdf_2": "elects somebody without a single vote; here no votes elect nobody",
    "exhaust_if_multiple_continuing": "an overvote counts for the one of its candidates who alone "
    "continues, which depends on the round; marks are judged here before the count",
}

# Told to stop after one round, at which all three are level.
NO_WINNER = {"stop_tabulation_early_test"}

# Folders of input that others name; no contest of their own.
INPUT_ONLY = {"_shared", "unisyn_cvrs"}

FOLDERS = sorted({path.parent.name for path in list_cases("rctab", "*/*_config.json")})
COMPARED = [name for name in FOLDERS if name not in LEFT_OUT]


class Reported:
    """One report of RCTab's: its rounds, and who was eliminated or elected in each."""

    def __init__(self, path: Path) -> None:
        report: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        self.results: list[dict[str, Any]] = report["results"]
        self.summary: dict[str, Any] = report["summary"]
        self.rounds = [{c: int(n) for c, n in r["tally"].items()} for r in self.results]

    @property
    def elected(self) -> list[str]:
        return [t["elected"] for r in self.results for t in r["tallyResults"] if "elected" in t]

    def eliminated(self, number: int) -> dict[str, dict[str, int]]:
        """Of each candidate eliminated in that round, the ballots that moved to each other."""
        return {
            t["eliminated"]: {c: int(n) for c, n in t["transfers"].items()}
            for t in self.results[number]["tallyResults"]
            if "eliminated" in t
        }


def reports_of(folder: Path) -> Iterator[Reported]:
    for path in sorted(folder.glob("*_expected_detailed_report.json")):
        yield Reported(path)


def contest_for(folder: Folder, *withdrawn: str) -> Contest:
    contest = contest_of(
        folder.names, marks=folder.marks, base=folder.base, tie_order=folder.tie_order,
        to_two=folder.to_two,
    )  # fmt: skip
    return replace(
        contest,
        candidates=tuple(replace(c, withdrawn=c.id in withdrawn) for c in contest.candidates),
    )


def counted_along(folder: Folder, profile: Profile, report: Reported, *withdrawn: str) -> Count:
    contest = contest_for(folder, *withdrawn)
    return count_drawing(profile, contest, as_in(report.rounds, report.elected))[0]


def inactive(stage: Stage, profile: Profile) -> dict[str, str]:
    """Papers out of the count at a stage in RCTab's words."""
    out = out_of_count(stage)
    rejected = {h: sum(papers) for h, papers in profile.rejected.items()}
    found = {
        "exhaustedChoices": out.get("no_further_preference", 0),
        "overvotes": out.get("overvote", 0) + rejected.get(Heading.MORE_THAN_ONE_FIRST, 0),
        "repeatedRankings": out.get("candidate_twice", 0),
        "skippedRankings": out.get("skipped_ranks", 0) + rejected.get(Heading.UNCERTAIN, 0),
    }
    return {cause: str(number) for cause, number in found.items()}


def compare_round(
    report: Reported, number: int, stages: Sequence[Stage], at: int, profile: Profile
) -> None:
    """Hold one round of theirs against the stage of ours at which the same candidates continue."""
    stage, tally = stages[at], report.rounds[number]
    votes = votes_of(stage)
    assert votes == tally
    assert inactive(stage, profile) == report.results[number]["inactiveBallots"]
    gone = report.eliminated(number)
    if len(gone) == 1 and at + 1 < len(stages) and set(stage.excluded) == set(gone):
        (name,) = gone
        moved = {c: sum(v) for c, v in stages[at + 1].transfers[name].items() if any(v)}
        lost = votes[name] - sum(moved.values())
        assert gone[name] == moved | ({"exhausted": lost} if lost else {})


def compare_all(folder: Folder, report: Reported, *before: str) -> int:
    """Compare every round that has a counterpart; give how many had none."""
    profile = profile_of(contest_for(folder), folder.rows)
    gone = (*folder.excluded, *before)
    opening = WRITE_INS in report.eliminated(0)
    if opening:
        counted = counted_along(folder, profile, report, *gone)
        compare_round(report, 0, counted.stages[:1], 0, profile)
    if WRITE_INS in folder.names:
        gone = (*gone, WRITE_INS)
    counted = counted_along(folder, profile, report, *gone)
    at = {frozenset(stage.votes): n for n, stage in enumerate(counted.stages)}
    missing = 0
    for number in range(int(opening), len(report.rounds)):
        place = at.get(frozenset(report.rounds[number]))
        if place is None:
            missing += 1
        else:
            compare_round(report, number, counted.stages, place, profile)
    assert list(counted.elected) == report.elected
    return missing


@pytest.mark.parametrize("name", COMPARED)
def test_every_round_has_the_same_votes_transfers_and_inactive_ballots(
    cases: Path, name: str
) -> None:
    folder = read_folder(cases / "rctab" / name)
    before: list[str] = []
    for report in reports_of(cases / "rctab" / name):
        assert compare_all(folder, report, *before) == 0
        before += report.elected
        assert sum(papers for _, papers in folder.rows) == int(report.summary["totalNumBallots"])
        blank = sum(papers for ranks, papers in folder.rows if not any(ranks))
        assert blank == report.summary["undervotes"]
    assert before or name in NO_WINNER


def test_every_folder_is_compared_or_named_with_its_reason() -> None:
    assert set(LEFT_OUT) <= set(FOLDERS) or not FOLDERS
    assert all(LEFT_OUT.values())
    folders = {path.name for path in list_cases("rctab", "*/")}
    assert folders == {*COMPARED, *LEFT_OUT, *INPUT_ONLY} or not folders
