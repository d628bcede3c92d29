"""Where a demonstration may be made: in a data folder that is new, or its own, and nowhere else.

Its officers sign in without a second factor and its codes and links are printed, which must not
happen to a site in use. This looks before anything is written, and writes nothing itself.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from hustings.errors import RuleError

__all__ = ["check_demo_folder"]

DATABASE = "hustings.sqlite3"
TABLE = "officers_organisation"
OWN = "demonstration"
"""The slug of the demonstration's organisation."""
KEPT = ("keys", "media", "letters", "post", "scans", "mail")
"""Places of a data folder that are empty before somebody uses the site."""


def check_demo_folder(data: Path) -> None:
    """Return if a demonstration may be made in this data folder, which need not exist.

    RuleError, with place and remedy, where DATABASE_URL names another database, or where the folder
    holds an organisation that is not the demonstration's, or what a site without its database left.
    """
    if os.environ.get("DATABASE_URL"):
        raise RuleError(
            "DATABASE_URL is set: a demonstration is never written into the database of a site in "
            "use. Start it without (env -u DATABASE_URL hustings demo), or only write the files "
            "(--no-serve)"
        )
    database = data / DATABASE
    if database.exists():
        _refuse_others(data, _organisations(database))
    elif used := [name for name in KEPT if _holds_something(data / name)]:
        raise RuleError(
            f"{data}: there is no database here, but {used[0]}/ is not empty, so this is the data "
            "folder of a site in use: give --data a new folder"
        )


def _refuse_others(data: Path, organisations: list[str]) -> None:
    others = [slug for slug in organisations if slug != OWN]
    if others:
        more = f" and {len(others) - 1} more" if len(others) > 1 else ""
        raise RuleError(
            f"{data}: this data folder holds the organisation {others[0]!r}{more}, which is not "
            "the demonstration's: give --data a new folder, or serve this one for what it is "
            f"(hustings serve --data {data})"
        )


def _organisations(database: Path) -> list[str]:
    """Slugs, in order; none where the database was never brought up to date."""
    # Nobody has it open where there is no log beside it: then not even the log's index is made.
    how = "mode=ro" if database.with_name(f"{DATABASE}-wal").exists() else "immutable=1"
    try:
        with closing(sqlite3.connect(f"{database.absolute().as_uri()}?{how}", uri=True)) as read:
            known = read.execute("SELECT 1 FROM sqlite_master WHERE name = ?", [TABLE])
            if known.fetchone() is None:
                return []
            slugs = read.execute(f"SELECT slug FROM {TABLE} ORDER BY slug")  # noqa: S608 (our own)
            return [slug for (slug,) in slugs]
    except sqlite3.Error as error:
        raise RuleError(
            f"{database}: what it holds cannot be read ({error}): give --data a new folder"
        ) from None


def _holds_something(place: Path) -> bool:
    return place.is_dir() and any(place.iterdir())
