"""Results known only as others reported them: shares, turnouts and their sources, never ballots.

A :class:`Reported` result is no declaration. It holds what each source printed, letter for letter;
where sources differ, their words stand side by side, neither merged nor averaged.
:func:`~hustings.reported.checks.checks` says what the figures allow and what they exclude,
:func:`~hustings.reported.reversal.reversals` what uncollected preferences could have changed,
:func:`~hustings.reported.document.as_document` gives the JSON of docs/spec/reported.md, and the
sentences are in :mod:`hustings.reported.wording`. A value that exists is valid: every constructor
refuses what makes no sense, by :class:`~hustings.errors.RuleError`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hustings.contest import Candidate, Purpose, is_id
from hustings.count import RULES
from hustings.errors import RuleError
from hustings.language import say, to_say
from hustings.reported.printed import ANY_SHARE, Papers, Printed, Sense, Share, Span

__all__ = [
    "Claim",
    "Line",
    "Papers",
    "Printed",
    "Report",
    "Reported",
    "Sense",
    "Share",
    "Source",
    "Span",
    "Topic",
]

_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?", re.ASCII)


class Topic(StrEnum):
    """What a claim is about. The first four are figures, the others are said in words."""

    ISSUED = "issued"
    RETURNED = "returned"
    VOTES = "votes"
    TURNOUT = "turnout"
    RULE = "rule"
    RULE_DUE = "rule_due"
    METHOD = "method"
    TRANSFERS = "transfers"
    PLEDGE = "pledge"
    NOTE = "note"

    @property
    def words(self) -> str:
        """The heading under which such claims are shown."""
        return say(_TOPIC_WORDS[self])

    @property
    def is_figure(self) -> bool:
        """Whether a claim about it is one figure, and its own words are a note."""
        return self in _FIGURES


_TOPIC_WORDS = {
    Topic.ISSUED: to_say("Papers issued"),
    Topic.RETURNED: to_say("Papers returned"),
    Topic.VOTES: to_say("Votes cast"),
    Topic.TURNOUT: to_say("Turnout"),
    Topic.RULE: to_say("Rule used"),
    Topic.RULE_DUE: to_say("Rule that was due"),
    Topic.METHOD: to_say("How it was held"),
    Topic.TRANSFERS: to_say("Later preferences"),
    Topic.PLEDGE: to_say("What followed"),
    Topic.NOTE: to_say("Besides"),
}
_FIGURES = {Topic.ISSUED, Topic.RETURNED, Topic.VOTES, Topic.TURNOUT}


@dataclass(frozen=True, slots=True)
class Source:
    """Where something was reported: a short id to cite it by, its title and who published it."""

    id: str
    title: str
    publisher: str

    def __post_init__(self) -> None:
        if not is_id(self.id):
            raise RuleError(f"a source's id cannot hold '>' or a control character: {self.id!r}")
        for what, text in (("title", self.title), ("publisher", self.publisher)):
            if not text.strip():
                raise RuleError(f"source {self.id!r} has no {what}")


@dataclass(frozen=True, slots=True)
class Claim:
    """What one or more sources say of one thing, in a figure or in words.

    Sources that say the same stand together; a source that says otherwise makes another claim.
    """

    about: Topic
    says: str
    sources: tuple[str, ...]
    note: str = ""

    def __post_init__(self) -> None:
        if not self.says.strip():
            raise RuleError(f"a claim about {self.about} says nothing")
        _cited(f"the claim about {self.about}", self.sources)
        _ = self.figure

    @property
    def figure(self) -> Papers | Share | None:
        """The figure that it states; None where it is said in words."""
        if self.about is Topic.TURNOUT:
            return Share.read(self.says)
        return Papers.read(self.says) if self.about.is_figure else None

    @property
    def words(self) -> str:
        """What it says, to stand in a sentence or a cell: a figure by its own words."""
        return self.figure.words if self.figure else self.says


@dataclass(frozen=True, slots=True)
class Line:
    """One candidate's reported share, votes, or both; ``note`` is what was said besides."""

    candidate: str
    share: Share | None
    votes: Papers | None
    sources: tuple[str, ...]
    note: str = ""

    def __post_init__(self) -> None:
        if self.share is None and self.votes is None:
            raise RuleError(f"{self.candidate!r} has neither a share nor votes")
        _cited(f"the figure of {self.candidate!r}", self.sources)

    @property
    def span(self) -> Span:
        """The true shares, per cent, that the printed one can stand for."""
        return self.share.span if self.share else ANY_SHARE


@dataclass(frozen=True, slots=True)
class Report:
    """One report of the first preferences: of all votes, or ``partial``, of one channel's only.

    Candidates of whom nothing was reported have no line. Lines stand in the order of the file.
    Differing reports of the same votes are reports of their own.
    """

    id: str
    title: str
    lines: tuple[Line, ...]
    partial: bool = False

    def __post_init__(self) -> None:
        if not is_id(self.id):
            raise RuleError(f"a report's id cannot hold '>' or a control character: {self.id!r}")
        if not self.title.strip():
            raise RuleError(f"report {self.id!r} has no title")
        if not self.lines:
            raise RuleError(f"report {self.id!r} has no shares")
        _unique(f"report {self.id!r}: a line for", (line.candidate for line in self.lines))

    def line(self, candidate: str) -> Line | None:
        """The candidate's line; None where nothing was reported."""
        return next((line for line in self.lines if line.candidate == candidate), None)

    @property
    def sources(self) -> tuple[str, ...]:
        """Every source of a line, once, in the order of the lines."""
        return tuple(dict.fromkeys(s for line in self.lines for s in line.sources))


