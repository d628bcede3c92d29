"""Bars per stage: who had how much, what came in by transfers, and where the winning line is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from hustings.count import Stage, rule_of
from hustings.declaration import Declaration
from hustings.declaration.wording import listed
from hustings.language import say, say_number
from hustings.picture.frame import caption, empty, notes, title_of
from hustings.picture.lettering import LINE, Run, label, runs_width, secondary, wrapped
from hustings.picture.measure import Measure, invented_notes, status_of
from hustings.picture.palette import Palette
from hustings.picture.svg import INK, PAPER, RULE, Drawing, Element, line, rect
from hustings.rounding import grouped, rounded

__all__ = ["bars", "draw_bars", "stages_described"]

_MOST_ROWS = 90
"""More bars than this in one picture are not read; the stages in the middle are left out."""

_NARROW = 560.0
"""Below this width in pixels a bar has its label above it, not beside it."""


def bars(declaration: Declaration, *, width: float = 760, prefix: str = "bars") -> str:
    """Bars of every stage as a standalone SVG document, ``width`` pixels wide."""
    return draw_bars(declaration, width=width, prefix=prefix).write(prefix)


def draw_bars(declaration: Declaration, *, width: float, prefix: str) -> Drawing:
    """The same before it is written."""
    title = title_of(declaration, say("Stage by stage"))
    if declaration.no_votes:
        return empty(title, say("No valid papers: there is nothing to draw."), width)
    plan = _Plan.of(declaration, width, Palette(declaration.contest, prefix))
    parts = [plan.palette.definitions(declaration.stages[0].votes)]
    top, y = caption(f"{plan.measure.base_words}.{_gain_words(declaration)}", width)
    parts.extend(top)
    shown, left_out = _stages_shown(declaration.stages)
    for stage in shown:
        drawn, y = plan.stage(stage, y)
        parts.extend(drawn)
    under, y = notes([*left_out, *invented_notes(declaration.contest)], y, width)
    return Drawing(title, stages_described(declaration), width, y + 4, (*parts, *under))


def _gain_words(declaration: Declaration) -> str:
    if not any(s.transfers for s in declaration.stages):
        return ""
    if declaration.contest.weighted and any(s.non_transferable for s in declaration.stages):
        rising = say(
            "Hatched: from the papers transferred at that stage; where papers leave the count, "
            "those that stay weigh a little more."
        )
        return f" {rising}"
    return f" {say('Hatched: from the papers transferred at that stage.')}"


def _stages_shown(stages: Sequence[Stage]) -> tuple[list[Stage], list[str]]:
    """The first stage and as many of the last as there is room for; and what to say of it."""
    last: list[Stage] = []
    rows = len(stages[0].votes)
    for stage in reversed(stages[1:]):
        rows += len(stage.votes)
        if rows > _MOST_ROWS and last:
            break
        last.insert(0, stage)
    left_out = len(stages) - 1 - len(last)
    if not left_out:
        return [stages[0], *last], []
    said = say_number(
        "Stage 2 is not drawn, for want of room.",
        "Stages 2 to {last} are not drawn, for want of room.",
        left_out,
        last=left_out + 1,
    )
    return [stages[0], *last], [said]


def stages_described(declaration: Declaration) -> str:
    """A sentence for those who do not see the picture: the result, and who left when."""
    contest, measure = declaration.contest, Measure.of(declaration)
    last = declaration.deciding_stage
    standing = "; ".join(_standing(declaration, last, c) for c in measure.by_size(last))
    gone = "; ".join(
        say(
            "{names} at stage {number}",
            names=listed([contest.name_of(c) for c in s.excluded]),
            number=s.number,
        )
        for s in declaration.stages
        if s.excluded and s.number < last.number
    )
    said = [say("Stage {number}: {standing}.", number=last.number, standing=standing)]
    if contest.seats == 1:  # Several may be chosen with less, so there is no such line.
        said.append(_half_sentence(measure, last))
    if gone:
        said.append(say("Excluded before it: {gone}.", gone=gone))
    return " ".join(said)


def _standing(declaration: Declaration, stage: Stage, candidate: str) -> str:
    """What a candidate has at a stage, and what became of him or her there."""
    measure, name = Measure.of(declaration), declaration.contest.name_of(candidate)
    figures = measure.figures(stage, candidate)
    held = f"{name} {figures}"
    if declaration.contest.weighted:
        held = say("{name} {figure} points", name=name, figure=figures)
    status = status_of(declaration, stage, candidate)
    return f"{held}, {status}" if status else held


def _half_sentence(measure: Measure, stage: Stage) -> str:
    words, figure = measure.half_words, half_printed(measure, stage)
    if rule_of(measure.contest).asks_for_half:
        return say("The winning line is {half}, {figure}.", half=words, figure=figure)
    return say("{half} is {figure}.", half=f"{words[:1].upper()}{words[1:]}", figure=figure)


def _facts(stage: Stage) -> list[str]:
    """How many papers are in play at a stage and how many are not, and whether it was needed."""
    live = sum(stage.live)
    facts = [
        say_number("{papers} paper in play", "{papers} papers in play", live, papers=grouped(live))
    ]
    if out := sum(sum(v) for v in stage.non_transferable.values()):
        facts.append(say("{papers} non-transferable by now", papers=grouped(out)))
    if not stage.needed:
        facts.append(say("not needed for the result"))
    return facts


def half_printed(measure: Measure, stage: Stage) -> str:
    """The winning line as it is printed: points, or votes with a half where there is one."""
    half = measure.half(stage)
    if measure.contest.weighted:
        return measure.printed(half)
    return rounded(half, 0 if half.denominator == 1 else 1)


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where things stand: the column of names, and pixels for one point or vote."""

    declaration: Declaration
    measure: Measure
    palette: Palette
    width: float
    names: float
    scale: float

    @classmethod
    def of(cls, declaration: Declaration, width: float, palette: Palette) -> _Plan:
        """Fit the longest bar with its label into the width."""
        measure, stages = Measure.of(declaration), declaration.stages
        longest = max(runs_width([Run(c.name)]) for c in declaration.contest.standing)
        names = 0.0 if width < _NARROW else min(longest + 14, width * 0.26)
        most = max(measure.half(s) for s in stages)
        most = max(most, *(measure.value(s, c) for s in stages for c in s.votes))
        plan = cls(declaration, measure, palette, width, names, (width - names - 2) / float(most))
        while names and not plan.fits(stages):
            plan = replace(plan, scale=plan.scale * 0.98)
        return plan

    def fits(self, stages: Iterable[Stage]) -> bool:
        """Whether every label that stands after its bar ends within the width."""
        return all(self.after(s, c)[1] <= self.width for s in stages for c in s.votes)

    def after(self, stage: Stage, candidate: str) -> tuple[float, float]:
        """From where to where the figure and remarks after a bar run."""
        x = self.names + self.length(self.measure.value(stage, candidate)) + 8
        return x, x + runs_width(self.said(stage, candidate))

    def mark(self, stage: Stage) -> float:
        """Where half is."""
        return self.names + self.length(self.measure.half(stage))

    def length(self, value: Fraction) -> float:
        """How long a value is drawn, in pixels."""
        return float(value) * self.scale

    def said(self, stage: Stage, candidate: str, *, brief: bool = False) -> list[Run]:
        """What stands after a bar: the figure, how much of it came in, what became of them.

        In brief without how much of it came in.
        """
        said = [Run(self.measure.printed(self.measure.value(stage, candidate)), bold=True)]
        if not self.declaration.contest.weighted:
            said.append(secondary(self.measure.per_cent(stage, candidate)))
        gain = self.measure.gain(stage, candidate)
        if gain and not brief:
            figure = self.measure.printed(gain)
            said.append(secondary(f"· {say('{figure} from transfers', figure=figure)}"))
        if status := status_of(self.declaration, stage, candidate):
            said.append(Run(f"· {status}"))
        return said

    def stage(self, stage: Stage, top: float) -> tuple[list[Element], float]:
        """One stage: its heading, its winning line and its bars; and where it ends."""
        parts, y = self.heading(stage, top + 12)
        first = y + LINE + 6
        row = 24.0 if self.names else 36.0
        bottom = first + row * len(stage.votes)
        shapes: list[Element] = []
        texts: list[Element] = []
        for n, candidate in enumerate(self.measure.by_size(stage)):
            shapes.extend(self.bar(stage, candidate, first + n * row + (0 if self.names else 19)))
            texts.extend(self.label(stage, candidate, first + n * row + 13))
        return [*parts, *shapes, *self.half(stage, y, bottom), *texts], bottom + 12

    def heading(self, stage: Stage, top: float) -> tuple[list[Element], float]:
        """The rule, the number of the stage, and the papers in play and out of the count."""
        number = Run(say("Stage {number}", number=stage.number), bold=True)
        said = ", ".join(_facts(stage))
        parts = [line(0, top, self.width, top)]
        if runs_width([number, Run(said)]) <= self.width:
            return [*parts, *label(0, top + 19, [number, secondary(said)])], top + 24
        parts.extend(label(0, top + 19, [number]))
        y = top + 19
        for text in wrapped(said, self.width):
            y += LINE
            parts.extend(label(0, y, [secondary(text)]))
        return parts, y + 5

    def bar(self, stage: Stage, candidate: str, y: float) -> Iterable[Element]:
        """The bar, its end hatched for what came in at this stage."""
        height = 17.0 if self.names else 11.0
        whole = self.length(self.measure.value(stage, candidate))
        gain = self.length(self.measure.gain(stage, candidate))
        faint = "" if stage.needed else "0.45"
        if not whole:
            return (rect(self.names, y, 1, height, fill=RULE),)
        parts = list(self.palette.bar(candidate, self.names, y, whole, height, opacity=faint))
        if gain:
            x = self.names + whole - gain
            parts.append(rect(x, y, gain, height, fill=self.palette.pattern("gain")))
            # An edge in full colour, so that the end of the bar is seen exactly.
            paint = self.palette.of(candidate)
            edge = min(1.5, gain)
            parts.append(rect(x + gain - edge, y, edge, height, fill=paint.colour, opacity=faint))
        return parts

    def label(self, stage: Stage, candidate: str, baseline: float) -> Iterable[Element]:
        """Name at the left and figures after the bar, or all of it on one line above the bar."""
        said = self.said(stage, candidate)
        if self.names:
            name = Run(self.declaration.contest.name_of(candidate)).cut_to(self.names - 12)
            yield from label(0, baseline, [name])
            yield from label(self.after(stage, candidate)[0], baseline, said)
            return
        room = self.width - 0.4 * self.width
        said = said if runs_width(said) <= room else self.said(stage, candidate, brief=True)
        name = Run(self.declaration.contest.name_of(candidate)).cut_to(
            self.width - runs_width(said) - 10
        )
        yield from label(0, baseline, [name, *said], halo=PAPER)

    def half_spans(self, stage: Stage, top: float, bottom: float) -> list[tuple[float, float]]:
        """Where the line is drawn: through all rows but not a label, or from bar to bar."""
        if not self.names:
            first = top + 4
            return [(first + 36 * n + 16, first + 36 * n + 33) for n in range(len(stage.votes))]
        spans, start, mark = [], top, self.mark(stage)
        for n, candidate in enumerate(self.measure.by_size(stage)):
            begin, end = self.after(stage, candidate)
            if begin - 6 < mark < end + 6:
                row = top + 4 + 24 * n
                spans.append((start, row + 2))
                start = row + 18
        return [(a, b) for a, b in (*spans, (start, bottom - 4)) if b > a]

    def half(self, stage: Stage, top: float, bottom: float) -> Iterable[Element]:
        """The winning line, cased in paper so that it is seen across a dark bar too."""
        if self.declaration.contest.seats > 1:
            return
        x = self.mark(stage)
        words = Run(f"{self.measure.half_words}, {half_printed(self.measure, stage)}", fill=INK)
        wide = runs_width([words], size=11.5)
        start = min(max(x - wide / 2, 0), self.width - wide)
        for start_y, end_y in self.half_spans(stage, top + LINE + 2, bottom):
            yield line(x, start_y, x, end_y, stroke=PAPER, width=3.5)
            yield line(x, start_y, x, end_y, stroke=INK, width=1.4)
        yield from label(start, top + 13, [words], size=11.5, halo=PAPER)
