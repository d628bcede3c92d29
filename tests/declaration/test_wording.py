"""What a declaration says in sentences."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from hustings.ballot import Profile, Ranking
from hustings.contest import Base, Candidate, Contest, Figures, Heading, Purpose, Section, TieOrder
from hustings.declaration import Declaration, declare
from hustings.declaration.wording import (
    headline,
    listed,
    ordinal,
    provisos,
    stage_sentence,
    story,
)

NOTHING_STATED = Figures()
NAMES = {"a": "Ash", "b": "Birch", "c": "Cedar", "d": "Dogwood"}


def declared(
    rows: Sequence[tuple[str, int]],
    *,
    figures: Figures = NOTHING_STATED,
    purpose: Purpose = Purpose.ELECTION,
    rule: str = "av",
    base: Base = Base.LIVE,
    tie_order: TieOrder = TieOrder.FORWARD,
    to_two: bool = False,
    seats: int = 1,
) -> Declaration:
    """Count rankings given as letters, with the papers of each."""
    contest = Contest(
        "trees", "Trees", tuple(Candidate(i, n) for i, n in NAMES.items()),
        sections=(Section("all", "All electors", figures=figures),),
        purpose=purpose, rule=rule, base=base, tie_order=tie_order, to_two=to_two, seats=seats,
    )  # fmt: skip
    profile = Profile.of(
        list(NAMES),
        [(Ranking(tuple("abcd".index(c) for c in letters)), (papers,)) for letters, papers in rows],
        sections=["all"],
    )
    return declare(contest, profile)


@pytest.mark.parametrize(
    ("rows", "options", "expected"),
    [
        ([("a", 6), ("b", 3)], {}, "Ash elected, by 3 votes"),
        ([("ab", 4), ("ba", 3), ("cb", 2)], {}, "Birch elected at the third stage, by 1 vote"),
        (
            [("a", 6), ("b", 3)],
            {"purpose": Purpose.ADVISORY},
            "Ash is the choice of those voting, by 3 votes",
        ),
        ([("a", 6), ("b", 3)], {"purpose": Purpose.SELECTION}, "Ash selected, by 3 votes"),
        (
            [("a", 2), ("b", 2)],
            {"tie_order": TieOrder.LOT},
            "A lot is needed between Cedar and Dogwood",
        ),
        ([], {}, "No valid papers: nothing to count"),
        (
            [("a", 3), ("b", 2), ("c", 1)],
            {"rule": "plurality", "seats": 2},
            "Ash and Birch elected",
        ),
    ],
)  # fmt: skip
def test_the_headline_says_what_happened(
    rows: list[tuple[str, int]], options: dict[str, object], expected: str
) -> None:
    assert headline(declared(rows, **options)) == expected  # type: ignore[arg-type]


def test_the_story_of_a_first_stage_gives_votes_and_share() -> None:
    assert story(declared([("a", 6), ("b", 3), ("c", 1)])) == (
        "Ash had 6 votes (60.00 per cent) on first preferences, more than all others together.",
        "Birch came second with 3 votes (30.00 per cent).",
    )


def test_the_story_of_a_turn_names_who_led_and_whose_transfers_turned_it() -> None:
    lead, turn = story(declared([("ab", 4), ("ba", 3), ("cb", 2)]))
    assert lead == "Ash led for the first two stages."
    assert turn == "Transfers from Cedar put Birch ahead of Ash, 5 votes to 4."


def test_a_tie_settled_by_an_earlier_stage_says_by_which() -> None:
    declaration = declared([("a", 5), ("b", 3), ("cb", 2), ("dc", 1)])
    third = next(s for s in declaration.stages if s.ties)
    assert stage_sentence(declaration, third).endswith(
        "Birch and Cedar have the fewest, 3 votes (27.27 per cent) each; "
        "Cedar had fewer at stage 1 and is excluded."
    )


def test_a_stage_that_was_not_needed_says_so() -> None:
    declaration = declared([("ab", 6), ("ba", 3), ("cb", 2), ("d", 1)], to_two=True)
    assert "not needed for the result" in stage_sentence(declaration, declaration.stages[-1])
    assert "not needed for the result" not in stage_sentence(declaration, declaration.stages[0])


def test_figures_that_do_not_add_up_are_said_plainly() -> None:
    figures = Figures(issued=20, returned=10, rejected={Heading.UNMARKED: 2})
    said = provisos(declared([("a", 6), ("b", 3)], figures=figures))
    assert said == (
        (
            "the figures do not add up: 10 papers returned, but 2 rejected and 9 valid make 11 "
            "(returned and rejected as stated, valid as counted): 1 paper too many, or a figure "
            "was written down wrongly; look first at the number stated as returned."
        ),
    )


def test_a_plurality_result_says_what_share_of_the_rest_would_have_reversed_it() -> None:
    (said,) = provisos(declared([("a", 39), ("b", 34), ("c", 27)], rule="plurality"))
    assert "more than 59.3 per cent of them going to Birch" in said
    assert "Nobody was asked for later preferences." in said


def test_a_plurality_result_beyond_the_reach_of_transfers_needs_no_warning() -> None:
    assert provisos(declared([("a", 60), ("b", 30), ("c", 10)], rule="plurality")) == ()


@pytest.mark.parametrize(
    ("number", "word"), [(1, "first"), (10, "tenth"), (11, "11th"), (21, "21st"), (112, "112th")]
)
def test_ordinals_read_as_spoken(number: int, word: str) -> None:
    assert ordinal(number) == word


@pytest.mark.parametrize(
    ("names", "text"),
    [([], ""), (["A"], "A"), (["A", "B"], "A and B"), (list("ABC"), "A, B and C")],
)
def test_names_are_listed_as_in_a_sentence(names: list[str], text: str) -> None:
    assert listed(names) == text
