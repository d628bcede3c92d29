"""A contest as the text of a contest.toml: the same contest gives the same bytes, and reads back.

Each option stands there only where it says something; docs/spec/contest-folder.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from hustings.contest import Contest, Figures, Heading, MarkPolicy
from hustings.errors import RuleError
from hustings.formats.contest_toml import ANY, CONTEST_FILE, DEFAULTS, TOTAL, parse_contest
from hustings.formats.reading import Defects

__all__ = ["contest_as_toml"]


def contest_as_toml(
    contest: Contest, files: Mapping[str, str] = MappingProxyType({}), *, lots: str = ""
) -> str:
    """The text of a contest.toml; ``files`` names the ballots file of each section that has one,
    ``lots`` that of recorded lots.

    Options that are as they would be without their line are left out, but for the chief ones.
    Raises RuleError, naming each reason, for a contest that would not read back the same: texts
    with control characters, an empty title, weights of more than 30 digits.
    """
    text = "\n".join([*_head(contest, lots), *_people(contest), *_parts(contest, files)]) + "\n"
    defects = Defects(CONTEST_FILE)
    parsed = parse_contest(text, defects)
    if parsed is None or parsed.contest != contest:
        reasons = "; ".join(finding.message for finding in defects.errors)
        raise RuleError(
            f"a {CONTEST_FILE} cannot hold this contest: {reasons or 'it reads otherwise'}"
        )
    return text


def _head(contest: Contest, lots: str) -> Iterator[str]:
    yield "[contest]"
    yield from (f"{key} = {_quoted(getattr(contest, key))}" for key in ("id", "title"))
    for key in ("question", "date"):
        if text := getattr(contest, key):
            yield f"{key} = {_quoted(text)}"
    yield f"purpose = {_quoted(contest.purpose)}"
    yield f"rule = {_quoted(contest.rule)}"
    yield f"seats = {contest.seats}"
    yield f"base = {_quoted(contest.base)}"
    for key in ("tie_order", "majority"):
        if getattr(contest, key) != getattr(DEFAULTS, key):
            yield f"{key} = {_quoted(getattr(contest, key))}"
    if contest.to_two:
        yield "to_two = true"
    if lots:
        yield f"lots = {_quoted(lots)}"
    for key in ("sources", "notes"):
        if texts := getattr(contest, key):
            yield f"{key} = ["
            yield from (f"  {_quoted(text)}," for text in texts)
            yield "]"
    if contest.marks != MarkPolicy():
        skipped = contest.marks.skipped_ranks
        yield "\n[contest.marks]"
        yield f"overvote = {_quoted(contest.marks.overvote)}"
        yield f"duplicates = {_quoted(contest.marks.duplicates)}"
        yield f"skipped_ranks = {_quoted(ANY) if skipped is None else skipped}"


def _people(contest: Contest) -> Iterator[str]:
    for candidate in contest.candidates:
        yield "\n[[candidates]]"
        yield f"id = {_quoted(candidate.id)}"
        yield f"name = {_quoted(candidate.name)}"
        if candidate.withdrawn:
            yield "withdrawn = true"


def _parts(contest: Contest, files: Mapping[str, str]) -> Iterator[str]:
    for section in contest.sections:
        yield "\n[[sections]]"
        yield f"id = {_quoted(section.id)}"
        yield f"name = {_quoted(section.name)}"
        if section.weight is not None:
            yield f"weight = {_quoted(str(section.weight))}"
        if section.id in files:
            yield f"ballots = {_quoted(files[section.id])}"
        yield from _stated(section.figures)
        if section.invented:
            yield f"invented = {_quoted(section.invented)}"


def _stated(figures: Figures) -> Iterator[str]:
    for key in ("issued", "returned", "valid"):
        if (number := getattr(figures, key)) is not None:
            yield f"{key} = {number}"
    if figures.rejected:
        cells = [f"{h} = {figures.rejected[h]}" for h in Heading if h in figures.rejected]
        if figures.rejected_total is not None:
            cells.append(f"{TOTAL} = {figures.rejected_total}")
        yield f"rejected = {{ {', '.join(cells)} }}"
    elif figures.rejected_total is not None:
        yield f"rejected = {figures.rejected_total}"


_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def _quoted(text: str) -> str:
    """A TOML string on one line."""

    def escape(found: re.Match[str]) -> str:
        return _ESCAPES.get(found[0]) or f"\\u{ord(found[0]):04x}"

    return '"' + re.sub(r'["\\\x00-\x1f\x7f]', escape, text) + '"'
