"""What BLT holds, what is read though it is odd, and what is refused and where."""

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
from hustings.formats.blt import BLT
from hustings.formats.format import Expected
from tests.formats.broken_blt import BROKEN_BLT
from tests.formats.numbered_records import damaged, records
from tests.places import CASES, list_cases

Read = Callable[..., CastVoteRecords]

NAMES = '0\n"Ann"\n"Bob"\n"Cat"\n"Town"\n'
A, B, C = (0,), (1,), (2,)


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Read:
    path = tmp_path_factory.mktemp("blt") / "town.blt"

    def read_bytes(data: bytes | str, expected: Expected = Expected()) -> CastVoteRecords:
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return BLT.read(path, name="town.blt", expected=expected)

    return read_bytes


def written(ballots: CastVoteRecords) -> bytes:
    return b"".join(BLT.write(ballots))


def counted(ballots: CastVoteRecords) -> dict[Ranks, int]:
    return {ranks: sum(papers) for ranks, papers in ballots.rows()}


# --- reading -----------------------------------------------------------------------------------

GOOD: list[tuple[str, str, dict[Ranks, int]]] = [
    ("a ballot a line", "3 1\n3 1 2 0\n1 3 0\n" + NAMES, {(A, B): 3, (C,): 1}),
    ("equal ballots", "3 1\n3 1 2 0\n1 1 2 0\n2 1 2 0\n" + NAMES, {(A, B): 6}),
    ("several on a line", "3 1\n3 1 2 0 1 3 0\n" + NAMES, {(A, B): 3, (C,): 1}),
    ("one over several lines", "3 1\n3 1\n2\n0\n1 3 0\n" + NAMES, {(A, B): 3, (C,): 1}),
    ("all on one line", '3 1 -2 3 1 2 0 1 3 0 0 "Ann" "Bob" "Cat" "T"', {(A, B): 3, (C,): 1}),
    ("equal ranks", "3 1\n3 1=3 2 0\n1 2 3=1 0\n" + NAMES, {((0, 2), B): 3, (B, (0, 2)): 1}),
    ("a skipped rank", "3 1\n3 1 - 2 0\n1 - 3 0\n" + NAMES, {(A, (), B): 3, ((), C): 1}),
    ("ranks skipped at the end", "3 1\n3 1 - - 0\n" + NAMES, {(A,): 3}),
    ("a candidate twice", "3 1\n3 1 2 1 0\n" + NAMES, {(A, B, A): 3}),
    ("blank papers", "3 1\n3 0\n1 1 0\n2 - 0\n" + NAMES, {(): 5, (A,): 1}),
    ("a weight of 0", "3 1\n0 1 0\n0 0\n2 2 0\n" + NAMES, {(B,): 2}),
    ("no ballots", "3 1\n" + NAMES, {}),
    ("as many as can be", f"3 1\n{MAX_PAPERS} 1 0\n" + NAMES, {(A,): MAX_PAPERS}),
    ("a sign of order", "\ufeff3 1\n1 1 0\n" + NAMES, {(A,): 1}),
    ("lines of Windows", ("3 1\n1 1 0\n" + NAMES).replace("\n", "\r\n"), {(A,): 1}),
    ("empty lines, tabs", "\n3\t1\n\n  1 1\t2 0  \n\n" + NAMES, {(A, B): 1}),
    ("comments", "# a\n3 1 # b\n1 1 0# c\n #d\n1 2 # e\n0\n" + NAMES, {(A,): 1, (B,): 1}),
    ("long comments", "3 1 /* b\n1 2 0 */\n1 1 /* c */ 0\n" + NAMES, {(A,): 1}),
    ("a comment on the 0", "3 1\n1 1 0\n0 # done\n" + NAMES[2:], {(A,): 1}),
    ("nicknames", "3 1\n[nick a b c]\n2 b=c a 0\n1 2 0\n" + NAMES, {((1, 2), A): 2, (B,): 1}),
    ("0 papers by nickname", "3 1\n[nick a b c]\n0 a 0\n1 b 0\n" + NAMES, {(B,): 1}),
    ("options on one line", "3 1 [nick a b c] [tie b a c]\n1 b 0\n" + NAMES, {(B,): 1}),
    ("an option over lines", "3 1\n[tie 3\n1 2 ]\n1 2 0\n" + NAMES, {(B,): 1}),
    ("ids of ballots, weighted", "3 1\n(a) 1 1 2 0\n(b c) 1 0\n" + NAMES, {(A, B): 1, (): 1}),
    ("ids of ballots, bare", "3 1\n(a) 3 2 0\n(b c) 0\n" + NAMES, {(C, B): 1, (): 1}),
    ("leading noughts", "3 1\n007 01 0\n" + NAMES, {(A,): 7}),
]


