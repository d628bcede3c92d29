"""A what-if as text, JSON and a page, and the command that makes them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from random import Random
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from typer.testing import CliRunner

from hustings.ballot import Profile, Ranking, interpret
from hustings.cli.app import app
from hustings.contest import Base, Candidate, Contest, Purpose, Section
from hustings.errors import FormatError, HustingsError
from hustings.facade import load
from hustings.formats import Loaded
from hustings.report.whatif_page import whatif_page
from hustings.report.whatif_text import Kind, whatif_lines, whatif_text
from hustings.track.whatif import Assumptions, Endorsement, Weight, what_if
from hustings.track.whatif_document import whatif_as_document, whatif_as_json
from hustings.track.whatif_link import assumptions_from_query
from hustings.track.whatif_ranges import Range, ranges_asked
from hustings.track.whatif_roots import Root
from hustings.track.whatif_wording import (
    change_sentences,
    enough_words,
    papers_text,
    result_sentence,
    share_sentences,
    share_text,
)
from tests.count.invented import RANDOMS, invent
from tests.examples import examples
from tests.places import ROOT
from tests.track.test_whatif import assumed_at_random

SCHEMA = json.loads((ROOT / "docs/spec/whatif.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
EXAMPLE = "example:labour-leader-2010"
BALLS_TO_DAVID = Assumptions(endorsements=(Endorsement("balls", "d_miliband", Fraction(1, 3)),))
MPS_ALONE = (Weight("members", Fraction(0)), Weight("affiliates", Fraction(0)))


@cache
def labour() -> tuple[Contest, Profile]:
    loaded = load(EXAMPLE)
    assert isinstance(loaded, Loaded)
    return loaded.contest, interpret(loaded.records, loaded.contest.marks)


def text_of(assumed: Assumptions, width: int = 98) -> str:
    contest, profile = labour()
    whatif = what_if(contest, profile, assumed)
    return whatif_text(whatif, ranges_asked(contest, profile, whatif.assumptions), width=width)


# --- text ------------------------------------------------------------------------------------


def test_the_text_tells_what_it_leans_on_before_what_would_be() -> None:
    contest, profile = labour()
    lines = whatif_lines(what_if(contest, profile, BALLS_TO_DAVID))
    kinds = [line.kind for line in lines if line.text]
    assert kinds.index(Kind.WARNING) < kinds.index(Kind.RESULT)
    warned = [line.text for line in lines if line.kind is Kind.WARNING]
    assert warned[0].startswith(
        "This leans on INVENTED rankings, those of Members and Affiliated organisations"
    )


def test_what_leaves_the_invented_sections_out_does_not_lean_on_them() -> None:
    assert "INVENTED" not in text_of(Assumptions(("balls",), weights=MPS_ALONE))


def test_the_text_of_balls_backing_david_miliband() -> None:
    text = text_of(BALLS_TO_DAVID, width=200)
    for said in (
        "David Miliband would be elected instead of Ed Miliband.",
        "(13.33 of 40 of MPs and MEPs, 4,277 of 12,831 of Members and 7,206 of 21,618 of",
        "Ed Miliband      34.33    37.47    41.26    50.65*  │   38.21    42.73    48.60",
        "Ed Balls         11.79    13.23    16.02×       –   │                 withdraws",
        "In the count Ed Balls went out at stage 3.",
        "It would be decided at stage 3; the count was at stage 4.",
        "David Miliband would be 2.79 points of the whole ahead of Ed Miliband; in the count",
        "Ed Miliband was 1.31 points of the whole ahead of David Miliband.",
        "with no ballot following Ed Miliband would be elected; from 10.62 per cent of them David",
        "As a link: ?withdraw=balls&endorse=balls:d_miliband=1/3",
    ):
        assert said in text


def test_the_counts_part_where_others_go_out() -> None:
    contest, profile = labour()
    said = change_sentences(what_if(contest, profile, Assumptions(pool=True)))
    assert " ".join(said[:2]) == (
        "The counts part at stage 1: Andy Burnham would go out there; in the count Diane Abbott "
        "did. They would go out in this order: Andy Burnham, Diane Abbott, Ed Balls; in the count "
        "it was Diane Abbott, Andy Burnham, Ed Balls."
    )


@pytest.mark.parametrize("width", [60, 80, 98, 140])
def test_no_line_is_wider_than_asked_for(width: int) -> None:
    assert max(map(len, text_of(BALLS_TO_DAVID, width).splitlines())) <= width


@given(RANDOMS)
@examples(25, full=500)
def test_every_figure_of_both_counts_stands_in_the_text(random: Random) -> None:
    from hustings.declaration.wording import share

    drawn = invent(random, plain_marks=True)
    assumed = assumed_at_random(random, drawn.contest)
    whatif = what_if(drawn.contest, drawn.profile, assumed)
    text = whatif_text(whatif, width=70)
    for declaration in (whatif.real, whatif.supposed):
        for stage in declaration.stages:
            assert all(share(points) in text for points in stage.points.values())


def of_few(purpose: Purpose = Purpose.ELECTION) -> tuple[Contest, Profile]:
    contest = Contest(
        "c", "C", tuple(Candidate(c, f"Miss {c.upper()}") for c in "abc"), purpose=purpose
    )
    rows = [((0,), 5), ((1, 0), 4), ((2, 1), 3)]
    return contest, Profile.of("abc", [(Ranking(r), (n,)) for r, n in rows], sections=["all"])


@pytest.mark.parametrize(
    ("purpose", "said"),
    [
        (Purpose.ELECTION, "Miss A would be elected instead of Miss B."),
        (Purpose.SELECTION, "Miss A would be selected instead of Miss B."),
        (Purpose.ADVISORY, "Miss A would be chosen instead of Miss B."),
    ],
)
def test_the_words_are_those_of_the_purpose(purpose: Purpose, said: str) -> None:
    assert result_sentence(what_if(*of_few(purpose), Assumptions(rule="plurality"))) == said


def test_parts_of_papers_are_told_as_such_where_nothing_is_weighed() -> None:
    contest, profile = of_few()
    assumed = Assumptions(endorsements=(Endorsement("c", "a", Fraction(1, 2)),))
    whatif = what_if(contest, profile, assumed)
    (lead,) = [s for s in change_sentences(whatif) if "ahead" in s]
    assert "Miss A would be 1 vote (8.33 per cent) ahead of Miss B" in lead
    assert "1.5 of 3" not in whatif_text(whatif)
    assert "1.50 of 3 of All electors" in whatif_text(whatif)


def test_a_lot_that_would_be_needed_is_the_result() -> None:
    contest, profile = of_few()
    whatif = what_if(contest, profile, Assumptions(rule="plurality", withdrawn=("a",)))
    assert whatif.supposed.elected == ("b",)
    level = Profile.of("abc", [(Ranking((c,)), (2,)) for c in range(3)], sections=["all"])
    asked = what_if(contest, level, Assumptions(("c",)))
    assert result_sentence(asked) == (
        "The count would stop at stage 1 for a lot between Miss A and Miss B."
    )
    assert not asked.winner_changes


def test_nobody_left_on_any_ballot_is_no_result() -> None:
    contest, _ = of_few()
    only = Profile.of("abc", [(Ranking((0,)), (2,))], sections=["all"])
    whatif = what_if(contest, only, Assumptions(("a",)))
    assert result_sentence(whatif) == (
        "No ballot would rank anybody who stands: there would be no result."
    )
    assert whatif_page(whatif)
    assert whatif_text(whatif)


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (Fraction(1, 2), "50 per cent"), (Fraction(1, 8), "12.5 per cent"),
        (Fraction(1, 3), "1/3 (33.33 per cent)"), (Fraction(1), "100 per cent"),
    ],
)  # fmt: skip
def test_a_share_is_printed_exactly_or_beside_its_fraction(share: Fraction, said: str) -> None:
    assert share_text(share) == said


@pytest.mark.parametrize(
    ("papers", "said"),
    [(Fraction(4277), "4,277"), (Fraction(40, 3), "13.33"), (Fraction(3, 2), "1.50")],
)
def test_papers_are_whole_or_to_two_places(papers: Fraction, said: str) -> None:
    assert papers_text(papers) == said


@pytest.mark.parametrize(
    ("low", "high", "end", "said"),
    [
        ("0.1061611", "0.1061612", "1", "from 10.62 per cent"),
        ("1/3", "1/3", "1", "from 33.34 per cent"),
        ("1/2", "1/2", "1", "above 50 per cent"),
        ("1/3", "1/3", "0.33334", "from 33.334 per cent"),
    ],
)
def test_what_would_be_enough_is_rounded_up_and_still_in_its_range(
    low: str, high: str, end: str, said: str
) -> None:
    start, stop = Root(Fraction(low), Fraction(high)), Root(Fraction(end), Fraction(end))
    assert enough_words(Range(start, stop, False, True, ("a",))) == said


def test_a_share_that_is_enough_itself_is_told_as_it_is() -> None:
    half, one = Root(Fraction(1, 2), Fraction(1, 2)), Root(Fraction(1), Fraction(1))
    assert enough_words(Range(half, one, True, True, ("a",))) == "from 50 per cent"


def test_those_whose_backing_changes_nothing_are_told_together() -> None:
    contest, profile = labour()
    ranges = ranges_asked(contest, profile, Assumptions(("e_miliband",)))
    said = share_sentences(contest, ranges)
    assert said[-1] == (
        "Ed Miliband backing Diane Abbott, Andy Burnham or David Miliband: David Miliband would be "
        "elected whatever share of the ballots follows."
    )


# --- JSON ------------------------------------------------------------------------------------


def documents() -> Iterator[tuple[str, dict[str, Any]]]:
    contest, profile = labour()
    for query in ("", "withdraw=balls", "endorse=balls:d_miliband=1/3&weight=mps=1/2&base=first",
                  "pool=1&rule=plurality", "weight=members=0&weight=affiliates=0"):  # fmt: skip
        assumed = assumptions_from_query(query, contest)
        whatif = what_if(contest, profile, assumed)
        yield query, whatif_as_document(whatif, ranges_asked(contest, profile, assumed))


@pytest.mark.parametrize("document", [d for _, d in documents()], ids=[q for q, _ in documents()])
def test_the_document_has_the_published_shape(document: dict[str, Any]) -> None:
    VALIDATOR.validate(document)


@given(RANDOMS)
@examples(15, full=500)
def test_the_document_of_any_what_if_has_the_published_shape_and_its_query_counts_the_same(
    random: Random,
) -> None:
    drawn = invent(random)
    assumed = assumed_at_random(random, drawn.contest)
    whatif = what_if(drawn.contest, drawn.profile, assumed)
    document = whatif_as_document(whatif)
    VALIDATOR.validate(document)
    again = assumptions_from_query(document["assumptions"]["query"], drawn.contest)
    assert whatif_as_json(what_if(drawn.contest, drawn.profile, again)) == whatif_as_json(whatif)


def test_votes_in_the_document_are_papers_exactly() -> None:
    contest, profile = labour()
    whatif = what_if(contest, profile, BALLS_TO_DAVID)
    stage = whatif_as_document(whatif)["supposed"]["stages"][0]
    real = whatif.real.stages[0].votes["d_miliband"]
    assert whatif.unit == Fraction(1, 3)
    assert Fraction(stage["votes"]["d_miliband"]["mps"]) > real[0] + Fraction(40, 3)
    live = sum(Fraction(v["mps"]) for v in stage["votes"].values())
    assert 266 - 5 <= live <= 266


# --- the page --------------------------------------------------------------------------------


class Outline(HTMLParser):
    """The texts of a page in order, and its ids."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.ids: list[str] = []
        self.external: list[str] = []

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value or "" for key, value in attrs if key == "id"]
        self.external += [v or "" for k, v in attrs if k in {"src", "href"} and v and v[0] != "#"]

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


