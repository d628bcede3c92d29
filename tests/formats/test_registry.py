"""Which format a file is in, what a path means, conversion between all, and what check reports."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hustings.ballot import CastVoteRecords, Ranks
from hustings.contest import WHOLE_SECTION, Candidate, Contest, Figures, Section
from hustings.errors import FormatError, Level, RuleError
from hustings.examples import example_names, example_path
from hustings.formats import (
    FORMATS,
    SUFFIXES,
    Loaded,
    check_path,
    convert,
    load_path,
    parquet,
    read_ballots,
    read_contest,
    write_ballots,
    write_contest,
)
from hustings.formats.converting import _write_file
from hustings.formats.loading import files_read
from tests.examples import FULL
from tests.formats.broken_folders import FILES, GOOD
from tests.places import ROOT

ANN, BOB = Candidate("ann", "Ann Able"), Candidate("bob", "Bob Baker")
BLT = '2 1\n3 1 2 0\n2 2 0\n0\n"Ann Able"\n"Bob Baker"\n"Demonstration"\n'
PLAIN = "rank1,rank2,papers\nann,bob,3\nbob,,2\n"


def _put(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def _demo(place: Path) -> Path:
    folder = place / "demo"
    folder.mkdir()
    for name, text in {"contest.toml": GOOD, **FILES}.items():
        _put(folder / name, text)
    return folder


def _load(path: Path, form: str | None = None) -> Loaded:
    loaded = load_path(path, format=form)
    assert isinstance(loaded, Loaded)
    return loaded


# --- formats ---------------------------------------------------------------------------------


@pytest.mark.parametrize("format_id", FORMATS)
def test_the_table_of_formats_agrees_with_each_format(format_id: str) -> None:
    found = FORMATS[format_id]
    assert found.id == format_id
    assert [SUFFIXES[suffix] for suffix in found.suffixes] == [format_id] * len(found.suffixes)
    assert f".{format_id}" in found.suffixes


@pytest.mark.parametrize(
    ("script", "absent"),
    [
        ("import hustings.formats", ("numpy", "polars")),
        ("from hustings.formats import FORMATS; FORMATS['blt'], list(FORMATS)", ("polars",)),
        ("from hustings.formats import load_path, convert, check_path", ("polars",)),
    ],
)
def test_nothing_heavy_is_loaded_before_it_is_needed(script: str, absent: tuple[str, ...]) -> None:
    code = f"{script}\nimport sys; print(*(m for m in {absent!r} if m in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert done.stdout.split() == []


def test_every_public_name_is_there_and_no_other() -> None:
    import hustings.formats as room

    assert all(getattr(room, name) is not None for name in room.__all__)
    assert sorted(room.__all__) == sorted(room._HOME_OF)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = room.nothing


# --- loading ---------------------------------------------------------------------------------


def test_a_ballot_file_is_a_contest_of_its_own(tmp_path: Path) -> None:
    contest = _load(_put(tmp_path / "Ward 3.BLT", BLT)).contest
    assert (contest.id, contest.title, contest.seats) == ("Ward 3", "Demonstration", 1)
    assert contest.sections == (Section(WHOLE_SECTION, "All electors"),)
    text = "rank1,section\nann,north\nbob,south\n"
    loaded = _load(_put(tmp_path / "two.csv", text))
    assert loaded.contest.title == "two"
    assert [(s.id, s.name) for s in loaded.contest.sections] == [("north",) * 2, ("south",) * 2]
    assert loaded.records.total == 2


def test_a_contest_toml_stands_for_its_folder(tmp_path: Path) -> None:
    folder = _demo(tmp_path)
    assert _load(folder / "contest.toml").contest == _load(folder).contest
    assert check_path(folder / "contest.toml") == []


def test_a_format_may_be_said_where_the_name_does_not_tell_it(tmp_path: Path) -> None:
    path = _put(tmp_path / "votes.txt", BLT)
    assert _load(path, "blt").records.total == 5
    with pytest.raises(RuleError, match="no format 'btl'; did you mean 'blt'"):
        load_path(path, format="btl")
    with pytest.raises(RuleError, match=r"the formats are csv, .*, parquet, folder$"):
        load_path(path, format="spreadsheet")
    with pytest.raises(RuleError, match="folder is a contest folder; the formats of files are csv"):
        load_path(path, format="Folder")


def test_a_format_may_be_said_in_capitals(tmp_path: Path) -> None:
    path = _put(tmp_path / "votes.txt", BLT)
    assert _load(path, "BLT").records.total == 5
    convert(path, tmp_path / "demo", from_="Blt", to="Folder")
    assert _load(tmp_path / "demo", "FOLDER").records.total == 5
    convert(tmp_path / "demo", tmp_path / "votes", to="CSV", lossy=True)
    assert _load(tmp_path / "votes", "Csv").records.total == 5


def test_a_dash_is_no_name_of_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    source = _put(tmp_path / "a.csv", PLAIN)
    for to in ("csv", "folder", None):
        with pytest.raises(RuleError, match=r"^-: .*name one, or say /dev/stdout with --to"):
            convert(source, Path("-"), to=to)
    assert list(tmp_path.iterdir()) == [source]


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("gone.csv", r"shown: there is no such file"),
        ("gone", "shown: there is no such file"),
        ("empty", "shown: the folder is empty"),
        ("other", "shown: the folder has no contest.toml"),
        (
            "other/notes.txt",
            r"shown: its name does not tell its format; say it with --from, one of",
        ),
        ("broken.csv", "shown: it is a broken symbolic link"),
        ("circle.csv", "shown: cannot be read: its symbolic links lead in a circle"),
        ("other/notes.txt/x.csv", "shown: cannot be read: a part of the path is a file"),
        ("n" * 300 + ".csv", "shown: cannot be read: the name is too long"),
        ("nul\0.csv", "shown: cannot be read: the system does not allow this name"),
        ("blank.csv", r"shown:1:1: "),
        ("nobody.blt", r"shown: every candidate is withdrawn"),
        ("gone/contest.toml", "shown: there is no such file"),
        ("Blanc.csv", r"shown: there is no such file; did you mean 'blank\.csv'\?"),
        ("emty", r"shown: there is no such file; did you mean 'empty'\?"),
        ("a.XLSX", r"shown: this is a spreadsheet; save its sheet as CSV UTF-8 \(comma separated"),
    ],
)
def test_a_path_that_is_no_contest_gets_one_message(
    tmp_path: Path, target: str, message: str
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "other").mkdir()
    _put(tmp_path / "other" / "notes.txt", "hello")
    _put(tmp_path / "blank.csv", "")
    _put(tmp_path / "a.XLSX", "")
    _put(tmp_path / "nobody.blt", '1 1\n-1\n0\n"A"\n"T"\n')
    (tmp_path / "broken.csv").symlink_to("gone")
    (tmp_path / "circle.csv").symlink_to("circle.csv")
    with pytest.raises(FormatError, match=message) as caught:
        load_path(tmp_path / target, name="shown")
    assert [f for f in check_path(tmp_path / target, name="shown") if f.level is Level.ERROR] == [
        *caught.value.findings
    ]


def test_a_folder_is_in_no_format_of_files(tmp_path: Path) -> None:
    folder = _demo(tmp_path)
    with pytest.raises(RuleError, match="the format csv is that of a file"):
        load_path(folder, format="csv")
    assert _load(folder, "folder").contest.id == "demo"
    with pytest.raises(FormatError, match="it is a folder; name a ballot file"):
        read_ballots(folder)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_that_may_not_be_read_says_so(tmp_path: Path) -> None:
    path = _put(tmp_path / "a.csv", PLAIN)
    path.chmod(0)
    with pytest.raises(FormatError, match="cannot be read: permission denied"):
        load_path(path)


def test_ballots_come_through_a_pipe_when_their_format_is_said(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["sh", "-c", f"printf '{PLAIN}' > {pipe}"]):
        assert read_ballots(pipe, format="csv").total == 5


def test_the_files_that_were_read_are_known(tmp_path: Path) -> None:
    folder = _demo(tmp_path)
    lots = tmp_path / "lots.csv"
    names = [p.name for p in files_read(folder, _load(folder), lots)]
    assert names == ["contest.toml", "here.csv", "there.blt", "lots.csv"]
    path = _put(tmp_path / "a.csv", PLAIN)
    assert files_read(path, _load(path)) == (path,)
    reported = example_path("gosport-2009")
    loaded = load_path(reported)
    assert files_read(reported, loaded) == (reported / "reported.toml",)


# --- examples --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", example_names())
def test_every_example_is_read_and_has_no_defect(name: str) -> None:
    load_path(example_path(name), name=f"example:{name}")
    assert [f for f in check_path(example_path(name)) if f.level is Level.ERROR] == []


@pytest.mark.parametrize("name", ["nothing", "", "..", "../formats", "labour-leader-2010/"])
def test_an_unknown_example_is_answered_with_those_there_are(name: str) -> None:
    with pytest.raises(RuleError, match=r"the examples are .*labour-leader-2010"):
        example_path(name)


# --- converting ------------------------------------------------------------------------------


@st.composite
def simple(draw: st.DrawFn) -> CastVoteRecords:
    """Ballots that every format can hold: each ranks a few of named candidates, none twice."""
    size = draw(st.integers(1, 5))
    people = [Candidate(name, name) for name in ("Ann", "Bob", "Cat", "Dan", "Eve")[:size]]
    rankings = st.lists(st.integers(0, size - 1), min_size=1, max_size=size, unique=True)
    rows: list[tuple[Ranks, int, int]] = [
        (tuple((c,) for c in ranking), 0, papers)
        for ranking, papers in draw(
            st.lists(st.tuples(rankings, st.integers(1, 2**40)), min_size=1, max_size=8)
        )
    ]
    rows.append((tuple((c,) for c in range(size)), 0, 1))
    return CastVoteRecords.gather(people, rows, sections=(WHOLE_SECTION,))


PAIRS = [(a, b) for a in FORMATS for b in [*FORMATS, "folder"] if a != b]


def _names_the_rest(loss: str) -> bool:
    return any(word in loss for word in ("rank", "complete", "order"))


@pytest.fixture(scope="module")
def _parquet_is_read_here() -> Iterator[None]:
    """In this process, which is faster than one of its own for each file; as users do in --full.

    That the two read the same is test_parquet's to show.
    """

    def read(module: str, path: Path, **options: Any) -> CastVoteRecords:
        return cast(CastVoteRecords, import_module(module).read_here(path, **options))

    with pytest.MonkeyPatch.context() as patch:
        if not FULL:
            patch.setattr(parquet, "read_apart", read)
        yield


@settings(max_examples=5)
@pytest.mark.usefixtures("_parquet_is_read_here")
@pytest.mark.parametrize(("one", "other"), PAIRS, ids=[f"{a} to {b}" for a, b in PAIRS])
@given(simple())
def test_what_both_formats_hold_survives_the_way_there_and_back(
    one: str, other: str, records: CastVoteRecords
) -> None:
    with tempfile.TemporaryDirectory() as place:
        first, second, third = (Path(place, str(n), "votes") for n in (1, 2, 3))
        for path in (first, second, third):
            path.parent.mkdir()
        try:
            write_ballots(records, first, format=one)
            convert(first, second, from_=one, to=other)
            convert(second, third, from_=other, to=one)
        except RuleError as error:
            losses = str(error).split("\n")[1:]
            assert losses
            assert all(_names_the_rest(loss) for loss in losses)
            return
        back = read_ballots(third, format=one)
        assert set(back.rows()) == set(records.rows())
        assert back.candidates == records.candidates


def test_a_folder_becomes_a_file_and_nothing_is_lost_in_silence(tmp_path: Path) -> None:
    source, target = example_path("labour-leader-2010"), tmp_path / "labour-leader-2010.csv"
    with pytest.raises(RuleError) as caught:
        convert(source, target)
    refusal = str(caught.value).split("\n  ")
    assert "--lossy" in refusal[0]
    for loss in (
        "CSV has no place for the title",
        "the date (2010-09-25)",
        "section mps: its weight (1/3)",
        "section members: its stated figures of papers",
        "section affiliates: that its rankings were made up",
        "section mps: its name ('MPs and MEPs')",
        "the notes",
        "the sources",
    ):
        assert loss in refusal[1:], loss
    assert not any("seats" in line for line in refusal)
    assert list(tmp_path.iterdir()) == []
    warnings = convert(source, target, lossy=True)
    assert [f"not kept: {loss}" for loss in refusal[1:]] == [
        f.message for f in warnings if f.level is Level.WARNING
    ]
    back = read_ballots(target)
    assert back.total == 338374
    assert set(back.sections) == {"mps", "members", "affiliates"}


def test_a_folder_that_a_file_can_hold_goes_into_it_and_back(tmp_path: Path) -> None:
    people = (Candidate("Ann", "Ann"), Candidate("Bob", "Bob"))
    contest = Contest("votes", "By-election", people)
    rows: list[tuple[Ranks, int, int]] = [(((0,), (1,)), 0, 3), ((), 0, 1)]
    records = CastVoteRecords.gather(people, rows, sections=(WHOLE_SECTION,))
    write_contest(contest, records, tmp_path / "demo")
    assert convert(tmp_path / "demo", tmp_path / "votes.blt") == []
    convert(tmp_path / "votes.blt", tmp_path / "again", to="folder")
    back = read_contest(tmp_path / "again")
    assert (back.contest, back.records) == (contest, records)


def test_a_folder_becomes_the_same_folder(tmp_path: Path) -> None:
    source = example_path("labour-leader-2010")
    convert(source, tmp_path / "copy", to="folder")
    before, after = read_contest(source), read_contest(tmp_path / "copy")
    assert (before.contest, before.records) == (after.contest, after.records)


@pytest.mark.parametrize(
    ("source", "target", "to", "message"),
    [
        ("demo", "demo/here.csv", None, "this is what is being converted"),
        ("demo", "demo/contest.toml", "csv", "this is what is being converted"),
        ("a.csv", "a.csv", None, "this is what is being converted"),
        ("a.csv", "link.csv", None, "this is what is being converted"),
        ("demo", "demo", "folder", "something lies there already"),
        ("a.csv", "demo", None, "something lies there already"),
        ("a.csv", "new", None, "its name does not tell the format; say it with --to"),
        ("a.csv", "new.ods", None, "or folder for a contest folder"),
        ("a.csv", "new.csv", "cvs", "did you mean 'csv'"),
        ("a.csv", "no/where/new.blt", None, "there is no folder"),
        ("a.csv", "demo", "blt", "it is a folder; name a file"),
        ("reported", "new.csv", None, "only reported figures are there"),
    ],
)
def test_a_conversion_that_must_not_be_changes_nothing(
    tmp_path: Path, source: str, target: str, to: str | None, message: str
) -> None:
    _demo(tmp_path)
    _put(tmp_path / "a.csv", PLAIN)
    (tmp_path / "link.csv").symlink_to("a.csv")
    reported = [n for n in example_names() if (example_path(n) / "reported.toml").is_file()]
    if source == "reported":
        if not reported:
            pytest.skip("no example of reported figures")
        shutil.copytree(example_path(reported[0]), tmp_path / "reported")
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    with pytest.raises(RuleError, match=message):
        convert(tmp_path / source, tmp_path / target, to=to, lossy=True)
    assert {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()} == before


def test_a_defect_in_the_source_leaves_the_old_target(tmp_path: Path) -> None:
    source, target = (
        _put(tmp_path / "a.csv", "rank1\nann\nann,bob\n"),
        _put(tmp_path / "b.blt", BLT),
    )
    with pytest.raises(FormatError):
        convert(source, target)
    assert target.read_text(encoding="utf-8") == BLT


def test_a_loss_is_refused_and_the_old_target_stays(tmp_path: Path) -> None:
    source, target = _put(tmp_path / "a.blt", BLT), _put(tmp_path / "b.csv", "old")
    with pytest.raises(RuleError, match=r"\n  .*title"):
        convert(source, target)
    assert target.read_text(encoding="utf-8") == "old"
    warnings = convert(source, target, lossy=True)
    assert any("title" in str(f) for f in warnings)
    assert read_ballots(target).total == 5


@pytest.mark.parametrize("written", [PLAIN, "no ballots at all"])
def test_a_writer_that_writes_something_else_changes_nothing(tmp_path: Path, written: str) -> None:
    target = _put(tmp_path / "b.csv", "old")
    records = read_ballots(_put(tmp_path / "a.csv", PLAIN.replace("3", "4")))
    wrong = replace(FORMATS["csv"], write=lambda _: [written.encode()])
    with pytest.raises(RuleError, match="does not read back as the same ballots"):
        _write_file(records, wrong, target, lossy=False)
    assert target.read_text(encoding="utf-8") == "old"


def test_a_conversion_into_a_stream_is_written_directly(tmp_path: Path) -> None:
    source = _put(tmp_path / "a.csv", PLAIN)
    script = (
        "from pathlib import Path; from hustings.formats import convert; import sys\n"
        "convert(Path(sys.argv[1]), Path('/dev/stdout'), to='csv')"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, source], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert done.stdout == PLAIN


# --- checking --------------------------------------------------------------------------------


def _checked(folder: Path) -> list[str]:
    return [str(f) for f in check_path(folder, name="demo")]


def _edit(folder: Path, old: str, new: str) -> Path:
    text = (folder / "contest.toml").read_text(encoding="utf-8")
    assert old in text
    _put(folder / "contest.toml", text.replace(old, new, 1))
    return folder


def test_a_sound_folder_has_no_finding(tmp_path: Path) -> None:
    assert _checked(_demo(tmp_path)) == []


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("returned = 4", "returned = 5", "demo/contest.toml:18:1: section here: 5 papers returned"),
        ("returned = 4", "valid = 9", "demo/contest.toml:18:1: section here: 9 papers are stated"),
        (
            "unmarked = 1",
            "unmarked = 0",
            "demo/contest.toml:18:1: section here: 0 papers are stated",
        ),
        ("returned = 4", "returned = 4\nissued = 3", "section here: 4 papers returned of 3 issued"),
        ("title =", 'rule = "avv"\ntitle =', "demo/contest.toml:3:1: there is no rule 'avv'"),
        ("title =", "seats = 2\ntitle =", "demo/contest.toml:3:1: the alternative vote fills one"),
    ],
)
def test_what_does_not_add_up_or_cannot_be_counted_is_a_defect_at_its_line(
    tmp_path: Path, old: str, new: str, finding: str
) -> None:
    (found,) = _checked(_edit(_demo(tmp_path), old, new))
    assert finding in found
    assert " note: " not in found
    assert "correct the figure" not in found


def test_every_defect_is_reported_at_once(tmp_path: Path) -> None:
    folder = _edit(_edit(_demo(tmp_path), "purpose", "porpoise"), '"1/4"', "0.25")
    _put(folder / "here.csv", "rank1,papers\nann,x\ncarol,1\n,-1\n")
    _put(folder / "there.blt", "2 1\n1 9 0\n0\n")
    found = _checked(folder)
    for place in ("contest.toml:4:1", "contest.toml:20:1", "here.csv:2:5", "here.csv:3:1"):
        assert any(f.startswith(f"demo/{place}: ") for f in found), place
    assert any(f.startswith("demo/here.csv:4:") for f in found)
    assert any(f.startswith("demo/there.blt:2:") for f in found)


def test_a_file_that_nobody_reads_is_a_note(tmp_path: Path) -> None:
    folder = _demo(tmp_path)
    _put(folder / "old.csv", "anything")
    _put(folder / ".hidden", "anything")
    assert _checked(folder) == [
        "demo/old.csv: note: contest.toml does not name this, so nobody reads it"
    ]


@pytest.mark.parametrize(
    ("old", "new", "findings"),
    [
        (
            "purpose =",
            'rule = "irv"\nporpoise =',
            [
                "demo/contest.toml:5:1: [contest] has no key 'porpoise'; did you mean 'purpose'?",
                "demo/contest.toml:4:1: there is no rule 'irv'; did you mean 'av'?",
            ],
        ),
        (
            "purpose =",
            'rule = "plurality"\nseats = 9\nporpoise =',
            [
                "demo/contest.toml:6:1: [contest] has no key 'porpoise'; did you mean 'purpose'?",
                "demo/contest.toml:5:1: the contest has 9 seats, but only 2 candidates stand",
            ],
        ),
        (
            'name = "Ann Able"',
            'name = "Bob Baker"\nwithdrawn = false\n[contest.extra]',
            [
                "demo/contest.toml:14:1: [contest] has no key 'extra'; the keys of [contest] are ",
                "demo/contest.toml:18:1: name 'Bob Baker' stands already on line 12",
            ],
        ),
        (
            "purpose =",
            'rule = 7\nseats = "9"\npurpose =',
            [
                "demo/contest.toml:4:1: rule: expected a text in quotes, found 7",
                "demo/contest.toml:5:1: seats: expected a whole number from 1, found '9'",
            ],
        ),
    ],
)
def test_the_rule_is_checked_whatever_else_is_wrong(
    tmp_path: Path, old: str, new: str, findings: list[str]
) -> None:
    found = _checked(_edit(_demo(tmp_path), old, new))
    assert [line[: len(start)] for line, start in zip(found, findings, strict=True)] == findings


@pytest.mark.parametrize("damage", ['title = "', "candidates = 3"])
def test_no_file_is_said_to_be_unread_for_a_defect_of_contest_toml(
    tmp_path: Path, damage: str
) -> None:
    found = _checked(_edit(_demo(tmp_path), "[contest]", f"{damage}\n[contest]"))
    assert found
    assert not any("nobody reads it" in line for line in found)


def test_a_section_without_ballots_is_a_warning(tmp_path: Path) -> None:
    folder = _edit(_demo(tmp_path), 'ballots = "there.blt"\n', "")
    (folder / "there.blt").unlink()
    (found,) = _checked(folder)
    assert found.startswith("demo/contest.toml:25:1: warning: this section has no ballots yet, so")


@pytest.mark.parametrize("text", ["rank1,rank2\n", "# rank1,rank2\nann,bob\n", "rank1\n# ann\n"])
def test_a_ballot_file_without_a_paper_is_a_warning(tmp_path: Path, text: str) -> None:
    folder = _edit(_demo(tmp_path), "returned = 4\nrejected = { unmarked = 1 }\n", "")
    _put(folder / "here.csv", text)
    (found,) = _checked(folder)
    assert found.startswith("demo/here.csv: warning: no ballot paper is in this file; if there")
    path = _put(tmp_path / "a.csv", "ann,bob\n")
    (alone,) = check_path(path, name="a.csv")
    assert str(alone).startswith("a.csv: warning: no ballot paper is in this file")
    with pytest.raises(FormatError, match="neither a candidate nor a ballot paper"):
        load_path(_put(path, "rank1\n"))


def test_a_file_by_itself_is_checked_with_its_rule(tmp_path: Path) -> None:
    path = _put(tmp_path / "a.blt", BLT.replace("2 1", "2 2", 1))
    found = [f for f in check_path(path, name="a.blt") if f.level is Level.ERROR]
    assert [str(f) for f in found] == [
        "a.blt: the alternative vote fills one seat; the contest has 2"
    ]
    assert check_path(_put(tmp_path / "b.blt", BLT)) == []


def test_papers_beyond_counting_are_a_defect_of_the_folder(tmp_path: Path) -> None:
    folder = _edit(_demo(tmp_path), "returned = 4\nrejected = { unmarked = 1 }\n", "")
    for name in ("here.csv", "there.csv"):
        _put(folder / name, f"rank1,papers\nann,{2**61 + 1}\n")
    (folder / "there.blt").unlink()
    _edit(folder, "there.blt", "there.csv")
    with pytest.raises(FormatError, match=r"2\^62"):
        load_path(folder)
    assert any("2^62" in f for f in _checked(folder))


def test_figures_are_kept_by_a_folder(tmp_path: Path) -> None:
    figures = Figures(issued=9, returned=7, rejected_total=2)
    contest = Contest("c", "C", (ANN, BOB), (Section("all", "All", figures=figures),))
    records = CastVoteRecords.gather((ANN, BOB), [(((0,),), 0, 5)], sections=("all",))
    write_contest(contest, records, tmp_path / "c")
    assert _load(tmp_path / "c").contest.sections[0].figures == figures
    assert check_path(tmp_path / "c") == []
