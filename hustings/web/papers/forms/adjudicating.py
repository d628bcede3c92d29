"""What an officer proposes for a doubtful paper, and what somebody objects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from hustings.contest import Heading
from hustings.web.contests.forms.fields import Line, Text
from hustings.web.papers.actions.adjudicating import Proposal
from hustings.web.papers.doubt import HEADINGS
from hustings.web.papers.telling import heading_words

__all__ = ["ObjectionForm", "ProposalForm"]


class ProposalForm(forms.Form):
    """Counted by figures beside the names, or rejected under a heading, with words."""

    asks_by_kind = True
    outcome = forms.ChoiceField(
        label=_("What becomes of the paper"),
        widget=forms.RadioSelect,
        choices=[
            ("counted", _("it is counted, good as far as it is clear")),
            ("rejected", _("it is rejected")),
        ],
    )

    def __init__(
        self, names: Sequence[tuple[str, str]], proposal: Proposal | None, data: Any = None
    ) -> None:
        """``names``: key and name of the candidates as they stand on the paper."""
        super().__init__(data, initial=_initial(names, proposal))
        self._keys = [key for key, _name in names]
        for n, (_key, name) in enumerate(names):
            self.fields[f"mark-{n}"] = forms.CharField(
                label=now_("Counted: preference for %(name)s") % {"name": name},
                required=False,
                max_length=3,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
            )
        self.fields["heading"] = forms.ChoiceField(
            label=now_("Rejected: under which heading"),
            required=False,
            widget=forms.RadioSelect,
            choices=[(h.value, heading_words(h)) for h in HEADINGS],
        )
        self.fields["why"] = Text(
            label=now_("Why"),
            required=False,
            max_length=500,
            rows=2,
            help_text=now_(
                "Needed for a rejection. It stands in the journal; name no marks and nobody."
            ),
        )

    def clean(self) -> dict[str, Any]:
        """A heading and words where the paper is rejected."""
        values = super().clean() or self.cleaned_data
        if values.get("outcome") == "rejected":
            if not values.get("heading"):
                self.add_error("heading", now_("Choose the heading under which it is rejected."))
            if not str(values.get("why", "")).strip():
                self.add_error("why", now_("Say in a few words why it is rejected."))
        return values

    def proposal(self) -> Proposal:
        """What was proposed; only of a form that is good."""
        values = self.cleaned_data
        if values["outcome"] == "rejected":
            return Proposal(heading=Heading(values["heading"]), why=values["why"])
        marks = {key: values[f"mark-{n}"] for n, key in enumerate(self._keys)}
        return Proposal(marks={k: m for k, m in marks.items() if m}, why=values["why"])


def _initial(names: Sequence[tuple[str, str]], proposal: Proposal | None) -> dict[str, Any]:
    if proposal is None:
        return {}
    if proposal.heading is not None:
        told = {"outcome": "rejected", "heading": proposal.heading.value}
    else:
        told = {"outcome": "counted"}
    marks = {f"mark-{n}": proposal.marks.get(key, "") for n, (key, _name) in enumerate(names)}
    return told | marks | {"why": proposal.why}


class ObjectionForm(forms.Form):
    """Who objects to what was decided, and why."""

    name = Line(label=_("Who objects"), max_length=200)
    role = Line(
        label=_("In which role"),
        required=False,
        max_length=200,
        help_text=_("Such as: agent of a candidate."),
    )
    words = Text(label=_("In what words"), required=False, max_length=1000, rows=3)
