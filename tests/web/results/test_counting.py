"""Counting on the site: what is published is what anybody counts again."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from hustings.count import LotNeeded
from hustings.errors import RuleError
from hustings.web.contests.models import Notice
from hustings.web.journal.models import Entry
from hustings.web.officers.models import Role
from hustings.web.results import actions
from hustings.web.results.models import Lot, Stage, Version
from tests.web.making import make_actor
from tests.web.results.making import (
    CLEAR,
    KEY,
    TIED,
    Poll,
    Vote,
    closed_poll,
    counted_poll,
    declared_poll,
    published_poll,
)

pytestmark = pytest.mark.django_db


def command_json(folder: bytes, place: Path) -> bytes:
    """What the installed command says of the folder in a zip."""
    with zipfile.ZipFile(io.BytesIO(folder)) as archive:
        archive.extractall(place)
    (path,) = place.iterdir()
    done = subprocess.run(
        [sys.executable, "-m", "hustings", "count", str(path), "--json", "-"],
        capture_output=True,
        check=False,
    )
    assert done.returncode in {0, 1}, done.stderr
    return done.stdout


def only_version(poll: Poll) -> Version:
    return Version.objects.get(contest=poll.contest)


def opened(votes: object = CLEAR) -> Poll:
    poll = closed_poll(votes)  # type: ignore[arg-type]
    actions.open_envelopes(poll.contest, key=KEY, by=poll.officer)
    return poll


def tied_poll() -> tuple[Poll, LotNeeded]:
    poll = opened(TIED)
    needed = actions.count(poll.contest, by=poll.officer)
    assert isinstance(needed, LotNeeded)
    return poll, needed


def test_a_count_makes_a_version_that_is_not_published() -> None:
    poll = counted_poll()
    version = only_version(poll)
    assert poll.contest.state == "counted"
    assert (version.number, version.stage, version.published_at) == (1, Stage.PROVISIONAL, None)
    assert version.headline.startswith("Candidate 2 is the choice of those voting")
    document = json.loads(version.document)
    assert document["reconciliation"]["all"] == {
        "issued": 100,
        "returned": 92,
        "rejected": {"unmarked": 2, "void_for_uncertainty": 1},
        "rejected_total": 3,
        "valid": 89,
        "turnout": "23/25",
        "turnout_base": "papers returned of papers issued",
        "problems": [],
    }


VOTES: dict[str, tuple[Vote, ...]] = {
    "a clear result": CLEAR,
    "nobody voted": (),
    "every paper unmarked": (Vote((), 11),),
    "a candidate whom nobody ranked": (Vote((2,), 12), Vote((1,), 30)),
    "every paper with one preference": (Vote((3,), 12), Vote((2,), 11), Vote((1,), 10)),
}


@pytest.mark.parametrize("votes", VOTES.values(), ids=VOTES)
def test_the_command_counts_the_folder_to_the_same_bytes(
    votes: tuple[Vote, ...], tmp_path: Path
) -> None:
    version = only_version(counted_poll(votes))
    assert command_json(bytes(version.folder), tmp_path) == version.document.encode()


def test_the_same_rankings_give_the_same_folder_bytes() -> None:
    poll = counted_poll()
    actions.recount(poll.contest, reason="a candidate asked for it", by=poll.officer)
    first, second = Version.objects.filter(contest=poll.contest)
    assert bytes(first.folder) == bytes(second.folder)
    assert first.document == second.document


def test_a_tie_makes_no_version_and_asks_for_its_lot() -> None:
    poll, needed = tied_poll()
    assert (needed.stage, set(needed.candidates)) == (1, {"c1", "c2"})
    assert not poll.contest.versions.exists()
    assert poll.fresh().state == "closed"
    assert "draw a lot" in Entry.objects.get(act="lot_needed").sentence


@pytest.mark.parametrize(
    ("stage", "candidates", "drawn", "said"),
    [
        (2, ["c1", "c2"], "c1", "another lot"),
        (1, ["c1", "c2", "c3"], "c1", "another lot"),
        (1, ["c1"], "c1", "another lot"),
        (1, ["c1", "c2"], "c3", "can only have fallen on Candidate 1 or Candidate 2"),
    ],
)
def test_a_lot_that_does_not_answer_exactly_that_tie_is_refused(
    stage: int, candidates: list[str], drawn: str, said: str
) -> None:
    poll, _ = tied_poll()
    with pytest.raises(RuleError, match=said):
        actions.record_lot(
            poll.contest,
            stage=stage,
            candidates=candidates,
            drawn=drawn,
            how="from a hat",
            by=poll.officer,
        )
    assert not Lot.objects.exists()


def test_a_lot_must_say_how_it_was_drawn() -> None:
    poll, _ = tied_poll()
    with pytest.raises(RuleError, match="how the lot was drawn"):
        actions.record_lot(
            poll.contest, stage=1, candidates=["c1", "c2"], drawn="c1", how=" ", by=poll.officer
        )


def test_a_lot_where_none_is_asked_for_is_refused() -> None:
    poll = opened()
    with pytest.raises(RuleError, match="asks for no lot"):
        actions.record_lot(
            poll.contest, stage=1, candidates=["c1", "c2"], drawn="c1", how="hat", by=poll.officer
        )


@pytest.mark.parametrize(("out", "chosen"), [("c1", "Candidate 2"), ("c2", "Candidate 1")])
def test_the_lot_decides_and_stands_in_the_folder(out: str, chosen: str, tmp_path: Path) -> None:
    poll = opened((Vote((1, 2), 12), Vote((2, 1), 12), Vote((3,), 20)))
    actions.count(poll.contest, by=poll.officer)
    actions.record_lot(
        poll.contest,
        stage=1,
        candidates=["c2", "c1"],
        drawn=out,
        how="Two slips from a hat, before both agents",
        by=poll.officer,
    )
    version = actions.count(poll.contest, by=poll.officer)
    assert isinstance(version, Version)
    assert version.headline.startswith(f"{chosen} is the choice of those voting")
    assert command_json(bytes(version.folder), tmp_path) == version.document.encode()
    assert "from a hat" in Entry.objects.get(act="lot").sentence


def test_a_lot_recorded_wrongly_is_put_right_openly_and_counted_again() -> None:
    poll = opened((Vote((1, 2), 12), Vote((2, 1), 12), Vote((3,), 20)))
    actions.count(poll.contest, by=poll.officer)
    lot = actions.record_lot(
        poll.contest, stage=1, candidates=["c1", "c2"], drawn="c1", how="hat", by=poll.officer
    )
    actions.count(poll.contest, by=poll.officer)
    actions.record_lot_anew(
        poll.contest, lot=lot.pk, drawn="c2", how="The slip was misread", by=poll.officer
    )
    again = actions.recount(poll.contest, reason="the lot was recorded wrongly", by=poll.officer)
    assert isinstance(again, Version)
    assert again.number == 2
    assert again.headline.startswith("Candidate 1 is the choice of those voting")
    assert Lot.objects.count() == 2


def test_a_result_is_provisional_then_declared_by_the_name_that_signs() -> None:
    poll = counted_poll()
    with pytest.raises(RuleError, match="provisional first"):
        actions.declare(poll.contest, signed_name="A", role="RO", by=poll.officer)
    actions.publish_provisional(poll.contest, by=poll.officer)
    assert poll.fresh().state == "provisional"
    with pytest.raises(RuleError, match="full name"):
        actions.declare(poll.contest, signed_name=" ", role="RO", by=poll.officer)
    actions.declare(poll.contest, signed_name="Ann Ash", role="Returning officer", by=poll.officer)
    version = only_version(poll)
    assert (poll.fresh().state, version.signed_name, version.stage) == (
        "declared",
        "Ann Ash",
        Stage.DECLARED,
    )
    with pytest.raises(RuleError, match="declared already"):
        actions.declare(poll.contest, signed_name="B", role="RO", by=poll.officer)


@pytest.mark.parametrize("role", [Role.DEPUTY, Role.OBSERVER])
def test_neither_a_deputy_nor_an_observer_declares(role: Role) -> None:
    poll = published_poll()
    other = make_actor(poll.contest.organisation, role)
    with pytest.raises(PermissionDenied):
        actions.declare(poll.contest, signed_name="X", role="RO", by=other)


def test_a_version_once_made_is_never_changed() -> None:
    poll = declared_poll()
    with pytest.raises(DatabaseError, match="add another"), transaction.atomic():
        Version.objects.filter(contest=poll.contest).update(headline="Nobody won")
    with pytest.raises(DatabaseError, match="add another"), transaction.atomic():
        Version.objects.filter(contest=poll.contest).update(signed_name="Somebody else")
    with pytest.raises(DatabaseError, match="cannot be removed"), transaction.atomic():
        Version.objects.filter(contest=poll.contest).delete()


def test_a_correction_is_a_new_version_with_its_reason_and_is_out_once_declared() -> None:
    poll = declared_poll()
    with pytest.raises(RuleError, match="No figure would change"):
        actions.correct(poll.contest, issued={"all": 100}, reason="x", by=poll.officer)
    with pytest.raises(RuleError, match="no fewer than 92 papers"):
        actions.correct(poll.contest, issued={"all": 91}, reason="x", by=poll.officer)
    with pytest.raises(RuleError, match="what was wrong"):
        actions.correct(poll.contest, issued={"all": 120}, reason="", by=poll.officer)
    version = actions.correct(
        poll.contest, issued={"all": 120}, reason="twenty rows were left out", by=poll.officer
    )
    assert isinstance(version, Version)
    assert version.published_at is None
    assert json.loads(version.document)["reconciliation"]["all"]["issued"] == 120
    actions.declare(poll.contest, signed_name="Ann Ash", role="RO", by=poll.officer)
    assert "twenty rows were left out" in Notice.objects.get(contest=poll.contest).text
    again = actions.recount(poll.contest, reason="to be sure", by=poll.officer)
    assert isinstance(again, Version)
    assert json.loads(again.document)["reconciliation"]["all"]["issued"] == 120


def test_a_second_first_count_is_refused() -> None:
    poll = counted_poll()
    with pytest.raises(RuleError, match="counted already"):
        actions.count(poll.contest, by=poll.officer)


def test_nothing_is_counted_before_the_opening() -> None:
    poll = closed_poll()
    with pytest.raises(RuleError, match="not opened yet"):
        actions.count(poll.contest, by=poll.officer)


def test_a_candidate_who_withdrew_is_passed_over() -> None:
    poll = opened()
    poll.contest.candidates.filter(key="c2").update(withdrawn_at=poll.contest.created_at)
    version = actions.count(poll.contest, by=poll.officer)
    assert isinstance(version, Version)
    assert version.headline.startswith("Candidate 1 is the choice of those voting")
