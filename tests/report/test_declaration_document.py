"""The declaration as a document: its words, its figures on paper, and where no PDF can be made."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from functools import cache
from io import BytesIO
from pathlib import Path

import numpy as np
import pypdfium2  # type: ignore[import-untyped]
import pytest
from PIL import Image

from hustings.contest import Purpose
from hustings.declaration import Declaration
from hustings.facade import run_count
from hustings.report.document import (
    Correction,
    NoPango,
    Signature,
    declaration_document_html,
    declaration_pdf,
)
from hustings.rounding import grouped
from tests.report.declarations import STATES, advisory, college, lot_needed, no_votes, plain
from tests.report.outline import Outline

SIGNED = Signature("Winifred Penhaligon", "Returning officer", "16 May 2026")
CORRECTION = Correction(
    2, "Valid papers", "99", "100", "Winifred Penhaligon", "17 May 2026", "One was mislaid."
)


def html(declaration: Declaration, *, signed: Signature | None = SIGNED, test: bool = False) -> str:
    return declaration_document_html(declaration, signed=signed, version=1, test=test)


@cache
def pdf(document: str) -> bytes:
    made = declaration_pdf(document)
    if isinstance(made, NoPango):
        pytest.skip(made.message)
    return made


def pages(data: bytes) -> list[str]:
    """The text of every page, with single spaces."""
    found = []
    with closing(pypdfium2.PdfDocument(data)) as document:
        for n in range(len(document)):
            with (
                closing(document[n]) as page,
                closing(page.get_textpage()) as text,
            ):
                found.append(" ".join(text.get_text_bounded().split()))
    return found


def leader() -> Declaration:
    return run_count("example:labour-leader-2010").declaration


@pytest.mark.parametrize("state", [*STATES.values(), leader], ids=[*STATES, "leader"])
def test_the_document_is_sound_markup_that_fetches_nothing(
    state: Callable[[], Declaration],
) -> None:
    source = html(state())
    outline = Outline(source)
    assert len(outline.ids) == len(set(outline.ids))
    assert outline.references <= set(outline.ids)
    assert outline.headings[0] == 1
    assert outline.headings.count(1) == 1
    assert not {"script", "link", "img", "iframe"} & set(outline.tags)
    style = source.partition("<style>")[2].partition("</style>")[0]
    assert set(re.findall(r"url\((.{5})", style)) == {"data:"}
    assert html(state()) == source


@pytest.mark.parametrize(
    ("purpose", "words"),
    [
        (Purpose.ADVISORY, "in “Tree of the year” Ash is the choice of those voting"),
        (Purpose.NOMINATION, "Ash is nominated in “Tree of the year”"),
        (Purpose.SELECTION, "Ash is selected in “Tree of the year”"),
        (Purpose.ELECTION, "Ash is elected in “Tree of the year”"),
    ],
)
def test_what_is_signed_is_in_the_words_of_the_purpose(purpose: Purpose, words: str) -> None:
    text = Outline(html(plain(purpose))).text
    assert f"I, Winifred Penhaligon, declare that {words}." in text
    assert bool(re.search(r"\belected\b", text)) == (purpose is Purpose.ELECTION)
    assert ("This result is advice." in text) == (purpose is Purpose.ADVISORY)


@pytest.mark.parametrize("state", [lot_needed, no_votes])
def test_nothing_is_declared_where_there_is_no_result(state: Callable[[], Declaration]) -> None:
    text = Outline(html(state())).text
    assert "Report of the count" in text
    assert "declare that" not in text


def test_without_a_signature_every_page_says_that_nothing_is_declared_yet() -> None:
    source = html(plain(), signed=None)
    assert "has not yet declared that Ash is elected" in Outline(source).text
    assert "Winifred" not in source
    assert all("Provisional result, not yet declared" in page for page in pages(pdf(source)))


def test_the_shipped_election_of_2010_is_all_on_paper() -> None:
    declaration = leader()
    found = pages(pdf(html(declaration)))
    text = " ".join(found)
    for stage in declaration.stages:
        for votes in stage.votes.values():
            assert {grouped(n) for n in (*votes, sum(votes))} <= set(text.split())
        for out in stage.non_transferable.values():
            assert {grouped(n) for n in (*out, sum(out))} <= set(text.split())
    for figure in ("50.65", "49.35", "50.6532", "2,747,030", "36,105", "98.5%"):
        assert figure in text
    for n, page in enumerate(found, 1):
        assert "Labour Party leadership election 2010" in page
        assert f"Page {n} of {len(found)}" in page
    assert "alternative vote" in text
    assert "No tie had to be settled." in text
    assert "Rests on invented rankings" in text


def test_an_advisory_primary_has_pledge_and_corrections() -> None:
    source = declaration_document_html(
        advisory(),
        signed=SIGNED,
        version=2,
        corrections=[CORRECTION],
        pledge="The MP follows a lead of five points; the lead is 6.1.",
    )
    text = " ".join(pages(pdf(source)))
    for said in (
        "Declaration of result, version 2",
        "The pledge. The MP follows a lead of five points; the lead is 6.1.",
        "One was mislaid. Winifred Penhaligon, 17 May 2026.",
        "Rejected and valid papers add up to the papers returned.",
    ):
        assert said in text
    assert "<s>99</s>" in source
    assert "elected" not in text


def test_figures_that_do_not_add_up_are_said_twice() -> None:
    text = Outline(html(college())).text
    assert text.count("the figures do not add up") + text.count("The figures do not add up") >= 2


@pytest.mark.parametrize(
    "state", [advisory, college, pytest.param(STATES["crowded"], marks=pytest.mark.full)]
)
def test_a_test_has_its_word_across_every_page(state: Callable[[], Declaration]) -> None:
    data = pdf(html(state(), test=True))
    assert all(page.count("TEST") >= 2 for page in pages(data))
    assert not any("TEST" in page for page in pages(pdf(html(state()))))
    assert min(_in_the_words_grey(data)) > 0.03
    assert max(_in_the_words_grey(pdf(html(state())))) < 0.02


def _in_the_words_grey(data: bytes) -> list[float]:
    """Of each page, the share of dots that are as grey as the word across it."""
    with closing(pypdfium2.PdfDocument(data)) as document:
        found = []
        for n in range(len(document)):
            with closing(document[n]) as page:
                dots = np.asarray(page.render(scale=1, grayscale=True).to_pil())
                found.append(float(((dots > 226) & (dots < 236)).mean()))
        return found


@pytest.mark.parametrize("state", [*STATES.values(), leader], ids=[*STATES, "leader"])
def test_nothing_is_cut_off_at_the_side_of_a_page(state: Callable[[], Declaration]) -> None:
    with closing(pypdfium2.PdfDocument(pdf(html(state())))) as document:
        for n in range(len(document)):
            with closing(document[n]) as page:
                assert [round(v) for v in page.get_size()] == [595, 842]
                dots = np.asarray(page.render(scale=1, grayscale=True).to_pil())
                assert (dots[:, :50] == 255).all()
                assert (dots[:, -50:] == 255).all(), f"page {n + 1}"


def test_equal_declarations_are_equal_pdf_bytes_without_a_date() -> None:
    data = pdf(html(advisory()))
    assert data == declaration_pdf(html(advisory()))
    assert b"CreationDate" not in data
    assert data != pdf(html(advisory(), test=True))


def test_the_pdf_fetches_nothing(tmp_path: Path) -> None:
    picture = tmp_path / "picture.svg"
    picture.write_text('<svg xmlns="http://www.w3.org/2000/svg"><text>SEEN</text></svg>')
    inside = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>"
    plain_bytes = pdf(f'<p>Ash<img src="{inside}">')
    assert b"%PDF" in plain_bytes
    data = pdf(f'<p>Ash<img src="{picture.as_uri()}"><link rel=stylesheet href="http://[::1]/a">')
    assert pages(data) == ["Ash"]


def test_after_a_pdf_half_a_picture_is_no_picture_as_before() -> None:
    whole = BytesIO()
    Image.effect_noise((40, 40), 90).save(whole, "PNG")
    assert isinstance(declaration_pdf("<p>Figures</p>"), bytes)
    with pytest.raises(OSError, match="truncated"):
        Image.open(BytesIO(whole.getvalue()[:-200])).load()


def test_without_pango_there_is_a_message_and_nothing_else(tmp_path: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("the loader of Linux is told where to look")
    (tmp_path / "libpango-1.0.so.0").touch()  # found first, and no library
    told = _pdf_elsewhere({"LD_LIBRARY_PATH": str(tmp_path)}, "")
    assert "NoPango(message='PDF needs the library Pango" in told
    assert "libpango-1.0-0" in told
    assert told.count("\n") == 1


def test_without_weasyprint_the_message_names_what_to_install() -> None:
    told = _pdf_elsewhere({}, "import sys; sys.modules['weasyprint'] = None; ")
    assert "hustings[web]" in told
    assert "prints just as well from a browser" in told


def _pdf_elsewhere(environment: dict[str, str], before: str) -> str:
    """What another process prints of its try to make a PDF."""
    code = (
        f"{before}from hustings.report.document import declaration_pdf; "
        "print(repr(declaration_pdf('<p>Ash')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **environment},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stderr == ""
    return done.stdout


def test_a_signature_has_a_name() -> None:
    with pytest.raises(ValueError, match="a signature needs a name"):
        Signature(" ", "Returning officer", "16 May 2026")
