"""A primary that names the contest it advises collects what that contest needs."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.db.utils import DatabaseError

from hustings.count import RULES
from hustings.errors import RuleError
from hustings.web.contests import actions
from hustings.web.contests.advice import Advised, advice_problems, problems_between
from hustings.web.contests.forms.contest_form import ContestForm
from hustings.web.contests.models import Contest, State
from hustings.web.contests.rule_words import BASES, OTHER_RULES, PURPOSES, RULE_SENTENCES
from hustings.web.contests.tasks import blockers
from tests.web.contests.setting_up import prepared
from tests.web.making import make_contest

LEADER: dict[str, Any] = {"advises_title": "Labour Party leadership election", "advises_rule": "av"}


@pytest.mark.parametrize(
    ("rule", "seats", "advised", "fits"),
    [
        ("plurality", 1, Advised("L", "av", 1), False),
        ("plurality", 1, Advised("L", "sv", 1), False),
        ("plurality", 1, Advised("L", "other-ranked", None), False),
        ("plurality", 1, Advised("L", "plurality", 1), True),
        ("plurality", 1, Advised("L", "other-marks", None), True),
        ("av", 1, Advised("L", "av", 1), True),
        ("sv", 1, Advised("L", "av", 1), True),
        ("av", 1, Advised("L", "plurality", 1), True),
        ("plurality", 3, Advised("L", "plurality", 3), True),
        ("plurality", 3, Advised("L", "plurality", 2), False),
        ("plurality", 3, Advised("L", "other-marks", None), True),
    ],
)
def test_a_primary_advises_what_its_papers_can_tell(
    rule: str, seats: int, advised: Advised, fits: bool
) -> None:
    assert ([*problems_between(rule, seats, advised)] == []) is fits


@pytest.mark.django_db
def test_edinburgh_east_cannot_be_repeated_by_accident() -> None:
    contest, by = prepared(title="Edinburgh East", rule="plurality", **LEADER)
    (problem,) = advice_problems(contest)
    assert "votes are rankings (the alternative vote)" in problem
    assert "could not say whom they prefer next" in problem
    assert "Choose a rule by which electors rank, such as the alternative vote." in problem
    assert "Say what the contest is" in {t.title for t in blockers(contest)}
    with pytest.raises(RuleError) as refused:
        actions.make_ready(contest, by=by)
    assert str(refused.value).count(problem) == 1
    with pytest.raises(DatabaseError, match="collect marks alone"), transaction.atomic():
        Contest.objects.filter(pk=contest.pk).update(state=State.READY)
    Contest.objects.filter(pk=contest.pk).update(rule="av")
    assert actions.make_ready(contest, by=by).state == State.READY


@pytest.mark.django_db
def test_a_primary_of_marks_cannot_advise_a_ranked_contest_of_this_site() -> None:
    leader = make_contest(title="Leader", rule="av")
    contest, by = prepared(rule="plurality", advises=leader)
    with pytest.raises(RuleError, match="“Leader”, where votes are rankings"):
        actions.make_ready(contest, by=by)
    with pytest.raises(DatabaseError, match="collect marks alone"), transaction.atomic():
        Contest.objects.filter(pk=contest.pk).update(state=State.READY)


@pytest.mark.django_db
def test_a_contest_that_is_advised_cannot_turn_to_a_rule_its_primary_does_not_serve() -> None:
    from tests.web.making import make_actor, make_organisation

    by = make_actor(make_organisation())
    leader = make_contest(title="Leader", rule="plurality", organisation=by.organisation)
    primary, _ = prepared(by=by, rule="plurality", advises=leader)
    actions.make_ready(primary, by=by)
    values = {"rule": "av", "seats": 1}
    with pytest.raises(RuleError, match=r"Example primary.*where votes are rankings"):
        actions.set_form(leader, values, by=by)


def form_of(contest: Contest, **changed: object) -> ContestForm:
    values = {
        "title": "T",
        "purpose": "advisory",
        "question": "Whom?",
        "rule": "av",
        "seats": "1",
        "base": "live",
    } | {k: str(v) for k, v in changed.items()}
    return ContestForm(contest, values)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "field", "told"),
    [
        ({"rule": "plurality", **LEADER}, "rule", "could not say whom they prefer next"),
        ({"advises_title": "Leader"}, "advises_rule", "by which rule"),
        ({"advises_rule": "av"}, "advises_title", "which contest"),
        ({"seats": 2}, "seats", "fills one seat; several can be filled by plurality"),
        ({"seats": 2, "rule": "plurality", "advises_title": "L", "advises_rule": "plurality"},
         None, ""),
        ({"seats": 0}, "seats", "greater than or equal to 1"),
        ({"title": "Ash\u202eby"}, "title", "does not show (U+202E)"),
        ({"title": " "}, "title", "cannot be left empty"),
        ({"title": "x" * 201}, "title", "at most 200"),
        ({"advises": 999_999}, "advises", "not one of the available"),
    ],
)  # fmt: skip
def test_the_form_says_what_would_be_right(
    changed: dict[str, object], field: str | None, told: str
) -> None:
    form = form_of(make_contest(), **changed)
    assert form.is_valid() is (field is None), form.errors
    if field is not None:
        assert told in str(form.errors[field])


@pytest.mark.django_db
def test_a_contest_may_advise_its_own_organisations_and_public_ones_and_never_itself() -> None:
    contest = make_contest()
    own = make_contest(organisation=contest.organisation)
    foreign_draft = make_contest()
    foreign = make_contest()
    Contest.objects.filter(pk=foreign.pk).update(state=State.READY)
    offered = {
        c.pk: form_of(contest, advises=c.pk).is_valid()
        for c in (contest, own, foreign_draft, foreign)
    }
    assert offered == {contest.pk: False, own.pk: True, foreign_draft.pk: False, foreign.pk: True}


@pytest.mark.django_db
def test_a_form_is_saved_and_the_journal_says_what_changed() -> None:
    from hustings.web.journal.models import Entry

    contest, by = prepared(pledge="lead", pledge_hundredths=500, pledge_by="Rowan Ashe")
    form = form_of(contest, title="Anew", base="first")
    assert form.is_valid(), form.errors
    contest = actions.set_form(contest, form.values(), by=by)
    assert (contest.title, contest.base) == ("Anew", "first")
    assert "live at the first stage" in contest.pledge_text
    sentences = [e.sentence for e in Entry.objects.order_by("id")]
    assert any("to “Anew”" in s and "base from “live” to “first”" in s for s in sentences)
    before = len(sentences)
    actions.set_form(contest, form.values(), by=by)
    assert Entry.objects.count() == before


def test_every_choice_of_the_form_has_a_sentence() -> None:
    assert set(RULE_SENTENCES) == set(RULES)
    assert {len(PURPOSES), len(BASES)} == {4, 2}
    assert all(str(s).endswith(".") for s in RULE_SENTENCES.values())
    assert set(OTHER_RULES) == {"other-ranked", "other-marks"}
