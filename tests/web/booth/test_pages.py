"""The booth page by page, as a browser without a script goes through it."""

from __future__ import annotations

import base64
import html
import re
import secrets
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hustings.seal import CODE_BYTES, Marks, make_code, open_envelope
from hustings.web.booth import codes, throttle
from hustings.web.booth.codes import digest_of
from hustings.web.booth.models import Code, Envelope, FailedTry, Participation
from hustings.web.contests.models import Notice
from hustings.web.project import clock
from hustings.web.roll.models import Elector
from tests.web.booth.polls import Poll, accept_again, hours, make_poll, refuse_in_the_database

pytestmark = pytest.mark.django_db

ENTER, PAPER, CHECK, CAST = (reverse(f"booth:{n}") for n in ("enter", "paper", "check", "cast"))
NONCE = "0" * 31 + "1"


def text(response: Any) -> str:
    """What a page says, without its marks."""
    body = re.sub(r"<(script|style)\b.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", body)))


def hidden(response: Any) -> dict[str, str]:
    """What a page's hidden fields carry on."""
    found = re.findall(
        r'<input type="hidden" name="([^"]+)" value="([^"]*)">', response.content.decode()
    )
    return {name: html.unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}


def ballots(poll: Poll) -> list[Marks]:
    opened = [
        open_envelope(bytes(envelope.sealed), poll.key, poll.candidates)
        for envelope in Envelope.objects.all()
    ]
    assert all(isinstance(marks, Marks) for marks in opened)
    return opened  # type: ignore[return-value]


def test_a_vote_goes_from_the_code_to_the_receipt_without_a_script(client: Client) -> None:
    poll = make_poll(roll={"rotation": 2})
    assert client.get(ENTER).status_code == 200
    paper = client.post(PAPER, {"code": poll.codes[0].lower().replace("-", " ")})
    assert paper.status_code == 200
    names = re.findall(r'<p class="candidate">([^<]+)', paper.content.decode())
    assert names == ["Candidate 3", "Candidate 1", "Candidate 2"]
    check = client.post(CHECK, hidden(paper) | {"mark-3": "1", "mark-1": "2"})
    assert "1 Candidate 3, 2 Candidate 1; one not ranked." in text(check)
    cast = client.post(CAST, hidden(check))
    assert cast.status_code == 200
    assert Participation.objects.get().receipt in text(cast)
    assert ballots(poll) == [Marks((3, 1), rotation=2)]


def test_sent_again_the_form_is_confirmed_again_and_counts_once(client: Client) -> None:
    poll = make_poll()
    check = client.post(CHECK, {"code": poll.codes[0], "declared": "1", "mark-1": "1"})
    first, again = (client.post(CAST, hidden(check)) for _ in range(2))
    receipt = Participation.objects.get().receipt
    assert receipt in text(first)
    assert receipt in text(again)
    assert "It was in already" in text(again)
    assert "It was in already" not in text(first)
    assert poll.figures == (1, 1)


def test_a_second_paper_finds_the_vote_in_with_day_and_channel_and_without_receipt(
    client: Client,
) -> None:
    poll = make_poll()
    check = client.post(CHECK, {"code": poll.codes[0], "declared": "1", "mark-1": "1"})
    other = client.post(CHECK, {"code": poll.codes[0], "declared": "1", "mark-2": "1"})
    client.post(CAST, hidden(check))
    taken = Participation.objects.get()
    for answer in (client.post(CAST, hidden(other)), client.post(PAPER, {"code": poll.codes[0]})):
        assert answer.status_code == 409
        assert f"cast online on {taken.day:%A} {taken.day.day} {taken.day:%B %Y}" in text(answer)
        assert taken.receipt not in text(answer)
    assert poll.figures == (1, 1)


def test_marks_sealed_by_the_page_are_cast_as_they_are(client: Client) -> None:
    poll = make_poll()
    sealed = base64.b64encode(poll.sealed((2, 3, 1))).decode()
    sent = {"code": poll.codes[0], "declared": "1", "nonce": NONCE, "sealed": sealed}
    assert client.post(CAST, sent).status_code == 200
    assert ballots(poll) == [Marks((2, 3, 1))]


