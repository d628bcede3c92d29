"""Times on the clock of a contest's own zone, and the two nights a year on which a clock misleads.

Pure: knows no model and no clock but the zone's.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

__all__ = ["SHORT_POLL", "TimeMisleadsError", "at_zone", "local_time", "zone_names"]

SHORT_POLL = timedelta(days=7)
"""A poll shorter than this leaves little time for the post, and the page says so."""

_FIRST = ("Europe/London", "Europe/Dublin", "UTC")
_NOT_PLACES = ("Etc/", "SystemV/", "US/", "posix/", "right/")


class TimeMisleadsError(ValueError):
    """A time that the zone's clock never shows, or shows twice; its text says what would do."""


def at_zone(wall: datetime, zone: str) -> datetime:
    """The time, in UTC, at which the zone's clock shows ``wall``, which carries no zone.

    TimeMisleadsError where the clock is put forward past it, or is put back and shows it twice.
    """
    assert wall.tzinfo is None
    here = ZoneInfo(zone)
    first, second = (wall.replace(tzinfo=here, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first == second:
        return first
    if second.astimezone(here).replace(tzinfo=None) != wall:
        after = first.astimezone(here)
        raise TimeMisleadsError(
            f"On {wall:%-d %B %Y} clocks in {zone} are put forward and never show {wall:%H:%M}: "
            f"take {after:%H:%M} or later, or a time before the change."
        )
    raise TimeMisleadsError(
        f"On {wall:%-d %B %Y} clocks in {zone} are put back and show {wall:%H:%M} twice: "
        f"take a time that comes once, {_once_from(wall, here):%H:%M} or later."
    )


def _once_from(wall: datetime, here: ZoneInfo) -> datetime:
    """The first quarter of an hour from ``wall`` on that the clock shows once."""
    step = timedelta(minutes=15)
    wall -= timedelta(minutes=wall.minute % 15, seconds=wall.second)
    while (
        wall.replace(tzinfo=here, fold=0).utcoffset()
        != wall.replace(tzinfo=here, fold=1).utcoffset()
    ):
        wall += step
    return wall


def local_time(at: datetime, zone: str) -> datetime:
    """What the zone's clock shows at that time."""
    return at.astimezone(ZoneInfo(zone))


@cache
def zone_names() -> tuple[str, ...]:
    """Every zone that is named after a place, the likeliest first."""
    places = (n for n in available_timezones() if "/" in n and not n.startswith(_NOT_PLACES))
    return (*_FIRST, *sorted(set(places) - set(_FIRST)))
