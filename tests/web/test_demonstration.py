"""What `hustings demo` makes: a poll to vote in, and a day of the count to carry out."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from django_tasks import TaskResultStatus

from hustings.errors import RuleError
from hustings.web.booth.models import Participation
from hustings.web.contests.models import Contest, State
from hustings.web.contests.queries import Phase, phase
from hustings.web.demonstration import people, posted, prepare_demonstration, primary
from hustings.web.papers.actions import keying
from hustings.web.papers.batches import Stage, left_by, standings
from hustings.web.papers.models import Batch, Keying
from hustings.web.papers.sights import looks_at
from hustings.web.post.background import print_papers
from hustings.web.post.models import PostSetup
from hustings.web.post.queries import figures
from hustings.web.project import clock
from hustings.web.results.pages.front import front
from hustings.web.scrutiny.actions.inviting import come_in
from hustings.web.scrutiny.links import token_in
from hustings.web.scrutiny.models import Agent
from tests.web.making import make_contest

REFUSED = {"late": 2, "not_on_roll": 1, "voted_online": 1, "declaration": 4, "replaced": 1}


@pytest.mark.django_db(transaction=True)
def test_the_demonstration_is_an_open_poll_and_a_count_half_done_and_is_made_once() -> None:
    queued = print_papers.enqueue(str(uuid4()))  # of somebody else
    _a_count_is_begun_whole_or_not_at_all()
    told = "\n".join(prepare_demonstration())
    made = _fictional()
    officer = people.officer()
    assert phase(primary.open_contest(officer)) is Phase.OPEN
    contest = posted.begin(officer)
    assert contest.slug in told
    assert contest.state == State.CLOSED
    _envelopes_are_received(contest)
    _papers_wait_for_two_officers(contest)
    _the_last_papers_can_be_keyed(contest)
    (link,) = re.findall(r"An agent: +(\S+)", told)
    assert isinstance(come_in(token_in(link)), Agent)
    PostSetup.objects.create(contest=primary.open_contest(officer))  # by somebody who tries it
    list(prepare_demonstration())
    assert _fictional() == made
    queued.refresh()
    assert queued.status == TaskResultStatus.READY


def _a_count_is_begun_whole_or_not_at_all() -> None:
    officer, deputy = people.officer(), people.deputy()
    begun = posted.begin(officer)
    with pytest.raises(RuleError, match="another"):  # who keyed a batch cannot key it again
        posted.finish(begun, officer, officer)
    assert Contest.objects.get(pk=begun.pk).state == State.READY
    assert not begun.batches.exists()
    posted.finish(begun, officer, deputy)


@pytest.mark.django_db
def test_what_a_stopped_start_left_is_given_up_and_is_no_news() -> None:
    officer = people.officer()
    about = {"title": posted.SCENE.title, "organisation": officer.organisation, "fictional": True}
    whole = _made(State.READY, State.CLOSED, **about)
    Batch.objects.create(
        contest=whole, number=1, section="all", envelopes=1, by="an officer", at=clock.now()
    )
    left = [_made(State.READY, **about), _made(State.READY, State.CLOSED, **about)]
    others = _made(State.READY, title=posted.SCENE.title, fictional=True)
    assert posted.begin(officer) == whole
    states = [Contest.objects.get(pk=one.pk).state for one in (*left, others)]
    assert states == [State.ABANDONED, State.ABANDONED, State.READY]
    shown = front()
    assert not shown.abandoned
    assert [one.contest for one in shown.waiting] == [whole]
    assert [one.contest for one in shown.open] == [others]


def _made(*states: State, **fields: Any) -> Contest:
    contest = make_contest(**fields)
    for state in states:
        Contest.objects.filter(pk=contest.pk).update(state=state)
    contest.refresh_from_db()
    return contest


def _fictional() -> set[str]:
    return set(Contest.objects.filter(fictional=True).values_list("slug", flat=True))


def _envelopes_are_received(contest: Contest) -> None:
    found = figures(contest)
    assert {heading.value: n for heading, n in found.refused.items() if n} == REFUSED
    assert (found.received, found.accepted, found.waiting) == (53, 44, 0)
    assert Participation.objects.filter(contest=contest, channel="online").count() == 36
    assert contest.alarms.get().heading == "declaration"


def _papers_wait_for_two_officers(contest: Contest) -> None:
    assert [one.stage for one in standings(contest)] == [Stage.SETTLED, Stage.KEYED_ONCE]
    assert not any(left_by(contest).values())
    looks = list(looks_at(contest))
    assert sum(look.doubtful for look in looks) == 3
    assert sum(look.undecided for look in looks) == 2


def _the_last_papers_can_be_keyed(contest: Contest) -> None:
    """Keyed as the deputy did: the one slip that she made is left to look at again."""
    batch = Batch.objects.get(contest=contest, number=2)
    officer = people.officer()
    mine: Keying = batch.keyings.get(by=officer.user)
    hers: Keying = batch.keyings.get(by=people.deputy().user)
    for entry in hers.entries.filter(place__gt=mine.entries.count()).order_by("place"):
        nonce = f"again-{entry.place}"
        sheet = keying.Sheet(entry.place, nonce, entry.paper, entry.marks)
        keying.store(mine, sheet, by=officer)
    keying.finish(mine, by=officer)
    batch.refresh_from_db()
    assert (batch.readings.count(), batch.found) == (18, 19)
