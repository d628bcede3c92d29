"""Values at the edge of what can be counted."""

from __future__ import annotations

import numpy as np
import pytest

from hustings.ballot import CastVoteRecords, End, Profile, Ranking
from hustings.contest import Candidate, Contest, Majority, TieOrder
from hustings.count import By, count, ignored_options
from hustings.errors import RuleError

AB = (Candidate("a", "Ash"), Candidate("b", "Birch"))
ABC = (*AB, Candidate("c", "Cedar"))
ONE = Ranking((0,))


def contest(rule: str, *, majority: Majority = Majority.MORE, seats: int = 1) -> Contest:
    return Contest("c", "C", ABC, rule=rule, majority=majority, seats=seats)


def test_papers_that_add_up_past_the_limit_are_refused_not_wrapped() -> None:
    rows = [(ONE, [2**62])] * 4
    with pytest.raises(RuleError, match=r"2\^62"):
        Profile.of(["a", "b"], rows, sections=["all"])
    with pytest.raises(RuleError, match=r"2\^62"):
        CastVoteRecords.of(
            AB, ["all"], np.zeros((4, 1), np.int32), np.full((4, 1), 2**62, np.int64)
        )


def test_the_largest_number_of_papers_is_counted_exactly() -> None:
    rows = [(Ranking((0, 1)), [2**61 - 1]), (Ranking((1,)), [2**61]), (Ranking((2, 0)), [1])]
    profile = Profile.of(["a", "b", "c"], rows, sections=["all"])
    counted = count(profile, contest("av"))
    assert counted.stages[0].votes == {"a": (2**61 - 1,), "b": (2**61,), "c": (1,)}
    assert counted.stages[1].votes == {"a": (2**61,), "b": (2**61,)}


@pytest.mark.parametrize("papers", [[1.9], ["1"], [None], [2**80], [1, 1]])
def test_papers_that_are_no_whole_numbers_are_refused(papers: list[object]) -> None:
    with pytest.raises(RuleError):
        Profile.of(["a", "b"], [(ONE, papers)], sections=["all"])  # type: ignore[list-item]


def test_a_preference_for_nobody_on_the_paper_is_refused() -> None:
    with pytest.raises(ValueError, match="numbered from 0"):
        Ranking((-2,))
    with pytest.raises(RuleError, match="names candidate 7 of 2"):
        Profile.of(["a", "b"], [(Ranking((7,)), [1])], sections=["all"])


def test_half_is_no_majority_where_the_rule_knows_no_such_option() -> None:
    rows = [(ONE, [5]), (Ranking((1, 0)), [3]), (Ranking((2, 1)), [2])]
    profile = Profile.of(["a", "b", "c"], rows, sections=["all"])
    enough = Majority.EQUAL_OR_EXCEED
    assert count(profile, contest("av", majority=enough)).stages[0].elected == ("a",)
    assert count(profile, contest("sv", majority=enough)).stages[0].elected == ()
    plain = count(profile, contest("plurality", majority=enough))
    assert plain.stages[0].elected_by is By.MOST_VOTES


def test_why_a_supplementary_paper_ends_does_not_hang_on_other_papers() -> None:
    cut = (Ranking((2, 1), End.OVERVOTE), [2])
    first = [(ONE, [9]), (Ranking((1,)), [8])]
    for others in (first, [*first, (Ranking((0, 1, 2)), [1])]):
        rows = [*others, cut, (Ranking((2,), End.OVERVOTE), [1])]
        profile = Profile.of(["a", "b", "c"], rows, sections=["all"])
        (last,) = count(profile, contest("sv")).stages[1:]
        assert last.non_transferable == {End.OVERVOTE.cause: (1,)}


def test_a_seat_that_needs_no_lot_says_why_it_was_won_while_another_does() -> None:
    rows = [(ONE, [2]), (Ranking((1,)), [1]), (Ranking((2,)), [1])]
    profile = Profile.of(["a", "b", "c"], rows, sections=["all"])
    counted = count(profile, contest("plurality", seats=2))
    assert counted.lot_needed is not None
    assert (counted.stages[0].elected, counted.stages[0].elected_by) == (("a",), By.MOST_VOTES)


def test_options_that_a_rule_takes_no_account_of_can_be_named() -> None:
    made = Contest("c", "C", ABC, rule="sv", tie_order=TieOrder.BACKWARD, to_two=True)
    assert ignored_options(made) == ("tie_order", "to_two")
    assert ignored_options(Contest("c", "C", ABC, tie_order=TieOrder.BACKWARD)) == ()
