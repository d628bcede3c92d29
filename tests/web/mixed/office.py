"""The office of the mixed primary: its contest, its people, and whatever goes by plain forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.files.base import ContentFile
from django.test import Client

from hustings.web.booth.codes import issue_many
from hustings.web.contests import actions
from hustings.web.contests.models import Contest
from hustings.web.officers.actor import Actor
from hustings.web.officers.models import Role
from hustings.web.post.models import BallotPaper, ReturnEnvelope
from hustings.web.post.numbers import envelope_figures
from hustings.web.roll.actions import freeze
from hustings.web.roll.models import Elector
from tests.web.booth.test_pages import CAST, CHECK, PAPER, hidden, text
from tests.web.contests.setting_up import QUICK
from tests.web.letters.worker import work_off_the_queue
from tests.web.making import make_actor, make_contest, make_electors, make_organisation
from tests.web.mixed.election import Plan, Ranking
from tests.web.officers.signing_in import signed_in
from tests.web.story.told_time import Clock

__all__ = ["AFTER", "BEGUN", "CLOSES", "DAY_3", "DAY_5", "OPENS", "Office", "Voter", "wall"]

LONDON = ZoneInfo("Europe/London")
BEGUN = datetime(2031, 5, 5, 10, 0, tzinfo=LONDON)
OPENS = datetime(2031, 5, 6, 9, 0, tzinfo=LONDON)
DAY_3 = datetime(2031, 5, 8, 12, 0, tzinfo=LONDON)
DAY_5 = datetime(2031, 5, 10, 12, 0, tzinfo=LONDON)
CLOSES = datetime(2031, 5, 13, 17, 0, tzinfo=LONDON)
AFTER = datetime(2031, 5, 13, 18, 0, tzinfo=LONDON)
WORDS = "orchard lantern teapot gravel"
SETUP = {
    "return_address": "The Returning Officer\n1 Example Street\nZZ99 1AA",
    "asks_declaration": "on",
    "declaration_words": "I support the aims of Exampleton Labour Party.",
    "alarm_percent": "20",
    "alarm_from": "20",
}


def wall(when: datetime) -> str:
    """A time as a form takes it."""
    return when.strftime("%Y-%m-%dT%H:%M")


@dataclass
class Voter:
    """An elector, her voting code, and the number on the return envelope that she holds."""

    elector: Elector
    code: str
    number: str = ""


class Office:
    """A contest that takes post, its returning officer, two deputies, and its electors."""

    def __init__(self, plan: Plan, clock: Clock) -> None:
        """Set up, ready, and everybody sent a code, a paper and an envelope; not open yet."""
        self.plan, self.clock = plan, clock
        organisation = make_organisation(name="Exampleton Labour Party")
        self.officer = make_actor(organisation)
        self.one, self.two = (make_actor(organisation, Role.DEPUTY) for _ in range(2))
        self.contest = make_contest(
            candidates=4, organisation=organisation, title="Exampleton primary 2031",
            who_may_vote="Members and supporters", opens_at=OPENS, closes_at=CLOSES,
            retention_until=date(2031, 8, 31), declaration_text="I support its aims.",
            order_policy="rotation",
        )  # fmt: skip
        self._people()
        self.key = self._made_ready()
        self.envelopes_sent = len(self.voters)
        self._printed()

    def _people(self) -> None:
        plan = self.plan
        by_post: dict[str, int] = {}
        for basis, number in plan.batches:
            by_post[basis] = by_post.get(basis, 0) + number
        self.by_post = [
            elector
            for basis, number in by_post.items()
            for elector in make_electors(self.contest, number, basis=basis)
        ]
        online = plan.votes_online
        self.online = [
            *make_electors(self.contest, online // 2, basis="member"),
            *make_electors(self.contest, online - online // 2, basis="self_declared"),
        ]
        self.others = make_electors(self.contest, plan.did_not_vote)
        everybody = [*self.by_post, *self.online, *self.others]
        codes = issue_many(everybody, channel="letter")
        self.voters = {
            elector.pk: Voter(elector, code)
            for elector, code in zip(everybody, codes, strict=True)
        }  # fmt: skip

    def voter(self, elector: Elector) -> Voter:
        """What that elector holds."""
        return self.voters[elector.pk]

    def _made_ready(self) -> str:
        made = actions.make_key(self.contest, WORDS, by=self.officer, cost=QUICK)
        self.contest.refresh_from_db()
        actions.test_key(self.contest, made.file_text, WORDS, by=self.officer)
        self.contest.refresh_from_db()
        self.send("post/setup/", SETUP)
        freeze(self.contest, by=self.officer)
        actions.make_ready(self.fresh(), by=self.officer)
        return made.file_text

    def _printed(self) -> None:
        """Papers and envelopes are made by the worker, fetched, and the numbers read."""
        self.send("post/print/papers/", {"papers": len(self.voters) + 10, "size": "a5"})
        self.send("post/print/envelopes/", {"audience": "all"})
        work_off_the_queue()
        self._fetch("papers", self.contest.paper_runs.get().pk)
        self._fetch("envelopes", self.contest.envelope_runs.get().pk)
        for envelope in ReturnEnvelope.objects.filter(contest=self.contest):
            self.voters[envelope.elector_id or 0].number = envelope_figures(envelope.number)
        assert all(voter.number for voter in self.voters.values())

    def _fetch(self, kind: str, run: int) -> None:
        """Fetch what was made, to be printed."""
        answer = self.client(self.officer).post(self.url(f"post/runs/{kind}/{run}/fetch/"))
        assert answer.status_code == 200
        assert answer.getvalue()[:2] in (b"%P", b"PK")
        answer.close()

    def printed_papers(self) -> list[BallotPaper]:
        """The papers, in the order of their numbers: whoever packed took any."""
        return list(BallotPaper.objects.filter(contest=self.contest).order_by("number"))

    def fresh(self) -> Contest:
        """The contest as it is now."""
        return Contest.objects.select_related("organisation").get(pk=self.contest.pk)

    def move_to(self, when: datetime) -> None:
        """Set the clock."""
        self.clock.move_to(when)

    # --- officers by plain forms ---------------------------------------------------------------

    def url(self, page: str = "") -> str:
        """A page of the contest."""
        return f"/officer/{self.contest.organisation.slug}/c/{self.contest.slug}/{page}"

    def client(self, who: Actor) -> Client:
        """A browser without scripts, in which that officer has just signed in."""
        return signed_in(who)

    def send(self, page: str, values: Mapping[str, Any], *, by: Actor | None = None) -> Any:
        """Send a form that is good; the answer after it."""
        answer = self.client(by or self.officer).post(self.url(page), dict(values))
        assert answer.status_code == 302, (page, text(answer))
        return answer

    def refused(
        self, page: str, values: Mapping[str, Any], why: str, *, by: Actor | None = None
    ) -> None:
        """Send a form that is refused, for that reason."""
        answer = self.client(by or self.officer).post(self.url(page), dict(values))
        assert answer.status_code in (409, 422), (page, answer.status_code)
        assert why in text(answer), (why, text(answer))

    def page(self, page: str, *, by: Actor | None = None) -> Any:
        """A page as that officer sees it."""
        answer = self.client(by or self.officer).get(self.url(page))
        assert answer.status_code == 200, (page, answer.status_code, text(answer))
        return answer

    def bag(self, number: int, arrived: datetime, envelopes: int) -> None:
        """Enter a bag."""
        values = {"arrived_at": wall(arrived), "envelopes": envelopes, "number": number}
        self.send("post/bags/new/", values)

    def replace(self, elector: Elector, fate: str) -> str:
        """Send an elector another envelope; the number of the one before."""
        earlier = ReturnEnvelope.objects.get(elector=elector, fate="")
        self.send(f"post/fates/{earlier.pk}/replace/", {"fate": fate})
        work_off_the_queue()
        run = self.contest.envelope_runs.latest("at")
        self._fetch("envelopes", run.pk)
        now = ReturnEnvelope.objects.get(elector=elector, fate="")
        self.voter(elector).number = envelope_figures(now.number)
        self.envelopes_sent += 1
        return envelope_figures(earlier.number)

    def form_batch(self, number: int, basis: str, envelopes: int) -> None:
        """Open so many envelopes into a batch."""
        values = {"kind": f"all/{basis}", "envelopes": envelopes, "number": number}
        self.send("papers/batches/", values)

    def open_envelopes(self) -> None:
        """Open what was cast online, with the key's file."""
        key = ContentFile(self.key.encode(), name="key.json")
        self.send("count/open/", {"key_file": key, "passphrase": WORDS})

    # --- electors --------------------------------------------------------------------------------

    def vote(self, elector: Elector, ranking: Ranking) -> None:
        """Vote online, page by page."""
        check, client = self._checked(elector, ranking)
        done = client.post(CAST, hidden(check))
        assert "Your vote is in" in text(done), text(done)

    def _checked(self, elector: Elector, ranking: Ranking) -> tuple[Any, Client]:
        client, voter = Client(), self.voter(elector)
        marks = {f"mark-{n}": str(place) for place, n in enumerate(ranking, start=1)}
        check = client.post(CHECK, {"code": voter.code, "declared": "1"} | marks)
        assert check.status_code == 200, text(check)
        return check, client

    def vote_with_the_form_open(self, elector: Elector, ranking: Ranking) -> Any:
        """Fill the form in now; what is returned casts it later and gives the page's words."""
        check, client = self._checked(elector, ranking)
        return lambda: text(client.post(CAST, hidden(check)))

    def told_at_the_door(self, elector: Elector) -> str:
        """What the booth says to her code."""
        return text(Client().post(PAPER, {"code": self.voter(elector).code}))