@dataclass(frozen=True, slots=True)
class Reported:
    """A contest of which no ballots were published: what the sources say, and nothing else.

    ``rule`` and ``rule_due`` are ids of hustings.count.RULES, or empty where not known or the same.
    ``unknown`` says why there is no report of all votes; it is empty exactly where there is one.
    ``date`` is a day, a month or a year as ISO 8601 writes them, or empty.
    """

    id: str
    title: str
    purpose: Purpose
    candidates: tuple[Candidate, ...]
    sources: tuple[Source, ...]
    reports: tuple[Report, ...] = ()
    claims: tuple[Claim, ...] = ()
    rule: str = ""
    rule_due: str = ""
    date: str = ""
    question: str = ""
    unknown: str = ""

    def __post_init__(self) -> None:
        if not is_id(self.id):
            raise RuleError(f"a contest's id cannot hold '>' or a control character: {self.id!r}")
        if not self.title.strip():
            raise RuleError("the contest has no title")
        if not self.candidates:
            raise RuleError("a contest needs at least one candidate")
        _unique("candidate id", (c.id for c in self.candidates))
        _unique("candidate name", (c.name for c in self.candidates))
        _unique("source id", (s.id for s in self.sources))
        _unique("report id", (r.id for r in self.reports))
        for rule in (self.rule, self.rule_due):
            if rule and rule not in RULES:
                raise RuleError(f"there is no rule {rule!r}; the rules are {', '.join(RULES)}")
        if self.date and not _is_date(self.date):
            raise RuleError(f"expected a date such as 2010-07-26 or 2010-07, found {self.date!r}")
        self._check_links()
        if bool(self.unknown.strip()) == bool(self.whole):
            raise RuleError(
                "give a report of all votes, or say under 'unknown' why there is none; not both"
            )

    def _check_links(self) -> None:
        candidates, sources = {c.id for c in self.candidates}, {s.id for s in self.sources}
        for line in (line for report in self.reports for line in report.lines):
            if line.candidate not in candidates:
                raise RuleError(f"there is no candidate {line.candidate!r}")
        cited = [*(r.sources for r in self.reports), *(c.sources for c in self.claims)]
        for source in (source for some in cited for source in some):
            if source not in sources:
                raise RuleError(f"there is no source {source!r}")

    @property
    def whole(self) -> tuple[Report, ...]:
        """The reports of all votes; more than one where sources differ."""
        return tuple(report for report in self.reports if not report.partial)

    def about(self, topic: Topic) -> tuple[Claim, ...]:
        """The claims about one thing, in the order of the file."""
        return tuple(claim for claim in self.claims if claim.about is topic)

    @property
    def counts(self) -> tuple[tuple[Claim, Papers], ...]:
        """The claims of how many votes were cast or papers returned, each with its figure."""
        claims = (*self.about(Topic.VOTES), *self.about(Topic.RETURNED))
        return tuple((c, c.figure) for c in claims if isinstance(c.figure, Papers))

    def printed_votes(self, report: Report) -> dict[str, int] | None:
        """Each candidate's votes; None unless every one was printed, and without "about" or "+"."""
        lines = [report.line(c.id) for c in self.candidates]
        found = {
            line.candidate: int(line.votes.value)
            for line in lines
            if line and line.votes and line.votes.sense is Sense.AS_PRINTED
        }
        return found if len(found) == len(self.candidates) else None

    def name_of(self, candidate: str) -> str:
        """The name of the candidate of that id; KeyError if there is none."""
        return {c.id: c.name for c in self.candidates}[candidate]

    def in_order(self, report: Report) -> tuple[str, ...]:
        """Ids of all candidates: those with a line as the report has them, then the others."""
        lined = [line.candidate for line in report.lines]
        return (*lined, *(c.id for c in self.candidates if c.id not in lined))

    def spans(self, report: Report) -> tuple[Span, ...]:
        """The true shares that each candidate can have had, in the order of the candidates."""
        lines = (report.line(c.id) for c in self.candidates)
        return tuple(line.span if line else ANY_SHARE for line in lines)


def _is_date(text: str) -> bool:
    if not _DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(f"{text}-01-01"[:10] if len(text) < 10 else text)
    except ValueError:
        return False
    return True


def _unique(what: str, values: Iterable[str]) -> None:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise RuleError(f"{what} {value!r} stands twice")
        seen.add(value)


def _cited(what: str, sources: tuple[str, ...]) -> None:
    if not sources:
        raise RuleError(f"{what} has no source; say who reported it")
    _unique(f"{what} cites source", sources)