@pytest.mark.parametrize("assumed", [BALLS_TO_DAVID, Assumptions(pool=True)])
def test_the_page_warns_first_uses_no_id_twice_and_fetches_nothing(assumed: Assumptions) -> None:
    contest, profile = labour()
    whatif = what_if(contest, profile, assumed)
    page = whatif_page(whatif, ranges_asked(contest, profile, whatif.assumptions), command="x")
    read = Outline()
    read.feed(page)
    result = result_sentence(whatif).removesuffix(".")
    warned = next(n for n, t in enumerate(read.texts) if "INVENTED" in t)
    assert warned < max(n for n, t in enumerate(read.texts) if t == result)
    assert len(read.ids) == len(set(read.ids))
    assert read.external == []


def test_hostile_names_are_text_on_the_page_and_in_the_terminal() -> None:
    bad = "<script>alert(1)</script>\x1b[2J"
    halves = (Section("x", bad, Fraction(1, 2)), Section("y", "Y", Fraction(1, 2)))
    contest = Contest("c", bad, tuple(Candidate(c, f"{bad}{c}") for c in "ab"), halves)
    rows = [((0,), (2, 1)), ((1,), (1, 3))]
    profile = Profile.of("ab", [(Ranking(r), p) for r, p in rows], sections="xy")
    whatif = what_if(contest, profile, Assumptions(base=Base.FIRST, pool=True))
    assert "<script" not in whatif_page(whatif, command=bad)
    assert "\x1b" not in whatif_text(whatif)


