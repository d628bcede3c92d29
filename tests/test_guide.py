"""What the pages tell a reader to type works as it stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import hustings
from tests.places import ROOT

PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*/*.md")])
PYTHON = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
WITH_CODE = [page for page in PAGES if PYTHON.search(page.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("page", WITH_CODE, ids=lambda page: page.name)
def test_the_code_of_a_page_runs_from_top_to_bottom(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = hustings.run_count("example:labour-leader-2010")
    (tmp_path / "declaration.json").write_text(result.json(), encoding="utf-8")
    names: dict[str, object] = {}
    for code in PYTHON.findall(page.read_text(encoding="utf-8")):
        exec(compile(code, str(page), "exec"), names)  # noqa: S102  (our own page)


def test_there_are_pages_with_code() -> None:
    assert {"README.md", "python.md"} <= {page.name for page in WITH_CODE}