@pytest.mark.parametrize(
    ("changed", "status", "said"),
    [
        ({"nonce": ""}, 422, "did not arrive whole"),
        ({"nonce": "x" * 32}, 422, "did not arrive whole"),
        ({"sealed": "!"}, 422, "did not arrive whole"),
        ({"sealed": "é"}, 422, "did not arrive whole"),
        ({"sealed": ""}, 422, "not one of this contest"),
        ({"sealed": "AAAA"}, 422, "not one of this contest"),
        ({"code": ""}, 422, "Enter the code from your letter"),
        ({"sealed": None}, 422, "did not arrive whole"),
        ({"sealed": None, "marks": ""}, 422, "did not arrive whole"),
        ({"sealed": None, "marks": "1,1"}, 422, "did not arrive whole"),
        ({"sealed": None, "marks": "4"}, 422, "did not arrive whole"),
        ({"sealed": None, "marks": "²"}, 422, "did not arrive whole"),
    ],
)
def test_a_mangled_cast_casts_nothing_and_says_so(
    client: Client, changed: dict[str, str | None], status: int, said: str
) -> None:
    poll = make_poll()
    sent: dict[str, str | None] = {
        "code": poll.codes[0],
        "declared": "1",
        "nonce": NONCE,
        "sealed": base64.b64encode(poll.sealed((1,))).decode(),
    }
    sent.update(changed)
    answer = client.post(CAST, {name: value for name, value in sent.items() if value is not None})
    assert answer.status_code == status
    assert said in text(answer)
    assert poll.figures == (0, 0)


def typo(code: str, kind: str) -> str:
    other = "B" if code[8] != "B" else "C"
    return {
        "short": code[:-1],
        "long": code + "7",
        "unreadable": code[:4] + "!" + code[5:],
        "one": code[:8] + other + code[9:],
        "swapped": code[:4] + code[5] + code[4] + code[6:],
        "empty": "",
    }[kind]


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("short", "One character of the code is missing. Look at group 7"),
        ("long", "The code has one character too many. Look at group 7"),
        ("unreadable", "“!” in group 2 cannot be part of a code"),
        ("one", "looks wrong: it is the 1st character in group 3."),
        ("swapped", "changed places"),
        ("empty", "Enter the code from your letter"),
    ],
)
def test_a_typo_says_which_character_looks_wrong(client: Client, kind: str, said: str) -> None:
    code = make_code(bytes(range(12)))
    answer = client.post(PAPER, {"code": typo(code, kind)})
    assert answer.status_code == 422
    assert said in text(answer)
    assert not FailedTry.objects.exists()


def test_a_typo_marks_the_character_in_the_code_as_typed(client: Client) -> None:
    code = typo(make_code(bytes(range(12))), "one")
    answer = client.post(PAPER, {"code": code}).content.decode()
    assert re.search(rf'<span class="group"><mark>{code[8]}</mark>{code[9:11]}</span>', answer)


REFUSALS: list[tuple[str, dict[str, Any], int, str]] = [
    ("early", {"opens_at": hours(2)}, 403, "Voting opens on"),
    ("late", {"opens_at": hours(-9), "closes_at": hours(-1)}, 403, "Voting closed on"),
    ("closed", {"state": "closed"}, 403, "Voting has closed"),
    ("abandoned", {"state": "abandoned"}, 403, "abandoned"),
    ("draft", {"state": "draft"}, 403, "not opened yet"),
    ("test over", {"state": "draft", "channel": "test"}, 403, "not open"),
]


@pytest.mark.parametrize("page", [PAPER, CHECK, CAST])
@pytest.mark.parametrize(
    ("fields", "status", "said"), [r[1:] for r in REFUSALS], ids=[r[0] for r in REFUSALS]
)
def test_outside_the_poll_every_page_says_why(
    client: Client, page: str, fields: dict[str, Any], status: int, said: str
) -> None:
    poll = make_poll(**fields)
    sent = {"code": poll.codes[0], "declared": "1", "nonce": NONCE, "mark-1": "1", "marks": "1"}
    answer = client.post(page, sent)
    assert answer.status_code == status
    assert said in text(answer)
    assert poll.figures == (0, 0)


