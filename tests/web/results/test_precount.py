"""The pre-count: seen by whoever asks with a reason, embargoed, and held against the count."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.test import Client

from hustings.errors import RuleError
from hustings.web.contests.models import Contest
from hustings.web.journal.models import Entry
from hustings.web.officers.models import Role
from hustings.web.results import actions
from hustings.web.results.actions.precount import publish_precount, see_precount
from hustings.web.results.folders import declared_from
from hustings.web.results.models import PrecountView, Version
from hustings.web.results.precount import reconciled
from tests.web.making import make_actor
from tests.web.officers.signing_in import signed_in
from tests.web.papers.sheets import Sheet, plain
from tests.web.results.making import KEY, Poll, Vote, declared_poll, mixed_poll

pytestmark = pytest.mark.django_db

ONLINE = (Vote((1, 2), 30), Vote((2,), 50))
POSTED = (plain("c1", papers=18), plain("c2", papers=11), plain("c3", papers=1), Sheet({"c2": "X"}))
WHY = "The candidates wait in the hall"


def address(poll: Poll) -> str:
    return f"/officer/{poll.contest.organisation.slug}/c/{poll.contest.slug}/pre-count/"


def count_and_declare(poll: Poll) -> Version:
    actions.open_envelopes(poll.contest, key=KEY, by=poll.officer)
    version = actions.count(poll.contest, by=poll.officer)
    assert isinstance(version, Version)
    actions.publish_provisional(poll.contest, by=poll.officer)
    return actions.declare(poll.contest, signed_name="Ann Ash", role="RO", by=poll.officer)


def test_it_shows_first_preferences_of_what_is_keyed_and_what_they_are_of() -> None:
    poll = mixed_poll(ONLINE, POSTED, verified=False)
    view = see_precount(poll.contest, why=WHY, by=poll.officer)
    assert view.figures == {
        "first": {"c1": 18, "c2": 11, "c3": 1},
        "papers": 30,
        "settled": 30,
        "once": 0,
        "aside": 1,
        "envelopes": 0,
        "sealed": 80,
        "accepted": 31,
    }
    assert Entry.objects.get(act="pre-count").sentence == (
        f"Saw pre-count 1, embargoed, of 30 papers. {WHY}."
    )


def test_once_the_envelopes_are_open_it_is_of_all_papers() -> None:
    poll = mixed_poll(ONLINE, POSTED)
    actions.open_envelopes(poll.contest, key=KEY, by=poll.officer)
    figures = see_precount(poll.contest, why=WHY, by=poll.officer).figures
    assert figures["first"] == {"c1": 48, "c2": 62, "c3": 1}
    assert (figures["papers"], figures["envelopes"], figures["sealed"]) == (111, 80, 0)


def test_of_few_papers_without_a_reason_by_an_observer_or_after_the_count_nothing_is_shown() -> (
    None
):
    few = mixed_poll((), [plain("c1", papers=19)], verified=False)
    with pytest.raises(RuleError, match="fewer than 20"):
        see_precount(few.contest, why=WHY, by=few.officer)
    poll = mixed_poll(ONLINE, POSTED)
    with pytest.raises(RuleError, match="why you look at it"):
        see_precount(poll.contest, why=" ", by=poll.officer)
    observer = make_actor(poll.contest.organisation, Role.OBSERVER)
    with pytest.raises(PermissionDenied):
        see_precount(poll.contest, why=WHY, by=observer)
    count_and_declare(poll)
    with pytest.raises(RuleError, match="before the count"):
        see_precount(poll.contest, why=WHY, by=poll.officer)
    assert not PrecountView.objects.exists()


def test_only_whoever_asked_sees_the_figures_and_everybody_who_looked_is_listed() -> None:
    poll = mixed_poll(ONLINE, POSTED, verified=False)
    deputy, observer = (
        make_actor(poll.contest.organisation, role) for role in (Role.DEPUTY, Role.OBSERVER)
    )
    at = address(poll)
    asked = signed_in(deputy).post(at, {"reason": WHY})
    assert asked["Location"] == f"{at}1/"
    page = signed_in(deputy).get(f"{at}1/")
    assert "60.0%" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    for other in (poll.officer, observer):
        listed = signed_in(other).get(at).content.decode()
        assert deputy.words in listed
        assert "60.0%" not in listed
        assert signed_in(other).get(f"{at}1/").status_code == 404
    assert signed_in(observer).post(at, {"reason": WHY}).status_code == 403
    assert signed_in(deputy).post(at, {"reason": ""}).status_code == 422
    assert PrecountView.objects.count() == 1
    assert signed_in(deputy).get(at).content.decode().count("Embargoed") >= 1
    assert PrecountView.objects.count() == 1  # a look at the list is no look at the figures


def test_it_is_on_no_public_page_or_file_before_it_is_published_after_the_declaration() -> None:
    poll = mixed_poll(ONLINE, POSTED)
    see_precount(poll.contest, why=WHY, by=poll.officer)
    with pytest.raises(RuleError, match="after the declaration"):
        publish_precount(poll.contest, number=1, by=poll.officer)
    with pytest.raises(DatabaseError, match="after the declaration"), transaction.atomic():
        PrecountView.objects.update(published_at=poll.contest.created_at)
    public = Client()
    slug = poll.contest.slug
    assert "60.0%" not in public.get(f"/c/{slug}/").content.decode()
    version = count_and_declare(poll)
    page = public.get(f"/c/{slug}/result/")
    assert WHY not in page.content.decode()
    assert 'id="pre-count"' not in page.content.decode()
    assert b"60.0" not in bytes(version.folder) + version.document.encode()
    at = address(poll)
    signed_in(poll.officer).post(f"{at}1/publish/")
    again = public.get(f"/c/{slug}/result/", headers={"if-none-match": page["ETag"]})
    told = again.content.decode()
    assert again.status_code == 200
    assert "It was indicative and is no result." in told
    assert 'id="pre-count"' in told
    assert signed_in(poll.officer).get(f"{at}1/publish/").status_code == 409


def test_after_the_count_it_is_held_against_the_counted_figures() -> None:
    poll = mixed_poll(ONLINE, POSTED)
    see_precount(poll.contest, why=WHY, by=poll.officer)
    version = count_and_declare(poll)
    view = PrecountView.objects.get(contest=poll.contest)
    rows = reconciled(view, declared_from(bytes(version.folder)))
    told = [(r.name, r.seen, r.seen_of, r.counted, r.counted_of, r.difference) for r in rows]
    assert told == [
        ("Candidate 1", 18, 31, 48, 111, "-14.8"),
        ("Candidate 2", 12, 31, 62, 111, "+17.1"),
        ("Candidate 3", 1, 31, 1, 111, "-2.3"),
    ]
    page = signed_in(make_actor(poll.contest.organisation, Role.OBSERVER)).get(f"{address(poll)}1/")
    assert "+17.1" in page.content.decode()


def test_who_saw_what_cannot_be_changed_or_removed() -> None:
    poll = mixed_poll(ONLINE, POSTED)
    see_precount(poll.contest, why=WHY, by=poll.officer)
    with pytest.raises(DatabaseError, match="stands"), transaction.atomic():
        PrecountView.objects.update(by="nobody")
    with pytest.raises(DatabaseError, match="stands"), transaction.atomic():
        PrecountView.objects.all().delete()


def test_a_contest_without_post_has_no_pre_count_in_its_tasks() -> None:
    poll = declared_poll()
    desk = f"/officer/{poll.contest.organisation.slug}/c/{poll.contest.slug}/"
    assert "Pre-count" not in signed_in(poll.officer).get(desk).content.decode()
    mixed = mixed_poll(ONLINE, POSTED, verified=False)
    desk = f"/officer/{mixed.contest.organisation.slug}/c/{mixed.contest.slug}/"
    told = signed_in(mixed.officer).get(desk).content.decode()
    assert "Pre-count" in told
    assert "The posted papers are not verified yet" in told
    assert Contest.objects.get(pk=mixed.contest.pk).state == "closed"
