"""One decision each: who may vote, the order on the paper, the pledge, the retention date."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from hustings.web.contests.forms.fields import Hundredths, Line, Text
from hustings.web.contests.models import Contest, OrderPolicy, Pledge
from hustings.web.contests.rule_words import capital_first

__all__ = ["OrderForm", "PledgeForm", "RetentionForm", "VotersForm"]

_WITH_NUMBER = (Pledge.LEAD, Pledge.SHARE, Pledge.TURNOUT)


class VotersForm(forms.Form):
    """Who may vote, and what they declare."""

    who_may_vote = Text(
        label=_("Who may vote"),
        max_length=2000,
        rows=4,
        help_text=_("Such as “Members of the constituency party on 1 March, and supporters who "
                    "declare that they support the party.”"),
    )  # fmt: skip
    declaration_text = Text(
        label=_("Declaration of support"),
        max_length=1000,
        rows=3,
        required=False,
        help_text=_("Electors agree to these words, word for word, before they see the paper. "
                    "Leave it empty to ask for none."),
    )  # fmt: skip
    asking_allowed = forms.BooleanField(
        label=_("Anybody may ask for a ballot"),
        required=False,
        help_text=_("Opens a page where people give name and address; an officer decides on each."),
    )

    FIELDS = ("who_may_vote", "declaration_text", "asking_allowed")

    def __init__(self, contest: Contest, data: Any = None) -> None:
        """As it stands, or as it was sent."""
        super().__init__(data, initial={name: getattr(contest, name) for name in self.FIELDS})


class OrderForm(forms.Form):
    """In which order candidates stand on an elector's paper."""

    order_policy = forms.ChoiceField(
        label=_("Order on the paper"),
        widget=forms.RadioSelect,
        choices=[
            (OrderPolicy.ROTATION, _("Balanced rotation: each candidate stands equally often in "
                                     "each place, so that nobody gains by standing first")),
            (OrderPolicy.ALPHABETICAL, _("Alphabetical, by surname: familiar, and kind to A")),
            (OrderPolicy.FIXED, _("As listed here: for an order that was drawn by lot")),
        ],
    )  # fmt: skip

    def __init__(self, contest: Contest, data: Any = None) -> None:
        """As it stands, or as it was sent."""
        super().__init__(data, initial={"order_policy": contest.order_policy})


class PledgeForm(forms.Form):
    """The rule by which somebody will follow the result."""

    asks_by_kind = True  # clean() demands the other fields for some kinds: none is "(optional)"

    pledge = forms.ChoiceField(
        label=_("The pledge"),
        choices=[(p.value, capital_first(str(p.label))) for p in Pledge],
        widget=forms.RadioSelect,
    )
    pledge_by = Line(
        label=_("Who makes it"),
        max_length=200,
        required=False,
        help_text=_("As it will be printed, such as “Rowan Ashe MP”."),
    )
    pledge_hundredths = Hundredths(
        label=_("Threshold"),
        required=False,
        help_text=_("Percentage points of lead, or per cent of votes or of the roll; “5 or more” "
                    "is met by exactly 5.00."),
    )  # fmt: skip

    def __init__(self, contest: Contest, data: Any = None) -> None:
        """As it stands, or as it was sent."""
        names = ("pledge", "pledge_by", "pledge_hundredths")
        super().__init__(data, initial={name: getattr(contest, name) for name in names})
        self.contest = contest

    def clean(self) -> dict[str, Any]:
        """A pledge has somebody who makes it, and a threshold where its kind has one."""
        values = super().clean() or {}
        kind = values.get("pledge")
        if kind and kind != Pledge.NONE and not values.get("pledge_by"):
            self.add_error("pledge_by", now_("Say who makes the pledge."))
        if kind in _WITH_NUMBER:
            self._check_number(kind, values)
        else:
            values["pledge_hundredths"] = None
        return values

    def _check_number(self, kind: str, values: dict[str, Any]) -> None:
        if "pledge_hundredths" not in self.errors and not values.get("pledge_hundredths"):
            self.add_error(
                "pledge_hundredths",
                now_("Give the number that the result has to reach, above 0 and up to 100."),
            )
        if kind in (Pledge.LEAD, Pledge.SHARE) and self.contest.seats > 1:
            self.add_error(
                "pledge",
                now_("This contest fills %(n)d seats, so nobody’s lead or share decides. Choose "
                     "turnout, or follow the result whatever the lead.")
                % {"n": self.contest.seats},
            )  # fmt: skip


class RetentionForm(forms.Form):
    """The day after which personal data are erased."""

    retention_until = forms.DateField(
        label=_("Personal data are kept until"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Then names and addresses are erased. Totals, the roll’s fingerprint and the "
                    "result stay. Three months after the declaration is usual."),
        error_messages={"invalid": _("Give a day, such as 2026-08-31 or 31/08/2026.")},
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"],
    )  # fmt: skip

    def __init__(self, contest: Contest, data: Any = None, *, today: date) -> None:
        """As it stands, or as it was sent."""
        super().__init__(data, initial={"retention_until": contest.retention_until})
        self.contest, self.today = contest, today

    def clean_retention_until(self) -> date:
        """A day after the poll: the roll is needed until the result is declared."""
        until: date = self.cleaned_data["retention_until"]
        closes = self.contest.closes_at
        last = max(self.today, closes.date()) if closes else self.today
        if until <= last:
            raise forms.ValidationError(
                now_("Take a day after %(last)s: the roll is needed until the result is declared.")
                % {"last": last.strftime("%-d %B %Y")}
            )
        return until
