"""The covering letter, and the sheet for an outer envelope, laid out on A4.

The sheet is folded in three; the window of the envelope lies on the first third, where nothing but
the address may be.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from hustings.errors import RuleError
from hustings.report.envelopes.posting import EnvelopeDesign, Posting
from hustings.report.letters.compose import FOLDS, NORMAL
from hustings.report.letters.marks import Mark, Rule, Text, Watermark
from hustings.report.letters.typefaces import Face, Style, Typefaces
from hustings.report.letters.window import address_marks

__all__ = ["Covering", "compose_covering", "outer_sheet", "own_marks"]

_LEFT, _RIGHT, _FOOT = 20.0, 190.0, 284.0
_BODY, _LEADING = 10.0, 4.75
_SMALL = Style(Face.SANS, 8.5, 0.36)


@dataclass(frozen=True, slots=True)
class Covering:
    """What all covering letters share, page by page, and where the elector's own goes."""

    pages: tuple[tuple[Mark, ...], ...]
    dear: Text
    reference: Text


@dataclass(slots=True)
class _Flow:
    """A column that goes down the page, and overleaf where there is no room."""

    faces: Typefaces
    y: float = 0.0
    pages: list[list[Mark]] = field(default_factory=lambda: [[]])

    def put(self, mark: Mark) -> None:
        self.pages[-1].append(mark)

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

    def heading(self, text: str) -> None:
        if self.y + 5.3 + 2 * _LEADING > _FOOT:
            self.y = _FOOT
        self.y += _LEADING * 0.75
        self.line(text, Style(Face.SERIF, 11.5), 5.3)
        self.y += 0.4


def compose_covering(design: EnvelopeDesign, faces: Typefaces) -> Covering:
    """Lay out what the letters share. RuleError where one sheet, both sides, does not hold it."""
    flow = _Flow(faces)
    _sheet(flow, design)
    reference = _sender(flow, design)
    flow.y = FOLDS[0] + 2.5
    if design.question:
        flow.paragraph(design.title, _SMALL, _LEADING)
    flow.paragraph(design.question or design.title, Style(Face.SERIF, 19), 8.0)
    flow.y += _LEADING * 1.5
    body = Style(Face.SANS, _BODY)
    dear = Text(_LEFT, flow.y, body, "")
    flow.y += _LEADING * 0.35
    flow.paragraph(design.asking, body, _LEADING)
    _deadline(flow, design)
    _enclosed(flow, design)
    _how(flow, design)
    words = design.words
    for title, text in (
        (words.mixing, words.mixing_lines),
        (words.help, words.help_lines.format(officer=design.officer)),
    ):
        flow.heading(title)
        flow.paragraph(text, body, _LEADING)
    flow.heading(words.privacy)
    for part in design.privacy.splitlines():
        flow.paragraph(part, Style(Face.SANS, 8.5), 3.9)
    if len(flow.pages) > 2:
        raise RuleError("the covering letter is longer than one sheet; shorten the privacy notice")
    return Covering(tuple(tuple(page) for page in flow.pages), dear, reference)


def own_marks(
    posting: Posting, shared: Covering, design: EnvelopeDesign, faces: Typefaces
) -> tuple[list[Text], bool]:
    """The elector's own, for the first page, and whether all of it is as it was written."""
    given = (posting.name, *posting.address)
    cleaned = [faces.clean(text) for text in given]
    marks, whole = address_marks([text for text, _ in cleaned], design.window, NORMAL, faces)
    dear = design.words.dear.format(name=cleaned[0][0])
    at = shared.dear
    marks.append(Text(at.x, at.y, at.style, faces.lines(dear, at.style, _RIGHT - _LEFT)[0]))
    told = design.words.reference.format(number=posting.number)
    marks.append(Text(shared.reference.x, shared.reference.y, shared.reference.style, told))
    return marks, whole and not any(missing for _, missing in cleaned)