@pytest.mark.parametrize(("text", "expected"), [g[1:] for g in GOOD], ids=[g[0] for g in GOOD])
def test_what_the_grammar_allows_is_read(read: Read, text: str, expected: dict[Ranks, int]) -> None:
    assert counted(read(text)) == expected


def test_names_title_seats_and_who_withdrew_are_read(read: Read) -> None:
    ballots = read("3 2\n-1 -3\n1 2 0\n" + NAMES)
    assert [(c.id, c.name, c.withdrawn) for c in ballots.candidates] == [
        ("Ann", "Ann", True),
        ("Bob", "Bob", False),
        ("Cat", "Cat", True),
    ]
    assert (ballots.title, ballots.seats, ballots.sections) == ("Town", 2, ("all",))


@pytest.mark.parametrize(
    "line", ["-1 -3", "-1\n-3", "[withdrawn 1 3]", "[nick a b c]\n[withdrawn c a]"]
)
def test_who_withdrew_may_stand_in_several_ways(read: Read, line: str) -> None:
    ballots = read(f"3 2\n{line}\n1 2 0\n" + NAMES)
    assert [c.withdrawn for c in ballots.candidates] == [True, False, True]


def test_nicknames_become_ids(read: Read) -> None:
    ballots = read("3 1\n[nick ann_lee b 3]\n" + NAMES)
    assert [(c.id, c.name) for c in ballots.candidates] == [
        ("ann_lee", "Ann"),
        ("b", "Bob"),
        ("3", "Cat"),
    ]


@pytest.mark.parametrize(
    ("tail", "names", "title"),
    [
        ('"Ann Lee"\n"Bob"\n"T"', ["Ann Lee", "Bob"], "T"),
        ('"Ann Lee" "Bob"\n"T"', ["Ann Lee", "Bob"], "T"),
        ('"Ann ""Ace"" Lee"\n"""Bob"""\n""', ['Ann "Ace" Lee', '"Bob"'], ""),
        ("Ann Lee (Ind)\nBob # late\nTown  Hall ", ["Ann Lee (Ind)", "Bob"], "Town  Hall"),
        ('"Ann" "Red"\n"Bob" "Blue"\n"T" "source"', ["Ann", "Bob"], "T"),
        ('"Ann" # first\n\n# second:\n"Bob"\n"T"\n"source"\nword "', ["Ann", "Bob"], "T"),
        ('" Ann "\n"Bob #2 /* x */"\n"1 2 0"', ["Ann", "Bob #2 /* x */"], "1 2 0"),
    ],
)  # fmt: skip
def test_names_are_read_as_they_stand_in_the_wild(
    read: Read, tail: str, names: list[str], title: str
) -> None:
    ballots = read(f"2 1\n1 1 0\n0\n{tail}\n")
    assert ([c.name for c in ballots.candidates], ballots.title) == (names, title)


