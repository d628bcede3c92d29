"""Parquet means what the same table means as CSV."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.ballot import CastVoteRecords
from hustings.errors import FormatError, RuleError
from hustings.formats import apart
from hustings.formats.ballots_csv import CSV
from hustings.formats.csv_careful import read_careful
from hustings.formats.format import Expected
from hustings.formats.parquet import PARQUET, read_here
from tests.examples import examples
from tests.formats.broken_csv import BARE, CANDIDATES, FOLDER
from tests.formats.table_records import records


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "x.parquet"


def read(path: Path, expected: Expected = BARE) -> CastVoteRecords:
    """Read in this process, which is faster than in one of its own."""
    return read_here(path, name="x.parquet", expected=expected)


def read_apart(path: Path, expected: Expected = BARE) -> CastVoteRecords:
    """Read as a user does."""
    return PARQUET.read(path, name="x.parquet", expected=expected)


@given(records())
def test_reading_what_was_written_is_identity_unless_a_loss_is_named(
    tmp_path_factory: pytest.TempPathFactory, ballots: CastVoteRecords
) -> None:
    path = tmp_path_factory.getbasetemp() / "identity.parquet"
    path.write_bytes(b"".join(PARQUET.write(ballots)))
    if not PARQUET.loses(ballots):
        assert read(path) == ballots


def test_it_loses_what_csv_loses() -> None:
    ballots = CastVoteRecords.gather(CANDIDATES, [(((0, 1),), 0, 1)], sections=("all",), title="T")
    as_csv = [loss.replace("CSV", "Parquet") for loss in CSV.loses(ballots)]
    assert PARQUET.loses(ballots) == as_csv != []


RANKS = {"rank1": ["a", "b", "a", None], "rank2": ["b", None, "", None]}
FIGURES = {"a": [1, None, 1, None], "b": [2, 1, None, None]}


@pytest.mark.parametrize(
    "columns",
    [
        RANKS,
        {heading: pl.Series(cells, dtype=pl.Categorical) for heading, cells in RANKS.items()},
        {h: pl.Series(c, dtype=pl.Enum(["", "b", "a", "z"])) for h, c in RANKS.items()},
        {h: pl.Series(c, dtype=pl.UInt8) for h, c in FIGURES.items()},
        {h: pl.Series(c, dtype=pl.Int64) for h, c in FIGURES.items()},
        {h: pl.Series(c, dtype=pl.Float64) for h, c in FIGURES.items()},
        {h: pl.Series([c and str(c) for c in cells]) for h, cells in FIGURES.items()},
        {"a": ["x", "", " 1 ", None], "b": ["2", "✓", None, None]},
        RANKS | {"papers": pl.Series([1, 1, 1, 1], dtype=pl.UInt64)},
        RANKS | {"papers": ["1", "01", "1", "1"]},
    ],
)
def test_columns_may_be_of_any_type_that_holds_their_cells(
    path: Path, columns: dict[str, pl.Series | list[object]]
) -> None:
    pl.DataFrame(columns).write_parquet(path)
    assert read(path) == read_careful(b"a,b\n1,2\n,1\n1,\n,\n", name="x.csv")


def test_numbers_may_name_candidates(path: Path) -> None:
    pl.DataFrame({"rank1": [10, 9], "rank2": [9, None]}).write_parquet(path)
    assert read(path) == read_careful(b"rank1,rank2\n10,9\n9,\n", name="x.csv")


def test_sections_and_papers_are_read_as_of_csv(path: Path) -> None:
    table = {"rank1": ["a", "a", "b"], "papers": [3, 2**61, 0], "section": ["s", "n", "n"]}
    pl.DataFrame(table).write_parquet(path)
    data = b"rank1,papers,section\na,3,s\na,%d,n\nb,0,n\n" % 2**61
    assert read(path) == read_careful(data, name="x.csv")


def test_columns_that_name_no_candidate_are_passed_over_with_one_note(path: Path) -> None:
    table = {"ann": [1], "bob": [2], "dan": [3], "voter": ["x"]}
    pl.DataFrame(table).write_parquet(path)
    (note,) = read(path, FOLDER).notes
    assert note.message.endswith(": voter")


DAY = pl.Series([0], dtype=pl.Date)
BROKEN: list[tuple[dict[str, object], list[str]]] = [
    ({"a": [1, 0], "b": ["1", "y"]}, ["2:1: expected a rank", "2:2: expected a rank"]),
    ({"a": [1.5], "b": [None]}, ["1:1: expected a rank from 1 to 999, X or an empty cell"]),
    ({"rank1": ["a", "a\x00b"]}, ["2:1: a control character"]),
    ({"rank1": ["a\nb"]}, ["1:1: a control character"]),
    ({"rank1": ["a"], "papers": [-1]}, ["1:2: expected how many papers"]),
    ({"rank1": ["a"], "papers": [1.5]}, ["1:2: expected how many papers"]),
    ({"rank1": ["a", "b"], "papers": [1, None]}, ["2:2: expected how many papers"]),
    ({"rank1": ["a"], "papers": pl.Series([2**63], dtype=pl.UInt64)}, ["1:2: more papers"]),
    ({"rank1": ["a"], "papers": [float("nan")]}, ["1:2: expected how many papers"]),
    ({"rank1": ["a"], "section": [None]}, ["1:2: expected the section's id"]),
    ({"rank1": ["a"], "rank3": ["b"]}, [" column 2: the ranks must run"]),
    ({"rank1": ["a"], "ann": [1]}, [" column 2: 'ann' stands beside"]),
    ({"papers": [1]}, [" column 1: expected rank1"]),
    ({"rank1": [["a"]]}, [" column 1 ('rank1'): expected text or whole numbers, found List"]),
    ({"a": [1], "b": DAY}, [" column 2 ('b'): expected text or whole numbers, found Date"]),
    ({"rank1": [b"a"]}, [" column 1 ('rank1'): expected text or whole numbers, found Binary"]),
    ({"a": [True]}, [" column 1 ('a'): expected text or whole numbers, found Boolean"]),
    ({"a\x07": [1]}, [" column 1: its heading 'a\\x07' holds a control"]),
]


@pytest.mark.parametrize(("columns", "says"), BROKEN)
def test_a_broken_file_says_row_and_column_of_every_defect(
    path: Path, columns: dict[str, pl.Series | list[object]], says: list[str]
) -> None:
    pl.DataFrame(columns).write_parquet(path)
    with pytest.raises(FormatError) as caught:
        read(path)
    for finding, start in zip(caught.value.findings, says, strict=True):
        assert str(finding).startswith(f"x.parquet:{start}")


def test_papers_past_2_to_the_62_in_all_are_refused(path: Path) -> None:
    pl.DataFrame({"rank1": ["a", "b"], "papers": [2**62, 1]}).write_parquet(path)
    with pytest.raises(RuleError, match="2\\^62"):
        read(path)


@pytest.mark.parametrize(
    "values", [[True, False], [[1], [2]], [b"a", b"b"]], ids=lambda v: str(v[0])
)
def test_a_column_that_is_neither_text_nor_whole_numbers_is_refused(
    path: Path, values: list[object]
) -> None:
    pl.DataFrame({"rank1": values}).write_parquet(path)
    with pytest.raises(FormatError, match="expected text or whole numbers, found"):
        read(path)


def test_a_child_says_what_it_found_and_what_it_read(path: Path) -> None:
    pl.DataFrame({"rank1": ["ann", "bbo"], "papers": [2, 1]}).write_parquet(path)
    with pytest.raises(FormatError, match="did you mean 'bob'"):
        read_apart(path, FOLDER)
    pl.DataFrame({"rank1": ["a", "b"], "papers": [2**62, 1]}).write_parquet(path)
    with pytest.raises(FormatError, match="2\\^62"):
        read_apart(path)
    pl.DataFrame({"rank1": ["a", "b"], "papers": [2, 1]}).write_parquet(path)
    assert read_apart(path) == read(path)


def test_a_child_that_dies_has_met_a_damaged_file(path: Path) -> None:
    path.write_bytes(b"PAR1")
    with pytest.raises(FormatError, match="the file is damaged"):
        apart.read_apart("os", path, name="x.parquet", expected=BARE, progress=None)


def test_an_unknown_candidate_is_said_with_every_row_that_names_it(path: Path) -> None:
    rows = ["ann"] * 300_000 + ["bbo", "ann", "bbo"]
    pl.DataFrame({"rank1": rows}).write_parquet(path)
    with pytest.raises(FormatError) as caught:
        read(path, FOLDER)
    assert [f.place.line for f in caught.value.findings] == [300_001, 300_003]
    assert "did you mean 'bob'" in str(caught.value)


@pytest.mark.parametrize("data", [b"", b"PAR1", b"PAR1" * 100, b"rank1,rank2\na,b\n"])
def test_a_file_that_is_no_parquet_is_said_to_be_none(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    with pytest.raises(FormatError, match="no Parquet file, or a damaged one"):
        read(path)


@examples(6, full=60)
@given(st.data())
def test_a_damaged_file_gives_records_or_one_of_our_errors(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = tmp_path_factory.getbasetemp() / "damaged.parquet"
    whole = bytearray(b"".join(PARQUET.write(read_careful(b"a,b\n1,2\n2,1\n", name="x.csv"))))
    for _ in range(data.draw(st.integers(1, 3))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(
        whole[: data.draw(st.integers(0, len(whole)))] if data.draw(st.booleans()) else whole
    )
    with suppress(FormatError, RuleError):
        read_apart(path)
