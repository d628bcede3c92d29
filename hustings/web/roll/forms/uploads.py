"""Forms of an upload: the file, its columns, the questions that cleaning asks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from hustings.errors import HustingsError, RuleError
from hustings.roll import LANGUAGES, WRITE, Basis, Decision, Field, suggest_columns
from hustings.web.roll.actions.uploads import decision_of
from hustings.web.roll.models import Question, Upload, UploadKind

__all__ = ["MOST_BYTES", "BulkForm", "ColumnsForm", "QuestionsForm", "SheetForm", "UploadForm"]

MOST_BYTES = 40 * 2**20
"""The largest file that is taken: four times a list of 100,000 people."""

_LEAVE_OUT = ("leave_out", _lazy("leave out: not kept"))
_OF_A_REGISTER = (
    Field.REFERENCE,
    Field.NAME,
    Field.TITLE,
    Field.GIVEN,
    Field.FAMILY,
    Field.ADDRESS,
    Field.ADDRESS_1,
    Field.ADDRESS_2,
    Field.ADDRESS_3,
    Field.ADDRESS_4,
    Field.ADDRESS_5,
    Field.POSTCODE,
)
_SHOWN = 3
_WRITE_IT = "write"
_ASK = "ask"


def too_large() -> str:
    """What is said of a file above the limit, with the remedy."""
    told = _("The file has more than %(most)s MB: split it, or leave out what is not needed.")
    return told % {"most": MOST_BYTES >> 20}


class UploadForm(forms.Form):
    """A list to be uploaded."""

    file = forms.FileField(
        label=_lazy("The list"),
        help_text=_lazy(
            "A CSV or XLSX file of up to 40 MB, one person or household a row, with headings."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
        allow_empty_file=False,
        error_messages={
            "required": _lazy("Choose a file."),
            "empty": _lazy("The file is empty. Choose one with headings and rows."),
        },
    )

    def clean_file(self) -> UploadedFile[Any]:
        """Refuse what is too large."""
        file = cast("UploadedFile[Any]", self.cleaned_data["file"])
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(too_large())
        return file


class SheetForm(forms.Form):
    """Which sheet of a workbook is meant."""

    sheet = forms.ChoiceField(label=_lazy("Sheet of the workbook"))

    def __init__(self, upload: Upload, data: Any = None) -> None:
        super().__init__(data, initial={"sheet": upload.sheet})
        field = cast("forms.ChoiceField", self.fields["sheet"])
        field.choices = [(name, name) for name in upload.sheets]


class ColumnsForm(forms.Form):
    """What each column is, and what is meant where a cell is empty."""

    def __init__(self, upload: Upload, data: Any = None) -> None:
        super().__init__(data)
        self.upload = upload
        known = upload.mapping or suggest_columns(upload.headers, upload.preview)
        for number, heading in enumerate(upload.headers):
            self.fields[f"column{number}"] = self._column(number, heading, known.get(heading))
        if upload.kind == UploadKind.ROLL:
            self._add_defaults()

    def _column(self, number: int, heading: str, known: Field | str | None) -> forms.ChoiceField:
        shown = [row[number] for row in self.upload.preview if row[number].strip()][:_SHOWN]
        hint = _("First rows: %(rows)s") if shown else _("Empty in the first rows.")
        return forms.ChoiceField(
            label=heading,
            help_text=format_html("{}", hint % {"rows": " · ".join(shown)} if shown else hint),
            choices=[_LEAVE_OUT, *((f.value, f.words) for f in self._offered())],
            initial=str(known) if known else _LEAVE_OUT[0],
        )

    def _offered(self) -> Iterable[Field]:
        return _OF_A_REGISTER if self.upload.kind == UploadKind.REGISTER else Field

    def _add_defaults(self) -> None:
        chosen = self.upload.defaults
        sections = list(self.upload.contest.sections.values_list("key", "name"))
        self.fields["basis"] = forms.ChoiceField(
            label=_("Basis, where the list gives none"),
            help_text=_("Why these people may vote. To be chosen if no column tells it."),
            choices=[
                ("", _("not chosen")),
                (_ASK, _("ask me about each")),
                *((b.value, b.words) for b in Basis),
            ],
            initial=(chosen["basis"] or _ASK) if "basis" in chosen else "",
            required=False,
        )
        if len(sections) > 1:
            self.fields["section"] = forms.ChoiceField(
                label=_("Section, where the list gives none"),
                choices=[("", _("ask me about each")), *sections],
                initial=chosen.get("section", ""),
                required=False,
            )
        self.fields["language"] = forms.ChoiceField(
            label=_("Language, where the list gives none"),
            choices=list(LANGUAGES.items()),
            initial=chosen.get("language", "en"),
        )
        self.fields["letters"] = forms.BooleanField(
            label=_("Letters will be posted to these people"),
            help_text=_("Then everybody without a whole address is asked about."),
            initial=chosen.get("letters", True),
            required=False,
        )

    def clean(self) -> dict[str, Any]:
        """A basis: of a column, or chosen for all. None is taken for granted."""
        values = self.cleaned_data
        columns = {value for name, value in values.items() if name.startswith("column")}
        if values.get("basis") == "" and Field.BASIS.value not in columns:
            told = _("Choose why these people may vote, or the column that tells it.")
            self.add_error("basis", told)
        return values

    def choices(self) -> dict[str, str]:
        """Heading to field, for the columns that are kept."""
        chosen = {
            heading: self.cleaned_data[f"column{number}"]
            for number, heading in enumerate(self.upload.headers)
        }
        return {heading: field for heading, field in chosen.items() if field != _LEAVE_OUT[0]}

    def defaults(self) -> dict[str, Any]:
        """What is meant where a cell is empty."""
        if self.upload.kind == UploadKind.REGISTER:
            section = self.upload.contest.sections.order_by("id").first()
            known = section.key if section else ""
            return {"basis": Basis.SELF_DECLARED.value, "section": known, "language": "en"}
        names = ("basis", "section", "language", "letters")
        chosen = {name: self.cleaned_data[name] for name in names if name in self.fields}
        asked = chosen["basis"] == _ASK
        return chosen | ({"basis": ""} if asked else {})


class _Answer(forms.ChoiceField):
    """An answer that is needed before anybody joins, so not called optional, but may wait."""

    def validate(self, value: Any) -> None:
        if value:
            super().validate(value)


class _Written(forms.CharField):
    """What is written by hand; needed where that is the answer chosen, which the form checks."""

    def validate(self, value: Any) -> None:
        if value:
            super().validate(value)


class QuestionsForm(forms.Form):
    """Some of the questions of an upload, each with its choices."""

    use_required_attribute = False

    def __init__(self, questions: Sequence[Question], data: Any = None) -> None:
        super().__init__(data)
        self.questions = questions
        for question in questions:
            decision = decision_of(question)
            self.fields[_name(question)] = _choice(question, decision)
            if question.writable:
                self.fields[_written(question)] = _Written(
                    label=_("The right %(what)s") % {"what": decision.field.words},
                    max_length=300,
                    initial=question.answer.removeprefix(WRITE)
                    if question.answer.startswith(WRITE)
                    else "",
                )

    def clean(self) -> dict[str, Any]:
        """Check what was written by hand."""
        for question in self.questions:
            if self.cleaned_data.get(_name(question)) == _WRITE_IT:
                try:
                    decision_of(question).check(self._answer(question))
                except RuleError as error:
                    self.add_error(_written(question), str(error).partition(": ")[2] or str(error))
        return self.cleaned_data

    def _answer(self, question: Question) -> str:
        chosen = self.cleaned_data.get(_name(question), "")
        if chosen == _WRITE_IT:
            return f"{WRITE}{self.cleaned_data.get(_written(question), '')}"
        return str(chosen)

    def answers(self) -> dict[int, str]:
        """Answers by the questions' row keys, for those that were answered."""
        given = {question.pk: self._answer(question) for question in self.questions}
        return {number: answer for number, answer in given.items() if answer}


