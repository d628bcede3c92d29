"""A ballot paper laid out: what all papers of one order share, and the places of what is its own.

From the top: who asks, the question, how to mark; then a row a candidate, with the box at its
right end; at the foot the square, the paper's number and the official mark. The rows are as high
as there is room for, and go on overleaf where one side does not hold them. In two languages, how to
mark stands in two columns, and every other text twice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from hustings.errors import RuleError
from hustings.report.letters.marks import Box, Mark, Rule, Text, Watermark
from hustings.report.letters.typefaces import MILLIMETRES, Face, Style, Typefaces
from hustings.report.papers.paper import Listed, PaperDesign, PaperText, PaperWords, Size
from hustings.report.papers.rosette import rosette

__all__ = ["Foot", "Layout", "lay_out"]


@dataclass(frozen=True, slots=True)
class _Sizes:
    """Type in points, distances in millimetres."""

    margin: float
    small: float
    body: float
    leading: float
    question: float
    question_leading: float
    name: float
    name_leading: float
    about: float
    about_leading: float
    box: float
    most_gap: float
    square: float
    rosette: float
    number: float
    mark: float


_SIZES = {
    Size.A5: _Sizes(
        margin=11, small=7.5, body=9, leading=4.2, question=14.5, question_leading=6.2,
        name=12, name_leading=5.0, about=8.5, about_leading=3.8, box=10, most_gap=3.2,
        square=16, rosette=10.5, number=13, mark=9.5,
    ),
    Size.A4: _Sizes(
        margin=18, small=8.5, body=11, leading=5.2, question=20, question_leading=8.4,
        name=15, name_leading=6.2, about=10.5, about_leading=4.7, box=13, most_gap=4.6,
        square=20, rosette=13, number=16, mark=12,
    ),
    Size.LARGE: _Sizes(
        margin=15, small=16, body=16, leading=7.2, question=24, question_leading=10,
        name=24, name_leading=10, about=16, about_leading=7.2, box=17, most_gap=4.0,
        square=24, rosette=20, number=22, mark=18,
    ),
}  # fmt: skip
_LEAST_GAP = 0.9
_MOST_SIDES = 2


@dataclass(frozen=True, slots=True)
class Foot:
    """Where number, mark and square of a paper go; the square on the first side alone."""

    number: Text
    middle_of_mark: tuple[float, float]
    mark: Style
    square: tuple[float, float, float]  # left, top, side


@dataclass(frozen=True, slots=True)
class Layout:
    """The shared marks of each side, and the places of a paper's own."""

    sides: tuple[tuple[Mark, ...], ...]
    foot: Foot


@dataclass(slots=True)
class _Column:
    """One side being filled from above."""

    design: PaperDesign
    faces: Typefaces
    marks: list[Mark] = field(default_factory=list)
    y: float = 0.0
    has_foot: bool = True

    @property
    def sizes(self) -> _Sizes:
        return _SIZES[self.design.size]

    @property
    def left(self) -> float:
        return self.sizes.margin

    @property
    def right(self) -> float:
        return self.design.size.page[0] - self.sizes.margin

    @property
    def floor(self) -> float:
        """Where the foot begins, or the margin."""
        margin = self.design.size.page[1] - self.sizes.margin * 0.75
        if not self.has_foot:
            return margin
        height = max(self.sizes.square, 2 * self.sizes.rosette) + 5
        return margin - height - len(self.unreviewed) * _leading_of_small(self.sizes)

    @property
    def unreviewed(self) -> list[str]:
        """That no speaker has reviewed the translation, in a line or two; empty where one has."""
        if not self.design.unreviewed:
            return []
        told = self.at_once(lambda words: words.unreviewed)
        style = Style(Face.SANS, self.sizes.small)
        if len(self.lines(told, style, self.right - self.left)) == 1:
            return [told]
        return self.in_each(lambda words: words.unreviewed)

    def in_each(self, say: Callable[[PaperWords], str]) -> list[str]:
        """A text in each of the paper's languages."""
        return [say(text.words) for text in self.design.texts]

    def at_once(self, say: Callable[[PaperWords], str]) -> str:
        """A text in each of the paper's languages, in one line."""
        return " · ".join(self.in_each(say))

    def lines(self, text: str, style: Style, breadth: float) -> list[str]:
        return self.faces.lines(self.faces.clean(text)[0], style, breadth) if text else []

    def paragraph(self, text: str, style: Style, leading: float) -> None:
        for line in self.lines(text, style, self.right - self.left):
            self.y += leading
            self.marks.append(Text(self.left, self.y, style, line))

    def rule(self, weight: float) -> None:
        self.marks.append(Rule(self.left, self.y, self.right - self.left, weight))


@dataclass(frozen=True, slots=True)
class _Row:
    """A candidate's lines, and how high they stand without the gaps."""

    name: tuple[str, ...]
    about: tuple[str, ...]
    height: float
    has_box: bool


