"""A mixed primary end to end: every envelope, paper and vote is in the figures, and they add up.

Played twice: by plain forms on every database, and in a real browser for whatever officers do with
envelopes and papers in hand; with ``--full`` with 300 votes online and 200 papers.
"""

from __future__ import annotations

import csv
import io
import json
import os
import random
import re
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser

from hustings.contest import Heading
from hustings.seal.numbers import NumberKind, in_figures
from hustings.web.booth.models import Participation
from hustings.web.papers import queries as papers
from hustings.web.papers.models import Adjudication, Batch, Reading
from hustings.web.post import queries as post
from hustings.web.post.models import BallotPaper, Refusal
from hustings.web.post.numbers import envelope_figures
from hustings.web.results.models import Version
from tests.web.booth.test_pages import text
from tests.web.mixed import joining
from tests.web.mixed.election import DOUBTFUL, FULL, LOT_ON, SMALL, WINNER, Doubtful, Plan
from tests.web.mixed.hands import Envelope, Forms, Hands, RealBrowser, Sheet
from tests.web.mixed.office import AFTER, BEGUN, CLOSES, DAY_3, DAY_5, OPENS, Office, wall
from tests.web.scrutiny.making import invited, let_in
from tests.web.story.told_time import told_time
from tests.web.story.window import Watch

pytestmark = pytest.mark.django_db(transaction=True)

REFUSED = {
    Refusal.LATE: 1,
    Refusal.DUPLICATE: 2,
    Refusal.NOT_ON_ROLL: 2,
    Refusal.VOTED_ONLINE: 1,
    Refusal.DECLARATION: 1,
    Refusal.REPLACED: 1,
}
"""One late; a copy, and an original that came after its replacement was accepted; an unknown number
and none that can be read; one whose elector had voted online; one without the declaration, whose
elector then voted online; an original that came before its replacement.
"""
UNKNOWN = envelope_figures(4_242_424_242)


# --- the poll -----------------------------------------------------------------------------------


def run_the_poll(office: Office, hands: Hands) -> None:
    """Votes online and envelopes by post cross each other in every order."""
    office.move_to(OPENS)
    ballots = iter(office.plan.ballots_online())
    undeclared, *online = office.online
    for elector in online:
        office.vote(elector, next(ballots))
    first, early = _sent_another(office)
    office.move_to(DAY_3)
    half = len(office.by_post) // 2
    _first_bag(office, hands, office.by_post[:half])
    office.vote(undeclared, next(ballots))  # her envelope was refused, so that her code is good
    assert next(ballots, None) is None
    office.move_to(DAY_5)
    _second_bag(office, hands, office.by_post[half:-3], first, early)
    _cure(office)
    office.move_to(AFTER)
    _after_the_close(office, hands)


def _sent_another(office: Office) -> tuple[str, str]:
    """A lost and an undelivered envelope are replaced; the two earlier numbers."""
    half = len(office.by_post) // 2
    lost, undelivered = office.by_post[half], office.by_post[half + 1]
    return office.replace(lost, "lost"), office.replace(undelivered, "undelivered")


def _first_bag(office: Office, hands: Hands, electors: Sequence[Any]) -> None:
    """Plain envelopes; a copy; two whose declaration is missing, one of them of an online voter."""
    cured, copied, *_ = electors
    undeclared = office.online[0]
    office.bag(1, DAY_3, len(electors) + 2)
    cast_later = office.vote_with_the_form_open(copied, (2, 1))
    held = [
        Envelope(office.voter(cured).number, "incomplete"),
        Envelope(office.voter(undeclared).number, "incomplete"),
        *(Envelope(office.voter(elector).number) for elector in electors[1:]),
        Envelope(office.voter(copied).number, "copy"),
    ]
    hands.scan(office.one, 1, held)
    for said in (office.told_at_the_door(copied), cast_later()):  # envelope, then online
        assert "Your vote came by post" in said, said


