"""After the opening nothing orders or joins rankings to electors, in tables or on the disk."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from hustings.web.booth.models import Envelope, Participation
from hustings.web.journal.models import Entry
from hustings.web.results import actions
from hustings.web.results.models import GroupTally, Ranking, Version
from hustings.web.roll.models import Elector
from tests.web.results.making import KEY, Vote, closed_poll


def on_disk() -> bytes:
    """The database's file and its write-ahead log."""
    name = Path(connection.settings_dict["NAME"])
    files = [name, name.with_name(f"{name.name}-wal")]
    return b"\0".join(file.read_bytes() for file in files if file.exists())


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("postgresql" in str(settings.DATABASES), reason="the files of SQLite")
def test_nothing_of_an_envelope_is_left_on_the_disk() -> None:
    poll = closed_poll()
    sealed = [bytes(held) for held in Envelope.objects.values_list("sealed", flat=True)]
    ids = [bytes(held) for held in Envelope.objects.values_list("id", flat=True)]
    before = on_disk()
    assert all(envelope in before for envelope in sealed)  # looked for in the right place
    actions.open_envelopes(poll.contest, key=KEY, by=poll.officer)
    after = on_disk()
    assert not any(envelope in after for envelope in sealed)
    assert not any(number in after for number in ids)


def shuffled(seed: int) -> list[Vote]:
    """The same votes cast one by one, in another order."""
    votes = [Vote((1, 2), 1, 0)] * 14 + [Vote((2,), 1, 1)] * 12 + [Vote((3, 1), 1, 2)] * 11
    random.Random(seed).shuffle(votes)
    return votes


@pytest.mark.django_db
def test_the_order_of_voting_leaves_no_trace_in_what_is_kept() -> None:
    """Two polls in which the same people's papers came in other orders end in the same rows."""
    found = []
    for seed in (1, 2):
        poll = closed_poll(shuffled(seed))
        actions.open_envelopes(poll.contest, key=KEY, by=poll.officer)
        rows = Ranking.objects.filter(contest=poll.contest).order_by("pk")
        groups = GroupTally.objects.filter(contest=poll.contest).order_by("pk")
        found.append(
            (
                list(
                    rows.values_list(
                        "section", "rotation", "ranking", "heading", "channel", "papers"
                    )
                ),
                list(groups.values_list("channel", "basis", "first_preference", "papers")),
            )
        )
    assert found[0] == found[1]


@pytest.mark.django_db
def test_a_participation_shares_no_value_with_a_ranking_or_a_version() -> None:
    poll = closed_poll()
    actions.open_envelopes(poll.contest, key=KEY, by=poll.officer)
    version = actions.count(poll.contest, by=poll.officer)
    assert isinstance(version, Version)
    held = repr(list(Ranking.objects.values())) + repr(list(GroupTally.objects.values()))
    held += version.document + bytes(version.folder).decode("latin-1")
    held += repr(list(Entry.objects.values_list("sentence", flat=True)))
    for receipt in Participation.objects.values_list("receipt", flat=True):
        assert receipt not in held
    for public, number in Elector.objects.values_list("public_id", "journal_number"):
        assert str(public) not in held
        assert str(number) not in held


@pytest.mark.django_db
def test_neither_key_nor_ranking_is_logged_or_journalled(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    poll = closed_poll()
    actions.open_envelopes(poll.contest, key=KEY, by=poll.officer)
    told = caplog.text + repr(list(Entry.objects.values_list("sentence", flat=True)))
    assert KEY.private.hex() not in told
    assert "c1>c2" not in repr(list(Entry.objects.values_list("sentence", flat=True)))
