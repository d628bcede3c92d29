"""Every picture of every shape: well-formed, within its frame, true to its declaration."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from itertools import combinations, pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from hustings.declaration import Declaration
from hustings.picture import (
    Orientation,
    Picture,
    bars,
    flow,
    headline_bar,
    next_preferences_map,
    pictures,
    section_bars,
    table_twin,
)
from hustings.picture.measure import Measure
from hustings.picture.palette import COLOURS
from hustings.picture.svg import INK
from hustings.rounding import grouped, percent
from tests.picture.shapes import (
    LONG,
    SHAPES,
    SVG,
    contest_of,
    extent,
    labour_2010,
    parsed,
    texts,
)

Draw = Callable[[Declaration], str]

DRAWN: dict[str, Draw] = {
    "bars": bars,
    "bars on a telephone": lambda d: bars(d, width=328),
    "flow": flow,
    "flow on a telephone": lambda d: flow(d, orientation=Orientation.DOWN),
    "headline": headline_bar,
    "headline on a telephone": lambda d: headline_bar(d, width=328),
    "next preferences": next_preferences_map,
    "next preferences on a telephone": lambda d: next_preferences_map(d, width=328),
    "sections": section_bars,
    "sections on a telephone": lambda d: section_bars(d, width=328),
}

every_picture = pytest.mark.parametrize("picture", DRAWN)
every_shape = pytest.mark.parametrize("shape", SHAPES)


def said(svg: str) -> list[str]:
    return [box.text for box in texts(svg)]


@every_shape
@every_picture
def test_a_picture_is_a_document_with_a_name_and_a_description(picture: str, shape: str) -> None:
    root = parsed(DRAWN[picture](SHAPES[shape]()))
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    ids = [item.get("id", "") for item in root.iter() if item.get("id")]
    assert len(ids) == len(set(ids))
    title, description = (root.get("aria-labelledby") or "").split()
    found = {i.get("id"): i for i in root}
    assert found[title].tag == f"{SVG}title"
    assert found[description].tag == f"{SVG}desc"
    assert (found[title].text or "").strip()
    assert (found[description].text or "").strip().endswith(".")
    tags = {item.tag.removeprefix(SVG) for item in root.iter()}
    assert not tags & {"script", "style", "image", "use", "a", "foreignObject"}


@every_shape
@every_picture
def test_every_pattern_that_fills_a_shape_is_there(picture: str, shape: str) -> None:
    svg = DRAWN[picture](SHAPES[shape]())
    defined = {f"url(#{p.get('id')})" for p in parsed(svg).iter(f"{SVG}pattern")}
    assert set(re.findall(r"url\([^)]*\)", svg)) <= defined


@every_shape
@every_picture
def test_nothing_stands_outside_the_frame(picture: str, shape: str) -> None:
    svg = DRAWN[picture](SHAPES[shape]())
    _, _, width, height = map(float, parsed(svg).attrib["viewBox"].split())
    for x, y in extent(svg):
        assert -0.6 <= x <= width + 0.6, (x, y)
        assert -0.6 <= y <= height + 0.6, (x, y)


@every_shape
@every_picture
def test_no_two_texts_lie_upon_each_other(picture: str, shape: str) -> None:
    boxes = texts(DRAWN[picture](SHAPES[shape]()))
    clashes = [(a.text, b.text) for a, b in combinations(boxes, 2) if a.overlaps(b)]
    assert not clashes


@every_picture
def test_no_two_texts_lie_upon_each_other_in_2010(facts: Path, picture: str) -> None:
    boxes = texts(DRAWN[picture](labour_2010(facts)))
    assert not [(a.text, b.text) for a, b in combinations(boxes, 2) if a.overlaps(b)]


@every_shape
def test_equal_declarations_give_equal_bytes(shape: str) -> None:
    assert pictures(SHAPES[shape]()) == pictures(SHAPES[shape]())


@every_picture
def test_pictures_of_one_page_share_no_id(picture: str) -> None:
    found = SHAPES["thirty-six candidates"]()
    one = bars(found, prefix="one")
    other = flow(found, prefix="two")
    ids = [set(re.findall(r'id="([^"]+)"', svg)) for svg in (one, other)]
    assert all(ids)
    assert not ids[0] & ids[1]


@pytest.mark.parametrize("shape", [s for s in SHAPES if s != "nobody voted"])
def test_the_bars_print_every_figure_of_every_stage_that_is_drawn(shape: str) -> None:
    found = SHAPES[shape]()
    words = " ".join(said(bars(found)))
    left_out = re.search(r"Stages 2 to (\d+) are not drawn", words)
    for stage in found.stages:
        if left_out and 2 <= stage.number <= int(left_out[1]):
            continue
        for candidate in stage.votes:
            assert Measure.of(found).figures(stage, candidate).replace(" · ", " ") in words
        assert f"{grouped(sum(stage.live))} paper" in words


def test_the_flow_of_2010_prints_the_published_totals(facts: Path) -> None:
    found = labour_2010(facts)
    for svg in (flow(found), flow(found, orientation=Orientation.DOWN)):
        words = " ".join(said(svg))
        for stage in found.stages:
            for candidate, points in stage.points.items():
                assert percent(points) in words, (stage.number, candidate)
        for figure in ("37.78", "50.65 elected", "7.42 excluded", "7,994 non-transferable"):
            assert figure in words


def test_a_picture_of_invented_rankings_says_so(facts: Path) -> None:
    found = labour_2010(facts)
    for picture, draw in DRAWN.items():
        assert "rankings invented" in " ".join(said(draw(found))), picture
    section = next_preferences_map(found, section="mps")
    assert "invented" not in section
    assert "next-preferences" not in pictures(found)


@pytest.mark.parametrize("shape", ["down to two", "long names"])
@every_picture
def test_an_advisory_contest_elects_nobody(picture: str, shape: str) -> None:
    assert "elected" not in DRAWN[picture](SHAPES[shape]())


@pytest.mark.parametrize("shape", ["down to two", "long names"])
@pytest.mark.parametrize("picture", ["bars", "flow", "headline"])
def test_the_choice_of_those_voting_is_named(picture: str, shape: str) -> None:
    assert "the choice of those voting" in " ".join(said(DRAWN[picture](SHAPES[shape]())))


@pytest.mark.parametrize("picture", ["bars", "flow", "flow on a telephone"])
def test_stages_past_the_result_are_marked_and_paler(picture: str) -> None:
    svg = DRAWN[picture](SHAPES["down to two"]())
    assert "not needed for the result" in " ".join(said(svg))
    assert 'fill-opacity="0.45"' in svg
    assert 'fill-opacity="0.45"' not in DRAWN[picture](SHAPES["three weighted sections"]())


@pytest.mark.parametrize("picture", ["bars", "flow", "flow on a telephone", "headline"])
def test_an_undecided_count_asks_for_a_lot(picture: str) -> None:
    assert "a lot is needed" in " ".join(said(DRAWN[picture](SHAPES["a lot is needed"]())))


@every_picture
def test_a_contest_without_papers_says_so(picture: str) -> None:
    assert said(DRAWN[picture](SHAPES["nobody voted"]()))[0].startswith("No valid papers")


@every_picture
def test_names_are_escaped_and_isolated(picture: str) -> None:
    svg = DRAWN[picture](SHAPES["hostile names"]())
    assert "<script" not in svg
    assert "\x00" not in svg
    spans = [s for s in parsed(svg).iter(f"{SVG}tspan") if "\u202e" in (s.text or "")]
    assert spans
    assert all(s.get("unicode-bidi") == "isolate" for s in spans)
    title = parsed(svg).findtext(f"{SVG}title") or ""
    assert title.endswith("Names & <odd> \ufffd ones")


@pytest.mark.parametrize("picture", ["bars", "flow", "flow on a telephone", "headline"])
def test_a_name_that_is_cut_is_whole_in_its_title(picture: str) -> None:
    svg = DRAWN[picture](SHAPES["long names"]())
    cut = [t for t in parsed(svg).iter(f"{SVG}text") if "…" in "".join(t.itertext())]
    whole = [t.findtext(f"{SVG}title") or "" for t in cut if not t.get("aria-hidden")]
    assert whole
    assert all(title.startswith(LONG) for title in whole)


@pytest.mark.parametrize("orientation", Orientation)
def test_a_flow_says_whom_it_draws_together_and_what_it_leaves_out(
    orientation: Orientation,
) -> None:
    words = " ".join(said(flow(SHAPES["thirty-six candidates"](), orientation=orientation)))
    assert re.search(r"\d+ candidates are drawn together as others", words)
    assert re.search(r"Stages 2 to \d+ are not drawn", words)
    five = " ".join(said(flow(SHAPES["three weighted sections"](), orientation=orientation)))
    assert "others" not in five


def test_the_headline_draws_the_last_two_or_the_leader_against_the_field() -> None:
    two = said(headline_bar(SHAPES["two candidates"]()))
    assert any("70 · 63.1%" in text for text in two)
    three = " ".join(said(headline_bar(SHAPES["plurality"]())))
    assert "half of the votes in play, 50" in three
    first = " ".join(said(headline_bar(SHAPES["weighted, first base"]())))
    assert "half of the first stage's points, 50.00" in first
    assert "left the count" in first


def test_on_the_base_of_the_first_stage_sections_are_of_its_votes() -> None:
    found = SHAPES["weighted, first base"]()
    words = " ".join(said(section_bars(found)))
    assert "own votes of the first stage" in words
    assert "left the count" in words
    assert "of the first stage" in table_twin(found, Picture.SECTIONS).caption
    for n, votes in enumerate(found.deciding_stage.votes[found.elected[0]]):
        assert f"{percent(Fraction(votes, found.stages[0].live[n]), 1)}%" in words


def _lines(svg: str) -> list[tuple[float, float, float]]:
    """Upright lines in ink: where, from which height to which."""
    inked = [i for i in parsed(svg).iter(f"{SVG}line") if i.get("stroke") == INK]
    ends = [[float(i.get(key, "0")) for key in ("x1", "y1", "y2", "x2")] for i in inked]
    return [(x, min(a, b), max(a, b)) for x, a, b, other in ends if x == other]


@every_shape
@pytest.mark.parametrize("picture", ["bars", "bars on a telephone"])
def test_the_line_half_way_crosses_no_label(picture: str, shape: str) -> None:
    svg = DRAWN[picture](SHAPES[shape]())
    for x, top, bottom in _lines(svg):
        for box in texts(svg):
            assert not (box.left < x < box.right and box.top < bottom and top < box.bottom), box


@every_shape
def test_a_bar_of_a_stage_has_its_figures_in_one_label(shape: str) -> None:
    assert not any(text.startswith("·") for text in said(bars(SHAPES[shape]())))


@pytest.mark.parametrize("shape", ["three weighted sections", "plurality", "nine candidates"])
@pytest.mark.parametrize("picture", ["headline", "sections", "headline on a telephone"])
def test_half_is_marked_beside_a_bar_and_never_across_it(picture: str, shape: str) -> None:
    svg = DRAWN[picture](SHAPES[shape]())
    heights = {"56", "30"}
    bars_drawn = [r for r in parsed(svg).iter(f"{SVG}rect") if r.get("height") in heights]
    edges = {float(r.get("y", "0")) for r in bars_drawn}
    tall = float(bars_drawn[0].get("height", "0"))
    assert _lines(svg)
    for _, top, bottom in _lines(svg):
        assert all(bottom <= y or top >= y + tall for y in edges)


def test_a_name_on_a_pattern_stands_on_a_plate_of_its_colour() -> None:
    svg = headline_bar(SHAPES["nine candidates"]())
    found = [i for i in parsed(svg) if i.tag in (f"{SVG}rect", f"{SVG}text")]
    at = next(n for n, i in enumerate(found) if "Candidate 9 90" in _plain(i))
    ground, name = found[at - 1], texts(svg)[0]
    assert ground.get("fill") == COLOURS[0]
    assert float(ground.get("x", "0")) < name.right
    assert float(ground.get("width", "0")) > name.right - name.left


def _plain(item: ET.Element) -> str:
    return "".join(item.itertext()).replace("\u00a0", " ")


def test_of_several_who_are_level_none_is_named_as_the_next() -> None:
    pieces = table_twin(SHAPES["three level behind the leader"](), Picture.HEADLINE).rows
    assert [row[0] for row in pieces] == ["Ann Archer", "3 others"]


@every_shape
def test_those_who_are_level_stand_in_the_order_of_the_result(shape: str) -> None:
    found = SHAPES[shape]()
    for stage in found.stages:
        order = Measure.of(found).by_size(stage)
        for one, next_ in pairwise(order):
            if stage.points[one] == stage.points[next_]:
                assert found.placing.index(one) < found.placing.index(next_)


def test_who_wins_by_lot_stands_first() -> None:
    assert table_twin(SHAPES["a tie settled by lot"](), Picture.BARS).rows[0][1] == "Ben Butcher"


@pytest.mark.parametrize(
    ("shape", "words"),
    [
        ("three weighted sections", "The winning line is half of the points, 50.00."),
        ("plurality", "Half of the votes in play is 50."),
    ],
)
def test_half_is_the_winning_line_only_where_it_wins(shape: str, words: str) -> None:
    description = parsed(bars(SHAPES[shape]())).findtext(f"{SVG}desc") or ""
    assert words in description
    assert ("winning" in description) is ("winning" in words)


@every_shape
def test_labels_of_a_row_on_a_telephone_have_air_between_them(shape: str) -> None:
    boxes = texts(flow(SHAPES[shape](), orientation=Orientation.DOWN))
    for one, other in combinations(boxes, 2):
        if one.bottom == other.bottom and one.left != other.left:
            left, right = sorted((one, other), key=lambda box: box.left)
            assert right.left - left.right >= 4, (left.text, right.text)


def test_the_ends_of_a_flow_have_the_width_that_few_columns_leave() -> None:
    names = [f"Anne-Marie Featherstonehaugh-Warburton {n}" for n in range(3)]
    found = contest_of([((0,), 0, 50), ((1,), 0, 40), ((2, 1), 0, 30)], names)
    ends = [text for text in said(flow(found)) if text.startswith("Anne-Marie")]
    assert len(ends) >= 5
    assert not any("…" in text for text in ends)


def test_several_seats_have_no_winning_line() -> None:
    for picture in ("bars", "headline"):
        assert not any("half of" in t for t in said(DRAWN[picture](SHAPES["two seats"]())))
    undecided = " ".join(said(headline_bar(SHAPES["a lot for the last seat"]())))
    assert "Ann Archer: elected. Ben Butcher, Cy Cooper and Di Draper are level" in undecided


def test_the_base_is_named() -> None:
    for picture in ("bars", "headline"):
        weighted = " ".join(said(DRAWN[picture](SHAPES["three weighted sections"]())))
        assert "Points of the whole (100), of the votes still in play in each section" in weighted
        plain = " ".join(said(DRAWN[picture](SHAPES["plain, first base"]())))
        assert "per cent of the votes of the first stage" in plain


def test_a_section_is_printed_in_per_cent_of_its_own_votes(facts: Path) -> None:
    words = " ".join(said(section_bars(labour_2010(facts))))
    for figure in ("262 votes in play", "46.6%", "53.4%", "45.6%", "54.4%", "59.8%", "40.2%"):
        assert figure in words
    assert "not of the whole" in words
    assert "0 votes in play" in " ".join(said(section_bars(SHAPES["an empty section"]())))


@every_shape
def test_the_map_of_next_preferences_prints_every_cell(shape: str) -> None:
    found = SHAPES[shape]()
    table = table_twin(found, Picture.NEXT_PREFERENCES)
    words = said(next_preferences_map(found, width=1800))
    if words[0].startswith("No "):
        return
    cells = [cell for row in table.rows for cell in row[2:] if cell != "–"]
    papers = [cell.split(" (")[0] for cell in cells]
    shares = [cell.split(" (")[1].rstrip(")") for cell in cells if "(" in cell]
    printed = sorted(words)
    for figures in (papers, shares):
        for figure in set(figures):
            assert printed.count(figure) >= figures.count(figure)


def test_a_map_of_an_unknown_section_is_refused() -> None:
    with pytest.raises(KeyError):
        next_preferences_map(SHAPES["three weighted sections"](), section="mps")


@pytest.mark.parametrize("shape", [s for s in SHAPES if s != "nobody voted"])
def test_the_twin_of_the_bars_adds_up(shape: str) -> None:
    found = SHAPES[shape]()
    table = table_twin(found, Picture.BARS)
    assert len(table.rows) == sum(len(s.votes) for s in found.stages)
    if not found.contest.weighted:
        for stage in found.stages:
            votes = [int(r[2].replace(",", "")) for r in table.rows if r[0] == str(stage.number)]
            assert sum(votes) == sum(stage.live)


def test_the_twin_of_the_flow_has_every_transfer(facts: Path) -> None:
    table = table_twin(labour_2010(facts), Picture.FLOW)
    assert ("4", "Ed Balls", "Ed Miliband", "25,844", "8.44", "8.59") in table.rows
    assert ("4", "Ed Balls", "non-transferable", "7,994", "1.80", "") in table.rows


@pytest.mark.parametrize("picture", Picture)
@every_shape
def test_every_picture_has_a_twin_with_the_same_figures(shape: str, picture: Picture) -> None:
    found = SHAPES[shape]()
    table = table_twin(found, picture)
    assert found.contest.title in table.caption
    if found.no_votes:
        assert table.rows == ()
    elif picture in (Picture.HEADLINE, Picture.SECTIONS):
        draw = DRAWN["headline" if picture is Picture.HEADLINE else "sections"]
        words = " ".join(said(draw(found)))
        for row in table.rows:
            for figure in re.findall(r"[\d,.]+%", " ".join(row)):
                assert figure in words


def test_the_pictures_of_a_contest_are_those_that_say_something() -> None:
    one = {"headline", "stages"}
    assert set(pictures(SHAPES["one candidate"]())) == one
    assert set(pictures(SHAPES["two candidates"]())) == one | {"next-preferences"}
    flows = {"flow", "flow-phone"}
    weighted = pictures(SHAPES["three weighted sections"]())
    maps = {f"next-preferences-section-{n}" for n in (1, 2, 3)} | {"next-preferences"}
    assert set(weighted) == one | flows | maps | {"sections"}
    for stem, svg in weighted.items():
        assert re.fullmatch(r"[a-z0-9-]+", stem)
        assert parsed(svg).tag == f"{SVG}svg"


@every_picture
def test_a_candidate_has_one_colour_in_every_picture(facts: Path, picture: str) -> None:
    """David Miliband, fourth on the ballot paper, first or second by size."""
    assert 'fill="#0a1793"' in DRAWN[picture](labour_2010(facts))