def test_a_replaced_code_says_so_and_tells_nothing_of_a_vote(client: Client) -> None:
    poll = make_poll()
    codes.kill(poll.electors[0], "reissued")
    new = codes.issue(poll.electors[0], channel="officer")
    client.post(CAST, {"code": new, "declared": "1", "nonce": NONCE, "marks": "1"})
    assert poll.figures == (1, 1)
    answer = client.post(PAPER, {"code": poll.codes[0]})
    assert answer.status_code == 410
    assert "newer code" in text(answer)
    assert "cast online" not in text(answer)


def test_an_elector_who_was_struck_is_told_so(client: Client) -> None:
    poll = make_poll()
    Elector.objects.update(struck_at=clock.now())
    assert "taken off the roll" in text(client.post(PAPER, {"code": poll.codes[0]}))


# --- the declaration ------------------------------------------------------------------------------


def test_the_declaration_comes_first_and_must_be_ticked(client: Client) -> None:
    poll = make_poll(declaration_text="I support the *aims*.\n\nI live here.")
    asked = client.post(PAPER, {"code": poll.codes[0]})
    assert "I support the aims." in text(asked)
    assert "Candidate 1" not in text(asked)
    again = client.post(PAPER, hidden(asked))
    assert again.status_code == 422
    assert "Tick the box" in text(again)
    paper = client.post(PAPER, hidden(asked) | {"declared": "1"})
    assert "Candidate 1" in text(paper)
    assert "Step 2 of 3" in text(paper)


@pytest.mark.parametrize("page", [CHECK, CAST])
def test_nobody_gets_past_the_declaration(client: Client, page: str) -> None:
    poll = make_poll(declaration_text="I support the aims.")
    sealed = base64.b64encode(poll.sealed((1,))).decode()
    sent = {"code": poll.codes[0], "nonce": NONCE, "marks": "1", "sealed": sealed, "mark-1": "1"}
    assert "I support the aims." in text(client.post(page, sent))
    assert poll.figures == (0, 0)


# --- the paper ------------------------------------------------------------------------------------


def test_one_place_for_two_candidates_names_both(client: Client) -> None:
    poll = make_poll()
    sent = {"code": poll.codes[0], "mark-1": "1", "mark-3": "1", "mark-2": "2"}
    answer = client.post(CHECK, sent)
    assert answer.status_code == 422
    assert "Candidate 1 and Candidate 3 are both your 1st choice" in text(answer)
    assert re.search(r'name="mark-2".*?value="2" selected', answer.content.decode(), re.DOTALL)


def test_places_left_out_close_up_and_the_elector_is_asked_to_check(client: Client) -> None:
    poll = make_poll(candidates=4)
    answer = client.post(
        CHECK, {"code": poll.codes[0], "mark-1": "1", "mark-3": "3", "mark-2": "4"}
    )
    assert "You left out place 2." in text(answer)
    assert "Your 3 counts as 2. Your 4 counts as 3." in text(answer)
    client.post(CAST, hidden(answer))
    assert [marks.ranking for marks in ballots(poll)] == [(1, 3, 2)]


@pytest.mark.parametrize("text_typed", ["0", "4", "-1", "1.5", "one", "²", "1 2"])
def test_what_is_no_place_is_named_with_what_would_be_right(
    client: Client, text_typed: str
) -> None:
    poll = make_poll()
    answer = client.post(CHECK, {"code": poll.codes[0], "mark-2": text_typed})
    assert answer.status_code == 422
    assert f"Candidate 2: “{text_typed}” is no place" in text(answer)


def test_an_empty_paper_is_asked_about_and_then_taken(client: Client) -> None:
    poll = make_poll()
    asked = client.post(CHECK, {"code": poll.codes[0]})
    assert "Your paper is empty." in text(asked)
    assert poll.figures == (0, 0)
    client.post(CAST, hidden(asked))
    assert ballots(poll) == [Marks(())]


def test_changing_the_ballot_brings_back_what_was_filled_in(client: Client) -> None:
    poll = make_poll()
    check = client.post(CHECK, {"code": poll.codes[0], "mark-1": "2", "mark-2": "1"})
    again = client.post(PAPER, hidden(check)).content.decode()
    for number, place in ((1, 2), (2, 1)):
        assert re.search(rf'name="mark-{number}"[^~]*?value="{place}" selected', again)


