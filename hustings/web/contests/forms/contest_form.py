"""What the contest is: the forms that make it and fill it in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from hustings.contest import Base, Purpose
from hustings.count import RULES
from hustings.web.contests.advice import Advised, problems_between
from hustings.web.contests.forms.fields import Line, Text
from hustings.web.contests.models import Contest, State
from hustings.web.contests.rule_words import (
    BASES,
    OTHER_RULES,
    PURPOSES,
    RULE_SENTENCES,
    advised_rule_name,
    capital_first,
    one_seat_only,
    tie_sentence,
)

__all__ = ["ContestForm", "NewContestForm"]

MOST_SEATS = 50


class _Naming(forms.Form):
    """What the contest is called, what for, and what is asked."""

    title = Line(
        label=_("Title"),
        max_length=200,
        help_text=_("As it stands over the ballot paper and the result."),
    )
    place = Line(
        label=_("Place"),
        max_length=200,
        required=False,
        help_text=_("The constituency or branch, if there is one."),
    )
    purpose = forms.ChoiceField(
        label=_("Purpose"),
        choices=[(p.value, PURPOSES[p]) for p in Purpose],
        widget=forms.RadioSelect,
        help_text=_("It decides the words of every page, never the count."),
    )
    question = Line(
        label=_("Question on the paper"),
        max_length=300,
        required=False,
        help_text=_("Such as “Whom should our MP support as leader?”"),
    )


class NewContestForm(_Naming):
    """The first words about a contest; everything else has its page."""

    def __init__(self, data: Any = None) -> None:
        """Advisory unless chosen otherwise."""
        super().__init__(data, initial={"purpose": Purpose.ADVISORY.value})


def _in_words(rule: str) -> str:
    """The rule's name and its moves, as sentences."""
    told = str(RULE_SENTENCES.get(rule, RULES[rule].moves)).rstrip(".")
    return f"{capital_first(RULES[rule].name)}. {capital_first(told)}."


def _rule_choices() -> list[tuple[str, str]]:
    return [(r.id, f"{_in_words(r.id)} {tie_sentence(r.id)}") for r in RULES.values()]


def _advised_rule_choices() -> list[tuple[str, str]]:
    known = [*RULES, *OTHER_RULES]
    return [
        ("", now_("None held elsewhere")),
        *((r, capital_first(advised_rule_name(r))) for r in known),
    ]


class ContestForm(_Naming):
    """The whole form: what is asked, by which rule, and which contest it advises."""

    about = Text(
        label=_("About this contest"),
        max_length=5000,
        required=False,
        help_text=_("For the contest’s own page. A blank line begins a new paragraph."),
    )
    rule = forms.ChoiceField(label=_("Rule"), choices=_rule_choices, widget=forms.RadioSelect)
    seats = forms.IntegerField(
        label=_("Seats"), min_value=1, max_value=MOST_SEATS, help_text=_("How many are chosen.")
    )
    base = forms.ChoiceField(
        label=_("What shares are a share of"),
        choices=[(b.value, BASES[b]) for b in Base],
        widget=forms.RadioSelect,
        help_text=_("For papers that rank only some candidates it makes a difference."),
    )
    advises = forms.ModelChoiceField(
        label=_("Which contest on this site it advises"),
        queryset=Contest.objects.none(),
        required=False,
        empty_label=_("None on this site"),
        help_text=_(
            "If somebody will vote in another contest as this one says, name that contest here. "
            "A contest counted from rankings cannot be advised by single marks."
        ),
    )
    advises_title = Line(label=_("Or a contest held elsewhere"), max_length=200, required=False)
    advises_rule = forms.ChoiceField(
        label=_("The rule of the contest held elsewhere"),
        choices=_advised_rule_choices,
        required=False,
    )

    FIELDS = (
        "title", "place", "purpose", "question", "about", "rule", "seats", "base",
        "advises", "advises_title", "advises_rule",
    )  # fmt: skip

    def __init__(self, contest: Contest, data: Any = None) -> None:
        """The contest's form as it stands, or as it was sent."""
        initial = {name: getattr(contest, name) for name in self.FIELDS}
        super().__init__(data, initial=initial)
        self.contest = contest
        field = self.fields["advises"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = _may_be_advised(contest)

    def clean(self) -> dict[str, Any]:
        """The contest advised is one, has a rule, and can be advised by this one."""
        values = super().clean() or {}
        self._check_seats(values)
        self._check_elsewhere(values)
        advised = _advised(values)
        if advised and not self.errors:
            for problem in problems_between(values["rule"], values["seats"], advised):
                self.add_error("rule", problem)
        return values

    def _check_seats(self, values: dict[str, Any]) -> None:
        rule, seats = values.get("rule"), values.get("seats")
        if rule and seats and seats > 1 and one_seat_only(rule):
            many = ", ".join(r.name for r in RULES.values() if r.many_seats)
            self.add_error(
                "seats",
                now_("%(rule)s fills one seat; several can be filled by %(many)s.")
                % {"rule": capital_first(advised_rule_name(rule)), "many": many},
            )

    def _check_elsewhere(self, values: dict[str, Any]) -> None:
        title, rule = values.get("advises_title"), values.get("advises_rule")
        if values.get("advises") and (title or rule):
            self.add_error(
                "advises_title",
                now_("Name one contest: either one on this site or one held elsewhere."),
            )
        elif title and not rule and "advises_rule" not in self.errors:
            self.add_error("advises_rule", now_("Say by which rule that contest is counted."))
        elif rule and not title and "advises_title" not in self.errors:
            self.add_error("advises_title", now_("Say which contest that is."))

    def values(self) -> dict[str, object]:
        """The fields as the action takes them."""
        values = {name: self.cleaned_data[name] for name in self.FIELDS if name != "advises"}
        advises = self.cleaned_data["advises"]
        return values | {"advises_id": advises.pk if advises else None}


def _advised(values: dict[str, Any]) -> Advised | None:
    contest: Contest | None = values.get("advises")
    if contest is not None:
        return Advised(contest.title, contest.rule, contest.seats)
    if not values.get("advises_rule"):
        return None
    rule = values["advises_rule"]
    return Advised(values.get("advises_title", ""), rule, 1 if one_seat_only(rule) else None)


def _may_be_advised(contest: Contest) -> QuerySet[Contest]:
    """Contests of the same organisation, and those of others that anybody can see."""
    theirs = Q(organisation=contest.organisation_id) | ~Q(state=State.DRAFT)
    return (
        Contest.objects.filter(theirs)
        .exclude(pk=contest.pk)
        .exclude(state=State.ABANDONED)
        .order_by("title")
    )
