"""Opening keys that an officer chose to keep on this machine: a file each, for its owner alone.

The file is named after the key's fingerprint, so a key that is made anew never overwrites the one
before it until the act is done.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from hustings.errors import SealError
from hustings.seal import OpeningKey, fingerprint
from hustings.web.contests.models import Contest, KeyPlace

__all__ = ["forget", "keep", "kept_key"]


def keep(contest: Contest, key: OpeningKey) -> None:
    """Write the private half to DATA/keys/, mode 0600, and wait until it is on the disk."""
    path = _path(contest, key.public)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(key.private.hex() + "\n")
        file.flush()
        os.fsync(file.fileno())


def kept_key(contest: Contest) -> OpeningKey | None:
    """The contest's opening key, if it is kept here; None if an officer holds it in a file.

    SealError where it should be here and is not, or is another: the officer's backup opens then.
    """
    if contest.key_place != KeyPlace.SERVER or contest.public_key is None:
        return None
    path = _path(contest, bytes(contest.public_key))
    try:
        key = OpeningKey(bytes.fromhex(path.read_text("ascii").strip()))
    except (OSError, ValueError):
        raise SealError(
            "the opening key that was kept on this machine cannot be read: open the ballots with "
            "the backup that was saved when the key was made"
        ) from None
    if key.public != bytes(contest.public_key):
        raise SealError("the opening key kept on this machine is not the one of this contest")
    return key


def forget(contest: Contest, public: bytes) -> None:
    """Remove the file of a key that no ballot was sealed to, or whose ballots are opened."""
    with suppress(FileNotFoundError):
        _path(contest, public).unlink()


def _path(contest: Contest, public: bytes) -> Path:
    assert settings.DATA is not None
    folder: Path = settings.DATA.keys
    return folder / f"{contest.slug}.{fingerprint(public)}.key"
