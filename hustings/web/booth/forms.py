"""The two small forms before the paper: the code, and the declaration."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

__all__ = ["CodeForm", "DeclarationForm"]


class CodeForm(forms.Form):
    """The voting code, as it was typed or came with the link."""

    code = forms.CharField(
        label=_("Your voting code"),
        help_text=_(
            "It is in your letter or e-mail: seven groups of three characters. "
            "Capitals, spaces and hyphens do not matter."
        ),
        strip=False,
        widget=forms.TextInput(
            attrs={
                "class": "code",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "autocorrect": "off",
                "maxlength": 400,
            }
        ),
        error_messages={"required": _("Enter the code from your letter or e-mail.")},
    )


class DeclarationForm(forms.Form):
    """That the elector declares what the contest asks for."""

    declared = forms.BooleanField(
        label=_("I declare that this is true of me"),
        error_messages={
            "required": _(
                "Tick the box to declare it. If it is not true of you, you cannot vote here."
            )
        },
    )
