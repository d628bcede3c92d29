"""Every address of the site, walked by everybody: what a GET does, and what each answer carries."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from tests.web.officers.signing_in import BACKEND
from tests.web.security.walking import (
    Address,
    Visit,
    addresses,
    digest_of_tables,
    once,
    visit,
)
from tests.web.security.world import ELECTOR, HARM, World, make_world

pytestmark = pytest.mark.django_db

FRAMED = {"results:embed"}
"""Pages that other sites may show in a frame."""
DOCUMENTS = {"results:download", "results:preview_file"}
"""Files to keep and to print, which hold their own style."""
UNREACHED = {
    "account_inactive": "for accounts that were switched off",
    "account_set_password": "asks again who she is",
    "account_change_password": "asks again who she is",
    "api:unknown": "answers that there is nothing",
}


OUTSIDE = {"agent", "nobody", "stranger"}
"""Viewers whom the officers' door turns away before the contest, and so its state, is looked at."""


class _World:
    """The site, and every GET that anybody makes on it; made once for all these tests."""

    def __init__(self) -> None:
        self.world: World = make_world()
        viewers = self.world.viewers  # who sign in first, which writes
        self.before = digest_of_tables()
        self.visits = [
            visit(_careful(client), viewer, address)
            for viewer, client in viewers.items()
            for address in _walk(self.world, viewer)
        ]
        self.after = digest_of_tables()

    @cached_property
    def markup(self) -> list[tuple[Visit, _Markup]]:
        """What each page runs and loads."""
        return [(v, _Markup(v.body)) for v in self.pages]

    @property
    def pages(self) -> list[Visit]:
        """The visits that gave HTML."""
        return [v for v in self.visits if v.kind == "text/html"]


def _walk(world: World, viewer: str) -> list[Address]:
    """Every address: once for a deputy, who sees what her officer sees; else in every state.

    What is behind the officers' door comes once for those who never get through it.
    """
    everywhere = addresses(world)
    if viewer == "deputy":
        return once(everywhere)
    if viewer not in OUTSIDE:
        return everywhere
    officers = once(a for a in everywhere if a.path.startswith("/officer/"))
    return [a for a in everywhere if not a.path.startswith("/officer/")] + officers


def _careful(client: Client) -> Client:
    client.raise_request_exception = False
    return client


@pytest.fixture(scope="module")
def walked(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[_World]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield _World()
        transaction.set_rollback(True)


def told(found: list[str]) -> str:
    return "\n".join(found[:40])


def test_no_get_changes_a_row_whoever_asks(walked: _World) -> None:
    written = [f"{v}: {v.writes}" for v in walked.visits if v.writes]
    assert not written, told(written)
    assert walked.before == walked.after


def test_no_get_fails(walked: _World) -> None:
    failed = sorted({str(v) for v in walked.visits if v.status == 500})
    assert not failed, told(failed)


def test_the_walk_reaches_every_address(walked: _World) -> None:
    """An address that only ever answers 404 was not walked: give it a value in walking.py."""
    reached = defaultdict(set)
    for v in walked.visits:
        reached[v.address.route].add(v.status)
    lost = sorted(route for route, statuses in reached.items() if statuses <= {404})
    assert not [route for route in lost if route not in UNREACHED], lost


def test_every_page_has_the_strict_policy(walked: _World) -> None:
    wrong = []
    for v in walked.visits:
        policy = v.headers.get("content-security-policy", "")
        if (
            "unsafe" in policy
            or "default-src 'none'" not in policy
            or "*" in policy.replace("frame-ancestors *", "" if v.address.route in FRAMED else "*")
        ):
            wrong.append(f"{v}: {policy!r}")
    assert not wrong, told(wrong)


def test_no_page_is_framed_but_those_made_for_it(walked: _World) -> None:
    wrong = []
    for v in walked.visits:
        framed = v.address.route in FRAMED and v.status in {200, 304}
        ancestors = "frame-ancestors *" if framed else "frame-ancestors 'none'"
        if ancestors not in v.headers.get("content-security-policy", ""):
            wrong.append(str(v))
        if not framed and v.headers.get("x-frame-options") != "DENY" and v.status != 404:
            wrong.append(f"{v}: X-Frame-Options {v.headers.get('x-frame-options')}")
    assert not wrong, told(wrong)


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
    ],
)
def test_every_answer_carries(header: str, value: str, walked: _World) -> None:
    wrong = [str(v) for v in walked.visits if v.headers.get(header) != value]
    assert not wrong, told(wrong)


