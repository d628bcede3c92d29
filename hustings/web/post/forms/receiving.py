"""What is asked for a bag, its correction, a cure, a fate and the answer to an alarm."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from hustings.web.contests.forms.fields import Line, Text, WallTime
from hustings.web.contests.models import Contest
from hustings.web.contests.timetable import TimeMisleadsError, at_zone, local_time
from hustings.web.post.models import Bag, Fate
from hustings.web.project import clock

__all__ = ["AnswerForm", "BagForm", "CorrectionForm", "CureForm", "FateForm"]

_FATES = [(fate.value, fate.label) for fate in Fate if fate != Fate.GOOD]


def _utc(wall: datetime, contest: Contest) -> datetime:
    """The time on the contest's clock in UTC; ValidationError where its clock misleads."""
    try:
        return at_zone(wall, contest.timezone)
    except TimeMisleadsError as error:
        raise forms.ValidationError(str(error)) from None
    except (OverflowError, ValueError):
        raise forms.ValidationError(now_("That year is out of reach.")) from None


class BagForm(forms.Form):
    """When the bag came and how many envelopes it holds. ``number`` is that of the bag to be."""

    arrived_at = WallTime(
        label=_("When it came"),
        help_text=_("On the clock of the contest. It decides whether its envelopes are in time, "
                    "whenever they are scanned, and cannot be changed."),
    )  # fmt: skip
    envelopes = forms.IntegerField(
        label=_("Envelopes in it, counted by hand"),
        min_value=1,
        help_text=_("Count before you scan. The bag is finished when as many are scanned."),
    )
    note_on_it = Line(
        label=_("Note"),
        required=False,
        max_length=200,
        help_text=_("Such as who brought it, or from which letter box."),
    )
    number = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, contest: Contest, number: int, data: Any = None) -> None:
        """Proposing this minute, on the clock of the contest."""
        now = local_time(clock.now(), contest.timezone).replace(second=0, microsecond=0)
        super().__init__(data, initial={"arrived_at": now, "number": number})
        self.contest = contest

    def clean_arrived_at(self) -> datetime:
        """In UTC."""
        return _utc(self.cleaned_data["arrived_at"], self.contest)


class CorrectionForm(forms.Form):
    """The count as it should have been, and why it was not."""

    envelopes = forms.IntegerField(label=_("Envelopes that the bag held"), min_value=0)
    reason = Text(
        label=_("Why the count was wrong"),
        max_length=500,
        rows=3,
        help_text=_("It stands in the journal, word for word."),
    )

    def __init__(self, bag: Bag, data: Any = None) -> None:
        """Beginning with the count that stands."""
        super().__init__(data, initial={"envelopes": bag.envelopes})


class CureForm(forms.Form):
    """When the elector completed the declaration."""

    completed_at = WallTime(
        label=_("When the declaration was completed"),
        help_text=_("On the clock of the contest; it stands in the journal."),
    )

    def __init__(self, contest: Contest, data: Any = None) -> None:
        """Proposing this minute, on the clock of the contest."""
        now = local_time(clock.now(), contest.timezone).replace(second=0, microsecond=0)
        super().__init__(data, initial={"completed_at": now})
        self.contest = contest

    def clean_completed_at(self) -> datetime:
        """In UTC."""
        return _utc(self.cleaned_data["completed_at"], self.contest)


class FateForm(forms.Form):
    """Why an envelope is good no longer."""

    fate = forms.ChoiceField(label=_("What became of it"), choices=_FATES, widget=forms.RadioSelect)


class AnswerForm(forms.Form):
    """What is being done about an alarm."""

    answer = Text(
        label=_("What is being done about it"),
        max_length=2000,
        rows=4,
        help_text=_(
            "It stands in the journal, word for word, and the alarm is quiet from then on."
        ),
    )
