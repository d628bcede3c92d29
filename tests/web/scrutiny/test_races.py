"""Two at the same moment: one is done, the other is told; nothing slips past a declaration."""

from __future__ import annotations

from functools import partial

import pytest

from hustings.errors import RuleError
from hustings.web.contests.models import State
from hustings.web.results import actions as results
from hustings.web.scrutiny import actions
from hustings.web.scrutiny.models import Agent, RecountRequest, Statement, Verdict
from tests.web.booth.polls import at_once
from tests.web.results.making import published_poll
from tests.web.scrutiny.making import invited

pytestmark = pytest.mark.django_db(transaction=True)


def fresh(number: int) -> Agent:
    return Agent.objects.select_related("contest__organisation", "candidate").get(pk=number)


def refused(answers: list[object]) -> int:
    assert all(not isinstance(a, Exception) or isinstance(a, RuleError) for a in answers), answers
    return sum(isinstance(a, RuleError) for a in answers)


def test_of_two_statements_of_an_agent_at_once_one_stands() -> None:
    poll = published_poll()
    number = invited(poll.contest, poll.officer).agent.pk
    version = poll.contest.versions.get()

    def say(verdict: Verdict) -> Statement:
        return actions.say(fresh(number), version, verdict=verdict, words="x")

    answers = at_once([partial(say, verdict) for verdict in Verdict])
    assert refused(answers) == 1
    assert Statement.objects.count() == 1


def test_of_two_answers_at_once_one_stands() -> None:
    poll = published_poll()
    agent = invited(poll.contest, poll.officer).agent
    asked = actions.ask_for_recount(agent, poll.contest.versions.get(), reason="Close")

    def answer(granted: bool) -> RecountRequest:
        one = RecountRequest.objects.get(pk=asked.pk)
        return actions.answer(one, granted=granted, words="x", by=poll.officer)

    answers = at_once([partial(answer, granted) for granted in (True, False)])
    assert refused(answers) == 1
    asked.refresh_from_db()
    assert asked.answered_at is not None


def test_a_request_and_the_declaration_at_once_leave_no_request_unheard() -> None:
    poll = published_poll()
    number = invited(poll.contest, poll.officer).agent.pk
    version = poll.contest.versions.get()
    answers = at_once(
        [
            lambda: actions.ask_for_recount(fresh(number), version, reason="Close"),
            lambda: results.declare(
                poll.fresh(), signed_name="A. Officer", role="RO", by=poll.officer
            ),
        ]
    )
    assert refused(answers) == 1
    asked = RecountRequest.objects.exists()
    assert (poll.fresh().state == State.PROVISIONAL) == asked
