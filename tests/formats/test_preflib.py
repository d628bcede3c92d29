"""What PrefLib's four formats hold, what is noted, and what is refused and where."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from hustings.ballot import MAX_PAPERS, CastVoteRecords, Ranks
from hustings.contest import Candidate
from hustings.errors import FormatError, Level
from hustings.formats.format import Expected, Format
from hustings.formats.preflib import SOC, SOI, TOC, TOI
from tests.formats.broken_preflib import BROKEN_PREFLIB, HEAD, OLD
from tests.formats.numbered_records import damaged, records

Read = Callable[..., CastVoteRecords]

KINDS = {kind.id: kind for kind in (SOC, SOI, TOC, TOI)}
A, B, C = (0,), (1,), (2,)


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Read:
    path = tmp_path_factory.mktemp("preflib") / "town"

    def read_bytes(
        data: bytes, kind: Format = TOI, expected: Expected = Expected()
    ) -> CastVoteRecords:
        path.write_bytes(data)
        return kind.read(path, name="town", expected=expected)

    return read_bytes


def counted(ballots: CastVoteRecords) -> dict[Ranks, int]:
    return {ranks: sum(papers) for ranks, papers in ballots.rows()}


def written(ballots: CastVoteRecords, kind: Format) -> bytes:
    return b"".join(kind.write(ballots))


# --- reading -----------------------------------------------------------------------------------

GOOD: list[tuple[str, str, bytes, dict[Ranks, int]]] = [
    ("strict", "soc", HEAD + b"3: 1,2,3\n2: 3,1,2\n", {(A, B, C): 3, (C, A, B): 2}),
    ("incomplete", "soi", HEAD + b"3: 1,2\n2: 3\n", {(A, B): 3, (C,): 2}),
    ("ties", "toi", HEAD + b"3: 1,{3,2}\n2: {2,1}\n", {(A, (1, 2)): 3, ((0, 1),): 2}),
    ("complete with ties", "toc", HEAD + b"3: {1,2},3\n2: 1,3,2\n", {((0, 1), C): 3, (A, C, B): 2}),
    ("braces round one", "soi", HEAD + b"3: {1},2\n2: 3\n", {(A, B): 3, (C,): 2}),
    ("white space", "toi", HEAD + b"\n 3 : 1 , { 2 , 3 } \n2:3\n", {(A, (1, 2)): 3, (C,): 2}),
    ("the same order twice", "soi", HEAD + b"3: 1,2\n1: 1,2\n1: 3\n", {(A, B): 4, (C,): 1}),
    ("nobody's order", "soi", HEAD + b"5: 1,2\n0: 3\n", {(A, B): 5}),
    ("comments", "soi", HEAD + b"# note\n5: 1,2\n#: x\n", {(A, B): 5}),
    ("a mark of order", "soi", b"\xef\xbb\xbf" + HEAD + b"5: 1\n", {(A,): 5}),
    ("lines of Windows", "soi", (HEAD + b"5: 1\n").replace(b"\n", b"\r\n"), {(A,): 5}),
    ("old", "soi", OLD + b"3,1,2\n2,3\n", {(A, B): 3, (C,): 2}),
    ("old with ties", "toc", OLD + b"3,1,{2,3}\n2,3,2,1\n", {(A, (1, 2)): 3, (C, B, A): 2}),
]


@pytest.mark.parametrize(
    ("kind", "data", "expected"), [g[1:] for g in GOOD], ids=[g[0] for g in GOOD]
)
def test_orders_are_read(read: Read, kind: str, data: bytes, expected: dict[Ranks, int]) -> None:
    ballots = read(data, KINDS[kind])
    assert counted(ballots) == expected
    assert [c.name for c in ballots.candidates] == ["Ann", "Bob", "Cat"]
    assert (ballots.seats, ballots.sections) == (None, ("all",))


def test_the_title_is_read_and_the_old_header_has_none(read: Read) -> None:
    assert read(HEAD + b"5: 1\n").title == "Town"
    assert read(OLD + b"5,1\n").title == ""


def test_names_may_hold_colons_commas_and_quotes(read: Read) -> None:
    head = HEAD.replace(b"Ann", b'Ann: "Ace" Lee, #1').replace(b"Town", b"Town: Hall")
    ballots = read(head + b"5: 1\n")
    assert (ballots.candidates[0].name, ballots.title) == ('Ann: "Ace" Lee, #1', "Town: Hall")
    assert read(OLD.replace(b"Ann", b"Lee, Ann") + b"5,1\n").candidates[0].name == "Lee, Ann"


NOTED: list[tuple[str, bytes, Level, tuple[int, int], str]] = [
    ("soi", HEAD + b"3: 1\n2: 2\n", Level.WARNING, (2, 14), "the header says 'toi'"),
    ("toi", HEAD + b"5: 1\n", Level.WARNING, (5, 25), "states 2 unique orders, there are 1"),
    ("toi", HEAD.replace(b"# NUMBER ALTERNATIVES: 3\n", b"") + b"3: 1\n2: 2\n",
     Level.WARNING, (1, 1), "does not state NUMBER ALTERNATIVES"),
    ("toi", HEAD.replace(b"# NUMBER VOTERS: 5\n", b"") + b"3: 1\n2: 2\n",
     Level.NOTE, (0, 0), "states no number of voters"),
    ("toc", HEAD.replace(b"toi", b"toc") + b"3: 1,{2,3}\n2: {1,2},3\n",
     Level.NOTE, (0, 0), "3 voters hold an order that ends with several"),
    ("soi", OLD.replace(b"5,5,2", b"6,5,2") + b"3,1\n2,2\n", Level.WARNING, (5, 1), "6 voters are"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "data", "level", "place", "part"), NOTED)
def test_what_is_only_odd_is_noted_with_its_place(
    read: Read, kind: str, data: bytes, level: Level, place: tuple[int, int], part: str
) -> None:
    (note,) = read(data, KINDS[kind]).notes
    assert (note.level, (note.place.line, note.place.column)) == (level, place)
    assert part in note.message


# --- what is refused ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "data", "line", "column", "part"),
    [b[1:] for b in BROKEN_PREFLIB],
    ids=[b[0] for b in BROKEN_PREFLIB],
)
def test_a_broken_file_is_refused_with_its_place(
    read: Read, kind: str, data: bytes, line: int, column: int, part: str
) -> None:
    with pytest.raises(FormatError) as refused:
        read(data, KINDS[kind])
    (finding,) = refused.value.findings
    assert str(finding).startswith(f"town:{line}:{column}: ")
    assert part in finding.message


def test_all_defects_are_found_in_one_reading(read: Read) -> None:
    head = HEAD.replace(b"Cat", b"Ann")
    with pytest.raises(FormatError) as refused:
        read(head + b"1.5: 1\n2: 1,9,2\n2: 1,1\n5 1\n")
    places = [(f.place.line, f.place.column) for f in refused.value.findings]
    assert places == [(8, 23), (9, 1), (10, 6), (11, 4), (12, 3)]


CONTEST = tuple(
    Candidate(i, n) for i, n in [("c", "Cat"), ("d", "Dee"), ("b", "Bob"), ("a", "Ann")]
)


def test_candidates_of_a_contest_are_found_by_name_and_keep_its_order(read: Read) -> None:
    ballots = read(HEAD + b"5: 1,{2,3}\n", TOI, Expected(CONTEST, "mps"))
    assert (ballots.candidates, ballots.sections) == (CONTEST, ("mps",))
    assert counted(ballots) == {((3,), (0, 2)): 5}


def test_a_candidate_of_no_contest_is_an_error_with_its_place(read: Read) -> None:
    with pytest.raises(FormatError, match="town:7:23: 'Rob' is no candidate of this contest"):
        read(HEAD.replace(b"Bob", b"Rob") + b"5: 1\n", TOI, Expected(CONTEST))


# --- writing -----------------------------------------------------------------------------------

kinds = st.sampled_from(list(KINDS.values()))


@given(kind=kinds, ballots=records(plain=True))
def test_reading_what_was_written_is_identity_unless_a_loss_is_named(
    read: Read, kind: Format, ballots: CastVoteRecords
) -> None:
    losses = kind.loses(ballots)
    event("something is lost" if losses else "everything is held")
    if not losses:
        assert read(written(ballots, kind), kind) == ballots


@given(kind=kinds, ballots=records(plain=False))
def test_whatever_is_written_can_be_read_and_is_then_held(
    read: Read, kind: Format, ballots: CastVoteRecords
) -> None:
    again = read(written(ballots, kind), kind)
    assert again == ballots or kind.loses(ballots)
    assert kind.loses(again) == []
    assert read(written(again, kind), kind) == again
    assert written(again, kind) == written(ballots, kind)


@given(ballots=records(plain=True))
def test_only_blank_papers_are_left_out_where_ties_are_allowed(
    read: Read, ballots: CastVoteRecords
) -> None:
    blank = counted(ballots).get((), 0)
    for kind in (TOC, TOI):
        assert read(written(ballots, kind), kind).total == ballots.total - blank


def test_the_file_is_written_in_one_way_without_dates(read: Read) -> None:
    data = HEAD.replace(b"ORDERS: 2", b"ORDERS: 3") + b"2: 3\n2: {1,2},3\n1: 2,1\n"
    assert written(read(data), TOI) == data.replace(b"2: 3\n2: {1,2},3\n", b"2: {1,2},3\n2: 3\n")


def marked(*ranks: Ranks, **more: object) -> CastVoteRecords:
    candidates = more.pop("candidates", (Candidate("A", "A"), Candidate("B", "B")))
    rows = [(one, 0, 1) for one in ranks]
    return CastVoteRecords.gather(candidates, rows, **({"sections": ["all"]} | more))  # type: ignore[arg-type]


LOSSES: list[tuple[Format, CastVoteRecords, str]] = [
    (TOI, marked((A,), sections=["mps"]), "the section's id (mps)"),
    (TOI, marked((A,), sections=["x", "y"]), "those of x, y are added up"),
    (TOI, marked((A,), seats=2), "the number of seats (2)"),
    (TOI, marked((A,), title="a\nb"), "line breaks, control characters"),
    (TOI, marked((A,), candidates=[Candidate("a", "A")]), "the candidates' ids: a"),
    (TOI, marked((A,), candidates=[Candidate("A", "A", withdrawn=True)]), "are withdrawn: A"),
    (TOI, marked((), (A,)), "blank papers, which are left out (1 paper)"),
    (TOI, marked((A, (), B)), "ranks left empty"),
    (TOI, marked((A, B, A)), "candidates ranked again"),
    (TOI, marked((A, (-2,))), "marks that name nobody"),
    (SOI, marked(((0, 1),)), "candidates who share a rank"),
    (SOC, marked((A,)), "papers on which not everybody is ranked by themselves"),
    (TOC, marked((A,)), "that not everybody is ranked"),
]


@pytest.mark.parametrize(("kind", "ballots", "part"), LOSSES)
def test_what_would_be_lost_is_named(kind: Format, ballots: CastVoteRecords, part: str) -> None:
    assert [loss for loss in kind.loses(ballots) if part in loss], kind.loses(ballots)


@pytest.mark.parametrize(
    ("kind", "marks", "order"),
    [
        (TOI, ((), A, B, A), "1: 1,2"),
        (SOI, (B, (0, 2)), "1: 2"),
        (TOC, (B,), "1: 2,{1,3}"),
        (SOC, (A, B, C), "1: 1,2,3"),
        (SOC, (B,), ""),
        (SOI, ((0, 1),), ""),
        (TOC, (), ""),
    ],
)
def test_what_is_lost_is_lost_as_the_page_says(kind: Format, marks: Ranks, order: str) -> None:
    three = [Candidate(i, i) for i in "ABC"]
    last = written(marked(marks, candidates=three), kind).decode().splitlines()[-1]
    assert (last if order else "") == order
    assert bool(order) == last.startswith("1: ")


# --- anything at all ---------------------------------------------------------------------------

VALID = tuple(data for _, _, data, _ in GOOD)


@given(kind=kinds, data=st.one_of(damaged(VALID), st.binary(max_size=60)))
def test_a_damaged_file_is_read_or_refused_but_never_breaks_the_reader(
    read: Read, kind: Format, data: bytes
) -> None:
    found: CastVoteRecords | FormatError
    try:
        found = read(data, kind)
    except FormatError as refused:
        found = refused
    event(type(found).__name__)
    if isinstance(found, FormatError):
        assert list(found.findings) == sorted(found.findings, key=lambda f: f.place)
    else:
        assert 0 <= found.total <= MAX_PAPERS


# --- other people's files ----------------------------------------------------------------------

FOREIGN = [
    ("burlington_2009_00005-00000002.toi", TOI, 8980, 6),
    ("govan_2007_00008-00000009.soi", SOI, 9560, 11),
    ("govan_2007_00008-00000009.toc", TOC, 9560, 11),
]


@pytest.mark.parametrize(("name", "kind", "voters", "candidates"), FOREIGN)
def test_files_of_preflib_are_read_whole_and_written_so_that_they_read_alike(
    cases: Path, read: Read, name: str, kind: Format, voters: int, candidates: int
) -> None:
    path = cases / "preflib-real" / name
    ballots = kind.read(path, name=name)
    by_hand = sum(int(n) for n in re.findall(r"(?m)^([0-9]+):", path.read_text()))
    assert ballots.total == by_hand == voters
    assert len(ballots.candidates) == candidates
    assert kind.loses(ballots) == []
    assert read(written(ballots, kind), kind) == ballots


def test_completed_orders_of_a_ward_are_those_of_its_incomplete_ones(
    cases: Path, read: Read
) -> None:
    folder = cases / "preflib-real"
    soi = SOI.read(folder / "govan_2007_00008-00000009.soi", name="soi")
    toc = TOC.read(folder / "govan_2007_00008-00000009.toc", name="toc")
    assert read(written(soi, TOC), TOC) == toc
