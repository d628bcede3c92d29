"""Somebody who holds the database, two of its backups or both of its files, and wants a ranking."""

from __future__ import annotations

import hashlib
import itertools
import re
import sqlite3
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox

from hustings.errors import RuleError
from hustings.seal import Marks, seal
from hustings.web.booth.casting import cast
from hustings.web.booth.models import Code, Envelope, Participation
from hustings.web.contests.models import Contest
from hustings.web.project.backup import take_backup
from hustings.web.project.data import DataFolder
from hustings.web.results import actions
from hustings.web.results.models import Ranking
from hustings.web.roll.models import Elector
from tests.postgresql import binaries
from tests.web.booth.polls import Poll, make_poll
from tests.web.booth.test_secrecy import RANKINGS, make_marked_poll, plain_forms, vote
from tests.web.making import make_actor, make_organisation
from tests.web.officers.signing_in import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

Rows = dict[str, set[str]]


@pytest.fixture
def data() -> DataFolder:
    folder = settings.DATA
    assert isinstance(folder, DataFolder)
    return folder


def backup(path: Path, data: DataFolder) -> tuple[Rows, bytes]:
    """The rows of every table of a backup taken now, and every byte of both of its files."""
    taken = take_backup(path, data)
    with tarfile.open(taken.archive) as tar:
        tar.extractall(path.with_suffix(".d"), filter="data")
    held = taken.archive.read_bytes() + taken.secrets.read_bytes()
    copy = path.with_suffix(".d") / "database.sqlite3"
    if copy.exists():
        return rows_of_sqlite(copy), held
    script = sql_of(path.with_suffix(".d") / "database.dump")
    return rows_of_sql(script), held + script.encode()


def rows_of_sqlite(copy: Path) -> Rows:
    with sqlite3.connect(copy) as database:
        names = [
            n for (n,) in database.execute("SELECT name FROM sqlite_master WHERE type='table'")
        ]
        return {
            name: {repr(row) for row in database.execute(f'SELECT * FROM "{name}"')}  # noqa: S608
            for name in names
        }


def sql_of(dump: Path) -> str:
    folder = binaries()
    assert folder is not None
    done = subprocess.run(
        [folder / "pg_restore", "--file=-", dump], check=True, capture_output=True, text=True
    )
    return done.stdout


def rows_of_sql(script: str) -> Rows:
    blocks = re.findall(r"^COPY public\.(\w+) .*?;\n(.*?)^\\\.$", script, re.DOTALL | re.MULTILINE)
    return {name: set(rows.splitlines()) for name, rows in blocks}


def changed(before: Rows, after: Rows) -> dict[str, tuple[int, int]]:
    """How many rows each table lost and gained."""
    found = {name: (before[name] - after[name], after[name] - before[name]) for name in after}
    return {name: (len(lost), len(new)) for name, (lost, new) in found.items() if lost or new}


def test_two_backups_around_a_vote_tell_who_voted_and_a_sealed_envelope(
    data: DataFolder, tmp_path: Path
) -> None:
    poll = make_marked_poll()
    before, _ = backup(tmp_path / "before", data)
    vote(poll, 0, RANKINGS[0], script=False)
    after, _ = backup(tmp_path / "after", data)
    assert changed(before, after) == {
        "booth_code": (1, 1),  # dead now
        "booth_participation": (0, 1),
        "booth_envelope": (0, 1),
    }


def test_no_backup_holds_a_ranking_in_any_form(data: DataFolder, tmp_path: Path) -> None:
    poll = make_marked_poll()
    held = b""
    for elector, ranking in enumerate(RANKINGS):
        vote(poll, elector, ranking, script=False)
        held += backup(tmp_path / f"after-{elector}", data)[1]
    found = [form for ranking in RANKINGS for form in plain_forms(ranking) if form in held]
    assert not found
    assert Participation.objects.order_by("pk")[0].receipt.encode() in held  # the right place


def everything_32_bytes_long(poll: Poll, data: DataFolder) -> Iterator[bytes]:
    """Whatever an insider holds that could be a private key."""
    for row in Participation.objects.all():
        yield bytes(row.nonce)
        yield hashlib.sha256(row.receipt.encode()).digest()
    yield from (bytes(digest) for digest in Code.objects.values_list("digest", flat=True))
    yield from (path.read_bytes() for path in data.place("secrets").glob("*.key"))
    yield from (hashlib.sha256(code.encode()).digest() for code in poll.codes)
    yield poll.key.public
    yield hashlib.sha256(settings.SECRET_KEY.encode()).digest()
    yield bytes(32)


def test_an_envelope_opens_with_nothing_that_the_site_holds(data: DataFolder) -> None:
    poll = make_marked_poll()
    vote(poll, 0, RANKINGS[0], script=False)
    sealed = bytes(Envelope.objects.get().sealed)
    tried = [key for key in everything_32_bytes_long(poll, data) if len(key) == 32]
    assert len(tried) > 8
    for key in tried:
        with pytest.raises(CryptoError):
            SealedBox(PrivateKey(key)).decrypt(sealed)
    assert SealedBox(PrivateKey(poll.key.private)).decrypt(sealed)


def test_an_envelope_is_not_found_by_sealing_every_ranking_anew() -> None:
    poll = make_poll(2, candidates=3)
    cast(poll.ballot(0, (2, 1)))
    cast(poll.ballot(1, (2, 1)))
    held = {bytes(sealed) for sealed in Envelope.objects.values_list("sealed", flat=True)}
    assert len(held) == 2  # equal votes look unlike
    for size in range(4):
        for ranking in itertools.permutations((1, 2, 3), size):
            again = seal(Marks(ranking), 3, poll.key.public)
            assert again not in held
            assert {len(again)} == {len(sealed) for sealed in held}


