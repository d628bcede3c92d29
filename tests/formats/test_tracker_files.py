"""tracker.toml and files of records: every defect with its place and remedy, and no traceback."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.errors import FormatError, Level, Place
from hustings.formats import Loaded, check_path, convert, load_path
from hustings.formats.tracker_folder import ReadTracker, read_tracker
from hustings.formats.tracker_records import ReadRecords, parse_records
from hustings.track.ledger import Ledger
from hustings.track.setting import Person
from tests.examples import examples
from tests.places import ROOT
from tests.track.making import CONTEST, SETTING

HEAD = (
    "id,kind,date,who,body,section,candidate,number,ranking,lent,sources,changes,corrects,because"
)
GOOD = f"""\
# who backs whom
{HEAD}
n1,nomination,2010-06-01,Jo,mps,,ash,,,,G,,,
,nomination,by 2010-06-09,Al,mps,,Wych Elm,,,yes,G;H,,,
a1,aggregate,2010-06-09,,mps,,birch,63,,,H,,,
v1,vote,2010-07-26,Jo,,mps,,,birch > ROWAN ASH,,G,n1,,dale
"""


def read(text: str, setting: Ledger = SETTING) -> ReadRecords:
    return parse_records(text.encode(), name="r.csv", contest=CONTEST, ledger=setting)


def test_a_good_file_is_read(tmp_path: Path) -> None:
    records = read(GOOD).records
    assert [r.kind.value for r in records] == ["nomination", "nomination", "aggregate", "vote"]
    assert [r.choice for r in records] == ["ash", "elm", "birch", "birch"]
    assert records[3].content == ("birch", "ash")
    assert records[1].sources == ("G", "H")
    assert records[1].id.startswith("nomination-al-")
    assert read("\ufeff" + GOOD.replace("\n", "\r\n")).records == records


def test_the_same_line_twice_is_one_record_and_a_note() -> None:
    line = ",nomination,2010-06-01,Di,mps,,ash,,,,G,,,\n"
    found = read(GOOD + line + line)
    assert len(found.records) == 5
    (note,) = found.notes
    assert (note.place.line, note.level) == (8, Level.NOTE)
    assert "the same record as on line 7" in note.message


def test_a_person_is_known_by_all_names() -> None:
    people = Ledger(
        sources=SETTING.sources, bodies=SETTING.bodies, primaries=SETTING.primaries,
        people=(Person("Jo Lane MP", ("Jo", "Ms J Lane")),),
    )  # fmt: skip
    records = read(GOOD.replace(",Jo,", ",ms  j lane,", 1), people).records
    assert {r.person for r in records if r.person.startswith("Jo")} == {"Jo Lane MP"}


N, V = "n1,nomination,2010-06-01,Jo,mps,,ash,,,,G,,,", "v1,vote,2010-07-26,Jo,,mps,,,birch"

# What is replaced, by what, where the first defect stands, and words of its message.
BROKEN: list[tuple[str, str, str, str]] = [
    (HEAD, HEAD.replace("kind", "kinds"), "2:4", "no column 'kinds'; did you mean 'kind'?"),
    (HEAD, HEAD.replace(",lent", ",id"), "2:56", "column 'id' stands twice; keep one"),
    (HEAD, HEAD.replace(",sources", ",note"), "2:1", "no column 'sources'; every record needs one"),
    (HEAD, HEAD.replace(",", ";"), "2", "separated by semicolons; save it with commas"),
    (GOOD, "# nothing\n", "1:1", "the file holds no header"),
    (N, N + ",", "3:46", "expected 14 cells as in the header, found 15; put a cell that holds"),
    (N, N[:-3], "3:42", "expected 14 cells as in the header, found 11; add the missing commas"),
    (N, N.replace("Jo", '"Jo'), "3:26", "this quote does not close on its line"),
    (N, N.replace("nomination", "nominaton"), "3:4", "did you mean 'nomination'?"),
    (N, N.replace("2010-06-01", "1.6.2010"), "3:15", "expected a date such as 2010-06-09"),
    (N, N.replace("2010-06-01", ""), "3:15", "a nomination needs a date; this cell is empty"),
    (N, N.replace("Jo", ""), "3:26", "a nomination needs a name"),
    (N, N.replace(",G,", ",,"), "3:41", "a nomination needs a source, or several"),
    (N, N.replace("mps,,ash", "mps,mps,ash"), "3:33", "a nomination has no section; leave this"),
    (N, N.replace("ash", "asch"), "3:34", "'asch' is no candidate of this contest; did you mean"),
    (N, N.replace("mps", "mpss"), "3:29", "body: no body 'mpss' is listed; did you mean 'mps'?"),
    (N, N.replace(",G,", ",X,"), "3:41", "sources: no source 'X' is listed; there are G, H"),
    (N, N.replace("ash,,,", "ash,,,perhaps"), "3:40", "expected yes or nothing, found 'perhaps'"),
    (N, N.replace("n1", "n>1"), "3:1", "'n>1' cannot be an id"),
    (N, N.replace("n1", "a1"), "5:1", "id 'a1' stands on line 3 with other contents"),
    (",63,", ",many,", "5:37", "expected a whole number of nominations, found 'many'"),
    (",63,", ",-1,", "5:37", "expected a whole number of nominations, found '-1'"),
    (",63,", ",,", "5:37", "an aggregate needs a number"),
    (V, V.replace("mps", "lords"), "6:24", "there is no section 'lords'; there are mps, members"),
    ("birch > ROWAN ASH", "birch>birch", "6:4", "record 'v1' ranks a candidate twice"),
    ("birch > ROWAN ASH", "birch>>ash", "6:30", "'' is no candidate of this contest"),
    (",G,n1,,dale", ",G,n2,,dale", "6:51", "changes: there is no record 'n2'; there are a1, n1"),
    (",G,n1,,dale", ",G,n1,n1,dale", "6:4", "both changes and corrects"),
    (",G,n1,,dale", ",G,a1,,dale", "6:51", "changes: record 'a1' is aggregate and no one's own"),
    (",G,n1,,dale", ",G,n1,,dales", "6:55", "because: no primary 'dales' is listed; did you mean"),
    ("# who", "\x07# who", "1:1", "a control character (U+0007) stands here; remove it"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "place", "message"), BROKEN)
def test_a_broken_file_is_told_where_and_what_would_be_right(
    old: str, new: str, place: str, message: str
) -> None:
    assert old in GOOD
    with pytest.raises(FormatError) as caught:
        read(GOOD.replace(old, new, 1))
    assert f"r.csv:{place}: " in str(caught.value)
    assert message in str(caught.value)


def test_every_defect_of_a_file_is_told_at_once() -> None:
    broken = GOOD.replace("2010-06-01", "June").replace("63", "x").replace("birch >", "oak >")
    with pytest.raises(FormatError) as caught:
        read(broken)
    assert [finding.place.line for finding in caught.value.findings] == [3, 5, 6]
    assert "hustings check" not in str(caught.value)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("kind,date,sources\n".encode("utf-16"), "this file is UTF-16; save it as CSV UTF-8"),
        (b"kind,date,sources\nvote,\xff", "expected UTF-8 text"),
        (b"", "the file holds no header"),
    ],
)
def test_bytes_that_are_no_text_are_told(data: bytes, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        parse_records(data, name="r.csv", contest=CONTEST, ledger=SETTING)


def places_of(data: bytes) -> list[Place]:
    """Where the defects of a file are; nowhere if it can be read."""
    try:
        parse_records(data, name="r.csv", contest=CONTEST, ledger=SETTING)
    except FormatError as error:
        return [finding.place for finding in error.findings]
    return []


@examples(150, full=4000)
@given(st.binary(max_size=200), st.text(max_size=60), st.integers(0, len(GOOD)))
def test_whatever_lies_there_is_read_or_refused_with_its_place(
    data: bytes, text: str, at: int
) -> None:
    for found in (data, (GOOD[:at] + text + GOOD[at:]).encode("utf-8", "surrogatepass")):
        assert all(place.file == "r.csv" for place in places_of(found))


# --- a folder ----------------------------------------------------------------------------------

CONTEST_TOML = """\
[contest]
id = "oakdale"
title = "Leader of Oakdale"
[[candidates]]
id = "ash"
name = "Rowan Ash"
[[candidates]]
id = "birch"
name = "Silver Birch"
[[sections]]
id = "mps"
weight = "1/3"
issued = 10
ballots = "mps.csv"
[[sections]]
id = "members"
weight = "2/3"
ballots = "members.csv"
"""
TRACKER = """\
[tracker]
records = ["r.csv", "more.csv"]
declared = 2010-09-01