def lay_out(design: PaperDesign, order: Sequence[int], faces: Typefaces) -> Layout:
    """Lay out the papers that show the candidates in one order.

    RuleError where two sides of that size do not hold them all.
    """
    first = _Column(design, faces)
    _head(first)
    rows = [_row(first, design.candidates[place]) for place in order]
    sides = _sides(first, rows)
    foot = _foot(first, len(sides))
    return Layout(tuple(tuple(side.marks) for side in sides), foot)


def _head(side: _Column) -> None:
    """Who asks, what this is, the question, and how to mark."""
    design, sizes = side.design, side.sizes
    if design.test:
        side.marks.append(_watermark(side))
    side.y = sizes.margin
    _letterhead(side)
    told = side.in_each(lambda words: words.test_line) if design.test else []
    told += side.in_each(lambda words: words.fictional) if design.fictional else []
    for line in told:
        side.paragraph(line, Style(Face.BOLD, sizes.body), sizes.leading)
        side.y += sizes.leading * 0.2
    if design.question:
        side.y += sizes.leading * 0.2
        side.paragraph(design.title, Style(Face.SANS, sizes.body), sizes.leading)
    question = Style(Face.SERIF, sizes.question)
    side.y += sizes.leading * 0.15
    for line in _balanced(side, design.question or design.title, question):
        side.y += sizes.question_leading
        side.marks.append(Text(side.left, side.y, question, line))
    side.y += sizes.leading * 0.7
    _how(side)
    side.y += sizes.leading * 0.8


def _watermark(side: _Column) -> Watermark:
    return Watermark(side.at_once(lambda words: words.test))


def _how(side: _Column) -> None:
    """How to mark, in a column for each language."""
    texts, top, low = side.design.texts, side.y, side.y
    apart = side.sizes.leading * (len(texts) - 1)
    breadth = (side.right - side.left - apart) / len(texts)
    for n, text in enumerate(texts):
        side.y = top
        _how_in(side, text, side.left + n * (breadth + apart), breadth)
        low = max(low, side.y)
    side.y = low


def _how_in(side: _Column, text: PaperText, x: float, breadth: float) -> None:
    style = Style(Face.BOLD, side.sizes.body)
    for line in side.lines(text.words.how, style, breadth):
        side.y += side.sizes.leading
        side.marks.append(Text(x, side.y, style, line))
    for line in text.how:
        _bullet(side, line, x, breadth)


def _balanced(side: _Column, text: str, style: Style) -> list[str]:
    """As many lines as needed, as even in breadth as they can be."""
    whole = breadth = side.right - side.left
    lines = side.lines(text, style, breadth)
    while breadth > whole / 2:
        breadth -= 2
        tighter = side.lines(text, style, breadth)
        if len(tighter) > len(lines):
            break
        lines = tighter
    return lines


def _letterhead(side: _Column) -> None:
    """The organisation at the left, "Ballot paper" at the right, over a line."""
    sizes = side.sizes
    style, what = Style(Face.BOLD, sizes.small), side.at_once(lambda words: words.paper)
    breadth = side.faces.breadth(what, style)
    plain = Style(Face.SANS, sizes.small)
    side.y += sizes.small * MILLIMETRES * 0.5
    name = side.lines(side.design.organisation, plain, side.right - side.left - breadth - 5)
    leading = sizes.small * MILLIMETRES * 1.25
    side.marks.append(Text(side.right - breadth, side.y, style, what))
    for n, line in enumerate(name):
        side.marks.append(Text(side.left, side.y + n * leading, plain, line))
    side.y += (len(name) - 1) * leading + sizes.small * MILLIMETRES * 0.7
    side.rule(0.8)


def _bullet(side: _Column, text: str, x: float, breadth: float) -> None:
    style, indent = Style(Face.SANS, side.sizes.body), side.sizes.body * 0.4
    for n, line in enumerate(side.lines(text, style, breadth - indent)):
        side.y += side.sizes.leading
        if n == 0:
            side.marks.append(Text(x, side.y, style, "•"))
        side.marks.append(Text(x + indent, side.y, style, line))


def _row(side: _Column, listed: Listed) -> _Row:
    sizes = side.sizes
    breadth = side.right - side.left - sizes.box - 6
    about = [listed.about]
    if listed.withdrawn:
        about = side.in_each(lambda words: words.withdrawn.format(name=listed.name))
        breadth = side.right - side.left
    name = side.lines(listed.name, Style(Face.BOLD, sizes.name), breadth)
    style = Style(Face.SANS, sizes.about)
    below = [line for text in about for line in side.lines(text, style, breadth)]
    box = 0.0 if listed.withdrawn else sizes.box
    text = _text_height(len(name), len(below), sizes)
    return _Row(tuple(name), tuple(below), max(text, box), not listed.withdrawn)


def _leading_of_small(sizes: _Sizes) -> float:
    return sizes.small * MILLIMETRES * 1.3


def _above(sizes: _Sizes) -> float:
    """From the top of a row's text to the base line of the name's first line."""
    return sizes.name * MILLIMETRES * 0.8


