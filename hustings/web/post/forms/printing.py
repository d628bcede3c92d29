"""What an officer says about posted papers, and about what is printed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from hustings.web.contests.forms.fields import Text
from hustings.web.contests.models import Contest
from hustings.web.letters.languages import WELSH, speakers
from hustings.web.post.actions.printing import MOST_PAPERS, REPLACED
from hustings.web.post.actions.setup import SetupValues
from hustings.web.post.models import Audience, PaperSize, PostSetup

__all__ = ["EnvelopesForm", "PapersForm", "ReplaceForm", "SetupForm", "spare_papers"]

_SPARE_PERCENT = 10


class SetupForm(forms.Form):
    """That a contest takes posted papers, and how."""

    asks_by_kind = True  # clean() demands the words where a declaration is asked for

    return_address = Text(
        label=_("Return address"),
        max_length=400,
        rows=5,
        error_messages={"required": _("Give the address that return envelopes go to.")},
        help_text=_("Where return envelopes go, in one to seven lines, the postcode last. It is "
                    "printed on their labels."),
    )  # fmt: skip
    asks_declaration = forms.BooleanField(
        label=_("Electors sign a declaration on the return envelope"),
        required=False,
        help_text=_("An unsigned envelope is refused and stays shut. In 2010 one unticked box cost "
                    "15 votes in 100 where it was asked for: ask only if your rules demand it."),
    )  # fmt: skip
    declaration_words = Text(
        label=_("Words of the declaration"),
        max_length=350,
        rows=3,
        required=False,
        help_text=_("At most 350 characters, printed above the place to sign."),
    )
    declaration_welsh = Text(
        label=_("The same in Welsh"),
        max_length=350,
        rows=3,
        required=False,
        help_text=_("For those whose language is Welsh. Left empty, the words above stand there, "
                    "too."),
    )  # fmt: skip
    bilingual = forms.BooleanField(
        label=_("Papers are in Welsh and English"),
        required=False,
        help_text=_("Both languages stand on every paper, for everybody alike: a paper in one "
                    "elector’s own language would tell who marked it. Letters are in each "
                    "elector’s own language in any case."),
    )  # fmt: skip
    alarm_percent = forms.IntegerField(
        label=_("Ring the alarm at so many per cent refused"),
        min_value=1,
        max_value=100,
        initial=5,
        help_text=_("Of the envelopes received, under one heading."),
    )
    alarm_from = forms.IntegerField(
        label=_("But not before so many envelopes are received"),
        min_value=1,
        max_value=10_000,
        initial=20,
    )

    FIELDS = (
        "return_address",
        "asks_declaration",
        "declaration_words",
        "declaration_welsh",
        "bilingual",
        "alarm_percent",
        "alarm_from",
    )

    def __init__(self, contest: Contest, setup: PostSetup | None, data: Any = None) -> None:
        """As it stands, or as it was sent; before there is one, what the contest knows already.

        The declaration in Welsh is asked for where somebody on the roll reads Welsh or it is there.
        """
        welsh = speakers(contest, WELSH) > 0
        if setup is not None:
            initial = {name: getattr(setup, name) for name in self.FIELDS}
        else:
            organisation = contest.organisation
            address = organisation.address.strip()
            initial = {
                "return_address": f"{organisation.name}\n{address}" if address else "",
                "declaration_words": contest.declaration_text[:350],
                "bilingual": welsh,
            }
        super().__init__(data, initial=initial)
        if not (welsh or initial.get("declaration_welsh")):
            del self.fields["declaration_welsh"]

    def clean(self) -> dict[str, Any]:
        """A declaration has words; an address has at most seven lines."""
        values = super().clean() or {}
        if values.get("asks_declaration") and not values.get("declaration_words", "").strip():
            self.add_error("declaration_words", now_("Give the words that electors are to sign."))
        lines = [line for line in values.get("return_address", "").splitlines() if line.strip()]
        if len(lines) > 7 or any(len(line) > 60 for line in lines):
            self.add_error(
                "return_address", now_("Write at most seven lines of at most 60 characters each.")
            )
        return values

    def values(self) -> SetupValues:
        """What was said; the form must be valid."""
        return SetupValues(**self.cleaned_data)


class PapersForm(forms.Form):
    """How many papers, and how large."""

    papers = forms.IntegerField(
        label=_("How many papers"),
        min_value=1,
        max_value=MOST_PAPERS,
        help_text=_("One for each envelope, and some to spare for those that are spoilt."),
    )
    size = forms.ChoiceField(
        label=_("Size"), choices=PaperSize.choices, widget=forms.RadioSelect, initial=PaperSize.A5
    )

    def __init__(self, data: Any = None, *, papers: int) -> None:
        """``papers`` are proposed."""
        super().__init__(data, initial={"papers": papers})


def spare_papers(envelopes: int) -> int:
    """How many papers to propose for so many envelopes: a tenth more, ten at least."""
    return envelopes + max(10, -(-envelopes * _SPARE_PERCENT // 100))


class EnvelopesForm(forms.Form):
    """To whom, and whether homes share an outer envelope."""

    audience = forms.ChoiceField(
        label=_("To whom"),
        choices=[(a.value, a.label) for a in Audience if a != Audience.ONE],
        widget=forms.RadioSelect,
        initial=Audience.ALL,
    )
    households = forms.BooleanField(
        label=_("One outer envelope for each home"),
        required=False,
        help_text=_("Each elector has a sealed inner envelope of her own in it, with her name, a "
                    "paper and a return envelope. It saves postage and costs sealing."),
    )  # fmt: skip
    large_print = forms.BooleanField(
        label=_("Covering letters in large print"),
        required=False,
        help_text=_("Nothing in a letter is smaller than 16 point. Papers in large print are made "
                    "apart."),
    )  # fmt: skip


class ReplaceForm(forms.Form):
    """What became of the earlier envelope, and how the new letter is printed."""

    fate = forms.ChoiceField(
        label=_("The earlier one"),
        choices=[(fate.value, fate.label) for fate in REPLACED],
        widget=forms.RadioSelect,
    )
    large_print = forms.BooleanField(label=_("The covering letter in large print"), required=False)
