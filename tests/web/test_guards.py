"""What the database itself refuses, whoever asks."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from hustings.web.contests.models import Contest
from hustings.web.journal import actions as journal
from hustings.web.journal.models import Entry
from tests.web.making import make_contest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("draft", "closed"),
        ("draft", "declared"),
        ("ready", "counted"),
        ("closed", "ready"),
        ("declared", "provisional"),
        ("abandoned", "draft"),
        ("counted", "closed"),
    ],
)
def test_a_state_out_of_order_is_refused_by_the_database(old: str, new: str) -> None:
    contest = make_contest()
    path = {
        "draft": [],
        "ready": ["ready"],
        "closed": ["ready", "closed"],
        "counted": ["ready", "closed", "counted"],
        "abandoned": ["abandoned"],
        "declared": ["ready", "closed", "counted", "provisional", "declared"],
    }[old]
    for state in path:
        Contest.objects.filter(pk=contest.pk).update(state=state)
    with pytest.raises(DatabaseError, match="cannot go from that state"), transaction.atomic():
        Contest.objects.filter(pk=contest.pk).update(state=new)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE journal_entry SET sentence = 'nothing happened'", "DELETE FROM journal_entry"],
)
def test_an_entry_of_the_journal_can_neither_be_changed_nor_removed(statement: str) -> None:
    with transaction.atomic():
        journal.write(chain="here", by="the site", act="began", sentence="It began.")
    with (
        pytest.raises(DatabaseError, match="entry of the journal"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert Entry.objects.get().sentence == "It began."


def test_the_form_is_fixed_once_a_contest_is_ready() -> None:
    contest = make_contest()
    Contest.objects.filter(pk=contest.pk).update(state="ready")
    with pytest.raises(DatabaseError, match="form of a contest is fixed"), transaction.atomic():
        Contest.objects.filter(pk=contest.pk).update(rule="plurality")
    with pytest.raises(DatabaseError, match="paper is fixed"), transaction.atomic():
        contest.candidates.filter(number=1).update(name="Another")
    with pytest.raises(DatabaseError, match="never shortened"), transaction.atomic():
        Contest.objects.filter(pk=contest.pk).update(closes_at=datetime(2026, 1, 1, tzinfo=UTC))


def test_a_contest_begins_as_a_draft() -> None:
    contest = make_contest()
    with pytest.raises(DatabaseError, match="begins as a draft"), transaction.atomic():
        Contest.objects.create(organisation=contest.organisation, slug="x", state="ready")
