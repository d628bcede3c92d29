"""Coming in by a link: who is let in, until when, and what else the browser is."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client, override_settings

from hustings.web.booth.throttle import MOST_TRIES
from hustings.web.contests.models import Contest
from hustings.web.journal.models import Entry
from hustings.web.project import clock
from hustings.web.project.sessions import stored_key
from hustings.web.scrutiny import actions
from hustings.web.scrutiny.links import address_of, new_token, token_in
from hustings.web.scrutiny.models import Agent
from tests.web.booth.polls import make_poll
from tests.web.making import make_actor
from tests.web.officers.signing_in import signed_in
from tests.web.results.making import published_poll
from tests.web.scrutiny.making import invited, let_in, with_agent

pytestmark = pytest.mark.django_db

INSIDE = ("/agent/figures/", "/agent/papers/", "/agent/result/", "/agent/result/1/",
          "/agent/result/1/bundle.zip", "/agent/result/1/say/", "/agent/result/1/recount/",
          "/agent/papers/1/")  # fmt: skip
"""Every page of an agent behind the door."""


def ready() -> tuple[Contest, object]:
    contest = make_poll(3).contest
    return contest, make_actor(contest.organisation)


def test_only_the_digest_of_a_link_is_kept() -> None:
    contest = make_poll().contest
    made = invited(contest, make_actor(contest.organisation))
    kept = Agent.objects.get()
    assert bytes(kept.digest) == hashlib.sha256(made.token.encode()).digest()
    assert made.token not in repr(made)
    assert not any(made.token in entry.sentence for entry in Entry.objects.all())
    assert address_of(made.token).endswith(f"/agent/#{made.token}")


@pytest.mark.parametrize("typed", ["{}", " {} ", "{}\n", "https://vote.example.org/agent/#{}"])
def test_the_token_or_the_whole_link_can_be_pasted(typed: str) -> None:
    token = new_token()
    assert token_in(typed.format(token)) == token


def test_a_link_lets_its_agent_in_as_often_as_she_likes() -> None:
    contest = make_poll().contest
    token = invited(contest, make_actor(contest.organisation)).token
    for _ in range(2):
        page = let_in(token).get("/agent/figures/")
        assert page.status_code == 200
        assert b"Ann Agent" in page.content
    assert Agent.objects.get().seen_at is not None


def test_following_the_link_does_nothing_before_the_button_is_pressed() -> None:
    contest = make_poll().contest
    token = invited(contest, make_actor(contest.organisation)).token
    client = Client()
    assert client.get("/agent/", {"token": token}).status_code == 200
    assert client.get("/agent/figures/").status_code == 302
    assert Agent.objects.get().seen_at is None


def test_whoever_has_no_visit_is_sent_to_the_entry() -> None:
    published_poll()
    for path in INSIDE:
        for answer in (Client().get(path), Client().post(path)):
            assert answer.status_code in {302, 405}, path
            assert answer.status_code == 405 or answer.headers["location"] == "/agent/"


@pytest.mark.parametrize("token", ["", "x", "0" * 43, "\x00", "é" * 300])
def test_a_link_that_never_was_lets_nobody_in(token: str) -> None:
    contest = make_poll().contest
    invited(contest, make_actor(contest.organisation))
    client = Client()
    answer = client.post("/agent/", {"token": token})
    assert answer.status_code in {404, 422}
    assert "agent" not in client.cookies


def test_guessing_is_refused_after_a_while_and_a_true_link_works_all_the_same() -> None:
    contest = make_poll().contest
    token = invited(contest, make_actor(contest.organisation)).token
    client = Client()
    answers = [
        client.post("/agent/", {"token": new_token()}).status_code for _ in range(MOST_TRIES + 2)
    ]
    assert answers == [404] * MOST_TRIES + [429] * 2
    let_in(token, client)
    assert client.get("/agent/figures/").status_code == 200


def test_a_link_ends_at_its_time_and_so_does_the_visit_by_it() -> None:
    contest = make_poll().contest
    token = invited(contest, make_actor(contest.organisation), days=0.25).token
    client = let_in(token)
    ends = Agent.objects.get().expires_at + timedelta(seconds=5)
    assert Session.objects.get().expire_date <= ends
    with time_machine.travel(clock.now() + timedelta(hours=7), tick=True):
        assert client.get("/agent/figures/").status_code == 302
        answer = Client().post("/agent/", {"token": token})
        assert answer.status_code == 410
        assert b"worked until" in answer.content


def test_a_visit_ends_after_twelve_hours_though_the_link_goes_on() -> None:
    contest = make_poll().contest
    token = invited(contest, make_actor(contest.organisation)).token
    client = let_in(token)
    with time_machine.travel(clock.now() + timedelta(hours=12, minutes=1), tick=True):
        assert client.get("/agent/figures/").status_code == 302
        let_in(token)


def test_a_revoked_agent_is_out_at_once() -> None:
    contest = make_poll().contest
    officer = make_actor(contest.organisation)
    made = invited(contest, officer)
    client = let_in(made.token)
    actions.revoke(made.agent, by=officer)
    assert client.get("/agent/figures/").status_code == 302
    answer = Client().post("/agent/", {"token": made.token})
    assert answer.status_code == 410
    assert b"taken back" in answer.content


def test_a_new_link_ends_the_old_one_and_the_visit_by_it() -> None:
    contest = make_poll().contest
    officer = make_actor(contest.organisation)
    old = invited(contest, officer)
    client = let_in(old.token)
    until = clock.now() + timedelta(days=2)
    new = actions.new_link(old.agent, until=until, by=officer)
    assert client.get("/agent/figures/").status_code == 302
    assert Client().post("/agent/", {"token": old.token}).status_code == 404
    assert let_in(new.token).get("/agent/figures/").status_code == 200


def test_a_new_link_lets_somebody_in_again_whose_link_was_taken_back() -> None:
    contest = make_poll().contest
    officer = make_actor(contest.organisation)
    made = invited(contest, officer)
    actions.revoke(made.agent, by=officer)
    new = actions.new_link(made.agent, until=clock.now() + timedelta(days=1), by=officer)
    assert let_in(new.token).get("/agent/figures/").status_code == 200


def test_coming_in_gives_a_new_key_whatever_cookie_was_planted() -> None:
    poll = published_poll()
    planted = with_agent(poll, name="Mallory Agent").cookies["agent"].value
    client = Client()
    client.cookies["agent"] = planted
    let_in(invited(poll.contest, poll.officer, name="Ann Agent").token, client)
    assert client.cookies["agent"].value != planted
    other = Client()
    other.cookies["agent"] = planted
    assert other.get("/agent/figures/").status_code == 302  # the planted one ended


def test_a_key_that_somebody_made_up_becomes_nobodys() -> None:
    client = Client()
    client.cookies["agent"] = "a" * 32
    contest = make_poll().contest
    let_in(invited(contest, make_actor(contest.organisation)).token, client)
    assert client.cookies["agent"].value != "a" * 32
    assert not Session.objects.filter(session_key=stored_key("a" * 32)).exists()


def test_leaving_ends_the_visit_for_whoever_kept_its_key() -> None:
    client = with_agent(published_poll())
    kept = client.cookies["agent"].value
    assert client.get("/agent/leave/").status_code == 405
    assert client.post("/agent/leave/").status_code == 302
    client.cookies["agent"] = kept
    assert client.get("/agent/figures/").status_code == 302


def test_the_database_holds_no_key_that_would_let_somebody_in() -> None:
    client = with_agent(published_poll())
    kept = client.cookies["agent"].value
    assert kept not in set(Session.objects.values_list("session_key", flat=True))
    for key in Session.objects.values_list("session_key", flat=True):
        thief = Client()
        thief.cookies["agent"] = key
        assert thief.get("/agent/figures/").status_code == 302


def test_an_agent_and_an_officer_in_one_browser_are_two_and_stay_two() -> None:
    poll = published_poll()
    client = signed_in(poll.officer)
    desk = f"/officer/{poll.contest.organisation.slug}/c/{poll.contest.slug}/agents/"
    let_in(invited(poll.contest, poll.officer).token, client)
    assert client.get(desk).status_code == 200
    assert client.get("/agent/figures/").status_code == 200
    client.post("/agent/leave/")
    assert client.get(desk).status_code == 200
    assert client.get("/agent/figures/").status_code == 302


def test_an_agent_opens_no_page_of_officers() -> None:
    poll = published_poll()
    client = with_agent(poll)
    base = f"/officer/{poll.contest.organisation.slug}/"
    here = f"c/{poll.contest.slug}/"
    pages = ("", "count/", "agents/", "agents/invite/")
    for page in ("officers/", "journal/", *(here + page for page in pages)):
        for answer in (client.get(base + page), client.post(base + page)):
            assert answer.status_code in {302, 404, 405}, page
            if answer.status_code == 302:
                assert answer.headers["location"].startswith("/accounts/login/")


def test_the_key_of_one_kind_of_session_is_none_of_the_other() -> None:
    poll = published_poll()
    agent, officer = with_agent(poll), signed_in(poll.officer)
    swapped = Client()
    swapped.cookies["agent"] = officer.cookies["officer"].value
    swapped.cookies["officer"] = agent.cookies["agent"].value
    assert swapped.get("/agent/figures/").status_code == 302
    assert swapped.get(f"/officer/{poll.contest.organisation.slug}/officers/").status_code == 302


def test_an_officer_has_no_page_of_an_agent() -> None:
    poll = published_poll()
    client = signed_in(poll.officer)
    assert all(client.get(path).headers.get("location") == "/agent/" for path in INSIDE)


def test_the_cookie_is_kept_from_scripts_and_ends_with_the_browser() -> None:
    cookie = with_agent(published_poll()).cookies["agent"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["max-age"]
    assert not cookie["expires"]


@override_settings(SESSION_COOKIE_SECURE=True)
def test_by_https_the_cookie_is_for_this_host_alone_and_is_taken_away_on_leaving() -> None:
    poll = published_poll()
    client = Client()
    token = invited(poll.contest, poll.officer).token
    client.post("/agent/", {"token": token}, secure=True)
    cookie = client.cookies["__Host-agent"]
    assert cookie["secure"]
    assert (cookie["path"], cookie["domain"]) == ("/", "")
    assert client.get("/agent/figures/", secure=True).status_code == 200
    client.post("/agent/leave/", secure=True)
    assert client.cookies["__Host-agent"].value == ""
    assert client.cookies["__Host-agent"]["secure"]


def test_no_form_of_an_agent_is_taken_without_its_token() -> None:
    poll = published_poll()
    token = invited(poll.contest, poll.officer).token
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/agent/", {"token": token}).status_code == 403
    strict.cookies["agent"] = let_in(token).cookies["agent"].value
    assert strict.get("/agent/figures/").status_code == 200
    for path in (*INSIDE, "/agent/leave/"):
        assert strict.post(path, {"verdict": "signed"}).status_code in {403, 405}, path
    assert strict.get("/agent/figures/").status_code == 200


def test_no_page_of_an_agent_is_kept_by_browsers_or_proxies() -> None:
    client = with_agent(published_poll())
    for path in ("/agent/", *INSIDE, "/agent/nowhere/"):
        assert "no-store" in client.get(path).headers["Cache-Control"], path
