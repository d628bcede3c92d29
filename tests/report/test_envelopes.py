"""Covering letters and return labels as they come out of the printer: rendered and read back."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import BinaryIO

import numpy as np
import pytest
import zxingcpp

from hustings.errors import RuleError
from hustings.language import speaking
from hustings.report.envelopes import (
    ENGLISH_POST,
    EnvelopeDesign,
    EnvelopeSummary,
    Posting,
    post_words,
    write_envelopes,
)
from hustings.report.envelopes.code128 import modules_of
from hustings.report.languages import language_of
from hustings.report.letters import DL, Summary
from hustings.seal.numbers import NumberKind, in_figures, in_groups
from tests.report.letter_cases import ADDRESS, NAMES, Written

WHEN = datetime(2026, 4, 20, tzinfo=UTC)
DESIGN = EnvelopeDesign(
    organisation="Northwick Constituency Party",
    title="Northwick primary 2026",
    question="Whom should Northwick’s MP support as party leader?",
    asking="The party asks for your advice.",
    officer="Winifred Penhaligon",
    contact="12 Station Parade, Northwick NW9 4ZZ\n01632 960 123",
    deadline="Friday 15 May 2026, 17:00 BST",
    return_address="The Returning Officer\nNorthwick primary\n12 Station Parade\nNW9 4ZZ",
    privacy="Your name and address are held to run this vote.",
)
with speaking(language_of("cy")):
    WELSH_POST = post_words()
DECLARED = replace(DESIGN, declaration="I support the aims of the party and of no other. " * 5)


def postings(count: int) -> list[Posting]:
    """So many electors of Northwick, each with a number of her own."""
    draw = random.Random(20260420)
    numbers = [draw.randrange(10**9, 10**10) for _ in range(count)]
    return [
        Posting(
            NAMES[n % len(NAMES)],
            ADDRESS[n % 5 :],
            in_figures(number, NumberKind.ENVELOPE),
            in_groups(number, NumberKind.ENVELOPE),
        )
        for n, number in enumerate(numbers)
    ]


def written(
    households: Sequence[Sequence[Posting]],
    design: EnvelopeDesign | Mapping[str, EnvelopeDesign] = DESIGN,
    per_part: int = 2_000,
) -> tuple[dict[str, Written], EnvelopeSummary]:
    """Write them and open the files."""
    files: dict[str, Written] = {}

    @contextmanager
    def open_file(name: str) -> Iterator[BinaryIO]:
        target = BytesIO()
        yield target
        files[name] = Written(target.getvalue(), Summary(0, 0, 0))

    total = sum(map(len, households))
    summary = write_envelopes(
        open_file, households, design, total=total, created=WHEN, per_part=per_part
    )
    return files, summary


LETTERS, LABELS = "1-covering-letters.pdf", "1-return-labels.pdf"


def barcodes(labels: Written) -> list[tuple[str, str]]:
    """Kind and text of every barcode of a file, sheet after sheet, row by row."""
    read = []
    for page in range(labels.count):
        found = zxingcpp.read_barcodes(labels.image(page, dots=200))
        found.sort(key=lambda one: (one.position.top_left.y // 200, one.position.top_left.x))
        read += [(str(one.format).replace(" ", ""), one.text) for one in found]
    return read


@pytest.mark.parametrize("figures", [f"{n:02}{99 - n:02}{n % 10}" for n in range(100)])
def test_every_symbol_of_the_barcode_reads_back(figures: str) -> None:
    breadths = [3 * module for module in modules_of(figures)]
    row = np.repeat(np.arange(len(breadths)) % 2 * 255, breadths).astype(np.uint8)
    dots = np.tile(np.pad(row, 40, constant_values=255), (60, 1))
    (found,) = zxingcpp.read_barcodes(dots)
    assert found.text == figures
    assert "128" in str(found.format)


@pytest.mark.parametrize("text", ["", "1", "12A4", "１２", "-12"])
def test_a_barcode_holds_figures_alone(text: str) -> None:
    with pytest.raises(ValueError, match="figures alone"):
        modules_of(text)


@pytest.mark.parametrize(("design", "sheets"), [(DESIGN, 2), (DECLARED, 3)])
def test_every_label_reads_back_as_its_elector_in_the_order_of_the_letters(
    design: EnvelopeDesign, sheets: int
) -> None:
    given = postings(11)
    files, summary = written([[one] for one in given], design)
    assert summary.label_sheets == files[LABELS].count == sheets
    assert barcodes(files[LABELS]) == [("Code128", one.figures) for one in given]
    for n, one in enumerate(given):
        assert one.number in files[LETTERS].text(n)
        per_sheet = 4 if design.declaration else 8
        assert one.number in files[LABELS].text(n // per_sheet)


def test_a_label_carries_the_return_address_and_nobodys_name() -> None:
    given = postings(8)
    files, _ = written([[one] for one in given], DECLARED)
    text = files[LABELS].text(0)
    for line in DESIGN.return_address.splitlines():
        assert text.count(line) == 4
    assert text.count(ENGLISH_POST.signature) == 4
    for personal in (*(one.name for one in given[:7]), *ADDRESS[:2]):
        assert personal not in text
    assert ENGLISH_POST.signature not in written([given])[0][LABELS].text(0)


def test_the_window_holds_the_address_and_nothing_comes_near_it() -> None:
    given = postings(9)[:8]
    files, _ = written([[one] for one in given])
    for n, one in enumerate(given):
        near = _around(DL.play)
        shown = files[LETTERS].within(n, *_around(0))
        assert _bare(shown) == _bare(" ".join((one.name, *one.address)))
        assert files[LETTERS].within(n, *near) == shown


def _around(by: float) -> tuple[float, float, float, float]:
    return DL.left - by, DL.top - by, DL.left + DL.width + by, DL.top + DL.height + by


def _bare(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


def test_a_covering_letter_says_what_is_enclosed_how_to_return_it_and_by_when() -> None:
    text = written([postings(1)], DECLARED)[0][LETTERS].text(0)
    for said in (
        *ENGLISH_POST.enclosed_lines,
        *ENGLISH_POST.steps,
        ENGLISH_POST.sign_step,
        ENGLISH_POST.post_step,
        DESIGN.deadline,
    ):
        assert said in text
    assert ENGLISH_POST.sign_step not in written([postings(1)])[0][LETTERS].text(0)


def test_a_household_has_one_outer_sheet_before_the_letters_of_each() -> None:
    given = postings(4)
    files, summary = written([given[:3], given[3:]])
    assert summary.outer == 1
    assert files[LETTERS].count == summary.letter_sheets == 5
    outer = files[LETTERS].text(0)
    assert "3 sealed envelopes" in outer
    assert all(outer.count(one.name) >= 1 for one in given[:2])
    assert not any(one.number in outer for one in given)
    assert [ENGLISH_POST.how in files[LETTERS].text(n) for n in range(5)] == [False] + [True] * 4
    assert len(barcodes(files[LABELS])) == 4


def test_each_elector_has_letter_and_declaration_in_her_language_in_one_run() -> None:
    welsh = replace(DECLARED, words=WELSH_POST, unreviewed=True, privacy="Hysbysiad. " * 500)
    given = [replace(one, language=tag) for one, tag in zip(
        postings(4), ("cy", "en", "pl", "cy-GB"), strict=True
    )]  # fmt: skip
    files, summary = written([given[:2], given[2:3], given[3:]], {"en": DECLARED, "cy": welsh})
    letters, labels = files[LETTERS], files[LABELS]
    assert (letters.count, summary.letter_sheets) == (10, 5)
    assert all(sentence.format(count=2) in letters.text(0) for sentence in
               (WELSH_POST.inside, ENGLISH_POST.inside, WELSH_POST.to_each))  # fmt: skip
    starts = [letters.text(n) for n in (2, 4, 6, 8)]
    assert [WELSH_POST.how in text for text in starts] == [True, False, False, True]
    assert [ENGLISH_POST.how in text for text in starts] == [False, True, True, False]
    assert WELSH_POST.unreviewed in starts[0]
    assert barcodes(labels) == [("Code128", one.figures) for one in given]
    for words in (WELSH_POST, ENGLISH_POST):
        assert labels.text(0).count(words.signature) == 2
    in_one = written([[given[0]]], {"en": DECLARED, "cy": welsh})[0][LETTERS]
    assert in_one.metadata["Title"].startswith("Llythyrau eglurhaol. ")
    assert letters.metadata["Title"].startswith("Covering letters. ")


@pytest.mark.parametrize("design", ["english", "welsh"])
def test_a_covering_letter_in_large_print_has_no_type_below_sixteen_point(design: str) -> None:
    large = replace(DECLARED, large_print=True, test=True, fictional=True)
    if design == "welsh":
        large = replace(large, words=WELSH_POST, unreviewed=True)
    given = postings(2)
    letters = written([given], large)[0][LETTERS]
    assert letters.count == 6
    assert min(set[float]().union(*(letters.type_sizes(n) for n in range(2, 6)))) >= 16
    for n, one in enumerate(given):
        text = letters.text(2 + 2 * n) + letters.text(3 + 2 * n)
        for said in (one.number, *large.words.steps, large.words.sign_step, large.deadline):
            assert said in text
        right = letters.image(2 + 2 * n, dots=72).crop((545, 0, 595, 842))
        assert right.getextrema()[0] > 200


def test_parts_come_in_pairs_and_no_household_is_torn() -> None:
    given = postings(7)
    files, summary = written([given[:2], given[2:5], given[5:6], given[6:]], per_part=3)
    assert summary.files == len(files) == 4
    assert [len(barcodes(files[f"{n}-return-labels.pdf"])) for n in (1, 2)] == [5, 2]


def test_equal_postings_are_equal_bytes_and_the_data_names_nobody() -> None:
    given = postings(3)
    one, other = written([given])[0], written([given])[0]
    assert {name: made.data for name, made in one.items()} == {
        name: made.data for name, made in other.items()
    }
    for made in one.values():
        told = " ".join(made.metadata.values())
        assert DESIGN.title in told
        for posting in given:
            assert posting.name not in told
            assert f"({posting.name}".encode() not in made.data


def test_a_test_says_so_on_every_sheet_and_label() -> None:
    files, _ = written([postings(2), postings(3)[2:]], replace(DECLARED, test=True))
    for made in files.values():
        assert made.metadata["Title"].startswith("TEST")
        assert all("TEST" in made.text(n) for n in range(made.count))


def test_what_cannot_be_printed_as_written_is_told_by_its_number() -> None:
    given = [*postings(2), replace(postings(3)[2], name="Дмитрий ﷽")]
    assert written([[one] for one in given])[1].unprintable == (3,)


@pytest.mark.parametrize(
    ("design", "message"),
    [
        (replace(DESIGN, declaration="I declare. " * 200), "declaration has .* too long"),
        (replace(DESIGN, return_address="line\n" * 30), "return address does not fit"),
        (replace(DESIGN, return_address=""), "return address does not fit"),
        (replace(DESIGN, privacy="Long. " * 3_000), "longer than one sheet"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_remedy(design: EnvelopeDesign, message: str) -> None:
    with pytest.raises(RuleError, match=message):
        written([postings(1)], design)


def test_nobody_to_post_to_is_refused() -> None:
    with pytest.raises(RuleError, match="nobody"):
        written([])
