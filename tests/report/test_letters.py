"""Letters as they come out of the printer: rendered, read back, and measured."""

from __future__ import annotations

import re
import subprocess
import sys
from contextlib import nullcontext
from dataclasses import replace
from io import BytesIO

import numpy as np
import pytest

from hustings.contest import Purpose
from hustings.errors import RuleError
from hustings.language import speaking
from hustings.report.languages import language_of
from hustings.report.letters import (
    DL,
    ENGLISH,
    Letter,
    LetterDesign,
    Window,
    letter_words,
    postcode_key,
    write_letter_parts,
    write_letters,
)
from tests.report.letter_cases import (
    ADDRESS,
    DESIGN,
    NAMES,
    WHEN,
    Written,
    letters,
    written,
)

with speaking(language_of("cy")):
    WELSH = letter_words()
THIRTY = letters(30)
LONG = "Who should speak for everybody in Northwick and in all of its villages? " * 3
DESIGNS = {
    "plain": DESIGN,
    "test": replace(DESIGN, test=True),
    "large": replace(DESIGN, large_print=True),
    "large test": replace(DESIGN, large_print=True, test=True),
    "without a question": replace(DESIGN, question=""),
    "long question": replace(DESIGN, question=LONG, introduction=LONG),
    "long notice": replace(DESIGN, privacy=f"{LONG * 6}\n{LONG * 6}"),
    "long sender": replace(DESIGN, organisation=LONG, officer=LONG, contact=f"{LONG}\n{LONG}"),
}


@pytest.fixture(scope="module", params=DESIGNS, ids=lambda name: name.replace(" ", "-"))
def run(request: pytest.FixtureRequest) -> Written:
    return written(THIRTY, DESIGNS[request.param])


def pages_each(run: Written) -> int:
    """How many pages the first letter has; all of a run have as many, names apart."""
    return next(
        (n for n in range(1, run.count) if run.squares(n) == [THIRTY[1].link]),
        run.count,
    )


def test_every_square_reads_back_as_the_link_in_the_order_given(run: Written) -> None:
    read = [text for n in range(run.count) for text in run.squares(n)]
    assert read == [letter.link for letter in THIRTY]


def test_every_letter_has_its_code_in_groups_of_three_and_the_address_to_type(
    run: Written,
) -> None:
    found = " ".join(run.text(n) for n in range(run.count))
    for letter in THIRTY:
        bare = letter.code.replace("-", "")
        assert " ".join(re.findall("...", bare)) in found
    assert found.count("vote.northwick.example/v") >= len(THIRTY) * 2


def test_the_window_holds_the_address_and_nothing_comes_near_it(run: Written) -> None:
    first = [n for n in range(run.count) if ENGLISH.officer in run.text(n)]
    assert len(first) == len(THIRTY)
    for n, letter in zip(first, THIRTY, strict=True):
        shown = run.within(n, *_window(0))
        assert _letters_of(shown) == _letters_of(" ".join((letter.name, *letter.address)))
        assert run.within(n, *_window(DL.play)) == shown
        assert _ring_is_white(run.image(n, dots=100))


def _window(around: float) -> tuple[float, float, float, float]:
    right, low = DL.left + DL.width, DL.top + DL.height
    return DL.left - around, DL.top - around, right + around, low + around


def _letters_of(text: str) -> str:
    """The text without spaces and commas: lines may be joined or broken in the window."""
    return re.sub(r"[\s,\ufffe-]+", "", text)


def _ring_is_white(image: object) -> bool:
    """Whether nothing, the watermark included, is printed as near to the window as it may slide."""
    dots = np.asarray(image)
    left, top, right, low = (round(v / 25.4 * 100) for v in _window(DL.play - 0.3))
    ring = dots[top:low, left:right].copy()
    left, top, right, low = (round(v / 25.4 * 100) for v in _window(0))
    edge = round((DL.play - 0.3) / 25.4 * 100)
    ring[edge:-edge, edge:-edge] = 255
    return bool((ring == 255).all())


def test_nothing_is_printed_at_the_edge_of_a_page(run: Written) -> None:
    for n in range(run.count):
        dots = np.asarray(run.image(n, dots=72))
        edges = (dots[:11], dots[-11:], dots[:, :11], dots[:, -11:])
        assert all((edge == 255).all() for edge in edges), f"page {n + 1}"


