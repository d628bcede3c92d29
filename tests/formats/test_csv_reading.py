"""What a CSV file means, and what is said of one that is broken."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hustings.ballot import CastVoteRecords, Ranks
from hustings.contest import Candidate
from hustings.errors import FormatError, Level, RuleError
from hustings.formats.ballots_csv import CSV
from hustings.formats.csv_careful import read_careful
from hustings.formats.format import Expected
from tests.formats.broken_csv import BARE, BROKEN, FOLDER, Broken
from tests.formats.table_records import records


@pytest.mark.parametrize("broken", BROKEN, ids=[b.name for b in BROKEN])
def test_a_broken_file_gives_one_message_with_its_place(broken: Broken) -> None:
    with pytest.raises(FormatError) as caught:
        read_careful(broken.data, name="x.csv", expected=broken.expected)
    (finding,) = caught.value.findings
    assert (finding.place.file, finding.place.line, finding.place.column) == (
        "x.csv",
        broken.line,
        broken.column,
    )
    assert broken.says in finding.message


def test_the_table_of_broken_files_says_each_thing_once() -> None:
    assert len({b.name for b in BROKEN}) == len({(b.data, b.expected) for b in BROKEN}) == 84


def test_every_defect_of_a_file_is_said_at_once_in_the_order_of_its_lines() -> None:
    data = b"ann,bob,dan,papers,section\n1,zero,,-1,mep\n1,2\n9999,,,1,mps\n1,2,3,1,mps\n"
    with pytest.raises(FormatError) as caught:
        read_careful(data, name="x.csv", expected=FOLDER)
    places = [(f.place.line, f.place.column) for f in caught.value.findings]
    assert places == [(2, 3), (2, 9), (2, 12), (3, 4), (4, 1)]


def test_words_for_ranks_are_said_cell_by_cell_where_the_contest_names_the_candidates() -> None:
    with pytest.raises(FormatError) as caught:
        read_careful(b"ann,bob,dan\nyes,no,\n", name="x.csv", expected=FOLDER)
    assert [f.place.column for f in caught.value.findings] == [1, 5]


def test_the_same_bad_line_is_said_each_time_that_it_stands() -> None:
    with pytest.raises(FormatError) as caught:
        read_careful(b"a,b\n0,1\n1,2\n0,1\n", name="x.csv")
    assert [f.place.line for f in caught.value.findings] == [2, 4]


Row = tuple[tuple[tuple[str, ...], ...], tuple[int, ...]]


def by_name(ballots: CastVoteRecords) -> set[Row]:
    def named(ranks: Ranks) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(ballots.candidates[c].id for c in rank) for rank in ranks)

    return {(named(ranks), papers) for ranks, papers in ballots.rows()}


AB: Row = ((("ann",), ("bob",)), (1,))
PLAIN = b"rank1,rank2\nann,bob\n"


@pytest.mark.parametrize(
    ("data", "rows"),
    [
        (PLAIN, {AB}),
        (PLAIN.rstrip(), {AB}),
        (b"\xef\xbb\xbf" + PLAIN, {AB}),
        (PLAIN.replace(b"\n", b"\r\n"), {AB}),
        (b"# made up\n\n" + PLAIN + b"  \n# the end\n", {AB}),
        (b"rank2,rank1\nbob,ann\n", {AB}),
        (b"Rank 1,RANK_2\nann,bob\n", {AB}),
        (b' rank1 ,\t"rank2" \n ann , "bob"\t\n', {AB}),
        (b"rank1,rank2,papers\nann,bob,0\nann,bob,1\nbob,,00\n", {AB}),
        (b"rank1,rank2,rank3\nann,bob,\n", {AB}),
        (b"ann,bob\n1,2\n", {AB}),
        (b"bob,ann\n2,1\n", {AB}),
        (b"rank1,rank2\nann,bob\n,\n", {AB, ((), (1,))}),
        (b"rank1,papers\nann,2\n,3\n", {((("ann",),), (2,)), ((), (3,))}),
        (b"rank1,rank2\n,ann\nann,ann\n", {(((), ("ann",)), (1,)), ((("ann",), ("ann",)), (1,))}),
        (b"ann,bob\nX,\n,1\n\xe2\x9c\x93,\n", {((("ann",),), (2,)), ((("bob",),), (1,))}),
        (b"ann,bob\n1,1\n3,\n", {((("ann", "bob"),), (1,)), (((), (), ("ann",)), (1,))}),
        (b"ann,bob,cat\n2,2,1\n", {((("cat",), ("ann", "bob")), (1,))}),
        (b'rank1,rank2\n"Lee, Ann","say ""aye"""\n', {((("Lee, Ann",), ('say "aye"',)), (1,))}),
        (b'rank1,rank2\n"#1",b#2\n', {((("#1",), ("b#2",)), (1,))}),
        (b"rank1,section\nann,s\nann,n\nbob,n\n", {((("ann",),), (1, 1)), ((("bob",),), (1, 0))}),
        (b"rank1,papers\n", set()),
        (b"rank1,rank2, PAPERS \nann,bob,1\n", {AB}),
        (b"1st,2nd\nann,bob\n", {AB}),
        (b"2nd choice,1st Choice\nbob,ann\n", {AB}),
        (b"First choice,Second choice\nann,bob\n", {AB}),
        (b"First preference,second_preference\nann,bob\n", {AB}),
        (b"Choice 1,Choice 2,papers\nann,bob,1\n", {AB}),
        (b"preference1,Preference-2\nann,bob\n", {AB}),
        (b"n,o,papers\n1,2,1\n", {((("n",), ("o",)), (1,))}),
    ],
)
def test_a_file_by_itself_means(data: bytes, rows: set[Row]) -> None:
    assert by_name(read_careful(data, name="x.csv")) == rows


