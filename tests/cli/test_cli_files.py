"""`hustings convert`, `hustings check`, `hustings demo` and the bare command."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.runs import TREES, hustings, write


@pytest.mark.parametrize("suffix", ["blt", "soi", "parquet", "csv"])
def test_ballots_go_to_another_format_and_back(tmp_path: Path, suffix: str) -> None:
    source = write(tmp_path, "trees.csv", TREES)
    middle, back = tmp_path / f"middle.{suffix}", tmp_path / "back.csv"
    for words in (("convert", source, middle, "--lossy"), ("convert", middle, back, "--lossy")):
        run = hustings(*words)
        assert run.returncode == 0, run.stderr
    counts = [
        json.loads(hustings("count", file, "--json", "-").stdout)["stages"]
        for file in (source, back)
    ]
    assert counts[0] == counts[1]


def test_a_conversion_that_would_lose_something_is_refused_by_name(tmp_path: Path) -> None:
    target = tmp_path / "college.blt"
    run = hustings("convert", "example:labour-leader-2010", target)
    assert run.returncode == 2
    assert "section" in run.stderr
    assert not target.exists()


def test_a_folder_made_from_a_file_counts_the_same(tmp_path: Path) -> None:
    source = write(tmp_path, "trees.csv", TREES)
    run = hustings("convert", source, tmp_path / "trees", "--to", "folder")
    assert run.returncode == 0, run.stderr
    assert hustings("check", tmp_path / "trees").returncode == 0
    counted = json.loads(hustings("count", tmp_path / "trees", "--json", "-").stdout)
    assert counted["outcome"]["elected"] == ["Birch"]


def test_check_reports_every_defect_with_its_place(tmp_path: Path) -> None:
    broken = "rank1,rank2,papers\nAsh,Birch,-4\nBirch,Ash,x\nBirch,Ash\n"
    run = hustings("check", write(tmp_path, "broken.csv", broken))
    assert run.returncode == 1
    places = [line.split("broken.csv:")[1].split(":")[0] for line in run.stdout.splitlines()]
    assert places == ["2", "3", "4"]
    assert "3 defects" in run.stderr


@pytest.mark.parametrize(
    "name",
    [
        "labour-leader-2010", "bassetlaw-2010", "edinburgh-east-2010", "totnes-2009",
        "gosport-2009", "dudley-north-2010",
    ],
)  # fmt: skip
def test_every_shipped_example_passes_its_check(name: str) -> None:
    run = hustings("check", f"example:{name}")
    assert run.returncode == 0, run.stdout


def test_the_demo_writes_everything_that_it_names(tmp_path: Path) -> None:
    run = hustings("demo", "--out", tmp_path / "out", "--no-serve")
    assert run.returncode == 0, run.stderr
    listed = [line.split()[0] for line in run.stderr.splitlines() if line.startswith("  ")]
    assert {"result.html", "declaration.json", "stages.csv", "bassetlaw-2010.html"} <= set(listed)
    for name in listed:
        assert (tmp_path / "out" / name).exists(), name


def test_the_bare_command_shows_what_there_is() -> None:
    run = hustings()
    for command in ("count", "convert", "check", "demo"):
        assert command in run.stdout + run.stderr


def test_help_loads_nothing_heavy() -> None:
    script = (
        "import sys\n"
        "from hustings.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print([m for m in ('numpy', 'polars') if m in sys.modules], file=sys.stderr)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", script, "--help"], capture_output=True, text=True, check=True
    )
    assert run.stderr.strip() == "[]"


def test_checking_what_is_not_there_is_no_defect_but_an_error(tmp_path: Path) -> None:
    write(tmp_path, "trees.csv", TREES)
    run = hustings("check", "tress.csv", cwd=tmp_path)
    assert (run.returncode, run.stdout) == (2, "")
    assert "tress.csv: there is no such file" in run.stderr
    assert "trees.csv" in run.stderr
