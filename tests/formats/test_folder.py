"""A contest folder: what it says is read, every defect has its place, and written is read again."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hustings.ballot import CastVoteRecords, Ranks
from hustings.contest import (
    WHOLE_SECTION,
    Base,
    Candidate,
    Contest,
    Duplicates,
    Figures,
    Heading,
    Majority,
    MarkPolicy,
    Overvote,
    Purpose,
    Section,
    TieOrder,
    is_id,
)
from hustings.errors import FormatError, Level, RuleError
from hustings.formats import check_path, read_contest, write_contest
from hustings.formats.contest_toml import parse_contest
from hustings.formats.contest_toml_writing import contest_as_toml
from hustings.formats.folder import losses_of_folder
from hustings.formats.reading import Defects
from tests.formats.broken_folders import BROKEN, FILES, GOOD, Broken


def _folder(place: Path, toml: str = GOOD, files: dict[str, str | None] | None = None) -> Path:
    folder = place / "demo"
    folder.mkdir()
    (folder / "contest.toml").write_text(toml, encoding="utf-8")
    for name, text in {**FILES, **(files or {})}.items():
        if text is not None:
            (folder / name).write_text(text, encoding="utf-8")
    return folder


# --- reading ---------------------------------------------------------------------------------


def test_a_folder_says_what_the_contest_is_and_holds_its_ballots(tmp_path: Path) -> None:
    loaded = read_contest(_folder(tmp_path))
    contest = loaded.contest
    assert (contest.id, contest.title, contest.purpose) == (
        "demo",
        "Demonstration",
        Purpose.ADVISORY,
    )
    assert contest.marks == MarkPolicy(skipped_ranks=2)
    assert [s.weight for s in contest.sections] == [Fraction(1, 4), Fraction(3, 4)]
    assert [s.name for s in contest.sections] == ["here", "Over there"]
    assert contest.sections[0].figures.rejected == {Heading.UNMARKED: 1}
    assert loaded.records.sections == ("here", "there")
    assert loaded.records.candidates == contest.candidates
    assert set(loaded.records.rows()) == {
        ((), (1, 0)),
        (((0,), (1,)), (2, 3)),
        (((1,),), (1, 2)),
    }


EVERYTHING = '''\
candidates = [
  { id = "a" }, # by id only
  { "id" = "b", name = "Bee", withdrawn = true },
]
contest.id = "all"
contest.title = "All options"
contest.question = """
Who?"""
contest.date = 2010-09-25
contest.purpose = "selection"
contest.rule = "plurality"
contest.seats = 2
contest.base = "first"
contest.tie_order = "lot"
contest.majority = "equal-or-exceed"
contest.to_two = true
contest.sources = ["s"]
contest.notes = ["n\\nm"]
contest.marks = { overvote = "skip", duplicates = "exhaust", skipped_ranks = "any" }
contest.ballots = "x.csv"
contest.format = "blt"
'''


def test_every_option_is_read_in_any_form_that_toml_has(tmp_path: Path) -> None:
    blt = '2 2\n-2\n4 1 0\n0\n"a"\n"Bee"\n"All options"\n'
    loaded = read_contest(_folder(tmp_path, EVERYTHING, {"x.csv": blt}))
    assert loaded.contest == Contest(
        "all", "All options", (Candidate("a", "a"), Candidate("b", "Bee", withdrawn=True)),
        purpose=Purpose.SELECTION, rule="plurality", seats=2, base=Base.FIRST,
        tie_order=TieOrder.LOT, majority=Majority.EQUAL_OR_EXCEED, to_two=True,
        marks=MarkPolicy(Overvote.SKIP, Duplicates.EXHAUST), question="Who?", date="2010-09-25",
        sources=("s",), notes=("n\nm",),
    )  # fmt: skip
    assert loaded.records.sections == (WHOLE_SECTION,)
    assert loaded.records.total == 4


def test_byte_order_mark_and_windows_line_ends_change_nothing(tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    plain = read_contest(folder)
    data = b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode()
    (folder / "contest.toml").write_bytes(data)
    assert read_contest(folder).contest == plain.contest
    (folder / "contest.toml").write_bytes(data.replace(b"advisory", b"advis\xf6ry"))
    with pytest.raises(FormatError, match=r"contest\.toml:4:17: expected UTF-8 text"):
        read_contest(folder)


def test_a_heading_of_rejected_papers_stands_once_however_it_is_spelt() -> None:
    defects = Defects("contest.toml")
    text = GOOD.replace(
        "rejected = { unmarked = 1 }", 'rejected = { unmarked = 1, "Unmarked" = 3 }'
    )
    parse_contest(text, defects)
    (found,) = defects.errors
    assert "the heading 'unmarked' stands twice" in found.message


def test_rejected_papers_may_be_stated_as_a_whole_or_by_heading_with_a_total() -> None:
    for text, figures in (
        ("rejected = 7", Figures(rejected_total=7)),
        ("rejected = {unmarked = 0}", Figures(rejected={Heading.UNMARKED: 0})),
        (
            'rejected = {Unmarked = 1, "Void for uncertainty" = 2, want-of-official-mark = 3}',
            Figures(
                rejected={
                    Heading.UNMARKED: 1,
                    Heading.UNCERTAIN: 2,
                    Heading.OFFICIAL_MARK: 3,
                }
            ),
        ),
        (
            "rejected = {unmarked = 2, total = 7}",
            Figures(rejected={Heading.UNMARKED: 2}, rejected_total=7),
        ),
    ):
        defects = Defects("contest.toml")
        parsed = parse_contest(GOOD.replace("rejected = { unmarked = 1 }", text), defects)
        assert parsed is not None
        assert parsed.contest is not None, defects.errors
        assert parsed.contest.sections[0].figures == replace(figures, returned=4)


def test_a_section_without_ballots_is_read_but_not_counted(tmp_path: Path) -> None:
    loaded = read_contest(_folder(tmp_path, GOOD.replace('ballots = "there.blt"\n', "")))
    assert loaded.ballots is None
    with pytest.raises(RuleError, match="no ballots of section 'there' yet"):
        _ = loaded.records


def test_a_section_file_may_lie_in_a_folder_of_the_folder(tmp_path: Path) -> None:
    folder = _folder(tmp_path, GOOD.replace('"here.csv"', '"ballots/here.csv"'))
    (folder / "ballots").mkdir()
    (folder / "here.csv").rename(folder / "ballots" / "here.csv")
    assert read_contest(folder).records.total == 9
    assert check_path(folder) == []


# --- defects ---------------------------------------------------------------------------------


@pytest.mark.parametrize("broken", BROKEN, ids=lambda b: b.name)
def test_a_broken_folder_gives_its_place_and_remedy(tmp_path: Path, broken: Broken) -> None:
    assert broken.old in GOOD
    toml = GOOD.replace(broken.old, broken.new, 1) if broken.old else GOOD
    folder = _folder(tmp_path, toml, broken.files)
    with pytest.raises(FormatError) as caught:
        read_contest(folder, name="demo")
    assert str(caught.value.place) == f"demo/{broken.place}"
    assert broken.message in caught.value.findings[0].message
    assert len(caught.value.findings) == 1 + broken.more
    errors = [f for f in check_path(folder, name="demo") if f.level is Level.ERROR]
    assert tuple(errors) == caught.value.findings


def test_no_two_broken_folders_have_one_name() -> None:
    assert len({b.name for b in BROKEN}) == len(BROKEN) >= 25


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text(FILES["here.csv"], encoding="utf-8")
    folder = _folder(tmp_path, files={"here.csv": None})
    (folder / "here.csv").symlink_to("../secret.csv")
    with pytest.raises(FormatError, match=r"contest\.toml:21:1: .*leads out of the folder"):
        read_contest(folder)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda path: path.symlink_to("gone.csv"), "is a broken symbolic link"),
        (lambda path: path.mkdir(), "is a folder; name a file of ballots"),
        (lambda path: path.symlink_to(path.name), "symbolic links lead in a circle"),
    ],
)
def test_what_is_no_readable_file_is_named_at_its_line(tmp_path, make, message) -> None:  # type: ignore[no-untyped-def]
    folder = _folder(tmp_path, files={"here.csv": None})
    make(folder / "here.csv")
    with pytest.raises(FormatError, match=rf"contest\.toml:21:1: .*{message}"):
        read_contest(folder)


TOKENS = st.sampled_from(
    ["[[sections]]", '"""', "1/3", "-1", "1e9", "0x10", "nan", "true", "2010-09-25", "id", "weight"]
) | st.sampled_from("\n\"'[]{}=.,#\\\0é")