@pytest.mark.parametrize(
    ("rule", "fields", "options"), [("plurality", 0, 0), ("sv", 3, 2), ("av", 3, 3)]
)
def test_the_paper_asks_for_what_the_rule_counts(
    client: Client, rule: str, fields: int, options: int
) -> None:
    poll = make_poll(rule=rule)
    answer = client.post(PAPER, {"code": poll.codes[0]}).content.decode()
    assert len(re.findall(r"<select name=", answer)) == fields
    assert len(re.findall(r'<option value="\d', answer)) == fields * options
    assert len(re.findall(r'type="radio"', answer)) == (0 if fields else 3)


def test_one_choice_is_cast_where_the_rule_counts_one(client: Client) -> None:
    poll = make_poll(rule="plurality")
    check = client.post(CHECK, {"code": poll.codes[0], "choice": "2"})
    assert "You have chosen:" in text(check)
    client.post(CAST, hidden(check))
    assert ballots(poll) == [Marks((2,))]


def test_of_many_candidates_places_are_typed(client: Client) -> None:
    poll = make_poll(candidates=40)
    answer = client.post(PAPER, {"code": poll.codes[0]})
    assert len(re.findall(r'type="number"', answer.content.decode())) == 40


def test_a_withdrawn_candidate_stays_on_the_paper_and_the_notice_stands_over_it(
    client: Client,
) -> None:
    poll = make_poll()
    poll.contest.candidates.filter(number=2).update(withdrawn_at=clock.now())
    Notice.objects.create(contest=poll.contest, text="Candidate 2 withdrew.", at=clock.now())
    said = text(client.post(PAPER, {"code": poll.codes[0]}))
    assert "Candidate 2 withdrew." in said
    assert "Candidate 2 has withdrawn. A vote for Candidate 2 passes to your next choice." in said


def test_what_a_candidate_wrote_does_no_harm(client: Client) -> None:
    poll = make_poll(state="draft", test_mode=True, channel="test")
    bad = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    poll.contest.candidates.update(statement=bad, description=bad)
    answer = client.post(PAPER, {"code": poll.codes[0]}).content.decode()
    assert "<script>alert" not in answer
    assert "<img src=x" not in answer


def test_large_print_is_carried_from_page_to_page(client: Client) -> None:
    poll = make_poll()
    enter = client.get(ENTER, {"large": "1"})
    paper = client.post(PAPER, hidden(enter) | {"code": poll.codes[0]})
    check = client.post(CHECK, hidden(paper) | {"mark-1": "1"})
    cast = client.post(CAST, hidden(check))
    for page in (enter, paper, check, cast):
        assert '<body class="voting large"' in page.content.decode()
    usual = client.post(PAPER, {**hidden(paper), "large": "0", "mark-1": "1"})
    assert '<body class="voting"' in usual.content.decode()


def test_every_page_of_a_trial_says_test(client: Client) -> None:
    poll = make_poll(state="draft", test_mode=True, channel="test")
    paper = client.post(PAPER, {"code": poll.codes[0]})
    check = client.post(CHECK, hidden(paper) | {"mark-1": "1"})
    cast = client.post(CAST, hidden(check))
    voted = client.post(PAPER, {"code": poll.codes[0]})
    for page in (paper, check, cast, voted):
        assert "TEST" in text(page)
    assert poll.figures == (1, 1)


# --- what no page does ----------------------------------------------------------------------------


def test_no_page_is_kept_and_none_tells_where_it_came_from(client: Client) -> None:
    poll = make_poll()
    check = client.post(CHECK, {"code": poll.codes[0], "mark-1": "1"})
    pages = [
        client.get(ENTER),
        client.get(CAST),
        client.post(PAPER, {"code": poll.codes[0]}),
        client.post(PAPER, {"code": "nonsense"}),
        check,
        client.post(CAST, hidden(check)),
    ]
    for page in pages:
        assert page.headers["Cache-Control"] == "no-store"
        assert page.headers["Referrer-Policy"] == "same-origin"
        assert "officer" not in page.cookies
    assert not client.session.keys()


def test_a_post_without_the_token_of_the_form_does_nothing() -> None:
    poll = make_poll()
    client = Client(enforce_csrf_checks=True)
    sent = {"code": poll.codes[0], "declared": "1", "nonce": NONCE, "marks": "1"}
    assert client.post(CAST, sent).status_code == 403
    assert poll.figures == (0, 0)


