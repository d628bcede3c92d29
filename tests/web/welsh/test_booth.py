"""The booth in Welsh: whole, in every state and every refusal; and how one comes to it."""

from __future__ import annotations

import base64
import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from django.utils.formats import date_format

from hustings.seal import CODE_BYTES, make_code
from hustings.web.booth import codes, throttle
from hustings.web.contests.models import Candidate, Notice
from hustings.web.project import clock
from hustings.web.project.listing import all_of
from tests.web.booth.polls import (
    Poll,
    accept_again,
    hours,
    make_poll,
    move_to,
    refuse_in_the_database,
)
from tests.web.booth.test_pages import CAST, CHECK, ENTER, NONCE, PAPER, hidden, text, typo
from tests.web.welsh.conftest import Missing

pytestmark = pytest.mark.django_db
WELSH: dict[str, Any] = {"roll": {"language": "cy"}}
NOTICE = "Nid oes siaradwr Cymraeg wedi adolygu’r cyfieithiad hwn eto."
SWITCH = re.compile(r'name="lang" value="([\w-]+)"|hreflang="([\w-]+)"')


def in_welsh(*pages: Any) -> bool:
    """Whether all of these are, and say that nobody has reviewed it."""
    for page in pages:
        body = page.content.decode()
        assert '<html lang="cy">' in body, text(page)
        assert NOTICE in body
        assert page["Content-Language"] == "cy"
    return True


def in_english(page: Any) -> bool:
    return '<html lang="en-gb">' in page.content.decode() and NOTICE not in page.content.decode()


# --- what language a page is in -----------------------------------------------------------------


def test_an_elector_sees_her_own_language_from_the_code_to_the_receipt(
    client: Client, missing: Missing
) -> None:
    poll = make_poll(declaration_text="I am a supporter.", **WELSH)
    declaration = client.post(PAPER, {"code": poll.codes[0]})
    paper = client.post(PAPER, hidden(declaration) | {"declared": "1"})
    check = client.post(CHECK, hidden(paper) | {"mark-3": "1", "mark-1": "2"})
    cast = client.post(CAST, hidden(check))
    again = client.post(CAST, hidden(check))
    assert in_welsh(declaration, paper, check, cast, again)
    assert "1 Candidate 3, 2 Candidate 1; un heb ddewis." in text(check)
    assert "Mae eich pleidlais wedi dod i law" in text(cast)
    assert poll.figures == (1, 1)
    assert missing.texts == []


def test_a_ballot_sealed_in_the_page_is_confirmed_in_the_language_of_the_page(
    client: Client,
) -> None:
    poll = make_poll(**WELSH)
    sent = hidden(client.post(PAPER, {"code": poll.codes[0]}))
    sealed = base64.b64encode(poll.sealed((2, 1))).decode()
    assert in_welsh(client.post(CAST, sent | {"nonce": NONCE, "sealed": sealed}))


def test_an_elector_of_the_english_sees_english_whatever_her_browser_asks_for(
    client: Client,
) -> None:
    poll = make_poll(roll={"language": "en"})
    for asked in ("cy", "en-GB,en;q=0.9", "fr"):
        page = client.post(PAPER, {"code": poll.codes[0]}, headers={"accept-language": asked})
        assert in_english(page)


def test_an_elector_whose_roll_names_the_country_too_is_answered_in_welsh(client: Client) -> None:
    poll = make_poll(roll={"language": "cy-GB"})
    assert in_welsh(client.post(PAPER, {"code": poll.codes[0]}))


@pytest.mark.parametrize(
    ("asked", "address", "welsh"),
    [
        ("", ENTER, False),
        ("cy", ENTER, True),
        ("cy-GB,en;q=0.5", ENTER, True),
        ("fr,en;q=0.9,cy;q=0.1", ENTER, False),
        ("en", f"{ENTER}?lang=cy", True),
        ("cy", f"{ENTER}?lang=en-gb", False),
        ("en", f"{ENTER}?lang=xx", False),
    ],
)
def test_before_the_code_is_known_address_and_browser_decide(
    client: Client, missing: Missing, asked: str, address: str, welsh: bool
) -> None:
    page = client.get(address, headers={"accept-language": asked})
    assert in_welsh(page) if welsh else in_english(page)
    assert {"Accept-Language", "Cookie"} <= set(page["Vary"].split(", "))
    assert missing.texts == []


