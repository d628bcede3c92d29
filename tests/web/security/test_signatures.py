"""The officer is told where most rankings could be the only ones of their kind."""

from __future__ import annotations

import itertools

import pytest

from hustings.web.contests.models import Contest
from hustings.web.contests.signatures import most_could_be_unique, ways_to_rank
from hustings.web.contests.tasks import tasks_of
from tests.web.making import make_contest, make_electors


@pytest.mark.parametrize("candidates", range(6))
def test_ways_to_rank_are_as_many_as_rankings_that_can_be_written_down(candidates: int) -> None:
    written = [
        ranking
        for places in range(1, candidates + 1)
        for ranking in itertools.permutations(range(candidates), places)
    ]
    assert ways_to_rank(candidates) == len(written)
    assert ways_to_rank(candidates, 1) == candidates


@pytest.mark.parametrize(("ways", "electors"), [(15, 10), (64, 44), (325, 225), (1956, 1355)])
def test_most_are_unique_up_to_the_number_at_which_half_would_be(ways: int, electors: int) -> None:
    """The exact chance that a paper is alone, on both sides of the number."""
    assert most_could_be_unique(electors, ways)
    assert (1 - 1 / ways) ** (electors - 1) > 0.5
    over = electors + 2
    assert not most_could_be_unique(over, ways)
    assert (1 - 1 / ways) ** (over - 1) < 0.5 + 1 / ways


def test_one_elector_alone_is_nobody_to_tell_apart() -> None:
    assert not most_could_be_unique(1, 1956)


def _told(contest: Contest) -> list[str]:
    return [task.note for task in tasks_of(contest) if "signature" in task.title]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("candidates", "rule", "electors", "told"),
    [(5, "av", 200, True), (5, "av", 300, False), (3, "av", 200, False), (3, "av", 0, False),
     (6, "plurality", 200, False), (30, "sv", 200, True), (6, "sv", 200, False)],
)  # fmt: skip
def test_the_task_list_warns_where_most_rankings_could_be_unique(
    candidates: int, rule: str, electors: int, told: bool
) -> None:
    contest = make_contest(candidates=candidates, rule=rule)
    make_electors(contest, electors)
    assert bool(_told(contest)) == told
    if told:
        assert "200 electors" in _told(contest)[0]


@pytest.mark.django_db
def test_once_the_form_is_fixed_nothing_is_said_that_cannot_be_helped() -> None:
    contest = make_contest(candidates=6)
    make_electors(contest, 50)
    assert _told(contest)
    Contest.objects.filter(pk=contest.pk).update(state="ready")
    contest.refresh_from_db()
    assert not _told(contest)