NOTED: list[tuple[str, Level, int, int, str]] = [
    ("3 1\n[tie 3 2 1]\n1 1 0\n" + NAMES, Level.NOTE, 2, 1, "a tie here asks for a lot"),
    ("3 1\n[droop precision=5]\n" + NAMES, Level.NOTE, 2, 1, "options of Droop"),
    ("3 1\n" + NAMES + '"source"\n', Level.NOTE, 7, 1, "text after the title"),
    ('3 1\n0\nAnn\nBob\nCat\n"T"\n', Level.WARNING, 3, 1, "3 of the names and the title"),
    ('1 1\n0\n"Ann" "Red"\n"T"\n', Level.WARNING, 3, 7, "such as a party"),
    ("3 9\n" + NAMES, Level.WARNING, 1, 3, "9 seats for 3 candidates"),
    ("3 1\n1 2\n0\n1 3\n0\n" + NAMES, Level.WARNING, 2, 1, "2 ballots run over the end of a line"),
    ("3 1\n(a) 1 2 0\n(b) 1 0\n" + NAMES, Level.WARNING, 2, 1, "read as its weight"),
]


@pytest.mark.parametrize(("text", "level", "line", "column", "part"), NOTED)
def test_what_is_only_odd_is_noted_with_its_place(
    read: Read, text: str, level: Level, line: int, column: int, part: str
) -> None:
    (note,) = read(text).notes
    assert (note.level, note.place.line, note.place.column) == (level, line, column)
    assert part in note.message


def test_a_plain_file_gives_no_notes(read: Read) -> None:
    assert read("3 1\n1 1 0\n(a) 1 1 2 0\n" + NAMES).notes == ()


# --- what is refused ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "line", "column", "part"), [b[1:] for b in BROKEN_BLT], ids=[b[0] for b in BROKEN_BLT]
)
def test_a_broken_file_is_refused_with_its_place(
    read: Read, data: bytes, line: int, column: int, part: str
) -> None:
    with pytest.raises(FormatError) as refused:
        read(data)
    assert str(refused.value).startswith(f"town.blt:{line}:{column}: ")
    assert part in refused.value.findings[0].message


def test_all_defects_are_found_in_one_reading(read: Read) -> None:
    text = '3 1\n[nick a b]\n1 9 0\n2.5 1 0\n1 x 8 0\nhello\n1 1 0\n0\n"Ann"\n"Ann"\n""\n"T"\n'
    with pytest.raises(FormatError) as refused:
        read(text)
    places = [(f.place.line, f.place.column) for f in refused.value.findings]
    assert places == [(2, 1), (3, 3), (4, 1), (5, 3), (5, 5), (6, 1), (10, 1), (11, 1)]


# --- a contest's candidates --------------------------------------------------------------------

CONTEST = tuple(
    Candidate(i, n) for i, n in [("c", "Cat"), ("d", "Dee"), ("b", "Bob"), ("a", "Ann")]
)


def test_candidates_of_a_contest_are_found_by_name_or_id_and_keep_its_order(read: Read) -> None:
    text = '3 1\n2 1 2=3 0\n0\n"Ann"\n"b"\n"Cat"\n"Town"\n'
    ballots = read(text, Expected(CONTEST, "mps"))
    assert (ballots.candidates, ballots.sections) == (CONTEST, ("mps",))
    assert counted(ballots) == {((3,), (0, 2)): 2}


def test_nicknames_are_looked_for_among_the_ids_of_a_contest(read: Read) -> None:
    text = '2 1\n[nick a d]\n2 a 0\n0\n"Ann the First"\n"Another"\n"Town"\n'
    assert counted(read(text, Expected(CONTEST))) == {((3,),): 2}


@pytest.mark.parametrize(
    ("names", "line", "part"),
    [
        ('"Ann"\n"Bobb"\n"Cat"', 4, "'Bobb' is no candidate of this contest; did you mean 'Bob'?"),
        ('"Ann"\n"Quentin"\n"Cat"', 4, "its candidates are Cat, Dee, Bob, Ann"),
        ('"Ann"\n"Bob"\n"a"', 5, "Ann is listed twice in this file"),
    ],
)
def test_a_candidate_of_no_contest_is_an_error_with_its_place(
    read: Read, names: str, line: int, part: str
) -> None:
    with pytest.raises(FormatError, match=re.escape(part)) as refused:
        read(f'3 1\n0\n{names}\n"T"\n', Expected(CONTEST))
    assert (refused.value.place.line, refused.value.place.column) == (line, 1)


