"""The look: every shared piece as a browser shows it, under the site's own content policy."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from axe_playwright_python.sync_playwright import Axe
from django import forms
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.paginator import Paginator
from django.template import engines
from django.template.loader import get_template, render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse
from playwright.sync_api import Browser, Page, Route
from pytest_django.live_server_helper import LiveServer

from hustings.declaration import declare
from hustings.facade import load
from hustings.formats import Loaded
from hustings.report.page import declaration_page
from hustings.web.officers.models import User
from hustings.web.project.templatetags import pieces
from tests.places import ROOT
from tests.web.officers.test_second_factor import code_now

# The browser's loop runs in the thread of the tests; they themselves await nothing.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

SITE = "http://site.test"
REPORT_STYLE = ROOT / "hustings" / "report" / "style.css"
PROJECT = ROOT / "hustings" / "web" / "project"
GALLERIES = ("pieces/gallery.html", "officer/gallery.html", "booth/gallery.html")
WIDTHS = (1280, 360, 320)
ERRORS = ("400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html")
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


class _Reason(forms.Form):
    reason = forms.CharField(
        label="Reason", required=False, help_text="Stands in the journal, word for word."
    )


class _Contest(forms.Form):
    title = forms.CharField(label="Title", help_text="As it stands on the ballot paper.")
    closes = forms.DateField(label="Last day", widget=forms.DateInput(attrs={"type": "date"}))
    rule = forms.ChoiceField(
        label="Rule",
        choices=[("av", "The alternative vote"), ("plurality", "The most first preferences")],
        widget=forms.RadioSelect,
    )
    statement = forms.CharField(label="Statement", required=False, widget=forms.Textarea)
    order = forms.ChoiceField(label="Order", choices=[("rotation", "Balanced rotation")])
    roll = forms.FileField(label="The roll", help_text="CSV or XLSX.", required=False)
    agreed = forms.BooleanField(label="The candidates have agreed to the order")


class _Code(forms.Form):
    code = forms.CharField(
        label="Your code",
        help_text="From your letter or e-mail. Spaces and capitals do not matter.",
        widget=forms.TextInput(attrs={"class": "code", "autocomplete": "off"}),
    )


TASKS = [
    {"title": "Say what the contest is", "url": "#a", "state": "done"},
    {"title": "Name the candidates", "url": "#b", "state": "done", "note": "Four candidates"},
    {"title": "Import the roll", "url": "#c", "state": "next", "note": "Two decisions are open"},
    {
        "title": "Choose the rule",
        "url": "#d",
        "state": "blocked",
        "reason": "The contest that this one advises counts rankings; this one collects one mark.",
    },
    {"title": "Print the letters", "url": "#e", "state": "waiting", "note": "3,120 of 15,000"},
    {"title": "Open voting", "state": "later", "note": "When nothing blocks it"},
]
EXAMPLES: dict[str, dict[str, Any]] = {
    "pieces/gallery.html": {
        "test_mode": True,
        "organisation": {"name": "Ashby Vale Constituency Party"},
        "rows": [
            {"label": "Members", "cast": 892, "of": 2104},
            {"label": "Identified supporters", "cast": 310, "of": 2690},
            {"label": "Delegates", "suppressed": True},
        ],
        "total": {"label": "All", "cast": 1204, "of": 4812},
        "moments": [
            {"label": "Voting opens", "at": MONDAY, "state": "past"},
            {
                "label": "Voting closes online",
                "at": MONDAY + timedelta(days=4, hours=8),
                "state": "now",
                "note": "Extended by two hours on 3 March: the site was down.",
            },
            {"label": "Posted papers in by", "at": MONDAY + timedelta(days=5), "state": "to come"},
        ],
        "zone": "Europe/London",
        "wrongs": ["Row 17: the postcode is missing.", "Row 204: two e-mail addresses."],
        "what": "Ballots rejected",
        "was": 17,
        "now": 19,
        "who": "The returning officer",
        "at": MONDAY,
        "why": "two papers had been counted in the wrong bundle",
    },
    "officer/gallery.html": {
        "organisation": {"name": "Ashby Vale Constituency Party"},
        "contest": {"title": "Ashby Vale primary"},
        "state": "ready",
        "user": {"is_authenticated": True, "name": "A. Officer"},
        "role": "returning officer",
        "trail": [
            {"label": "Contests", "url": "#contests"},
            {"label": "Ashby Vale primary", "url": "#contest"},
            {"label": "Tasks"},
        ],
        "parts": [
            {"label": "Tasks", "url": "#t", "current": True, "note": "2 of 6"},
            {"label": "Candidates", "url": "#k", "note": "4"},
            {"label": "Roll", "url": "#r", "note": "4,812"},
            {"label": "Letters and mail", "url": "#l"},
            {"label": "Journal", "url": "#j"},
        ],
        "tasks": TASKS,
        "consequences": [
            {"number": 4812, "text": "electors can vote, from Monday 2 March 09:00"},
            {"number": 23, "text": "test ballots are wiped, and cannot be brought back"},
            "The order on the paper is a balanced rotation of four candidates.",
        ],
        "columns": [
            {"label": "Name", "key": "name"},
            {"label": "Basis", "key": "basis"},
            {"label": "Number", "key": "number", "number": True},
        ],
        "rows": [
            ["Abara, Chidi", "member", 1204],
            ["Ashe, Tamsin", "identified supporter", 77],
            ["Bright-Osei, Kofi", "in a supporter’s household", 40],
        ],
        "job": {"state": "running", "done": 3120, "total": 15000},
        "finished": {"state": "done", "done": 4812, "total": 4812, "back": "#report"},
        "refresh_seconds": 5,
    },
    "booth/gallery.html": {
        "organisation": {"name": "Ashby Vale Constituency Party"},
        "contest": {"title": "Ashby Vale primary"},
        "step": 2,
        "steps": 3,
        "candidates": ["Rowan Ashe", "Imani Osei-Bright", "Gwen Pritchard", "Tom Varley"],
    },
}


def gallery(name: str, **more: Any) -> str:
    """One gallery as HTML."""
    request = RequestFactory().get("/", {"q": "a", "sort": "name", "page": "5"})
    context = EXAMPLES[name] | {
        "reason": _Reason(),
        "wrong": _Contest({"title": "Ashby Vale", "closes": ""}),
        "code": _Code(),
        "page": Paginator(range(4812), 100).page(5),
    }
    return render_to_string(name, context | more, request)


def policy() -> str:
    """The content policy of the settings, as the header that a browser gets."""
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    return "; ".join(f"{name} {' '.join(values)}" for name, values in directives.items())


def serve(page: Page, documents: Mapping[str, str]) -> list[str]:
    """Answer the page's requests from memory and the static files; returns what it complains of."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(SITE).partition("?")[0]
        file = finders.find(path.removeprefix("/static/")) if path.startswith("/static/") else None
        headers = {"Content-Security-Policy": policy()}
        if isinstance(file, str):
            kind = KINDS.get(Path(file).suffix, "font/woff2")
            route.fulfill(body=Path(file).read_bytes(), content_type=kind, headers=headers)
        elif path in documents:
            kind = KINDS.get(Path(path).suffix, "text/html")
            route.fulfill(body=documents[path], content_type=kind, headers=headers)
        else:
            route.fulfill(status=404, body="")

    page.route("**/*", answer)
    return said


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": WIDTHS[0], "height": 900})
    yield opened
    opened.close()


