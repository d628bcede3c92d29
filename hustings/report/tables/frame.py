"""The frame of every table: caption, cells, rows, and bands for what is too wide to print."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from hustings.contest import Contest
from hustings.declaration import Declaration
from hustings.declaration.wording import share
from hustings.language import say, say_number
from hustings.report.markup import Html, element, hidden, join
from hustings.rounding import grouped, percent

__all__ = [
    "IN_A_COLUMN",
    "Nothing",
    "Row",
    "Swatch",
    "banded_table",
    "candidate_cell",
    "candidates_cue",
    "figure_cell",
    "head_cell",
    "nothing_cell",
    "percent_of",
    "plain_row",
    "points_of",
    "row_cell",
    "section_name",
    "signed",
    "signed_share",
    "stage_words",
    "stages_cue",
    "table",
]

Swatch = Callable[[str], Html]
"""Of a candidate's id, the small square in his or her colour."""


IN_A_COLUMN = 4
"""As many columns of figures as one of the two columns of a printed sheet holds."""


def table(
    name: str,
    caption: str,
    *,
    head: Sequence[str],
    body: Iterable[str],
    foot: Iterable[str] = (),
    wide: bool = False,
    cue: str = "",
) -> Html:
    """A captioned table in a box of its own that scrolls where the page is too narrow for it.

    ``name`` is the table's id. ``head`` are the cells of its first row, ``body`` and ``foot`` rows.
    ``cue`` stands in the caption where the box is too narrow for so many columns: that there is
    more at the side, and what must not be missed there.
    """
    feet = list(foot)
    said = element("span", caption)
    if cue:
        said = join([said, element("span", f" {cue}", class_="cue")])
    held = element(
        "table",
        element("caption", said, id=f"{name}-caption"),
        element("thead", element("tr", *head)),
        element("tbody", *body),
        element("tfoot", *feet) if feet else None,
        id=name,
        class_="wide" if wide else "slim" if len(head) <= 4 else None,
    )
    return element(
        "div",
        held,
        class_=f"scroll {_room(len(head) - 1)}".rstrip(),
        role="region",
        tabindex=0,
        aria_labelledby=f"{name}-caption",
    )


def candidates_cue(number: int) -> str:
    """That there are more candidates at the side."""
    return say_number(
        "Scroll sideways for all {number} candidates.",
        "Scroll sideways for all {number} candidates.",
        number,
        number=number,
    )


def stages_cue(number: int) -> str:
    """That there are more stages at the side."""
    return say_number(
        "Scroll sideways for all {number} stages.",
        "Scroll sideways for all {number} stages.",
        number,
        number=number,
    )


def stage_words(number: int) -> str:
    """A stage by its number, as a heading."""
    return say("Stage {number}", number=number)


def points_of(figure: str) -> str:
    """A printed figure in points."""
    return say("{points} points", points=figure)


def _room(columns: int) -> str:
    """The class that says how much room so many columns of figures need, for the cue."""
    return "" if columns <= 3 else f"room-{min(columns, 12)}"


@dataclass(frozen=True, slots=True)
class Row:
    """A row before it is written: its heading, then a cell for each column of figures."""

    name: Html
    cells: tuple[Html, ...]
    mark: str | None = None

    @classmethod
    def of(cls, name: str, values: Iterable[str]) -> Row:
        """A row of plain figures."""
        return cls(row_cell(name), tuple(map(figure_cell, values)))

    def written(self, columns: slice = slice(None)) -> Html:
        """The row with those of its cells."""
        return element("tr", self.name, *self.cells[columns], class_=self.mark)

    def holds(self, columns: slice) -> bool:
        """Whether there is a figure in any of those columns."""
        return not all(isinstance(cell, Nothing) for cell in self.cells[columns])


def banded_table(
    name: str,
    caption: str,
    *,
    head: Sequence[str],
    body: Sequence[Row],
    foot: Sequence[Row] = (),
    cue: str = "",
    most: int = 6,
) -> Html:
    """A table that scrolls on a screen and is printed in bands of at most ``most`` columns.

    Paper cannot be scrolled, so the bands stand one below another, each with the rows that hold a
    figure in it; a style sheet shows either the table or its bands, never both.
    """
    columns = len(head) - 1
    whole = table(
        name,
        caption,
        head=head,
        body=[row.written() for row in body],
        foot=[row.written() for row in foot],
        wide=columns > 5,
        cue=cue,
    )
    if columns <= most:
        return whole
    number = -(-columns // most)
    ends = [columns * n // number for n in range(number + 1)]
    bands = [
        table(
            f"{name}-band-{n + 1}",
            caption if not n else say("Continued."),
            head=[head[0], *head[1:][part]],
            body=[row.written(part) for row in body if row.holds(part)],
            foot=[row.written(part) for row in foot],
        )
        for n, part in enumerate(map(slice, ends, ends[1:]))
    ]
    return join([element("div", whole, class_="unbanded"), element("div", *bands, class_="bands")])


def head_cell(content: str, *, small: str = "", numbers: bool = True) -> Html:
    """A heading of a column."""
    note = element("span", small, class_="note") if small else None
    return element("th", content, note, scope="col", class_="n" if numbers else None)


def row_cell(content: str, *, small: str = "") -> Html:
    """A heading of a row."""
    note = element("span", small, class_="note") if small else None
    return element("th", content, note, scope="row")


def figure_cell(content: str, *small: str, mark: str = "") -> Html:
    """A figure, with smaller ones under it; ``mark`` is the class that says what became of it."""
    notes = [element("span", s, class_="note") for s in small if s]
    classes = f"n {mark}".strip()
    return element("td", element("span", content, class_="figure"), *notes, class_=classes)


class Nothing(Html):
    """A cell without a figure."""

    __slots__ = ()


def nothing_cell(said: str = "") -> Nothing:
    """An empty cell that says why to those who cannot see it; else "no longer in the count"."""
    dash = element("span", "–", aria_hidden="true")
    why = hidden(said or say("no longer in the count"))
    return Nothing(element("td", dash, why, class_="n none"))


def signed(number: int) -> str:
    """A change in votes, with its sign."""
    return f"+{grouped(number)}" if number >= 0 else f"−{grouped(-number)}"


def signed_share(change_of: Fraction) -> str:
    """A change in points, with its sign."""
    return f"+{share(change_of)}" if change_of >= 0 else f"−{share(-change_of)}"


def section_name(contest: Contest, number: int) -> Html:
    """A section's name, with the word that says that its rankings were made up."""
    section = contest.sections[number]
    tag = element("span", say("invented rankings"), class_="tag") if section.invented else None
    return join([section.name, " ", tag] if tag else [section.name])


def candidate_cell(declaration: Declaration, candidate: str, swatch: Swatch) -> Html:
    """The heading of a candidate's row: colour and name."""
    name = declaration.contest.name_of(candidate)
    return element("th", swatch(candidate), name, scope="row", class_="who")


def percent_of(part: int, whole: int) -> str:
    """A part as per cent of the whole, a dash where there is no whole."""
    return f"{percent(Fraction(part, whole))}%" if whole else "–"


def plain_row(name: str, values: Iterable[str]) -> Html:
    """A row of figures without anything small beside them."""
    return element("tr", row_cell(name), *map(figure_cell, values))
