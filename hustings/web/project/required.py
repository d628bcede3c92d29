"""What a form says of a field that was left empty: what to give, by the kind of the field.

The label stands before the sentence in the summary of a form's errors, and above it at the field;
a field with words of its own in ``error_messages`` keeps them.
"""

from __future__ import annotations

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

__all__ = ["say_what_is_missing"]

_SENTENCES: dict[type[forms.Field], str | Promise] = {
    forms.Field: _("Fill this in: it cannot be left empty."),
    forms.EmailField: _("Give an e-mail address."),
    forms.IntegerField: _("Give a number."),
    forms.DateField: _("Give a day."),
    forms.TimeField: _("Give a time."),
    forms.DateTimeField: _("Give a day and a time."),
    forms.SplitDateTimeField: _("Give a day and a time."),
    forms.BooleanField: _("Tick this to go on."),
    forms.ChoiceField: _("Choose one of these."),
    forms.MultipleChoiceField: _("Choose at least one of these."),
    forms.ModelChoiceField: _("Choose one of these."),
    forms.ModelMultipleChoiceField: _("Choose at least one of these."),
    forms.FileField: _("Choose a file."),
}
"""By the class of field that has them first; its subclasses inherit them."""


def say_what_is_missing() -> None:
    """Put these in the place of Django's "This field is required.", for every form of the site."""
    for field, sentence in _SENTENCES.items():
        own = dict(vars(field).get("default_error_messages", {}))
        field.default_error_messages = own | {"required": sentence}
