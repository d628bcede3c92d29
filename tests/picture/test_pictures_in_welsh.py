"""Every picture of every shape in Welsh: whole, within its frame, nothing upon anything else."""

from __future__ import annotations

import re
from itertools import combinations

import pytest

from hustings.declaration import Declaration
from hustings.facade import load, run_count
from hustings.language import speaking
from hustings.picture import Picture, bars, next_preferences_map, pictures, table_twin
from hustings.report.languages import language_of
from hustings.reported import Reported
from tests.listening import Listening, english_left, english_words
from tests.picture.shapes import SHAPES, SVG, extent, parsed, texts
from tests.picture.test_pictures import DRAWN

WELSH = language_of("cy")
EXAMPLES = ("labour-leader-2010",)


def counted(name: str) -> Declaration:
    loaded = load(f"example:{name}")
    assert not isinstance(loaded, Reported)
    return run_count(loaded).declaration


def described(svg: str) -> str:
    """What those hear who do not see it."""
    return parsed(svg).findtext(f"{SVG}desc") or ""


@pytest.mark.parametrize("shape", SHAPES)
def test_everything_that_a_picture_says_is_welsh(shape: str) -> None:
    declaration, welsh = SHAPES[shape](), Listening()
    with speaking(welsh):
        drawn = [draw(declaration) for draw in DRAWN.values()]
        alone = pictures(declaration)
        twins = [repr(table_twin(declaration, picture)) for picture in Picture]
    assert welsh.missing == []
    assert english_left("".join([*drawn, *alone.values(), *twins])) == []


@pytest.mark.parametrize("shape", [s for s in SHAPES if s not in {"hostile names", "long names"}])
def test_but_for_names_no_english_word_is_left(shape: str) -> None:
    declaration = SHAPES[shape]()
    contest = declaration.contest
    own = [
        contest.title,
        *(c.name for c in contest.candidates),
        *(s.name for s in contest.sections),
    ]
    with speaking(WELSH):
        drawn = [*(draw(declaration) for draw in DRAWN.values()), *pictures(declaration).values()]
        twins = [table_twin(declaration, picture) for picture in Picture]
    said = [text for svg in drawn for text in parsed(svg).itertext()]
    said += [cell for t in twins for row in (t.header, *t.rows, (t.caption,)) for cell in row]
    assert english_words(" | ".join(said), own) == []


@pytest.mark.parametrize("name", EXAMPLES)
def test_everything_that_the_pictures_of_an_example_say_is_welsh(name: str) -> None:
    declaration, welsh = counted(name), Listening()
    with speaking(welsh):
        made = "".join(pictures(declaration).values())
    assert welsh.missing == []
    assert english_left(made) == []
    assert made.count(' xml:lang="cy"') == len(pictures(declaration))


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("picture", DRAWN)
def test_longer_words_stay_in_the_frame_and_off_each_other(picture: str, shape: str) -> None:
    with speaking(WELSH):
        svg = DRAWN[picture](SHAPES[shape]())
    _, _, width, height = map(float, parsed(svg).attrib["viewBox"].split())
    assert all(-0.6 <= x <= width + 0.6 and -0.6 <= y <= height + 0.6 for x, y in extent(svg))
    boxes = texts(svg)
    assert not [(a.text, b.text) for a, b in combinations(boxes, 2) if a.overlaps(b)]


def test_names_and_figures_are_the_same_in_both_languages() -> None:
    figures = re.compile(r"\d[\d,.]*%?")
    for shape in ("down to two", "three weighted sections", "a lot is needed"):
        declaration = SHAPES[shape]()
        english = described(bars(declaration))
        with speaking(WELSH):
            welsh = described(bars(declaration))
        assert figures.findall(welsh) == figures.findall(english)
        for candidate in declaration.contest.candidates:
            assert welsh.count(candidate.name) == english.count(candidate.name)


def test_a_picture_says_in_words_what_it_shows() -> None:
    with speaking(WELSH):
        svg = bars(SHAPES["a lot is needed"]())
        map_ = next_preferences_map(SHAPES["one candidate"]())
    assert described(svg) == (
        "Cam 2: Ann Archer 5 · 50.0%, cyfartal: mae angen coelbren; Ben Butcher 5 · 50.0%, "
        "cyfartal: mae angen coelbren. Y llinell ennill yw hanner y pleidleisiau yn y cyfrif, 5. "
        "Eithriwyd cyn hynny: Cy Cooper yng ngham 1."
    )
    assert described(map_) == "Nid oes dewis ar ôl y cyntaf ar unrhyw bapur."


def test_numbers_of_papers_take_their_welsh_forms() -> None:
    with speaking(WELSH):
        said = {text.text for text in texts(bars(SHAPES["one candidate"]()))}
    assert "Cam 1 7 o bapurau yn y cyfrif" in said
