"""Hundreds of candidates: the page and the pictures leave out what nobody could read."""

from __future__ import annotations

from hustings.ballot import Profile, Ranking
from hustings.contest import Candidate, Contest
from hustings.declaration import Declaration, declare
from hustings.picture import pictures
from hustings.report.page import declaration_page


def declared(size: int) -> Declaration:
    names = [f"Tree {n}" for n in range(size)]
    contest = Contest("t", "Trees", tuple(Candidate(n, n) for n in names), rule="plurality")
    rows = [(Ranking((n, (n + 1) % size)), (n + 1,)) for n in range(size)]
    return declare(contest, Profile.of(names, rows, sections=["all"]))


def test_the_page_of_hundreds_of_candidates_stays_small_and_says_what_is_not_there() -> None:
    declaration = declared(600)
    page = declaration_page(declaration)
    assert len(page) < 2_000_000
    assert "candidates are too many for tables of second preferences" in page
    assert not any(stem.startswith("next-preferences") for stem in pictures(declaration))


def test_a_page_of_a_few_candidates_has_both_tables() -> None:
    declaration = declared(5)
    page = declaration_page(declaration)
    assert "too many for tables" not in page
    assert "One against one" in page
    assert "next-preferences" in pictures(declaration)