ORDERS = [
    (b"rank1\nbob\nann\n", ("ann", "bob"), ("all",)),
    (b"bob,ann\n1,2\n", ("bob", "ann"), ("all",)),
    (b"rank1,section\nann,s\nann,n\n", ("ann",), ("n", "s")),
    (b"rank1\na>b\n", ("1",), ("all",)),
    (b"rank1,rank2\n", (), ("all",)),
]


@pytest.mark.parametrize(("data", "candidates", "sections"), ORDERS)
def test_a_file_by_itself_gives_its_own_candidates_and_sections(
    data: bytes, candidates: tuple[str, ...], sections: tuple[str, ...]
) -> None:
    ballots = read_careful(data, name="x.csv")
    assert (tuple(c.id for c in ballots.candidates), ballots.sections) == (candidates, sections)


@pytest.mark.parametrize(
    "data",
    [
        b"rank1,rank2\nann,bob\n",
        b"rank1,rank2\nAnn Lee,Bob Ray\n",
        b"rank1,rank2\nANN,bob  RAY\n",
        b"rank1,rank2,voter\nann,bob,7\n",
        b"rank1,rank2,section\nann,bob,mps\n",
        b"ann,bob,dan\n1,2,\n",
        b"dan,Bob Ray,Ann Lee,cat\n,2,1,\n",
        b"First choice,2nd,voter\nann,bob,7\n",
        b"ann,bob,dan,papers,Votes\n1,2,,1,35\n",
        b"voter,ann,bob,dan,note\n7,1,2,,\"a 'note'\"\n",
    ],
)
def test_a_file_of_a_folder_gives_the_contests_candidates_and_section(data: bytes) -> None:
    ballots = read_careful(data, name="x.csv", expected=FOLDER)
    assert (ballots.candidates, ballots.sections) == (FOLDER.candidates, ("mps",))
    assert by_name(ballots) == {AB}


def test_columns_that_name_no_candidate_are_passed_over_with_one_note() -> None:
    data = b"# mine\nballot,ann,bob,dan,house\n1,1,2,3,MP\n"
    (note,) = read_careful(data, name="x.csv", expected=FOLDER).notes
    assert (note.level, note.place.line) == (Level.NOTE, 2)
    assert note.message.endswith(": ballot, house")


def test_a_candidate_of_the_contest_may_be_called_like_a_count_or_a_choice() -> None:
    expected = Expected(tuple(Candidate(i, i) for i in ("count", "choice 1", "ballot")))
    data = b"Count,Choice 1,ballot\n1,2,3\n"
    assert by_name(read_careful(data, name="x.csv", expected=expected)) == {
        ((("count",), ("choice 1",), ("ballot",)), (1,))
    }


def test_an_id_goes_before_another_candidates_name() -> None:
    expected = Expected((Candidate("a", "b"), Candidate("b", "a")))
    assert by_name(read_careful(b"rank1\na\n", name="x.csv", expected=expected)) == {
        ((("a",),), (1,))
    }


def test_the_published_ballots_of_2010_read_as_they_are(facts: Path) -> None:
    ids = ("abbott", "balls", "burnham", "d_miliband", "e_miliband")
    expected = Expected(tuple(Candidate(i, i) for i in ids), "mps")
    path = facts / "labour_leader_2010_mp_mep_ballots.csv"
    ballots = CSV.read(path, name="mps.csv", expected=expected)
    first = [int(ballots.papers[ballots.marks[:, 0] == n].sum()) for n in range(5)]
    assert (ballots.total, first) == (266, [7, 40, 24, 111, 84])
    (note,) = ballots.notes
    assert str(note).startswith("mps.csv:2: note: columns that name no candidate")
    assert str(note).endswith(": ballot, voter, house, n_ranked")


@given(records())
def test_a_file_is_read_from_its_path_as_from_its_bytes(
    tmp_path_factory: pytest.TempPathFactory, ballots: CastVoteRecords
) -> None:
    if CSV.loses(ballots):
        return
    path = tmp_path_factory.getbasetemp() / "path.csv"
    path.write_bytes(b"".join(CSV.write(ballots)))
    assert CSV.read(path, name="x.csv") == ballots


SEEDS = [b.data for b in BROKEN if len(b.data) < 200] + [data for data, _, _ in ORDERS]
PIECES = [b",", b"\n", b'"', b"#", b"\r\n", b"\x00", b"rank1", b"papers", b"1", b"-1", b"9" * 20]


@given(
    st.sampled_from(SEEDS),
    st.lists(
        st.tuples(st.integers(0, 200), st.one_of(st.sampled_from(PIECES), st.binary())), max_size=6
    ),
    st.sampled_from([BARE, FOLDER]),
)
@example(b"rank1,rank2\na,b\n", [], BARE)
def test_a_damaged_file_gives_records_or_one_of_our_errors(
    data: bytes, damage: list[tuple[int, bytes]], expected: Expected
) -> None:
    for at, piece in damage:
        data = data[:at] + piece + data[at + len(piece) // 2 :]
    with suppress(FormatError, RuleError):
        read_careful(data, name="x.csv", expected=expected)


@given(st.binary(max_size=300))
def test_random_bytes_give_records_or_one_of_our_errors(data: bytes) -> None:
    for start in (b"", b"rank1,rank2\n", b"a,b,papers\n"):
        with suppress(FormatError, RuleError):
            read_careful(start + data, name="x.csv")
