"""A candidate on the paper, and her photograph."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hustings.web.contests import photos
from hustings.web.contests.forms.fields import Line, Text
from hustings.web.contests.models import Candidate

__all__ = ["CandidateForm"]

FIELDS = ("name", "surname", "description", "statement")


class CandidateForm(forms.Form):
    """Name, description, statement and photograph."""

    name = Line(label=_("Name"), max_length=120, help_text=_("As it stands on the paper."))
    surname = Line(
        label=_("Surname"),
        max_length=80,
        required=False,
        help_text=_("For the alphabetical order; the last word of the name unless you say so."),
    )
    description = Line(
        label=_("Description"),
        max_length=200,
        required=False,
        help_text=_("One line under the name on the paper, if your rules allow it."),
    )
    statement = Text(
        label=_("Statement"),
        max_length=4000,
        rows=10,
        required=False,
        help_text=_(
            "A blank line begins a new paragraph; lines that begin with “- ” make a list; "
            "**strong**, *emphasis*, [words](https://address)."
        ),
    )
    photo = forms.FileField(
        label=_("Photograph"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text=_(
            "JPEG, PNG or WebP up to 10 MB. The middle square is kept; place, camera and date "
            "are removed from the file."
        ),
    )
    without_photo = forms.BooleanField(label=_("Remove the photograph"), required=False)

    def __init__(
        self, candidate: Candidate | None = None, data: Any = None, files: Any = None
    ) -> None:
        """Empty for a new candidate, else as it stands; or as it was sent."""
        initial = {name: getattr(candidate, name) for name in FIELDS} if candidate else None
        super().__init__(data, files, initial=initial)
        if candidate is None or not candidate.photo:
            del self.fields["without_photo"]

    def clean_photo(self) -> bytes | None:
        """The photograph as a JPEG of our own making; None if none was sent."""
        sent = self.cleaned_data.get("photo")
        if not sent:
            return None
        try:
            return photos.re_encoded(sent.file)
        except photos.PhotoError as error:
            raise forms.ValidationError(str(error)[:1].upper() + str(error)[1:] + ".") from None

    def texts(self) -> dict[str, str]:
        """The words, as the actions take them."""
        return {name: self.cleaned_data[name] for name in FIELDS}
