"""Inviting, roles and removal: what each does, who may, what the journal says of it."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from hustings.errors import RuleError
from hustings.web.journal.models import Entry
from hustings.web.officers import actions, links
from hustings.web.officers.actor import Actor
from hustings.web.officers.models import Membership, Organisation, Role, SignInLink, User
from hustings.web.project import clock
from tests.web.making import make_actor, make_organisation
from tests.web.officers.signing_in import signed_in

pytestmark = pytest.mark.django_db
NEW = {"email": "anna@example.org", "name": "Anna Example", "role": Role.DEPUTY.value}


def returning_officer(organisation: Organisation | None = None) -> Actor:
    """One who has signed in."""
    actor = make_actor(organisation or make_organisation())
    User.objects.filter(pk=actor.user.pk).update(last_login=clock.now())
    actor.user.refresh_from_db()
    return actor


def path(actor: Actor, rest: str = "") -> str:
    return f"/officer/{actor.organisation.slug}/officers/{rest}"


def membership(actor: Actor) -> Membership:
    return Membership.objects.get(user=actor.user, organisation=actor.organisation)


def sentences(organisation: Organisation) -> list[str]:
    rows = Entry.objects.filter(chain=organisation.slug).order_by("number")
    return list(rows.values_list("sentence", flat=True))


def test_an_invitation_goes_by_mail_is_shown_once_and_signs_the_officer_in() -> None:
    officer = returning_officer()
    answer = signed_in(officer).post(path(officer, "invite/"), NEW)
    link = answer.context["shown_link"]
    assert link in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    assert [m.to for m in mail.outbox] == [["anna@example.org"]]
    assert link in mail.outbox[0].body
    assert "deputy returning officer" in mail.outbox[0].body

    anna = User.objects.get(email="anna@example.org")
    assert not anna.has_usable_password()
    assert Membership.objects.get(user=anna).role == Role.DEPUTY
    assert sentences(officer.organisation) == [
        "Invited Anna Example (anna@example.org) as deputy returning officer."
    ]
    client = Client()
    client.post(link.removeprefix("http://127.0.0.1:8000"))
    assert client.get(path(officer)).status_code == 200
    assert link not in signed_in(officer).get(path(officer)).content.decode()


def test_an_invitation_whose_mail_cannot_leave_is_not_lost(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    officer = returning_officer()
    answer = signed_in(officer).post(path(officer, "invite/"), NEW)
    text = answer.content.decode()
    assert "could not be sent" in text
    assert answer.context["shown_link"] in text


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"email": "anna"}, "Write it as in name@example.org."),
        ({"email": ""}, "Give an e-mail address."),
        ({"name": ""}, "Fill this in: it cannot be left empty."),
        ({"role": "queen"}, "Select a valid choice."),
    ],
)
def test_an_invitation_that_is_wrongly_filled_in_says_how(
    changed: dict[str, str], said: str
) -> None:
    officer = returning_officer()
    answer = signed_in(officer).post(path(officer, "invite/"), NEW | changed)
    assert said in answer.content.decode()
    assert not mail.outbox
    assert User.objects.count() == 1


def test_whoever_is_an_officer_already_is_not_invited_again_however_it_is_spelt() -> None:
    officer = returning_officer()
    form = NEW | {"email": officer.user.email.upper()}
    answer = signed_in(officer).post(path(officer, "invite/"), form)
    assert "already an officer here" in answer.content.decode()
    assert not mail.outbox


def test_a_link_for_an_officer_of_another_organisation_is_not_shown_to_the_inviter() -> None:
    """Else whoever runs one organisation could sign in as the officer of another."""
    stranger, officer = make_actor(make_organisation()), returning_officer()
    form = NEW | {"email": stranger.user.email}
    answer = signed_in(officer).post(path(officer, "invite/"), form)
    token = mail.outbox[0].body.split("/sign-in/")[1].split("/")[0]
    assert links.find(token)
    assert token not in answer.content.decode()
    assert answer.context["shown_link"] == ""


def test_an_officer_who_has_signed_in_elsewhere_gets_no_link_at_all() -> None:
    stranger, officer = returning_officer(), returning_officer()
    form = NEW | {"email": stranger.user.email}
    answer = signed_in(officer).post(path(officer, "invite/"), form)
    assert "has an account here already" in answer.content.decode()
    assert not SignInLink.objects.exists()
    assert "/accounts/login/" in mail.outbox[0].body


def test_a_new_link_for_one_who_has_signed_in_goes_to_her_alone() -> None:
    officer = returning_officer()
    deputy = make_actor(officer.organisation, Role.DEPUTY)
    number = membership(deputy).pk
    client = signed_in(officer)
    first = client.post(path(officer, f"{number}/link/"))
    assert first.context["shown_link"] in mail.outbox[0].body
    User.objects.filter(pk=deputy.user.pk).update(last_login=clock.now())
    second = client.post(path(officer, f"{number}/link/"))
    assert second.context["shown_link"] == ""
    assert "/sign-in/" in mail.outbox[1].body
    assert "/sign-in/" not in second.content.decode()
    assert SignInLink.objects.count() == 1, "the first no longer works"
    assert len(sentences(officer.organisation)) == 2


def test_a_change_of_role_holds_at_once_and_stands_in_the_journal() -> None:
    officer = returning_officer()
    deputy = make_actor(officer.organisation, Role.DEPUTY)
    signed_in(officer).post(path(officer, f"{membership(deputy).pk}/role/"), {"role": "observer"})
    assert membership(deputy).role == Role.OBSERVER
    assert sentences(officer.organisation) == [
        f"{deputy.user} is now observer, and was deputy returning officer."
    ]
    assert signed_in(deputy).get(path(officer, "invite/")).status_code == 403


def test_removal_ends_a_session_that_is_open_and_the_links_that_are_unused() -> None:
    officer = returning_officer()
    deputy = make_actor(officer.organisation, Role.DEPUTY)
    open_session = signed_in(deputy)
    assert open_session.get(path(officer)).status_code == 200
    token = links.make_sign_in_link(deputy.user)
    client = signed_in(officer)
    question = client.get(path(officer, f"{membership(deputy).pk}/remove/"))
    assert membership(deputy).pk, "the question alone removes nobody"
    assert "stays in the journal, by name" in question.content.decode()
    client.post(path(officer, f"{membership(deputy).pk}/remove/"))
    assert open_session.get(path(officer)).status_code == 404
    assert Client().post(f"/sign-in/{token}/").status_code == 410
    assert User.objects.filter(pk=deputy.user.pk).exists(), "the journal speaks of her"
    assert "Removed" in sentences(officer.organisation)[0]


@pytest.mark.parametrize("others", [None, Role.DEPUTY, Role.RETURNING_OFFICER])
@pytest.mark.parametrize("act", ["remove", "role"])
def test_the_last_returning_officer_who_has_signed_in_stays(act: str, others: Role | None) -> None:
    officer = returning_officer()
    if others:
        make_actor(officer.organisation, others)  # invited, and never came
    answer = signed_in(officer).post(
        path(officer, f"{membership(officer).pk}/{act}/"), {"role": "deputy"}
    )
    assert "only returning officer who has signed in" in answer.content.decode()
    assert membership(officer).role == Role.RETURNING_OFFICER
    assert sentences(officer.organisation) == []


def test_one_of_two_returning_officers_may_go_and_is_led_away() -> None:
    officer = returning_officer()
    returning_officer(officer.organisation)
    answer = signed_in(officer).post(path(officer, f"{membership(officer).pk}/remove/"))
    assert answer.headers["Location"] == "/officer/"
    assert not Membership.objects.filter(user=officer.user).exists()


@pytest.mark.django_db(transaction=True)
def test_two_returning_officers_who_remove_each_other_at_once_do_not_both_go() -> None:
    one = returning_officer()
    two = returning_officer(one.organisation)
    pairs = [(membership(two), one), (membership(one), two)]
    barrier, refused = Barrier(2), []

    def go(leaving: Membership, by: Actor) -> None:
        barrier.wait()
        try:
            actions.remove(leaving, by=by)
        except RuleError as error:
            refused.append(str(error))
        finally:
            connection.close()

    threads = [Thread(target=go, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert Membership.objects.filter(role=Role.RETURNING_OFFICER).count() == 1


@pytest.mark.parametrize("role", [Role.DEPUTY, Role.OBSERVER])
@pytest.mark.parametrize("page", ["invite/", "{n}/role/", "{n}/remove/", "{n}/link/"])
def test_only_a_returning_officer_changes_officers(role: Role, page: str) -> None:
    officer = returning_officer()
    other = make_actor(officer.organisation, role)
    address = path(officer, page.format(n=membership(officer).pk))
    client = signed_in(other)
    assert client.get(address).status_code == 403
    assert client.post(address, NEW).status_code == 403
    listed = client.get(path(officer)).content.decode()
    assert officer.user.email in listed
    assert "Invite" not in listed


@pytest.mark.parametrize("page", ["", "invite/", "{n}/role/", "{n}/remove/", "{n}/link/"])
def test_a_stranger_does_not_learn_that_the_organisation_exists(page: str) -> None:
    officer, stranger = returning_officer(), returning_officer()
    number = membership(officer).pk
    address = path(officer, page.format(n=number))
    assert signed_in(stranger).get(address).status_code == 404
    assert signed_in(stranger).post(address, NEW).status_code in (404, 405)
    assert Client().get(address).headers["Location"].startswith("/accounts/login/?next=")
    own = path(stranger, page.format(n=number))
    if page.startswith("{n}"):
        assert signed_in(stranger).post(own, NEW).status_code == 404


def test_a_name_that_is_markup_is_shown_as_text() -> None:
    officer = returning_officer()
    form = NEW | {"name": "<script>alert(1)</script>"}
    client = signed_in(officer)
    client.post(path(officer, "invite/"), form)
    assert "<script>alert" not in client.get(path(officer)).content.decode()


def test_the_list_takes_the_same_number_of_questions_for_forty_officers_as_for_four(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    officer = returning_officer()
    for _ in range(39):
        make_actor(officer.organisation, Role.OBSERVER)
    client = signed_in(officer)
    with django_assert_max_num_queries(9):
        answer = client.get(path(officer))
    assert answer.content.decode().count("@example.org") == 40