[[sources]]
id = "G"
title = "Who backs whom"
publisher = "Gazette"

[[bodies]]
id = "mps"
one = "MP"
many = "MPs"
threshold = "12.5%"
of = 257
closes = "2010-06-09"
sources = ["G"]

[[people]]
name = "Jo Lane MP"
also = ["Jo"]

[[primaries]]
id = "dale"
title = "Primary of the dale"
held = "2010-07"
advises = "Jo Lane MP"
section = "mps"
result = "dale"

[[published]]
section = "members"
date = "2010-09-01"
sources = ["G"]

[[worths]]
one = "mps"
figure = "5"
of = "members"
papers = { mps = 10, members = 100 }
sources = ["G"]
"""
RECORDS = "id,kind,date,who,body,candidate,sources\nn,nomination,2010-06-01,Jo,mps,ash,G\n"
MORE = "kind,date,who,section,ranking,sources,changes,because\nvote,2010-07,Jo,mps,birch,G,n,dale\n"
PRIMARY = {
    "contest.toml": '[contest]\nid = "dale"\ntitle = "Dale"\nballots = "b.csv"\n'
    '[[candidates]]\nid = "ash"\nname = "Rowan Ash"\n'
    '[[candidates]]\nid = "birch"\nname = "Birch"\n',
    "b.csv": "rank1,papers\nbirch,7\nash,2\n",
}


def folder_of(place: Path, **other: str) -> Path:
    """A good folder with a tracker; what is given takes the place of one of its files."""
    files = {
        "contest.toml": CONTEST_TOML, "tracker.toml": TRACKER, "r.csv": RECORDS, "more.csv": MORE,
        "mps.csv": "rank1\nash\n", "members.csv": "rank1,rank2,papers\nash,birch,3\nbirch,,4\n",
        **{f"dale/{name}": text for name, text in PRIMARY.items()},
    }  # fmt: skip
    files |= {name.replace("__", "."): text for name, text in other.items()}
    for name, text in files.items():
        path = place / "oak" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return place / "oak"


def tracker_of(folder: Path) -> ReadTracker:
    loaded = load_path(folder)
    assert isinstance(loaded, Loaded)
    return read_tracker(folder, loaded, name="oak")


def test_a_folder_with_a_tracker_is_read_whole(tmp_path: Path) -> None:
    ledger = tracker_of(folder_of(tmp_path)).ledger
    assert [r.person for r in ledger.records] == ["Jo Lane MP", "Jo Lane MP"]
    assert ledger.records[1].changes == "n"
    assert ledger.bodies[0].threshold is not None
    assert ledger.bodies[0].threshold.needed == 33
    assert ledger.primaries[0].result is not None
    (published,) = ledger.published
    assert (published.section, published.papers) == ("members", 7)
    assert ledger.worths[0].papers == (("mps", 10), ("members", 100))


def test_check_knows_the_trackers_files_and_its_defects(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    notes = [str(f.place) for f in check_path(folder, name="oak")]
    assert notes == ["oak/dale"]  # a primary's folder is looked at where it is tracked
    (folder / "r.csv").write_text(RECORDS.replace("ash", "oak"), encoding="utf-8")
    errors = [f for f in check_path(folder, name="oak") if f.level is Level.ERROR]
    assert [str(f.place) for f in errors] == ["oak/r.csv:2:32"]


def test_a_conversion_says_that_the_tracker_stays_behind(tmp_path: Path) -> None:
    found = convert(folder_of(tmp_path), tmp_path / "new", to="folder")
    assert [(f.level, Path(f.place.file).name) for f in found] == [(Level.NOTE, "tracker.toml")]


# What is replaced in tracker.toml, by what, where the first defect stands, and its message.
BROKEN_TOML: list[tuple[str, str, str, str]] = [
    ("[tracker]\n", "[traker]\n", "1:1", "there is no table [tracker]"),
    ("records =", "record =", "1:1", "[tracker] has no records; add a line such as records ="),
    ('"more.csv"]', '"r.csv"]', "2:21", "'r.csv' stands twice"),
    ('"more.csv"]', '"../more.csv"]', "2:21", "leads out of the folder"),
    ('"more.csv"]', '"mor.csv"]', "2:21", "the file 'mor.csv' is not in the folder; did you mean"),
    ("2010-09-01\n", '"September"\n', "3:1", "declared: expected a day such as 2010-06-09"),
    ('title = "Who backs whom"\n', "", "5:1", "[[sources]] has no title"),
    ('id = "G"', 'id = "G;H"', "6:1", "';' parts sources"),
    ('threshold = "12.5%"', 'threshold = "1/8"', "14:1", "expected a share above 0%"),
    ("of = 257\n", "", "14:1", "add a line of = 257, of how many it is a share"),
    ('threshold = "12.5%"\n', "", "14:1", 'of: add a line threshold = "12.5%"'),
    ("of = 257\n", "of = 257\nneeded = 32\n", "16:1", "12.5% of 257 makes 33, not 32"),
    ('closes = "2010-06-09"', 'closes = "2010-06"', "16:1", "expected a day such as"),
    ('sources = ["G"]', 'sources = ["g"]', "17:12", "no source 'g' is listed; did you mean 'G'?"),
    ('also = ["Jo"]', 'also = ["Jo Lane MP"]', "21:9", "person 'Jo Lane MP' stands twice"),
    ('held = "2010-07"', 'held = "July"', "26:1", "held: expected a date such as"),
    ('section = "mps"', 'section = "mp"', "28:1", "no section 'mp'; did you mean 'mps'?"),
    ('result = "dale"', 'result = "../dale"', "29:1", "leads out of the folder"),
    ('result = "dale"', 'result = "vale"', "29:1", "result: 'vale' is not sound"),
    ('section = "members"\ndate', 'section = "mps"\ndat', "31:1", "[[published]] has no date"),
    ("members = 100 }", "members = 100 }\nstage = 1", "36:1", "not on both"),
    ("members = 100 }", "member = 100 }", "40:22", "has no key 'member'; did you mean 'members'?"),
    ('one = "mps"', 'one = "mps"\nworth = 1', "38:1", "[[worths]] has no key 'worth'"),
    ("[[people]]", "[[persons]]", "19:1", "tracker.toml has no key 'persons'"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "place", "message"), BROKEN_TOML)
def test_a_broken_tracker_is_told_where_and_what_would_be_right(
    tmp_path: Path, old: str, new: str, place: str, message: str
) -> None:
    assert old in TRACKER
    broken = TRACKER.replace(old, new, 1)
    with pytest.raises(FormatError) as caught:
        tracker_of(folder_of(tmp_path, tracker__toml=broken))
    assert message in str(caught.value)
    assert f"oak/tracker.toml:{place}: " in str(caught.value)


def test_records_of_two_files_point_to_each_other_and_clash(tmp_path: Path) -> None:
    other = RECORDS.replace("ash", "birch")
    with pytest.raises(FormatError, match=r"oak/more.csv:2:1: record 'n' is there already"):
        tracker_of(folder_of(tmp_path, more__csv=other))
    swapped = TRACKER.replace('"r.csv", "more.csv"', '"more.csv", "r.csv"')
    assert (
        len(tracker_of(folder_of(tmp_path, tracker__toml=swapped, more__csv=MORE)).ledger.records)
        == 2
    )
    twice = tracker_of(folder_of(tmp_path, more__csv=RECORDS))
    assert len(twice.ledger.records) == 1


def test_a_defect_of_a_primarys_folder_is_told_with_the_line_that_names_it(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    (folder / "dale" / "b.csv").write_text("rank1,papers\noak,7\n", encoding="utf-8")
    with pytest.raises(FormatError) as caught:
        tracker_of(folder)
    assert [str(f.place) for f in caught.value.findings] == [
        "dale/b.csv:2:1",
        "oak/tracker.toml:29:1",
    ]


def test_the_files_that_the_specification_shows_are_read(tmp_path: Path) -> None:
    page = (ROOT / "docs/spec/tracker.md").read_text(encoding="utf-8")
    toml = page.split("```toml\n")[1].split("```")[0]
    records = page.split("```text\n")[1].split("```")[0]
    folder = folder_of(tmp_path, tracker__toml=toml)
    (folder / "records.csv").write_text(records, encoding="utf-8")
    assert [r.kind.value for r in tracker_of(folder).ledger.records] == [
        "aggregate", "nomination", "vote",
    ]  # fmt: skip