def _second_bag(
    office: Office, hands: Hands, electors: Sequence[Any], lost: str, undelivered: str
) -> None:
    """Replacements before and after their originals; what nobody knows; a vote cast already."""
    one, two, *others = electors
    voted_online = office.online[-1]
    held = [
        Envelope(lost, "refused"),  # the original first,
        Envelope(office.voter(one).number),  # then what was sent in its place
        Envelope(office.voter(two).number),  # the replacement first,
        Envelope(undelivered, "refused"),  # then the original
        Envelope(office.voter(voted_online).number, "refused"),  # online, then the envelope
        Envelope(UNKNOWN, "refused"),
        Envelope("0x", "unread"),
        *(Envelope(office.voter(elector).number) for elector in others),
    ]
    office.bag(2, DAY_5, len(held) + 1)  # one too many was counted
    hands.scan(office.two, 2, held)
    correction = {"envelopes": len(held), "reason": "A bill was counted among them."}
    office.send("post/bags/2/correct/", correction)


def _cure(office: Office) -> None:
    """One of the two without a declaration completes it; the other has voted online by now."""
    (receipt,) = post.curable(office.contest)
    assert receipt.envelope is not None
    assert receipt.envelope.elector == office.by_post[0]
    office.send(f"post/refused/{receipt.pk}/cure/", {"completed_at": wall(DAY_5)})


def _after_the_close(office: Office, hands: Hands) -> None:
    """A bag that came in time and is entered late, another that came late; then the close."""
    *_, one, two, three = office.by_post
    office.bag(3, CLOSES, 3)
    office.refused("post/bags/3/confirm/", {}, "another officer must confirm it")
    office.send("post/bags/3/confirm/", {}, by=office.one)
    office.bag(4, CLOSES + timedelta(minutes=1), 1)
    hands.scan(office.two, 3, [Envelope(office.voter(e).number) for e in (one, two, three)])
    office.refused("close/", {}, "Bag 4: 1 of 1 envelopes are still to be scanned")
    hands.scan(office.two, 4, [Envelope(office.voter(office.others[0]).number, "refused")])
    office.send("close/", {})


def check_the_post(office: Office) -> None:
    """Received = opened-to-be + refused, nothing waits; each vote once, by the channel it came."""
    plan, found = office.plan, post.figures(office.fresh())
    assert found.waiting == 0
    assert found.refused == REFUSED
    assert found.received == found.accepted + sum(found.refused.values())
    assert (found.accepted, found.cured) == (plan.envelopes, 1)
    assert found.sent == office.envelopes_sent
    assert {fate.value: n for fate, n in found.fates.items() if n} == {"lost": 1, "undelivered": 1}
    voted = Participation.objects.filter(contest=office.contest)
    by_channel = Counter(voted.values_list("channel", flat=True))
    assert by_channel == {"online": plan.votes_online, "post": plan.envelopes}
    post_alone = set(voted.filter(channel="post").values_list("elector", flat=True))
    assert post_alone == {elector.pk for elector in office.by_post}


# --- batches and keying ---------------------------------------------------------------------------


@dataclass
class Pile:
    """The papers of one batch as they lie on the table, and what each of them is in truth."""

    batch: int
    sheets: list[Sheet]
    truth: list[tuple[int, ...] | Doubtful]


def open_into_batches(office: Office, hands: Hands) -> list[Pile]:
    """Every accepted envelope; one batch too small, each out of balance at first."""
    office.refused(
        "papers/batches/", {"kind": "all/member", "envelopes": 19, "number": 1}, "At least 20"
    )
    truths, printed = iter(office.plan.papers()), iter(office.printed_papers())
    piles, last = [], len(office.plan.batches)
    for number, (basis, envelopes) in enumerate(office.plan.batches, start=1):
        extra, empty = int(number == 1), int(number == last)
        office.form_batch(number, basis, envelopes)
        _count(office, number, envelopes, extra, empty)
        truth = [next(truths) for _ in range(envelopes + extra - empty)]
        sheets = [sheet_of(office, next(printed), each) for each in truth]
        piles.append(Pile(number, sheets, truth))
    assert next(truths, None) is None
    return piles


def _count(office: Office, number: int, envelopes: int, extra: int, empty: int) -> None:
    """At first neither the extra paper nor the empty envelope was noted, and one was overlooked."""
    at, found = f"papers/batches/{number}/", envelopes + extra - empty
    noted = {"envelopes": envelopes, "extra": 0, "empty": 0, "found": envelopes - 2}
    office.send(f"{at}count/", noted)
    office.refused(f"{at}balance/", {}, "It does not balance")
    office.send(f"{at}count/", noted | {"extra": extra, "empty": empty, "found": found})
    office.send(f"{at}balance/", {})