def test_the_switch_on_each_page_brings_the_same_page_in_the_other_language(
    client: Client,
) -> None:
    poll = make_poll(declaration_text="I am a supporter.", roll={"language": "en"})
    enter = client.get(f"{ENTER}?lang=cy")
    declaration = client.post(PAPER, hidden(enter) | {"code": poll.codes[0]})
    paper = client.post(PAPER, hidden(declaration) | {"declared": "1"})
    check = client.post(CHECK, hidden(paper) | {"mark-2": "1"})
    refused = client.post(
        PAPER, {"code": make_poll(closes_at=hours(-1), opens_at=hours(-2)).codes[0]}
    )
    assert in_welsh(enter, declaration, paper, check)
    for page in (enter, declaration, paper, check):
        assert {"en-gb"} == {a or b for a, b in SWITCH.findall(page.content.decode())}
    assert {"cy"} == {a or b for a, b in SWITCH.findall(refused.content.decode())}
    assert in_english(client.post(CHECK, hidden(check) | {"lang": "en-gb"}))
    back = client.post(PAPER, hidden(paper) | {"mark-2": "1", "lang": "en-gb"})
    assert in_english(back)
    assert '<option value="1" selected>1st choice' in back.content.decode()
    assert in_english(client.post(CHECK, hidden(back) | {"mark-2": "1"}))
    assert in_welsh(client.post(PAPER, hidden(refused) | {"lang": "cy"}))


def test_one_who_votes_in_welsh_leaves_no_welsh_to_who_comes_next(client: Client) -> None:
    client.post(PAPER, {"code": make_poll(**WELSH).codes[0]})
    assert in_english(client.get(ENTER))
    assert '<html lang="en-gb">' in client.get("/").content.decode()


@pytest.mark.parametrize("address", ["/accounts/login/", "/officer/no/such/"])
def test_a_page_that_is_not_complete_in_welsh_is_in_english_whole(
    client: Client, address: str
) -> None:
    page = client.get(f"{address}?lang=cy", headers={"accept-language": "cy"})
    assert '<html lang="en-gb">' in page.content.decode()
    assert page["Content-Language"] == "en-gb"
    assert NOTICE not in page.content.decode()


def test_what_officers_and_candidates_wrote_is_marked_as_english_on_a_welsh_page(
    client: Client,
) -> None:
    for language, marked in (("cy", 5), ("en", 0)):
        poll = make_poll(state="draft", question="Who?", roll={"language": language})
        poll.contest.candidates.filter(number=1).update(description="Baker", statement="Hello.")
        Notice.objects.create(contest=poll.contest, text="A room has changed.", at=clock.now())
        move_to(poll.contest, "ready")
        body = client.post(PAPER, {"code": poll.codes[0]}).content.decode()
        found = re.findall(r'<(\w+)[^>]* lang="en-gb"[^>]*>', body.partition("<body")[2])
        assert len([tag for tag in found if tag != "button"]) == marked, found


def test_every_day_and_month_has_its_welsh_name(missing: Missing) -> None:
    with translation.override("cy"):
        said = [date_format(date(2026, n, n), "l j F Y") for n in range(1, 13)]
    assert said[0] == "Dydd Iau 1 Ionawr 2026"
    assert missing.texts == []


@pytest.mark.parametrize(
    ("items", "said"),
    [
        (["Ann", "Ben"], "Ann a Ben"),
        (["Ann", "Ifor"], "Ann ac Ifor"),
        (["Ann", "Ben", "Ângharad"], "Ann, Ben ac Ângharad"),
        (["1", "2"], "1 a 2"),
        (["7", "8"], "7 ac 8"),
        (["10", "11"], "10 ac 11"),
        (["9", "10"], "9 a 10"),
        (["99", "100"], "99 a 100"),
        (["Ann"], "Ann"),
    ],
)
def test_a_list_is_joined_as_it_is_read_out(items: list[str], said: str) -> None:
    with translation.override("cy"):
        assert all_of(items) == said


# --- every page ---------------------------------------------------------------------------------


def test_the_code_page_says_in_welsh_what_is_wrong_with_a_code(
    client: Client, missing: Missing
) -> None:
    code = make_poll().codes[0]
    swapped = code[:4] + code[5] + code[4] + code[6:]
    typed = ["", "!!", code[:-1], code[:-4], f"{code}A", f"{code}BCD", f"U{code[1:]}", swapped]
    typed += [f"UUU{code[3:]}", typo(code, "one"), code[::-1], "B" * 21, code.replace("-", "", 1)]
    for one in typed:
        page = client.post(PAPER, {"code": one, "language": "cy"})
        assert page.status_code in {404, 422, 200, 409}
        assert in_welsh(page)
    assert in_welsh(client.post(CAST, {"code": code, "language": "cy", "nonce": ""}))
    assert missing.texts == []


STATES: dict[str, dict[str, Any]] = {
    "too early": {"opens_at": hours(24), "closes_at": hours(48)},
    "too late": {"opens_at": hours(-48), "closes_at": hours(-24)},
    "closed": {"state": "closed"},
    "abandoned": {"state": "abandoned"},
    "draft without a day": {"state": "draft", "opens_at": None, "closes_at": None},
    "trial not open": {"state": "draft", "channel": "test"},
}


