"""Backups that can be taken while people vote, and restored into an empty place.

A backup is one tar archive:

    hustings-backup.json     what it is: format, version, when, which database, sha256 of each part
    database.sqlite3         a consistent copy (SQLite), or
    database.dump            pg_dump's custom format (PostgreSQL)
    media/                   candidates' photographs

and beside it ``ARCHIVE.secrets``, a tar of the site's own keys, to be kept elsewhere: whoever has
both can make sessions and test guesses of codes; with the archive alone nobody can do either.
Never in a backup: ``letters/`` and ``mail/``, which hold codes, ``post/``, which holds ballot
papers, ``scans/``, which shows handwriting, and ``keys/``, the opening keys.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from hustings import __version__
from hustings.errors import RuleError
from hustings.web.project import clock
from hustings.web.project.data import DataFolder

__all__ = ["Taken", "restore_backup", "take_backup"]

FORMAT = "hustings/backup/1"
MANIFEST = "hustings-backup.json"
PARTS = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}


@dataclass(frozen=True, slots=True)
class Taken:
    """A backup as it was written: both files, and the size of the archive in bytes."""

    archive: Path
    secrets: Path
    size: int


def take_backup(target: Path, data: DataFolder) -> Taken:
    """Write ``target`` and ``target.secrets``, readable by their owner alone, each in one step.

    RuleError if either exists, or if PostgreSQL's own programs fail or are missing.
    """
    secrets = target.with_name(f"{target.name}.secrets")
    for path in (target, secrets):
        if path.exists():
            raise RuleError(f"{path} exists; give another name, or move it away first")
    with tempfile.TemporaryDirectory(dir=target.absolute().parent, prefix=".backup-") as work:
        folder = Path(work)
        part = folder / PARTS[connection.vendor]
        _copy_database(part)
        _write_archive(folder / "archive", part, data)
        _write_secrets(folder / "secrets", data)
        size = (folder / "archive").stat().st_size
        (folder / "secrets").rename(secrets)
        (folder / "archive").rename(target)
    return Taken(target, secrets, size)


def restore_backup(
    archive: Path, data: DataFolder, *, secrets: Path | None = None
) -> dict[str, Any]:
    """Put a backup into an empty data folder and an empty database; its manifest.

    Without ``secrets`` the site makes new ones: every code sent out is void then, and whoever
    restores says so to the electors. RuleError for anything that is not a whole backup, for one of
    the other kind of database, or where something is already there.
    """
    with tempfile.TemporaryDirectory(prefix="hustings-restore-") as work:
        manifest = _unpack(archive, Path(work))
        part = Path(work) / PARTS[connection.vendor]
        if not part.exists():
            raise RuleError(
                f"{archive} holds a {manifest['database']} database, and this site is set to "
                f"{connection.vendor}: set DATABASE_URL to fit"
            )
        _refuse_occupied(data)
        if secrets is not None:
            _restore_secrets(secrets, data)
        _restore_database(part, data)
        media = Path(work) / "media"
        if media.exists():
            shutil.copytree(media, data.media, dirs_exist_ok=True)
    return manifest


# --- taking -------------------------------------------------------------------------------------


def _copy_database(target: Path) -> None:
    if connection.vendor == "sqlite":
        # SQLite's online backup: a consistent copy while others write.
        source = f"file:{settings.DATABASES['default']['NAME']}?mode=ro"
        with (
            closing(sqlite3.connect(source, uri=True, timeout=60)) as live,
            closing(sqlite3.connect(target)) as copy,
        ):
            live.backup(copy)
        return
    _run_program("pg_dump", "--format=custom", "--no-owner", f"--file={target}", _database_url())


def _write_archive(target: Path, part: Path, data: DataFolder) -> None:
    manifest = {
        "format": FORMAT,
        "hustings": __version__,
        "taken_at": clock.now().isoformat(timespec="seconds"),
        "database": connection.vendor,
        "sha256": {part.name: _sha256(part)}
        | {f"media/{p.name}": _sha256(p) for p in sorted(data.media.iterdir())},
    }
    with _private_tar(target) as tar:
        _add_bytes(tar, MANIFEST, json.dumps(manifest, indent=2, sort_keys=True).encode())
        tar.add(part, part.name)
        for photograph in sorted(data.media.iterdir()):
            tar.add(photograph, f"media/{photograph.name}")


def _write_secrets(target: Path, data: DataFolder) -> None:
    with _private_tar(target) as tar:
        for key in sorted(data.place("secrets").glob("*.key")):
            tar.add(key, key.name)


@contextmanager
def _private_tar(target: Path) -> Iterator[tarfile.TarFile]:
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        with tarfile.open(fileobj=file, mode="w") as tar:
            yield tar
        file.flush()
        os.fsync(file.fileno())


def _add_bytes(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(content)
    member.mode = 0o600
    tar.addfile(member, io.BytesIO(content))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# --- restoring ----------------------------------------------------------------------------------


def _unpack(archive: Path, folder: Path) -> dict[str, Any]:
    try:
        with tarfile.open(archive) as tar:
            tar.extractall(folder, filter="data")  # nothing outside, no links, no devices
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (tarfile.TarError, OSError, ValueError) as error:
        raise RuleError(f"{archive} is no backup of hustings, or is damaged: {error}") from error
    if manifest.get("format") != FORMAT:
        raise RuleError(f"{archive} has the format {manifest.get('format')!r}, not {FORMAT!r}")
    for name, digest in manifest["sha256"].items():
        part = folder / name
        if not part.is_file() or _sha256(part) != digest:
            raise RuleError(f"{archive} is damaged: {name} is not what was backed up")
    return manifest


def _refuse_occupied(data: DataFolder) -> None:
    if connection.vendor == "sqlite":
        if data.database.exists() and data.database.stat().st_size:
            raise RuleError(f"{data.database} exists: restore into an empty data folder")
        return
    if connection.introspection.table_names():
        raise RuleError("the database has tables: restore into an empty one (createdb)")


def _restore_secrets(secrets: Path, data: DataFolder) -> None:
    folder = data.place("secrets")
    try:
        with tarfile.open(secrets) as tar:
            for member in tar:
                source = tar.extractfile(member)
                if source is None or Path(member.name).name != member.name:
                    raise RuleError(f"{secrets} holds something that is no key: {member.name}")
                path = folder / member.name
                path.unlink(missing_ok=True)  # made by this very start, used by nobody yet
                path.touch(mode=0o600)
                path.write_bytes(source.read())
    except (tarfile.TarError, OSError) as error:
        raise RuleError(f"{secrets} is no file of secrets, or is damaged: {error}") from error


def _restore_database(part: Path, data: DataFolder) -> None:
    connection.close()
    if connection.vendor == "sqlite":
        for leftover in data.root.glob(f"{data.database.name}-*"):
            leftover.unlink()
        aside = data.database.with_suffix(".restoring")
        shutil.copyfile(part, aside)
        aside.chmod(0o600)
        with aside.open("rb") as file:
            os.fsync(file.fileno())
        aside.replace(data.database)
        return
    _run_program(
        "pg_restore", "--no-owner", "--exit-on-error", "--single-transaction",
        f"--dbname={_database_url()}", str(part),
    )  # fmt: skip


def _database_url() -> str:
    """The address for PostgreSQL's programs, from the settings in force."""
    values = settings.DATABASES["default"]
    pairs = {
        "dbname": values["NAME"],
        "host": values.get("HOST"),
        "port": values.get("PORT"),
        "user": values.get("USER"),
    }
    return " ".join(f"{key}='{value}'" for key, value in pairs.items() if value)


def _run_program(program: str, *arguments: str) -> None:
    password = settings.DATABASES["default"].get("PASSWORD")
    environment = os.environ | ({"PGPASSWORD": password} if password else {})
    path = shutil.which(program) or _debians(program)
    if path is None:
        raise RuleError(f"{program} is not installed: apt-get install postgresql-client")
    done = subprocess.run(  # noqa: S603  (PostgreSQL's own program, arguments made here)
        [path, *arguments], check=False, capture_output=True, text=True, env=environment
    )
    if done.returncode:
        raise RuleError(f"{program} failed: {done.stderr.strip()}")


def _debians(program: str) -> str | None:
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"))
    return str(found[-1]) if found else None
