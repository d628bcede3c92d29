"""What an act asks for beside a press of its button."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from hustings.seal import check_passphrase, fingerprint
from hustings.web.contests.forms.fields import Text
from hustings.web.contests.models import Contest, KeyPlace

__all__ = ["ConfirmForm", "KeyFileForm", "KeyForm", "KeyTestForm", "ReasonForm", "WithdrawForm"]

MOST_KEY_FILE = 20_000


class ConfirmForm(forms.Form):
    """Nothing but the button."""


class ReasonForm(forms.Form):
    """Why, as it will be published."""

    reason = Text(
        label=_("Reason"),
        max_length=1000,
        rows=3,
        help_text=_("It is published, word for word, and stands in the journal."),
    )


class WithdrawForm(forms.Form):
    """Words beside a withdrawal."""

    reason = Text(
        label=_("What else is published"),
        max_length=1000,
        rows=3,
        required=False,
        help_text=_("Such as the candidate’s own words."),
    )


class KeyForm(forms.Form):
    """The passphrase of the key's file, and where the key is kept."""

    place = forms.ChoiceField(
        label=_("Where the key is kept"),
        widget=forms.RadioSelect,
        choices=[
            (
                KeyPlace.FILE,
                _("In a file that you keep: nobody who gets hold of this server can open a ballot"),
            ),
            (
                KeyPlace.SERVER,
                _("Also on this machine: simpler for a ballot run on one laptop, but whoever "
                  "gets hold of the machine can open the ballots"),
            ),
        ],
    )  # fmt: skip
    passphrase = forms.CharField(
        label=_("Passphrase"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters; four or five words that do not belong together are "
                    "good. Write it down and keep it apart from the file. Nobody can reset it."),
    )  # fmt: skip
    again = forms.CharField(
        label=_("The passphrase again"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    replacing = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, contest: Contest, data: Any = None) -> None:
        """With the fingerprint of the key that stands, so that none is replaced unseen."""
        stands = fingerprint(bytes(contest.public_key)) if contest.public_key is not None else ""
        super().__init__(data, initial={"place": contest.key_place, "replacing": stands})
        self.contest = contest

    def clean_passphrase(self) -> str:
        """Long enough."""
        passphrase: str = self.cleaned_data["passphrase"]
        if problem := check_passphrase(passphrase):
            raise forms.ValidationError(problem)
        return passphrase

    def clean(self) -> dict[str, Any]:
        """Typed twice alike."""
        values = super().clean() or {}
        first, second = values.get("passphrase"), values.get("again")
        if first and second and first != second:
            self.add_error("again", now_("The two are not alike: type the passphrase again."))
        return values

    def replaced(self) -> bytes | None:
        """The public key that the officer saw, or one that fits nothing if another stands now."""
        if not self.cleaned_data["replacing"]:
            return None
        stands = bytes(self.contest.public_key or b"")
        return stands if fingerprint(stands) == self.cleaned_data["replacing"] else b""


class KeyTestForm(forms.Form):
    """The backup, as a file, and its passphrase."""

    key_file = forms.FileField(
        label=_("The key file that you saved"),
        help_text=_("Take the copy that you would need in an emergency."),
    )
    passphrase = forms.CharField(
        label=_("Its passphrase"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    def clean_key_file(self) -> str:
        """The text of the file; any other file is told by what reads it."""
        sent = self.cleaned_data["key_file"]
        if sent.size > MOST_KEY_FILE:
            raise forms.ValidationError(
                now_("This is not a key file: one has about a thousand characters.")
            )
        return str(sent.read().decode("utf-8", "replace"))


class KeyFileForm(forms.Form):
    """The text of a key file on its way back as a file."""

    file_text = forms.CharField(max_length=MOST_KEY_FILE, strip=False)
