"""Ids for candidates whom a file only names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.contest import Candidate, Names, ids_for, is_id


@pytest.mark.parametrize(
    ("names", "ids"),
    [
        (["Ash", "Birch"], ("Ash", "Birch")),
        (["Ash", "Ash"], ("Ash", "2")),
        (["A > B", "Birch"], ("1", "Birch")),
        (["x>", "1"], ("candidate-1", "1")),
        (["candidate-2", "x>", "2"], ("candidate-2", "candidate-candidate-2", "2")),
        ([], ()),
    ],
)
def test_a_name_is_the_id_where_it_can_be_one(names: list[str], ids: tuple[str, ...]) -> None:
    assert ids_for(names) == ids


@given(st.lists(st.text("12>c-andidate", max_size=12), max_size=6))
def test_ids_are_distinct_and_can_be_ids(names: list[str]) -> None:
    ids = ids_for(names)
    assert len(set(ids)) == len(names)
    assert all(is_id(i) for i in ids)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("a", (0,)),
        ("Ann Lee", (0,)),
        ("ANN  LEE", (0,)),
        ("A", (1,)),
        ("bob", (2, 3)),
        ("Bob", (2,)),
        ("Cy", ()),
    ],
)
def test_a_text_means_whom_it_names_exactly_else_whom_it_reads_like(
    text: str, meant: tuple[int, ...]
) -> None:
    people = [("a", "Ann Lee"), ("x", "A"), ("b", "Bob"), ("BOB", "Robert")]
    assert Names([Candidate(*one) for one in people]).meant(text) == meant
