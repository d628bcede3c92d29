"""The fictional primary whose votes came by post too, on the day of its count.

Everything is done by the acts that officers do, at the time at which it is done: so its poll is
over only some seconds after it was made ready. :func:`begin` does what belongs before the close,
:func:`finish` waits for it and does the rest. Left to do is what a day of the count is about: to
key on, to look again at what differs, to decide on doubtful papers, to verify, count and declare.
"""

from __future__ import annotations

import io
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from hustings.contest import Heading
from hustings.errors import RuleError
from hustings.seal.numbers import NumberKind, in_figures
from hustings.web.booth.models import Participation
from hustings.web.contests import actions as contests
from hustings.web.contests.models import Contest, State
from hustings.web.contests.orders import order
from hustings.web.demonstration.draft import (
    ZONE,
    Scene,
    cast_some,
    make_draft,
    ranking,
    this_morning,
)
from hustings.web.demonstration.pictures import picture
from hustings.web.jobs.models import Job, JobState
from hustings.web.officers.actor import Actor
from hustings.web.papers.actions import adjudicating, batching, keying, scanning, settling
from hustings.web.papers.batches import next_number
from hustings.web.papers.forms.keying import new_nonce
from hustings.web.papers.models import Batch, Doubt, Reading
from hustings.web.post.actions import bags, printing, receiving, setup
from hustings.web.post.models import (
    Audience,
    Bag,
    BallotPaper,
    Fate,
    PaperSize,
    Refusal,
    ReturnEnvelope,
)
from hustings.web.post.numbers import envelope_figures, paper_shown
from hustings.web.post.queries import accepted_by
from hustings.web.project import clock
from hustings.web.roll.models import Elector
from hustings.web.roll.queries import live_electors
from hustings.web.scrutiny.actions import inviting
from hustings.web.scrutiny.links import address_of
from hustings.web.scrutiny.models import Agent

if TYPE_CHECKING:
    from django_tasks_db.management.commands.db_worker import Worker

    from hustings.web.post.state import Run

__all__ = ["agents_link", "begin", "finish"]

SCENE = Scene(
    title="Marlcombe and Thornley: whom for deputy leader?",
    question="Whom should our MP vote for as deputy leader of the party?",
    advises="Deputy leadership of the party (fictional)",
    about="Everybody and everything in this primary is made up. Votes came online and by post, and "
    "it is the day of the count.",
    candidates=(
        ("Fenella Marsh", "Member for Saltway", "A midwife. Nobody waits alone."),
        ("Gil Harrowgate", "Member for Nether Marl", "A printer. Read before you sign."),
        ("Hattie Corran", "Member for Combe Abbas", "A bus driver. On time, every time."),
        ("Ivo Penrose", "Member for Kiln Bank", "A baker. Early starts, plain words."),
    ),
    weights=(30, 29, 25, 16),
    electors=160,
    seed=1867,
)
ONLINE = 36
MEMBERS, MIXED, EMPTY = 24, 20, 1
"""Envelopes of the two batches; in the second one envelope is empty."""
UNSIGNED, LATE = 4, 2
CROSSED, SLIP, TWO_FIRST, NAMED, NAME = 5, 8, 11, 17, "A. Voter"
"""Places in the first batch: a lone cross, a slip of one keying, two figures 1, a name."""
KEYED_ON = 14
"""How many papers of the second batch the returning officer has keyed."""
SPARE = 12
ROOM = 4
"""The poll stays open for so many times what it took to prepare it, on a slow machine too; if that
is too short for what belongs before the close, it is abandoned and made once more with more."""
AGENT = "D. Fictional Agent"


@dataclass(frozen=True, slots=True)
class Marked:
    """A paper as it lay in its envelope: what stands on it, by candidate's key."""

    number: str
    marks: dict[str, str]
    picture: bytes
    doubt: str = ""
    note: str = ""


