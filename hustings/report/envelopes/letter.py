"""The covering letter, and the sheet for an outer envelope, laid out on A4.

The sheet is folded in three; the window of the envelope lies on the first third, where nothing but
the address may be.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from hustings.errors import RuleError
from hustings.report.envelopes.posting import EnvelopeDesign, Posting
from hustings.report.letters import compose
from hustings.report.letters.compose import FOLDS
from hustings.report.letters.marks import Mark, Rule, Text, Watermark
from hustings.report.letters.typefaces import Face, Style, Typefaces
from hustings.report.letters.window import address_marks

__all__ = ["Covering", "compose_covering", "outer_sheet", "own_marks"]

_LEFT, _RIGHT, _FOOT = 20.0, 190.0, 284.0


@dataclass(frozen=True, slots=True)
class _Sizes:
    """Type in points, distances in millimetres; ``window`` are those of the address."""

    window: compose.Sizes
    body: float
    leading: float
    small: Style
    privacy: float
    privacy_leading: float
    headline: float
    headline_leading: float
    heading: float
    deadline: float
    sender: float
    sender_leading: float
    indent: float
    outer: float
    outer_leading: float


_NORMAL = _Sizes(
    window=compose.NORMAL, body=10, leading=4.75, small=Style(Face.SANS, 8.5, 0.36), privacy=8.5,
    privacy_leading=3.9, headline=19, headline_leading=8.0, heading=11.5, deadline=15, sender=9,
    sender_leading=4.3, indent=6, outer=14, outer_leading=7,
)  # fmt: skip
_LARGE = _Sizes(
    window=compose.LARGE, body=16, leading=7.2, small=Style(Face.SANS, 16), privacy=16,
    privacy_leading=7.0, headline=25, headline_leading=10.4, heading=19, deadline=20, sender=16,
    sender_leading=7.2, indent=9, outer=18, outer_leading=9,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Covering:
    """What all covering letters of one language share, page by page, and where the elector's own
    goes.
    """

    pages: tuple[tuple[Mark, ...], ...]
    dear: Text
    reference: Text


@dataclass(slots=True)
class _Flow:
    """A column that goes down the page, and overleaf where there is no room."""

    faces: Typefaces
    sizes: _Sizes
    y: float = 0.0
    pages: list[list[Mark]] = field(default_factory=lambda: [[]])

    def put(self, mark: Mark) -> None:
        self.pages[-1].append(mark)

    def body(self, text: str, *, bold: bool = False, x: float = _LEFT) -> None:
        style = Style(Face.BOLD if bold else Face.SANS, self.sizes.body)
        self.paragraph(text, style, self.sizes.leading, x=x)

    def line(self, text: str, style: Style, leading: float, *, x: float = _LEFT) -> None:
        if self.y + leading > _FOOT:
            self.pages.append([])
            self.y = 20.0
        self.y += leading
        self.put(Text(x, self.y, style, text))

    def paragraph(
        self, text: str, style: Style, leading: float, *, x: float = _LEFT, right: float = _RIGHT
    ) -> None:
        for line in self.faces.lines(self.faces.clean(text)[0], style, right - x):
            self.line(line, style, leading, x=x)

    def beside(self, text: str, first: Text, x: float) -> None:
        """A paragraph with a mark before its first line; what begins here stays on one page."""
        lines = self.faces.lines(self.faces.clean(text)[0], self._plain, _RIGHT - x)
        if self.y + len(lines) * self.sizes.leading > _FOOT:
            self.y = _FOOT
        for n, line in enumerate(lines):
            self.line(line, self._plain, self.sizes.leading, x=x)
            if n == 0:
                self.put(replace(first, y=self.y))

    @property
    def _plain(self) -> Style:
        return Style(Face.SANS, self.sizes.body)

    def heading(self, text: str) -> None:
        sizes = self.sizes
        leading = sizes.heading * 0.46
        if self.y + leading + 2 * sizes.leading > _FOOT:
            self.y = _FOOT
        self.y += sizes.leading * 0.6
        self.line(text, Style(Face.SERIF, sizes.heading), leading)
        self.y += 0.4


def _sizes_of(design: EnvelopeDesign) -> _Sizes:
    return _LARGE if design.large_print else _NORMAL


def compose_covering(design: EnvelopeDesign, faces: Typefaces) -> Covering:
    """Lay out what the letters share. RuleError where one sheet, both sides, does not hold it; in
    large print two sheets.
    """
    sizes = _sizes_of(design)
    flow = _Flow(faces, sizes)
    _sheet(flow, design)
    reference = _sender(flow, design)
    flow.y = FOLDS[0] + 2.5
    if design.question:
        flow.paragraph(design.title, sizes.small, sizes.leading)
    headline = Style(Face.SERIF, sizes.headline)
    flow.paragraph(design.question or design.title, headline, sizes.headline_leading)
    flow.y += sizes.leading * 1.4
    dear = Text(_LEFT, flow.y, Style(Face.SANS, sizes.body), "")
    flow.y += sizes.leading * 0.35
    flow.body(design.asking)
    _deadline(flow, design)
    _enclosed(flow, design)
    _how(flow, design)
    _below(flow, design)
    sheets = 2 if design.large_print else 1
    if len(flow.pages) > 2 * sheets:
        raise RuleError(
            f"the covering letter is longer than {'two sheets' if sheets > 1 else 'one sheet'}; "
            "shorten the privacy notice"
        )
    return Covering(tuple(tuple(page) for page in flow.pages), dear, reference)


def _below(flow: _Flow, design: EnvelopeDesign) -> None:
    """That the vote is secret, who helps, and the small print."""
    words, sizes = design.words, flow.sizes
    for title, text in (
        (words.mixing, words.mixing_lines),
        (words.help, words.help_lines.format(officer=design.officer)),
    ):
        flow.heading(title)
        flow.body(text)
    flow.heading(words.privacy)
    for part in design.privacy.splitlines():
        flow.paragraph(part, Style(Face.SANS, sizes.privacy), sizes.privacy_leading)
    if design.unreviewed:
        _unreviewed(flow, words.unreviewed)


def _unreviewed(flow: _Flow, text: str) -> None:
    """That no speaker has reviewed the translation: in the foot, or below the rest where that does
    not hold it.
    """
    style = flow.sizes.small
    lines = flow.faces.lines(flow.faces.clean(text)[0], style, _RIGHT - _LEFT)
    if len(lines) == 1:
        flow.pages[0].append(Text(_LEFT, _FOOT + 6, style, lines[0]))
        return
    flow.y += flow.sizes.leading * 0.5
    flow.paragraph(text, style, flow.sizes.leading)


def own_marks(
    posting: Posting, shared: Covering, design: EnvelopeDesign, faces: Typefaces
) -> tuple[list[Text], bool]:
    """The elector's own, for the first page, and whether all of it is as it was written."""
    given = (posting.name, *posting.address)
    cleaned = [faces.clean(text) for text in given]
    window = _sizes_of(design).window
    marks, whole = address_marks([text for text, _ in cleaned], design.window, window, faces)
    dear = design.words.dear.format(name=cleaned[0][0])
    at = shared.dear
    marks.append(Text(at.x, at.y, at.style, faces.lines(dear, at.style, _RIGHT - _LEFT)[0]))
    told = design.words.reference.format(number=posting.number.replace(" ", "\N{NO-BREAK SPACE}"))
    at = shared.reference
    for n, line in enumerate(faces.lines(told, at.style, _RIGHT - at.x)):
        y = at.y + n * _sizes_of(design).sender_leading
        marks.append(Text(at.x, y, at.style, line))
    return marks, whole and not any(missing for _, missing in cleaned)


