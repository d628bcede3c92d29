"""What everybody reads, and what nobody reads too early."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import polars as pl
import pytest
from django.test import Client
from django.urls import reverse

from hustings.examples import example_names
from hustings.web.contests.actions import abandon
from hustings.web.contests.models import Contest
from hustings.web.project import clock
from hustings.web.results import actions
from hustings.web.results.importing import import_example
from hustings.web.results.models import Version
from tests.web.making import make_contest, make_organisation
from tests.web.results.making import (
    CLEAR,
    KEY,
    Poll,
    Vote,
    cast_votes,
    closed_poll,
    counted_poll,
    declared_poll,
    published_poll,
)
from tests.web.results.test_counting import command_json

pytestmark = pytest.mark.django_db


def url(name: str, poll: Poll, *more: object) -> str:
    return reverse(f"results:{name}", args=[poll.contest.slug, *more])


def files_of(client: Client, poll: Poll) -> list[str]:
    from hustings.web.results.downloads import downloads_of

    version = Version.objects.filter(contest=poll.contest).last()
    assert version is not None
    return [download.name for download in downloads_of(version, poll.contest)]


@pytest.mark.parametrize("make", [closed_poll, counted_poll])
def test_nobody_sees_a_result_before_it_is_published(client: Client, make: object) -> None:
    poll = make()  # type: ignore[operator]
    answers = [
        client.get(url("result", poll)),
        client.get(url("version", poll, 1)),
        client.get(url("embed", poll)),
        *(
            client.get(url("download", poll, 1, name))
            for name in ("declaration.json", "folder.zip", "rankings.csv", "headline.svg")
        ),
    ]
    assert {answer.status_code for answer in answers} == {404}
    said = client.get(url("notice", poll)).content.decode()
    home = client.get("/").content.decode()
    feed = client.get(url("contest_feed", poll)).content.decode()
    for text in (*(a.content.decode() for a in answers), said, home, feed):
        assert "the choice of those voting" not in text


def test_a_contest_that_is_abandoned_after_all_has_no_result(client: Client) -> None:
    poll = published_poll()
    abandon(poll.contest, "The roll was wrong.", by=poll.officer)
    assert client.get(url("result", poll)).status_code == 404
    assert client.get(url("version", poll, 1)).status_code == 404
    notice = client.get(url("notice", poll)).content.decode()
    assert "The roll was wrong." in notice
    assert "the choice of those voting" not in notice


def test_a_draft_is_nobodys_business(client: Client) -> None:
    contest = make_contest()
    assert client.get(f"/c/{contest.slug}/").status_code == 404
    assert contest.title not in client.get("/").content.decode()


def test_the_front_page_lists_each_contest_once_under_what_it_is(client: Client) -> None:
    organisation = make_organisation()
    for name in example_names():
        import_example(name, organisation)
    declared_poll(title="Counted here")
    closed_poll(title="Waiting for the count")
    now = clock.now()
    later = make_contest(title="Later on", opens_at=now + timedelta(days=2))
    opened = make_contest(title="Open at this moment")
    Contest.objects.filter(pk__in=[later.pk, opened.pk]).update(state="ready")
    page = client.get("/").content.decode()
    order = [
        "Open at this moment",
        "Later on",
        "Waiting for the count",
        "Counted here",
        "Labour Party leadership election 2010",
        "Reported by others",
        "Bassetlaw",
        "no result found",
        "Dudley North",
    ]
    places = [page.index(text) for text in order]
    assert places == sorted(places)


def test_an_empty_site_says_what_will_stand_there(client: Client) -> None:
    assert "No contest yet" in client.get("/").content.decode()


def test_the_notice_tells_the_form_the_pledge_and_the_journals_digest(client: Client) -> None:
    poll = closed_poll(
        pledge="lead",
        pledge_by="Jo Hart MP",
        pledge_hundredths=500,
        who_may_vote="Members.",
        asking_allowed=True,
    )
    actions.open_envelopes(poll.contest, key=KEY, by=poll.officer)
    page = client.get(url("notice", poll)).content.decode()
    from hustings.web.journal.models import Entry

    digest = Entry.objects.filter(chain=poll.contest.organisation.slug).latest("number").digest
    for text in ("Candidate 1", "Jo Hart MP will follow", "alternative vote", "Members.", digest):
        assert text in page
    assert "Ask for a ballot" not in page


def test_a_statement_cannot_run_a_script(client: Client) -> None:
    contest = make_contest()
    contest.candidates.update(
        statement='<script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror="y()">',
        description="<b>bold</b>",
    )
    Contest.objects.filter(pk=contest.pk).update(state="ready")
    page = client.get(f"/c/{contest.slug}/").content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert 'href="javascript' not in page
    assert "<b>bold" not in page


def test_every_file_of_a_result_is_served_as_what_it_is(client: Client) -> None:
    poll = declared_poll([*CLEAR, Vote((1,), 30, channel="post"), Vote((2,), 15, channel="post")])
    names = files_of(client, poll)
    assert {"declaration.pdf", "rankings.blt", "rankings.parquet", "groups.csv"} <= set(names)
    for name in names:
        answer = client.get(url("download", poll, 1, name))
        assert answer.status_code == 200, name
        assert answer.content, name
    assert client.get(url("download", poll, 1, "passwords.txt")).status_code == 404
    assert client.get(url("download", poll, 2, "folder.zip")).status_code == 404


def test_the_downloaded_folder_counts_to_the_downloaded_declaration(
    client: Client, tmp_path: Path
) -> None:
    poll = declared_poll()
    folder = client.get(url("download", poll, 1, "folder.zip")).content
    declaration = client.get(url("download", poll, 1, "declaration.json")).content
    assert command_json(folder, tmp_path) == declaration


def test_the_rankings_tell_neither_order_nor_channel_nor_basis(client: Client) -> None:
    poll = declared_poll()
    text = client.get(url("download", poll, 1, "rankings.csv")).content.decode()
    assert text == "rank1,rank2,papers\nc1,c2,40\nc2,c1,25\nc3,,4\nc3,c2,20\n"
    table = pl.read_parquet(
        io.BytesIO(client.get(url("download", poll, 1, "rankings.parquet")).content)
    )
    assert table.columns == ["rank1", "rank2", "papers"]
    with zipfile.ZipFile(
        io.BytesIO(client.get(url("download", poll, 1, "folder.zip")).content)
    ) as archive:
        held = b"".join(archive.read(name) for name in archive.namelist()).decode()
    for word in ("rotation", "online", "supporter", "elector_id"):
        assert word not in held


def test_published_pages_are_cached_and_change_when_their_standing_does(client: Client) -> None:
    poll = published_poll()
    first = client.get(url("version", poll, 1))
    assert "public" in first["Cache-Control"]
    assert not first.cookies
    assert set(first["Vary"].split(", ")) == {"Accept-Language", "Cookie"}  # for its language
    again = client.get(url("version", poll, 1), headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    actions.declare(poll.contest, signed_name="A", role="RO", by=poll.officer)
    later = client.get(url("version", poll, 1), headers={"If-None-Match": first["ETag"]})
    assert later.status_code == 200
    file = client.get(url("download", poll, 1, "folder.zip"))
    same = client.get(
        url("download", poll, 1, "folder.zip"), headers={"If-None-Match": file["ETag"]}
    )
    assert same.status_code == 304


def test_the_frame_may_stand_on_other_sites_and_nothing_else_may(client: Client) -> None:
    poll = declared_poll()
    frame = client.get(url("embed", poll))
    assert "frame-ancestors *" in frame["Content-Security-Policy"]
    assert "X-Frame-Options" not in frame
    assert not frame.cookies
    assert b"<svg" in frame.content
    assert b"<script" not in frame.content
    page = client.get(url("result", poll))
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"


def test_feeds_are_atom_with_the_newest_first(client: Client) -> None:
    poll = published_poll()
    actions.declare(poll.contest, signed_name="A", role="RO", by=poll.officer)
    actions.correct(poll.contest, issued={"all": 150}, reason="a page", by=poll.officer)
    actions.declare(poll.contest, signed_name="A", role="RO", by=poll.officer)
    for address in (url("contest_feed", poll), "/feed.atom"):
        answer = client.get(address)
        assert answer["Content-Type"].startswith("application/atom+xml")
        root = ET.fromstring(answer.content)  # noqa: S314
        space = {"a": "http://www.w3.org/2005/Atom"}
        times = [e.text or "" for e in root.findall("a:entry/a:updated", space)]
        assert len(times) == 3  # two versions and a notice
        assert times == sorted(times, reverse=True)


def test_the_pages_of_a_result_hold_nothing_that_the_policy_forbids(client: Client) -> None:
    poll = declared_poll()
    import_example("labour-leader-2010", poll.contest.organisation)
    import_example("gosport-2009", poll.contest.organisation)
    for address in (
        "/",
        url("notice", poll),
        url("result", poll),
        "/c/labour-leader-2010/result/",
        "/c/gosport-2009/result/",
    ):
        page = client.get(address).content.decode()
        assert " style=" not in page, address
        assert "<style" not in page, address
        assert " onclick" not in page, address


def test_the_declaration_to_print_may_use_its_own_style_and_nothing_else(client: Client) -> None:
    poll = declared_poll()
    answer = client.get(url("download", poll, 1, "declaration.html"))
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "'sha256-" in policy
    assert "unsafe-inline" not in policy
    assert b"A. Officer" in answer.content


def test_a_trial_says_test_everywhere_and_only_to_officers(client: Client) -> None:
    from tests.web.officers.signing_in import signed_in

    poll = closed_poll([])
    contest = make_contest(
        organisation=poll.contest.organisation, public_key=KEY.public, test_mode=True
    )
    cast_votes(contest, [Vote((1, 2), 12), Vote((2,), 30)])
    actions.open_envelopes(contest, key=KEY, by=poll.officer)
    actions.count(contest, by=poll.officer)
    assert client.get(f"/c/{contest.slug}/result/").status_code == 404
    officer = signed_in(poll.officer)
    org = contest.organisation.slug
    page = officer.get(reverse("results:preview", args=[org, contest.slug])).content.decode()
    assert "<strong>TEST</strong>" in page
    for name in ("declaration.json", "declaration.html", "stages.csv", "rankings.csv",
                 "rankings.blt", "codebook.txt"):  # fmt: skip
        file = officer.get(reverse("results:preview_file", args=[org, contest.slug, name]))
        assert b"TEST" in file.content, name
        assert "TEST-" in file["Content-Disposition"], name


@pytest.mark.parametrize(
    ("hundredths", "said"), [(600, "was not met"), (500, "The pledge applies")]
)
def test_the_pledge_is_held_to_the_result(client: Client, hundredths: int, said: str) -> None:
    poll = published_poll(pledge="lead", pledge_by="Jo Hart MP", pledge_hundredths=hundredths)
    assert said in client.get(url("result", poll)).content.decode()  # 45 to 40 of 85: 5.88 points


def test_json_of_a_reported_contest_is_what_was_reported(client: Client) -> None:
    import_example("gosport-2009", make_organisation())
    answer = client.get("/c/gosport-2009/result/1/reported.json")
    assert json.loads(answer.content)["schema"] == "hustings/reported/1"
