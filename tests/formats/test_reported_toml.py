"""reported.toml: every defect with its place and its remedy, all at once, and no traceback."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.errors import FormatError
from hustings.examples import example_path
from hustings.formats.reading import Defects, text_of
from hustings.formats.reported_toml import REPORTED_FILE, parse_reported, read_reported
from hustings.reported import Reported, Topic

GOOD = """\
[contest]
id = "oakdale-2010"
title = "Oakdale primary"
purpose = "advisory"
date = 2010-07-26
rule = "plurality"

[[sources]]
id = "Gazette"
title = "Oakdale votes"
publisher = "Oakdale Gazette"

[[candidates]]
id = "ash"
name = "Rowan Ash"

[[candidates]]
id = "birch"
name = "Silver Birch"

[[reports]]
id = "all"
title = "All votes"

[[reports.shares]]
candidate = "ash"
share = "50.3"
sources = ["Gazette"]

[[reports.shares]]
candidate = "birch"
votes = "1,234"
sources = ["Gazette"]

[[claims]]
about = "turnout"
says = "about 33%"
sources = ["Gazette"]
"""


def read(text: str | bytes, folder: Path) -> Reported:
    data = text if isinstance(text, bytes) else text.encode()
    (folder / REPORTED_FILE).write_bytes(data)
    return read_reported(folder, name="oakdale")


def test_a_good_file_is_read_letter_for_letter(tmp_path: Path) -> None:
    reported = read(GOOD, tmp_path)
    (report,) = reported.whole
    assert [str(line.share or line.votes) for line in report.lines] == ["50.3", "1,234"]
    assert reported.date == "2010-07-26"
    assert [c.says for c in reported.about(Topic.TURNOUT)] == ["about 33%"]
    assert read("\ufeff" + GOOD.replace("\n", "\r\n"), tmp_path) == reported


# What is replaced, by what, where the first defect stands, and words of its message.
BROKEN: tuple[tuple[str, str, str, str], ...] = (
    ("[contest]", "[contest", "1:9", "not TOML"),
    ("[contest]\n", "[konkurs]\n", "1:1", "there is no table [contest]"),
    ('id = "oakdale-2010"\n', "", "1:1", "[contest] has no id"),
    ('title = "Oakdale primary"', "title = 7", "3:1", "title: expected a text in quotes, found 7"),
    ('title = "Oakdale primary"', 'title = " "', "3:1", "title is empty"),
    ('"advisory"', '"advisery"', "4:1", "did you mean 'advisory'?"),
    ('purpose = "advisory"\n', "", "1:1", "[contest] has no purpose"),
    ("2010-07-26", '"26 July"', "1:1", "expected a date such as"),
    ('"plurality"', '"pluralty"', "6:1", "no rule 'pluralty'; did you mean 'plurality'?"),
    ('rule = "plurality"', 'rool = "plurality"', "6:1", "has no key 'rool'"),
    ('rule = "plurality"', 'unknown = "nothing found"', "1:1", "not both"),
    ('publisher = "Oakdale Gazette"\n', "", "8:1", "[[sources]] has no publisher"),
    ('id = "birch"', 'id = "ash"', "18:1", "candidate 'ash' stands twice"),
    ('id = "birch"', 'id = "bi>rch"', "18:1", "cannot be an id"),
    ('name = "Silver Birch"', 'name = "Rowan Ash"', "19:1", "stands twice"),
    ('candidate = "birch"', 'candidate = "ash"', "31:1", "stands twice"),
    ('candidate = "birch"', 'candidate = "brich"', "31:1", "did you mean 'birch'?"),
    ('"50.3"', "50.3", "27:1", "put the figure in quotes"),
    ('"50.3"', '"150.3"', "27:1", "from 0 to 100 per cent"),
    ('"50.3"', '"half"', "27:1", "expected a share such as"),
    ('share = "50.3"\n', "", "25:1", "neither share nor votes"),
    ('"1,234"', '"12.5"', "32:1", "expected a whole number of papers"),
    ('"1,234"', '"1,23"', "32:1", "expected a number such as"),
    (
        'share = "50.3"\nsources = ["Gazette"]',
        'share = "50.3"\nsources = ["Gazzette"]',
        "28:12",
        "no source 'Gazzette' is listed; did you mean 'Gazette'?",
    ),
    (
        'share = "50.3"\nsources = ["Gazette"]',
        'share = "50.3"\nsources = []',
        "28:1",
        "sources is empty",
    ),
    (
        'share = "50.3"\nsources = ["Gazette"]',
        'share = "50.3"\nsources = ["Gazette", "Gazette"]',
        "28:23",
        "stands twice",
    ),
    ('share = "50.3"\nsources = ["Gazette"]', 'share = "50.3"', "25:1", "has no sources"),
    ('"turnout"', '"turnoot"', "36:1", "did you mean 'turnout'?"),
    ('"about 33%"', '"about a third"', "37:1", "expected a share such as"),
    ('"about 33%"', "33", "37:1", "expected a text in quotes"),
    ('about = "turnout"\n', "", "35:1", "[[claims]] has no about"),
    ('title = "All votes"', 'title = "All\\u0007votes"', "23:1", "control character"),
    ('title = "All votes"', 'partial = "yes"', "21:1", "[[reports]] has no title"),
    ("[[claims]]", "[[claim]]", "35:1", "has no key 'claim'; did you mean 'claims'?"),
    ("[[reports]]", "[[report]]", "1:1", "expected tables, each under the line [[reports]]"),
)


@pytest.mark.parametrize(("old", "new", "place", "message"), BROKEN)
def test_a_broken_file_says_where_and_what_would_be_right(
    old: str, new: str, place: str, message: str, tmp_path: Path
) -> None:
    assert old in GOOD
    with pytest.raises(FormatError) as caught:
        read(GOOD.replace(old, new, 1), tmp_path)
    said = [str(finding) for finding in caught.value.findings]
    assert f"oakdale/reported.toml:{place}: " in said[0], said
    assert message in said[0], said


def test_every_defect_comes_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = (
        GOOD.replace('"advisory"', '"advise"')
        .replace('"50.3"', "50.3")
        .replace('"1,234"', '"many"')
        .replace('"turnout"', '"turnip"')
    )
    with pytest.raises(FormatError) as caught:
        read(text, tmp_path)
    assert [f.place.line for f in caught.value.findings] == [4, 27, 32, 36]


def test_bytes_that_are_no_text_and_missing_files_are_defects_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=r"reported\.toml: cannot be read"):
        read_reported(tmp_path / "nowhere", name="nowhere")
    with pytest.raises(FormatError, match=r"reported\.toml:1:1: expected UTF-8"):
        read(b"\xff" + GOOD.encode(), tmp_path)
    with pytest.raises(FormatError, match="is it the right file"):
        read("# padding\n" * 500_000, tmp_path)


def survives(data: bytes) -> None:
    """Reading gives a value or defects, and nothing else."""
    defects = Defects("fuzzed.toml")
    try:
        reported = parse_reported(text_of(data, defects), defects)
    except FormatError:
        reported = None
    assert (reported is None) == bool(defects.errors)


@given(st.integers(0, len(GOOD)), st.integers(0, 12), st.text(max_size=12))
def test_a_file_cut_and_patched_anywhere_is_read_or_refused(
    start: int, length: int, patch: str
) -> None:
    survives((GOOD[:start] + patch + GOOD[start + length :]).encode("utf-8", "replace"))


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    survives(data)


VALUES = st.sampled_from(
    ["1", "-1", "1.5", "nan", "inf", "true", '""', '"x"', "[]", "[1]", "{}", "{a=1}", "[[]]",
     "1979-05-27", "07:32:00", '["Gazette", 3]', '"50+"', '"about 0"', '"at least 100"', '"0"',
     "9" * 400, '"under 1"']
)  # fmt: skip
KEYS = [line for line in GOOD.splitlines() if " = " in line]


@given(st.sampled_from(KEYS), VALUES)
def test_any_value_at_any_key_is_read_or_refused(line: str, value: str) -> None:
    survives(GOOD.replace(line, f"{line.partition(' = ')[0]} = {value}", 1).encode())


@given(st.sampled_from(["totnes-2009", "edinburgh-east-2010"]), st.data())
def test_an_example_with_lines_lost_is_read_or_refused(name: str, data: st.DataObject) -> None:
    lines = (example_path(name) / REPORTED_FILE).read_text(encoding="utf-8").splitlines()
    lost = data.draw(st.sets(st.integers(0, len(lines) - 1), max_size=4))
    survives("\n".join(line for n, line in enumerate(lines) if n not in lost).encode())
