"""What agents say: objections, signatures, requests; once, by name, and without moving a figure."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils.html import escape

from hustings.errors import RuleError
from hustings.web.journal.models import Entry
from hustings.web.papers.models import Adjudication, Objection
from hustings.web.papers.queries import figures, tally_so_far
from hustings.web.results import actions as results
from hustings.web.results.models import Version
from hustings.web.scrutiny import actions
from hustings.web.scrutiny.models import Agent, RecountRequest, Statement, Verdict
from tests.web.results.making import Poll, counted_poll, declared_poll, published_poll
from tests.web.scrutiny.making import closed_with_papers, invited, let_in, with_agent
from tests.web.security.walking import digest_of_tables

pytestmark = pytest.mark.django_db

SIGNED = {"verdict": "signed", "words": "", "signed_name": "Ann Agent"}
OBJECTED = {"verdict": "objected", "words": "Three papers too many", "signed_name": "ann  agent"}
ASKED = {"reason": "The lead is one paper", "signed_name": "Ann Agent"}


def version_of(poll: Poll, number: int = 1) -> Version:
    return poll.contest.versions.get(number=number)


# --- statements -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "act", "sentence"),
    [
        (SIGNED, "statement signed",
         "Signed, as agreeing with the figures, version 1 of the result."),
        (OBJECTED, "statement objected",
         "Objected to version 1 of the result: Three papers too many"),
    ],
)  # fmt: skip
def test_a_statement_is_made_once_and_stands_in_page_declaration_and_journal(
    sent: dict[str, str], act: str, sentence: str
) -> None:
    poll = published_poll()
    client = with_agent(poll)
    public = f"/c/{poll.contest.slug}/result/"
    before = Client().get(public)
    assert client.post("/agent/result/1/say/", sent).headers["location"] == "/agent/result/1/"
    again = client.post("/agent/result/1/say/", sent)
    assert again.status_code == 422
    assert Statement.objects.count() == 1
    entry = Entry.objects.get(act=act)
    assert (entry.by, entry.sentence) == ("Ann Agent, agent of Candidate 1", sentence)
    after = Client().get(public, headers={"if-none-match": before.headers["etag"]})
    assert after.status_code == 200  # what stood in caches no longer holds
    paper = Client().get(f"{public}1/declaration.html")
    for page in (after.content, paper.content):
        for word in ("Ann Agent", "agent of Candidate 1", sent["words"]):
            assert escape(word) in page.decode()
        assert Statement.objects.get().get_verdict_display() in page.decode()


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"signed_name": "Bob Other"}, "This is not the name of the invitation"),
        ({"verdict": "objected", "words": "  "}, "Say why you object."),
        ({"verdict": "maybe"}, "Select a valid choice"),
        ({"words": "x" * 1001}, "at most 1000 characters"),
    ],
)
def test_what_is_wrong_with_a_statement_is_told(changed: dict[str, str], told: str) -> None:
    client = with_agent(published_poll())
    answer = client.post("/agent/result/1/say/", SIGNED | changed)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not Statement.objects.exists()


def test_a_statement_made_at_the_count_is_published_with_the_result() -> None:
    poll = counted_poll()
    actions.show_early(poll.contest, shown=True, by=poll.officer)
    client = with_agent(poll)
    client.post("/agent/result/1/")
    client.post("/agent/result/1/say/", SIGNED)
    assert Client().get(f"/c/{poll.contest.slug}/result/").status_code == 404
    results.publish_provisional(poll.contest, by=poll.officer)
    assert b"Ann Agent" in Client().get(f"/c/{poll.contest.slug}/result/").content


def test_a_declared_result_can_be_signed_and_objected_to() -> None:
    client = with_agent(declared_poll())
    assert client.post("/agent/result/1/say/", OBJECTED).status_code == 302


def test_a_version_in_whose_place_another_stands_is_signed_by_nobody() -> None:
    poll = published_poll()
    results.recount(poll.contest, reason="asked for", by=poll.officer)
    results.publish_provisional(poll.contest, by=poll.officer)
    client = with_agent(poll)
    assert client.post("/agent/result/1/say/", SIGNED).status_code == 422
    assert client.post("/agent/result/2/say/", SIGNED).status_code == 302


# --- requests for a recount -----------------------------------------------------------------------


def test_a_recount_is_asked_for_once_by_each_agent_and_told_to_all() -> None:
    poll = published_poll()
    client, other = with_agent(poll), with_agent(poll, name="Bob Other", first=False)
    assert client.post("/agent/result/1/recount/", ASKED).status_code == 302
    assert client.post("/agent/result/1/recount/", ASKED).status_code == 422
    assert RecountRequest.objects.count() == 1
    page = other.get("/agent/result/1/").content.decode()
    assert "The lead is one paper" in page
    assert "Not answered yet" in page
    assert "The lead is one paper" not in Client().get(f"/c/{poll.contest.slug}/result/").content.decode()  # noqa: E501  # fmt: skip
    other_asks = other.post("/agent/result/1/recount/", ASKED | {"signed_name": "Bob Other"})
    assert other_asks.status_code == 302
    assert Entry.objects.filter(act="recount asked for").count() == 2


@pytest.mark.parametrize(("granted", "told"), [(True, "Granted by"), (False, "Declined by")])
def test_request_and_answer_are_shown_to_agents_and_published(granted: bool, told: str) -> None:
    poll = published_poll()
    client = with_agent(poll)
    client.post("/agent/result/1/recount/", ASKED)
    asked = RecountRequest.objects.get()
    actions.answer(asked, granted=granted, words="Because of the lead", by=poll.officer)
    public = Client().get(f"/c/{poll.contest.slug}/result/").content.decode()
    for word in ("asked for a recount", "The lead is one paper", told, "Because of the lead"):
        assert word in public
    assert "Because of the lead" in client.get("/agent/result/1/").content.decode()


def test_after_the_declaration_no_recount_is_asked_for() -> None:
    poll = declared_poll()
    client = with_agent(poll)
    assert client.post("/agent/result/1/recount/", ASKED).status_code == 422
    with pytest.raises(RuleError, match="while it is provisional"):
        actions.ask_for_recount(Agent.objects.get(), version_of(poll), reason="Close")
    assert not RecountRequest.objects.exists()


def test_without_a_reason_no_recount_is_asked_for() -> None:
    client = with_agent(published_poll())
    assert client.post("/agent/result/1/recount/", ASKED | {"reason": " "}).status_code == 422
    assert not RecountRequest.objects.exists()


# --- objections to what was decided of a paper ----------------------------------------------------


def test_an_objection_stands_by_the_decision_once_with_its_reason() -> None:
    poll = closed_with_papers()
    client = with_agent(poll)
    one = Adjudication.objects.get(why="Two ones")
    path = f"/agent/papers/{one.pk}/"
    assert client.get(path).headers["location"] == "/agent/papers/"  # the button comes first
    client.post("/agent/papers/")
    assert b"more than one first preference" in client.get(path).content
    assert client.post(path, {"words": " "}).status_code == 422
    assert client.post(path, {"words": "The second is a seven"}).status_code == 302
    assert client.post(path, {"words": "Again"}).status_code == 422
    objection = Objection.objects.get()
    assert (objection.name, objection.role) == ("Ann Agent", "agent of Candidate 1")
    assert b"The second is a seven" in client.get("/agent/papers/").content
    (entry,) = Entry.objects.filter(act="objection")
    assert entry.by == "Ann Agent, agent of Candidate 1"


def test_nothing_that_agents_say_changes_a_figure() -> None:
    poll = closed_with_papers()
    before = figures(poll.contest), dict(tally_so_far(poll.contest))
    client = with_agent(poll)
    tables = digest_of_tables()
    client.post("/agent/papers/")
    for one in Adjudication.objects.all():
        client.post(f"/agent/papers/{one.pk}/", {"words": "No"})
    assert Objection.objects.count() == 3
    assert (figures(poll.contest), dict(tally_so_far(poll.contest))) == before
    after = digest_of_tables()
    assert {name for name in tables if tables[name] != after[name]} == {
        "journal_entry",
        "papers_objection",
    }


def test_a_statement_and_a_request_write_their_own_rows_alone() -> None:
    client = with_agent(published_poll())
    tables = digest_of_tables()
    client.post("/agent/result/1/say/", OBJECTED)
    client.post("/agent/result/1/recount/", ASKED)
    after = digest_of_tables()
    assert {name for name in tables if tables[name] != after[name]} == {
        "journal_entry",
        "scrutiny_statement",
        "scrutiny_recountrequest",
    }


def test_whoever_was_revoked_meanwhile_says_nothing() -> None:
    poll = published_poll()
    made = invited(poll.contest, poll.officer)
    client = let_in(made.token)
    actions.revoke(made.agent, by=poll.officer)
    assert client.post("/agent/result/1/say/", SIGNED).headers["location"] == "/agent/"
    with pytest.raises(PermissionDenied):
        actions.say(made.agent, version_of(poll), verdict=Verdict.SIGNED, words="")
    assert not Statement.objects.exists()


# --- what the database itself refuses -------------------------------------------------------------


def refused(message: str, act: Any) -> None:
    with pytest.raises(DatabaseError, match=message), transaction.atomic():
        act()


def test_the_database_refuses_to_change_or_remove_what_was_said() -> None:
    poll = published_poll()
    agent = invited(poll.contest, poll.officer).agent
    actions.say(agent, version_of(poll), verdict=Verdict.SIGNED, words="")
    mine = Statement.objects.all()
    refused("a statement cannot be changed", lambda: mine.update(verdict="objected"))
    refused("a statement cannot be removed", mine.delete)


def test_the_database_refuses_a_request_changed_answered_twice_or_removed() -> None:
    poll = published_poll()
    agent = invited(poll.contest, poll.officer).agent
    asked = actions.ask_for_recount(agent, version_of(poll), reason="Close")
    rows = RecountRequest.objects.all()
    once = "answered once, with a reason"
    refused(once, lambda: rows.update(reason="Other"))
    refused(once, lambda: rows.update(granted=True))
    actions.answer(asked, granted=False, words="No", by=poll.officer)
    refused(once, lambda: rows.update(granted=True))
    refused(once, lambda: rows.update(answer="Yes"))
    refused("cannot be removed", rows.delete)


def test_the_database_refuses_an_agent_to_speak_of_another_contest() -> None:
    ours, other = published_poll(), published_poll()
    agent = invited(ours.contest, ours.officer).agent
    common = {"agent": agent, "version": version_of(other), "at": agent.invited_at}
    refused("of that contest alone", lambda: Statement.objects.create(verdict="signed", **common))
    refused("by its own agents", lambda: RecountRequest.objects.create(reason="x", **common))


def test_the_database_refuses_a_request_once_the_result_is_declared() -> None:
    poll = declared_poll()
    agent = invited(poll.contest, poll.officer).agent
    refused(
        "while the result is provisional",
        lambda: RecountRequest.objects.create(
            agent=agent, version=version_of(poll), reason="x", at=agent.invited_at
        ),
    )


def test_the_database_refuses_to_make_an_agent_somebody_elses() -> None:
    poll = published_poll()
    invited(poll.contest, poll.officer)
    rows = Agent.objects.all()
    refused("cannot be changed: invite another", lambda: rows.update(name="Bob"))
    refused("cannot be changed: invite another", lambda: rows.update(invited_by="Bob"))
