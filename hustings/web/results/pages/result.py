"""A version of a result as the pieces of its page: the same that the one-file page is made of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from hustings.contest import Base
from hustings.declaration import Declaration
from hustings.declaration.wording import headline, story
from hustings.language import spoken
from hustings.report.bases import on_base
from hustings.report.drawings import Drawings
from hustings.report.markup import Html
from hustings.report.page import PageParts, page_parts
from hustings.report.reported_page import reported_body
from hustings.report.tables import stage_table
from hustings.reported import wording as reported_wording
from hustings.web.contests.models import Contest, Origin, Pledge
from hustings.web.contests.pledge import PledgeOutcome, pledge_met, pledge_words
from hustings.web.results.folders import declared_from, reported_from
from hustings.web.results.models import Version
from hustings.web.results.pages.top_table import top_table

__all__ = ["Shares", "Told", "pledge_of", "told_of"]


@dataclass(frozen=True, slots=True)
class Shares:
    """The table of stages with its shares on one base."""

    base: str
    table: SafeString


@dataclass(frozen=True, slots=True)
class Told:
    """What a result page tells: pieces of markup, ready to be placed; None where there is nothing.

    A reported result has its whole ``article`` and no other piece.
    """

    headline: str
    story: str
    question: str
    date: str
    article: SafeString | None = None
    pieces: dict[str, SafeString | None] | None = None
    details: tuple[SafeString, ...] = ()
    shares: tuple[Shares, ...] = ()
    one_stage: bool = False
    findings: tuple[str, ...] = ()
    as_found: bool = False  # the story is in the words of whoever looked for a report, in English


def told_of(version: Version, contest: Contest) -> Told:
    """The pieces of a version's page."""
    folder, language = bytes(version.folder), spoken().code
    tell = _reported if contest.origin == Origin.REPORTED else _counted
    return tell(folder, language)


@lru_cache(maxsize=32)
def _reported(folder: bytes, _language: str) -> Told:
    found = reported_from(folder)
    return Told(
        reported_wording.headline(found),
        _without_citations(" ".join(reported_wording.story(found))),
        found.question,
        found.date,
        article=_safe(reported_body(found)),
        as_found=bool(found.unknown),
    )


def _without_citations(text: str) -> str:
    """A story for a list or another site, where the sources are not at hand."""
    parts = text.split(" [")
    return "".join([parts[0], *(part.partition("]")[2] for part in parts[1:])])


@lru_cache(maxsize=32)
def _counted(folder: bytes, _language: str) -> Told:
    declaration = declared_from(folder)
    contest = declaration.contest
    parts = page_parts(declaration)
    return Told(
        headline(declaration),
        " ".join(story(declaration)),
        contest.question,
        contest.date,
        pieces=_pieces(declaration, parts),
        details=tuple(_safe(part) for part in parts.details),
        shares=_shares(declaration),
        one_stage=len(declaration.stages) == 1,
        findings=tuple(map(str, declaration.findings)),
    )


def _pieces(declaration: Declaration, parts: PageParts) -> dict[str, SafeString | None]:
    drawn = Drawings(declaration)
    told: dict[str, Html | None] = {
        "patterns": parts.patterns,
        "provisos": parts.provisos,
        "bar": parts.bar,
        "table": None if declaration.no_votes else top_table(declaration),
        "bars": None if declaration.no_votes else drawn.bars(),
        "moved": parts.moved,
        "why": parts.why,
        "close": parts.close,
        "papers": parts.papers,
        "how": parts.how,
        "sources": parts.sources,
    }
    return {name: _safe(part) if part is not None else None for name, part in told.items()}


def _shares(declaration: Declaration) -> tuple[Shares, ...]:
    """The table of stages on the contest's own base, and on the other where that says otherwise."""
    if declaration.no_votes:
        return ()
    own = declaration.contest.base
    other = Base.FIRST if own is Base.LIVE else Base.LIVE
    shown = {own: declaration, other: on_base(declaration, other)}
    if shown[own].stages == shown[other].stages:
        del shown[other]
    swatch = Drawings(declaration).swatch
    return tuple(
        Shares(base, _safe(stage_table(held, swatch, name=f"stages-{base}")))
        for base, held in shown.items()
    )


def pledge_of(contest: Contest, version: Version) -> dict[str, Any]:
    """The pledge in words, and what came of it once the result is declared or provisional."""
    outcome: PledgeOutcome | None = None
    if contest.pledge != Pledge.NONE:
        outcome = pledge_met(contest, declared_from(bytes(version.folder)))
    return {"words": contest.pledge_text or pledge_words(contest), "outcome": outcome}


def _safe(part: Html) -> SafeString:
    return mark_safe(part)  # noqa: S308  (escaped by construction: report/markup.py)