def outer_sheet(
    household: Sequence[Posting], design: EnvelopeDesign, faces: Typefaces
) -> Iterator[Mark]:
    """The sheet for an outer envelope: the names and their address, and what is inside."""
    flow = _Flow(faces)
    _sheet(flow, design)
    names = ", ".join(one.name for one in household)
    lines = [faces.clean(text)[0] for text in (names, *household[0].address)]
    yield from address_marks(lines, design.window, NORMAL, faces)[0]
    flow.y = FOLDS[0] + 12
    words, body = design.words, Style(Face.SANS, 14)
    flow.paragraph(words.inside.format(count=len(household)), body, 7)
    for one in household:
        flow.paragraph(one.name, Style(Face.BOLD, 14), 7.5, x=_LEFT + 6)
    flow.y += 4
    flow.paragraph(words.to_each, body, 7)
    yield from flow.pages[0]


def _sheet(flow: _Flow, design: EnvelopeDesign) -> None:
    """Watermark, folds, the sender's name over a line, and what must be said of the whole."""
    if design.test:
        flow.put(Watermark(design.words.test))
    for fold in FOLDS:
        flow.put(Rule(5, fold, 3, 0.25, 0.5))
    style = Style(Face.SERIF, 13)
    for line in flow.faces.lines(flow.faces.clean(design.organisation)[0], style, 170)[:2]:
        flow.y = flow.y + 6.2 if flow.y else 17.0
        flow.put(Text(_LEFT, flow.y, style, line))
    flow.y += 3.4
    flow.put(Rule(_LEFT, flow.y, _RIGHT - _LEFT, 0.7))
    for told, line in ((design.test, design.words.test_line),
                       (design.fictional, design.words.fictional)):  # fmt: skip
        if told:
            flow.paragraph(line, Style(Face.BOLD, _BODY), _LEADING)


def _sender(flow: _Flow, design: EnvelopeDesign) -> Text:
    """Beside the window: the officer; and where the number of the return envelope goes."""
    window = design.window
    x = window.left + window.width + window.play + 5
    y = window.top + 2
    flow.put(Text(x, y, _SMALL, design.words.officer))
    lines = [(design.officer, Face.BOLD), *((t, Face.SANS) for t in design.contact.splitlines())]
    for text, face in lines:
        style = Style(face, 9)
        for line in flow.faces.lines(flow.faces.clean(text)[0], style, _RIGHT - x):
            if y < FOLDS[0] - 12:
                y += 4.3
                flow.put(Text(x, y, style, line))
    return Text(x, y + 6.5, _SMALL, "")


def _deadline(flow: _Flow, design: EnvelopeDesign) -> None:
    flow.y += _LEADING * 0.9
    flow.put(Rule(_LEFT, flow.y, _RIGHT - _LEFT, 0.7))
    flow.line(design.words.deadline, Style(Face.SANS, 8.5, 0.36), 5.2)
    flow.paragraph(design.deadline, Style(Face.BOLD, 15), 6.8)
    flow.y += 2.6
    flow.put(Rule(_LEFT, flow.y, _RIGHT - _LEFT, 0.4))


def _enclosed(flow: _Flow, design: EnvelopeDesign) -> None:
    flow.heading(design.words.enclosed)
    style = Style(Face.SANS, _BODY)
    for line in design.words.enclosed_lines:
        flow.paragraph(line, style, _LEADING, x=_LEFT + 6)
        flow.put(Text(_LEFT + 1.5, flow.y, style, "•"))


def _how(flow: _Flow, design: EnvelopeDesign) -> None:
    words = design.words
    flow.heading(words.how)
    signing = (words.sign_step,) if design.declaration else ()
    style = Style(Face.SANS, _BODY)
    for number, step in enumerate((*words.steps, *signing, words.post_step), 1):
        first = Text(_LEFT, flow.y + _LEADING, Style(Face.BOLD, _BODY), f"{number}.")
        pages = len(flow.pages)
        flow.paragraph(step, style, _LEADING, x=_LEFT + 6)
        if len(flow.pages) == pages:
            flow.put(first)
        flow.y += 0.5
