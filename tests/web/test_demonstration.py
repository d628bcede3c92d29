"""What `hustings demo` makes: a poll to vote in, and a day of the count to carry out."""

from __future__ import annotations

import re

import pytest

from hustings.web.booth.models import Participation
from hustings.web.contests.models import Contest, State
from hustings.web.contests.queries import Phase, phase
from hustings.web.demonstration import people, posted, prepare_demonstration, primary
from hustings.web.papers.actions import keying
from hustings.web.papers.batches import Stage, left_by, standings
from hustings.web.papers.models import Batch, Keying
from hustings.web.papers.sights import looks_at
from hustings.web.post.models import PostSetup
from hustings.web.post.queries import figures
from hustings.web.scrutiny.actions.inviting import come_in
from hustings.web.scrutiny.links import token_in
from hustings.web.scrutiny.models import Agent

REFUSED = {"late": 2, "not_on_roll": 1, "voted_online": 1, "declaration": 4, "replaced": 1}


@pytest.mark.django_db(transaction=True)
def test_the_demonstration_is_an_open_poll_and_a_count_half_done_and_is_made_once() -> None:
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
