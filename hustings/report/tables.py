"""The tables of a declaration, each with a caption that names what its figures are a share of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from hustings.ballot import End
from hustings.contest import Base, Contest, Heading
from hustings.count import Stage, Votes, rule_of
from hustings.declaration import Declaration, Reconciliation, Worth
from hustings.declaration.figures import worth_at
from hustings.declaration.wording import amount, base_words, chosen_as, listed, share
from hustings.report.markup import Html, element, hidden, join, strong
from hustings.report.order import after, change, result_order
from hustings.report.words import invented_sections
from hustings.rounding import grouped, percent, rounded

__all__ = [
    "next_preferences_table",
    "pairwise_table",
    "reconciliation_table",
    "section_stages_tables",
    "sections_table",
    "stage_table",
    "table",
    "transfers_table",
    "worth_points_table",
    "worth_table",
]

Swatch = Callable[[str], Html]
"""Of a candidate's id, the small square in his or her colour."""

_IN_A_COLUMN = 4
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
            caption if not n else "Continued.",
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


def nothing_cell(said: str = "no longer in the count") -> Nothing:
    """An empty cell that says so to those who cannot see that it is empty."""
    dash = element("span", "–", aria_hidden="true")
    return Nothing(element("td", dash, hidden(said), class_="n none"))


def signed(number: int) -> str:
    """A change in votes, with its sign."""
    return f"+{grouped(number)}" if number >= 0 else f"−{grouped(-number)}"


def signed_share(change_of: Fraction) -> str:
    """A change in points, with its sign."""
    return f"+{share(change_of)}" if change_of >= 0 else f"−{share(-change_of)}"


def section_name(contest: Contest, number: int) -> Html:
    """A section's name, with the word that says that its rankings were made up."""
    section = contest.sections[number]
    tag = element("span", "invented rankings", class_="tag") if section.invented else None
    return join([section.name, " ", tag] if tag else [section.name])


def candidate_cell(declaration: Declaration, candidate: str, swatch: Swatch) -> Html:
    """The heading of a candidate's row: colour and name."""
    name = declaration.contest.name_of(candidate)
    return element("th", swatch(candidate), name, scope="row", class_="who")


# --- stage by stage --------------------------------------------------------------------------


def stage_table(declaration: Declaration, swatch: Swatch) -> Html:
    """Candidates down, stages across: points if weighted, else votes, with gains under them."""
    contest = declaration.contest
    shown = [c for c in result_order(declaration) if not contest.candidate(c).withdrawn]
    rows = [_stage_row(declaration, c, swatch) for c in shown]
    rows += [_withdrawn_row(declaration, c.id) for c in contest.candidates if c.withdrawn]
    unit = "Points" if contest.weighted else "Votes"
    return banded_table(
        "stages",
        _stage_caption(declaration),
        head=[
            element("th", unit, scope="col"),
            *(_stage_head(declaration, s) for s in declaration.stages),
        ],
        body=rows,
        foot=_stage_feet(declaration),
        cue=_stage_cue(declaration),
    )


def _stage_cue(declaration: Declaration) -> str:
    """That there are more stages at the side, and how the one ended that decided."""
    count, last = len(declaration.stages), declaration.deciding_stage
    more = f"Scroll sideways for all {count} stages."
    if not last.elected:
        return more
    contest, order = declaration.contest, declaration.placing
    first = [f"{contest.name_of(c)} {amount(declaration, last, c)}" for c in order[:2]]
    if len(last.elected) > 1:
        first = [contest.name_of(c) for c in last.elected]
    return f"{more} Stage {last.number} decided: {listed(first)}."


def _stage_caption(declaration: Declaration) -> Html:
    contest = declaration.contest
    if contest.weighted:
        said = f"In {base_words(contest)}."
        small = "Small figures: the change since the stage before, in points."
    else:
        base = "those live at each stage"
        if contest.base is Base.FIRST:
            base = "those live at the first stage"
        said = f"In votes. Small figures: per cent of {base}, "
        small = "and votes gained since the stage before."
        if len(declaration.stages) == 1:
            said, small = f"In votes. Small figures: per cent of {base}.", ""
    if contest.weighted and len(declaration.stages) == 1:
        small = ""
    return join([said, small, invented_sections(contest)], " ")


