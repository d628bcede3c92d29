"""A number agrees with its noun."""

from __future__ import annotations

import pytest

from hustings.web.project.plurals import number_of


@pytest.mark.parametrize(
    ("number", "nouns", "said"),
    [
        (0, ("letter",), "0 letters"),
        (1, ("letter",), "1 letter"),
        (2, ("letter",), "2 letters"),
        (12_345, ("letter",), "12,345 letters"),
        (1, ("person", "people"), "1 person"),
        (3, ("person", "people"), "3 people"),
    ],
)
def test_a_number_agrees_with_its_noun(number: int, nouns: tuple[str, ...], said: str) -> None:
    assert number_of(number, *nouns) == said
