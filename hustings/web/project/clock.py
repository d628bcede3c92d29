"""The site's one clock, so that every act of one request or one batch can use one time."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

__all__ = ["now", "today"]


def now() -> datetime:
    """The time, with its zone (UTC)."""
    return timezone.now()


def today() -> date:
    """The day in the zone that is active, for records that must not know the hour."""
    return timezone.localdate()
