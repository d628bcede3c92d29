"""The bar at the top of a result: the last two, or the leader against the field, and half way.

Its whole length is twice the winning line, so that the line stands in the middle: all the points or
votes in play, or those of the first stage, whose papers that have left the count since are hatched.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from hustings.count import Stage
from hustings.declaration import Declaration
from hustings.declaration.wording import listed
from hustings.language import say
from hustings.picture.bars import half_printed, stages_described
from hustings.picture.frame import empty, notches, notes, title_of
from hustings.picture.lettering import Run, label, plate, runs_width, secondary, wrapped
from hustings.picture.measure import Measure, invented_notes, others_words, status_of
from hustings.picture.palette import Palette
from hustings.picture.svg import INK, PAPER, Drawing, Element, rect

__all__ = ["Piece", "draw_headline", "headline_bar", "pieces_of"]

_HEIGHT = 56.0
_PAD = 12.0
_GAP = 2.0


def headline_bar(declaration: Declaration, *, width: float = 760, prefix: str = "headline") -> str:
    """The bar as a standalone SVG document, ``width`` pixels wide."""
    return draw_headline(declaration, width=width, prefix=prefix).write(prefix)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the bar: a candidate, several together (empty id), or what left (None)."""

    id: str | None
    name: str
    value: Fraction
    printed: str
    status: str = ""


def pieces_of(declaration: Declaration) -> tuple[Piece, ...]:
    """The parts from left to right: the leader, all others but the next, the next; then what left.

    Where several are chosen or lead, all of them stand at the left, and all others at the right.
    Of several who are level behind the leader none is the next.
    """
    measure, stage = Measure.of(declaration), declaration.deciding_stage
    ranked = list(measure.by_size(stage))
    if stage.elected:
        ranked.sort(key=lambda c: c not in stage.elected)
    apart = len(stage.elected) or len(_level(measure, stage, ranked))
    leading, rest = ranked[:apart], ranked[apart:]
    alone = apart == 1 and len(_level(measure, stage, rest)) == 1
    runner_up, field = (rest[:1], rest[1:]) if alone else ([], rest)
    if not runner_up and len(rest) == 2:
        # Two who are level behind the leader are drawn side by side.
        leading, field = ranked, []
    if len(field) == 1:
        # One more is drawn as himself or herself, next to the leader.
        leading, field = [*leading, *field], []
    pieces = [_piece(declaration, measure, stage, c) for c in leading]
    if field:
        pieces.append(_together(measure, stage, field))
    pieces.extend(_piece(declaration, measure, stage, c) for c in runner_up)
    left = 2 * measure.half(stage) - sum((p.value for p in pieces), Fraction(0))
    if left > 0:
        pieces.append(Piece(None, say("left the count"), left, measure.printed(left)))
    return tuple(pieces)


def _level(measure: Measure, stage: Stage, ranked: Sequence[str]) -> list[str]:
    """Those who are level with the first of these."""
    return [c for c in ranked if measure.value(stage, c) == measure.value(stage, ranked[0])]


def _piece(declaration: Declaration, measure: Measure, stage: Stage, candidate: str) -> Piece:
    return Piece(
        candidate,
        declaration.contest.name_of(candidate),
        measure.value(stage, candidate),
        measure.figures(stage, candidate),
        status_of(declaration, stage, candidate),
    )


def _together(measure: Measure, stage: Stage, field: Sequence[str]) -> Piece:
    value = sum((measure.value(stage, c) for c in field), Fraction(0))
    return Piece("", others_words(len(field)), value, measure.printed(value))


def draw_headline(declaration: Declaration, *, width: float, prefix: str) -> Drawing:
    """The same before it is written."""
    title = title_of(declaration, say("The result"))
    if declaration.no_votes:
        return empty(title, say("No valid papers: there is nothing to draw."), width)
    measure, stage = Measure.of(declaration), declaration.deciding_stage
    pieces = pieces_of(declaration)
    plan = _Plan(measure, stage, Palette(declaration.contest, prefix), width)
    parts, y = plan.draw(pieces, marked=declaration.contest.seats == 1)
    for text in plan.below(pieces, declaration):
        parts.extend(label(0, y + 16, [secondary(text)], size=12))
        y += 17
    under, y = notes(invented_notes(declaration.contest), y, width)
    parts.extend(under)
    defs = plan.palette.definitions([p.id for p in pieces if p.id])
    return Drawing(title, stages_described(declaration), width, y + 6, (defs, *parts))


