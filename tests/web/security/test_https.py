"""The site as it is served to the world: behind a proxy, by HTTPS, under one name."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.places import ROOT

ASK = """
import json, django
django.setup()
from django.conf import settings
from django.core.management import call_command
from django.test import Client
call_command("migrate", verbosity=0)
proxied = {"HTTP_HOST": "vote.example.org", "HTTP_X_FORWARDED_PROTO": "https"}
plain = Client().get("/vote/", HTTP_HOST="vote.example.org")
page = Client().get("/vote/", **proxied)
form = Client(enforce_csrf_checks=True)
form.get("/accounts/login/", **proxied)
elsewhere = form.post("/accounts/login/", {"csrfmiddlewaretoken": form.cookies[
    settings.CSRF_COOKIE_NAME].value}, HTTP_ORIGIN="https://elsewhere.example", **proxied)
foreign = Client().get("/vote/", HTTP_HOST="elsewhere.example", HTTP_X_FORWARDED_PROTO="https")
print(json.dumps({
    "plain": [plain.status_code, plain.headers.get("Location", "")],
    "hsts": page.headers.get("Strict-Transport-Security", ""),
    "cookies": {name: dict(morsel) for name, morsel in page.cookies.items()},
    "session": [settings.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_SECURE,
                settings.SESSION_COOKIE_HTTPONLY, settings.SESSION_COOKIE_SAMESITE,
                settings.SESSION_COOKIE_DOMAIN, settings.SESSION_COOKIE_PATH],
    "elsewhere": elsewhere.status_code,
    "foreign": foreign.status_code,
    "debug": settings.DEBUG,
}))
"""


def run(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    left_out = {"DATABASE_URL", "DJANGO_ALLOW_ASYNC_UNSAFE"}
    environment = {k: v for k, v in os.environ.items() if k not in left_out} | {
        "DJANGO_SETTINGS_MODULE": "hustings.web.project.settings",
        "HUSTINGS_DATA": str(data),
        "HUSTINGS_BASE_URL": "https://vote.example.org",
        "HUSTINGS_ALLOWED_HOSTS": "vote.example.org",
        "HUSTINGS_PROXY": "1",
    }
    return subprocess.run(
        [sys.executable, *arguments],
        check=False,
        capture_output=True,
        text=True,
        env=environment,
        cwd=ROOT,
    )


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Any:
    done = run(tmp_path_factory.mktemp("https"), "-c", ASK)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_django_s_own_check_for_a_site_in_use_finds_nothing(tmp_path: Path) -> None:
    done = run(tmp_path, "-m", "django", "check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr
    assert "no issues (2 silenced)" in done.stdout


def test_plain_http_is_turned_to_https_and_browsers_are_told_to_remember(served: Any) -> None:
    assert served["plain"] == [301, "https://vote.example.org/vote/"]
    assert served["hsts"] == "max-age=31536000"


def test_cookies_are_for_this_host_by_https_alone_and_kept_from_scripts(served: Any) -> None:
    assert list(served["cookies"]) == ["__Host-csrf"]
    csrf = served["cookies"]["__Host-csrf"]
    assert (csrf["secure"], csrf["httponly"], csrf["samesite"]) == (True, True, "Strict")
    assert (csrf["domain"], csrf["path"]) == ("", "/")
    assert served["session"] == ["__Host-officer", True, True, "Lax", None, "/"]


def test_a_form_sent_from_another_origin_is_refused_though_its_token_is_right(served: Any) -> None:
    assert served["elsewhere"] == 403


def test_another_host_name_is_refused_behind_the_proxy_too(served: Any) -> None:
    assert served["foreign"] == 400


def test_debug_pages_are_off_and_no_setting_turns_them_on(served: Any) -> None:
    assert served["debug"] is False
    settings = (ROOT / "hustings" / "web" / "project" / "settings.py").read_text("utf-8")
    assert settings.count("DEBUG =") == 1
    assert "DEBUG = False\n" in settings
