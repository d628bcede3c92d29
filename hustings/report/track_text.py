"""Where a contest stood on a day, in words and tables: plain text, 78 columns.

First one sentence of where it stands, then nominations against their thresholds, declared votes and
the college that they make by themselves, switches, what each primary moved, the primaries side by
side, what one vote was said to be worth, what is open, and the sources of all of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap

from hustings.count import Stage
from hustings.language import ENGLISH, speaking
from hustings.rounding import grouped, percent
from hustings.track.chain import chains
from hustings.track.nominations import CandidateNominations
from hustings.track.position import Position
from hustings.track.records import Endorsement
from hustings.track.results import Placing, Result
from hustings.track.side_by_side import SideBySide, side_by_side
from hustings.track.sources import all_sources
from hustings.track.wording.of_chain import chain_sentences
from hustings.track.wording.of_position import (
    college_sentences,
    declared_sentence,
    dispute_sentence,
    headline,
    nomination_sentences,
    occasion,
    perhaps_sentence,
    struck_sentence,
    switch_sentence,
)
from hustings.track.wording.of_primaries import (
    beside_the_count,
    double_figures,
    unknown_sentences,
)
from hustings.track.wording.of_worth import worth_sentence
from hustings.track.wording.words import cited, place_words, when_words
from hustings.track.worth import worths_by

__all__ = ["WIDTH", "track_text"]

WIDTH = 78
_NAMES = 24
"""At most so many characters for the names on the left."""

_GONE = "-"
Table = Sequence[Sequence[str]]


def track_text(position: Position) -> str:
    """The position as lines of at most 78 characters, ending in a newline.

    A word longer than a line stands whole on a line of its own. Its words are English, whatever
    language is in force.
    """
    with speaking(ENGLISH):
        return _text(position)


def _text(position: Position) -> str:
    blocks = [
        _opening(position),
        _nominations(position),
        _endorsements(position),
        _declared(position),
        _college(position),
        _listed("SWITCHES SO FAR", [switch_sentence(position, s) for s in position.switches]),
        *_chains(position),
        _side_by_side(position),
        _worths(position),
        _open(position),
        _listed(
            "SOURCES",
            [f"[{s.id}] {s.title}. {s.publisher}." for s in all_sources(position.ledger)],
        ),
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


# --- lines -------------------------------------------------------------------------------------


def _plain(text: str) -> str:
    """A text on one line, without control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _paragraph(text: str, *, first: str = "", then: str = "") -> list[str]:
    return wrap(
        _plain(text),
        WIDTH,
        initial_indent=first,
        subsequent_indent=then,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _items(sentences: Sequence[str]) -> list[str]:
    return [line for text in sentences for line in _paragraph(text, first="  - ", then="    ")]


def _listed(heading: str, sentences: Sequence[str]) -> list[str]:
    """A heading and a list of sentences; nothing where there are none."""
    return [heading, *_items(sentences)] if sentences else []


def _short(name: str) -> str:
    name = _plain(name)
    return name if len(name) <= _NAMES else f"{name[: _NAMES - 1]}…"


def _table(rows: Table, *, most: int = WIDTH) -> list[str]:
    """Rows with names on the left and figures on the right; a table too wide goes on below."""
    left = max(len(row[0]) for row in rows)
    widths = [max(len(row[n]) for row in rows) for n in range(1, len(rows[0]))]
    lines: list[str] = []
    for start, end in _blocks(widths, most - left - 2):
        if lines:
            lines.append("")
        for row in rows:
            cells = zip(row[1 + start : 1 + end], widths[start:end], strict=True)
            figures = "".join(f"  {cell:>{width}}" for cell, width in cells)
            lines.append(f"  {row[0]:<{left}}{figures}".rstrip())
    return lines


def _blocks(widths: Sequence[int], most: int) -> Iterator[tuple[int, int]]:
    """Which columns stand beside each other: as many as fit, at least one."""
    start, used = 0, 0
    for n, width in enumerate(widths):
        if used and used + width + 2 > most:
            yield start, n
            start, used = n, 0
        used += width + 2
    yield start, len(widths)


# --- the parts ---------------------------------------------------------------------------------


def _opening(position: Position) -> list[str]:
    return [
        *_paragraph(position.contest.title.upper()),
        *_paragraph(occasion(position)),
        "",
        *_paragraph(headline(position)),
    ]


def _nominations(position: Position) -> list[str]:
    if not position.bodies:
        return []
    rows = [["", *(_capital(body.body.many) for body in position.bodies)]]
    for candidate in position.contest.candidates:
        cells = [_number(body.of(candidate.id)) if body.told else _GONE for body in position.bodies]
        rows.append([_short(candidate.name), *cells])
    if any(body.body.threshold for body in position.bodies):
        needed = [
            str(body.body.threshold.needed) if body.body.threshold else ""
            for body in position.bodies
        ]
        rows.append(["needed", *needed])
    told = [s for body in position.bodies for s in nomination_sentences(position, body)]
    return ["NOMINATIONS", *_table(rows), "", *_items(told)]


def _number(one: CandidateNominations) -> str:
    """So many nominations, those lent told; several numbers where sources differ."""
    totals = " or ".join(grouped(total) for total in one.totals)
    return totals if one.whole or not one.named else f"{totals} by name"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _endorsements(position: Position) -> list[str]:
    told = [
        f"{e.who} endorsed {position.contest.name_of(e.candidate)} {when_words(e.when)}"
        f"{cited(stance.sources)}."
        for stance in position.endorsements
        if isinstance(e := stance.record, Endorsement)
    ]
    return _listed("ENDORSEMENTS", told)


def _declared(position: Position) -> list[str]:
    """First preferences among the declared votes, by section."""
    sections = position.college.sections
    told = [declared_sentence(one) for one in sections]
    if not any(one.ballots for one in sections):
        return _listed("DECLARED VOTES", told)
    rows = [["First preferences", *(_short(one.section.name) for one in sections)]]
    for candidate in position.contest.candidates:
        firsts = [grouped(one.first[candidate.id]) if one.ballots else _GONE for one in sections]
        rows.append([_short(candidate.name), *firsts])
    return ["DECLARED VOTES", *_table(rows), "", *_items(told)]


def _college(position: Position) -> list[str]:
    """The count of the declared votes alone: points at each stage."""
    count, contest = position.college.count, position.contest
    heading = "THE COUNT" if position.declared else "THE COUNT ON THE DECLARED VOTES ALONE"
    told = _items(list(college_sentences(position)))
    if count is None:
        return [heading, *told]
    unit = "points of 100" if contest.weighted else "per cent"
    rows = [[_capital(unit), *(f"Stage {stage.number}" for stage in count.stages)]]
    last = {c: stage.number for stage in count.stages for c in stage.votes}
    placed = sorted(last, key=lambda c: (-last[c], -count.stages[last[c] - 1].points[c]))
    rows += [[_short(contest.name_of(c)), *(_points(s, c) for s in count.stages)] for c in placed]
    return [heading, *_table(rows), "", *told]


def _points(stage: Stage, candidate: str) -> str:
    return percent(stage.points[candidate]) if candidate in stage.points else _GONE


def _chains(position: Position) -> Iterator[list[str]]:
    for chain in chains(position):
        yield _listed(f"PRIMARY: {_plain(chain.primary.short).upper()}", [*chain_sentences(chain)])


def _side_by_side(position: Position) -> list[str]:
    table = side_by_side(position)
    told = [*double_figures(table), *unknown_sentences(table), *beside_the_count(position, table)]
    if not table.results:
        return _listed("PRIMARIES SIDE BY SIDE", told)
    rows = [
        ["Place and per cent", *(_heading(table, result) for result in table.results)],
        ["", *(_how(result) for result in table.results)],
    ]
    for candidate in position.contest.candidates:
        placings = table.row(candidate.id)
        rows.append([_short(candidate.name), *(_placing(p) for p in placings)])
    said = [
        f'{position.contest.name_of(p.candidate)} in {r.primary.short}: "{p.said}"'
        f"{cited(p.sources)}."
        for r in table.results
        for p in r.placings
        if p.said
    ]
    return ["PRIMARIES SIDE BY SIDE", *_table(rows), "", *_items([*said, *told])]


def _heading(table: SideBySide, result: Result) -> str:
    several = sum(r.primary == result.primary for r in table.whole) > 1
    if result.partial or several:
        return f"{result.primary.short}: {result.title.lower()}"
    return result.primary.short


def _how(result: Result) -> str:
    return f"{result.how} {when_words(result.primary.held)}"


def _placing(placing: Placing | None) -> str:
    if placing is None:
        return "did not stand"
    return f"{place_words(placing.best, placing.worst)}, {placing.share or 'not reported'}"


def _worths(position: Position) -> list[str]:
    return _listed(
        "WHAT ONE VOTE WAS SAID TO BE WORTH",
        [worth_sentence(position.contest, one) for one in worths_by(position)],
    )


def _open(position: Position) -> list[str]:
    """Where sources differ, what was corrected, and what is not dated exactly enough."""
    told = [dispute_sentence(position, dispute) for dispute in position.disputes]
    told += [s for s in (struck_sentence(position), perhaps_sentence(position)) if s]
    return _listed("WHAT IS OPEN", told)
