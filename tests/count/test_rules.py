"""Small contests worked by hand: what each option, tie, lot and rule does, one thing at a time."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import pytest

from hustings.ballot import Profile, Ranking
from hustings.contest import Base, Candidate, Contest, Majority, Section, TieOrder
from hustings.count import (
    RULES,
    Act,
    By,
    Count,
    Lot,
    LotNeeded,
    Lots,
    Tie,
    count,
    misfits,
    rule_of,
)
from hustings.count.plurality import share_to_reverse
from hustings.errors import Place, RuleError

Papers = Mapping[str, int] | Mapping[str, tuple[int, ...]]
"""Rankings as letters, and how many papers (by section) hold them."""


def contest_of(letters: str, *weights: Fraction, gone: str = "", **options: object) -> Contest:
    sections = tuple(Section(f"s{n}", f"S{n}", w) for n, w in enumerate(weights))
    if sections:
        options["sections"] = sections
    candidates = tuple(Candidate(c, c.upper(), withdrawn=c in gone) for c in letters)
    return Contest("c", "C", candidates, **options)  # type: ignore[arg-type]


def run(contest: Contest, papers: Papers, *lots: Lot) -> Count:
    ids = [c.id for c in contest.candidates]
    rows = [
        (Ranking(tuple(ids.index(c) for c in ranking)), (n,) if isinstance(n, int) else n)
        for ranking, n in papers.items()
    ]
    profile = Profile.of(ids, rows, sections=[s.id for s in contest.sections])
    return count(profile, contest, Lots(lots))


def lot(stage: int, candidates: str, drawn: str) -> Lot:
    return Lot(stage, frozenset(candidates), drawn)


def course(counted: Count) -> str:
    """Who went out at each stage and who was elected, as ``d c +a``."""
    out = [c for stage in counted.stages for c in stage.excluded]
    return " ".join([*out, *(f"+{c}" for c in counted.elected)])


LORDS = Majority.EQUAL_OR_EXCEED
THREE = {"a": 4, "b": 3, "c": 1}


@pytest.mark.parametrize(
    ("papers", "options", "expected", "by"),
    [
        ({"a": 3, "b": 1, "c": 1}, {}, "+a", By.MAJORITY),
        (THREE, {}, "c +a", By.MAJORITY),
        (THREE, {"majority": LORDS}, "+a", By.EQUAL_OR_EXCEED),
        ({"a": 5, "b": 3, "c": 1}, {"majority": LORDS}, "+a", By.MAJORITY),
        ({"a": 3, "b": 3, "cab": 1}, {"majority": LORDS}, "c +a", By.MAJORITY),
        (THREE, {"base": Base.FIRST}, "c +a", By.MORE_OF_TWO),
        (THREE, {"base": Base.FIRST, "majority": LORDS}, "+a", By.EQUAL_OR_EXCEED),
        ({"a": 4, "b": 3, "cb": 1}, {}, "c +a", By.TIE),
        ({"a": 4, "b": 3, "cb": 2}, {}, "c +b", By.MAJORITY),
        ({"a": 4, "b": 4, "c": 2, "dcab": 1}, {}, "d c +a", By.MAJORITY),
        ({"a": 1}, {}, "+a", By.MAJORITY),
        ({"a": 2, "b": 1}, {}, "+a", By.MAJORITY),
    ],
)  # fmt: skip
def test_the_alternative_vote_elects_as_its_options_say(
    papers: Papers, options: dict[str, object], expected: str, by: By
) -> None:
    letters = "".join(sorted({c for ranking in papers for c in ranking}))
    counted = run(contest_of(letters, **options), papers)  # type: ignore[arg-type]
    assert course(counted) == expected
    assert counted.stages[-1].elected_by is by


# b and c are level at stage 3: b had fewer at stage 1, c at stage 2.
CROSSED = {"a": 6, "b": 3, "c": 4, "db": 2, "ec": 1, "ea": 2}


@pytest.mark.parametrize(
    ("order", "chosen", "stage"), [(TieOrder.FORWARD, "b", 1), (TieOrder.BACKWARD, "c", 2)]
)
def test_earlier_stages_settle_a_tie_in_the_order_of_the_contest(
    order: TieOrder, chosen: str, stage: int
) -> None:
    counted = run(contest_of("abcde", tie_order=order), CROSSED)
    assert counted.stages[2].ties == (
        Tie(("b", "c"), Act.EXCLUDE, chosen, stage, by_lot=False, level=(chosen,)),
    )


def test_straight_to_lot_asks_though_earlier_stages_could_tell() -> None:
    counted = run(contest_of("abcde", tie_order=TieOrder.LOT), CROSSED)
    assert counted.lot_needed == LotNeeded(3, ("b", "c"), Act.EXCLUDE)
    assert counted.elected == ()


# b, c and d are level at stage 2; at stage 1 d had more than the other two.
NARROWED = {"a": 5, "b": 3, "c": 3, "d": 4, "eb": 1, "ec": 1}


def test_a_tie_partly_told_apart_narrows_and_a_lot_settles_the_rest() -> None:
    contest = contest_of("abcde")
    assert run(contest, NARROWED).lot_needed == LotNeeded(2, ("b", "c"), Act.EXCLUDE)
    drawn = run(contest, NARROWED, lot(2, "bc", "c"))
    assert drawn.stages[1].tie == Tie(
        ("b", "c", "d"), Act.EXCLUDE, "c", 1, by_lot=True, level=("b", "c")
    )
    assert drawn.lot_needed is None


def test_two_who_end_level_are_told_apart_by_more_first_preferences() -> None:
    counted = run(contest_of("abc"), {"a": 3, "b": 2, "cb": 1})
    assert counted.stages[-1].votes == {"a": (3,), "b": (3,)}
    assert counted.stages[-1].tie == Tie(("a", "b"), Act.ELECT, "a", 1, by_lot=False, level=("a",))


def test_two_who_were_always_level_wait_for_a_lot() -> None:
    level = {"a": 3, "b": 3, "cab": 1, "cba": 1}
    assert run(contest_of("abc"), level).lot_needed == LotNeeded(2, ("a", "b"), Act.ELECT)
    assert course(run(contest_of("abc"), level, lot(2, "ab", "b"))) == "c +b"


def test_just_half_each_ends_the_count_of_the_lords_with_a_lot_between_the_two() -> None:
    contest = contest_of("abc", majority=LORDS)
    halves = {"a": 2, "b": 2}
    assert run(contest, halves).lot_needed == LotNeeded(1, ("a", "b"), Act.ELECT)
    drawn = run(contest, halves, lot(1, "ab", "b"))
    assert (course(drawn), drawn.stages[-1].elected_by) == ("+b", By.TIE)
    assert course(run(contest_of("abc"), halves, lot(2, "ab", "a"))) == "c +a"


@pytest.mark.parametrize(
    ("drawn", "message"),
    [
        (lot(1, "bc", "b"), "no question at stage 1"),
        (lot(2, "bcd", "b"), "stage 2 asks for one between b, c"),
        (lot(2, "bd", "b"), "stage 2 asks for one between b, c"),
        (lot(3, "bc", "b"), "stage 2 asks for one between b, c"),
    ],
)
def test_a_lot_that_answers_another_question_is_refused(drawn: Lot, message: str) -> None:
    with pytest.raises(RuleError, match=message):
        run(contest_of("abcde"), NARROWED, drawn)


def test_a_lot_that_nobody_needs_is_refused_with_its_place() -> None:
    needless = Lot(1, frozenset("ab"), "a", Place("lots.csv", 2))
    with pytest.raises(RuleError, match=r"lots\.csv:2: .*this count needs no other lot"):
        run(contest_of("abc"), THREE, needless)


def test_a_lot_falls_on_one_of_its_candidates_and_is_drawn_once() -> None:
    with pytest.raises(RuleError, match="fell on 'c', not one of a, b"):
        lot(1, "ab", "c")
    with pytest.raises(RuleError, match="drawn already"):
        Lots((lot(1, "ab", "a"), lot(1, "ab", "b")))


def test_a_withdrawn_candidate_is_passed_over_from_the_first_stage_on() -> None:
    papers = {"x": 2, "xa": 3, "axb": 1, "bxa": 3}
    first = run(contest_of("abx", gone="x"), papers).stages[0]
    assert first.votes == {"a": (4,), "b": (3,)}
    assert first.non_transferable == {"no_further_preference": (2,)}


def test_papers_for_nobody_who_stands_elect_nobody() -> None:
    for rule in RULES:
        counted = run(contest_of("ax", gone="x", rule=rule), {"x": 2})
        assert (len(counted.stages), counted.elected, counted.lot_needed) == (1, (), None)
        assert counted.stages[0].points == {"a": 0}


def test_a_count_past_the_result_goes_on_to_two_and_changes_nothing_of_it() -> None:
    papers = {"a": 6, "b": 2, "cb": 1, "dc": 1, "da": 1}
    counted = run(contest_of("abcd", to_two=True), papers)
    assert [stage.needed for stage in counted.stages] == [True, False, False]
    assert [stage.elected for stage in counted.stages] == [("a",), (), ()]
    assert [stage.excluded for stage in counted.stages] == [("c",), ("d",), ()]
    assert counted.stages[-1].votes == {"a": (7,), "b": (3,)}
    assert counted.elected == run(contest_of("abcd"), papers).elected


def test_past_the_result_nobody_has_to_draw_a_lot_but_a_recorded_one_counts() -> None:
    papers = {"a": 6, "b": 1, "c": 1, "d": 2}
    contest = contest_of("abcd", to_two=True)
    stopped = run(contest, papers)
    assert (len(stopped.stages), stopped.elected, stopped.lot_needed) == (1, ("a",), None)
    assert course(run(contest, papers, lot(1, "bc", "c"))) == "c b +a"


THIRD, TWO_THIRDS = Fraction(1, 3), Fraction(2, 3)


def test_the_weighted_total_decides_and_not_the_head_count() -> None:
    papers = {"a": (1, 40), "b": (9, 20), "c": (5, 40)}
    weighted = run(contest_of("abc", TWO_THIRDS, THIRD), papers)
    assert weighted.stages[0].points == {
        "a": TWO_THIRDS / 15 + THIRD * Fraction(2, 5),
        "b": TWO_THIRDS * Fraction(3, 5) + THIRD / 5,
        "c": TWO_THIRDS / 3 + THIRD * Fraction(2, 5),
    }
    assert weighted.stages[0].excluded == ("a",)
    candidates = contest_of("abc").candidates
    plain = Contest("c", "C", candidates, (Section("s0", "S0"), Section("s1", "S1")))
    assert run(plain, papers).stages[0].excluded == ("b",)


@pytest.mark.parametrize(
    ("base", "half"), [(Base.LIVE, Fraction(3, 8)), (Base.FIRST, Fraction(1, 2))]
)
def test_a_section_whose_papers_have_all_gone_leaves_its_weight_out_of_play(
    base: Base, half: Fraction
) -> None:
    papers = {"a": (6, 0), "b": (6, 0), "c": (0, 1)}
    contest = contest_of("abc", Fraction(3, 4), Fraction(1, 4), base=base)
    counted = run(contest, papers)
    last = counted.stages[1]
    assert counted.stages[0].excluded == ("c",)
    assert last.live == (12, 0)
    assert last.points == {"a": Fraction(3, 8), "b": Fraction(3, 8)}
    assert last.half == half
    assert counted.lot_needed == LotNeeded(2, ("a", "b"), Act.ELECT)


@pytest.mark.parametrize(
    ("seats", "papers", "lots", "expected", "by"),
    [
        (1, {"a": 3, "b": 2, "c": 2}, [], "+a", By.MOST_VOTES),
        (1, {"a": 5, "b": 2, "c": 2}, [], "+a", By.MAJORITY),
        (2, {"a": 3, "b": 1, "c": 2}, [], "+a +c", By.MOST_VOTES),
        (2, {"a": 1, "b": 2, "c": 2}, [], "+b +c", By.MOST_VOTES),
        (1, {"a": 2, "b": 2, "c": 1}, [lot(1, "ab", "b")], "+b", By.TIE),
        (2, {"a": 1, "b": 1, "c": 1}, [lot(1, "abc", "c"), lot(1, "ab", "b")], "+c +b", By.TIE),
        (3, {"a": 1, "b": 1}, [], "+a +b +c", By.MOST_VOTES),
    ],
)  # fmt: skip
def test_plurality_elects_those_with_most_votes(
    seats: int, papers: Papers, lots: list[Lot], expected: str, by: By
) -> None:
    counted = run(contest_of("abc", rule="plurality", seats=seats), papers, *lots)
    assert course(counted) == expected
    assert counted.stages[0].elected_by is by


def test_plurality_asks_for_one_lot_after_another_and_says_who_is_in_already() -> None:
    contest = contest_of("abcd", rule="plurality", seats=3)
    papers = {"a": 2, "b": 1, "c": 1, "d": 1}
    first = run(contest, papers)
    assert first.lot_needed == LotNeeded(1, ("b", "c", "d"), Act.ELECT)
    assert first.stages[0].elected == ("a",)
    assert first.elected == ()
    second = run(contest, papers, lot(1, "bcd", "c"))
    assert second.lot_needed == LotNeeded(1, ("b", "d"), Act.ELECT)


@pytest.mark.parametrize(
    ("papers", "lots", "expected", "by"),
    [
        ({"a": 5, "b": 2, "c": 2}, [], "+a", By.MAJORITY),
        ({"a": 4, "b": 3, "cb": 2}, [], "c +b", By.MAJORITY),
        ({"a": 4, "b": 3, "c": 2}, [], "c +a", By.MAJORITY),
        # level with the second: all stay, and the most votes win without a majority
        ({"a": 4, "b": 3, "c": 3, "dc": 2}, [], "d +c", By.MOST_VOTES),
        ({"a": 4, "b": 3, "c": 3, "db": 1, "dc": 1}, [lot(2, "abc", "b")], "d +b", By.TIE),
        # a second preference for somebody who is out, or already moved from, does not count
        ({"a": 4, "b": 3, "cda": 2, "dcb": 1}, [], "c d +a", By.MAJORITY),
        # whoever stays keeps the papers: b's second preferences are never looked at
        ({"a": 4, "bc": 3, "cb": 2}, [], "c +b", By.MAJORITY),
        # all level: nobody is excluded, and only a lot can tell
        ({"a": 1, "b": 1, "c": 1}, [lot(1, "abc", "c")], "+c", By.TIE),
        ({"a": 2, "b": 2}, [lot(1, "ab", "b")], "+b", By.TIE),
        # first preferences do not settle a tie
        ({"a": 4, "b": 3, "cb": 1}, [lot(2, "ab", "b")], "c +b", By.TIE),
    ],
)  # fmt: skip
def test_the_supplementary_vote_counts_two_preferences(
    papers: Papers, lots: list[Lot], expected: str, by: By
) -> None:
    letters = "".join(sorted({c for ranking in papers for c in ranking}))
    counted = run(contest_of(letters, rule="sv"), papers, *lots)
    assert course(counted) == expected
    assert counted.stages[-1].elected_by is by


def test_a_second_preference_moves_up_where_the_first_has_withdrawn() -> None:
    counted = run(contest_of("abcx", rule="sv", gone="x"), {"xba": 2, "a": 3, "cxb": 1})
    assert counted.stages[0].votes == {"a": (3,), "b": (2,), "c": (1,)}
    assert counted.stages[1].votes == {"a": (3,), "b": (3,)}


def test_a_rule_that_does_not_exist_or_cannot_fill_the_seats_is_refused() -> None:
    with pytest.raises(RuleError, match="the rules are av, plurality, sv"):
        rule_of(contest_of("ab", rule="borda"))
    for rule in ("av", "sv"):
        with pytest.raises(RuleError, match="fills one seat; the contest has 2"):
            rule_of(contest_of("ab", rule=rule, seats=2))


@pytest.mark.parametrize(
    ("gone", "seats", "message"),
    [
        ("", 4, "the contest has 4 seats, but only 3 candidates stand"),
        ("a", 3, "the contest has 3 seats, but only 2 candidates stand"),
        ("ab", 2, "the contest has 2 seats, but only 1 candidate stands"),
    ],
)
def test_more_seats_than_candidates_who_stand_are_refused(
    gone: str, seats: int, message: str
) -> None:
    with pytest.raises(RuleError, match=message):
        run(contest_of("abc", rule="plurality", seats=seats, gone=gone), {"c": 1})
    one_less = contest_of("abc", rule="plurality", seats=seats - 1, gone=gone)
    assert rule_of(one_less).id == "plurality"


@pytest.mark.parametrize(
    ("name", "meant"),
    [("irv", "av"), ("RCV", "av"), ("Plurality", "plurality"), ("FPTP", "plurality")],
)
def test_what_a_rule_is_called_elsewhere_leads_to_it(name: str, meant: str) -> None:
    with pytest.raises(RuleError, match=f"no rule '{name}'; did you mean '{meant}'"):
        rule_of(contest_of("ab", rule=name))


def test_every_misfit_of_rule_and_seats_is_named() -> None:
    found = [option for option, _ in misfits("irv", 9, 4)]
    assert found == ["rule", "seats"]
    assert list(misfits("plurality", 4, 4)) == list(misfits("av", 1, 1)) == []


@pytest.mark.parametrize(
    ("lead", "others", "share"),
    [(10, 10, None), (10, 9, None), (10, 20, Fraction(3, 4)), (0, 8, Fraction(1, 2)), (0, 0, None)],
)
def test_the_share_to_reverse_is_half_and_half_the_lead(
    lead: int, others: int, share: Fraction | None
) -> None:
    assert share_to_reverse(Fraction(lead), Fraction(others)) == share