@given(
    st.lists(
        st.tuples(st.integers(0, len(GOOD)), st.integers(0, 12), TOKENS | st.text(max_size=3)),
        min_size=1,
        max_size=4,
    )
)
def test_no_damage_to_contest_toml_gives_a_traceback(damage: list[tuple[int, int, str]]) -> None:
    text = GOOD
    for at, cut, put in damage:
        text = text[:at] + put + text[at + cut :]
    with tempfile.TemporaryDirectory() as place:
        folder = _folder(Path(place))
        (folder / "contest.toml").write_bytes(text.encode())
        found = check_path(folder)
        with suppress(FormatError, RuleError):
            read_contest(folder)
        assert all(f.place.file.startswith(str(folder)) and f.message for f in found)


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 5000,
        "a = " + "{b = " * 3000,
        "[" + "a." * 5000 + "a]",
        "a = " + "9" * 5000,
        "a = 0x" + "f" * 9000,
        "contest = [[[[0xffffffffffffffffffffffff]]]]",
        '"' + "k" * 10**6,
        "k" * 10**5 + " = 1",
    ],
    ids=range(8),
)
def test_a_monstrous_contest_toml_gives_a_message(text: str, tmp_path: Path) -> None:
    with pytest.raises(FormatError) as caught:
        read_contest(_folder(tmp_path, text))
    assert len(caught.value.findings[0].message) < 500


