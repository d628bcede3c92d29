"""The pledge in words, and held to results that miss or meet it by one paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import pytest

from hustings import contest as core
from hustings.ballot import Profile
from hustings.ballot.marks import Ranking
from hustings.contest import Base, Figures
from hustings.count import Lots
from hustings.declaration import Declaration, declare
from hustings.web.contests.models import Contest, Pledge
from hustings.web.contests.pledge import Outcome, pledge_met, pledge_words, threshold_words

NO_FIGURES = Figures()


def declared(
    papers: Mapping[tuple[str, ...], int],
    *,
    rule: str = "av",
    seats: int = 1,
    base: Base = Base.LIVE,
    figures: Figures = NO_FIGURES,
) -> Declaration:
    """A result of papers by ranking, of candidates a, b and c in one section."""
    ids = ("a", "b", "c")
    contest = core.Contest(
        id="x",
        title="X",
        candidates=tuple(core.Candidate(c, c.upper()) for c in ids),
        sections=(core.Section("all", "All", figures=figures),),
        rule=rule,
        seats=seats,
        base=base,
        to_two=rule == "av",
    )
    rows = [(Ranking(tuple(map(ids.index, r))), [n]) for r, n in papers.items()]
    profile = Profile.of(ids, rows, sections=("all",))
    return declare(contest, profile, Lots())


def pledged(kind: Pledge, hundredths: int | None = None, **fields: object) -> Contest:
    return Contest(
        **({"pledge": kind, "pledge_by": "Rowan Ashe MP", "pledge_hundredths": hundredths} | fields)
    )


@pytest.mark.parametrize(
    ("kind", "hundredths", "a", "b", "outcome"),
    [
        (Pledge.LEAD, 500, 525, 475, Outcome.MET),  # exactly 5.00 points
        (Pledge.LEAD, 501, 525, 475, Outcome.NOT_MET),
        (Pledge.LEAD, 500, 5_249_999, 4_750_001, Outcome.NOT_MET),  # 4.99998 points
        (Pledge.LEAD, 500, 5_250_001, 4_749_999, Outcome.MET),
        (Pledge.LEAD, 3333, 2, 1, Outcome.MET),  # a third is more than 33.33
        (Pledge.LEAD, 3334, 2, 1, Outcome.NOT_MET),
        (Pledge.SHARE, 6000, 60, 40, Outcome.MET),
        (Pledge.SHARE, 6000, 59_999, 40_001, Outcome.NOT_MET),
        (Pledge.SHARE, 10_000, 10, 0, Outcome.MET),
        (Pledge.ALWAYS, None, 51, 50, Outcome.MET),
        (Pledge.NONE, None, 51, 50, Outcome.NONE),
    ],
)
def test_a_pledge_is_met_at_its_threshold_exactly_and_not_by_a_paper_less(
    kind: Pledge, hundredths: int | None, a: int, b: int, outcome: Outcome
) -> None:
    found = pledge_met(pledged(kind, hundredths), declared({("a",): a, ("b",): b}))
    assert found.outcome is outcome


def test_the_sentence_never_prints_a_lead_that_missed_as_the_threshold() -> None:
    result = declared({("a",): 5_249_999, ("b",): 4_750_001})
    sentence = pledge_met(pledged(Pledge.LEAD, 500), result).sentence
    assert sentence == (
        "The pledge’s threshold was not met. The lead of A at the last stage is 4.99998 percentage "
        "points of the votes live at that stage; 5.00000 or more were asked for."
    )


def test_the_lead_is_that_of_the_last_stage_with_second_preferences() -> None:
    result = declared({("a",): 45, ("b",): 40, ("c", "a"): 15})
    found = pledge_met(pledged(Pledge.LEAD, 2000), result)
    assert (found.outcome, found.reached, found.needed) == (
        Outcome.MET,
        Fraction(20, 100),
        Fraction(20, 100),
    )
    assert pledge_met(pledged(Pledge.LEAD, 2001), result).outcome is Outcome.NOT_MET


def test_the_base_of_the_contest_decides_what_the_lead_is_a_share_of() -> None:
    papers: dict[tuple[str, ...], int] = {
        ("a",): 50,
        ("b",): 30,
        ("c",): 20,
    }  # the twenty are not transferable
    live = pledge_met(pledged(Pledge.LEAD, 2100), declared(papers, base=Base.LIVE))
    first = pledge_met(pledged(Pledge.LEAD, 2100, base="first"), declared(papers, base=Base.FIRST))
    assert (live.outcome, live.reached) == (Outcome.MET, Fraction(20, 80))
    assert (first.outcome, first.reached) == (Outcome.NOT_MET, Fraction(20, 100))
    assert "live at the first stage" in first.sentence


@pytest.mark.parametrize(
    ("returned", "hundredths", "outcome"),
    [(300, 3000, Outcome.MET), (299, 3000, Outcome.NOT_MET), (301, 3010, Outcome.MET)],
)
def test_turnout_is_of_those_on_the_roll(returned: int, hundredths: int, outcome: Outcome) -> None:
    figures = Figures(issued=1000, returned=returned)
    result = declared({("a",): returned}, figures=figures)
    found = pledge_met(pledged(Pledge.TURNOUT, hundredths), result)
    assert found.outcome is outcome
    assert f"{returned} of 1,000" in found.sentence


@pytest.mark.parametrize(
    ("kind", "result", "why"),
    [
        (Pledge.TURNOUT, declared({("a",): 3}), "does not state"),
        (Pledge.LEAD, declared({("a",): 0}), "nobody cast a valid vote"),
        (Pledge.ALWAYS, declared({("a",): 0}), "nobody cast a valid vote"),
        (Pledge.LEAD, declared({("a",): 3, ("b",): 3}), "a lot has still to be drawn"),
        (Pledge.SHARE, declared({("a",): 3, ("b",): 2}, rule="plurality", seats=2), "several"),
    ],
)
def test_what_a_result_does_not_say_is_not_told(
    kind: Pledge, result: Declaration, why: str
) -> None:
    found = pledge_met(pledged(kind, 500), result)
    assert found.outcome is Outcome.CANNOT_TELL
    assert why in found.sentence


def test_a_plurality_result_is_held_at_its_one_stage() -> None:
    result = declared({("a",): 525, ("b", "a"): 475}, rule="plurality")
    assert pledge_met(pledged(Pledge.LEAD, 500), result).outcome is Outcome.MET


@pytest.mark.parametrize(
    ("contest", "words"),
    [
        (pledged(Pledge.NONE), "Nobody has promised to follow the result."),
        (pledged(Pledge.ALWAYS), "Rowan Ashe MP will follow the result, whatever the lead."),
        (
            pledged(Pledge.LEAD, 500),
            ("Rowan Ashe MP will follow the result if, at the last stage of the count, the "
            "candidate chosen leads the next by 5 percentage points or more of the votes live at "
            "that stage. If the lead is smaller, Rowan Ashe MP is free to decide."),
        ),
        (
            pledged(Pledge.SHARE, 5050, base="first"),
            ("Rowan Ashe MP will follow the result if, at the last stage of the count, the "
            "candidate chosen has 50.5 per cent or more of the votes live at the first stage. If "
            "it is less, Rowan Ashe MP is free to decide."),
        ),
        (
            pledged(Pledge.TURNOUT, 3000, pledge_by="our MP"),
            ("Our MP will follow the result if 30 per cent or more of those on the roll vote. If "
            "it is less, our MP is free to decide."),
        ),
    ],
)  # fmt: skip
def test_a_pledge_in_words_can_be_held_to(contest: Contest, words: str) -> None:
    assert pledge_words(contest) == words


@pytest.mark.parametrize(
    ("hundredths", "words"),
    [(500, "5"), (250, "2.5"), (3333, "33.33"), (10000, "100"), (1, "0.01")],
)
def test_a_threshold_is_written_as_short_as_it_is_exact(hundredths: int, words: str) -> None:
    assert threshold_words(hundredths) == words


def test_a_percent_sign_in_a_name_does_no_harm() -> None:
    contest = pledged(Pledge.LEAD, 500, pledge_by="100%(by)s %d")
    assert pledge_words(contest).startswith("100%(by)s %d will follow")
    result = declared({("a",): 525, ("b",): 475})
    odd = replace(result.contest.candidates[0], name="%(x)s")
    named = replace(
        result, contest=replace(result.contest, candidates=(odd, *result.contest.candidates[1:]))
    )
    assert "%(x)s" in pledge_met(contest, named).sentence
