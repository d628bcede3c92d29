"""Polls: shares as published, means that may be taken, and reader surveys kept apart. Fiction."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from hustings.errors import RuleError
from hustings.reported.printed import Share
from hustings.track.polls import (
    VOTERS,
    Method,
    PastVote,
    Poll,
    PollHouse,
    ReaderSurvey,
    average,
    average_sentence,
    latest_of_each_house,
    lead_sentence,
    poll_sentence,
    poll_swing,
    survey_sentence,
)

PER_CENT = Fraction(1, 100)
NAMING = "those who named a candidate"


def poll(poll_id: str = "p1", **changes: object) -> Poll:
    shares = {"ash": Share.read("52"), "birch": Share.read("38"), "cedar": Share.read("10")}
    made = Poll(
        poll_id, "thicket", "members", 1011, Method.ONLINE, date(2030, 9, 7), date(2030, 9, 10),
        "Whom will you rank first?", NAMING, shares, ("S1",),
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


def shares(*texts: str) -> dict[str, Share]:
    return dict(zip(("ash", "birch", "cedar"), map(Share.read, texts), strict=False))


SURVEY = ReaderSurvey(
    "r1", "The Hedgerow", date(2030, 9, 1), date(2030, 9, 1), "Who should lead?",
    "the answers", shares("70", "30"), 1203,
)  # fmt: skip
NAMES = {"ash": "Ann Ash", "birch": "Bob Birch", "cedar": "Cyd Cedar", "members": "members"}


def test_a_poll_is_told_with_all_that_makes_it_one() -> None:
    house = PollHouse("thicket", "Thicket Research")
    assert poll_sentence(poll(), houses={"thicket": house}, names=NAMES) == (
        "Thicket Research asked 1,011 members online, 7 September 2030 to 10 September 2030: Ann "
        "Ash 52, Bob Birch 38, Cyd Cedar 10 per cent of those who named a candidate. The question: "
        "Whom will you rank first?"
    )


@pytest.mark.parametrize(
    ("published", "said"),
    [
        (("52", "38", "10"), "Ann Ash is 14 points ahead of Bob Birch, of those who named a"),
        (("45", "45", "10"), "Ann Ash and Bob Birch are level at 45 per cent of those who named"),
        (("33.5", "40.25"), "Bob Birch is 6.75 points ahead of Ann Ash, of those who named a"),
        (("60",), "Ann Ash has 60 per cent of those who named a candidate."),
    ],
)
def test_a_lead_is_told_with_its_base(published: tuple[str, ...], said: str) -> None:
    assert lead_sentence(poll(shares=shares(*published)), names=NAMES).startswith(said)


def test_shares_are_exact_fractions_of_what_was_published() -> None:
    assert poll().share("ash") == 52 * PER_CENT
    assert poll(shares=shares("33.3")).share("ash") == Fraction(333, 1000)


# --- averages --------------------------------------------------------------------------------


def test_the_mean_is_exact_and_says_of_what_it_is_one() -> None:
    other = poll("p2", house="copse", first=date(2030, 9, 12), last=date(2030, 9, 12),
                 shares=shares("49", "40", "11"))  # fmt: skip
    third = poll("p3", shares=shares("51", "39", "10"))
    found = average([poll(), other, third])
    assert found.shares["ash"] == Fraction(152, 300)
    assert average_sentence(found, names=NAMES) == (
        "Plain mean of 3 polls of members, fieldwork 7 September 2030 to 12 September 2030, each "
        "counting alike: Ann Ash 50.7, Bob Birch 39.0, Cyd Cedar 10.3 per cent of those who named "
        "a candidate."
    )


def test_a_reader_survey_is_averaged_neither_with_a_poll_nor_with_another() -> None:
    """The type checker refuses it too: without these two ignores it would not pass."""
    with pytest.raises(RuleError, match="r1: a reader survey cannot be averaged with polls"):
        average([poll(), SURVEY])  # type: ignore[list-item]
    with pytest.raises(RuleError, match="r1: a reader survey cannot be averaged"):
        average([SURVEY])  # type: ignore[list-item]


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"population": VOTERS}, "p2 asked voters, p1 asked members: polls of different people"),
        ({"base": "all who were asked"}, "p2 and p1 have other bases or options"),
        ({"shares": shares("60", "40")}, "p2 and p1 have other bases or options"),
    ],
)
def test_only_polls_alike_have_a_mean(other: dict[str, object], said: str) -> None:
    with pytest.raises(RuleError, match=said):
        average([poll(), poll("p2", **other)])


def test_no_poll_has_no_mean() -> None:
    with pytest.raises(RuleError, match="there is no poll to average"):
        average([])


def test_of_each_house_and_population_the_latest_by_a_day_stands() -> None:
    early, late = poll("a"), poll("b", first=date(2030, 9, 20), last=date(2030, 9, 21))
    copse, voters = poll("c", house="copse"), poll("d", population=VOTERS)
    every = [late, voters, copse, early]
    assert [p.id for p in latest_of_each_house(every, date(2030, 9, 30))] == ["c", "d", "b"]
    assert [p.id for p in latest_of_each_house(every, date(2030, 9, 20))] == ["a", "c", "d"]
    assert latest_of_each_house(every, date(2030, 9, 9)) == ()


# --- change ----------------------------------------------------------------------------------


def test_a_lead_of_14_after_one_of_2_is_a_butler_swing_of_6_and_another_steed_swing() -> None:
    past = PastVote.of_votes(
        "the general election of 2029", date(2029, 5, 3), "valid votes",
        {"ash": 4100, "birch": 3900, "cedar": 2000},
    )  # fmt: skip
    found = poll_swing(
        poll(population=VOTERS, shares=shares("47", "33", "20")), past, loser="birch", gainer="ash"
    )
    assert found.butler.points == 6 * PER_CENT
    assert found.steed.points == Fraction(47, 80) - Fraction(41, 80)
    assert found.rounding == PER_CENT / 2


def test_a_swing_needs_both_shares() -> None:
    past = PastVote("2029", date(2029, 5, 3), "valid votes", {"ash": Fraction(1, 2)})
    with pytest.raises(RuleError, match="there is no share of 'birch' before"):
        poll_swing(poll(), past, loser="ash", gainer="birch")


# --- surveys, and what cannot be ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "said"),
    [(1203, "1,203 answers"), (None, "a number of answers that was not published")],
)
def test_a_reader_survey_says_that_it_is_no_poll(answers: int | None, said: str) -> None:
    told = survey_sentence(replace(SURVEY, answers=answers), names=NAMES)
    assert told == (
        f"A reader survey of The Hedgerow, 1 September 2030, {said}: Ann Ash 70, Bob Birch 30 per "
        "cent of the answers. Whoever answered chose to, so it is no poll and enters no average. "
        "The question: Who should lead?"
    )


def test_no_sentence_prints_a_bare_plus_or_minus() -> None:
    told = [
        poll_sentence(poll()), lead_sentence(poll()), survey_sentence(SURVEY),
        average_sentence(average([poll(), poll("p2")])),
    ]  # fmt: skip
    assert not any(sign in text for text in told for sign in ("±", "+/-", "+", "−"))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"sample": 0}, "a sample has one person at least, found 0"),
        ({"last": date(2030, 9, 6)}, "it ends on 2030-09-06, before it begins on 2030-09-07"),
        ({"question": " "}, r"say what was asked \(question\)"),
        ({"base": ""}, r"say of whom the shares are per cent \(base\)"),
        ({"house": ""}, "say the house"),
        ({"population": ""}, "say the population"),
        ({"shares": {}}, "no share is given"),
        ({"shares": shares("about 50")}, "a poll's share is a figure, found 'about 50'"),
        ({"shares": shares("52", "40", "10")}, "add up to 102 per cent, more than rounding allows"),
    ],
)
def test_a_poll_that_cannot_be_says_why(changes: dict[str, object], said: str) -> None:
    with pytest.raises(RuleError, match=said):
        replace(poll(), **changes)  # type: ignore[arg-type]


def test_shares_may_add_up_to_as_much_as_rounding_allows() -> None:
    assert poll(shares=shares("52", "39", "10")).share("birch") == 39 * PER_CENT


def test_shares_that_were_read_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        poll().shares["ash"] = Share.read("1")  # type: ignore[index]