def _stage_head(declaration: Declaration, stage: Stage) -> Html:
    gone = listed(after(stage, declaration.contest))
    small = f"after {gone}" if gone else "first preferences"
    if len(stage.transfers) > 2:
        small = f"after {len(stage.transfers)} were excluded"
    if not stage.needed:
        small = f"{small}; not needed for the result"
    return head_cell(f"Stage {stage.number}", small=small)


def _stage_row(declaration: Declaration, candidate: str, swatch: Swatch) -> Row:
    cells = tuple(_stage_cell(declaration, stage, candidate) for stage in declaration.stages)
    out = candidate not in declaration.elected and any(
        candidate in s.excluded for s in declaration.stages
    )
    head = candidate_cell(declaration, candidate, swatch)
    return Row(head, cells, "gone" if out else None)


def _stage_cell(declaration: Declaration, stage: Stage, candidate: str) -> Html:
    if candidate not in stage.votes:
        return nothing_cell()
    contest = declaration.contest
    gained = change(declaration, stage, candidate)
    if contest.weighted:
        main = share(stage.points[candidate])
        small = [""]
        if stage.number > 1:
            before = declaration.stages[stage.number - 2].points[candidate]
            small = [signed_share(stage.points[candidate] - before)]
    else:
        main = grouped(stage.total(candidate))
        small = [
            f"{share(stage.points[candidate])}%",
            "" if gained is None else signed(sum(gained)),
        ]
    return figure_cell(
        main, *small, fate(declaration, stage, candidate), mark=_mark(stage, candidate)
    )


def fate(declaration: Declaration, stage: Stage, candidate: str) -> Html:
    """What became of a candidate at a stage, in a word under the figure; empty if nothing did."""
    word = ""
    if candidate in stage.elected:
        word = chosen_as(declaration.contest)
    elif candidate in stage.excluded:
        word = "excluded"
    return element("span", word, class_="fate") if word else Html("")


def _mark(stage: Stage, candidate: str) -> str:
    if candidate in stage.elected:
        return "won"
    return "out" if candidate in stage.excluded else ""


def _withdrawn_row(declaration: Declaration, candidate: str) -> Row:
    cells = tuple(nothing_cell("withdrawn") for _ in declaration.stages)
    name = declaration.contest.name_of(candidate)
    return Row(row_cell(name, small="withdrawn"), cells, "gone")


def _stage_feet(declaration: Declaration) -> list[Row]:
    stages, contest = declaration.stages, declaration.contest
    feet = []
    if contest.weighted:
        feet.append(("All together", [share(sum(s.points.values(), Fraction(0))) for s in stages]))
        feet.append((_half_name(declaration), [share(s.half) for s in stages]))
    else:
        feet.append(("Not transferable", [grouped(out_of_count(s)) for s in stages]))
        feet.append(("Valid papers", [grouped(sum(s.live) + out_of_count(s)) for s in stages]))
        feet.append((_half_name(declaration), [_half_votes(declaration, s) for s in stages]))
    return [Row.of(name, values) for name, values in feet]


def _half_name(declaration: Declaration) -> str:
    """Half is the line to win where the rule looks for a majority at every stage."""
    return "Half: the winning line" if rule_of(declaration.contest).asks_for_half else "Half"


def out_of_count(stage: Stage) -> int:
    """All papers out of the count by a stage, for whatever cause, all sections added."""
    return sum(sum(votes) for votes in stage.non_transferable.values())


def _half_votes(declaration: Declaration, stage: Stage) -> str:
    half = Fraction(sum(_base(declaration, stage).live), 2)
    return rounded(half, 0 if half.denominator == 1 else 1)


# --- sections --------------------------------------------------------------------------------


def sections_table(declaration: Declaration, stage: Stage) -> Html:
    """Each section's split at one stage: votes, per cent of the section, points of the whole."""
    contest = declaration.contest
    shown = [c for c in result_order(declaration) if c in stage.votes]
    worth, base = _points_per_vote(declaration, stage), _base(declaration, stage).live
    rows = [
        Row(
            row_cell(section_name(contest, n), small=f"{grouped(stage.live[n])} votes live"),
            tuple(
                figure_cell(
                    grouped(stage.votes[c][n]),
                    _percent_of(stage.votes[c][n], base[n]),
                    f"{share(stage.votes[c][n] * worth[n])} points" if contest.weighted else "",
                )
                for c in shown
            ),
        )
        for n in range(len(contest.sections))
    ]
    return banded_table(
        "sections",
        join([_sections_caption(contest, stage), invented_sections(contest)], " "),
        head=[
            element("th", "Section", scope="col"),
            *(head_cell(contest.name_of(c)) for c in shown),
        ],
        body=rows,
        foot=[_sections_foot(declaration, stage, shown)],
        cue=f"Scroll sideways for all {len(shown)} candidates.",
        most=_IN_A_COLUMN,
    )


