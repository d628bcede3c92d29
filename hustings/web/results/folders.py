"""A contest folder as one zip file: what a version keeps, and what anybody can count again.

The same contest and ballots give the same bytes: entries in order, uncompressed, without a time.
"""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from hustings.ballot import CastVoteRecords
from hustings.contest import Contest
from hustings.count import Lots
from hustings.declaration import Declaration, declare
from hustings.formats import Loaded, load_path
from hustings.formats.folder import write_contest
from hustings.reported import Reported

__all__ = ["declared_from", "read_zip", "reported_from", "zip_of_contest", "zip_of_folder"]

_EPOCH = (1980, 1, 1, 0, 0, 0)


def zip_of_contest(contest: Contest, records: CastVoteRecords, lots: Lots) -> bytes:
    """A contest folder by the contest's id, with its ballots and its lots, as a zip."""
    with tempfile.TemporaryDirectory(prefix="hustings-") as place:
        folder = Path(place, "folder")
        write_contest(contest, records, folder, lots=lots)
        return zip_of_folder(folder, contest.id)


def zip_of_folder(folder: Path, name: str) -> bytes:
    """The plain files of a folder as a zip, under ``name/``, those of Python left out."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(folder.iterdir()):
            if path.is_file() and path.suffix != ".py":
                entry = zipfile.ZipInfo(f"{name}/{path.name}", _EPOCH)
                entry.external_attr = 0o644 << 16
                entry.create_system = 3
                archive.writestr(entry, path.read_bytes())
    return held.getvalue()


@lru_cache(maxsize=16)
def declared_from(folder: bytes) -> Declaration:
    """The declaration that ``hustings count`` makes of the folder in a zip."""
    loaded = read_zip(folder)
    assert isinstance(loaded, Loaded)
    return declare(loaded.contest, loaded.records, loaded.lots)


@lru_cache(maxsize=16)
def reported_from(folder: bytes) -> Reported:
    """What the folder in a zip says that others reported."""
    reported = read_zip(folder)
    assert isinstance(reported, Reported)
    return reported


def read_zip(folder: bytes) -> Loaded | Reported:
    """The contest in a zip of :func:`zip_of_folder`."""
    with _unpacked(folder) as path:
        return load_path(path, name=path.name)


@contextmanager
def _unpacked(folder: bytes) -> Iterator[Path]:
    with (
        tempfile.TemporaryDirectory(prefix="hustings-") as place,
        zipfile.ZipFile(io.BytesIO(folder)) as archive,
    ):
        archive.extractall(place)
        (path,) = Path(place).iterdir()
        yield path
