"""Doubtful papers as agents see them: what is written, what was decided, and who objected.

A paper is told by its batch and its place in it, never by its printed number: an elector knows the
number of her paper, and could otherwise prove to an agent how she voted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hustings.contest import Heading
from hustings.web.contests.models import Contest
from hustings.web.papers.models import Adjudication, Doubt, Objection, Scan
from hustings.web.scrutiny.queries import adjudications, pictures_of

__all__ = ["PAPERS", "Decided", "Mark", "decided_of", "decided_papers", "sights_of"]

PAPERS = "papers"
"""What a visit remembers once it was shown the doubtful papers, however many there were."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands beside a name on the paper, and what it was counted as; empty for nothing."""

    key: str
    name: str
    written: str
    counted: str


@dataclass(frozen=True, slots=True)
class Decided:
    """A paper that two officers decided: rejected under ``heading``; counted if that is empty.

    ``sights``: what a visit remembers of it: this decision of it, and its picture.
    """

    number: int
    batch: int
    place: int
    marks: tuple[Mark, ...]
    doubts: tuple[str, ...]
    heading: str
    heading_words: str
    why: str
    by: tuple[str, str]
    objections: tuple[Objection, ...]
    sights: tuple[str, ...]
    has_picture: bool


def decided_papers(contest: Contest) -> list[Decided]:
    """Every decided paper, batch by batch."""
    names = dict(contest.candidates.order_by("number").values_list("key", "name"))
    found = adjudications(contest).prefetch_related("objections")
    shown = pictures_of(contest)
    return [decided_of(one, names, picture=shown.get(one.pk)) for one in found]


def sights_of(papers: Iterable[Decided]) -> set[str]:
    """What a visit remembers that was shown all of these."""
    return {PAPERS, *(sight for paper in papers for sight in paper.sights)}


def decided_of(one: Adjudication, names: dict[str, str], *, picture: Scan | None = None) -> Decided:
    """One decision; ``names`` are those of the candidates by key, in the order of the paper."""
    reading = one.reading
    return Decided(
        number=one.pk,
        batch=reading.batch.number,
        place=reading.place,
        marks=tuple(
            Mark(key, name, str(reading.marks.get(key, "")), str(one.marks.get(key, "")))
            for key, name in names.items()
        ),
        doubts=tuple(_doubt_words(doubt) for doubt in reading.doubts),
        heading=one.heading,
        heading_words=_heading_words(one.heading),
        why=one.why,
        by=(str(one.first_by), str(one.second_by)),
        objections=tuple(one.objections.all()),
        sights=_sights(one, picture),
        has_picture=picture is not None,
    )


def _sights(one: Adjudication, picture: Scan | None) -> tuple[str, ...]:
    assert one.second_at is not None
    decision = f"paper {one.pk} {one.second_at.timestamp():.6f}"  # decided anew, it is seen anew
    return (decision, f"picture {picture.pk}") if picture else (decision,)


def _heading_words(heading: str) -> str:
    return Heading(heading).words if heading in {h.value for h in Heading} else heading


def _doubt_words(doubt: str) -> str:
    return str(Doubt(doubt).label) if doubt in Doubt.values else str(doubt)
