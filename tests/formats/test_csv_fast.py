"""The fast way says the same as the careful way, or says nothing."""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from hustings.ballot import CastVoteRecords
from hustings.contest import Candidate
from hustings.errors import FormatError
from hustings.formats.ballots_csv import CSV
from hustings.formats.csv_careful import read_careful
from hustings.formats.csv_fast import PIECE_BYTES, NotPlain, read_fast
from hustings.formats.format import Expected
from tests.formats.broken_csv import BARE, BROKEN, FOLDER, Broken

KNOWN = Expected(
    tuple(Candidate(i, n) for i, n in [("a", "Ann"), ("b", "Bob"), ("c3", "Cäcilie Over-Sixteen")])
)


def fast(data: bytes, expected: Expected = BARE, piece_bytes: int = PIECE_BYTES) -> CastVoteRecords:
    return read_fast(
        BytesIO(data), len(data), name="x.csv", expected=expected, piece_bytes=piece_bytes
    )


def same(one: CastVoteRecords, other: CastVoteRecords) -> bool:
    return one == other and one.notes == other.notes


plain_text = st.text(
    st.characters(codec="utf-8", categories=["L", "N", "P", "S"], exclude_characters=',"#'),
    min_size=1,
    max_size=20,
)
alike = st.sampled_from(["Ash", "ash", "ASH", "Birch", "Brich", "Bir ch", "none", "N/A", "Ashby"])
spaces = st.sampled_from(["", "", "", " ", "\t"])


@st.composite
def plain_files(draw: st.DrawFn) -> tuple[bytes, Expected]:
    """A file that the fast way has to read itself."""
    expected = draw(st.sampled_from([BARE, KNOWN]))
    by_rank = draw(st.booleans())
    if expected is KNOWN:
        names = ["a", "Ann", "b", "BOB", "c3", "Cäcilie Over-Sixteen"]
    else:
        names = draw(st.lists(plain_text | alike, min_size=2, max_size=6, unique=True))
    marks = (
        st.sampled_from(["", *names])
        if by_rank
        else st.sampled_from(["", "1", "2", "17", "x", "99"])
    )
    if by_rank:
        columns = {f"rank{n}": marks for n in range(1, draw(st.integers(2, 30)))}
    else:
        columns = dict.fromkeys(["a", "b", "c3"] if expected is KNOWN else names, marks)
    if draw(st.booleans()):
        columns["papers"] = st.integers(0, 10**17).map(str)
    if draw(st.booleans()):
        columns["section"] = st.sampled_from(["north", "south", "Südliche Grafschaften"])
    if expected is KNOWN and draw(st.booleans()):
        columns["voter no."] = plain_text
    header = draw(st.permutations(list(columns)))
    rows = draw(st.lists(st.tuples(*(columns[h] for h in header)), max_size=30))
    if len(header) == 1:
        rows = [row for row in rows if row != ("",)]
    cells = [
        [
            c if not c or h == "papers" else draw(spaces) + c + draw(spaces)
            for h, c in zip(header, row, strict=True)
        ]
        for row in [tuple(header), *rows]
    ]
    end = draw(st.sampled_from(["\n", "\r\n"]))
    lines = [*draw(st.sampled_from([[], ["# a comment", "", "#"]])), *(",".join(r) for r in cells)]
    text = end.join(lines) + draw(st.sampled_from(["", end]))
    return draw(st.sampled_from(["", "\ufeff"])).encode() + text.encode(), expected


@given(plain_files(), st.integers(256, 2000))
def test_both_ways_read_a_plain_file_alike(file: tuple[bytes, Expected], piece_bytes: int) -> None:
    data, expected = file
    try:
        careful = read_careful(data, name="x.csv", expected=expected)
    except FormatError as error:  # two texts that mean one heading, for example
        event(str(error)[8:40])
        with pytest.raises(NotPlain):
            fast(data, expected)
        return
    assert same(fast(data, expected), careful)
    with suppress(NotPlain):  # the header, or a line, may be longer than a piece so small
        assert same(fast(data, expected, piece_bytes), careful)


@pytest.mark.parametrize("broken", BROKEN, ids=[b.name for b in BROKEN])
def test_a_broken_file_is_left_to_the_careful_way(broken: Broken) -> None:
    with pytest.raises(NotPlain):
        fast(broken.data, broken.expected)


RAGGED = {
    "short, then long": b"rank1,rank2\na\nb,c,d\n",
    "long, then short": b"rank1,rank2\na,b,c\nd\n",
}
STRAY = {
    "inside": b"voter,a,b,c3\nx\ry,1,2,3\n",
    "before the end of the line": b"a,b,c3,voter\r\n1,2,3,x\r\r\n",
    "at the end of the file": b"a,b,c3,voter\n1,2,3,x\r",
    "at the end of a file of CRLF": b"a,b,c3,voter\r\n1,2,3,x\r",
}


