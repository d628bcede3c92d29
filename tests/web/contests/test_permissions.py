"""Who gets in where: every address of the app, by role, by method, in a table."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from hustings.web.contests import actions, urls
from hustings.web.contests.models import Contest
from hustings.web.journal.models import Entry
from hustings.web.officers.actor import Actor
from hustings.web.officers.models import Role
from tests.web.contests.setting_up import prepared, ready
from tests.web.making import make_actor, make_organisation
from tests.web.officers.signing_in import signed_in

pytestmark = pytest.mark.django_db

OBSERVER, DEPUTY, RETURNING = Role.OBSERVER, Role.DEPUTY, Role.RETURNING_OFFICER
RANK = {OBSERVER: 0, DEPUTY: 1, RETURNING: 2}

# Address, the least role, and whether the page takes what is sent to it (else 405).
TABLE: list[tuple[str, Role, str]] = [
    ("contest", OBSERVER, "GET"),
    ("form", DEPUTY, "GET POST"),
    ("voters", DEPUTY, "GET POST"),
    ("timetable", DEPUTY, "GET POST"),
    ("pledge", DEPUTY, "GET POST"),
    ("retention", DEPUTY, "GET POST"),
    ("test", DEPUTY, "GET POST"),
    ("order", DEPUTY, "GET POST"),
    ("candidates", DEPUTY, "GET"),
    ("candidate_add", DEPUTY, "GET POST"),
    ("candidate", DEPUTY, "GET POST"),
    ("candidate_move", DEPUTY, "POST"),
    ("candidate_remove", DEPUTY, "GET POST"),
    ("key_test", DEPUTY, "GET POST"),
    ("key", RETURNING, "GET POST"),
    ("key_file", RETURNING, "POST"),
    ("ready", RETURNING, "GET POST"),
    ("back", RETURNING, "GET POST"),
    ("extend", RETURNING, "GET POST"),
    ("withdraw", RETURNING, "GET"),
    ("withdraw_one", RETURNING, "GET POST"),
    ("close", RETURNING, "GET POST"),
    ("abandon", RETURNING, "GET POST"),
]
WITH_CANDIDATE = {"candidate", "candidate_move", "candidate_remove", "withdraw_one"}
OF_A_CONTEST = {name for name, _, _ in TABLE}


def address(contest: Contest, name: str) -> str:
    args = [contest.organisation.slug, contest.slug]
    return reverse(f"contests:{name}", args=[*args, "c1"] if name in WITH_CANDIDATE else args)


def test_every_address_of_the_app_stands_in_the_table() -> None:
    named = {str(pattern.name) for pattern in urls.urlpatterns}
    assert named == OF_A_CONTEST | {"home", "new", "photo"}


def status(client: Client, method: str, url: str) -> int:
    return client.get(url).status_code if method == "GET" else client.post(url).status_code


@pytest.mark.parametrize(("name", "least", "methods"), TABLE)
@pytest.mark.parametrize("role", list(Role))
def test_a_role_gets_in_where_it_may_and_nowhere_else(
    name: str, least: Role, methods: str, role: Role
) -> None:
    contest, by = prepared()
    client = signed_in(make_actor(by.organisation, role))
    for method in ("GET", "POST"):
        found = status(client, method, address(contest, name))
        if method not in methods.split():
            assert found == 405
        elif RANK[role] < RANK[least]:
            assert found == 403
        elif name == "key_file":  # what is sent is not a key file
            assert found == 404
        else:
            assert found in (200, 302, 409, 422), (method, found)


@pytest.mark.parametrize("name", sorted(OF_A_CONTEST))
def test_an_officer_of_another_organisation_learns_nothing(name: str) -> None:
    contest, _ = prepared()
    stranger = make_actor(make_organisation())
    client = signed_in(stranger)
    methods = next(m for n, _, m in TABLE if n == name).split()
    theirs = address(contest, name)
    ours = theirs.replace(contest.organisation.slug, stranger.organisation.slug, 1)
    for method in methods:
        assert status(client, method, theirs) == 404
        assert status(client, method, ours) == 404


@pytest.mark.parametrize("name", sorted(OF_A_CONTEST))
def test_whoever_is_not_signed_in_is_asked_to(name: str) -> None:
    contest, _ = prepared()
    url = address(contest, name)
    for method in next(m for n, _, m in TABLE if n == name).split():
        response = Client().generic(method, url)
        assert response.status_code == 302
        assert response["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize(("role", "found"), [(OBSERVER, 403), (DEPUTY, 200), (RETURNING, 200)])
def test_those_who_may_act_begin_a_contest(role: Role, found: int) -> None:
    actor = make_actor(make_organisation(), role)
    client, url = signed_in(actor), reverse("contests:new", args=[actor.organisation.slug])
    assert client.get(url).status_code == found
    client.post(url, {"title": "T", "purpose": "advisory"})
    assert Contest.objects.filter(title="T").count() == (found == 200)
    other = reverse("contests:new", args=[make_organisation().slug])
    assert client.get(other).status_code == 404


def test_the_front_page_shows_my_organisations_and_no_others() -> None:
    (mine, by), (theirs, _) = prepared(title="Mine"), prepared(title="Theirs")
    page = signed_in(by).get(reverse("contests:home"))
    assert mine.title in page.text
    assert theirs.title not in page.text
    assert Client().get(reverse("contests:home"))["Location"].startswith("/accounts/login/")


def state_of_everything(contest: Contest) -> tuple[object, ...]:
    contest = Contest.objects.get(pk=contest.pk)
    candidates = list(contest.candidates.order_by("number").values())
    values = {f.attname: getattr(contest, f.attname) for f in Contest._meta.fields}
    return Entry.objects.count(), values, candidates, contest.notices.count()


@pytest.mark.parametrize("made", [prepared, ready])
def test_no_page_changes_anything_by_being_fetched(made: object) -> None:
    assert callable(made)
    contest, by = made()
    client, before = signed_in(by), state_of_everything(contest)
    for name, _, methods in TABLE:
        if "GET" in methods:
            client.get(address(contest, name))
            client.head(address(contest, name))
    assert state_of_everything(contest) == before


@pytest.mark.parametrize("name", [n for n, _, m in TABLE if "POST" in m])
def test_a_form_from_elsewhere_is_refused(name: str) -> None:
    contest, by = prepared()
    before = state_of_everything(contest)
    client = signed_in(by, check_csrf=True)
    assert client.post(address(contest, name), {"reason": "x" * 20}).status_code == 403
    assert state_of_everything(contest) == before


def test_a_second_factor_is_asked_for_where_the_organisation_wants_one() -> None:
    organisation = make_organisation(second_factor_required=True)
    by = make_actor(organisation)
    contest, _ = prepared(by=by)
    client = Client()
    client.force_login(by.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    response = client.get(address(contest, "contest"))
    assert response.status_code == 302
    assert "/accounts/2fa/" in response["Location"]


def links(actor: Actor, contest: Contest) -> set[str]:
    page = signed_in(actor).get(address(contest, "contest")).text
    return {n for n in OF_A_CONTEST if f'href="{address(contest, n)}"' in page}


def test_the_task_list_links_only_to_pages_that_the_role_may_open() -> None:
    contest, by = prepared()
    for role in Role:
        allowed = {n for n, least, _ in TABLE if RANK[role] >= RANK[least]} | {"contest"}
        found = links(make_actor(by.organisation, role), contest)
        assert found <= allowed
        assert bool(found - {"contest"}) is (role != OBSERVER)
    made = actions.make_ready(contest, by=by)
    assert links(make_actor(by.organisation, OBSERVER), made) <= {"contest"}
