"""A time in words, on the clock of a contest's own zone."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hustings.web.contests.models import Contest

__all__ = ["day_words", "moment_words", "wall_words"]


def moment_words(contest: Contest, at: datetime | None) -> str:
    """Like "3 May 2026, 21:00 (Europe/London)"; says so where no time is set."""
    if at is None:
        return _("a time that is not set")
    return f"{wall_words(contest, at)} ({contest.timezone})"


def wall_words(contest: Contest, at: datetime) -> str:
    """Like "3 May 2026, 21:00"; for a sentence that names the zone elsewhere."""
    return date_format(at.astimezone(ZoneInfo(contest.timezone)), "j F Y, H:i")


def day_words(contest: Contest, at: datetime) -> str:
    """Like "3 May 2026"."""
    return date_format(at.astimezone(ZoneInfo(contest.timezone)), "j F Y")
