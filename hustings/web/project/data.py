"""The data folder: what the site keeps on disk beside its database.

    DATA/
      hustings.sqlite3   the database, unless DATABASE_URL names another
      secrets/           keys of this site, mode 0600: without them codes and sessions are void
      keys/              opening keys that an officer chose to keep on this machine
      media/             candidates' photographs, re-encoded
      letters/           print runs, which hold codes: handed out, then destroyed; never backed up
      post/              ballot papers and return labels, likewise; never backed up
      scans/             pictures of posted papers, shown beside the keys; never backed up
      mail/              e-mails written instead of sent (the default); never backed up
      static/            style sheets and scripts, collected at start

A database without ``secrets/`` cannot test a guessed code, and neither holds an opening key.
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

__all__ = ["DataFolder", "data_folder"]

ENVIRONMENT = "HUSTINGS_DATA"


@dataclass(frozen=True)
class DataFolder:
    """The folder and the places in it; each is made, for its owner alone, when first asked for."""

    root: Path

    def place(self, name: str) -> Path:
        """A folder within, made with mode 0700 as the data folder itself is."""
        self._make_root()
        path = self.root / name
        path.mkdir(exist_ok=True, mode=0o700)
        return path

    def _make_root(self) -> None:
        self.root.parent.mkdir(parents=True, exist_ok=True)
        self.root.mkdir(exist_ok=True, mode=0o700)

    @cached_property
    def database(self) -> Path:
        """The SQLite database."""
        self._make_root()
        return self.root / "hustings.sqlite3"

    @property
    def keys(self) -> Path:
        """Opening keys that an officer chose to keep on this machine."""
        return self.place("keys")

    @property
    def media(self) -> Path:
        """Candidates' photographs."""
        return self.place("media")

    @property
    def letters(self) -> Path:
        """Print runs, which hold codes."""
        return self.place("letters")

    @property
    def post(self) -> Path:
        """Ballot papers and return labels to be printed."""
        return self.place("post")

    @property
    def mail(self) -> Path:
        """E-mails that were written instead of sent."""
        return self.place("mail")

    @property
    def static(self) -> Path:
        """Style sheets and scripts as they are served."""
        return self.place("static")

    def secret(self, name: str) -> bytes:
        """32 random bytes of this site, made once; two processes that start at once agree.

        The bytes are written aside and linked into place, so no reader meets half a secret.
        """
        path = self.place("secrets") / f"{name}.key"
        if not path.exists():
            aside = path.with_name(f"{name}.{secrets.token_hex(8)}.new")
            descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(secrets.token_bytes(32))
                file.flush()
                os.fsync(file.fileno())
            with suppress(FileExistsError):
                os.link(aside, path)
            aside.unlink()
        return path.read_bytes()


def data_folder() -> DataFolder | None:
    """The folder that HUSTINGS_DATA names; None where nothing is to be kept (type checks)."""
    named = os.environ.get(ENVIRONMENT)
    return DataFolder(Path(named).absolute()) if named else None
