"""A fictional contest that only needs its timetable to be ready: form, roll, opening key."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from hustings import seal
from hustings.contest import Purpose
from hustings.formats.roll_table import write_table_csv
from hustings.roll import suggest_columns
from hustings.roll.fictional import fictional_rows
from hustings.web.booth import casting, codes
from hustings.web.contests import actions as contests
from hustings.web.contests.models import Contest, KeyPlace, OrderPolicy, Pledge
from hustings.web.officers.actor import Actor
from hustings.web.project import clock
from hustings.web.roll.actions import freezing, taking, uploads
from hustings.web.roll.models import Elector, UploadKind

__all__ = ["ZONE", "Scene", "cast_some", "make_draft", "ranking", "this_morning"]

ZONE = "Europe/London"


@dataclass(frozen=True, slots=True)
class Scene:
    """What a made-up primary is about. ``candidates``: name, description, statement.

    ``weights``: of each candidate in the made-up votes; ``seed``: of its roll.
    """

    title: str
    question: str
    advises: str
    about: str
    candidates: tuple[tuple[str, str, str], ...]
    weights: tuple[int, ...]
    electors: int
    seed: int


def this_morning() -> datetime:
    """Nine o'clock today, where the made-up constituency would be."""
    now = clock.now().astimezone(ZoneInfo(ZONE))
    return now.replace(hour=9, minute=0, second=0, microsecond=0)


def make_draft(scene: Scene, actor: Actor) -> Contest:
    """The contest, marked as fictional on every page, its roll frozen and its key tested."""
    contest = contests.create_contest(
        by=actor,
        title=scene.title,
        place="Marlcombe and Thornley (fictional)",
        purpose=Purpose.ADVISORY,
        question=scene.question,
    )
    Contest.objects.filter(pk=contest.pk).update(fictional=True)
    contest.refresh_from_db()
    _set_form(contest, scene, actor)
    _fill_roll(contest, scene, actor)
    _make_key(contest, actor)
    return contest


def _set_form(contest: Contest, scene: Scene, actor: Actor) -> None:
    for name, description, statement in scene.candidates:
        contests.add_candidate(
            contest, by=actor, name=name, description=description, statement=statement
        )
    contests.set_form(
        contest,
        {
            "title": contest.title,
            "place": contest.place,
            "purpose": contest.purpose,
            "question": contest.question,
            "about": scene.about,
            "rule": "av",
            "seats": 1,
            "base": "live",
            "advises_title": scene.advises,
            "advises_rule": "av",
        },
        by=actor,
    )
    contests.set_voters(
        contest,
        {
            "who_may_vote": "Members, identified supporters and people in their households, as on "
            "the roll when it was frozen.",
            "declaration_text": "I support the aims of the party and of no other.",
        },
        by=actor,
    )
    contests.set_order(contest, OrderPolicy.ROTATION, by=actor)
    contests.set_pledge(
        contest, kind=Pledge.LEAD, pledge_by="Jo Farthing MP", hundredths=500, by=actor
    )
    contests.set_retention(contest, (this_morning() + timedelta(days=200)).date(), by=actor)


def _fill_roll(contest: Contest, scene: Scene, actor: Actor) -> None:
    table = fictional_rows(scene.electors, seed=scene.seed)
    upload = uploads.store(
        contest,
        UploadKind.ROLL,
        name="fictional-roll.csv",
        content=write_table_csv(table.headers, list(table.rows)),
        by=actor,
    )
    uploads.read(upload)
    suggested = suggest_columns(tuple(upload.headers))
    uploads.map_columns(upload, {h: f or "" for h, f in suggested.items()}, {})
    uploads.clean_up(upload)
    upload.refresh_from_db()
    taking.take(upload, by=actor)
    freezing.freeze(contest, by=actor)
    contest.refresh_from_db()


def _make_key(contest: Contest, actor: Actor) -> None:
    passphrase = secrets.token_urlsafe(24)  # nobody needs it: the key stays on this machine
    key = contests.make_key(contest, passphrase, by=actor, place=KeyPlace.SERVER)
    contest.refresh_from_db()
    contests.test_key(contest, key.file_text, passphrase, by=actor)
    contest.refresh_from_db()


def cast_some(contest: Contest, scene: Scene, voters: list[Elector], draws: Random) -> None:
    """These electors vote, each through the booth's own door."""
    made = codes.issue_many(voters, channel=codes.Channel.EMAIL)
    for elector, code in zip(voters, made, strict=True):
        sealed = seal.seal(
            seal.Marks(ranking(scene, draws), rotation=elector.rotation),
            len(scene.candidates),
            bytes(contest.public_key or b""),
        )
        casting.cast(
            casting.Ballot(
                codes.digest_of(code), codes.nonce_digest_of(casting.new_nonce()), sealed
            )
        )


def ranking(scene: Scene, draws: Random) -> tuple[int, ...]:
    """A made-up vote: numbers of candidates, first preference first."""
    left = list(range(1, len(scene.candidates) + 1))
    found: list[int] = []
    for _ in range(min(draws.choice((1, 2, 3, 3, 4, 5)), len(left))):
        (chosen,) = draws.choices(left, weights=[scene.weights[n - 1] for n in left])
        left.remove(chosen)
        found.append(chosen)
    return tuple(found)
