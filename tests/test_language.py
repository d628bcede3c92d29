"""The language that sentences are made in, and the words that every sentence is made of."""

from __future__ import annotations

from threading import Thread

import pytest

from hustings.language import ENGLISH, Language, say, say_number, speaking, spoken
from hustings.phrases import day, listed, number_words, ordinal, papers_words, votes_words
from hustings.report.languages import language_of

WELSH = language_of("cy")


def test_a_sentence_is_english_unless_another_language_is_asked_for() -> None:
    assert (spoken(), say("{day} {month}", day=1, month="May")) == (ENGLISH, "1 May")


def test_a_language_is_spoken_within_its_block_and_in_one_thread_alone() -> None:
    heard: list[Language] = []
    with speaking(WELSH):
        beside = Thread(target=lambda: heard.append(spoken()))
        beside.start()
        beside.join()
        with speaking(ENGLISH):
            heard.append(spoken())
        heard.append(spoken())
    assert heard == [ENGLISH, ENGLISH, WELSH]
    assert spoken() is ENGLISH


def test_a_block_that_fails_leaves_the_language_as_it_was() -> None:
    with pytest.raises(ValueError, match="stop"), speaking(WELSH):
        raise ValueError("stop")
    assert spoken() is ENGLISH


def test_what_fills_a_gap_is_never_read_as_a_gap() -> None:
    assert say("{name} was ahead", name="{name} {0} Ltd") == "{name} {0} Ltd was ahead"


@pytest.mark.parametrize("code", ["en", "en-GB"])
def test_english_is_what_is_written(code: str) -> None:
    assert language_of(code) is ENGLISH


@pytest.mark.parametrize("code", ["", "fr", "cy-GB", "..", "en-US"])
def test_a_language_that_there_is_not_is_refused(code: str) -> None:
    with pytest.raises(LookupError, match=r"there is no language .*; there are: en, cy"):
        language_of(code)


def test_a_text_without_a_translation_stays_english() -> None:
    with speaking(WELSH):
        assert say("Nobody says this of {name}.", name="Ann") == "Nobody says this of Ann."
        assert say_number("{n} hen", "{n} hens", 2, n=2) == "2 hens"


@pytest.mark.parametrize(
    ("english", "welsh", "names", "last"),
    [
        ("", "", [], "and"),
        ("Ann", "Ann", ["Ann"], "and"),
        ("Ann and Ben", "Ann a Ben", ["Ann", "Ben"], "and"),
        ("Ben and Ann", "Ben ac Ann", ["Ben", "Ann"], "and"),
        ("A, B and “Élan”", "A, B ac “Élan”", ["A", "B", "“Élan”"], "and"),
        ("Ben or Ann", "Ben neu Ann", ["Ben", "Ann"], "or"),
        ("2 and 8", "2 ac 8", ["2", "8"], "and"),
        ("2 and 11", "2 ac 11", ["2", "11"], "and"),
        ("2 and 1", "2 ac 1", ["2", "1"], "and"),
        ("2 and 10", "2 a 10", ["2", "10"], "and"),
        ("2 and 100", "2 a 100", ["2", "100"], "and"),
        ("2 and 800", "2 ac 800", ["2", "800"], "and"),
        ("2 and 1,234", "2 a 1,234", ["2", "1,234"], "and"),
        ("2 and 8,123", "2 ac 8,123", ["2", "8,123"], "and"),
        ("2 and 11,234", "2 ac 11,234", ["2", "11,234"], "and"),
    ],
)
def test_names_are_listed_as_each_language_lists_them(
    english: str, welsh: str, names: list[str], last: str
) -> None:
    assert listed(names, last) == english
    with speaking(WELSH):
        assert listed(names, last) == welsh


@pytest.mark.parametrize(
    ("number", "english", "welsh"),
    [
        (1, ("first", "one", "1 vote", "1 paper"), ("1", "1", "1 bleidlais", "1 papur")),
        (2, ("second", "two", "2 votes", "2 papers"), ("2", "2", "2 bleidlais", "2 bapur")),
        (3, ("third", "three", "3 votes", "3 papers"), ("3", "3", "3 pleidlais", "3 phapur")),
        (6, ("sixth", "six", "6 votes", "6 papers"), ("6", "6", "6 phleidlais", "6 phapur")),
        (
            12, ("12th", "12", "12 votes", "12 papers"),
            ("12", "12", "12 o bleidleisiau", "12 o bapurau"),
        ),
        (
            1021, ("1021st", "1,021", "1,021 votes", "1,021 papers"),
            ("1021", "1,021", "1,021 o bleidleisiau", "1,021 o bapurau"),
        ),
    ],
)  # fmt: skip
def test_numbers_are_said_as_each_language_says_them(
    number: int, english: tuple[str, ...], welsh: tuple[str, ...]
) -> None:
    ways = (ordinal, number_words, votes_words, papers_words)
    assert tuple(said(number) for said in ways) == english
    with speaking(WELSH):
        assert tuple(said(number) for said in ways) == welsh


@pytest.mark.parametrize(
    ("number", "words"),
    [(10, "tenth"), (11, "11th"), (13, "13th"), (20, "20th"), (22, "22nd"), (23, "23rd"),
     (24, "24th"), (111, "111th")],
)  # fmt: skip
def test_ordinals_are_in_words_up_to_ten(number: int, words: str) -> None:
    assert ordinal(number) == words


@pytest.mark.parametrize(
    ("iso", "english", "welsh"),
    [
        ("2010", "2010", "2010"),
        ("2010-07", "July 2010", "Gorffennaf 2010"),
        ("2010-09-05", "5 September 2010", "5 Medi 2010"),
    ],
)
def test_a_day_has_the_months_of_its_language(iso: str, english: str, welsh: str) -> None:
    assert day(iso) == english
    with speaking(WELSH):
        assert day(iso) == welsh
