"""The pictures on a page: each drawn twice, for wide and for narrow pages, no id used twice.

A style sheet shows one of the two and takes the other away, for the eye and for a screen reader
alike. The colours are the candidates' own, the same in every picture and beside every name.
"""

from __future__ import annotations

from typing import Protocol

from hustings.declaration import Declaration
from hustings.picture import (
    Orientation,
    bars,
    flow,
    headline_bar,
    next_preferences_map,
    section_bars,
)
from hustings.picture.palette import Palette
from hustings.report.markup import Html, element

__all__ = ["Drawings"]

WIDE, NARROW = 1040.0, 328.0
"""Widths in pixels: the column of the page, and that of the narrowest telephone."""


class _Draw(Protocol):
    def __call__(self, declaration: Declaration, *, width: float, prefix: str) -> str: ...


class Drawings:
    """The pictures of one declaration, as figures of its page."""

    def __init__(self, declaration: Declaration) -> None:
        """Ids begin with ``p-`` and the picture's name."""
        self.declaration = declaration
        self.palette = Palette(declaration.contest, "p-swatch")

    def patterns(self) -> Html | None:
        """The patterns that tell swatches of one colour apart; None where none is used twice."""
        ids = [c.id for c in self.declaration.contest.candidates]
        if not any(self.palette.of(c).pattern for c in ids):
            return None
        drawn = self.palette.definitions(ids)
        return Html(f'<svg class="unseen" width="0" height="0" aria-hidden="true">{drawn}</svg>')

    def swatch(self, candidate: str) -> Html:
        """The small square in a candidate's paint; his or her name always stands beside it."""
        box = "".join(map(str, self.palette.bar(candidate, 0, 0, 10, 10)))
        return Html(f'<svg class="swatch" viewBox="0 0 10 10" aria-hidden="true">{box}</svg>')

    def bar(self) -> Html:
        """The last two, or all of the deciding stage, with the line at half."""
        return self._twice("bar", headline_bar)

    def flow(self) -> Html:
        """How papers moved: across a wide page, down a narrow one."""
        across = flow(
            self.declaration, orientation=Orientation.ACROSS, width=WIDE, prefix="p-flow-wide"
        )
        down = flow(self.declaration, orientation=Orientation.DOWN, width=NARROW, prefix="p-flow")
        return _figure(across, down)

    def bars(self) -> Html | None:
        """Bars of first preferences where there is one stage only; else the flow shows them."""
        return self._twice("bars", bars) if len(self.declaration.stages) == 1 else None

    def sections(self) -> Html:
        """Each section's split at the deciding stage."""
        return self._twice("sections", section_bars)

    def next_preferences(self, section: int | None) -> Html:
        """Where second preferences go, as a map; of one section by its number, or of all."""
        chosen = None if section is None else self.declaration.contest.sections[section].id
        name = "p-next" if section is None else f"p-next-{section + 1}"
        wide = next_preferences_map(
            self.declaration, section=chosen, width=WIDE, prefix=f"{name}-wide"
        )
        narrow = next_preferences_map(self.declaration, section=chosen, width=NARROW, prefix=name)
        return _figure(wide, narrow)

    def _twice(self, name: str, draw: _Draw) -> Html:
        wide = draw(self.declaration, width=WIDE, prefix=f"p-{name}-wide")
        return _figure(wide, draw(self.declaration, width=NARROW, prefix=f"p-{name}"))


def _figure(wide: str, narrow: str) -> Html:
    return element(
        "figure",
        element("div", Html(wide), class_="across"),
        element("div", Html(narrow), class_="down"),
    )