def _overflow(page: Page, width: int) -> int:
    """By how many pixels the page is wider than a window of that width."""
    page.set_viewport_size({"width": width, "height": 900})
    root = "document.documentElement"
    return int(page.evaluate(f"{root}.scrollWidth - {root}.clientWidth"))


def _violations(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 AA, the size of targets included."""
    options = {
        "runOnly": WCAG,
        "rules": {"target-size": {"enabled": True}},
        "resultTypes": ["violations"],
    }
    found = Axe().run(page, options=options).response["violations"]
    return [f"{v['id']}: {node['html']}" for v in found for node in v["nodes"]]


def _opened(page: Page, html: str, **more: str) -> list[str]:
    said = serve(page, {"/": html, **{f"/{name}": text for name, text in more.items()}})
    page.goto(f"{SITE}/")
    page.wait_for_function("document.readyState === 'complete'")
    return said


@pytest.mark.parametrize("name", GALLERIES)
def test_no_page_is_too_wide_or_breaks_the_content_policy(page: Page, name: str) -> None:
    said = _opened(page, gallery(name))
    assert [_overflow(page, width) for width in WIDTHS] == [0] * len(WIDTHS)
    assert not said


@pytest.mark.parametrize("width", [max(WIDTHS), min(WIDTHS)])
@pytest.mark.parametrize("name", GALLERIES)
def test_axe_finds_nothing_on_the_pieces(page: Page, name: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    _opened(page, gallery(name))
    assert not _violations(page)


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_page_needs_no_context_and_says_what_to_do(page: Page, name: str) -> None:
    said = _opened(page, get_template(name).render())
    assert page.locator("h1").count() == 1
    assert page.locator("main a.button").count()
    assert not _violations(page)
    assert not said


def test_in_the_booth_everything_pressed_is_44_pixels_high(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 900})
    _opened(page, gallery("booth/gallery.html"))
    sizes = page.locator("button, select, input:not([type=hidden])").evaluate_all(
        "all => all.map(part => [part.outerHTML, part.offsetHeight, part.offsetWidth])"
    )
    assert sizes
    assert not [html for html, height, width in sizes if min(height, width) < 44]


def test_fields_are_tied_to_their_hints_and_errors(page: Page) -> None:
    _opened(page, gallery("officer/gallery.html"))
    loose = page.evaluate(
        "[...document.querySelectorAll('[aria-describedby]')].flatMap(part =>"
        " part.getAttribute('aria-describedby').split(' ')).filter(id =>"
        " !document.getElementById(id))"
    )
    assert loose == []
    assert page.locator("#id_title").get_attribute("aria-describedby") == "id_title_helptext"
    assert page.locator("#id_closes").get_attribute("aria-describedby") == "id_closes_error"
    assert page.locator(".errors a").evaluate_all(
        "all => all.filter(a => !document.querySelector(a.getAttribute('href'))).length"
    ) == 0  # fmt: skip
    assert page.evaluate("document.activeElement.className") == "errors"
    assert page.title().startswith("Error: ") is False  # the gallery's form is not named `form`


def test_a_form_with_errors_says_so_in_the_title() -> None:
    html = gallery("officer/gallery.html", form=_Contest({}))
    assert "<title>Error: " in html


def test_test_mode_stands_in_title_band_and_print(page: Page) -> None:
    _opened(page, gallery("booth/gallery.html", test_mode=True))
    assert page.title().startswith("TEST – ")
    assert page.get_by_role("region", name="Test").is_visible()
    page.emulate_media(media="print")
    mark = page.evaluate("getComputedStyle(document.body, '::after').content")
    assert mark == '"TEST"'
    assert page.get_by_role("region", name="Test").is_visible()


def test_nothing_moves_where_reduced_motion_is_asked_for(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    _opened(page, gallery("officer/gallery.html"))
    smooth = page.evaluate("getComputedStyle(document.documentElement).scrollBehavior")
    assert smooth == "auto"
    assert page.evaluate("document.getAnimations().length") == 0


def test_a_table_sorts_by_its_headings_without_the_server(page: Page) -> None:
    columns = [{"label": "Name"}, {"label": "Number", "number": True}]
    _opened(page, gallery("officer/gallery.html", columns=columns, sortable=True, rows=[
        ["Ab", 77], ["Cd", 1204], ["Bc", None], ["De", 9],
    ]))  # fmt: skip
    heading = page.locator("#rows").get_by_role("button", name="Number")
    names = page.locator("#rows tbody th")
    heading.focus()
    page.keyboard.press("Enter")
    assert names.all_inner_texts() == ["De", "Ab", "Cd", "Bc"]
    assert page.locator("#rows th[aria-sort=ascending]").inner_text() == "Number"
    page.keyboard.press("Enter")
    assert names.all_inner_texts()[1:] == ["Cd", "Ab", "De"]


def test_a_sorted_column_is_a_link_to_the_other_direction() -> None:
    html = gallery("officer/gallery.html")
    assert re.search(r'aria-sort="ascending"><a href="\?q=a&amp;sort=-name">', html)
    assert '<a href="?q=a&amp;sort=basis">' in html


def test_a_job_polls_until_it_is_finished(page: Page) -> None:
    example = EXAMPLES["officer/gallery.html"]
    finished = {"job": example["finished"], "title": "Printing letters", "url": "/job/7/"}
    answer = render_to_string("pieces/progress_state.html", finished)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    said = _opened(page, gallery("officer/gallery.html"), **{"job/7/": answer})
    page.locator("progress").wait_for(state="detached", timeout=10_000)
    assert page.get_by_text("Finished.").count() == 2
    page.wait_for_timeout(2_500)
    assert asked.count(f"{SITE}/job/7/") == 1
    assert not said


def test_without_scripts_a_job_reloads_until_told_to_stop() -> None:
    html = gallery("officer/gallery.html")
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in html
    request = RequestFactory().get("/", {"refresh": "no"})
    context = EXAMPLES["officer/gallery.html"]
    assert "http-equiv" not in render_to_string("officer/base.html", context, request)


def test_a_link_is_copied_by_a_button_that_needs_a_script(browser: Browser) -> None:
    html = gallery("officer/gallery.html").replace(
        "</main>", render_to_string("pieces/copy.html", {"id": "c", "value": "x"}) + "</main>"
    )
    with_script = browser.new_page()
    _opened(with_script, html)
    with_script.get_by_role("button", name="Copy").click()
    told = with_script.locator("[data-copy] [role=status]").inner_text()
    assert told in {"Copied.", "Not copied: select the text and copy it yourself."}
    with_script.close()
    without = browser.new_page(java_script_enabled=False)
    serve(without, {"/": html})
    without.goto(f"{SITE}/")
    assert not without.get_by_role("button", name="Copy").count()
    without.close()


PASSWORD = "correct horse battery staple"  # noqa: S105
SECRET = "JBSWY3DPEHPK3PXP"  # noqa: S105
PAGES = {
    "nobody": ("account_login",),
    "officer": (
        "account_change_password",
        "account_logout",
        "account_reauthenticate",
        "account_inactive",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_list_webauthn",
    ),
    "officer with a second step": (
        "mfa_index",
        "mfa_deactivate_totp",
        "mfa_reauthenticate",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
    ),
}


def _officer(*, second_step: bool = False) -> User:
    officer = User.objects.create_user("officer@example.org", PASSWORD, name="Officer")
    EmailAddress.objects.create(user=officer, email=officer.email, verified=True, primary=True)
    if second_step:
        TOTP.activate(officer, SECRET)
        RecoveryCodes.activate(officer)
    return officer


def _sign_in(client: Client, officer: User, *, second_step: bool) -> None:
    """Sign the officer in, who has just shown again that it is she: by the second step if any."""
    client.force_login(officer, backend=settings.AUTHENTICATION_BACKENDS[-1])
    if second_step:
        given = client.post(reverse("mfa_reauthenticate"), {"code": code_now(SECRET)})
    else:
        given = client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert given.status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize(("who", "name"), [(who, name) for who in PAGES for name in PAGES[who]])
def test_the_account_pages_have_the_site_s_look_and_keep_the_policy(
    page: Page, client: Client, who: str, name: str
) -> None:
    second_step = who == "officer with a second step"
    if who != "nobody":
        _sign_in(client, _officer(second_step=second_step), second_step=second_step)
    _is_fit(page, client.get(reverse(name)))


@pytest.mark.django_db
def test_the_second_step_at_sign_in_has_the_site_s_look(page: Page, client: Client) -> None:
    _officer(second_step=True)
    given = {"login": "officer@example.org", "password": PASSWORD}
    answer = client.post(reverse("account_login"), given, follow=True)
    assert answer.redirect_chain[-1][0].startswith(reverse("mfa_authenticate"))
    _is_fit(page, answer)


@pytest.mark.django_db
def test_a_refused_sign_in_says_so_above_the_form(page: Page, client: Client) -> None:
    answer = client.post(reverse("account_login"), {"login": "nobody", "password": "x"})
    _is_fit(page, answer)
    assert page.title().startswith("Error: ")
    assert page.locator(".errors li").count()


@pytest.mark.django_db
def test_a_passkey_that_fails_is_told_beside_its_button(page: Page, client: Client) -> None:
    _opened(page, client.get(reverse("account_login")).content.decode())
    assert page.get_by_role("button", name="passkey").is_visible()
    told = page.get_by_text("did not answer")
    assert not told.is_visible()
    failed = "new CustomEvent('allauth.error', {cancelable: true})"
    assert page.evaluate(f"document.dispatchEvent({failed})") is False
    assert told.is_visible()
    assert not _violations(page)


@pytest.mark.django_db
def test_without_scripts_sign_in_offers_no_passkey(browser: Browser, client: Client) -> None:
    page = browser.new_page(java_script_enabled=False)
    serve(page, {"/": client.get(reverse("account_login")).content.decode()})
    page.goto(f"{SITE}/")
    assert not page.get_by_role("button", name="passkey").is_visible()
    assert page.locator("noscript .notice").is_visible()
    page.close()


@pytest.mark.django_db(transaction=True)
def test_a_browser_s_own_form_passes_the_check_of_its_origin(
    browser: Browser, live_server: LiveServer
) -> None:
    _officer()
    page = browser.new_page()
    page.goto(live_server.url + reverse("account_login"))
    page.get_by_label("Email").fill("officer@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    with page.expect_response(lambda answer: answer.request.method == "POST") as told:
        page.get_by_role("button", name="Sign in", exact=True).click()
    assert told.value.status == 302
    page.close()


def _is_fit(page: Page, answer: Any) -> None:
    assert answer.status_code == 200, answer.headers
    page.set_viewport_size({"width": 360, "height": 900})
    said = _opened(page, answer.content.decode())
    assert page.locator("main h1").count() == 1
    assert _overflow(page, 320) == 0
    assert not _violations(page)
    assert not said


def _templates() -> list[Path]:
    return sorted((PROJECT / "templates").rglob("*.html"))


@pytest.mark.parametrize("path", _templates(), ids=lambda p: str(p.relative_to(PROJECT)))
def test_no_template_holds_what_the_policy_forbids(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.findall(r"""\sstyle\s*=|\son[a-z]+\s*=\s*["']|javascript:|<style""", text)
    assert not re.findall(r"<script(?![^>]*\b(?:src=|type=\"application/json\"))", text)


@pytest.mark.parametrize(
    "path",
    [p for p in _templates() if p.name != "gallery.html"],
    ids=lambda p: str(p.relative_to(PROJECT)),
)
def test_every_word_of_a_template_is_given_for_translation(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for name, end in (
        ("comment", "endcomment"),
        ("blocktranslate", "endblocktranslate"),
        ("block body_class", "endblock"),
    ):
        text = re.sub(rf"{{%\s*{name}\b.*?{{%\s*{end}\s*%}}", "", text, flags=re.DOTALL)
    text = re.sub(r"{%.*?%}|{{.*?}}", "", text, flags=re.DOTALL)
    told = re.findall(r'\b(?:alt|aria-label|title|placeholder)="([^"]*)"', text)
    text = re.sub(r"<[^<>]*>", " ", text)
    assert not re.findall(r"[A-Za-z]{2,}", " ".join([text, *told]))


def test_the_site_and_the_result_page_have_the_same_inks_and_letters() -> None:
    pattern = re.compile(r"(--[a-z]+):\s*([^;]+);")
    report = REPORT_STYLE.read_text(encoding="utf-8")
    site = (PROJECT / "static" / "hustings" / "css" / "tokens.css").read_text(encoding="utf-8")
    inks = dict(pattern.findall(report.partition("}")[0]))
    assert inks
    assert inks.items() <= dict(pattern.findall(site)).items()


RESULT_PAGE = """{% extends "base.html" %}{% load static %}
{% block styles %}{{ block.super }}<link rel="stylesheet" href="/report.css">
<link rel="stylesheet" href="{% static 'hustings/css/result.css' %}">{% endblock %}
{% block page_title %}Result{% endblock %}{% block content %}{{ result|safe }}{% endblock %}"""


def test_a_result_stands_in_the_site_s_frame_and_prints_on_two_sheets(page: Page) -> None:
    loaded = load("example:labour-leader-2010")
    assert isinstance(loaded, Loaded)
    assert loaded.ballots is not None
    whole = declaration_page(declare(loaded.contest, loaded.ballots))
    result = whole.partition('tabindex="-1">')[2].partition("</main>")[0]
    html = engines["django"].from_string(RESULT_PAGE).render({"result": result})
    said = _opened(page, html, **{"report.css": REPORT_STYLE.read_text(encoding="utf-8")})
    assert not said
    assert [_overflow(page, width) for width in WIDTHS] == [0, 0, 0]
    printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 2


@pytest.mark.parametrize(
    ("part", "whole", "printed"),
    [
        (1204, 4812, "25.0%"),
        (0, 5, "0.0%"),
        (5, 5, "100.0%"),
        (1, 100_000, "0.001%"),
        (99_999, 100_000, "99.999%"),
        (0, 0, "–"),
    ],
)
def test_a_share_is_never_printed_as_nought_or_all_unless_it_is(
    part: int, whole: int, printed: str
) -> None:
    assert pieces.share(part, whole) == printed


@pytest.mark.parametrize(
    ("value", "printed"), [(4812, "4,812"), (0, "0"), (None, "–"), ("two", "two"), (True, True)]
)
def test_a_count_has_its_thousands_apart(value: object, printed: object) -> None:
    assert pieces.count(value) == printed


@pytest.mark.parametrize(
    ("number", "of", "named"),
    [
        (1, 1, [1]),
        (1, 9, [1, 2, 3, None, 9]),
        (5, 9, [1, 2, 3, 4, 5, 6, 7, 8, 9]),
        (5, 49, [1, 2, 3, 4, 5, 6, 7, None, 49]),
        (25, 49, [1, None, 23, 24, 25, 26, 27, None, 49]),
    ],
)
def test_a_pager_names_the_ends_and_the_neighbours(
    number: int, of: int, named: list[int | None]
) -> None:
    assert pieces.numbers(Paginator(range(of), 1).page(number)) == named


@pytest.mark.parametrize(("seconds", "whole"), [(900, 15), (901, 16), (0, 0)])
def test_a_wait_is_told_in_whole_minutes_rounded_up(seconds: int, whole: int) -> None:
    assert pieces.minutes(timedelta(seconds=seconds)) == whole


@pytest.mark.parametrize(
    ("part", "whole", "length"), [(1, 3, "33.33"), (7, 5, "100.00"), (0, 9, "0.00"), (1, 0, "0")]
)
def test_a_bar_never_passes_its_end(part: int, whole: int, length: str) -> None:
    assert pieces.length_of(part, whole) == length