def _sides(first: _Column, rows: Sequence[_Row]) -> list[_Column]:
    """The rows on one side, as far apart as there is room; else on two."""
    gap = _gap(rows, first.floor - first.y, first.sizes.most_gap)
    if gap >= _LEAST_GAP:
        _put(first, rows, gap)
        return [first]
    return [first, _overleaf(first, rows)]


def _gap(rows: Sequence[_Row], room: float, most: float) -> float:
    """What stays above and below each row's text."""
    return min(most, (room - sum(row.height for row in rows)) / (2 * len(rows)))


def _overleaf(first: _Column, rows: Sequence[_Row]) -> _Column:
    """Fill the first side to its foot, and put the rest on the other; that side."""
    sizes, gap = first.sizes, 1.6
    room = first.floor - first.y - sizes.leading * (0.6 + _lines_over(first))
    here, used = 0, 0.0
    while here < len(rows) and used + rows[here].height + 2 * gap <= room:
        used += rows[here].height + 2 * gap
        here += 1
    other = _Column(first.design, first.faces, has_foot=False)
    if first.design.test:
        other.marks.append(_watermark(first))
    other.y = sizes.margin
    _letterhead(other)
    other.paragraph(first.design.title, Style(Face.SANS, sizes.body), sizes.leading)
    for line in first.in_each(lambda words: words.goes_on):
        other.paragraph(line, Style(Face.BOLD, sizes.body), sizes.leading)
    other.y += sizes.leading * 0.6
    rest = rows[here:]
    wider = _gap(rest, other.floor - other.y, sizes.most_gap)
    if not here or wider < _LEAST_GAP:
        raise RuleError(
            f"{len(rows)} candidates do not fit on two sides of a ballot paper of this size; "
            "take a larger size, or shorter names and descriptions"
        )
    _put(first, rows[:here], gap)
    first.y += sizes.leading * 0.25
    for line in first.in_each(lambda words: words.over):
        first.paragraph(line, Style(Face.BOLD, sizes.body), sizes.leading)
    _put(other, rest, min(wider, gap * 2))
    return other


def _lines_over(side: _Column) -> int:
    """How many lines say that there is more on the other side."""
    style, breadth = Style(Face.BOLD, side.sizes.body), side.right - side.left
    return sum(len(side.lines(text, style, breadth)) for text in side.in_each(lambda w: w.over))


def _put(side: _Column, rows: Sequence[_Row], gap: float) -> None:
    sizes = side.sizes
    side.rule(0.8)
    for row in rows:
        top, height = side.y, row.height + 2 * gap
        text = _text_height(len(row.name), len(row.about), sizes)
        y = top + (height - text) / 2 + _above(sizes)
        for line in row.name:
            side.marks.append(Text(side.left, y, Style(Face.BOLD, sizes.name), line))
            y += sizes.name_leading
        y += sizes.about_leading - sizes.name_leading
        for line in row.about:
            side.marks.append(Text(side.left, y, Style(Face.SANS, sizes.about), line))
            y += sizes.about_leading
        if row.has_box:
            at = top + (height - sizes.box) / 2
            side.marks.append(Box(side.right - sizes.box, at, sizes.box, sizes.box, 1.1))
        side.y = top + height
        side.rule(0.5)


def _text_height(names: int, below: int, sizes: _Sizes) -> float:
    """From the top of the capitals to the tails of the last line's letters."""
    lines = (names - 1) * sizes.name_leading + below * sizes.about_leading
    last = sizes.about if below else sizes.name
    return _above(sizes) + lines + last * MILLIMETRES * 0.2


def _foot(side: _Column, total: int) -> Foot:
    """The shared part of the foot on the first side, and the places of the paper's own."""
    sizes, label = side.sizes, Style(Face.SANS, side.sizes.small)
    side.y = side.floor
    for line in side.unreviewed:
        side.paragraph(line, label, _leading_of_small(sizes))
    top = side.y + 5
    radius = sizes.rosette
    middle = (side.right - radius, top + max(sizes.square, 2 * radius) / 2)
    side.marks.extend(rosette(side.design.seed, middle, radius))
    x = side.left + sizes.square * 1.32
    y = middle[1] - sizes.number * MILLIMETRES * 0.6
    side.marks.append(Text(x, y, label, side.at_once(lambda words: words.number)))
    number = Text(x, y + sizes.number * MILLIMETRES * 1.3, Style(Face.BOLD, sizes.number), "")
    if not side.design.size.is_large:
        mark = side.at_once(lambda words: words.mark)
        breadth = side.faces.breadth(mark, label)
        side.marks.append(Text(middle[0] - radius - breadth - 2.5, y, label, mark))
    if total > 1:
        told = side.at_once(lambda words: words.page.format(number=1, total=total))
        below = number.y + sizes.small * MILLIMETRES * 1.5
        side.marks.append(Text(x, below, label, told))
    square = (side.left + 1.5, middle[1] - sizes.square / 2, sizes.square)
    return Foot(number, middle, Style(Face.BOLD, sizes.mark), square)
