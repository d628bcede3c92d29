"""The commands that whoever runs the site has for officers."""

from __future__ import annotations

import io
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client

from hustings.web.journal import queries
from hustings.web.journal.models import Entry
from hustings.web.officers.models import Membership, Organisation, Role, SignInLink, User
from tests.web.making import make_actor, make_organisation
from tests.web.officers.signing_in import give_totp

pytestmark = pytest.mark.django_db


def run(*arguments: Any) -> str:
    """Standard output of a command, without the line's end."""
    out = io.StringIO()
    call_command(*arguments, stdout=out, stderr=io.StringIO())
    return out.getvalue().removesuffix("\n")


def signs_in(link: str) -> bool:
    client = Client()
    client.post(link.removeprefix("http://127.0.0.1:8000"))
    return "_auth_user_id" in client.session


def test_a_new_organisation_comes_with_its_returning_officer_and_her_link() -> None:
    link = run(
        "create_organisation",
        "ashby-vale",
        "Ashby Vale Labour Party",
        "Robin@example.org",
        "--officer-name=Robin Example",
    )
    organisation = Organisation.objects.get(slug="ashby-vale")
    assert organisation.second_factor_required
    membership = Membership.objects.get(organisation=organisation)
    assert (str(membership.user), membership.role) == ("Robin Example", Role.RETURNING_OFFICER)
    assert membership.user.email == "robin@example.org"
    assert not membership.user.has_usable_password()
    entry = Entry.objects.get(chain="ashby-vale")
    assert entry.by == "the operator of this site"
    assert entry.sentence == (
        "Began Ashby Vale Labour Party, with Robin Example (robin@example.org) "
        "as returning officer."
    )
    assert signs_in(link)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("ashby vale", "A", "a@example.org"), "letters, digits and hyphens"),
        (("", "A", "a@example.org"), "the slug must have 1 to 64"),
        (("a" * 65, "A", "a@example.org"), "the slug must have 1 to 64"),
        (("ashby", " ", "a@example.org"), "the name must have 1 to 200"),
        (("ashby", "A", "a.example.org"), "is no e-mail address"),
        (("site", "A", "a@example.org"), "'site' is taken"),
        (("there", "A", "a@example.org"), "'there' is taken"),
    ],
)
def test_an_organisation_that_cannot_be_is_refused_with_the_reason(
    arguments: tuple[str, str, str], said: str
) -> None:
    make_organisation(slug="there")
    with pytest.raises(CommandError, match=said):
        run("create_organisation", *arguments)
    assert Organisation.objects.count() == 1
    assert not User.objects.exists()


def test_a_link_made_on_the_server_works_once_and_stands_in_the_journal() -> None:
    actor = make_actor(make_organisation())
    link = run("sign_in_link", actor.user.email.upper())
    assert signs_in(link)
    assert not signs_in(link)
    entry = Entry.objects.get(chain=actor.organisation.slug)
    assert entry.sentence == f"Made a one-time sign-in link for {actor.user}."
    assert link.split("/")[-2] not in entry.sentence


def test_a_lost_second_step_can_be_taken_away_and_the_journal_says_so() -> None:
    actor = make_actor(make_organisation(second_factor_required=True))
    give_totp(actor.user)
    assert not signs_in(run("sign_in_link", actor.user.email)), "the second step is asked for"
    assert signs_in(run("sign_in_link", actor.user.email, "--forget-second-factor"))
    assert not Authenticator.objects.exists()
    acts = [entry.act for entry in queries.entries(actor.organisation.slug)]
    assert acts == ["sign-in link", "second step forgotten", "sign-in link"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nobody@example.org",), "no officer has the e-mail address 'nobody@example.org'"),
        (("officer@example.org", "--hours=0"), "--hours must be 1 or more"),
    ],
)
def test_a_link_that_cannot_be_made_is_refused_with_the_reason(
    arguments: tuple[str, ...], said: str
) -> None:
    with pytest.raises(CommandError, match=said):
        run("sign_in_link", *arguments)
    assert not SignInLink.objects.exists()
