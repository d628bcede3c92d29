"""Numbers of papers and envelopes: every single slip is found, and every swap of neighbours."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.errors import SealError
from hustings.seal.numbers import (
    LEAST,
    MARK_SYMBOLS,
    MOST,
    NumberKind,
    Slip,
    SlipKind,
    in_figures,
    in_groups,
    is_mark,
    official_mark,
    read_mark,
    read_number,
    split_code,
)
from hustings.seal.symbols import ALPHABET

KEY, OTHER_KEY = b"k" * 32, b"o" * 32
NUMBERS = st.integers(LEAST, MOST)
KINDS = st.sampled_from(NumberKind)


@given(NUMBERS, KINDS)
def test_a_number_is_read_as_it_was_written(number: int, kind: NumberKind) -> None:
    assert read_number(in_figures(number, kind), kind) == number
    assert read_number(f" {in_groups(number, kind)}\r\n", kind) == number


@given(NUMBERS, KINDS)
def test_any_one_wrong_figure_is_found(number: int, kind: NumberKind) -> None:
    figures = in_figures(number, kind)
    for place, right in enumerate(figures):
        for wrong in set("0123456789") - {right}:
            slipped = figures[:place] + wrong + figures[place + 1 :]
            assert isinstance(read_number(slipped, kind), Slip)


@given(NUMBERS, KINDS)
def test_any_two_neighbours_swapped_are_found(number: int, kind: NumberKind) -> None:
    figures = in_figures(number, kind)
    for place in range(len(figures) - 1):
        pair = figures[place : place + 2]
        swapped = figures[:place] + pair[::-1] + figures[place + 2 :]
        assert swapped == figures or isinstance(read_number(swapped, kind), Slip)


@given(NUMBERS)
def test_the_number_of_an_envelope_is_never_one_of_a_paper(number: int) -> None:
    paper = in_figures(number, NumberKind.PAPER)
    envelope = in_figures(number, NumberKind.ENVELOPE)
    assert read_number(paper, NumberKind.ENVELOPE) == Slip(SlipKind.OTHER_KIND)
    assert read_number(envelope, NumberKind.PAPER) == Slip(SlipKind.OTHER_KIND)


@pytest.mark.parametrize(
    ("text", "slip"),
    [
        ("", Slip(SlipKind.TOO_SHORT, by=11)),
        ("1234 5678 9", Slip(SlipKind.TOO_SHORT, by=2)),
        ("1234 5678 9012", Slip(SlipKind.TOO_LONG, by=1)),
        ("12E4 5678 901", Slip(SlipKind.NOT_A_FIGURE, at=3, found="E")),
        ("1234 5678 9O1", Slip(SlipKind.NOT_A_FIGURE, at=10, found="O")),
        ("²234 5678 901", Slip(SlipKind.NOT_A_FIGURE, at=1, found="²")),
        ("0000 0000 000", Slip(SlipKind.WRONG_FIGURE)),
        ("1" * 5_000, Slip(SlipKind.TOO_LONG, by=4_989)),
    ],
)
def test_a_slip_is_told_by_its_kind_and_place(text: str, slip: Slip) -> None:
    assert read_number(text, NumberKind.PAPER) == slip


def test_figures_of_other_scripts_and_widths_are_figures() -> None:
    figures = in_figures(1_234_567_890, NumberKind.PAPER)
    wide = "".join(chr(0xFF10 + int(figure)) for figure in figures)
    assert read_number(wide, NumberKind.PAPER) == 1_234_567_890


@pytest.mark.parametrize("number", [0, LEAST - 1, MOST + 1])
def test_a_number_has_ten_figures(number: int) -> None:
    with pytest.raises(ValueError, match="ten figures"):
        in_figures(number, NumberKind.PAPER)


@given(NUMBERS)
def test_an_official_mark_is_of_its_number_contest_and_secret_alone(number: int) -> None:
    mark = official_mark(number, key=KEY, contest=b"one")
    assert len(mark) == MARK_SYMBOLS
    assert set(mark) <= set(ALPHABET)
    assert is_mark(mark.lower(), number, key=KEY, contest=b"one")
    assert read_mark(mark) == mark


def test_marks_of_other_numbers_contests_and_secrets_differ() -> None:
    made = {
        official_mark(number, key=key, contest=contest)
        for number in (LEAST, LEAST + 1)
        for key in (KEY, OTHER_KEY)
        for contest in (b"one", b"two")
    }
    assert len(made) == 8
    assert not is_mark(
        official_mark(LEAST, key=KEY, contest=b"two"), LEAST, key=KEY, contest=b"one"
    )


@pytest.mark.parametrize("text", ["", "ABCD", "ABCDEF", "ABC!E", "ABCDU"])
def test_what_cannot_be_a_mark_is_none(text: str) -> None:
    assert read_mark(text) is None
    assert not is_mark(text, LEAST, key=KEY, contest=b"one")


def test_a_mark_needs_the_sites_whole_secret() -> None:
    with pytest.raises(SealError, match="32 bytes"):
        official_mark(LEAST, key=b"short", contest=b"one")


@given(NUMBERS)
def test_a_whole_code_parts_into_figures_and_mark_with_and_without_its_hyphen(number: int) -> None:
    figures = in_figures(number, NumberKind.PAPER)
    mark = official_mark(number, key=KEY, contest=b"one")
    assert split_code(f"{figures}-{mark}") == (figures, mark)
    assert split_code(f"{figures}{mark}") == (figures, mark)
    assert split_code(figures) == (figures, "")
