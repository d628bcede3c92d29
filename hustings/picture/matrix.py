"""The map of next preferences: of the papers that put one candidate first, whom they put second.

A row adds up to the first preferences of its candidate, which is what its per cent are of. The
darker a cell, the larger its share of the row; the figures stand in it in ink or paper, whichever
can be read, so that nothing hangs on seeing the shade.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from hustings.contest import Contest
from hustings.count import Votes
from hustings.declaration import Declaration
from hustings.language import say, say_number
from hustings.picture.frame import caption, empty, notes, title_of
from hustings.picture.lettering import Run, label, run_width, secondary, wrapped
from hustings.picture.measure import invented_notes, others_words
from hustings.picture.palette import Palette, contrast
from hustings.picture.svg import INK, PAPER, Drawing, Element, line, rect
from hustings.rounding import grouped, percent

__all__ = [
    "Matrix",
    "MatrixRow",
    "draw_next_preferences",
    "map_words",
    "matrix_of",
    "next_preferences_map",
]

_CELL = 40.0
_MARK = 12.0
_ROW = 38.0


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """The papers that put one candidate first (``id``; empty: the others together).

    ``to`` gives the papers by column, in the order of :attr:`Matrix.columns`; ``none`` those that
    name nobody after the first. ``to`` holds None where a candidate would follow him or herself.
    """

    id: str
    first: int
    to: tuple[int | None, ...]
    none: int

    def share(self, papers: int) -> Fraction | None:
        """Papers as a share of the row's first preferences; None where there are none."""
        return Fraction(papers, self.first) if self.first else None


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows and columns, most first preferences first; ``others`` are one, with an empty id."""

    columns: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    others: tuple[str, ...] = ()


def matrix_of(
    declaration: Declaration, *, section: str | None = None, columns: int | None = None
) -> Matrix:
    """Next preferences in one section, or in all added plainly; at most so many candidates apart.

    The smallest by first preferences become the others where there are more. KeyError for a section
    that the contest does not have.
    """
    contest = declaration.contest
    at = _section_number(contest, section)
    of = {
        row.first: {**{c: _in(v, at) for c, v in row.to.items()}, row.first: None}
        for row in declaration.next_preferences
    }
    none = {row.first: _in(row.none, at) for row in declaration.next_preferences}
    first = {a: none[a] + sum(n or 0 for n in to.values()) for a, to in of.items()}
    ranked = sorted((a for a in declaration.placing if a in of), key=lambda a: -first[a])
    apart = ranked if columns is None or len(ranked) <= columns else ranked[: columns - 1]
    others = tuple(ranked[len(apart) :])
    groups = [(a,) for a in apart] + ([others] if others else [])
    rows = tuple(
        MatrixRow(
            _id(rows),
            sum(first[a] for a in rows),
            tuple(_cell(of, rows, to) for to in groups),
            sum(none[a] for a in rows),
        )
        for rows in groups
    )
    return Matrix(tuple(_id(g) for g in groups), rows, others)


def _section_number(contest: Contest, section: str | None) -> int | None:
    if section is None:
        return None
    return {s.id: n for n, s in enumerate(contest.sections)}[section]


def _in(votes: Votes, section: int | None) -> int:
    return sum(votes) if section is None else votes[section]


def _id(members: Sequence[str]) -> str:
    return members[0] if len(members) == 1 else ""


def _cell(
    of: Mapping[str, Mapping[str, int | None]], rows: Sequence[str], to: Sequence[str]
) -> int | None:
    found = [n for a in rows for b in to if (n := of[a][b]) is not None]
    return sum(found) if found else None


def next_preferences_map(
    declaration: Declaration,
    *,
    section: str | None = None,
    width: float = 760,
    prefix: str = "next",
) -> str:
    """The map as a standalone SVG document, of one section (by its id) or of all together."""
    drawing = draw_next_preferences(declaration, section=section, width=width, prefix=prefix)
    return drawing.write(prefix)


def draw_next_preferences(
    declaration: Declaration, *, section: str | None, width: float, prefix: str
) -> Drawing:
    """The same before it is written."""
    contest = declaration.contest
    title = title_of(declaration, map_words(contest, section))
    whole = matrix_of(declaration, section=section)
    if not any(row.first for row in whole.rows):
        return empty(title, say("No valid papers: there is nothing to draw."), width)
    if not any(any(row.to) for row in whole.rows):
        return empty(title, say("No paper holds a preference after the first."), width)
    names = min(max(run_width(c.name) for c in contest.standing) + 22, width * 0.3)
    names = max(names, 76)
    most = max(2, int((width - names) // _CELL) - 1)
    plan = _Plan(contest, matrix_of(declaration, section=section, columns=most), width, names)
    top, y = caption(plan.caption(section), width)
    parts, bottom = plan.draw(y + 4, Palette(contest, prefix))
    under, bottom = notes(plan.notes(section), bottom + 8, width)
    defs = Palette(contest, prefix).definitions(whole.columns)
    return Drawing(
        title, _described(contest, whole), width, bottom + 4, (defs, *top, *parts, *under)
    )


def map_words(contest: Contest, section: str | None) -> str:
    """What a map shows, and of which papers where the contest has several sections."""
    if section is not None:
        name = {s.id: s.name for s in contest.sections}[section]
        return say("Next preferences, {section}", section=name)
    if len(contest.sections) == 1:
        return say("Next preferences")
    return say("Next preferences, all sections")


def _described(contest: Contest, matrix: Matrix) -> str:
    """For each candidate, where most of the next preferences went."""
    said = []
    for row in matrix.rows:
        cells = [(n, c) for n, c in zip(row.to, matrix.columns, strict=True) if n]
        if not cells:
            continue
        most, to = max(cells, key=lambda cell: cell[0])
        share = row.share(most)
        assert share is not None
        said.append(
            say(
                "{name}: most to {other}, {papers} of {first} ({share}%)",
                name=contest.name_of(row.id),
                other=contest.name_of(to),
                papers=grouped(most),
                first=grouped(row.first),
                share=percent(share, 1),
            )
        )
    return say("Where the papers of each candidate go next. {told}.", told="; ".join(said))


@dataclass(frozen=True, slots=True)
class _Plan:
    """The map's columns: names at the left, ``names`` pixels wide, then the cells."""

    contest: Contest
    matrix: Matrix
    width: float
    names: float

    @property
    def cell(self) -> float:
        """The width of a cell."""
        return min((self.width - self.names) / (len(self.matrix.columns) + 1), 96)

    def name(self, candidate: str) -> str:
        """A candidate's name, or how many the others are."""
        return (
            self.contest.name_of(candidate) if candidate else others_words(len(self.matrix.others))
        )

    def caption(self, section: str | None) -> str:
        added = len(self.contest.sections) > 1 and section is None
        if added:
            return say(
                "Papers of all sections, added plainly, and per cent of the first preferences of "
                "the candidate at the left, by the candidate whom they put next."
            )
        return say(
            "Papers, and per cent of the first preferences of the candidate at the left, "
            "by the candidate whom they put next."
        )

    def notes(self, section: str | None) -> list[str]:
        """What is drawn as one, and whose rankings were made up."""
        said = []
        if self.matrix.others:
            said.append(
                say(
                    "{count} candidates with the fewest first preferences are drawn together as "
                    "others, for want of room.",
                    count=len(self.matrix.others),
                )
            )
        return [*said, *invented_notes(self.contest, section)]

    def draw(self, top: float, palette: Palette) -> tuple[list[Element], float]:
        """Heads, rows and the rules between them, and where they end."""
        heads, y = self._heads(top)
        parts = list(heads)
        for row in self.matrix.rows:
            parts.append(line(0, y, self.width_used, y))
            parts.extend(self._row(row, y, palette))
            y += _ROW
        parts.append(line(0, y, self.width_used, y))
        return parts, y

    @property
    def width_used(self) -> float:
        """Where the last column ends."""
        return self.names + self.cell * (len(self.matrix.columns) + 1)

    def _heads(self, top: float) -> tuple[list[Element], float]:
        """Names above the columns: level in up to three lines, or upright where too wide."""
        names = [*(self.name(c) for c in self.matrix.columns), say("nobody")]
        size = 12.0
        room = self.cell - 6
        level = [wrapped(name, room, size=size) for name in names]
        longest = max(run_width(word, size=size) for name in names for word in name.split())
        if longest <= room and max(len(found) for found in level) <= 3:
            return self._level_heads(level, top, size)
        return self._upright_heads(names, top, size)

    def _level_heads(
        self, heads: Sequence[Sequence[str]], top: float, size: float
    ) -> tuple[list[Element], float]:
        most = max(len(found) for found in heads)
        parts: list[Element] = []
        for n, found in enumerate(heads):
            x = self.names + self.cell * (n + 0.5)
            for k, text in enumerate(found):
                baseline = top + 14 + 14 * (most - len(found) + k)
                parts.extend(label(x, baseline, [Run(text)], anchor="middle", size=size))
        return parts, top + 14 * most + 8

    def _upright_heads(
        self, names: Sequence[str], top: float, size: float
    ) -> tuple[list[Element], float]:
        height = min(max(run_width(name, size=size) for name in names), 110.0)
        y = top + height + 6
        parts: list[Element] = []
        for n, name in enumerate(names):
            x = self.names + self.cell * (n + 0.5) + 4
            run = Run(name).cut_to(height, size=size)
            turn = f"rotate(-90 {x:.2f} {y - 4:.2f})"
            parts.extend(label(x, y - 4, [run], size=size, turn=turn))
        return parts, y + 2

    def _row(self, row: MatrixRow, y: float, palette: Palette) -> Iterator[Element]:
        yield from palette.bar(row.id, 0, y + 6, 6, _ROW - 12)
        name = Run(self.name(row.id)).cut_to(self.names - 18)
        yield from label(_MARK, y + 17, [name])
        yield from label(_MARK, y + 31, [self._first_words(row.first)], size=11.5)
        cells = [*row.to, row.none]
        for n, papers in enumerate(cells):
            x = self.names + self.cell * n
            if papers is None:
                dash = [secondary("–")]
                yield from label(x + self.cell / 2, y + 24, dash, anchor="middle")
                continue
            yield from self._cell(row, papers, x, y)

    def _first_words(self, papers: int) -> Run:
        most = max(row.first for row in self.matrix.rows)
        pairs = zip(_first_forms(most), _first_forms(papers), strict=True)
        for widest, words in pairs:
            if run_width(widest, size=11.5) <= self.names - _MARK - 2:
                return secondary(words)
        return secondary(grouped(papers))

    def _cell(self, row: MatrixRow, papers: int, x: float, y: float) -> Iterator[Element]:
        share = row.share(papers)
        ground = shade(share or Fraction(0))
        letters = max((INK, PAPER), key=lambda colour: contrast(colour, ground))
        yield rect(x + 1, y + 1, self.cell - 2, _ROW - 2, fill=ground)
        middle = x + self.cell / 2
        size = 12.5 if run_width(grouped(papers), bold=True) <= self.cell - 4 else 11.0
        text = [Run(grouped(papers), bold=True, fill=letters)]
        if share is None:
            yield from label(middle, y + 24, text, anchor="middle", size=size)
            return
        yield from label(middle, y + 17, text, anchor="middle", size=size)
        said = [Run(f"{percent(share, 1)}%", fill=letters)]
        yield from label(middle, y + 31, said, anchor="middle", size=11.0)


def _first_forms(papers: int) -> tuple[str, ...]:
    """So many first preferences, said at length, in short, and as a figure alone."""
    figure = grouped(papers)
    long = say_number(
        "{papers} first preferences", "{papers} first preferences", papers, papers=figure
    )
    return long, say("{papers} first", papers=figure), figure


_PALE = (0xF6, 0xF4, 0xEF)
_DARK = (0x3A, 0x38, 0x35)


def shade(share: Fraction) -> str:
    """A grey between paper and ink, darker with the share; it has its full depth at two thirds."""
    depth = min(share * 3 / 2, Fraction(1))
    parts = (round(p + (d - p) * depth) for p, d in zip(_PALE, _DARK, strict=True))
    return "#" + "".join(f"{part:02x}" for part in parts)