def test_nothing_of_officers_or_of_the_booth_is_kept_by_browsers_or_proxies(
    walked: _World,
) -> None:
    wrong = [
        f"{v}: {v.headers.get('cache-control')}"
        for v in walked.visits
        if v.address.path.startswith(("/officer/", "/agent/", "/vote/", "/sign-in/", "/accounts/"))
        and "no-store" not in v.headers.get("cache-control", "")
    ]
    assert not wrong, told(wrong)


def test_what_proxies_may_share_is_the_same_for_everybody_and_brings_no_cookie(
    walked: _World,
) -> None:
    shared = defaultdict(set)
    for v in walked.visits:
        if "public" in v.headers.get("cache-control", ""):
            shared[v.address.path].add((v.body, "set-cookie" in v.headers))
    assert shared
    wrong = [
        path for path, bodies in shared.items() if len(bodies) > 1 or any(c for _, c in bodies)
    ]
    assert not wrong, told(wrong)


class _Markup(HTMLParser):
    """What a page runs by itself and what it loads."""

    LOADS = ("src", "srcset", "data", "poster", "background", "action", "formaction", "xlink:href")

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.inline: list[str] = []
        self.loaded: list[str] = []
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.inline += [f"<{tag} {name}>" for name in given if name.startswith("on")]
        self.inline += [
            f"<{tag} {v}>" for v in given.values() if v.lstrip().startswith("javascript:")
        ]
        if tag == "style" or "style" in given:
            self.inline.append(f"<{tag}> with a style of its own")
        if tag == "script" and "src" not in given and given.get("type") != "application/json":
            self.inline.append("<script> in the page")
        names = (*self.LOADS, "href") if tag in {"link", "use", "image", "base"} else self.LOADS
        if given.get("rel") not in {"canonical", "alternate"}:
            self.loaded += [given[name] for name in names if given.get(name)]


def test_no_page_holds_a_script_style_or_handler_of_its_own(walked: _World) -> None:
    wrong = [
        f"{v}: {found}" for v, page in walked.markup if not _is_document(v) for found in page.inline
    ]
    assert not wrong, told(wrong)


def _is_document(v: Visit) -> bool:
    """A file to keep, which holds its style and has a policy for exactly that."""
    return v.address.route in DOCUMENTS and "'sha256-" in v.headers.get(
        "content-security-policy", ""
    )


def test_no_page_loads_anything_from_elsewhere(walked: _World) -> None:
    own = ("http://testserver/", f"{settings.BASE_URL}/")
    wrong = [
        f"{v}: {address}"
        for v, page in walked.markup
        for address in page.loaded
        if ("//" in address and not address.startswith(own)) and not address.startswith("data:")
    ]
    assert not wrong, told(wrong)


def test_words_that_mean_harm_stand_in_pages_as_words(walked: _World) -> None:
    seen = [v for v in walked.pages if b"&lt;script&gt;alert(1)" in v.body]
    assert len({v.address.route for v in seen}) > 10
    wrong = [str(v) for v in walked.pages if b"<script>alert" in v.body or b"<img src=x" in v.body]
    assert not wrong, told(wrong)


def test_words_that_are_a_template_are_never_run(walked: _World) -> None:
    assert any(HARM[25:38].encode() in v.body for v in walked.pages)  # {{ request }}
    wrong = [str(v) for v in walked.visits if b"WSGIRequest" in v.body]
    assert not wrong, told(wrong)


def test_no_page_holds_a_secret_a_code_or_how_the_site_is_built(walked: _World) -> None:
    hidden = [settings.SECRET_KEY, settings.CODE_KEY.hex(), *walked.world.codes, "Traceback (most"]
    wrong = [
        f"{v}: {words[:9]}..."
        for v in walked.visits
        for words in hidden
        if words.encode() in v.body
    ]
    assert not wrong, told(wrong)


def test_no_elector_is_named_to_a_stranger(walked: _World) -> None:
    seen = [v for v in walked.visits if ELECTOR.encode() in v.body]
    assert {v.viewer for v in seen} <= {"returning officer", "deputy", "observer"}
    assert all(v.address.path.startswith("/officer/") for v in seen), told(list(map(str, seen)))


def test_nobody_but_its_officers_gets_a_page_of_the_organisation(walked: _World) -> None:
    inside = f"/officer/{walked.world.ours.slug}/"
    for v in walked.visits:
        if v.address.path.startswith(inside):
            if v.viewer == "nobody":
                assert v.status in {302, 405}, v
                assert v.status == 405 or v.headers["location"].startswith("/accounts/login/"), v
            if v.viewer == "stranger":
                assert v.status in {404, 405}, v


