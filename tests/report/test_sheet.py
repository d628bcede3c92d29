"""The stage sheet adds up, and says what the stages say."""

from __future__ import annotations

import csv
from fractions import Fraction
from io import StringIO

import pytest

from hustings.declaration import Declaration
from hustings.report.sheet import stage_sheet
from tests.report.declarations import HOSTILE, STATES, college, declared, hostile, plain

EVERY_STATE = pytest.mark.parametrize("state", STATES.values(), ids=STATES)
Row = dict[str, str]


def _rows(declaration: Declaration) -> list[Row]:
    return list(csv.DictReader(StringIO(stage_sheet(declaration), newline="")))


def _sum(rows: list[Row], column: str) -> Fraction:
    return sum((Fraction(row[column] or 0) for row in rows), Fraction(0))


@EVERY_STATE
def test_columns_of_papers_add_up_to_the_valid_papers_and_changes_to_nought(state) -> None:  # type: ignore[no-untyped-def]
    declaration = state()
    rows = [row for row in _rows(declaration) if row["scope"] != "points"]
    valid = {r.section: r.valid for r in declaration.reconciliation}
    for block in {(row["scope"], row["section"]) for row in rows}:
        here = [row for row in rows if (row["scope"], row["section"]) == block]
        parts = [row for row in here if row["kind"] != "total"]
        [total] = [row for row in here if row["kind"] == "total"]
        papers = valid[block[1]] if block[0] == "section" else sum(valid.values())
        for stage in declaration.stages:
            assert _sum(parts, f"stage_{stage.number}") == papers
            assert total[f"stage_{stage.number}"] == str(papers)
            if stage.number > 1:
                assert _sum(parts, f"change_{stage.number}") == 0


@EVERY_STATE
def test_every_figure_is_the_stages(state) -> None:  # type: ignore[no-untyped-def]
    declaration = state()
    number = {s.id: n for n, s in enumerate(declaration.contest.sections)}
    for row in _rows(declaration):
        if row["kind"] != "candidate":
            continue
        for stage in declaration.stages:
            cell = row[f"stage_{stage.number}"]
            if row["id"] not in stage.votes:
                assert not cell
            elif row["scope"] == "section":
                assert int(cell) == stage.votes[row["id"]][number[row["section"]]]
            elif row["scope"] == "all":
                assert int(cell) == stage.total(row["id"])
            else:
                exact = stage.points[row["id"]] * 100
                assert abs(Fraction(cell) - exact) <= Fraction(1, 2_000_000)


def test_an_excluded_candidate_gives_up_what_he_held() -> None:
    [dogwood] = [r for r in _rows(plain()) if (r["scope"], r["id"]) == ("section", "d")]
    cells = ("fate", "fate_stage", "stage_1", "change_2", "stage_2", "change_3", "stage_3")
    assert [dogwood[c] for c in cells] == ["excluded", "1", "14", "-14", "", "", ""]


def test_a_weighted_contest_has_a_block_for_each_section_for_all_and_for_points() -> None:
    scopes = [(row["scope"], row["section"]) for row in _rows(college()) if row["kind"] == "total"]
    assert scopes == [
        ("section", "mps"), ("section", "members"), ("section", "unions"),
        ("all", ""), ("points", ""),
    ]  # fmt: skip


def test_lines_end_in_lf_and_what_a_user_wrote_comes_back_as_it_was() -> None:
    sheet = stage_sheet(hostile())
    assert "\r" not in sheet
    assert sheet.endswith("\n")
    assert f"Ash {HOSTILE}" in {row["name"] for row in _rows(hostile())}


@pytest.mark.parametrize(
    ("rule", "line"), [("av", "winning line"), ("plurality", "half"), ("sv", "half")]
)
def test_half_is_called_the_winning_line_only_where_it_is_one(rule: str, line: str) -> None:
    rows = _rows(declared([("ab", 4), ("ba", 3), ("cb", 2)], rule=rule))
    assert [row["name"] for row in rows if row["kind"] == "half"] == [line]
