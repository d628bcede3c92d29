"""A site with something of everything in it, written by somebody who means harm.

Two organisations. Ours has an officer in each role and a contest in each state; its words are
attempts at markup, templates and SQL. The electors have a name that no stranger's page may hold.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.db import transaction
from django.test import Client
from PIL import Image

from hustings.web.api import actions as programs
from hustings.web.contests import photos
from hustings.web.contests.models import Contest, Notice
from hustings.web.jobs.models import Job
from hustings.web.journal import actions as journal
from hustings.web.letters.models import Mailing, PrintRun
from hustings.web.officers.actor import Actor
from hustings.web.officers.links import make_sign_in_link
from hustings.web.officers.models import Organisation, Role, User
from hustings.web.papers.models import Adjudication, Batch, Entry, Keying, Objection
from hustings.web.post.actions import bags, receiving
from hustings.web.post.models import PaperRun, PostSetup
from hustings.web.post.numbers import envelope_figures
from hustings.web.project import clock
from hustings.web.results.models import Lot, PrecountView
from hustings.web.results.precount import figures_now
from hustings.web.roll.models import (
    Application,
    Duplicate,
    Elector,
    LateAct,
    LateKind,
    RegisterRow,
    Sheet,
    Upload,
)
from hustings.web.scrutiny import actions as scrutiny
from hustings.web.scrutiny.models import Verdict
from tests.web.booth.polls import make_poll
from tests.web.making import make_actor, make_contest, make_electors, make_organisation
from tests.web.officers.signing_in import signed_in
from tests.web.papers import sheets
from tests.web.post.making import send_envelopes
from tests.web.results.making import closed_poll, counted_poll, declared_poll, published_poll
from tests.web.scrutiny.making import invited, let_in

__all__ = ["ELECTOR", "HARM", "World", "make_world"]

ELECTOR = "Quillfeather"
"""A surname that stands on our rolls alone."""
HARM = "<script>alert(1)</script>{{ request }}{% debug %}' OR 1=1 --\"><img src=x onerror=alert(1)>"
"""Words that would run in a page, a template or a query that was not careful."""


@dataclass(frozen=True)
class World:
    """What :func:`make_world` made. ``codes`` are live voting codes of the open contest."""

    ours: Organisation
    officer: Actor
    deputy: Actor
    observer: Actor
    stranger: Actor
    contests: dict[str, Contest]
    codes: tuple[str, ...]
    token: str
    photo: str
    job: Job
    link: str
    webhook: str
    call: str
    numbers: dict[str, int] = field(default_factory=dict)

    @cached_property
    def viewers(self) -> dict[str, Client]:
        """A browser of everybody who may look."""
        people = {
            "returning officer": self.officer,
            "deputy": self.deputy,
            "observer": self.observer,
            "stranger": self.stranger,
        }
        officers = {name: signed_in(who) for name, who in people.items()}
        return {"nobody": Client(), "agent": let_in(self.link)} | officers


def make_world() -> World:
    """Make it all, in one transaction."""
    with transaction.atomic():
        ours = make_organisation(name=f"Ours {HARM}"[:200], privacy_notice=HARM)
        officer = make_actor(ours)
        poll = make_poll(
            3,
            organisation=ours,
            title=f"Open {HARM}"[:200],
            declaration_text=HARM,
            asking_allowed=True,
            roll={"name": f"Elsie {ELECTOR}"},
        )
        contests = _contests(ours) | {"open": poll.contest}
        photo = _hostile_words(contests["draft"], officer)
        _keyed_twice(contests["closed"], officer)
        doubtful = _judged(contests["closed"], officer)
        link, watching = _watched(contests["provisional"], officer)
        token = programs.make_token(HARM[:100], by=officer).token
        webhook = programs.add_webhook("https://example.org/hook", by=officer)
        call = programs.send_test(webhook, by=officer)
        return World(
            ours,
            officer,
            make_actor(ours, Role.DEPUTY),
            make_actor(ours, Role.OBSERVER),
            make_actor(make_organisation()),
            contests,
            tuple(poll.codes),
            make_sign_in_link(User.objects.create_user("new@example.org", name="New")),
            photo,
            Job.objects.create(kind="letters", organisation=ours, message=HARM, label=HARM[:90]),
            link,
            str(webhook.pk),
            str(call.pk),
            _numbered(contests["draft"], contests["open"], officer)
            | _sent(contests["open"], officer)
            | watching
            | {"tokens": token.pk, "versions": 1, "doubtful": doubtful}
            | _posted(contests["open"], officer)
            | {"lot": _lot(contests["counted"]).pk},
        )


def _posted(running: Contest, officer: Actor) -> dict[str, int]:
    """A bag with an envelope that was refused for want of the declaration, and the alarm of it."""
    PostSetup.objects.create(
        contest=running,
        asks_declaration=True,
        declaration_words=HARM,
        return_address=HARM,
        alarm_from=1,
    )
    papers = PaperRun.objects.create(contest=running, papers=2, at=clock.now(), by=HARM)
    electors = list(Elector.objects.filter(contest=running)[:1])
    (envelope,) = send_envelopes(running, electors, by=HARM)
    bag = bags.enter_bag(
        running, arrived_at=clock.now(), envelopes=3, note_on_it=HARM[:200], by=officer
    )
    refused = receiving.receive(
        bag, envelope_figures(envelope.number), declaration=False, by=officer
    ).receipt
    receiving.receive_unread(bag, HARM, after=1, by=officer)
    return {
        "bags": bag.number,
        "refused": refused.pk,
        "fates": envelope.pk,
        "kind": papers.pk,
        "envelopes": envelope.run_id,
    }


def _keyed_twice(closed: Contest, officer: Actor) -> None:
    """A batch of one paper, on which two people read harm, and each another."""
    now, people = clock.now(), [officer, make_actor(officer.organisation, Role.DEPUTY)]
    batch = Batch.objects.create(
        contest=closed, number=1, section="all", envelopes=1, found=1, by=HARM, at=now
    )
    Batch.objects.filter(pk=batch.pk).update(balanced_at=now, balanced_by=HARM)
    for turn, who in enumerate(people, start=1):
        keying = Keying.objects.create(batch=batch, turn=turn, by=who.user, began_at=now)
        marks = {"c1": HARM[:12], "c2": str(turn)}
        Entry.objects.create(keying=keying, place=1, paper=HARM[:24], marks=marks, note=HARM)
        Keying.objects.filter(pk=keying.pk).update(done_at=now)


def _judged(closed: Contest, officer: Actor) -> int:
    """A doubtful paper that one officer rejected and somebody objects to, and a pre-count."""
    now = clock.now()
    sheet = sheets.Sheet({"c1": HARM[:12]}, doubts=["other"])
    batch = sheets.settled_batch(closed, [sheet])
    reading = batch.readings.get()
    decision = Adjudication.objects.create(
        reading=reading, heading="void_for_uncertainty", why=HARM, first_by=officer.user,
        first_at=now,
    )  # fmt: skip
    Objection.objects.create(adjudication=decision, name=HARM, role=HARM, words=HARM, at=now)
    PrecountView.objects.create(
        contest=closed, number=1, at=now, by=HARM, user=officer.user, why=HARM,
        figures=figures_now(closed),
    )  # fmt: skip
    return reading.pk


def _contests(ours: Organisation) -> dict[str, Contest]:
    later = clock.now() + timedelta(days=2)
    draft = make_contest(organisation=ours, title=f"Draft {HARM}"[:200], test_mode=True)
    upcoming = make_poll(
        1, organisation=ours, opens_at=later, closes_at=later + timedelta(days=7)
    ).contest
    made: dict[str, Any] = {
        "closed": closed_poll,
        "counted": counted_poll,
        "provisional": published_poll,
        "declared": declared_poll,
    }
    return {"draft": draft, "upcoming": upcoming} | {
        state: Contest.objects.get(pk=make(organisation=ours).contest.pk)
        for state, make in made.items()
    }


def _hostile_words(draft: Contest, officer: Actor) -> str:
    picture = io.BytesIO()
    Image.new("RGB", (40, 40), "white").save(picture, "PNG")
    picture.seek(0)
    name = photos.keep(photos.re_encoded(picture))
    draft.candidates.update(
        name=f"Ann {HARM}"[:120], description=HARM[:200], statement=HARM, photo=name
    )
    Notice.objects.create(contest=draft, text=HARM, at=clock.now())
    journal.write(
        chain=officer.organisation.slug, by=officer.words, act="noted", sentence=f"Noted {HARM}."
    )
    return name


def _numbered(draft: Contest, running: Contest, officer: Actor) -> dict[str, int]:
    """A row of each kind that addresses name by number, by the word before the number."""
    one, other = make_electors(draft, 2, name=f"Bob {ELECTOR} {HARM}"[:200])
    now = clock.now()
    upload = Upload.objects.create(
        contest=draft, file_name=HARM[:200], content=b"Name\nA\n", headers=["Name"], at=now
    )
    Sheet.objects.create(upload=upload, name="fixed", content=b"Row\n")
    row = RegisterRow.objects.create(
        contest=running, name=f"Cy {ELECTOR}", address="1 Example Street", postcode="ZZ99 1AA"
    )
    application = Application.objects.create(
        contest=running, name=HARM[:200], address="2 Example Street", postcode="ZZ99 1AA", at=now
    )
    act = LateAct.objects.create(
        contest=running,
        kind=LateKind.STRIKE,
        elector=Elector.objects.filter(contest=running).first(),
        reason=HARM,
        asked_by=officer.user,
        asked_at=now,
    )
    pair = Duplicate.objects.create(contest=draft, one=one, other=other, score=91)
    return {
        "uploads": upload.pk,
        "electors": one.pk,
        "duplicates": pair.pk,
        "register": row.pk,
        "applications": application.pk,
        "late": act.pk,
        "officers": officer.user.memberships.get().pk,
        "result": 1,
    }


def _sent(running: Contest, officer: Actor) -> dict[str, int]:
    """A print run and a mailing."""
    now, by = clock.now(), officer.words
    run = PrintRun.objects.create(contest=running, at=now, by=by, letters=3)
    mailing = Mailing.objects.create(
        contest=running, kind="invitation", subject=HARM[:90], words=HARM, at=now, by=by
    )
    return {"runs": run.pk, "mailings": mailing.pk}


def _watched(provisional: Contest, officer: Actor) -> tuple[str, dict[str, int]]:
    """The token of an agent's link; and, by the word before a number, her and what she asked."""
    made = invited(provisional, officer, name=f"Ann {HARM}"[:200])
    version = provisional.versions.get(number=1)
    asked = scrutiny.ask_for_recount(made.agent, version, reason=HARM)
    scrutiny.say(made.agent, version, verdict=Verdict.OBJECTED, words=HARM)
    return made.token, {"agents": made.agent.pk, "requests": asked.pk}


def _lot(counted: Contest) -> Lot:
    return Lot.objects.create(
        contest=counted,
        stage=1,
        candidates=["c1", "c2"],
        drawn="c1",
        how=HARM,
        by=HARM[:100],
        at=clock.now(),
    )
