"""Reported shares as bars, hatched to say that nobody here counted them.

A share printed as a limit is drawn as what it allows: to the lowest that it can be in the hatched
colour, to the highest as an open box. Who has no figure has no bar. The half-way line is drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from hustings.contest import Contest
from hustings.language import say
from hustings.picture.lettering import LINE, Run, label, runs_width, secondary
from hustings.picture.palette import Palette
from hustings.picture.svg import INK, PAPER, Drawing, Element, element, line, rect
from hustings.report.markup import Html
from hustings.reported import Line, Report, Reported, Sense
from hustings.reported.phrases import votes_printed
from hustings.reported.standing import possible_shares
from hustings.reported.wording import NO_FIGURE, figure_words

__all__ = ["share_bars", "swatch_colour"]

_BAR, _ROW = 22.0, 40.0
_NARROW_ROW = 58.0
_SHORTEST_SCALE = 56
"""The least that the full width stands for, per cent, so that the half-way line always shows."""


def swatch_colour(reported: Reported, candidate: str) -> str:
    """The colour of a candidate: the same as in every picture of a count with the same paper."""
    return Palette(_contest(reported), "").of(candidate).colour


def _contest(reported: Reported) -> Contest:
    return Contest(reported.id, reported.title, reported.candidates)


def share_bars(reported: Reported, report: Report, *, width: float, prefix: str) -> Html:
    """The picture of one report, ``width`` pixels wide; every id in it begins with the prefix."""
    plan = _Plan.of(reported, report, width, prefix)
    return Html(plan.drawing().write(prefix))


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where things stand: the column of names (0 where they stand above the bars) and the scale."""

    reported: Reported
    report: Report
    width: float
    prefix: str
    names: float
    scale: float

    @classmethod
    def of(cls, reported: Reported, report: Report, width: float, prefix: str) -> _Plan:
        names = 0.0
        if width >= 560:
            names = max(runs_width([Run(c.name)]) for c in reported.candidates) + 18
        highs = (_extent(reported, report, line)[1] for line in report.lines)
        most = max(_SHORTEST_SCALE, *(float(high) for high in highs))
        after = 0.0
        if names:  # what stands after the longest bar must end within the width
            after = max(runs_width(_said(line)) for line in report.lines) + 14
            names = min(names, width * 0.3)
        return cls(reported, report, width, prefix, names, (width - names - after) / most)

    def drawing(self) -> Drawing:
        order = self.reported.in_order(self.report)
        top, row = 24.0, _ROW if self.names else _NARROW_ROW
        bottom = top + row * len(order)
        parts = [self.definitions()]
        tops = [(candidate, top + n * row) for n, candidate in enumerate(order)]
        for candidate, y in tops:
            parts.extend(self.shapes(candidate, y))
        parts.extend(self.half(tops, bottom))
        for candidate, y in tops:
            parts.extend(self.labels(candidate, y))
        title = say(
            "{report}, as reported: {contest}",
            report=self.report.title,
            contest=self.reported.title,
        )
        return Drawing(title, self.described(order), self.width, bottom, tuple(parts))

    def described(self, order: Iterable[str]) -> str:
        """A sentence for those who do not see the picture."""
        told = "; ".join(self.words(candidate) for candidate in order)
        return say("{told}. Reported, not counted.", told=told)

    def words(self, candidate: str) -> str:
        found = self.report.line(candidate)
        figure = figure_words(found) if found else say(NO_FIGURE)
        return f"{self.reported.name_of(candidate)} {figure}"

    def x(self, share: Fraction) -> float:
        return self.names + float(share) * self.scale

    def bar_top(self, top: float) -> float:
        """Where the bar of a row begins: beside its name, or below it."""
        return top + 8 if self.names else top + LINE + 6

    def shapes(self, candidate: str, top: float) -> Iterable[Element]:
        """The bar of a row; nothing where nothing was reported."""
        found = self.report.line(candidate)
        return self.bar(found, self.bar_top(top)) if found else ()

    def labels(self, candidate: str, top: float) -> Iterable[Element]:
        """The name, and beside the bar what was reported; in a narrow picture both above it."""
        name = Run(self.reported.name_of(candidate), bold=not self.names)
        said = self.figures(candidate)
        if not self.names:
            kept = name.cut_to(self.width - runs_width(said) - 6)
            return label(0, top + LINE - 2, [kept, *said], halo=PAPER)
        middle = self.bar_top(top) + _BAR / 2 + 4.5
        kept = name.cut_to(self.names - 8)
        return (*label(0, middle, [kept]), *label(self.after(candidate)[0], middle, said))

    def figures(self, candidate: str) -> list[Run]:
        """What stands beside a bar: the share as printed and the votes, or that there is none."""
        found = self.report.line(candidate)
        return _said(found) if found else [secondary(say(NO_FIGURE))]

    def after(self, candidate: str) -> tuple[float, float]:
        """From where to where the label after a bar runs."""
        found = self.report.line(candidate)
        start = self.names
        if found:
            start = self.x(_extent(self.reported, self.report, found)[1]) + 10
        return start, start + runs_width(self.figures(candidate))

    def bar(self, found: Line, y: float) -> Iterable[Element]:
        low, high = _extent(self.reported, self.report, found)
        colour = swatch_colour(self.reported, found.candidate)
        if low:
            length = self.x(low) - self.names
            yield rect(self.names, y, length, _BAR, fill=colour)
            yield rect(self.names, y, length, _BAR, fill=f"url(#{self.prefix}-hatch)")
            yield _box(self.names, y, length, colour)
        if high > low:
            yield _box(self.x(low), y, self.x(high) - self.x(low), colour, open_=True)

    def half(self, tops: Sequence[tuple[str, float]], bottom: float) -> Iterable[Element]:
        """The half-way line, cased in paper so that it is seen across a dark bar too."""
        x = self.x(Fraction(50))
        words = [secondary(say("half of the votes"))]
        start = min(x - runs_width(words, size=11.5) / 2, self.width - runs_width(words, size=11.5))
        for begin, end in self.half_spans(tops, bottom):
            yield line(x, begin, x, end, stroke=PAPER, width=3.5)
            yield line(x, begin, x, end, stroke=INK, width=1.4)
        yield from label(max(start, 0), 12, words, size=11.5)

    def half_spans(
        self, tops: Sequence[tuple[str, float]], bottom: float
    ) -> Iterable[tuple[float, float]]:
        """Where the line is drawn: through all rows but not a label, or from bar to bar."""
        if not self.names:
            return [(self.bar_top(y) - 3, self.bar_top(y) + _BAR + 3) for _, y in tops]
        spans, start, mark = [], 20.0, self.x(Fraction(50))
        for candidate, y in tops:
            begin, end = self.after(candidate)
            if begin - 6 < mark < end + 6:
                spans.append((start, self.bar_top(y) + 2))
                start = self.bar_top(y) + _BAR - 2
        return [*spans, (start, bottom)]

    def definitions(self) -> Element:
        said: dict[str, str | float] = {
            "id": f"{self.prefix}-hatch",
            "width": 6.0,
            "height": 6.0,
            "patternUnits": "userSpaceOnUse",
            "patternTransform": "rotate(45)",
        }
        mark = line(0, 0, 0, 6, stroke=PAPER, width=4.4)
        return element("defs", {}, element("pattern", said, mark))


