"""Primaries that were counted or reported: places, pledges and chains, as far as figures go."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.ballot import Profile, Ranking
from hustings.contest import Candidate, Contest, Figures, Purpose, Section
from hustings.declaration import Declaration, declare
from hustings.reported import Claim, Line, Report, Reported, Share, Source, Topic
from hustings.track.chain import chain
from hustings.track.pledges import Binding
from hustings.track.position import Position
from hustings.track.results import How, chosen_by, results_of
from hustings.track.setting import Primary, WorthClaim
from hustings.track.side_by_side import side_by_side
from hustings.track.when import When
from hustings.track.wording.of_chain import chain_sentences, pledge_sentence
from hustings.track.wording.of_primaries import candidate_sentence, double_figures
from hustings.track.wording.of_worth import worth_sentence
from hustings.track.worth import check_worths
from tests.examples import examples
from tests.track.making import CONTEST, SETTING, at, nomination, pledge, vote

NAMES = {"ash": "Rowan Ash", "birch": "Silver Birch", "elm": "Wych Elm"}


def counted(votes: dict[str, int], issued: int = 100) -> Declaration:
    """A primary of first preferences; its candidates go by other ids and are found by name."""
    candidates = tuple(Candidate(f"c-{c}", NAMES[c]) for c in votes)
    figures = Figures(issued=issued, returned=sum(votes.values()))
    section = Section("all", "All", figures=figures)
    contest = Contest("dale", "Dale", candidates, (section,), Purpose.ADVISORY)
    rows = [(Ranking((n,)), [papers]) for n, papers in enumerate(votes.values())]
    return declare(contest, Profile.of([c.id for c in candidates], rows, sections=["all"]))


def reported(shares: dict[str, str], rule: str = "plurality", turnout: str = "") -> Reported:
    claims = (Claim(Topic.TURNOUT, turnout, ("G",)),) if turnout else ()
    lines = tuple(Line(c, Share.read(s), None, ("G",)) for c, s in shares.items())
    return Reported(
        "dale",
        "Dale",
        Purpose.ADVISORY,
        tuple(Candidate(c, name) for c, name in NAMES.items()),
        (Source("G", "Dale votes", "Gazette"),),
        (Report("all", "All votes", lines),),
        claims,
        rule,
    )


def primary(result: Declaration | Reported | None) -> Primary:
    return Primary(
        "dale", "Primary of the dale", "The dale", When.read("2010-07"), "Jo", "mps", result
    )


def tracked(
    result: Declaration | Reported | None, day: str = "2010-08-01", *more: object
) -> Position:
    setting = replace(SETTING, primaries=(primary(result),), declared=date(2010, 9, 1))
    return at(day, *more, setting=setting)  # type: ignore[arg-type]


# --- results -----------------------------------------------------------------------------------


def test_a_counted_primary_is_exact_and_says_so() -> None:
    (result,) = results_of(primary(counted({"ash": 5, "birch": 3, "elm": 3})), CONTEST)
    assert (result.how, result.stood) == (How.COUNTED, 3)
    told = {p.candidate: (p.share, p.votes, p.best, p.worst) for p in result.placings}
    assert told == {
        "ash": ("45.5", "5", 1, 1),
        "birch": ("27.3", "3", 2, 2),
        "elm": ("27.3", "3", 2, 2),
    }


@pytest.mark.parametrize(
    ("shares", "places"),
    [
        ({"ash": "50.3", "birch": "29.7", "elm": "20.0"}, [(1, 1), (2, 2), (3, 3)]),
        ({"ash": "34", "birch": "33", "elm": "33"}, [(1, 1), (2, 3), (2, 3)]),
        ({"ash": "33", "birch": "33", "elm": "33"}, [(1, 3), (1, 3), (1, 3)]),
        ({"ash": "39", "birch": "10+"}, [(1, 3), (1, 3), (1, 3)]),
        ({"ash": "60", "birch": "10+"}, [(1, 1), (2, 3), (2, 3)]),
        ({"ash": "60", "birch": "under 10"}, [(1, 1), (3, 3), (2, 2)]),
    ],
)
def test_a_place_is_told_as_far_as_figures_leave_no_doubt(
    shares: dict[str, str], places: list[tuple[int, int]]
) -> None:
    (result,) = results_of(primary(reported(shares)), CONTEST)
    told = {p.candidate: (p.best, p.worst) for p in result.placings}
    assert [told[c] for c in NAMES] == places


@examples(60, full=1500)
@given(st.lists(st.integers(0, 300), min_size=3, max_size=3).filter(any))
def test_the_true_place_is_never_outside_the_places_told(votes: list[int]) -> None:
    """Shares are printed from known votes; the order of the votes has to be among the places."""
    total = sum(votes)
    shares = {c: str((200 * v + total) // (2 * total)) for c, v in zip(NAMES, votes, strict=True)}
    (result,) = results_of(primary(reported(shares)), CONTEST)
    for candidate, mine in zip(NAMES, votes, strict=True):
        placing = result.of(candidate)
        assert placing is not None
        assert placing.best <= 1 + sum(v > mine for v in votes) <= placing.worst


def test_a_candidate_who_did_not_stand_in_a_primary_has_no_place() -> None:
    table = side_by_side(tracked(counted({"ash": 5, "birch": 3})))
    assert table.row("elm") == (None,)
    assert candidate_sentence(table, "elm") == "Wych Elm: no result is known."
    assert (
        candidate_sentence(table, "ash")
        == "Rowan Ash: first of two in The dale (62.5 per cent, counted)."
    )


def test_the_only_one_in_double_figures_is_said_only_if_rounding_cannot_undo_it() -> None:
    told = [
        list(double_figures(side_by_side(tracked(reported(shares)))))
        for shares in (
            {"ash": "50", "birch": "35", "elm": "15"},
            {"ash": "50", "birch": "40", "elm": "10"},
            {"ash": "50", "birch": "25", "elm": "25"},
        )
    ]
    assert [len(sentences) for sentences in told] == [1, 0, 0]


def test_a_result_is_not_known_before_its_day() -> None:
    july = tracked(counted({"ash": 5, "birch": 3}), "2010-07-30")
    assert side_by_side(july).results == ()
    assert [p.id for p in side_by_side(july).to_come] == ["dale"]
    assert chain(july, july.ledger.primaries[0]).chosen is None


@pytest.mark.parametrize(
    ("result", "chosen"),
    [
        (counted({"ash": 5, "birch": 3}), "ash"),
        (counted({"ash": 4, "birch": 4}), None),  # a lot is needed
        (reported({"ash": "50.3", "birch": "29.7", "elm": "20.0"}, "av"), "ash"),
        (reported({"ash": "49", "birch": "31", "elm": "20"}, "av"), None),
        (reported({"ash": "49", "birch": "31", "elm": "20"}), "ash"),
        (reported({"ash": "40", "birch": "40", "elm": "20"}), None),
        (None, None),
    ],
)
def test_whom_a_primary_chose_is_known_only_beyond_doubt(
    result: Declaration | Reported | None, chosen: str | None
) -> None:
    assert chosen_by(primary(result), CONTEST) == chosen


# --- pledges -----------------------------------------------------------------------------------

COUNTED = counted({"ash": 50, "birch": 30, "elm": 20}, issued=400)  # turnout 25%; then ash has won
REPORTED = reported({"ash": "50", "birch": "30", "elm": "20"})
TURNED_OUT = reported({"ash": "50", "birch": "30", "elm": "20"}, turnout="32%")
PLEDGES: list[tuple[Declaration | Reported, str, Binding]] = [
    (COUNTED, "", Binding.BINDS),
    (COUNTED, "turnout 25%", Binding.BINDS),
    (COUNTED, "turnout 25.1%", Binding.FREE),
    (COUNTED, "votes 100", Binding.BINDS),
    (COUNTED, "votes 101", Binding.FREE),
    (COUNTED, "share 62.5%", Binding.BINDS),  # 50 of the 80 live with elm gone
    (COUNTED, "share 62.6%", Binding.FREE),
    (COUNTED, "lead 25%", Binding.BINDS),
    (COUNTED, "lead 25.1%", Binding.FREE),
    (REPORTED, "turnout 20%", Binding.CANNOT_TELL),
    (TURNED_OUT, "turnout 31%", Binding.BINDS),
    (TURNED_OUT, "turnout 32%", Binding.CANNOT_TELL),
    (TURNED_OUT, "turnout 33%", Binding.FREE),
    (REPORTED, "lead 19%", Binding.BINDS),
    (REPORTED, "lead 20%", Binding.CANNOT_TELL),
    (REPORTED, "share 51%", Binding.FREE),
    (REPORTED, "votes 1", Binding.CANNOT_TELL),
    (reported({"ash": "40", "birch": "40", "elm": "20"}), "", Binding.CANNOT_TELL),
]  # fmt: skip


@pytest.mark.parametrize(("result", "bar", "binding"), PLEDGES)
def test_a_pledge_is_held_to_its_threshold(
    result: Declaration | Reported, bar: str, binding: Binding
) -> None:
    now = tracked(result, "2010-08-01", pledge("p", "Jo", bar=bar))
    (judged,) = chain(now, now.ledger.primaries[0]).pledges
    assert judged.binding is binding


@pytest.mark.parametrize(
    ("bar", "first", "words"),
    [
        ("", "ash", "The pledge was kept: the vote put Rowan Ash first."),
        ("", "elm", "The pledge was not kept: the vote put Wych Elm first."),
        ("turnout 25%", "", "The threshold was reached. The vote is not declared by this day."),
        ("turnout 26%", "elm", "The threshold was not reached, so the pledge does not bind."),
    ],
)
def test_a_pledge_is_told_with_what_came_of_it(bar: str, first: str, words: str) -> None:
    records = [pledge("p", "Jo", bar=bar), *([vote("v", "Jo", first)] if first else [])]
    now = tracked(COUNTED, "2010-08-01", *records)
    link = chain(now, now.ledger.primaries[0])
    assert pledge_sentence(link, link.pledges[0]).endswith(words)


def test_before_the_result_a_pledge_neither_binds_nor_frees() -> None:
    now = tracked(COUNTED, "2010-07-30", pledge("p", "Jo", bar="turnout 25%"))
    (judged,) = chain(now, now.ledger.primaries[0]).pledges
    assert judged.binding is Binding.NOT_YET
    assert judged.kept_by("ash") is None


# --- the chain ---------------------------------------------------------------------------------


def test_the_chain_goes_from_what_came_before_to_what_the_vote_carries() -> None:
    records = [
        nomination("n", "Jo", "elm"),
        vote("v", "Jo", "ash", changes="n", because="dale"),
        *(vote(f"v{n}", f"E{n}", "birch") for n in range(4)),
        *(vote(f"m{n}", f"M{n}", "birch", section="members") for n in range(10)),
    ]
    now = tracked(COUNTED, "2010-09-01", *records)
    link = chain(now, now.ledger.primaries[0])
    assert (link.before, link.moved, link.followed) == (records[0], True, True)
    told = list(chain_sentences(link))
    assert told[-1] == (
        "So one vote went to Rowan Ash and not to Wych Elm: 6.6667 of 100 points (1/3/5 of the "
        "whole), as much as 1.00 of Members (votes live at stage 1)."
    )


def test_a_vote_in_dispute_is_not_told_as_declared() -> None:
    now = tracked(COUNTED, "2010-08-01", vote("v", "Jo", "ash"), vote("w", "Jo", "elm"))
    link = chain(now, now.ledger.primaries[0])
    assert (link.declared, link.moved, link.followed) == (None, None, None)


def test_nobodys_records_are_taken_for_those_of_a_primary_that_advises_nobody() -> None:
    setting = replace(SETTING, primaries=(replace(primary(COUNTED), advises=""),))
    now = at("2010-08-01", nomination("n", "Jo", "ash"), setting=setting)
    link = chain(now, now.ledger.primaries[0])
    assert (link.before, link.vote) == (None, None)
    assert len(list(chain_sentences(link))) == 1


# --- worths ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("figure", "papers", "reproduced"),
    [
        ("5", (("mps", 10), ("members", 104)), "rounded"),  # 5.2
        ("5.2", (("mps", 10), ("members", 104)), "rounded"),
        ("5", (("mps", 10), ("members", 114)), "cut"),  # 5.7
        ("6", (("mps", 10), ("members", 114)), "rounded"),
        ("7", (("mps", 10), ("members", 114)), "not"),
        ("1,000", (("mps", 1), ("members", 2000)), "rounded"),
        ("4 to 5", (("mps", 10), ("members", 100)), "no_base"),
        ("5", (), "no_base"),
        ("5", (("mps", 10),), "no_base"),
    ],
)
def test_a_published_worth_is_worked_out_anew(
    figure: str, papers: tuple[tuple[str, int], ...], reproduced: str
) -> None:
    """MPs weigh a third, members two thirds: a vote is worth half as many as the papers say."""
    claim = WorthClaim("mps", figure, "members", ("G",), papers=papers)
    (checked,) = check_worths([claim], CONTEST, ())
    assert checked.reproduced == reproduced
    assert ("DOES NOT REPRODUCE" in worth_sentence(CONTEST, checked)) == (reproduced == "not")
