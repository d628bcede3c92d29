"""What stands on a contest's picture: what it asks and when, and later how it came out.

The whole result stands on its page; here are the headline and those who were left at the stage that
decided. A result that others reported has its headline alone.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from django.utils.translation import gettext as _

from hustings.declaration import Declaration
from hustings.language import ENGLISH, spoken
from hustings.picture.measure import Measure, invented_notes
from hustings.picture.palette import NEUTRAL, Palette
from hustings.report.words import date_words
from hustings.web.api.card import Bar, Card
from hustings.web.contests.models import Contest, Origin
from hustings.web.contests.queries import Phase, phase
from hustings.web.contests.zoned import moment_words
from hustings.web.results import queries
from hustings.web.results.folders import declared_from
from hustings.web.results.models import Stage, Version
from hustings.web.results.pages.result import told_of

__all__ = ["card_of"]

_MOST_BARS = 5


def card_of(contest: Contest) -> Card:
    """The picture's words and figures as the contest stands."""
    version = queries.current(contest)
    return _asking(contest) if version is None else _told(contest, version)


def _asking(contest: Contest) -> Card:
    lines = tuple(line for line in (contest.question, _when(contest)) if line)
    return Card(
        kicker=str(contest.organisation),
        state="",
        headline=contest.title,
        lines=lines,
        bars=(),
        foot=contest.place,
        mark=_mark(contest, test=contest.test_mode, invented=False),
        alt=" ".join(_sentence(text) for text in (contest.title, *lines)),
    )


def _when(contest: Contest) -> str:
    """What the timetable says next, in a sentence."""
    now = phase(contest)
    if now is Phase.UPCOMING:
        return _("Voting opens on %(at)s.") % {"at": moment_words(contest, contest.opens_at)}
    if now is Phase.OPEN:
        return _("Voting is open until %(at)s.") % {"at": moment_words(contest, contest.closes_at)}
    if now is Phase.ABANDONED:
        return _("This contest was abandoned.")
    return _("Voting is over.") if contest.origin == Origin.RUN else ""


def _told(contest: Contest, version: Version) -> Card:
    if contest.origin == Origin.REPORTED:
        return _card(contest, version, (), "", _("as reported"), invented=False)
    bars, words, invented = _figures(bytes(version.folder), spoken().code)
    declared = version.stage == Stage.DECLARED
    state = _("declared") if declared else _("provisional")
    return _card(contest, version, bars, words, state, invented=invented)


def _card(
    contest: Contest, version: Version, bars: tuple[Bar, ...], words: str, state: str, *,
    invented: bool,
) -> Card:  # fmt: skip
    figures = "; ".join(f"{bar.name} {bar.printed}" for bar in bars)
    mark = _mark(contest, test=version.test, invented=invented)
    headline = _headline(contest, version)
    said = (contest.title, state.capitalize(), headline, figures, words, mark)
    return Card(
        kicker=contest.title,
        state=state,
        headline=headline,
        lines=() if bars or not contest.question else (contest.question,),
        bars=bars,
        foot=words or str(contest.organisation),
        mark=mark,
        alt=" ".join(_sentence(text) for text in said if text),
    )


def _headline(contest: Contest, version: Version) -> str:
    return version.headline if spoken() is ENGLISH else told_of(version, contest).headline


def _mark(contest: Contest, *, test: bool, invented: bool) -> str:
    if test:
        return _("TEST: a trial, no real vote")
    if contest.fictional:
        return _("FICTIONAL: contest, candidates and votes are made up")
    return _("PARTLY INVENTED: some rankings were never published") if invented else ""


@lru_cache(maxsize=64)
def _figures(folder: bytes, _language: str) -> tuple[tuple[Bar, ...], str, bool]:
    """The bars, what their figures are, and whether rankings of a section were made up."""
    declaration = declared_from(folder)
    if declaration.no_votes:
        return (), "", False
    return _bars(declaration), _base(declaration), bool(invented_notes(declaration.contest))


def _bars(declaration: Declaration) -> tuple[Bar, ...]:
    measure, stage = Measure.of(declaration), declaration.deciding_stage
    palette = Palette(declaration.contest, "card")
    ranked = sorted(measure.by_size(stage), key=lambda c: c not in stage.elected)
    shown = ranked if len(ranked) <= _MOST_BARS else ranked[: _MOST_BARS - 1]
    longest = max(measure.value(stage, c) for c in ranked) or Fraction(1)
    bars = [
        Bar(
            declaration.contest.name_of(c),
            measure.figures(stage, c),
            float(measure.value(stage, c) / longest),
            palette.of(c).colour,
        )
        for c in shown
    ]
    if rest := ranked[len(shown) :]:
        value = sum((measure.value(stage, c) for c in rest), Fraction(0))
        name = _("%(n)d others") % {"n": len(rest)}
        part = min(float(value / longest), 1.0)
        bars.append(Bar(name, measure.printed(value), part, NEUTRAL))
    return tuple(bars)


def _base(declaration: Declaration) -> str:
    """What the figures are, at which stage, and when."""
    stages, stage = len(declaration.stages), declaration.deciding_stage.number
    which = _("Stage %(stage)d. ") % {"stage": stage} if stages > 1 else ""
    day = date_words(declaration.contest.date) if declaration.contest.date else ""
    return f"{which}{Measure.of(declaration).base_words}." + (f" {day}." if day else "")


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
