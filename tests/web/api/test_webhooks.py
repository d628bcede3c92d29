"""Webhooks: which acts are told, how a call is signed and delivered, and where it cannot go."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import json
import socket
import time
from base64 import b64decode, b64encode
from collections.abc import Callable
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from itertools import pairwise
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from hustings.errors import RuleError
from hustings.web.api import actions, calling, delivery, reach
from hustings.web.api.models import Call, CallState, Webhook
from hustings.web.api.signing import headers_of, secret_of
from hustings.web.contests import actions as contests
from hustings.web.contests.models import Contest
from hustings.web.officers.actor import Actor
from hustings.web.project import clock
from hustings.web.results import actions as results
from tests.web.api.receiver import Received, Receiver
from tests.web.booth.polls import make_poll
from tests.web.letters.worker import work_off_the_queue
from tests.web.making import make_actor, make_contest
from tests.web.results.making import closed_poll, counted_poll, published_poll

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _this_machine_may_be_called(settings: Any) -> None:
    settings.WEBHOOKS_TO_LOOPBACK = True


def _hook(officer: Actor, receiver: Receiver | None = None) -> Webhook:
    address = receiver.address if receiver else "https://example.org/hook"
    return actions.add_webhook(address, by=officer)


def _told() -> list[tuple[str, Any]]:
    return [(c.event, json.loads(c.body)["data"]) for c in Call.objects.order_by("at", "pk")]


# --- what is told ---------------------------------------------------------------------------------


def test_acts_while_people_vote_are_told() -> None:
    poll = make_poll(2, candidates=3)
    officer = make_actor(poll.contest.organisation)
    _hook(officer)
    closes = poll.contest.closes_at
    assert closes is not None
    later = closes + timedelta(days=1)
    contests.extend(poll.contest, later, "The post was late.", by=officer)
    contests.withdraw_candidate(poll.contest.candidates.get(number=2), by=officer)
    with time_machine.travel(later + timedelta(hours=1)):
        contests.close(poll.contest, by=officer)
        contests.abandon(poll.contest, "The key is lost.", by=officer)
        told = _told()
    assert [event for event, _ in told] == [
        "contest.extended", "candidate.withdrawn", "contest.closed", "contest.abandoned",
    ]  # fmt: skip
    assert told[0][1]["closes_at"] == later.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert told[1][1]["candidate"] == {"id": "c2", "name": "Candidate 2"}
    assert [data["contest"]["state"] for _, data in told] == [
        "ready", "ready", "closed", "abandoned",
    ]  # fmt: skip


def test_a_contest_taken_back_to_its_draft_is_told() -> None:
    poll = make_poll(2)
    officer = make_actor(poll.contest.organisation)
    _hook(officer)
    contests.back_to_draft(poll.contest, by=officer)
    assert [event for event, _ in _told()] == ["contest.draft"]


def test_a_result_is_told_when_it_is_published_declared_and_corrected_and_never_before() -> None:
    poll = closed_poll()
    _hook(poll.officer)
    results.open_envelopes(poll.contest, key=poll.key, by=poll.officer)
    results.count(poll.contest, by=poll.officer)
    assert _told() == []
    results.publish_provisional(poll.contest, by=poll.officer)
    sign = {"signed_name": "A. Officer", "role": "RO"}
    results.declare(poll.contest, **sign, by=poll.officer)
    results.recount(poll.contest, reason="An agent asked.", by=poll.officer)
    assert len(_told()) == 2
    results.declare(poll.contest, **sign, by=poll.officer)
    told = _told()
    assert [(event, data["version"]["number"]) for event, data in told] == [
        ("result.provisional", 1),
        ("result.declared", 1),
        ("result.corrected", 2),
    ]
    assert told[0][1]["version"]["document"].endswith("/versions/1/document")


def test_a_provisional_version_that_replaces_another_is_told_as_corrected() -> None:
    poll = published_poll()
    _hook(poll.officer)
    results.recount(poll.contest, reason="An agent asked.", by=poll.officer)
    results.publish_provisional(poll.contest, by=poll.officer)
    results.declare(poll.contest, signed_name="A. Officer", role="RO", by=poll.officer)
    assert [event for event, _ in _told()] == ["result.corrected", "result.declared"]


def test_a_call_is_written_with_its_act_or_not_at_all() -> None:
    poll = make_poll(2)
    officer = make_actor(poll.contest.organisation)
    _hook(officer)
    with transaction.atomic():
        contests.abandon(poll.contest, "No reason.", by=officer)
        assert Call.objects.count() == 1
        transaction.set_rollback(True)
    assert not Call.objects.exists()
    assert Contest.objects.get(pk=poll.contest.pk).state == "ready"


def test_another_organisation_is_told_nothing_nor_one_that_stopped() -> None:
    poll = make_poll(2)
    officer = make_actor(poll.contest.organisation)
    stranger = _hook(make_actor(make_contest().organisation))
    stopped = _hook(officer)
    actions.stop_webhook(stopped, by=officer)
    contests.abandon(poll.contest, "No reason.", by=officer)
    assert not stranger.calls.exists()
    assert not stopped.calls.exists()


def test_no_elector_and_no_officer_is_named_in_a_call() -> None:
    poll = make_poll(2, roll={"name": "Elsie Quillfeather"})
    officer = make_actor(poll.contest.organisation)
    _hook(officer)
    contests.abandon(poll.contest, "Elsie Quillfeather asked.", by=officer)
    body = Call.objects.get().body
    assert "Quillfeather" not in body
    assert str(officer.user) not in body


# --- how it is delivered --------------------------------------------------------------------------


def _verified(received: Received, secret: str) -> bool:
    """As a receiver checks it, from the standard alone."""
    name, moment = received.headers["webhook-id"], received.headers["webhook-timestamp"]
    key = b64decode(secret.removeprefix("whsec_"))
    signed = hmac.new(key, f"{name}.{moment}.".encode() + received.body, hashlib.sha256).digest()
    return received.headers["webhook-signature"] == f"v1,{b64encode(signed).decode()}"


def test_the_signature_is_that_of_the_standards_own_example() -> None:
    """The secret, id, time and body of the Standard Webhooks reference libraries' tests."""
    from datetime import UTC, datetime
    from uuid import UUID

    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # noqa: S105
    at = datetime.fromtimestamp(1614265330, UTC)
    body = b'{"test": 2432232314}'
    number = UUID(int=7)
    found = headers_of(number, at, body, secret)
    key = b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    said = f"{found['webhook-id']}.1614265330.".encode() + body
    expected = b64encode(hmac.new(key, said, hashlib.sha256).digest()).decode()
    assert found["webhook-timestamp"] == "1614265330"
    assert found["webhook-signature"] == f"v1,{expected}"
    known = b"msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330." + body
    assert b64encode(hmac.new(key, known, hashlib.sha256).digest()) == (
        b"g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    )


def test_a_call_that_is_played_again_or_changed_is_known_by_its_signature(
    receiver: Receiver,
) -> None:
    officer = make_actor(make_contest().organisation)
    webhook = _hook(officer, receiver)
    actions.send_test(webhook, by=officer)
    delivery.deliver_due(1)
    (sent,) = receiver.received
    secret = secret_of(webhook.pk, settings.WEBHOOK_KEY)
    assert _verified(sent, secret)
    assert abs(int(sent.headers["webhook-timestamp"]) - time.time()) < 60
    later = str(int(sent.headers["webhook-timestamp"]) + 3600)
    forged = [
        Received(sent.path, sent.headers | {"webhook-timestamp": later}, sent.body),
        Received(sent.path, sent.headers | {"webhook-id": "msg_another"}, sent.body),
        Received(sent.path, sent.headers, sent.body.replace(b"true", b"false")),
    ]
    assert not any(_verified(one, secret) for one in forged)
    assert not _verified(sent, secret_of(_hook(officer).pk, settings.WEBHOOK_KEY))


@pytest.mark.django_db(transaction=True)
def test_the_worker_beside_the_server_delivers_a_signed_call(receiver: Receiver) -> None:
    poll = make_poll(2)
    officer = make_actor(poll.contest.organisation)
    webhook = _hook(officer, receiver)
    contests.abandon(poll.contest, "No reason.", by=officer)
    work_off_the_queue()
    (received,) = receiver.received
    assert _verified(received, secret_of(webhook.pk, settings.WEBHOOK_KEY))
    assert received.path == "/hook?kind=all"
    assert received.headers["content-type"] == "application/json"
    call = Call.objects.get()
    assert json.loads(received.body)["type"] == "contest.abandoned"
    assert (call.state, call.tries, call.last_answer) == ("done", 1, "200, taken")
    work_off_the_queue()
    assert len(receiver.received) == 1


@pytest.mark.django_db(transaction=True)
def test_a_call_waits_for_no_letters_that_are_being_made(receiver: Receiver) -> None:
    poll = make_poll(2)
    officer = make_actor(poll.contest.organisation)
    _hook(officer, receiver)
    contests.abandon(poll.contest, "No reason.", by=officer)
    work_off_the_queue("default")
    assert receiver.received == []
    work_off_the_queue("calls")
    assert len(receiver.received) == 1
    assert set(settings.QUEUES) == {"default", "calls"}  # the server starts a worker for each


def test_a_call_is_tried_with_growing_waits_for_about_a_day_then_given_up(
    receiver: Receiver,
) -> None:
    officer = make_actor(make_contest().organisation)
    webhook = _hook(officer, receiver)
    receiver.status = 503
    start = clock.now()
    with time_machine.travel(start, tick=False) as now:
        actions.send_test(webhook, by=officer)
        moments = []
        while (call := Call.objects.get()).state == CallState.WAITING:
            now.move_to(call.next_try_at)
            moments.append(call.next_try_at - start)
            assert delivery.deliver_due(9) == 1
            assert delivery.deliver_due(9) == 0
    waits = [b - a for a, b in pairwise(moments)]
    assert waits == sorted(waits)
    assert timedelta(hours=20) < moments[-1] < timedelta(hours=28)
    assert (call.state, call.tries, call.last_answer) == ("failed", 11, "503: not taken")
    ids = {r.headers["webhook-id"] for r in receiver.received}
    assert len(receiver.received) == 11
    assert len(ids) == 1
    assert len({r.headers["webhook-signature"] for r in receiver.received}) == 11


def test_a_call_that_was_given_up_is_tried_again_when_an_officer_says_so(
    receiver: Receiver,
) -> None:
    officer = make_actor(make_contest().organisation)
    webhook = _hook(officer, receiver)
    call = actions.send_test(webhook, by=officer)
    with pytest.raises(RuleError):
        actions.try_again(webhook, call.pk, by=officer)
    Call.objects.update(state=CallState.FAILED, tries=11)
    actions.try_again(webhook, call.pk, by=officer)
    assert delivery.deliver_due(9) == 1
    assert Call.objects.get().state == CallState.DONE


def test_what_a_stopped_worker_had_begun_is_tried_again_with_the_same_id(
    receiver: Receiver,
) -> None:
    officer = make_actor(make_contest().organisation)
    actions.send_test(_hook(officer, receiver), by=officer)

    call = delivery._claim()
    assert call is not None  # here the worker is stopped
    assert delivery.deliver_due(9) == 0
    with time_machine.travel(clock.now() + delivery.LEASE + timedelta(seconds=1)):
        assert delivery.deliver_due(9) == 1
    assert receiver.received[0].headers["webhook-id"] == f"msg_{call.pk.hex}"


def test_a_receiver_that_is_gone_for_good_is_not_tried_again(receiver: Receiver) -> None:
    officer = make_actor(make_contest().organisation)
    receiver.status = 410
    actions.send_test(_hook(officer, receiver), by=officer)
    delivery.deliver_due(9)
    assert Call.objects.get().state == CallState.FAILED


def test_stopping_gives_up_what_waits() -> None:
    officer = make_actor(make_contest().organisation)
    webhook = _hook(officer)
    actions.send_test(webhook, by=officer)
    actions.stop_webhook(webhook, by=officer)
    assert Call.objects.get().state == CallState.FAILED
    with pytest.raises(RuleError):
        actions.send_test(Webhook.objects.get(), by=officer)


def test_calls_that_are_over_are_forgotten_after_their_time() -> None:
    officer = make_actor(make_contest().organisation)
    webhook = _hook(officer)
    actions.send_test(webhook, by=officer)
    actions.send_test(webhook, by=officer)
    done = Call.objects.order_by("pk").first()
    assert done is not None
    Call.objects.filter(pk=done.pk).update(state=CallState.DONE)
    with time_machine.travel(clock.now() + delivery.KEPT + timedelta(hours=1)):
        assert delivery.forget_old() == 1
    assert Call.objects.get().state == CallState.WAITING


@pytest.mark.django_db(transaction=True)
def test_a_retry_is_left_to_the_worker_at_its_time(receiver: Receiver) -> None:
    officer = make_actor(make_contest().organisation)
    receiver.status = 500
    actions.send_test(_hook(officer, receiver), by=officer)
    work_off_the_queue()
    call = Call.objects.get()
    later = DBTaskResult.objects.filter(status="READY").order_by("-enqueued_at").first()
    assert later is not None
    assert later.run_after == call.next_try_at > clock.now()


# --- where it cannot go ---------------------------------------------------------------------------

HIDDEN = [  # each with its registry of special-purpose addresses
    "127.0.0.1", "127.8.9.1", "10.0.0.5", "172.16.3.4", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", str(ipaddress.IPv4Address(0)),
    "224.0.0.1", "255.255.255.255", "198.18.0.1", "192.0.2.1",
    "::1", "::", "fe80::1", "fe80::1%2", "fc00::1", "fd12:3456::1", "ff02::1",
    "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:10.0.0.1",
    "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2002:a00:1::", "2001:db8::1",
]  # fmt: skip


@pytest.mark.parametrize("address", HIDDEN)
def test_a_name_that_leads_behind_the_wall_is_not_called(address: str, settings: Any) -> None:
    settings.WEBHOOKS_TO_LOOPBACK = False
    with pytest.raises(RuleError, match="public internet"):
        reach.resolved("https://evil.example/hook", lambda _host, _port: [address])
    with pytest.raises(RuleError, match="public internet"):
        reach.resolved("https://evil.example/", lambda _host, _port: ["93.184.216.34", address])


@pytest.mark.parametrize("address", HIDDEN)
def test_such_an_address_written_out_is_refused_when_it_is_added(
    address: str, settings: Any
) -> None:
    settings.WEBHOOKS_TO_LOOPBACK = False
    host = f"[{address}]" if ":" in address else address
    with pytest.raises(RuleError):
        reach.check_address(f"https://{host}/hook")


@pytest.mark.parametrize(
    "text",
    [
        "http://example.org/", "ftp://example.org/", "file:///etc/passwd", "gopher://example.org/",
        "//example.org/", "https:///hook", "https://user:pw@example.org/", "https://a@example.org/",
        "https://example.org:0/", "https://example.org:99999/", "https://[::1", "javascript:1",
    ],
)  # fmt: skip
def test_an_address_that_is_none_of_https_is_refused(text: str, settings: Any) -> None:
    settings.WEBHOOKS_TO_LOOPBACK = False
    with pytest.raises(RuleError):
        reach.check_address(text)


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "127.1", "localhost", "0177.0.0.1"])
def test_other_spellings_of_this_machine_are_found_out_by_looking_them_up(
    host: str, settings: Any
) -> None:
    settings.WEBHOOKS_TO_LOOPBACK = False
    with pytest.raises(RuleError):
        reach.resolved(f"https://{host}/hook")


