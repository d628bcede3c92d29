"""Requests that no page of ours would send."""

from __future__ import annotations

import io
import logging
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, override_settings
from django.urls import reverse

from hustings import seal
from hustings.web.booth.casting import Reason, Refused, cast
from hustings.web.officers import actions as officers
from hustings.web.officers.links import make_sign_in_link
from hustings.web.officers.mailing import send_link
from hustings.web.officers.models import Role, User
from hustings.web.project import clock
from hustings.web.project.logs import WithoutTokens
from tests.web.booth.polls import hours, make_poll, move_to
from tests.web.making import make_actor, make_organisation
from tests.web.officers.signing_in import signed_in
from tests.web.security.walking import digest_of_tables

pytestmark = pytest.mark.django_db

HOSTS = ["elsewhere.example", "127.0.0.1.elsewhere.example", "127.0.0.1@elsewhere.example", ""]


@pytest.mark.parametrize("host", HOSTS)
@override_settings(ALLOWED_HOSTS=["127.0.0.1"])
def test_a_host_name_that_is_not_ours_is_refused(host: str) -> None:
    assert Client().get("/vote/", HTTP_HOST=host).status_code == 400
    assert Client().get("/vote/", HTTP_HOST="127.0.0.1").status_code == 200


@override_settings(ALLOWED_HOSTS=["127.0.0.1"])
def test_a_forwarded_host_is_not_believed() -> None:
    page = Client().get("/vote/", HTTP_HOST="127.0.0.1", HTTP_X_FORWARDED_HOST="elsewhere.example")
    assert b"elsewhere.example" not in page.content


@pytest.mark.parametrize(
    "there",
    ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example", "javascript:1"],
)
@pytest.mark.parametrize(
    "path", ["/accounts/login/", "/accounts/logout/", "/accounts/reauthenticate/"]
)
def test_no_page_leads_elsewhere_by_its_address(path: str, there: str) -> None:
    client = signed_in(make_actor(make_organisation()))
    for answer in (client.get(path, {"next": there}), client.post(f"{path}?next={there}")):
        assert "elsewhere" not in answer.headers.get("Location", "")
        assert not answer.headers.get("Location", "").startswith("javascript")


@pytest.mark.parametrize("path", ["/vote/", "/vote/cast/", "/accounts/login/", "/"])
def test_a_large_body_is_refused_before_it_is_read(path: str) -> None:
    body = SimpleUploadedFile("a.bin", bytes(settings.DATA_UPLOAD_MAX_MEMORY_SIZE))
    before = digest_of_tables()
    client = Client(enforce_csrf_checks=True)
    assert client.post(path, {"file": body}).status_code == 413
    assert before == digest_of_tables()


def test_a_body_that_says_a_length_which_is_none_is_refused() -> None:
    assert Client().post("/vote/", CONTENT_LENGTH="-1").status_code == 413
    assert Client().post("/vote/", CONTENT_LENGTH=str(10**15)).status_code == 413


def test_an_officers_form_may_bring_a_file_but_none_without_bound() -> None:
    actor = make_actor(make_organisation())
    path = f"/officer/{actor.organisation.slug}/new/"
    client = signed_in(actor)
    assert client.post(path, CONTENT_LENGTH=str(settings.MOST_UPLOADED + 1)).status_code == 413
    fits = SimpleUploadedFile("a.bin", bytes(2 * settings.DATA_UPLOAD_MAX_MEMORY_SIZE))
    assert client.post(path, {"file": fits}).status_code in {200, 422}


def test_a_form_of_very_many_fields_is_refused() -> None:
    many = {f"f{n}": "" for n in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}
    assert Client().post("/vote/paper/", many).status_code == 400


HOSTILE = ["' OR '1'='1", '"; DROP TABLE booth_code; --', "%' UNION SELECT 1 --", "\x00", "{{7*7}}"]


@pytest.mark.parametrize("words", HOSTILE)
def test_words_that_are_sql_or_a_template_are_words(words: str) -> None:
    actor = make_actor(make_organisation())
    client, slug = signed_in(actor), actor.organisation.slug
    before = digest_of_tables()
    for name in ("q", "sort", "page", "contest", "act", "state"):
        for page in (f"/officer/{slug}/journal/", f"/officer/{slug}/jobs/"):
            assert client.get(page, {name: words}).status_code == 200
    for fields in ({"code": words}, {"code": words, "marks": words, "nonce": words}):
        for page in ("paper", "check", "cast"):
            assert Client().post(reverse(f"booth:{page}"), fields).status_code in {200, 400, 422}
    assert before == digest_of_tables()


