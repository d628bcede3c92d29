"""Every threat on the page of security has a test, and every test named there is one that runs."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from functools import cache

import pytest

from tests.places import ROOT

PAGE = (ROOT / "docs" / "security.md").read_text("utf-8")
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def rows(heading: str) -> list[list[str]]:
    """The cells of a section's table, without its heading rows."""
    section = re.split(r"(?m)^## ", PAGE.partition(f"\n## {heading}\n")[2])[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


THREATS = rows("Threats")
ITEMS = rows("OWASP ASVS 4.0.3, level 2")
TESTS = sorted({f"{path}::{name}" for path, name in NAMED.findall(PAGE)})

MUST = [
    "CSRF", "fixation", "guessed", "replay", "scanners", "insider", "backup leaks", "of the close",
    "Upload bombs", "CSV formula", "Stored XSS", "host name", "Open redirect", "enumeration",
    "pressed twice", "crash between", "stolen session", "second factor", "observer", "deputy",
    "Another organisation", "journal entry is changed", "cut off", "after it was frozen",
    "One officer alone", "lot is chosen", "passphrase tried", "wrong key", "copied", "buyer",
    "Italian", "words or time", "history", "Clickjacking", "MIME", "SQL", "Template injection",
    "header injection", "in logs", "dependency", "Debug", "Large bodies", "many fields",
    "slow loris", "Photo bombs", "SVG", "frame", "Cookies", "clock", "before the close",
    "guessing its address", "fingerprint", "tables of groups", "turnout",
]  # fmt: skip
"""Words of the threats that the page may not lose."""


def test_the_page_numbers_thirty_threats_or_more() -> None:
    assert [int(number) for number, *_ in THREATS] == list(range(1, len(THREATS) + 1))
    assert len(THREATS) >= 30


@pytest.mark.parametrize("words", MUST)
def test_a_threat_that_must_be_told_is_told(words: str) -> None:
    assert any(words.lower() in threat.lower() for _, threat, _, _ in THREATS)


@pytest.mark.parametrize("row", THREATS, ids=[row[1][:40] for row in THREATS])
def test_a_threat_has_an_answer_and_a_test(row: list[str]) -> None:
    _, threat, answer, tests = row
    assert threat
    assert answer
    assert NAMED.findall(tests)
    assert not NAMED.sub("", tests).strip()


@pytest.mark.parametrize("row", ITEMS, ids=[row[0] for row in ITEMS])
def test_an_item_is_ticked_with_evidence_that_is_there(row: list[str]) -> None:
    _, asked, ticked, evidence = row
    assert asked
    assert ticked in {"[x]", "[ ]"}
    assert evidence
    threats = [int(n) for found in re.findall(r"threats? ([\d, and]+)", evidence)
               for n in re.findall(r"\d+", found)]  # fmt: skip
    assert all(1 <= number <= len(THREATS) for number in threats)


@cache
def _functions(path: str) -> dict[str, ast.FunctionDef]:
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    return {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("test", TESTS)
def test_a_named_test_is_written_and_never_skipped(test: str) -> None:
    path, _, name = test.partition("::")
    assert name in _functions(path), f"{path} has no {name}"
    marks = [ast.unparse(mark) for mark in _functions(path)[name].decorator_list]
    assert not [mark for mark in marks if re.search(r"mark\.(skip\b|xfail|full)", mark)]


def test_all_named_tests_are_collected() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", *TESTS],
        check=False,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-3000:]
