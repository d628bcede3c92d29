"""E-mails: who gets one, what stands in it, and what a crash, a refusal and a return come to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.test import override_settings
from pytest_django import Settings

from hustings.errors import RuleError
from hustings.seal import Typo, read_code
from hustings.web.booth.casting import Accepted
from hustings.web.booth.codes import digest_of, issue_many
from hustings.web.booth.models import Code
from hustings.web.jobs.models import Job, JobState
from hustings.web.letters import sending, webhooks
from hustings.web.letters.actions import mailings
from hustings.web.letters.design import SAMPLE_CODE
from hustings.web.letters.models import Delivery, DeliveryState, Mailing
from hustings.web.letters.state import MailState, mail_state
from hustings.web.project import clock
from hustings.web.roll.actions.objections import object_to
from hustings.web.roll.models import Elector
from tests.web.contests.setting_up import cast_by_row
from tests.web.letters.mail_servers import MailServer
from tests.web.letters.posting import CODE, codes_mailed, make_post
from tests.web.letters.test_print_runs import an_envelope, vote
from tests.web.letters.worker import work_off_the_queue
from tests.web.making import make_electors

pytestmark = pytest.mark.django_db(transaction=True)


def states(mailing: Mailing) -> dict[str, int]:
    found = list(mailing.deliveries.values_list("state", flat=True))
    return {state: found.count(state) for state in set(found)}


def addresses() -> list[str]:
    return [message.to[0] for message in mail.outbox]


@pytest.fixture
def server(settings: Settings) -> Iterator[MailServer]:
    """A mail server that answers as it is told, on a port of its own."""
    with MailServer() as running:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = running.host, running.port
        settings.EMAIL_TIMEOUT = 5
        yield running


def test_the_codes_in_the_e_mails_vote_each_for_its_own_elector() -> None:
    post = make_post(3)
    mailing = post.mail(words="Dear friends,\nplease vote.")
    assert states(mailing) == {"sent": 3}
    sealed = an_envelope(post)
    for message, code in zip(mail.outbox, codes_mailed(), strict=True):
        elector = Elector.objects.get(codes__digest=digest_of(code))
        assert message.to == [elector.email]
        assert f"Dear {elector.name}," in str(message.body)
        assert f"{settings.BASE_URL}/vote/#{code}" in str(message.body)
        assert "please vote." in str(message.body)
        assert isinstance(vote(code, sealed), Accepted)


def test_an_e_mail_fetches_nothing_tracks_nobody_and_says_how_to_object() -> None:
    post = make_post(1)
    post.mail(words="<script>alert(1)</script> & so on")
    (message,) = mail.outbox
    assert isinstance(message, mail.EmailMultiAlternatives)
    ((html, kind),) = message.alternatives
    assert kind == "text/html"
    (code,) = codes_mailed()
    assert f'<a href="{settings.BASE_URL}/vote/#{code}">' in str(html)
    assert not re.search(r"<(img|link|script|iframe|style|video|object)|src=|url\(", str(html))
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; so on" in str(html)
    slug = post.contest.organisation.slug
    assert message.extra_headers["List-Unsubscribe"] == f"<{settings.BASE_URL}/object/{slug}/>"
    assert message.track_clicks is False  # type: ignore[attr-defined]
    assert message.track_opens is False  # type: ignore[attr-defined]
    head = message.message().as_string().partition("\n\n")[0]
    assert code not in head
    assert message.reply_to == ["returning@example.org"]
    assert post.contest.organisation.name in message.from_email


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("subject", "Your vote\nBcc: everybody@example.org"),
        ("subject", "Your vote\r\n\r\nHello"),
    ],
)
def test_no_header_can_be_smuggled_in_by_the_officers_words(field: str, value: str) -> None:
    post = make_post(1)
    post.mail(**{field: value})
    (message,) = mail.outbox
    assert message.bcc == []
    head = message.message().as_string().partition("\n\n")[0]
    assert "\nBcc:" not in head
    with pytest.raises(RuleError, match="one line"):
        mailings.Draft(subject=value)


def test_no_header_can_be_smuggled_in_by_the_roll(server: MailServer) -> None:
    post = make_post(1)
    bad = make_electors(post.contest, 1, email="a@example.org\nBcc: b@example.org")[0]
    post.contest.organisation.name = "Party\nBcc: c@example.org"
    post.contest.organisation.save()
    mailing = post.mail()
    assert states(mailing) == {"sent": 1, "failed": 1}
    failed = mailing.deliveries.get(state="failed")
    assert failed.elector == bad
    assert failed.error == "This is no e-mail address that can be written to."
    assert Code.objects.get(elector=bad).dead == "unsent"
    assert [to for to, _ in server.taken] == ["elector1@example.org"]
    assert "\nBcc:" not in server.taken[0][1].partition("\n\n")[0]


def test_who_is_left_out_is_told_in_numbers_and_gets_no_e_mail() -> None:
    post = make_post(0)
    contest = post.contest
    people = ("Voted", "Holds", "Objected", "Offline", "Struck", "Due")
    voted, holds, _, offline, struck, due = (
        make_electors(contest, 1, name=name, email=f"{name}@example.org".lower())[0]
        for name in people
    )
    Elector.objects.filter(pk=offline.pk).update(email="")
    Elector.objects.filter(pk=struck.pk).update(struck_at=clock.now())
    object_to(contest.organisation, email="OBJECTED@example.org", name="", postcode="")
    issue_many([holds], channel="letter")
    cast_by_row(contest, 1)
    assert contest.participations.get().elector == voted
    said = {"subject": "Vote", "batch_size": 500, "pause_minutes": 0}
    post.client.post(post.url("mail/invitation/"), said)
    draft = contest.mailings.get()
    page = post.client.get(post.url(f"mailings/{draft.pk}/send/")).content.decode()
    for number, words in (
        (1, "elector gets an e-mail with a new code"),
        (1, "hold a code that works already and get none"),
        (1, "have voted and get none"),
        (1, "objected to being written to and get none"),
        (1, "have no e-mail address on the roll and get none"),
        (5, "electors are on the roll"),
    ):
        assert f'<span class="n">{number}</span> <span>{words}' in page
    assert mail.outbox == []
    post.client.post(post.url(f"mailings/{draft.pk}/send/"))
    work_off_the_queue()
    assert addresses() == [due.email]
    post.mail(also_with_code="on")
    assert addresses()[1:] == [holds.email]
    post.mail("reminder")
    assert sorted(addresses()[2:]) == [due.email, holds.email]


def test_whoever_votes_objects_or_is_struck_after_the_start_is_left_out() -> None:
    post = make_post(4)
    electors = list(post.contest.electors.order_by("pk"))
    said = {"subject": "Vote", "batch_size": 1, "pause_minutes": 0}
    post.client.post(post.url("mail/invitation/"), said)
    mailing = post.contest.mailings.get()
    mailings.start(mailing, by=post.officer)
    cast_by_row(post.contest, 1)
    object_to(post.contest.organisation, email=electors[1].email, name="", postcode="")
    Elector.objects.filter(pk=electors[2].pk).update(struck_at=clock.now())
    work_off_the_queue()
    assert states(mailing) == {"left_out": 3, "sent": 1}
    assert addresses() == [electors[3].email]
    why = set(mailing.deliveries.filter(state="left_out").values_list("error", flat=True))
    assert len(why) == 3
    assert Job.objects.filter(kind="mail", state=JobState.DONE).count() == 4  # a batch each


def test_a_crash_between_sending_and_marking_repeats_one_e_mail_and_loses_none(
    server: MailServer,
) -> None:
    """The process is stopped while the mail server has taken the second e-mail, unanswered."""
    post = make_post(5)
    server.die_after(2)
    mailing = post.mail()
    assert states(mailing) == {"sent": 1, "sending": 1, "waiting": 3}
    assert mail_state(mailing) is MailState.STOPPED
    page = post.client.get(post.url(f"mailings/{mailing.pk}/")).content.decode()
    assert "4 e-mails wait" in page
    server.behave()
    post.client.post(post.url(f"mailings/{mailing.pk}/go-on/"))
    work_off_the_queue()
    assert states(mailing) == {"sent": 5}
    sent = [to for to, _ in server.taken]
    assert len(sent) == 6
    assert set(sent) == {f"elector{n}@example.org" for n in range(1, 6)}
    twice = mailing.deliveries.get(maybe_twice=True)
    assert sent.count(twice.elector.email) == 2
    page = post.client.get(post.url(f"mailings/{mailing.pk}/")).content.decode()
    assert "may have been sent twice" in page
    for _, message in server.taken:  # either of the two codes works, like any other
        (code,) = set(CODE.findall(message))
        assert Code.objects.get(digest=digest_of(code)).dead == ""


def test_a_mail_server_that_goes_away_stops_the_rest_and_nobody_is_skipped(
    server: MailServer,
) -> None:
    post = make_post(3)
    server.hang_up_after(1)
    mailing = post.mail()
    assert states(mailing) == {"sent": 1, "waiting": 2}
    assert mail_state(mailing) is MailState.STOPPED
    assert mailing.job is not None
    assert "EMAIL_URL" in mailing.job.message
    server.behave()
    mailings.go_on(mailing, by=post.officer)
    work_off_the_queue()
    assert states(mailing) == {"sent": 3}


def test_where_there_is_no_mail_server_no_code_is_made(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    post = make_post(2)
    mailing = post.mail()
    assert states(mailing) == {"waiting": 2}
    assert Code.objects.count() == 0
    assert mail_state(mailing) is MailState.STOPPED


def test_a_refused_address_costs_its_code_alone_and_can_be_tried_again(server: MailServer) -> None:
    post = make_post(3)
    server.refuse("elector2@example.org")
    mailing = post.mail()
    assert states(mailing) == {"sent": 2, "failed": 1}
    failed = mailing.deliveries.get(state="failed")
    assert failed.error == "The mail server refused the address (550)."
    assert Code.objects.filter(dead="unsent").count() == 1
    page = post.client.get(post.url()).content.decode()
    assert "could not be sent" in page
    assert "Print first letters" in page
    assert post.print().printed.get().elector == failed.elector
    server.behave()
    post.client.post(post.url(f"mailings/{mailing.pk}/go-on/"), {"failed": "1"})
    work_off_the_queue()
    assert states(mailing) == {"sent": 3}


def test_refusals_without_end_stop_the_mailing(server: MailServer) -> None:
    post = make_post(sending.MOST_REFUSED + 3)
    server.refuse_everybody()
    mailing = post.mail()
    assert states(mailing) == {"failed": sending.MOST_REFUSED, "waiting": 3}
    assert mailing.job is not None
    assert "in a row were refused" in mailing.job.message


def test_two_workers_never_send_the_same_mailing() -> None:
    post = make_post(2)
    post.client.post(
        post.url("mail/invitation/"), {"subject": "V", "batch_size": 1, "pause_minutes": 0}
    )
    mailing = mailings.start(post.contest.mailings.get(), by=post.officer)
    with pytest.raises(RuleError, match="being sent"):
        mailings.go_on(mailing, by=post.officer)
    stale = Mailing.objects.select_related("contest__organisation").get(pk=mailing.pk)
    work_off_the_queue()  # it goes on by other jobs
    Delivery.objects.update(state=DeliveryState.WAITING)
    with pytest.raises(RuleError, match="Another job"):
        sending.send_batch(stale, lambda *_: None)  # type: ignore[arg-type]
    assert len(mail.outbox) == 2


@override_settings(BASE_URL="https://vote.example.org")
def test_the_draft_is_looked_at_and_sent_to_oneself_with_a_code_that_is_none() -> None:
    post = make_post(2)
    said = {"subject": "Vote", "words": "My words", "batch_size": 500, "pause_minutes": 0}
    post.client.post(post.url("mail/invitation/"), said)
    mailing = post.contest.mailings.get()
    page = post.client.get(post.url(f"mailings/{mailing.pk}/")).content.decode()
    assert "My words" in page
    assert SAMPLE_CODE in page
    post.client.post(post.url(f"mailings/{mailing.pk}/to-me/"))
    (message,) = mail.outbox
    assert message.to == [post.officer.user.email]
    assert message.subject == "SAMPLE: Vote"
    assert f"https://vote.example.org/vote/#{SAMPLE_CODE}" in str(message.body)
    assert isinstance(read_code(SAMPLE_CODE), Typo)
    assert Code.objects.count() == 0
    post.client.post(post.url(f"mailings/{mailing.pk}/change/"), said | {"words": "Other words"})
    mailing.refresh_from_db()
    assert mailing.words == "Other words"
    post.client.post(post.url(f"mailings/{mailing.pk}/discard/"))
    assert not post.contest.mailings.exists()


def test_what_was_sent_is_neither_changed_nor_removed_nor_sent_again() -> None:
    post = make_post(1)
    mailing = post.mail()
    for doing in (
        lambda: mailings.change(mailing, mailings.Draft(subject="Other")),
        lambda: mailings.discard(mailing),
        lambda: mailings.start(mailing, by=post.officer),
    ):
        with pytest.raises(RuleError, match="have been sent"):
            doing()


def test_a_batch_waits_before_the_next() -> None:
    post = make_post(3)
    mailing = post.mail(batch_size=2, pause_minutes=30)
    assert states(mailing) == {"sent": 2, "waiting": 1}
    assert mail_state(mailing) is MailState.UNDER_WAY
    import time_machine

    with time_machine.travel(clock.now() + timedelta(minutes=31)):
        work_off_the_queue()
    assert states(mailing) == {"sent": 3}


def event(kind: str, delivery: Delivery) -> Any:
    return SimpleNamespace(event_type=kind, message_id=delivery.message_id)


@pytest.mark.parametrize(
    ("kind", "state", "dead"),
    [
        ("delivered", "delivered", ""),
        ("bounced", "bounced", "unsent"),
        ("rejected", "failed", "unsent"),
        ("deferred", "sent", ""),
        ("opened", "sent", ""),
    ],
)
def test_what_the_provider_tells_is_noted_and_a_lost_code_is_dead(
    kind: str, state: str, dead: str
) -> None:
    post = make_post(1)
    mailing = post.mail()
    webhooks.told(object(), event(kind, mailing.deliveries.get()))
    webhooks.told(object(), event(kind, Delivery(message_id="<nobody@example.org>")))
    assert mailing.deliveries.get().state == state
    assert Code.objects.get().dead == dead


def test_the_webhook_is_open_only_where_its_secret_is_set() -> None:
    import importlib

    from hustings.web.letters import webhook_urls

    assert webhook_urls.urlpatterns == []
    with override_settings(ANYMAIL={"WEBHOOK_SECRET": "a:b"}):
        assert len(importlib.reload(webhook_urls).urlpatterns) == 1
    assert importlib.reload(webhook_urls).urlpatterns == []


@pytest.mark.parametrize("backend", ["filebased", "console", "locmem"])
def test_every_way_of_sending_without_a_server_takes_the_e_mails(
    backend: str, settings: Settings, tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.EMAIL_BACKEND = f"django.core.mail.backends.{backend}.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    post = make_post(2)
    assert states(post.mail()) == {"sent": 2}
    written = "".join(path.read_text() for path in tmp_path.iterdir()) + capsys.readouterr().out
    told = written + "".join(str(message.body) for message in mail.outbox)
    assert len(set(CODE.findall(told))) == 2


def test_reminders_are_for_those_who_have_not_voted_once_voting_is_open() -> None:
    post = make_post(2)
    cast_by_row(post.contest, 1)
    post.mail("reminder")
    assert len(mail.outbox) == 1
    assert "You have not voted yet" in str(mail.outbox[0].body)
    upcoming = make_post(1, opens_at=clock.now() + timedelta(days=1),
                         closes_at=clock.now() + timedelta(days=2))  # fmt: skip
    page = upcoming.client.get(upcoming.url("mail/reminder/")).content.decode()
    assert "Voting has not opened" in page