# --- the command -----------------------------------------------------------------------------


def run(*words: str | Path) -> tuple[int, str, str]:
    found = CliRunner().invoke(app, ["whatif", *map(str, words)])
    error = found.exception
    return found.exit_code, found.stdout, str(error) if isinstance(error, HustingsError) else ""


def test_the_options_in_any_order_and_the_link_give_the_same_bytes(tmp_path: Path) -> None:
    options = ["--withdraw", "Diane Abbott", "--endorse", "balls:d_miliband=50%",
               "--weight", "mps=0", "--base", "first"]  # fmt: skip
    other = [*options[6:], *options[2:6], *options[:2]]
    link = ("?weight=mps=0&withdraw=abbott&endorse=balls:d_miliband=1/2&base=first",)
    told = {run(EXAMPLE, "--json", "-", *words)[1] for words in (options, other, ("--link", *link))}
    assert len(told) == 1
    VALIDATOR.validate(json.loads(told.pop()))


def test_files_are_written_and_the_text_is_printed(tmp_path: Path) -> None:
    page, data = tmp_path / "whatif.html", tmp_path / "whatif.json"
    code, out, _ = run(EXAMPLE, "--withdraw", "balls", "--html", page, "--json", data)
    assert code == 0
    assert "Ed Miliband would still be elected." in out
    assert "hustings whatif example:labour-leader-2010 --link withdraw=balls" in page.read_text()
    assert json.loads(data.read_text())["winner_changes"] is False


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--withdraw", "bals"], "--withdraw bals: 'bals' is no candidate; the candidates are "),
        (["--endorse", "balls"], "--endorse balls: expected CANDIDATE:OTHER=SHARE"),
        (["--endorse", "balls:abbott=2"], "--endorse balls:abbott=2: a share lies from 0 to 1"),
        (["--weight", "mps"], "--weight mps: expected SECTION=WEIGHT, found 'mps'"),
        (["--weight", "peers=1"], "--weight peers=1: 'peers' is no section; the sections are mps"),
        (["--rule", "stv"], "--rule stv: there is no rule 'stv'; the rules are av, plurality, sv"),
        (["--pool", "--weight", "mps=1"], "pooled sections have no weights"),
        (["--link", "withdraw=x", "--pool"], "--link holds all assumptions: leave out the other"),
        (["--link", "withdraw=x"], "link:1:1: 'withdraw=x': 'x' is no candidate"),
        (["--html", "-"], "--html -: only --json goes to standard output"),
        (["--html", "/nowhere/at/all.html"], "there is no folder /nowhere/at; make it first"),
    ],
)
def test_bad_options_are_refused_with_place_and_remedy(words: list[str], said: str) -> None:
    code, out, error = run(EXAMPLE, *words)
    assert code
    assert error.startswith(said) or said in error
    assert not out


