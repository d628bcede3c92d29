"""Codes: given out once, several to an elector, kept as digests, quickly made."""

from __future__ import annotations

import dataclasses
import time

import pytest
from django.conf import settings
from django.db import connection
from django.db.utils import DatabaseError

from hustings.seal import code_digest, read_code
from hustings.web.booth import codes
from hustings.web.booth.casting import Accepted, Reason, Refused, cast
from hustings.web.booth.models import Code
from hustings.web.contests.hooks import on_wipe_tests
from tests.web.booth.polls import make_poll, move_to
from tests.web.making import make_contest, make_electors

pytestmark = pytest.mark.django_db

MOST_SECONDS = 20  # for 15,000 on a busy machine; measured alone 2 to 3


def test_codes_are_given_in_the_order_of_the_electors_and_only_digests_are_kept() -> None:
    electors = make_electors(make_contest(), 30)
    given = codes.issue_many(electors, channel="letter")
    assert len(set(given)) == 30
    for elector, code in zip(electors, given, strict=True):
        assert read_code(code) == code
        kept = Code.objects.get(digest=codes.digest_of(code))
        assert (kept.elector_id, kept.channel, kept.dead) == (elector.pk, "letter", "")


def test_an_elector_may_hold_several_codes_and_killing_takes_all_of_them() -> None:
    one, other = make_electors(make_contest(), 2)
    for channel in codes.Channel:
        codes.issue(one, channel=channel)
    codes.issue(other, channel="email")
    assert codes.kill(one, codes.Death.REISSUED) == len(codes.Channel)
    assert codes.kill(one, "struck") == 0
    assert set(Code.objects.filter(elector=one).values_list("dead", flat=True)) == {"reissued"}
    assert Code.objects.get(elector=other).dead == ""


@pytest.mark.parametrize("channel", ["", "pigeon"])
def test_a_channel_that_is_not_known_is_refused_before_anything_is_written(channel: str) -> None:
    electors = make_electors(make_contest(), 1)
    with pytest.raises(ValueError, match="is not a valid Channel"):
        codes.issue_many(electors, channel=channel)
    assert not Code.objects.exists()


def test_a_digest_can_be_found_from_the_code_alone_and_needs_the_site_s_key() -> None:
    code = codes.issue(make_electors(make_contest(), 1)[0], channel="letter")
    kept = bytes(Code.objects.get().digest)
    assert codes.digest_of(code) == kept
    assert code_digest(code, key=bytes(32), contest=b"hustings booth") != kept
    assert settings.CODE_KEY not in kept


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "change",
    ["dead = ''", "dead = 'struck'", "elector_id = elector_id + 1", "channel = 'email'"],
)
def test_the_database_brings_no_code_back_and_gives_none_to_another(change: str) -> None:
    electors = make_electors(make_contest(), 2)
    codes.issue(electors[0], channel="letter")
    codes.kill(electors[0], "reissued")
    with (
        connection.cursor() as cursor,
        pytest.raises(DatabaseError, match="a dead code stays dead"),
    ):
        cursor.execute(f"UPDATE booth_code SET {change}")  # noqa: S608


def test_fifteen_thousand_codes_are_made_while_one_waits() -> None:
    electors = make_electors(make_contest(), 15_000)
    start = time.monotonic()
    given = codes.issue_many(electors, channel="letter")
    assert time.monotonic() - start < MOST_SECONDS
    assert len(set(given)) == Code.objects.count() == 15_000


def test_a_trial_burns_no_real_code_and_wiping_it_leaves_those_alone() -> None:
    poll = make_poll(2, state="draft", test_mode=True, channel="test")
    real = codes.issue_many(poll.electors, channel="letter")
    by_real = dataclasses.replace(poll.ballot(), code_digest=codes.digest_of(real[0]))
    assert isinstance(cast(poll.ballot()), Accepted)
    assert cast(by_real) == Refused(Reason.TOO_EARLY, poll.contest.pk)
    on_wipe_tests(poll.contest)
    assert poll.figures == (0, 0)
    assert set(Code.objects.values_list("channel", "dead")) == {("letter", "")}
    move_to(poll.contest, "ready")
    assert isinstance(cast(by_real), Accepted)
