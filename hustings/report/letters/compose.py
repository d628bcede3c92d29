"""What all letters of one language share, laid out: marks on pages, and places for the rest.

All lengths are millimetres from the top left corner of an A4 page, sizes of type are points. The
sheet is folded in three; the window of the envelope lies on the first third, where nothing but the
address may be. The square with its code never lies on a fold.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from hustings.report.letters.letter import LetterDesign
from hustings.report.letters.marks import Mark, Rule, Text, Watermark
from hustings.report.letters.typefaces import Face, Style, Typefaces

__all__ = [
    "FOLDS",
    "LARGE",
    "NORMAL",
    "PAGE_HEIGHT",
    "PAGE_WIDTH",
    "Composition",
    "Place",
    "Rule",
    "Sizes",
    "Text",
    "Watermark",
    "compose",
    "salutation",
    "sizes_of",
]

PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0
FOLDS = (99.0, 198.0)
LEFT, RIGHT, FOOT = 20.0, 190.0, 284.0
"""The margins, and the lowest line of text."""
_GREY = 0.36
_SQUARE_APART = 3.0
"""The least distance of the square from a fold."""
_QUIET_SHARE = 0.14
"""What stays white around the square, of its side: four modules of the usual 33, and a little."""
_MILLIMETRES = 25.4 / 72


@dataclass(frozen=True, slots=True)
class Place:
    """Where something of the elector's own goes: page from 0, position, breadth, style."""

    page: int
    x: float
    y: float
    breadth: float
    style: Style


@dataclass(frozen=True, slots=True)
class Composition:
    """The shared marks of each page, and the places of what each letter has for itself.

    ``leading`` is the distance of the lines of the salutation.
    """

    pages: tuple[tuple[Mark, ...], ...]
    dear: Place
    code: Place
    square: Place
    reference: Place | None
    leading: float


@dataclass(frozen=True, slots=True)
class Sizes:
    """The sizes of a letter in points, and its distances in millimetres."""

    body: float
    leading: float
    label: float
    small: float
    small_leading: float
    headline: float
    headline_leading: float
    heading: float
    code: float
    address: float
    square: float
    lines_in_window: int
    large: bool = False


NORMAL = Sizes(
    body=10, leading=4.75, label=8.5, small=8.2, small_leading=3.7, headline=21,
    headline_leading=8.6, heading=11.5, code=20, address=11, square=34, lines_in_window=6,
)  # fmt: skip
LARGE = Sizes(
    body=16, leading=7.5, label=16, small=16, small_leading=7.2, headline=25,
    headline_leading=10.4, heading=19, code=25, address=16, square=44, lines_in_window=5,
    large=True,
)  # fmt: skip


@dataclass
class _Flow:
    """A column of text that goes down the page, and on to the next where there is no room."""

    faces: Typefaces
    y: float = 0.0
    pages: list[list[Mark]] = field(default_factory=lambda: [[]])

    @property
    def page(self) -> int:
        return len(self.pages) - 1

    def put(self, mark: Mark) -> None:
        self.pages[-1].append(mark)

    def room(self, height: float) -> None:
        """Go on to the next page unless so much still fits on this one."""
        if self.y + height > FOOT and self.y > _TOP_OF_NEXT:
            self.pages.append([])
            self.y = _TOP_OF_NEXT

    def line(self, text: str, style: Style, leading: float, *, x: float = LEFT) -> None:
        self.room(leading)
        self.y += leading
        self.put(Text(x, self.y, style, text))

    def paragraph(
        self, text: str, style: Style, leading: float, *, x: float = LEFT, right: float = RIGHT
    ) -> None:
        for line in self.broken(text, style, right - x):
            self.line(line, style, leading, x=x)

    def broken(self, text: str, style: Style, breadth: float) -> list[str]:
        return self.faces.lines(self.faces.clean(text)[0], style, breadth)


def sizes_of(design: LetterDesign) -> Sizes:
    """The sizes that a design is set in."""
    return LARGE if design.large_print else NORMAL


def salutation(name: str, design: LetterDesign, faces: Typefaces) -> list[str]:
    """The lines that greet somebody of a clean name."""
    style = Style(Face.SANS, sizes_of(design).body)
    return faces.lines(design.words.dear.format(name=name), style, RIGHT - LEFT)


_TOP_OF_NEXT = 20.0
"""Where text begins on a further page."""