@dataclass(frozen=True, slots=True)
class _Plan:
    """One bar: its stage, its paints and its width."""

    measure: Measure
    stage: Stage
    palette: Palette
    width: float

    @property
    def scale(self) -> float:
        """Pixels for one point or vote."""
        whole = 2 * self.measure.half(self.stage)
        return self.width / float(whole)

    def draw(self, pieces: Sequence[Piece], *, marked: bool) -> tuple[list[Element], float]:
        """The bar with what stands on it, and the line half way."""
        top = 22.0 if marked else 0.0
        shapes: list[Element] = []
        texts: list[Element] = []
        x, outside = 0.0, []
        for n, piece in enumerate(pieces):
            wide = float(piece.value) * self.scale
            shown = max(wide - (_GAP if n < len(pieces) - 1 else 0), 0)
            shapes.extend(self._shape(piece, x, top, shown))
            lines = self._lines(piece, shown)
            last = n == len(pieces) - 1 and len(pieces) > 1
            texts.extend(self._text(piece, lines, (x, x + shown), top, last=last))
            if not lines:
                outside.append(piece)
            x += wide
        line_parts = list(self._half(top)) if marked else []
        y = top + _HEIGHT + (8 if marked else 0)
        return [*shapes, *line_parts, *texts, *self._outside(outside, y)], y + 19 * len(outside)

    def _shape(self, piece: Piece, x: float, top: float, wide: float) -> Sequence[Element]:
        if piece.id is None:
            return (rect(x, top, wide, _HEIGHT, fill=self.palette.pattern("out")),)
        return self.palette.bar(piece.id, x, top, wide, _HEIGHT)

    def _lines(self, piece: Piece, wide: float) -> list[tuple[list[Run], float]]:
        """The label in a piece, with its size: on one line, on two, or, empty, not in it at all."""
        room = wide - 2 * _PAD
        letters = INK if piece.id is None else self.palette.of(piece.id).letters
        name, figure = Run(piece.name, True, letters), Run(piece.printed, True, letters)
        for size in (19.0, 16.0):
            if runs_width([name, figure], size=size) <= room:
                return [([name, figure], size)]
        # Only a candidate's name may be cut, and not to less than three fifths.
        least = runs_width([name], size=13) * (0.6 if piece.id else 1)
        if max(runs_width([figure], size=15), least) > room:
            return []
        return [([name.cut_to(room, size=13)], 13.0), ([figure], 15.0)]

    def _text(
        self,
        piece: Piece,
        lines: Sequence[tuple[list[Run], float]],
        span: tuple[float, float],
        top: float,
        *,
        last: bool,
    ) -> Iterator[Element]:
        paint = self.palette.of(piece.id or "")
        ground = paint.colour if paint.pattern else PAPER if piece.id is None else ""
        at = span[1] - _PAD if last else span[0] + _PAD
        baselines = [top + _HEIGHT / 2 + 6.5] if len(lines) == 1 else [top + 24, top + 43]
        for (runs, size), baseline in zip(lines, baselines, strict=False):
            anchor = "end" if last else ""
            if ground:
                yield plate(at, baseline, runs, fill=ground, anchor=anchor, size=size)
            yield from label(at, baseline, runs, anchor=anchor, size=size)

    def _half(self, top: float) -> Iterator[Element]:
        """The marks half way, and above them what they are half of."""
        x = self.width / 2
        yield from notches(x, top, top + _HEIGHT, length=6)
        words = f"{self.measure.half_words}, {half_printed(self.measure, self.stage)}"
        yield from label(x, top - 9, [Run(words)], anchor="middle", size=12)

    def _outside(self, pieces: Sequence[Piece], top: float) -> Iterator[Element]:
        """Labels that found no room in their piece, below the bar, each with its colour."""
        for n, piece in enumerate(pieces):
            y = top + 19 * n
            yield from self._swatch(piece, y + 4)
            figure = Run(piece.printed, bold=True)
            room = self.width - 18 - runs_width([figure]) - 6
            yield from label(18, y + 14, [Run(piece.name).cut_to(room), figure])

    def _swatch(self, piece: Piece, y: float) -> Sequence[Element]:
        if piece.id is None:
            return (rect(0, y, 11, 11, fill=self.palette.pattern("out")),)
        return self.palette.bar(piece.id, 0, y, 11, 11)

    def below(self, pieces: Sequence[Piece], declaration: Declaration) -> list[str]:
        """What became of whom, and what the figures are, in lines."""
        said = [f"{p.name}: {p.status}." for p in pieces if p.status]
        if lot := declaration.lot_needed:
            names = listed([declaration.contest.name_of(c) for c in lot.candidates])
            said = [f"{p.name}: {p.status}." for p in pieces if p.id in self.stage.elected]
            said.append(say("{names} are level: a lot is needed.", names=names))
        if len(declaration.stages) > 1:
            said.append(say("Stage {number}.", number=self.stage.number))
        return wrapped(" ".join([*said, f"{self.measure.base_words}."]), self.width, size=12)
