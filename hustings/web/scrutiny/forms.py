"""What officers fill in about agents, and agents about the count."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.html import escape
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from hustings.web.contests.forms.fields import Line, Text, WallTime
from hustings.web.contests.models import Candidate, Contest
from hustings.web.contests.queries import last_closing
from hustings.web.contests.timetable import TimeMisleadsError, at_zone, local_time
from hustings.web.project import clock
from hustings.web.scrutiny.actions import MOST_DAYS
from hustings.web.scrutiny.models import Agent, Verdict

__all__ = [
    "AnswerForm",
    "InviteForm",
    "NewLinkForm",
    "ObjectionForm",
    "RecountForm",
    "SayForm",
    "TokenForm",
]

_AFTER_THE_CLOSE = timedelta(days=14)
_MOST_WORDS = 1000
_ALL = "*"  # no key of a candidate


def _until_when(contest: Contest) -> datetime:
    """What the form proposes: two weeks after the count or the close, not beyond what may be."""
    now = clock.now()
    ends = max((t for t in (contest.count_at, last_closing(contest), now) if t), default=now)
    until = min(ends + _AFTER_THE_CLOSE, now + timedelta(days=MOST_DAYS) - timedelta(hours=1))
    return local_time(until, contest.timezone)


class NewLinkForm(forms.Form):
    """Until when a link lets in."""

    until = WallTime(label=_("Until"))

    def __init__(self, contest: Contest, data: Any = None) -> None:
        """On the clock of the contest's zone."""
        super().__init__(data, initial={"until": _until_when(contest)})
        self.contest = contest
        self.fields["until"].help_text = now_(
            "On the clock of %(zone)s; %(days)d days from now at most. After that the link shows "
            "nothing."
        ) % {"zone": contest.timezone, "days": MOST_DAYS}

    def clean_until(self) -> datetime:
        """The time in UTC, to come and not too far."""
        try:
            until = at_zone(self.cleaned_data["until"], self.contest.timezone)
        except TimeMisleadsError as error:
            raise forms.ValidationError(str(error)) from None
        except (OverflowError, ValueError):
            raise forms.ValidationError(now_("That year is out of reach.")) from None
        now = clock.now()
        if until <= now:
            raise forms.ValidationError(now_("This time has passed: take one to come."))
        if until > now + timedelta(days=MOST_DAYS):
            raise forms.ValidationError(
                now_("Take a time within %(days)d days; a new link can be given then.")
                % {"days": MOST_DAYS}
            )
        return until


class InviteForm(NewLinkForm):
    """Who is invited, for whom, and until when."""

    name = Line(label=_("Full name"), max_length=200, help_text=_(
        "What is signed or objected to is published with this name."))  # fmt: skip
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        help_text=_("The link is sent there. Without an address you pass it on yourself."),
    )
    candidate = forms.ChoiceField(label=_("Watches for"), widget=forms.RadioSelect)

    field_order = ["name", "email", "candidate", "until"]

    def __init__(self, contest: Contest, data: Any = None) -> None:
        """With the candidates who stand."""
        super().__init__(contest, data)
        standing = contest.candidates.filter(withdrawn_at=None).order_by("number")
        field = self.fields["candidate"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            *((c.key, c.name) for c in standing),
            (_ALL, now_("all candidates, as a scrutineer")),
        ]
        self.initial["candidate"] = _ALL

    def chosen(self) -> Candidate | None:
        """The candidate; None for all of them."""
        key = self.cleaned_data["candidate"]
        return self.contest.candidates.get(key=key) if key != _ALL else None


class AnswerForm(forms.Form):
    """Granted or declined, and why."""

    granted = forms.ChoiceField(
        label=_("Your decision"),
        widget=forms.RadioSelect,
        choices=[
            ("yes", _("The recount is granted: the same papers are counted again")),
            ("no", _("The recount is declined")),
        ],
    )
    answer = Text(
        label=_("Reason"),
        max_length=_MOST_WORDS,
        rows=3,
        help_text=_("It is published beside the result, word for word, and stands in the journal."),
    )


class TokenForm(forms.Form):
    """The token of a link, or the whole link."""

    token = forms.CharField(
        label=_("Your link"),
        max_length=300,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}
        ),
        help_text=_("Paste the whole link, or what stands after its #."),
    )


class ObjectionForm(forms.Form):
    """Why somebody objects to what was decided of a paper."""

    words = Text(
        label=_("Why you object"),
        max_length=_MOST_WORDS,
        rows=3,
        help_text=_("It stands by the decision with your name, word for word, and in the journal."),
    )


class _ByName(forms.Form):
    """What is signed by typing one's name as it stands in the invitation."""

    signed_name = forms.CharField(
        label=_("Your full name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def __init__(self, agent: Agent, data: Any = None) -> None:
        """Whose name it must be."""
        super().__init__(data)
        self.agent = agent
        self.fields["signed_name"].help_text = now_("Type it as you were invited: %(name)s.") % {
            "name": escape(agent.name)  # hints stand in pages as they are
        }

    def clean_signed_name(self) -> str:
        """The name of the invitation; white space and the size of letters do not matter."""
        typed = " ".join(str(self.cleaned_data["signed_name"]).split())
        if typed.casefold() != " ".join(self.agent.name.split()).casefold():
            raise forms.ValidationError(
                now_("This is not the name of the invitation, which is %(name)s. If that is wrong, "
                     "ask the returning officer for another invitation."),
                params={"name": self.agent.name},
            )  # fmt: skip
        return typed


class SayForm(_ByName):
    """Signing a version of the result, or objecting to it."""

    verdict = forms.ChoiceField(
        label=_("What you say of this version"),
        widget=forms.RadioSelect,
        choices=[
            (Verdict.SIGNED, _("I agree with the figures")),
            (Verdict.OBJECTED, _("I object")),
        ],
    )
    words = Text(
        label=_("In your own words"),
        max_length=_MOST_WORDS,
        rows=3,
        required=False,
        help_text=_("Needed if you object. It is published word for word."),
    )

    field_order = ["verdict", "words", "signed_name"]

    def clean(self) -> dict[str, Any]:
        """An objection has its reason."""
        values = super().clean() or {}
        if values.get("verdict") == Verdict.OBJECTED and not values.get("words", "").strip():
            self.add_error("words", now_("Say why you object."))
        return values


class RecountForm(_ByName):
    """Why the papers should be counted again."""

    reason = Text(
        label=_("Why the papers should be counted again"),
        max_length=_MOST_WORDS,
        rows=3,
        help_text=_("Once answered, it is published beside the result, word for word."),
    )

    field_order = ["reason", "signed_name"]
