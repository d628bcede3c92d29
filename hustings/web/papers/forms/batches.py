"""What an officer says of a batch: how many envelopes it is made of, and what was counted in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from hustings.roll import Basis
from hustings.rounding import grouped
from hustings.web.contests.forms.fields import Text
from hustings.web.contests.models import Contest
from hustings.web.papers.actions.batching import Figures
from hustings.web.papers.batches import Kind, next_number
from hustings.web.papers.models import Batch

__all__ = ["CountForm", "FormBatchForm", "WhyForm", "kind_words"]

MOST = 100_000
_SEPARATOR = "/"


def kind_words(contest: Contest, kind: Kind) -> str:
    """A section and basis as officers read them; the section only where there are several."""
    section, basis = kind
    known = {b.value: b.words for b in Basis}
    words = known.get(basis, basis) if basis else now_("several")
    names = dict(contest.sections.values_list("key", "name"))
    return f"{names.get(section, section)}: {words}" if len(names) > 1 else words


def _choices(contest: Contest, left: Mapping[Kind, int]) -> list[tuple[str, str]]:
    """Every section and basis of which envelopes are left, and what several together have."""
    told = now_("%(kind)s (%(n)s left)")
    bases = {section: sum(1 for s, b in left if s == section and b) for section, _basis in left}
    return [
        (_SEPARATOR.join(kind), told % {"kind": kind_words(contest, kind), "n": grouped(n)})
        for kind, n in sorted(left.items(), key=lambda item: (item[0][0], not item[0][1], item[0]))
        if n > 0 and (kind[1] or bases[kind[0]] > 1)
    ]


def _number(label: Any, hint: Any = "", least: int = 0) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    return forms.IntegerField(
        label=label, help_text=hint, min_value=least, max_value=MOST, widget=widget
    )


class FormBatchForm(forms.Form):
    """A new batch: of which envelopes, and how many."""

    kind = forms.ChoiceField(
        label=_("Envelopes of which basis"),
        widget=forms.RadioSelect,
        help_text=_(
            "A batch of one basis lets the result be told by basis. Where a basis has fewer than "
            "20 envelopes, mix it with others."
        ),
    )
    envelopes = _number(_("Envelopes opened into this batch"), _("20 or more."), 1)
    number = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, contest: Contest, left: Mapping[Kind, int], data: Any = None) -> None:
        """With the envelopes that are left of each kind."""
        choices = _choices(contest, left)
        first: dict[str, object] = {"number": next_number(contest)}
        if len(choices) == 1:
            first["kind"] = choices[0][0]
        super().__init__(data, initial=first)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    @property
    def chosen(self) -> Kind:
        """Section and basis."""
        section, _found, basis = self.cleaned_data["kind"].partition(_SEPARATOR)
        return section, basis


class CountForm(forms.Form):
    """What was counted in a batch; the envelopes too, for a few of the last may join it."""

    envelopes = _number(
        _("Envelopes opened"), _("Put it right here if envelopes joined or left the batch."), 1
    )
    several = forms.BooleanField(
        label=_("Envelopes of several bases are mixed in it"), required=False
    )
    extra = _number(
        _("Extra papers"), _("Papers beyond the first in an envelope: two in one are 1 extra.")
    )
    empty = _number(_("Empty envelopes"), _("Envelopes in which there was no paper."))
    found = _number(_("Papers found"), _("All papers of the batch, counted by hand."))

    def __init__(self, batch: Batch, data: Any = None) -> None:
        """With what was counted so far."""
        counted = {name: getattr(batch, name) for name in ("envelopes", "extra", "empty", "found")}
        if not batch.found:
            counted.pop("found")
        super().__init__(data, initial=counted | {"several": not batch.basis})
        self.batch = batch
        if not batch.basis:
            del self.fields["several"]

    def figures(self) -> Figures:
        """What the officer wrote."""
        values = self.cleaned_data
        basis = "" if values.get("several") else self.batch.basis
        return Figures(
            basis, values["envelopes"], values["extra"], values["empty"], values["found"]
        )


class WhyForm(forms.Form):
    """Why, for the journal."""

    reason = Text(label=_("Reason"), max_length=500, rows=3, help_text=_("For the journal."))