def test_no_page_says_less_than_the_design_asks(run: Written) -> None:
    text = _letters_of(" ".join(run.text(n) for n in range(pages_each(run))))
    for said in (
        ENGLISH.receipt,
        ENGLISH.receipt_lines,
        ENGLISH.help,
        ENGLISH.privacy,
        *(s for s in ENGLISH.steps if "{" not in s),
    ):
        assert _letters_of(said) in text, said


@pytest.mark.parametrize("name", ["large", "large test"])
def test_large_print_has_no_type_below_sixteen_point(name: str) -> None:
    run = written(letters(4, names=NAMES[:4]), DESIGNS[name])
    sizes = set[float]().union(*(run.type_sizes(n) for n in range(run.count)))
    assert min(sizes) >= 16, sizes


def test_no_letter_has_type_below_eight_point() -> None:
    run = written(THIRTY[:4])
    sizes = set[float]().union(*(run.type_sizes(n) for n in range(run.count)))
    assert min(sizes) >= 8, sizes


@pytest.mark.parametrize("name", ["test", "large test"])
def test_a_test_says_so_on_every_page_and_before_its_head(name: str) -> None:
    design = replace(DESIGNS[name], privacy=LONG * 12)
    run = written(letters(3), design)
    assert all("TEST" in run.text(n) for n in range(run.count))
    assert run.text(0).count("TEST") == 2
    assert run.metadata["Title"].startswith("TEST")
    assert "TEST" not in written(letters(1), replace(design, test=False)).text(0)


def test_a_letter_of_several_pages_fills_whole_sheets() -> None:
    run = written(letters(3), replace(DESIGN, privacy=LONG * 40))
    assert run.summary.pages == run.count
    assert run.summary.pages // 3 in {2, 4}
    assert b"DuplexFlipLongEdge" in run.data
    assert b"/Duplex /Simplex" in written(letters(3)).data


@pytest.mark.parametrize("purpose", Purpose)
def test_only_an_election_elects(purpose: Purpose) -> None:
    text = written(letters(1), replace(DESIGN, purpose=purpose)).text(0)
    assert ("to elect" in text) == (purpose is Purpose.ELECTION)
    assert ("advice" in text) == (purpose is Purpose.ADVISORY)


def test_equal_letters_are_equal_bytes_and_the_data_names_nobody() -> None:
    run, again = written(THIRTY), written(THIRTY)
    assert run.data == again.data
    told = " ".join(run.metadata.values())
    assert DESIGN.title in told
    assert "D:20260420" in told
    for letter in THIRTY:
        for secret in (f"({letter.name}", letter.code, letter.code.replace("-", ""), letter.link):
            assert secret not in told
            assert secret.encode() not in run.data


def test_a_letter_does_not_show_its_code_or_link() -> None:
    letter = THIRTY[0]
    assert letter.code not in repr(letter)
    assert letter.link.partition("#")[2] not in repr(letter)
    with pytest.raises(RuleError) as told:
        written([replace(letter, link=f"https://vote.example/{'a' * 400}#SECRETCODE")])
    assert "too long for a square" in str(told.value)
    assert "SECRETCODE" not in f"{told.value!r}{told.value.__cause__!r}{told.value.__context__!r}"
    for code, link in ((" - ", letter.link), (letter.code, "#SECRETCODE")):
        with pytest.raises(ValueError, match="a letter without a") as refused:
            replace(letter, code=code, link=link)
        assert "SECRETCODE" not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "shown", "missing"),
    [
        ("Ann\tExample\n", "Ann Example", ""),
        ("Ann\u202eExample\u200b", "AnnExample", ""),
        ("E\u0301va", "Éva", ""),
        ("Nguyễn Ánh", "Nguyen Ánh", "ễ"),
        ("Дмитрий", "???????", "Дмитрй"),
        ("Ann 🌹", "Ann ?", "🌹"),
        ("\ud800Ann", "?Ann", "\ud800"),
    ],
)
def test_what_no_font_has_is_printed_as_near_as_can_be_and_told(
    name: str, shown: str, missing: str
) -> None:
    run = written([replace(THIRTY[0], name=name)], spare_fonts=())
    assert run.within(0, *_window(0)).startswith(f"{shown} Flat 3")
    assert f"Dear {shown}," in run.text(0)
    found = [(lost.letter, lost.text, lost.missing) for lost in run.summary.unprintable]
    assert found == ([(1, name, missing)] if missing else [])


