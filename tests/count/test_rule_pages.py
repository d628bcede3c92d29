"""Each rule page and the code that follows it cite the same numbered paragraphs."""

from __future__ import annotations

import io
import re
import tokenize
from pathlib import Path

import pytest

from tests.places import ROOT

PAGES = {
    "av.md": "count/av.py",
    "plurality.md": "count/plurality.py",
    "sv.md": "count/sv.py",
    "marks.md": "ballot/marks.py",
    "weighing.md": "count/weighing.py",
}
CITED = re.compile(r"\[(\d+)\]")
PARAGRAPH = re.compile(r"(?m)^\*\*\[(\d+)\]\*\* ")


def cited_in(source: Path) -> set[int]:
    """The numbers in brackets in comments and docstrings: code indexes lists in brackets too."""
    tokens = tokenize.generate_tokens(io.StringIO(source.read_text(encoding="utf-8")).readline)
    texts = [t.string for t in tokens if t.type in {tokenize.COMMENT, tokenize.STRING}]
    return {int(number) for text in texts for number in CITED.findall(text)}


@pytest.mark.parametrize(("page", "source"), PAGES.items())
def test_page_and_code_cite_the_same_paragraphs(page: str, source: str) -> None:
    text = (ROOT / "docs" / "rules" / page).read_text(encoding="utf-8")
    numbers = [int(n) for n in PARAGRAPH.findall(text)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert numbers
    assert cited_in(ROOT / "hustings" / source) == set(numbers)


def test_every_rule_page_is_held_against_its_code() -> None:
    pages = {path.name for path in (ROOT / "docs" / "rules").glob("*.md")} - {"index.md"}
    assert pages == set(PAGES)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_refers_only_to_paragraphs_that_exist(page: str) -> None:
    text = (ROOT / "docs" / "rules" / page).read_text(encoding="utf-8")
    own = re.sub(r"\]\([a-z]+\.md\),? \[\d+\](?: to \[\d+\])?", "", text)
    assert {int(n) for n in CITED.findall(own)} == {int(n) for n in PARAGRAPH.findall(text)}
