"""The picture that shared links show: its size, its words, and that it is of what stands."""

from __future__ import annotations

import io
import re
import sys
from datetime import timedelta
from html import unescape
from itertools import pairwise
from typing import Any

import pytest
import time_machine
from django.test import Client
from PIL import Image

from hustings.web.api.card import Bar, Card, drawn
from hustings.web.api.card_picture import png_of
from hustings.web.api.card_telling import card_of
from hustings.web.contests.models import Contest
from hustings.web.project import clock
from hustings.web.results import actions, importing
from tests.web.booth.polls import make_poll
from tests.web.making import make_contest, make_organisation
from tests.web.results.making import Vote, counted_poll, declared_poll, published_poll

pytestmark = pytest.mark.django_db
ALARM = (166, 27, 27)


def _picture(slug: str) -> Image.Image:
    response = Client().get(f"/c/{slug}/card.png")
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    return Image.open(io.BytesIO(response.content)).convert("RGB")


def _tags(path: str) -> dict[str, str]:
    page = Client().get(path).content.decode()
    found = re.findall(r'<meta (?:property|name)="([\w:]+)" content="([^"]*)">', page)
    return {name: unescape(value) for name, value in found}


def test_a_result_is_a_picture_of_the_asked_size_with_the_bars_of_its_page() -> None:
    poll = declared_poll()
    picture = _picture(poll.contest.slug)
    assert picture.size == (1200, 630)
    colours = {colour for _, colour in picture.getcolors(1 << 20) or []}
    assert (188, 132, 25) in colours  # the second on the paper, who won
    assert (134, 84, 200) in colours
    assert ALARM not in colours
    card = card_of(poll.contest)
    assert [bar.name for bar in card.bars] == ["Candidate 2", "Candidate 1"]
    assert card.bars[0].part == 1


def test_what_is_made_up_says_so_on_red() -> None:
    poll = declared_poll(fictional=True)
    assert ALARM in {colour for _, colour in _picture(poll.contest.slug).getcolors(1 << 20) or []}
    assert "FICTIONAL" in card_of(poll.contest).alt


def test_a_test_version_says_test() -> None:
    poll = published_poll()
    version = poll.contest.versions.get()
    from hustings.web.api.card_telling import _told

    version.test = True
    card = _told(poll.contest, version)
    assert card.mark.startswith("TEST")
    assert "TEST" in drawn(card)


def test_rankings_that_were_invented_are_said_to_be() -> None:
    contest = importing.import_example("labour-leader-2010", make_organisation())
    assert "PARTLY INVENTED" in drawn(card_of(contest))


def test_what_others_reported_is_told_as_reported_and_without_figures() -> None:
    contest = importing.import_example("bassetlaw-2010", make_organisation())
    card = card_of(contest)
    assert (card.state, card.bars) == ("as reported", ())
    assert _picture(contest.slug).size == (1200, 630)


def test_before_the_result_it_says_when_voting_is() -> None:
    contest = make_poll(1).contest
    assert "Voting is open until" in card_of(contest).alt
    with time_machine.travel(clock.now() + timedelta(days=3)):
        assert "Voting is over" in card_of(contest).alt


def test_nothing_of_a_count_stands_on_it_before_publication() -> None:
    poll = counted_poll()
    card = card_of(poll.contest)
    assert (card.bars, card.state) == ((), "")
    assert "Candidate" not in drawn(card)
    assert poll.contest.versions.get().headline not in drawn(card)


def test_a_draft_has_none_and_names_none() -> None:
    draft = make_contest()
    assert Client().get(f"/c/{draft.slug}/card.png").status_code == 404


def test_pages_name_the_picture_with_words_for_those_who_cannot_see_it() -> None:
    poll = declared_poll()
    for path in (f"/c/{poll.contest.slug}/", f"/c/{poll.contest.slug}/result/"):
        tags = _tags(path)
        address = f"/c/{poll.contest.slug}/card.png?version=1-declared"
        assert tags["og:image"].endswith(address)
        assert tags["og:image"].startswith("http")
        assert (tags["og:image:width"], tags["og:image:height"]) == ("1200", "630")
        assert tags["twitter:card"] == "summary_large_image"
        assert "Candidate 2 45 · 52.9%" in tags["og:image:alt"]
        assert tags["twitter:image:alt"] == tags["og:image:alt"]


def test_another_version_is_another_address_and_another_picture() -> None:
    poll = declared_poll()
    path = f"/c/{poll.contest.slug}/"
    first, before = _tags(path)["og:image"], Client().get(f"{path}card.png")
    again = Client().get(f"{path}card.png", headers={"If-None-Match": before["ETag"]})
    assert again.status_code == 304
    actions.recount(poll.contest, reason="An agent asked.", by=poll.officer)
    actions.declare(poll.contest, signed_name="A. Officer", role="RO", by=poll.officer)
    assert _tags(path)["og:image"] != first
    now = Client().get(f"{path}card.png", headers={"If-None-Match": before["ETag"]})
    assert now.status_code == 200


def test_many_candidates_are_told_together_after_the_first() -> None:
    votes = [Vote((n,), 20 - n) for n in range(1, 8)]
    poll = published_poll(votes, candidates=7, rule="plurality")
    card = card_of(poll.contest)
    assert len(card.bars) == 5
    assert card.bars[-1].name == "3 others"
    assert card.bars[-1].printed == "42"
    assert all(0 <= bar.part <= 1 for bar in card.bars)


def _boxes(svg: str) -> list[tuple[float, float, str]]:
    return [
        (float(y), float(size), text)
        for y, size, text in re.findall(
            r'<text x="[\d.]+" y="([\d.]+)"[^>]*font-size="([\d.]+)"[^>]*>([^<]*)</text>', svg
        )
    ]


@pytest.mark.parametrize("bars", [0, 1, 2, 5])
@pytest.mark.parametrize("mark", ["", "FICTIONAL"])
@pytest.mark.parametrize("words", ["Short", "A headline of many words " * 12, "W" * 400])
def test_no_line_runs_into_another_however_long_the_words(bars: int, mark: str, words: str) -> None:
    told = tuple(Bar("Anne-Marie " * 9, "1,234 · 56.7%", 0.7, "#8654c8") for _ in range(bars))
    card = Card(words, "declared", words, () if bars else (words,), told, words, mark, "alt")
    largest: dict[float, float] = {}
    for y, size, _ in _boxes(drawn(card)):
        largest[y] = max(size, largest.get(y, 0))
    for y, below in pairwise(sorted(largest)):
        assert below - y >= largest[below] * 0.7, largest
    assert max(largest) <= 630
    picture = Image.open(io.BytesIO(png_of(card))).convert("RGB")
    margin = picture.crop((1150, 20, 1200, 550))
    assert [colour for _, colour in margin.getcolors() or []] == [(252, 251, 248)]


def test_hostile_words_are_words() -> None:
    contest = make_poll(1, title="<script>&\"' \x08 ]]>").contest
    Contest.objects.filter(pk=contest.pk)
    assert "<script>" not in drawn(card_of(contest))
    assert _picture(contest.slug).size == (1200, 630)


def test_where_it_cannot_be_drawn_pages_name_none(monkeypatch: Any) -> None:
    """As on a system without resvg: the module is not to be found."""
    from hustings.web.api import card_picture

    slug = declared_poll().contest.slug
    card_picture.can_draw.cache_clear()
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    try:
        assert "og:image" not in _tags(f"/c/{slug}/result/")
        assert Client().get(f"/c/{slug}/card.png").status_code == 404
    finally:
        card_picture.can_draw.cache_clear()