def test_a_public_name_is_called_at_the_address_that_was_judged() -> None:
    found = reach.resolved("https://example.org:8443/a b?c=é", lambda *_: ["93.184.216.34"])
    assert (found.address, found.port, found.host) == ("93.184.216.34", 8443, "example.org")
    assert found.host_header == "example.org:8443"
    assert found.path == "/a%20b?c=%C3%A9"


def test_a_redirect_is_not_followed(receiver: Receiver) -> None:
    with Receiver() as hidden:
        receiver.status, receiver.headers = 307, {"Location": hidden.address}
        officer = make_actor(make_contest().organisation)
        actions.send_test(_hook(officer, receiver), by=officer)
        delivery.deliver_due(9)
        assert hidden.received == []
    assert Call.objects.get().last_answer == "307: it leads elsewhere, where calls do not follow"


def test_the_setting_that_lets_this_machine_be_called_opens_nothing_else() -> None:
    for address in ("10.0.0.5", "169.254.169.254", "::ffff:10.0.0.1"):
        with pytest.raises(RuleError):
            reach.resolved("https://evil.example/", lambda *_, a=address: [a])
    with pytest.raises(RuleError):
        reach.check_address("http://example.org/")


def test_a_certificate_for_another_name_is_not_taken(tmp_path: Any) -> None:
    """A server on this machine whose certificate nobody vouches for."""
    from hustings.web.api.reach import Target
    from tests.web.api.certificates import tls_server

    with tls_server(tmp_path) as port:
        answer = calling.post(Target("127.0.0.1", port, "example.org", "/", True), b"{}", {})
    assert (answer.taken, answer.words) == (False, "its certificate is not good for that name")