def sheet_of(office: Office, printed: BallotPaper, truth: tuple[int, ...] | Doubtful) -> Sheet:
    """A printed paper, its names from the top, with what its elector wrote."""
    if isinstance(truth, Doubtful):
        marks, flag = dict(truth.marks), truth.flag
    else:
        marks, flag = {n: str(place) for place, n in enumerate(truth, start=1)}, ""
    turn = printed.rotation or 0
    names = [f"c{n}" for n in (1, 2, 3, 4)]
    order = tuple(names[turn:] + names[:turn])
    number = in_figures(printed.number, NumberKind.PAPER)
    return Sheet(number, order, tuple((f"c{n}", m) for n, m in marks.items()), flag)


def careless(piles: Sequence[Pile], altered: int) -> dict[tuple[int, int], Sheet]:
    """One paper in a hundred as a careless clerk keys it, by batch and place."""
    plain = [
        (pile.batch, place)
        for pile in piles
        for place, truth in enumerate(pile.truth, start=1)
        if not isinstance(truth, Doubtful)
    ]
    chosen = random.Random(1).sample(plain, altered)
    at = {pile.batch: pile.sheets for pile in piles}
    ways: tuple[Callable[[Sheet], Sheet], ...] = (_swapped, _without_the_last)
    return {
        (batch, place): ways[n % len(ways)](at[batch][place - 1])
        for n, (batch, place) in enumerate(chosen)
    }


def _swapped(sheet: Sheet) -> Sheet:
    turned = {"1": "2", "2": "1"}
    return replace(sheet, marks=tuple((key, turned.get(m, m)) for key, m in sheet.marks))


def _without_the_last(sheet: Sheet) -> Sheet:
    return replace(sheet, marks=sheet.marks[:-1])


def key_twice(office: Office, hands: Hands, piles: Sequence[Pile]) -> None:
    """Two people key each batch; whatever the careless one altered is in the queue, and no more."""
    slips = careless(piles, office.plan.altered)
    assert len(slips) == office.plan.altered >= 2
    for pile in piles:
        hands.key(office.one, pile.batch, pile.sheets)
        at = office.url(f"papers/batches/{pile.batch}/mismatches/")
        assert office.client(office.two).get(at).status_code == 409  # not before both are done
        second = [
            slips.get((pile.batch, place), sheet)
            for place, sheet in enumerate(pile.sheets, start=1)
        ]
        hands.key(office.two, pile.batch, second)
        of_this = {place for batch, place in slips if batch == pile.batch}
        assert hands.differing(office.officer, pile.batch) == of_this
        for place in sorted(of_this):
            hands.look_again(office.officer, pile.batch, place)
    for pile in piles:
        batch = Batch.objects.get(contest=office.contest, number=pile.batch)
        assert batch.settled_at is not None
        read = [(r.paper, r.marks) for r in batch.readings.order_by("place")]
        assert read == [(sheet.number, dict(sheet.marks)) for sheet in pile.sheets]


def check_the_batches(office: Office) -> None:
    """Papers found = envelopes opened + extra - empty, in each batch and in all."""
    batches = Batch.objects.filter(contest=office.contest)
    assert [b.found for b in batches] == [b.envelopes + b.extra - b.empty for b in batches]
    found = papers.figures(office.contest)
    assert found.found == found.envelopes + found.extra - found.empty
    assert (found.envelopes, found.extra, found.empty) == (office.plan.envelopes, 1, 1)
    assert found.envelopes == post.figures(office.contest).accepted
    assert papers.opened_by(office.contest) == post.accepted_by(office.contest)
    assert found.keyed_once == found.keyed_twice == found.found
    assert found.mismatches == 0


# --- doubtful papers ------------------------------------------------------------------------------


