"""The JSON, the sheet and the text: one shape, the same bytes, and nothing made up."""

from __future__ import annotations

import csv
import json
from datetime import date
from fractions import Fraction
from io import StringIO

import jsonschema
import pytest
from hypothesis import given

from hustings.language import speaking
from hustings.report.languages import language_of
from hustings.report.track_sheet import HEADER, track_sheet
from hustings.report.track_text import WIDTH, track_text
from hustings.track.document import as_document, as_json
from hustings.track.position import position
from tests.examples import examples
from tests.places import ROOT
from tests.track.making import (
    CONTEST,
    aggregate,
    at,
    endorsement,
    ledger,
    nomination,
    pledge,
    retraction,
    vote,
)
from tests.track.test_labour_2010_tracked import DECLARED
from tests.track.test_labour_2010_tracked import at as labour
from tests.track.test_position_laws import DAYS, some_records
from tests.track.test_primaries import COUNTED, tracked

SCHEMA = json.loads((ROOT / "docs/spec/tracker.schema.json").read_text(encoding="utf-8"))
CHECKER = jsonschema.Draft202012Validator(SCHEMA)

EVERYTHING = [
    nomination("n", "Jo", "ash", lent=True, reason="to widen the choice"),
    nomination("late", "Al", "ash", "2010-06-20"),
    aggregate("a", "ash", 32),
    aggregate("b", "ash", 33, sources=("H",)),
    endorsement("e", "The Gazette", "elm"),
    pledge("p", "Jo", bar="turnout 20%"),
    vote("v", "Jo", "birch", "ash", changes="n", because="dale"),
    vote("w", "Al", "elm"),
    vote("x", "Al", "ash", sources=("H",)),
    nomination("wrong", "Di", "elm"),
    retraction("r", "wrong"),
    vote("july", "Di", "elm", when="2010-08"),
]


def test_the_schema_is_a_good_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(
    "day", ["2010-06-01", "2010-06-09", "2010-07-31", "2010-08-24", "2010-09-25"]
)
def test_every_day_of_2010_is_of_the_schema(day: str) -> None:
    CHECKER.validate(as_document(labour(date.fromisoformat(day))))


def test_a_position_with_everything_in_it_is_of_the_schema_and_says_it_all() -> None:
    now = tracked(COUNTED, "2010-08-15", *EVERYTHING)
    document = as_document(now)
    CHECKER.validate(document)
    ash = document["nominations"][0]["candidates"]["ash"]
    assert (ash["totals"], ash["total"], ash["reached"]) == ([32, 33], None, None)
    assert (ash["late"], ash["lent"]) == ([["late"]], 1)
    assert len(document["disputes"]) == 2
    assert document["struck_out"] == ["wrong"]
    assert document["perhaps"] == ["july"]
    assert set(document["records"]) == {r.id for r in EVERYTHING} - {"r"}


@examples(20, full=400)
@given(some_records(), DAYS)
def test_any_position_is_of_the_schema(records: list[object], on: date) -> None:
    CHECKER.validate(as_document(position(ledger(*records), CONTEST, on)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("college", "stages", 0, "half"), "0.5"),
        (("nominations", 0, "candidates", "abbott", "total"), "33"),
        (("records", "mann-nomination", "ranking"), ["e_miliband"]),
        (("records", "mann-switch", "candidate"), "d_miliband"),
        (("on",), "25 September 2010"),
        (("more",), 1),
    ],
)
def test_the_schema_refuses_another_shape(path: tuple[str | int, ...], value: object) -> None:
    document = json.loads(as_json(labour(DECLARED)))
    inner = document
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    assert list(CHECKER.iter_errors(document))


def test_points_in_the_json_are_exact() -> None:
    stages = as_document(labour(DECLARED))["college"]["stages"]
    final = Fraction(244064200675400, 4818336576309) / 100
    assert Fraction(stages[3]["points"]["e_miliband"]) == final


def test_the_sheet_holds_the_figures_of_the_position() -> None:
    rows = list(csv.DictReader(StringIO(track_sheet(labour(DECLARED)))))
    assert tuple(rows[0]) == HEADER
    told = {(r["heading"], r["of"], r["candidate"]): r for r in rows}
    ed = told["nominations", "mps", "e_miliband"]
    assert (ed["number"], ed["by_name"], ed["needed"], ed["reached"]) == ("63", "1", "33", "yes")
    assert told["declared", "mps", "d_miliband"]["number"] == "111"
    assert told["college", "stage 4", "e_miliband"]["points"] == "50.653207"
    before = list(csv.DictReader(StringIO(track_sheet(labour(date(2010, 6, 1))))))
    assert {r["number"] for r in before if r["heading"] == "nominations"} == {""}


def test_the_text_fits_its_width_and_tells_every_part() -> None:
    text = track_text(labour(DECLARED))
    assert max(map(len, text.splitlines())) <= WIDTH
    for heading in (
        "NOMINATIONS", "DECLARED VOTES", "THE COUNT", "SWITCHES SO FAR", "PRIMARY: BASSETLAW",
        "PRIMARY: DUDLEY NORTH", "PRIMARIES SIDE BY SIDE", "WHAT ONE VOTE WAS SAID TO BE WORTH",
        "SOURCES",
    ):  # fmt: skip
        assert f"\n{heading}\n" in text
    assert "Ed Miliband was elected at stage 4 with 50.65 of 100 points." in text
    assert "THE\n    PRINTED FIGURE DOES NOT REPRODUCE." in text
    assert text.count("the rankings are invented") == 2


def test_the_text_before_anything_says_that_nothing_is_known() -> None:
    text = track_text(at("2010-05-01"))
    assert "Nothing is known of the contest by this day." in text
    assert "No nomination by MPs is known by this day." in text
    assert "there is nothing to count" in text


def test_what_programs_read_is_english_in_any_language() -> None:
    english = (as_json(labour(DECLARED)), track_text(labour(DECLARED)))
    with speaking(language_of("cy")):
        assert (as_json(labour(DECLARED)), track_text(labour(DECLARED))) == english


def test_a_name_cannot_break_the_text() -> None:
    text = track_text(at("2010-07-26", endorsement("e", "The Gaz\u202eette" + "x" * 90, "ash")))
    assert "\u202e" not in text


@examples(20, full=400)
@given(some_records(), DAYS)
def test_any_position_can_be_told(records: list[object], on: date) -> None:
    now = position(ledger(*records), CONTEST, on)  # type: ignore[arg-type]
    lines = track_text(now).splitlines()
    assert max(map(len, lines)) <= WIDTH
    assert len(list(csv.reader(StringIO(track_sheet(now))))) > 1
