"""What one vote of a section was worth, in votes of another and in points."""

from __future__ import annotations

from fractions import Fraction

from hustings.declaration import Declaration, Worth
from hustings.declaration.figures import worth_at
from hustings.language import say
from hustings.report.markup import Html, element
from hustings.report.tables.frame import figure_cell, head_cell, nothing_cell, row_cell, table
from hustings.rounding import grouped, rounded

__all__ = [
    "heaviest",
    "worth_base",
    "worth_points_table",
    "worth_table",
]


def worth_base(worth: Worth) -> str:
    """The base of a worth, as printed: "papers issued", "votes live at stage 4"."""
    if worth.base == "issued":
        return say("papers issued")
    if worth.base == "returned":
        return say("papers returned")
    if worth.base == "first":
        return say("votes live at the first stage")
    return say("votes live at stage {number}", number=worth.stage)


def heaviest(declaration: Declaration) -> str | None:
    """The section whose vote was worth most at the deciding stage; None without weights."""
    at = worth_at(declaration.worths, declaration.deciding_stage.number)
    return max(at.points, key=lambda s: at.points[s]) if at and at.points else None


def worth_table(declaration: Declaration) -> Html:
    """The worth of one vote of the section where it weighs most, in votes of each other one."""
    contest, one = declaration.contest, heaviest(declaration)
    if one is None:
        return Html("")
    names = {s.id: s.name for s in contest.sections}
    order = [one, *(s.id for s in contest.sections if s.id != one)]
    rows = [
        element("tr", row_cell(worth_base(w)), *(_worth_cell(w, one, s) for s in order))
        for w in declaration.worths
    ]
    return table(
        "worth",
        say(
            "One vote of {section} was worth as many votes of each other section as stand here; it "
            "depends on the base, which the row names.",
            section=names[one],
        ),
        head=[element("th", say("Base"), scope="col"), *(head_cell(names[s]) for s in order)],
        body=rows,
    )


def _worth_cell(worth: Worth, one: str, other: str) -> Html:
    """How many votes of the other section one vote is worth, of how many on that base."""
    small = say("of {votes}", votes=grouped(worth.papers[other]))
    if one == other and one in worth.points:
        return figure_cell("1", small)
    if other not in worth.in_votes_of.get(one, {}):
        return nothing_cell(say("no votes on this base"))
    return figure_cell(_ratio(worth.in_votes_of[one][other]), small)


def _ratio(value: Fraction) -> str:
    return rounded(value, 0 if value >= 100 else 1 if value >= 10 else 2)


def worth_points_table(declaration: Declaration) -> Html:
    """Points that one vote of each section carries, on each base."""
    contest = declaration.contest
    rows = [
        element(
            "tr",
            row_cell(worth_base(worth)),
            *(
                figure_cell(rounded(worth.points[s.id] * 100, 6))
                if s.id in worth.points
                else nothing_cell(say("no votes on this base"))
                for s in contest.sections
            ),
        )
        for worth in declaration.worths
    ]
    return table(
        "worth-points",
        say(
            "What one vote of each section carries, in points of the whole (100), on the base that "
            "the row names."
        ),
        head=[
            element("th", say("Base"), scope="col"),
            *(head_cell(s.name) for s in contest.sections),
        ],
        body=rows,
    )