@pytest.mark.parametrize(
    ("line", "remedy"),
    [
        ("title = “Town”", 'use straight quotes in place of curly ones: title = "Town"'),
        ("title = „Stadt“", 'in place of curly ones: title = "Stadt"'),
        ("title = ‘Town’", 'in place of curly ones: title = "Town"'),
        ('title = "Town”', 'in place of curly ones: title = "Town"'),
        ("sources = [“a”, “b”]", 'use straight quotes (") in place of curly ones'),
        ("rule = av", 'put a text in quotes: rule = "av"'),
        ("title = Town council", 'put a text in quotes: title = "Town council"'),
        ('title = Town"', 'put a text in quotes: title = "Town"'),
        ("title = Ann’s", 'put a text in quotes: title = "Ann’s"'),
        ("to_two = True", "write to_two = true"),
        ("to_two = NO", "write to_two = false"),
        ("date = 11/05/2024", 'as 2024-05-31, or put it in quotes: date = "11/05/2024"'),
        ("date = 11.5.2024", 'or put it in quotes: date = "11.5.2024"'),
        ("date = 2024-5-1", 'or put it in quotes: date = "2024-5-1"'),
        ("date = 5 May 2024", 'put a text in quotes: date = "5 May 2024"'),
        ('title = "Town', 'close the quote: title = "Town"'),
        ('sources = ["a", "b]', "a quote on this line does not close"),
        ('title = "The "Old" Town"', r'before a quote inside a text: title = "The \"Old\" Town"'),
        ("weight = 1/3", 'put a fraction in quotes: weight = "1/3"'),
        ("weight = 1 / 3", 'weight = "1/3"'),
        ("weight = 25%", 'write a fraction in quotes: weight = "25/100"'),
        ("weight = 0,25", 'write a decimal with a point, in quotes: weight = "0.25"'),
        ("weight = 0,333", 'weight = "0.333"'),
        ("returned = 12,345", "write the digits alone: returned = 12345"),
        ("returned = 1.234.567", "write the digits alone: returned = 1234567"),
        ("date = 007", 'write date = 7, or date = "007" if it is a text'),
        ("title =", "nothing stands after the equals sign of title"),
        ('title: "Town"', 'write an equals sign: title = "Town"'),
        ('title "Town"', 'write an equals sign: title = "Town"'),
        ("[contest.marks", "write [contest.marks]"),
        ("[[candidates]", "write [[candidates]]"),
        ("seats = –1", "the sign '–' (U+2013) may stand only between quotes"),
        ("seats =\u00a01", "(U+00A0) may stand only between quotes"),
        ('ballots = "votes\\my.csv"', "write / between the parts of a path"),
        ('id = "again"', "this key stands above already; keep one of the two"),
        ("[contest]", "this table stands above already"),
    ],
)
def test_a_line_that_is_not_toml_is_shown_with_what_to_write(line: str, remedy: str) -> None:
    defects = Defects("contest.toml")
    assert parse_contest(f'[contest]\nid = "x"\n{line}\n', defects) is None
    (found,) = defects.errors
    assert (found.place.line, remedy in found.message) == (3, True), found
    assert found.message.startswith("not TOML: ")
    assert repr(line.strip()) in found.message


