"""Front page, notice, result, frame, feeds and files in Welsh: whole, in every state."""

from __future__ import annotations

import io
import re
import tomllib
import zipfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.http import http_date

from hustings.examples import example_names
from hustings.web.contests.actions import abandon
from hustings.web.contests.models import Candidate, Contest, Extension, Notice
from hustings.web.project import clock
from hustings.web.results import actions
from hustings.web.results.actions.precount import publish_precount, see_precount
from hustings.web.results.importing import import_example
from hustings.web.results.models import Version
from hustings.web.scrutiny.actions.answering import answer
from hustings.web.scrutiny.models import RecountRequest
from tests.web.making import make_contest, make_organisation
from tests.web.papers.sheets import Sheet, plain
from tests.web.results.making import (
    TIED,
    Poll,
    Vote,
    closed_poll,
    counted_poll,
    declared_poll,
    mixed_poll,
    published_poll,
)
from tests.web.scrutiny.making import with_agent
from tests.web.welsh.conftest import Missing
from tests.web.welsh.test_booth import in_english, in_welsh
from tests.web.welsh.test_public import whole
from tests.web.welsh.whole import english_on

pytestmark = pytest.mark.django_db
WELSH = {"accept-language": "cy"}
NOTICE = "Nid oes siaradwr Cymraeg wedi adolygu’r cyfieithiad hwn eto."


def of(contest: Contest, page: str, *more: object) -> str:
    return reverse(f"results:{page}", args=[contest.slug, *more])


# --- before there is a result ---------------------------------------------------------------------


def upcoming() -> Contest:
    return ready(
        opens_at=clock.now() + timedelta(days=2), closes_at=clock.now() + timedelta(days=9)
    )


def opened() -> Contest:
    contest = ready(
        question="Who?",
        about="About us.\n\n- this",
        who_may_vote="Members.",
        place="Ashby",
        asking_allowed=True,
        pledge="lead",
        pledge_by="Jo Ash AS",
        pledge_hundredths=500,
        fictional=True,
        advises_title="The college",
        count_at=clock.now() + timedelta(days=2),
        post_closes_at=clock.now() + timedelta(days=1),
    )
    now = clock.now()
    Extension.objects.create(
        contest=contest,
        closed_before=now,
        closes_after=now,
        reason="The post is on strike.",
        at=now,
        by="Ann",
    )
    Notice.objects.create(contest=contest, text="A room has changed.", at=now)
    return contest


def ready(**fields: object) -> Contest:
    contest = make_contest(**fields)  # type: ignore[arg-type]
    Candidate.objects.filter(contest=contest, number=1).update(
        statement="Hello.", description="Baker", withdrawn_at=clock.now()
    )
    Contest.objects.filter(pk=contest.pk).update(state="ready", ready_at=clock.now())
    return Contest.objects.get(pk=contest.pk)


def too_late() -> Contest:
    return ready(
        opens_at=clock.now() - timedelta(days=9), closes_at=clock.now() - timedelta(days=2)
    )


def hidden() -> Contest:
    return counted_poll().contest


def abandoned() -> Contest:
    poll = published_poll()
    abandon(poll.contest, "The roll was wrong.", by=poll.officer)
    return poll.contest


@pytest.mark.parametrize(
    "make",
    [upcoming, opened, too_late, lambda: closed_poll().contest, hidden, abandoned],
    ids=["upcoming", "open", "past its time", "closed", "counted", "abandoned"],
)
def test_before_there_is_a_result_every_page_is_in_welsh(
    client: Client, missing: Missing, make: Callable[[], Contest]
) -> None:
    contest = make()
    notice, early = (client.get(of(contest, page), headers=WELSH) for page in ("notice", "result"))
    home = client.get("/", headers=WELSH)
    assert (notice.status_code, early.status_code, home.status_code) == (200, 404, 200)
    assert whole(notice, early, home)
    for page in ("contest_feed", "embed"):
        assert english_on(client.get(f"{of(contest, page)}?lang=cy").content.decode()) == []
    assert missing.texts == []


def test_an_empty_site_and_a_draft_are_told_of_in_welsh(client: Client, missing: Missing) -> None:
    draft = make_contest()
    assert whole(client.get("/?lang=cy"))
    nothing = client.get(of(draft, "notice"))
    assert nothing.status_code == 404
    assert whole(nothing)
    assert missing.texts == []


def test_what_officers_and_candidates_wrote_is_marked_as_english(client: Client) -> None:
    contest = opened()
    body = client.get(of(contest, "notice"), headers=WELSH).content.decode()
    for text in (contest.title, r"Who\?", "Ashby", "Baker", "The college", "A room has changed."):
        assert re.search(rf'lang="en-gb"[^>]*>{text}<', body), text
    for text in ("About us.", "Members.", "Hello.", "The post is on strike."):
        assert re.search(rf'lang="en-gb">(<p>)?{text}<', body), text