def test_no_header_is_smuggled_into_an_officers_message(mailoutbox: list[object]) -> None:
    organisation = make_organisation(name="Ours\r\nBcc: thief@elsewhere.example")
    officer = make_actor(organisation)
    invited = officers.invite(
        email="new@example.org",
        name="New\nBcc: thief@elsewhere.example",
        role=Role.DEPUTY,
        by=officer,
    )
    assert send_link(invited, by=officer)
    [message] = mailoutbox
    head, _, _ = message.message().as_string().partition("\n\n")  # type: ignore[attr-defined]
    assert not [line for line in head.splitlines() if line.lower().startswith("bcc")]
    assert message.recipients() == ["new@example.org"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "path", ["/no/such/page/", "/officer/none/", "/c/none/", "/.env", "/static/../x"]
)
def test_a_page_that_is_not_there_tells_nothing_of_the_site(path: str) -> None:
    answer = Client().get(path)
    assert answer.status_code in {302, 404}
    for words in (b"urlconf", b"DEBUG", b"Traceback", b"hustings/web", b"django"):
        assert words not in answer.content


@pytest.mark.django_db(transaction=True)
def test_a_page_that_fails_shows_no_code_no_setting_and_no_traceback() -> None:
    client = Client(raise_request_exception=False)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE booth_code RENAME TO elsewhere")
    try:
        answer = client.post(reverse("booth:paper"), {"code": make_code()})
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE elsewhere RENAME TO booth_code")
    assert answer.status_code == 500
    for words in ("booth_code", "Traceback", settings.SECRET_KEY, make_code()):
        assert words.encode() not in answer.content


def make_code() -> str:
    return seal.make_code(bytes(range(seal.CODE_BYTES)))


def test_the_log_holds_no_way_in() -> None:
    """Neither of a link refused for want of the form's token, nor of one that is spent."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.addFilter(WithoutTokens())
    logger = logging.getLogger("django")
    logger.addHandler(handler)
    token = make_sign_in_link(User.objects.create_user("new@example.org", name="New"))
    try:
        assert Client(enforce_csrf_checks=True).post(f"/sign-in/{token}/").status_code == 403
        assert Client().get(f"/sign-in/{token}x/").status_code == 410
    finally:
        logger.removeHandler(handler)
    assert "/sign-in/.../" in out.getvalue()
    assert token not in out.getvalue()
    assert settings.LOGGING["handlers"]["stderr"]["filters"] == ["without_tokens"]


def test_a_clock_set_back_opens_no_poll_that_was_closed() -> None:
    poll = make_poll(1, opens_at=hours(-48), closes_at=hours(-1))
    late = cast(poll.ballot())
    assert late == Refused(Reason.TOO_LATE, poll.contest.pk)
    move_to(poll.contest, "closed")
    with time_machine.travel(clock.now() - timedelta(hours=24), tick=True):
        assert cast(poll.ballot()) == Refused(Reason.TOO_LATE, poll.contest.pk)
    assert poll.figures == (0, 0)


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'


@pytest.mark.parametrize("name", ["photo.svg", "photo.jpg", "photo.html"])
def test_a_picture_that_is_a_program_is_refused_whatever_it_is_called(name: str) -> None:
    poll = make_poll(1, state="draft")
    actor = make_actor(poll.contest.organisation)
    client = signed_in(actor)
    path = f"/officer/{actor.organisation.slug}/c/{poll.contest.slug}/candidates/c1/"
    sent = {
        "name": "A Name",
        "surname": "Name",
        "photo": SimpleUploadedFile(name, SVG, "image/jpeg"),
    }
    answer = client.post(path, sent)
    assert answer.status_code == 422
    assert poll.contest.candidates.get(key="c1").photo == ""


def test_a_stolen_session_ends_when_its_officer_signs_out_and_after_twelve_hours() -> None:
    actor = make_actor(make_organisation())
    client = signed_in(actor)
    page = f"/officer/{actor.organisation.slug}/officers/"
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert thief.get(page).status_code == 200
    with time_machine.travel(clock.now() + timedelta(hours=12, minutes=1), tick=True):
        assert thief.get(page).status_code == 302
    client.post("/accounts/logout/")
    assert thief.get(page).status_code == 302
