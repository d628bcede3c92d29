"""Section by section: how each split at the stage that decided, in per cent of its own votes.

These are per cent of the section, not points of the whole; the caption says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from hustings.contest import Base, Section
from hustings.count import Stage, Votes
from hustings.declaration import Declaration
from hustings.language import say, say_number
from hustings.picture.frame import caption, empty, notches, notes, title_of
from hustings.picture.lettering import Run, label, plate, runs_width, secondary
from hustings.picture.measure import Measure, invented_notes
from hustings.picture.palette import Palette
from hustings.picture.svg import RULE, Drawing, Element, line, rect
from hustings.rounding import grouped, percent

__all__ = ["base_of", "draw_sections", "section_bars", "splits_of"]

_HEIGHT = 30.0
_PAD = 9.0
_GAP = 2.0


def section_bars(declaration: Declaration, *, width: float = 760, prefix: str = "sections") -> str:
    """The sections as a standalone SVG document, ``width`` pixels wide."""
    return draw_sections(declaration, width=width, prefix=prefix).write(prefix)


def splits_of(declaration: Declaration) -> list[tuple[Section, dict[str, int]]]:
    """Each section with the votes in it at the deciding stage, whoever has most in all first."""
    stage = declaration.deciding_stage
    order = Measure.of(declaration).by_size(stage)
    return [
        (section, {c: stage.votes[c][n] for c in order})
        for n, section in enumerate(declaration.contest.sections)
    ]


def base_of(declaration: Declaration) -> Votes:
    """The votes of each section that its per cent are of."""
    if declaration.contest.base is Base.FIRST:
        return declaration.stages[0].live
    return declaration.deciding_stage.live


def draw_sections(declaration: Declaration, *, width: float, prefix: str) -> Drawing:
    """The same before it is written."""
    title = title_of(declaration, say("Section by section"))
    if declaration.no_votes:
        return empty(title, say("No valid papers: there is nothing to draw."), width)
    stage = declaration.deciding_stage
    plan = _Plan(declaration, stage, Palette(declaration.contest, prefix), width)
    top, y = caption(_caption(declaration.contest.base, stage), width)
    parts = [plan.palette.definitions(stage.votes), *top]
    whole = base_of(declaration)
    for (section, votes), base in zip(splits_of(declaration), whole, strict=True):
        drawn, y = plan.section(section, votes, base, y + 8)
        parts.extend(drawn)
    under, y = notes(invented_notes(declaration.contest), y + 4, width)
    return Drawing(title, _described(declaration), width, y + 4, (*parts, *under))


def _caption(base: Base, stage: Stage) -> str:
    """What the per cent are of, and what the marks show."""
    if base is Base.FIRST:
        return say(
            "Stage {number}. Per cent of each section's own votes of the first stage, not of the "
            "whole; the marks show half of the section.",
            number=stage.number,
        )
    return say(
        "Stage {number}. Per cent of each section's own votes in play at that stage, not of the "
        "whole; the marks show half of the section.",
        number=stage.number,
    )


def _described(declaration: Declaration) -> str:
    said = []
    for (section, votes), base in zip(splits_of(declaration), base_of(declaration), strict=True):
        live = sum(votes.values())
        shares = ", ".join(
            f"{declaration.contest.name_of(c)} {percent(Fraction(n, base), 1)}%"
            for c, n in votes.items()
            if live
        )
        votes_live = say_number(
            "{section} ({votes} votes in play): {shares}",
            "{section} ({votes} votes in play): {shares}",
            live,
            section=section.name,
            votes=grouped(live),
            shares=shares or say("none"),
        )
        said.append(votes_live)
    number, told = declaration.deciding_stage.number, "; ".join(said)
    if declaration.contest.base is Base.FIRST:
        return say(
            "At stage {number}, per cent of each section's votes of the first stage. {told}.",
            number=number,
            told=told,
        )
    return say(
        "At stage {number}, per cent of each section's votes in play at that stage. {told}.",
        number=number,
        told=told,
    )


@dataclass(frozen=True, slots=True)
class _Plan:
    """The bars of one stage: their paints and their width."""

    declaration: Declaration
    stage: Stage
    palette: Palette
    width: float

    def section(
        self, section: Section, votes: dict[str, int], base: int, top: float
    ) -> tuple[list[Element], float]:
        """One section: its name, votes and weight, its bar, and the labels without room in it.

        The bar is as long as ``base``; votes of the base that have left the count are hatched.
        """
        live = sum(votes.values())
        facts = [
            say_number("{votes} vote in play", "{votes} votes in play", live, votes=grouped(live))
        ]
        if section.weight is not None:
            facts.append(say("{share} of the points", share=section.weight))
        parts, y = self._heading(Run(section.name, bold=True), secondary(", ".join(facts)), top)
        if not live:
            return [*parts, line(0, y + 8, self.width, y + 8, stroke=RULE)], y + 20
        shapes, texts, outside = self._bar(votes, base, y)
        marks = notches(self.width / 2, y, y + _HEIGHT, length=4)
        below, bottom = self._outside(outside, y + _HEIGHT + 4)
        return [*parts, *shapes, *marks, *texts, *below], bottom + 8

    def _heading(self, name: Run, facts: Run, top: float) -> tuple[list[Element], float]:
        """Name and facts on one line, or on two where they do not fit one."""
        if runs_width([name, facts]) <= self.width:
            return list(label(0, top + 13, [name, facts])), top + 21
        first = label(0, top + 13, [name.cut_to(self.width)])
        return [*first, *label(0, top + 29, [facts.cut_to(self.width)])], top + 37

    def _bar(
        self, votes: dict[str, int], base: int, y: float
    ) -> tuple[list[Element], list[Element], list[tuple[str | None, str]]]:
        shapes: list[Element] = []
        texts: list[Element] = []
        outside: list[tuple[str | None, str]] = []
        x, shown = 0.0, [c for c, n in votes.items() if n]
        for candidate, papers in votes.items():
            share = Fraction(papers, base)
            wide = float(share) * self.width
            inner = max(wide - (_GAP if candidate != shown[-1] else 0), 0)
            figure = f"{percent(share, 1)}%"
            if wide:
                shapes.extend(self.palette.bar(candidate, x, y, inner, _HEIGHT))
            runs = self._runs(candidate, figure, inner)
            right = candidate == shown[-1] and len(shown) > 1
            texts.extend(self._text(candidate, runs, (x, x + inner), y, right=right))
            if len(runs) < 2:
                outside.append((candidate, figure))
            x += wide
        if left := base - sum(votes.values()):
            wide = left / base * self.width
            shapes.append(rect(x, y, wide, _HEIGHT, fill=self.palette.pattern("out")))
            outside.append((None, f"{percent(Fraction(left, base), 1)}%"))
        return shapes, texts, outside

    def _runs(self, candidate: str, figure: str, room: float) -> list[Run]:
        """Name and figure if they fit the piece of bar; neither where they do not."""
        letters = self.palette.of(candidate).letters
        name = self.declaration.contest.name_of(candidate)
        runs = [Run(name, fill=letters), Run(figure, bold=True, fill=letters)]
        if runs_width(runs) <= room - 2 * _PAD:
            return runs
        left = room - 2 * _PAD - runs_width(runs[1:]) - 5
        return [runs[0].cut_to(left), runs[1]] if left >= 110 else []

    def _text(
        self,
        candidate: str,
        runs: Sequence[Run],
        span: tuple[float, float],
        y: float,
        *,
        right: bool,
    ) -> Iterator[Element]:
        paint = self.palette.of(candidate)
        at = span[1] - _PAD if right else span[0] + _PAD
        anchor, baseline = "end" if right else "", y + _HEIGHT / 2 + 4.5
        if runs and paint.pattern:
            yield plate(at, baseline, runs, fill=paint.colour, anchor=anchor)
        if runs:
            yield from label(at, baseline, runs, anchor=anchor)

    def _outside(
        self, pieces: Sequence[tuple[str | None, str]], top: float
    ) -> tuple[list[Element], float]:
        """Labels that found no room in the bar, in lines below it, each with its colour."""
        parts: list[Element] = []
        x, y = 0.0, top
        for candidate, figure in pieces:
            bold = Run(figure, bold=True)
            name = Run(say("left the count"))
            if candidate is not None:
                name = Run(self.declaration.contest.name_of(candidate))
            name = name.cut_to(self.width - 16 - runs_width([bold]) - 5)
            wide = 16 + runs_width([name, bold])
            if x and x + wide > self.width:
                x, y = 0.0, y + 18
            if candidate is None:
                parts.append(rect(x, y + 4, 10, 10, fill=self.palette.pattern("out")))
            else:
                parts.extend(self.palette.bar(candidate, x, y + 4, 10, 10))
            parts.extend(label(x + 16, y + 13, [name, bold]))
            x += wide + 18
        return parts, y + 18 if pieces else top
