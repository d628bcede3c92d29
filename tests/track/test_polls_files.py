"""Polls, poll houses and majorities as CSV: read back whole, bad rows told with their places."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.contest import Candidate, Contest, Section
from hustings.errors import FormatError
from hustings.formats.majorities_csv import majorities_as_csv, parse_majorities, read_majorities
from hustings.formats.polls_csv import (
    houses_as_csv,
    houses_by_id,
    parse_houses,
    parse_polls,
    polls_as_csv,
    read_houses,
    read_polls,
)
from hustings.reported.printed import Share
from hustings.track.polls import Method, Poll, PollHouse, ReaderSurvey
from hustings.track.swing import Seat
from tests.examples import examples

POLLS = """\
# Fiction: nobody asked these questions.
id,kind,house,population,sample,method,first,last,question,base,sources,share:ash,share:Bob Birch
p1,poll,thicket,members,"1,011",online,2030-09-07,2030-09-10,"Whom first, please?",all,S1; S2,52,48
r1,Reader Survey,The Hedgerow,,1203,,2030-09-01,2030-09-01,Who?,the answers,,70,30

v1,poll,copse,voters,900,Face to face,2030-09-11,2030-09-11,Who?,those naming one,,44.5,
"""
CONTEST = Contest(
    "c", "C", (Candidate("ash", "Ann Ash"), Candidate("birch", "Bob Birch")),
    (Section("members", "Members", Fraction(1, 2)), Section("mps", "MPs", Fraction(1, 2))),
)  # fmt: skip
HOUSES = 'id,name,council,note\nthicket,Thicket Research,Hedge Council,\ncopse,"Copse, Ltd",,new\n'
SEATS = """\
seat,first,second,first_votes,second_votes,valid,majority_percent
Ashby,Ash,Birch,"18,000","15,000","40,000",7.5
Elmham,Ash,Birch,,,,3.4
"""


def test_polls_and_reader_surveys_are_read_apart() -> None:
    read = parse_polls(POLLS.encode(), name="polls.csv", contest=CONTEST)
    first, last = read.polls
    assert (first.id, first.sample, first.method) == ("p1", 1011, Method.ONLINE)
    assert (first.first, first.last) == (date(2030, 9, 7), date(2030, 9, 10))
    assert (first.question, first.sources) == ("Whom first, please?", ("S1", "S2"))
    assert {o: s.text for o, s in first.shares.items()} == {"ash": "52", "birch": "48"}
    assert (last.population, last.method) == ("voters", Method.FACE_TO_FACE)
    assert {o: s.text for o, s in last.shares.items()} == {"ash": "44.5"}
    (survey,) = read.surveys
    assert (survey.outlet, survey.answers, type(survey)) == ("The Hedgerow", 1203, ReaderSurvey)


def test_files_on_the_disk_are_read_as_bytes_are(tmp_path: Path) -> None:
    for name, text in (("p.csv", POLLS), ("h.csv", HOUSES), ("m.csv", SEATS)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    houses = read_houses(tmp_path / "h.csv")
    assert [h.name for h in houses] == ["Thicket Research", "Copse, Ltd"]
    assert list(houses_by_id(houses)) == ["thicket", "copse"]
    assert len(read_polls(tmp_path / "p.csv", houses=houses, contest=CONTEST).polls) == 2
    assert [s.majority for s in read_majorities(tmp_path / "m.csv")] == [
        Fraction(75, 1000), Fraction(34, 1000),
    ]  # fmt: skip


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=r"none\.csv: there is no such file"):
        read_polls(tmp_path / "none.csv")


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=8)
NUMBERS = st.integers(0, 40).map(str) | st.sampled_from(["0.5", "33.25", "12%"])


@st.composite
def some_polls(draw: st.DrawFn) -> tuple[list[Poll], list[ReaderSurvey]]:
    options = draw(st.lists(WORDS, min_size=1, max_size=2, unique_by=str.casefold))
    polls, surveys = [], []
    for n in range(draw(st.integers(0, 3))):
        shares = {o: Share.read(draw(NUMBERS)) for o in options}
        day = date(2030, 1, 1 + draw(st.integers(0, 20)))
        sources = tuple(s for s in draw(st.lists(WORDS, max_size=2)) if ";" not in s)
        told = (draw(WORDS), draw(WORDS), shares)
        if draw(st.booleans()):
            house, method = (
                draw(WORDS.filter(lambda t: ">" not in t)),
                draw(st.sampled_from(Method)),
            )
            polls.append(Poll(f"p{n}", house, "voters", 1 + n, method, day, day, *told, sources))
        else:
            answers = draw(st.none() | st.integers(1, 9))
            surveys.append(ReaderSurvey(f"r{n}", draw(WORDS), day, day, *told, answers, sources))
    return polls, surveys


@given(some_polls())
@examples(40, full=1000)
def test_polls_written_read_back_the_same(every: tuple[list[Poll], list[ReaderSurvey]]) -> None:
    read = parse_polls(polls_as_csv(*every), name="polls.csv")
    assert (list(read.polls), list(read.surveys)) == every


@given(st.lists(st.tuples(WORDS, WORDS, WORDS), max_size=3, unique_by=lambda t: t[0]))
@examples(20, full=500)
def test_houses_written_read_back_the_same(rows: list[tuple[str, str, str]]) -> None:
    houses = tuple(PollHouse(f"h{n}", name, a, b) for n, (name, a, b) in enumerate(rows))
    assert parse_houses(houses_as_csv(houses), name="houses.csv") == houses


@given(st.lists(st.integers(0, 999), max_size=4), st.booleans())
@examples(20, full=500)
def test_majorities_written_read_back_the_same(numbers: list[int], printed: bool) -> None:
    seats = tuple(
        Seat(f"Seat {n}", "Ash", "Birch", printed_majority=Fraction(v, 1000))
        if printed
        else Seat(f"Seat {n}", "Ash", "Birch", 1000, v, 2000)
        for n, v in enumerate(numbers)
    )
    assert parse_majorities(majorities_as_csv(seats), name="m.csv") == seats


LINE = "p1,poll,thicket,members,900,online,2030-09-07,2030-09-10,Who?,those naming one,52,48"
HEAD = "id,kind,house,population,sample,method,first,last,question,base,share:ash,share:birch\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "polls.csv:1:1: the file holds no header; expected id,kind,house,first,last"),
        ("id;kind\n", "there is no column 'id;kind'"),
        ("id,kind,house,first,last,question\n", "a column is missing: base"),
        (HEAD.replace("method", "methods"), "no column 'methods'; did you mean 'method'"),
        (HEAD.replace("sample,", "sample,sample,"), "the column sample stands twice: keep one"),
        (LINE.replace("poll", "pol"), "polls.csv:2:4: kind: expected poll or reader_survey, found"),
        (LINE.replace("900", "lots"), "2:25: sample: expected a whole number, found 'lots'"),
        (LINE.replace("900", ""), "sample: this must be filled in: how many were asked"),
        (LINE.replace("online", "owl"), "method: expected one of online, telephone,"),
        (LINE.replace("09-07", "09-31"), "first: there is no such day as '2030-09-31'"),
        (LINE.replace("09-07", "09-17"), "it ends on 2030-09-10, before it begins on 2030-09-17"),
        (LINE.replace("members", "member"), "population: expected a section, or voters at large"),
        (LINE.replace("thicket", "thickt"), "no poll house 'thickt'; did you mean 'thicket'"),
        (LINE.replace("52", "lots"), "share:ash: expected a share such as"),
        (LINE.replace("52", "about 52"), "a poll's share is a figure, found 'about 52'"),
        (LINE.replace("52,48", "52,58"), "add up to 110 per cent, more than rounding allows"),
        (LINE.replace("p1,", ","), "polls.csv:2:1: id: this must be filled in"),
        (LINE.replace("Who?", '"Who'), "this quote does not close on its line"),
        (LINE + ",7", "expected 12 cells as in the header, found 13"),
        (f"{LINE}\n{LINE}", "polls.csv:3:1: id: 'p1' stands on line 2 too"),
        (LINE.replace("poll", "reader survey"), "population: a reader survey has none: it asked"),
    ],
)
def test_a_bad_row_of_polls_is_told_with_place_and_remedy(text: str, said: str) -> None:
    whole = text if text.startswith("id") or not text else HEAD + text
    houses = parse_houses(HOUSES.encode(), name="houses.csv")
    with pytest.raises(FormatError) as refused:
        parse_polls(whole.encode(), name="polls.csv", houses=houses, contest=CONTEST)
    assert said in str(refused.value)


def test_every_defect_is_told_once_and_in_order() -> None:
    bad = HEAD + LINE.replace("p1", "") + "\n" + LINE.replace("900", "x").replace("52", "y")
    with pytest.raises(FormatError) as refused:
        parse_polls(bad.encode(), name="polls.csv")
    assert [str(f.place) for f in refused.value.findings] == [
        "polls.csv:2:1", "polls.csv:3:25", "polls.csv:3:78",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xff\xfei\x00d\x00", "this file is UTF-16; save it as CSV UTF-8"),
        (b"id,name\nx,\xe9\n", "expected UTF-8 text, found the byte 0xe9"),
        (b"id,name\nx,a\x00b\n", r"a control character \(U\+0000\) stands here; remove it"),
        (b"id,name\nx,\n", "houses.csv:2:3: name: this must be filled in"),
        (b"id,name\nx>y,Z\n", "a poll house's id cannot be 'x>y'"),
        (b"id,name\nx,Y\nx,Z\n", "houses.csv:3:1: id: 'x' stands on line 2 too: keep one"),
    ],
)
def test_a_bad_file_of_houses_is_told_with_place_and_remedy(data: bytes, said: str) -> None:
    with pytest.raises(FormatError, match=said):
        parse_houses(data, name="houses.csv")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("Ely,Ash,Ash,5,4,10,", "m.csv:2:1: Ely: Ash cannot be first and second"),
        ("Ely,Ash,Birch,4,5,10,", "the second has 5 votes, more than the first's 4"),
        ("Ely,Ash,Birch,5,,10,", "give the votes of the first and the second and all valid votes"),
        ("Ely,Ash,Birch,5,4,ten,", "2:19: valid: expected a whole number, found 'ten'"),
        ("Ely,Ash,Birch,50,40,100,11.0", "11.0 per cent is not what the votes give, 10.0: correct"),
        ("Ely,Ash,Birch,,,,about 3", "expected a figure such as 3.4, found 'about 3'"),
        ("Ely,,Birch,5,4,10,", "first: this must be filled in"),
        ("Ely,A,B,5,4,9,\nELY,A,B,5,4,9,", "m.csv:3:1: seat: ELY stands on line 2 too: keep one"),
    ],
)
def test_a_bad_seat_is_told_with_place_and_remedy(row: str, said: str) -> None:
    text = SEATS.splitlines()[0] + "\n" + row + "\n"
    with pytest.raises(FormatError) as refused:
        parse_majorities(text.encode(), name="m.csv")
    assert said in str(refused.value)


def test_a_printed_majority_that_the_votes_give_may_stand_beside_them() -> None:
    text = SEATS.splitlines()[0] + "\nEly,Ash,Birch,50,40,99,10.1\n"
    (seat,) = parse_majorities(text.encode(), name="m.csv")
    assert seat.majority == Fraction(10, 99)