def test_a_contest_of_another_organisation_is_not_found_by_its_address(walked: _World) -> None:
    """A stranger's own organisation in the address, and everything else in it ours."""
    stranger = walked.world.stranger
    before = digest_of_tables()
    wrong = []
    every = addresses(walked.world, org=stranger.organisation.slug)
    looked_at = set(once(every))
    for address in every:
        if address.path.startswith("/officer/") and _names_ours(address):
            for method in ("post", "get") if address in looked_at else ("post",):
                client = _careful(walked.world.viewers["stranger"])
                v = visit(client, "stranger", address, method, data=EVERYTHING)
                if v.status not in {404, 405}:
                    wrong.append(f"{method} {v}")
    assert not wrong, told(wrong)
    assert before == digest_of_tables()


def _names_ours(address: Address) -> bool:
    return bool(address.state) or bool(re.search(r"/(\d+|[0-9a-f-]{36})/", address.path))


EVERYTHING = {
    "confirm": "on", "confirmed": "on", "sure": "on", "role": "observer", "reason": "Because.",
    "name": "A name", "email": "someone@example.org", "title": "A title", "question": "Whom?",
    "decision": "approve", "verdict": "one", "answer": "yes", "words": "Words", "how": "By hat",
    "test_mode": "on", "order_policy": "fixed", "pledge": "none", "retention_until": "2030-01-01",
    "who_may_vote": "All", "signed_name": "A. Officer", "drawn": "c1", "direction": "up",
}  # fmt: skip
"""Fields of many forms at once, so that a POST that is let in does something."""


def _only_reads(address: Address) -> bool:
    """The API for programs: its views know no session, and answer 405 to all but GET."""
    return address.path.startswith("/api/1/") and address.route != "api:operations"


def test_no_form_is_taken_without_its_token(walked: _World) -> None:
    """Of a contest in one state: the token is asked for before anything is looked at."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(walked.world.officer.user, backend=BACKEND)
    before = digest_of_tables()
    wrong = []
    for method in ("post", "put", "patch", "delete"):
        for address in once(addresses(walked.world)):
            v = visit(client, "returning officer", address, method)
            reads = _only_reads(address) or method != "post"
            if v.status != 403 and (not reads or v.status != 405):
                wrong.append(f"{method} {v}")
    assert not wrong, told(wrong)
    assert before == digest_of_tables()


REFUSED = {"observer": {403, 404, 405}, "nobody": {302, 405}}
LOOKING_BY_POST = {"roll:elector"}
"""Pages that show an observer the same by GET and POST, without their form."""


@pytest.mark.parametrize("viewer", REFUSED)
def test_whoever_may_not_act_changes_nothing_by_any_form(viewer: str, walked: _World) -> None:
    inside = f"/officer/{walked.world.ours.slug}/"
    before = digest_of_tables()
    wrong = []
    for address in addresses(walked.world):
        if address.path.startswith(inside):
            v = visit(
                _careful(walked.world.viewers[viewer]), viewer, address, "post", data=EVERYTHING
            )
            refused = v.status in REFUSED[viewer] or address.route in LOOKING_BY_POST
            if not refused or v.writes:
                wrong.append(f"{v} {v.writes}")
    assert not wrong, told(wrong)
    assert before == digest_of_tables()


RESERVED = {
    "contests:ready", "contests:back", "contests:extend", "contests:withdraw_one",
    "contests:close", "contests:abandon", "contests:key", "officers:invite", "officers:role",
    "officers:remove", "officers:new_link", "results:open", "results:count", "results:lot",
    "results:provisional", "results:declare", "results:correct", "results:recount",
    "results:lot_anew", "results:publish_precount", "roll:erase", "papers:again", "papers:verify",
    "scrutiny:show", "scrutiny:answer",
    "api:make_token", "api:revoke_token", "api:add_webhook",
    "api:stop_webhook", "api:send_test", "api:try_again",
}  # fmt: skip
"""Acts of the returning officer alone, by the name of their address; those there are so far."""


def test_a_deputy_does_nothing_that_is_the_returning_officers(walked: _World) -> None:
    before = digest_of_tables()
    seen = set()
    for address in addresses(walked.world):
        if address.route in RESERVED:
            seen.add(address.route)
            client = _careful(walked.world.viewers["deputy"])
            v = visit(client, "deputy", address, "post", data=EVERYTHING)
            assert v.status == 403, v
    assert len(seen) >= 11
    assert before == digest_of_tables()