def test_a_spare_font_prints_what_the_letters_own_faces_lack() -> None:
    run = written([replace(THIRTY[0], name="Дмитрий Nguyễn")])
    if run.summary.unprintable:
        pytest.skip("DejaVu Sans is not on this system")
    assert run.within(0, *_window(0)).startswith("Дмитрий Nguyễn Flat 3")
    arabic = written([replace(THIRTY[0], name="علي")]).summary.unprintable
    assert [lost.letter for lost in arabic] == [1], "letters that join need more than a font"


def test_an_address_that_the_window_cannot_hold_is_told() -> None:
    endless = replace(THIRTY[1], address=tuple(f"Line {n}" * 9 for n in range(30)))
    run = written([THIRTY[0], endless])
    assert [(lost.letter, lost.missing) for lost in run.summary.unprintable] == [(2, "")]


def test_what_cannot_be_printed_of_the_design_is_told_once() -> None:
    run = written(THIRTY[:3], replace(DESIGN, title="Northwick 🌹"), spare_fonts=())
    assert [(lost.letter, lost.missing) for lost in run.summary.unprintable] == [(0, "🌹")]


def test_progress_is_told_and_reaches_the_total() -> None:
    told: list[tuple[int, int]] = []
    written(letters(120), progress=lambda done, total: told.append((done, total)))
    assert told == [(50, 120), (100, 120), (120, 120)]


def test_parts_hold_the_same_letters_in_the_same_order() -> None:
    files: dict[int, BytesIO] = {}

    def part(number: int) -> nullcontext[BytesIO]:
        return nullcontext(files.setdefault(number, BytesIO()))

    summary = write_letter_parts(part, THIRTY, DESIGN, total=30, created=WHEN, per_part=12)
    assert (summary.files, summary.letters, summary.pages) == (3, 30, 30)
    parts = [Written(file.getvalue(), summary) for file in files.values()]
    assert [one.count for one in parts] == [12, 12, 6]
    read = [text for one in parts for n in range(one.count) for text in one.squares(n)]
    assert read == [letter.link for letter in THIRTY]


def test_a_language_has_its_own_design_or_english_and_the_summary_says_which() -> None:
    welsh = replace(DESIGN, question="Pwy ddylai ein AS ei gefnogi?")
    given = [replace(THIRTY[n], language=tag) for n, tag in enumerate(("en", "cy", "cy-GB", "pl"))]
    target = BytesIO()
    summary = write_letters(
        target, given, {"en": DESIGN, "cy": welsh}, total=4, created=WHEN, spare_fonts=()
    )
    run = Written(target.getvalue(), summary)
    assert ["Pwy ddylai" in run.text(n) for n in range(4)] == [False, True, True, False]
    assert summary.untranslated == ("pl",)
    with pytest.raises(RuleError, match="no design for letters in 'pl'"):
        write_letters(BytesIO(), given[3:], {"cy": welsh}, total=1, created=WHEN)


@pytest.mark.parametrize(("notice", "each"), [("Hysbysiad.", 1), (LONG * 12, 2)])
def test_no_sheet_has_two_electors_on_it_though_one_language_takes_more_room(
    notice: str, each: int
) -> None:
    welsh = replace(DESIGN, words=WELSH, unreviewed=True, privacy=notice)
    given = [replace(THIRTY[n], language=tag) for n, tag in enumerate(("en", "cy", "en", "cy"))]
    target = BytesIO()
    designs = {"en": DESIGN, "cy": welsh}
    summary = write_letters(target, given, designs, total=4, created=WHEN)
    run = Written(target.getvalue(), summary)
    assert [run.squares(n * each) for n in range(4)] == [[letter.link] for letter in given]
    assert (summary.pages, summary.sheets) == (run.count, 4) == (4 * each, 4)
    assert (b"DuplexFlipLongEdge" in run.data) == (each > 1)
    assert [WELSH.how in run.text(n * each) for n in range(4)] == [False, True, False, True]
    assert b"/Lang (en-GB)" in run.data
    for n, letter in enumerate(given):
        shown = run.within(n * each, *_window(DL.play))
        assert _letters_of(shown) == _letters_of(" ".join((letter.name, *letter.address)))


