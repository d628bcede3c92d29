"""The key, a lot, a signature, a reason, a figure put right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from hustings import contest as core
from hustings.web.contests.forms.acts import KeyTestForm
from hustings.web.contests.forms.fields import Text

__all__ = ["CorrectForm", "LotForm", "OpenForm", "PrecountForm", "RecountForm", "SignForm"]


class OpenForm(KeyTestForm):
    """The key file and its passphrase; neither is kept."""

    def __init__(self, data: Any = None, files: Any = None) -> None:
        """With words for this act."""
        super().__init__(data, files)
        self.fields["key_file"].help_text = _(
            "The file that was saved when the key was made, or its backup."
        )


class RecountForm(forms.Form):
    """Why it is counted again."""

    reason = Text(
        label=_("Reason"),
        max_length=1000,
        rows=3,
        help_text=_("It is published with the new version, and stands in the journal."),
    )


class PrecountForm(forms.Form):
    """Why an officer looks at the pre-count."""

    reason = Text(
        label=_("Why you look at it"),
        max_length=1000,
        rows=3,
        help_text=_("It stands in the journal with your name and the time."),
    )


class SignForm(forms.Form):
    """Who declares the result."""

    signed_name = forms.CharField(
        label=_("Your full name"),
        max_length=200,
        help_text=_("Type it as it stands under the declaration: this is your signature."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    role = forms.CharField(label=_("In which role"), max_length=100)

    def __init__(self, data: Any = None, *, account: str, role: str) -> None:
        """``account``: the name of the officer's account, which may be of one word alone."""
        super().__init__(data, initial={"role": role})
        self._account = account

    def clean_signed_name(self) -> str:
        """A full name: two words at least, or the name of the account as it stands."""
        name = " ".join(str(self.cleaned_data["signed_name"]).split())
        words = [word for word in name.split() if any(map(str.isalpha, word))]
        account = " ".join(self._account.split())
        if len(words) < 2 and name.casefold() != account.casefold():
            raise forms.ValidationError(
                now_("“%(name)s” is not a full name: type first name and surname, or the name of "
                     "your account."),
                params={"name": name},
            )  # fmt: skip
        return name


class LotForm(forms.Form):
    """On whom the lot fell. The question that it answers goes with the form, hidden."""

    stage = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    tied = forms.CharField(max_length=10_000, widget=forms.HiddenInput)
    drawn = forms.ChoiceField(widget=forms.RadioSelect)
    how = Text(
        label=_("How it was drawn, and before whom"),
        max_length=1000,
        rows=3,
        help_text=_("Such as: two slips in a hat, drawn by the deputy before both agents. "
                    "It is published."),
    )  # fmt: skip

    def __init__(
        self, stage: int, choices: Sequence[tuple[str, str]], label: str, data: Any = None
    ) -> None:
        """``choices`` are those who are level: key and name."""
        tied = ">".join(key for key, _name in choices)
        super().__init__(data, initial={"stage": stage, "tied": tied})
        drawn = self.fields["drawn"]
        assert isinstance(drawn, forms.ChoiceField)
        drawn.choices, drawn.label = list(choices), label

    def add_error(self, field: str | None, error: Any) -> None:
        """Refused, the form asks the question of now: the one it was sent with may be over."""
        super().add_error(field, error)
        asked = {name: str(value) for name, value in self.initial.items()}
        self.data = {**{name: self.data.get(name, "") for name in self.fields}, **asked}


class CorrectForm(forms.Form):
    """The papers issued in each section, as they should have been stated."""

    def __init__(self, form: core.Contest, data: Any = None) -> None:
        """A field for each section, with the number that stands."""
        super().__init__(data)
        for n, section in enumerate(form.sections):
            where = f": {section.name}" if len(form.sections) > 1 else ""
            self.fields[f"issued-{n}"] = forms.IntegerField(
                label=now_("Papers issued%(where)s") % {"where": where},
                min_value=0,
                initial=section.figures.issued,
                help_text=now_("Electors on the roll when voting closed."),
            )
        self.fields["reason"] = Text(
            label=_("What was wrong, and how it was found"),
            max_length=1000,
            rows=3,
            help_text=_("It is published beside the old figure, which is shown struck out."),
        )
        self.sections = [section.id for section in form.sections]

    def issued(self) -> dict[str, int]:
        """The numbers by section."""
        return {s: self.cleaned_data[f"issued-{n}"] for n, s in enumerate(self.sections)}
