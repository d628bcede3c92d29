"""The colours of candidates: readable, apart for every eye and in grey, always the same."""

from __future__ import annotations

import math
from itertools import combinations, pairwise

import pytest

from hustings.contest import Candidate, Contest
from hustings.picture.palette import COLOURS, NEUTRAL, PATTERNS, Paint, Palette, contrast
from hustings.picture.svg import INK, PAPER, SECONDARY

# Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB.
SIGHTS = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def parts(colour: str) -> list[float]:
    return [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]


def linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def lab(colour: str, sight: str) -> tuple[float, float, float]:
    """CIE 1976 L*, a*, b* (D65) of a colour as that sight sees it."""
    rgb = [linear(p) for p in parts(colour)]
    seen = [
        min(max(sum(a * b for a, b in zip(row, rgb, strict=True)), 0), 1) for row in SIGHTS[sight]
    ]
    xyz = [
        sum(a * b for a, b in zip(row, seen, strict=True)) / white
        for row, white in (
            ((0.4124, 0.3576, 0.1805), 0.95047),
            ((0.2126, 0.7152, 0.0722), 1.0),
            ((0.0193, 0.1192, 0.9505), 1.08883),
        )
    ]
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("colour", [*COLOURS, NEUTRAL])
def test_a_bar_stands_out_from_the_paper_and_its_label_from_the_bar(colour: str) -> None:
    assert contrast(colour, PAPER) >= 3
    assert contrast(Paint(colour).letters, colour) >= 4.5


@pytest.mark.parametrize("colour", [INK, SECONDARY])
def test_text_can_be_read_on_the_paper(colour: str) -> None:
    assert contrast(colour, PAPER) >= 4.5


@pytest.mark.parametrize("sight", SIGHTS)
def test_any_two_colours_are_told_apart_by_every_eye(sight: str) -> None:
    least = min(math.dist(lab(a, sight), lab(b, sight)) for a, b in combinations(COLOURS, 2))
    assert least >= 20  # a difference of 2 to 3 is just seen


def test_neighbours_on_the_ballot_paper_differ_in_grey() -> None:
    for one, other in pairwise([*COLOURS, COLOURS[0]]):
        light = abs(lab(one, "normal")[0] - lab(other, "normal")[0])
        grey = [0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in (parts(one), parts(other))]
        assert light >= 7, (one, other)
        assert abs(grey[0] - grey[1]) >= 0.1, (one, other)


def test_no_two_of_forty_candidates_have_the_same_paint() -> None:
    contest = Contest("c", "C", tuple(Candidate(f"c{n}", f"N{n}") for n in range(40)))
    paints = [Palette(contest, "p").of(c.id) for c in contest.candidates]
    assert len(set(paints)) == 40 == len(COLOURS) * len(PATTERNS)


def test_a_pattern_is_defined_under_the_prefix_where_it_is_used() -> None:
    contest = Contest("c", "C", tuple(Candidate(f"c{n}", f"N{n}") for n in range(20)))
    palette = Palette(contest, "one")
    defined = str(palette.definitions(c.id for c in contest.candidates))
    for candidate in contest.candidates:
        for part in palette.bar(candidate.id, 0, 0, 10, 10):
            fill = dict(part.attributes)["fill"]
            assert fill.startswith("#") or f'id="{fill[5:-1]}"' in defined
