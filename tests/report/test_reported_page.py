"""A reported result as a page and as text: every figure with its source, nothing counted."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser

from hustings.contest import Candidate, Purpose
from hustings.examples import example_path
from hustings.formats.reported_toml import read_reported
from hustings.report.reported_bars import share_bars
from hustings.report.reported_page import reported_page
from hustings.report.reported_text import reported_text
from hustings.reported import Line, Papers, Report, Reported, Share, Source
from hustings.reported.checks import checks
from hustings.reported.wording import NO_FIGURE, NOT_COUNTED, not_counted
from tests.picture.shapes import texts
from tests.test_reported import anything_reported

EXAMPLES = (
    "bassetlaw-2010",
    "dudley-north-2010",
    "edinburgh-east-2010",
    "gosport-2009",
    "totnes-2009",
)
WITH_FIGURES = tuple(name for name in EXAMPLES if name != "dudley-north-2010")


def example(name: str) -> Reported:
    return read_reported(example_path(name), name=name)


class Seen(HTMLParser):
    """The text of a page, its ids, its links, and every tag that is open."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        said = dict(attrs)
        self.ids.extend(value for key, value in attrs if key == "id" and value)
        if tag == "a":
            self.links.append(said.get("href") or "")
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.ids.extend(value for key, value in attrs if key == "id" and value)

    def handle_endtag(self, tag: str) -> None:
        assert self.open
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text.append(data)

    @property
    def words(self) -> str:
        return " ".join(" ".join(self.text).split())


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_page_is_whole_and_every_id_and_link_leads_somewhere(name: str) -> None:
    page = reported_page(example(name))
    seen = Seen(page)
    assert not seen.open
    assert len(seen.ids) == len(set(seen.ids))
    assert all(link.startswith("#") and link[1:] in seen.ids for link in seen.links)
    assert set(re.findall(r"url\(#([^)]+)\)", page)) <= set(seen.ids)
    assert page == reported_page(example(name))


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_page_runs_no_script_and_fetches_nothing(name: str) -> None:
    page = reported_page(example(name))
    assert "script" not in Seen(page).tags
    assert not re.findall(r"(?:src|href)=[\"'](?!#)", page)
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")


@pytest.mark.parametrize("name", EXAMPLES)
def test_page_and_text_say_that_nothing_was_counted_and_name_every_source(name: str) -> None:
    reported = example(name)
    said = Seen(reported_page(reported)).words
    text = " ".join(reported_text(reported).split())
    for words in (said, text):
        assert not_counted(reported) in words
        for source in reported.sources:
            assert source.title in words
            assert source.publisher in words


@pytest.mark.parametrize("name", EXAMPLES)
def test_page_and_text_show_every_figure_and_claim_as_printed(name: str) -> None:
    reported = example(name)
    said = Seen(reported_page(reported)).words
    text = " ".join(reported_text(reported).split())
    lines = [line for report in reported.reports for line in report.lines]
    printed = [str(f) for line in lines for f in (line.share, line.votes) if f]
    for words in (said, text):
        for wanted in (*printed, *(claim.says for claim in reported.claims)):
            assert wanted in words, wanted


@pytest.mark.parametrize("name", WITH_FIGURES)
def test_the_text_holds_every_check(name: str) -> None:
    reported = example(name)
    text = " ".join(reported_text(reported).split())
    for check in checks(reported):
        assert check.sentence in text


@pytest.mark.parametrize("name", EXAMPLES)
def test_nobody_is_elected_by_a_primary(name: str) -> None:
    reported = example(name)
    for words in (Seen(reported_page(reported)).words, reported_text(reported)):
        assert " elected" not in words
    assert reported.purpose is not Purpose.ELECTION


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_lines_of_the_text_are_at_most_78_characters(name: str) -> None:
    text = reported_text(example(name))
    assert text.endswith("\n")
    assert max(len(line) for line in text.splitlines()) <= 78


def test_differing_figures_stand_in_one_row_side_by_side() -> None:
    page = reported_page(example("bassetlaw-2010"))
    row = next(r for r in page.split("<tr>") if "Papers issued" in r)
    assert row.index("15,000") < row.index("16,000")
    assert "two figures" in row


@pytest.mark.parametrize("name", WITH_FIGURES)
def test_sources_are_marked_by_who_published_them(name: str) -> None:
    reported = example(name)
    seen = Seen(reported_page(reported))
    for source in reported.sources:
        same = [s for s in reported.sources if s.publisher == source.publisher]
        number = f" {same.index(source) + 1}" if len(same) > 1 else ""
        mark = f"{source.publisher}{number}"
        assert f"{mark}:" in seen.text
        assert mark in seen.text
        assert source.id == mark or source.id not in seen.text


