"""What everybody may read by the API, and that it is what the pages and the document say."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from jsonschema import Draft202012Validator

from hustings.web.api import throttle
from hustings.web.api.site_api import document_text
from hustings.web.contests import actions as contests
from hustings.web.contests.models import Contest, State
from hustings.web.project import clock
from hustings.web.results import actions as results
from hustings.web.results import importing
from tests.places import ROOT
from tests.web.api.asking import Asked, ask
from tests.web.booth.polls import make_poll, move_to
from tests.web.making import make_actor, make_contest
from tests.web.results.making import counted_poll, declared_poll, published_poll

pytestmark = pytest.mark.django_db
COMMITTED = ROOT / "docs" / "spec" / "api-openapi.json"


def test_the_committed_document_is_the_one_that_is_served() -> None:
    """If not: hustings manage write_api_document docs/spec/api-openapi.json"""
    served = Asked(Client().get("/api/1/openapi.json"))
    assert served.text == document_text() == COMMITTED.read_text("utf-8")


def test_the_document_is_one_of_openapi_whose_shapes_are_good_schemas() -> None:
    told = json.loads(document_text())
    assert told["openapi"].startswith("3.1")
    for shape in told["components"]["schemas"].values():
        Draft202012Validator.check_schema(shape)
    assert all(set(methods) == {"get"} for methods in told["paths"].values())


def test_the_page_for_people_lists_every_operation_and_loads_nothing() -> None:
    page = Client().get("/api/1/").content.decode()
    for path in json.loads(document_text())["paths"]:
        assert f"GET {path}<" in page
    assert "<script" not in page
    assert "//cdn" not in page


def test_drafts_are_not_there_and_all_else_is_listed() -> None:
    draft = make_contest(test_mode=True)
    open_ = make_poll(2).contest
    declared = declared_poll().contest
    told = ask("contests").told
    assert {c["id"] for c in told["items"]} == {open_.slug, declared.slug}
    assert told["count"] == 2
    assert ask(f"contests/{draft.slug}").status == 404
    for rest in ("versions", "result", "versions/1", "versions/1/document"):
        assert ask(f"contests/{draft.slug}/{rest}").status == 404


@pytest.mark.parametrize(("phase", "expected"), [("open", 1), ("declared", 1), ("closed", 0)])
def test_contests_are_chosen_by_phase(phase: str, expected: int) -> None:
    make_poll(1)
    declared_poll()
    assert ask(f"contests?phase={phase}").told["count"] == expected


def test_a_list_comes_in_pages_without_gap_or_repetition() -> None:
    made = {make_poll(1).contest.slug for _ in range(5)}
    seen: list[str] = []
    for page in (1, 2, 3):
        told = ask(f"contests?page={page}&size=2").told
        assert (told["count"], told["pages"], told["page"]) == (5, 3, page)
        seen += [c["id"] for c in told["items"]]
    assert len(seen) == 5
    assert set(seen) == made
    assert ask("contests?page=4&size=2").status == 404


@pytest.mark.parametrize(
    "query", ["size=0", "size=101", "page=0", "page=x", "phase=asleep", "page=99999999999999999999"]
)
def test_a_parameter_that_cannot_be_read_is_named(query: str) -> None:
    asked = ask(f"contests?{query}")
    assert asked.status == 422
    assert asked.told["errors"][0]["where"].split()[-1] == query.partition("=")[0]


def test_the_notice_tells_what_its_page_tells() -> None:
    contest = make_poll(
        12,
        state="draft",
        pledge="lead",
        pledge_by="Jo Example MP",
        pledge_hundredths=500,
        about="A *primary*.",
    ).contest
    Contest.objects.filter(pk=contest.pk).update(
        roll_frozen_at=clock.now(),
        roll_fingerprint="ab" * 32,
        roll_counts={"basis": {"member": 12}},
    )
    move_to(contest, "ready")
    told = ask(f"contests/{contest.slug}").told
    page = Client().get(f"/c/{contest.slug}/").content.decode()
    for words in (
        told["title"],
        told["roll"]["fingerprint"],
        told["journal"]["digest"],
        told["pledge"]["text"].split(".")[0],
        *(c["name"] for c in told["candidates"]),
    ):
        assert words in page
    assert told["roll"]["electors"] == 12
    assert told["roll"]["by_basis"] == {"member": 12}
    assert told["pledge"]["hundredths"] == 500
    assert (told["state"], told["phase"], told["test"]) == ("ready", "open", False)
    assert told["version"] is None


def test_the_phase_follows_the_clock_though_nothing_was_written() -> None:
    contest = make_poll(1).contest
    first = ask(f"contests/{contest.slug}")
    with time_machine.travel(clock.now() + timedelta(days=3)):
        later = ask(f"contests/{contest.slug}", **{"If-None-Match": first.headers["etag"]})
    assert first.told["phase"] == "open"
    assert later.status == 200
    assert later.told["phase"] == "too_late"


def test_an_extension_and_a_withdrawal_stand_in_the_notice_and_among_the_changes() -> None:
    poll = make_poll(3, candidates=3)
    officer = make_actor(poll.contest.organisation)
    closes = poll.contest.closes_at
    assert closes is not None
    later = closes + timedelta(days=1)
    contests.extend(poll.contest, later, "The post was late.", by=officer)
    contests.withdraw_candidate(poll.contest.candidates.get(number=2), by=officer)
    told = ask(f"contests/{poll.contest.slug}").told
    assert [e["reason"] for e in told["timetable"]["extensions"]] == ["The post was late."]
    assert [c["withdrawn"] for c in told["candidates"]] == [False, True, False]
    assert len(told["notices"]) == 2
    kinds = [c["kind"] for c in ask(f"changes?contest={poll.contest.slug}").told["items"]]
    assert kinds == ["notice", "notice"]


def test_nothing_of_a_count_is_told_before_it_is_published() -> None:
    poll = counted_poll()
    version = poll.contest.versions.get()
    slug = poll.contest.slug
    answers = [
        ask(path)
        for path in (
            "contests",
            f"contests/{slug}",
            f"contests/{slug}/versions",
            f"contests/{slug}/result",
            f"contests/{slug}/versions/1",
            f"contests/{slug}/versions/1/document",
            f"changes?contest={slug}",
        )
    ]
    assert not [a.text for a in answers if version.headline in a.text or '"votes"' in a.text]
    assert [a.status for a in answers] == [200, 200, 200, 404, 404, 404, 200]
    assert ask(f"contests/{slug}/versions").told["items"] == []


def test_the_document_is_byte_for_byte_what_was_published() -> None:
    poll = declared_poll()
    version = poll.contest.versions.get()
    asked = ask(f"contests/{poll.contest.slug}/versions/1/document")
    assert asked.text == version.document
    schema = json.loads((ROOT / "docs/spec/declaration.schema.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(asked.told)
    page = Client().get(f"/c/{poll.contest.slug}/result/1/declaration.json")
    assert page.content.decode() == asked.text


def test_a_correction_is_a_version_that_says_what_it_put_right() -> None:
    poll = declared_poll()
    results.correct(poll.contest, issued={"all": 120}, reason="20 more were sent.", by=poll.officer)
    assert ask(f"contests/{poll.contest.slug}/versions").told["count"] == 1
    results.declare(poll.fresh(), signed_name="A. Officer", role="RO", by=poll.officer)
    known = ask(f"contests/{poll.contest.slug}/versions").told["items"]
    assert [(v["number"], v["current"], v["stage"]) for v in known] == [
        (2, True, "declared"),
        (1, False, "declared"),
    ]
    told = ask(f"contests/{poll.contest.slug}/result").told
    assert told["number"] == 2
    assert told["changes"]
    assert "20 more were sent." in told["correction"]
    assert {f["name"] for f in told["files"]} >= {"declaration.json", "stages.csv", "folder.zip"}
    for file in told["files"]:
        if file["name"] != "declaration.pdf":
            assert Client().get(file["address"].split("8000")[-1]).status_code == 200


def test_what_others_reported_has_its_own_document(tmp_path: Path) -> None:
    held = importing.import_example("bassetlaw-2010", make_contest().organisation)
    told = ask(f"contests/{held.slug}").told
    assert told["origin"] == "reported"
    assert told["roll"] is None
    document = ask(f"contests/{held.slug}/versions/1/document").told
    assert document["schema"] == "hustings/reported/1"


def test_changes_come_newest_first_and_since_a_time() -> None:
    start = clock.now()
    with time_machine.travel(start - timedelta(days=2)):
        first = published_poll()
    second = declared_poll()
    told = ask("changes").told["items"]
    assert [c["at"] for c in told] == sorted((c["at"] for c in told), reverse=True)
    assert len({c["id"] for c in told}) == len(told)
    since = (start - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    recent = ask(f"changes?since={since}").told["items"]
    assert {c["contest"] for c in recent} == {second.contest.slug}
    assert [c["kind"] for c in recent] == ["declared", "provisional"]
    assert ask(f"changes?contest={first.contest.slug}").told["count"] == 1


@pytest.mark.parametrize("path", ["contests", "changes"])
def test_many_contests_take_no_more_queries_than_one(path: str) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            ask(path)
        return len(queries)

    declared_poll()
    before = asked()
    declared_poll()
    published_poll()
    assert asked() == before


# --- how it is answered -----------------------------------------------------------------------


def _paths() -> list[str]:
    contest = declared_poll().contest.slug
    start = f"contests/{contest}"
    return [
        "contests", start, f"{start}/versions", f"{start}/result", f"{start}/versions/1",
        f"{start}/versions/1/document", "changes", "openapi.json",
    ]  # fmt: skip


def test_whoever_holds_an_answer_is_not_sent_it_again() -> None:
    for path in _paths():
        first = Asked(Client().get(f"/api/1/{path}"))
        again = Client().get(f"/api/1/{path}", headers={"If-None-Match": first.headers["etag"]})
        assert (first.status, again.status_code, again.content) == (200, 304, b""), path
        assert "public" in first.headers["cache-control"]
        assert again.headers["ETag"] == first.headers["etag"]


def test_a_document_says_when_it_was_published() -> None:
    poll = declared_poll()
    path = f"contests/{poll.contest.slug}/versions/1/document"
    changed = ask(path).headers["last-modified"]
    assert ask(path, **{"If-Modified-Since": changed}).status == 304


def test_pages_of_other_sites_may_read_what_is_public() -> None:
    for path in _paths():
        asked = Asked(Client().get(f"/api/1/{path}", headers={"Origin": "https://news.example"}))
        assert asked.headers["access-control-allow-origin"] == "*", path
        assert "default-src 'none'" in asked.headers["content-security-policy"]
        assert "set-cookie" not in asked.headers
    before = Client().options("/api/1/contests", headers={"Origin": "https://news.example"})
    assert before.status_code == 204
    assert "authorization" not in before.headers["Access-Control-Allow-Headers"].lower()


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(method: str) -> None:
    for path in ("contests", "organisation", "changes", "openapi.json"):
        asked = Asked(getattr(Client(enforce_csrf_checks=True), method)(f"/api/1/{path}"))
        assert asked.status == 405
        assert asked.kind == "application/problem+json"
        assert asked.headers["allow"] == "GET, HEAD, OPTIONS"
        assert asked.told["status"] == 405


def test_a_head_request_tells_the_same_without_the_body() -> None:
    make_poll(1)
    client = Client()
    got, head = client.get("/api/1/contests"), client.head("/api/1/contests")
    assert head.status_code == 200
    assert head.headers["ETag"] == got.headers["ETag"]


@pytest.mark.parametrize("path", ["nothing", "contests/none", "contests/none/", "organisations/x"])
def test_what_is_not_there_is_a_problem_document(path: str) -> None:
    asked = ask(path)
    assert (asked.status, asked.kind) == (404, "application/problem+json")
    assert asked.told["instance"] == f"/api/1/{path}"
    assert asked.headers["access-control-allow-origin"] == "*"


def test_whoever_asks_too_often_is_told_when_to_come_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(throttle, "MOST_A_MINUTE", 5)
    with time_machine.travel(clock.now(), tick=False) as now:
        for _ in range(5):
            Client().get("/api/1/none")
        now.shift(20)
        slowed = ask("contests")
        other = Asked(Client(REMOTE_ADDR="198.51.100.7").get("/api/1/contests"))
        assert (slowed.status, slowed.kind) == (429, "application/problem+json")
        assert slowed.headers["retry-after"] == "40"
        assert other.status == 200
        now.shift(41)
        assert ask("contests").status == 200


def test_an_abandoned_contest_is_told_as_such() -> None:
    poll = make_poll(1)
    contests.abandon(poll.contest, "Nobody stood.", by=make_actor(poll.contest.organisation))
    told: Any = ask(f"contests/{poll.contest.slug}").told
    assert told["phase"] == State.ABANDONED
    assert Contest.objects.get(pk=poll.contest.pk).state == State.ABANDONED