def _sections_caption(contest: Contest, stage: Stage) -> str:
    when = "at the first stage" if contest.base is Base.FIRST else "at this stage"
    said = (
        f"Stage {stage.number}, by section: votes; per cent of the section's own votes live {when}"
    )
    if not contest.weighted:
        return f"{said}."
    return f"{said}; and what they make in points of the whole (100)."


def _sections_foot(declaration: Declaration, stage: Stage, shown: Sequence[str]) -> Row:
    if declaration.contest.weighted:
        return Row.of("The whole", [f"{share(stage.points[c])} points" for c in shown])
    live = sum(_base(declaration, stage).live)
    cells = tuple(
        figure_cell(grouped(stage.total(c)), _percent_of(stage.total(c), live)) for c in shown
    )
    return Row(row_cell("All sections"), cells)


def _percent_of(part: int, whole: int) -> str:
    return f"{percent(Fraction(part, whole))}%" if whole else "–"


def _points_per_vote(declaration: Declaration, stage: Stage) -> list[Fraction]:
    """What one vote of each section carries at a stage, on the contest's own base."""
    return [
        s.weight / n if s.weight is not None and n else Fraction(0)
        for s, n in zip(declaration.contest.sections, _base(declaration, stage).live, strict=True)
    ]


def _base(declaration: Declaration, stage: Stage) -> Stage:
    """The stage whose live votes are the base of the shares at this one."""
    return declaration.stages[0] if declaration.contest.base is Base.FIRST else stage


def section_stages_tables(declaration: Declaration, swatch: Swatch) -> Html:
    """For each section, every stage: votes, per cent of the section, points of the whole."""
    tables = [
        _section_stages(declaration, n, swatch) for n in range(len(declaration.contest.sections))
    ]
    return join(tables)


def _section_stages(declaration: Declaration, number: int, swatch: Swatch) -> Html:
    contest, stages = declaration.contest, declaration.stages
    section = contest.sections[number]
    shown = [c for c in result_order(declaration) if not contest.candidate(c).withdrawn]
    worth = {s.number: _points_per_vote(declaration, s)[number] for s in stages}

    def cell(stage: Stage, candidate: str) -> Html:
        if candidate not in stage.votes:
            return nothing_cell()
        votes = stage.votes[candidate][number]
        points = f"{share(votes * worth[stage.number], 3)} points" if contest.weighted else ""
        live = _base(declaration, stage).live[number]
        return figure_cell(grouped(votes), _percent_of(votes, live), points)

    out = [sum(v[number] for v in s.non_transferable.values()) for s in stages]
    when = "the first stage" if contest.base is Base.FIRST else "each stage"
    caption = f"{section.name}: votes; per cent of the section's votes live at {when}"
    tail = "; points of the whole (100)." if contest.weighted else "."
    warning = f"Invented rankings: {section.invented}" if section.invented else ""
    return table(
        f"section-{number + 1}",
        join([caption + tail, warning], " "),
        head=[
            element("th", "Votes", scope="col"),
            *(head_cell(f"Stage {s.number}") for s in stages),
        ],
        body=[
            element("tr", candidate_cell(declaration, c, swatch), *(cell(s, c) for s in stages))
            for c in shown
        ],
        foot=[
            _plain_row("Live", [grouped(s.live[number]) for s in stages]),
            _plain_row("Not transferable", [grouped(n) for n in out]),
            _plain_row(
                "Valid papers",
                [grouped(s.live[number] + n) for s, n in zip(stages, out, strict=True)],
            ),
        ],
        wide=len(stages) > 5,
        cue=f"Scroll sideways for all {len(stages)} stages.",
    )


def _plain_row(name: str, values: Iterable[str]) -> Html:
    return element("tr", row_cell(name), *map(figure_cell, values))


