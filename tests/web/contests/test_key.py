"""The opening key: made once, stored nowhere, and no contest is ready before its backup opened."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from hustings.errors import RuleError, SealError
from hustings.seal import Marks, fingerprint, open_envelope, seal, unlock
from hustings.web.contests import actions, keys_kept
from hustings.web.contests.models import Contest, KeyPlace
from hustings.web.journal.models import Entry
from hustings.web.officers.actor import Actor
from tests.web.contests.setting_up import PASSPHRASE, QUICK
from tests.web.making import make_actor, make_contest, make_organisation

pytestmark = pytest.mark.django_db


def made(place: KeyPlace = KeyPlace.FILE) -> tuple[Contest, Actor, actions.NewKey]:
    by = make_actor(make_organisation())
    contest = make_contest(organisation=by.organisation)
    new = actions.make_key(contest, PASSPHRASE, by=by, place=place, cost=QUICK)
    contest.refresh_from_db()
    return contest, by, new


def public(contest: Contest) -> bytes:
    assert contest.public_key is not None
    return bytes(contest.public_key)


def kept_files() -> list[Path]:
    assert settings.DATA is not None
    return sorted(settings.DATA.keys.iterdir())


def test_the_file_opens_what_is_sealed_to_the_contest() -> None:
    contest, _, new = made()
    key = unlock(new.file_text, PASSPHRASE, public=public(contest))
    marks = Marks((3, 1))
    assert open_envelope(seal(marks, 3, public(contest)), key, 3) == marks
    assert new.fingerprint == fingerprint(public(contest))
    assert json.loads(new.file_text)["contest"] == {"id": contest.slug, "title": contest.title}


def test_the_private_half_is_stored_nowhere(tmp_path: Path) -> None:
    contest, _, new = made()
    private = unlock(new.file_text, PASSPHRASE).private
    assert kept_files() == []
    for field in Contest._meta.fields:
        assert private not in bytes(str(getattr(contest, field.attname)), "utf-8")
        assert private.hex() not in str(getattr(contest, field.attname))
    for entry in Entry.objects.all():
        assert private.hex() not in entry.sentence
        assert PASSPHRASE not in entry.sentence
    assert "secret" not in repr(new) or private.hex() not in repr(new)
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        name = str(connection.settings_dict["NAME"])
        for file in Path(name).parent.glob(f"{Path(name).name}*"):
            assert private not in file.read_bytes()


def test_a_key_kept_on_this_machine_is_a_file_for_its_owner_alone() -> None:
    contest, _, new = made(KeyPlace.SERVER)
    (file,) = kept_files()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    key = keys_kept.kept_key(contest)
    assert key is not None
    assert key == unlock(new.file_text, PASSPHRASE)
    file.unlink()
    with pytest.raises(SealError, match="cannot be read: open the ballots with the backup"):
        keys_kept.kept_key(contest)


def test_a_key_kept_here_that_is_another_is_not_used() -> None:
    contest, _, _ = made(KeyPlace.SERVER)
    (file,) = kept_files()
    file.write_text("11" * 32 + "\n")
    with pytest.raises(SealError, match="not the one of this contest"):
        keys_kept.kept_key(contest)
    file.unlink()


def test_a_key_in_an_officers_file_is_not_looked_for_here() -> None:
    contest, _, _ = made()
    assert keys_kept.kept_key(contest) is None


@pytest.mark.django_db(transaction=True)
def test_a_new_key_removes_the_file_of_the_old_one_once_it_is_made() -> None:
    contest, by, _ = made(KeyPlace.SERVER)
    (old,) = kept_files()
    actions.make_key(
        contest, PASSPHRASE, by=by, place=KeyPlace.SERVER, replacing=public(contest), cost=QUICK
    )
    (new,) = kept_files()
    assert new != old
    contest.refresh_from_db()
    actions.make_key(contest, PASSPHRASE, by=by, replacing=public(contest), cost=QUICK)
    assert kept_files() == []


def test_a_backup_that_opens_is_noted_and_a_new_key_makes_the_test_void() -> None:
    contest, by, new = made()
    noted = actions.test_key(contest, new.file_text, PASSPHRASE, by=by)
    assert noted.key_tested_at is not None
    second = actions.make_key(contest, PASSPHRASE, by=by, replacing=public(contest), cost=QUICK)
    contest.refresh_from_db()
    assert contest.key_tested_at is None
    sentences = [e.sentence for e in Entry.objects.order_by("id")]
    names = f"{second.fingerprint} in place of {new.fingerprint}"
    replaced = f"Made the opening key {names}, kept in an officer's file."
    assert sentences[-3:] == [
        f"Made the opening key {new.fingerprint}, kept in an officer's file.",
        f"Tested the backup of the opening key {new.fingerprint}: it opened a test envelope.",
        replaced,
    ]
    with pytest.raises(SealError, match="not of the key"):
        actions.test_key(contest, new.file_text, PASSPHRASE, by=by)


@pytest.mark.parametrize(
    ("damage", "passphrase", "told"),
    [
        (lambda t: t, "another passphrase entirely", "passphrase is not the one"),
        (lambda t: t.replace('"operations": 1', '"operations": 2'), PASSPHRASE, "damaged"),
        (lambda t: t[: len(t) // 2], PASSPHRASE, "damaged"),
        (lambda _: "Dear voter", PASSPHRASE, "not a key file"),
    ],
)  # fmt: skip
def test_a_backup_that_does_not_open_is_told_and_not_noted(
    damage: object, passphrase: str, told: str
) -> None:
    contest, by, new = made()
    assert callable(damage)
    with pytest.raises(SealError, match=told):
        actions.test_key(contest, damage(new.file_text), passphrase, by=by)
    contest.refresh_from_db()
    assert contest.key_tested_at is None


def test_a_key_is_not_replaced_unseen() -> None:
    contest, by, _ = made()
    with pytest.raises(RuleError, match="Another key was made meanwhile"):
        actions.make_key(contest, PASSPHRASE, by=by, cost=QUICK)
    stands = public(contest)
    contest.refresh_from_db()
    assert public(contest) == stands


def test_a_weak_passphrase_makes_no_key() -> None:
    by = make_actor(make_organisation())
    contest = make_contest(organisation=by.organisation)
    with pytest.raises(SealError, match="at least 12"):
        actions.make_key(contest, "short", by=by, cost=QUICK)
    contest.refresh_from_db()
    assert contest.public_key is None


def test_there_is_nothing_to_test_without_a_key() -> None:
    by = make_actor(make_organisation())
    contest = make_contest(organisation=by.organisation)
    with pytest.raises(RuleError, match="make one first"):
        actions.test_key(contest, "{}", PASSPHRASE, by=by)
