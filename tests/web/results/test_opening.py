"""Opening: once, after the close, all or none, and what it leaves tells nobody's vote."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from hustings.errors import RuleError, SealError
from hustings.seal import OpeningKey
from hustings.web.booth.models import Envelope, Participation
from hustings.web.contests import keys_kept
from hustings.web.contests.models import Contest
from hustings.web.journal.models import Entry
from hustings.web.officers.models import Role
from hustings.web.results import actions
from hustings.web.results.models import GroupTally, Opening, Ranking
from hustings.web.roll.models import Elector
from tests.web.making import make_actor, make_contest
from tests.web.results.making import CLEAR, KEY, Vote, cast_votes, closed_poll

pytestmark = pytest.mark.django_db


def test_opening_gives_each_distinct_paper_once_with_its_number() -> None:
    poll = closed_poll()
    opening = actions.open_envelopes(poll.contest, key=KEY, by=poll.officer)
    assert (opening.envelopes, opening.damaged) == (92, 1)
    rows = Ranking.objects.filter(contest=poll.contest).order_by("pk")
    found = [(r.ranking, r.rotation, r.heading, r.papers) for r in rows]
    assert found == [
        ("", None, "void_for_uncertainty", 1),
        ("", 1, "unmarked", 2),
        ("c1>c2", 0, "", 40),
        ("c2>c1", 1, "", 25),
        ("c3", 0, "", 4),
        ("c3>c2", 2, "", 20),
    ]


def test_opening_destroys_the_envelopes_and_forgets_the_electors_orders() -> None:
    poll = closed_poll()
    actions.open_envelopes(poll.contest, key=KEY, by=poll.officer)
    assert not Envelope.objects.filter(contest=poll.contest).exists()
    assert Participation.objects.filter(contest=poll.contest).count() == 92
    assert not Elector.objects.filter(contest=poll.contest, rotation__isnull=False).exists()
    assert poll.fresh().opened_envelopes_at is not None
    entry = Entry.objects.get(contest=poll.contest.slug, act="opened")
    assert "92 envelopes" in entry.sentence
    assert "void for uncertainty" in entry.sentence


def test_opening_happens_once() -> None:
    poll = closed_poll()
    actions.open_envelopes(poll.contest, key=KEY, by=poll.officer)
    with pytest.raises(RuleError, match="happens once"):
        actions.open_envelopes(poll.contest, key=KEY, by=poll.officer)


@pytest.mark.parametrize("then", ["the site starts again", "the count follows"])
def test_what_a_crash_right_after_the_opening_left_is_done_when(
    then: str, django_capture_on_commit_callbacks: Any
) -> None:
    poll = closed_poll(key_place="server")
    keys_kept.keep(poll.contest, KEY)
    with django_capture_on_commit_callbacks():  # which are not called: the machine stopped
        actions.open_envelopes(poll.contest, key=KEY, by=poll.officer)
    assert keys_kept.kept_key(poll.fresh()) == KEY
    with django_capture_on_commit_callbacks(execute=True):
        if then == "the site starts again":
            call_command("finish_openings")
        else:
            actions.count(poll.fresh(), by=poll.officer)
    with pytest.raises(SealError):
        keys_kept.kept_key(poll.fresh())


def test_another_key_opens_nothing_and_both_fingerprints_are_named() -> None:
    poll = closed_poll()
    with pytest.raises(SealError, match=r"not the key.*fingerprint.*the contest's has"):
        actions.open_envelopes(
            poll.contest, key=OpeningKey(bytes(32)[:31] + b"\1"), by=poll.officer
        )
    assert Envelope.objects.filter(contest=poll.contest).count() == 92
    assert not Ranking.objects.exists()


@pytest.mark.parametrize("role", [Role.DEPUTY, Role.OBSERVER])
def test_only_the_returning_officer_opens(role: Role) -> None:
    poll = closed_poll()
    other = make_actor(poll.contest.organisation, role)
    with pytest.raises(PermissionDenied):
        actions.open_envelopes(poll.contest, key=KEY, by=other)


def test_an_officer_of_another_organisation_opens_nothing() -> None:
    poll, other = closed_poll(), closed_poll()
    with pytest.raises(PermissionDenied):
        actions.open_envelopes(poll.contest, key=KEY, by=other.officer)


def test_a_missing_envelope_stops_the_opening_in_numbers() -> None:
    poll = closed_poll()
    Envelope.objects.filter(pk=Envelope.objects.values("pk")[:1]).delete()
    with pytest.raises(RuleError, match="92 marked as having voted, 91 envelopes"):
        actions.open_envelopes(poll.contest, key=KEY, by=poll.officer)
    assert not Opening.objects.exists()


def test_nothing_is_opened_while_voting_is_open() -> None:
    contest = make_contest(public_key=KEY.public)
    officer = make_actor(contest.organisation)
    Contest.objects.filter(pk=contest.pk).update(state="ready")
    cast_votes(contest, [Vote((1,), 3)])
    with pytest.raises(RuleError, match="once voting is closed"):
        actions.open_envelopes(contest, key=KEY, by=officer)
    assert Envelope.objects.filter(contest=contest).count() == 3


def test_rankings_can_be_written_neither_before_nor_after_the_opening() -> None:
    poll = closed_poll()
    actions.open_envelopes(poll.contest, key=KEY, by=poll.officer)
    with pytest.raises(DatabaseError, match="at the opening alone"), transaction.atomic():
        Ranking.objects.create(contest=poll.contest, section="all", ranking="c1", papers=1)
    with pytest.raises(DatabaseError, match="cannot be changed"), transaction.atomic():
        Ranking.objects.filter(contest=poll.contest).update(papers=1000)


def test_groups_of_fewer_than_ten_are_stored_together_with_others() -> None:
    votes = [*CLEAR, Vote((1,), 3, basis="delegate"), Vote((2,), 15, channel="post")]
    poll = closed_poll(votes)
    actions.open_envelopes(poll.contest, key=KEY, by=poll.officer)
    rows = GroupTally.objects.filter(contest=poll.contest)
    sizes: Counter[tuple[str, str]] = Counter()
    for row in rows:
        sizes[row.channel, row.basis] += row.papers
    assert sizes == {("online", ""): 95, ("post", "member"): 15}


def test_test_ballots_are_opened_and_wiped_and_leave_the_electors_orders() -> None:
    poll = closed_poll([])
    contest = poll.contest
    trial = Contest.objects.create(
        organisation=contest.organisation,
        slug="trial",
        title="Trial",
        public_key=KEY.public,
        test_mode=True,
    )
    trial.sections.create()
    for n in (1, 2):
        trial.candidates.create(number=n, key=f"c{n}", name=f"Candidate {n}")
    cast_votes(trial, [Vote((1, 2), 3, 1), Vote((2,), 2, 0)])
    actions.open_envelopes(trial, key=KEY, by=poll.officer)
    version = actions.count(trial, by=poll.officer)
    assert isinstance(version, trial.versions.model)
    assert version.test
    assert '"TEST' in version.document
    assert Elector.objects.filter(contest=trial, rotation__isnull=False).count() == 5
    assert Contest.objects.get(pk=trial.pk).state == "draft"
    actions.wipe_tests(trial)
    assert not trial.rankings.exists()
    assert not trial.versions.exists()
    assert not Opening.objects.filter(contest=trial).exists()


def test_no_table_holds_a_ranking_and_an_elector() -> None:
    """Whatever names an elector or a participation stands in no table with a ranking."""
    joined: dict[str, set[str]] = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            described = connection.introspection.get_table_description(cursor, table)
            joined[table] = {column.name for column in described}
    personal = {"elector_id", "receipt", "nonce", "digest", "public_id", "journal_number"}
    for table, columns in joined.items():
        if {"ranking", "first_preference", "sealed"} & columns:
            assert not personal & columns, table
