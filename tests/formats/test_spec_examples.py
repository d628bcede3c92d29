"""Every file that a page about a format shows is read as it stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hustings.formats import check_path, read_ballots
from tests.places import ROOT

PAGES = ROOT / "docs" / "spec" / "formats"
FENCED = re.compile(r"^```(?:text|csv)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
FORMATS = {"blt.md": "blt", "preflib.md": "toi", "csv.md": "csv"}
EXAMPLES = [
    (page.name, text)
    for page in sorted(PAGES.glob("*.md"))
    for text in FENCED.findall(page.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize(("page", "text"), EXAMPLES)
def test_a_file_on_a_page_has_no_defect(tmp_path: Path, page: str, text: str) -> None:
    path = tmp_path / f"example.{FORMATS[page]}"
    path.write_text(text, encoding="utf-8")
    assert check_path(path) == []


def test_the_blt_page_shows_what_it_says_of_its_file(tmp_path: Path) -> None:
    (text,) = (text for page, text in EXAMPLES if page == "blt.md")
    path = tmp_path / "example.blt"
    path.write_text(text, encoding="utf-8")
    records = read_ballots(path)
    assert (records.title, records.seats, records.total) == ("Town council", 1, 10)
    assert [c.id for c in records.candidates if c.withdrawn] == ["cat"]
    assert set(records.rows()) == {
        (((0,), (1,)), (3,)),
        (((0, 3), (), (1,)), (2,)),
        ((), (5,)),
    }