def _name(question: Question) -> str:
    return f"q{question.pk}"


def _written(question: Question) -> str:
    return f"w{question.pk}"


def _choice(question: Question, decision: Decision) -> _Answer:
    rows = ", ".join(map(str, question.rows[:10])) + (" …" if len(question.rows) > 10 else "")
    told = ngettext("Row %(rows)s of the file.", "Rows %(rows)s of the file.", len(question.rows))
    choices = [(choice.value, choice.words) for choice in decision.choices]
    if decision.writable:
        choices.insert(len(choices) - 1, (_WRITE_IT, _("write it here:")))
    answer = _WRITE_IT if question.answer.startswith(WRITE) else question.answer
    return _Answer(
        label=question.words,
        help_text=format_html("{} {}", told % {"rows": rows}, _stands(question)),
        choices=choices,
        initial=answer,
        widget=forms.RadioSelect,
    )


def _stands(question: Question) -> str:
    return _("There stands: %(found)s") % {"found": question.found} if question.found else ""


class BulkForm(forms.Form):
    """One answer to all open questions of a kind."""

    asks = forms.CharField(widget=forms.HiddenInput)
    choice = forms.ChoiceField(label=_lazy("One answer for all of these"))

    def __init__(self, asks: str, choices: Sequence[tuple[str, str]], data: Any = None) -> None:
        super().__init__(data, initial={"asks": asks}, auto_id=f"id_{asks}_%s")
        cast("forms.ChoiceField", self.fields["choice"]).choices = list(choices)


def sentence_of(error: HustingsError) -> str:
    """The error's text, beginning with a capital letter."""
    return str(error)[:1].upper() + str(error)[1:]
