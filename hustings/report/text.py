"""The declaration in words, to be read out and pinned to a door: plain text, 78 columns.

After each stage it states each candidate's votes, who is excluded, the votes transferred and those
not transferable; then the papers rejected under each heading, which with the valid ones make up the
papers verified, where those returned were stated; last the result, in the words of the contest's
purpose. Source of what is to be stated: Parliamentary Voting System and Constituencies Act 2011,
schedule 10 (rule 49B).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from textwrap import wrap

from hustings.ballot import End
from hustings.contest import Contest, Heading, Purpose
from hustings.count import Stage, Votes
from hustings.declaration import Declaration, Reconciliation
from hustings.declaration.wording import (
    base_words,
    headline,
    listed,
    margin_sentences,
    ordinal,
    points_words,
    provisos,
    share,
    stage_sentence,
)
from hustings.declaration.wording.words import is_chosen, rule_name
from hustings.language import say, say_number, to_say
from hustings.report.languages import review_note
from hustings.report.order import after
from hustings.report.words import date_words, invented_sections
from hustings.rounding import grouped, percent

__all__ = ["declaration_text"]

WIDTH = 78
_NAMES = 44
"""At most so many characters for the names on the left, where the figures leave them."""
_FIGURE = 8
"""The least width of a figure: 99,999.9 or 9,999,999 with one of the two spaces before it."""
_MOST_FIGURE = 13
"""The greatest; a longer word of a heading is broken."""
_MOST_SECTIONS = 3
"""More sections than this stand in the stage sheet only; the text gives them added."""

_NOT_STATED = to_say("not stated")

_TITLES = {
    Purpose.ADVISORY: to_say("STATEMENT OF THE CHOICE OF THOSE VOTING"),
    Purpose.NOMINATION: to_say("DECLARATION OF NOMINATION"),
    Purpose.SELECTION: to_say("DECLARATION OF SELECTION"),
    Purpose.ELECTION: to_say("DECLARATION OF RESULT"),
}


def declaration_text(declaration: Declaration) -> str:
    """The declaration as lines of at most 78 characters, ending in a newline.

    A word longer than a line (an address among the sources) stands whole on a line of its own.
    """
    blocks = [
        _opening(declaration),
        *(_stage(declaration, stage) for stage in declaration.stages),
        _papers(declaration),
        _result(declaration),
        _remarks(declaration),
        _paragraph(review_note()),
        _signature(declaration),
    ]
    return "\n\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _plain(text: str) -> str:
    """A text of the contest on one line, without control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _paragraph(text: str, indent: str = "") -> list[str]:
    return wrap(
        _plain(text), WIDTH, initial_indent=indent, subsequent_indent=indent,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip


def _item(text: str) -> list[str]:
    lines = _paragraph(text, "  ")
    return [f"- {lines[0][2:]}", *lines[1:]] if lines else []


# --- columns of figures ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Columns:
    """A table in plain text: headings of the columns of figures, and how wide each column is."""

    headings: tuple[str, ...]
    widths: tuple[int, ...]
    names: int

    @classmethod
    def under(cls, headings: Sequence[str]) -> _Columns:
        """Columns as wide as their headings need, with the names in what is left of the line."""
        plain = tuple(map(_plain, headings))
        longest = [max(map(len, h.split()), default=0) for h in plain]
        widths = tuple(min(max(n, _FIGURE), _MOST_FIGURE) + 2 for n in longest)
        return cls(plain, widths, min(_NAMES, WIDTH - sum(widths)))

    def head(self) -> list[str]:
        """The headings, wrapped and set to the right, and a rule under them."""
        wrapped = [wrap(h, w - 2) for h, w in zip(self.headings, self.widths, strict=True)]
        depth = max(map(len, wrapped))
        levels = zip(*([""] * (depth - len(w)) + w for w in wrapped), strict=True)
        return [*(self._line("", cells) for cells in levels), self.rule()]

    def row(self, name: str, cells: Iterable[str]) -> list[str]:
        """A row; a long name takes more lines, with the figures on its last."""
        names = wrap(_plain(name), self.names - 1, subsequent_indent="  ") or [""]
        return [*names[:-1], self._line(names[-1], tuple(cells))]

    def rule(self) -> str:
        """A line between the candidates and what they add up to."""
        return "-" * (self.names + sum(self.widths))

    def _line(self, name: str, cells: Sequence[str]) -> str:
        figures = "".join(c.rjust(w) for c, w in zip(cells, self.widths, strict=True))
        return (name.ljust(self.names) + figures).rstrip()


# --- the parts -------------------------------------------------------------------------------


def _opening(declaration: Declaration) -> list[str]:
    contest = declaration.contest
    title = say(_TITLES[contest.purpose])
    if declaration.lot_needed:
        title = say("STATEMENT OF THE COUNT SO FAR")
    lines = [*_paragraph(contest.title.upper())]
    lines += _paragraph(date_words(contest.date)) if contest.date else []
    lines += ["", title, ""]
    if contest.question:
        lines += _paragraph(say("Question put: {question}", question=contest.question))
    lines += _paragraph(
        say(
            "I, the returning officer, state that the votes have been counted by {rule}, as "
            "follows.",
            rule=rule_name(contest),
        )
    )
    if contest.weighted:
        weights = listed([f"{s.name} {s.weight}" for s in contest.sections])
        lines += _paragraph(say("Weight of each section: {weights}.", weights=weights))
    unit, base = points_words(contest), base_words(contest)
    lines += _paragraph(say("Figures marked '{unit}' are {base}.", unit=unit, base=base))
    return [*lines, *_paragraph(invented_sections(contest))]


def _shown(contest: Contest) -> list[int]:
    """Numbers of the sections that have columns; none where there is one, or too many."""
    size = len(contest.sections)
    return list(range(size)) if 1 < size <= _MOST_SECTIONS else []


def _stage(declaration: Declaration, stage: Stage) -> list[str]:
    contest = declaration.contest
    gone = listed(after(stage, contest))
    nth = ordinal(stage.number).upper()
    text = say("{ordinal} STAGE: first preferences", ordinal=nth)
    if gone:
        text = say("{ordinal} STAGE: after the exclusion of {names}", ordinal=nth, names=gone)
    heading = _paragraph(text)
    lines = [*heading, ""]
    if stage.transfers:
        lines += [*_transferred(declaration, stage), ""]
    lines += _votes(declaration, stage)
    said = stage_sentence(declaration, stage)
    return [*lines, "", *_paragraph(said)] if said else lines


def _transferred(declaration: Declaration, stage: Stage) -> list[str]:
    """The papers that moved from all those excluded, to whom, and those not transferable."""
    contest = declaration.contest
    before = declaration.stages[stage.number - 2]
    gone = listed(after(stage, contest))
    columns = _Columns.under([*_section_heads(contest), say("Papers")])
    lines = _paragraph(say("Papers of {names} transferred:", names=gone))
    lines += columns.head()
    for candidate, votes in stage.votes.items():
        gained = _minus(votes, before.votes[candidate])
        lines += columns.row(contest.name_of(candidate), _by_section(contest, gained))
    nothing: Votes = (0,) * len(contest.sections)
    for end in End:
        now = stage.non_transferable.get(end.cause, nothing)
        lost = _minus(now, before.non_transferable.get(end.cause, nothing))
        if any(lost):
            name = say("Not transferable: {cause}", cause=say(end.words))
            lines += columns.row(name, _by_section(contest, lost))
    moved = _add(before.votes[c] for c in stage.transfers)
    return [*lines, columns.rule(), *columns.row(say("Papers in all"), _by_section(contest, moved))]


def _votes(declaration: Declaration, stage: Stage) -> list[str]:
    """Each continuing candidate's votes; with those out of the count they are the valid papers."""
    contest = declaration.contest
    columns = _Columns.under(
        [*_section_heads(contest), say("Votes"), points_words(contest).capitalize()]
    )
    lines = columns.head()
    for candidate, votes in stage.votes.items():
        cells = [*_by_section(contest, votes), share(stage.points[candidate])]
        lines += columns.row(contest.name_of(candidate), cells)
    out = _add([(0,) * len(contest.sections), *stage.non_transferable.values()])
    if any(out):
        lines += columns.row(say("Not transferable so far"), [*_by_section(contest, out), ""])
    together = _by_section(contest, _add([stage.live, out]))
    return [*lines, columns.rule(), *columns.row(say("Valid papers"), [*together, ""])]


def _section_heads(contest: Contest) -> list[str]:
    """Names of the sections that have columns, each with the word if its rankings are invented."""
    shown = [contest.sections[n] for n in _shown(contest)]
    return [say("{section} [invented]", section=s.name) if s.invented else s.name for s in shown]


def _by_section(contest: Contest, votes: Votes) -> list[str]:
    return [*(grouped(votes[n]) for n in _shown(contest)), grouped(sum(votes))]


def _minus(now: Votes, before: Votes) -> Votes:
    return tuple(a - b for a, b in zip(now, before, strict=True))


def _add(many: Iterable[Votes]) -> Votes:
    return tuple(map(sum, zip(*many, strict=True)))


def _papers(declaration: Declaration) -> list[str]:
    """Papers issued, returned, rejected under each heading, and valid, and what they add up to."""
    contest, parts = declaration.contest, declaration.reconciliation
    columns = _Columns.under(
        [s.name for s in contest.sections] if _shown(contest) else [say("Papers")]
    )
    chosen = [[n] for n in _shown(contest)] or [list(range(len(parts)))]

    def cells(figures: Sequence[int | None]) -> list[str]:
        return [_stated([figures[n] for n in numbers]) for numbers in chosen]

    rows = [
        (say("Issued"), cells([r.issued for r in parts])),
        (say("Returned"), cells([r.returned for r in parts])),
        *(
            (
                say("Rejected: {heading}", heading=say(h.words)),
                cells([r.rejected.get(h, 0) for r in parts]),
            )
            for h in Heading
            if any(h in r.rejected for r in parts)
        ),
        *(
            [(say("Rejected: heading not stated"), cells([_under_no_heading(r) for r in parts]))]
            if any(map(_under_no_heading, parts))
            else []
        ),
        (say("Rejected in all"), cells([r.rejected_total for r in parts])),
        (say("Valid"), cells([r.valid for r in parts])),
    ]
    stated = [(name, found) for name, found in rows if set(found) != {say(_NOT_STATED)}]
    lines = [say("THE BALLOT PAPERS"), "", *columns.head()]
    lines += [line for name, found in stated for line in columns.row(name, found)]
    lines += [columns.rule(), *columns.row(*_together(parts, cells))]
    turnout = [_turnout(declaration, numbers) for numbers in chosen]
    if set(turnout) != {say(_NOT_STATED)}:
        lines += columns.row(say("Turnout: returned, per cent of issued"), turnout)
    unsaid = [name.lower() for name, found in rows if set(found) == {say(_NOT_STATED)}]
    if unsaid:
        lines += ["", *_paragraph(say("Not stated: papers {which}.", which=listed(unsaid)))]
    return [*lines, *_problems(declaration)]


def _under_no_heading(part: Reconciliation) -> int | None:
    """Papers rejected beyond those of the headings; None where none were stated or found."""
    if part.rejected_total is None:
        return None
    return part.rejected_total - sum(part.rejected.values())


def _together(
    parts: Sequence[Reconciliation], cells: Callable[[Sequence[int | None]], list[str]]
) -> tuple[str, list[str]]:
    """Rejected and valid papers; only where those returned were stated are they verified."""
    added = cells([(r.rejected_total or 0) + r.valid for r in parts])
    if all(r.returned is not None for r in parts):
        return say("Rejected and valid: papers verified"), added
    return say("Rejected and valid together"), added


def _stated(figures: Sequence[int | None]) -> str:
    known = [f for f in figures if f is not None]
    return grouped(sum(known)) if len(known) == len(figures) else say(_NOT_STATED)


def _turnout(declaration: Declaration, numbers: Sequence[int]) -> str:
    """Of one section; sections with rolls of their own have no turnout together."""
    turnout = declaration.reconciliation[numbers[0]].turnout if len(numbers) == 1 else None
    return say(_NOT_STATED) if turnout is None else percent(turnout, 1)


def _problems(declaration: Declaration) -> list[str]:
    contest = declaration.contest
    lines: list[str] = []
    for section, part in zip(contest.sections, declaration.reconciliation, strict=True):
        where = "" if len(contest.sections) == 1 else f"{section.name}: "
        for problem in part.problems:
            lines += _item(f"{where}{problem}.")
    return ["", say("These figures do not add up:"), *lines] if lines else []


def _result(declaration: Declaration) -> list[str]:
    """The result itself, or why there is none."""
    contest = declaration.contest
    heading = [say("THE RESULT"), ""]
    if declaration.no_votes:
        return [*heading, *_paragraph(f"{headline(declaration)}. {say('There is no result.')}")]
    if declaration.lot_needed:
        return [*heading, *_paragraph(f"{headline(declaration)}. {_open_result(declaration)}")]
    said = _declared(contest, [contest.name_of(c) for c in declaration.elected])
    margin = [line for s in margin_sentences(declaration) for line in _paragraph(s)]
    return [*heading, *_paragraph(said), *(["", *margin] if margin else [])]


def _declared(contest: Contest, names: list[str]) -> str:
    """The result as the returning officer says it; advice is stated, not declared."""
    number, them = len(names), listed(names)
    match contest.purpose:
        case Purpose.ADVISORY:
            return f"{is_chosen(contest, names)}."
        case Purpose.NOMINATION:
            return say_number(
                "I declare that {names} is nominated.",
                "I declare that {names} are nominated.",
                number,
                names=them,
            )
        case Purpose.SELECTION:
            return say_number(
                "I declare that {names} is selected.",
                "I declare that {names} are selected.",
                number,
                names=them,
            )
        case Purpose.ELECTION:
            return say_number(
                "I declare that {names} is elected.",
                "I declare that {names} are elected.",
                number,
                names=them,
            )


def _open_result(declaration: Declaration) -> str:
    """That a lot has yet to be drawn, and who has a place whatever it says."""
    contest = declaration.contest
    placed = [contest.name_of(c) for c in declaration.stages[-1].elected]
    if not placed:
        return say("There is no result yet.")
    return say_number(
        "The result is not complete yet; {names} has a place whatever the lot says.",
        "The result is not complete yet; {names} have a place whatever the lot says.",
        len(placed),
        names=listed(placed),
    )


def _remarks(declaration: Declaration) -> list[str]:
    problems = [p for r in declaration.reconciliation for p in r.problems]
    told = [s for s in provisos(declaration) if not any(p in s for p in problems)]
    said = [line for s in told for line in _item(s)]
    sources = [line for s in declaration.contest.sources for line in _item(s)]
    lines = [say("TO BE READ WITH IT"), "", *said] if said else []
    if sources:
        lines += [*([""] if lines else []), say("Sources"), "", *sources]
    return lines


def _signature(declaration: Declaration) -> list[str]:
    """A line to sign on, but not under a count that is still open."""
    if declaration.no_votes or declaration.lot_needed:
        return []
    officer, date = say("Returning officer"), say("Date")
    return [f"{officer}  ______________________________    {date}  ________________"]
