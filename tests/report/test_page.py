"""The result page, read as markup."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hustings.contest import Purpose
from hustings.count import Lot, Lots
from hustings.declaration import Declaration
from hustings.declaration.wording import headline, provisos, share, stage_sentence, story
from hustings.picture.measure import Measure
from hustings.report.notebook import notebook_html
from hustings.report.page import declaration_page
from hustings.report.sheet import stage_sheet
from hustings.report.text import declaration_text
from hustings.rounding import grouped, percent
from tests.report.declarations import (
    HOSTILE,
    LEVEL,
    STATES,
    TURNED,
    college,
    crowded,
    declared,
    first_base,
    plain,
)
from tests.report.outline import Outline

LOT_FOR_BIRCH = Lots((Lot(1, frozenset("ab"), "b"),))

EVERY_STATE = pytest.mark.parametrize("state", STATES.values(), ids=STATES)


def _page(declaration: Declaration) -> Outline:
    return Outline(declaration_page(declaration, files={"a b.json": "The declaration as JSON"}))


@EVERY_STATE
def test_the_markup_balances_and_every_reference_has_its_target(state) -> None:  # type: ignore[no-untyped-def]
    page = _page(state())
    assert len(page.ids) == len(set(page.ids))
    assert page.references <= set(page.ids)
    inside = {address[1:] for _, _, address in page.addresses if address.startswith("#")}
    assert inside <= set(page.ids)


@EVERY_STATE
def test_headings_descend_by_one_and_every_table_has_a_caption_and_scopes(state) -> None:  # type: ignore[no-untyped-def]
    page = _page(state())
    assert page.headings.count(1) == 1
    assert page.headings[0] == 1
    steps = zip(page.headings, page.headings[1:], strict=False)
    assert all(after <= before + 1 for before, after in steps)
    assert set(page.captions) == set(page.tables)
    assert all(caption.strip() for caption in page.captions.values())
    assert set(page.scopes) <= {"row", "col"}


@EVERY_STATE
def test_the_page_fetches_nothing(state) -> None:  # type: ignore[no-untyped-def]
    page = _page(state())
    assert not {"script", "link", "img", "iframe", "object", "embed", "base"} & set(page.tags)
    assert {(tag, name) for tag, name, _ in page.addresses} <= {("a", "href")}
    assert "@import" not in page.source
    assert set(re.findall(r"url\((?!#)(.{10})", page.source)) == {"data:font/"}
    links = {address for _, _, address in page.addresses}
    for found in re.findall(r"https?://[^\s<\"')]+", page.source.replace("&amp;", "&")):
        assert found == "http://www.w3.org/2000/svg" or any(found in link for link in links)


@EVERY_STATE
def test_equal_declarations_make_equal_bytes(state) -> None:  # type: ignore[no-untyped-def]
    assert declaration_page(state()) == declaration_page(state())
    assert notebook_html(state()) == notebook_html(state())


@EVERY_STATE
def test_headline_story_provisos_and_every_stage_are_said(state) -> None:  # type: ignore[no-untyped-def]
    declaration = state()
    page = " ".join(_page(declaration).text.split())
    said = [headline(declaration), *story(declaration), *provisos(declaration)]
    if not declaration.no_votes:
        said += [stage_sentence(declaration, s) for s in declaration.stages]
    for sentence in said:
        assert " ".join(sentence.split()) in page


@EVERY_STATE
def test_every_figure_of_the_stage_table_is_the_declarations(state) -> None:  # type: ignore[no-untyped-def]
    declaration = state()
    if declaration.no_votes:
        assert "stages" not in _page(declaration).tables
        return
    contest = declaration.contest
    rows = {row[0]: row[1:] for row in _page(declaration).tables["stages"]}
    for candidate in contest.standing:
        cells = rows[" ".join(candidate.name.split())]
        for stage, cell in zip(declaration.stages, cells, strict=True):
            if candidate.id not in stage.votes:
                assert cell == "– no longer in the count"
                continue
            points = share(stage.points[candidate.id])
            if contest.weighted:
                assert cell.split()[0] == points
            else:
                assert cell.split()[:2] == [grouped(stage.total(candidate.id)), f"{points}%"]
            assert ("excluded" in cell) is (candidate.id in stage.excluded)


def test_the_bands_of_the_printed_stage_table_hold_every_figure_of_it() -> None:
    page = _page(crowded())
    bands = [t for name, t in page.tables.items() if name.startswith("stages-band-")]
    heads = [cell for band in bands for cell in band[0][1:]]
    assert heads == page.tables["stages"][0][1:]
    whole = {row[0]: [c for c in row[1:] if "no longer" not in c] for row in page.tables["stages"]}
    printed: dict[str, list[str]] = {}
    for band in bands:
        assert len(band[0]) <= 7
        for name, *cells in band:
            printed.setdefault(name, []).extend(c for c in cells if "no longer" not in c)
    assert printed == whole


def test_a_wide_table_says_that_it_scrolls_and_how_the_deciding_stage_ended() -> None:
    caption = _page(crowded()).captions["stages"]
    assert "Scroll sideways for all 35 stages. Stage 35 decided: Candidate number " in caption
    few = _page(plain()).source
    assert 'class="scroll room-' not in few.split('id="stages"')[0].rsplit("<div", 1)[1]


@pytest.mark.parametrize(
    ("rule", "half"), [("av", "Half: the winning line"), ("sv", "Half"), ("plurality", "Half")]
)
def test_half_is_called_the_winning_line_only_where_it_wins(rule: str, half: str) -> None:
    names = [row[0] for row in _page(declared(TURNED, rule=rule)).tables["stages"]]
    assert names[-1] == half


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("av", "At each stage the lowest goes out"),
        ("sv", "The two with the most first preferences stay"),
        ("plurality", ""),
    ],
)
def test_how_votes_moved_is_told_by_the_rule(rule: str, words: str) -> None:
    text = _page(declared(TURNED, rule=rule)).text
    found = [w for w in ("At each stage the lowest", "The two with the most") if w in text]
    assert found == ([words[: len(found[0])]] if words else [])


def test_candidates_who_are_level_stand_in_one_order_in_bars_and_tables() -> None:
    tied = declared((("a", 30), ("b", 30), ("c", 20)), rule="plurality", lots=LOT_FOR_BIRCH)
    assert [row[0] for row in _page(tied).tables["stages"][1:4]] == ["Birch", "Ash", "Cedar"]
    assert Measure.of(tied).by_size(tied.stages[0])[:3] == ("b", "a", "c")


def test_on_the_base_of_the_first_stage_shares_and_worth_are_of_its_votes() -> None:
    found = first_base()
    page = _page(found)
    assert [row[0] for row in page.tables["worth"][-1:]] == ["votes live at the first stage"]
    assert "own votes live at the first stage" in page.captions["sections"]
    stage = found.deciding_stage
    cells = page.tables["sections"][1][1:]
    for cell, candidate in zip(cells, found.placing, strict=False):
        votes, live = stage.votes[candidate][0], found.stages[0].live[0]
        assert cell.split()[1] == f"{percent(Fraction(votes, live))}%"


def test_papers_that_are_unweighted_are_set_off_by_commas() -> None:
    caption = _page(college()).captions["pairwise"]
    assert "Papers of all sections, unweighted, that prefer" in caption


def test_what_a_user_wrote_stays_text() -> None:
    page = _page(STATES["hostile"]())
    assert page.text.count(" ".join(HOSTILE.split())) > 20
    assert page.tags.count("style") == 1
    control = _page(declared(TURNED, names=("A\x00sh\x1b[31m", "Birch", "Cedar", "Dogwood")))
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", control.source)


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("declaration.json", "./declaration.json"),
        ("javascript:alert(1)", "./javascript:alert(1)"),
        ("../a.csv", "../a.csv"),
    ],
)
def test_a_file_can_only_lie_beside_the_page(address: str, link: str) -> None:
    page = Outline(declaration_page(plain(), files={address: "A file"}))
    assert ("a", "href", link) in page.addresses


def test_the_command_can_be_pasted_whatever_the_contest_is_called() -> None:
    page = Outline(declaration_page(declared(TURNED, id="a; rm -rf b")))
    assert "hustings count 'a; rm -rf b'/" in page.text


@settings(max_examples=12)
@given(
    purpose=st.sampled_from([p for p in Purpose if p is not Purpose.ELECTION]),
    rows=st.sampled_from([TURNED, LEVEL, (("abc", 9), ("ba", 2)), (("", 2),)]),
    rule=st.sampled_from(["av", "sv", "plurality"]),
)
def test_only_an_election_elects(
    purpose: Purpose, rows: tuple[tuple[str, int], ...], rule: str
) -> None:
    declaration = declared(rows, purpose=purpose, rule=rule, to_two=rule == "av")
    documents = [
        declaration_page(declaration),
        declaration_text(declaration),
        notebook_html(declaration),
        stage_sheet(declaration),
    ]
    for document in documents:
        assert not re.search(r"\belect(ed|s)\b", document, re.IGNORECASE)


def test_what_rests_on_invented_rankings_says_so_at_the_top_and_beside_each_figure() -> None:
    page = _page(college())
    top = page.text.index("Read the result with this in mind")
    assert top < page.text.index("How votes moved")
    for name in ("stages", "transfers", "sections", "next-preferences", "pairwise"):
        assert "Rests on invented rankings: Members." in page.captions[name]
    assert "Invented rankings: Its rankings are made up." in page.captions["section-2"]
    assert "nvented" not in page.captions["section-1"]


def test_points_of_the_whole_and_per_cent_of_a_section_are_never_confused() -> None:
    page = _page(college())
    assert "points of the whole (100)" in page.captions["stages"]
    assert not any("%" in cell for row in page.tables["stages"] for cell in row)
    last, *_ = [row for row in page.tables["sections"] if row[0].startswith("Affiliates")]
    assert "%" in last[1]
    assert "points" in last[1]
    assert "per cent of the section's own votes live at this stage" in page.captions["sections"]


def test_figures_that_do_not_add_up_are_said_at_the_top_and_beside_the_papers() -> None:
    text = _page(college()).text
    assert text.count("11 papers returned, but 0 rejected and 10 valid make 10") == 2


def test_a_page_prints_its_turnout_with_what_it_is_a_share_of() -> None:
    page = _page(plain())
    turnout = ["Turnout: returned, as per cent of issued", "36.7%"]
    assert turnout in page.tables["papers"]
    assert page.captions["papers"].endswith("turnout as per cent of the papers issued.")


def test_a_fragment_for_a_notebook_has_no_page_furniture_and_ids_of_its_own() -> None:
    one, other = Outline(notebook_html(plain())), Outline(notebook_html(college()))
    assert not {"html", "head", "style", "script", "main", "h1"} & set(one.tags)
    assert one.ids
    assert not set(one.ids) & set(other.ids)
    assert "Ash elected at the third stage" in one.text
