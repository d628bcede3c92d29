"""Every file that others wrote is listed with its version, licence and hash, and is as listed."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from tests.places import ROOT

PAGE = ROOT / "docs" / "vendored.md"
FOLDER = ROOT / "hustings" / "web" / "project" / "static" / "vendor"
ROW = re.compile(
    r"\| `(?P<file>[^`]+)` \| (?P<package>[^|]+) \| (?P<version>[\d.]+) \| (?P<licence>[^|]+) "
    r"\| `(?P<digest>[0-9a-f]{64})` \|"
)
ROWS = [match.groupdict() for match in ROW.finditer(PAGE.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["file"])
def test_a_vendored_file_has_the_hash_that_is_listed(row: dict[str, str]) -> None:
    digest = hashlib.sha256((FOLDER / row["file"]).read_bytes()).hexdigest()
    assert digest == row["digest"]


def test_every_vendored_file_is_listed_once_in_order_and_no_other_is() -> None:
    held = [str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*") if path.is_file()]
    assert [row["file"] for row in ROWS] == sorted(held)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["file"])
def test_the_version_of_a_vendored_file_stands_in_its_name(row: dict[str, str]) -> None:
    assert f"-{row['version']}." in row["file"]


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.js")), ids=lambda path: path.name)
def test_no_vendored_script_asks_for_a_source_map_that_is_not_there(path: Path) -> None:
    assert "sourceMappingURL" not in path.read_text(encoding="utf-8")
