"""`hustings count`: what it prints, what it writes, and how it ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.runs import LEVEL, TREES, hustings, write

COLLEGE = "example:labour-leader-2010"


def test_the_college_of_2010_is_printed_with_its_four_stages() -> None:
    run = hustings("count", COLLEGE)
    assert run.returncode == 0
    assert "Ed Miliband elected at the fourth stage, by 1.31 points" in run.stdout
    assert "37.78    38.89    42.72    49.35" in run.stdout
    assert "INVENTED" in run.stdout.split("Stage 1")[0]
    assert not any(line.endswith(" ") for line in run.stdout.splitlines())
    assert "\x1b" not in run.stdout


def test_json_on_standard_output_stands_alone() -> None:
    run = hustings("count", COLLEGE, "--json", "-")
    document = json.loads(run.stdout)
    assert document["outcome"]["elected"] == ["e_miliband"]
    assert document["stages"][3]["points"]["e_miliband"] == "2440642006754/4818336576309"


def test_base_first_shows_nobody_past_half() -> None:
    document = json.loads(hustings("count", COLLEGE, "--base", "first", "--json", "-").stdout)
    assert document["stages"][3]["elected_by"] == "more_of_two"


def test_on_base_first_a_vote_is_worth_what_it_was_worth_at_the_first_stage() -> None:
    printed = " ".join(hustings("count", COLLEGE, "--base", "first").stdout.split())
    assert (
        "476.97 of Members or 794.11 of Affiliated organisations (votes live at stage 1)" in printed
    )


def test_every_output_is_written_and_the_table_still_printed(tmp_path: Path) -> None:
    ballots = write(tmp_path, "trees.csv", TREES)
    run = hustings(
        "count", ballots, "--json", "a.json", "--html", "a.html", "--svg", "svg", "--csv", "a.csv",
        "--text", "a.txt", "--rcvis", "rcvis.json", cwd=tmp_path,
    )  # fmt: skip
    assert (run.returncode, run.stderr) == (0, "")
    assert "Birch elected at the second stage" in run.stdout
    assert json.loads((tmp_path / "a.json").read_text())["outcome"]["elected"] == ["Birch"]
    assert (tmp_path / "a.html").read_text().startswith("<!doctype html>")
    assert "Birch" in (tmp_path / "a.csv").read_text()
    assert "Birch" in (tmp_path / "a.txt").read_text()
    assert json.loads((tmp_path / "rcvis.json").read_text())["results"]
    pictures = list((tmp_path / "svg").iterdir())
    assert pictures
    assert all(p.suffix == ".svg" for p in pictures)


def test_equal_input_gives_equal_bytes_wherever_it_lies(tmp_path: Path) -> None:
    outputs = []
    for folder in ("one", "two"):
        place = tmp_path / folder
        place.mkdir()
        write(place, "trees.csv", TREES)
        hustings("count", "trees.csv", "--json", "a.json", "--html", "a.html", cwd=place)
        outputs.append([(place / name).read_bytes() for name in ("a.json", "a.html")])
    assert outputs[0] == outputs[1]


def test_a_tie_asks_for_a_lot_and_ends_with_3(tmp_path: Path) -> None:
    ballots = write(tmp_path, "level.csv", LEVEL)
    run = hustings("count", ballots, "--json", tmp_path / "a.json")
    assert run.returncode == 3
    assert "A lot is needed between Ash and Birch" in run.stdout
    assert "1,Ash>Birch,Ash" in run.stderr
    outcome = json.loads((tmp_path / "a.json").read_text())["outcome"]
    assert outcome["elected"] == []
    assert outcome["lot_needed"] == {"stage": 1, "candidates": ["Ash", "Birch"], "act": "elect"}


def test_the_row_that_the_message_proposes_settles_the_tie(tmp_path: Path) -> None:
    ballots = write(tmp_path, "level.csv", LEVEL)
    proposed = [s.strip() for s in hustings("count", ballots).stderr.splitlines() if s[0] == " "]
    lots = write(tmp_path, "lots.csv", "\n".join(proposed) + "\n")
    run = hustings("count", ballots, "--lots", lots)
    assert run.returncode == 0
    assert "the lot fell on Ash to be elected" in run.stdout


def test_a_lot_that_answers_no_question_is_refused(tmp_path: Path) -> None:
    ballots = write(tmp_path, "trees.csv", TREES)
    lots = write(tmp_path, "lots.csv", "stage,candidates,drawn\n1,Ash>Birch,Ash\n")
    run = hustings("count", ballots, "--lots", lots, "--json", tmp_path / "a.json")
    assert run.returncode == 2
    assert "lots.csv:2" in run.stderr
    assert "no question" in run.stderr
    assert not (tmp_path / "a.json").exists()


def test_no_valid_paper_ends_with_1(tmp_path: Path) -> None:
    ballots = write(tmp_path, "blank.csv", "Ash,Birch\n,\n,\n")
    run = hustings("count", ballots, "--json", tmp_path / "a.json")
    assert run.returncode == 1
    assert "no valid paper" in run.stderr
    assert json.loads((tmp_path / "a.json").read_text())["outcome"]["no_votes"] is True


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["count", "absent.csv"], "absent.csv"),
        (["count", "example:absent"], "labour-leader-2010"),
        (["count", "broken.csv"], "broken.csv:3:"),
        (["count", "trees.csv", "--rule", "veto"], "the rules are av, plurality, sv"),
        (["count", "trees.csv", "--seats", "2"], "fills one seat"),
        (["count", "trees.csv", "--base", "second"], "--base"),
        (["count", "trees.csv", "--lots", "absent.csv"], "absent.csv"),
        (["count", "trees.csv", "--json", "absent/a.json"], "absent"),
        (["count", "trees.csv", "--from", "abacus"], "abacus"),
        (["count", "trees.csv", "--language", "xx"], "no language 'xx'; there are: en, cy"),
        (["convert", "trees.csv", "trees.abacus"], "trees.abacus"),
        (["convert", "trees.csv", "trees.csv"], "trees.csv"),
        (["recount"], "recount"),
    ],
)
def test_what_cannot_be_done_ends_with_2_and_one_message(
    tmp_path: Path, words: list[str], said: str
) -> None:
    write(tmp_path, "trees.csv", TREES)
    write(tmp_path, "broken.csv", "rank1,rank2,papers\nAsh,Birch,4\nBirch,Ash,-1\n")
    before = {p: p.read_bytes() for p in tmp_path.iterdir()}
    run = hustings(*words, cwd=tmp_path)
    assert run.returncode == 2
    assert said in run.stderr
    assert "Traceback" not in run.stderr
    assert run.stdout == ""
    assert {p: p.read_bytes() for p in tmp_path.iterdir()} == before


def test_a_reader_who_has_seen_enough_gets_no_traceback() -> None:
    command = [sys.executable, "-m", "hustings", "count", COLLEGE]
    read_end, write_end = os.pipe()
    os.close(read_end)
    run = subprocess.run(command, stdout=write_end, stderr=subprocess.PIPE, text=True, check=False)
    os.close(write_end)
    assert "Traceback" not in run.stderr
    assert "BrokenPipe" not in run.stderr


def test_json_can_go_to_a_device() -> None:
    assert hustings("count", COLLEGE, "--json", "/dev/null").returncode == 0


def test_a_primary_known_from_reports_is_shown_and_not_counted(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    run = hustings("count", "example:bassetlaw-2010", "--html", page)
    assert run.returncode == 0
    assert "nothing was counted" in run.stderr
    assert "50.3" in run.stdout
    assert "50.3" in page.read_text()
    document = json.loads(hustings("count", "example:bassetlaw-2010", "--json", "-").stdout)
    assert document["schema"] == "hustings/reported/1"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["trees.csv", "--csv", "trees.csv"], "--csv would overwrite what is read"),
        (["trees.csv", "--json", "./trees.csv"], "--json would overwrite what is read"),
        (["level.csv", "--lots", "lots.csv", "--csv", "lots.csv"], "--csv would overwrite"),
        (["trees.csv", "--html", "same", "--csv", "same"], "--html and --csv name the same file"),
        (["trees.csv", "--json", "a.json", "--html", "absent/a.html"], "there is no folder absent"),
        (["trees.csv", "--json", "a.json", "--html", "folder"], "this is a folder; name a file"),
        (["trees.csv", "--svg", "trees.csv"], "a file is in the way"),
        (["trees.csv", "--json", "-", "--csv", "-"], "only --json goes to standard output"),
        (["trees.csv", "--svg", "-"], "only --json goes to standard output"),
    ],
)
def test_an_output_that_would_lose_something_is_refused_before_anything_is_written(
    tmp_path: Path, words: list[str], said: str
) -> None:
    write(tmp_path, "trees.csv", TREES)
    write(tmp_path, "level.csv", LEVEL)
    write(tmp_path, "lots.csv", "stage,candidates,drawn\n1,Ash>Birch,Ash\n")
    (tmp_path / "folder").mkdir()
    before = {p: p.read_bytes() for p in tmp_path.iterdir() if p.is_file()}
    run = hustings("count", *words, cwd=tmp_path)
    assert run.returncode == 2
    assert said in run.stderr
    assert run.stdout == ""
    assert {p: p.read_bytes() for p in tmp_path.iterdir() if p.is_file()} == before


def test_a_section_of_the_contest_is_not_overwritten(tmp_path: Path) -> None:
    source = write(tmp_path, "trees.csv", TREES)
    assert hustings("convert", source, tmp_path / "trees", "--to", "folder").returncode == 0
    section = next((tmp_path / "trees").glob("*.csv"))
    for target in (section, tmp_path / "trees/contest.toml"):
        run = hustings("count", tmp_path / "trees", "--csv", target)
        assert (run.returncode, "would overwrite" in run.stderr) == (2, True)


def test_the_next_lot_is_proposed_with_those_drawn_before(tmp_path: Path) -> None:
    ballots = write(tmp_path, "b.csv", "rank1,papers\nAsh,2\nBirch,2\nCedar,1\nDogwood,1\n")
    lots = write(tmp_path, "lots.csv", "stage,candidates,drawn\n1,Cedar>Dogwood,Cedar\n")
    run = hustings("count", ballots, "--lots", lots)
    assert run.returncode == 3
    assert "    1,Cedar>Dogwood,Cedar\n    3,Ash>Birch,Ash\n" in run.stderr


def test_options_of_a_count_are_refused_where_nothing_is_counted() -> None:
    run = hustings("count", "example:bassetlaw-2010", "--rule", "av", "--to-two", "--svg", "x")
    assert run.returncode == 2
    assert "leave out --rule, --to-two, --svg" in run.stderr


def test_a_terminal_that_is_not_utf8_is_no_error() -> None:
    command = [sys.executable, "-m", "hustings", "count", COLLEGE]
    environment = {**os.environ, "PYTHONIOENCODING": "latin-1"}
    run = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert run.returncode == 0
    assert b"Ed Miliband elected" in run.stdout


@pytest.mark.parametrize(
    ("words", "command"),
    [
        (["."], "hustings count trees"),
        (["trees.txt", "--from", "csv"], "hustings count trees.txt --from csv"),
        (
            ["trees.txt", "--from", "csv", "--to-two"],
            "hustings count trees.txt --from csv --to-two",
        ),
    ],
)
def test_the_page_says_how_to_count_it_again(
    tmp_path: Path, words: list[str], command: str
) -> None:
    folder = tmp_path / "trees"
    source = write(tmp_path, "trees.csv", TREES)
    assert hustings("convert", source, folder, "--to", "folder").returncode == 0
    write(folder, "trees.txt", TREES)
    hustings("count", *words, "--html", "page.html", cwd=folder)
    assert f"<code>{command}</code>" in (folder / "page.html").read_text()


def test_rejected_papers_are_printed_by_heading(tmp_path: Path) -> None:
    ballots = write(tmp_path, "b.csv", "Ash,Birch\n1,2\n,\n1,1\n1,\n")
    run = hustings("count", ballots)
    assert "Rejected: 2 (1 more than one first preference and 1 unmarked)." in run.stdout


def test_page_pictures_and_text_are_in_the_language_asked_for_and_data_in_english(
    tmp_path: Path,
) -> None:
    outputs = ("--html", "page.html", "--svg", "pictures", "--text", "told.txt")
    data = ("--json", "result.json", "--csv", "stages.csv", "--rcvis", "rcvis.json")
    for language, folder in (("en", tmp_path / "en"), ("cy", tmp_path / "cy")):
        folder.mkdir()
        write(folder, "level.csv", LEVEL)
        run = hustings("count", "level.csv", *outputs, *data, "--language", language, cwd=folder)
        assert run.returncode == 3
        assert "are level: draw a lot" in run.stderr
    english, welsh = tmp_path / "en", tmp_path / "cy"
    assert '<html lang="cy">' in (welsh / "page.html").read_text()
    for made in ("pictures/stages.svg", "pictures/headline.svg"):
        assert 'xml:lang="cy"' in (welsh / made).read_text()
        assert "lang" not in (english / made).read_text()
    assert "Cam 1" in run.stdout
    assert "Papurau dilys: 4." in run.stdout
    for name in ("result.json", "stages.csv", "rcvis.json"):
        assert (welsh / name).read_bytes() == (english / name).read_bytes()


def test_what_others_reported_is_told_in_the_language_asked_for(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    run = hustings("count", "example:gosport-2009", "--language", "cy", "--html", page)
    assert run.returncode == 0
    assert "Dewiswyd Caroline Dinenage, fel yr adroddwyd" in run.stdout
    assert "Dewiswyd Caroline Dinenage, fel yr adroddwyd" in page.read_text()
    assert "nothing was counted" in run.stderr
