"""What officers fill in about officers."""

from __future__ import annotations

from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from hustings.web.officers.models import Role

__all__ = ["AddPasskeyForm", "InviteForm", "RoleForm"]

ROLES = [
    (Role.RETURNING_OFFICER, _("Returning officer: runs contests, declares, invites officers")),
    (Role.DEPUTY, _("Deputy returning officer: does everything but open, close and declare")),
    (Role.OBSERVER, _("Observer: sees everything, changes nothing")),
]


class RoleForm(forms.Form):
    """Which role."""

    role = forms.ChoiceField(label=_("Role"), choices=ROLES, widget=forms.RadioSelect)

    def chosen(self) -> Role:
        """The role, once the form is valid."""
        return Role(self.cleaned_data["role"])


class InviteForm(RoleForm):
    """Whom to invite, and in which role."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("The invitation goes there, and it is the address to sign in with."),
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"invalid": _("Write it as in name@example.org.")},
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        help_text=_("As it should stand in the journal and under a declaration."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    field_order = ("email", "name", "role")


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey, or a security key that is used with a password."""

    passwordless = forms.BooleanField(
        label=_("Sign in with it alone, without a password"),
        required=False,
        initial=True,
        help_text=_(
            "Your telephone or computer then asks for your finger, face or PIN. Without this tick "
            "the key is a second step after your password."
        ),
    )
