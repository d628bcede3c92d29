"""A declaration in the terminal: what happened, the stages, the sections, what to know of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from rich.console import Console
from rich.table import Table
from rich.text import Text

from hustings.ballot import End
from hustings.contest import Base, Heading
from hustings.count import Stage
from hustings.declaration import Declaration
from hustings.declaration.figures import worth_at
from hustings.declaration.wording import (
    base_words,
    chosen_as,
    headline,
    listed,
    margin_sentences,
    provisos,
    share,
    stage_sentence,
    story,
)
from hustings.language import say
from hustings.report.languages import review_note
from hustings.rounding import grouped, percent, rounded

__all__ = ["show_declaration"]

COLUMN = 13
NAMES = 30
GONE = "–"


def show_declaration(declaration: Declaration, console: Console) -> None:
    """Print the declaration: headline, story, stages, sections, rejected papers and provisos."""
    contest = declaration.contest
    console.print(Text(contest.title, style="dim"))
    console.print(Text(headline(declaration), style="bold"))
    console.print(Text(" ".join(story(declaration))))
    _show_invented(declaration, console)
    console.print()
    if not declaration.no_votes:
        base = base_words(contest)
        base = base if contest.weighted else say("votes, and {base}", base=base)
        console.print(Text(base[0].upper() + base[1:], style="dim"))
        for block in _blocks(declaration.stages, console.width):
            console.print(_stage_table(declaration, block))
            console.print()
        _show_sentences(declaration, console)
    if contest.weighted and not declaration.no_votes:
        _show_sections(declaration, console)
    for sentence in margin_sentences(declaration):
        console.print(Text(sentence))
    console.print(Text(" ".join(_papers_lines(declaration))))
    for proviso in provisos(declaration):
        console.print(Text.assemble((say("Note: "), "bold"), proviso))
    if note := review_note():
        console.print(Text(note))


def _show_invented(declaration: Declaration, console: Console) -> None:
    """Say beside the result, not only below it, that some of its rankings were made up."""
    invented = [s.name for s in declaration.contest.sections if s.invented]
    if invented:
        said = say("The rankings of {sections} are INVENTED: see below.", sections=listed(invented))
        console.print(Text(said, "bold"))


def _blocks(stages: Sequence[Stage], width: int) -> Iterator[Sequence[Stage]]:
    """The stages in as many tables as the width asks for."""
    size = max((width - NAMES) // COLUMN, 1)
    for start in range(0, len(stages), size):
        yield stages[start : start + size]


def _stage_table(declaration: Declaration, block: Sequence[Stage]) -> Table:
    contest = declaration.contest
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(say("Candidate"), max_width=NAMES, overflow="ellipsis", no_wrap=True)
    for stage in block:
        mark = "" if stage.needed else " *"
        title = say("Stage {number}", number=stage.number)
        table.add_column(f"{title}{mark}", justify="right", no_wrap=True)
    for candidate in declaration.placing:
        if candidate in block[0].votes:
            cells = [_cell(declaration, stage, candidate) for stage in block]
            table.add_row(Text(contest.name_of(candidate)), *cells)
    out = [grouped(sum(map(sum, s.non_transferable.values()))) for s in block]
    table.add_row(Text(say("Non-transferable papers"), style="dim"), *[Text(n, "dim") for n in out])
    if not all(stage.needed for stage in block):
        table.caption = f"* {say('not needed for the result')}"
        table.caption_justify = "left"
    return table


def _cell(declaration: Declaration, stage: Stage, candidate: str) -> Text:
    """The figure of a candidate at a stage; below it the gain, the votes' share, or the fate."""
    if candidate not in stage.votes:
        return Text(GONE, style="dim")
    points, weighted = stage.points[candidate], declaration.contest.weighted
    figure = share(points) if weighted else grouped(stage.total(candidate))
    below = _gain(declaration, stage, candidate) if weighted else f"{share(points)}%"
    style, fate = "", ""
    if candidate in stage.elected:
        style, fate = "bold green", _won(declaration)
    elif candidate in stage.excluded:
        style, fate = "red", say("out")
    return Text("\n".join(line for line in (figure, below, fate) if line), style=style)


def _won(declaration: Declaration) -> str:
    word = chosen_as(declaration.contest)
    return word if len(word) <= COLUMN else say("chosen")


def _gain(declaration: Declaration, stage: Stage, candidate: str) -> str:
    if stage.number == 1:
        return ""
    gain = stage.points[candidate] - declaration.stages[stage.number - 2].points[candidate]
    return f"{'+' if gain >= 0 else ''}{share(gain)}"