def adjudicate(office: Office, hands: Hands, piles: Sequence[Pile]) -> None:
    """Each doubtful paper by two officers; an agent objects to one that is rejected."""
    waiting = _doubtful_readings(office, piles)
    assert papers.figures(office.contest).undecided == len(waiting)
    assert office.client(office.officer).get(office.url("papers/verify/")).status_code == 409
    for reading, doubtful in waiting:
        hands.propose(office.one, reading, doubtful.name if doubtful.heading else "")
    for reading, doubtful in waiting:
        hands.agree(office.two, reading)
        decided = Adjudication.objects.get(reading=reading)
        assert decided.heading == doubtful.heading, doubtful.name
        assert decided.first_by == office.one.user
        assert decided.second_by == office.two.user


def _doubtful_readings(office: Office, piles: Sequence[Pile]) -> list[tuple[Reading, Doubtful]]:
    """The papers of the queue, with what each is; no plain one is among them."""
    queue = office.page("papers/doubtful/", by=office.one).content.decode()
    found = []
    for pile in piles:
        readings = Reading.objects.filter(
            batch__contest=office.contest, batch__number=pile.batch
        ).order_by("place")
        for reading, truth in zip(readings, pile.truth, strict=True):
            listed = office.url(f"papers/doubtful/{reading.pk}/") in queue
            assert listed == isinstance(truth, Doubtful), (pile.batch, reading.place)
            if isinstance(truth, Doubtful):
                found.append((reading, truth))
    return found


def object_as_agent(office: Office) -> Client:
    """The agent of the first candidate objects to a rejection; her browser."""
    candidate = office.contest.candidates.get(number=1)
    client = let_in(invited(office.contest, office.officer, candidate=candidate).token)
    client.post("/agent/papers/")
    rejected = Adjudication.objects.filter(heading=Heading.MORE_THAN_ONE_FIRST.value)[0]
    done = client.post(f"/agent/papers/{rejected.pk}/", {"words": "One of them is a seven."})
    assert done.status_code == 302, text(done)
    assert rejected.objections.get().name == "Ann Agent"
    said = text(office.page(f"papers/doubtful/{rejected.reading_id}/"))
    assert "Rejection objected to." in said
    return client


def see_the_pre_count(office: Office) -> None:
    """The posted papers alone, to whoever gave a reason, and to nobody else before the count."""
    plan = office.plan
    office.refused("pre-count/", {"reason": ""}, "Fill this in", by=office.one)
    office.send("pre-count/", {"reason": "The hall is booked."}, by=office.one)
    seen = office.page("pre-count/1/", by=office.one).context["view"].figures
    firsts: Counter[str] = Counter()
    for ranking, number in plan.valid_by_post.items():
        firsts[f"c{ranking[0]}"] += number
    assert seen["first"] == dict(firsts)
    assert seen["papers"] + seen["aside"] == seen["accepted"] == plan.envelopes
    assert seen["sealed"] == plan.votes_online
    others = office.client(office.two).get(office.url("pre-count/1/"))
    assert (others.status_code, others.context.get("view")) == (404, None)


def check_the_pre_count(office: Office) -> None:
    """Held against the count: what was seen beside what all papers and votes came to."""
    rows = office.page("pre-count/1/", by=office.two).context["rows"]
    counted = {row.name: row.counted for row in rows}
    firsts = office.plan.first_preferences
    assert counted == {f"Candidate {n}": number for n, number in firsts.items()}
    assert sum(row.seen for row in rows) == office.plan.valid_by_post.total()


def check_the_verification(office: Office) -> None:
    """Rejected + valid = papers verified; the tally holds what was written, paper for paper."""
    plan = office.plan
    office.send("papers/verify/", {})
    found = papers.figures(office.contest)
    assert found.valid + found.rejected_total == found.found == plan.envelopes
    assert {h.value: n for h, n in found.rejected.items()} == dict(plan.rejected)
    told: Counter[str] = Counter()
    for tally, number in papers.tally(office.contest).items():
        told[tally.ranking or tally.heading] += number
    expected = Counter({">".join(f"c{n}" for n in r): k for r, k in plan.valid_by_post.items()})
    assert told == expected + plan.rejected
    assert found.doubtful == plan.each_doubt * len(DOUBTFUL)


# --- the count ------------------------------------------------------------------------------------


