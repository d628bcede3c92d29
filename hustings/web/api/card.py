"""The picture that a shared link shows: what a contest is, or how it came out, in one look.

1,200 by 630 pixels, as those who show links ask for (the Open Graph protocol's large image). Drawn
as SVG with the pieces of ``hustings.picture``, so its colours and figures are those of the page; it
says TEST or FICTIONAL where the page does. What it shows is also told in words, for ``alt``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hustings.picture.lettering import cut, run_width, wrapped
from hustings.picture.svg import INK, PAPER, SECONDARY, Drawing, Element, element, rect

__all__ = ["HEIGHT", "WIDTH", "Bar", "Card", "drawn"]

WIDTH, HEIGHT = 1200, 630
_MARGIN = 64.0
_ROOM = WIDTH - 2 * _MARGIN
_ALARM = "#a61b1b"
_SERIF, _SANS = "Literata", "Public Sans"
_BROADER = {_SERIF: 1.12, _SANS: 1.08}
"""How much broader our letters are than those by which the pictures estimate."""
_BARS_FROM, _BARS_ROOM = 430.0, 470.0


@dataclass(frozen=True, slots=True)
class Bar:
    """A candidate's line: ``part`` of the longest bar, at most 1, and what is printed at it."""

    name: str
    printed: str
    part: float
    colour: str


@dataclass(frozen=True, slots=True)
class Card:
    """What is said: ``kicker`` over the headline, ``state`` beside it, lines or bars under it."""

    kicker: str
    state: str
    headline: str
    lines: tuple[str, ...]
    bars: tuple[Bar, ...]
    foot: str
    mark: str  # that it is a test, fictional or partly invented; or nothing
    alt: str


def drawn(card: Card) -> str:
    """The picture as an SVG document."""
    parts: list[Element] = [*_ground(), *_top(card)]
    headline, below = _headline(card)
    parts += headline
    until = HEIGHT - 76 - (80 if card.mark else 0)
    parts += _bars(card.bars, below, until) if card.bars else _lines(card.lines, below, until)
    parts += _foot(card)
    named = Drawing(card.headline, card.alt, WIDTH, HEIGHT, tuple(parts))
    return named.write("card")


def _text(
    x: float, y: float, text: str, *, size: float, family: str = _SANS, bold: bool = False,
    fill: str = INK, anchor: str = "",
) -> Element:  # fmt: skip
    weight = "600" if family == _SERIF else "700" if bold else "400"
    attributes: dict[str, str | float] = {
        "x": x, "y": y, "font-family": family, "font-size": size, "font-weight": weight,
        "fill": fill, "text-anchor": anchor,
    }  # fmt: skip
    return element("text", attributes, text)


def _width(text: str, size: float, family: str = _SANS, *, bold: bool = False) -> float:
    return run_width(text, size=size, bold=bold) * _BROADER[family]


def _cut(text: str, room: float, size: float, *, bold: bool = False) -> str:
    return cut(text, room / _BROADER[_SANS], size=size, bold=bold)


def _ground() -> Iterator[Element]:
    yield rect(0, 0, WIDTH, HEIGHT, fill=PAPER)
    yield rect(0, 0, WIDTH, 12, fill=INK)


def _top(card: Card) -> Iterator[Element]:
    """The contest at the left; at the right how final it is."""
    state = card.state.upper()
    taken = _width(state, 24, bold=True) + 24 if state else 0
    yield _text(_MARGIN, 86, _cut(card.kicker, _ROOM - taken, 28), size=28, fill=SECONDARY)
    if state:
        yield _text(WIDTH - _MARGIN, 86, state, size=24, bold=True, anchor="end", fill=SECONDARY)


def _headline(card: Card) -> tuple[list[Element], float]:
    """The headline in the largest letters that fit two lines, or three of the smallest."""
    for size, most in ((64.0, 2), (54.0, 2), (46.0, 3), (38.0, 3)):
        lines = wrapped(card.headline, _ROOM / _BROADER[_SERIF], size=size)
        if len(lines) <= most:
            break
    lines = lines[:3] if len(lines) <= 3 else [*lines[:2], f"{lines[2].rstrip('.…')}…"]
    step = size * 1.18
    texts = [
        _text(_MARGIN, 120 + size + n * step, line, size=size, family=_SERIF)
        for n, line in enumerate(lines)
    ]
    return texts, 120 + size + (len(lines) - 1) * step


def _bars(bars: Sequence[Bar], above: float, until: float) -> Iterator[Element]:
    """A line for each candidate, as high as the room allows."""
    step = min(84.0, (until - above - 44) / len(bars))
    high = step * 0.66
    size = min(32.0, step * 0.5)
    for n, bar in enumerate(bars):
        top = above + 44 + n * step
        base = top + high / 2 + size * 0.35
        name = _cut(bar.name, _BARS_FROM - _MARGIN - 20, size, bold=n == 0)
        yield _text(_MARGIN, base, name, size=size, bold=n == 0)
        wide = max(bar.part * _BARS_ROOM, 2.0)
        yield rect(_BARS_FROM, top, wide, high, fill=bar.colour)
        yield _text(_BARS_FROM + wide + 16, base, bar.printed, size=size, bold=n == 0)


def _lines(lines: Sequence[str], above: float, until: float) -> Iterator[Element]:
    """Sentences under the headline."""
    at = above + 30
    for text in lines:
        for line in wrapped(text, _ROOM / _BROADER[_SANS], size=32)[:3]:
            at += 46
            if at < until:
                yield _text(_MARGIN, at, line, size=32)
        at += 14


def _foot(card: Card) -> Iterator[Element]:
    """What the figures are; under it, on red, that not all of it is real."""
    below = 80.0 if card.mark else 0.0
    foot = _cut(card.foot, _ROOM, 22)
    yield _text(_MARGIN, HEIGHT - 36 - below, foot, size=22, fill=SECONDARY)
    if card.mark:
        yield rect(0, HEIGHT - 76, WIDTH, 76, fill=_ALARM)
        yield _text(_MARGIN, HEIGHT - 28, card.mark, size=28, bold=True, fill=PAPER)