def test_a_nickname_and_a_name_of_two_candidates_are_an_error(read: Read) -> None:
    with pytest.raises(FormatError, match="could be Dee and Ann"):
        read('1 1\n[nick a]\n0\n"Dee"\n"T"\n', Expected(CONTEST))


def test_a_withdrawal_that_the_contest_does_not_know_is_a_warning(read: Read) -> None:
    ballots = read("3 1\n-2\n1 2 0\n" + NAMES, Expected(CONTEST))
    assert ballots.candidates == CONTEST
    (note,) = ballots.notes
    assert (note.level, note.place.line) == (Level.WARNING, 6)
    assert "has Bob as withdrawn, the contest has not" in note.message


# --- writing -----------------------------------------------------------------------------------


@given(ballots=records(plain=True))
def test_reading_what_was_written_is_identity_unless_a_loss_is_named(
    read: Read, ballots: CastVoteRecords
) -> None:
    losses = BLT.loses(ballots)
    event("something is lost" if losses else "everything is held")
    if not losses:
        assert read(written(ballots)) == ballots


@given(ballots=records(plain=False))
def test_whatever_is_written_can_be_read_and_holds_all_papers(
    read: Read, ballots: CastVoteRecords
) -> None:
    again = read(written(ballots))
    assert again.total == ballots.total
    assert again == ballots or BLT.loses(ballots)


@given(ballots=records(plain=False))
def test_writing_what_was_read_gives_the_same_bytes(read: Read, ballots: CastVoteRecords) -> None:
    data = written(read(written(ballots)))
    assert written(read(data)) == data


def test_the_file_is_written_in_one_way(read: Read) -> None:
    text = "3 2\n-3\n[nick a b c]\n2 0\n3 - 2=3 0\n4 1 2 0\n" + NAMES
    assert written(read(text)) == text.encode()


def test_seats_that_nobody_stated_are_written_as_one_with_a_comment(read: Read) -> None:
    ballots = CastVoteRecords.gather([Candidate("A", "A")], [], sections=["all"])
    assert written(ballots) == b'1 1 # seats not stated\n0\n"A"\n""\n'
    assert read(written(ballots)).seats is None


def test_names_that_become_one_on_a_line_are_numbered(read: Read) -> None:
    names = ["Ann", "Ann ", "\x00", "Ann\n"]
    ballots = CastVoteRecords.gather(
        [Candidate(n.strip("\n\0 ") + str(k), n) for k, n in enumerate(names)], [], sections=["all"]
    )
    assert [c.name for c in read(written(ballots)).candidates] == [
        "Ann",
        "Ann (2)",
        "(3)",
        "Ann (4)",
    ]


def some(
    *candidates: Candidate, sections: tuple[str, ...] = ("all",), title: str = "", rank: int = 0
) -> CastVoteRecords:
    rows = [((((rank,),)), section, 1) for section in range(len(sections))]
    return CastVoteRecords.gather(candidates, rows, sections=sections, title=title)


@pytest.mark.parametrize(
    ("ballots", "part"),
    [
        (some(Candidate("A", "A"), sections=("mps",)), "the section's id (mps)"),
        (some(Candidate("A", "A"), sections=("x", "y")), "those of x, y are added up"),
        (some(Candidate('A"', 'A"')), "double quotes inside a name"),
        (some(Candidate("A", "A"), title='a "b"'), "double quotes inside a name or title"),
        (some(Candidate("A", "A"), title="a\nb"), "line breaks, control characters"),
        (some(Candidate("A", "A ")), "line breaks, control characters"),
        (some(Candidate("a", "A"), Candidate("b", "A")), "two have one name: A"),
        (some(Candidate("a b", "A")), "not all can be nicknames: a b"),
        (some(Candidate("7", "A")), "not all can be nicknames: 7"),
        (some(Candidate("A", "A"), rank=-2), "marks that name nobody"),
    ],
)
def test_what_would_be_lost_is_named(ballots: CastVoteRecords, part: str) -> None:
    (loss, *_) = [loss for loss in BLT.loses(ballots) if part in loss] or [""]
    assert loss, BLT.loses(ballots)