# --- results --------------------------------------------------------------------------------------

ONLINE = (
    Vote((1, 2), 20, 0),
    Vote((2,), 15, 1),
    Vote((3, 2), 12, basis="delegate"),
    Vote((3,), 3, basis="self_declared"),
    Vote((), 1),
    Vote(None, 1),
)
POSTED = (plain("c1", "c3", papers=14), plain("c2", "c1", papers=23), Sheet({"c2": "X"}), Sheet({}))


def with_everything() -> Contest:
    """Posted papers, groups withheld, a pre-count, agents, a correction, a pledge: declared."""
    poll = mixed_poll(
        ONLINE,
        POSTED,
        extra=1,
        empty=1,
        refused=2,
        pledge="turnout",
        pledge_by="Jo Ash AS",
        pledge_hundredths=5000,
    )
    see_precount(poll.contest, why="Candidates wait", by=poll.officer)
    actions.open_envelopes(poll.contest, key=poll.key, by=poll.officer)
    actions.count(poll.contest, by=poll.officer)
    actions.publish_provisional(poll.contest, by=poll.officer)
    agent = with_agent(poll)
    agent.post(
        "/agent/result/1/say/", {"verdict": "objected", "words": "No", "signed_name": "Ann Agent"}
    )
    agent.post("/agent/result/1/recount/", {"reason": "Close", "signed_name": "Ann Agent"})
    answer(RecountRequest.objects.get(), granted=True, words="So be it", by=poll.officer)
    actions.correct(poll.contest, issued={"all": 200}, reason="A page twice", by=poll.officer)
    actions.declare(poll.contest, signed_name="A. Officer", role="RO", by=poll.officer)
    publish_precount(poll.contest, number=1, by=poll.officer)
    return poll.contest


def by_lot() -> Contest:
    poll = closed_poll(TIED)
    actions.open_envelopes(poll.contest, key=poll.key, by=poll.officer)
    actions.count(poll.contest, by=poll.officer)
    actions.record_lot(
        poll.contest, stage=1, candidates=["c1", "c2"], drawn="c1", how="A hat", by=poll.officer
    )
    return declare(poll)


def declare(poll: Poll) -> Contest:
    assert isinstance(actions.count(poll.contest, by=poll.officer), Version)
    actions.publish_provisional(poll.contest, by=poll.officer)
    actions.declare(poll.contest, signed_name="A. Officer", role="RO", by=poll.officer)
    return poll.contest


def held_to(pledge: str, hundredths: int = 0) -> Contest:
    poll = declared_poll(pledge=pledge, pledge_by="Jo Ash AS", pledge_hundredths=hundredths)
    return poll.contest


RESULTS: dict[str, Callable[[], Contest]] = {
    "provisional": lambda: published_poll(fictional=True).contest,
    "declared, a lead of so much": lambda: held_to("lead", 500),
    "declared, a share of so much": lambda: held_to("share", 9900),
    "declared, whatever comes": lambda: held_to("always"),
    "no votes": lambda: declared_poll((Vote((), 3),)).contest,
    "one stage": lambda: declared_poll((Vote((1,), 30), Vote((2,), 3)), rule="plurality").contest,
    "by lot": by_lot,
    "everything": with_everything,
}


@pytest.mark.parametrize("name", RESULTS)
def test_a_result_is_in_welsh_whole(client: Client, missing: Missing, name: str) -> None:
    contest = RESULTS[name]()
    client.cookies["language"] = "cy"
    last = contest.versions.latest("number").number
    addresses = [of(contest, page) for page in ("notice", "result")]
    addresses += [of(contest, "version", n) for n in range(1, last + 1)]
    pages = [client.get(address) for address in (*addresses, "/")]
    assert {page.status_code for page in pages} == {200}
    assert whole(*pages)
    for page in ("contest_feed", "embed"):
        told = client.get(f"{of(contest, page)}?lang=cy")
        assert told["Content-Language"] == "cy"
        assert english_on(told.content.decode()) == []
    assert missing.texts == []


def told_in(version: Version) -> list[str]:
    """Every text of a contest's folder: names of newspapers, lists and sections, notes, sources."""
    with zipfile.ZipFile(io.BytesIO(bytes(version.folder))) as folder:
        files = [name for name in folder.namelist() if name.endswith(".toml")]
        held = [tomllib.loads(folder.read(name).decode()) for name in files]
    return [text for one in held for text in texts_of(one)]


def texts_of(held: object) -> Iterator[str]:
    if isinstance(held, str) and len(held) > 1:
        yield held
    elif isinstance(held, dict | list):
        for one in held.values() if isinstance(held, dict) else held:
            yield from texts_of(one)


