"""Nothing of what came by post orders rankings or papers, or leads from one to an elector."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection, models
from django.utils import timezone

from hustings.web.booth.models import Participation
from hustings.web.contests.models import Contest
from hustings.web.journal.models import Entry
from hustings.web.papers.models import Adjudication, Batch, Reading
from hustings.web.papers.models import Entry as Keyed
from hustings.web.post.actions import receiving
from hustings.web.post.models import BallotPaper, PaperRun, Receipt, ReturnEnvelope
from hustings.web.results.models import GroupTally, Ranking
from hustings.web.roll.actions.erasing import erase
from tests.web.booth.polls import hours, move_to
from tests.web.post.making import bag_of, posted_poll, received
from tests.web.post.printed_things import codes_on_papers, make_shop

pytestmark = pytest.mark.django_db(transaction=True)

EVERYBODY_S = {"contests.Contest", "officers.Organisation", "officers.User", "jobs.Job"}
"""What everything belongs to: a way through these tells nobody apart."""
WHAT_WAS_SAID = (BallotPaper, PaperRun, Batch, Keyed, Reading, Adjudication, Ranking, GroupTally)
WHOSE = {"roll.Elector", "booth.Participation", "post.Receipt", "post.ReturnEnvelope", "post.Bag"}


def reached_from(model: type[models.Model]) -> Iterator[str]:
    """Every table that foreign keys lead to, without passing through what is everybody's."""
    waiting, seen = [model], {model}
    while waiting:
        for field in waiting.pop()._meta.get_fields():
            other = field.related_model
            if not isinstance(other, type) or other in seen:
                continue
            seen.add(other)
            yield other._meta.label
            if other._meta.label not in EVERYBODY_S:
                waiting.append(other)


@pytest.mark.parametrize("model", WHAT_WAS_SAID, ids=lambda model: model.__name__)
def test_no_key_leads_from_a_paper_or_a_ranking_to_an_envelope_or_an_elector(
    model: type[models.Model],
) -> None:
    reached = set(reached_from(model))
    assert reached
    assert not reached & WHOSE


def test_the_way_from_a_receipt_to_its_elector_is_found() -> None:
    """So that the test above cannot pass by looking at nothing."""
    assert "roll.Elector" in set(reached_from(Receipt))


def test_papers_and_envelopes_have_numbers_of_their_own_that_tell_no_order() -> None:
    poll = posted_poll(60)
    numbers = [envelope.number for envelope in poll.envelopes]
    assert numbers != sorted(numbers)
    assert len(set(numbers)) == 60
    run = PaperRun.objects.create(contest=poll.contest, papers=60, at=timezone.now(), by="x")
    papers = BallotPaper.objects.bulk_create(
        BallotPaper(contest=poll.contest, run=run) for _ in range(60)
    )
    assert {paper.number for paper in papers}.isdisjoint(numbers)


def test_papers_are_kept_by_their_numbers_and_not_as_they_lie_in_the_pile() -> None:
    """Whoever packs from the top of the pile goes through the electors in the letters' order."""
    shop = make_shop()
    run = shop.papers(12)
    kept = list(BallotPaper.objects.order_by("pk").values_list("number", flat=True))
    assert kept == sorted(kept)
    with connection.cursor() as cursor:  # as they lie in the database, too
        cursor.execute("SELECT number FROM post_ballotpaper")
        assert [number for (number,) in cursor.fetchall()] == kept
    pile = [int(code[:10]) for code in codes_on_papers(run)]
    assert sorted(pile) == kept != pile


def test_a_vote_by_post_keeps_the_day_and_nothing_else_of_its_receipt() -> None:
    poll = posted_poll(8)
    bag = bag_of(poll, 8)
    for n in (5, 2, 7, 0, 3, 6, 1, 4):
        receiving.receive(bag, poll.number(n), by=poll.officer)
    assert {tuple(row) for row in Participation.objects.values_list("channel", "receipt")} == {
        ("post", "")
    }
    names = {field.name for field in Participation._meta.fields}
    assert names == {"elector", "contest", "channel", "day", "receipt", "nonce"}
    if connection.vendor == "sqlite":  # WITHOUT ROWID: by the elector, in no order of arrival
        with connection.cursor() as cursor:
            cursor.execute("SELECT elector_id FROM booth_participation")
            keys = [key for (key,) in cursor.fetchall()]
        assert keys == sorted(keys)


def test_the_journal_names_no_elector_and_no_number_of_an_envelope() -> None:
    poll = posted_poll(3, setup={"asks_declaration": True, "alarm_from": 1})
    refused = received(poll, [0, 1, 2], declaration=False)
    receiving.cure(refused[0], completed_at=hours(-0.01), by=poll.officer)
    told = " ".join(Entry.objects.values_list("sentence", flat=True))
    assert "Bag 1 balances" in told
    for n, elector in enumerate(poll.electors):
        for word in (elector.name, elector.reference + " ", poll.number(n)):
            assert word not in told


def test_at_the_erasure_envelopes_and_receipts_lose_their_electors_and_the_figures_stay() -> None:
    poll = posted_poll(3, retention_until="2026-01-01", setup={"asks_declaration": True})
    received(poll, [0, 1])
    bag = bag_of(poll)
    receiving.receive_unread(bag, "12 Elector Street", after=0, by=poll.officer)
    move_to(poll.contest, "draft")
    for state in ("closed", "counted", "provisional", "declared"):
        Contest.objects.filter(pk=poll.contest.pk).update(state=state)
    erase(poll.fresh(), by=poll.officer)
    assert ReturnEnvelope.objects.filter(elector=None).count() == 3
    assert set(Receipt.objects.values_list("read", flat=True)) == {""}
    assert Receipt.objects.filter(outcome="accepted").count() == 2
    assert Receipt.objects.filter(envelope__elector__isnull=False).count() == 0
