"""What an officer says about letters and e-mails."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hustings.web.contests.forms.fields import Line, Text
from hustings.web.letters.actions.codes_shown import MOST_SHOWN
from hustings.web.letters.actions.mailings import Draft
from hustings.web.letters.models import MailKind
from hustings.web.project import clock

__all__ = ["CodesForm", "MailForm", "PostedForm", "PrintForm", "TestPrintForm"]


class PrintForm(forms.Form):
    """How the letters are."""

    words = Text(
        label=_("A paragraph of your own"),
        required=False,
        max_length=600,
        rows=4,
        help_text=_("It stands below the question, in every letter of this print run."),
    )
    words_welsh = Text(
        label=_("The same in Welsh"),
        required=False,
        max_length=600,
        rows=4,
        help_text=_("In the letters of those whose language is Welsh. Left empty, the paragraph "
                    "above stands there, too."),
    )  # fmt: skip
    large_print = forms.BooleanField(
        label=_("In large print"),
        required=False,
        help_text=_("Nothing is smaller than 16 point; each letter then takes both sides."),
    )

    def __init__(self, *arguments: Any, welsh: bool = False, **options: Any) -> None:
        """Welsh words are asked for where somebody on the roll reads Welsh."""
        super().__init__(*arguments, **options)
        if not welsh:
            del self.fields["words_welsh"]


class TestPrintForm(PrintForm):
    """How many letters to try with."""

    most = forms.IntegerField(
        label=_("How many letters"),
        initial=10,
        min_value=1,
        max_value=MOST_SHOWN,
        help_text=_("For the first electors of the roll by postcode, who hear nothing of it."),
    )


class PostedForm(forms.Form):
    """When the letters went."""

    on = forms.DateField(
        label=_("Posted on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The day on which you handed them to the post, such as %(day)s.")
        % {"day": "2026-05-04"},
        error_messages={"invalid": _("Give a day, such as 2026-05-04.")},
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Propose today."""
        super().__init__(*arguments, **options)
        self.fields["on"].initial = clock.today


class MailForm(forms.Form):
    """Words and pace of a mailing."""

    subject = Line(label=_("Subject"), max_length=200)
    words = Text(
        label=_("Your own words"),
        required=False,
        max_length=5000,
        rows=8,
        help_text=_(
            "They stand between “Dear …” and what every e-mail says: the question, the link, the "
            "code, the dates and whom to ask. Plain text; no code and no link is needed in it."
        ),
    )
    subject_welsh = Line(
        label=_("Subject in Welsh"),
        max_length=200,
        required=False,
        help_text=_("For those whose language is Welsh. Left empty, it is the standard one."),
    )
    words_welsh = Text(
        label=_("Your own words in Welsh"),
        required=False,
        max_length=5000,
        rows=8,
        help_text=_("Left empty, the words above stand in the Welsh e-mails, too."),
    )
    also_with_code = forms.BooleanField(
        label=_("Also to those who were sent a letter"),
        required=False,
        help_text=_("They then hold two codes; both work, and the first that is used counts."),
    )
    batch_size = forms.IntegerField(
        label=_("E-mails in a batch"),
        min_value=1,
        max_value=100_000,
        initial=500,
        help_text=_("Other work gets its turn between two batches."),
    )
    pause_minutes = forms.IntegerField(
        label=_("Minutes between two batches"),
        min_value=0,
        max_value=1440,
        initial=0,
        help_text=_("For a mail provider that allows only so many an hour."),
    )

    def __init__(
        self, kind: MailKind, *arguments: Any, welsh: bool = False, **options: Any
    ) -> None:
        """Only invitations ask whether those with a code get one too. Welsh words are asked for
        where somebody on the roll reads Welsh.
        """
        super().__init__(*arguments, **options)
        if not welsh:
            del self.fields["subject_welsh"], self.fields["words_welsh"]
        if kind != MailKind.INVITATION:
            del self.fields["also_with_code"]

    def draft(self) -> Draft:
        """What was said, and as it was what was not asked; the form must be valid."""
        return Draft(**{**self.initial, **self.cleaned_data})


class CodesForm(forms.Form):
    """How many test codes to show."""

    n = forms.IntegerField(
        label=_("How many codes"),
        min_value=1,
        max_value=MOST_SHOWN,
        initial=5,
        help_text=_("Each of another elector on the roll. They work in the test alone."),
    )