def transfers_table(declaration: Declaration, swatch: Swatch) -> Html:
    """Papers that moved at each stage, all sections added, with those not transferable by cause."""
    contest = declaration.contest
    moved = declaration.stages[1:]
    standing = [c for c in result_order(declaration) if not contest.candidate(c).withdrawn]
    shown = [c for c in standing if any(c in s.votes for s in moved)]
    rows = []
    for c in shown:
        gains = [change(declaration, s, c) if c in s.votes else None for s in moved]
        cells = [nothing_cell() if g is None else figure_cell(signed(sum(g))) for g in gains]
        rows.append(element("tr", candidate_cell(declaration, c, swatch), *cells))
    caption = "Papers that moved, counted as papers whatever their section."
    if len(contest.sections) == 1:
        caption = "Papers that moved."
    return table(
        "transfers",
        join([caption, invented_sections(contest)], " "),
        head=[element("th", "To", scope="col"), *(_transfer_head(contest, s) for s in moved)],
        body=rows,
        foot=_cause_rows(declaration, moved),
        wide=len(moved) > 5,
        cue=f"Scroll sideways for all {len(declaration.stages)} stages.",
    )


def _transfer_head(contest: Contest, stage: Stage) -> Html:
    return head_cell(f"Stage {stage.number}", small=f"from {listed(after(stage, contest))}")


_CAUSE_WORDS: Mapping[str, str] = {end.cause: end.words for end in End}


def cause_words(cause: str) -> str:
    """A cause for which papers are not transferable, as printed."""
    return f"Not transferable: {_CAUSE_WORDS.get(cause, cause)}"


def causes(declaration: Declaration) -> list[str]:
    """Every cause that any stage gives, in a fixed order."""
    return sorted({cause for s in declaration.stages for cause in s.non_transferable})


def _cause_rows(declaration: Declaration, moved: Sequence[Stage]) -> list[Html]:
    rows = []
    for cause in causes(declaration):
        gains = []
        for stage in moved:
            before = declaration.stages[stage.number - 2].non_transferable.get(cause, ())
            gains.append(signed(sum(stage.non_transferable.get(cause, ())) - sum(before)))
        rows.append(_plain_row(cause_words(cause), gains))
    return rows


# --- worth of a vote -------------------------------------------------------------------------


_BASES = {"issued": "papers issued", "returned": "papers returned", "live": "votes live"}


def worth_base(worth: Worth) -> str:
    """The base of a worth, as printed: "papers issued", "votes live at stage 4"."""
    named = _BASES.get(worth.base, worth.base)
    if worth.base == "first":
        return "votes live at the first stage"
    return f"{named} at stage {worth.stage}" if worth.stage else named


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
        f"One vote of {names[one]} was worth as many votes of each other section as stand here; "
        "it depends on the base, which the row names.",
        head=[element("th", "Base", scope="col"), *(head_cell(names[s]) for s in order)],
        body=rows,
    )


def _worth_cell(worth: Worth, one: str, other: str) -> Html:
    """How many votes of the other section one vote is worth, of how many on that base."""
    small = f"of {grouped(worth.papers[other])}"
    if one == other and one in worth.points:
        return figure_cell("1", small)
    if other not in worth.in_votes_of.get(one, {}):
        return nothing_cell("no votes on this base")
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
                else nothing_cell("no votes on this base")
                for s in contest.sections
            ),
        )
        for worth in declaration.worths
    ]
    return table(
        "worth-points",
        "What one vote of each section carries, in points of the whole (100), on the base that "
        "the row names.",
        head=[element("th", "Base", scope="col"), *(head_cell(s.name) for s in contest.sections)],
        body=rows,
    )


# --- preferences -----------------------------------------------------------------------------


def next_preferences_table(
    declaration: Declaration, swatch: Swatch, *, section: int | None = None
) -> Html:
    """Where the second preferences of each candidate's papers go; of one section, or of all."""
    contest = declaration.contest
    rows = {n.first: n for n in declaration.next_preferences}
    shown = [c for c in result_order(declaration) if c in rows]
    body = []
    for first in shown:
        to = {c: _papers_of(votes, section) for c, votes in rows[first].to.items()}
        none = _papers_of(rows[first].none, section)
        total = sum(to.values()) + none
        cells = [
            nothing_cell("the same candidate")
            if c == first
            else figure_cell(grouped(to[c]), _percent_of(to[c], total))
            for c in shown
        ]
        cells.append(figure_cell(grouped(none), _percent_of(none, total)))
        cells.append(figure_cell(grouped(total)))
        body.append(element("tr", candidate_cell(declaration, first, swatch), *cells))
    caption = (
        f"Second preferences, in papers{_whose(contest, section)}; per cent of the papers that "
        "put the candidate of the row first."
    )
    return table(
        _named("next-preferences", section),
        join([caption, _warning(contest, section)], " "),
        head=[
            element("th", "First preference", scope="col"),
            *(head_cell(contest.name_of(c)) for c in shown),
            head_cell("No second preference"),
            head_cell("All papers"),
        ],
        body=body,
        wide=len(shown) > 4,
        cue=f"Scroll sideways for all {len(shown)} candidates.",
    )