def _box(x: float, y: float, width: float, colour: str, *, open_: bool = False) -> Element:
    """An outline in the candidate's colour; open where it only says how far a share can go."""
    return element(
        "rect",
        {
            "x": x + 0.75,
            "y": y + 0.75,
            "width": max(width - 1.5, 0.5),
            "height": _BAR - 1.5,
            "fill": "none",
            "stroke": colour,
            "stroke-width": 1.5,
            "stroke-dasharray": "3 3" if open_ else "",
        },
    )


def _said(found: Line) -> list[Run]:
    """The share as printed, and the votes."""
    said = [Run(found.share.words, bold=True)] if found.share else []
    if found.votes:
        votes = votes_printed(found.votes)
        said.append(secondary(votes) if said else Run(votes, bold=True))
    return said


def _extent(reported: Reported, report: Report, found: Line) -> tuple[Fraction, Fraction]:
    """How far the bar is drawn full, and how far a limit lets the share go: per cent.

    Both are the printed share; or what a limit allows; or, of votes without a share, their exact
    share where everybody's votes were printed, else nothing.
    """
    if found.share is None:
        known = reported.printed_votes(report) is not None
        share = possible_shares(reported, report)[found.candidate].low if known else Fraction(0)
        return share, share
    if found.share.sense in {Sense.AS_PRINTED, Sense.ABOUT}:
        return found.share.value, found.share.value
    return found.span.low, possible_shares(reported, report)[found.candidate].high
