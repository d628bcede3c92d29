"""The officers' pages as they answer: what they do, what they say, and what they never run."""

from __future__ import annotations

import re
from datetime import timedelta
from html.parser import HTMLParser

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from hustings.seal import unlock
from hustings.web.contests import actions
from hustings.web.contests.models import Contest, State
from hustings.web.officers.models import Role
from hustings.web.project import clock
from tests.web.contests.setting_up import PASSPHRASE, QUICK, as_file, cast_by_row, prepared, ready
from tests.web.contests.test_candidates import picture
from tests.web.contests.test_permissions import TABLE, address
from tests.web.making import make_actor, make_electors, make_organisation
from tests.web.officers.signing_in import signed_in

pytestmark = pytest.mark.django_db

ATTACK = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7|add:7 }}"


class _Dangers(HTMLParser):
    """Collects what could run: scripts in the page, handlers, styles, javascript: addresses."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "script" and not (given.get("src") or "").startswith("/static/"):
            self.found.append("script")
        if tag in ("style", "iframe", "object", "embed"):
            self.found.append(tag)
        for name, value in attrs:
            if name.startswith("on") or name == "style":
                self.found.append(f"{tag} {name}")
            if (value or "").strip().lower().startswith(("javascript:", "data:", "vbscript:")):
                self.found.append(f"{tag} {name}={value}")
        if tag == "img" and not (given.get("src") or "").startswith("/"):
            self.found.append("img")


def pages(client: Client, contest: Contest) -> dict[str, str]:
    found = {n: client.get(address(contest, n)).text for n, _, m in TABLE if "GET" in m}
    return found | {"home": client.get(reverse("contests:home")).text}


@pytest.mark.parametrize("is_ready", [False, True])
def test_whatever_is_typed_runs_nowhere(is_ready: bool) -> None:
    contest, by = prepared()
    values = {
        "title": ATTACK, "place": ATTACK, "question": ATTACK, "about": ATTACK,
        "advises_title": ATTACK, "advises_rule": "av", "who_may_vote": ATTACK,
        "declaration_text": ATTACK, "pledge": "lead", "pledge_by": ATTACK,
        "pledge_hundredths": 500, "pledge_text": ATTACK,
    }  # fmt: skip
    Contest.objects.filter(pk=contest.pk).update(**values)
    contest.candidates.filter(number=1).update(
        name=ATTACK, surname=ATTACK, description=ATTACK, statement=f"{ATTACK}\n\n- {ATTACK}"
    )
    by.organisation.name = ATTACK
    by.organisation.save()
    if is_ready:
        contest = actions.make_ready(contest, by=by)
        assert contest.closes_at is not None
        actions.extend(contest, contest.closes_at + timedelta(days=1), ATTACK, by=by)
        actions.withdraw_candidate(contest.candidates.get(number=1), ATTACK, by=by)
    for name, html in pages(signed_in(by), contest).items():
        assert _Dangers(html).found == [], name
        assert "alert(1)</script>" not in html, name
    assert "{{ 7|add:7 }}" in pages(signed_in(by), contest)["contest"]


def test_every_page_has_one_first_heading_and_a_title() -> None:
    contest, by = prepared()
    for name, html in pages(signed_in(by), contest).items():
        if html:  # the others lead on
            assert len(re.findall(r"<h1[ >]", html)) == 1, name
            assert re.search(r"<title>\s*\S", html), name


def test_pages_about_a_contest_are_kept_nowhere() -> None:
    contest, by = prepared()
    response = signed_in(by).get(address(contest, "contest"))
    assert "no-store" in response["Cache-Control"]


def test_a_contest_is_set_up_by_its_pages_alone() -> None:
    by = make_actor(make_organisation())
    client = signed_in(by)
    new = reverse("contests:new", args=[by.organisation.slug])
    answer = client.post(new, {"title": "Ashby Vale primary", "purpose": "advisory"})
    contest = Contest.objects.get()
    assert answer["Location"] == address(contest, "contest")

    def send(name: str, values: dict[str, object], to: str = "contest") -> None:
        answer = client.post(address(contest, name), values)
        assert answer.status_code == 302, answer.text
        assert answer["Location"] == address(contest, to)
        contest.refresh_from_db()

    send("form", {
        "title": "Ashby Vale primary", "purpose": "advisory", "question": "Whom?", "rule": "av",
        "seats": 1, "base": "live", "advises_title": "Leader", "advises_rule": "av",
    })  # fmt: skip
    send("candidate_add", {"name": "Ann Ashe", "statement": "Hello."}, "candidates")
    send("candidate_add", {"name": "Bea Birch"}, "candidates")
    send("order", {"order_policy": "fixed"})
    send("voters", {"who_may_vote": "Members", "declaration_text": "I support the party."})
    send("pledge", {"pledge": "lead", "pledge_by": "Our MP", "pledge_hundredths": "5"})
    now = time_machine.travel("2026-04-01T12:00Z", tick=False)
    with now:
        send("timetable", {
            "timezone": "Europe/London", "opens_at": "2026-05-01T08:00",
            "closes_at": "2026-05-10T21:00",
        })  # fmt: skip
        send("retention", {"retention_until": "2026-08-31"})
        page = client.post(address(contest, "key"), {
            "place": "file", "passphrase": PASSPHRASE, "again": PASSPHRASE, "replacing": "",
        })  # fmt: skip
        assert page.status_code == 200
        text = page.context["made"].file_text
        saved = client.post(address(contest, "key_file"), {"file_text": text})
        assert saved["Content-Disposition"].startswith(f'attachment; filename="{contest.slug}-')
        assert saved.content.decode() == text
        send("key_test", {"key_file": as_file(text), "passphrase": PASSPHRASE})
        make_electors(contest, 2)
        Contest.objects.filter(pk=contest.pk).update(
            roll_frozen_at="2026-04-01T12:00Z", roll_counts={"electors": 2, "candidates": 2}
        )
        shown = client.get(address(contest, "ready")).text
        assert "Make the contest ready?" in shown
        assert "from 1 May 2026, 08:00 (Europe/London)" in shown
        send("ready", {})
    assert contest.state == State.READY
    assert contest.pledge_text.startswith("Our MP will follow the result if, at the last stage")
    assert contest.public_key is not None
    assert unlock(text, PASSPHRASE).public == bytes(contest.public_key)


def test_the_ready_page_lists_what_stands_in_the_way_with_a_way_to_it() -> None:
    contest, by = prepared(rule="plurality", advises_title="Leader", advises_rule="av")
    Contest.objects.filter(pk=contest.pk).update(who_may_vote="")
    client = signed_in(by)
    page = client.get(address(contest, "ready")).text
    assert "Not ready yet" in page
    assert "could not say whom they prefer next" in page
    assert f'href="{address(contest, "voters")}"' in page
    assert client.post(address(contest, "ready")).status_code == 422
    assert Contest.objects.get(pk=contest.pk).state == State.DRAFT


def test_a_pledge_is_shown_in_words_before_it_is_saved() -> None:
    contest, by = prepared()
    client, sent = signed_in(by), {"pledge": "always", "pledge_by": "Our MP"}
    page = client.post(address(contest, "pledge"), sent | {"preview": "1"})
    assert "Our MP will follow the result, whatever the lead." in page.text
    assert Contest.objects.get(pk=contest.pk).pledge == "none"
    assert client.post(address(contest, "pledge"), sent).status_code == 302
    assert Contest.objects.get(pk=contest.pk).pledge == "always"


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"pledge": "lead", "pledge_by": "Our MP"}, "Give the number"),
        ({"pledge": "lead", "pledge_by": "Our MP", "pledge_hundredths": "0"}, "Give the number"),
        ({"pledge": "lead", "pledge_by": "Our MP", "pledge_hundredths": "101"}, "from 0 to 100"),
        ({"pledge": "always"}, "Say who makes the pledge"),
        ({"pledge": "perhaps"}, "valid choice"),
    ],
)
def test_a_pledge_that_cannot_be_held_to_is_not_saved(sent: dict[str, str], told: str) -> None:
    contest, by = prepared()
    page = signed_in(by).post(address(contest, "pledge"), sent)
    assert page.status_code == 422
    assert told in page.text


def test_a_lead_decides_nothing_where_several_are_chosen() -> None:
    contest, by = prepared(rule="plurality", seats=2)
    sent = {"pledge": "lead", "pledge_by": "Our MP", "pledge_hundredths": "5"}
    page = signed_in(by).post(address(contest, "pledge"), sent)
    assert "This contest fills 2 seats" in page.text


def test_a_key_page_sent_twice_makes_one_key_and_says_so() -> None:
    contest, by = prepared()
    contest.public_key = contest.key_tested_at = None
    contest.save()
    client = signed_in(by)
    sent = {"place": "file", "passphrase": PASSPHRASE, "again": PASSPHRASE, "replacing": ""}
    first = client.post(address(contest, "key"), sent)
    contest.refresh_from_db()
    stands = contest.public_key
    again = client.post(address(contest, "key"), sent)
    assert (first.status_code, again.status_code) == (200, 422)
    assert "Another key was made meanwhile" in again.text
    contest.refresh_from_db()
    assert contest.public_key == stands
    assert PASSPHRASE not in first.text + again.text


@pytest.mark.parametrize(
    ("passphrase", "again", "told"),
    [
        ("short", "short", "at least 12"),
        (PASSPHRASE, PASSPHRASE + "!", "not alike"),
        ("aaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaa", "different"),
    ],
)
def test_a_passphrase_that_will_not_do_is_told(passphrase: str, again: str, told: str) -> None:
    contest, by = prepared()
    sent = {"place": "file", "passphrase": passphrase, "again": again}
    page = signed_in(by).post(address(contest, "key"), sent)
    assert page.status_code == 422
    assert told in page.text
    assert passphrase not in page.text


def test_a_file_that_is_no_key_file_is_told_on_the_test_page() -> None:
    contest, by = prepared()
    client = signed_in(by)
    sent = {"key_file": as_file("Dear voter"), "passphrase": PASSPHRASE}
    page = client.post(address(contest, "key_test"), sent)
    assert "not a key file of hustings" in page.text
    sent = {"key_file": as_file("x" * 30_000), "passphrase": PASSPHRASE}
    assert "not a key file" in client.post(address(contest, "key_test"), sent).text


def test_nothing_but_a_key_file_is_handed_back_as_a_file() -> None:
    contest, by = prepared()
    client = signed_in(by)
    for text in ("<script>alert(1)</script>", "", "{}"):
        assert client.post(address(contest, "key_file"), {"file_text": text}).status_code == 404


def test_a_photograph_is_served_as_a_jpeg_and_nothing_else() -> None:
    contest, by = prepared()
    client = signed_in(by)
    photo = SimpleUploadedFile("me.svg", picture("PNG"), "image/svg+xml")
    sent = {"name": "Candidate 1", "photo": photo}
    assert client.post(address(contest, "candidate"), sent).status_code == 302
    name = contest.candidates.get(number=1).photo
    url = reverse("contests:photo", args=[name])
    response = Client().get(url)
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response.getvalue().startswith(b"\xff\xd8")
    assert url in client.get(address(contest, "candidates")).text
    client.post(address(contest, "candidate"), {"name": "Candidate 1", "without_photo": "on"})
    assert Client().get(url).status_code == 404


def test_a_file_that_is_no_photograph_is_told_and_the_words_are_not_lost() -> None:
    contest, by = prepared()
    sent = {"name": "Cat", "statement": "A long statement.", "photo": as_file("<svg/>", "a.jpg")}
    page = signed_in(by).post(address(contest, "candidate_add"), sent)
    assert page.status_code == 422
    assert "save the photograph as JPEG" in page.text
    assert "A long statement." in page.text
    assert contest.candidates.count() == 3


def test_up_and_down_move_a_candidate() -> None:
    contest, by = prepared()
    signed_in(by).post(address(contest, "candidate_move"), {"to": "down"})
    assert [c.key for c in contest.candidates.order_by("number")] == ["c2", "c1", "c3"]
    signed_in(by).post(address(contest, "candidate_move"), {"to": "up"})
    assert [c.key for c in contest.candidates.order_by("number")] == ["c1", "c2", "c3"]


def test_the_form_of_a_ready_contest_leads_back_with_a_reason() -> None:
    contest, by = ready()
    answer = signed_in(by).get(address(contest, "form"), follow=True)
    assert "The form is fixed: this contest is ready." in answer.text


def test_an_act_tells_its_numbers_before_it_is_done() -> None:
    contest, by = ready(electors=5)
    cast_by_row(contest, 2)
    client = signed_in(by)
    assert contest.closes_at is not None
    extend = client.get(address(contest, "extend")).text
    assert re.search(r'<span class="n">3</span>\s*<span>electors who have not voted', extend)
    withdraw = client.get(address(contest, "withdraw_one")).text
    assert re.search(r'<span class="n">2</span>\s*<span>papers are cast and stand', withdraw)
    back = client.post(address(contest, "back"))
    assert (back.status_code, "2 have voted" in back.text) == (422, True)
    early = client.post(address(contest, "close"))
    assert (early.status_code, "cannot be shortened" in early.text) == (409, True)
    with time_machine.travel(contest.closes_at, tick=False):
        client = signed_in(by)
        close = client.get(address(contest, "close")).text
        assert re.search(r'<span class="n">2</span>\s*<span>have voted', close)
        assert client.post(address(contest, "close")).status_code == 302
    contest.refresh_from_db()
    assert contest.state == State.CLOSED


def test_a_poll_is_extended_by_its_page_on_the_contests_own_clock() -> None:
    contest, by = ready(timezone="America/New_York")
    client = signed_in(by)
    sent = {"closes_at": "2099-07-01T21:00", "reason": "Snow."}
    assert client.post(address(contest, "extend"), sent).status_code == 302
    contest.refresh_from_db()
    assert contest.closes_at is not None
    assert contest.closes_at.isoformat() == "2099-07-02T01:00:00+00:00"
    early = client.post(address(contest, "extend"), {"closes_at": "2020-01-01T00:00"})
    assert early.status_code == 422
    assert "cannot be shortened" in early.text
    told = "Fill this in: it cannot be left empty."
    assert re.search(rf'<a href="#id_reason">[^<]+: {told}</a>', early.text)  # in the summary
    assert re.search(rf'id="id_reason_error"><p>.*{told}</p>', early.text)  # and at the field,
    assert re.search(r'<textarea[^>]* aria-describedby="[^"]*id_reason_error', early.text)
    untimed = client.post(address(contest, "extend"), {"reason": "Snow."})
    assert re.search(r'<a href="#id_closes_at">[^<]+: Give a day and a time.</a>', untimed.text)


def test_the_task_page_says_how_far_it_is_and_what_comes_next() -> None:
    contest, by = prepared(timezone="Asia/Kolkata")
    with time_machine.travel("2026-04-01T12:00Z", tick=False):
        Contest.objects.filter(pk=contest.pk).update(
            opens_at="2026-05-01T08:00Z", closes_at="2026-05-20T08:00Z"
        )
        page = signed_in(by).get(address(contest, "contest")).text
    assert re.search(r"(\d+) of \1 things that voting needs are done", page)
    assert "Friday 1 May 2026, 13:30" in page
    assert "Asia/Kolkata" in page
    contest.refresh_from_db()
    assert contest.key_tested_at is not None


def test_test_mode_is_said_on_the_page_and_switched_by_a_button() -> None:
    contest, by = prepared()
    client = signed_in(by)
    assert "Begin test mode?" in client.get(address(contest, "test")).text
    client.post(address(contest, "test"))
    page = client.get(address(contest, "contest")).text
    assert "<title>TEST" in page
    cast_by_row(contest, 1)
    ask = client.get(address(contest, "test")).text
    assert re.search(r'<span class="n">1</span>\s*<span>trial ballot is wiped', ask)
    client.post(address(contest, "test"))
    contest.refresh_from_db()
    assert (contest.test_mode, contest.participations.count()) == (False, 0)


def test_an_observer_sees_the_contest_as_it_stands_and_no_button() -> None:
    contest, by = prepared()
    page = signed_in(make_actor(by.organisation, Role.OBSERVER)).get(address(contest, "contest"))
    assert "Candidate 1, Candidate 2, Candidate 3" in page.text
    main = page.text.partition("<main")[2].partition("</main>")[0]
    assert "<form" not in main
    assert "<button" not in main


def test_a_short_poll_is_saved_with_a_warning() -> None:
    contest, by = prepared()
    with time_machine.travel("2026-04-01T12:00Z", tick=False):
        answer = signed_in(by).post(
            address(contest, "timetable"),
            {
                "timezone": "Europe/London",
                "opens_at": "2026-05-01T08:00",
                "closes_at": "2026-05-03T21:00",
            },
            follow=True,
        )
    assert "The poll is open for 2 days: with less than a week" in answer.text


def test_the_phase_stands_in_words_on_every_page_of_a_contest() -> None:
    contest, by = ready()
    opens, closes = contest.opens_at, contest.closes_at
    assert opens is not None
    assert closes is not None
    for at, words in ((None, "Not open yet"), (opens, "Voting open"), (closes, "Voting over")):
        with time_machine.travel(at or opens - timedelta(hours=1), tick=False):
            client = signed_in(by)
            for url in (address(contest, "contest"), reverse("contests:home")):
                assert re.search(rf'<span class="state[^"]*">{words}</span>', client.get(url).text)


def test_a_day_of_erasure_before_the_close_is_refused() -> None:
    contest, by = prepared()
    client = signed_in(by)
    for day, told in (("2020-01-01", "Take a day after"), ("soon", "Give a day, such as")):
        page = client.post(address(contest, "retention"), {"retention_until": day})
        assert page.status_code == 422
        assert told in page.text


def test_the_cost_of_a_quick_key_is_for_tests_alone() -> None:
    from hustings.seal import USUAL_COST

    assert USUAL_COST.memory_kib > QUICK.memory_kib


@pytest.mark.parametrize(
    ("state", "votes", "may"), [("ready", 0, True), ("ready", 1, False), ("closed", 0, False)]
)
def test_the_way_back_to_the_draft_is_told_only_while_there_is_one(
    state: str, votes: int, may: bool
) -> None:
    contest, by = ready()
    if votes:
        cast_by_row(contest, votes)
    Contest.objects.filter(pk=contest.pk).update(state=state)
    page = signed_in(by).get(address(contest, "test"), follow=True).content.decode()
    assert "The form is fixed" in page
    assert ("While nobody has voted it can be" in page) is may


@pytest.mark.parametrize(
    ("name", "why"),
    [("abandon", "A declared contest stands"), ("withdraw_one", "Nobody withdraws")],
)
def test_a_declared_contest_has_no_form_to_abandon_it_or_to_withdraw(name: str, why: str) -> None:
    contest, by = ready()
    for state in ("closed", "counted", "provisional", "declared"):
        Contest.objects.filter(pk=contest.pk).update(state=state)
    url = address(contest, name)
    for answer in (signed_in(by).get(url), signed_in(by).post(url, {"reason": "A slip."})):
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "Not now" in page
        assert why in page
        assert 'name="reason"' not in page
    contest.refresh_from_db()
    assert contest.state == State.DECLARED


@pytest.mark.parametrize(
    ("state", "why"),
    [
        ("draft", "take the name off it at Name the candidates"),
        ("opened", "the envelopes are opened, and the papers stand"),
        ("counted", "Nobody withdraws any more: this contest is counted."),
        ("declared", "Nobody withdraws any more: this contest is declared."),
        ("abandoned", "Nobody withdraws any more: this contest is abandoned."),
        ("one_left", "Abandon the contest instead."),
    ],
)
def test_where_nobody_can_withdraw_nobody_is_offered_and_the_page_says_why(
    state: str, why: str
) -> None:
    contest, by = prepared() if state == "draft" else ready()
    if state == "one_left":
        for number in (1, 2):
            actions.withdraw_candidate(contest.candidates.get(number=number), by=by)
    elif state == "abandoned":
        Contest.objects.filter(pk=contest.pk).update(state=state)
    elif state == "opened":
        now = clock.now()
        Contest.objects.filter(pk=contest.pk).update(state="closed", opened_envelopes_at=now)
    elif state != "draft":
        for step in ("closed", "counted", "provisional", "declared"):
            Contest.objects.filter(pk=contest.pk).update(state=step)
            if step == state:
                break
    client = signed_in(by)
    for name in ("withdraw", "withdraw_one"):
        answer = client.get(address(contest, name))
        page = answer.content.decode()
        assert answer.status_code == 409
        assert why in page
        assert f'href="{address(contest, "withdraw_one")}"' not in page
    assert (
        f'href="{address(contest, "withdraw")}"'
        not in client.get(address(contest, "contest")).content.decode()
    )


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("av", "A tie is settled by earlier stages, the first first; if they are level too, by"),
        ("plurality", "A tie is settled by lot."),
    ],
)
def test_the_form_and_the_notice_say_how_ties_are_settled(rule: str, told: str) -> None:
    draft, by = prepared(rule=rule)
    assert told in signed_in(by).get(address(draft, "form")).content.decode()
    contest = actions.make_ready(draft, by=by)
    assert told in Client().get(f"/c/{contest.slug}/").content.decode()


def test_the_pledge_form_calls_nothing_optional_that_a_kind_demands() -> None:
    contest, by = prepared()
    client = signed_in(by)
    assert "(optional)" not in client.get(address(contest, "pledge")).content.decode()
    assert "(optional)" in client.get(address(contest, "form")).content.decode()
