"""The front page: what is open, what is to come, what was counted here, what others reported."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from hustings.report.words import date_words
from hustings.web.contests.models import Contest, Origin
from hustings.web.contests.queries import Phase, phase
from hustings.web.contests.zoned import day_words
from hustings.web.project import clock
from hustings.web.results import queries
from hustings.web.results.models import Version
from hustings.web.results.pages.result import told_of

__all__ = ["Front", "Listed", "front"]


@dataclass(frozen=True, slots=True)
class Listed:
    """A contest in a list: its phase, and of its result the headline, the story and the day."""

    contest: Contest
    phase: Phase
    version: Version | None = None
    headline: str = ""
    story: str = ""
    day: str = ""
    corrected: bool = False

    @property
    def unknown(self) -> bool:
        """Whether it was held and no result was ever found."""
        return self.version is not None and is_unknown(self.contest, self.version)


@dataclass(frozen=True, slots=True)
class Front:
    """The lists of the front page; a contest stands in one of them."""

    open: tuple[Listed, ...]
    upcoming: tuple[Listed, ...]
    waiting: tuple[Listed, ...]
    results: tuple[Listed, ...]
    reported: tuple[Listed, ...]
    unknown: tuple[Listed, ...]
    abandoned: tuple[Listed, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to list."""
        return not any(
            (self.open, self.upcoming, self.waiting, self.results, self.reported, self.unknown)
        )


def front(at: datetime | None = None) -> Front:
    """Every public contest in its list, as it stands at a time (now, unless told)."""
    at = at or clock.now()
    listed = [_listed(contest, at) for contest in queries.lists_of_contests()]
    told = [one for one in listed if one.version is not None]
    return Front(
        open=_in(listed, Phase.OPEN),
        upcoming=_in(listed, Phase.UPCOMING),
        waiting=_in(listed, Phase.TOO_LATE, Phase.CLOSED, Phase.COUNTED),
        results=tuple(one for one in told if one.contest.origin != Origin.REPORTED),
        reported=tuple(one for one in told if _is_reported(one) and not one.unknown),
        unknown=tuple(one for one in told if _is_reported(one) and one.unknown),
        abandoned=_in(listed, Phase.ABANDONED),
    )


def _in(listed: Iterable[Listed], *phases: Phase) -> tuple[Listed, ...]:
    return tuple(one for one in listed if one.version is None and one.phase in phases)


def _is_reported(one: Listed) -> bool:
    return one.contest.origin == Origin.REPORTED


def _listed(contest: Contest, at: datetime) -> Listed:
    version = queries.current(contest)
    if version is None:
        return Listed(contest, phase(contest, at))
    told = told_of(version, contest)
    day = date_words(told.date) if told.date else _day_of(contest, version)
    corrected = bool(version.correction) and queries.published(contest).count() > 1
    return Listed(contest, phase(contest, at), version, told.headline, told.story, day, corrected)


def _day_of(contest: Contest, version: Version) -> str:
    if contest.origin != Origin.RUN or version.published_at is None:
        return ""
    return day_words(contest, version.published_at)


def is_unknown(contest: Contest, version: Version) -> bool:
    """Whether only that the contest was held is known."""
    if contest.origin != Origin.REPORTED:
        return False
    return json.loads(version.document)["unknown"] is not None
