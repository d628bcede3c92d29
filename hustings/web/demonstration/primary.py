"""The fictional primary that is open, to vote in."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from django.db import transaction

from hustings.web.booth import codes
from hustings.web.contests import actions as contests
from hustings.web.contests.models import Contest, State
from hustings.web.contests.queries import Phase, phase
from hustings.web.demonstration.draft import ZONE, Scene, cast_some, make_draft, this_morning
from hustings.web.officers.actor import Actor
from hustings.web.roll.models import Elector
from hustings.web.roll.queries import live_electors

__all__ = ["open_contest", "spare_codes"]

SCENE = Scene(
    title="Marlcombe and Thornley: whom should our MP support?",
    question="Whom should our MP vote for as leader of the party?",
    advises="Leadership of the party (fictional)",
    about="Everybody and everything in this primary is made up, so that you can vote, close it, "
    "count it and declare it.",
    candidates=(
        (
            "Ada Quill",
            "Member for Harrow Weir",
            "A railway signaller for twenty years. Buses that run after eight in the evening.",
        ),
        (
            "Bram Lanthorn",
            "Member for Kettlesing",
            "A teacher of physics. Warm homes first: every roof and every wall within ten years.",
        ),
        (
            "Cerys Vale",
            "Member for Aber Morfa",
            "A district nurse. Care when it is needed, near to where you live.",
        ),
        (
            "Dev Marlowe",
            "Member for Tolland Cross",
            "A builder of small houses. Build where people work; let councils borrow to do it.",
        ),
        (
            "Edie Frostwick",
            "Member for Upper Sedge",
            "A farmer. Rivers that a child can swim in.",
        ),
    ),
    weights=(31, 24, 22, 14, 9),
    electors=412,
    seed=2010,
)
VOTED = 137
CODES = 4


def open_contest(actor: Actor) -> Contest:
    """The fictional primary that is open now: the newest, or a new one."""
    made = Contest.objects.filter(organisation=actor.organisation, fictional=True)
    mine = made.filter(title=SCENE.title).exclude(state=State.DRAFT)
    for contest in mine.order_by("-created_at"):
        if phase(contest) is Phase.OPEN:
            return contest
    with transaction.atomic():
        contest = make_draft(SCENE, actor)
        _set_times(contest, actor)
        contest = contests.make_ready(contest, by=actor)
    draws = Random(1832)  # noqa: S311  (made-up votes, the same each time)
    cast_some(contest, SCENE, draws.sample(list(live_electors(contest)), VOTED), draws)
    return contest


def _set_times(contest: Contest, actor: Actor) -> None:
    morning = this_morning()
    contests.set_timetable(
        contest,
        {
            "timezone": ZONE,
            "opens_at": morning - timedelta(days=3),
            "closes_at": morning + timedelta(days=11, hours=12),
            "count_at": morning + timedelta(days=11, hours=13),
        },
        by=actor,
    )


def spare_codes(contest: Contest) -> list[str]:
    """Codes of electors who have not voted; each start gives new ones, for none can be read."""
    waiting: list[Elector] = list(
        live_electors(contest).filter(participation=None).order_by("-id")[:CODES]
    )
    return codes.issue_many(waiting, channel=codes.Channel.OFFICER)
