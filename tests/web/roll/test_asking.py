"""Asking for a ballot: the same answer for everybody, decided by an officer."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hustings.errors import RuleError
from hustings.web.contests.models import Contest
from hustings.web.journal.models import Entry
from hustings.web.roll import limits, queries
from hustings.web.roll.actions import applications, freezing, late, taking
from hustings.web.roll.matching import matches
from hustings.web.roll.models import Application, ApplicationState, Elector, LateAct
from tests.web.making import make_actor, make_contest, make_electors
from tests.web.officers.signing_in import signed_in
from tests.web.roll.lists import csv_of, uploaded

pytestmark = pytest.mark.django_db

ANN = ("Ann Example", "1 High Street", "Exampleton", "ZZ99 1AA", "", "M1")
TOWN = "Exampleton"
DEFAULTS = {"basis": "self_declared", "section": "all", "language": "en"}


def asking(**fields: Any) -> Contest:
    """A contest with Ann alone on its register."""
    contest = make_contest(asking_allowed=True, **fields)
    actor = make_actor(contest.organisation)
    upload = uploaded(contest, actor, csv_of(ANN), kind="register", defaults=DEFAULTS)
    taking.take(upload, by=actor)
    return contest


def fields(name: str = "Ann Example", house: object = 1, **more: Any) -> dict[str, Any]:
    return {
        "name": name,
        "address": f"{house} High Street\n{TOWN}",
        "postcode": "ZZ99 1AA",
        "declared": "on",
    } | more


def ask(contest: Contest, **more: Any) -> Application:
    url = reverse("roll:ask", args=[contest.slug])
    assert Client().post(url, fields(**more)).status_code == 302
    return Application.objects.order_by("pk").last() or pytest.fail("nothing was kept")


def test_whoever_is_on_the_register_and_whoever_is_not_gets_the_same_answer() -> None:
    contest = asking()
    url = reverse("roll:ask", args=[contest.slug])
    answers = []
    for name, address in (("Ann Example", "192.0.2.1"), ("Zed Stranger", "192.0.2.2")):
        client = Client(REMOTE_ADDR=address)
        with CaptureQueriesContext(connection) as told:
            first = client.post(url, fields(name))
        sql = [query["sql"].partition(" ")[0] for query in told]
        register = [query for query in told if "roll_registerrow" in query["sql"]]
        second = client.get(first.headers["Location"])
        cookies = sorted(client.cookies)
        headers = (_headers(first), _headers(second))
        content = (first.status_code, first.content, second.status_code, second.content)
        answers.append((content, headers, cookies, sql, register))
    assert answers[0] == answers[1]
    assert answers[0][4] == []
    assert Application.objects.count() == 2


def _headers(response: HttpResponseBase) -> dict[str, str]:
    """All but the time of day."""
    return {name: value for name, value in response.headers.items() if name != "Expires"}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"name": ""}, "Write your first name and your surname."),
        ({"address": " , "}, "Write the house and street"),
        ({"postcode": ""}, "Write your postcode."),
        ({"email": "ann at example"}, "name@example.org"),
        ({"declared": ""}, "Tick this if you can declare it"),
    ],
)
def test_what_is_missing_is_told(change: dict[str, object], told: str) -> None:
    contest = asking()
    page = Client().post(reverse("roll:ask", args=[contest.slug]), fields() | change)
    assert page.status_code == 422
    assert told in page.content.decode()
    assert not Application.objects.exists()


def test_the_declaration_is_the_contests_own() -> None:
    contest = asking(declaration_text="I support the values of the party.")
    page = Client().get(reverse("roll:ask", args=[contest.slug])).content.decode()
    assert "I support the values of the party." in page


def test_the_same_twice_is_kept_once() -> None:
    contest = asking()
    ask(contest)
    ask(contest)
    assert Application.objects.count() == 1


def test_a_program_that_fills_in_every_field_gets_the_same_answer_and_nothing_is_kept() -> None:
    contest = asking()
    url = reverse("roll:ask", args=[contest.slug])
    trapped = Client().post(url, fields(website="http://spam.test"))
    assert trapped.headers["Location"] == reverse("roll:ask_sent", args=[contest.slug])
    assert not Application.objects.exists()


def test_one_address_asks_so_often_and_others_still_can() -> None:
    contest = asking()
    url = reverse("roll:ask", args=[contest.slug])
    for n in range(limits.MOST_AN_HOUR):
        assert Client().post(url, fields(f"Person {n}")).status_code == 302
    refused = Client().post(url, fields("One More"))
    assert refused.status_code == 429
    assert "Try again in an hour" in refused.content.decode()
    other = Client().post(url, fields("One More"), REMOTE_ADDR="192.0.2.9")
    assert other.status_code == 302


def test_a_form_from_another_site_is_refused() -> None:
    contest = asking()
    url = reverse("roll:ask", args=[contest.slug])
    assert Client(enforce_csrf_checks=True).post(url, fields()).status_code == 403


def test_only_where_it_is_allowed_and_while_there_is_time() -> None:
    not_allowed = make_contest()
    assert Client().get(reverse("roll:ask", args=[not_allowed.slug])).status_code == 404
    contest = asking()
    Contest.objects.filter(pk=contest.pk).update(state="ready")
    Contest.objects.filter(pk=contest.pk).update(state="closed")
    url = reverse("roll:ask", args=[contest.slug])
    assert "no longer" in Client().get(url).content.decode()
    assert "no longer" in Client().post(url, fields()).content.decode()
    assert not Application.objects.exists()


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({}, "exact"),
        ({"name": "ANN EXAMPLE", "postcode": "zz991aa"}, "exact"),
        ({"name": "Anne Example"}, "likely"),
        ({"house": 7}, "likely"),
        ({"name": "Zed Stranger"}, "none"),
    ],
)
def test_the_officer_sees_how_sure_the_match_is(change: dict[str, object], kind: str) -> None:
    contest = asking()
    application = ask(contest, **change)
    assert matches([application])[application.pk].kind == kind
    page = signed_in(make_actor(contest.organisation)).get(
        reverse("roll:applications", args=[contest.organisation.slug, contest.slug])
    )
    told = {"exact": "Yes, beyond doubt", "likely": "Perhaps", "none": "Not found"}[kind]
    assert told in page.content.decode()


def test_an_approved_applicant_is_on_the_roll_as_self_declared() -> None:
    contest = asking()
    actor = make_actor(contest.organisation)
    elector = applications.approve(ask(contest), by=actor)
    assert isinstance(elector, Elector)
    assert (elector.basis, elector.name) == ("self_declared", "Ann Example")
    assert (elector.added_late, elector.rotation) == (False, None)
    application = Application.objects.get()
    assert (application.state, application.match) == ("approved", "exact")
    with pytest.raises(RuleError, match="settled"):
        applications.approve(application, by=actor)
    assert "Ann" not in " ".join(Entry.objects.values_list("sentence", flat=True))


def test_on_a_frozen_roll_a_second_officer_agrees_the_addition_is_marked_and_counted() -> None:
    contest = asking()
    actor, second = make_actor(contest.organisation), make_actor(contest.organisation)
    make_electors(contest, 3)
    freezing.freeze(contest, by=actor)
    application = ask(contest)
    act = applications.approve(application, by=actor)
    assert isinstance(act, LateAct)
    assert Elector.objects.filter(contest=contest).count() == 3
    with pytest.raises(RuleError, match="another officer"):
        late.approve(act, by=actor)
    elector = late.approve(act, by=second).elector
    assert elector is not None
    application.refresh_from_db()
    assert application.elector == elector
    applications.refuse(ask(contest, name="Zed Stranger"), by=actor)
    ask(contest, name="Bea Waiting")
    assert elector.added_late
    assert elector.rotation in (0, 1, 2)
    counts = queries.late_counts(contest)
    assert (counts.asked, counts.approved, counts.refused) == (3, 1, 1)
    contest.refresh_from_db()
    check = queries.check_fingerprint(contest)
    assert check is not None
    assert check.holds


def test_where_the_second_officer_says_no_the_applicant_is_refused() -> None:
    contest = asking()
    actor, second = make_actor(contest.organisation), make_actor(contest.organisation)
    make_electors(contest, 3)
    freezing.freeze(contest, by=actor)
    application = ask(contest)
    act = applications.approve(application, by=actor)
    assert isinstance(act, LateAct)
    late.refuse(act, by=second)
    application.refresh_from_db()
    assert application.state == ApplicationState.REFUSED
    assert Elector.objects.filter(contest=contest).count() == 3


def test_whoever_is_on_the_roll_already_joins_no_second_time() -> None:
    contest = asking()
    actor = make_actor(contest.organisation)
    applications.approve(ask(contest), by=actor)
    again = ask(contest, postcode="zz991aa", name="Ann  EXAMPLE")
    with pytest.raises(RuleError, match="already"):
        applications.approve(again, by=actor)
    assert Elector.objects.filter(contest=contest).count() == 1


def test_all_who_match_beyond_doubt_are_approved_at_once_and_nobody_else() -> None:
    contest = asking()
    actor = make_actor(contest.organisation)
    for name, house in (("Ann Example", 1), ("Zed Stranger", 1), ("Anne Example", 1)):
        ask(contest, name=name, house=house)
    ask(contest, name="ann example", email="ann@example.org")
    assert applications.approve_exact(contest, by=actor) == 1
    assert Elector.objects.filter(contest=contest).count() == 1
    assert queries.waiting_applications(contest).count() == 3