def opened(order: list[int]) -> tuple[Poll, list[tuple[str, int]]]:
    """A poll whose electors voted in that order, opened: its rankings as they lie in the table."""
    poll = make_poll(len(order), candidates=3)
    choices = list(itertools.permutations((1, 2, 3)))
    for elector in order:
        cast(poll.ballot(elector, choices[elector % 5]))
    move_to_closed(poll)
    officer = make_actor(poll.contest.organisation)
    actions.open_envelopes(poll.contest, key=poll.key, by=officer)
    actions.count(poll.contest, by=officer)
    rows = Ranking.objects.filter(contest=poll.contest).order_by("pk")
    return poll, list(rows.values_list("ranking", "papers"))


def move_to_closed(poll: Poll) -> None:
    Contest.objects.filter(pk=poll.contest.pk).update(state="closed")


def test_after_the_opening_the_order_of_rankings_is_that_of_their_words() -> None:
    """Whoever voted first or last: the table is the same, down to the order of its row numbers."""
    _, forwards = opened(list(range(20)))
    _, backwards = opened(list(reversed(range(20))))
    assert forwards == backwards == sorted(forwards)
    assert all(papers == 4 for _, papers in forwards)


def test_after_the_opening_no_row_of_a_result_leads_to_an_elector(
    data: DataFolder, tmp_path: Path
) -> None:
    poll = make_poll(12, candidates=3)
    for elector in range(12):
        cast(poll.ballot(elector, (elector % 3 + 1,)))
    own = {field for row in Participation.objects.values_list("receipt") for field in row}
    keys = {bytes(key).hex() for key in Envelope.objects.values_list("pk", flat=True)}
    sealed = [bytes(s) for s in Envelope.objects.values_list("sealed", flat=True)]
    move_to_closed(poll)
    officer = make_actor(poll.contest.organisation)
    actions.open_envelopes(poll.contest, key=poll.key, by=officer)
    actions.count(poll.contest, by=officer)
    rows, held = backup(tmp_path / "after", data)
    assert not rows["booth_envelope"]
    assert not [s for s in sealed if s in held or s.hex().encode() in held]
    assert not Elector.objects.exclude(rotation=None).exists()
    told = "\n".join(row for name in rows if name.startswith("results_") for row in rows[name])
    assert "c1" in told
    assert not [word for word in own | keys if word in told]


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL keeps no file of its own")
def test_after_the_opening_the_files_of_sqlite_hold_no_envelope() -> None:
    poll = make_poll(12, candidates=3)
    for elector in range(12):
        cast(poll.ballot(elector, (1,)))
    sealed = [bytes(s) for s in Envelope.objects.values_list("sealed", flat=True)]
    name = Path(connection.settings_dict["NAME"])
    move_to_closed(poll)
    actions.open_envelopes(poll.contest, key=poll.key, by=make_actor(poll.contest.organisation))
    held = b"".join(path.read_bytes() for path in name.parent.glob(f"{name.name}*"))
    assert not [s for s in sealed if s in held]


def test_a_copied_envelope_stops_the_opening() -> None:
    poll = make_poll(3, candidates=3)
    for elector in range(3):
        cast(poll.ballot(elector, (1,)))
    first = Envelope.objects.all()[0]
    Envelope.objects.create(
        id=b"copy of another."[:16],
        contest=poll.contest,
        section=first.section,
        channel=first.channel,
        basis=first.basis,
        sealed=bytes(first.sealed),
    )
    move_to_closed(poll)
    with pytest.raises(RuleError, match="3 marked as having voted, 4 envelopes"):
        actions.open_envelopes(poll.contest, key=poll.key, by=make_actor(poll.contest.organisation))
    assert not Ranking.objects.exists()


def test_a_session_read_from_the_database_or_its_backup_signs_nobody_in(
    data: DataFolder, tmp_path: Path
) -> None:
    organisation = make_organisation()
    officer = signed_in(make_actor(organisation))
    page = f"/officer/{organisation.slug}/officers/"
    assert officer.get(page).status_code == 200
    cookie = officer.cookies[settings.SESSION_COOKIE_NAME].value
    rows, held = backup(tmp_path / "stolen", data)
    assert cookie.encode() not in held
    keys = {
        key for row in rows["django_session"] for key in re.findall(r"\b[0-9a-z]{32,40}\b", row)
    }
    assert keys
    for key in keys:
        thief = Client()
        thief.cookies[settings.SESSION_COOKIE_NAME] = key
        assert thief.get(page).status_code == 302


def test_the_database_alone_tests_no_guess_of_a_code(data: DataFolder, tmp_path: Path) -> None:
    """The thief even knows a code and every plain way of digesting it; only the key is not his."""
    poll = make_poll(1)
    code = poll.codes[0]
    _, held = backup(tmp_path / "stolen", data)
    archive = (tmp_path / "stolen").read_bytes()
    for typed in (code, code.replace("-", ""), code.lower()):
        for digest in (
            hashlib.sha256,
            hashlib.sha512,
            hashlib.blake2b,
            hashlib.blake2s,
            hashlib.md5,
        ):
            guess = digest(typed.encode()).digest()[:32]
            assert guess not in held
            assert guess.hex().encode() not in held
    assert settings.CODE_KEY not in archive
