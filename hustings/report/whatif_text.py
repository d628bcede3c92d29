"""A what-if as plain text: what would change, the two counts side by side, what would be enough.

Lines are at most as wide as asked for. What the what-if leans on stands before its result, so that
nobody can quote the one without having passed the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from textwrap import wrap

from hustings.count import Stage
from hustings.declaration import Declaration
from hustings.declaration.wording import share
from hustings.declaration.wording.words import passive_words
from hustings.language import say
from hustings.track.whatif import WhatIf
from hustings.track.whatif_link import assumptions_to_query
from hustings.track.whatif_ranges import Ranges
from hustings.track.whatif_wording import (
    assumption_sentences,
    base_sentences,
    change_sentences,
    result_sentence,
    share_sentences,
    warning_sentences,
)

__all__ = ["Kind", "Line", "order_of", "whatif_lines", "whatif_text"]

WIDTH = 98
_COLUMNS = (9, 8)
"""How wide a column of figures is, and how wide where both counts find room only so."""
_BETWEEN = "  │"
_NAMES_MOST = 28
ELECTED, OUT, GONE = "*", "×", "–"


class Kind(StrEnum):
    """What a line is, so that a terminal can give it weight or colour."""

    TITLE = "title"
    RESULT = "result"
    WARNING = "warning"
    HEADING = "heading"
    PLAIN = "plain"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Line:
    """One line and what it is."""

    text: str
    kind: Kind = Kind.PLAIN


def whatif_text(whatif: WhatIf, ranges: Sequence[Ranges] = (), *, width: int = WIDTH) -> str:
    """The what-if as text, ending in a newline."""
    return "".join(f"{line.text}\n" for line in whatif_lines(whatif, ranges, width=width))


def whatif_lines(
    whatif: WhatIf, ranges: Sequence[Ranges] = (), *, width: int = WIDTH
) -> tuple[Line, ...]:
    """The lines of the text, in order."""
    contest = whatif.real.contest
    enough = share_sentences(contest, ranges)
    query = assumptions_to_query(whatif.assumptions)
    parts = [
        _said([contest.title], width, Kind.TITLE),
        _said(warning_sentences(whatif), width, Kind.WARNING),
        _said([result_sentence(whatif)], width, Kind.RESULT),
        _listed(say("Supposed"), assumption_sentences(whatif), width),
        [*_tables(whatif, width), *_said(_key(whatif), width, Kind.QUIET)],
        _listed(say("What changes"), change_sentences(whatif), width),
        _listed(say("How much would be enough"), enough, width),
        [Line(say("As a link: ?{query}", query=query), Kind.QUIET)] if query else [],
    ]
    kept = [part for part in parts if part]
    return tuple(
        line for n, part in enumerate(kept) for line in ([Line("")] if n else []) + list(part)
    )


def _plain(text: str) -> str:
    """A text of the contest on one line, without control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _said(sentences: Iterable[str], width: int, kind: Kind) -> list[Line]:
    return [
        Line(text, kind)
        for sentence in sentences
        for text in wrap(_plain(sentence), width, break_on_hyphens=False)
    ]


def _listed(heading: str, sentences: Sequence[str], width: int) -> list[Line]:
    """A heading and under it each sentence with a dash."""
    lines = [Line(heading, Kind.HEADING)] if sentences else []
    for sentence in sentences:
        wrapped = wrap(
            _plain(sentence), width, initial_indent="- ", subsequent_indent="  ",
            break_on_hyphens=False,
        )  # fmt: skip
        lines.extend(map(Line, wrapped))
    return lines


def _key(whatif: WhatIf) -> list[str]:
    signs = say(
        "{elected} {chosen}, {out} goes out.",
        elected=ELECTED,
        chosen=passive_words(whatif.real.contest),
        out=OUT,
    )
    return [" ".join([*base_sentences(whatif), signs])]


# --- the counts side by side -----------------------------------------------------------------


def order_of(whatif: WhatIf) -> tuple[str, ...]:
    """Everybody who stood, as the real count left them, whoever it is that withdraws."""
    return whatif.real.placing


@dataclass(frozen=True, slots=True)
class _Half:
    """One of the two counts, or some of its stages."""

    heading: str
    declaration: Declaration
    stages: tuple[Stage, ...]
    column: int = _COLUMNS[0]

    @property
    def width(self) -> int:
        return max(self.column * len(self.stages), len(self.heading) + 2)


def _tables(whatif: WhatIf, width: int) -> Iterator[Line]:
    """One table of both counts where there is room for it, else one after the other in blocks."""
    names = {c: _cut(whatif.real.contest.name_of(c)) for c in order_of(whatif)}
    room = max(map(len, names.values()))
    real = _Half(say("THE COUNT"), whatif.real, whatif.real.stages)
    supposed = _Half(say("WHAT IF"), whatif.supposed, whatif.supposed.stages)
    for column in _COLUMNS:
        halves = [replace(half, column=column) for half in (real, supposed)]
        if room + len(_BETWEEN) + sum(half.width for half in halves) <= width:
            yield from _table(halves, names, room)
            return
    size = max((width - room) // real.column, 1)
    for half in (real, supposed):
        for start in range(0, len(half.stages), size):
            some = half.stages[start : start + size]
            there = {c: n for c, n in names.items() if not start or c in some[0].votes}
            yield from _table([_Half(half.heading, half.declaration, some)], there, room)
            yield Line("")


def _cut(name: str) -> str:
    name = _plain(name)
    return name if len(name) <= _NAMES_MOST else f"{name[: _NAMES_MOST - 1]}…"


def _table(halves: Sequence[_Half], names: dict[str, str], room: int) -> Iterator[Line]:
    head = [_right(h.heading, h) for h in halves]
    yield Line((" " * room + _BETWEEN.join(head)).rstrip(), Kind.HEADING)
    stages = [_right("".join(_headed(s, h.column) for s in h.stages), h) for h in halves]
    yield Line((" " * room + _BETWEEN.join(stages)).rstrip(), Kind.QUIET)
    for candidate, name in names.items():
        rows = [_right(_row(half, candidate), half) for half in halves]
        yield Line((name.ljust(room) + _BETWEEN.join(rows)).rstrip())


def _headed(stage: Stage, width: int) -> str:
    """The heading of a stage's column; of one too narrow the end with the number."""
    return say("stage {number} ", number=stage.number)[-width:].rjust(width)


def _right(text: str, half: _Half) -> str:
    """The text as wide as its half, its figures to the right."""
    return (
        f"{text.rstrip(' ')} ".rjust(half.width) if text.endswith(" ") else text.rjust(half.width)
    )


def _row(half: _Half, candidate: str) -> str:
    contest = half.declaration.contest
    if contest.candidate(candidate).withdrawn:
        return say("withdraws") + " "
    return "".join(_cell(stage, candidate).rjust(half.column) for stage in half.stages)


def _cell(stage: Stage, candidate: str) -> str:
    """Points per hundred and a sign for what became of the candidate at the stage."""
    if candidate not in stage.votes:
        return f"{GONE} "
    sign = ELECTED if candidate in stage.elected else OUT if candidate in stage.excluded else " "
    return f"{share(stage.points[candidate])}{sign}"