@pytest.mark.parametrize("name", WITH_FIGURES)
@pytest.mark.parametrize("width", [980, 330])
def test_the_labels_of_the_bars_stay_within_and_clear_of_the_line(name: str, width: int) -> None:
    reported = example(name)
    for report in reported.whole:
        drawn = share_bars(reported, report, width=width, prefix="t")
        upright = re.findall(r'<line x1="([\d.]+)" y1="([\d.]+)" x2="\1" y2="([\d.]+)"', drawn)
        assert upright
        for box in texts(drawn):
            assert box.right <= width + 0.5, box
            for x, top, bottom in (map(float, found) for found in upright):
                across = box.left < x < box.right
                assert not (across and box.top < bottom and top < box.bottom), box


def test_what_was_noted_of_a_figure_is_read_whole_on_a_telephone(browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 800})
    page.set_content(reported_page(example("bassetlaw-2010")))
    box = page.get_by_text("which was in alphabetical order").bounding_box()
    assert box
    assert box["x"] + box["width"] <= 360
    page.close()


def test_a_candidate_without_a_figure_has_no_bar_and_says_so() -> None:
    reported = example("edinburgh-east-2010")
    drawn = share_bars(reported, reported.whole[0], width=980, prefix="t")
    root = ET.fromstring(drawn)  # noqa: S314  (our own picture)
    rects = [e for e in root.iter() if e.tag.endswith("rect") and e.get("height") != "224"]
    hatched = [e for e in rects if e.get("fill") == "url(#t-hatch)"]
    dashed = [e for e in rects if e.get("stroke-dasharray")]
    assert len(hatched) == 3  # David and Ed Miliband, and Andy Burnham up to his lowest
    assert len(dashed) == 2  # Andy Burnham and Ed Balls: how far their limits let them go
    assert NO_FIGURE in drawn


def test_the_lengths_of_bars_are_in_the_proportion_of_the_shares() -> None:
    reported = example("bassetlaw-2010")
    drawn = share_bars(reported, reported.whole[0], width=980, prefix="t")
    lengths = [
        float(found)
        for found in re.findall(r'width="([\d.]+)" height="22" fill="url\(#t-hatch\)"', drawn)
    ]
    shares = [float(str(line.share)) for line in reported.whole[0].lines]
    assert [round(x / lengths[0], 2) for x in lengths] == [round(s / shares[0], 2) for s in shares]


NAMES = st.text(min_size=1, max_size=30).filter(lambda name: bool(name.strip()))


@given(NAMES, NAMES)
def test_no_name_or_title_becomes_markup(name: str, title: str) -> None:
    reported = Reported(
        "x",
        f"<script>{title}",
        Purpose.ADVISORY,
        (Candidate("a", f"<b>{name}"), Candidate("b", "Silver Birch")),
        (Source("G", f"<i>{title}", "&amp;"),),
        (Report("all", "<u>All", (Line("a", Share.read("60"), Papers.read("6"), ("G",)),)),),
        rule="plurality",
    )
    seen = Seen(reported_page(reported))
    assert not seen.open
    assert not seen.tags & {"script", "b", "i", "u"}
    assert reported_text(reported)


def test_votes_without_shares_are_drawn_as_their_exact_share_where_all_are_known() -> None:
    reported = example("gosport-2009")
    (report,) = reported.whole
    bare = replace(report, lines=tuple(replace(line, share=None) for line in report.lines))
    known = share_bars(replace(reported, reports=(bare,)), bare, width=980, prefix="t")
    assert known.count("url(#t-hatch)") == 4
    fewer = replace(bare, lines=bare.lines[:3])
    unknown = share_bars(replace(reported, reports=(fewer,)), fewer, width=980, prefix="t")
    assert "url(#t-hatch)" not in unknown
    assert "stroke-dasharray" not in known + unknown


@given(anything_reported())
def test_whatever_was_reported_has_a_whole_page_and_a_text(reported: Reported) -> None:
    seen = Seen(reported_page(reported))
    assert not seen.open
    assert len(seen.ids) == len(set(seen.ids))
    assert max(len(line) for line in reported_text(reported).splitlines()) <= 78


def test_differing_reports_of_the_same_votes_stand_side_by_side() -> None:
    reported = example("totnes-2009")
    (report,) = reported.whole
    other = replace(report, id="other", title="Another report", lines=tuple(reversed(report.lines)))
    both = replace(reported, reports=(replace(report, title="One report"), other))
    words = Seen(reported_page(both)).words
    assert "One report" in words
    assert "Another report" in words
    assert NOT_COUNTED in words


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("width", [320, 360, 1160])
def test_a_page_fits_a_narrow_and_a_wide_window(name: str, width: int, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.set_content(reported_page(example(name)))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    shown = page.locator("figure svg:visible").count()
    assert shown == len(example(name).reports)
    page.close()
