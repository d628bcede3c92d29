"""Public pages in Welsh: whole, in every state; and how a reader comes to them and away again."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from hustings.web.contests.models import Contest
from hustings.web.roll import limits
from tests.web.making import make_contest, make_organisation
from tests.web.welsh.conftest import Missing
from tests.web.welsh.test_booth import in_english, in_welsh
from tests.web.welsh.whole import english_on

pytestmark = pytest.mark.django_db
COOKIE = "language"


def whole(*pages: Any) -> bool:
    """Whether each page is in Welsh, and no English text of ours stands on it."""
    for page in pages:
        assert in_welsh(page)
        assert "\n".join(english_on(page.content.decode())) == ""
    return True


def asking(**fields: Any) -> Contest:
    """A contest whose electors may ask for a ballot."""
    contest = make_contest(asking_allowed=True, **fields)
    contest.organisation.contact_email = "office@example.org"
    contest.organisation.contact_name = "Ann Elk"
    contest.organisation.address = "1 Example Street"
    contest.organisation.save()
    return contest


# --- which language, and the switch ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "cookie", "browser", "welsh"),
    [
        ("", "", "", False),
        ("", "", "cy", True),
        ("", "", "fr,en;q=0.9,cy;q=0.1", False),
        ("", "cy", "en", True),
        ("", "en-gb", "cy", False),
        ("?lang=cy", "en-gb", "en", True),
        ("?lang=en-gb", "cy", "cy", False),
        ("?lang=xx", "cy", "en", True),
        ("?lang=xx", "xx", "cy", True),
    ],
)
def test_the_address_decides_then_an_earlier_choice_then_the_browser(
    client: Client, address: str, cookie: str, browser: str, welsh: bool
) -> None:
    if cookie:
        client.cookies[COOKIE] = cookie
    place = reverse("roll:privacy", args=[make_organisation().slug])
    page = client.get(f"{place}{address}", headers={"accept-language": browser})
    assert in_welsh(page) if welsh else in_english(page)
    assert {"Accept-Language", "Cookie"} <= set(page["Vary"].split(", "))


def test_what_is_chosen_is_kept_and_read_once_and_changes_nothing_in_the_database(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    place = reverse("roll:privacy", args=[make_organisation().slug])
    with django_assert_num_queries(2):
        chosen = client.get(f"{place}?lang=cy")
    kept = chosen.cookies[COOKIE]
    assert (kept.value, kept["httponly"], kept["samesite"], kept["max-age"]) == (
        "cy",
        True,
        "Lax",
        "",
    )
    assert chosen["Cache-Control"] == "private, no-cache"
    again = client.get(f"{place}?lang=cy")
    assert in_welsh(client.get(place), again)
    assert COOKIE not in again.cookies
    assert in_english(client.get(f"{place}?lang=en-gb"))
    assert in_english(client.get(place, headers={"accept-language": "cy"}))


def test_a_reader_whose_browser_asks_for_the_same_gets_no_cookie(client: Client) -> None:
    place = reverse("roll:privacy", args=[make_organisation().slug])
    for code in ("cy", "en-gb"):
        page = client.get(f"{place}?lang={code}", headers={"accept-language": code})
        assert COOKIE not in page.cookies


@pytest.mark.parametrize("lang", ["en-gb", "cy"])
def test_the_switch_is_a_link_that_names_its_language_and_others_are_told_of_it(
    client: Client, lang: str
) -> None:
    other, name = {"en-gb": ("cy", "Cymraeg"), "cy": ("en-gb", "English")}[lang]
    place = reverse("roll:privacy", args=[make_organisation().slug])
    body = client.get(f"{place}?lang={lang}").content.decode()
    assert f'<a href="?lang={other}" lang="{other}" hreflang="{other}">{name}</a>' in body
    assert f'rel="alternate" hreflang="{other}" href="http://127.0.0.1:8000{place}?lang=' in body


def test_officers_pages_have_no_switch(client: Client) -> None:
    assert 'class="languages"' not in client.get("/accounts/login/?lang=cy").content.decode()
    assert COOKIE not in client.get("/accounts/login/?lang=cy").cookies


# --- asking, privacy, objecting -------------------------------------------------------------------


def test_asking_for_a_ballot_is_in_welsh_from_the_form_to_the_answer(
    client: Client, missing: Missing
) -> None:
    contest = asking(who_may_vote="Members.")
    client.cookies[COOKIE] = "cy"
    place = reverse("roll:ask", args=[contest.slug])
    form = client.get(place)
    nothing = client.post(place, {})
    much = {"name": "n" * 201, "address": "1\n2\n3\n4\n5\n6", "postcode": "p" * 17, "email": "x"}
    wrong = client.post(place, much)
    given = {"name": "Ann", "address": "1 Street", "postcode": "ZZ99 1AA", "declared": "on"}
    sent = client.post(place, given, follow=True)
    assert whole(form, nothing, wrong, sent)
    assert missing.texts == []


def test_where_ballots_can_no_longer_be_asked_for_the_page_is_in_welsh(
    client: Client, missing: Missing
) -> None:
    contest = asking()
    Contest.objects.filter(pk=contest.pk).update(state="ready")
    Contest.objects.filter(pk=contest.pk).update(state="closed")
    page = client.get(reverse("roll:ask", args=[contest.slug]), headers={"accept-language": "cy"})
    assert whole(page)
    assert f'<span lang="en-gb">{contest.title}</span>' in page.content.decode()
    assert missing.texts == []


def test_whoever_asks_too_often_is_told_so_in_welsh(
    client: Client, missing: Missing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_AN_HOUR", 1)
    place = reverse("roll:ask", args=[asking().slug])
    first, page = (client.post(place, {}, headers={"accept-language": "cy"}) for _ in range(2))
    assert (first.status_code, page.status_code) == (422, 429)
    assert whole(page)
    assert missing.texts == []


def test_objecting_is_in_welsh_from_the_form_to_the_answer(
    client: Client, missing: Missing
) -> None:
    place = reverse("roll:object", args=[asking().organisation.slug])
    client.cookies[COOKIE] = "cy"
    given: list[dict[str, str]] = [{}, {"name": "Ann"}, {"postcode": "ZZ99 1AA"}, {"email": "x"}]
    wrong = [client.post(place, sent) for sent in given]
    noted = client.post(place, {"email": "ann@example.org"}, follow=True)
    assert whole(client.get(place), *wrong, noted)
    assert missing.texts == []


@pytest.mark.parametrize("own", ["", "We keep a roll of those who may vote here."])
def test_the_privacy_notice_is_in_welsh_but_for_what_the_organisation_wrote(
    client: Client, missing: Missing, own: str
) -> None:
    contest = asking(retention_until="2030-01-31")
    contest.organisation.privacy_notice = own
    contest.organisation.save()
    Contest.objects.filter(pk=contest.pk).update(state="ready")
    place = reverse("roll:privacy", args=[contest.organisation.slug])
    page = client.get(place, headers={"accept-language": "cy"})
    assert whole(page)
    assert ("tan 31 Ionawr 2030" in page.content.decode()) is not bool(own)
    assert (f'<p lang="en-gb">{own}</p>' in page.content.decode()) is bool(own)
    assert "Cwcis" in page.content.decode()
    assert missing.texts == []


# --- errors ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/no/such/page/", "/c/no-such/ask/", "/privacy/no-such/"])
def test_what_is_not_there_is_said_in_the_readers_language_with_the_switch(
    client: Client, missing: Missing, address: str
) -> None:
    welsh = client.get(address, headers={"accept-language": "cy"})
    assert welsh.status_code == 404
    assert whole(welsh)
    assert 'href="?lang=en-gb"' in welsh.content.decode()
    english = client.get(f"{address}?lang=en-gb", headers={"accept-language": "cy"})
    assert in_english(english)
    assert missing.texts == []


def test_a_request_that_cannot_be_read_is_answered_in_welsh(
    client: Client, missing: Missing
) -> None:
    page = client.get("/?lang=cy", headers={"host": "elsewhere.example"})
    assert page.status_code == 400
    assert whole(page)
    assert missing.texts == []


def test_a_form_without_its_token_is_refused_in_the_readers_language(missing: Missing) -> None:
    place = reverse("roll:object", args=[make_organisation().slug])
    page = Client(enforce_csrf_checks=True).post(place, {}, headers={"accept-language": "cy"})
    assert page.status_code == 403
    assert whole(page)
    assert "cwci" in page.content.decode()
    assert missing.texts == []


def test_a_page_that_breaks_says_so_in_welsh(
    missing: Missing, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_organisation: object) -> None:
        raise ArithmeticError

    monkeypatch.setattr("hustings.web.roll.views.public.notice_of", broken)
    place = reverse("roll:privacy", args=[make_organisation().slug])
    page = Client(raise_request_exception=False).get(place, headers={"accept-language": "cy"})
    assert page.status_code == 500
    assert whole(page)
    assert missing.texts == []