def _show_sentences(declaration: Declaration, console: Console) -> None:
    for stage in declaration.stages:
        line = Text(stage_sentence(declaration, stage))
        grid = Table.grid(padding=(0, 1, 0, 0))
        grid.add_column(width=3, justify="right")
        grid.add_column()
        grid.add_row(Text(str(stage.number), style="dim"), line)
        console.print(grid)
    console.print("")


def _show_sections(declaration: Declaration, console: Console) -> None:
    """Votes at the stage that decided, and their share of the section's votes on the base."""
    contest, stage = declaration.contest, declaration.deciding_stage
    first = contest.base is Base.FIRST
    base = declaration.stages[0].live if first else stage.live
    leaders = sorted(stage.votes, key=lambda c: -stage.points[c])[:4]
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(say("Section"), max_width=NAMES)
    table.add_column(say("Weight"), justify="right")
    table.add_column(say("First-stage votes") if first else say("Live votes"), justify="right")
    for candidate in leaders:
        table.add_column(contest.name_of(candidate), justify="right")
    for n, section in enumerate(contest.sections):
        cells = [_of_section(stage.votes[c][n], base[n]) for c in leaders]
        table.add_row(Text(section.name), str(section.weight), grouped(base[n]), *cells)
    console.print(Text(_sections_title(stage, first=first), style="dim"))
    console.print(table)
    console.print(Text(_worth_line(declaration)))
    console.print()


def _sections_title(stage: Stage, *, first: bool) -> str:
    if first:
        return say(
            "Each section at stage {number}: votes, and per cent of the section's first-stage "
            "votes",
            number=stage.number,
        )
    return say(
        "Each section at stage {number}: votes, and per cent of the section's live votes",
        number=stage.number,
    )


def _of_section(votes: int, base: int) -> Text:
    return Text(f"{grouped(votes)}  {percent(Fraction(votes, base), 1) if base else GONE:>5}%")


def _worth_line(declaration: Declaration) -> str:
    """What one vote was worth in votes of the other sections, live at the stage that decided."""
    worth = worth_at(declaration.worths, declaration.deciding_stage.number)
    if worth is None:
        return ""
    names = {s.id: s.name for s in declaration.contest.sections}
    heaviest = max(worth.points, key=lambda s: worth.points[s])
    others = [
        say("{votes} of {section}", votes=rounded(ratio, 2), section=names[other])
        for other, ratio in worth.in_votes_of[heaviest].items()
    ]
    if not others:
        return ""
    return say(
        "One vote of {section} was worth as much as {others} (votes live at stage {number}).",
        section=names[heaviest],
        others=listed(others, "or"),
        number=worth.stage,
    )


def _by_heading(declaration: Declaration, rejected: int) -> str:
    """The rejected papers by heading, and those whose heading nobody stated, in brackets."""
    by_heading = {
        heading: sum(r.rejected.get(heading, 0) for r in declaration.reconciliation)
        for heading in Heading
    }
    parts = [f"{grouped(n)} {say(heading.words)}" for heading, n in by_heading.items() if n]
    if not parts:
        return f" ({say('under no stated heading')})"
    if without := rejected - sum(by_heading.values()):
        parts.append(say("{papers} under no stated heading", papers=grouped(without)))
    return f" ({listed(parts)})"


def _papers_lines(declaration: Declaration) -> Iterator[str]:
    yield say("Valid papers: {papers}.", papers=grouped(declaration.valid))
    rejected = [r.rejected_total for r in declaration.reconciliation if r.rejected_total]
    if rejected:
        papers, headings = grouped(sum(rejected)), _by_heading(declaration, sum(rejected))
        yield say("Rejected: {papers}{headings}.", papers=papers, headings=headings)
    ended = declaration.stages[-1].non_transferable
    causes = [
        f"{grouped(sum(ended[end.cause]))} {say(end.words)}" for end in End if end.cause in ended
    ]
    if causes:
        yield say("Not transferable by the end: {causes}.", causes=listed(causes))
    returned = [r.returned for r in declaration.reconciliation]
    issued = [r.issued for r in declaration.reconciliation]
    if all(returned) and all(issued):
        back, out = sum(n or 0 for n in returned), sum(n or 0 for n in issued)
        yield say(
            "Returned: {returned} of {issued} issued ({share} per cent turnout).",
            returned=grouped(back),
            issued=grouped(out),
            share=percent(Fraction(back, out), 1),
        )