# --- anything at all ---------------------------------------------------------------------------

VALID = tuple(text.encode() for _, text, _ in GOOD if len(text) < 500)


def outcome(
    read: Read, data: bytes, expected: Expected = Expected()
) -> CastVoteRecords | FormatError:
    try:
        return read(data, expected)
    except FormatError as refused:
        return refused


@given(data=st.one_of(damaged(VALID), st.binary(max_size=60)))
def test_a_damaged_file_is_read_or_refused_but_never_breaks_the_reader(
    read: Read, data: bytes
) -> None:
    found = outcome(read, data)
    if isinstance(found, FormatError):
        event("refused")
        assert all(finding.place.file == "town.blt" for finding in found.findings)
        assert list(found.findings) == sorted(found.findings, key=lambda f: f.place)
    else:
        event("read")
        assert 0 <= found.total <= MAX_PAPERS


@given(data=damaged(VALID))
def test_a_damaged_file_of_a_contest_is_read_or_refused(read: Read, data: bytes) -> None:
    found = outcome(read, data, Expected(CONTEST, "mps"))
    if not isinstance(found, FormatError):
        assert (found.candidates, found.sections) == (CONTEST, ("mps",))


def test_progress_ends_with_all_bytes(tmp_path: Path) -> None:
    path = tmp_path / "long.blt"
    path.write_text("3 1\n" + "1 1 2 0\n" * 120_000 + NAMES)
    seen: list[tuple[int, int]] = []
    assert BLT.read(path, name="x", progress=lambda *done: seen.append(done)).total == 120_000
    size = path.stat().st_size
    assert len(seen) == 3
    assert seen == sorted(seen)
    assert seen[-1] == (size, size)


# --- other people's files ----------------------------------------------------------------------

FOLDERS = ("droop", "scotland-stv", "stvrs")
REFUSED = {
    "east_dunbartonshire_2022_ward1.blt": "control character (U+0089)",  # a dash decoded twice
    "east_dunbartonshire_2022_ward4.blt": "control character (U+0089)",
    # The names stand in lines that start with # as in a PrefLib file, and so in comments.
    "glasgow_2007_langside.blt": "lines that start with # are comments",
    "glasgow_2007_pollokshields.blt": "lines that start with # are comments",
    "glasgow_2007_springburn.blt": "lines that start with # are comments",
}
FOREIGN = [path for folder in FOLDERS for path in list_cases(folder, "**/*.blt")]


def papers_by_hand(path: Path) -> int:
    """The weights of the lines up to the lone 0, the first number of each."""
    lines = path.read_text(encoding="utf-8-sig").split("\n")[1:]
    ballots = lines[: [line.strip() for line in lines].index("0")]
    return sum(int(line.split()[0]) for line in ballots if line.strip() and line[0] not in "-[#")


@pytest.mark.parametrize("path", FOREIGN, ids=[str(path.relative_to(CASES)) for path in FOREIGN])
def test_files_of_others_are_read_whole_or_refused_for_a_known_reason(path: Path) -> None:
    if path.name in REFUSED:
        with pytest.raises(FormatError, match=re.escape(REFUSED[path.name])):
            BLT.read(path, name=path.name)
    else:
        ballots = BLT.read(path, name=path.name)
        assert ballots.total == papers_by_hand(path) > 0
        assert len({c.name for c in ballots.candidates}) == int(path.read_text().split()[0])


def test_the_case_sets_are_whole(cases: Path) -> None:
    assert len(FOREIGN) == 127
    assert REFUSED.keys() <= {path.name for path in FOREIGN}
