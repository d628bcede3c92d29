"""What a real browser seals under a strict policy, Python opens to the same marks."""

from __future__ import annotations

import base64
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from hustings.seal import (
    Damage,
    Damaged,
    Marks,
    OpeningKey,
    envelope_size,
    open_envelope,
    read_sealed,
    seal,
)
from tests.places import ROOT
from tests.seal import vectors

STATIC = ROOT / "hustings" / "web" / "project" / "static"
SCRIPTS = (
    "vendor/tweetnacl-1.0.3.min.js",
    "vendor/tweetnacl-sealedbox-1.2.0.min.js",
    "hustings/seal.js",
)
POLICY = "default-src 'none'; script-src 'self'"
KEY = OpeningKey(bytes(range(32)))
PUBLIC = base64.b64encode(KEY.public).decode()


class _Site(SimpleHTTPRequestHandler):
    """The static files as they are, and one page that loads them."""

    def do_GET(self) -> None:
        if self.path != "/":
            super().do_GET()
            return
        scripts = "".join(f'<script defer src="/{path}"></script>' for path in SCRIPTS)
        page = f"<!doctype html><html lang=en><title>Seal</title>{scripts}</html>".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as it is named there
        """Say nothing."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where the page is served, for as long as the tests run."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Site, directory=str(STATIC)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The page, loaded; whatever it complains of on the way fails the tests."""
    opened = browser.new_page()
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.goto(address)
    yield opened
    opened.close()
    assert [text for text in complaints if "favicon" not in text] == []


def _seal(page: Page, **ballot: Any) -> str:
    """What the page makes of a ballot, or the message of its refusal."""
    ballot = {"publicKey": PUBLIC, "candidates": 5, "ranking": [1], "rotation": None} | ballot
    script = """ballot => {
        try { return hustings.sealBallot(ballot) } catch (error) { return String(error) }
    }"""
    return str(page.evaluate(script, ballot))


@pytest.mark.parametrize("case", vectors.table(vectors.read("plain.json")["ballots"]))
def test_python_opens_what_the_browser_sealed(page: Page, case: dict[str, Any]) -> None:
    candidates, ranking, rotation = case["candidates"], case["ranking"], case["rotation"]
    text = _seal(page, candidates=candidates, ranking=ranking, rotation=rotation)
    sealed = read_sealed(text, candidates=candidates)
    marks = Marks(tuple(ranking), rotation)
    assert open_envelope(sealed, KEY, candidates) == marks
    assert len(sealed) == len(seal(marks, candidates, KEY.public)) == envelope_size(candidates)


def test_a_rotation_that_is_left_out_means_none(page: Page) -> None:
    script = "given => hustings.sealBallot({publicKey: given, candidates: 3, ranking: [3, 1]})"
    sealed = read_sealed(page.evaluate(script, PUBLIC), candidates=3)
    assert open_envelope(sealed, KEY, 3) == Marks((3, 1), None)


def test_the_browser_seals_the_same_marks_differently_each_time(page: Page) -> None:
    assert len({_seal(page) for _ in range(20)}) == 20


def test_what_the_browser_sealed_opens_with_its_own_key_alone(page: Page) -> None:
    sealed = read_sealed(_seal(page), candidates=5)
    assert open_envelope(sealed, OpeningKey(bytes(32)), 5) == Damaged(Damage.NOT_OPENED)


REFUSALS = [
    ({"ranking": [1, 2, 1]}, "a candidate is ranked twice"),
    ({"ranking": [0]}, "candidates are numbered from 1 to 5"),
    ({"ranking": [6]}, "candidates are numbered from 1 to 5"),
    ({"ranking": [1.5]}, "candidates are numbered from 1 to 5"),
    ({"ranking": ["1"]}, "candidates are numbered from 1 to 5"),
    ({"ranking": "12"}, "candidates are numbered from 1 to 5"),
    ({"ranking": None}, "candidates are numbered from 1 to 5"),
    ({"rotation": 5}, "a rotation is from 0 to 4, or null"),
    ({"rotation": -1}, "a rotation is from 0 to 4, or null"),
    ({"rotation": "0"}, "a rotation is from 0 to 4, or null"),
    ({"candidates": 0}, "a contest has 1 to 200 candidates"),
    ({"candidates": 201}, "a contest has 1 to 200 candidates"),
    ({"candidates": "5"}, "a contest has 1 to 200 candidates"),
    ({"publicKey": "%%%"}, "the public key is not in base64"),
    ({"publicKey": "AAAA"}, "the public key has 32 bytes"),
    ({"publicKey": None}, "the public key has 32 bytes"),
]


@pytest.mark.parametrize(("ballot", "message"), REFUSALS, ids=lambda value: str(value)[:40])
def test_the_browser_refuses_what_python_would_not_open(
    page: Page, ballot: dict[str, Any], message: str
) -> None:
    assert _seal(page, **ballot) == f"Error: The ballot cannot be sealed: {message}."


def test_the_policy_under_which_all_this_ran_is_in_force(browser: Browser, address: str) -> None:
    script = """() => new Promise(done => {
        document.addEventListener('securitypolicyviolation',
            event => done(event.violatedDirective), {once: true});
        const inline = document.createElement('script');
        inline.textContent = 'window.ran = true';
        document.head.append(inline);
    })"""
    opened = browser.new_page()
    opened.goto(address)
    assert opened.evaluate(script) == "script-src-elem"
    assert opened.evaluate("window.ran === undefined")
    opened.close()
