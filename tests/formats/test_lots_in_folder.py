"""A contest folder records the lots that were drawn, so that it counts by itself."""

from __future__ import annotations

import subprocess
from pathlib import Path

import numpy as np
import pytest

from hustings.ballot import CastVoteRecords
from hustings.contest import Candidate, Contest
from hustings.count import Lot, Lots
from hustings.errors import FormatError
from hustings.facade import load, run_count
from hustings.formats.folder import Loaded, write_contest

LOTS = Lots((Lot(1, frozenset("ab"), "b"),))


def _tied(folder: Path, lots: Lots = LOTS) -> Path:
    contest = Contest("tied", "A tie", (Candidate("a", "Ash"), Candidate("b", "Birch")))
    marks = np.array([[0], [1]], dtype=np.int32)
    papers = np.full((2, 1), 3, dtype=np.int64)
    records = CastVoteRecords.of(contest.candidates, ("all",), marks, papers)
    write_contest(contest, records, folder, lots=lots)
    return folder


def test_a_written_folder_reads_back_with_its_lots(tmp_path: Path) -> None:
    loaded = load(_tied(tmp_path / "tied"))
    assert isinstance(loaded, Loaded)
    assert [(lot.stage, lot.candidates, lot.drawn) for lot in loaded.lots] == [
        (1, frozenset("ab"), "b")
    ]
    assert tmp_path / "tied" / "lots.csv" in loaded.files


def test_the_command_counts_a_folder_with_the_lots_that_it_records(tmp_path: Path) -> None:
    folder = _tied(tmp_path / "tied")
    done = subprocess.run(
        ["hustings", "count", str(folder), "--json", "-"], capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.decode() == run_count(folder).json()
    assert run_count(folder).elected == ("b",)


def test_a_count_by_other_options_has_questions_of_its_own(tmp_path: Path) -> None:
    folder = _tied(tmp_path / "tied")
    assert run_count(folder, rule="plurality").declaration.lot_needed is not None


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('lots = "all.csv"', "holds ballots"),
        ('lots = "../lots.csv"', "leads out of the folder"),
        ('lots = "contest.toml"', "no file of lots"),
        ('lots = "none.csv"', "there is no such file"),
        ("lots = 3", "lots"),
    ],
)
def test_a_wrong_name_of_the_lots_is_a_defect_at_its_place(
    tmp_path: Path, line: str, said: str
) -> None:
    folder = _tied(tmp_path / "tied", Lots())
    toml = folder / "contest.toml"
    toml.write_text(toml.read_text().replace('base = "live"', f'base = "live"\n{line}'))
    with pytest.raises(FormatError, match=said):
        load(folder)