def test_what_was_only_reported_has_no_what_if() -> None:
    assert "there are no ballots to count" in run("example:bassetlaw-2010", "--withdraw", "x")[2]


LEVEL = "rank1,rank2,papers\nAsh,Birch,2\nBirch,Ash,2\nCedar,Ash,1\n"


def test_a_lot_that_would_be_needed_exits_with_3_and_a_recorded_one_answers(tmp_path: Path) -> None:
    ballots, lots = tmp_path / "level.csv", tmp_path / "lots.csv"
    ballots.write_text(LEVEL + "Cedar,,1\n", encoding="utf-8")
    assert run(ballots, "--weight", "x=1")[2]
    ballots.write_text(LEVEL, encoding="utf-8")
    code, out, _ = run(ballots, "--withdraw", "Cedar", "--endorse", "Cedar:Ash=0")
    assert (code, "Ash would still be elected." in out) == (0, True)
    ballots.write_text("rank1,rank2,papers\nAsh,Birch,2\nBirch,Ash,2\nCedar,,1\n")
    assert run(ballots, "--withdraw", "Cedar")[0] == 3
    lots.write_text("stage,candidates,drawn\n1,Ash>Birch,Birch\n", encoding="utf-8")
    code, out, _ = run(ballots, "--withdraw", "Cedar", "--lots", lots)
    assert (code, "Birch would be elected" in out) == (0, True)


def test_no_paper_left_exits_with_1(tmp_path: Path) -> None:
    ballots = tmp_path / "one.csv"
    ballots.write_text("rank1,papers\nAsh,2\nBirch,0\n", encoding="utf-8")
    assert run(ballots, "--withdraw", "Ash")[0] == 1


def test_ballots_are_never_overwritten(tmp_path: Path) -> None:
    ballots = tmp_path / "trees.csv"
    ballots.write_text(LEVEL, encoding="utf-8")
    assert run(ballots, "--withdraw", "Cedar", "--html", ballots)[2]
    assert ballots.read_text(encoding="utf-8") == LEVEL


def test_a_section_that_was_invented_and_renamed_is_still_warned_of() -> None:
    contest, profile = labour()
    named = replace(contest.sections[0], invented="made up for a test")
    whatif = what_if(replace(contest, sections=(named, *contest.sections[1:])), profile,
                     Assumptions(weights=MPS_ALONE))  # fmt: skip
    assert "MPs and MEPs: made up for a test" in whatif_text(whatif)


def test_a_link_error_is_a_format_error_of_every_defect() -> None:
    with pytest.raises(FormatError, match=r"(?s)link:1:1.*link:1:12"):
        assumptions_from_query("withdraw=x&withdraw=y", labour()[0])
