"""The short way in, and the public face."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path

import pytest

import hustings
from hustings.facade import Result


@pytest.fixture(scope="module")
def result() -> Result:
    return hustings.run_count("example:labour-leader-2010")


def test_three_lines_read_count_and_show(result: Result) -> None:
    assert result.elected == ("e_miliband",)
    assert "Ed Miliband" in str(result)
    assert "Ed Miliband" in result._repr_html_()
    assert result.document()["schema"] == "hustings/declaration/1"


def test_options_take_the_place_of_the_contests_own() -> None:
    result = hustings.run_count("example:labour-leader-2010", rule="plurality", base="first")
    assert result.elected == ("d_miliband",)


def test_what_was_loaded_once_can_be_counted_twice(tmp_path: Path) -> None:
    loaded = hustings.load("example:labour-leader-2010")
    assert hustings.run_count(loaded).json() == hustings.run_count(loaded).json()


def test_an_option_that_is_off_is_our_error() -> None:
    with pytest.raises(hustings.RuleError, match="no base 'second'"):
        hustings.run_count("example:labour-leader-2010", base="second")


def test_a_result_names_itself_in_one_line(result: Result) -> None:
    assert repr(result) == (
        "<Result of Labour Party leadership election 2010: "
        "Ed Miliband elected at the fourth stage, by 1.31 points>"
    )


def test_reported_shares_are_not_counted() -> None:
    with pytest.raises(hustings.RuleError, match="no ballots to count"):
        hustings.run_count("example:bassetlaw-2010")


@pytest.mark.parametrize("name", hustings.__all__)
def test_every_public_name_can_be_had(name: str) -> None:
    assert getattr(hustings, name) is not None


def test_the_public_face_is_exactly_what_it_says() -> None:
    assert set(hustings.__all__) == set(hustings._HOME_OF)
    assert hustings.__all__ == sorted(hustings.__all__)


def test_a_name_that_is_not_public_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="ballot_box"):
        hustings.ballot_box  # noqa: B018


@pytest.mark.parametrize("room", ["hustings.formats", "hustings.facade", "hustings.cli"])
def test_importing_a_room_loads_no_polars(room: str) -> None:
    script = f"import sys, {room}; sys.exit('polars' in sys.modules)"
    subprocess.run([sys.executable, "-c", script], check=True)
    importlib.import_module(room)