@pytest.mark.parametrize("name", STATES)
def test_outside_the_poll_the_booth_says_why_in_welsh(
    client: Client, missing: Missing, name: str
) -> None:
    poll = make_poll(**STATES[name], **WELSH)
    page = client.post(PAPER, {"code": poll.codes[0]})
    assert page.status_code == 403
    assert in_welsh(page)
    assert missing.texts == []


def refuse(poll: Poll, name: str, client: Client) -> Any:
    """The page that refuses a code of the poll for that reason."""
    elector, code = poll.electors[0], poll.codes[0]
    if name == "unknown":
        return client.post(PAPER, {"code": make_code(bytes(CODE_BYTES)), "language": "cy"})
    if name == "reissued":
        codes.issue(elector, channel="letter")
        codes.kill(elector, why=codes.Death.REISSUED)
    if name == "struck":
        codes.kill(elector, why=codes.Death.STRUCK)
    if name in {"voted", "posted"}:
        check = client.post(CHECK, {"code": code, "declared": "1", "mark-1": "1"})
        client.post(CAST, hidden(check))
    if name == "wrong length":
        sent = {"code": code, "declared": "1", "nonce": NONCE, "sealed": "AAAA", "language": "cy"}
        return client.post(CAST, sent)
    return client.post(PAPER, {"code": code})


@pytest.mark.parametrize("name", ["unknown", "reissued", "struck", "voted", "wrong length"])
def test_every_refusal_is_in_welsh(client: Client, missing: Missing, name: str) -> None:
    poll = make_poll(**WELSH)
    poll.contest.organisation.contact_name = "Ann Elk"
    page = refuse(poll, name, client)
    assert page.status_code >= 400
    assert in_welsh(page)
    assert missing.texts == []


@pytest.mark.parametrize(
    ("candidates", "rule"), [(3, "av"), (3, "sv"), (3, "plurality"), (1, "av"), (40, "av")]
)
def test_every_kind_of_paper_is_in_welsh_and_so_is_what_is_wrong_with_it(
    client: Client, missing: Missing, candidates: int, rule: str
) -> None:
    poll = make_poll(state="draft", candidates=candidates, rule=rule, fictional=True, **WELSH)
    Candidate.objects.filter(contest=poll.contest, number=1).update(
        statement="Hello.", description="Baker", photo="0" * 32, withdrawn_at=clock.now()
    )
    Notice.objects.create(contest=poll.contest, text="A room has changed.", at=clock.now())
    move_to(poll.contest, "ready")
    paper = client.post(PAPER, {"code": poll.codes[0]})
    marks = [
        {"mark-1": "1", "mark-2": "1"},
        {"mark-1": "1", "mark-2": "1", "mark-3": "1"},
        {"mark-1": "x"},
        {"mark-1": "2"},
        {"mark-1": "1"},
        {},
        {"choice": "1"},
    ]
    checks = [client.post(CHECK, hidden(paper) | given) for given in marks]
    assert in_welsh(paper, *checks)
    assert missing.texts == []


def test_a_trial_the_busy_site_and_too_many_tries_are_in_welsh(
    client: Client, missing: Missing, monkeypatch: pytest.MonkeyPatch
) -> None:
    trial = make_poll(state="draft", test_mode=True, channel="test", **WELSH)
    assert in_welsh(client.post(PAPER, {"code": trial.codes[0]}))
    monkeypatch.setattr(throttle, "MOST_TRIES", 1)
    unknown = {"code": make_code(bytes(CODE_BYTES)), "language": "cy"}
    assert [client.post(PAPER, unknown).status_code for _ in range(2)] == [404, 429]
    assert in_welsh(client.post(PAPER, unknown))
    assert missing.texts == []


@pytest.mark.django_db(transaction=True)
def test_what_could_not_be_recorded_is_said_in_welsh(client: Client, missing: Missing) -> None:
    poll = make_poll(**WELSH)
    check = client.post(CHECK, {"code": poll.codes[0], "declared": "1", "mark-1": "1"})
    refuse_in_the_database(poll.electors[0])
    try:
        page = client.post(CAST, hidden(check))
    finally:
        accept_again()
    assert page.status_code == 503
    assert in_welsh(page)
    assert missing.texts == []


def test_a_form_without_its_token_is_refused_in_the_language_of_the_booth(
    missing: Missing,
) -> None:
    page = Client(enforce_csrf_checks=True).post(f"{PAPER}?lang=cy", {"code": "x"})
    assert page.status_code == 403
    assert in_welsh(page)
    assert missing.texts == []
