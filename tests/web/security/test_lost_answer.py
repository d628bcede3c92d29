"""The server dies between the commit of a vote and its answer: asked again, it confirms."""

from __future__ import annotations

import http.client
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from tests.places import ROOT
from tests.web.killing import Install

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


class Browser:
    """Cookies, and the hidden fields of the page that came last."""

    def __init__(self) -> None:
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()))
        self.page = ""

    def get(self, port: int, path: str) -> None:
        with self.opener.open(f"http://127.0.0.1:{port}{path}", timeout=30) as answer:
            self.page = answer.read().decode()

    def post(self, port: int, path: str, fields: dict[str, str]) -> None:
        body = urlencode(fields).encode()
        with self.opener.open(f"http://127.0.0.1:{port}{path}", body, timeout=30) as answer:
            self.page = answer.read().decode()

    @property
    def hidden(self) -> dict[str, str]:
        return dict(HIDDEN.findall(self.page))


def told(site: Install, command: str) -> object:
    done = subprocess.run(
        [sys.executable, "-m", "tests.web.security.lost_answers", command],
        cwd=ROOT,
        env=site.environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return json.loads(done.stdout)


@contextmanager
def served(site: Install, *how: str) -> Iterator[int]:
    """The site in a process, as a port of this machine."""
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.web.security.lost_answers", "serve", *how],
        cwd=ROOT,
        env=site.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert server.stdout is not None
    try:
        yield int(server.stdout.readline())
    finally:
        server.kill()
        server.wait()
        server.stdout.close()


def filled_in(browser: Browser, port: int, code: str) -> dict[str, str]:
    """The form of the last page before the cast, as the elector would send it."""
    browser.get(port, "/vote/")
    browser.post(port, "/vote/paper/", browser.hidden | {"code": code})
    browser.post(port, "/vote/check/", browser.hidden | {"mark-2": "1", "mark-1": "2"})
    assert "nonce" in browser.hidden, browser.page
    return browser.hidden


def test_a_vote_whose_answer_was_lost_is_confirmed_with_the_same_receipt_when_sent_again(
    install: Install,
) -> None:
    code, browser = str(told(install, "prepare")), Browser()
    with served(install, "die") as port:
        form = filled_in(browser, port, code)
        with pytest.raises((URLError, http.client.HTTPException, ConnectionError)):
            browser.post(port, "/vote/cast/", form)
    after = told(install, "figures")
    assert isinstance(after, dict)
    assert (len(after["receipts"]), after["envelopes"]) == (1, 1)
    with served(install) as port:
        for _ in range(3):
            browser.post(port, "/vote/cast/", form)
            assert _plain(after["receipts"][0]) in _plain(browser.page)
        with pytest.raises(URLError):  # another form of hers finds the vote in: 403 or 409
            browser.post(port, "/vote/cast/", form | {"nonce": "0" * 32})
    assert told(install, "figures") == after


def _plain(text: str) -> str:
    """Without what a receipt is grouped by."""
    return re.sub(r"[\s-]", "", text)
