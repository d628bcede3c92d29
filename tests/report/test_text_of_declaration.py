"""The declaration as it is read out."""

from __future__ import annotations

import pytest

from hustings.contest import Figures, Heading, Purpose, Section
from hustings.declaration.wording import chosen_as, stage_sentence
from hustings.report.text import declaration_text
from tests.report.declarations import FIGURES, STATES, TURNED, college, declared, plain

GOLDEN = """\
TREE OF THE YEAR
7 May 2026

DECLARATION OF RESULT

I, the returning officer, state that the votes have been counted by the
alternative vote, as follows.
Figures marked 'per cent' are per cent of the votes live at each stage.


FIRST STAGE: first preferences

                                                 Votes  Per cent
"""


def _lines(text: str, first: str, count: int) -> list[str]:
    lines = text.splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith(first))
    return lines[start : start + count]


def test_it_opens_with_the_contest_and_how_it_was_counted() -> None:
    assert _squeezed(declaration_text(plain())).startswith(_squeezed(GOLDEN))


def _squeezed(text: str) -> str:
    return "\n".join(" ".join(line.split()) for line in text.splitlines())


def test_a_stage_states_transfers_votes_papers_not_transferable_and_who_is_excluded() -> None:
    found = _lines(_squeezed(declaration_text(plain())), "SECOND STAGE", 25)
    for line in (
        "SECOND STAGE: after the exclusion of Dogwood",
        "Papers of Dogwood transferred:",
        "Cedar 12",
        "Not transferable: no further preference 2",
        "Papers in all 14",
        "Ash 40 40.82",
        "Not transferable so far 2",
        "Valid papers 100",
    ):
        assert line in found
    assert "Cedar has the fewest, 28 votes (28.57 per cent), and is excluded." in " ".join(found)


def test_rejected_papers_stand_under_their_headings_and_make_up_the_papers_verified() -> None:
    found = _lines(_squeezed(declaration_text(plain())), "THE BALLOT PAPERS", 15)
    for line in (
        "Issued 300",
        "Returned 110",
        "Rejected: unmarked 7",
        "Rejected in all 10",
        "Valid 100",
        "Rejected and valid: papers verified 110",
        "Turnout: returned, per cent of issued 36.7",
    ):
        assert line in found


@pytest.mark.parametrize("purpose", Purpose)
def test_the_result_is_said_in_the_words_of_its_purpose(purpose: Purpose) -> None:
    declaration = plain(purpose)
    said = " ".join(_lines(declaration_text(declaration), "THE RESULT", 4))
    assert f"is {chosen_as(declaration.contest)}." in said
    assert ("I declare" in said) is (purpose is not Purpose.ADVISORY)


def test_a_count_that_waits_for_a_lot_declares_nothing() -> None:
    text = declaration_text(STATES["lot_needed"]())
    assert "STATEMENT OF THE COUNT SO FAR" in text
    assert "There is no result yet." in text
    assert "DECLARATION" not in text
    assert "I declare" not in text
    assert "Returning officer  _" not in text


def test_a_place_that_no_lot_can_change_is_said_though_the_result_is_open() -> None:
    rows = [("a", 4), ("b", 2), ("c", 2)]
    text = declaration_text(declared(rows, rule="plurality", seats=2))
    assert "The result is not complete yet; Ash has a place whatever the lot says." in " ".join(
        text.split("THE RESULT")[1].split()
    )
    assert "There is no result yet" not in text
    assert "I declare" not in text
    assert "is elected" not in text


def test_without_votes_there_is_no_result_and_none_to_come() -> None:
    said = declaration_text(declared([])).split("THE RESULT")[1]
    assert "No valid papers: nothing to count. There is no result." in said


def test_sections_have_columns_and_invented_ones_the_word_above_theirs() -> None:
    text = _squeezed(declaration_text(college()))
    assert "[invented]" in text
    assert "Rests on invented rankings: Members." in text
    assert "Ash 4 38 600 642 37.11" in text.splitlines()


def test_more_sections_than_there_is_room_for_are_added() -> None:
    sections = tuple(Section(f"s{n}", f"Section {n}", figures=FIGURES) for n in range(5))
    rows = [(letters, n, section) for letters, n in TURNED for section in range(5)]
    text = _squeezed(declaration_text(declared(rows, sections=sections)))
    assert "Ash 200 40.00" in text.splitlines()


@pytest.mark.parametrize("state", STATES.values(), ids=STATES)
def test_no_line_is_longer_than_78_and_every_stage_is_told(state) -> None:  # type: ignore[no-untyped-def]
    declaration = state()
    text = declaration_text(declaration)
    assert all(len(line) <= 78 for line in text.splitlines())
    assert text.isprintable() or {c for c in text if not c.isprintable()} == {"\n"}
    one_line = " ".join(text.split())
    for stage in declaration.stages:
        assert " ".join(stage_sentence(declaration, stage).split()) in one_line


@pytest.mark.parametrize(
    ("figures", "rows"),
    [
        (Figures(), {"Valid 100", "Rejected and valid together 100"}),
        (Figures(rejected={Heading.UNMARKED: 1}), {"Rejected and valid together 101"}),
        (Figures(returned=100), {"Returned 100", "Rejected and valid: papers verified 100"}),
        (
            Figures(rejected={Heading.UNMARKED: 1}, rejected_total=4),
            {"Rejected: unmarked 1", "Rejected: heading not stated 3", "Rejected in all 4"},
        ),
    ],
)
def test_papers_are_verified_only_where_their_number_was_stated(
    figures: Figures, rows: set[str]
) -> None:
    section = Section("all", "All electors", figures=figures)
    lines = set(_squeezed(declaration_text(declared(TURNED, sections=(section,)))).splitlines())
    assert rows <= lines
    verified = [line for line in lines if "verified" in line]
    assert bool(verified) is (figures.returned is not None)
    unstated = [line for line in lines if "heading not stated" in line]
    assert bool(unstated) is (figures.rejected_total is not None)
