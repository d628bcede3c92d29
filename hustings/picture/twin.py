"""The same figures as a table, for each picture: for those who do not see it, and to copy from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from hustings.contest import Base
from hustings.count import Stage
from hustings.declaration import Declaration
from hustings.language import say
from hustings.picture.frame import title_of
from hustings.picture.graph import Link, build
from hustings.picture.headline import pieces_of
from hustings.picture.matrix import MatrixRow, map_words, matrix_of
from hustings.picture.measure import Measure, status_of
from hustings.picture.sections import base_of, splits_of
from hustings.rounding import grouped, percent

__all__ = ["Picture", "Table", "table_twin"]


class Picture(StrEnum):
    """The pictures that there are; the value is the stem of its file."""

    HEADLINE = "headline"
    BARS = "stages"
    FLOW = "flow"
    NEXT_PREFERENCES = "next-preferences"
    SECTIONS = "sections"


@dataclass(frozen=True, slots=True)
class Table:
    """A table of printed figures: every row is as long as the header, its first cell names it."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        assert all(len(row) == len(self.header) for row in self.rows)


def table_twin(declaration: Declaration, picture: Picture, *, section: str | None = None) -> Table:
    """The table of a picture; ``section`` (an id) for next preferences of one section only.

    Nothing is grouped or left out for want of room. Without valid papers it has no rows.
    """
    if picture is Picture.NEXT_PREFERENCES:
        return _next_preferences(declaration, section)
    make = {
        Picture.HEADLINE: _headline,
        Picture.BARS: _bars,
        Picture.FLOW: _flow,
        Picture.SECTIONS: _sections,
    }[picture]
    return make(declaration)


def _units(declaration: Declaration) -> tuple[str, ...]:
    if declaration.contest.weighted:
        return (say("Points"),)
    return say("Votes"), say("Per cent")


def _figures(measure: Measure, stage: Stage, candidate: str) -> tuple[str, ...]:
    printed = measure.printed(measure.value(stage, candidate))
    if measure.contest.weighted:
        return (printed,)
    return printed, measure.per_cent(stage, candidate)


def _headline(declaration: Declaration) -> Table:
    measure = Measure.of(declaration)
    unit = say("Points") if declaration.contest.weighted else say("Votes, and per cent")
    pieces = () if declaration.no_votes else pieces_of(declaration)
    rows = tuple((p.name, p.printed, p.status) for p in pieces)
    caption = f"{title_of(declaration, say('The result'))}. {measure.base_words}."
    return Table(caption, (say("Candidate"), unit, say("Outcome")), rows)


def _bars(declaration: Declaration) -> Table:
    measure = Measure.of(declaration)
    gained = say("Votes from transfers")
    if declaration.contest.weighted:
        gained = say("Points from transfers")
    header = (say("Stage"), say("Candidate"), *_units(declaration), gained, say("Outcome"))
    rows = [
        (
            str(stage.number),
            declaration.contest.name_of(candidate),
            *_figures(measure, stage, candidate),
            measure.printed(gain) if (gain := measure.gain(stage, candidate)) else "",
            status_of(declaration, stage, candidate),
        )
        for stage in declaration.stages
        for candidate in measure.by_size(stage)
        if not declaration.no_votes
    ]
    caption = f"{title_of(declaration, say('Stage by stage'))}. {measure.base_words}."
    return Table(caption, header, tuple(rows))


def _flow(declaration: Declaration) -> Table:
    """The papers that moved or left, stage after stage; those that stayed are left out."""
    stages, contest = declaration.stages, declaration.contest
    graph = build(declaration, columns=len(stages) + 1, nodes=len(contest.candidates) + 1)
    points = (say("Points on leaving"), say("Points on arrival")) if contest.weighted else ()
    header = (say("To stage"), say("From"), say("To"), say("Papers"), *points)
    rows = [
        (
            str(column.stage.number),
            contest.name_of(link.source),
            contest.name_of(link.target) if link.target else say("non-transferable"),
            grouped(sum(link.papers)),
            *(_points(link) if points else ()),
        )
        for column, links in zip(graph.columns[1:], graph.links, strict=True)
        for link in links
        if link.moved
    ]
    title = title_of(declaration, say("How papers moved"))
    caption = f"{title}. {say('Papers of the candidates excluded.')}"
    return Table(caption, header, tuple(rows))


def _points(link: Link) -> tuple[str, str]:
    return percent(link.begin), percent(link.end) if link.target else ""


def _next_preferences(declaration: Declaration, section: str | None) -> Table:
    contest = declaration.contest
    matrix = matrix_of(declaration, section=section)
    names = tuple(contest.name_of(c) for c in matrix.columns)
    rows = tuple(
        (
            contest.name_of(row.id),
            grouped(row.first),
            *(_of_row(row, papers) for papers in (*row.to, row.none)),
        )
        for row in matrix.rows
        if not declaration.no_votes
    )
    told = say("Papers, and per cent of the first preferences of the candidate at the left.")
    caption = f"{title_of(declaration, map_words(contest, section))}. {told}"
    header = (say("First preference"), say("First preferences"), *names, say("nobody"))
    return Table(caption, header, rows)


def _of_row(row: MatrixRow, papers: int | None) -> str:
    if papers is None:
        return "–"
    share = row.share(papers)
    return grouped(papers) if share is None else f"{grouped(papers)} ({percent(share, 1)}%)"


def _sections(declaration: Declaration) -> Table:
    contest, stage = declaration.contest, declaration.deciding_stage
    order = Measure.of(declaration).by_size(stage)
    header = (say("Section"), say("Votes in play"), *(contest.name_of(c) for c in order))
    rows = tuple(
        (section.name, grouped(sum(votes.values())), *_split(votes, base))
        for (section, votes), base in zip(splits_of(declaration), base_of(declaration), strict=True)
        if not declaration.no_votes
    )
    told = say(
        "Stage {number}. Votes, and per cent of the section's own votes in play at that stage.",
        number=stage.number,
    )
    if contest.base is Base.FIRST:
        told = say(
            "Stage {number}. Votes, and per cent of the section's own votes of the first stage.",
            number=stage.number,
        )
    return Table(f"{title_of(declaration, say('Section by section'))}. {told}", header, rows)


def _split(votes: dict[str, int], base: int) -> tuple[str, ...]:
    if not any(votes.values()):
        return tuple("0" for _ in votes)
    return tuple(f"{grouped(n)} ({percent(Fraction(n, base), 1)}%)" for n in votes.values())