@pytest.mark.parametrize("method", ["get", "head", "put", "delete", "patch", "options"])
def test_a_scanner_that_opens_every_link_fifty_times_costs_nobody_a_vote(
    client: Client, method: str
) -> None:
    poll = make_poll()
    code = poll.codes[0]
    for address in (ENTER, PAPER, CHECK, CAST):
        for query in ("", f"?code={code}", f"?code={code}&nonce={NONCE}&marks=1&declared=1"):
            for _ in range(50 // 3 + 1):
                answer = getattr(client, method)(f"{address}{query}")
                assert answer.status_code in ((200, 302) if method in ("get", "head") else (405,))
    assert poll.figures == (0, 0)
    assert Code.objects.get().dead == ""
    sent = {"code": code, "declared": "1", "nonce": NONCE, "marks": "1"}
    assert client.post(CAST, sent).status_code == 200
    assert poll.figures == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_a_sealed_cast_asks_the_database_once_and_no_session(client: Client) -> None:
    poll = make_poll(2)
    sealed = base64.b64encode(poll.sealed((1,))).decode()
    for elector in (0, 1):  # the first reads the paper, which is then kept for a moment
        sent = {"code": poll.codes[elector], "declared": "1", "nonce": NONCE, "sealed": sealed}
        with CaptureQueriesContext(connection) as asked:
            assert client.post(CAST, sent).status_code == 200
    by_the_writer = connection.vendor == "sqlite"  # whose thread has a connection of its own
    assert len(asked) == (0 if by_the_writer else 1)


@pytest.mark.django_db(transaction=True)
def test_what_could_not_be_recorded_is_sent_again_by_one_button(client: Client) -> None:
    poll = make_poll()
    check = client.post(CHECK, {"code": poll.codes[0], "large": "1", "mark-2": "1"})
    refuse_in_the_database(poll.electors[0])
    try:
        failed = client.post(CAST, hidden(check))
    finally:
        accept_again()
    assert failed.status_code == 503
    assert "could not be recorded yet" in text(failed)
    assert poll.figures == (0, 0)
    assert hidden(failed) == hidden(check)  # the nonce with it
    assert client.post(CAST, hidden(failed)).status_code == 200
    assert ballots(poll) == [Marks((2,))]


# --- guessing -------------------------------------------------------------------------------------


def unknown_code() -> str:
    return make_code(secrets.token_bytes(CODE_BYTES))


def test_unknown_codes_from_one_address_are_refused_above_the_limit_and_good_ones_work(
    client: Client,
) -> None:
    poll = make_poll()
    for _ in range(throttle.MOST_TRIES):
        assert client.post(PAPER, {"code": unknown_code()}).status_code == 404
    refused = client.post(CAST, {"code": unknown_code(), "declared": "1", "nonce": NONCE})
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "900"
    assert client.post(PAPER, {"code": unknown_code()}).status_code == 429
    assert FailedTry.objects.get().tries == throttle.MOST_TRIES
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert elsewhere.post(PAPER, {"code": unknown_code()}).status_code == 404
    assert client.post(PAPER, {"code": poll.codes[0]}).status_code == 200  # the same office


def test_the_limit_is_lifted_after_its_time_and_forgotten(client: Client) -> None:
    for _ in range(throttle.MOST_TRIES):
        client.post(PAPER, {"code": unknown_code()})
    FailedTry.objects.update(since=clock.now() - throttle.PERIOD)
    assert client.post(PAPER, {"code": unknown_code()}).status_code == 404
    assert FailedTry.objects.get().tries == 1


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
    ],
)
def test_an_address_is_counted_without_the_half_that_its_sender_chooses(
    one: str, other: str, same: bool
) -> None:
    for address in (one, other):
        Client(REMOTE_ADDR=address).post(PAPER, {"code": unknown_code()})
    assert FailedTry.objects.count() == (1 if same else 2)
    assert one.encode() not in b"".join(bytes(f.address) for f in FailedTry.objects.all())


def test_a_known_code_leaves_no_trace_of_where_it_was_used(client: Client) -> None:
    poll = make_poll()
    client.post(CAST, {"code": poll.codes[0], "declared": "1", "nonce": NONCE, "marks": "1"})
    assert poll.figures == (1, 1)
    assert not FailedTry.objects.exists()
    assert Code.objects.filter(digest=digest_of(poll.codes[0])).exists()