def compose(
    design: LetterDesign, faces: Typefaces, *, typed_address: str, dear_lines: int = 1
) -> Composition:
    """Lay out what letters of this design share; ``dear_lines`` are those of the salutation.

    The pages come out even in number where there are several, so that a sheet printed on both
    sides is always one elector's.
    """
    sizes = sizes_of(design)
    flow = _Flow(faces)
    if design.test:
        flow.put(Watermark(design.words.test))
    for fold in FOLDS:
        flow.put(Rule(5, fold, 3, 0.25, 0.5))
    _head(flow, design, sizes)
    reference, told = _sender(flow, design, sizes)
    flow.y = FOLDS[0] + 2.5
    _headline(flow, design, sizes)
    flow.room(sizes.leading * dear_lines)
    flow.y += sizes.leading
    dear = Place(flow.page, LEFT, flow.y, RIGHT - LEFT, Style(Face.SANS, sizes.body))
    flow.y += sizes.leading * (dear_lines - 1)
    _why(flow, design, sizes)
    code, square = _ticket(flow, design, sizes, typed_address)
    _how(flow, design, sizes, typed_address)
    _below(flow, design, sizes, told_above=told and flow.page == 0)
    _privacy(flow, design, sizes)
    _unreviewed(flow, design, sizes)
    pages = _numbered(flow, design, sizes)
    return Composition(pages, dear, code, square, reference, sizes.leading)


def _grey(sizes: Sizes) -> float:
    """Large print is black throughout."""
    return 0.0 if sizes.large else _GREY


def _label(sizes: Sizes) -> Style:
    return Style(Face.SANS, sizes.label, _grey(sizes))


def _head(flow: _Flow, design: LetterDesign, sizes: Sizes) -> None:
    """The sender's name over a line, and that it is a test if it is."""
    style = Style(Face.SERIF, 17 if sizes.large else 13)
    beside = _title_beside(flow, design, sizes)
    lines = flow.broken(design.organisation, style, (beside.x if beside else RIGHT) - LEFT)[:2]
    flow.y = 18.0 - sizes.leading * 0.2
    for n, line in enumerate(lines):
        flow.put(Text(LEFT, flow.y + n * 6.2, style, line))
    flow.y += (len(lines) - 1) * 6.2
    if beside:
        flow.put(Text(beside.x, flow.y, beside.style, beside.text))
    flow.y += 3.4
    flow.put(Rule(LEFT, flow.y, RIGHT - LEFT, 0.7))
    if design.test:
        style = Style(Face.BOLD, sizes.body)
        for line in flow.broken(design.words.test_line, style, RIGHT - LEFT)[:2]:
            flow.y += sizes.leading
            flow.put(Text(LEFT, flow.y, style, line))


def _title_beside(flow: _Flow, design: LetterDesign, sizes: Sizes) -> Text | None:
    """The contest's title at the right of the head, where it is short enough and not the headline.

    Its height is the head's to say.
    """
    text, style = flow.faces.clean(design.title)[0], _label(sizes)
    breadth = flow.faces.breadth(text, style)
    if not design.question or sizes.large or breadth > (RIGHT - LEFT) / 2:
        return None
    return Text(RIGHT - breadth, 0, style, text)


def _sender(flow: _Flow, design: LetterDesign, sizes: Sizes) -> tuple[Place | None, bool]:
    """Beside the window: the officer, and below where the letter's reference goes.

    With it whether all of the officer's address stands there.
    """
    window = design.window
    x = window.left + window.width + window.play + 5
    breadth, style = RIGHT - x, Style(Face.SANS, 16 if sizes.large else 9)
    leading = sizes.leading if sizes.large else 4.3
    y = window.top + (0 if sizes.large else 2)
    if breadth < 40:
        return None, False
    flow.put(Text(x, y, _label(sizes), design.words.officer))
    lines = [
        Text(x, 0, Style(face, style.size), line)
        for given, face in _officer_lines(design)
        for line in flow.broken(given, Style(face, style.size), breadth)
    ]
    most = int((FOLDS[0] - 1 - y) / leading - 1.4)
    for line in lines[:most]:
        y += leading
        flow.put(replace(line, y=y))
    place = Place(0, x, y + leading * 1.4, breadth, _label(sizes))
    return place, len(lines) <= most


def _officer_lines(design: LetterDesign) -> list[tuple[str, Face]]:
    """The returning officer's name and the lines of his or her address."""
    return [(design.officer, Face.BOLD), *((t, Face.SANS) for t in design.contact.splitlines())]


def _headline(flow: _Flow, design: LetterDesign, sizes: Sizes) -> None:
    """The question in the serif, under the contest's title; without one, the title alone."""
    if design.question and not _title_beside(flow, design, sizes):
        flow.paragraph(design.title, _label(sizes), sizes.leading)
        flow.y += 1
    style = Style(Face.SERIF, sizes.headline)
    text = flow.faces.clean(design.question or design.title)[0]
    for line in _balanced(text, style, flow.faces):
        flow.line(line, style, sizes.headline_leading)
    flow.y += sizes.leading * 0.85


