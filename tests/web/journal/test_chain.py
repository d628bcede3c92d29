"""The chain by its specification: its vectors, and the check that stands on the page itself."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from hustings.errors import FormatError, Place
from hustings.web.journal.chain import Head, check_chains
from hustings.web.journal.exports import csv_file, json_lines, read_line
from tests.places import ROOT

VECTORS = ROOT / "vectors" / "journal"
INDEX = json.loads((VECTORS / "index.json").read_text(encoding="utf-8"))
HEAD = Head(**INDEX["head"])
FILES = [pytest.param(case, id=case["file"]) for case in INDEX["files"]]


def lines_of(name: str) -> list[str]:
    return (VECTORS / name).read_text(encoding="utf-8").removesuffix("\n").split("\n")


def read(name: str) -> list[Any]:
    return [read_line(line, Place(name, n)) for n, line in enumerate(lines_of(name), start=1)]


@pytest.mark.parametrize("case", FILES)
def test_each_damage_is_found_where_it_was_done_and_nothing_else(case: dict[str, Any]) -> None:
    found = [[b.chain, b.number, b.what] for b in check_chains(read(case["file"]), [HEAD])]
    assert found == case["broken"]


def _check_from_the_page() -> Callable[[Iterable[str]], Iterator[tuple[str, int, str]]]:
    page = (ROOT / "docs" / "spec" / "journal.md").read_text(encoding="utf-8")
    code = re.search(r"```python\n(.*?)```", page, re.DOTALL)
    assert code
    names: dict[str, Any] = {}
    exec(code[1], names)  # noqa: S102  # what the page says is what is tested
    found: Callable[[Iterable[str]], Iterator[tuple[str, int, str]]] = names["broken"]
    return found


@pytest.mark.parametrize("case", FILES)
def test_the_check_on_the_page_finds_the_same(case: dict[str, Any]) -> None:
    found = [list(place) for place in _check_from_the_page()(lines_of(case["file"]))]
    assert found == [place for place in case["broken"] if place[2] != "published digest"]


@pytest.mark.parametrize("case", FILES)
def test_what_was_read_is_written_again_byte_for_byte(case: dict[str, Any]) -> None:
    assert "".join(json_lines(read(case["file"]))).encode() == (VECTORS / case["file"]).read_bytes()


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=case["about"]) for case in INDEX["refused"]]
)
def test_a_line_that_the_specification_refuses_is_refused_with_its_place(
    case: dict[str, str],
) -> None:
    with pytest.raises(FormatError, match=r"^a\.jsonl:7: expected "):
        read_line(case["line"], Place("a.jsonl", 7))


def test_a_cell_that_a_spreadsheet_would_run_is_written_as_text() -> None:
    link, digest = read("good.jsonl")[0]
    for start in ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"):
        file = csv_file([(replace(link, sentence=start), digest)])
        assert f"'{start}".encode() in file
