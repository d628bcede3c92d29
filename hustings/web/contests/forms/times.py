"""The timetable, on the clock of the contest's own zone; and a later closing time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from hustings.web.contests.forms.fields import Text, WallTime
from hustings.web.contests.models import Contest
from hustings.web.contests.timetable import TimeMisleadsError, at_zone, local_time, zone_names

__all__ = ["ExtendForm", "TimetableForm"]


def _zone_choices() -> list[tuple[str, str]]:
    return [(name, name.replace("_", " ")) for name in zone_names()]


class TimetableForm(forms.Form):
    """When voting opens and closes, online and by post, and when the count is."""

    timezone = forms.ChoiceField(
        label=_("Time zone"),
        choices=_zone_choices,
        help_text=_("The times below are what clocks there show; every page names the zone."),
    )
    at_once = forms.BooleanField(
        label=_("Open as soon as the contest is made ready"),
        required=False,
        help_text=_(
            "Then leave the opening time empty: it is fixed when the contest is made ready, "
            "published, and written in the journal."
        ),
    )
    opens_at = WallTime(label=_("Voting opens"))
    closes_at = WallTime(
        label=_("Voting closes"),
        help_text=_("A ballot counts if it is cast before this minute begins. The poll can be "
                    "extended, never shortened."),
    )  # fmt: skip
    post_closes_at = WallTime(
        label=_("Posted papers are in by"),
        required=False,
        help_text=_("Leave it empty if nobody votes by post."),
    )
    count_at = WallTime(
        label=_("The count"), required=False, help_text=_("For the notice; nothing starts by it.")
    )

    TIMES = ("opens_at", "closes_at", "post_closes_at", "count_at")

    def __init__(self, contest: Contest, data: Any = None, *, now: datetime) -> None:
        """The contest's times on its own clock, or as they were sent."""
        initial: dict[str, Any] = {"timezone": contest.timezone}
        for name in self.TIMES:
            at = getattr(contest, name)
            initial[name] = local_time(at, contest.timezone) if at else None
        at_once = contest.opens_at is not None and contest.opens_at <= now
        if at_once:
            initial |= {"at_once": True, "opens_at": None}
        super().__init__(data, initial=initial)
        self.now = now
        self.stands = contest.opens_at
        self.passed = contest.opens_at if at_once else now.replace(second=0, microsecond=0)
        self.fields["opens_at"].required = not (data and data.get("at_once"))

    def clean(self) -> dict[str, Any]:
        """Each time in UTC, each after the one that it follows."""
        values = super().clean() or {}
        zone = values.get("timezone")
        if not zone:
            return values
        for name in self.TIMES:
            self._to_utc(values, name, zone)
        if values.get("at_once") and "opens_at" not in self.errors:
            values["opens_at"] = self.passed  # a time that has passed opens when it is made ready
        self._check_order(values)
        return values

    def _to_utc(self, values: dict[str, Any], name: str, zone: str) -> None:
        if values.get(name) is None:
            return
        try:
            values[name] = at_zone(values[name], zone)
        except TimeMisleadsError as error:
            self.add_error(name, str(error))
        except (OverflowError, ValueError):
            self.add_error(name, now_("That year is out of reach."))

    def _check_order(self, values: dict[str, Any]) -> None:
        """Opening from now on, closing after it, the post and the count not before the close."""
        opens, closes = values.get("opens_at"), values.get("closes_at")
        typed = not values.get("at_once")
        if typed and opens and opens < self.now and opens != self.stands:
            self.add_error("opens_at", now_("This time has passed: take one to come."))
        if closes and closes <= self.now:
            self.add_error("closes_at", now_("This time has passed: take one to come."))
        elif opens and closes and closes <= opens:
            self.add_error("closes_at", now_("Voting must close after it opens."))
        post, count = values.get("post_closes_at"), values.get("count_at")
        if post and opens and post <= opens:
            self.add_error("post_closes_at", now_("The post must close after voting opens."))
        last = max((t for t in (closes, post) if t), default=None)
        if count and last and count < last:
            self.add_error("count_at", now_("The count cannot begin before the last closing time."))

    def values(self) -> dict[str, object]:
        """The fields as the action takes them: times in UTC."""
        return {name: self.cleaned_data[name] for name in ("timezone", *self.TIMES)}


class ExtendForm(forms.Form):
    """A later closing time, and why."""

    closes_at = WallTime(label=_("Voting closes instead"))
    reason = Text(
        label=_("Reason"),
        max_length=1000,
        rows=3,
        help_text=_("It is published with the new time, word for word, and stands in the journal."),
    )

    def __init__(self, contest: Contest, data: Any = None) -> None:
        """Beginning with the time that stands."""
        assert contest.closes_at is not None
        shown = local_time(contest.closes_at, contest.timezone)
        super().__init__(data, initial={"closes_at": shown})
        self.contest = contest

    def clean_closes_at(self) -> datetime:
        """The time in UTC, later than the one that stands."""
        try:
            closes = at_zone(self.cleaned_data["closes_at"], self.contest.timezone)
        except TimeMisleadsError as error:
            raise forms.ValidationError(str(error)) from None
        except (OverflowError, ValueError):
            raise forms.ValidationError(now_("That year is out of reach.")) from None
        assert self.contest.closes_at is not None
        if closes <= self.contest.closes_at:
            raise forms.ValidationError(
                now_("Take a time after the one that stands: a poll cannot be shortened.")
            )
        return closes
