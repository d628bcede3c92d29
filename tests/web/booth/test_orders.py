"""Orders on the paper: as chosen, and fair where they are dealt."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.web.contests.orders import deal_rotations, order, rotation_used


@dataclass(frozen=True)
class Name:
    number: int
    name: str
    surname: str = ""


LISTED = [
    Name(1, "Tom Varley", "Varley"),
    Name(2, "Ann Éluard", "Éluard"),
    Name(3, "Bo de Groot", "de Groot"),
    Name(4, "Zoe Elton"),
]


@pytest.mark.parametrize(
    ("policy", "rotation", "numbers", "used"),
    [
        ("fixed", 2, [1, 2, 3, 4], None),
        ("alphabetical", 2, [3, 4, 2, 1], None),
        ("rotation", 0, [1, 2, 3, 4], 0),
        ("rotation", 1, [2, 3, 4, 1], 1),
        ("rotation", 3, [4, 1, 2, 3], 3),
        ("rotation", 5, [2, 3, 4, 1], 1),  # dealt when there were more candidates
        ("rotation", None, [1, 2, 3, 4], None),
    ],
)
def test_candidates_stand_in_the_order_of_the_policy(
    policy: str, rotation: int | None, numbers: list[int], used: int | None
) -> None:
    shuffled = [LISTED[n] for n in (2, 0, 3, 1)]
    assert [c.number for c in order(shuffled, policy, rotation)] == numbers
    assert rotation_used(len(LISTED), policy, rotation) == used


@given(st.integers(0, 300), st.integers(1, 12), st.randoms(use_true_random=False))
def test_each_candidate_stands_equally_often_in_each_place_up_to_the_remainder(
    electors: int, candidates: int, draw: Random
) -> None:
    dealt = deal_rotations(electors, candidates, draw=draw)
    listed = [Name(n, str(n)) for n in range(1, candidates + 1)]
    places = Counter(
        (place, candidate.number)
        for rotation in dealt
        for place, candidate in enumerate(order(listed, "rotation", rotation))
    )
    often = [places[place, n] for place in range(candidates) for n in range(1, candidates + 1)]
    assert len(dealt) == electors
    assert max(often) - min(often) <= 1


def test_which_rotation_comes_once_more_and_who_gets_it_is_drawn() -> None:
    dealt = [tuple(deal_rotations(4, 3, draw=Random(seed))) for seed in range(60)]
    assert {max(set(d), key=d.count) for d in dealt} == {0, 1, 2}
    assert len({d[0] for d in dealt}) == 3
