"""A field that was left empty says what to give, on every form of the site."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django import forms
from django.urls import get_resolver

DJANGO = "This field is required."


@pytest.mark.parametrize(
    ("field", "said"),
    [
        (forms.CharField(), "Fill this in: it cannot be left empty."),
        (forms.EmailField(), "Give an e-mail address."),
        (forms.IntegerField(), "Give a number."),
        (forms.DecimalField(), "Give a number."),
        (forms.DateField(), "Give a day."),
        (forms.DateTimeField(), "Give a day and a time."),
        (forms.BooleanField(), "Tick this to go on."),
        (forms.ChoiceField(choices=[("a", "A")]), "Choose one of these."),
        (forms.TypedChoiceField(choices=[("a", "A")]), "Choose one of these."),
        (forms.MultipleChoiceField(choices=[("a", "A")]), "Choose at least one of these."),
        (forms.FileField(), "Choose a file."),
        (forms.CharField(error_messages={"required": "Write your name."}), "Write your name."),
    ],
)
def test_an_empty_field_says_what_to_give(field: forms.Field, said: str) -> None:
    with pytest.raises(forms.ValidationError) as raised:
        field.clean(None)
    assert raised.value.messages == [said]


def test_other_faults_keep_their_words() -> None:
    with pytest.raises(forms.ValidationError, match="Enter a whole number"):
        forms.IntegerField().clean("x")
    with pytest.raises(forms.ValidationError, match="is not one of the available choices"):
        forms.ChoiceField(choices=[("a", "A")]).clean("b")


def every_form(of: type[forms.BaseForm] = forms.BaseForm) -> Iterator[type[forms.BaseForm]]:
    for form in of.__subclasses__():
        yield form
        yield from every_form(form)


def test_no_form_of_the_site_says_only_that_a_field_is_required() -> None:
    _ = get_resolver().url_patterns  # every view, so every form
    found = {form for form in every_form() if "hustings" in form.__module__}
    assert len(found) > 25
    silent = [
        f"{form.__module__}.{form.__name__}.{name}"
        for form in every_form()
        if not form.__module__.startswith("django.")
        for name, field in getattr(form, "base_fields", {}).items()
        if field.required and str(field.error_messages["required"]) == DJANGO
    ]
    assert silent == []