def _endless(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", str(1 << 40))
    handler.end_headers()
    for _ in range(1 << 20):
        handler.wfile.write(b"x" * 65536)


def _rubbish(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"\x00\xff rubbish\r\n\r\n")


def _drip(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for n in range(200):
        handler.wfile.write(f"X-{n}: slow\r\n".encode())
        time.sleep(0.1)


@pytest.mark.parametrize(
    ("instead", "taken", "words"),
    [
        (_endless, True, "200, taken"),
        (_rubbish, False, "no answer that can be read"),
        (_drip, False, "no answer within 1 seconds"),
    ],
)
def test_a_receiver_that_behaves_badly_is_left_soon(
    instead: Callable[[BaseHTTPRequestHandler], None],
    taken: bool,
    words: str,
    receiver: Receiver,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(calling, "LONGEST", 1.0)
    receiver.instead = instead
    begun = time.monotonic()
    answer = calling.post(reach.resolved(receiver.address), b"{}", {})
    assert time.monotonic() - begun < 4
    assert answer.taken is taken
    assert answer.words.startswith(words)


def test_a_server_that_is_not_there_is_told_as_such() -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
    answer = calling.post(reach.resolved(f"http://127.0.0.1:{port}/"), b"{}", {})
    assert (answer.taken, answer.words) == (False, "nothing answers there")


def test_a_count_that_officers_alone_see_is_told_to_nobody() -> None:
    poll = counted_poll()
    _hook(poll.officer)
    results.recount(poll.contest, reason="An agent asked.", by=poll.officer)
    assert _told() == []
