"""The flow is exact: what leaves a node is what it held, what enters one is what it holds."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.contest import Base
from hustings.declaration import Declaration
from hustings.picture.graph import OTHERS, Graph, build
from hustings.picture.layout import Layout, place
from hustings.picture.measure import Measure
from tests.picture.shapes import SHAPES, THIRDS, contest_of, labour_2010

VOTED = [name for name in SHAPES if name != "nobody voted"]
LIMITS = [(100, 100), (4, 100), (100, 5), (2, 3)]


def check_exact(graph: Graph) -> None:
    for n, links in enumerate(graph.links):
        for node in graph.columns[n].nodes:
            assert sum((k.begin for k in links if k.source == node.id), Fraction(0)) == node.value
        for node in graph.columns[n + 1].nodes:
            assert sum((k.end for k in links if k.target == node.id), Fraction(0)) == node.value


def check_placed(layout: Layout, gap: float) -> None:
    for n, ribbons in enumerate(layout.ribbons):
        for spot in layout.columns[n]:
            if spot.node:
                mine = [r.begin for r in ribbons if r.link.source == spot.node.id]
                assert sum(b - a for a, b in mine) == pytest.approx(spot.size, abs=1e-6)
        for spot in layout.columns[n + 1]:
            target = spot.node.id if spot.node else None
            ends = [r.end for r in ribbons if r.link.target == target]
            assert sum(b - a for a, b in ends) == pytest.approx(spot.size, abs=1e-6)
            for a, b in ends:
                assert spot.start - 1e-6 <= a <= b <= spot.end + 1e-6
    for spots in layout.columns:
        for before, after in pairwise(spots):
            assert after.start - before.end >= gap - 1e-6


@pytest.mark.parametrize("limits", LIMITS, ids=str)
@pytest.mark.parametrize("shape", VOTED)
def test_ribbons_conserve_what_they_carry(shape: str, limits: tuple[int, int]) -> None:
    graph = build(SHAPES[shape](), columns=limits[0], nodes=limits[1])
    check_exact(graph)
    check_placed(place(graph, breadth=400, least=17, gap=7), 7)


@pytest.mark.parametrize("limits", LIMITS, ids=str)
def test_ribbons_conserve_in_2010(facts: Path, limits: tuple[int, int]) -> None:
    graph = build(labour_2010(facts), columns=limits[0], nodes=limits[1])
    check_exact(graph)
    check_placed(place(graph, breadth=400, least=17, gap=7), 7)


papers = st.integers(0, 40)
rankings = st.permutations(range(5)).flatmap(
    lambda order: st.integers(1, 5).map(lambda n: tuple(order[:n]))
)


@given(
    st.lists(st.tuples(rankings, st.integers(0, 2), papers), min_size=1, max_size=12),
    st.sampled_from(Base),
    st.integers(2, 5),
    st.integers(3, 6),
)
def test_any_weighted_count_flows_exactly(
    rows: list[tuple[tuple[int, ...], int, int]], base: Base, columns: int, nodes: int
) -> None:
    found = contest_of(rows, [f"N{n}" for n in range(5)], sections=THIRDS, base=base)
    if not found.no_votes:
        check_exact(build(found, columns=columns, nodes=nodes))


def test_transfers_are_drawn_at_the_worth_of_the_stage_that_they_reach(facts: Path) -> None:
    """Ed Balls's papers at stage 3, one third a section, over the votes live at stage 4."""
    found = labour_2010(facts)
    graph = build(found, columns=9, nodes=9)
    link = next(k for k in graph.links[2] if (k.source, k.target) == ("balls", "e_miliband"))
    assert link.papers == (26, 9295, 16523)
    assert link.end == sum(
        (Fraction(n, 3 * of) for n, of in zip(link.papers, (262, 122806, 199671), strict=True)),
        Fraction(0),
    )
    assert link.end == Measure.of(found).gain(found.stages[3], "e_miliband")


def first_column(found: Declaration, columns: int, nodes: int) -> list[str]:
    return [n.id for n in build(found, columns=columns, nodes=nodes).columns[0].nodes]


def test_nobody_is_grouped_where_there_is_room() -> None:
    for shape in VOTED:
        assert OTHERS not in first_column(SHAPES[shape](), 100, 100)


def test_the_first_to_leave_are_the_others() -> None:
    found = SHAPES["thirty-six candidates"]()
    graph = build(found, columns=5, nodes=100)
    last = found.stages[-1].number
    assert [c.stage.number for c in graph.columns] == [1, *range(last - 3, last + 1)]
    gone = {c for s in found.stages if s.number < last - 3 for c in s.excluded}
    assert set(graph.others) == gone
    assert len(first_column(found, 100, 6)) == 6
