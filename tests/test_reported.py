"""Reported figures: what a printed text can stand for, what follows, and what is left alone."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.contest import Candidate, Purpose
from hustings.errors import RuleError
from hustings.examples import example_path
from hustings.formats.reported_toml import read_reported
from hustings.reported import (
    Claim,
    Line,
    Papers,
    Report,
    Reported,
    Sense,
    Share,
    Source,
    Span,
    Topic,
)
from hustings.reported.check import Check, Kind, Verdict
from hustings.reported.checks import checks
from hustings.reported.document import as_document, as_json
from hustings.reported.fits import Fit, fit_between, smallest_fit, votes, ways
from hustings.reported.printed import ANY_SHARE
from hustings.reported.reversal import reversals
from hustings.reported.standing import chosen, leading
from hustings.reported.wording import conflicts, headline, not_counted, story
from hustings.rounding import rounded
from tests.places import ROOT

EXAMPLES = (
    "bassetlaw-2010",
    "dudley-north-2010",
    "edinburgh-east-2010",
    "gosport-2009",
    "totnes-2009",
)
SCHEMA = json.loads((ROOT / "docs/spec/reported.schema.json").read_text(encoding="utf-8"))


def example(name: str) -> Reported:
    return read_reported(example_path(name), name=name)


def made(
    shares: dict[str, str],
    *,
    votes: dict[str, str] | None = None,
    rule: str = "plurality",
    claims: tuple[Claim, ...] = (),
    more: tuple[str, ...] = (),
) -> Reported:
    """A reported result of one report and one source; ``more`` are candidates without a figure."""
    printed = votes or {}
    names = [*dict.fromkeys((*shares, *printed)), *more]
    lines = tuple(
        Line(
            name,
            Share.read(shares[name]) if name in shares else None,
            Papers.read(printed[name]) if name in printed else None,
            ("G",),
        )
        for name in names
        if name not in more
    )
    return Reported(
        "oakdale",
        "Oakdale primary",
        Purpose.ADVISORY,
        tuple(Candidate(name, name.title()) for name in names),
        (Source("G", "Oakdale votes", "Oakdale Gazette"), Source("H", "A primary", "Herald")),
        (Report("all", "All votes", lines),),
        claims,
        rule=rule,
    )


def of_kind(reported: Reported, kind: Kind) -> list[Check]:
    return [check for check in checks(reported) if check.kind is kind]


# --- figures as printed --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "sense", "low", "high"),
    [
        ("50.3", Sense.AS_PRINTED, "50.25", "50.35"),
        ("48.0", Sense.AS_PRINTED, "47.95", "48.05"),
        ("48", Sense.AS_PRINTED, "47.5", "48.5"),
        ("32%", Sense.AS_PRINTED, "31.5", "32.5"),
        ("0.0", Sense.AS_PRINTED, "0", "0.05"),
        ("about 33%", Sense.ABOUT, "29.7", "36.3"),
        ("about 3%", Sense.ABOUT, "2.5", "3.5"),
        ("about 0%", Sense.ABOUT, "0", "0.5"),
        ("10+", Sense.AT_LEAST, "10", None),
        ("at least 10", Sense.AT_LEAST, "10", None),
        ("under 10", Sense.UNDER, "0", "10"),
    ],
)
def test_a_printed_share_stands_for(text: str, sense: Sense, low: str, high: str | None) -> None:
    share = Share.read(text)
    assert (share.text, share.sense) == (text, sense)
    assert share.span == Span(Fraction(low), None if high is None else Fraction(high))


@pytest.mark.parametrize(
    ("text", "least", "most", "unit"),
    [
        ("15,000", 15000, 15000, 1000),
        ("15000", 15000, 15000, 1000),
        ("16,497", 16497, 16497, 1),
        ("about 5,000", 4500, 5500, 1000),
        ("about 300", 270, 330, 100),
        ("4000+", 4000, None, 1000),
        ("under 300", 0, 299, 100),
        ("0", 0, 0, 1),
    ],
)
def test_a_printed_number_stands_for(text: str, least: int, most: int | None, unit: int) -> None:
    papers = Papers.read(text)
    assert (papers.least, papers.most, papers.unit) == (least, most, unit)


@pytest.mark.parametrize(
    "text",
    ["", " 50", "50.", ".5", "-3", "101", "100.1", "1e2", "50,3", "about 10+", "under 0", "5 0",
     "50.1234567", "½", "５０", "1/3", "nan", "50 per cent", "about  5"],
)  # fmt: skip
def test_no_share_is_read_from(text: str) -> None:
    with pytest.raises(RuleError, match=r"expected|under nought|two things"):
        Share.read(text)


@pytest.mark.parametrize("text", ["", "12.5", "32%", "-1", "1,00", "about", "under 0", "9" * 20])
def test_no_number_of_papers_is_read_from(text: str) -> None:
    with pytest.raises(RuleError, match=r"expected|under nought"):
        Papers.read(text)


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.integers(0, 3))
def test_a_rounded_share_always_lies_in_the_span_of_its_print(
    part: int, whole: int, places: int
) -> None:
    exact = Fraction(100 * min(part, whole), whole)
    span = Share.read(rounded(exact, places)).span
    assert span.low <= exact
    assert span.high is not None
    assert exact < span.high


# --- whole votes behind shares, held against trying them all -------------------------------------


def every_way(spans: list[Span], papers: int) -> list[tuple[int, ...]]:
    """Every set of votes that adds up and gives the shares, by trying all."""
    return [
        tried
        for tried in product(range(papers + 1), repeat=len(spans))
        if sum(tried) == papers
        and all(
            s.low <= Fraction(100 * v, papers) and (s.high is None or 100 * v < s.high * papers)
            for v, s in zip(tried, spans, strict=True)
        )
    ]


SPANS = st.lists(
    st.one_of(
        st.integers(0, 100).map(lambda n: Share.read(str(n)).span),
        st.integers(0, 100).map(lambda n: Share.read(f"{n}+").span),
        st.integers(1, 100).map(lambda n: Share.read(f"under {n}").span),
        st.just(ANY_SHARE),
    ),
    min_size=1,
    max_size=3,
)


@given(SPANS, st.integers(1, 12))
def test_bounds_and_ways_are_those_found_by_trying_all(spans: list[Span], papers: int) -> None:
    tried = every_way(spans, papers)
    assert ways(spans, papers) == len(tried)
    found = votes(spans, papers)
    expected = tuple((min(v), max(v)) for v in zip(*tried, strict=True)) if tried else None
    assert found == expected


@given(SPANS)
def test_fewer_papers_than_the_fewest_never_fit(spans: list[Span]) -> None:
    fewest = smallest_fit(spans, up_to=12)
    fitting = [n for n in range(1, 13) if every_way(spans, n)]
    assert fewest == (min(fitting) if fitting else None)


@given(st.lists(st.integers(0, 3000), min_size=2, max_size=6), st.integers(0, 2))
def test_the_true_votes_are_never_excluded(counts: list[int], places: int) -> None:
    total = sum(counts) or 1
    counts = counts if sum(counts) else [1, *counts[1:]]
    spans = [Share.read(rounded(Fraction(100 * n, total), places)).span for n in counts]
    found = votes(spans, total)
    assert found is not None
    assert all(low <= n <= high for n, (low, high) in zip(counts, found, strict=True))
    assert ways(spans, total) >= 1
    assert fit_between(spans, total, total) is not None


# --- Bassetlaw: shares only, two numbers of papers, two turnouts ----------------------------------


def test_bassetlaw_adds_up_to_a_hundred_and_a_tenth_and_rounding_can_explain_it() -> None:
    (check,) = of_kind(example("bassetlaw-2010"), Kind.SUM)
    assert check.verdict is Verdict.FITS
    assert check.values["sum"] == Fraction("100.1")
    assert check.values["rounding"] == Fraction("0.25")
    assert "100.1" in check.sentence


def test_bassetlaw_was_decided_on_first_preferences_so_nothing_could_be_reversed() -> None:
    reported = example("bassetlaw-2010")
    (check,) = of_kind(reported, Kind.MAJORITY)
    assert check.values == {"candidate": "d_miliband", "low": Fraction("50.25")}
    assert reversals(reported) == ()
    assert chosen(reported, reported.whole[0]) == "d_miliband"


def test_bassetlaw_needs_495_papers_and_every_reported_total_is_possible() -> None:
    fewest, *totals = of_kind(example("bassetlaw-2010"), Kind.WHOLE_VOTES)
    assert fewest.values == {"fewest": 495}
    ranges = {c.values["total"]: (c.values["low"], c.values["high"]) for c in totals}
    assert ranges == {
        "about 5,000 votes": (4500, 5500),
        "32% of 15,000 papers issued": (4725, 4874),
        "about 33% of 15,000 papers issued": (4455, 5444),
        "32% of 16,000 papers issued": (5040, 5199),
        "about 33% of 16,000 papers issued": (4752, 5807),
    }
    assert all(check.verdict is Verdict.FITS for check in totals)
    found = totals[0].values["votes"]
    assert isinstance(found, dict)
    assert found["d_miliband"] == (2262, 2769)


def test_what_bassetlaw_allows_at_4800_papers_is_what_trying_the_votes_gives() -> None:
    reported = example("bassetlaw-2010")
    spans = reported.spans(reported.whole[0])
    near = [[v for v in range(4801) if s.low * 48 <= v < (s.high or 0) * 48] for s in spans]
    tried = [v for v in product(*near) if sum(v) == 4800]
    expected = tuple((min(one), max(one)) for one in zip(*tried, strict=True))
    assert fit_between(spans, 4800, 4800) == Fit(4800, 4800, 1, 4800, 4800, expected, len(tried))


def test_conflicting_reports_stand_side_by_side() -> None:
    reported = example("bassetlaw-2010")
    claims = [c for c in as_document(reported)["claims"] if c["about"] in {"issued", "turnout"}]
    assert [(c["says"], c["sources"]) for c in claims] == [
        ("15,000", ["LFF"]),
        ("16,000", ["Scrapbook"]),
        ("32%", ["LFF"]),
        ("about 33%", ["S21"]),
    ]
    assert conflicts(reported) == (
        "Papers issued: two figures are reported, 15,000 [LFF] and 16,000 [Scrapbook].",
        "Turnout: two figures are reported, 32% [LFF] and about 33% [S21].",
    )


def test_the_claim_about_transfers_is_shown_as_a_claim_and_changes_no_check() -> None:
    reported = example("bassetlaw-2010")
    (claim,) = reported.about(Topic.TRANSFERS)
    assert claim.figure is None
    assert claim.sources == ("LFF",)
    without = replace(reported, claims=tuple(c for c in reported.claims if c is not claim))
    assert checks(without) == checks(reported)


# --- Edinburgh East, Totnes, Gosport, Dudley North ------------------------------------------------


def test_edinburgh_east_could_have_been_reversed_by_sixteen_twenty_sevenths_of_the_rest() -> None:
    (found,) = reversals(example("edinburgh-east-2010"))
    assert (found.leader, found.runner_up) == ("d_miliband", "e_miliband")
    assert found.others == 27
    assert (found.low, found.share, found.high) == (
        Fraction(31, 54),
        Fraction(16, 27),
        Fraction(11, 18),
    )
    assert not found.exact


def test_edinburgh_east_keeps_its_limits_as_limits() -> None:
    reported = example("edinburgh-east-2010")
    whole, online = of_kind(reported, Kind.SUM)
    assert (whole.values["left_low"], whole.values["left_high"]) == (26, 28)
    assert "at most 18 per cent are left for Diane Abbott and Ed Balls together" in whole.sentence
    assert (online.values["left_low"], online.values["left_high"]) == (21, 23)
    assert reported.reports[1].partial
    assert reported.reports[0].line("abbott") is None
    fit = fit_between(reported.spans(reported.whole[0]), 300, 300)
    assert fit is not None
    by_name = dict(zip((c.id for c in reported.candidates), fit.votes, strict=True))
    assert by_name["burnham"][0] == 30
    assert by_name["balls"] == (0, 29)


def test_totnes_votes_and_shares_agree_and_exclude_the_electors_reported() -> None:
    reported = example("totnes-2009")
    (added,) = of_kind(reported, Kind.VOTES)
    (shares,) = of_kind(reported, Kind.SHARES)
    assert (added.verdict, added.values["sum"]) == (Verdict.FITS, 16497)
    assert shares.verdict is Verdict.FITS
    meant, *held = of_kind(reported, Kind.ELECTORATE)
    assert (meant.values["low"], meant.values["high"]) == (66925, 67197)
    assert "if that turnout counts these votes and no others" in meant.sentence
    assert [(c.values["issued"], c.verdict) for c in held] == [
        ("69,000", Verdict.DOES_NOT_FIT),
        ("68,000", Verdict.DOES_NOT_FIT),
    ]


def test_every_electorate_in_the_range_rounds_to_the_turnout_and_none_beside_it() -> None:
    for electors, fits in ((66924, False), (66925, True), (67197, True), (67198, False)):
        assert (rounded(Fraction(100 * 16497, electors), 1) == "24.6") is fits


@pytest.mark.parametrize(
    ("name", "others", "share"),
    [("totnes-2009", 3088, "5507/6176"), ("gosport-2009", 4802, "6729/9604")],
)
def test_votes_give_an_exact_share_to_reverse(name: str, others: int, share: str) -> None:
    (found,) = reversals(example(name))
    assert found.exact
    assert found.others == others
    assert found.share == Fraction(share)
    assert found.low == found.share == found.high


def test_gosport_means_about_71_thousand_papers_and_none_were_reported() -> None:
    (check,) = of_kind(example("gosport-2009"), Kind.ELECTORATE)
    assert (check.values["low"], check.values["high"]) == (70919, 71318)
    assert check.verdict is Verdict.INFORMS


def test_dudley_north_has_no_result_and_none_is_made_up() -> None:
    reported = example("dudley-north-2010")
    assert headline(reported) == "No result was found"
    assert (reported.reports, checks(reported), reversals(reported)) == ((), (), ())
    assert "ballots" in not_counted(reported)


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_advisory_primary_elects_nobody(name: str) -> None:
    reported = example(name)
    said = " ".join((headline(reported), *story(reported), *(c.sentence for c in checks(reported))))
    assert " elected" not in said
    if reported.purpose is Purpose.ADVISORY and reported.whole:
        assert "was the choice of those voting, as reported" in headline(reported)


PRIMARIES = {
    "Bassetlaw (John Mann MP) 2010-07": ("bassetlaw-2010", "all"),
    "Edinburgh East (Sheila Gilmore MP) 2010-08": ("edinburgh-east-2010", "all"),
    "Edinburgh East online votes only 2010-08": ("edinburgh-east-2010", "online"),
    "Totnes Conservative 2009-08-04": ("totnes-2009", "all"),
    "Gosport Conservative 2009-12-04": ("gosport-2009", "all"),
}


def test_the_examples_hold_every_published_share_and_no_other(facts: Path) -> None:
    expected: dict[tuple[str, str], set[tuple[str, str, str]]] = {}
    with (facts / "primaries_uk.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(line for line in file if not line.startswith("#")):
            key = PRIMARIES.get(f"{row['primary']} {row['date']}")
            if key:
                figures = (row["candidate"], row["pct"], row["votes_n"])
                expected.setdefault(key, set()).add(figures)
    found = {
        (name, report.id): {
            (
                reported.name_of(line.candidate),
                str(line.share or ""),
                str(line.votes or "").replace(",", ""),
            )
            for line in report.lines
        }
        for name in EXAMPLES
        for reported in [example(name)]
        for report in reported.reports
    }
    assert found == expected


# --- checks in general ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reported", "kind", "word"),
    [
        (made({"ash": "60", "birch": "50"}), Kind.SUM, "cannot explain"),
        (made({"ash": "60", "birch": "50+"}, more=("cedar",)), Kind.SUM, "less than"),
        (made({"ash": "70", "birch": "30"}, votes={"ash": "6", "birch": "4"}), Kind.SHARES, "60.0"),
        (
            made({}, votes={"ash": "6", "birch": "4"}, claims=(Claim(Topic.VOTES, "11", ("H",)),)),
            Kind.VOTES,
            "but 11 are reported",
        ),
        (
            made({"ash": "33.3", "birch": "66.7"}, claims=(Claim(Topic.VOTES, "4", ("H",)),)),
            Kind.WHOLE_VOTES,
            "no whole numbers",
        ),
        (
            made(
                {"ash": "60", "birch": "40"},
                claims=(
                    Claim(Topic.ISSUED, "1,000", ("G",)),
                    Claim(Topic.TURNOUT, "30%", ("G",)),
                    Claim(Topic.VOTES, "about 500", ("H",)),
                ),
            ),
            Kind.TURNOUT,
            "cannot agree",
        ),
    ],
)
def test_figures_that_cannot_all_be_true_are_said_not_to_fit(
    reported: Reported, kind: Kind, word: str
) -> None:
    found = [c for c in of_kind(reported, kind) if c.verdict is Verdict.DOES_NOT_FIT]
    assert len(found) == 1
    assert word in found[0].sentence


def test_a_round_number_of_papers_fits_as_a_round_number() -> None:
    claims = (
        Claim(Topic.VOTES, "16,497", ("G",)),
        Claim(Topic.TURNOUT, "24.6%", ("G",)),
        Claim(Topic.ISSUED, "67,000", ("G",)),
        Claim(Topic.ISSUED, "67,500", ("H",)),
        Claim(Topic.ISSUED, "67000+", ("H",)),
    )
    held = of_kind(made({"ash": "60", "birch": "40"}, claims=claims), Kind.ELECTORATE)[1:]
    assert [c.verdict for c in held] == [Verdict.FITS, Verdict.DOES_NOT_FIT, Verdict.FITS]


def test_levels_and_doubts_choose_nobody() -> None:
    for shares, more in (
        ({"ash": "40", "birch": "40", "cedar": "20"}, ()),
        ({"ash": "30"}, ("birch",)),
        ({"ash": "10+", "birch": "under 10"}, ("cedar",)),
    ):
        reported = made(shares, more=more)
        assert chosen(reported, reported.whole[0]) is None
        assert reversals(reported) == ()
    close = made({"ash": "40.1", "birch": "40.0", "cedar": "19.9"})
    assert leading(close, close.whole[0], 3) == ("ash", "birch", "cedar")


def test_a_ranked_rule_without_a_majority_chooses_nobody() -> None:
    reported = made({"ash": "50", "birch": "30", "cedar": "20"}, rule="av")
    assert chosen(reported, reported.whole[0]) is None
    assert headline(reported) == "Ash was ahead on first preferences, as reported"


@given(st.lists(st.integers(1, 500), min_size=3, max_size=6, unique=True))
def test_votes_beyond_the_share_reverse_and_votes_up_to_it_do_not(counts: list[int]) -> None:
    names = [f"c{n}" for n in range(len(counts))]
    reported = made({}, votes={c: str(n) for c, n in zip(names, counts, strict=True)})
    first, second, *rest = sorted(counts, reverse=True)
    found = reversals(reported)
    if not found:
        assert sum(rest) <= first - second
        return
    moved = found[0].share * sum(rest)
    assert second + moved == first + sum(rest) - moved
    assert 0 < found[0].share < 1


@given(st.permutations(["ash", "birch", "cedar"]), st.permutations(["ash", "birch", "cedar"]))
def test_the_order_of_candidates_and_lines_changes_no_number(
    candidates: list[str], lined: list[str]
) -> None:
    claims = (Claim(Topic.VOTES, "about 50", ("H",)),)
    before = made({"ash": "41.2", "birch": "38.1", "cedar": "20.6"}, claims=claims)
    report = before.whole[0]
    lines = tuple(line for c in lined if (line := report.line(c)))
    after = replace(
        before,
        candidates=tuple(Candidate(c, c.title()) for c in candidates),
        reports=(replace(report, lines=lines),),
    )
    assert [(c.kind, c.verdict, c.values) for c in checks(after)] == [
        (c.kind, c.verdict, c.values) for c in checks(before)
    ]
    assert reversals(after) == reversals(before)


BROKEN: tuple[tuple[dict[str, Any], str], ...] = (
    ({"id": ""}, "id"),
    ({"title": " "}, "no title"),
    ({"candidates": ()}, "at least one candidate"),
    ({"candidates": (Candidate("ash", "A"), Candidate("ash", "B"))}, "stands twice"),
    ({"sources": ()}, "no source 'G'"),
    ({"rule": "borda"}, "no rule"),
    ({"rule_due": "borda"}, "no rule"),
    ({"date": "2010-02-30"}, "expected a date"),
    ({"date": "July"}, "expected a date"),
    ({"unknown": "lost"}, "not both"),
    ({"reports": ()}, "not both"),
    ({"claims": (Claim(Topic.NOTE, "words", ("X",)),)}, "no source 'X'"),
)


@pytest.mark.parametrize(("change", "message"), BROKEN)
def test_a_result_that_makes_no_sense_cannot_be_made(change: dict[str, Any], message: str) -> None:
    with pytest.raises(RuleError, match=message):
        replace(made({"ash": "60", "birch": "40"}), **change)


def test_nothing_stands_without_a_source() -> None:
    with pytest.raises(RuleError, match="no source"):
        Claim(Topic.NOTE, "words", ())
    with pytest.raises(RuleError, match="no source"):
        Line("ash", Share.read("50"), None, ())


# --- the published shape --------------------------------------------------------------------------


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_has_the_published_shape_and_equal_bytes(name: str) -> None:
    reported = example(name)
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(as_json(reported)))
    assert as_json(reported) == as_json(example(name))


SHARES = st.one_of(
    st.integers(0, 1000).map(lambda n: f"{n // 10}.{n % 10}"),
    st.integers(0, 100).map(str),
    st.integers(0, 100).map(lambda n: f"{n}+"),
    st.integers(1, 100).map(lambda n: f"under {n}"),
    st.integers(0, 90).map(lambda n: f"about {n}%"),
)
NUMBERS = st.one_of(
    st.integers(0, 400).map(str),
    st.integers(0, 400).map(lambda n: f"about {n}"),
    st.integers(0, 400).map(lambda n: f"{n}+"),
    st.integers(1, 400).map(lambda n: f"under {n}"),
)
CLAIMS = st.lists(
    st.one_of(
        st.builds(Claim, st.just(Topic.TURNOUT), SHARES, st.just(("G",))),
        st.builds(
            Claim, st.sampled_from([Topic.VOTES, Topic.ISSUED, Topic.RETURNED]), NUMBERS,
            st.just(("H",)),
        ),
    ),
    max_size=3,
)  # fmt: skip


@st.composite
def anything_reported(draw: st.DrawFn) -> Reported:
    names = ["ash", "birch", "cedar", "dogwood"][: draw(st.integers(1, 4))]
    shares = {c: draw(SHARES) for c in names if draw(st.booleans())}
    printed = {c: draw(NUMBERS) for c in names if draw(st.booleans())}
    if not shares and not printed:
        shares = {names[0]: draw(SHARES)}
    more = tuple(c for c in names if c not in {*shares, *printed})
    return made(
        shares,
        votes=printed,
        rule=draw(st.sampled_from(["av", "plurality", "sv", ""])),
        claims=tuple(draw(CLAIMS)),
        more=more,
    )


@given(anything_reported())
def test_whatever_was_reported_has_checks_words_and_the_published_shape(
    reported: Reported,
) -> None:
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(as_json(reported)))
    assert headline(reported)
    assert all(sentence for sentence in story(reported))
    for check in checks(reported):
        assert check.sentence.endswith(".")
        assert set(check.sources) <= {"G", "H"}