def count_and_declare(office: Office, agent: Client) -> Version:
    """Open, count, draw the lot, publish, sign as an agent, declare."""
    office.open_envelopes()
    office.send("count/count/", {})
    level = {"stage": "1", "tied": "c3>c4", "how": "Two slips in a hat, before both agents."}
    office.refused("count/lot/", level | {"drawn": "c1"}, "Select a valid choice")
    office.send("count/lot/", level | {"drawn": f"c{LOT_ON}"})
    office.send("count/provisional/", {})
    said = text(agent.post("/agent/result/1/", follow=True))
    assert "Provisional" in said, said
    signed = agent.post(
        "/agent/result/1/say/", {"verdict": "signed", "words": "", "signed_name": "Ann Agent"}
    )
    assert signed.status_code == 302, text(signed)
    name = {"signed_name": "Winifred Penhaligon", "role": "Returning officer"}
    office.send("count/declare/", name)
    return Version.objects.get(contest=office.contest)


def check_the_declaration(office: Office, version: Version) -> None:
    """What was worked out by hand; and the reconciliation from the roll to the valid papers."""
    plan, declared = office.plan, json.loads(version.document)
    first, *_, last = declared["stages"]
    votes = {who: of["all"] for who, of in first["votes"].items()}
    assert votes == {f"c{n}": k for n, k in plan.first_preferences.items()}
    assert first["excluded"] == [f"c{LOT_ON}"]
    assert last["elected"] == [f"c{WINNER}"]
    told = declared["reconciliation"]["all"]
    assert told["problems"] == []
    assert told["issued"] == len(office.voters)
    assert told["returned"] == plan.votes_online + plan.envelopes
    assert told["rejected"] == dict(plan.rejected)
    assert told["valid"] + plan.rejected.total() == told["returned"]
    assert told["valid"] == plan.first_preferences.total()


def check_the_page(office: Office) -> None:
    """The table of the post on the result's page, line by line."""
    plan = office.plan
    page = Client().get(f"/c/{office.contest.slug}/result/").content.decode()
    table = page.partition('id="by-post"')[2].partition("</section>")[0]
    told = dict(re.findall(r'<th scope="row"[^>]*>\s*(.*?)\s*</th>\s*<td class="n">(\d+)', table))
    lines = {
        "Return envelopes sent": office.envelopes_sent,
        "Envelopes received": plan.envelopes + sum(REFUSED.values()),
        "Envelopes opened": plan.envelopes,
        "empty": 1,
        "extra papers in them": 1,
        "Papers found": plan.envelopes,
        "Valid papers by post": plan.envelopes - plan.rejected.total(),
    }
    assert {label: told.get(label) for label in lines} == {k: str(n) for k, n in lines.items()}
    refused = {label: int(n) for label, n in told.items() if label.startswith("refused")}
    assert refused == {f"refused: {h.label}": n for h, n in REFUSED.items()}
    assert int(told["Envelopes received"]) == plan.envelopes + sum(refused.values())


def check_the_supplement(office: Office, version: Version) -> None:
    """Channels add up to the declaration wherever all of them are told; cells under ten are not."""
    plan, declared = office.plan, json.loads(version.document)
    answer = Client().get(f"/c/{office.contest.slug}/result/1/channels.csv")
    assert answer.status_code == 200
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    firsts = [row for row in rows if row["table"] == "first"]
    by_candidate: dict[str, dict[str, str]] = {}
    for row in firsts:
        by_candidate.setdefault(row["to"], {})[row["channel"]] = row["papers"]
    online: Counter[str] = Counter()
    for ranking, number in plan.online.items():
        online[f"c{ranking[0]}"] += number
    votes = {key: of["all"] for key, of in declared["stages"][0]["votes"].items()}
    fewest = min(min(online[key], votes[key] - online[key]) for key in votes)
    for key, every in votes.items():
        told, by_post = by_candidate[key], every - online[key]
        if all(told.values()):
            assert told == {"online": str(online[key]), "post": str(by_post)}
            assert sum(map(int, told.values())) == every
        else:
            assert told == {"online": "", "post": ""}  # one alone would tell the other
            assert fewest < 10
        assert min(online[key], by_post) >= 10 or not any(told.values()), key


