"""What officers do about agents: inviting, links, taking back, the early sight, answers."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client, override_settings
from django.urls import reverse
from django.utils.html import escape

from hustings.errors import RuleError
from hustings.web.contests.models import Contest
from hustings.web.contests.tasks import TaskState, tasks_of
from hustings.web.journal.models import Entry
from hustings.web.officers.models import Role
from hustings.web.project import clock
from hustings.web.results import actions as results
from hustings.web.results.models import Version
from hustings.web.roll import hooks as roll
from hustings.web.scrutiny import actions
from hustings.web.scrutiny.models import Agent, RecountRequest, Verdict
from tests.web.booth.polls import make_poll
from tests.web.making import make_actor, make_contest
from tests.web.officers.signing_in import signed_in
from tests.web.results.making import Poll, counted_poll, declared_poll, published_poll
from tests.web.scrutiny.making import invited, let_in

pytestmark = pytest.mark.django_db


def page(contest: Contest, name: str, *args: int) -> str:
    return reverse(f"scrutiny:{name}", args=[contest.organisation.slug, contest.slug, *args])


def form_of(**fields: str) -> dict[str, str]:
    until = clock.now() + timedelta(days=3)
    return {"name": "Ann Agent", "email": "", "candidate": "*", "until": f"{until:%Y-%m-%d %H:%M}"} | fields  # noqa: E501  # fmt: skip


def shown_link(content: bytes) -> str:
    found = re.search(rb'value="([^"]*/agent/#[^"]*)"', content)
    assert found
    return found[1].decode()


def asked_of(poll: Poll, name: str = "Ann Agent") -> RecountRequest:
    agent = invited(poll.contest, poll.officer, name=name).agent
    version = poll.contest.versions.get(number=1)
    return actions.ask_for_recount(agent, version, reason="It was close")


def test_an_invitation_shows_its_link_once_and_lets_in() -> None:
    contest = make_poll().contest
    officer = make_actor(contest.organisation)
    client = signed_in(officer)
    answer = client.post(page(contest, "invite"), form_of(candidate="c2"))
    link = shown_link(answer.content)
    assert Agent.objects.get().candidate == contest.candidates.get(key="c2")
    assert link.partition("#")[2].encode() not in client.get(page(contest, "agents")).content
    entered = let_in(link).get("/agent/figures/")
    assert b"agent of Candidate 2" in entered.content
    told = Entry.objects.get(act="agent invited").sentence
    assert told.startswith("Invited Ann Agent as agent of Candidate 2, until ")
    assert not mail.outbox


def test_an_invitation_with_an_address_is_mailed_with_the_token_after_the_hash() -> None:
    contest = make_poll().contest
    client = signed_in(make_actor(contest.organisation))
    answer = client.post(page(contest, "invite"), form_of(email="ann@example.org"))
    (message,) = mail.outbox
    assert message.to == ["ann@example.org"]
    assert shown_link(answer.content) in message.body
    assert b"on its way to ann@example.org" in answer.content


@override_settings(EMAIL_BACKEND="tests.web.scrutiny.making.NoMail")
def test_mail_that_cannot_leave_is_told_and_the_link_shown_all_the_same() -> None:
    contest = make_poll().contest
    client = signed_in(make_actor(contest.organisation))
    answer = client.post(page(contest, "invite"), form_of(email="ann@example.org"))
    assert b"could not be sent" in answer.content
    assert shown_link(answer.content)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"name": ""}, "Fill this in: it cannot be left empty."),
        ({"email": "nowhere"}, "Enter a valid email address."),
        ({"candidate": "c9"}, "Select a valid choice."),
        ({"until": "2020-01-01 10:00"}, "This time has passed"),
        ({"until": "2099-01-01 10:00"}, "Take a time within 90 days"),
        ({"until": "soon"}, "Give a day and a time"),
        ({"name": "Ann\u202eAgent"}, "There is a character in it that does not show"),
    ],
)
def test_what_is_wrong_with_an_invitation_is_told_in_its_place(
    fields: dict[str, str], told: str
) -> None:
    contest = make_poll().contest
    client = signed_in(make_actor(contest.organisation))
    answer = client.post(page(contest, "invite"), form_of(**fields))
    assert answer.status_code == 422
    assert escape(told) in answer.content.decode()
    assert not Agent.objects.exists()


def test_nobody_watches_a_draft() -> None:
    contest = make_contest()
    with pytest.raises(RuleError, match="The contest is a draft"):
        invited(contest, make_actor(contest.organisation))


def test_a_candidate_of_another_contest_is_refused() -> None:
    contest, other = make_poll().contest, make_poll().contest
    with pytest.raises(RuleError, match="stands in another contest"):
        invited(contest, make_actor(contest.organisation), candidate=other.candidates.first())


def test_an_observer_and_another_organisations_officer_invite_nobody() -> None:
    contest = make_poll().contest
    for by in (make_actor(contest.organisation, Role.OBSERVER), make_actor(make_poll().contest.organisation)):  # noqa: E501  # fmt: skip
        with pytest.raises(PermissionDenied):
            invited(contest, by)


def test_taking_a_link_back_is_told_and_done_once() -> None:
    contest = make_poll().contest
    officer = make_actor(contest.organisation)
    agent = invited(contest, officer).agent
    client = signed_in(officer)
    assert b"from this moment on" in client.get(page(contest, "revoke", agent.pk)).content
    assert client.post(page(contest, "revoke", agent.pk)).status_code == 302
    assert Agent.objects.get().revoked_at is not None
    assert client.post(page(contest, "revoke", agent.pk)).status_code == 422
    assert Entry.objects.filter(act="agent revoked").count() == 1


def test_the_agents_of_one_contest_are_not_found_in_another() -> None:
    one = make_poll().contest
    other = make_poll(organisation=one.organisation).contest
    officer = make_actor(one.organisation)
    agent = invited(one, officer).agent
    client = signed_in(officer)
    for name in ("new_link", "revoke"):
        assert client.get(page(other, name, agent.pk)).status_code == 404
        assert client.get(page(one, name, agent.pk)).status_code == 200


def test_the_early_sight_is_the_returning_officers_and_is_journalled() -> None:
    poll = counted_poll()
    deputy = make_actor(poll.contest.organisation, Role.DEPUTY)
    assert signed_in(deputy).post(page(poll.contest, "show")).status_code == 403
    client = signed_in(poll.officer)
    client.post(page(poll.contest, "show"))
    assert b"As soon as it is counted" in client.get(page(poll.contest, "agents")).content
    client.post(page(poll.contest, "show"))
    assert b"and not before" in client.get(page(poll.contest, "agents")).content
    told = Entry.objects.filter(act="agents’ early sight").order_by("number")
    assert [entry.sentence for entry in told] == [
        "Agents see the provisional result before it is published.",
        "Agents see a result when it is published, and not before.",
    ]


def test_a_request_is_declined_with_a_reason_once_and_then_the_result_can_be_declared() -> None:
    poll = published_poll()
    asked = asked_of(poll)
    with pytest.raises(RuleError, match="1 request for a recount must be answered first"):
        results.declare(poll.contest, signed_name="A. Officer", role="RO", by=poll.officer)
    client = signed_in(poll.officer)
    before = client.get(_declare_page(poll))
    assert before.status_code == 409
    assert b"1 request for a recount must be answered first" in before.content
    poll.contest.refresh_from_db()
    states = {task.title: task.state for task in tasks_of(poll.contest)}
    assert states["Declare the result"] is TaskState.BLOCKED
    where = page(poll.contest, "answer", asked.pk)
    assert b"It was close" in client.get(where).content
    assert client.post(where, {"granted": "no", "answer": " "}).status_code == 422
    answer = client.post(where, {"granted": "no", "answer": "The lead is 20 papers"})
    assert answer.headers["location"] == page(poll.contest, "agents")
    asked.refresh_from_db()
    assert (asked.granted, asked.answer) == (False, "The lead is 20 papers")
    with pytest.raises(RuleError, match="answered already"):
        actions.answer(asked, granted=True, words="Yes", by=poll.officer)
    assert b"The lead is 20 papers" in client.get(page(poll.contest, "agents")).content
    assert client.get(_declare_page(poll)).status_code == 200
    results.declare(poll.contest, signed_name="A. Officer", role="RO", by=poll.officer)


def _declare_page(poll: Poll) -> str:
    return f"/officer/{poll.contest.organisation.slug}/c/{poll.contest.slug}/count/declare/"


def test_a_granted_recount_leads_to_its_page_and_must_be_made_before_the_declaration() -> None:
    poll = published_poll()
    asked = asked_of(poll)
    client = signed_in(poll.officer)
    where = page(poll.contest, "answer", asked.pk)
    answer = client.post(where, {"granted": "yes", "answer": "It is close"})
    assert answer.headers["location"].endswith("/count/recount/")
    assert client.get(answer.headers["location"]).status_code == 200
    with pytest.raises(RuleError, match="granted and is not made yet"):
        results.declare(poll.contest, signed_name="A. Officer", role="RO", by=poll.officer)
    made = results.recount(poll.contest, reason="asked for", by=poll.officer)
    assert isinstance(made, Version)
    results.declare(poll.contest, signed_name="A. Officer", role="RO", by=poll.officer)


def test_a_deputy_answers_no_request() -> None:
    poll = published_poll()
    asked = asked_of(poll)
    deputy = make_actor(poll.contest.organisation, Role.DEPUTY)
    where = page(poll.contest, "answer", asked.pk)
    assert signed_in(deputy).post(where, {"granted": "no", "answer": "No"}).status_code == 403
    with pytest.raises(PermissionDenied):
        actions.answer(asked, granted=False, words="No", by=deputy)


def lines(contest: Contest) -> dict[str, TaskState]:
    return {task.title: task.state for task in tasks_of(contest)}


def test_the_task_list_tells_of_requests_until_they_are_answered() -> None:
    poll = published_poll()
    asked = asked_of(poll)
    assert lines(poll.contest)["Answer a request for a recount"] is TaskState.NEXT
    actions.answer(asked, granted=True, words="Close", by=poll.officer)
    assert "Answer a request for a recount" not in lines(poll.contest)
    assert lines(poll.contest)["Count again: a recount was granted"] is TaskState.NEXT
    results.recount(poll.contest, reason="asked for", by=poll.officer)
    assert "Count again: a recount was granted" not in lines(poll.contest)


@pytest.mark.parametrize("make", [make_poll, declared_poll])
def test_the_task_list_says_how_many_are_let_in(make: object) -> None:
    assert callable(make)
    contest = make().contest
    officer = make_actor(contest.organisation)
    title = "Let agents and scrutineers watch"
    assert next(t for t in tasks_of(contest) if t.title == title).note == "Nobody is let in so far."
    invited(contest, officer)
    assert next(t for t in tasks_of(contest) if t.title == title).note == "1 is let in now."


def test_the_erasure_forgets_where_agents_get_their_mail() -> None:
    contest = make_poll().contest
    invited(contest, make_actor(contest.organisation), email="ann@example.org")
    roll.erasing(contest)
    assert Agent.objects.get().email == ""
    assert Agent.objects.get().name == "Ann Agent"


def test_harmful_names_stand_in_pages_as_words() -> None:
    poll = published_poll()
    harm = "Ann <script>alert(1)</script>"
    made = invited(poll.contest, poll.officer, name=harm)
    agent = let_in(made.token)
    version = poll.contest.versions.get(number=1)
    actions.say(made.agent, version, verdict=Verdict.OBJECTED, words=harm)
    officer, public = signed_in(poll.officer), Client()
    seen = [
        agent.get("/agent/figures/"),
        agent.get("/agent/result/1/recount/"),
        officer.get(page(poll.contest, "agents")),
        public.get(f"/c/{poll.contest.slug}/result/"),
    ]
    for answer in seen:
        assert answer.status_code == 200
        assert b"<script>alert" not in answer.content
        assert b"&lt;script&gt;alert" in answer.content
