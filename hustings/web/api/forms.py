"""Forms of the API's page."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

__all__ = ["TokenForm", "WebhookForm"]


class TokenForm(forms.Form):
    """A new token."""

    name = forms.CharField(
        label=_("What the token is for"),
        max_length=100,
        help_text=_("Its name in the list and in the journal, like “members' website”."),
    )

    def clean_name(self) -> str:
        """The name on one line."""
        return " ".join(str(self.cleaned_data["name"]).split())


class WebhookForm(forms.Form):
    """An address to be told of changes."""

    address = forms.URLField(
        label=_("Address to be called"),
        max_length=500,
        assume_scheme="https",
        help_text=_("A server of yours that anybody can reach, like https://example.org/hustings."),
    )