@pytest.mark.parametrize("name", RAGGED)
def test_lines_whose_numbers_of_cells_only_add_up_are_not_plain(name: str) -> None:
    with pytest.raises(NotPlain):
        fast(RAGGED[name])


@pytest.mark.parametrize("name", STRAY)
def test_a_stray_carriage_return_in_a_column_passed_over_is_not_plain(name: str) -> None:
    with pytest.raises(FormatError, match=r"U\+000D"):
        read_careful(STRAY[name], name="x.csv", expected=KNOWN)
    with pytest.raises(NotPlain):
        fast(STRAY[name], KNOWN)


UNPLAIN = {
    "a quoted cell": b'rank1,rank2\n"a",b\n',
    "a comment below the header": b"rank1,rank2\n# a,b\na,b\n",
    "a blank line below the header": b"rank1,rank2\na,b\n\na,b\n",
    "a blank line of one column": b"rank1\na\n\nb\n",
    "a line of spaces in one column": b"rank1\na\n  \nb\n",
    "two kinds of line end": b"rank1,rank2\r\na,b\na,b\r\n",
    "a quote in a column passed over": b'voter,a,b,c3\n"x",1,2,3\n',
    "a comment in a column passed over": b"a,b,c3,voter\n1,2,3,#\n",
    "spaces around papers": b"rank1,papers\na, 7\n",
    "a name of 200 bytes": b"rank1,rank2\na," + b"b" * 200 + b"\n",
    "two thousand candidates": b"rank1\n" + b"".join(b"c%d\n" % n for n in range(2000)),
    "papers that fill 19 digits": b"rank1,papers\na,%d\n" % 2**61,
}


@pytest.mark.parametrize("name", UNPLAIN)
def test_a_file_that_is_good_but_not_plain_is_left_to_the_careful_way(name: str) -> None:
    expected = KNOWN if "passed over" in name else BARE
    assert read_careful(UNPLAIN[name], name="x.csv", expected=expected).total
    with pytest.raises(NotPlain):
        fast(UNPLAIN[name], expected)


@given(plain_files(), st.lists(st.tuples(st.integers(0, 400), st.binary(max_size=3)), max_size=3))
def test_a_damaged_file_is_read_as_the_careful_way_reads_it_or_not_at_all(
    file: tuple[bytes, Expected], damage: list[tuple[int, bytes]]
) -> None:
    data, expected = file
    for at, piece in damage:
        data = data[:at] + piece + data[at + len(piece) :]
    try:
        found = fast(data, expected)
    except NotPlain:
        event("not plain")
        return
    event("plain")
    assert same(found, read_careful(data, name="x.csv", expected=expected))


BIG = b"rank1,rank2,section\n" + b"a,b,n\nb,,s\nb,a,n\n" * 10_000


def test_a_large_file_with_one_defect_says_its_line_and_column(tmp_path: Path) -> None:
    path = tmp_path / "big.csv"
    path.write_bytes(BIG + b"a,b\n" + BIG.partition(b"\n")[2])
    with pytest.raises(FormatError) as caught:
        CSV.read(path, name="big.csv")
    says = "expected 3 cells as in the header, found 2; add the missing commas"
    assert str(caught.value) == f"big.csv:30002:4: {says}"


@pytest.mark.parametrize("way", ["fast", "careful"])
def test_a_large_file_is_read_with_progress_up_to_its_size(way: str) -> None:
    data = BIG + BIG.partition(b"\n")[2] * 20
    told: list[tuple[int, int]] = []

    def tell(done: int, size: int) -> None:
        told.append((done, size))

    if way == "fast":
        ballots = read_fast(BytesIO(data), len(data), name="x.csv", progress=tell)
    else:
        ballots = read_careful(data, name="x.csv", progress=tell)
    assert ballots.papers.tolist() == [[210_000, 0], [0, 210_000], [210_000, 0]]
    assert len(told) > 1
    assert told == sorted(told)
    assert {size for _, size in told} == {len(data)}
    assert told[-1][0] <= len(data)


def test_a_file_of_a_folder_is_read_fast_with_its_note() -> None:
    rows = b"".join(b"%d,1,2,3\n" % n for n in range(30_000))
    data = b"voter,ann,bob,dan\n" + rows
    assert same(fast(data, FOLDER), read_careful(data, name="x.csv", expected=FOLDER))


@pytest.mark.parametrize("stem", ["", "a stem of more than sixteen bytes "])
def test_cells_that_share_a_slot_with_a_known_one_are_told_apart(stem: str) -> None:
    # Each piece brings a few new names of the same length, so that hundreds of times a new name is
    # looked up among those known; by chance alone some land where another one lies.
    names = [f"{stem}{n:03d}" for n in range(900)]
    data = ("rank1,rank2\n" + "".join(f"{n},{names[0]}\n" for n in names)).encode()
    assert same(fast(data, piece_bytes=256), read_careful(data, name="x.csv"))