def count_again(office: Office, version: Version, folder: Path) -> None:
    """The download, counted by the command line, gives the declaration byte for byte."""
    at = f"/c/{office.contest.slug}/result/1/"
    declared = Client().get(f"{at}declaration.json").content
    assert declared == version.document.encode()
    with zipfile.ZipFile(io.BytesIO(Client().get(f"{at}folder.zip").content)) as file:
        file.extractall(folder)
    (contest,) = folder.iterdir()
    command = [sys.executable, "-m", "hustings", "count", str(contest), "--json", "-"]
    assert subprocess.run(command, capture_output=True, check=True).stdout == declared


# --- what the insider finds -----------------------------------------------------------------------


def find_nobody(office: Office, agent: Client, version: Version, logged: str) -> None:
    """Nothing joins a paper to an elector: no value, no time, no order, no word that is told."""
    printed, read = (joining.columns_of(name) for name in ("post_ballotpaper", "papers_reading"))
    assert len(printed["number"] & read["paper"]) > 20  # one value in two tables is found
    assert joining.shared_values() == {}
    assert list(joining.columns_of_time()) == []
    numbers = list(BallotPaper.objects.order_by("pk").values_list("number", flat=True))
    assert numbers == sorted(numbers)  # not as they lay in the pile
    told = joining.told_outside(office, version, agent) | {"log": logged}
    for words in (joining.words_of_papers(office), joining.words_of_people(office)):
        assert len(words) > 50
        for place, text_there in told.items():
            assert [word for word in words if word in text_there] == [], place


# --- the story ------------------------------------------------------------------------------------


def play(office: Office, hands: Hands, folder: Path, logged: pytest.LogCaptureFixture) -> Client:
    """From the opening of the poll to the result counted again; the agent's browser."""
    logged.set_level("INFO")
    run_the_poll(office, hands)
    check_the_post(office)
    piles = open_into_batches(office, hands)
    key_twice(office, hands, piles)
    check_the_batches(office)
    adjudicate(office, hands, piles)
    see_the_pre_count(office)
    agent = object_as_agent(office)
    check_the_verification(office)
    version = count_and_declare(office, agent)
    check_the_declaration(office, version)
    check_the_pre_count(office)
    check_the_page(office)
    check_the_supplement(office, version)
    count_again(office, version, folder)
    find_nobody(office, agent, version, logged.text)
    return agent


def look_around(office: Office, hands: RealBrowser, agent: Client) -> None:
    """What the figures' pages show of it all, wide and narrow."""
    for who in (office.officer, office.two):
        for page in ("post/bags/", "post/refused/", "post/fates/", "papers/", "papers/batches/1/",
                     "papers/doubtful/", "pre-count/1/", "agents/", "count/"):  # fmt: skip
            hands.at(who, page)
        window = hands.windows[who.user.pk]
        window.go(f"/c/{office.contest.slug}/result/")
        cookies = [{"name": name, "value": m.value, "url": hands.site}
                   for name, m in agent.cookies.items()]  # fmt: skip
        window.context.add_cookies(cookies)  # type: ignore[arg-type]
        for page in ("figures/", "papers/", "result/1/"):
            window.go(f"/agent/{page}")


@pytest.fixture
def make_office() -> Iterator[Callable[[Plan], Office]]:
    with told_time(BEGUN) as clock:
        yield lambda plan: Office(plan, clock)


@pytest.fixture
def site(live_server: Any, settings: Any) -> str:
    """Its address, in its own settings too."""
    settings.BASE_URL = live_server.url
    return str(live_server.url)


def test_a_mixed_primary_adds_up_from_the_first_envelope_to_the_declaration(
    make_office: Callable[[Plan], Office], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    office = make_office(SMALL)
    play(office, Forms(office), tmp_path, caplog)


@pytest.mark.parametrize(
    "plan",
    [pytest.param(size, marks=pytest.mark.full) for size in (SMALL, FULL)],
    ids=["small", "300 online and 200 by post"],
)
def test_a_mixed_primary_in_a_browser(
    plan: Plan,
    make_office: Callable[[Plan], Office],
    browser: Browser,
    site: str,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    shots = os.environ.get("HUSTINGS_SHOTS")
    office, watch = make_office(plan), Watch(Path(shots) if shots else None)
    hands = RealBrowser(office, browser, site, watch)
    try:
        look_around(office, hands, play(office, hands, tmp_path, caplog))
    finally:
        hands.close()
    assert watch.problems == []
