"""A mail scanner that follows every link of every e-mail, again and again, costs nobody a vote."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser

from hustings.web.booth.models import Code, Envelope, Participation
from hustings.web.officers.links import address_of, make_sign_in_link
from hustings.web.officers.models import SignInLink
from hustings.web.roll.models import Elector, Suppression
from tests.web.letters.posting import make_post
from tests.web.making import make_actor
from tests.web.story.elector import Elector as Voter
from tests.web.story.elector import messages_in
from tests.web.story.window import Watch, Window

pytestmark = pytest.mark.django_db(transaction=True)

TIMES = 50
LINK = re.compile(r"https?://[^\s\"'<>)]+")


@pytest.fixture
def letters(live_server: Any, settings: Any, tmp_path: Path) -> Path:
    """The folder into which e-mails go, their links leading to the running site."""
    settings.BASE_URL = live_server.url
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    return tmp_path / "mail"


def links_in(folder: Path) -> set[str]:
    """Every link in any part and any header of any e-mail, as a scanner finds them."""
    found: set[str] = set()
    for message in messages_in(folder):
        texts = [p.get_content() for p in message.walk() if p.get_content_maintype() == "text"]
        for text in (*texts, *map(str, message.values())):
            found |= set(LINK.findall(text))
    return found


def standing() -> tuple[object, ...]:
    """All that a scanner could cost somebody."""
    return (
        set(Code.objects.values_list("elector", "dead")),
        Elector.objects.filter(struck_at=None).count(),
        Participation.objects.count(),
        Envelope.objects.count(),
        Suppression.objects.count(),
        set(SignInLink.objects.values_list("pk", "used_at")),
    )


def test_following_every_link_fifty_times_costs_nobody_a_vote(
    browser: Browser, live_server: Any, letters: Path
) -> None:
    post = make_post(3)
    post.mail()
    links = links_in(letters)
    assert len({link for link in links if "/vote/#" in link}) == 3
    assert any("/object/" in link for link in links)
    links.add(address_of(make_sign_in_link(make_actor(post.contest.organisation).user)))
    before = standing()
    scanner = Client()
    for link in links:
        path = link.removeprefix(live_server.url).partition("#")[0]
        for _ in range(TIMES):
            assert scanner.get(path).status_code == 200, path
            assert scanner.head(path).status_code == 200, path
    with_scripts = Window(browser, live_server.url, Watch())
    for link in sorted(links):
        with_scripts.page.goto(link)
    with_scripts.close()
    assert standing() == before
    (voter, *_) = sorted(link for link in links if "/vote/#" in link)
    watch = Watch()
    elector = Voter(Window(browser, live_server.url, watch))
    elector.enter(voter)
    elector.mark("Candidate 2", "Candidate 1")
    elector.cast()
    elector.window.close()
    assert Participation.objects.count() == 1
    assert watch.problems == []
