"""What is said of files that can be read but hardly mean what they say."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import polars as pl
import pytest

from hustings.ballot import CastVoteRecords
from hustings.errors import FormatError, Level
from hustings.formats.csv_careful import read_careful
from hustings.formats.csv_fast import read_fast
from hustings.formats.format import Expected
from hustings.formats.parquet import PARQUET
from tests.formats.broken_csv import BARE, FOLDER

WAYS = ["careful", "fast", "fast, in small pieces"]


def read(way: str, data: bytes, expected: Expected = BARE) -> CastVoteRecords:
    if way == "careful":
        return read_careful(data, name="x.csv", expected=expected)
    stream, size = BytesIO(data), 48 if "small" in way else 2**16
    return read_fast(stream, len(data), name="x.csv", expected=expected, piece_bytes=size)


def said(ballots: CastVoteRecords) -> list[str]:
    assert {note.level for note in ballots.notes} <= {Level.WARNING}
    return [str(note).replace(": warning:", "") for note in ballots.notes]


TWO = "count as two candidates; are they one?"
NOBODY = "counts as a candidate; if nobody is meant, leave the cell empty"
FIGURES = "counts as a candidate, but most of its figures are above the number of candidates"
DOUBTS: list[tuple[bytes, list[str]]] = [
    (b"rank1,rank2\nAsh,Birch\nash,Birch\n", [f"x.csv:3 'ash' (line 3) and 'Ash' (line 2) {TWO}"]),
    (
        b"rank1,rank2\nAnn  Lee,Bob\nBob,Ann Lee\nBob,ann lee\n",
        [
            f"x.csv:3 'Ann Lee' (line 3) and 'Ann  Lee' (line 2) {TWO}",
            f"x.csv:4 'ann lee' (line 4) and 'Ann  Lee' (line 2) {TWO}",
        ],
    ),
    (
        b"# made up\nrank1,rank2\n" + b"Ash,Birch\n" * 20 + b"Ash,Brich\n",
        [f"x.csv:23 'Brich' (line 23) and 'Birch' (line 3) {TWO}"],
    ),
    (
        b"rank1,papers\nBirsch,3\nBirch,30\n",
        [f"x.csv:3 'Birch' (line 3) and 'Birsch' (line 2) {TWO}"],
    ),
    (b"rank1,papers\nBirsch,4\nBirch,30\n", []),
    (b"rank1,papers\nTom Ash,1\nTim Ash,30\nWard 1,1\nWard 2,9\nc001,1\nc002,9\n", []),
    (b"rank1,papers\nPeter Birch,1\nPetra Oak,9\nBirch Peter,9\n", []),
    (b"rank1,section\r\nAsh,Oak\r\nOak,Oak\r\noak,Oak\r\n",
     [f"x.csv:4 'oak' (line 4) and 'Oak' (line 3) {TWO}"]),
    (b"rank1,rank2\nAsh,none\nSpoilt,\nAsh, n/a\nNone of the above,\n",
     [f"x.csv:2 'none' {NOBODY}", f"x.csv:3 'Spoilt' {NOBODY}", f"x.csv:4 'n/a' {NOBODY}"]),
    (b"Ash,Birch,Code\n1,2,17\n2,1,18\n1,,2\n",
     [f"x.csv:1 'Code' {FIGURES} (3); if it is none, remove the column"]),
    (b"Ash,Birch\n1,2\n1,2\n1,17\n", []),
    (b"papers,Ash,Birch\n9,1,2\n999,1,\n1,1,99\n",
     ["x.csv:4 a rank of 99 among 2 candidates; is it a slip?"]),
]  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("data", "says"), DOUBTS)
def test_a_doubtful_file_is_read_with_warnings_the_same_either_way(
    data: bytes, says: list[str], way: str
) -> None:
    assert said(read(way, data)) == says


@pytest.mark.parametrize("way", WAYS)
def test_the_names_of_a_contest_are_not_doubted_but_its_ranks_are(way: str) -> None:
    assert said(read(way, b"rank1,rank2\nann,bob\nANN,BOB\n", FOLDER)) == []
    (note,) = said(read(way, b"ann,bob,dan\n1,2,3\n1,2,555\n", FOLDER))
    assert note == "x.csv:3 a rank of 555 among 4 candidates; is it a slip?"


def test_a_quoted_name_is_found_in_its_line() -> None:
    data = b'rank1,rank2\n"say ""aye""",b\n\n# "SAY ""AYE"""\n"SAY ""AYE""",b\n'
    (note,) = said(read_careful(data, name="x.csv"))
    assert note.startswith("x.csv:5 'SAY \"AYE\"' (line 5) and 'say \"aye\"' (line 2) count")


def test_no_more_than_twenty_doubtful_names_are_listed() -> None:
    names = [f"{stem}{letter}" for letter in "abcdefghijklmno" for stem in ("Oak", "oak")]
    rows = "".join(f"{name},{name[0]}\n" for name in [*names, *(n.upper() for n in names[::2])])
    ballots = read_careful(f"rank1,rank2\n{rows}".encode(), name="x.csv")
    assert len(ballots.notes) == 21
    assert ballots.notes[-1].message.endswith("more names are as doubtful")


def test_a_parquet_file_gives_the_same_warnings_without_lines(tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    pl.DataFrame({"rank1": ["Ash", "ash", "none"]}).write_parquet(path)
    ballots = PARQUET.read(path, name="x.parquet")
    assert said(ballots) == [f"x.parquet 'ash' and 'Ash' {TWO}", f"x.parquet 'none' {NOBODY}"]


@pytest.mark.parametrize("way", WAYS[:2])
def test_one_rank_of_999_among_very_many_different_papers_is_refused(way: str) -> None:
    rows = [f"{a},{b}\n" for a in range(1, 520) for b in range(1, 520)]
    rows[7:7] = ["3,999\n"]
    data = "".join(["Ash,Birch\n", *rows]).encode()
    with pytest.raises(FormatError, match=r"x\.csv:9: a rank of 999 among 2 candidates makes"):
        read(way, data)