def outer_sheet(
    household: Sequence[Posting], designs: Sequence[EnvelopeDesign], faces: Typefaces
) -> Iterator[Mark]:
    """The sheet for an outer envelope: the names and their address, and what is inside.

    ``designs`` are those of the languages of the home, one or several: all is said in each.
    """
    first = designs[0]
    flow = _Flow(faces, _sizes_of(first))
    _sheet(flow, *designs)
    names = ", ".join(one.name for one in household)
    lines = [faces.clean(text)[0] for text in (names, *household[0].address)]
    yield from address_marks(lines, first.window, flow.sizes.window, faces)[0]
    flow.y = FOLDS[0] + 12
    size, leading = flow.sizes.outer, flow.sizes.outer_leading
    for design in designs:
        inside = design.words.inside.format(count=len(household))
        flow.paragraph(inside, Style(Face.SANS, size), leading)
    for one in household:
        flow.paragraph(one.name, Style(Face.BOLD, size), leading * 1.07, x=_LEFT + 6)
    flow.y += 4
    for design in designs:
        flow.paragraph(design.words.to_each, Style(Face.SANS, size), leading)
    for design in designs:
        if design.unreviewed:
            flow.y += 6
            flow.paragraph(design.words.unreviewed, flow.sizes.small, flow.sizes.leading)
    yield from flow.pages[0]