def test_a_long_line_that_is_not_toml_is_cut(tmp_path: Path) -> None:
    with pytest.raises(FormatError) as caught:
        read_contest(_folder(tmp_path, f"title = {'very ' * 5000}long"))
    assert 'title = "very very' in str(caught.value)
    assert len(str(caught.value)) < 400


# --- writing ---------------------------------------------------------------------------------

IDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cf")), min_size=1
).filter(is_id)
LINES = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cf")))
SAID = LINES.filter(str.strip)
TEXTS = st.text(
    st.characters(
        codec="utf-8", exclude_categories=("Cs", "Zl", "Zp", "Cf", "Cc"), include_characters="\n\t"
    )
)
FIGURE = st.none() | st.integers(0, 2**62)


@st.composite
def figures(draw: st.DrawFn) -> Figures:
    by_heading = draw(st.dictionaries(st.sampled_from(list(Heading)), st.integers(0, 2**40)))
    return Figures(draw(FIGURE), draw(FIGURE), draw(FIGURE), by_heading, draw(FIGURE))


@st.composite
def contests(draw: st.DrawFn) -> Contest:
    ids = draw(st.lists(IDS, min_size=1, max_size=4, unique=True))
    names = draw(st.lists(SAID, min_size=len(ids), max_size=len(ids), unique=True))
    people = [
        Candidate(i, n if n not in ids else i, draw(st.booleans()) and bool(k))
        for k, (i, n) in enumerate(zip(ids, names, strict=True))
    ]
    parts = draw(st.lists(IDS, min_size=1, max_size=3, unique_by=str.casefold))
    shares = draw(
        st.none() | st.lists(st.integers(1, 99), min_size=len(parts), max_size=len(parts))
    )
    sections = tuple(
        Section(
            part,
            draw(SAID),
            Fraction(shares[n], sum(shares)) if shares else None,
            draw(figures()),
            draw(TEXTS),
        )
        for n, part in enumerate(parts)
    )
    return Contest(
        draw(IDS), draw(SAID), tuple(people), sections,
        purpose=draw(st.sampled_from(Purpose)), rule=draw(st.sampled_from(["av", "x"])),
        seats=draw(st.integers(1, 9)), base=draw(st.sampled_from(Base)),
        tie_order=draw(st.sampled_from(TieOrder)), majority=draw(st.sampled_from(Majority)),
        to_two=draw(st.booleans()),
        marks=MarkPolicy(
            draw(st.sampled_from(Overvote)), draw(st.sampled_from(Duplicates)),
            draw(st.none() | st.integers(0, 9)),
        ),
        question=draw(TEXTS), date=draw(LINES),
        sources=tuple(draw(st.lists(TEXTS, max_size=2))),
        notes=tuple(draw(st.lists(TEXTS, max_size=2))),
    )  # fmt: skip


@st.composite
def held(draw: st.DrawFn) -> tuple[Contest, CastVoteRecords]:
    """A contest and ballots that a folder can hold: names that a CSV can hold, no rank shared."""
    contest = draw(contests())
    size = len(contest.candidates)
    ranks = st.lists(st.just(()) | st.integers(0, size - 1).map(lambda c: (c,)), max_size=4)
    rows: list[tuple[Ranks, int, int]] = draw(
        st.lists(
            st.tuples(
                ranks.map(tuple),
                st.integers(0, len(contest.sections) - 1),
                st.integers(1, 2**40),
            ),
            max_size=6,
        )
    )
    sections = [s.id for s in contest.sections]
    return contest, CastVoteRecords.gather(contest.candidates, rows, sections=sections)


