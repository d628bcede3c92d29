"""Dates, thresholds and records: what they say, and what cannot stand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.errors import RuleError
from hustings.track.bars import Bar, Threshold, exact_share
from hustings.track.ledger import merge
from hustings.track.records import Record
from hustings.track.when import When, day_of
from tests.track.making import (
    aggregate,
    endorsement,
    ledger,
    nomination,
    pledge,
    retraction,
    vote,
)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2010-06-09", "2010-06-09", "2010-06-09"),
        ("2010-06", "2010-06-01", "2010-06-30"),
        ("2012-02", "2012-02-01", "2012-02-29"),
        ("2010", "2010-01-01", "2010-12-31"),
        ("2010-07/2010-08", "2010-07-01", "2010-08-31"),
        ("2010-07-30/2010-08-02", "2010-07-30", "2010-08-02"),
        ("by 2010-06-09", None, "2010-06-09"),
        ("by 2010-06", None, "2010-06-30"),
    ],
)
def test_a_date_is_as_exact_as_it_is_written(text: str, first: str | None, last: str) -> None:
    when = When.read(text)
    assert when.first == (None if first is None else date.fromisoformat(first))
    assert when.last == date.fromisoformat(last)
    assert when.is_day == (first == last)
    assert str(when) == text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("9/6/2010", "expected a date such as"),
        ("2010-6-9", "expected a date such as"),
        ("2010-13", "there is no such date"),
        ("2010-02-30", "there is no such date"),
        ("0000", "there is no such date"),
        ("2010-08/2010-07", "ends before it begins"),
        ("2010-08/", "expected a date such as"),
        ("by", "expected a date such as"),
        ("by by 2010", "expected a date such as"),
        ("２０１０", "expected a date such as"),
        ("", "expected a date such as"),
    ],
)
def test_a_date_that_cannot_be_is_refused(text: str, message: str) -> None:
    with pytest.raises(RuleError, match=message):
        When.read(text)


@pytest.mark.parametrize("text", ["2010-06", "by 2010-06-09", "2010-06-31", "9 June"])
def test_a_day_is_one_day(text: str) -> None:
    with pytest.raises(RuleError, match="such"):
        day_of(text)


@given(st.dates(min_value=date(1000, 1, 1), max_value=date(9998, 1, 1)), st.integers(0, 400))
def test_the_days_of_a_span_are_those_between_its_ends(day: date, more: int) -> None:
    end = day + timedelta(days=more)
    when = When.read(f"{day.isoformat()}/{end.isoformat()}")
    assert (when.first, when.last) == (day, end)


@pytest.mark.parametrize(
    ("share", "of", "needed"),
    [("12.5%", 257, 33), ("12.5%", 256, 32), ("12.5 %", 258, 33), ("100%", 7, 7), ("0.1%", 1, 1)],
)
def test_a_share_of_a_body_is_rounded_up(share: str, of: int, needed: int) -> None:
    assert Threshold.share_of(share, of).needed == needed


@given(st.integers(1, 999), st.integers(1, 5000))
def test_one_nomination_fewer_than_are_needed_is_below_the_share(tenths: int, of: int) -> None:
    text = f"{tenths // 10}.{tenths % 10}%"
    threshold = Threshold.share_of(text, of)
    assert threshold.needed >= exact_share(text) * of > threshold.needed - 1


@pytest.mark.parametrize("text", ["0%", "101%", "12.5", "1/8", "", "-1%"])
def test_a_share_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(RuleError, match="expected a share above 0%"):
        Threshold.share_of(text, 257)


@pytest.mark.parametrize(
    ("text", "least"),
    [
        ("turnout 20%", Fraction(20)),
        ("share 50.5%", Fraction(101, 2)),
        ("lead 5%", Fraction(5)),
        ("votes 500", Fraction(500)),
    ],
)
def test_a_pledge_has_a_threshold_of_four_kinds(text: str, least: Fraction) -> None:
    assert Bar.read(text).least == least


@pytest.mark.parametrize("text", ["20%", "turnout 20", "votes 5%", "turnout 101%", "turnout  5%"])
def test_a_threshold_of_a_pledge_that_says_nothing_is_refused(text: str) -> None:
    with pytest.raises(RuleError, match="expected"):
        Bar.read(text)


BAD: list[tuple[Callable[[], Record], str]] = [
    (lambda: nomination("n", " ", "ash"), "space around it"),
    (lambda: nomination("n", "", "ash"), "does not say whose act"),
    (lambda: nomination("n", "Jo", "ash", sources=()), "has no source"),
    (lambda: nomination("n", "Jo", "ash", sources=("G", "G")), "names a source twice"),
    (lambda: nomination("a>b", "Jo", "ash"), "an? .*id cannot hold"),
    (lambda: nomination("n", "Jo", "ash", known="2010-05-01"), "before it can have happened"),
    (lambda: nomination("n", "Jo", "ash", note="a\nb"), "a line break"),
    (lambda: aggregate("a", "ash", -1), "below nought"),
    (lambda: vote("v", "Jo"), "ranks nobody"),
    (lambda: vote("v", "Jo", "ash", "ash"), "ranks a candidate twice"),
    (lambda: vote("v", "Jo", "ash", changes="v"), "points to itself"),
    (lambda: vote("v", "Jo", "ash", changes="a", corrects="b"), "both changes and corrects"),
    (lambda: retraction("r", ""), "retracts nothing"),
]


@pytest.mark.parametrize(("make", "message"), BAD)
def test_a_record_that_exists_is_valid(make: Callable[[], Record], message: str) -> None:
    with pytest.raises(RuleError, match=message):
        make()


MISFITS: list[tuple[list[Record], str]] = [
    ([nomination("n", "Jo", "ash", sources=("X",))], "no source 'X' is listed"),
    ([nomination("n", "Jo", "ash", body="lords")], "no body 'lords' is listed"),
    ([aggregate("n", "ash", 3, body="lords")], "no body 'lords' is listed"),
    ([pledge("p", "Jo", "moor")], "no primary 'moor' is listed"),
    ([vote("v", "Jo", "ash", because="moor")], "no primary 'moor' is listed"),
    ([vote("v", "Jo", "ash", changes="n")], "there is no record 'n'"),
    ([nomination("n", "Al", "elm"), vote("v", "Jo", "ash", changes="n")], "record 'n' is Al's"),
    (
        [vote("v", "Jo", "ash", when="2010-08-01"), vote("w", "Jo", "elm", changes="v")],
        "is later, so this cannot change it",
    ),
    (
        [vote("v", "Jo", "ash", known="2010-08-01"), vote("w", "Jo", "elm", corrects="v")],
        "so this cannot correct it",
    ),
    (
        [vote("v", "Jo", "ash", changes="w"), vote("w", "Jo", "elm", changes="v")],
        "lead in a circle over changes",
    ),
    (
        [retraction("v", "w"), retraction("w", "v")],
        "lead in a circle over corrects",
    ),
    ([nomination("n", "Jo", "ash"), nomination("n", "Jo", "elm")], "says something else"),
]


@pytest.mark.parametrize(("records", "message"), MISFITS)
def test_records_that_do_not_hang_together_are_refused(records: list[Record], message: str) -> None:
    with pytest.raises(RuleError, match=message):
        ledger(*records)


def test_merging_what_is_there_already_changes_nothing() -> None:
    before = ledger(nomination("n", "Jo", "ash"), endorsement("e", "The Gazette", "elm"))
    assert merge(before, before.records) == before
    more = merge(before, [vote("v", "Jo", "birch", changes="n")])
    assert [record.id for record in more.records] == ["e", "n", "v"]
