"""Whatever one of two people alters, leaves out or makes up is found; what is settled is true."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hustings.web.papers.marks import alike
from hustings.web.papers.matching import Keyed, matched

MARKS = ("", "1", "2", "3", "X", "✓", "?")
KEYS = ("c1", "c2", "c3")


def pile(size: int, draw: Random, *, unnumbered: float = 0.1, copied: float = 0.05) -> list[Keyed]:
    """Papers as they are in truth; some without a number, some with another's."""
    found: list[Keyed] = []
    for place in range(1, size + 1):
        number = str(10**10 + place)
        if draw.random() < unnumbered:
            number = ""
        elif found and draw.random() < copied:
            number = draw.choice(found).paper
        marks = {key: mark for key in KEYS if (mark := draw.choice(MARKS))}
        found.append(Keyed(place, number, marks, draw.choice(("", "", "", "unclear"))))
    return found


@dataclass
class Clerk:
    """Keys a pile and alters some of it; ``altered`` are the papers it read wrongly, in truth."""

    draw: Random
    share: float
    altered: list[Keyed] = field(default_factory=list)

    def keys(self, papers: Sequence[Keyed]) -> list[Keyed]:
        """What this clerk stored, places from 1: marks and numbers altered, papers swapped, one
        left out and another made up, the pile in another order.
        """
        done = [self._keyed(paper) for paper in papers]
        if self.draw.random() < 0.3:
            self.draw.shuffle(done)
        return [replace(paper, place=place) for place, paper in enumerate(done, start=1)]

    def _keyed(self, paper: Keyed) -> Keyed:
        if self.draw.random() >= self.share:
            return paper
        wrong = self.draw.choice((self._mark, self._number, self._doubt, self._made_up))(paper)
        if wrong.content != paper.content:
            self.altered.append(paper)
        return wrong

    def _mark(self, paper: Keyed) -> Keyed:
        marks = dict(paper.marks) | {self.draw.choice(KEYS): self.draw.choice(MARKS)}
        return replace(paper, marks=marks)

    def _number(self, paper: Keyed) -> Keyed:
        return replace(paper, paper=self.draw.choice(("", "90000000001", "90000000002")))

    def _doubt(self, paper: Keyed) -> Keyed:
        return replace(paper, doubt=self.draw.choice(("", "unclear", "identifies")))

    def _made_up(self, _paper: Keyed) -> Keyed:
        return Keyed(0, f"8{self.draw.randrange(10**10):010}", {"c1": "1"})


def contents(papers: Sequence[Keyed]) -> Counter[object]:
    """What stands on the papers, whatever their order."""
    return Counter(paper.content for paper in papers)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 60), st.sampled_from([0.01, 0.1, 0.5, 1.0]), st.integers(), st.booleans())
def test_every_paper_that_a_clerk_alters_is_among_the_mismatches(
    size: int, share: float, seed: int, alters_first: bool
) -> None:
    draw = Random(seed)
    truth = pile(size, draw)
    clerk = Clerk(draw, share)
    keyed = clerk.keys(truth)
    pairs = matched(keyed, truth) if alters_first else matched(truth, keyed)
    honest = [pair.second if alters_first else pair.first for pair in pairs if not pair.agrees]
    missing = contents(clerk.altered) - contents(honest)
    kept = contents(truth) & contents(keyed)  # what a wrong key elsewhere happens to equal
    assert missing - kept == Counter(), "an altered paper is not looked at again"
    agreed = contents([pair.first for pair in pairs if pair.agrees])
    assert agreed + contents(honest) == contents(truth), "settled as the honest one, all is true"


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 40), st.integers())
def test_the_order_of_the_pile_makes_no_mismatch(size: int, seed: int) -> None:
    draw = Random(seed)
    truth = pile(size, draw)
    other = draw.sample(truth, len(truth))
    pairs = matched(truth, [replace(paper, place=n) for n, paper in enumerate(other, start=1)])
    assert all(pair.agrees for pair in pairs)
    assert [pair.place for pair in pairs] == [paper.place for paper in truth]


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 40), st.integers())
def test_a_slip_in_one_paper_is_one_mismatch_and_no_more(size: int, seed: int) -> None:
    draw = Random(seed)
    truth = pile(size, draw)
    at = draw.randrange(size)
    slip = replace(truth[at], marks=dict(truth[at].marks) | {"c1": "slip"})
    keyed = [*truth[:at], slip, *truth[at + 1 :]]
    differing = [pair for pair in matched(truth, keyed) if not pair.agrees]
    assert [pair.second for pair in differing] == [slip]
    assert differing[0].other_marks == {"c1"}
    assert not differing[0].other_number
    assert not differing[0].other_doubt


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("x", "X"), ("X", "X"), ("×", "X"), ("✗", "X"), ("✓", "✓"), ("✔", "✓"), ("/", "✓"),
        ("1", "1"), (" 2 ", "2"), ("", ""), ("  ", ""), ("1st", "1st"), ("12", "12"), ("?", "?"),
    ],
)  # fmt: skip
def test_a_mark_is_stored_alike_whoever_types_it(typed: str, stored: str) -> None:
    assert alike(typed) == stored
