"""What a flow shows, exactly: who held how much at each stage, and where every paper went next.

Nodes are candidates at a stage; links are the papers that stayed, moved or left between one stage
and the next. A link begins with what its papers carried at the old stage and ends with what they
carry at the new one, so that the links out of a node add up to it, and the links into it too, also
where papers gain weight because others left the count.

Some candidates can be drawn as one (:data:`OTHERS`) and stages be passed over. Both stay exact:
whoever leaves during a stage that is not drawn belongs to the others, so that what the rest gained
meanwhile came from them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from hustings.count import Stage, Votes
from hustings.declaration import Declaration
from hustings.picture.measure import Measure

__all__ = ["OTHERS", "Column", "Graph", "Link", "Node", "build"]

OTHERS = ""
"""In place of a candidate's id: several candidates drawn as one."""


@dataclass(frozen=True, slots=True)
class Node:
    """A candidate at a stage, or the others together: what is held, and by which ``members``."""

    id: str
    members: tuple[str, ...]
    value: Fraction


@dataclass(frozen=True, slots=True)
class Link:
    """Papers, by section, from a node to one of the next column; ``target`` None: out of the count.

    ``begin`` and ``end``: what they carry at the stage they come from, and at the one they go to.
    """

    source: str
    target: str | None
    papers: Votes
    begin: Fraction
    end: Fraction

    @property
    def moved(self) -> bool:
        """Whether the papers changed hands, or left."""
        return self.source != self.target


@dataclass(frozen=True, slots=True)
class Column:
    """A stage that is drawn: its nodes, largest first, the others last."""

    stage: Stage
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Graph:
    """The columns, and between each and the next its links, ``links[n]`` after ``columns[n]``."""

    columns: tuple[Column, ...]
    links: tuple[tuple[Link, ...], ...]

    @property
    def others(self) -> tuple[str, ...]:
        """Who is drawn as one, in the first column."""
        return next((n.members for n in self.columns[0].nodes if n.id == OTHERS), ())


def build(declaration: Declaration, *, columns: int, nodes: int) -> Graph:
    """The flow with at most so many columns (2 or more), and nodes in a column (3 or more).

    The first stage is drawn and as many of the last as there is room for.
    """
    measure = Measure.of(declaration)
    stages = _drawn(declaration.stages, columns)
    others = _grouped(declaration.stages, stages, measure, nodes)
    drawn = tuple(Column(s, _nodes(s, others, measure)) for s in stages)
    pairs = pairwise(stages)
    return Graph(drawn, tuple(_links(a, b, others, measure) for a, b in pairs))


def _drawn(stages: Sequence[Stage], columns: int) -> tuple[Stage, ...]:
    if len(stages) <= columns:
        return tuple(stages)
    return (stages[0], *stages[len(stages) - columns + 1 :])


def _grouped(
    stages: Sequence[Stage], drawn: Sequence[Stage], measure: Measure, nodes: int
) -> frozenset[str]:
    """Who is drawn as one: all who leave before the second column, then the first to leave."""
    others: set[str] = set()
    if len(drawn) < len(stages):
        others = set(drawn[0].votes) - set(drawn[1].votes)
    reached = {c: s for s in drawn for c in s.votes}
    leaving = sorted(
        set(reached) - others,
        key=lambda c: (reached[c].number, measure.value(reached[c], c), -_place(measure, c)),
    )
    least = len(leaving) + bool(others) - nodes
    if least > 0:
        others.update(leaving[: least + (not others)])
    return frozenset(others) if len(others) > 1 else frozenset()


def _place(measure: Measure, candidate: str) -> int:
    return [c.id for c in measure.contest.candidates].index(candidate)


def _nodes(stage: Stage, others: frozenset[str], measure: Measure) -> tuple[Node, ...]:
    single = [
        Node(c, (c,), measure.value(stage, c)) for c in measure.by_size(stage) if c not in others
    ]
    members = tuple(c for c in measure.by_size(stage) if c in others)
    value = sum((measure.value(stage, c) for c in members), Fraction(0))
    return (*single, *([Node(OTHERS, members, value)] if members else []))


def _links(a: Stage, b: Stage, others: frozenset[str], measure: Measure) -> tuple[Link, ...]:
    moves = _moves if b.number == a.number + 1 else _passed
    links = []
    for (source, target), moved in moves(a, b, others).items():
        if any(moved):
            begin = measure.carried(moved, a)
            end = begin if target is None else measure.carried(moved, b)
            links.append(Link(source, target, moved, begin, end))
    return tuple(links)


Moves = Mapping[tuple[str, str | None], Votes]


def _moves(a: Stage, b: Stage, others: frozenset[str]) -> Moves:
    """Papers from node to node between two stages that follow each other."""
    found: dict[tuple[str, str | None], Votes] = {}

    def add(source: str, target: str | None, papers: Votes) -> None:
        key = (_node(source, others), None if target is None else _node(target, others))
        found[key] = _plus(found.get(key, (0,) * len(papers)), papers)

    for candidate, papers in a.votes.items():
        if candidate in b.votes:
            add(candidate, candidate, papers)
            continue
        left = papers
        for target, moved in b.transfers.get(candidate, {}).items():
            add(candidate, target, moved)
            left = _minus(left, moved)
        add(candidate, None, left)
    return found


def _passed(a: Stage, b: Stage, others: frozenset[str]) -> Moves:
    """The same over stages that are not drawn, at which only some of the others leave."""
    found: dict[tuple[str, str | None], Votes] = {}
    zero = (0,) * len(a.live)
    left = zero
    for candidate, papers in a.votes.items():
        if candidate in others:
            left = _plus(left, papers)
            continue
        found[candidate, candidate] = papers
        found[OTHERS, candidate] = _minus(b.votes[candidate], papers)
    for candidate in others & set(b.votes):
        found[OTHERS, OTHERS] = _plus(found.get((OTHERS, OTHERS), zero), b.votes[candidate])
    for (source, _), papers in list(found.items()):
        left = _minus(left, papers) if source == OTHERS else left
    found[OTHERS, None] = left
    return found


def _node(candidate: str, others: frozenset[str]) -> str:
    return OTHERS if candidate in others else candidate


def _plus(a: Votes, b: Votes) -> Votes:
    return tuple(x + y for x, y in zip(a, b, strict=True))


def _minus(a: Votes, b: Votes) -> Votes:
    return tuple(x - y for x, y in zip(a, b, strict=True))
