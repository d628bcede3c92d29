"""The pictures of a page and the colour of each candidate, so that no two pictures share an id."""

from __future__ import annotations

from hustings.declaration import Declaration
from hustings.report.markup import Html, element

__all__ = ["Drawings"]


class Drawings:
    """The pictures of one declaration."""

    def __init__(self, declaration: Declaration) -> None:
        self.declaration = declaration

    def swatch(self, candidate: str) -> Html:
        return Html("")

    def bar(self) -> Html | None:
        return None

    def flow(self) -> Html | None:
        return None

    def bars(self) -> Html | None:
        return None

    def sections(self) -> Html | None:
        return None

    def next_preferences(self) -> Html | None:
        return None