def _balanced(text: str, style: Style, faces: Typefaces) -> list[str]:
    """As many lines as needed, as even in breadth as they can be."""
    breadth = RIGHT - LEFT
    lines = faces.lines(text, style, breadth)
    while breadth > (RIGHT - LEFT) / 2:
        breadth -= 2
        tighter = faces.lines(text, style, breadth)
        if len(tighter) > len(lines):
            break
        lines = tighter
    return lines


def _why(flow: _Flow, design: LetterDesign, sizes: Sizes) -> None:
    """Who is asking and what the answer is for, then the officer's own paragraph."""
    style = Style(Face.SANS, sizes.body)
    asking = design.words.asking[design.purpose].format(organisation=design.organisation)
    for text in filter(None, (asking, design.introduction)):
        flow.y += sizes.leading * 0.35
        flow.paragraph(text, style, sizes.leading)
    flow.y += sizes.leading * 0.9


def _ticket(
    flow: _Flow, design: LetterDesign, sizes: Sizes, typed_address: str
) -> tuple[Place, Place]:
    """Web address, code, dates, and the square beside them, between two lines."""
    height = sizes.square + (36 if sizes.large else 12)
    _off_the_fold(flow, sizes)
    flow.room(height)
    top = flow.y
    flow.put(Rule(LEFT, top, RIGHT - LEFT, 0.7))
    x = RIGHT - sizes.square
    square = Place(
        flow.page, x, top + sizes.square * _QUIET_SHARE, sizes.square, Style(Face.SANS, sizes.body)
    )
    right = x - 8
    flow.y = top + 1.2
    address = Style(Face.BOLD, 16 if sizes.large else 13)
    _labelled(flow, design.words.web_address, typed_address, address, sizes, right)
    if sizes.large:
        _dates(flow, design, sizes, right)
        flow.y = max(flow.y, square.y + sizes.square * (1 + _QUIET_SHARE) - sizes.leading * 0.7)
        right = RIGHT
    flow.y += sizes.leading * 0.4
    flow.line(design.words.code, _label(sizes), sizes.leading)
    flow.y += sizes.code * _MILLIMETRES * 1.12
    code = Place(flow.page, LEFT, flow.y, right - LEFT, Style(Face.BOLD, sizes.code))
    if not sizes.large:
        flow.y += sizes.leading * 0.4
        _dates(flow, design, sizes, right)
        flow.y = max(flow.y, square.y + sizes.square * (1 + _QUIET_SHARE) - sizes.leading * 0.7)
    flow.y += sizes.leading * 0.7
    flow.put(Rule(LEFT, flow.y, RIGHT - LEFT, 0.4))
    return code, square


def _off_the_fold(flow: _Flow, sizes: Sizes) -> None:
    """Lower what begins here if the square would lie on a fold."""
    for fold in FOLDS:
        above = sizes.square * _QUIET_SHARE - _SQUARE_APART
        low = flow.y + above + sizes.square + 2 * _SQUARE_APART
        if flow.y + above < fold < low and flow.page == 0:
            flow.y = fold - above


def _labelled(flow: _Flow, label: str, text: str, style: Style, sizes: Sizes, right: float) -> None:
    flow.line(label, _label(sizes), sizes.leading)
    flow.paragraph(text, style, max(sizes.leading, style.size * 0.42), right=right)


def _dates(flow: _Flow, design: LetterDesign, sizes: Sizes, right: float) -> None:
    """When voting opens and closes: side by side, or one below the other in large print."""
    words, top, low = design.words, flow.y, flow.y
    style = Style(Face.BOLD, 16 if sizes.large else sizes.body)
    half = (right - LEFT) / 2
    for n, (label, text) in enumerate(((words.opens, design.opens), (words.closes, design.closes))):
        x, end = (LEFT, right) if sizes.large else (LEFT + n * half, LEFT + (n + 1) * half - 3)
        flow.y = flow.y + 1.5 if sizes.large else top
        flow.line(label, _label(sizes), sizes.leading, x=x)
        flow.paragraph(text, style, sizes.leading, x=x, right=end)
        low = max(low, flow.y)
    flow.y = low


def _heading(flow: _Flow, text: str, sizes: Sizes, *, x: float = LEFT) -> None:
    flow.room(sizes.heading * 0.6 + 2 * sizes.leading)
    flow.line(text, Style(Face.SERIF, sizes.heading), sizes.heading * 0.46, x=x)
    flow.y += sizes.leading * 0.12