def begin(officer: Actor) -> Contest:
    """The contest whose count is not over yet; else a new one, whose poll closes in a moment."""
    made = Contest.objects.filter(organisation=officer.organisation, fictional=True)
    mine = made.filter(title=SCENE.title)
    for left in mine.filter(Q(state=State.READY) | Q(state=State.CLOSED, batches=None)):
        contests.abandon(left, "The site was stopped before it was all made up.", by=officer)
    held = mine.filter(state__in=(State.CLOSED, State.COUNTED, State.PROVISIONAL))
    if (found := held.order_by("-created_at").first()) is not None:
        return found
    for room in (ROOM, 3 * ROOM, 9 * ROOM):
        contest = _made_ready(officer, room)
        if _done_in_time(contest, officer):
            return contest
        contests.abandon(contest, "The machine was too busy to make it up in time.", by=officer)
    raise RuleError("this machine is too busy to make up a poll that closes: try again later")


def _done_in_time(contest: Contest, officer: Actor) -> bool:
    """Do what belongs before the close; False where the poll was over before that was done."""
    try:
        electors = _print_and_post(contest, officer)
        _receive(contest, electors, officer)
    except RuleError:
        return False
    online = Participation.objects.filter(contest=contest, channel="online").count()
    late = contest.receipts.filter(heading=Refusal.LATE).exists()
    return online == ONLINE and not late and not contest.bags.filter(needs_confirming=True).exists()


def _made_ready(officer: Actor, room: int) -> Contest:
    began = time.monotonic()
    with transaction.atomic():
        contest = make_draft(SCENE, officer)
        setup.set_up(
            contest,
            setup.SetupValues(
                return_address="The Returning Officer\n1 Example Street\nMarlcombe\nZZ99 1AA",
                asks_declaration=True,
                declaration_words="I support the aims of the party and of no other.",
                alarm_percent=5,
                alarm_from=20,
            ),
            by=officer,
        )
        closes = clock.now() + timedelta(seconds=2 + room * (time.monotonic() - began))
        times = {"timezone": ZONE, "opens_at": this_morning() - timedelta(days=14)}
        contests.set_timetable(contest, times | {"closes_at": closes}, by=officer)
        return contests.make_ready(contest, by=officer)


def _print_and_post(contest: Contest, officer: Actor) -> list[Elector]:
    """Papers and envelopes are made, fetched and posted; the electors, members first."""
    electors = sorted(live_electors(contest), key=lambda e: (e.basis != "member", e.pk))
    printing.start_papers(contest, len(electors) + SPARE, PaperSize.A5, by=officer)
    printing.start_envelopes(contest, Audience.ALL, by=officer)
    _fetch_all(contest, officer)
    return electors


def _fetch_all(contest: Contest, officer: Actor) -> None:
    """Make what was begun and queued, fetch it, and say that the envelopes were posted."""
    _do_jobs_of(contest)
    runs: list[Run] = [
        *contest.paper_runs.filter(fetched_at=None),
        *contest.envelope_runs.filter(fetched_at=None),
    ]
    for run in runs:
        printing.fetch(run, by=officer)
    for envelopes in contest.envelope_runs.filter(posted_on=None):
        printing.say_posted(envelopes, clock.today(), by=officer)


def _do_jobs_of(contest: Contest) -> None:
    """The contest's own jobs; whatever else is queued waits for the site's workers."""
    from django_tasks_db.models import DBTaskResult

    own = Job.objects.filter(organisation=contest.organisation, contest_slug=contest.slug)
    for job in own.filter(state=JobState.QUEUED).order_by("created_at"):
        with transaction.atomic():
            task = DBTaskResult.objects.ready().filter(args_kwargs__args=[str(job.pk)]).get_locked()
            if task is not None:
                task.claim("demonstration")
        if task is not None:
            _worker().run_task(task)