def pairwise_table(declaration: Declaration, swatch: Swatch, *, section: int | None = None) -> Html:
    """Papers that prefer the candidate of the row to the one of the column."""
    contest, over = declaration.contest, declaration.pairwise
    shown = [c for c in result_order(declaration) if c in over]
    body = []
    for a in shown:
        cells = [
            nothing_cell("the same candidate")
            if a == b
            else _pair_cell(_papers_of(over[a][b], section), _papers_of(over[b][a], section))
            for b in shown
        ]
        body.append(element("tr", candidate_cell(declaration, a, swatch), *cells))
    whose = _whose(contest, section)
    comma = "," if "," in whose else ""
    caption = (
        f"Papers{whose}{comma} that prefer the candidate of the row to that of the column; ranked "
        "counts as preferred to not ranked. Strong where they are more than those that prefer it "
        "the other way round."
    )
    return table(
        _named("pairwise", section),
        join([caption, _warning(contest, section)], " "),
        head=[
            element("th", "Preferred", scope="col"),
            *(head_cell(join(["to ", contest.name_of(c)])) for c in shown),
        ],
        body=body,
        wide=len(shown) > 5,
        cue=f"Scroll sideways for all {len(shown)} candidates." if len(shown) > 5 else "",
    )


def _papers_of(votes: Votes, section: int | None) -> int:
    return sum(votes) if section is None else votes[section]


def _named(name: str, section: int | None) -> str:
    """The id of a table that stands once for all sections and once for some alone."""
    return name if section is None else f"{name}-{section + 1}"


def _whose(contest: Contest, section: int | None) -> str:
    """Whose papers they are; those of several sections are added without weighing."""
    if section is not None:
        return f" of {contest.sections[section].name}"
    if len(contest.sections) == 1:
        return ""
    return " of all sections, unweighted" if contest.weighted else " of all sections"


def _warning(contest: Contest, section: int | None) -> str:
    if section is None:
        return invented_sections(contest)
    invented = contest.sections[section].invented
    return f"Invented rankings: {invented}" if invented else ""


def _pair_cell(ours: int, theirs: int) -> Html:
    more = ours > theirs
    figure = strong(grouped(ours)) if more else grouped(ours)
    return element("td", figure, hidden(" (more)") if more else None, class_="n")


# --- the papers ------------------------------------------------------------------------------


def reconciliation_table(declaration: Declaration) -> Html:
    """From issue to count, section by section: what was stated, and what was counted."""
    contest, parts = declaration.contest, declaration.reconciliation
    rows = [
        ("Issued", [_stated(r.issued) for r in parts]),
        ("Returned", [_stated(r.returned) for r in parts]),
        *(
            (f"Rejected: {h.words}", [grouped(r.rejected.get(h, 0)) for r in parts])
            for h in _headings(parts)
        ),
        ("Rejected, in all", [_stated(r.rejected_total) for r in parts]),
        ("Valid, and counted", [grouped(r.valid) for r in parts]),
        ("Turnout: returned, as per cent of issued", [_turnout(r) for r in parts]),
    ]
    known = [(name, found) for name, found in rows if set(found) != {_NOT_STATED}]
    turnout = "; turnout as per cent of the papers issued" if known[-1] == rows[-1] else ""
    one = len(parts) == 1
    return table(
        "papers",
        f"{'Papers' if one else 'The papers of each section, in papers'}{turnout}.",
        head=[element("th", "Papers", scope="col"), *(head_cell(s.name) for s in contest.sections)],
        body=[_plain_row(name, found) for name, found in known],
    )


_NOT_STATED = "not stated"


def _headings(parts: Iterable[Reconciliation]) -> list[Heading]:
    found = {h for r in parts for h in r.rejected}
    return [h for h in Heading if h in found]


def _stated(number: int | None) -> str:
    return _NOT_STATED if number is None else grouped(number)


def _turnout(part: Reconciliation) -> str:
    return _NOT_STATED if part.turnout is None else f"{percent(part.turnout, 1)}%"