def _how(flow: _Flow, design: LetterDesign, sizes: Sizes, typed_address: str) -> None:
    flow.y += sizes.leading * 0.6
    _heading(flow, design.words.how, sizes)
    marking = design.marking or design.words.marking
    style, indent = Style(Face.SANS, sizes.body), LEFT + (9 if sizes.large else 6)
    for number, step in enumerate(design.words.steps, 1):
        text = step.format(address=typed_address, marking=marking)
        lines = flow.broken(text, style, RIGHT - indent)
        flow.room(len(lines) * sizes.leading)
        for n, line in enumerate(lines):
            flow.line(line, style, sizes.leading * (1 if n else 1.08), x=indent)
            if not n:
                flow.put(Text(LEFT, flow.y, Style(Face.BOLD, sizes.body), str(number)))


_GUTTER = 10.0


def _below(flow: _Flow, design: LetterDesign, sizes: Sizes, *, told_above: bool) -> None:
    """Receipt and help: two columns, in large print one below the other.

    The officer's address follows unless all of it stands beside the window of the same page.
    """
    words = design.words
    contact = "" if told_above else ", ".join(t.strip(" ,.") for t in design.contact.splitlines())
    large = "" if sizes.large else words.help_large
    helped = f"{words.help_lines.format(officer=design.officer)} {large}"
    parts = (
        (words.receipt, [words.receipt_lines], 0.42),
        (words.help, [helped, *([contact] if contact else [])], 0.58),
    )
    style, whole = Style(Face.SANS, sizes.body), RIGHT - LEFT - _GUTTER
    flow.y += sizes.leading * 0.9
    if sizes.large:
        for heading, texts, _ in parts:
            _heading(flow, heading, sizes)
            for text in texts:
                flow.paragraph(text, style, sizes.leading)
            flow.y += sizes.leading * 0.9
        return
    most = max(
        sum(len(flow.broken(text, style, whole * part)) for text in texts)
        for _, texts, part in parts
    )
    flow.room(most * sizes.leading + sizes.heading * 0.6)
    top, low, x = flow.y, flow.y, LEFT
    for heading, texts, part in parts:
        flow.y, right = top, x + whole * part
        _heading(flow, heading, sizes, x=x)
        for text in texts:
            flow.paragraph(text, style, sizes.leading, x=x, right=right)
        low, x = max(low, flow.y), right + _GUTTER
    flow.y = low + sizes.leading * 0.9


def _privacy(flow: _Flow, design: LetterDesign, sizes: Sizes) -> None:
    """The privacy notice in small type under a hairline, paragraph by paragraph."""
    if not design.privacy.strip():
        return
    flow.room(sizes.small_leading * 3)
    flow.put(Rule(LEFT, flow.y, RIGHT - LEFT, 0.25, 0.5))
    flow.y += 1
    if sizes.large:
        flow.y += sizes.leading * 0.3
        _heading(flow, design.words.privacy, sizes)
    else:
        flow.line(design.words.privacy, Style(Face.BOLD, sizes.small), sizes.small_leading)
    for text in filter(None, map(str.strip, design.privacy.splitlines())):
        flow.paragraph(text, Style(Face.SANS, sizes.small), sizes.small_leading)


def _unreviewed(flow: _Flow, design: LetterDesign, sizes: Sizes) -> None:
    """In the foot, in small type, that no speaker has reviewed the translation; below the rest
    where the foot does not hold it.
    """
    style = Style(Face.SANS, sizes.small, _grey(sizes))
    lines = flow.broken(design.words.unreviewed, style, RIGHT - _FOOT_LEFT)
    if design.unreviewed and len(lines) == 1 and not sizes.large:
        x = RIGHT - flow.faces.breadth(lines[0], style)
        flow.pages[0].append(Text(x, FOOT + 6, style, lines[0]))
    elif design.unreviewed:
        flow.y += sizes.small_leading * 0.5
        flow.paragraph(design.words.unreviewed, style, sizes.small_leading)


_FOOT_LEFT = 40.0
"""Where the page's number ends."""


def _numbered(flow: _Flow, design: LetterDesign, sizes: Sizes) -> tuple[tuple[Mark, ...], ...]:
    """The pages, even in number if more than one, each with its number and the word TEST."""
    total = len(flow.pages)
    if total > 1:
        for n, page in enumerate(flow.pages, 1):
            text = design.words.page.format(number=n, total=total)
            page.append(Text(LEFT, FOOT + (8 if sizes.large else 6), _label(sizes), text))
        flow.pages += [[] for _ in range(total % 2)]
    if design.test:
        for page in flow.pages[1:]:
            page.insert(0, Watermark(design.words.test))
    return tuple(map(tuple, flow.pages))