def _worker() -> Worker:
    from django_tasks_db.management.commands.db_worker import Worker

    return Worker(
        queue_names=["default"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="demonstration",
        excluded_queue_names=[],
    )


def _receive(contest: Contest, electors: list[Elector], officer: Actor) -> None:
    """Votes online, and two bags: what counts, and what is refused under most headings."""
    draws = Random(1867)  # noqa: S311  (made-up votes, the same each time)
    posted, others = electors[:MEMBERS], electors[MEMBERS:]
    mixed = others[:6] + others[-(MIXED - 6) :]
    rest = [elector for elector in others if elector not in mixed]
    unsigned, online = rest[:UNSIGNED], rest[UNSIGNED : UNSIGNED + ONLINE]
    lost = rest[UNSIGNED + ONLINE]
    cast_some(contest, SCENE, online, draws)
    earlier = _number_of(lost)
    printing.replace(lost, Fate.LOST, by=officer)
    _fetch_all(contest, officer)
    first, second = [_number_of(e) for e in posted], [_number_of(e) for e in mixed]
    strange = in_figures(1_867_186_718, NumberKind.ENVELOPE)
    _bag(contest, [*first, strange], [_number_of(e) for e in unsigned[:2]], officer)
    second += [earlier, _number_of(online[0])]
    _bag(contest, second, [_number_of(e) for e in unsigned[2:]], officer)


def _number_of(elector: Elector) -> str:
    good = ReturnEnvelope.objects.get(elector=elector, fate=Fate.GOOD)
    return envelope_figures(good.number)


def _bag(contest: Contest, signed: list[str], unsigned: list[str], officer: Actor) -> Bag:
    """A bag that came now, every envelope of it received."""
    bag = bags.enter_bag(
        contest, arrived_at=clock.now(), envelopes=len(signed) + len(unsigned), by=officer
    )
    for number in signed:
        receiving.receive(bag, number, declaration=True, by=officer)
    for number in unsigned:
        receiving.receive(bag, number, declaration=False, by=officer)
    return bag


def finish(contest: Contest, officer: Actor, deputy: Actor) -> Contest:
    """Wait for the close where it is still to come, and begin the day of the count.

    All of that day or nothing of it: whoever stops the site meanwhile leaves no poll that is closed
    and has no papers.
    """
    if contest.state != State.READY or contest.closes_at is None:
        return contest
    time.sleep(max(0.0, (contest.closes_at - clock.now()).total_seconds()) + 0.01)
    with transaction.atomic():
        return _day_of_the_count(contest, officer, deputy)


def _day_of_the_count(contest: Contest, officer: Actor, deputy: Actor) -> Contest:
    """Late envelopes are refused, the poll is closed, and the papers are keyed in part."""
    unused = live_electors(contest).filter(participation=None, return_envelopes__receipt=None)
    late = list(unused.order_by("pk")[:LATE])
    _bag(contest, [_number_of(elector) for elector in late], [], officer)
    contest = contests.close(contest, by=officer)
    papers = _papers(contest)
    _first_batch(contest, papers[:MEMBERS], officer, deputy)
    _second_batch(contest, papers[MEMBERS:], officer, deputy)
    return contest


def _papers(contest: Contest) -> list[Marked]:
    """What the accepted envelopes hold: three of the papers of the first batch are doubtful."""
    draws = Random(1918)  # noqa: S311  (made-up votes, the same each time)
    printed = BallotPaper.objects.filter(contest=contest).order_by("number")
    keys = list(contest.candidates.order_by("number").values_list("key", flat=True))
    made = []
    for place, paper in enumerate(printed[: MEMBERS + MIXED - EMPTY], start=1):
        ranked = (keys[number - 1] for number in ranking(SCENE, draws))
        marks = {key: str(rank) for rank, key in enumerate(ranked, start=1)}
        if place == CROSSED:
            marks = {keys[2]: "X"}
        elif place == TWO_FIRST:
            marks = {keys[0]: "1", keys[1]: "1"}
        made.append(_marked(contest, paper, marks, NAME if place == NAMED else ""))
    return made


def _marked(contest: Contest, paper: BallotPaper, marks: dict[str, str], name: str) -> Marked:
    rows = order(list(contest.candidates.all()), contest.order_policy, paper.rotation)
    shown = [(candidate.name, marks.get(candidate.key, "")) for candidate in rows]
    drawn = picture(contest.title, paper_shown(paper.number), shown, name)
    doubt, note = (Doubt.IDENTIFIES.value, "A name below the candidates.") if name else ("", "")
    return Marked(in_figures(paper.number, NumberKind.PAPER), marks, drawn, doubt, note)


def _first_batch(contest: Contest, papers: list[Marked], officer: Actor, deputy: Actor) -> None:
    """Keyed twice and settled; of its doubtful papers one is decided and one is proposed."""
    batch = _balanced(contest, papers, officer, basis="member")
    _key(batch, papers, by=officer)
    _key(batch, _with_slip(papers, SLIP), by=deputy)
    settling.look_again(batch, SLIP, settling.Look(settling.Right.FIRST), by=officer)
    crossed = Reading.objects.get(batch=batch, place=CROSSED)
    (key,) = papers[CROSSED - 1].marks
    counted = adjudicating.Proposal(marks={key: "1"}, why="The first preference is clear.")
    adjudicating.agree(adjudicating.propose(crossed, counted, by=deputy), by=officer)
    rejected = adjudicating.Proposal(
        Heading.MORE_THAN_ONE_FIRST, why="Nothing tells which of the two is meant."
    )
    two_first = Reading.objects.get(batch=batch, place=TWO_FIRST)
    adjudicating.propose(two_first, rejected, by=deputy)


def _second_batch(contest: Contest, papers: list[Marked], officer: Actor, deputy: Actor) -> None:
    """Keyed whole by the deputy, with one slip, and in part by the returning officer."""
    batch = _balanced(contest, papers, officer, empty=EMPTY)
    _key(batch, _with_slip(papers, SLIP), by=deputy)
    _key(batch, papers[:KEYED_ON], by=officer, whole=False)


def _balanced(
    contest: Contest, papers: list[Marked], officer: Actor, *, basis: str = "", empty: int = 0
) -> Batch:
    """A batch in which these papers were found, with a picture of each."""
    envelopes, (section,) = len(papers) + empty, _sections(contest)
    batch = batching.form_batch(
        contest, number=next_number(contest), section=section, basis=basis, envelopes=envelopes,
        by=officer,
    )  # fmt: skip
    figures = batching.Figures(basis, envelopes, extra=0, empty=empty, found=len(papers))
    batching.count_batch(batch, figures, by=officer)
    batch = batching.balance_batch(batch, by=officer)
    scanning.take_scans(batch, 1, [io.BytesIO(paper.picture) for paper in papers], by=officer)
    return batch


def _sections(contest: Contest) -> set[str]:
    return {section for section, _basis in accepted_by(contest)}


def _with_slip(papers: Sequence[Marked], place: int) -> list[Marked]:
    """The same papers as a tired eye reads them: at that place each figure is one too high."""
    keyed = list(papers)
    read = {key: str(int(mark) + 1) for key, mark in keyed[place - 1].marks.items()}
    keyed[place - 1] = replace(keyed[place - 1], marks=read)
    return keyed


def _key(batch: Batch, papers: Sequence[Marked], *, by: Actor, whole: bool = True) -> None:
    begun = keying.begin(batch, by=by)
    for place, paper in enumerate(papers, start=1):
        sheet = keying.Sheet(place, new_nonce(), paper.number, paper.marks, paper.doubt, paper.note)
        keying.store(begun, sheet, by=by)
    if whole:
        keying.finish(begun, by=by)


def agents_link(contest: Contest, officer: Actor) -> str:
    """A link that lets the agent in; each start gives another, for none can be read."""
    until = clock.now() + timedelta(days=7)
    if (agent := Agent.objects.filter(contest=contest, name=AGENT).first()) is not None:
        return address_of(inviting.new_link(agent, until=until, by=officer).token)
    candidate = contest.candidates.order_by("number")[1]
    invited = inviting.invite(
        contest, name=AGENT, email="", candidate=candidate, until=until, by=officer
    )
    return address_of(invited.token)
