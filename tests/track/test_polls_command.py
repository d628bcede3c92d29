"""`hustings polls` and `hustings swing`. Fiction, all of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from hustings.cli.app import app
from hustings.errors import HustingsError

HEAD = "id,kind,house,population,sample,method,first,last,question,base,share:abbott,share:balls\n"
POLLS = HEAD + (
    "p1,poll,thicket,members,1011,online,2030-09-07,2030-09-10,Who?,those naming one,52,48\n"
    "p2,poll,copse,members,870,telephone,2030-09-11,2030-09-12,Who?,those naming one,49,51\n"
    "v1,poll,copse,voters,900,online,2030-09-20,2030-09-20,Who?,all asked,30,20\n"
    "r1,reader_survey,The Hedgerow,,,,2030-09-01,2030-09-01,Who?,the answers,70,30\n"
)
HOUSES = "id,name\nthicket,Thicket Research\ncopse,Copse\n"
SEATS = "seat,first,second,first_votes,second_votes,valid\nAshby,Birch,Ash,18000,15000,40000\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (("polls", POLLS), ("houses", HOUSES), ("seats", SEATS)):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return tmp_path


def run(*words: str | Path) -> tuple[int, str, str]:
    found = CliRunner().invoke(app, [*map(str, words)])
    error = found.exception
    return found.exit_code, found.stdout, str(error) if isinstance(error, HustingsError) else ""


def test_polls_are_printed_by_whom_they_asked_with_means_and_surveys_apart(folder: Path) -> None:
    code, out, _ = run("polls", folder / "polls.csv", "--houses", folder / "houses.csv",
                       "--contest", "example:labour-leader-2010")  # fmt: skip
    assert code == 0
    lines = out.splitlines()
    assert lines[0] == "Polls of Members"
    assert lines[1].startswith("- Thicket Research asked 1,011 Members online, 7 September 2030 to")
    assert "Diane Abbott 52, Ed Balls 48 per cent of those naming one." in lines[1]
    assert lines[1].endswith("Diane Abbott is 4 points ahead of Ed Balls, of those naming one.")
    assert "Diane Abbott 50.5, Ed Balls 49.5 per cent of those naming one." in lines[3]
    assert lines[5] == "Polls of voters at large"
    assert lines[7] == "- One house only: no mean."
    assert lines[9] == "Reader surveys, which are no polls"
    assert len(lines) == 11


def test_only_what_had_ended_by_a_day_is_printed(folder: Path) -> None:
    out = run("polls", folder / "polls.csv", "--on", "2030-09-10")[1]
    assert ("thicket asked" in out, "copse asked" in out) == (True, False)
    assert run("polls", folder / "polls.csv", "--on", "2000-01-01")[1] == (
        "No poll or survey had ended by then.\n"
    )


def test_polls_on_other_bases_have_no_mean_and_say_why(folder: Path) -> None:
    other = POLLS.replace("2030-09-12,Who?,those naming one", "2030-09-12,Who?,all")
    (folder / "polls.csv").write_text(other, encoding="utf-8")
    out = run("polls", folder / "polls.csv")[1]
    assert "- No mean: p2 and p1 have other bases or options: average those alike." in out


SHARES = ("--before", "Birch=39", "--before", "Ash=41", "--after", "Birch=33", "--after", "Ash=47%")
FROM_TO = ("--from", "Birch", "--to", "Ash")


def test_a_swing_of_both_kinds_and_the_seats_that_each_takes(folder: Path) -> None:
    code, out, _ = run("swing", *FROM_TO, *SHARES, "--since", "2029", "--majorities",
                       folder / "seats.csv")  # fmt: skip
    assert code == 0
    assert out.startswith("A swing of 6.00 points from Birch to Ash since 2029 (Butler swing, in")
    assert "A swing of 7.50 points from Birch to Ash since 2029 (Steed swing, in shares of" in out
    assert out.count("It is Ashby (needs ") == 2


def test_points_alone_take_seats(folder: Path) -> None:
    out = run("swing", *FROM_TO, "--points", "3.75", "--majorities", folder / "seats.csv")[1]
    assert "Exactly level: Ashby (needs 3.75)." in out
    out = run("swing", *FROM_TO, "--points", "-5", "--majorities", folder / "seats.csv")[1]
    assert "swing of 5.00 points from Ash to Birch" in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("swing", *FROM_TO), "say how far: --points 6, or --before and --after with shares"),
        (("swing", *FROM_TO, "--points", "6"), "--points takes seats of a table: name it with"),
        (("swing", *FROM_TO, "--points", "x"), "--points x: expected points such as 6 or 3.5"),
        (("swing", *FROM_TO, "--points", "6", *SHARES), "give --points, or --before and --after"),
        (("swing", *FROM_TO, *SHARES, "--after", "Ash=9"), "--after Ash=9: Ash is given twice"),
        (("swing", *FROM_TO, *SHARES, "--after", "Oak=90"), "the shares add up to 170 per cent"),
        (("swing", *FROM_TO, *SHARES, "--after", "Oak"), "--after Oak: expected PARTY=PER CENT"),
        (("swing", "--from", "Oak", "--to", "Ash", *SHARES), "no share of 'Oak' before; there are"),
        (("polls", "none.csv"), "none.csv: there is no such file"),
        (("polls", "x.csv", "--on", "soon"), "--on soon: expected a day such as 2010-06-09"),
        (("polls", "x.csv", "--contest", "example:bassetlaw-2010"), "known from reports only"),
    ],
)
def test_bad_options_are_refused_with_place_and_remedy(words: tuple[str, ...], said: str) -> None:
    code, out, error = run(*words)
    assert code
    assert said in error
    assert not out
