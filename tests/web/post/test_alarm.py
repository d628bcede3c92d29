"""The alarm rings once for a heading, reaches the officers, and is answered."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.urls import reverse

from hustings.errors import RuleError
from hustings.web.booth.casting import cast
from hustings.web.contests.tasks import alerts_of
from hustings.web.contests.views.pages import desk_url
from hustings.web.journal.models import Entry
from hustings.web.officers.models import Role
from hustings.web.post.actions import alarm
from hustings.web.post.mailing import mail_alarm
from hustings.web.post.models import Alarm, Refusal
from hustings.web.project import clock
from tests.web.making import make_actor
from tests.web.officers.signing_in import signed_in
from tests.web.post.making import PostedPoll, posted_poll, received

pytestmark = pytest.mark.django_db


def asking(electors: int, **setup: Any) -> PostedPoll:
    return posted_poll(electors, setup={"asks_declaration": True} | setup)


def receive_in_order(poll: PostedPoll, declarations: str) -> None:
    """One envelope after another: ``+`` with the declaration, ``-`` without."""
    for n, declaration in enumerate(declarations):
        received(poll, [n], declaration=declaration == "+")


@pytest.mark.parametrize(
    ("percent", "least", "declarations", "rung"),
    [
        (5, 20, "-" + "+" * 18, []),  # too few received to tell
        (5, 20, "-" + "+" * 19, ["1 of 20"]),  # a good one makes them twenty
        (5, 20, "+" * 20 + "-", []),  # 4.8%
        (50, 4, "+-+-", ["2 of 4"]),  # just so large a part
        (50, 4, "++-+--", ["3 of 6"]),
        (30, 2, "-++-+--", ["1 of 2"]),  # once, though more follow
        (100, 3, "+---", []),
    ],
)
def test_it_rings_once_from_so_many_received_and_so_large_a_part_refused(
    percent: int, least: int, declarations: str, rung: list[str]
) -> None:
    poll = asking(len(declarations), alarm_percent=percent, alarm_from=least)
    receive_in_order(poll, declarations)
    assert [f"{a.refused} of {a.received}" for a in Alarm.objects.all()] == rung
    assert Entry.objects.filter(act="post-alarm").count() == len(rung)


def test_each_heading_has_an_alarm_of_its_own() -> None:
    poll = asking(4, alarm_percent=25, alarm_from=4)
    cast(poll.poll.ballot(3))
    receive_in_order(poll, "+-++")
    assert set(Alarm.objects.values_list("heading", flat=True)) == {
        Refusal.DECLARATION,
        Refusal.VOTED_ONLINE,
    }


def rung(poll: PostedPoll) -> Alarm:
    receive_in_order(poll, "--++")
    return Alarm.objects.get()


def test_officers_who_may_act_are_written_to_with_a_way_to_the_page() -> None:
    poll = asking(4, alarm_percent=50, alarm_from=4)
    observer = make_actor(poll.contest.organisation, Role.OBSERVER)
    found = rung(poll)
    mail_alarm.func(found.pk)
    assert {m.to[0] for m in mail.outbox} == {poll.officer.user.email, poll.deputy.user.email}
    assert observer.user.email not in {m.to[0] for m in mail.outbox}
    sent = mail.outbox[0]
    where = reverse(
        "post:alarm", args=[poll.contest.organisation.slug, poll.contest.slug, "declaration"]
    )
    assert sent.subject == "2 of 4 posted envelopes are refused: declaration not completed"
    assert f"{settings.BASE_URL}{where}" in sent.body
    assert "Elector" not in sent.body
    assert signed_in(poll.deputy).get(where).status_code == 200


def test_it_stands_above_the_tasks_and_at_the_bag_until_it_is_answered() -> None:
    poll = asking(4, alarm_percent=50, alarm_from=4)
    rung(poll)
    client = signed_in(poll.deputy)
    where = [poll.contest.organisation.slug, poll.contest.slug]
    bag = reverse("post:bag", args=[*where, 1])
    assert [a.title for a in alerts_of(poll.contest)] == [
        "The alarm rang: declaration not completed."
    ]
    for page in (desk_url(poll.contest), bag):
        assert "2 of 4" in client.get(page).content.decode()
    there = reverse("post:alarm", args=[*where, "declaration"])
    told = client.get(there).content.decode()
    assert "Write to these electors today" in told
    assert "2 electors can still put it right" in told
    assert client.post(there, {"answer": " "}).status_code == 422
    done = client.post(there, {"answer": "Wrote to both of them."}, follow=True)
    assert "Wrote to both of them." in done.content.decode()
    assert alerts_of(poll.contest) == []
    assert "2 of 4" not in client.get(bag).content.decode()
    assert Entry.objects.filter(sentence__endswith="Wrote to both of them.").exists()


def test_it_is_answered_once_and_not_by_who_only_observes() -> None:
    poll = asking(4, alarm_percent=50, alarm_from=4)
    found = rung(poll)
    observer = make_actor(poll.contest.organisation, Role.OBSERVER)
    there = reverse(
        "post:alarm", args=[poll.contest.organisation.slug, poll.contest.slug, "declaration"]
    )
    assert signed_in(observer).post(there, {"answer": "x"}).status_code == 403
    alarm.answer(found, "Seen.", by=poll.officer)
    with pytest.raises(RuleError, match="has answered this alarm"):
        alarm.answer(found, "Seen as well.", by=poll.deputy)


@pytest.mark.parametrize("heading", Refusal.values)
def test_every_heading_says_what_can_be_done(heading: str) -> None:
    poll = posted_poll(1)
    Alarm.objects.create(
        contest=poll.contest, heading=heading, refused=1, received=4, at=clock.now()
    )
    there = reverse("post:alarm", args=[poll.contest.organisation.slug, poll.contest.slug, heading])
    page = signed_in(poll.officer).get(there).content.decode()
    assert page.count("<li>") >= 2
    assert str(Refusal(heading).label) in page
