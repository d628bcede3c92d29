"""What `hustings demo` shows: real contests of 2009 and 2010, and a fictional primary to vote in.

Run again it keeps what is there. Once its primary is over it makes another beside it, so that
there always is a poll to vote in. The constituency, its candidates and its electors are made up.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import timedelta
from random import Random
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from hustings import seal
from hustings.contest import Purpose
from hustings.examples import example_names
from hustings.formats.roll_table import write_table_csv
from hustings.roll import suggest_columns
from hustings.roll.fictional import fictional_rows
from hustings.web.booth import casting, codes
from hustings.web.contests import actions as contests
from hustings.web.contests.models import Contest, KeyPlace, OrderPolicy, Pledge, State
from hustings.web.contests.queries import Phase, phase
from hustings.web.officers import actions as officers
from hustings.web.officers.actor import Actor
from hustings.web.officers.models import Membership, Organisation
from hustings.web.project import clock
from hustings.web.results.importing import import_example
from hustings.web.roll.actions import freezing, taking, uploads
from hustings.web.roll.models import Elector, UploadKind
from hustings.web.roll.queries import live_electors

__all__ = ["prepare_demonstration"]

ORGANISATION = "demonstration"
OFFICER = "officer@demonstration.example"
TITLE = "Marlcombe and Thornley: whom should our MP support?"
CANDIDATES = (
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
)
ZONE = "Europe/London"
WEIGHTS = (31, 24, 22, 14, 9)
ELECTORS = 412
VOTED = 137
CODES = 4


def prepare_demonstration() -> Iterator[str]:
    """Make what is missing, and yield what to tell whoever started it, line by line."""
    actor = _actor()
    for name in example_names():
        import_example(name, actor.organisation)
    contest = _open_contest(actor)
    site = settings.BASE_URL
    yield ""
    yield f"The site:     {site}/"
    yield f"Results:      {site}/c/labour-leader-2010/result/  (the college of 2010, counted)"
    yield f"              {site}/c/bassetlaw-2010/result/  (a primary of 2010, as reported)"
    yield f"Vote:         {site}/vote/  in a fictional primary; each of these codes votes once:"
    for code in _spare_codes(contest):
        yield f"                {code}"
    token = officers.make_operators_link(actor.user, hours=24)
    yield f"The officer:  {site}/sign-in/{token}/  (signs in once, within a day)"
    yield ""


def _actor() -> Actor:
    found = Membership.objects.filter(organisation__slug=ORGANISATION, user__email=OFFICER)
    membership = found.select_related("organisation", "user").first()
    if membership is not None:
        return Actor.of(membership)
    officers.create_organisation(
        slug=ORGANISATION,
        name="The hustings demonstration",
        email=OFFICER,
        officer_name="A. Fictional Officer",
    )
    Organisation.objects.filter(slug=ORGANISATION).update(second_factor_required=False)
    return Actor.of(found.get())


def _open_contest(actor: Actor) -> Contest:
    """The fictional primary that is open now: the newest, or a new one."""
    made = Contest.objects.filter(organisation=actor.organisation, fictional=True)
    for contest in made.exclude(state=State.DRAFT).order_by("-created_at"):
        if phase(contest) is Phase.OPEN:
            return contest
    with transaction.atomic():
        contest = _new_contest(actor)
    _cast_some(contest)
    return contest


def _new_contest(actor: Actor) -> Contest:
    contest = contests.create_contest(
        by=actor,
        title=TITLE,
        place="Marlcombe and Thornley (fictional)",
        purpose=Purpose.ADVISORY,
        question="Whom should our MP vote for as leader of the party?",
    )
    Contest.objects.filter(pk=contest.pk).update(fictional=True)
    contest.refresh_from_db()
    _set_form(contest, actor)
    _fill_roll(contest, actor)
    _make_key(contest, actor)
    return contests.make_ready(contest, by=actor)


def _set_form(contest: Contest, actor: Actor) -> None:
    for name, description, statement in CANDIDATES:
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
            "about": "Everybody and everything in this primary is made up, so that you can vote, "
            "close it, count it and declare it.",
            "rule": "av",
            "seats": 1,
            "base": "live",
            "advises_title": "Leadership of the party (fictional)",
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
    morning = (
        clock.now().astimezone(ZoneInfo(ZONE)).replace(hour=9, minute=0, second=0, microsecond=0)
    )
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
    contests.set_retention(contest, (morning + timedelta(days=200)).date(), by=actor)


def _fill_roll(contest: Contest, actor: Actor) -> None:
    table = fictional_rows(ELECTORS, seed=2010)
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


def _cast_some(contest: Contest) -> None:
    """A third of the roll has voted already, each through the booth's own door."""
    draws = Random(1832)  # noqa: S311  (made-up votes, the same each time)
    voters = draws.sample(list(live_electors(contest)), VOTED)
    for elector, code in zip(
        voters, codes.issue_many(voters, channel=codes.Channel.EMAIL), strict=True
    ):
        ranking = _ranking(draws)
        sealed = seal.seal(
            seal.Marks(ranking, rotation=elector.rotation),
            len(CANDIDATES),
            bytes(contest.public_key or b""),
        )
        casting.cast(
            casting.Ballot(
                codes.digest_of(code), codes.nonce_digest_of(casting.new_nonce()), sealed
            )
        )


def _ranking(draws: Random) -> tuple[int, ...]:
    left = list(range(1, len(CANDIDATES) + 1))
    ranking: list[int] = []
    for _ in range(draws.choice((1, 2, 3, 3, 4, 5))):
        (chosen,) = draws.choices(left, weights=[WEIGHTS[n - 1] for n in left])
        left.remove(chosen)
        ranking.append(chosen)
    return tuple(ranking)


def _spare_codes(contest: Contest) -> list[str]:
    """Codes of electors who have not voted; each start gives new ones, for none can be read."""
    waiting: list[Elector] = list(
        live_electors(contest).filter(participation=None).order_by("-id")[:CODES]
    )
    return codes.issue_many(waiting, channel=codes.Channel.OFFICER)
