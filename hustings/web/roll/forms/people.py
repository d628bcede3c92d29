"""Forms about one person: an elector, whoever asks for a ballot, whoever objects."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from hustings.errors import RuleError
from hustings.roll import LANGUAGES, Basis, Entry, address_key
from hustings.roll.contact import is_email, plain_postcode
from hustings.roll.tidying import tidy, tidy_lines
from hustings.web.contests.models import Contest
from hustings.web.roll.models import Elector

__all__ = ["AskForm", "ElectorForm", "ObjectForm", "ReasonForm"]

_LINES_MAX = 5


def _postal(rows: int = 4) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "autocomplete": "street-address"})


def _lines(text: str) -> tuple[str, ...]:
    lines = tidy_lines(text)
    if len(lines) > _LINES_MAX:
        raise forms.ValidationError(_("An address has up to five lines; put some on one line."))
    return lines


def _checked_email(text: str) -> str:
    email = tidy(text).lower()
    if email and not is_email(email):
        raise forms.ValidationError(
            _("This is not an e-mail address; one looks like name@example.org.")
        )
    return email


class ElectorForm(forms.Form):
    """An elector's particulars."""

    name = forms.CharField(label=_lazy("Full name"), max_length=200)
    reference = forms.CharField(label=_lazy("Your number for them"), max_length=80, required=False)
    address = forms.CharField(
        label=_lazy("Address without the postcode"),
        widget=_postal(),
        max_length=500,
        required=False,
    )
    postcode = forms.CharField(label=_lazy("Postcode"), max_length=16, required=False)
    email = forms.CharField(label=_lazy("E-mail address"), max_length=254, required=False)
    basis = forms.ChoiceField(
        label=_lazy("Basis: why they may vote"), choices=[(b.value, b.words) for b in Basis]
    )
    section = forms.ChoiceField(label=_lazy("Section"))
    language = forms.ChoiceField(label=_lazy("Language"), choices=list(LANGUAGES.items()))

    def __init__(
        self, contest: Contest, data: Any = None, *, elector: Elector | None = None
    ) -> None:
        super().__init__(data, initial=_particulars(elector) if elector else None)
        sections = list(contest.sections.values_list("key", "name"))
        cast("forms.ChoiceField", self.fields["section"]).choices = sections
        if len(sections) == 1:
            self.fields["section"].widget = forms.HiddenInput()
            self.fields["section"].initial = sections[0][0]

    def clean_name(self) -> str:
        """One kind of space, apostrophe and dash."""
        return tidy(self.cleaned_data["name"])

    def clean_reference(self) -> str:
        """Likewise."""
        return tidy(self.cleaned_data["reference"])

    def clean_address(self) -> tuple[str, ...]:
        """The lines."""
        return _lines(self.cleaned_data["address"])

    def clean_postcode(self) -> str:
        """In its usual spelling."""
        return plain_postcode(tidy(self.cleaned_data["postcode"]))

    def clean_email(self) -> str:
        """Small letters."""
        return _checked_email(self.cleaned_data["email"])

    def clean(self) -> dict[str, Any]:
        """A name, and a way to reach them."""
        values = self.cleaned_data
        if not self.errors:
            try:
                self.entry()
            except RuleError as error:
                raise forms.ValidationError(str(error).partition(": ")[2].capitalize()) from None
        return values

    def entry(self) -> Entry:
        """The particulars as an entry of the roll."""
        values = self.cleaned_data
        return Entry(
            row=0,
            name=values["name"],
            basis=Basis(values["basis"]),
            section=values["section"],
            reference=values["reference"],
            address=values["address"],
            postcode=values["postcode"],
            email=values["email"],
            language=values["language"],
            household=address_key(values["address"], values["postcode"]),
        )


def _particulars(elector: Elector) -> dict[str, Any]:
    names = ("name", "reference", "address", "postcode", "email", "basis", "section", "language")
    return {name: getattr(elector, name) for name in names}


class ReasonForm(forms.Form):
    """Why; ``hint`` says who reads it."""

    reason = forms.CharField(label=_lazy("Reason"), max_length=500, widget=forms.Textarea)

    def __init__(self, data: Any = None, *, hint: str = "") -> None:
        super().__init__(data)
        self.fields["reason"].help_text = hint
        self.fields["reason"].widget.attrs["rows"] = 3


class AskForm(forms.Form):
    """Somebody asks for a ballot."""

    name = forms.CharField(
        label=_lazy("Full name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _lazy("Write your first name and your surname.")},
    )
    address = forms.CharField(
        label=_lazy("Address without the postcode"),
        help_text=_lazy("Where you are registered to vote."),
        max_length=500,
        widget=_postal(3),
        error_messages={"required": _lazy("Write the house and street, then the town.")},
    )
    postcode = forms.CharField(
        label=_lazy("Postcode"),
        max_length=16,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code", "size": 10}),
        error_messages={"required": _lazy("Write your postcode.")},
    )
    email = forms.CharField(
        label=_lazy("E-mail address"),
        help_text=_lazy("If you have one: voting details may be sent to it."),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    declared = forms.BooleanField(
        error_messages={
            "required": _lazy("Tick this if you can declare it; only then may you vote.")
        }
    )

    def __init__(self, contest: Contest, data: Any = None) -> None:
        super().__init__(data)
        self.fields["declared"].label = contest.declaration_text or _(
            "I support the aims of %(organisation)s."
        ) % {"organisation": contest.organisation.name}

    def clean_address(self) -> tuple[str, ...]:
        """The lines."""
        lines = _lines(self.cleaned_data["address"].replace(",", "\n"))
        if not lines:
            raise forms.ValidationError(_("Write the house and street, then the town."))
        return lines

    def clean_email(self) -> str:
        """Small letters."""
        return _checked_email(self.cleaned_data["email"])


class ObjectForm(forms.Form):
    """Somebody does not want to be written to."""

    email = forms.CharField(
        label=_lazy("E-mail address"),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    name = forms.CharField(
        label=_lazy("Full name"),
        help_text=_lazy("With the postcode, if letters are what you do not want."),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    postcode = forms.CharField(
        label=_lazy("Postcode"),
        max_length=16,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code", "size": 10}),
    )

    def clean_email(self) -> str:
        """Small letters."""
        return _checked_email(self.cleaned_data["email"])

    def clean(self) -> dict[str, Any]:
        """An e-mail address, or a name with its postcode."""
        values = self.cleaned_data
        name, postcode = values.get("name", "").strip(), values.get("postcode", "").strip()
        if bool(name) != bool(postcode):
            self.add_error("name" if postcode else "postcode", _("Give the name and the postcode."))
        elif not name and not values.get("email") and "email" not in self.errors:
            raise forms.ValidationError(
                _("Give your e-mail address, or your name and your postcode.")
            )
        return values
