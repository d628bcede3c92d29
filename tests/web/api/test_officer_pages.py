"""The officers' page of tokens and webhooks."""

from __future__ import annotations

import re
from typing import Any

import pytest

from hustings.web.api import actions, delivery
from hustings.web.api.models import Call, Token, Webhook
from hustings.web.api.signing import secret_of
from hustings.web.journal.models import Entry
from hustings.web.officers.models import Role
from tests.web.api.asking import ask
from tests.web.api.receiver import Receiver
from tests.web.making import make_actor, make_organisation
from tests.web.officers.signing_in import signed_in

pytestmark = pytest.mark.django_db


def test_a_token_is_shown_once_works_and_is_revoked() -> None:
    officer = make_actor(make_organisation())
    client, start = signed_in(officer), f"/officer/{officer.organisation.slug}/api/"
    page = client.post(f"{start}tokens/new/", {"name": "members'  website"}).content.decode()
    found = re.search(r"hustings_[\w-]{43}", page)
    assert found
    text = found[0]
    assert ask("organisation", text).told["token"] == "members' website"  # noqa: S105
    listed = client.get(start).content.decode()
    assert "members&#x27; website" in listed
    assert text not in listed
    number = Token.objects.get().pk
    asked = client.get(f"{start}tokens/{number}/revoke/").content.decode()
    assert "cannot be undone" in asked
    client.post(f"{start}tokens/{number}/revoke/")
    assert ask("organisation", text).status == 401
    assert "no longer works" in client.get(start).content.decode()
    assert "members" not in client.get(start).content.decode()
    assert [e.act for e in Entry.objects.order_by("number")] == ["token", "token revoked"]


def test_a_webhook_is_added_tried_and_stopped(receiver: Receiver, settings: Any) -> None:
    settings.WEBHOOKS_TO_LOOPBACK = True
    officer = make_actor(make_organisation())
    client, start = signed_in(officer), f"/officer/{officer.organisation.slug}/api/"
    added = client.post(f"{start}webhooks/new/", {"address": receiver.address})
    webhook = Webhook.objects.get()
    page = f"{start}webhooks/{webhook.pk}/"
    assert added.headers["Location"] == page
    client.post(f"{page}test/")
    delivery.deliver_due(5)
    assert "200, taken" in client.get(page).content.decode()
    assert "200, taken" in client.get(start).content.decode()
    receiver.status = 500
    client.post(f"{page}test/")
    Call.objects.filter(state="waiting").update(tries=10)
    delivery.deliver_due(5)
    shown = client.get(page).content.decode()
    assert "500: not taken" in shown
    assert "Try again" in shown
    failed = Call.objects.get(state="failed")
    receiver.status = 200
    client.post(f"{page}calls/{failed.pk}/again/")
    delivery.deliver_due(5)
    assert not Call.objects.exclude(state="done").exists()
    client.post(f"{page}stop/")
    assert receiver.address not in client.get(start).content.decode()
    assert not [e.sentence for e in Entry.objects.all() if "kind=all" in e.sentence]
    acts = list(Entry.objects.order_by("number").values_list("act", flat=True))
    assert acts == [
        "webhook", "webhook test", "webhook test", "webhook again", "webhook stopped",
    ]  # fmt: skip


def test_the_secret_is_the_one_that_signs() -> None:
    officer = make_actor(make_organisation())
    webhook = actions.add_webhook("https://example.org/hook", by=officer)
    start = f"/officer/{officer.organisation.slug}/api/webhooks/{webhook.pk}/"
    from django.conf import settings

    secret = secret_of(webhook.pk, settings.WEBHOOK_KEY)
    assert secret in signed_in(officer).get(f"{start}secret/").content.decode()
    assert secret not in signed_in(officer).get(start).content.decode()


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("http://example.org/hook", "https"),
        ("https://127.0.0.1/hook", "public internet"),
        ("https://169.254.169.254/latest/meta-data/", "public internet"),
        ("https://user:pw@example.org/", "password"),
        ("nonsense", "valid URL"),
        ("https://example.org/hook", "told already"),
    ],
)
def test_an_address_that_cannot_be_called_is_refused_with_the_reason(
    address: str, told: str
) -> None:
    officer = make_actor(make_organisation())
    actions.add_webhook("https://example.org/hook", by=officer)
    client = signed_in(officer)
    sent = client.post(
        f"/officer/{officer.organisation.slug}/api/webhooks/new/", {"address": address}
    )
    assert told in sent.content.decode()
    assert Webhook.objects.count() == 1


@pytest.mark.parametrize("role", [Role.DEPUTY, Role.OBSERVER])
def test_only_the_returning_officer_makes_tokens_and_sees_secrets(role: Role) -> None:
    officer = make_actor(make_organisation())
    webhook = actions.add_webhook("https://example.org/hook", by=officer)
    token = actions.make_token("website", by=officer).token
    client = signed_in(make_actor(officer.organisation, role))
    start = f"/officer/{officer.organisation.slug}/api/"
    page = client.get(start)
    assert page.status_code == 200
    assert "Make a token" not in page.content.decode()
    assert client.get(f"{start}webhooks/{webhook.pk}/").status_code == 200
    for path in (
        "tokens/new/",
        f"tokens/{token.pk}/revoke/",
        "webhooks/new/",
        *(f"webhooks/{webhook.pk}/{act}/" for act in ("stop", "test")),
    ):
        assert client.post(f"{start}{path}", {"name": "x"}).status_code == 403
    assert client.get(f"{start}webhooks/{webhook.pk}/secret/").status_code == 403


def test_there_are_no_more_tokens_than_a_person_can_look_after() -> None:
    officer = make_actor(make_organisation())
    for n in range(actions.MOST_TOKENS):
        actions.make_token(f"token {n}", by=officer)
    client = signed_in(officer)
    sent = client.post(f"/officer/{officer.organisation.slug}/api/tokens/new/", {"name": "more"})
    assert "revoke one first" in sent.content.decode()
    assert Token.objects.count() == actions.MOST_TOKENS