@given(contests())
def test_a_contest_written_as_toml_reads_back_the_same(contest: Contest) -> None:
    defects = Defects("contest.toml")
    text = contest_as_toml(contest)
    parsed = parse_contest(text, defects)
    assert parsed is not None
    assert parsed.contest == contest
    assert contest_as_toml(parsed.contest) == text


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(held())
def test_a_written_folder_reads_back_the_same(given_: tuple[Contest, CastVoteRecords]) -> None:
    contest, records = given_
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "new")
        if losses_of_folder(records):
            with pytest.raises(RuleError, match="cannot hold all of it"):
                write_contest(contest, records, folder)
            assert list(Path(place).iterdir()) == []
            return
        write_contest(contest, records, folder)
        back = read_contest(folder)
        assert (back.contest, back.records) == (contest, records)
        assert [p.name for p in Path(place).iterdir()] == ["new"]


@pytest.mark.parametrize(
    "rows",
    [
        [(((0, 1),), 0, 3), ((), 0, 2), (((), (0,)), 0, 1)],  # shared, blank, first rank left empty
        [(((0,), (0,)), 0, 1), (((0,), (1,)), 0, 1)],  # one twice, another not ranked at all
        [],
    ],
)
def test_a_folder_holds_what_a_bare_csv_may_not(
    rows: list[tuple[Ranks, int, int]], tmp_path: Path
) -> None:
    people = (Candidate("z", "Zoe"), Candidate("a", "Ada", withdrawn=True), Candidate("m", "Max"))
    contest = Contest("c", "C", people, (Section("one", "One"), Section("empty", "Empty")))
    records = CastVoteRecords.gather(people, rows, sections=("one", "empty"))
    write_contest(contest, records, tmp_path / "new")
    assert read_contest(tmp_path / "new").records == records


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"title": " "}, "title is empty"),
        ({"title": "bell\x07"}, "U+0007"),
        ({"notes": ("half a \ud800 sign",)}, "U+D800"),
        ({"id": ""}, "cannot be an id"),
        ({"sections": (Section("all", "A", Fraction(1), Figures(issued=2**63)),)}, "beyond 2^62"),
    ],
)
def test_a_contest_that_would_not_read_back_is_not_written(
    change: dict[str, object], message: str, tmp_path: Path
) -> None:
    contest = replace(Contest("c", "C", (Candidate("a", "A"),)), **change)  # type: ignore[arg-type]
    with pytest.raises(RuleError, match=message.replace("+", r"\+").replace("^", r"\^")):
        write_contest(contest, None, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_folder_in_use_is_not_touched_and_an_empty_one_is_filled(tmp_path: Path) -> None:
    contest = Contest("c", "C", (Candidate("a", "A"),))
    used = _folder(tmp_path)
    before = sorted(p.name for p in used.iterdir())
    with pytest.raises(RuleError, match="something lies there already"):
        write_contest(contest, None, used)
    with pytest.raises(RuleError, match="there is a file of that name"):
        write_contest(contest, None, used / "here.csv")
    with pytest.raises(RuleError, match="there is no folder"):
        write_contest(contest, None, tmp_path / "no" / "where")
    assert sorted(p.name for p in used.iterdir()) == before
    (tmp_path / "empty").mkdir()
    write_contest(contest, None, tmp_path / "empty")
    assert read_contest(tmp_path / "empty").contest == contest


def test_a_check_that_fails_leaves_no_folder_behind(tmp_path: Path) -> None:
    def check(written: Path) -> None:
        assert (written / "contest.toml").is_file()
        raise RuleError("no")

    with pytest.raises(RuleError, match="no"):
        write_contest(
            Contest("c", "C", (Candidate("a", "A"),)), None, tmp_path / "new", check=check
        )
    assert list(tmp_path.iterdir()) == []
