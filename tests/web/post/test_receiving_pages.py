"""The officers' pages of what comes back by post: forms, with and without the script."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from hustings.web.booth.casting import cast
from hustings.web.contests.tasks import TaskState, alerts_of, tasks_of
from hustings.web.contests.timetable import local_time
from hustings.web.contests.views.pages import desk_url
from hustings.web.journal.models import Entry
from hustings.web.officers.models import Role
from hustings.web.post.models import Bag, Receipt
from hustings.web.post.numbers import envelope_figures
from hustings.web.project import clock
from tests.web.booth.polls import hours
from tests.web.making import make_actor
from tests.web.officers.signing_in import signed_in
from tests.web.post.making import PostedPoll, bag_of, over, posted_poll, received

pytestmark = pytest.mark.django_db

ASKS = {"asks_declaration": True}


def url(poll: PostedPoll, page: str, *more: object) -> str:
    return reverse(f"post:{page}", args=[poll.contest.organisation.slug, poll.contest.slug, *more])


def said(response: Any) -> str:
    """The words of the page, in one line."""
    return " ".join(response.content.decode().split())


def send(
    client: Client, poll: PostedPoll, bag: Bag, envelope: str, decision: str = "", **more: Any
) -> HttpResponse:
    """Send the scanning form as a browser without scripts does."""
    fields = {"envelope": envelope, "decision": decision, "after": bag.receipts.count()} | more
    return client.post(url(poll, "scan", bag.number), fields, follow=True)  # type: ignore[return-value]


def test_a_bag_is_entered_once_though_its_form_is_sent_twice() -> None:
    poll = posted_poll(1)
    client = signed_in(poll.officer)
    at = local_time(clock.now(), poll.contest.timezone).strftime("%Y-%m-%dT%H:%M")
    fields = {"arrived_at": at, "envelopes": "12", "note_on_it": "town hall", "number": "1"}
    done = client.post(url(poll, "bag_new"), fields)
    assert (done.status_code, done["Location"]) == (302, url(poll, "bag", 1))
    again = client.post(url(poll, "bag_new"), fields)
    assert again.status_code == 422
    assert "was entered meanwhile" in said(again)
    assert [(b.envelopes, b.note) for b in Bag.objects.all()] == [(12, "town hall")]


def test_a_scan_without_a_script_shows_its_verdict_on_the_page_that_it_leads_to() -> None:
    poll = posted_poll(2)
    bag, client = bag_of(poll, 2), signed_in(poll.officer)
    page = send(client, poll, bag, poll.number(0))
    assert "Accepted" in said(page)
    assert "1 of 2 scanned" in said(page)
    again = send(client, poll, bag, poll.number(0))
    assert "Scanned before" in said(again)
    assert "nothing was changed" in said(again)
    slip = send(client, poll, bag, "12345")
    assert slip.status_code == 422
    assert "Nothing was recorded" in said(slip)
    assert Receipt.objects.count() == 1


def test_where_a_declaration_is_asked_for_the_page_asks_before_it_records() -> None:
    poll = posted_poll(4, setup=ASKS)
    cast(poll.poll.ballot(3))
    bag, client = bag_of(poll, 4), signed_in(poll.deputy)
    asking = send(client, poll, bag, poll.number(0))
    assert "Is the declaration completed?" in said(asking)
    assert Receipt.objects.count() == 0
    assert "Accepted" in said(send(client, poll, bag, poll.number(0), "complete"))
    assert "Refused: declaration not completed" in said(
        send(client, poll, bag, poll.number(1), "incomplete")
    )
    refused = send(client, poll, bag, poll.number(3))  # whatever its declaration says
    assert "Refused: already voted online" in said(refused)
    assert Receipt.objects.count() == 3


def test_the_script_gets_the_verdict_alone() -> None:
    poll = posted_poll(1)
    bag, client = bag_of(poll), signed_in(poll.officer)
    answer = client.post(
        url(poll, "scan", 1), {"envelope": poll.number(0)}, headers={"X-Scan": "verdict"}
    )
    text = said(answer)
    assert answer.status_code == 200
    assert "<html" not in text
    assert 'data-kind="accepted"' in text
    assert 'data-received="1"' in text
    assert "The bag balances." in text
    assert bag.receipts.get().outcome == "accepted"


def test_a_copy_and_an_unreadable_number_have_their_buttons() -> None:
    poll = posted_poll(2)
    bag, client = bag_of(poll, 3), signed_in(poll.officer)
    send(client, poll, bag, poll.number(0))
    again = send(client, poll, bag, poll.number(0))
    assert "It is a second envelope: refuse it" in said(again)
    copy = send(client, poll, bag, "", "another", envelope_again=poll.number(0))
    assert "a second envelope of the same elector" in said(copy)
    assert "It cannot be read: refuse it" in said(send(client, poll, bag, "1x"))
    unread = send(client, poll, bag, "1x", "unread")
    assert "Refused: not on the roll" in said(unread)
    assert list(bag.receipts.values_list("heading", flat=True)) == ["", "duplicate", "not_on_roll"]


def test_the_count_is_corrected_and_the_poll_says_what_keeps_it_open() -> None:
    poll = posted_poll(2, **over())
    bag = bag_of(poll, 2)
    client = signed_in(poll.officer)
    send(client, poll, bag, poll.number(0))
    closing = reverse("contests:close", args=[poll.contest.organisation.slug, poll.contest.slug])
    assert "Bag 1: 1 of 2 envelopes are still to be scanned" in said(client.get(closing))
    task = next(t for t in tasks_of(poll.contest) if t.title == "Close the poll")
    assert (task.state, task.url) == (TaskState.BLOCKED, "")
    done = client.post(
        url(poll, "bag_correct", 1), {"envelopes": "1", "reason": "a bill was among them"},
        follow=True,
    )  # fmt: skip
    assert "the bag balances" in said(done)
    assert "what they cast online can then be opened" in said(client.get(closing))


def test_a_second_officer_confirms_a_bag_and_the_first_cannot() -> None:
    poll = posted_poll(1, **over())
    bag_of(poll, arrived_at=hours(-2))
    page = signed_in(poll.officer).post(url(poll, "bag_confirm", 1))
    assert page.status_code == 422
    assert "another officer must confirm it" in said(page)
    done = signed_in(poll.deputy).post(url(poll, "bag_confirm", 1), follow=True)
    assert "is confirmed and can be scanned" in said(done)


def test_a_declaration_is_cured_from_the_list_of_those_refused() -> None:
    poll = posted_poll(2, setup=ASKS)
    first, second = received(poll, [0, 1], declaration=False)
    cast(poll.poll.ballot(1))
    client = signed_in(poll.deputy)
    listed = said(client.get(url(poll, "refused"), {"heading": "declaration"}))
    assert url(poll, "cure", first.pk) in listed
    assert url(poll, "cure", second.pk) not in listed  # she has voted online since
    assert "1 elector has not voted otherwise" in listed
    at = local_time(clock.now(), poll.contest.timezone).strftime("%Y-%m-%dT%H:%M")
    done = client.post(url(poll, "cure", first.pk), {"completed_at": at}, follow=True)
    assert "The envelope is accepted" in said(done)
    first.refresh_from_db()
    assert first.outcome == "accepted"


def test_the_list_of_electors_to_write_to_holds_them_alone_and_is_journalled() -> None:
    poll = posted_poll(3, setup=ASKS)
    received(poll, [0, 1], declaration=False)
    cast(poll.poll.ballot(1))
    sheet = signed_in(poll.deputy).post(url(poll, "refused_electors")).content.decode("utf-8-sig")
    rows = sheet.splitlines()
    assert len(rows) == 2
    assert "elector1@example.org" in rows[1]
    told = Entry.objects.get(act="roll-exported").sentence
    assert told == "Downloaded the electors whose declaration is not completed: 1 elector."


def test_the_figures_are_a_file_without_names() -> None:
    poll = posted_poll(3)
    cast(poll.poll.ballot(1))
    received(poll, [0, 1])
    sheet = signed_in(poll.officer).get(url(poll, "figures")).content.decode("utf-8-sig")
    rows = [line.split(",") for line in sheet.splitlines()]
    assert ["sent", "", "3"] in rows
    assert ["received", "", "2"] in rows
    assert ["accepted", "", "1"] in rows
    assert ["refused", "voted_online", "1"] in rows
    assert "Elector" not in sheet


def test_an_envelope_is_found_by_number_or_name_and_its_fate_recorded() -> None:
    poll = posted_poll(2)
    client = signed_in(poll.deputy)
    by_name = said(client.get(url(poll, "fates"), {"q": "elector 2"}))
    by_number = said(client.get(url(poll, "fates"), {"q": poll.number(1)}))
    there = url(poll, "fate", poll.envelopes[1].pk)
    assert there in by_name
    assert there in by_number
    assert url(poll, "fate", poll.envelopes[0].pk) not in by_number
    done = client.post(there, {"fate": "lost"}, follow=True)
    assert "If the envelope comes after all, it is refused" in said(done)
    bag = bag_of(poll)
    assert "Refused: replaced" in said(send(client, poll, bag, poll.number(1)))


def test_who_only_observes_sees_the_figures_and_scans_nothing() -> None:
    poll = posted_poll(1)
    bag_of(poll)
    client = signed_in(make_actor(poll.contest.organisation, Role.OBSERVER))
    assert client.get(url(poll, "bags")).status_code == 200
    assert "data-scan" not in said(client.get(url(poll, "bag", 1)))
    assert client.post(url(poll, "scan", 1), {"envelope": poll.number(0)}).status_code == 403
    assert client.get(url(poll, "fates")).status_code == 403


def test_the_task_list_tells_what_is_still_to_be_scanned() -> None:
    poll = posted_poll(3)
    received(poll, [0])
    bag_of(poll, 2)
    task = next(t for t in tasks_of(poll.contest) if t.title == "Receive posted envelopes")
    assert task.state is TaskState.NEXT
    assert task.note == "1 received: 1 accepted, 0 refused; 2 envelopes are still to be scanned"
    assert alerts_of(poll.contest) == []
    assert signed_in(poll.officer).get(desk_url(poll.contest)).status_code == 200


def test_a_voter_by_post_is_told_so_in_the_booth() -> None:
    poll = posted_poll(1)
    received(poll, [0])
    page = Client().post(reverse("booth:paper"), {"code": poll.poll.codes[0]})
    assert page.status_code == 409
    assert "<h1>Your vote came by post" in said(page)
    assert "receipt was shown" not in said(page)


def test_the_turnout_has_the_post_as_a_channel_with_its_own_denominator() -> None:
    poll = posted_poll(12)
    cast(poll.poll.ballot(0))
    received(poll, [1, 2])
    page = said(
        signed_in(poll.officer).get(
            reverse("booth:turnout", args=[poll.contest.organisation.slug, poll.contest.slug])
        )
    )
    assert 'By post</th><td class="n">2</td><td class="n">12</td>' in page
    assert "papers to vote by post" in page


def test_an_unknown_number_is_refused_on_the_page() -> None:
    poll = posted_poll(1)
    bag = bag_of(poll)
    page = send(signed_in(poll.officer), poll, bag, envelope_figures(1_234_567_890))
    assert "Refused: not on the roll" in said(page)