def _sheet(flow: _Flow, *designs: EnvelopeDesign) -> None:
    """Watermark, folds, the sender's name over a line, and what must be said of the whole."""
    design = designs[0]
    if design.test:
        flow.put(Watermark(" · ".join(one.words.test for one in designs)))
    for fold in FOLDS:
        flow.put(Rule(5, fold, 3, 0.25, 0.5))
    style = Style(Face.SERIF, 17 if design.large_print else 13)
    for line in flow.faces.lines(flow.faces.clean(design.organisation)[0], style, 170)[:2]:
        flow.y = flow.y + 6.2 if flow.y else 17.0
        flow.put(Text(_LEFT, flow.y, style, line))
    flow.y += 3.4
    flow.put(Rule(_LEFT, flow.y, _RIGHT - _LEFT, 0.7))
    told = [one.words.test_line for one in designs if one.test]
    told += [one.words.fictional for one in designs if one.fictional]
    for line in told:
        flow.body(line, bold=True)


def _sender(flow: _Flow, design: EnvelopeDesign) -> Text:
    """Beside the window: the officer; and where the number of the return envelope goes."""
    window, sizes = design.window, flow.sizes
    x = window.left + window.width + window.play + 5
    y = window.top + (0 if design.large_print else 2)
    flow.put(Text(x, y, sizes.small, design.words.officer))
    lines = [(design.officer, Face.BOLD), *((t, Face.SANS) for t in design.contact.splitlines())]
    for text, face in lines:
        style = Style(face, sizes.sender)
        for line in flow.faces.lines(flow.faces.clean(text)[0], style, _RIGHT - x):
            if y < FOLDS[0] - 2.8 * sizes.sender_leading:
                y += sizes.sender_leading
                flow.put(Text(x, y, style, line))
    return Text(x, y + 1.5 * sizes.sender_leading, sizes.small, "")


def _deadline(flow: _Flow, design: EnvelopeDesign) -> None:
    sizes = flow.sizes
    flow.y += sizes.leading * 0.9
    flow.put(Rule(_LEFT, flow.y, _RIGHT - _LEFT, 0.7))
    flow.line(design.words.deadline, sizes.small, sizes.leading * 1.1)
    flow.paragraph(design.deadline, Style(Face.BOLD, sizes.deadline), sizes.deadline * 0.453)
    flow.y += 2.6
    flow.put(Rule(_LEFT, flow.y, _RIGHT - _LEFT, 0.4))


def _enclosed(flow: _Flow, design: EnvelopeDesign) -> None:
    flow.heading(design.words.enclosed)
    style, x = Style(Face.SANS, flow.sizes.body), _LEFT + flow.sizes.indent
    for line in design.words.enclosed_lines:
        flow.beside(line, Text(_LEFT + 1.5, 0, style, "•"), x)


def _how(flow: _Flow, design: EnvelopeDesign) -> None:
    words = design.words
    flow.heading(words.how)
    signing = (words.sign_step,) if design.declaration else ()
    style, x = Style(Face.BOLD, flow.sizes.body), _LEFT + flow.sizes.indent
    for number, step in enumerate((*words.steps, *signing, words.post_step), 1):
        flow.beside(step, Text(_LEFT, 0, style, f"{number}."), x)
        flow.y += 0.5
