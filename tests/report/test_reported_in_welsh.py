"""Reported results in Welsh: page, pictures and text whole, what sources wrote left as it is."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from playwright.sync_api import Browser

from hustings.language import ENGLISH, speaking
from hustings.report.languages import language_of
from hustings.report.reported_page import reported_page
from hustings.report.reported_text import reported_text
from hustings.reported import Reported
from hustings.reported.document import as_json
from hustings.reported.wording import conflicts, headline, story
from tests.listening import Listening, english_left
from tests.report.test_reported_page import EXAMPLES, example
from tests.test_reported import anything_reported, made

WELSH = language_of("cy")
STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)


def in_welsh(reported: Reported) -> str:
    """Page and text; nothing in them may lack its Welsh."""
    listening = Listening()
    with speaking(listening):
        page, told = reported_page(reported), reported_text(reported)
    assert listening.missing == []
    assert '<html lang="cy">' in page
    assert max(len(line) for line in told.splitlines()) <= 78
    return STYLE.sub("", page) + told


@pytest.mark.parametrize("name", EXAMPLES)
def test_everything_that_is_said_of_a_reported_primary_is_welsh(name: str) -> None:
    assert english_left(in_welsh(example(name))) == []


@given(anything_reported())
@settings(max_examples=60, deadline=None)
def test_whatever_was_reported_is_told_in_welsh(reported: Reported) -> None:
    assert english_left(in_welsh(reported)) == []


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_document_is_the_same_in_whatever_language_it_is_made(name: str) -> None:
    english = as_json(example(name))
    with speaking(WELSH):
        assert as_json(example(name)) == english
    with speaking(ENGLISH):
        assert as_json(example(name)) == english


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("gosport-2009", "Dewiswyd Caroline Dinenage, fel yr adroddwyd"),
        ("bassetlaw-2010", "David Miliband oedd dewis y rhai a bleidleisiodd, fel yr adroddwyd"),
        ("dudley-north-2010", "Ni chafwyd hyd i ganlyniad"),
    ],
)
def test_the_headline_is_as_one_would_say_it(name: str, said: str) -> None:
    with speaking(WELSH):
        assert headline(example(name)) == said


def test_the_words_of_a_printed_figure_are_said_and_the_figure_is_not_touched() -> None:
    reported = made({"ash": "about 33%", "birch": "under 10", "cedar": "50.5+"}, rule="av")
    with speaking(WELSH):
        told = reported_text(reported)
    for figure in ("tua 33%", "o dan 10", "50.5+"):
        assert figure in told
    assert "about" not in told


def test_differing_figures_stand_side_by_side_under_their_heading() -> None:
    with speaking(WELSH):
        said = " ".join([*conflicts(example("totnes-2009")), *story(example("totnes-2009"))])
    assert "Papurau a ddyroddwyd: adroddir 2 ffigur, 69,000 [" in said
    assert "Y dull cyfrif oedd y cyntaf i’r felin [" in said


def test_what_sources_wrote_is_marked_as_english_on_a_welsh_page_alone() -> None:
    reported = example("bassetlaw-2010")
    with speaking(WELSH):
        page = reported_page(reported)
    assert f'<p class="question" lang="en-GB">{reported.question}</p>' in page
    assert '<span lang="en-GB">First preferences</span></h2>' in page
    assert page.count(' lang="en-GB"') > len(reported.sources)
    assert reported_page(reported).count("lang=") == 1


def test_longer_words_fit_a_narrow_window(browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 800})
    with speaking(WELSH):
        pages = [reported_page(example(name)) for name in ("bassetlaw-2010", "totnes-2009")]
    for one in pages:
        page.set_content(one)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.close()
