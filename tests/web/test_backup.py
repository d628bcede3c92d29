"""A backup is whole, is restored whole, and refuses what it should."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from django.db import connection

from hustings.web.project.backup import take_backup
from hustings.web.project.data import DataFolder
from tests.web.making import make_contest

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    folder = DataFolder(tmp_path / "site")
    folder.secret("codes")
    (folder.media / "photo.jpg").write_bytes(b"a photograph")
    (folder.letters / "run.pdf").write_bytes(b"CODE-IN-A-LETTER")
    (folder.post / "run.zip").write_bytes(b"A-BALLOT-PAPER")
    (folder.mail / "one.log").write_bytes(b"CODE-IN-AN-EMAIL")
    (folder.keys / "opening.key").write_bytes(b"OPENING-KEY")
    return folder


def manage(data: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    return subprocess.run(
        [sys.executable, "-m", "hustings", "manage", "--data", str(data), *map(str, arguments)],
        check=False,
        capture_output=True,
        text=True,
        env=environment,
    )


def test_a_backup_holds_the_database_and_the_photographs_and_no_code_or_key(
    data: DataFolder, tmp_path: Path
) -> None:
    make_contest(title="A contest to be kept")
    taken = take_backup(tmp_path / "backup.tar", data)
    with tarfile.open(taken.archive) as tar:
        names = set(tar.getnames())
        manifest = json.load(tar.extractfile("hustings-backup.json"))  # type: ignore[arg-type]
    assert names == {"hustings-backup.json", *manifest["sha256"]}
    assert "media/photo.jpg" in names
    content = taken.archive.read_bytes()
    for kept_out in (b"CODE-IN", b"A-BALLOT-PAPER", b"OPENING-KEY", data.secret("codes")):
        assert kept_out not in content
    assert taken.archive.stat().st_mode & 0o077 == 0
    assert taken.secrets.stat().st_mode & 0o077 == 0
    with tarfile.open(taken.secrets) as tar:
        assert tar.getnames() == ["codes.key"]


def test_a_backup_overwrites_nothing(data: DataFolder, tmp_path: Path) -> None:
    (tmp_path / "backup.tar").write_bytes(b"precious")
    with pytest.raises(Exception, match="exists"):
        take_backup(tmp_path / "backup.tar", data)
    assert (tmp_path / "backup.tar").read_bytes() == b"precious"


@pytest.mark.skipif(connection.vendor != "sqlite", reason="restores into SQLite")
def test_a_restored_site_has_its_contests_photographs_and_keys_again(
    data: DataFolder, tmp_path: Path
) -> None:
    contest = make_contest(title="A contest to be kept")
    taken = take_backup(tmp_path / "backup.tar", data)
    restored = tmp_path / "restored"
    done = manage(restored, "restore", taken.archive, "--secrets", taken.secrets)
    assert done.returncode == 0, done.stderr
    assert (restored / "media" / "photo.jpg").read_bytes() == b"a photograph"
    assert DataFolder(restored).secret("codes") == data.secret("codes")
    told = manage(restored, "dumpdata", "contests.contest")
    assert [row["fields"]["title"] for row in json.loads(told.stdout)] == [contest.title]
    again = manage(restored, "restore", taken.archive)
    assert again.returncode == 1
    assert "restore into an empty data folder" in again.stderr
    assert "Traceback" not in again.stderr


def _cut(archive: Path) -> None:
    archive.write_bytes(archive.read_bytes()[: archive.stat().st_size // 2])


def _change_a_byte(archive: Path) -> None:
    content = bytearray(archive.read_bytes())
    at = content.index(b"a photograph")
    content[at] ^= 1
    archive.write_bytes(bytes(content))


def _replace(archive: Path) -> None:
    archive.write_bytes(b"not a tar archive at all")


@pytest.mark.parametrize("damage", [_cut, _change_a_byte, _replace])
def test_a_damaged_backup_restores_nothing(
    damage: object, data: DataFolder, tmp_path: Path
) -> None:
    taken = take_backup(tmp_path / "backup.tar", data)
    assert callable(damage)
    damage(taken.archive)
    done = manage(tmp_path / "restored", "restore", taken.archive)
    assert done.returncode == 1
    assert "damaged" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "restored" / "hustings.sqlite3").exists()