def test_no_letters_are_refused_and_nothing_is_written() -> None:
    target = BytesIO()
    with pytest.raises(RuleError, match="no letters to write"):
        write_letters(target, [], DESIGN, total=0, created=WHEN)
    assert target.getvalue() == b""


@pytest.mark.parametrize("package", ["fpdf", "segno"])
def test_without_the_sites_packages_the_message_names_what_to_install(package: str) -> None:
    told = subprocess.run(
        [sys.executable, "-c", _WITHOUT.format(package=package)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert told.stdout.startswith(f"letters need the package {package}")
    assert "hustings[web]" in told.stdout


_WITHOUT = """
import sys
sys.modules[{package!r}] = None
from datetime import datetime, UTC
from io import BytesIO
from hustings.errors import RuleError
from hustings.report.letters import write_letters
from tests.report.letter_cases import DESIGN
try:
    write_letters(BytesIO(), [], DESIGN, total=0, created=datetime(2026, 4, 20, tzinfo=UTC))
except RuleError as error:
    print(error)
"""


@pytest.mark.parametrize(
    "place",
    [
        {"left": 15, "top": 30, "width": 90, "height": 35},
        {"left": 2, "top": 51.5, "width": 90, "height": 35},
        {"left": 15, "top": 60, "width": 90, "height": 45},
        {"left": 120, "top": 51.5, "width": 90, "height": 35},
        {"left": 15, "top": 51.5, "width": 50, "height": 35},
    ],
)
def test_a_window_that_leaves_no_room_is_refused(place: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="the window must"):
        Window(**place)


def test_a_window_at_the_right_leaves_the_officers_address_to_the_help() -> None:
    design = replace(DESIGN, window=Window(left=100, top=51.5, width=90, height=35))
    run = written(THIRTY[:1], design)
    assert run.within(0, 100, 51.5, 190, 86.5).startswith(f"{NAMES[0]} {ADDRESS[0]}")
    assert run.text(0).count("01632 960 123") == 1


POSTCODES = [
    "E1 6AN",
    "EC1A 1BB",
    "N1 9GU",
    "S2 1AA",
    "S10 1AA",
    "SW1A 0AA",
    "SW1A 1AA",
    "SW10 0AA",
]


SHUFFLED = [POSTCODES[n] for n in (5, 2, 7, 0, 3, 6, 1, 4)]


def test_postcodes_sort_as_the_post_does() -> None:
    assert sorted(SHUFFLED, key=postcode_key) == POSTCODES


@pytest.mark.parametrize(
    ("one", "same"),
    [("sw1a1aa", "SW1A 1AA"), (" SW1A  1AA ", "SW1A 1AA"), ("Northwick, NW9 4AA", "NW9 4AA")],
)
def test_a_postcode_is_known_however_it_is_written(one: str, same: str) -> None:
    assert postcode_key(one) == postcode_key(same)


def test_what_is_no_postcode_comes_last() -> None:
    assert max(["", "Northwick", "ZE3 9JZ", "XNW9 4AA"], key=postcode_key) == "XNW9 4AA"
    assert postcode_key("") > postcode_key("ZE3 9JZ")


def test_a_long_code_gets_smaller_rather_than_run_into_the_square() -> None:
    letter = replace(THIRTY[0], code="WMWMWM" * 4)
    run = written([letter])
    assert run.squares(0) == [letter.link]
    assert " ".join(["WMW", "MWM"] * 4) in run.within(0, 15, 99, 148, 198)


def design_of(**given: str) -> LetterDesign:
    """The design with some of its texts replaced."""
    return replace(DESIGN, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize("words", range(0, 120, 6))
def test_the_square_lies_on_no_fold_however_long_the_question(words: int) -> None:
    run = written(THIRTY[:1], design_of(question="word " * words, introduction="word " * words))
    page = next(n for n in range(run.count) if run.squares(n))
    top, low = run.square_heights(page)
    assert low - top > 33
    assert page or not any(top - 2 < fold < low + 2 for fold in (99, 198))


def test_letters_can_be_taken_from_a_generator() -> None:
    coming = (Letter("Ann", ("1 Road",), f"ABC{n}", f"https://v.example/#ABC{n}") for n in range(3))
    target = BytesIO()
    assert write_letters(target, coming, DESIGN, total=3, created=WHEN).letters == 3