@pytest.mark.parametrize("name", example_names())
def test_a_contest_that_comes_with_hustings_is_in_welsh_whole(
    client: Client, missing: Missing, name: str
) -> None:
    contest = import_example(name, make_organisation())
    names = told_in(contest.versions.get())
    client.cookies["language"] = "cy"
    for place in ("/", of(contest, "notice"), of(contest, "result")):
        page = client.get(place)
        assert in_welsh(page)
        assert "\n".join(english_on(page.content.decode(), *names)) == ""
    assert missing.texts == []


def test_a_page_read_in_both_languages_in_turn_mixes_neither(client: Client) -> None:
    contest = declared_poll().contest
    place = of(contest, "result")
    first, welsh, again = (
        client.get(place, headers={"accept-language": x}) for x in ("en", "cy", "en")
    )
    assert whole(welsh)
    assert in_english(first)
    assert first.content == again.content
    assert first["ETag"] != welsh["ETag"]


def test_a_reader_who_changes_the_language_is_not_told_that_nothing_changed(client: Client) -> None:
    contest = declared_poll().contest
    place = of(contest, "result")
    held = http_date(clock.now().timestamp() + 3600)
    assert "Last-Modified" not in client.get(place)
    for language in ("en", "cy"):
        asked = {"accept-language": language, "if-modified-since": held}
        assert client.get(place, headers=asked)["Content-Language"].startswith(language)
        assert client.get(place, headers=asked).status_code == 200


# --- what others fetch ----------------------------------------------------------------------------


def test_frame_feed_and_picture_go_by_the_address_alone(client: Client) -> None:
    contest = declared_poll().contest
    client.cookies["language"] = "cy"
    for page in ("embed", "contest_feed"):
        english = client.get(of(contest, page), headers=WELSH)
        assert english["Content-Language"] == "en-gb"
        assert "Cookie" not in english.get("Vary", "")
        welsh = client.get(f"{of(contest, page)}?lang=cy", headers={"accept-language": "en"})
        assert welsh["Content-Language"] == "cy"
        assert not welsh.cookies
    card = reverse("api:card", args=[contest.slug])
    assert client.get(card, headers=WELSH).content != client.get(f"{card}?lang=cy").content


def test_frame_and_feed_say_in_welsh_alone_that_nobody_reviewed_it(client: Client) -> None:
    contest = declared_poll().contest
    for place in (of(contest, "embed"), of(contest, "contest_feed"), reverse("results:site_feed")):
        assert NOTICE not in client.get(place).content.decode()
        assert client.get(f"{place}?lang=cy").content.decode().count(NOTICE) == 1
    feed = ET.fromstring(client.get(f"{place}?lang=cy").content)  # noqa: S314
    assert feed.findtext("{http://www.w3.org/2005/Atom}subtitle") == NOTICE


def test_a_welsh_page_leads_to_welsh_frames_feeds_and_links(client: Client) -> None:
    contest = declared_poll().contest
    body = client.get(of(contest, "result"), headers=WELSH).content.decode()
    for page in ("embed", "contest_feed", "result"):
        assert f"{of(contest, page)}?lang=cy" in body
    assert (
        f'<link rel="canonical" href="http://127.0.0.1:8000{of(contest, "result")}?lang=cy">'
        in body
    )


def test_a_feed_names_its_language_and_its_links_keep_it(client: Client) -> None:
    contest = declared_poll().contest
    feed = ET.fromstring(client.get(f"{of(contest, 'contest_feed')}?lang=cy").content)  # noqa: S314
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "cy"
    links = [link.get("href", "") for link in feed.iter("{http://www.w3.org/2005/Atom}link")]
    assert links
    assert all(link.endswith("?lang=cy") for link in links)


def test_the_declaration_comes_in_the_language_asked_for_and_nothing_else_does(
    client: Client,
) -> None:
    contest = declared_poll().contest
    page = client.get(of(contest, "result"), headers=WELSH).content.decode()
    assert '<a href="' + of(contest, "version", 1) + 'declaration.html?lang=cy">' in page
    place = of(contest, "download", 1, "declaration.html")
    english, welsh = client.get(place, headers=WELSH), client.get(f"{place}?lang=cy")
    assert '<html lang="cy">' in welsh.content.decode()
    assert "\n".join(english_on(welsh.content.decode())) == ""
    assert "declaration-cy.html" in welsh["Content-Disposition"]
    assert welsh["Content-Language"] == "cy"
    assert english["Content-Language"] == "en-gb"
    assert english["ETag"] != welsh["ETag"]
    assert "declaration.html" in english["Content-Disposition"]
    for name in ("codebook.txt", "stages.csv", "declaration.json", "headline.svg", "folder.zip"):
        place = of(contest, "download", 1, name)
        assert client.get(f"{place}?lang=cy").content == client.get(place).content, name
