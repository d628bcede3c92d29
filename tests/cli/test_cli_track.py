"""`hustings track` as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hustings.cli.track import track_path
from hustings.errors import FormatError, HustingsError, RuleError
from tests.cli.runs import hustings, write

COLLEGE = "example:labour-leader-2010"
CONTEST = """\
[contest]
id = "oakdale"
title = "Oakdale"
ballots = "b.csv"
[[candidates]]
id = "ash"
name = "Rowan Ash"
"""


def test_track_says_where_it_stood_on_a_day() -> None:
    run = hustings("track", COLLEGE, "--on", "2010-06-09")
    assert run.returncode == 0, run.stderr
    assert "Where it stood on 9 June 2010" in run.stdout
    assert "Of 243 nominations by MPs 2 are known by name; the other 241 are numbers" in run.stdout


def test_json_goes_to_standard_output_alone_and_is_the_same_each_time() -> None:
    one, two = (hustings("track", COLLEGE, "--json", "-") for _ in range(2))
    assert one.stdout == two.stdout
    document = json.loads(one.stdout)
    assert (document["on"], document["college"]["elected"]) == ("2010-09-25", ["e_miliband"])


def test_files_are_written_and_the_records_are_not_overwritten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target, sheet = tmp_path / "p.json", tmp_path / "p.csv"
    assert track_path(COLLEGE, on=None, known="2010-08-01", json=str(target), csv=sheet) == 0
    assert json.loads(target.read_text(encoding="utf-8"))["known"] == "2010-08-01"
    assert sheet.read_text(encoding="utf-8").startswith("day,heading,of,candidate")
    assert "as known on 1 August 2010" in capsys.readouterr().out
    with pytest.raises(RuleError, match="name the same file"):
        track_path(COLLEGE, on=None, known=None, json=str(target), csv=target)


@pytest.mark.parametrize(
    ("path", "on", "message"),
    [
        (COLLEGE, "9 June", "--on: expected a day such as 2010-06-09, found '9 June'"),
        (COLLEGE, "2010-06-31", "--on: there is no such day as '2010-06-31'"),
        ("example:bassetlaw-2010", None, "there is nothing to track here; name a contest folder"),
        ("example:absent", None, "there is no example 'absent'"),
    ],
)
def test_what_cannot_be_tracked_is_said(path: str, on: str | None, message: str) -> None:
    with pytest.raises(HustingsError, match=message):
        track_path(path, on=on, known=None, json=None, csv=None)


def test_a_folder_without_a_tracker_is_told_what_to_add(tmp_path: Path) -> None:
    write(tmp_path, "b.csv", "rank1\nash\n")
    write(tmp_path, "contest.toml", CONTEST)
    with pytest.raises(FormatError, match=r"the folder has no tracker.toml; add one that names"):
        track_path(str(tmp_path), on=None, known=None, json=None, csv=None)
    write(tmp_path, "tracker.toml", "[tracker]\nrecords = []\n")
    with pytest.raises(RuleError, match="there are no records yet; name a day with --on"):
        track_path(str(tmp_path), on=None, known=None, json=None, csv=None)


def test_bad_records_end_with_their_places_and_exit_code_2(tmp_path: Path) -> None:
    write(tmp_path, "b.csv", "rank1\nash\n")
    write(tmp_path, "contest.toml", CONTEST)
    write(tmp_path, "tracker.toml", '[tracker]\nrecords = ["r.csv"]\n')
    write(tmp_path, "r.csv", "kind,date,who,candidate,sources\nendorsement,June,Jo,oak,G\n")
    run = hustings("track", tmp_path)
    assert (run.returncode, run.stdout) == (2, "")
    assert "r.csv:2:13: expected a date such as" in run.stderr
    assert "r.csv:2:21: 'oak' is no candidate" in run.stderr
